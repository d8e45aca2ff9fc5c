//! The configuration: read, missing, rewritten.
//!
//! Written by `main` in `server.c`, `configRewriteCommand` in `config.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "config-loaded",
        side: Side::Any,
        concern: Concern::Routine,
        means: "A configuration file was read.",
        remedy: None,
        before: &["server-version"],
        after: &[],
        wordings: &[wording(
            "Configuration loaded",
            "4.0.0.., valkey 7.2..",
            "Configuration loaded",
        )],
    },
    Message {
        id: "config-missing",
        side: Side::Any,
        concern: Concern::Notable,
        means: "The process runs with the defaults: `replicaof`, `requirepass` and `dir` \
                 come from nowhere but the command line.",
        remedy: Some(
            "Start the server with its configuration file if it should have one; look whether \
             replicaof, requirepass and dir are what you mean.",
        ),
        before: &["server-version"],
        after: &[],
        wordings: &[
            wording(
                "Warning: no config file specified, using the default config. In order to \
                 specify a config file use {program} /path/to/{config_name}.conf",
                "2.6.0..6.2.1",
                "Warning: no config file specified, using the default config. In order to \
                 specify a config file use redis-server /path/to/sentinel.conf",
            ),
            wording(
                "Warning: no config file specified, using the default config. In order to \
                 specify a config file use {program} /path/to/redis.conf",
                "6.2.2..",
                "Warning: no config file specified, using the default config. In order to \
                 specify a config file use redis-server /path/to/redis.conf",
            ),
            wording(
                "Warning: no config file specified, using the default config. In order to \
                 specify a config file use {program} /path/to/valkey.conf",
                "valkey 7.2..",
                "Warning: no config file specified, using the default config. In order to \
                 specify a config file use redis-server /path/to/valkey.conf",
            ),
            wording(
                "Warning: no config file specified, using the default config. In order to \
                 specify a config file use {program} /path/to/keydb.conf",
                "keydb 5.0..",
                "Warning: no config file specified, using the default config. In order to \
                 specify a config file use redis-server /path/to/keydb.conf",
            ),
        ],
    },
    Message {
        id: "config-rewritten",
        side: Side::Any,
        concern: Concern::Notable,
        means: "The running configuration was written to its file, so the role after a \
                 restart is the present one. Sentinel asks for this at each change of role.",
        remedy: Some(
            "If nobody ordered it: find out who connected, for intruders make their orders \
             permanent this way.",
        ),
        before: &["replicaof", "master-mode"],
        after: &[],
        wordings: &[wording(
            "CONFIG REWRITE executed with success.",
            "2.8.7.., valkey 7.2..",
            "CONFIG REWRITE executed with success.",
        )],
    },
    Message {
        id: "config-rewrite-failed",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "The configuration file could not be rewritten: after a restart the node has \
                 the role that the old file tells.",
        remedy: Some(
            "Make the configuration file and its directory writable for the server, or a restart \
             brings the old role back; then run CONFIG REWRITE.",
        ),
        before: &["replicaof", "master-mode"],
        after: &[],
        wordings: &[wording(
            "CONFIG REWRITE failed: {error}",
            "2.8.6.., valkey 7.2..",
            "CONFIG REWRITE failed: Connection refused",
        )],
    },
    Message {
        id: "restart-refused",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "A restart by `DEBUG RESTART` was given up because the configuration could \
                 not be rewritten.",
        remedy: Some(
            "Nothing, unless somebody relies on DEBUG RESTART: restart the process by its \
             service instead.",
        ),
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Can't restart: configuration rewrite process failed",
                "4.0.4..6.2.16, 7.0-rc1",
                "Can't restart: configuration rewrite process failed",
            ),
            wording(
                "Can't restart: configuration rewrite process failed: {error}",
                "7.0.0.., valkey 7.2..",
                "Can't restart: configuration rewrite process failed: Connection refused",
            ),
        ],
    },
    Message {
        id: "environment-warning",
        side: Side::Any,
        concern: Concern::Routine,
        means: "The machine is not set up as the server would like. It has nothing to do \
                 with replication, but memory and latency suffer.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "You requested maxclients of {requested} requiring at least {files} max file \
                 descriptors.",
                "2.8.8.., valkey 7.2..",
                "You requested maxclients of 2 requiring at least 2 max file descriptors.",
            ),
            wording(
                "WARNING overcommit_memory is set to 0! Background save may fail under low \
                 memory condition. To fix this issue add 'vm.overcommit_memory = 1' to \
                 /etc/sysctl.conf and then reboot or run the command 'sysctl \
                 vm.overcommit_memory=1' for this to take effect.",
                "2.6.0..6.2.7, 7.0.0",
                "WARNING overcommit_memory is set to 0! Background save may fail under low \
                 memory condition. To fix this issue add 'vm.overcommit_memory = 1' to \
                 /etc/sysctl.conf and then reboot or run the command 'sysctl \
                 vm.overcommit_memory=1' for this to take effect.",
            ),
            wording("WARNING {reason}", "6.2.8..6.2.16, 7.0.1.., valkey 7.2..", "WARNING text"),
            wording(
                "WARNING: The TCP backlog setting of {requested} cannot be enforced because \
                 {reason}",
                "2.8.15.., valkey 7.2..",
                "WARNING: The TCP backlog setting of 2 cannot be enforced because text",
            ),
            wording(
                "WARNING you have Transparent Huge Pages (THP) support enabled in your \
                 kernel. {reason}",
                "2.8.18..7.0.0",
                "WARNING you have Transparent Huge Pages (THP) support enabled in your \
                 kernel. text",
            ),
        ],
    },
    Message {
        id: "cluster-config-in-use",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "Two processes use one `nodes.conf`. The second one gives up.",
        remedy: Some(
            "Give each cluster node its own nodes.conf (cluster-config-file) and directory.",
        ),
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Sorry, the cluster configuration file {file} is already used by a different \
                 Redis Cluster node. Please make sure that different nodes use different \
                 cluster configuration files.",
                "3.0.0.., valkey 7.2",
                "Sorry, the cluster configuration file dump.rdb is already used by a \
                 different Redis Cluster node. Please make sure that different nodes use \
                 different cluster configuration files.",
            ),
            wording(
                "Sorry, the cluster configuration file {file} is already used by a different \
                 Cluster node. Please make sure that different nodes use different cluster \
                 configuration files.",
                "valkey 8.0..",
                "Sorry, the cluster configuration file dump.rdb is already used by a \
                 different Cluster node. Please make sure that different nodes use different \
                 cluster configuration files.",
            ),
            wording(
                "Sorry, the cluster configuration file {file} is already used by a different \
                 KeyDB Cluster node. Please make sure that different nodes use different \
                 cluster configuration files.",
                "keydb 5.0..",
                "Sorry, the cluster configuration file dump.rdb is already used by a \
                 different KeyDB Cluster node. Please make sure that different nodes use \
                 different cluster configuration files.",
            ),
        ],
    },
];
