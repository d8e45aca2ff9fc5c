//! The master continues a replica from its backlog.
//!
//! Written by `masterTryPartialResynchronization`, `replication.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[Message {
    id: "partial-resync-accepted",
    side: Side::Master,
    concern: Concern::Notable,
    means: "The replica continues: it gets the bytes it lacks from the backlog. The \
                 master's own offset at this moment is the first byte sent, plus the bytes, \
                 less one.",
    remedy: None,
    before: &["replica-asks"],
    after: &[],
    wordings: &[
        wording(
            "Partial resynchronization request accepted. Sending {bytes} bytes of backlog \
                 starting from offset {next_offset}.",
            "2.8.0..2.8.17, 3.0.0-beta1..3.0.0-rc1",
            "Partial resynchronization request accepted. Sending 1256 bytes of backlog \
                 starting from offset 2.",
        ),
        wording(
            "Partial resynchronization request from {addr} accepted. Sending {bytes} \
                 bytes of backlog starting from offset {next_offset}.",
            "2.8.18.., valkey 7.2..",
            "Partial resynchronization request from 127.0.0.1:21002 accepted. Sending 0 \
                 bytes of backlog starting from offset 3146.",
        ),
    ],
}];
