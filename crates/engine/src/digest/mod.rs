//! `DEBUG DIGEST` and `DEBUG DIGEST-VALUE`, bit for bit.
//!
//! From `computeDatasetDigest` and `xorObjectDigest` (`src/debug.c`): two ways to add bytes to twenty bytes, one that
//! forgets order and one that keeps it. The same builder is fed from the keyspace and from a snapshot while it is
//! scanned, so that the digest of a file of any size takes a constant amount of memory.

mod dataset;
mod module;
mod snapshot;
mod value;

pub use dataset::DatasetDigest;
pub use snapshot::{SnapshotDigest, of_snapshot};
pub use value::{DigestRules, ValueDigest};

use crate::{
    keyspace::{Entry, Keyspace},
    value::Value,
};
use autopsync_model::Version;
use sha1::{Digest as _, Sha1};
use std::fmt;

/// Twenty bytes that are the same exactly when the data is. Shown as forty hex digits; zeros for no data.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Digest(pub [u8; 20]);

impl Digest {
    /// Adds bytes without regard to order (`xorDigest`).
    pub(crate) fn xor(&mut self, bytes: &[u8]) {
        let hash = Sha1::digest(bytes);
        self.0.iter_mut().zip(hash).for_each(|(byte, other)| *byte ^= other);
    }

    /// Adds bytes in their order (`mixDigest`).
    pub(crate) fn mix(&mut self, bytes: &[u8]) {
        self.xor(bytes);
        self.0 = Sha1::digest(self.0).into();
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// Digests all databases.
pub(crate) fn of_keyspace(keyspace: &Keyspace, version: &Version) -> Digest {
    let rules = DigestRules::of(version);
    let mut dataset = DatasetDigest::new();
    for (number, database) in keyspace.in_order() {
        dataset.database(number);
        for entry in database.iter() {
            let mut value = ValueDigest::of_key(entry.key(), rules);
            feed(&mut value, entry);
            dataset.key(&value.finish());
        }
    }
    dataset.finish()
}

/// Digests one key's value, without its name.
pub(crate) fn of_entry(entry: &Entry, version: &Version) -> Digest {
    let mut value = ValueDigest::new(DigestRules::of(version));
    feed(&mut value, entry);
    value.finish()
}

fn feed(digest: &mut ValueDigest, entry: &Entry) {
    match &entry.value {
        Value::String(string) => digest.string(string.as_slice()),
        Value::List(list) => {
            digest.begin_list();
            list.iter().for_each(|element| digest.list_element(element));
        }
        Value::Set(set) => {
            digest.begin_set();
            set.for_each(|member| digest.set_member(member));
        }
        Value::Zset(zset) => {
            digest.begin_zset();
            zset.for_each(|member, score| digest.zset_member(member, score));
        }
        Value::Hash(hash) => {
            digest.begin_hash();
            hash.for_each(|name, value| {
                digest.hash_field(name, value, hash.has_expiries() && hash.expiry(name).is_some());
            });
        }
        Value::Stream(stream) => {
            digest.begin_stream();
            for (id, fields) in stream.entries.iter() {
                digest.stream_entry(id.ms, id.seq);
                fields.for_each(|(name, value)| digest.stream_field(name, value));
            }
        }
        Value::Opaque(opaque) if opaque.is_job() => {
            // It was read once, so that it can be read again.
            let _ = opaque.visit(&mut snapshot::Feed(digest));
        }
        Value::Opaque(opaque) => {
            digest.begin_module();
            // What cannot be read adds nothing, as with a module that is not known.
            let _ = opaque.visit(&mut snapshot::Feed(digest));
        }
    }
    if entry.expires() {
        digest.expires();
    }
}
