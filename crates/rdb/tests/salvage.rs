//! How much a salvage gets out of damaged snapshots, and how little it invents: every damage of eight kinds, at every
//! byte of small snapshots of different habits.
mod salvage_support;

use autopsync_rdb::salvage::Standing;
use salvage_support::{Gathered, Key, fixtures, fixtures::Fixture, keys, salvage, wounds};

/// What is promised about a kind of damage.
struct Promise {
    kind: &'static str,
    /// Of the keys behind the damage, so many of a hundred are found, in the snapshot where the fewest are.
    found: u64,
    /// In so many of a thousand damaged files, at most, something is listed as a key, and not as a suspect one, that
    /// neither is one nor has the place, the name or the value of one that was spoilt.
    invents: u64,
    /// The same, for collections that hold empty strings: what follows one reads like a key.
    invents_of_empty: u64,
}

/// Goes through every damage of a kind, in every snapshot.
fn keep(promise: &Promise) {
    let (mut runs, mut invented) = (0, 0);
    for fixture in fixtures::all() {
        let tally = Tally::of(&fixture, promise.kind);
        assert_eq!(tally.kept, tally.before, "{}: keys before the damage are lost", fixture.name);
        assert!(
            tally.found * 100 >= tally.behind * promise.found,
            "{}: found {} of {} keys behind the damage",
            fixture.name,
            tally.found,
            tally.behind
        );
        if fixture.holds_empty {
            assert_at_most(&fixture, tally.invented, tally.runs, promise.invents_of_empty);
        } else {
            // No snapshot may be five times worse than all of them together.
            assert_at_most(&fixture, tally.invented, tally.runs, promise.invents * 5);
            runs += tally.runs;
            invented += tally.invented;
        }
    }
    assert!(
        invented * 1000 <= runs * promise.invents,
        "something was invented in {invented} of {runs} damaged files"
    );
}

fn assert_at_most(fixture: &Fixture, invented: u64, runs: u64, thousandths: u64) {
    assert!(
        invented * 1000 <= runs * thousandths,
        "{}: something was invented in {invented} of {runs} damaged files",
        fixture.name
    );
}

#[derive(Debug, Default)]
struct Tally {
    runs: u64,
    before: u64,
    kept: u64,
    behind: u64,
    found: u64,
    /// Damaged files in which something was invented.
    invented: u64,
}

impl Tally {
    fn of(fixture: &Fixture, kind: &str) -> Self {
        let original = keys(&fixture.bytes);
        let mut tally = Self::default();
        for wound in wounds::wounds(&fixture.bytes, kind) {
            let got = salvage(&wound.bytes);
            got.assert_well_formed(&wound.bytes, &wound.what);
            tally.runs += 1;
            let mut spoilt = Vec::new();
            for key in &original {
                let found = u64::from(got.keys.iter().any(|other| other.same(key)));
                if key.end <= wound.from as u64 {
                    tally.before += 1;
                    tally.kept += found;
                } else if key.at >= wound.to as u64 {
                    tally.behind += 1;
                    tally.found += found;
                } else {
                    spoilt.push(key);
                }
            }
            let shift = wound.bytes.len().cast_signed() - fixture.bytes.len().cast_signed();
            let invented = got.keys.iter().any(|key| is_invented(key, &original, &spoilt, shift));
            tally.invented += u64::from(invented);
        }
        tally
    }
}

/// Tells whether a key comes from nowhere. `shift` is by how much the damage moved what is behind it.
fn is_invented(key: &Key, original: &[Key], spoilt: &[&Key], shift: isize) -> bool {
    if key.standing == Standing::Suspect || original.iter().any(|other| other.same(key)) {
        return false;
    }
    // A key with another name or value, or one that lost what was said about it.
    let has_place = |other: &Key| {
        let moved = |at: u64| at.checked_add_signed(shift as i64);
        [other.at, other.code_at()].iter().any(|at| key.at == *at || Some(key.at) == moved(*at))
    };
    !original.iter().any(|other| has_place(other) || other.name == key.name)
        && !spoilt.iter().any(|other| other.value == key.value)
}

