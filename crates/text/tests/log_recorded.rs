//! Logs of real servers: every line is known, says what its version says, and nothing in it is lost.
//!
//! `testdata/text/log/recorded/<product>-<version>.log` holds one line for each template that the servers of that version
//! wrote in all recordings.
#![allow(clippy::unwrap_used, reason = "a test that cannot read its data has to stop")]

use autopsync_model::Version;
use autopsync_text::{
    Info,
    log::{FieldValue, LogEvent, Reader, crash_reports, looks_like_log},
    looks_like_info,
};
use std::{collections::BTreeSet, fs, path::Path};

/// What the servers say that is no event: it has nothing to do with replication or the life of a process.
const IGNORED: &[&str] = &["Cleaning slot migration log in anticipation of a load operation."];

fn folder(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/text/log").join(name)
}

/// The logs by the version that wrote them.
fn recorded() -> Vec<(Version, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder("recorded")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let version = name.strip_suffix(".log").unwrap().parse().unwrap();
        all.push((version, fs::read(&path).unwrap()));
    }
    assert!(all.len() >= 24, "{} logs", all.len());
    all
}

fn text(line: &LogEvent<'_>) -> String {
    String::from_utf8(line.text.to_vec()).unwrap()
}

#[test]
fn every_line_is_known_or_ignored() {
    for (version, log) in recorded() {
        assert!(looks_like_log(&log) && !looks_like_info(&log), "{version}");
        for line in Reader::new(&log).events() {
            let text = text(&line);
            assert!(!line.bare && line.time.is_some() && line.pid.is_some(), "{version}: {text}");
            assert!(line.level.is_some() && line.wrappers.is_empty() && line.joined == 0, "{text}");
            assert_eq!(
                line.role.is_none(),
                version.key() < Version::redis(3, 0, 0).key(),
                "{text}"
            );
            assert!(line.event.is_some() || IGNORED.contains(&text.as_str()), "{version}: {text}");
            assert!(!line.is_cut(), "{version}: {text}");
        }
    }
}

#[test]
fn every_ignored_text_is_still_written_by_somebody() {
    let all: BTreeSet<String> = recorded()
        .iter()
        .flat_map(|(_, log)| Reader::new(log).events().map(|line| text(&line)).collect::<Vec<_>>())
        .collect();
    for ignored in IGNORED {
        assert!(all.contains(*ignored), "{ignored}");
    }
}

#[test]
fn every_wording_claims_the_version_that_wrote_it() {
    let mut missing = BTreeSet::new();
    for (version, log) in recorded() {
        for event in Reader::new(&log).events().filter_map(|line| line.event) {
            let wording = event.wording().unwrap();
            if !wording.is_written_by(&version) {
                missing.insert(format!(
                    "{version}: {:?}, known from {}",
                    wording.text, wording.versions
                ));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// The ids and the addresses in a text, and the numbers that can be offsets.
fn facts(text: &str) -> Vec<String> {
    let is_id = |word: &str| word.len() == 40 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let words = text
        .split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '<' | '>')));
    let words = words.map(|word| word.trim_matches('.'));
    let is_number = |word: &str| word.len() >= 4 && word.bytes().all(|b| b.is_ascii_digit());
    words.filter(|word| is_id(word) || is_number(word)).map(str::to_owned).collect()
}

#[test]
fn no_id_and_no_offset_is_lost() {
    let mut checked = 0;
    for (version, log) in recorded() {
        for line in Reader::new(&log).events() {
            let Some(event) = &line.event else { continue };
            let quotes_client = event
                .fields
                .iter()
                .any(|(name, _)| name.starts_with("by_") || *name == "client_id");
            if quotes_client
                || matches!(
                    event.id,
                    "apply-error" | "backlog-in-log" | "environment-warning" | "monotonic-clock"
                )
            {
                continue;
            }
            let values: Vec<String> = event
                .fields
                .iter()
                .map(|(_, value)| match value {
                    FieldValue::Number(number) => number.to_string(),
                    FieldValue::Text(text) => String::from_utf8_lossy(text).into_owned(),
                })
                .collect();
            for fact in facts(&text(&line)) {
                assert!(
                    values.iter().any(|value| value.contains(&fact)),
                    "{version}: {fact} of {}",
                    text(&line)
                );
                checked += 1;
            }
        }
    }
    assert!(checked > 300, "{checked} facts");
}

#[test]
fn only_what_concerns_is_read_alike() {
    use autopsync_text::log::Concern;
    for (version, log) in recorded() {
        for least in [Concern::Chatter, Concern::Routine, Concern::Notable, Concern::Trouble] {
            let wanted = |line: &LogEvent<'_>| {
                line.event
                    .as_ref()
                    .and_then(autopsync_text::log::Event::message)
                    .is_some_and(|message| message.concern >= least)
            };
            let all: Vec<_> = Reader::new(&log).events().filter(wanted).collect();
            let only: Vec<_> = Reader::new(&log).only(least).events().collect();
            assert_eq!(all, only, "{version}");
            assert!(!only.is_empty() || least == Concern::Trouble, "{version}");
        }
    }
}

#[test]
fn a_crash_report_is_taken_apart() {
    let log = fs::read(folder("crash/redis-4.0.4.log")).unwrap();
    let reports = crash_reports(&log);
    assert_eq!(reports.len(), 1);
    let report = &reports[0];
    assert_eq!(report.version, Some(Version::redis(4, 0, 4)));
    assert_eq!(report.signal, Some(11));
    assert_eq!(report.failed.as_deref(), Some("retval == DICT_OK"));
    assert_eq!(report.source, Some(("scripting.c".to_owned(), 1203)));
    assert_eq!(
        report.frames[4..8],
        ["luaCreateFunction", "rdbLoadRio", "rdbLoad", "readSyncBulkPayload"]
    );
    assert_eq!(report.arguments[0], "INCRBY");
    let at = report.info.clone().unwrap();
    let info =
        Info::parse(&log[usize::try_from(at.start).unwrap()..usize::try_from(at.end).unwrap()]);
    assert_eq!(info.version(), Some(Version::redis(4, 0, 4)));
    assert!(info.get("master_replid").is_some() && info.get("db0").is_some());
}

#[test]
fn what_a_crash_report_quotes_is_no_event() {
    let log = fs::read(folder("crash/redis-4.0.4.log")).unwrap();
    let mut inside = 0;
    for line in Reader::new(&log).events().filter(|line| line.in_crash_report) {
        inside += 1;
        let id = line.id().unwrap_or("crash-");
        assert!(id.starts_with("crash-") || id == "assertion-failed", "{id}: {}", text(&line));
    }
    assert!(inside > 200, "{inside} lines");
}
