//! The moments at which the fields of a hash expire, and the packed form that has them.
//!
//! Loaders accept moments below 2⁴⁸ ms only (`EB_EXPIRE_TIME_MAX`, `ebuckets.h`, Redis 7.4).

use super::shared;
use crate::{
    Error, ErrorKind, Region, Scratch, ValueVisitor,
    cursor::Cursor,
    encoding::{
        listpack::Listpack,
        packed::{Packed, PackedValue, unpack},
    },
};

/// The first moment that is out of range, in milliseconds.
const TOO_LATE: u64 = 1 << 48;

/// Returns an absolute moment, where 0 says never.
pub(super) fn absolute(moment: u64) -> Result<Option<i64>, ErrorKind> {
    match moment {
        0 => Ok(None),
        1..TOO_LATE => Ok(Some(moment.cast_signed())),
        _ => Err(ErrorKind::FieldExpiry { found: moment.to_string() }),
    }
}

/// Checks the earliest moment of a hash, which loaders refuse above 2⁴⁸ whatever its fields have (`rdbLoadObject`, `rdb.c`,
/// 7.4; they do not look at that of the packed form).
pub(super) fn check_earliest(earliest: u64) -> Result<(), ErrorKind> {
    match earliest {
        0..=TOO_LATE => Ok(()),
        _ => Err(ErrorKind::FieldExpiry { found: earliest.to_string() }),
    }
}

/// Returns the moment that is `distance` − 1 after the earliest one, where a distance of 0 says never.
pub(super) fn relative(earliest: u64, distance: u64) -> Result<Option<i64>, ErrorKind> {
    match distance.checked_sub(1) {
        None => Ok(None),
        Some(distance) => absolute(earliest.saturating_add(distance)),
    }
}

fn packed(moment: PackedValue<'_>) -> Result<Option<i64>, ErrorKind> {
    let number = moment.integer().and_then(|moment| u64::try_from(moment).ok());
    match number {
        Some(moment) => absolute(moment),
        None => Err(ErrorKind::FieldExpiry { found: format!("{moment:?}") }),
    }
}

/// Decodes a listpack of fields, values and moments.
pub(super) fn visit_listpack<V: ValueVisitor + ?Sized>(
    cursor: &mut Cursor<'_>,
    scratch: &mut Scratch,
    visitor: &mut V,
) -> Result<(), Error> {
    let string = shared::blob(cursor)?;
    unpack(&string, &mut scratch.blob, Region::Listpack, |cursor| {
        let mut list = Listpack::open(cursor)?;
        let mut order = Order::default();
        while let Some(field) = list.next_value()? {
            let value = list.next_value()?.ok_or_else(|| list.incomplete(3))?;
            let at = list.position();
            let moment = list.next_value()?.ok_or_else(|| list.incomplete(3))?;
            let expire_at_ms = packed(moment).map_err(|kind| Error::new(kind, at))?;
            visitor.hash_field(&field.text(), &value.text(), expire_at_ms);
            order.note(expire_at_ms, at);
        }
        if let Some(error) = order.found {
            visitor.contradiction(error);
        }
        Ok(())
    })
}

/// Watches that the moments do not descend, and that a field with one does not follow a field without.
///
/// Servers look at the order only where they are told to (`sanitize-dump-payload`).
#[derive(Default)]
struct Order {
    previous: Option<i64>,
    found: Option<Error>,
}

impl Order {
    fn note(&mut self, moment: Option<i64>, at: u64) {
        let (previous, moment) = (self.previous.unwrap_or(0), moment.unwrap_or(i64::MAX));
        if moment < previous && self.found.is_none() {
            let previous = if previous == i64::MAX { 0 } else { previous };
            let kind = ErrorKind::FieldExpiryOrder { previous, found: moment };
            self.found = Some(Error::new(kind, at));
        }
        self.previous = Some(moment);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_of_one_is_the_earliest_moment_itself() {
        assert_eq!(relative(1000, 1), Ok(Some(1000)));
        assert_eq!(relative(1000, 6), Ok(Some(1005)));
        assert_eq!(relative(1000, 0), Ok(None));
        assert!(relative(u64::MAX, 2).is_err());
        assert!(absolute(TOO_LATE).is_err());
        assert!(check_earliest(TOO_LATE).is_ok() && check_earliest(TOO_LATE + 1).is_err());
    }
}
