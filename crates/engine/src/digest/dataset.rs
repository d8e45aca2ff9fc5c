//! The digest of a whole data set.

use super::Digest;

/// Adds up the digests of keys, database by database. Databases come in ascending order, those without keys not
/// at all; keys come in any order.
#[derive(Debug, Clone, Default)]
pub struct DatasetDigest(Digest);

impl DatasetDigest {
    /// Starts with no data.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Goes on to a database, which has keys.
    pub fn database(&mut self, number: u32) {
        self.0.mix(&number.to_be_bytes());
    }

    /// Adds a key by the digest of its name and value.
    pub fn key(&mut self, digest: &Digest) {
        self.0.xor(&digest.0);
    }

    /// Returns the digest.
    #[must_use]
    pub const fn finish(self) -> Digest {
        self.0
    }
}
