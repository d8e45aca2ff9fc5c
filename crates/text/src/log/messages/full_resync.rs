//! The master's answer to the replica: a full synchronisation.
//!
//! Written by `slaveTryPartialResynchronization`, `replication.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "full-resync",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The replica gets a snapshot: the master's id, and the offset of the last \
                 byte that is in it.",
        remedy: None,
        before: &["partial-resync-requested", "no-cached-master"],
        after: &["receiving", "cached-master-discarded"],
        wordings: &[
            wording(
                "Full resync from master: {replid}:{offset}",
                "2.8.0.., valkey 7.2",
                "Full resync from master: 08a105f97bac6fa8c8237dfde25bf1f8a6ead56e:0",
            ),
            wording(
                "Full resync from primary: {replid}:{offset}",
                "valkey 8.0..",
                "Full resync from primary: 066d1304ed05bd61fdd0ef2525ad35e536e35b22:0",
            ),
        ],
    },
    Message {
        id: "full-resync-malformed",
        side: Side::Replica,
        concern: Concern::Trouble,
        means: "The answer could not be read. The link will have no position.",
        remedy: Some("The other side is no server that speaks this protocol; check the address."),
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Master replied with wrong +FULLRESYNC syntax.",
                "2.8.0.., valkey 7.2",
                "Master replied with wrong +FULLRESYNC syntax.",
            ),
            wording(
                "Primary replied with wrong +FULLRESYNC syntax.",
                "valkey 8.0..",
                "Primary replied with wrong +FULLRESYNC syntax.",
            ),
        ],
    },
];
