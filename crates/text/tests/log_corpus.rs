//! Every line of a large collection of recorded logs is known.
//!
//! `AUTOPSYNC_CORPUS` names a directory; every `*.log` below it is read. Without it the test is skipped and counted: the
//! lines of `testdata/text/log/recorded` are one of each kind that such a collection holds.
#![allow(clippy::unwrap_used, reason = "a test that cannot read its data has to stop")]

use autopsync_text::log::{Concern, Reader, crash_reports};
use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
};

/// What servers say that has nothing to do with replication or the life of a process.
const IGNORED: &[&str] = &["Cleaning slot migration log in anticipation of a load operation."];

fn logs(dir: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            logs(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "log") {
            found.push(path);
        }
    }
}

#[test]
fn every_line_of_the_collection_is_known() {
    let Some(dir) = env::var_os("AUTOPSYNC_CORPUS") else {
        let reason = "AUTOPSYNC_CORPUS names no directory of recorded logs";
        autopsync_synth::live::skip("every_line_of_the_collection_is_known", reason);
        return;
    };
    let mut paths = Vec::new();
    logs(Path::new(&dir), &mut paths);
    assert!(!paths.is_empty());
    let (mut lines, mut unknown, mut crashes) = (0_u64, BTreeSet::new(), 0);
    let (mut templates, mut story, mut events) =
        (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for path in &paths {
        let log = fs::read(path).unwrap();
        crashes += crash_reports(&log).len();
        for line in Reader::new(&log).events().filter(|line| !line.bare && !line.in_crash_report) {
            lines += 1;
            let Some(event) = &line.event else {
                unknown.insert(String::from_utf8_lossy(&line.text).into_owned());
                continue;
            };
            let (message, wording) = (event.message().unwrap(), event.wording().unwrap());
            assert!(!event.cut, "{}:{}", path.display(), line.line);
            templates.insert(wording.text);
            events.insert(message.id);
            if message.concern >= Concern::Notable {
                story.insert(wording.text);
            }
        }
    }
    println!(
        "{} logs, {lines} lines, {} templates of {} events ({} of them notable), {crashes} crashes",
        paths.len(),
        templates.len(),
        events.len(),
        story.len()
    );
    unknown.retain(|text| !IGNORED.contains(&text.as_str()));
    assert!(unknown.is_empty(), "{unknown:#?}");
}
