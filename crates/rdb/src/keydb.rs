//! What `KeyDB` writes beside what Redis does: facts about single keys, in AUX fields (`rdbSaveKeyValuePair` and
//! `rdbSaveInfoAuxFields`, `rdb.cpp`, `KeyDB` 0.9.5 to 6.3.4; files of 6.0.18, 6.2.2 and 6.3.4 were recorded).
//!
//! Its files have the magic and the version of Redis 5.0, and its versions overlap with those of Redis, so that only these
//! fields, and versions that Redis never had, tell whose a file is. One code depends on it: [`ValueType::Cron`].

use crate::{
    Aux, Dialect, Error, KeyEntry, LazyValue, RdbString, Region, ValueType, cursor::Cursor,
    opcodes, template::Templates,
};

/// When a key was changed last, for active replicas: before each key (0.9.5 to 6.0.13 always, from 6.0.16 on under
/// `active-replica`), and from 6.3 on behind the value of a `DUMP` payload. Loaders keep it for all keys behind it.
pub(crate) const KEY_VERSION: &[u8] = b"mvcc-tstamp";
/// What stands there for a key that no active replica changed (6.3.4).
pub(crate) const NEVER_CHANGED: &[u8] = b"18446744073709551615";
/// A member of the key before it that expires (5.1 and later); its moment follows.
pub(crate) const MEMBER: &[u8] = b"keydb-subexpire-key";
/// When that member expires, in milliseconds of Unix time.
pub(crate) const MOMENT: &[u8] = b"keydb-subexpire-when";
/// The masters of an active replica (6.3 and later), in the head.
const MASTERS: &[u8] = b"repl-masters";
/// The first numbers of versions that `KeyDB` alone had: it came to 6.0 from 5.3, and to 6.3 when Redis was at 7.0.
const RELEASES: [&[u8]; 5] = [b"0.9.", b"5.1.", b"5.2.", b"5.3.", b"6.3."];
/// How much of a version has to be seen.
const RELEASE: usize = 4;

impl Aux<'_> {
    /// Tells whether `KeyDB` alone writes such a field: one that says when members expire or keys changed, the list of an
    /// active replica's masters, or a version that Redis never had.
    #[must_use]
    pub fn is_of_keydb(&self) -> bool {
        if self.is_named(b"redis-ver") {
            let (head, len) = self.value.head::<RELEASE>();
            return len == RELEASE && RELEASES.contains(&head.as_slice());
        }
        self.is_about_a_key() || self.is_named(MASTERS)
    }

    /// Tells whether the field speaks of a single key, as fields of `KeyDB` do: of the one before it, or of those behind it.
    #[must_use]
    pub fn is_about_a_key(&self) -> bool {
        self.is_named(KEY_VERSION) || self.is_about_a_member()
    }

    fn is_about_a_member(&self) -> bool {
        self.is_named(MEMBER) || self.is_named(MOMENT)
    }
}

/// When members of a value expire (`EXPIREMEMBER`, `KeyDB` 5.1 and later): what the records behind a key say.
///
/// The members of sets, sorted sets and hashes, by name. Of a job ([`ValueType::Cron`]) the only one is the key itself, and
/// its moment is when the job runs next. Nobody but `KeyDB` heeds them, its `DEBUG DIGEST` does not show them.
#[derive(Clone, Copy)]
pub struct MemberExpiries<'a> {
    records: &'a [u8],
    at: u64,
}

/// A member of a value, and when it expires.
#[derive(Debug, Clone, Copy)]
pub struct MemberExpiry<'a> {
    /// The member.
    pub member: RdbString<'a>,
    /// When it expires, in milliseconds of Unix time.
    pub expire_at_ms: i64,
    /// Where the first of its two records begins.
    pub at: u64,
}

impl<'a> MemberExpiries<'a> {
    /// Returns what stands behind a value. The cursor stays where it is, and what is no such record ends it.
    #[cold]
    #[inline(never)]
    fn behind(cursor: &Cursor<'a>) -> &'a [u8] {
        let mut ahead = Cursor::new(cursor.rest(), cursor.position(), Region::File);
        let mut end = ahead.mark();
        let start = end;
        while next_aux(&mut ahead).is_some_and(|aux| aux.is_about_a_member()) {
            end = ahead.mark();
        }
        ahead.rewind(end);
        ahead.since(start)
    }

    /// Returns the bytes of the records.
    #[must_use]
    pub const fn raw(&self) -> &'a [u8] {
        self.records
    }