#[test]
fn a_flipped_bit() {
    keep(&Promise { kind: "flip", found: 99, invents: 1, invents_of_empty: 40 });
}

#[test]
fn a_file_that_was_cut() {
    keep(&Promise { kind: "cut", found: 100, invents: 1, invents_of_empty: 10 });
}

#[test]
fn a_byte_that_was_inserted() {
    keep(&Promise { kind: "insert", found: 96, invents: 2, invents_of_empty: 120 });
}

#[test]
fn a_byte_that_is_missing() {
    keep(&Promise { kind: "delete", found: 92, invents: 1, invents_of_empty: 150 });
}

#[test]
fn nine_bytes_that_are_missing() {
    keep(&Promise { kind: "delete 9", found: 94, invents: 6, invents_of_empty: 120 });
}

#[test]
fn a_block_of_zeros() {
    keep(&Promise { kind: "zeros", found: 98, invents: 12, invents_of_empty: 120 });
}

#[test]
fn a_block_of_random_bytes() {
    keep(&Promise { kind: "overwritten", found: 98, invents: 4, invents_of_empty: 120 });
}

#[test]
fn a_block_of_text() {
    keep(&Promise { kind: "text", found: 97, invents: 3, invents_of_empty: 120 });
}

#[test]
fn every_prefix_gives_the_keys_that_it_holds_and_the_place_where_it_ends() {
    for fixture in fixtures::all() {
        let original = keys(&fixture.bytes);
        for len in 0..fixture.bytes.len() {
            let prefix = &fixture.bytes[..len];
            let got = salvage(prefix);
            let what = format!("{} cut at {len}", fixture.name);
            got.assert_well_formed(prefix, &what);
            assert!(!got.damages.is_empty(), "{what}: nothing is wrong");
            let whole = original.iter().filter(|key| key.end <= len as u64);
            for key in whole {
                let found =
                    |other: &Key| other.same(key) && (other.at, other.db) == (key.at, key.db);
                assert!(got.keys.iter().any(found), "{what}: {key:?} is lost");
            }
        }
    }
}

#[test]
fn every_flipped_bit_of_head_and_foot_leaves_all_keys() {
    let snapshot = fixtures::short_names();
    let original = keys(&snapshot);
    let foot = snapshot.len() - 8;
    for bit in (0..9 * 8).chain(foot * 8..snapshot.len() * 8) {
        let mut bytes = snapshot.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let got = salvage(&bytes);
        got.assert_well_formed(&bytes, &format!("bit {bit}"));
        for key in &original {
            assert!(got.keys.iter().any(|other| other.same(key)), "bit {bit}: {key:?} is lost");
        }
    }
}

impl Gathered<'_> {
    /// What holds for every salvage: places are inside the file, in order, and every gap has its reason.
    fn assert_well_formed(&self, bytes: &[u8], what: &str) {
        let len = bytes.len() as u64;
        assert!(self.positions.iter().all(|at| *at <= len), "{what}: an event outside of the file");
        for damage in &self.damages {
            let defect = damage.defect_at();
            assert!(damage.at <= defect && defect <= len, "{what}: {damage:?}");
            assert!(damage.at <= damage.end && damage.end <= len, "{what}: {damage:?}");
            assert!(!damage.id().is_empty() && !damage.description().is_empty());
        }
        for resumed in &self.resumed {
            let reason = self.damages.iter().any(|damage| damage.end == resumed.at)
                || self.unread.iter().any(|unread| unread.end == resumed.at);
            assert!(reason, "{what}: resumed at {} for no reason", resumed.at);
        }
        let recovered = self.keys.iter().any(|key| key.standing == Standing::Recovered);
        assert!(!recovered || !self.resumed.is_empty(), "{what}: recovered, but never resumed");
    }
}
