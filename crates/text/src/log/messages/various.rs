//! What else stands beside replication.
//!
//! Written by `config.c`, `module.c`, `server.c`, `tls.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "maxmemory-lowered",
        side: Side::Any,
        concern: Concern::Notable,
        means: "`maxmemory` is now less than what is used: keys will be evicted.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "WARNING: the new maxmemory value set via CONFIG SET ({bytes}) is smaller \
                 than the current memory usage ({used_memory}). This will result in key \
                 eviction and/or the inability to accept new write commands depending on the \
                 maxmemory-policy.",
                "6.0.0.., valkey 7.2..",
                "WARNING: the new maxmemory value set via CONFIG SET (4096) is smaller than \
                 the current memory usage (2). This will result in key eviction and/or the \
                 inability to accept new write commands depending on the maxmemory-policy.",
            ),
            wording(
                "WARNING: the new maxmemory value set via CONFIG SET is smaller than the \
                 current memory usage. This will result in key eviction and/or the inability \
                 to accept new write commands depending on the maxmemory-policy.",
                "5.0.0..5.0.14, 6.0-rc1",
                "WARNING: the new maxmemory value set via CONFIG SET is smaller than the \
                 current memory usage. This will result in key eviction and/or the inability \
                 to accept new write commands depending on the maxmemory-policy.",
            ),
            wording(
                "WARNING: the new maxmemory value set via CONFIG SET is smaller than the \
                 current memory usage. This will result in keys eviction and/or inability to \
                 accept new write commands depending on the maxmemory-policy.",
                "2.6.0..4.0.14, 5.0-rc1..5.0-rc4",
                "WARNING: the new maxmemory value set via CONFIG SET is smaller than the \
                 current memory usage. This will result in keys eviction and/or inability to \
                 accept new write commands depending on the maxmemory-policy.",
            ),
        ],
    },
    Message {
        id: "debug-log",
        side: Side::Any,
        concern: Concern::Routine,
        means: "A remark by DEBUG LOG.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[wording("DEBUG LOG: {message}", "5.0.0.., valkey 7.2..", "DEBUG LOG: OOM")],
    },
    Message {
        id: "unknown-child",
        side: Side::Any,
        concern: Concern::Routine,
        means: "A child ended that the server does not know.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[wording(
            "Warning, detected child with unmatched pid: {child_pid}",
            "2.6.3.., valkey 7.2..",
            "Warning, detected child with unmatched pid: 1234",
        )],
    },
    Message {
        id: "module-loaded",
        side: Side::Any,
        concern: Concern::Notable,
        means: "A module was loaded. On a replica of a stranger this is how an intruder gets \
                 in.",
        remedy: Some("If nobody ordered it: treat it as an intrusion."),
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Module '{module}' loaded from {path}",
                "4.0.0.., valkey 7.2..",
                "Module 'graph' loaded from /usr/lib/module.so",
            ),
            wording(
                "Static Module '{module}' successfully loaded",
                "valkey 9.0..",
                "Static Module 'lua' successfully loaded",
            ),
        ],
    },
    Message {
        id: "module-rejected",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "A module could not be loaded.",
        remedy: Some("Look at the path, its rights and the module's version."),
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Module {path} failed to load: {error}",
                "4.0.0.., valkey 7.2..",
                "Module /usr/lib/module.so failed to load: Connection refused",
            ),
            wording(
                "Module {path} initialization failed. Module not loaded",
                "4.0.0..7.0.15",
                "Module /usr/lib/module.so initialization failed. Module not loaded",
            ),
            wording(
                "Module {path} initialization failed. {error}",
                "7.2.0.., valkey 7.2..",
                "Module /usr/lib/module.so initialization failed. Connection refused",
            ),
            wording(
                "Module {path} does not export RedisModule_OnLoad() symbol. Module not loaded.",
                "4.0.0..",
                "Module /usr/lib/module.so does not export RedisModule_OnLoad() symbol. \
                 Module not loaded.",
            ),
        ],
    },
    Message {
        id: "module-unloaded",
        side: Side::Any,
        concern: Concern::Routine,
        means: "A module was unloaded.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[wording(
            "Module {module} unloaded",
            "4.0.0.., valkey 7.2..",
            "Module lua unloaded",
        )],
    },
    Message {
        id: "security-attack",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "A browser or a scanner speaks HTTP to the server.",
        remedy: Some(
            "Close the port to the outside: a browser was made to send commands, or somebody \
             probes.",
        ),
        before: &[],
        after: &[],
        wordings: &[wording(
            "Possible SECURITY ATTACK detected. {reason}",
            "3.2.7.., valkey 7.2..",
            "Possible SECURITY ATTACK detected. text",
        )],
    },
    Message {
        id: "tls-error",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "A TLS connection failed: certificate, protocol or a plain client at the TLS \
                 port.",
        remedy: Some("Compare certificates, authorities and versions on both sides."),
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Error accepting a client connection: {error}",
                "6.0.0.., valkey 7.2..",
                "Error accepting a client connection: Connection refused",
            ),
            wording(
                "Error accepting cluster node connection: {error}",
                "7.0.0.., valkey 7.2..",
                "Error accepting cluster node connection: Connection refused",
            ),
            wording(
                "Failed to load certificate: {error}",
                "6.0.0.., valkey 7.2..",
                "Failed to load certificate: Connection refused",
            ),
            wording(
                "Failed to configure CA certificate(s) file/directory: {error}",
                "6.0.0.., valkey 7.2..",
                "Failed to configure CA certificate(s) file/directory: Connection refused",
            ),
        ],
    },
];
