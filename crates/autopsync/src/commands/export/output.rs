//! A file that appears under its name once it is complete.

use crate::error::Error;
use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// How many unfinished files of one name may lie about.
const MOST_PARTIAL: u32 = 100;

/// A file that is being written, under a name of its own until it is complete.
///
/// What is no file (a pipe, a device) keeps its name and its nature: it is written to as it is.
pub struct OutputFile {
    file: File,
    path: PathBuf,
    /// The name until the file is complete; none for what is no file, and none any more once it is.
    partial: Option<PathBuf>,
    bytes: u64,
}

impl OutputFile {
    /// Begins a file. What has the name keeps it until the new file is complete; a link keeps pointing to it.
    pub fn create(path: &Path) -> Result<Self, Error> {
        if path == Path::new("-") {
            let hint = "name a file; `./-` is one of that name";
            return Err(Error::usage("standard output takes the answer, not the file", hint));
        }
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let there = fs::metadata(&path).ok().map(|meta| meta.file_type());
        if there.is_some_and(|there| !there.is_file()) {
            let file = File::options().write(true).open(&path);
            let file = file.map_err(|error| about(&path, &error))?;
            return Ok(Self { file, path, partial: None, bytes: 0 });
        }
        let (file, partial) = create_partial(&path)?;
        Ok(Self { file, path, partial: Some(partial), bytes: 0 })
    }

    /// Gives the file its name, and returns its size.
    pub fn commit(mut self) -> io::Result<u64> {
        self.file.flush()?;
        if let Some(partial) = &self.partial {
            fs::rename(partial, &self.path).map_err(|error| about(&self.path, &error))?;
        }
        self.partial = None;
        Ok(self.bytes)
    }
}

/// Makes a file beside `path`, never over another: what an earlier run or somebody else left is not ours.
fn create_partial(path: &Path) -> io::Result<(File, PathBuf)> {
    let mut number = 1;
    loop {
        let mut partial = path.as_os_str().to_owned();
        partial.push(".partial");
        if number > 1 {
            partial.push(format!("-{number}"));
        }
        let partial = PathBuf::from(partial);
        match File::create_new(&partial) {
            Ok(file) => return Ok((file, partial)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < MOST_PARTIAL => {
                number += 1;
            }
            Err(error) => return Err(about(&partial, &error)),
        }
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let path = self.partial.as_ref().unwrap_or(&self.path);
        let written = self.file.write(bytes).map_err(|error| about(path, &error))?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for OutputFile {
    fn drop(&mut self) {
        if let Some(partial) = &self.partial {
            // Nobody is left to be told where this fails.
            let _ = fs::remove_file(partial);
        }
    }
}

fn about(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: &Path) -> io::Result<u64> {
        let Ok(mut file) = OutputFile::create(path) else {
            return Err(io::ErrorKind::Other.into());
        };
        file.write_all(b"new")?;
        file.commit()
    }

    /// `export -o` to a device, run by root, once put a file where the device had been.
    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_not_replaced() {
        use std::os::unix::{fs::FileTypeExt, net::UnixListener};
        let dir = tempfile::tempdir().unwrap();
        // A socket stands for all that is no file; it cannot be opened, and must not be replaced either.
        let path = dir.path().join("socket");
        let _listener = UnixListener::bind(&path).unwrap();
        assert!(write(&path).is_err());
        assert!(fs::metadata(&path).unwrap().file_type().is_socket());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
        assert!(write(dir.path()).is_err(), "a directory is no file to write to");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_keeps_pointing_to_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let (real, link) = (dir.path().join("real"), dir.path().join("link"));
        fs::write(&real, "old").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        write(&link).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&real).unwrap(), b"new");
    }

    #[test]
    fn an_unfinished_file_of_somebody_else_stays() {
        let dir = tempfile::tempdir().unwrap();
        let (path, other) = (dir.path().join("a.rdb"), dir.path().join("a.rdb.partial"));
        fs::write(&other, "evidence").unwrap();
        write(&path).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read(&other).unwrap(), b"evidence");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    }
}
