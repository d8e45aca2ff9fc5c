//! Hashes, with the expiry times of fields where servers have them (Redis 7.4, Valkey 9).

use super::{Kind, SmallBytes, Value, packed};
use crate::{
    Profile,
    keyspace::{Keyed, Slab},
};

/// A hash. Fields keep the order of insertion in both forms; an overwritten field keeps its place, as in the
/// server's compact encodings. In the server's hash tables the order is one that no replay can know.
#[derive(Debug, Clone)]
pub(crate) struct Hash {
    form: Form,
    expiries: Option<Box<Slab<FieldExpiry>>>,
}

#[derive(Debug, Clone)]
enum Form {
    /// Field, value, field, value.
    Packed(Vec<u8>),
    Table(Box<Slab<Field>>),
}

/// A field of a large hash.
#[derive(Debug, Clone)]
struct Field {
    name: SmallBytes,
    value: SmallBytes,
}

impl Keyed for Field {
    fn key(&self) -> &[u8] {
        self.name.as_slice()
    }
}

/// When a field expires, in milliseconds since 1970.
#[derive(Debug, Clone)]
struct FieldExpiry {
    name: SmallBytes,
    at_ms: i64,
}

impl Keyed for FieldExpiry {
    fn key(&self) -> &[u8] {
        self.name.as_slice()
    }
}

/// Where a packed field stands: its own start, and the start and end of its value.
struct Found {
    field: usize,
    value: usize,
    end: usize,
}

fn find(buffer: &[u8], name: &[u8]) -> Result<Found, usize> {
    let (mut at, mut count) = (0, 0);
    while let Some((field, value)) = packed::read(buffer, at) {
        let Some((_, end)) = packed::read(buffer, value) else { break };
        if field == name {
            return Ok(Found { field: at, value, end });
        }
        at = end;
        count += 1;
    }
    Err(count)
}

impl Hash {
    /// Returns an empty hash.
    pub(crate) const fn new() -> Self {
        Self { form: Form::Packed(Vec::new()), expiries: None }
    }

    /// Returns how many fields there are.
    pub(crate) fn len(&self) -> usize {
        match &self.form {
            Form::Packed(buffer) => packed::Strings::new(buffer).count() / 2,
            Form::Table(table) => table.len(),
        }
    }

