//! What a restarted replica still knows.

/// What survives a restart of a version, beside the data. Which version keeps what is written in
/// `autopsync-psync`; the engine only does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RestartKeeps {
    /// Whether the snapshot brings the scripts back (`lua` fields, 4.0.4 to 6.2).
    pub scripts: bool,
    /// The database in which the stream goes on, where the snapshot says it (`repl-stream-db`); else 0.
    pub database: Option<u32>,
}
