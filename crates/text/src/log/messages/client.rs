//! Clients that come and go, at verbose level.
//!
//! Written by `networking.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "client-accepted",
        side: Side::Any,
        concern: Concern::Chatter,
        means: "A connection was accepted.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[wording(
            "Accepted {addr}",
            "2.6.0.., valkey 7.2..",
            "Accepted 127.0.0.1:34256",
        )],
    },
    Message {
        id: "client-closed",
        side: Side::Any,
        concern: Concern::Chatter,
        means: "A client went away or was thrown out.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Reading from client: {error}",
                "2.6.0.., valkey 7.2..",
                "Reading from client: Connection refused",
            ),
            wording(
                "Error writing to client: {error}",
                "2.6.0.., valkey 7.2..",
                "Error writing to client: Connection refused",
            ),
            wording("Client closed connection", "2.6.0..6.2.16", "Client closed connection"),
            wording(
                "Client closed connection {error}",
                "7.0.0.., valkey 7.2..",
                "Client closed connection id=5 addr=127.0.0.1:41966 laddr=127.0.0.1:22258 \
                 fd=9 name= age=0 idle=0 flags=N db=0 sub=0 psub=0 ssub=0 multi=-1 qbuf=0 \
                 qbuf-free=16386 argv-mem=0 multi-mem=0 rbs=16408 rbp=16408 obl=0 oll=0 \
                 omem=0 tot-mem=33544 events=r cmd=lrange user=default redir=-1 resp=2",
            ),
            wording(
                "Evicting client: {by}",
                "7.0.0.., valkey 7.2..",
                "Evicting client: id=7 addr=10.0.0.9:44974 laddr=10.0.0.2:6379 fd=14 \
                 name=sentinel-8ee76e02-cmd age=74 idle=0 flags=x db=0 cmd=exec user=default",
            ),
            wording(
                "Closing idle client",
                "2.6.0..5.0.14, 6.0-rc1..6.0-rc2",
                "Closing idle client",
            ),
        ],
    },
];
