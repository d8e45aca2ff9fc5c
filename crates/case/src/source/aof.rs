//! Multi-part append-only files (Redis 7.0 and later): the files that a manifest names.
//!
//! The manifest lies in the directory `appendonlydir` beside the snapshot (`appenddirname`), as `NAME.manifest`; the
//! files that it names lie beside it (`aofLoadManifestFromDisk`, `aof.c`, 7.0.15).

use super::{
    Kind, Source,
    snapshot::{Follows, Part as View, Vessel, part_damage},
};
use crate::{CaseError, ErrorKind};
use autopsync_model::Damage;
use autopsync_rdb::{Event, Reader};
use autopsync_stream::{
    FileKind,
    aof::manifest::{Manifest, Part, PartKind},
};
use std::{
    fs, io,
    ops::Range,
    path::{Path, PathBuf},
};

/// The directory in which a server keeps its parts unless it is told another.
const DIRECTORY: &str = "appendonlydir";

/// The files of an append-only file, opened, in the order in which a server loads them: the base, then the increments.
/// Left-overs of a rewrite (`type h`) are not among them.
#[derive(Debug)]
pub struct AofFiles {
    manifest: Option<Source>,
    parts: Vec<AofPart>,
}

/// What a file is to its append-only file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AofRole {
    /// The one file of versions up to 6.2.
    Single,
    /// The data set at the last rewrite.
    Base,
    /// Commands since.
    Increment,
}

impl AofRole {
    /// The word in a document.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Base => "base",
            Self::Increment => "increment",
        }
    }
}

/// One file of an append-only file.
#[derive(Debug)]
pub struct AofPart {
    /// The file. Its name is the path as it was given, joined with the name in the manifest.
    pub source: Source,
    /// What it is for.
    pub role: AofRole,
    /// Its line in the manifest.
    pub line: Option<Part>,
}

/// Where a part holds what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AofLayout {
    /// The snapshot in front, checksum included. Where it is damaged, it is all of the file: what follows cannot be
    /// found.
    pub snapshot: Option<Range<usize>>,
    /// The commands behind it.
    pub commands: Range<usize>,
}

impl AofFiles {
    /// Opens an append-only file: a directory with a manifest or the one above it, the manifest, or a single file, which
    /// may begin with a snapshot.
    ///
    /// Returns `None` where the file is of another kind. A snapshot with nothing behind it counts as an append-only file
    /// only where it says of itself that it is one (`aof-preamble`, `aof-base`).
    ///
    /// # Errors
    /// As [`AofFiles::find`] and [`AofFiles::of_manifest`]; [`ErrorKind::Open`] where the file cannot be opened.
    pub fn open(path: &Path) -> Result<Option<Self>, CaseError> {
        match Self::find(path)? {
            Some(files) => Ok(Some(files)),
            None => Self::of(Source::open(path)?).map(Result::ok),
        }
    }

    /// Takes an opened file for an append-only file, or hands it back where it is none.
    ///
    /// # Errors
    /// As [`AofFiles::of_manifest`].
    pub fn of(source: Source) -> Result<Result<Self, Source>, CaseError> {
        let single = |source| Self {
            manifest: None,
            parts: vec![AofPart { source, role: AofRole::Single, line: None }],
        };
        Ok(match source.kind() {
            Kind::Stream(FileKind::AofManifest) => Ok(Self::of_manifest(source)?),
            Kind::Stream(FileKind::Commands | FileKind::AnnotatedAof) => Ok(single(source)),
            Kind::Snapshot if is_preamble(source.bytes()) => Ok(single(source)),
            _ => Err(source),
        })
    }

    /// Finds the manifest that a path stands for: a directory that holds one, or the directory above it. Without one, the
    /// only append-only file in the directory counts: up to 6.2 it lies in the server's directory, by itself
    /// (`appendfilename`, by default `appendonly.aof`).
    ///
    /// Returns `None` where the path is no directory: whether a file is a manifest, its content tells.
    ///
    /// # Errors
    /// [`ErrorKind::Open`] for a directory without any of these, or with several, and for a part that is missing.
    pub fn find(path: &Path) -> Result<Option<Self>, CaseError> {
        if !path.is_dir() {
            return Ok(None);
        }
        let refuse = |error| CaseError::new(path, ErrorKind::Open(error));
        let mut found = manifests(path).map_err(refuse)?;
        let below = path.join(DIRECTORY);
        if found.is_empty() && below.is_dir() {
            found = manifests(&below).map_err(refuse)?;
        }
        match found.as_slice() {
            [one] => Self::of_manifest(Source::open(one)?).map(Some),
            [] => Self::lone(path, &refuse).map(Some),
            several => Err(refuse(io::Error::other(format!(
                "it is a directory with {} manifests of append-only files; name one of them",
                several.len()
            )))),
        }
    }

