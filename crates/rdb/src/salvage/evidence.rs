//! How much a record that was read at an arbitrary place looks like one that a server wrote.
//!
//! Counted in bits: by so many halvings is it less likely that these bytes are such a record by chance. The figures
//! are estimates of what random and of what textual bytes do, checked against the share of inventions that the tests
//! measure. A negative figure means that servers do not write such a record.
#![allow(
    clippy::arithmetic_side_effects,
    reason = "sums of a few figures, each of which is between -100 and 100; counts saturate"
)]

use super::record::{Record, Source, What};
use crate::{
    Aux, Error, ErrorKind, Event, KeyEntry, RdbString, Scratch, StringForm, ValueKind, ValueType,
    ValueVisitor,
};

/// A valid first byte: about one value of eight is one.
const CODE: i32 = 3;
/// A packed structure whose size, count, links and end agree.
const PACKED: i32 = 14;
/// A compressed string that gives the size it states.
const COMPRESSED: i32 = 10;
/// Something that no server writes.
const UNHEARD_OF: i32 = -8;
/// A form that servers replace by a shorter one.
const NOT_SHORTEST: i32 = -6;

/// The earliest moment at which a key plausibly expires: 2009, when Redis appeared.
const EARLIEST_MS: i64 = 1_230_768_000_000;
/// The latest: the year 2100.
const LATEST_MS: i64 = 4_102_444_800_000;

/// The names that servers give to facts about the file.
const AUX_NAMES: [&[u8]; 17] = [
    b"redis-ver",
    b"valkey-ver",
    b"redis-bits",
    b"ctime",
    b"used-mem",
    b"aof-preamble",
    b"aof-base",
    b"repl-stream-db",
    b"repl-id",
    b"repl-offset",
    b"lua",
    b"slot-info",
    b"mvcc-tstamp",
    b"cluster-asm-task",
    b"keydb-subexpire-key",
    b"keydb-subexpire-when",
    b"repl-masters",
];

/// What was found out about a record, and what it cost.
pub(super) struct Weighed {
    pub(super) steps: u64,
    /// Nothing where the record contradicts itself.
    pub(super) weight: Option<Weight>,
}

/// What a record is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Weight {
    pub(super) bits: i32,
    /// Whether it is a key without a name: there can be one in a database, and zeros look like one.
    pub(super) nameless: bool,
    /// Whether no server writes such a record, although it can be read.
    pub(super) unheard_of: bool,
}

impl Weight {
    const fn of(bits: i32) -> Self {
        Self { bits, nameless: false, unheard_of: false }
    }
}

/// Weighs a record, looking into its value as far as so many steps go.
pub(super) fn weigh(
    source: &Source<'_>,
    record: &Record<'_>,
    scratch: &mut Scratch,
    allowed: u64,
) -> Weighed {
    let bits = match &record.what {
        What::Header(_) => 40,
        What::Event(Event::Key(entry)) => return weigh_key(entry, scratch, allowed),
        What::Event(event) => match weigh_other(source, event) {
            Some(bits) => bits,
            None => return Weighed { steps: 1, weight: None },
        },
    };
    Weighed { steps: 1, weight: Some(Weight::of(bits)) }
}

fn weigh_other(source: &Source<'_>, event: &Event<'_>) -> Option<i32> {
    Some(match event {
        Event::SelectDb { db, .. } => {
            let next_is_size = source
                .index(event.at())
                .checked_add(2)
                .is_some_and(|next| source.from(next).first() == Some(&0xfb));
            CODE + 3 + small(*db, 16, 3) + if next_is_size { 8 } else { 0 }
        }
        Event::ResizeDb { keys, expires, .. } => {
            CODE + 3 + if *keys > 0 && expires <= keys { 4 } else { UNHEARD_OF }
        }
        Event::SlotInfo { slot, keys, expires, .. } => {
            CODE + 3 + small(*slot, 16384, 2) + if expires <= keys { 2 } else { UNHEARD_OF }
        }
        Event::Aux(aux) => weigh_aux(aux),
        Event::Function(function) => {
            let (head, _) = function.code.head::<2>();
            CODE + if &head == b"#!" || function.pre_release.is_some() { 16 } else { UNHEARD_OF }
        }
        Event::ModuleAux(aux) => CODE + if matches!(aux.when, 1 | 2) { 10 } else { UNHEARD_OF },
        Event::SlotImport(_) | Event::HashTemplate { .. } => CODE + 3,
        Event::Update(_) => CODE + 16,
        Event::End(end) if source.ends_at(source.index(end.at)) => 12,
        // An end that is not the end of the bytes leads nowhere.
        Event::End(_) | Event::Key(_) => return None,
    })
}

