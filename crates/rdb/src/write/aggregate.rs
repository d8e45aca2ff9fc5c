//! Lists, sets, sorted sets and hashes, element by element, in the plain types that every server loads.

use super::{
    Entry, Feature, ValueWriter, WriteError, WriteErrorKind, encoder::Encoder, out::Out, strings,
};
use crate::ValueType;

/// The first moment that Redis refuses as the expiry of a field (`EB_EXPIRE_TIME_MAX`, `ebuckets.h`, 7.4), in ms.
pub(super) const TOO_LATE: i64 = 1 << 48;

/// What the writers of elements share: how many are to come, and whether they go anywhere.
struct Elements<'w, O> {
    encoder: &'w mut Encoder<O>,
    entry: Option<Entry<'w>>,
    announced: u64,
    left: u64,
    written: bool,
}

impl<'w, O: Out> Elements<'w, O> {
    /// Begins a value of `count` elements; its head stands before the count.
    fn begin(
        mut value: ValueWriter<'w, O>,
        value_type: ValueType,
        count: u64,
        head: &[u8],
    ) -> Result<Self, WriteError> {
        let written = value.counted(value_type, count)?;
        let entry = value.entry();
        let encoder = value.into_encoder();
        if written {
            encoder.out.put(head);
            encoder.length(count);
        }
        encoder.open = true;
        Ok(Self { encoder, entry, announced: count, left: count, written })
    }

    /// Counts one element; returns whether to write it.
    #[inline]
    fn next(&mut self, longest: usize) -> Result<bool, WriteError> {
        match self.left.checked_sub(1) {
            Some(left) => self.left = left,
            None => return Err(self.miscounted(self.announced.saturating_add(1))),
        }
        if !self.encoder.fits(longest as u64) {
            return Err(self.fail(Feature::LongLength));
        }
        Ok(self.written)
    }

    #[cold]
    fn miscounted(&mut self, given: u64) -> WriteError {
        self.encoder.out.spoil();
        let kind = WriteErrorKind::Elements { announced: self.announced, given };
        self.blame(WriteError::new(kind))
    }

    /// Gives the snapshot up: part of the value is written already.
    #[cold]
    fn fail(&mut self, feature: Feature) -> WriteError {
        self.encoder.out.spoil();
        let error = self.encoder.refusal(feature);
        self.blame(error)
    }

    #[cold]
    fn blame(&self, error: WriteError) -> WriteError {
        match &self.entry {
            Some(entry) => entry.blame(self.encoder.db, error),
            None => error,
        }
    }

    fn finish(mut self) -> Result<bool, WriteError> {
        self.encoder.open = false;
        if self.left > 0 {
            return Err(self.miscounted(self.announced.saturating_sub(self.left)));
        }
        self.encoder.out.status().map(|()| self.written)
    }
}

/// A list being written.
#[must_use = "a value has to be finished"]
pub struct ListWriter<'w, O>(Elements<'w, O>);

impl<O: Out> ListWriter<'_, O> {
    /// Writes the next element, from head to tail.
    #[inline]
    pub fn element(&mut self, element: &[u8]) -> Result<(), WriteError> {
        if self.0.next(element.len())? {
            self.0.encoder.string(element);
        }
        self.0.encoder.out.status()
    }

    /// Ends the list. Returns whether it was written, not dropped.
    ///
    /// # Errors
    /// `write-elements` when elements are missing; the snapshot is then broken.
    pub fn finish(self) -> Result<bool, WriteError> {
        self.0.finish()
    }
}

/// A set being written.
#[must_use = "a value has to be finished"]
pub struct SetWriter<'w, O>(Elements<'w, O>);

impl<O: Out> SetWriter<'_, O> {
    /// Writes a member. Loaders refuse one that comes twice.
    #[inline]
    pub fn member(&mut self, member: &[u8]) -> Result<(), WriteError> {
        if self.0.next(member.len())? {
            self.0.encoder.string(member);
        }
        self.0.encoder.out.status()
    }

    /// Ends the set. Returns whether it was written, not dropped.
    ///
    /// # Errors
    /// `write-elements` when members are missing; the snapshot is then broken.
    pub fn finish(self) -> Result<bool, WriteError> {
        self.0.finish()
    }
}

