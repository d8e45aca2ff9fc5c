//! What can be wrong, and the stable name of each.

use super::Region;
use crate::StreamId;
use autopsync_model::Bytes;

/// What is wrong. Each message names what was expected and what was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The file does not begin as a snapshot does.
    #[error("expected REDIS or VALKEY at the start of a snapshot, found {:?}", Bytes(found))]
    Magic {
        /// The first bytes, nine at most.
        found: Vec<u8>,
    },
    /// The version behind the magic is not a positive decimal number.
    #[error("expected the decimal digits of a version above 0, found {:?}", Bytes(found))]
    VersionDigits {
        /// The bytes behind the magic.
        found: Vec<u8>,
    },
    /// The bytes end in the middle of an item.
    #[error("expected {wanted} bytes of {what} in the {region}, found {left}")]
    Truncated {
        /// What ends too early.
        region: Region,
        /// The item that is incomplete.
        what: &'static str,
        /// How many bytes the item has.
        wanted: u64,
        /// How many bytes are left.
        left: u64,
    },
    /// The first byte of a length is 82 to BF.
    #[error("expected a length, found the unassigned byte {found:02x}")]
    LengthEncoding {
        /// The byte.
        found: u8,
    },
    /// The special form of a string stands where a plain number has to be.
    #[error("expected a plain length for {what}, found the string form {found:02x}")]
    LengthIsString {
        /// What the number would have been.
        what: &'static str,
        /// The byte.
        found: u8,
    },
    /// The first byte of a string is C4 to FF.
    #[error("expected a string, found the unassigned form {found:02x}")]
    StringEncoding {
        /// The byte.
        found: u8,
    },
    /// A run of LZF literals, or a reference, is longer than the compressed bytes.
    #[error("expected {wanted} more compressed bytes (LZF), found {left}")]
    LzfInput {
        /// How many bytes the item has.
        wanted: usize,
        /// How many bytes are left.
        left: usize,
    },
    /// An LZF reference points before the first byte.
    #[error("expected an LZF distance of at most {written}, found {distance}")]
    LzfDistance {
        /// How many bytes were decompressed so far.
        written: usize,
        /// The distance that is stated.
        distance: usize,
    },
    /// The decompressed size is not the stated one.
    #[error("expected {declared} decompressed bytes (LZF), found {found}")]
    LzfSize {
        /// What the file states.
        declared: u64,
        /// What the compressed bytes give, or would give at least.
        found: u64,
    },
    /// The stated size is larger than LZF can reach from so many bytes.
    #[error(
        "expected at most {most} bytes from {compressed} compressed ones (LZF), found a stated size of {declared}"
    )]
    LzfImplausible {
        /// What the file states.
        declared: u64,
        /// How many compressed bytes there are.
        compressed: u64,
        /// The most that they can hold.
        most: u64,
    },
    /// Something is larger than the reader was told to accept.
    #[error("expected at most {limit} bytes of {what} (the limit), found {found}")]
    Limit {
        /// What is too large.
        what: &'static str,
        /// The limit.
        limit: u64,
        /// The stated size.
        found: u64,
    },
    /// An opcode or value type that no known server writes under this magic. Nothing behind it can be read.
    #[error("expected an opcode or a value type, found the unknown code {code}")]
    UnknownCode {
        /// The byte.
        code: u8,
    },
    /// A value, opcode or form whose length is known to its own module only.
    #[error("expected a value that can be passed over, found {what}")]
    Opaque {
        /// What it is.
        what: &'static str,
    },
    /// A packed structure states another size than its string has.
    #[error("expected a {region} of {found} bytes, found a stated size of {declared}")]
    PackedSize {
        /// The structure.
        region: Region,
        /// What its header states.
        declared: u64,
        /// How long it is.
        found: u64,
    },
    /// A packed structure does not end in FF, or goes on behind it.
    #[error("expected the end mark as the last byte of the {region}, found {left} bytes behind it")]
    PackedEnd {
        /// The structure.
        region: Region,
        /// How many bytes follow the end mark.
        left: u64,
    },
    /// A packed structure states another count than it has.
    #[error("expected {declared} entries in the {region}, as its header states, found {found}")]
    PackedCount {
        /// The structure.
        region: Region,
        /// What its header states.
        declared: u64,
        /// How many there are.
        found: u64,
    },
    /// The byte that should begin an entry begins none.
    #[error("expected an entry of the {region}, found the unassigned byte {found:02x}")]
    PackedEntry {
        /// The structure.
        region: Region,
        /// The byte.
        found: u8,
    },
    /// The link to the previous entry (`prevlen`, `backlen`) is wrong.
    #[error("expected {expected} as the length in the link of a {region} entry, found {found}")]
    PackedLink {
        /// The structure.
        region: Region,
        /// The size of the entry meant.
        expected: u64,
        /// What the link states.
        found: u64,
    },
    /// The stated place of the last ziplist entry is wrong.
    #[error(
        "expected the last entry of the ziplist at its byte {expected}, found {found} in its header"
    )]
    PackedTail {
        /// Where it is.
        expected: u64,
        /// What the header states.
        found: u64,
    },
    /// The entries do not make up pairs, or triples.
    #[error("expected entries in groups of {group} in the {region}, found {found} entries")]
    PackedGroup {
        /// The structure.
        region: Region,
        /// How many entries make one element.
        group: u64,
        /// How many there are.
        found: u64,
    },
    /// An intset states a width other than 2, 4 or 8.
    #[error("expected an intset width of 2, 4 or 8, found {found}")]
    IntsetWidth {
        /// The stated width in bytes.
        found: u32,
    },
    /// The integers of an intset do not ascend.
    #[error("expected an integer above {previous} in the intset, found {found}")]
    IntsetOrder {
        /// The integer before.
        previous: i64,
        /// The integer.
        found: i64,
    },
    /// A score is not a number.
    #[error("expected the text of a score, found {:?}", Bytes(found))]
    Score {
        /// The text, 64 bytes at most.
        found: Vec<u8>,
    },
    /// A quicklist node is neither plain nor packed.
    #[error("expected a quicklist container of 1 or 2, found {found}")]
    QuicklistContainer {
        /// The stated container.
        found: u64,
    },
    /// The key of a stream node is not an id.
    #[error("expected the 16 bytes of an id as the key of a stream node, found {found}")]
    StreamNodeKey {
        /// How many bytes it has.
        found: u64,
    },
    /// The shared fields of a stream node are not followed by a 0.
    #[error("expected 0 behind the shared fields of a stream node, found {found}")]
    StreamNodeHead {
        /// The number.
        found: i64,
    },
    /// A stream node ends within an entry.
    #[error("expected {what} in a stream node, found its end")]
    StreamNodeTruncated {
        /// What is missing.
        what: &'static str,
    },
    /// An element of a stream node is not the number that it should be.
    #[error("expected {what} in a stream node, found something else")]
    StreamNodeInteger {
        /// What it should be.
        what: &'static str,
    },
    /// The flags of a stream entry are unknown.
    #[error("expected flags from 0 to 3 at the start of a stream entry, found something else")]
    StreamEntryFlags,
    /// A stream entry states another number of elements than it has.
    #[error("expected {expected} as the element count of a stream entry, found {found}")]
    StreamEntryCount {
        /// How many it has.
        expected: u64,
        /// What it states.
        found: i64,
    },
    /// A stream node states other counts than it has.
    #[error(
        "expected {live} live and {deleted} deleted entries in a stream node, found {found_live} and {found_deleted}"
    )]
    StreamNodeCount {
        /// The live entries that it states.
        live: i64,
        /// The deleted entries that it states.
        deleted: i64,
        /// The live entries that it has.
        found_live: u64,
        /// The deleted entries that it has.
        found_deleted: u64,
    },
    /// A stream states another length than its nodes have live entries.
    #[error("expected {declared} entries in a stream, as it states, found {found}")]
    StreamLength {
        /// What it states.
        declared: u64,
        /// How many there are.
        found: u64,
    },
    /// An entry is pending twice in a group of a stream.
    #[error("expected each pending entry of a group once, found {id} twice")]
    StreamPendingTwice {
        /// The entry.
        id: StreamId,
    },
    /// An entry is pending for a consumer, and its group does not know of it.
    #[error("expected a consumer's pending entry among its group's, found {id}, which is not")]
    StreamPendingUnknown {
        /// The entry.
        id: StreamId,
    },
    /// The moment at which a field expires is out of the servers' range, or not a number.
    #[error("expected the moment at which a field expires (below 2^48 ms), found {found}")]
    FieldExpiry {
        /// What stands there.
        found: String,
    },
    /// The fields of a packed hash are not in the order of their expiry, those without one last.
    #[error(
        "expected fields in the order of their expiry, found {found} behind {previous} (ms; 0 for never)"
    )]
    FieldExpiryOrder {
        /// The moment of the field before.
        previous: i64,
        /// The moment of the field; 0 for never.
        found: i64,
    },
    /// A record of a module does not say when it is to be loaded.
    #[error(
        "expected the form 2 (unsigned) in front of a module's moment of loading, found {found}"
    )]
    ModuleAuxForm {
        /// The stated form.
        found: u64,
    },
    /// A command inside a snapshot is not RESP.
    #[error("expected a command in RESP, found {found:02x}")]
    Command {
        /// The byte that cannot stand there.
        found: u8,
    },
    /// A hash refers to a template that was not defined before it.
    #[error("expected a hash template that was defined before, found the id {found}")]
    UnknownTemplate {
        /// The id.
        found: u64,
    },
    /// A hash that refers to a template has another number of values than the template has fields.
    #[error("expected {expected} values for the fields of a hash template, found {found}")]
    TemplateValues {
        /// How many fields the template has.
        expected: u64,
        /// How many values there are.
        found: u64,
    },
    /// A form of a value is unknown.
    #[error("expected a known form of {what}, found {found}")]
    Form {
        /// What has the form.
        what: &'static str,
        /// The form.
        found: u64,
    },
    /// Something stands between the value of a payload and its version.
    #[error("expected the version behind the value of a DUMP payload, found {left} other bytes")]
    DumpTrailing {
        /// How many bytes stand there.
        left: u64,
    },
    /// An item of a module has an unknown form.
    #[error("expected an item of a module (0 to 5), found {found}")]
    ModuleItem {
        /// The stated form.
        found: u64,
    },
}

