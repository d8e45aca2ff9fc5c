//! BITFIELD: integers of any width at any place.

use smallvec::SmallVec;

use super::{BitError, ReadInteger, grow, parse_offset};

/// A type such as `i16` or `u8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FieldType {
    /// Whether the highest bit is a sign.
    pub(crate) signed: bool,
    /// Bits: 1 to 64, or to 63 without sign.
    pub(crate) width: u8,
}

impl FieldType {
    /// Reads a type. Like the server, it sees no more than what stands before a NUL byte.
    ///
    /// # Errors
    /// [`BitError::Type`].
    pub(crate) fn parse(text: &[u8], read: ReadInteger) -> Result<Self, BitError> {
        let text = text.split(|byte| *byte == 0).next().unwrap_or_default();
        let (signed, digits) = match text {
            [b'i', digits @ ..] => (true, digits),
            [b'u', digits @ ..] => (false, digits),
            _ => return Err(BitError::Type),
        };
        let width = read(digits).and_then(|width| u8::try_from(width).ok()).unwrap_or(0);
        let widest = if signed { 64 } else { 63 };
        (1..=widest).contains(&width).then_some(Self { signed, width }).ok_or(BitError::Type)
    }

    /// The greatest value.
    const fn greatest(self) -> i64 {
        let unused = 64 - self.width as u32;
        if self.signed { i64::MAX >> unused } else { (u64::MAX >> unused).cast_signed() }
    }

    /// The least value.
    const fn least(self) -> i64 {
        if self.signed { -self.greatest() - 1 } else { 0 }
    }

    /// Takes the low bits of a number as a value of this type.
    const fn low_bits(self, value: i64) -> i64 {
        let unused = 64 - self.width as u32;
        if self.signed { value << unused >> unused } else { value & self.greatest() }
    }

    /// Takes the low bits of a sum that is out of range.
    const fn wrapped(self, sum: i64, wide: WideFields) -> i64 {
        match wide {
            WideFields::AllOrNothing if self.width == 64 => sum >> 63,
            _ => self.low_bits(sum),
        }
    }

    /// On which side a sum is out of range, by the server's own arithmetic (`check…BitfieldOverflow`).
    ///
    /// It computes in 64 bits: a SET far below the least value of its type counts as too great.
    fn excess(self, base: i64, increment: i64) -> Option<Excess> {
        let (greatest, least) = (self.greatest(), self.least());
        let (room, depth) = (greatest.wrapping_sub(base), least.wrapping_sub(base));
        let (above, below) = if self.signed {
            let narrow = self.width != 64;
            (
                base > greatest || ((narrow || (base >= 0 && increment > 0)) && increment > room),
                base < least || ((narrow || (base < 0 && increment < 0)) && increment < depth),
            )
        } else {
            // The base of a SET may be negative, and means a large number.
            (
                base < 0 || base > greatest || (increment > 0 && increment > room),
                increment < 0 && increment < depth,
            )
        };
        if above { Some(Excess::Above) } else { below.then_some(Excess::Below) }
    }

    /// Makes `base + increment` fit. `None` where it does not, and must not be made to.
    fn fit(self, base: i64, increment: i64, overflow: Overflow, wide: WideFields) -> Option<i64> {
        let sum = base.wrapping_add(increment);
        match (self.excess(base, increment), overflow) {
            (None, _) => Some(sum),
            (Some(_), Overflow::Fail) => None,
            (Some(_), Overflow::Wrap) => Some(self.wrapped(sum, wide)),
            (Some(Excess::Above), Overflow::Saturate) => Some(self.greatest()),
            (Some(Excess::Below), Overflow::Saturate) => Some(self.least()),
        }
    }
}

/// The side on which a number is out of range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Excess {
    Above,
    Below,
}

/// What happens to a value that does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Overflow {
    /// Its low bits are stored.
    Wrap,
    /// The nearest value that fits is stored.
    Saturate,
    /// Nothing is stored, and the reply is nil.
    Fail,
}

impl Overflow {
    /// Reads the word after OVERFLOW.
    fn parse(text: &[u8]) -> Option<Self> {
        let known = [("wrap", Self::Wrap), ("sat", Self::Saturate), ("fail", Self::Fail)];
        let known = known.into_iter().find(|(name, _)| text.eq_ignore_ascii_case(name.as_bytes()));
        known.map(|(_, overflow)| overflow)
    }
}

/// How fields of type `i64` are read and wrapped around.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WideFields {
    /// Up to 6.0.5: the server extends the sign by a shift of 64, which on x86-64 shifts by nothing. A negative field
    /// reads as -1; a sum that wraps around becomes -1 or 0.
    AllOrNothing,
    /// 6.0.6 and later: as they stand.
    Whole,
}

/// What is done to a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldAction {
    /// It is read.
    Get,
    /// It is given a value; the reply is the old one.
    Set(i64),
    /// Something is added; the reply is the new value.
    Increment(i64),
}

/// One operation of a BITFIELD command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FieldOp {
    /// What is done.
    pub(crate) action: FieldAction,
    /// The field's type.
    pub(crate) field: FieldType,
    /// Its first bit.
    pub(crate) offset: u64,
    /// The OVERFLOW in force.
    pub(crate) overflow: Overflow,
}

/// The operations of a command.
pub(crate) type FieldOps = SmallVec<[FieldOp; 4]>;

