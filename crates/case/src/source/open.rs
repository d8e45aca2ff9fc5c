//! Opening: a plain file is mapped; standard input and compressed files are spooled to an unnamed temporary file and
//! mapped.
//!
//! So every reader has one mode: it is handed all the bytes, and "it ends here" is an outcome with a place.

use super::{Kind, inflate::Container, map::map, snapshot::Part};
use crate::{CaseError, ErrorKind};
use autopsync_model::Damage;
use memmap2::Mmap;
use std::{
    fmt,
    fs::File,
    io::{self, Seek},
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

/// One piece of evidence: its bytes, its name, and what it turned out to be.
pub struct Source {
    pub(super) path: PathBuf,
    pub(super) name: Arc<str>,
    pub(super) data: Data,
    pub(super) damage: Option<Damage>,
    /// The part of the file that is looked at, where it is not the whole.
    pub(super) part: Option<Part>,
}

pub(super) enum Data {
    Mapped(Mmap),
    Owned(Vec<u8>),
}

impl Data {
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::Mapped(map) => map,
            Self::Owned(bytes) => bytes,
        }
    }
}

impl Source {
    /// Opens a file, or standard input for `-`.
    ///
    /// # Errors
    /// [`ErrorKind::Open`] where the system refuses.
    pub fn open(path: &Path) -> Result<Self, CaseError> {
        let data = if path == Path::new("-") {
            spool(io::stdin().lock())
        } else {
            File::open(path).and_then(load)
        };
        let opened = data.and_then(unpack);
        let (data, damage) =
            opened.map_err(|error| CaseError::new(path, ErrorKind::Open(error)))?;
        let name = path.to_string_lossy().into();
        Ok(Self { damage, name, path: path.to_owned(), data, part: None })
    }

    /// Makes a source of bytes at hand.
    #[must_use]
    pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Self {
        let data = Data::Owned(bytes);
        Self { path: name.into(), name: name.into(), data, damage: None, part: None }
    }

    /// Returns all bytes; those of the snapshot alone where the source was [narrowed](Source::into_snapshot) to it.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match &self.part {
            None => self.data.bytes(),
            Some(part) => self.data.bytes().get(part.range.clone()).unwrap_or_default(),
        }
    }

    /// Returns what is wrong with the container that the bytes came in.
    #[must_use]
    pub const fn damage(&self) -> Option<&Damage> {
        self.damage.as_ref()
    }

    /// Returns the path as the user gave it.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the name that places carry.
    #[must_use]
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// Tells that a part of the bytes was read and will not be needed soon, so that the memory of a run does not grow
    /// with the file.
    pub fn release(&self, part: Range<usize>) {
        if let (Data::Mapped(map), None) = (&self.data, &self.part) {
            super::map::release(map, part);
        }
    }

    /// Tells what the bytes are.
    #[must_use]
    pub fn kind(&self) -> Kind {
        Kind::of(self.bytes())
    }

    /// Opens the file `PATH.json` that tells the origin of a raw stream, if there is one.
    ///
    /// # Errors
    /// [`ErrorKind::Open`] where there is one and the system refuses it.
    pub fn sidecar(&self) -> Result<Option<Self>, CaseError> {
        let mut path = self.path.clone().into_os_string();
        path.push(".json");
        let path = PathBuf::from(path);
        if path.is_file() { Self::open(&path).map(Some) } else { Ok(None) }
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({}, {} bytes)", self.name, self.bytes().len())
    }
}

/// Inflates what is compressed, once.
fn unpack(data: Data) -> io::Result<(Data, Option<Damage>)> {
    let Some(container) = Container::of(data.bytes()) else { return Ok((data, None)) };
    let (file, damage) = container.inflate(data.bytes())?;
    Ok((load(file)?, damage))
}

fn load(file: File) -> io::Result<Data> {
    let meta = file.metadata()?;
    if !meta.is_file() {
        if meta.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a directory"));
        }
        return spool(file);
    }
    // An empty file cannot be mapped everywhere.
    if meta.len() == 0 { Ok(Data::Owned(Vec::new())) } else { map(&file).map(Data::Mapped) }
}

fn spool(mut input: impl io::Read) -> io::Result<Data> {
    let mut file = tempfile::tempfile()?;
    io::copy(&mut input, &mut file)?;
    file.rewind()?;
    load(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_and_a_missing_one_differ() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("empty");
        std::fs::write(&path, b"").unwrap();
        assert_eq!(Source::open(&path).unwrap().bytes(), b"");
        let error = Source::open(&dir.path().join("none")).unwrap_err();
        assert_eq!(error.id(), "cannot-open");
        assert_eq!(Source::open(dir.path()).unwrap_err().id(), "cannot-open");
    }

    #[test]
    fn a_pipe_is_spooled() {
        let Ok(Data::Mapped(map)) = spool(&b"REDIS0008"[..]) else { panic!("not mapped") };
        assert_eq!(&map[..], b"REDIS0008");
    }
}