macro_rules! ids {
    ($($variant:ident => $id:literal,)*; for each region: $($packed:ident => $field:ident,)*) => {
        impl ErrorKind {
            /// Returns the stable kebab-case name of the defect.
            #[must_use]
            pub fn id(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $id,)*
                    $(Self::$packed { region, .. } => region.ids().$field,)*
                }
            }

            /// Returns every name that [`ErrorKind::id`] can give.
            pub fn ids() -> impl Iterator<Item = &'static str> {
                let packed = Region::ALL.iter().flat_map(|region| [$(region.ids().$field),*]);
                [$($id),*].into_iter().chain(packed)
            }
        }
    };
}

ids! {
    Magic => "rdb-magic",
    VersionDigits => "rdb-version-digits",
    LengthEncoding => "rdb-length-encoding",
    LengthIsString => "rdb-length-is-string",
    StringEncoding => "rdb-string-encoding",
    LzfInput => "lzf-input",
    LzfDistance => "lzf-distance",
    LzfSize => "lzf-size",
    LzfImplausible => "lzf-implausible-size",
    Limit => "rdb-limit",
    UnknownCode => "rdb-unknown-code",
    Opaque => "rdb-opaque",
    PackedTail => "ziplist-tail",
    IntsetWidth => "intset-width",
    IntsetOrder => "intset-order",
    Score => "zset-score",
    QuicklistContainer => "quicklist-container",
    StreamNodeKey => "stream-node-key",
    StreamNodeHead => "stream-node-head",
    StreamNodeTruncated => "stream-node-truncated",
    StreamNodeInteger => "stream-node-integer",
    StreamEntryFlags => "stream-entry-flags",
    StreamEntryCount => "stream-entry-count",
    StreamNodeCount => "stream-node-count",
    StreamLength => "stream-length",
    StreamPendingTwice => "stream-pending-twice",
    StreamPendingUnknown => "stream-pending-unknown",
    FieldExpiry => "hash-field-expiry",
    FieldExpiryOrder => "hash-field-expiry-order",
    ModuleAuxForm => "module-aux-form",
    Command => "rdb-command",
    UnknownTemplate => "hash-template-unknown",
    TemplateValues => "hash-template-values",
    Form => "rdb-form",
    DumpTrailing => "dump-trailing",
    ModuleItem => "module-item",
    ;
    for each region:
    Truncated => truncated,
    PackedSize => size,
    PackedEnd => end,
    PackedCount => count,
    PackedEntry => entry,
    PackedLink => link,
    PackedGroup => group,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_id_is_one_of_a_kind_and_in_kebab_case() {
        let all: Vec<_> = ErrorKind::ids().collect();
        assert_eq!(all.len(), all.iter().collect::<BTreeSet<_>>().len(), "{all:?}");
        for id in all {
            assert!(id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{id}");
        }
    }
}
