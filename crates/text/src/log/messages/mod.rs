//! The catalogue: every message that the servers write and that says something about replication or about the life of a
//! process, with each of its wordings, since when and until when.
//!
//! To add a message, give it a file (or a place beside its relatives): id, what it means, what to do about it, a wording per
//! text, with the versions that write it and a sample. Then add a line to the list below. Texts and versions are from the
//! sources of Redis 2.6 to 8.0, Valkey 7.2 to 8.0 and `KeyDB` 6.3, and from logs of later versions.

use autopsync_model::{Pre, Product, Version};

/// Who writes a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Anyone.
    Any,
    /// A master.
    Master,
    /// A replica.
    Replica,
    /// A child process.
    Child,
    /// A Sentinel.
    Sentinel,
}

impl Side {
    /// The word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Master => "master",
            Self::Replica => "replica",
            Self::Child => "child",
            Self::Sentinel => "sentinel",
        }
    }
}

/// Whether to worry about a message by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Concern {
    /// No, and no story ever needs it: figures, clients that come and go.
    Chatter,
    /// No.
    Routine,
    /// No, but the story needs it.
    Notable,
    /// Yes.
    Trouble,
}

impl Concern {
    /// The word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chatter => "chatter",
            Self::Routine => "routine",
            Self::Notable => "notable",
            Self::Trouble => "trouble",
        }
    }
}

/// A message, in all its wordings.
#[derive(Debug, Clone, Copy)]
pub struct Message {
    /// Stable, kebab-case.
    pub id: &'static str,
    /// Who writes it.
    pub side: Side,
    /// Whether to worry.
    pub concern: Concern,
    /// What it tells.
    pub means: &'static str,
    /// What to do about it, where there is something to do.
    pub remedy: Option<&'static str>,
    /// The messages that usually stand before it, by id.
    pub before: &'static [&'static str],
    /// The messages that usually follow, by id.
    pub after: &'static [&'static str],
    /// Its wordings, by age.
    pub wordings: &'static [Wording],
}

/// One wording of a message.
#[derive(Debug, Clone, Copy)]
pub struct Wording {
    /// The text, with the names of fields in braces.
    pub text: &'static str,
    /// The versions that write it: ranges with both ends included, an open end for the newest: `2.8.18..4.0.14, 5.0-rc1,
    /// valkey 8.0..`. A product stands for the ranges after it.
    pub versions: &'static str,
    /// A text as a server wrote it.
    pub sample: &'static str,
}

const fn wording(text: &'static str, versions: &'static str, sample: &'static str) -> Wording {
    Wording { text, versions, sample }
}

impl Wording {
    /// Tells whether a version writes this text. Where a range begins with a release, its candidates are taken for it.
    #[must_use]
    pub fn is_written_by(&self, version: &Version) -> bool {
        let product = version.product;
        self.ranges().any(|(name, from, to)| {
            let begun = bound(product, from).is_some_and(|from| is_begun(version, &from));
            name == product.name() && begun && (to.is_empty() || is_within(version, to))
        })
    }

    /// The ranges as product, first version and last version, which is empty for an open end.
    fn ranges(&self) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
        let mut product = Product::Redis.name();
        self.versions.split(", ").map(move |part| {
            let range = match part.split_once(' ') {
                Some((name, range)) => {
                    product = name;
                    range
                }
                None => part,
            };
            let (from, to) = range.split_once("..").unwrap_or((range, range));
            (product, from, to)
        })
    }
}

/// Whether a version is not before the lower end of a range.
fn is_begun(version: &Version, from: &Version) -> bool {
    let numbers = |version: &Version| (version.major, version.minor, version.patch);
    from.key() <= version.key() || (from.pre == Pre::Release && numbers(from) == numbers(version))
}

/// Whether a version is not after the upper end of a range; `7.2` means every 7.2.x.
fn is_within(version: &Version, to: &str) -> bool {
    let Some(end) = bound(version.product, to) else { return false };
    if to.split('.').count() == 2 && end.pre == Pre::Release {
        return (version.major, version.minor) <= (end.major, end.minor);
    }
    version.key() <= end.key()
}

fn bound(product: Product, text: &str) -> Option<Version> {
    Version::parse_for(product, text).ok()
}

/// Declares the modules and lists their messages.
macro_rules! messages {
    ($($module:ident,)*) => {
        $(mod $module;)*

        /// The files of the catalogue, in the order of a server's life.
        const FILES: &[&[Message]] = &[$($module::MESSAGES,)*];
    };
}

messages! {
    server_starting,
    config,
    db_loaded,
    rdb_loading,
    rdb_load_failed,
    aof_loading,
    saving,
    diskless_result,
    aof_rewrite,
    statistics,
    shutdown,
    replica_asks,
    full_resync_requested,
    partial_resync_accepted,
    partial_resync_refused,
    failover_request,
    psync_debug,
    backlog,
    bgsave_for_sync,
    replica_online,
    replica_lost,
    connecting,
    handshake,
    partial_resync_requested,
    full_resync,
    partial_resync_succeeded,
    psync_refused,
    receiving,
    loading_db,
    sync_failed,
    master_lost,
    cached_master,
    role_change,
    failover,
    apply_error,
    protocol_error,
    output_buffer_limit,
    client,
    dual_channel,
    cluster_node,
    cluster_state,
    cluster_fail,
    election,
    manual_failover,
    cluster_role,
    sentinel,
    crash,
    assertion,
    scripts,
    various,
}

/// Returns all messages.
pub fn messages() -> impl Iterator<Item = &'static Message> {
    FILES.iter().flat_map(|file| file.iter())
}

/// Returns the message with this id.
#[must_use]
pub fn message(id: &str) -> Option<&'static Message> {
    messages().find(|message| message.id == id)
}

#[cfg(test)]
mod tests;
