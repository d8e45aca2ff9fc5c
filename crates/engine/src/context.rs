//! What a command sees of the replica while it runs.

use crate::{
    CommandError, Profile, Reply,
    caveat::Caveat,
    commands::CommandSpec,
    error::refusal,
    keyspace::{Database, Entry, NO_EXPIRY},
    number::{NumberText, format_g, grisu2_text},
    parse,
    state::State,
    touched::{Extent, Touched},
    value::{Kind, Value},
};

/// The replica's state, and how the running command was called.
pub(crate) struct Context<'a> {
    pub(crate) state: &'a mut State,
    /// The command's row.
    pub(crate) spec: &'static CommandSpec,
    /// Whether anybody looks at the reply. Where nobody does, none is put together.
    pub(crate) wants_reply: bool,
    /// Whether a script called it.
    pub(crate) in_script: bool,
}

impl Context<'_> {
    /// Returns the emulation profile.
    pub(crate) fn profile(&self) -> &Profile {
        &self.state.profile
    }

    /// Tells whether the replica is at least of a version.
    pub(crate) fn at_least(&self, major: u16, minor: u16, patch: u16) -> bool {
        self.state.profile.replica.at_least(major, minor, patch)
    }

    /// Tells whether the replica is a Redis (not a Valkey) of at least a version.
    pub(crate) fn redis_at_least(&self, major: u16, minor: u16) -> bool {
        !self.is_valkey() && self.at_least(major, minor, 0)
    }

    /// Tells whether the replica is a Valkey of at least a version.
    pub(crate) fn valkey_at_least(&self, major: u16, minor: u16) -> bool {
        self.is_valkey() && self.at_least(major, minor, 0)
    }

    /// Tells whether the replica is a Valkey.
    pub(crate) fn is_valkey(&self) -> bool {
        self.state.profile.replica.is_valkey()
    }

    /// Returns the clock and notes that the result depends on it.
    pub(crate) fn now_for_expiry(&mut self) -> i64 {
        self.note(Caveat::Clock);
        self.state.now_ms
    }

    /// Notes that the result depends on more than the bytes.
    pub(crate) fn note(&mut self, caveat: Caveat) {
        self.state.caveats.note(caveat, self.state.position);
    }

    /// Notes the same where a script may see it; a stream's own command has nobody who looks at its reply.
    pub(crate) fn note_in_script(&mut self, caveat: Caveat) {
        if self.in_script {
            self.note(caveat);
        }
    }

    /// Returns the selected database.
    pub(crate) fn database(&self) -> &Database {
        self.state.keyspace.current()
    }

    /// Returns the selected database for changes.
    pub(crate) fn database_mut(&mut self) -> &mut Database {
        self.state.keyspace.current_mut()
    }

    /// Returns a key's value where it is of the type, `None` where there is no key.
    pub(crate) fn read<T: Kind>(&self, key: &[u8]) -> Result<Option<&T>, CommandError> {
        match self.database().get(key) {
            None => Ok(None),
            Some(entry) => T::of(&entry.value).map(Some).ok_or(CommandError::WrongType),
        }
    }

    /// Returns a key's value for changes, and the profile.
    #[inline]
    pub(crate) fn edit<T: Kind>(
        &mut self,
        key: &[u8],
    ) -> Result<Option<(&mut T, &Profile)>, CommandError> {
        match self.state.keyspace.current_mut().get_mut(key) {
            None => Ok(None),
            Some(entry) => T::of_mut(&mut entry.value)
                .map(|value| Some((value, &self.state.profile)))
                .ok_or(CommandError::WrongType),
        }
    }

    /// Returns a key's value for changes, after creating an empty one where there is no key, and the profile.
    #[inline]
    pub(crate) fn edit_or_create<T: Kind>(
        &mut self,
        key: &[u8],
    ) -> Result<(&mut T, &Profile), CommandError> {
        let entry = self.state.keyspace.current_mut().get_or_insert(key, T::empty);
        T::of_mut(&mut entry.value)
            .map(|value| (value, &self.state.profile))
            .ok_or(CommandError::WrongType)
    }

    /// Tells whether a key exists.
    pub(crate) fn exists(&self, key: &[u8]) -> bool {
        self.database().contains(key)
    }

    /// Sets a key to a value without expiry, whatever was there, and counts the change.
    pub(crate) fn put(&mut self, key: &[u8], value: Value) {
        self.database_mut().set(key, value);
        self.changed(key);
    }

    /// Removes a key and counts the change; `false` where there was none.
    pub(crate) fn delete(&mut self, key: &[u8]) -> bool {
        let removed = self.database_mut().remove(key).is_some();
        if removed {
            self.changed(key);
        }
        removed
    }

    /// Stores the result of a `*STORE` command: an empty one (`None`) removes the key.
    pub(crate) fn store(&mut self, key: &[u8], value: Option<Value>) {
        match value {
            Some(value) => {
                self.state.note_growth(value.heap_bytes());
                self.put(key, value);
            }
            None => {
                self.delete(key);
            }
        }
    }

    /// Counts a change of a key.
    #[inline]
    pub(crate) fn changed(&mut self, key: &[u8]) {
        self.state.dirty += 1;
        if self.state.touched.is_some() {
            self.tell(Extent::Key(self.state.keyspace.selected(), key));
        }
    }

    /// Counts a change of a key of another database.
    pub(crate) fn changed_in(&mut self, database: u32, key: &[u8]) {
        self.changed_much(Extent::Key(database, key));
    }

    /// Counts a change of whole databases.
    pub(crate) fn changed_much(&mut self, what: Extent<'_>) {
        self.state.dirty += 1;
        self.tell(what);
    }

    /// Remembers a change for whoever asks.
    #[cold]
    fn tell(&mut self, what: Extent<'_>) {
        let State { touched: Some(touches), position, .. } = &mut *self.state else { return };
        let (offset, command, by_script) = (*position, self.spec.name, self.in_script);
        touches.push(Touched { offset, command, by_script, what });
    }

    /// Sets or clears a key's expiry. The key is known to be there.
    pub(crate) fn set_expiry(&mut self, key: &[u8], at_ms: Option<i64>) {
        if let Some(entry) = self.database_mut().get_mut(key) {
            entry.expires_ms = at_ms.unwrap_or(NO_EXPIRY);
        }
    }

    /// Returns a key's expiry in milliseconds since 1970.
    pub(crate) fn expiry(&self, key: &[u8]) -> Option<i64> {
        self.database().get(key).filter(|entry| entry.expires()).map(|entry| entry.expires_ms)
    }

    /// Tells whether clients of this replica would see the key as gone; commands of its master do not.
    pub(crate) fn is_expired(&self, entry: &Entry) -> bool {
        entry.expires() && entry.expires_ms < self.state.now_ms
    }

    /// Answers with a string, copied only where somebody looks.
    pub(crate) fn bulk(&self, bytes: &[u8]) -> Reply {
        if self.wants_reply { Reply::bulk(bytes) } else { Reply::Nil }
    }

    /// Answers with a count.
    #[allow(clippy::unused_self)] // Reads as the other answers do.
    pub(crate) fn count(&self, count: usize) -> Reply {
        Reply::Int(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// Reads a double as this version's commands do: Valkey from 8.1 on knows no hexadecimal ones.
    pub(crate) fn double(&self, text: &[u8]) -> Result<f64, CommandError> {
        let refused = parse::is_hexadecimal(text) && self.valkey_at_least(8, 1);
        parse::double(text).filter(|_| !refused).ok_or(refusal::NOT_FLOAT)
    }

    /// Writes a double as this version's replies and sorted sets do.
    pub(crate) fn double_text(&self, value: f64) -> NumberText {
        if self.at_least(7, 2, 0) { grisu2_text(value) } else { format_g(value, 17) }
    }
}

/// Answers 1 or 0.
pub(crate) const fn flag(yes: bool) -> Reply {
    Reply::Int(if yes { 1 } else { 0 })
}
