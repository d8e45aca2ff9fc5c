use super::*;
use crate::log::{Reader, field};
use std::collections::BTreeSet;

/// Reads a text as a server of today would print it.
fn read(text: &str) -> Option<(&'static str, bool)> {
    let line = format!("1:M 21 Nov 2026 02:16:17.314 * {text}");
    let event = Reader::new(line.as_bytes()).events().next()?.event?;
    Some((event.id, event.cut))
}

#[test]
fn each_sample_is_this_message_and_no_other() {
    for message in messages() {
        for wording in message.wordings {
            assert_eq!(read(wording.sample), Some((message.id, false)), "{}", wording.sample);
        }
    }
}

#[test]
fn each_sample_is_found_by_its_own_wording() {
    for message in messages() {
        for wording in message.wordings {
            let line = format!("1:M 21 Nov 2026 02:16:17.314 * {}", wording.sample);
            let event = Reader::new(line.as_bytes()).events().next().unwrap().event.unwrap();
            assert_eq!(event.wording().unwrap().text, wording.text, "{}", wording.sample);
        }
    }
}

#[test]
fn a_sample_without_prefix_is_the_same_message() {
    for message in messages() {
        for wording in message.wordings {
            let event = Reader::new(wording.sample.as_bytes()).events().next().unwrap().event;
            assert_eq!(event.map(|event| event.id), Some(message.id), "{}", wording.sample);
        }
    }
}

#[test]
fn ids_are_unique_and_references_lead_somewhere() {
    let ids: BTreeSet<_> = messages().map(|message| message.id).collect();
    assert_eq!(ids.len(), messages().count());
    for message in messages() {
        assert!(!message.wordings.is_empty() && !message.means.is_empty(), "{}", message.id);
        assert!(
            message.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
            "{}",
            message.id
        );
        for id in message.before.iter().chain(message.after) {
            assert!(ids.contains(id), "{} names {id}", message.id);
        }
    }
}

#[test]
fn whoever_is_worried_is_told_what_to_do() {
    for message in messages() {
        let remedy = message.remedy.unwrap_or_default();
        assert_eq!(remedy.is_empty(), message.remedy.is_none(), "{}", message.id);
        assert!(message.concern != Concern::Trouble || !remedy.is_empty(), "{}", message.id);
        assert!(remedy.is_empty() || remedy.ends_with(['.', '?']), "{}: {remedy}", message.id);
    }
}

#[test]
fn every_field_is_explained_and_every_explained_field_occurs() {
    let mut seen = BTreeSet::new();
    for wording in messages().flat_map(|message| message.wordings) {
        for part in wording.text.split('{').skip(1) {
            let name = part.split('}').next().unwrap();
            assert!(field(name).is_some(), "{name}");
            seen.insert(name);
        }
    }
    for field in crate::log::fields::FIELDS {
        assert!(seen.contains(field.name), "{}", field.name);
    }
}

#[test]
fn versions_are_ranges() {
    for wording in messages().flat_map(|message| message.wordings) {
        for (product, from, to) in wording.ranges() {
            assert!(["redis", "valkey", "keydb"].contains(&product), "{}", wording.versions);
            for end in [from, to].iter().filter(|end| !end.is_empty()) {
                assert!(bound(Product::Redis, end).is_some(), "{end} in {}", wording.versions);
            }
        }
    }
}

#[test]
fn a_wording_knows_its_versions() {
    let full = message("full-resync").unwrap();
    let by = |version: Version| {
        let known = full.wordings.iter().filter(|wording| wording.is_written_by(&version));
        known.map(|wording| wording.text).collect::<Vec<_>>()
    };
    assert_eq!(by(Version::redis(2, 6, 17)), [""; 0]);
    assert_eq!(by(Version::redis(4, 0, 2)), ["Full resync from master: {replid}:{offset}"]);
    assert_eq!(by(Version::valkey(7, 2, 7)), ["Full resync from master: {replid}:{offset}"]);
    assert_eq!(by(Version::valkey(9, 0, 0)), ["Full resync from primary: {replid}:{offset}"]);
}