    /// Opens the only append-only file of a directory without a manifest.
    fn lone(path: &Path, refuse: &dyn Fn(io::Error) -> CaseError) -> Result<Self, CaseError> {
        let mut found = Vec::new();
        for file in named(path, ".aof").map_err(refuse)? {
            // What cannot be opened, or is none, may lie there as well.
            found.extend(Source::open(&file).and_then(Self::of).ok().and_then(Result::ok));
        }
        let said = match found.len() {
            1 => None,
            0 => Some("without the manifest of an append-only file, or one by itself".to_owned()),
            several => Some(format!("with {several} append-only files; name one of them")),
        };
        match (said, found.pop()) {
            (None, Some(only)) => Ok(only),
            (said, _) => {
                let message = format!("it is a directory {}", said.unwrap_or_default());
                Err(refuse(io::Error::new(io::ErrorKind::IsADirectory, message)))
            }
        }
    }

    /// Opens the files that a manifest names.
    ///
    /// # Errors
    /// [`ErrorKind::Stream`] for a manifest that a server refuses, [`ErrorKind::Open`] for a part that is missing.
    pub fn of_manifest(manifest: Source) -> Result<Self, CaseError> {
        let parsed = Manifest::parse(manifest.bytes())
            .map_err(|error| CaseError::new(&manifest.path, ErrorKind::Stream(error)))?;
        let directory = manifest.path.parent().unwrap_or(Path::new(""));
        let parts = parsed
            .loaded()
            .map(|line| {
                let source = Source::open(&directory.join(file_name(&line.name)))?;
                let is_base = line.kind == PartKind::Base;
                let role = if is_base { AofRole::Base } else { AofRole::Increment };
                Ok(AofPart { source, role, line: Some(line.clone()) })
            })
            .collect::<Result<_, CaseError>>()?;
        Ok(Self { manifest: Some(manifest), parts })
    }

    /// Returns the manifest, where there is one.
    #[must_use]
    pub const fn manifest(&self) -> Option<&Source> {
        self.manifest.as_ref()
    }

    /// Returns the parts, in the order in which a server loads them.
    #[must_use]
    pub fn parts(&self) -> &[AofPart] {
        &self.parts
    }

    /// Hands out the parts.
    #[must_use]
    pub fn into_parts(self) -> Vec<AofPart> {
        self.parts
    }

    /// Returns what a server would refuse: an increment that is a snapshot, of which it would load the keys again.
    #[must_use]
    pub fn damages(&self) -> Vec<Damage> {
        let increments = self.parts.iter().filter(|part| part.role == AofRole::Increment);
        increments
            .filter(|part| part.source.kind() == Kind::Snapshot)
            .map(|part| {
                let message = "expected commands in an increment, found a snapshot".to_owned();
                part_damage(&part.source, message)
            })
            .collect()
    }

    /// Returns the base as the snapshot that it is.
    ///
    /// # Errors
    /// [`ErrorKind::WrongKind`] where there is no base, or it is no snapshot.
    pub(super) fn into_snapshot(self) -> Result<Source, CaseError> {
        let path = self.manifest.as_ref().or(self.parts.first().map(|part| &part.source));
        let path = path.map_or_else(PathBuf::new, |source| source.path.clone());
        let missing = |found: &str| {
            let kind = ErrorKind::WrongKind { expected: "a snapshot", found: found.to_owned() };
            CaseError::new(&path, kind)
        };
        let mut parts = self.parts.into_iter();
        if let Some(single) = parts.as_slice().first().filter(|one| one.role == AofRole::Single) {
            // A lone file is what it is by itself.
            return match single.source.kind() {
                Kind::Snapshot => {
                    parts.next().map_or_else(|| Err(missing("nothing")), |one| Ok(one.source))
                }
                kind => Err(missing(&kind.to_string())),
            };
        }
        let base = parts
            .next()
            .filter(|part| part.role == AofRole::Base)
            .ok_or_else(|| missing("an append-only file without a base"))?;
        if base.source.kind() != Kind::Snapshot {
            return Err(missing("an append-only file whose base is commands"));
        }
        let bytes = base.source.bytes().len();
        let behind = parts.map(|part| part.source.bytes().len() as u64).sum();
        let file_bytes = bytes as u64;
        let view = View { range: 0..bytes, vessel: Vessel::AofBase, behind, file_bytes };
        Ok(base.source.with_part(view))
    }
}

