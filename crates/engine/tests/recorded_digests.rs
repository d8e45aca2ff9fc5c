//! The digests of snapshots, against what the servers that wrote them answered to `DEBUG DIGEST`.
#![allow(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

use autopsync_engine::digest::of_snapshot;
use autopsync_model::Version;
use autopsync_rdb::{AuxFields, Event, Reader};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The snapshots of a folder, each with the digest that stands in the first line of the file beside it.
fn recorded(folder: &str, beside: &str) -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/rdb").join(folder);
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let snapshots = paths.filter(|path| path.extension().is_some_and(|is| is == "rdb"));
    let with_digest = snapshots.map(|path| {
        let text = fs::read_to_string(path.with_extension(beside)).unwrap();
        let (_, digest) = text.lines().next().unwrap().split_once("DEBUG DIGEST ").unwrap();
        (path, digest.to_owned())
    });
    with_digest.collect()
}

/// The version that the snapshot says it is of; before 3.2 none did.
fn version(snapshot: &[u8]) -> Version {
    let mut fields = AuxFields::default();
    for event in Reader::new(snapshot).unwrap().without_checksum() {
        match event.unwrap() {
            Event::Aux(aux) => _ = fields.observe(&aux),
            _ => break,
        }
    }
    fields.version.unwrap_or(Version::redis(2, 8, 24))
}

fn compare(recorded: &[(PathBuf, String)]) {
    for (path, digest) in recorded {
        let snapshot = fs::read(path).unwrap();
        let found = of_snapshot(&snapshot, &version(&snapshot)).unwrap().to_string();
        assert_eq!(&found, digest, "{}", path.display());
    }
}

/// Candidates, too, mark fields that expire (7.4) and write scores in the new way (7.2).
#[test]
fn snapshots_have_the_digest_of_the_server_that_wrote_them() {
    let recorded = recorded("snapshots", "keys");
    assert!(recorded.len() >= 20, "{}", recorded.len());
    compare(&recorded);
}

/// Of modules, vector sets add what they hold; the others in these files add nothing.
#[test]
fn vector_sets_count_in_the_digest() {
    let recorded = recorded("modules", "digest");
    assert_eq!(recorded.len(), 4);
    compare(&recorded);
}