/// Reads what follows the key.
///
/// # Errors
/// The first error in the order of the arguments, as the server finds it; nothing must have been done by then.
pub(crate) fn parse_fields(
    arguments: &[impl AsRef<[u8]>],
    max_bytes: u64,
    read: ReadInteger,
) -> Result<FieldOps, BitError> {
    let mut operations = FieldOps::new();
    let mut overflow = Overflow::Wrap;
    let mut rest = arguments;
    while let Some((word, after)) = rest.split_first() {
        let word = word.as_ref();
        let is = |name: &str, arguments: usize| {
            word.eq_ignore_ascii_case(name.as_bytes()) && after.len() >= arguments
        };
        if is("overflow", 1) {
            overflow = Overflow::parse(argument(after, 0)).ok_or(BitError::Overflow)?;
            rest = after.get(1..).unwrap_or_default();
            continue;
        }
        let get = is("get", 2);
        if !get && !is("set", 3) && !is("incrby", 3) {
            return Err(BitError::Syntax);
        }
        let field = FieldType::parse(argument(after, 0), read)?;
        let offset = parse_offset(argument(after, 1), Some(field.width), max_bytes, read)?;
        let value = if get { 0 } else { read(argument(after, 2)).ok_or(BitError::Integer)? };
        let action = match word.first() {
            _ if get => FieldAction::Get,
            Some(b's' | b'S') => FieldAction::Set(value),
            _ => FieldAction::Increment(value),
        };
        operations.push(FieldOp { action, field, offset, overflow });
        rest = after.get(if get { 2 } else { 3 }..).unwrap_or_default();
    }
    Ok(operations)
}

/// An argument that is known to be there.
fn argument(arguments: &[impl AsRef<[u8]>], index: usize) -> &[u8] {
    arguments.get(index).map(AsRef::as_ref).unwrap_or_default()
}

/// What a BITFIELD command did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct FieldOutcome {
    /// One reply for each operation; `None` is nil.
    pub(crate) replies: SmallVec<[Option<i64>; 4]>,
    /// Operations that stored something, be it what stood there. Up to 6.2 the command is propagated if there is one.
    pub(crate) writes: usize,
    /// Operations that stored another value, or stored anything in a string that grew. So from 7.0 on.
    pub(crate) changes: usize,
}

/// Tells whether there is an operation that writes: the key is then created, and the string lengthened.
pub(crate) fn writes(operations: &[FieldOp]) -> bool {
    operations.iter().any(|operation| operation.action != FieldAction::Get)
}

/// Carries out the operations on a string (an empty one for a missing key).
///
/// The string first grows to hold every field that is written, even if nothing is stored in the end.
pub(crate) fn run_fields(
    operations: &[FieldOp],
    bytes: &mut Vec<u8>,
    wide: WideFields,
) -> FieldOutcome {
    let written = operations.iter().filter(|operation| operation.action != FieldAction::Get);
    let last =
        written.map(|operation| operation.offset + u64::from(operation.field.width) - 1).max();
    let grew = last.is_some_and(|last| grow(bytes, last));
    let mut outcome = FieldOutcome::default();
    for FieldOp { action, field, offset, overflow } in operations {
        let old = read_field(bytes, *field, *offset, wide);
        let (new, reply) = match action {
            FieldAction::Get => (None, Some(old)),
            FieldAction::Set(value) => {
                let new = field.fit(*value, 0, *overflow, wide);
                (new, new.map(|_| old))
            }
            FieldAction::Increment(value) => {
                let new = field.fit(old, *value, *overflow, wide);
                (new, new)
            }
        };
        if let Some(new) = new {
            write_field(bytes, *field, *offset, new);
            outcome.writes += 1;
            outcome.changes += usize::from(grew || new != old);
        }
        outcome.replies.push(reply);
    }
    outcome
}

/// The bytes that a field can touch: nine, if the string is so long.
fn touched(offset: u64) -> impl Iterator<Item = usize> {
    let first = usize::try_from(offset >> 3).unwrap_or(usize::MAX);
    (0..9).map(move |index| first.saturating_add(index))
}

/// How far a field's lowest bit stands from the end of its nine bytes.
fn shift(field: FieldType, offset: u64) -> u32 {
    72 - u32::from(field.width) - u32::try_from(offset & 7).unwrap_or(0)
}

/// Reads a field; beyond the end of the string stand zeros.
fn read_field(bytes: &[u8], field: FieldType, offset: u64, wide: WideFields) -> i64 {
    let window = touched(offset)
        .fold(0u128, |window, at| window << 8 | u128::from(bytes.get(at).copied().unwrap_or(0)));
    #[allow(clippy::cast_possible_truncation)] // The higher bits belong to others.
    let low = (window >> shift(field, offset)) as i64;
    match wide {
        WideFields::AllOrNothing if field.width == 64 && low < 0 => -1,
        _ => field.low_bits(low),
    }
}

/// Stores a field in a string that is long enough.
fn write_field(bytes: &mut [u8], field: FieldType, offset: u64, value: i64) {
    let low = u128::from(u64::MAX >> (64 - field.width));
    let value = u128::from(value.cast_unsigned()) & low;
    let shift = shift(field, offset);
    let (mask, value) = ((low << shift).to_be_bytes(), (value << shift).to_be_bytes());
    // The last nine of sixteen bytes.
    for ((at, mask), value) in touched(offset).zip(mask.iter().skip(7)).zip(value.iter().skip(7)) {
        if let Some(byte) = bytes.get_mut(at) {
            *byte = *byte & !mask | value;
        }
    }
}
