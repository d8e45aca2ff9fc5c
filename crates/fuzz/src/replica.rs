//! What the targets of the engine share: its versions, and limits small enough to be met.

use autopsync_engine::{Engine, Limits, Profile, Version};

/// One version of each way of running scripts and of storing values; the first byte of an input chooses.
const VERSIONS: [Version; 8] = [
    Version::redis(2, 6, 17),
    Version::redis(2, 8, 24),
    Version::redis(3, 2, 13),
    Version::redis(4, 0, 14),
    Version::redis(6, 2, 14),
    Version::redis(7, 0, 15),
    Version::redis(8, 2, 3),
    Version::valkey(9, 1, 2),
];

/// Memory of a replica's data, in bytes, and of one script.
pub const MEMORY: usize = 32 << 20;

/// Takes the byte that chooses the version off an input.
pub fn chosen(data: &[u8]) -> (Version, &[u8]) {
    let (choice, rest) = data.split_first().unwrap_or((&0, &[]));
    (VERSIONS[usize::from(*choice) % VERSIONS.len()], rest)
}

/// A replica without data.
pub fn engine(version: Version) -> Engine {
    let limits = Limits {
        string_bytes: 1 << 20,
        script_memory: MEMORY,
        script_instructions: 1_000_000,
        queued_commands: 1000,
        data_bytes: MEMORY,
        ..Limits::default()
    };
    let mut engine = Engine::new(Profile::of(version), limits);
    engine.set_clock(1_600_000_000_000);
    engine
}

/// Most memory that a replica's data can come to: the limit, what one command can add, and the input.
pub fn bound(input: &[u8]) -> usize {
    3 * MEMORY + 64 * input.len()
}
