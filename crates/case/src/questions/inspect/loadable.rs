//! Would these servers load the snapshot?
//!
//! Servers look at the version in the header first (`rdbLoadRio`): any Redis takes `REDIS` up to its own number, Valkey
//! up to 8.1 up to 11, Valkey 9 up to 11 and `VALKEY` from 80 to its own. Behind it they stop at the first type, module
//! or library that they do not know, whatever the header says, at damage that their loader meets, and at a checksum that
//! is wrong. What a server is configured to is taken to be the default: no modules beside those it brings along, 16
//! databases or as many as there are, no deep checks (`sanitize-dump-payload no`).

use super::Defect;
use autopsync_model::{At, Damage, Pre, Version};
use autopsync_rdb::{
    Dialect, Event, Header, KeyEntry, ModuleId, ModuleItem, ModuleItems, ValueType, ValueVisitor,
    salvage::Unread, write::Target,
};

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
        if self.blocked.is_some() {
            return;
        }
        let value_type = entry.value_type();
        let because = if !Target::for_version(&self.version).loads(value_type) {
            Some(unknown_type(value_type))
        } else if value_type == ValueType::Module {
            let mut module = Module { version: self.version, because: None };
            let _ = entry.value.visit(&mut module);
            module.because
        } else {
            None
        };
        let metadata = || {
            let mut classes = entry.meta?.into_iter();
            let class = classes.find(|class| !class.may_be_ignored())?;
            Some(format!("it does not know the metadata {} of a key", class.name()))
        };
        self.blocked = because.or_else(metadata).map(|because| (because, entry.at));
    }

    /// Looks at a record that is no key.
    pub(super) fn look_beside(&mut self, event: &Event<'_>) {
        let redis_at = |major, minor| {
            !self.version.is_valkey() && (self.version.major, self.version.minor) == (major, minor)
        };
        let because = match event {
            Event::ModuleAux(aux) => Some(missing_module(aux.id)),
            // 7.0-rc1 and -rc2 wrote another form, which every 7.0 reads (7.0.15 was seen to) and 7.2 does not (`rdb.c`).
            Event::Function(function) if function.pre_release.is_some() => {
                let reads = redis_at(7, 0);
                (!reads).then(|| "it does not know functions of a release candidate".to_owned())
            }
            Event::Function(_) if redis_at(7, 0) && self.version.pre < Pre::Rc(3) => {
                Some("it does not know opcode 245 (function)".to_owned())
            }
            _ => None,
        };
        if let (None, Some(because)) = (&self.blocked, because) {
            self.blocked = Some((because, event.at()));
        }
    }

    /// Looks at something that cannot be read: servers that have it know their own layout of it.
    pub(super) fn stop_at(&mut self, unread: &Unread<'_>) {
        if self.blocked.is_none() {
            self.blocked = Some((unread.error.description(), unread.at));
        }
    }

    /// Looks at what is wrong with the file: a server stops at what comes first.
    pub(super) fn stop_at_damage(&mut self, defects: &[Defect]) {
        let Some(first) = defects.iter().find(|defect| meets(defect, &self.version)) else {
            return;
        };
        let at = match first.damage.place.at() {
            At::Byte(at) => at,
            At::Line(_) => first.position(),
        };
        if self.blocked.as_ref().is_none_or(|(_, earlier)| first.position() < *earlier) {
            self.blocked = Some((damaged(&first.damage), at));
        }
    }
}

fn damaged(damage: &Damage) -> String {
    format!("it stops at damage: {}", damage.message)
}

fn unknown_type(value_type: ValueType) -> String {
    match value_type {
        ValueType::ModulePreRelease => {
            "it holds a module's value of a release candidate".to_owned()
        }
        _ => {
            format!("it does not know values of type {} ({})", value_type.code(), value_type.name())
        }
    }
}

fn missing_module(id: ModuleId) -> String {
    format!("it needs a module for {} (version {} of its values)", id.name(), id.version())
}

