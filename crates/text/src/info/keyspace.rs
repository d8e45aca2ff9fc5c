//! The section `Keyspace`: databases that hold keys.

use crate::{Info, info::keys};

/// One `dbN` line. Databases without keys have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyspaceDb {
    /// The number of the database.
    pub db: u32,
    /// Its keys, expired ones included.
    pub keys: u64,
    /// Those with a time to live.
    pub expires: u64,
}

impl Info {
    /// Returns the databases, or `None` where the dump has no such section: a server without keys prints an empty one.
    #[must_use]
    pub fn keyspace(&self) -> Option<Vec<KeyspaceDb>> {
        let databases: Vec<_> = self.fields().iter().filter_map(database).collect();
        (!databases.is_empty()).then_some(databases)
    }
}

/// Reads `keys=…,expires=…`.
fn database(field: &crate::Field) -> Option<KeyspaceDb> {
    if !keys::is_database(&field.key) {
        return None;
    }
    let number = |wanted: &str| -> Option<u64> {
        let mut pairs = field.value.split(',').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| key.trim() == wanted)?.1.trim().parse().ok()
    };
    Some(KeyspaceDb {
        db: field.key.trim_start_matches("db").parse().ok()?,
        keys: number("keys")?,
        expires: number("expires").unwrap_or(0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn databases_are_listed_with_their_keys() {
        let info =
            Info::parse(b"# Keyspace\ndb0:keys=119,expires=15,avg_ttl=2307221388963\ndb9:keys=4\n");
        assert_eq!(
            info.keyspace().unwrap(),
            [
                KeyspaceDb { db: 0, keys: 119, expires: 15 },
                KeyspaceDb { db: 9, keys: 4, expires: 0 }
            ]
        );
        assert_eq!(Info::parse(b"role:master").keyspace(), None);
    }
}
