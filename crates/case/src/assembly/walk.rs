//! From what the user names to the files of nodes.

use super::{Case, Content, Ignored, Node, NodeFile, file, manifest, shown, stem};
use crate::{CaseError, ErrorKind, Source};
use autopsync_model::ReplId;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The deepest directory that is searched below a node's.
const DEEPEST: u32 = 4;

/// Opens one path.
pub(super) fn open(case: &mut Case, path: &Path) -> Result<(), CaseError> {
    if !path.is_dir() {
        if path.file_name().is_some_and(|name| name == "case.toml") {
            return manifest::open(case, path);
        }
        return add_loose(case, Source::open(path)?);
    }
    let manifest = path.join("case.toml");
    if manifest.is_file() {
        return manifest::open(case, &manifest);
    }
    for entry in entries(path)? {
        if entry.is_dir() {
            let name = entry
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default();
            add_node(case, &name, &entry)?;
        } else {
            lenient(case, &entry, add_loose);
        }
    }
    Ok(())
}

/// Adds all files below a directory to the node of this name. Files that say nothing are listed and passed over.
pub(super) fn add_node(case: &mut Case, name: &str, dir: &Path) -> Result<(), CaseError> {
    case.node_named(name);
    for path in files_below(dir, DEEPEST)? {
        lenient(case, &path, |case, source| add_to(case, name, source));
    }
    Ok(())
}

/// Adds a file to a node, whatever names the text holds: where a file lies counts more.
pub(super) fn add_to(case: &mut Case, name: &str, source: Source) -> Result<(), CaseError> {
    for (_, mut file) in file::read(source)? {
        file.moment = without_name(&file.moment, name);
        case.node_named(name).files.push(file);
    }
    Ok(())
}

fn lenient(
    case: &mut Case,
    path: &Path,
    add: impl FnOnce(&mut Case, Source) -> Result<(), CaseError>,
) {
    let added = Source::open(path).and_then(|source| add(case, source));
    if let Err(error) = added {
        case.ignored.push(Ignored { path: shown(path), why: error.kind.to_string() });
    }
}

/// Adds a file without a node: to that of the same process, or to one named after the prompt or the file.
fn add_loose(case: &mut Case, source: Source) -> Result<(), CaseError> {
    let name = stem(source.path());
    let parent = source
        .path()
        .parent()
        .and_then(Path::file_name)
        .map(|name| name.to_string_lossy().into_owned());
    let parts = file::read(source)?;
    let several = parts.len() > 1;
    for (number, (label, file)) in parts.into_iter().enumerate() {
        let same = same_process(&file)
            .and_then(|id| case.nodes.iter().position(|node| has_process(node, id)));
        if let Some(node) = same.and_then(|at| case.nodes.get_mut(at)) {
            node.files.push(file);
            continue;
        }
        let plain = if several { format!("{name}#{}", number + 1) } else { name.clone() };
        let placed = label.is_none().then(|| by_directory(case, &file)).flatten();
        let mut wanted = label.or(placed).unwrap_or(plain);
        // Two files of one name and of different processes are told apart by their directories.
        let taken = |case: &Case, name: &str| {
            case.node(name)
                .is_some_and(|node| node.files.iter().any(|held| same_process(held).is_some()))
        };
        if same_process(&file).is_some() && taken(case, &wanted) {
            wanted = match &parent {
                Some(parent) if !taken(case, &format!("{parent}/{wanted}")) => {
                    format!("{parent}/{wanted}")
                }
                _ => format!("{wanted}#{}", case.nodes.len() + 1),
            };
        }
        case.node_named(&wanted).files.push(file);
    }
    Ok(())
}

/// Logs of one name in several directories, as `*/server.log` gives them, are of the nodes that the directories name.
/// The first of them is called so as well once the second is seen.
fn by_directory(case: &mut Case, file: &NodeFile) -> Option<String> {
    let directory = |name: &str| Path::new(name).parent().map(Path::to_path_buf);
    let called = |name: &str| {
        let parent = directory(name)?;
        Some(parent.file_name()?.to_string_lossy().into_owned())
    };
    let is_log = |file: &NodeFile| matches!(file.content, Content::Log(_));
    let name = stem(Path::new(&*file.name));
    let wanted = called(&file.name).filter(|_| is_log(file))?;
    let other = |held: &NodeFile| {
        is_log(held)
            && stem(Path::new(&*held.name)) == name
            && directory(&held.name) != directory(&file.name)
    };
    let first = case.nodes.iter().position(|node| node.files.iter().any(other))?;
    let earlier = case.nodes.get(first)?;
    let renamed = earlier.files.iter().find(|held| other(held)).and_then(|held| called(&held.name));
    if let Some(renamed) = renamed.filter(|new| earlier.name == name && case.node(new).is_none()) {
        case.nodes.get_mut(first)?.name = renamed;
    }
    Some(wanted)
}

