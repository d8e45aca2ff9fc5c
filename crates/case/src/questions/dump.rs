//! One key of a snapshot.

use crate::{CaseError, Source};
use autopsync_model::Damage;
use autopsync_rdb::{Event, KeyEntry, Watch};

/// Where a key was found.
#[derive(Debug, Default)]
pub struct Found<'a> {
    /// The key, once for each database that has it, in the order of the file.
    pub entries: Vec<KeyEntry<'a>>,
    /// Keys that were looked at.
    pub keys: u64,
    /// What ended the reading.
    pub damage: Option<Damage>,
}

/// Looks for a key in one database, or in all of them. Names alone are read; with a database the first match ends it.
///
/// # Errors
/// Where the file is no snapshot.
pub fn find<'a>(
    source: &'a Source,
    watch: &'a Watch<'a>,
    key: &[u8],
    db: Option<u64>,
) -> Result<Found<'a>, CaseError> {
    let mut found = Found { damage: source.damage().cloned(), ..Found::default() };
    for event in source.reader()?.without_checksum().watched_by(watch) {
        match event {
            Ok(Event::Key(entry)) => {
                found.keys += 1;
                let wanted = db.is_none_or(|db| db == entry.db) && entry.key.is(key);
                // A database holds a name once; of a damaged one the first counts.
                if wanted && found.entries.iter().all(|other| other.db != entry.db) {
                    found.entries.push(entry);
                    if db.is_some() {
                        break;
                    }
                }
            }
            Ok(_) => {}
            Err(error) => found.damage = Some(error.to_damage()),
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWICE: &[u8] = b"REDIS0003\xfe\x00\x00\x01k\x01a\xfe\x02\x00\x01k\x01b\x00\x01l\x01c\xff";

    #[test]
    fn a_key_is_found_in_every_database_or_in_one() {
        let source = Source::from_bytes("x", TWICE.to_vec());
        let watch = source.watch();
        let databases = |key: &[u8], db| {
            let found = find(&source, &watch, key, db).unwrap();
            found.entries.iter().map(|entry| entry.db).collect::<Vec<_>>()
        };
        assert_eq!(databases(b"k", None), [0, 2]);
        assert_eq!(databases(b"k", Some(2)), [2]);
        assert_eq!(databases(b"l", None), [2]);
        assert!(databases(b"l", Some(0)).is_empty());
        assert_eq!(find(&source, &watch, b"none", None).unwrap().keys, 3);
    }

    #[test]
    fn a_key_before_the_damage_is_found() {
        let source = Source::from_bytes("x", TWICE[..21].to_vec());
        let watch = source.watch();
        let found = find(&source, &watch, b"k", None).unwrap();
        assert_eq!(found.entries.len(), 1);
        assert!(found.damage.is_some());
    }
}