impl AofPart {
    /// Tells whether the part begins with a snapshot.
    #[must_use]
    pub fn has_snapshot(&self) -> bool {
        self.source.kind() == Kind::Snapshot
    }

    /// Finds out where the part holds what. Where it begins with a snapshot, that is passed key by key.
    #[must_use]
    pub fn layout(&self) -> AofLayout {
        let bytes = self.source.bytes().len();
        if !self.has_snapshot() {
            return AofLayout { snapshot: None, commands: 0..bytes };
        }
        let end = end_of_snapshot(self.source.bytes()).unwrap_or(bytes);
        AofLayout { snapshot: Some(0..end), commands: end..bytes }
    }
}

/// Tells whether a snapshot is the beginning of an append-only file: it says so, or commands follow.
fn is_preamble(bytes: &[u8]) -> bool {
    let Ok(mut reader) = Reader::new(bytes).map(Reader::without_checksum) else { return false };
    while let Some(Ok(event)) = reader.next_event() {
        match event {
            Event::Aux(aux) if aux.is_named(b"aof-preamble") || aux.is_named(b"aof-base") => {
                return !aux.value.is(b"0");
            }
            Event::Aux(_) => {}
            _ => break,
        }
    }
    let rest = end_of_snapshot(bytes).and_then(|end| bytes.get(end..));
    rest.is_some_and(|rest| Follows::of(rest) == Follows::Commands)
}

/// The index behind a snapshot; `None` where it is damaged.
fn end_of_snapshot(bytes: &[u8]) -> Option<usize> {
    let mut reader = Reader::new(bytes).ok()?.without_checksum();
    while let Some(Ok(event)) = reader.next_event() {
        if let Event::End(end) = event {
            return usize::try_from(end.end).ok();
        }
    }
    None
}

/// The manifests in a directory.
fn manifests(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = named(directory, ".manifest")?;
    found.retain(|path| is_manifest(path));
    Ok(found)
}

/// The entries of a directory whose names end so. A server writes a new file under a name with `temp-` first.
fn named(directory: &Path, ending: &str) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(ending) && !name.starts_with("temp-") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn is_manifest(path: &Path) -> bool {
    Source::open(path).is_ok_and(|source| source.kind() == Kind::Stream(FileKind::AofManifest))
}

#[cfg(unix)]
fn file_name(name: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    std::ffi::OsStr::from_bytes(name).into()
}

