//! The master refuses to continue a replica, and says why.
//!
//! Written by `masterTryPartialResynchronization`, `replication.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "partial-resync-refused-id",
        side: Side::Master,
        concern: Concern::Notable,
        means: "The replica names a history that the master is not in. It gives both of the \
                 master's ids at this moment. On the first attachment of a fresh replica this \
                 is expected.",
        remedy: Some(
            "Nothing on the first attach. Otherwise find out why the ids differ: restart of the \
             master, another master, or two failovers while the replica was away.",
        ),
        before: &["replica-asks"],
        after: &["bgsave-for-sync", "backlog-created"],
        wordings: &[
            wording(
                "Partial resynchronization not accepted: Runid mismatch (Client asked for \
                 '{requested_replid}', I'm '{replid}')",
                "2.8.0..2.8.24",
                "Partial resynchronization not accepted: Runid mismatch (Client asked for \
                 '96f6985b65503b9b0502dfc83cdc2989ad9097e6', I'm \
                 'a69d89af4fde0b327c8e23aa7b31c2e4be78748e')",
            ),
            wording(
                "Partial resynchronization not accepted: Runid mismatch (Client asked for \
                 runid '{requested_replid}', my runid is '{replid}')",
                "3.0.0..3.2.13",
                "Partial resynchronization not accepted: Runid mismatch (Client asked for \
                 runid '7cbd5410767825dc7542653be878d71227274a3e', my runid is \
                 '4ef10c5e7e22d7555e222583e3302f6155c283ef')",
            ),
            wording(
                "Partial resynchronization not accepted: Replication ID mismatch (Slave asked \
                 for '{requested_replid}', my replication IDs are '{replid}' and '{replid2}')",
                "4.0.0..4.0.14, 5.0-rc1..5.0-rc5",
                "Partial resynchronization not accepted: Replication ID mismatch (Slave asked \
                 for '17646a051bb26b5d4d159220fc0229a34edfad3a', my replication IDs are \
                 '759e6e3494d4b31eb9d288fa13affa219425cb0f' and \
                 '0000000000000000000000000000000000000000')",
            ),
            wording(
                "Partial resynchronization not accepted: Replication ID mismatch (Replica \
                 asked for '{requested_replid}', my replication IDs are '{replid}' and \
                 '{replid2}')",
                "5.0.0.., valkey 7.2..",
                "Partial resynchronization not accepted: Replication ID mismatch (Replica \
                 asked for '0452a5b59dedf85f6926a8bbcea680d9fa99e96c', my replication IDs are \
                 'c19d8fee3fd0a27b13cae37bdf01a7f153a20291' and \
                 '0000000000000000000000000000000000000000')",
            ),
        ],
    },
    Message {
        id: "partial-resync-refused-second-id",
        side: Side::Master,
        concern: Concern::Trouble,
        means: "The replica is in the history that the master was in before its promotion, \
                 and went further in it than the master did: what it has beyond was never the \
                 master's.",
        remedy: Some(
            "Compare both sides before the old data are overwritten: save the refused node's \
             snapshot and backlog, `autopsync offsets` tells what it had beyond. A multiple of \
             14 bytes is likely PINGs alone.",
        ),
        before: &["replica-asks"],
        after: &["bgsave-for-sync"],
        wordings: &[
            wording(
                "Partial resynchronization not accepted: Requested offset for second ID was \
                 {next_offset}, but I can reply up to {second_replid_offset}",
                "4.0.0.., valkey 7.2..",
                "Partial resynchronization not accepted: Requested offset for second ID was \
                 1999, but I can reply up to 1998",
            ),
            wording(
                "Partial resynchronization not accepted: Requested offset for secondary ID \
                 was {next_offset}, but I can reply up to {second_replid_offset}",
                "6.0.0..6.0.3",
                "Partial resynchronization not accepted: Requested offset for secondary ID \
                 was 8443, but I can reply up to 8444",
            ),
        ],
    },
    Message {
        id: "partial-resync-refused-backlog",
        side: Side::Master,
        concern: Concern::Trouble,
        means: "The history is right, but the byte asked for is not in the backlog: gone \
                 already, not there yet, or there is no backlog.",
        remedy: Some(
            "Make repl-backlog-size larger than what is written during the longest outage, and \
             repl-backlog-ttl longer than it lasts.",
        ),
        before: &["replica-asks"],
        after: &["partial-resync-offset-ahead", "bgsave-for-sync"],
        wordings: &[
            wording(
                "Unable to partial resync with the slave for lack of backlog (Slave request \
                 was: {next_offset}).",
                "2.8.0..2.8.17, 3.0.0-beta1..3.0.0-rc1",
                "Unable to partial resync with the slave for lack of backlog (Slave request \
                 was: 3667).",
            ),
            wording(
                "Unable to partial resync with slave {addr} for lack of backlog (Slave \
                 request was: {next_offset}).",
                "2.8.18..4.0.14, 5.0-rc1..5.0-rc5",
                "Unable to partial resync with slave 127.0.0.1:22191 for lack of backlog \
                 (Slave request was: 45723).",
            ),
            wording(
                "Unable to partial resync with replica {addr} for lack of backlog (Replica \
                 request was: {next_offset}).",
                "5.0.0.., valkey 7.2..8.1",
                "Unable to partial resync with replica 127.0.0.1:21196 for lack of backlog \
                 (Replica request was: 46187).",
            ),
            wording(
                "Unable to partial resync with replica {addr} for lack of backlog (Replica \
                 request was {requested_replid}:{next_offset}, and I can only reply with the \
                 range [{first_offset}, {backlog_next_offset}]).",
                "valkey 9.0..",
                "Unable to partial resync with replica 127.0.0.1:23198 for lack of backlog \
                 (Replica request was c19d8fee3fd0a27b13cae37bdf01a7f153a20291:44795, and I \
                 can only reply with the range [81761, 100282]).",
            ),
            wording(
                "Unable to partial resync with replica {addr} for lack of backlog (Replica \
                 request was: {requested_replid}:{next_offset}).",
                "valkey 9.0..",
                "Unable to partial resync with replica 10.0.0.2:6379 for lack of backlog \
                 (Replica request was: 36cd39bbe4611f7bc3fd4e1a60cb3d8866373c0e:8443).",
            ),
        ],
    },
    Message {
        id: "partial-resync-offset-ahead",
        side: Side::Master,
        concern: Concern::Trouble,
        means: "The replica asked for a byte beyond the master's last one: the replica is \
                 ahead, so the master lost or never had what the replica applied.",
        remedy: Some(
            "The replica has data that the master lacks: save its snapshot before it is \
             overwritten, and find out why the master went back.",
        ),
        before: &["partial-resync-refused-backlog"],
        after: &["bgsave-for-sync"],
        wordings: &[
            wording(
                "Warning: slave tried to PSYNC with an offset that is greater than the master \
                 replication offset.",
                "2.8.0..2.8.17, 3.0.0-beta1..3.0.0-rc1",
                "Warning: slave tried to PSYNC with an offset that is greater than the master \
                 replication offset.",
            ),
            wording(
                "Warning: slave {addr} tried to PSYNC with an offset that is greater than the \
                 master replication offset.",
                "2.8.18..4.0.14, 5.0-rc1..5.0-rc5",
                "Warning: slave 10.0.0.2:6379 tried to PSYNC with an offset that is greater \
                 than the master replication offset.",
            ),
            wording(
                "Warning: replica {addr} tried to PSYNC with an offset that is greater than \
                 the master replication offset.",
                "5.0.0.., valkey 7.2",
                "Warning: replica 10.0.0.2:6379 tried to PSYNC with an offset that is greater \
                 than the master replication offset.",
            ),
            wording(
                "Warning: replica {addr} tried to PSYNC with an offset that is greater than \
                 the primary replication offset.",
                "valkey 8.0..",
                "Warning: replica 10.0.0.2:6379 tried to PSYNC with an offset that is greater \
                 than the primary replication offset.",
            ),
            wording(
                "Warning: replica {addr} tried to PSYNC with an offset ({next_offset}) that \
                 is greater than the primary replication offset ({offset})",
                "valkey 9.0..",
                "Warning: replica 10.0.0.2:6379 tried to PSYNC with an offset (8443) that is \
                 greater than the primary replication offset (8442)",
            ),
        ],
    },
];
