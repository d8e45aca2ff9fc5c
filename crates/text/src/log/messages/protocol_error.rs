//! Bytes that are no commands.
//!
//! Written by `setProtocolError`, `networking.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[Message {
    id: "protocol-error",
    side: Side::Any,
    concern: Concern::Notable,
    means: "A client sent something that is no command. Where that client is the master \
                 or a replica, the stream is not where it should be.",
    remedy: Some(
        "Look at who sends: a client without a protocol, a proxy, or a stream that was cut in \
         mid-command.",
    ),
    before: &[],
    after: &[],
    wordings: &[
        wording(
            "Protocol error from client: {client}",
            "2.6.0..3.2.13",
            "Protocol error from client: id=7 addr=10.0.0.3:44974 fd=14 name= age=74 \
                 idle=0 flags=S db=0 omem=355190792 events=rw cmd=psync",
        ),
        wording(
            "Protocol error ({error}) from client: {client}. {found}",
            "4.0.0.., valkey 7.2..",
            "Protocol error (Connection refused) from client: id=7 addr=10.0.0.3:44974 \
                 fd=14 name= age=74 idle=0 flags=S db=0 omem=355190792 events=rw cmd=psync. \
                 3d4c",
        ),
    ],
}];