#[cfg(not(unix))]
fn file_name(name: &[u8]) -> PathBuf {
    String::from_utf8_lossy(name).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join(DIRECTORY)).unwrap();
        for (name, bytes) in files {
            std::fs::write(dir.path().join(DIRECTORY).join(name), bytes).unwrap();
        }
        dir
    }

    const MANIFEST: &[u8] = b"file a.1.base.rdb seq 1 type b\nfile a.1.incr.aof seq 1 type i\n";

    #[test]
    fn a_directory_stands_for_what_its_manifest_names() {
        let base = b"REDIS0011\xff\0\0\0\0\0\0\0\0";
        let dir = directory(&[
            ("a.aof.manifest", MANIFEST),
            ("temp-a.aof.manifest", b"file b seq 1 type i\n"),
            ("a.1.base.rdb", base),
            ("a.1.incr.aof", b"*1\r\n$4\r\nPING\r\n"),
        ]);
        for path in [dir.path().to_owned(), dir.path().join(DIRECTORY)] {
            let files = AofFiles::find(&path).unwrap().unwrap();
            assert_eq!(files.parts().len(), 2);
            assert!(files.parts()[0].has_snapshot() && files.damages().is_empty());
            let layout = AofLayout { snapshot: Some(0..18), commands: 18..18 };
            assert_eq!(files.parts()[0].layout(), layout);
            let source = Source::open_snapshot(&path).unwrap();
            assert_eq!((source.bytes(), source.vessel()), (&base[..], Vessel::AofBase));
            assert_eq!(source.follows(18), (Follows::Commands, 14));
        }
        let manifest = dir.path().join(DIRECTORY).join("a.aof.manifest");
        assert_eq!(Source::open_snapshot(&manifest).unwrap().bytes(), base);
    }

    #[test]
    fn what_is_missing_is_named() {
        let dir = directory(&[("a.manifest", MANIFEST)]);
        let error = AofFiles::find(dir.path()).unwrap_err();
        assert!(error.to_string().contains("a.1.base.rdb"), "{error}");
        let dir = directory(&[]);
        assert_eq!(AofFiles::find(dir.path()).unwrap_err().id(), "cannot-open");
        let dir = directory(&[
            ("a.manifest", b"file a.1.incr.aof seq 1 type i\n"),
            ("a.1.incr.aof", b"*1\r\n$4\r\nPING\r\n"),
        ]);
        let error = Source::open_snapshot(dir.path()).unwrap_err();
        assert!(error.to_string().contains("without a base"), "{error}");
        assert!(error.hint().is_some());
    }

    /// The directory of a server up to 6.2 was refused without a hint.
    #[test]
    fn a_directory_of_6_2_stands_for_its_one_append_only_file() {
        let dir = tempfile::tempdir().unwrap();
        let write =
            |name: &str, bytes: &[u8]| std::fs::write(dir.path().join(name), bytes).unwrap();
        let snapshot = b"REDIS0009\xfa\x0caof-preamble\xc0\x01\xff\0\0\0\0\0\0\0\0";
        let commands = b"*1\r\n$4\r\nPING\r\n";
        write("dump.rdb", b"REDIS0009\xff\0\0\0\0\0\0\0\0");
        write("temp-rewriteaof-7.aof", commands);
        let error = AofFiles::find(dir.path()).unwrap_err();
        assert!(
            error.to_string().contains("without the manifest of an append-only file"),
            "{error}"
        );
        write("appendonly.aof", commands);
        let files = AofFiles::find(dir.path()).unwrap().unwrap();
        assert_eq!((files.parts().len(), files.parts()[0].role), (1, AofRole::Single));
        assert!(Source::open_snapshot(dir.path()).unwrap_err().to_string().contains("snapshot"));
        write("appendonly.aof", &[&snapshot[..], commands].concat());
        let source = Source::open_snapshot(dir.path()).unwrap();
        assert_eq!(source.follows(snapshot.len() as u64), (Follows::Commands, 14));
        write("other.aof", commands);
        let error = AofFiles::find(dir.path()).unwrap_err();
        assert!(error.to_string().contains("with 2 append-only files; name one"), "{error}");
    }

    #[test]
    fn a_single_file_is_an_append_only_file_where_commands_stand_in_it() {
        let snapshot = b"REDIS0008\xff\0\0\0\0\0\0\0\0";
        let marked = b"REDIS0008\xfa\x0caof-preamble\xc0\x01\xff\0\0\0\0\0\0\0\0";
        let of = |bytes: Vec<u8>| AofFiles::of(Source::from_bytes("a.aof", bytes)).unwrap().ok();
        let preamble = of([&snapshot[..], b"*1\r\n$4\r\nEXEC\r\n"].concat()).unwrap();
        let layout = AofLayout { snapshot: Some(0..18), commands: 18..32 };
        assert_eq!(
            (preamble.parts()[0].role, preamble.parts()[0].layout()),
            (AofRole::Single, layout)
        );
        assert!(of(marked.to_vec()).is_some());
        assert!(of(snapshot.to_vec()).is_none());
        let plain = of(b"*1\r\n$4\r\nEXEC\r\n".to_vec()).unwrap();
        assert_eq!(plain.parts()[0].layout(), AofLayout { snapshot: None, commands: 0..14 });
    }
}
