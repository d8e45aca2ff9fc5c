//! An AOF that begins with a snapshot (`aof-use-rdb-preamble`, 4.0 to 6.2), or is one (`….base.rdb`, 7.0).

/// Tells whether an AOF begins with a snapshot. Where that ends, only a reader of snapshots can say; the commands
/// follow its checksum directly.
#[must_use]
pub fn has_preamble(bytes: &[u8]) -> bool {
    bytes.starts_with(b"REDIS") || bytes.starts_with(b"VALKEY")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preamble_is_known_by_its_magic() {
        assert!(has_preamble(b"REDIS0009"));
        assert!(has_preamble(b"VALKEY080"));
        assert!(!has_preamble(b"*2\r\n$6\r\nSELECT"));
        assert!(!has_preamble(b"REDI"));
    }
}
