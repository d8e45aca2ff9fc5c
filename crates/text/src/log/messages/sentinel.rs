//! Events of a Sentinel.
//!
//! Written by `sentinelEvent` and its callers, `sentinel.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "sentinel-sdown",
        side: Side::Sentinel,
        concern: Concern::Notable,
        means: "This Sentinel alone cannot reach the instance.",
        remedy: None,
        before: &[],
        after: &["sentinel-odown"],
        wordings: &[wording(
            "+sdown {instance}",
            "2.6.0.., valkey 7.2..",
            "+sdown slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
        )],
    },
    Message {
        id: "sentinel-sdown-cleared",
        side: Side::Sentinel,
        concern: Concern::Notable,
        means: "This Sentinel reaches the instance again.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[wording(
            "-sdown {instance}",
            "2.6.0.., valkey 7.2..",
            "-sdown slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
        )],
    },
    Message {
        id: "sentinel-odown",
        side: Side::Sentinel,
        concern: Concern::Trouble,
        means: "Enough Sentinels agree that the master is down.",
        remedy: Some(
            "A failover follows if a majority agrees. Look at why the instance does not answer.",
        ),
        before: &["sentinel-sdown"],
        after: &["sentinel-failover"],
        wordings: &[wording(
            "+odown {instance} #quorum {votes}/{quorum}",
            "2.6.0.., valkey 7.2..",
            "+odown slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379 #quorum 2/2",
        )],
    },
    Message {
        id: "sentinel-odown-cleared",
        side: Side::Sentinel,
        concern: Concern::Notable,
        means: "The master counts as reachable again.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[wording(
            "-odown {instance}",
            "2.6.0.., valkey 7.2..",
            "-odown slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
        )],
    },
    Message {
        id: "sentinel-failover",
        side: Side::Sentinel,
        concern: Concern::Notable,
        means: "A step of a failover: attempt, election, selection, promotion.",
        remedy: None,
        before: &["sentinel-odown"],
        after: &["sentinel-switch-master", "sentinel-failover-end"],
        wordings: &[
            wording(
                "+try-failover {instance}",
                "2.8.0.., valkey 7.2..",
                "+try-failover slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
            ),
            wording(
                "+elected-leader {instance}",
                "2.8.0.., valkey 7.2..",
                "+elected-leader slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
            ),
            wording(
                "+failover-state-select-slave {instance}",
                "2.6.0.., valkey 7.2..",
                "+failover-state-select-slave slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster \
                 10.0.0.1 6379",
            ),
            wording(
                "+selected-slave {instance}",
                "2.6.0.., valkey 7.2..",
                "+selected-slave slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
            ),
            wording(
                "+failover-state-send-slaveof-noone {instance}",
                "2.6.0.., valkey 7.2..",
                "+failover-state-send-slaveof-noone slave 10.0.0.3:6379 10.0.0.3 6379 @ \
                 mymaster 10.0.0.1 6379",
            ),
            wording(
                "+failover-state-wait-promotion {instance}",
                "2.6.0.., valkey 7.2..",
                "+failover-state-wait-promotion slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster \
                 10.0.0.1 6379",
            ),
            wording(
                "+promoted-slave {instance}",
                "2.6.0.., valkey 7.2..",
                "+promoted-slave slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
            ),
            wording(
                "+failover-state-reconf-slaves {instance}",
                "2.6.0.., valkey 7.2..",
                "+failover-state-reconf-slaves slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster \
                 10.0.0.1 6379",
            ),
            wording(
                "+failover-detected {instance}",
                "2.6.0..2.6.17, 2.8.0-rc1..2.8.0-rc6",
                "+failover-detected slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
            ),
            wording(
                "+failover-triggered {instance}",
                "2.6.0..2.6.17, 2.8.0-rc1..2.8.0-rc6",
                "+failover-triggered slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
            ),
            wording(
                "+failover-takedown {instance}",
                "2.6.0..2.6.17, 2.8.0-rc1..2.8.0-rc6",
                "+failover-takedown slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
            ),
            wording(
                "+failover-state-wait-start {instance} #starting in {ms} milliseconds",
                "2.6.0..2.6.17, 2.8.0-rc1..2.8.0-rc6",
                "+failover-state-wait-start slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster \
                 10.0.0.1 6379 #starting in 2 milliseconds",
            ),
            wording(
                "Executing user requested FAILOVER of '{master_name}'",
                "2.8.0.., valkey 7.2..",
                "Executing user requested FAILOVER of 'mymaster'",
            ),
            wording(
                "Next failover delay: I will not start a failover before {until}",
                "2.8.10.., valkey 7.2..",
                "Next failover delay: I will not start a failover before Fri Nov 29 05:36:17 \
                 2024",
            ),
        ],
    },
    Message {
        id: "sentinel-failover-end",
        side: Side::Sentinel,
        concern: Concern::Notable,
        means: "The failover is over; after a timeout some replicas were not told.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "+failover-end {instance}",
                "2.6.0.., valkey 7.2..",
                "+failover-end slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
            ),
            wording(
                "+failover-end-for-timeout {instance}",
                "2.6.0.., valkey 7.2..",
                "+failover-end-for-timeout slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster \
                 10.0.0.1 6379",
            ),
        ],
    },
    Message {
        id: "sentinel-failover-aborted",
        side: Side::Sentinel,
        concern: Concern::Trouble,
        means: "The failover was given up.",
        remedy: Some(
            "Read the name of the event: no replica is good enough, or no majority elected a \
             leader.",
        ),
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "-failover-abort-no-good-slave {instance}",
                "2.6.0.., valkey 7.2..",
                "-failover-abort-no-good-slave slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster \
                 10.0.0.1 6379",
            ),
            wording(
                "-failover-abort-not-elected {instance}",
                "2.8.0.., valkey 7.2..",
                "-failover-abort-not-elected slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster \
                 10.0.0.1 6379",
            ),
            wording(
                "-failover-abort-slave-timeout {instance}",
                "2.8.0.., valkey 7.2..",
                "-failover-abort-slave-timeout slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster \
                 10.0.0.1 6379",
            ),
            wording(
                "-failover-abort-master-is-back {instance}",
                "2.6.0..2.6.17, 2.8.0-rc1..2.8.0-rc6",
                "-failover-abort-master-is-back slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster \
                 10.0.0.1 6379",
            ),
            wording(
                "-failover-abort-x-sdown {instance}",
                "2.6.0..2.6.17, 2.8.0-rc1..2.8.0-rc6",
                "-failover-abort-x-sdown slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster \
                 10.0.0.1 6379",
            ),
            wording(
                "-failover-abort-race {instance}",
                "2.6.0..2.6.17, 2.8.0-rc1..2.8.0-rc6",
                "-failover-abort-race slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 \
                 6379",
            ),
            wording(
                "-promotion-timeout {instance}",
                "2.6.0..2.6.17, 2.8.0-rc1..2.8.0-rc6",
                "-promotion-timeout slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
            ),
        ],
    },
    Message {
        id: "sentinel-vote",
        side: Side::Sentinel,
        concern: Concern::Notable,
        means: "A vote for the Sentinel that shall lead the failover.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording("+new-epoch {epoch}", "2.8.0.., valkey 7.2..", "+new-epoch 12"),
            wording(
                "+vote-for-leader {leader} {epoch}",
                "2.8.0.., valkey 7.2..",
                "+vote-for-leader 8ee76e02f3e0d5cd2eda5d79d548e2373e6d1a96 12",
            ),
            wording(
                "{voter} voted for {leader} {epoch}",
                "2.8.2.., valkey 7.2..",
                "d81d09c2ea46e0f7a2cc0b73e509e9952aafb967 voted for \
                 8ee76e02f3e0d5cd2eda5d79d548e2373e6d1a96 12",
            ),
        ],
    },
    Message {
        id: "sentinel-switch-master",
        side: Side::Sentinel,
        concern: Concern::Notable,
        means: "The master has changed: its name, the old address and the new one.",
        remedy: Some(
            "Check that the old master comes back as a replica, and what it wrote in between.",
        ),
        before: &["sentinel-failover"],
        after: &[],
        wordings: &[
            wording(
                "+switch-master {master_name} {old_addr} {new_addr}",
                "2.6.0.., valkey 7.2..",
                "+switch-master mymaster 10.0.0.1 6379 10.0.0.2 6379",
            ),
            wording(
                "+config-update-from {instance}",
                "2.8.10.., valkey 7.2..",
                "+config-update-from slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
            ),
            wording(
                "+redirect-to-master {master_name} {old_addr} {new_addr}",
                "2.6.0..2.6.17, 2.8.0-rc1..2.8.0-rc6",
                "+redirect-to-master mymaster 10.0.0.1 6379 10.0.0.2 6379",
            ),
        ],
    },
    Message {
        id: "sentinel-replica-told",
        side: Side::Sentinel,
        concern: Concern::Notable,
        means: "A replica was told to follow the new master, and how far it has come.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "+slave-reconf-sent {instance}",
                "2.6.0.., valkey 7.2..",
                "+slave-reconf-sent slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
            ),
            wording(
                "+slave-reconf-sent-be {instance}",
                "2.6.0.., valkey 7.2..",
                "+slave-reconf-sent-be slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 \
                 6379",
            ),
            wording(
                "+slave-reconf-inprog {instance}",
                "2.6.0.., valkey 7.2..",
                "+slave-reconf-inprog slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 \
                 6379",
            ),
            wording(
                "+slave-reconf-done {instance}",
                "2.6.0.., valkey 7.2..",
                "+slave-reconf-done slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
            ),
            wording(
                "-slave-reconf-sent-timeout {instance}",
                "2.6.0.., valkey 7.2..",
                "-slave-reconf-sent-timeout slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster \
                 10.0.0.1 6379",
            ),
            wording(
                "-slave-reconf-undo {instance}",
                "2.6.0..2.6.17, 2.8.0-rc1..2.8.0-rc6",
                "-slave-reconf-undo slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
            ),
        ],
    },
    Message {
        id: "sentinel-convert",
        side: Side::Sentinel,
        concern: Concern::Trouble,
        means: "A node that calls itself a master was told to become a replica, or one that \
                 follows the wrong master to follow the right one. What it alone had is lost.",
        remedy: Some(
            "What the old master wrote alone will be lost: save its snapshot and backlog first \
             if there is time.",
        ),
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "+convert-to-slave {instance}",
                "2.8.0.., valkey 7.2..",
                "+convert-to-slave slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
            ),
            wording(
                "+fix-slave-config {instance}",
                "2.8.0.., valkey 7.2..",
                "+fix-slave-config slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
            ),
            wording(
                "-slave-restart-as-master {instance} #removing it from the attached slaves",
                "2.6.0..2.6.17, 2.8.0-rc1..2.8.0-rc6",
                "-slave-restart-as-master slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster \
                 10.0.0.1 6379 #removing it from the attached slaves",
            ),
            wording(
                "+demote-old-slave {instance}",
                "2.6.13..2.6.17, 2.8.0-rc1..2.8.0-rc6",
                "+demote-old-slave slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
            ),
            wording(
                "-demote-flag-cleared {instance}",
                "2.6.13..2.6.17, 2.8.0-rc1..2.8.0-rc6",
                "-demote-flag-cleared slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 \
                 6379",
            ),
        ],
    },
    Message {
        id: "sentinel-reboot",
        side: Side::Sentinel,
        concern: Concern::Notable,
        means: "The instance has another run id: its process was restarted.",
        remedy: Some(
            "If it was a master without persistence, its replicas follow it into emptiness: \
             check the data.",
        ),
        before: &[],
        after: &[],
        wordings: &[wording(
            "+reboot {instance}",
            "2.6.0.., valkey 7.2..",
            "+reboot slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
        )],
    },
    Message {
        id: "sentinel-discovered",
        side: Side::Sentinel,
        concern: Concern::Routine,
        means: "The Sentinel learnt of a replica, of another Sentinel or of an address.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "+slave {instance}",
                "2.6.0.., valkey 7.2..",
                "+slave slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
            ),
            wording(
                "+sentinel {instance}",
                "2.6.0.., valkey 7.2..",
                "+sentinel slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
            ),
            wording(
                "+sentinel-address-switch {instance} ip {ip} port {port} for {sentinel_id}",
                "3.2.0.., valkey 7.2..",
                "+sentinel-address-switch slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster \
                 10.0.0.1 6379 ip 10.0.0.2 port 2 for \
                 8ee76e02f3e0d5cd2eda5d79d548e2373e6d1a96",
            ),
            wording(
                "+sentinel-address-update {instance} {count} additional matching instances",
                "3.2.0.., valkey 7.2..",
                "+sentinel-address-update slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster \
                 10.0.0.1 6379 2 additional matching instances",
            ),
            wording(
                "+sentinel-invalid-addr {instance}",
                "3.2.0.., valkey 7.2..",
                "+sentinel-invalid-addr slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 \
                 6379",
            ),
            wording(
                "-dup-sentinel {instance} #duplicate of {addr} or {sentinel_id}",
                "2.6.0..3.0.7",
                "-dup-sentinel slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379 \
                 #duplicate of 10.0.0.2:6379 or 8ee76e02f3e0d5cd2eda5d79d548e2373e6d1a96",
            ),
        ],
    },
    Message {
        id: "sentinel-monitor",
        side: Side::Sentinel,
        concern: Concern::Notable,
        means: "The Sentinel begins or ceases to watch a master, or its settings change.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "+reset-master {instance}",
                "2.6.0.., valkey 7.2..",
                "+reset-master slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
            ),
            wording(
                "+monitor {instance} quorum {quorum}",
                "2.8.7.., valkey 7.2..",
                "+monitor slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379 quorum 2",
            ),
            wording(
                "-monitor {instance}",
                "2.8.7.., valkey 7.2..",
                "-monitor slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
            ),
            wording(
                "+set {instance} {option} {value}",
                "2.8.7.., valkey 7.2..",
                "+set slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379 capa 2",
            ),
            wording(
                "+set {instance} {option}",
                "5.0.0.., valkey 7.2..",
                "+set slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379 capa",
            ),
            wording(
                "+set {instance} {option} {value} {value2}",
                "5.0.0.., valkey 7.2..",
                "+set slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379 capa 2 2",
            ),
        ],
    },
    Message {
        id: "sentinel-tilt",
        side: Side::Sentinel,
        concern: Concern::Trouble,
        means: "The Sentinel distrusts its clock and does nothing until that is over.",
        remedy: Some("Look at the host's clock and load: no failover happens meanwhile."),
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "+tilt #tilt mode entered",
                "2.6.0.., valkey 7.2..",
                "+tilt #tilt mode entered",
            ),
            wording("-tilt #tilt mode exited", "2.6.0.., valkey 7.2..", "-tilt #tilt mode exited"),
        ],
    },
    Message {
        id: "sentinel-role-reported",
        side: Side::Sentinel,
        concern: Concern::Notable,
        means: "An instance reports another role than before.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "+role-change {instance} new reported role is {reported_role}",
                "2.8.7.., valkey 7.2..",
                "+role-change slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379 new \
                 reported role is slave",
            ),
            wording(
                "-role-change {instance} new reported role is {reported_role}",
                "2.8.7.., valkey 7.2..",
                "-role-change slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379 new \
                 reported role is slave",
            ),
        ],
    },
    Message {
        id: "sentinel-link",
        side: Side::Sentinel,
        concern: Concern::Routine,
        means: "A connection of the Sentinel to an instance.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "-cmd-link-reconnection {instance} #{error}",
                "2.6.0.., valkey 7.2..",
                "-cmd-link-reconnection slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 \
                 6379 #Connection refused",
            ),
            wording(
                "-pubsub-link-reconnection {instance} #{error}",
                "2.6.0.., valkey 7.2..",
                "-pubsub-link-reconnection slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster \
                 10.0.0.1 6379 #Connection refused",
            ),
            wording(
                "+cmd-link {instance}",
                "2.6.0..3.0.7",
                "+cmd-link slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
            ),
            wording(
                "+pubsub-link {instance}",
                "2.6.0..3.0.7",
                "+pubsub-link slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
            ),
            wording(
                "-cmd-link {instance} #{error}",
                "2.6.0..3.0.7",
                "-cmd-link slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379 \
                 #Connection refused",
            ),
            wording(
                "-pubsub-link {instance} #{error}",
                "2.6.0..3.0.7",
                "-pubsub-link slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379 \
                 #Connection refused",
            ),
        ],
    },
    Message {
        id: "sentinel-script",
        side: Side::Sentinel,
        concern: Concern::Routine,
        means: "A notification script.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording("+script-child {child_pid}", "2.6.0.., valkey 7.2..", "+script-child 1234"),
            wording(
                "-script-child {child_pid} {exit_code} {signal}",
                "2.6.0.., valkey 7.2..",
                "-script-child 1234 0 2",
            ),
            wording(
                "-script-error {script} {signal} {exit_code}",
                "2.6.0.., valkey 7.2..",
                "-script-error f_0123 2 0",
            ),
            wording(
                "-script-timeout {script} {child_pid}",
                "2.6.0.., valkey 7.2..",
                "-script-timeout f_0123 1234",
            ),
        ],
    },
    Message {
        id: "sentinel-identity",
        side: Side::Sentinel,
        concern: Concern::Routine,
        means: "The Sentinel's own id, or its state saved.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Sentinel ID is {sentinel_id}",
                "3.2.0.., valkey 7.2..",
                "Sentinel ID is 8ee76e02f3e0d5cd2eda5d79d548e2373e6d1a96",
            ),
            wording(
                "Sentinel runid is {sentinel_id}",
                "2.8.0..3.0.7",
                "Sentinel runid is 8ee76e02f3e0d5cd2eda5d79d548e2373e6d1a96",
            ),
            wording(
                "Sentinel new configuration saved on disk",
                "7.0.0.., valkey 7.2..",
                "Sentinel new configuration saved on disk",
            ),
        ],
    },
    Message {
        id: "sentinel-event",
        side: Side::Sentinel,
        concern: Concern::Routine,
        means: "Another event of a Sentinel.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "+{sentinel_event} {instance}",
                "2.6.0.., valkey 7.2..",
                "+other-event slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
            ),
            wording(
                "-{sentinel_event} {instance}",
                "2.6.0.., valkey 7.2..",
                "-other-event slave 10.0.0.3:6379 10.0.0.3 6379 @ mymaster 10.0.0.1 6379",
            ),
        ],
    },
];