    /// Tells whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        match &self.form {
            Form::Packed(buffer) => buffer.is_empty(),
            Form::Table(table) => table.is_empty(),
        }
    }

    /// Returns a field's value.
    pub(crate) fn get(&self, name: &[u8]) -> Option<&[u8]> {
        match &self.form {
            Form::Packed(buffer) => {
                let found = find(buffer, name).ok()?;
                packed::read(buffer, found.value).map(|(value, _)| value)
            }
            Form::Table(table) => table.get(name).map(|field| field.value.as_slice()),
        }
    }

    /// Sets a field and leaves its expiry alone; `true` where the field is new.
    pub(crate) fn set(&mut self, name: &[u8], value: &[u8], profile: &Profile) -> bool {
        match &mut self.form {
            Form::Packed(buffer) => {
                let limits = &profile.compact;
                let short = name.len() <= limits.hash_value && value.len() <= limits.hash_value;
                match find(buffer, name) {
                    Ok(found) if short => {
                        packed::replace(buffer, found.value, found.end, Some(value));
                        return false;
                    }
                    Err(count) if short && count < limits.hash_entries => {
                        packed::reserve(
                            buffer,
                            packed::size(name.len()) + packed::size(value.len()),
                        );
                        packed::push(buffer, name);
                        packed::push(buffer, value);
                        return true;
                    }
                    _ => self.unpack(),
                }
                self.set(name, value, profile)
            }
            Form::Table(table) => {
                if let Some(field) = table.get_mut(name) {
                    field.value.assign(value);
                    return false;
                }
                table.insert(Field { name: SmallBytes::new(name), value: SmallBytes::new(value) });
                true
            }
        }
    }

    /// Leaves the compact form.
    pub(crate) fn unpack(&mut self) {
        if matches!(self.form, Form::Table(_)) {
            return;
        }
        let mut table = Slab::default();
        self.for_each(|name, value| {
            table.insert(Field { name: SmallBytes::new(name), value: SmallBytes::new(value) });
        });
        self.form = Form::Table(Box::new(table));
    }

    /// Removes a field and its expiry; `false` where there was none.
    pub(crate) fn remove(&mut self, name: &[u8]) -> bool {
        self.set_expiry(name, None);
        match &mut self.form {
            Form::Packed(buffer) => {
                let Ok(found) = find(buffer, name) else { return false };
                packed::splice(buffer, found.field, found.end, &[]);
                true
            }
            Form::Table(table) => {
                let removed = table.remove(name).is_some();
                if table.is_sparse() {
                    table.compact();
                }
                removed
            }
        }
    }

    /// Returns when a field expires, in milliseconds since 1970.
    pub(crate) fn expiry(&self, name: &[u8]) -> Option<i64> {
        self.expiries.as_ref()?.get(name).map(|expiry| expiry.at_ms)
    }

    /// Sets or clears when a field expires. The caller knows that the field is there.
    pub(crate) fn set_expiry(&mut self, name: &[u8], at_ms: Option<i64>) {
        match (&mut self.expiries, at_ms) {
            (None, None) => {}
            (Some(expiries), None) => {
                expiries.remove(name);
                if expiries.is_empty() {
                    self.expiries = None;
                }
            }
            (expiries, Some(at_ms)) => {
                let expiries = expiries.get_or_insert_default();
                match expiries.get_mut(name) {
                    Some(expiry) => expiry.at_ms = at_ms,
                    None => {
                        expiries.insert(FieldExpiry { name: SmallBytes::new(name), at_ms });
                    }
                }
            }
        }
    }

    /// Returns when the first field expires, where one does.
    pub(crate) fn earliest_expiry(&self) -> Option<i64> {
        self.expiries.as_ref()?.iter().map(|expiry| expiry.at_ms).min()
    }

    /// Tells whether any field expires.
    pub(crate) const fn has_expiries(&self) -> bool {
        self.expiries.is_some()
    }

    /// Calls `visit` with each field and its value, in order.
    pub(crate) fn for_each(&self, mut visit: impl FnMut(&[u8], &[u8])) {
        match &self.form {
            Form::Packed(buffer) => {
                let mut strings = packed::Strings::new(buffer);
                while let (Some(name), Some(value)) = (strings.next(), strings.next()) {
                    visit(name, value);
                }
            }
            Form::Table(table) => {
                for field in table.iter() {
                    visit(field.name.as_slice(), field.value.as_slice());
                }
            }
        }
    }

    /// Returns the server's word for the form.
    pub(crate) fn encoding(&self, profile: &Profile) -> &'static str {
        match &self.form {
            Form::Packed(_) if !profile.replica.at_least(7, 0, 0) => "ziplist",
            Form::Packed(_) if self.has_expiries() && !profile.replica.is_valkey() => "listpackex",
            Form::Packed(_) => "listpack",
            Form::Table(_) => "hashtable",
        }
    }

    /// Tells whether iteration has an order that the real server would have had as well.
    pub(crate) const fn has_known_order(&self) -> bool {
        matches!(self.form, Form::Packed(_))
    }

    /// Returns the bytes on the heap.
    pub(crate) fn heap_bytes(&self) -> usize {
        let fields = match &self.form {
            Form::Packed(buffer) => buffer.capacity(),
            Form::Table(table) => {
                let owned = |field: &Field| field.name.heap_bytes() + field.value.heap_bytes();
                table.table_bytes() + table.iter().map(owned).sum::<usize>()
            }
        };
        fields + self.expiries.as_ref().map_or(0, |expiries| expiries.table_bytes())
    }
}

impl Kind for Hash {
    const WORD: &'static str = "hash";

    fn of(value: &Value) -> Option<&Self> {
        if let Value::Hash(hash) = value { Some(hash) } else { None }
    }

    fn of_mut(value: &mut Value) -> Option<&mut Self> {
        if let Value::Hash(hash) = value { Some(hash) } else { None }
    }

    fn empty() -> Value {
        Value::Hash(Box::new(Self::new()))
    }
}