    /// Tells whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Returns the members and their moments, in the order of the file. As loaders do, it passes over a name without a
    /// moment and a moment without a name. A member that comes twice expires at its last moment.
    pub fn iter(&self) -> impl Iterator<Item = MemberExpiry<'a>> + use<'a> {
        let mut cursor = Cursor::new(self.records, self.at, Region::File);
        let mut named = None;
        std::iter::from_fn(move || {
            loop {
                let aux = next_aux(&mut cursor)?;
                if aux.is_named(MEMBER) {
                    named = Some(aux);
                } else if let Some(name) = named.take()
                    && let Some(expire_at_ms) = aux.integer()
                {
                    return Some(MemberExpiry { member: name.value, expire_at_ms, at: name.at });
                }
            }
        })
    }
}

impl std::fmt::Debug for MemberExpiries<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<'a> KeyEntry<'a> {
    /// Returns which members of the value expire, as `KeyDB` writes it behind the key.
    #[must_use]
    pub const fn member_expiries(&self) -> MemberExpiries<'a> {
        let at = self.value.at().saturating_add(self.value.raw().len() as u64);
        MemberExpiries { records: self.behind, at }
    }
}

/// Returns what stands behind a value and speaks about its key.
#[inline(always)]
#[allow(clippy::inline_always, reason = "one comparison for each key, and rarely more")]
pub(crate) fn behind<'a>(cursor: &Cursor<'a>) -> &'a [u8] {
    if cursor.peek() == Some(opcodes::AUX) { MemberExpiries::behind(cursor) } else { &[] }
}

/// Returns the type that a code stands for in files of `KeyDB` alone. `known` says whether the file is known to be one;
/// where it is not, what stands behind such a value may tell: each job is followed by the moment of its next run. The cursor stands at the code.
#[cold]
pub(crate) fn own_type(
    code: u8,
    dialect: Dialect,
    known: bool,
    cursor: &Cursor<'_>,
) -> Option<ValueType> {
    if code != ValueType::Cron.code() || dialect != Dialect::Redis {
        return None;
    }
    (known || is_followed_by_keydb(cursor, true)).then_some(ValueType::Cron)
}

/// The same for a `DUMP` payload, in which no key stands between the code and the value, and the time of the last change
/// behind it (6.3 and later).
pub(crate) fn own_type_of_payload(
    code: u8,
    dialect: Dialect,
    cursor: &Cursor<'_>,
) -> Option<ValueType> {
    let known = code == ValueType::Cron.code() && dialect == Dialect::Redis;
    (known && is_followed_by_keydb(cursor, false)).then_some(ValueType::Cron)
}

fn is_followed_by_keydb(cursor: &Cursor<'_>, has_key: bool) -> bool {
    let mut ahead = *cursor;
    let pass = |ahead: &mut Cursor<'_>| -> Result<(), Error> {
        ahead.byte("a value type")?;
        if has_key {
            RdbString::skip(ahead, "a key")?;
        }
        LazyValue::read(ValueType::Cron, ahead, &Templates::new()).map(|_| ())
    };
    pass(&mut ahead).is_ok() && next_aux(&mut ahead).is_some_and(|aux| aux.is_about_a_key())
}

/// Passes the time of the last change behind the value of a `DUMP` payload.
pub(crate) fn pass_key_version(cursor: &mut Cursor<'_>) {
    let start = cursor.mark();
    if !next_aux(cursor).is_some_and(|aux| aux.is_named(KEY_VERSION)) {
        cursor.rewind(start);
    }
}

/// Reads the AUX field at the cursor, if there is one.
fn next_aux<'a>(cursor: &mut Cursor<'a>) -> Option<Aux<'a>> {
    if cursor.peek()? != opcodes::AUX {
        return None;
    }
    let at = cursor.position();
    cursor.byte("an opcode").ok()?;
    let key = RdbString::read(cursor, "the name of an AUX field").ok()?;
    let value = RdbString::read(cursor, "the value of an AUX field").ok()?;
    Some(Aux { key, value, at })
}
