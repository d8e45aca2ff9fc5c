//! The bounds that keep hostile evidence from taking the machine.

/// What a reader or the engine may use at most. Every loop that input drives has its bound here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Longest string that is decompressed or copied, in bytes (`proto-max-bulk-len`, 512 MiB by default).
    pub string_bytes: u64,
    /// Most arguments of one command (the servers' `1024*1024` for multibulk length).
    pub arguments: u64,
    /// Longest inline command or length line, in bytes (`PROTO_INLINE_MAX_SIZE`, 64 KiB).
    pub inline_bytes: u64,
    /// Deepest nesting of a nested structure, in levels.
    pub depth: u32,
    /// Memory that one script may use, in bytes.
    pub script_memory: usize,
    /// Instructions that one script may execute.
    pub script_instructions: u64,
    /// Commands that one transaction may queue.
    pub queued_commands: usize,
    /// Memory that the replica's data may take, in bytes, as far as it grows by more than what the evidence holds:
    /// copies, gaps in strings, and what scripts write.
    pub data_bytes: usize,
    /// Damages, errors and findings that are kept in full; the rest is counted.
    pub kept_reports: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            string_bytes: 512 << 20,
            arguments: 1 << 20,
            inline_bytes: 64 << 10,
            depth: 64,
            script_memory: 512 << 20,
            script_instructions: 200_000_000,
            queued_commands: 10_000_000,
            data_bytes: 16 << 30,
            kept_reports: 1000,
        }
    }
}
