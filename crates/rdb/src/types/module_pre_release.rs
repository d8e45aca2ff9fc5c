//! Type 6: the value of a module as the release candidates of Redis 4.0 wrote it.
//!
//! The module's own bytes follow its id without any frame: only the module knows where they end.

use super::{Layout, TypeInfo, ValueKind};
use crate::{Error, ErrorKind, Scratch, ValueVisitor, cursor::Cursor, structure::Part};

/// A length that is an id, and bytes of unknown number.
pub(crate) struct ModulePreRelease;

impl Layout for ModulePreRelease {
    const INFO: TypeInfo = TypeInfo {
        valkey: None,
        ..TypeInfo::common(6, "module-pre-release", ValueKind::Module, "module", 8)
    };
    const PARTS: &'static [Part] = &[Part::Length("id")];

    #[inline]
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        Err(opaque(cursor))
    }

    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        Err(opaque(cursor))
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        _scratch: &mut Scratch,
        _visitor: &mut V,
    ) -> Result<(), Error> {
        Err(opaque(cursor))
    }
}

#[cold]
fn opaque(cursor: &Cursor<'_>) -> Error {
    cursor.error(ErrorKind::Opaque { what: "a module's value without a frame (type 6)" })
}