fn weigh_aux(aux: &Aux<'_>) -> i32 {
    if is_aux_name(&aux.key) {
        return 20;
    }
    CODE + name_bits(&aux.key) + form_bits(&aux.value)
}

fn is_aux_name(name: &RdbString<'_>) -> bool {
    AUX_NAMES.iter().any(|known| name.is(known))
}

fn weigh_key(entry: &KeyEntry<'_>, scratch: &mut Scratch, allowed: u64) -> Weighed {
    let mut weight = Weight {
        bits: CODE + name_bits(&entry.key) + attribute_bits(entry),
        nameless: entry.key.is_empty(),
        // What remains of a fact about the file, behind a byte that happens to be 0.
        unheard_of: entry.value_type() == ValueType::String && is_aux_name(&entry.key),
    };
    let steps = cost_of_value(entry);
    if steps > allowed {
        return Weighed { steps: 1, weight: Some(weight) };
    }
    let mut judge = Judge::default();
    match entry.value.visit_with(scratch, &mut judge) {
        Ok(()) if judge.repeated => return Weighed { steps, weight: None },
        Ok(()) => weigh_value(entry, &judge, &mut weight),
        // A long string is no lie: it was only not looked at.
        Err(error) if matches!(error.kind(), ErrorKind::Limit { .. }) => {}
        Err(error) => {
            return Weighed { steps: steps.min(cost_of_defect(entry, &error)), weight: None };
        }
    }
    if weight.unheard_of {
        weight.bits = weight.bits.saturating_add(2 * UNHEARD_OF);
    }
    Weighed { steps, weight: Some(weight) }
}

/// The longest text that is looked at, in bytes.
const TEXT: usize = 1024;

/// Returns about how many bytes are gone over when a value is decoded.
pub(super) fn cost_of_value(entry: &KeyEntry<'_>) -> u64 {
    let raw = entry.value.raw();
    let stored = raw.len() as u64;
    let steps = match entry.value.as_string() {
        Some(string) => match string.form() {
            StringForm::Compressed { len, .. } => stored.max(len),
            _ => stored.min(TEXT as u64),
        },
        // One packed string, which may be compressed, or many.
        None if raw.first() == Some(&0xc3) => stored.saturating_mul(8),
        None if matches!(entry.value.kind(), ValueKind::List | ValueKind::Stream) => {
            stored.saturating_mul(4)
        }
        None => stored,
    };
    steps.saturating_add(1)
}

/// Returns how many bytes were gone over to find a defect, where the defect tells.
fn cost_of_defect(entry: &KeyEntry<'_>, error: &Error) -> u64 {
    match error.kind() {
        ErrorKind::LzfInput { .. } | ErrorKind::LzfDistance { .. } | ErrorKind::LzfSize { .. } => {
            u64::MAX
        }
        _ if error.unpacked_at().is_some() => u64::MAX,
        _ => error.at().saturating_sub(entry.value.at()).saturating_add(1),
    }
}

fn attribute_bits(entry: &KeyEntry<'_>) -> i32 {
    let expiry = match entry.expire_at_ms {
        None => 0,
        Some(EARLIEST_MS..=LATEST_MS) => 12,
        Some(_) => UNHEARD_OF,
    };
    let use_of_it = i32::from(entry.idle_seconds.is_some()) + i32::from(entry.freq.is_some());
    expiry + 2 * use_of_it + if entry.meta.is_some() { 4 } else { 0 }
}

fn weigh_value(entry: &KeyEntry<'_>, judge: &Judge, weight: &mut Weight) {
    let value_type = entry.value_type();
    let kind = value_type.kind();
    let bits = if let Some(string) = entry.value.as_string() {
        form_bits(&string) + judge.texts.min(6)
    } else if judge.elements > 0 || kind == ValueKind::Stream {
        let checked = match value_type.info().encoding {
            "ziplist" | "listpack" | "intset" | "zipmap" | "quicklist" | "stream" => PACKED,
            _ => 0,
        };
        checked + judge.elements.min(6) + judge.texts.min(6) + judge.scores.clamp(-12, 8)
    } else if matches!(kind, ValueKind::Module | ValueKind::Array | ValueKind::Cron) {
        6
    } else {
        // A list, a set or a hash that becomes empty is deleted: there is none to write.
        weight.unheard_of = true;
        0
    };
    weight.bits = weight.bits.saturating_add(bits);
}

/// Says how much a string looks like a name.
fn name_bits(name: &RdbString<'_>) -> i32 {
    let content = match name.form() {
        StringForm::Raw(bytes) => match (bytes.len(), is_text(bytes)) {
            (0, _) => NOT_SHORTEST,
            (1025.., _) => -4,
            (len, true) => i32::try_from(len.min(8)).unwrap_or(8),
            (_, false) => -2,
        },
        StringForm::Integer(_) | StringForm::Compressed { .. } => 2,
    };
    content + form_bits(name)
}

