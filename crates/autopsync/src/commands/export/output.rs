//! A file that appears under its name once it is complete.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// A file that is being written, under a name of its own until it is complete.
pub struct OutputFile {
    file: File,
    path: PathBuf,
    partial: PathBuf,
    bytes: u64,
    done: bool,
}

impl OutputFile {
    /// Begins a file. What has the name keeps it until the new file is complete.
    pub fn create(path: &Path) -> io::Result<Self> {
        let mut partial = path.as_os_str().to_owned();
        partial.push(".partial");
        let partial = PathBuf::from(partial);
        let file = File::create(&partial).map_err(|error| about(&partial, &error))?;
        Ok(Self { file, path: path.to_owned(), partial, bytes: 0, done: false })
    }

    /// Gives the file its name, and returns its size.
    pub fn commit(mut self) -> io::Result<u64> {
        self.file.flush()?;
        fs::rename(&self.partial, &self.path).map_err(|error| about(&self.path, &error))?;
        self.done = true;
        Ok(self.bytes)
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes).map_err(|error| about(&self.partial, &error))?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for OutputFile {
    fn drop(&mut self) {
        if !self.done {
            // Nobody is left to be told where this fails.
            let _ = fs::remove_file(&self.partial);
        }
    }
}

fn about(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
