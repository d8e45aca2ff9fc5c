//! What is common to a snapshot and a payload being written: the output, the target, and what was left out.

use super::{
    Feature, Losses, Target, WriteError, WriteErrorKind,
    out::Out,
    strings::{self, Strings},
};

/// The state behind a writer.
pub struct Encoder<O> {
    pub(super) out: O,
    pub(super) strings: Strings,
    pub(super) target: Target,
    /// Whether to leave out what the target cannot hold.
    pub(super) dropping: bool,
    pub(super) losses: Losses,
    /// The database selected.
    pub(super) db: u64,
    /// A value was begun and not finished.
    pub(super) open: bool,
}

impl<O: Out> Encoder<O> {
    pub(super) fn new(out: O, target: Target) -> Self {
        Self {
            out,
            strings: Strings::default(),
            target,
            dropping: false,
            losses: Losses::default(),
            db: 0,
            open: false,
        }
    }

    /// Checks that the record before is complete and the output sound.
    #[inline]
    pub(super) fn ready(&mut self) -> Result<(), WriteError> {
        if self.open {
            self.out.spoil();
            return Err(WriteError::new(WriteErrorKind::Unfinished));
        }
        self.out.status()
    }

    /// Notes that the target cannot hold something that occurs `count` times.
    ///
    /// # Errors
    /// `unrepresentable-…` unless it is minor or the writer drops such things.
    pub(super) fn lose(&mut self, feature: Feature, count: u64) -> Result<(), WriteError> {
        if count > 0 && !feature.is_minor() && !self.dropping {
            return Err(self.refusal(feature));
        }
        self.losses.add(feature, count);
        Ok(())
    }

    #[cold]
    pub(super) fn refusal(&self, feature: Feature) -> WriteError {
        let target = self.target.header();
        WriteError::new(WriteErrorKind::Unrepresentable { feature, target })
    }

    /// Tells whether the target has lengths for this number.
    #[inline]
    pub(super) fn fits(&self, len: u64) -> bool {
        self.target.has_wide_lengths() || u32::try_from(len).is_ok()
    }

    #[inline]
    pub(super) fn length(&mut self, len: u64) {
        strings::length(&mut self.out, len);
    }

    #[inline]
    pub(super) fn string(&mut self, text: &[u8]) {
        self.strings.put(&mut self.out, text);
    }
}