/// Says whether a string has the form that servers would have chosen for it (`rdbSaveRawString`, `rdb.c`).
fn form_bits(string: &RdbString<'_>) -> i32 {
    let stored = string.encoded().len();
    match string.form() {
        StringForm::Raw(bytes) => {
            let prefix = match bytes.len() {
                0..=63 => 1,
                64..=16383 => 2,
                _ => 5,
            };
            let shortest = stored.saturating_sub(bytes.len()) <= prefix && !is_integer(bytes);
            if shortest { 1 } else { NOT_SHORTEST }
        }
        StringForm::Integer(value) => {
            let fits = match stored {
                2 => true,
                3 => i8::try_from(value).is_err(),
                _ => i16::try_from(value).is_err(),
            };
            if fits { 2 } else { NOT_SHORTEST }
        }
        StringForm::Compressed { bytes, len } => {
            let saved = len.saturating_sub(bytes.len() as u64);
            if len > 20 && saved >= 4 { COMPRESSED } else { NOT_SHORTEST }
        }
    }
}

/// Tells whether servers would have stored this text as an integer: the canonical form of one of 32 bits.
fn is_integer(text: &[u8]) -> bool {
    let canonical = match text {
        [b'0'] => true,
        [b'1'..=b'9', digits @ ..] | [b'-', b'1'..=b'9', digits @ ..] => {
            digits.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    };
    canonical
        && text.len() <= 11
        && std::str::from_utf8(text).is_ok_and(|text| text.parse::<i32>().is_ok())
}

/// Tells whether bytes are text: UTF-8 without control characters.
fn is_text(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| !text.chars().any(char::is_control))
}

fn small(number: u64, limit: u64, bits: i32) -> i32 {
    if number < limit { bits } else { UNHEARD_OF }
}

/// What a value looks like from inside.
struct Judge {
    elements: i32,
    texts: i32,
    scores: i32,
    /// Hashes of members met, each in the slot of its low bits.
    members: [u64; 64],
    /// Whether a member was met twice: bytes that hold many zeros look like a large set of empty strings.
    repeated: bool,
}

impl Default for Judge {
    fn default() -> Self {
        Self { elements: 0, texts: 0, scores: 0, members: [0; 64], repeated: false }
    }
}

impl Judge {
    /// Notes a member of a set, or the field of a hash: there is one of a kind.
    fn member(&mut self, bytes: &[u8]) {
        self.element(bytes);
        // FNV-1a.
        let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let slot = usize::from(hash.to_le_bytes()[0] & 63);
        if let Some(slot) = self.members.get_mut(slot) {
            self.repeated = self.repeated || *slot == hash;
            *slot = hash;
        }
    }

    fn element(&mut self, bytes: &[u8]) {
        self.elements = self.elements.saturating_add(1);
        let text = !bytes.is_empty() && bytes.len() <= TEXT && is_text(bytes);
        self.texts = self.texts.saturating_add(i32::from(text));
    }
}

impl ValueVisitor for Judge {
    fn string(&mut self, value: &[u8]) {
        if value.len() <= TEXT && is_text(value) {
            self.texts = i32::try_from(value.len()).unwrap_or(0);
        }
    }

    fn list_element(&mut self, element: &[u8]) {
        self.element(element);
    }

    fn set_member(&mut self, member: &[u8]) {
        self.member(member);
    }

    fn zset_member(&mut self, member: &[u8], score: f64) {
        self.member(member);
        let size = score.abs();
        let usual = score == 0.0 || score.is_infinite() || (size > 1e-9 && size < 1e19);
        let bits = if score.is_nan() { UNHEARD_OF } else { 2 };
        self.scores = self.scores.saturating_add(if usual || score.is_nan() { bits } else { -4 });
    }

    fn hash_field(&mut self, field: &[u8], value: &[u8], expire_at_ms: Option<i64>) {
        self.member(field);
        self.element(value);
        if let Some(at) = expire_at_ms {
            let usual = (EARLIEST_MS..=LATEST_MS).contains(&at);
            self.scores = self.scores.saturating_add(if usual { 6 } else { -4 });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_store_canonical_integers_as_such() {
        for yes in ["0", "7", "-1", "2147483647", "-2147483648"] {
            assert!(is_integer(yes.as_bytes()), "{yes}");
        }
        for no in ["", "-", "00", "-0", "+1", "2147483648", " 1", "1a", "12345678901"] {
            assert!(!is_integer(no.as_bytes()), "{no}");
        }
    }

    #[test]
    fn control_characters_are_no_text() {
        assert!(is_text("schlüssel:1".as_bytes()));
        assert!(!is_text(b"a\x00b") && !is_text(b"\xff\xfe"));
    }
}