/// A sorted set being written.
#[must_use = "a value has to be finished"]
pub struct ZsetWriter<'w, O> {
    elements: Elements<'w, O>,
    binary: bool,
}

impl<O: Out> ZsetWriter<'_, O> {
    /// Writes a member and its score, in any order. Servers write the highest score first.
    ///
    /// A score of −0 is written as such; Redis 7.0 turns it into 0 when it packs what it loads.
    ///
    /// # Errors
    /// `unrepresentable-nan-score` for targets that refuse such scores; the snapshot is then broken.
    #[inline]
    pub fn member(&mut self, member: &[u8], score: f64) -> Result<(), WriteError> {
        let encoder = &self.elements.encoder;
        if score.is_nan() && encoder.target.refuses_nan() {
            return Err(self.elements.fail(Feature::NanScore));
        }
        if self.elements.next(member.len())? {
            let encoder = &mut *self.elements.encoder;
            encoder.string(member);
            if self.binary {
                encoder.out.put(&score.to_le_bytes());
            } else {
                strings::score_text(&mut encoder.out, score);
            }
        }
        self.elements.encoder.out.status()
    }

    /// Ends the sorted set. Returns whether it was written, not dropped.
    ///
    /// # Errors
    /// `write-elements` when members are missing; the snapshot is then broken.
    pub fn finish(self) -> Result<bool, WriteError> {
        self.elements.finish()
    }
}

/// A hash being written.
#[must_use = "a value has to be finished"]
pub struct HashWriter<'w, O> {
    elements: Elements<'w, O>,
    expiry: Expiry,
}

/// How the expiry of a field is spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expiry {
    /// Not at all: no field has one.
    None,
    /// Not at all: the target has none, and they are dropped.
    Dropped,
    /// Redis: before the field, 1 more than the distance to this moment; 0 for never.
    After(i64),
    /// Valkey: behind the value, in ms; −1 for never.
    Behind,
}

impl Expiry {
    /// Writes a field in this form.
    #[inline]
    pub(super) fn put<O: Out + ?Sized>(
        self,
        out: &mut O,
        moment: Option<i64>,
        pair: impl FnOnce(&mut O),
    ) {
        match self {
            Self::None | Self::Dropped => pair(out),
            Self::After(earliest) => {
                let after = |moment: i64| moment.saturating_sub(earliest).saturating_add(1);
                let distance = moment.map_or(0, after);
                strings::length(out, distance.max(0).cast_unsigned());
                pair(out);
            }
            Self::Behind => {
                pair(out);
                out.put(&moment.unwrap_or(-1).to_le_bytes());
            }
        }
    }

    /// Tells whether a moment can be spelled.
    #[inline]
    pub(super) fn spells(self, moment: i64) -> bool {
        match self {
            Self::None | Self::Dropped => false,
            Self::After(earliest) => (earliest.max(1)..TOO_LATE).contains(&moment),
            Self::Behind => moment >= 0,
        }
    }
}

