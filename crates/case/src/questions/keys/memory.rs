//! What a key takes in a server's memory: an estimate, and its grounds.
//!
//! Counted are the structures of a 64-bit server with jemalloc (`dict.h`, `object.h`, `sds.h`, `t_zset.c`, 6.2 and
//! 7.x), each rounded up to its size class: an entry and a bucket of the main dictionary, the name, the object, the
//! value, and an entry of the expires dictionary. Values in a compact encoding take their bytes,
//! decompressed. Left out is what no snapshot tells: tables that are larger than needed, fragmentation, buffers.

use autopsync_rdb::{KeyEntry, RdbString, StringForm, ValueKind};

/// An entry of a dictionary, its bucket, and the slack of a table that is between half and all full.
const DICT_ENTRY: u64 = 24 + 12;
/// An object's head.
const OBJECT: u64 = 16;
/// A node of a skip list with its average 1.33 levels, and its pointers.
const SKIPLIST_NODE: u64 = 24 + 22;
/// The largest string that shares an allocation with its object (`OBJ_ENCODING_EMBSTR_SIZE_LIMIT`).
const EMBEDDED: u64 = 44;

/// Estimates the bytes that a key and its value take.
pub(super) fn estimate(
    entry: &KeyEntry<'_>,
    string: Option<&RdbString<'_>>,
    name: u64,
    elements: u64,
) -> u64 {
    let expiry = if entry.expire_at_ms.is_some() { DICT_ENTRY } else { 0 };
    let value = string.map_or_else(|| value(entry, elements), string_object);
    DICT_ENTRY + sds(name) + expiry + value
}

fn value(entry: &KeyEntry<'_>, elements: u64) -> u64 {
    // The bytes in the file are close to those of the elements.
    let stored = entry.value.unpacked_size();
    let each = stored.checked_div(elements).unwrap_or(0);
    OBJECT
        + match (entry.value.kind(), entry.value.encoding()) {
            (_, "ziplist" | "listpack" | "intset" | "zipmap" | "listpack_ex") => size_class(stored),
            (ValueKind::List, _) => stored + stored.div_ceil(8192).saturating_mul(64),
            (ValueKind::Set, _) => elements.saturating_mul(DICT_ENTRY + sds(each)),
            (ValueKind::Hash, _) => {
                elements.saturating_mul(DICT_ENTRY + sds(each / 2) + sds(each.div_ceil(2)))
            }
            (ValueKind::Zset, _) => {
                elements.saturating_mul(DICT_ENTRY + SKIPLIST_NODE + sds(each.saturating_sub(8)))
            }
            _ => size_class(stored),
        }
}

fn string_object(string: &RdbString<'_>) -> u64 {
    match string.form() {
        StringForm::Integer(_) => OBJECT,
        _ if string.len() <= EMBEDDED => size_class(OBJECT + 3 + string.len() + 1),
        _ => OBJECT + sds(string.len()),
    }
}

/// A string with its head and its final zero (`sdsnewlen`).
fn sds(length: u64) -> u64 {
    let head = match length {
        0..32 => 1,
        32..256 => 3,
        256..65_536 => 5,
        65_536..4_294_967_296 => 9,
        _ => 17,
    };
    size_class(head + length + 1)
}

/// The allocation that serves a request (jemalloc 5: four classes a doubling, from 16 bytes on).
fn size_class(bytes: u64) -> u64 {
    match bytes {
        0..=8 => 8,
        9..=128 => bytes.next_multiple_of(16),
        _ => {
            let step = (bytes - 1).ilog2().saturating_sub(2);
            bytes.checked_next_multiple_of(1 << step).unwrap_or(bytes)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_rounded_up_to_the_allocators_classes() {
        for (bytes, class) in [
            (1, 8),
            (9, 16),
            (16, 16),
            (17, 32),
            (129, 160),
            (161, 192),
            (4096, 4096),
            (4097, 5120),
        ] {
            assert_eq!(size_class(bytes), class, "{bytes}");
        }
        assert_eq!(sds(5), 8);
        assert_eq!(sds(u64::MAX / 2), size_class(u64::MAX / 2 + 18));
    }
}
