//! Which files are logs, and whose.

use super::stem;
use crate::{CaseError, ErrorKind, Kind, Source};
use std::{
    borrow::Cow,
    fs,
    path::{Path, PathBuf},
};

/// How deep folders of a case are searched.
const DEEPEST: u32 = 8;

/// A log, and the node that its place in a case names.
#[derive(Debug)]
pub struct LogFile {
    /// The node, where a folder of a case names it. Lines that name their own do not count then.
    pub node: Option<String>,
    /// The name for lines that nobody names.
    pub fallback: String,
    /// The file.
    pub source: Source,
}

impl LogFile {
    /// Makes a log of a source; its file names the node unless its lines do.
    #[must_use]
    pub fn new(source: Source) -> Self {
        let stdin = source.path() == Path::new("-");
        let fallback = if stdin { "stdin".to_owned() } else { stem(source.path()) };
        Self { node: None, fallback, source }
    }

    /// The node of lines that do not name another.
    #[must_use]
    pub fn node_name(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.node.as_deref().unwrap_or(&self.fallback))
    }
}

/// Opens logs. A folder is a case: each folder in it is a node, named by it, and whatever is no log is passed over.
///
/// # Errors
/// [`ErrorKind::Open`] where the system refuses, [`ErrorKind::WrongKind`] where a file is other evidence and where a
/// folder holds no log.
pub fn open<P: AsRef<Path>>(paths: &[P]) -> Result<Vec<LogFile>, CaseError> {
    let mut files = Vec::new();
    for path in paths.iter().map(AsRef::as_ref) {
        if path.is_dir() {
            let before = files.len();
            for (node, file) in listed(path)? {
                let source = Source::open(&file)?;
                if source.kind() == Kind::Log {
                    files.push(LogFile { node, ..LogFile::new(source) });
                }
            }
            if files.len() == before {
                return Err(wrong_kind(path, "no log in this directory".to_owned()));
            }
            continue;
        }
        let source = Source::open(path)?;
        match source.kind() {
            Kind::Log | Kind::Unknown => files.push(LogFile::new(source)),
            // INFO stands in crash reports, and text of any kind may be pasted beside a log.
            kind if kind != Kind::Snapshot
                && autopsync_text::log::looks_like_log(source.bytes()) =>
            {
                files.push(LogFile::new(source));
            }
            kind => return Err(wrong_kind(path, kind.to_string())),
        }
    }
    tell_apart(&mut files);
    Ok(files)
}

fn wrong_kind(path: &Path, found: String) -> CaseError {
    CaseError::new(path, ErrorKind::WrongKind { expected: "a server log", found })
}

/// The files of a case in the order of their names, with the node of each.
fn listed(case: &Path) -> Result<Vec<(Option<String>, PathBuf)>, CaseError> {
    let mut files = Vec::new();
    for path in entries(case)? {
        if path.is_dir() {
            let node = path.file_name().map(|name| name.to_string_lossy().into_owned());
            below(&path, DEEPEST, &mut |file| files.push((node.clone(), file)))?;
        } else {
            files.push((None, path));
        }
    }
    Ok(files)
}

fn below(dir: &Path, depth: u32, take: &mut impl FnMut(PathBuf)) -> Result<(), CaseError> {
    for path in entries(dir)? {
        if !path.is_dir() {
            take(path);
        } else if depth > 0 {
            below(&path, depth - 1, take)?;
        }
    }
    Ok(())
}

fn entries(dir: &Path) -> Result<Vec<PathBuf>, CaseError> {
    let error = |error| CaseError::new(dir, ErrorKind::Open(error));
    let mut paths = Vec::new();
    for entry in fs::read_dir(dir).map_err(error)? {
        let path = entry.map_err(error)?.path();
        // Sockets and pipes would wait for somebody to write.
        if path.is_dir() || path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Files of the same name are told apart by their folder, or else by their whole path.
fn tell_apart(files: &mut [LogFile]) {
    let names: Vec<String> = files.iter().map(|file| file.fallback.clone()).collect();
    let parent = |path: &Path| Some(path.parent()?.file_name()?.to_string_lossy().into_owned());
    let parents: Vec<Option<String>> =
        files.iter().map(|file| parent(file.source.path())).collect();
    for (i, file) in files.iter_mut().enumerate() {
        let others =
            || (0..names.len()).filter(|other| *other != i && names.get(*other) == names.get(i));
        let path = file.source.path();
        if file.node.is_some() || others().next().is_none() {
            continue;
        }
        let mine = parents.get(i).cloned().flatten();
        let unique = others().all(|other| parents.get(other) != parents.get(i));
        file.fallback = match mine {
            Some(parent) if unique => parent,
            // Rotated files of one node lie in one folder.
            Some(_) if others().all(|other| parents.get(other) == parents.get(i)) => continue,
            _ => path.to_string_lossy().into_owned(),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &[u8] = b"1:M 21 Nov 2026 02:16:17.314 * Ready to accept connections\n";

    #[test]
    fn a_folder_of_a_case_is_a_node() {
        let case = tempfile::tempdir().unwrap();
        for (path, bytes) in [
            ("b/log/redis.log", LINE),
            ("a/redis.log", LINE),
            ("a/dump.rdb", b"REDIS0009\xff"),
            ("loose.log", LINE),
        ] {
            let path = case.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let files = open(&[case.path()]).unwrap();
        let nodes: Vec<_> = files.iter().map(|file| file.node_name().into_owned()).collect();
        assert_eq!(nodes, ["a", "b", "loose"]);
        fs::remove_file(case.path().join("loose.log")).unwrap();
        assert_eq!(open(&[case.path().join("a/dump.rdb")]).unwrap_err().id(), "wrong-kind");
        let apart = open(&[case.path().join("a/redis.log"), case.path().join("b/log/redis.log")]);
        let nodes: Vec<_> = apart.unwrap().iter().map(|f| f.node_name().into_owned()).collect();
        assert_eq!(nodes, ["a", "log"]);
    }

    #[test]
    fn a_folder_without_logs_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(open(&[dir.path()]).unwrap_err().id(), "wrong-kind");
    }
}