impl<O: Out> HashWriter<'_, O> {
    /// Writes a field, its value, and when it expires in milliseconds of Unix time.
    ///
    /// # Errors
    /// `write-mixed` for a field that expires before the moment that was announced, or where none was;
    /// `unrepresentable-field-expiry-range` for a moment that the target refuses. The snapshot is then broken.
    #[inline]
    pub fn field(
        &mut self,
        field: &[u8],
        value: &[u8],
        expire_at_ms: Option<i64>,
    ) -> Result<(), WriteError> {
        let moment = match expire_at_ms {
            None => None,
            Some(moment) => self.moment(moment)?,
        };
        if self.elements.next(field.len().max(value.len()))? {
            let Encoder { out, strings, .. } = &mut *self.elements.encoder;
            self.expiry.put(out, moment, |out| {
                strings.put(out, field);
                strings.put(out, value);
            });
        }
        self.elements.encoder.out.status()
    }

    /// Returns the moment to write for one that is given.
    fn moment(&mut self, moment: i64) -> Result<Option<i64>, WriteError> {
        if self.expiry.spells(moment) {
            return Ok(Some(moment));
        }
        let announced = match self.expiry {
            Expiry::None => false,
            Expiry::After(earliest) => moment >= earliest || moment < 1,
            Expiry::Dropped | Expiry::Behind => true,
        };
        if !announced {
            self.elements.encoder.out.spoil();
            return Err(self.elements.blame(WriteError::new(WriteErrorKind::Mixed)));
        }
        let feature = match self.expiry {
            Expiry::Dropped => Feature::FieldExpiry,
            _ => Feature::FieldExpiryRange,
        };
        if !self.elements.encoder.dropping {
            return Err(self.elements.fail(feature));
        }
        self.elements.encoder.losses.add(feature, 1);
        Ok(None)
    }

    /// Ends the hash. Returns whether it was written, not dropped.
    ///
    /// # Errors
    /// `write-elements` when fields are missing; the snapshot is then broken.
    pub fn finish(self) -> Result<bool, WriteError> {
        self.elements.finish()
    }
}

impl<'w, O: Out> ValueWriter<'w, O> {
    /// Begins a list of `elements` elements.
    ///
    /// # Errors
    /// `unrepresentable-empty-value` for none of them.
    pub fn list(self, elements: u64) -> Result<ListWriter<'w, O>, WriteError> {
        Elements::begin(self, ValueType::List, elements, &[]).map(ListWriter)
    }

    /// Begins a set of `members` members.
    ///
    /// # Errors
    /// `unrepresentable-empty-value` for none of them.
    pub fn set(self, members: u64) -> Result<SetWriter<'w, O>, WriteError> {
        Elements::begin(self, ValueType::Set, members, &[]).map(SetWriter)
    }

    /// Begins a sorted set of `members` members. Below version 8 scores are spelled as text, without loss.
    ///
    /// # Errors
    /// `unrepresentable-empty-value` for none of them.
    pub fn zset(mut self, members: u64) -> Result<ZsetWriter<'w, O>, WriteError> {
        let value_type = self.encoder().target.zset_type();
        let elements = Elements::begin(self, value_type, members, &[])?;
        Ok(ZsetWriter { elements, binary: value_type == ValueType::Zset2 })
    }

    /// Begins a hash of `fields` fields, the first of which expires at the moment `earliest_ms`, if any does.
    ///
    /// Any moment that is not later than the first will do; the true one gives the smallest file.
    ///
    /// # Errors
    /// `unrepresentable-empty-value` for no fields, `unrepresentable-field-expiry` where the target has no such hashes.
    pub fn hash(
        mut self,
        fields: u64,
        earliest_ms: Option<i64>,
    ) -> Result<HashWriter<'w, O>, WriteError> {
        let (value_type, expiry) = self.hash_form(earliest_ms)?;
        let elements = match expiry {
            Expiry::After(earliest) => {
                Elements::begin(self, value_type, fields, &earliest.to_le_bytes())?
            }
            _ => Elements::begin(self, value_type, fields, &[])?,
        };
        Ok(HashWriter { elements, expiry })
    }

    /// Chooses the type of a hash, and how it spells the expiry of its fields.
    pub(super) fn hash_form(
        &mut self,
        earliest_ms: Option<i64>,
    ) -> Result<(ValueType, Expiry), WriteError> {
        let Some(earliest) = earliest_ms else { return Ok((ValueType::Hash, Expiry::None)) };
        match self.encoder().target.expiring_hash_type() {
            Some(ValueType::HashExpiryValkey) => Ok((ValueType::HashExpiryValkey, Expiry::Behind)),
            Some(value_type) => Ok((value_type, Expiry::After(earliest.clamp(0, TOO_LATE)))),
            None if self.encoder().dropping => Ok((ValueType::Hash, Expiry::Dropped)),
            None => {
                let error = self.encoder().refusal(Feature::FieldExpiry);
                Err(self.blame(error))
            }
        }
    }
}
