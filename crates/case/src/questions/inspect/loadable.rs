//! Would these servers load the snapshot?
//!
//! Servers look at the version in the header first (`rdbLoadRio`): any Redis takes `REDIS` up to its own number, Valkey
//! up to 8.1 up to 11, Valkey 9 up to 11 and `VALKEY` from 80 to its own. Behind it they stop at the first type they do
//! not know, whatever the header says.

use autopsync_model::Version;
use autopsync_rdb::{Dialect, Header, KeyEntry, ValueType, salvage::Unread, write::Target};

/// Whether one server would load the snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loadable {
    /// The server.
    pub version: Version,
    /// What stops it, and the byte where it stops.
    pub blocked: Option<(String, u64)>,
}

impl Loadable {
    /// Looks at the header.
    pub(super) fn new(version: Version, header: Header) -> Self {
        let own = Target::for_version(&version).header();
        let newest = match (own.dialect, header.dialect) {
            (Dialect::Valkey, Dialect::Redis) => Some(11),
            (ours, theirs) => (ours == theirs).then_some(own.version),
        };
        let blocked = match newest {
            None => Some(format!("it does not know the magic {}", header.dialect.magic())),
            Some(newest) if header.version > newest => Some(format!(
                "it loads RDB versions up to {newest}, and this is {}",
                header.version
            )),
            Some(_) => None,
        };
        Self { version, blocked: blocked.map(|because| (because, 0)) }
    }

    /// Looks at a key.
    pub(super) fn look_at(&mut self, entry: &KeyEntry<'_>) {
        let value_type = entry.value_type();
        if self.blocked.is_some() || Target::for_version(&self.version).holds(value_type) {
            return;
        }
        let because = match value_type {
            ValueType::ModulePreRelease => {
                "it holds a module's value of a release candidate".to_owned()
            }
            _ => format!(
                "it does not know values of type {} ({})",
                value_type.code(),
                value_type.name()
            ),
        };
        self.blocked = Some((because, entry.at));
    }

    /// Looks at something that cannot be read: servers that have it know their own layout of it.
    pub(super) fn stop_at(&mut self, unread: &Unread<'_>) {
        if self.blocked.is_none() {
            self.blocked = Some((unread.error.description(), unread.at));
        }
    }
}