fn same_process(file: &NodeFile) -> Option<ReplId> {
    match &file.content {
        Content::Info(info) => info.server().run_id,
        _ => None,
    }
}

fn has_process(node: &Node, id: ReplId) -> bool {
    node.files.iter().any(|file| same_process(file) == Some(id))
}

/// What is left of a file's name without the node's, and without what every file of the kind is called.
fn without_name(stem: &str, node: &str) -> String {
    let words = stem.split(['.', ' ']).filter(|word| {
        !word.is_empty() && !word.eq_ignore_ascii_case(node) && !word.eq_ignore_ascii_case("info")
    });
    words.collect::<Vec<_>>().join(".")
}

/// Lists all files of a node's directory, those that are certainly later behind the earlier ones.
pub(crate) fn files_in_time(dir: &Path) -> Result<Vec<PathBuf>, CaseError> {
    let mut case = Case::default();
    add_node(&mut case, "node", dir)?;
    case.settle();
    let seen = case.nodes.first().map(|node| node.sightings.as_slice()).unwrap_or_default();
    let last = |path: &Path| {
        let name = shown(path);
        seen.iter().rposition(|seen| seen.place.source() == Some(&name))
    };
    let mut files = files_below(dir, DEEPEST)?;
    files.sort_by_key(|path| last(path));
    Ok(files)
}

fn files_below(dir: &Path, deepest: u32) -> Result<Vec<PathBuf>, CaseError> {
    let mut files = Vec::new();
    for entry in entries(dir)? {
        if !entry.is_dir() {
            files.push(entry);
        } else if let Some(deepest) = deepest.checked_sub(1) {
            files.extend(files_below(&entry, deepest)?);
        }
    }
    Ok(files)
}

/// Lists a directory in the order of names, without hidden files and without sidecars.
fn entries(dir: &Path) -> Result<Vec<PathBuf>, CaseError> {
    let fail = |error: io::Error| CaseError::new(dir, ErrorKind::Open(error));
    let mut paths = Vec::new();
    for entry in fs::read_dir(dir).map_err(fail)? {
        paths.push(entry.map_err(fail)?.path());
    }
    paths.sort();
    let hidden =
        |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    let is_sidecar = |path: &Path| {
        path.extension().is_some_and(|ending| ending == "json") && path.with_extension("").is_file()
    };
    // Sockets and pipes would wait for somebody to write.
    paths.retain(|path| !hidden(path) && !is_sidecar(path) && (path.is_file() || path.is_dir()));
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_moment_is_what_the_name_tells_beside_the_node() {
        assert_eq!(without_name("info.a.before-failover", "a"), "before-failover");
        assert_eq!(without_name("a.backlog", "b"), "a.backlog");
        assert_eq!(without_name("info", "a"), "");
    }

    #[test]
    fn one_process_is_one_node_and_two_are_two() {
        let dir = tempfile::tempdir().unwrap();
        let dump = |id: char, offset: u32| {
            format!(
                "run_id:{}\nrole:master\nmaster_repl_offset:{offset}\n",
                id.to_string().repeat(40)
            )
        };
        let write = |name: &str, text: String| fs::write(dir.path().join(name), text).unwrap();
        write("x1.txt", dump('a', 5));
        write("x2.txt", dump('a', 9));
        write("y.txt", dump('b', 7));
        write("notes.md", "nothing".to_owned());
        let case = Case::open(&[dir.path()]).unwrap();
        assert_eq!(
            case.nodes.iter().map(|node| node.name.as_str()).collect::<Vec<_>>(),
            ["x1", "y"]
        );
        assert_eq!(case.nodes[0].present().unwrap().offset.unwrap().get(), 9);
        assert_eq!(case.ignored.len(), 1);
        assert_eq!(Case::open(&[dir.path().join("notes.md")]).unwrap_err().id(), "wrong-kind");
    }
}
