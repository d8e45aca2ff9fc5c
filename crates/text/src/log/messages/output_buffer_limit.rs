//! A client is cut off because it does not read.
//!
//! Written by `asyncCloseClientOnOutputBufferLimitReached`, `networking.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "output-buffer-limit",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "The client reads slower than data are written to it \
                 (`client-output-buffer-limit`). With `flags=S` it is a replica: it loses its \
                 link, and if that happens in each full synchronisation it never catches up.",
        remedy: Some(
            "Raise client-output-buffer-limit for replicas above what is written during a full \
             synchronisation; otherwise it repeats for ever.",
        ),
        before: &[],
        after: &["replica-lost"],
        wordings: &[
            wording(
                "Client {client} scheduled to be closed ASAP for overcoming of output buffer \
                 limits.",
                "2.6.0.., valkey 7.2..",
                "Client id=7 addr=10.0.0.3:44974 fd=14 name= age=74 idle=0 flags=S db=0 \
                 omem=355190792 events=rw cmd=psync scheduled to be closed ASAP for \
                 overcoming of output buffer limits.",
            ),
            wording(
                "Client {client} closed for overcoming of output buffer limits.",
                "6.2.4.., valkey 7.2..",
                "Client id=7 addr=10.0.0.3:44974 fd=14 name= age=74 idle=0 flags=S db=0 \
                 omem=355190792 events=rw cmd=psync closed for overcoming of output buffer \
                 limits.",
            ),
            wording(
                "Client {client} scheduled to be closed ASAP due to exceeding output buffer \
                 hard limit.",
                "keydb 6.0..",
                "Client id=7 addr=10.0.0.3:44974 fd=14 name= age=74 idle=0 flags=S db=0 \
                 omem=355190792 events=rw cmd=psync scheduled to be closed ASAP due to \
                 exceeding output buffer hard limit.",
            ),
        ],
    },
    Message {
        id: "query-buffer-limit",
        side: Side::Any,
        concern: Concern::Notable,
        means: "A client sent more than the query buffer holds.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[wording(
            "Closing client that reached max query buffer length: {client} (qbuf initial \
                 bytes: {found})",
            "2.6.0.., valkey 7.2..",
            "Closing client that reached max query buffer length: id=7 \
                 addr=10.0.0.3:44974 fd=14 name= age=74 idle=0 flags=S db=0 omem=355190792 \
                 events=rw cmd=psync (qbuf initial bytes: 3d4c)",
        )],
    },
];