/// Tells whether a server's loader meets a defect: it always passes the records, and looks into packed values as far as
/// its version does (`rdb-format.md` §10.1).
fn meets(defect: &Defect, server: &Version) -> bool {
    let since = |major, minor| server.is_valkey() || server.at_least(major, minor, 0);
    let id = defect.damage.id;
    match defect.kind {
        "header" | "record" | "zeros" | "early-end" => true,
        "checksum" => since(2, 6),
        "value" => match id.split_once('-').unwrap_or((id, "")) {
            ("lzf" | "rdb" | "quicklist", _)
            | ("stream", "node-key" | "pending-twice" | "pending-unknown")
            | ("hash", "field-expiry") => true,
            ("ziplist", "size" | "end" | "tail")
            | ("listpack", "size" | "end" | "truncated")
            | ("intset", "width" | "size" | "truncated")
            | ("zipmap", _) => since(6, 2),
            ("ziplist", _) => since(7, 0),
            // Seen in 9.1.2; 8.1 passes them.
            ("listpack", _) => server.is_valkey() && server.at_least(9, 0, 0),
            _ => false,
        },
        _ => false,
    }
}

/// Looks at the value of a module, for a server without modules but for those that it brings along.
struct Module {
    version: Version,
    because: Option<String>,
}

impl ValueVisitor for Module {
    fn module(&mut self, id: ModuleId, items: ModuleItems<'_>) {
        let brings_along = !self.version.is_valkey() && self.version.major >= 8;
        self.because = if id.name() != "vectorset" || !brings_along || self.is_milestone() {
            Some(missing_module(id))
        } else if !self.version.at_least(8, 0, 3) && has_link_distances(items) == Some(true) {
            Some("it does not know vector sets whose links have distances".to_owned())
        } else {
            None
        };
    }
}

impl Module {
    /// Tells whether it is a milestone of 8.0 before vector sets came, which call themselves 7.9.224 and up.
    fn is_milestone(&self) -> bool {
        (self.version.major, self.version.minor) == (8, 0) && self.version.pre < Pre::Rc(5)
    }
}

/// Tells whether a vector set's nodes have the worst distance of their links beside them, in which case the upper bits of
/// a node's level are 1. 8.0.2 neither writes nor loads it, 8.0.6 and later write it (seen in files).
fn has_link_distances(items: ModuleItems<'_>) -> Option<bool> {
    let mut items = items.into_iter().skip(3);
    let ModuleItem::Unsigned(flags) = items.next()? else { return None };
    // The matrix with its number of columns; the name, perhaps the attribute, the vector; how many numbers, the id.
    let before = if flags & 1 == 0 { 0 } else { 2 } + if flags & 2 == 0 { 4 } else { 5 };
    match items.nth(before)? {
        ModuleItem::Unsigned(level) => Some(level >> 24 != 0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use autopsync_model::Place;

    fn defect(kind: &'static str, id: &'static str) -> Defect {
        Defect::of_file(kind, Damage::new(id, Place::byte(9), String::new()))
    }

    #[test]
    fn a_loader_looks_into_packed_values_as_far_as_its_version_does() {
        for (kind, id, oldest) in [
            ("record", "rdb-truncated", Some("2.4.18")),
            ("checksum", "rdb-checksum-mismatch", Some("2.6.17")),
            ("value", "lzf-distance", Some("2.4.18")),
            ("value", "ziplist-end", Some("6.2.6")),
            ("value", "ziplist-link", Some("7.0.15")),
            ("value", "listpack-link", Some("valkey-9.1.2")),
            ("value", "intset-order", None),
        ] {
            let meets = |server: &&str| meets(&defect(kind, id), &server.parse().unwrap());
            let servers =
                ["2.4.18", "2.6.17", "5.0.14", "6.2.6", "7.0.15", "8.0.6", "valkey-9.1.2"];
            assert_eq!(servers.into_iter().find(meets), oldest, "{id}");
        }
    }
}
