//! The digest of one value.

use super::{Digest, module};
use crate::number::{format_g, grisu2_text, integer_text};
use autopsync_model::Version;
use autopsync_rdb::{ModuleId, ModuleItems};

/// What differs between versions (`commands.md` §4.4, §4.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DigestRules {
    /// Scores as Grisu2 text (7.2 and later) instead of `%.17g`.
    pub grisu_scores: bool,
    /// A mark on hash fields that expire (Redis 7.4 and later, no Valkey).
    pub marks_field_expiry: bool,
}

impl DigestRules {
    /// Returns a version's rules.
    #[must_use]
    pub fn of(version: &Version) -> Self {
        // The first candidates have them.
        let line = (version.major, version.minor);
        Self {
            grisu_scores: line >= (7, 2),
            marks_field_expiry: line >= (7, 4) && !version.is_valkey(),
        }
    }
}

/// Builds the digest of one value from its elements.
///
/// Call one `begin_…` (or [`ValueDigest::string`], which is all there is to a string), then the elements, then
/// [`ValueDigest::expires`] where the key has an expiry.
#[derive(Debug, Clone)]
pub struct ValueDigest {
    digest: Digest,
    rules: DigestRules,
}

impl ValueDigest {
    /// Starts without a key, as `DEBUG DIGEST-VALUE` does.
    #[must_use]
    pub fn new(rules: DigestRules) -> Self {
        Self { digest: Digest::default(), rules }
    }

    /// Starts with a key, as `DEBUG DIGEST` does for each.
    #[must_use]
    pub fn of_key(key: &[u8], rules: DigestRules) -> Self {
        let mut digest = Self::new(rules);
        digest.digest.mix(key);
        digest
    }

    fn begin(&mut self, kind: u32) {
        self.digest.mix(&kind.to_be_bytes());
    }

    /// Adds a string's only content.
    pub fn string(&mut self, bytes: &[u8]) {
        self.begin(0);
        self.digest.mix(bytes);
    }

    /// Says that the value is a list.
    pub fn begin_list(&mut self) {
        self.begin(1);
    }

    /// Adds a list's next element.
    pub fn list_element(&mut self, bytes: &[u8]) {
        self.digest.mix(bytes);
    }

    /// Says that the value is a set.
    pub fn begin_set(&mut self) {
        self.begin(2);
    }

    /// Adds a member of a set.
    pub fn set_member(&mut self, bytes: &[u8]) {
        self.digest.xor(bytes);
    }

    /// Adds a member of a set of integers.
    pub fn set_integer(&mut self, value: i64) {
        self.digest.xor(&integer_text(value));
    }

    /// Says that the value is a sorted set.
    pub fn begin_zset(&mut self) {
        self.begin(3);
    }

    /// Adds a member of a sorted set.
    pub fn zset_member(&mut self, member: &[u8], score: f64) {
        let text = if self.rules.grisu_scores { grisu2_text(score) } else { format_g(score, 17) };
        let mut element = Digest::default();
        element.mix(member);
        element.mix(&text);
        self.digest.xor(&element.0);
    }

    /// Says that the value is a hash.
    pub fn begin_hash(&mut self) {
        self.begin(4);
    }

    /// Adds a field of a hash, and whether it expires.
    pub fn hash_field(&mut self, name: &[u8], value: &[u8], expires: bool) {
        let mut element = Digest::default();
        element.mix(name);
        element.mix(value);
        if expires && self.rules.marks_field_expiry {
            element.xor(b"!!hexpire!!");
        }
        self.digest.xor(&element.0);
    }

    /// Says that the value is a module's. What it adds to the digest comes with [`ValueDigest::module`].
    pub fn begin_module(&mut self) {
        self.begin(5);
    }

    /// Adds what a module keeps, where it is known what counts of it: of vector sets. Of others only the module knows.
    pub fn module(&mut self, id: ModuleId, items: ModuleItems<'_>) {
        if let Some(content) = module::content(id, items) {
            self.digest.xor(&content.0);
        }
    }

    /// Adds a job, all that counts of it: its interval, in the bytes that the server's processor stores it in, and its
    /// script (`xorObjectDigest`, `debug.cpp`, `KeyDB` 6.0 to 6.3, on a little-endian machine).
    pub fn cron_job(&mut self, interval_ms: u64, script: &[u8]) {
        self.begin(7);
        self.digest.mix(&interval_ms.to_le_bytes());
        self.digest.mix(script);
    }

    /// Says that the value is a stream.
    pub fn begin_stream(&mut self) {
        self.begin(6);
    }

    /// Adds a stream's next entry, whose fields follow.
    pub fn stream_entry(&mut self, ms: u64, seq: u64) {
        let mut text = Vec::with_capacity(41);
        crate::StreamId::new(ms, seq).write(b'.', &mut text);
        self.digest.mix(&text);
    }

    /// Adds a field of the entry.
    pub fn stream_field(&mut self, name: &[u8], value: &[u8]) {
        self.digest.mix(name);
        self.digest.mix(value);
    }

    /// Says that the key has an expiry, past or future.
    pub fn expires(&mut self) {
        self.digest.xor(b"!!expire!!");
    }

    /// Returns the digest.
    #[must_use]
    pub const fn finish(self) -> Digest {
        self.digest
    }
}
