//! One value, after its key: the type is chosen, what the key says is written, then the value.

use super::{Entry, Feature, Target, WriteError, encoder::Encoder, out::Out};
use crate::ValueType;

/// Takes one value, in one of the forms that its methods are. It is made by [`Writer::key`](super::Writer::key) and
/// [`dump_payload`](super::dump_payload).
///
/// The target's refusals come before a byte is written, so that one may go on with the next key. Methods that write
/// a value whole return whether it was written, not dropped.
#[must_use = "a key without a value is not written"]
pub struct ValueWriter<'w, O> {
    encoder: &'w mut Encoder<O>,
    /// The key; a payload has none.
    entry: Option<Entry<'w>>,
}

impl<'w, O: Out> ValueWriter<'w, O> {
    pub(super) fn new(encoder: &'w mut Encoder<O>, entry: Option<Entry<'w>>) -> Self {
        Self { encoder, entry }
    }

    pub(super) fn encoder(&mut self) -> &mut Encoder<O> {
        self.encoder
    }

    pub(super) fn target(&self) -> Target {
        self.encoder.target
    }

    pub(super) fn into_encoder(self) -> &'w mut Encoder<O> {
        self.encoder
    }

    pub(super) const fn entry(&self) -> Option<Entry<'w>> {
        self.entry
    }

    /// Names the key in an error.
    #[cold]
    pub(super) fn blame(&self, error: WriteError) -> WriteError {
        match &self.entry {
            Some(entry) => entry.blame(self.encoder.db, error),
            None => error,
        }
    }

    /// Notes something that the target cannot hold.
    pub(super) fn lose(&mut self, feature: Feature, count: u64) -> Result<(), WriteError> {
        self.encoder.lose(feature, count).map_err(|error| self.blame(error))
    }

    /// Writes what comes before the value, unless something stands against it. Returns whether it was written.
    pub(super) fn begin(
        &mut self,
        value_type: ValueType,
        obstacle: Option<Feature>,
    ) -> Result<bool, WriteError> {
        if let Some(feature) = obstacle {
            self.lose(feature, 1)?;
            return Ok(false);
        }
        match self.entry {
            Some(entry) => {
                if !self.encoder.examine(&entry).map_err(|error| self.blame(error))? {
                    return Ok(false);
                }
                self.encoder.put_entry(&entry, value_type);
            }
            None => self.encoder.out.put(&[value_type.code()]),
        }
        Ok(true)
    }

    /// Writes a string.
    ///
    /// # Errors
    /// `unrepresentable-long-length` for 4 GiB and more below version 8.
    pub fn string(mut self, value: &[u8]) -> Result<bool, WriteError> {
        let obstacle = (!self.encoder.fits(value.len() as u64)).then_some(Feature::LongLength);
        let written = self.begin(ValueType::String, obstacle)?;
        if written {
            self.encoder.string(value);
        }
        self.encoder.out.status().map(|()| written)
    }

    /// Writes the bytes of a value of another snapshot as they are. The caller vouches for the target knowing them.
    pub(super) fn raw(mut self, value_type: ValueType, bytes: &[u8]) -> Result<bool, WriteError> {
        let written = self.begin(value_type, None)?;
        if written {
            self.encoder.out.put(bytes);
        }
        self.encoder.out.status().map(|()| written)
    }

    /// Begins a value that starts with a count.
    pub(super) fn counted(
        &mut self,
        value_type: ValueType,
        count: u64,
    ) -> Result<bool, WriteError> {
        let obstacle = match count {
            0 => Some(Feature::EmptyValue),
            _ if !self.encoder.fits(count) => Some(Feature::LongLength),
            _ => None,
        };
        self.begin(value_type, obstacle)
    }
}
