//! What people do to logs before others see them.
#![allow(clippy::unwrap_used, reason = "a test that cannot read its data has to stop")]

use autopsync_text::log::{
    CrashReport, FieldValue, LogEvent, Reader, crash_reports, explain, looks_like_log,
};

const ID: &str = "8cbe44fd13e701294f18f0818bb2b96f7e4bf235";

fn read(log: &str) -> Vec<LogEvent<'_>> {
    Reader::new(log.as_bytes()).events().collect()
}

/// Line, id and fields of what was recognised; `cut` where the line ends too early.
fn show(log: &str) -> Vec<String> {
    let events = read(log);
    let known = events.iter().filter_map(|line| line.event.as_ref().map(|event| (line, event)));
    let one = |(line, event): (&LogEvent<'_>, &autopsync_text::log::Event<'_>)| {
        let mut text = format!("{} {}", line.line, event.id);
        for (name, value) in &event.fields {
            let value = match value {
                FieldValue::Number(number) => number.to_string(),
                FieldValue::Text(text) => String::from_utf8_lossy(text).into_owned(),
            };
            text.extend([" ", *name, "=", &value]);
        }
        if event.cut {
            text += " cut";
        }
        text
    };
    known.map(one).collect()
}

#[test]
fn two_lines_glued_together_are_two() {
    let log = "1:S 01 Jun 2020 07:14:57.642 # Connection with master lost.1:S 01 Jun 2020 07:14:57.642 * Caching the disconnected master state.\n\
               x[7] 21 Nov 02:16:17.314 * Retrying with SYNC... [7] 21 Nov 02:16:17.315 # Connection with master lost.\n";
    assert_eq!(
        show(log),
        ["1 master-lost", "1 master-cached", "2 psync-retry-sync", "2 master-lost"]
    );
    let lines = read(log);
    assert_eq!(lines[1].time.unwrap().to_string(), "2020-06-01T07:14:57.642");
}

#[test]
fn a_line_broken_by_a_terminal_is_whole_again() {
    let log = "1:S 01 Jun 2020 07:14:58.406 * Trying a partial resynchronization (request 8cbe44fd13e70129\n\
         4f18f0818bb2b96f7e4bf235:84\n43).\n\
         1:S 01 Jun 2020 07:14:58.500 * MASTER <-> REPL\nICA sync started\n\
         1:S 01 Jun 2020 07:14:58.600 # Master replication ID changed to 8cbe44fd\n13e701294f18f0818bb2b96f7e4bf235\n\
         1:S 01 Jun 2020 07:14:58.700 * MASTER <-> REPLICA sync: Flushing old\ndata\n";
    assert_eq!(
        show(log),
        [
            format!("1 partial-resync-requested replid={ID} next_offset=8443"),
            "4 sync-started".to_owned(),
            format!("6 replid-changed replid={ID}"),
            "8 flushing".to_owned(),
        ]
    );
    assert_eq!(read(log)[0].joined, 2);
}

#[test]
fn what_follows_a_cut_line_is_not_swallowed() {
    let log = "1:S 01 Jun 2020 01:03:07.812 * Full resync from master: ZZZZZZZZZZZ\n\
               and then nothing happened any more\n\
               1:S 01 Jun 2020 01:03:08.000 # Connection with master lost.\n";
    assert_eq!(show(log), ["1 full-resync cut", "3 master-lost"]);
    assert_eq!(read(log)[1].text, &b"and then nothing happened any more"[..]);
}

#[test]
fn a_cut_line_keeps_the_fields_that_are_whole() {
    for (text, expected) in [
        (
            "Slave 10.80.91.147:6380 asks for synchroniz",
            "1 replica-asks addr=10.80.91.147:6380 cut",
        ),
        ("Discarding previously cached maste", "1 cached-master-discarded cut"),
        ("Settin>", "1 second-id-set cut"),
        ("MASTER <-> SLAVE sync: Flushing old da…", "1 flushing cut"),
        (
            "Client id=709662 addr=x.x.x.154:55194 laddr=x.x.x.156:6379 fd=1227 flags=S omem=355190792 to",
            "1 output-buffer-limit client_id=709662 addr=x.x.x.154:55194 laddr=x.x.x.156:6379 flags=S omem=355190792 cut",
        ),
        ("+sdown slave 10.0.0.3:6379 10.0.0.3 6379 @ mymas", "1 sentinel-sdown cut"),
        (
            "Partial resynchronization request from 10.0.0.3:6379 accepted. Sending 28 by",
            "1 partial-resync-accepted addr=10.0.0.3:6379 bytes=28 cut",
        ),
    ] {
        let line = format!("1:M 01 Jun 2020 01:03:07.812 * {text}");
        assert_eq!(show(&line), [expected]);
    }
    for text in ["MASTER <-> REPLICA sync", "Connection with", "Conn", "Replica"] {
        let line = format!("1:M 01 Jun 2020 01:03:07.812 * {text}");
        assert_eq!(show(&line), [""; 0], "{text}");
    }
}

#[test]
fn marks_of_editors_and_machines_do_no_harm() {
    for (line, expected) in [
        ("1:S 01 Jun 2020 01:03:07.812 \\* MASTER \\<-> REPLICA sync started", "1 sync-started"),
        ("1:S 01 Jun 2020 01:03:07.812 * MASTER &lt;-&gt; REPLICA sync started", "1 sync-started"),
        ("1:S 01 Jun 2020 01:03:07.812 * MASTER <\u{2011}> REPLICA sync started", "1 sync-started"),
        (
            "568: S 06 Feb 2020 11: 36: 02.804 * Connecting to MASTER 10.0.2.15:6379",
            "1 connecting addr=10.0.2.15:6379",
        ),
        ("**8:S 18 Oct 2021 16:49:21.572 * Retrying with SYNC...**", "1 psync-retry-sync"),
        ("1:S 01 Jun 2020 01:03:07.812 * Retrying with SYNC... (A)", "1 psync-retry-sync"),
        ("• 1:S 01 Jun 2020 01:03:07.812 • Retrying with SYNC...", "1 psync-retry-sync"),
        ("6027] 22 Jan 04:10:16.688 * Retrying with SYNC...", "1 psync-retry-sync"),
        (
            "3438:S 23 Jun 10:25:38.103 * Connecting to MASTER peerIP:port",
            "1 connecting addr=peerIP:port",
        ),
        (
            "3438:S 23 Jun 10:25:38.103 * Connecting to MASTER <master ip>:<port>",
            "1 connecting addr=<master ip>:<port>",
        ),
    ] {
        assert_eq!(show(line), [expected], "{line}");
        assert!(looks_like_log(line.as_bytes()), "{line}");
    }
}

#[test]
fn what_is_left_of_a_prefix_is_used() {
    let log = "22 Jan 04:10:16.688 * Retrying with SYNC...\n\
               1:S # Connection with master lost.\n\
               18:S Connection with primary lost.\n\
               MASTER <-> REPLICA sync started\n\
               Oct 21 15:39:24 z27 redis[1440]: MASTER <-> REPLICA sync started\n\
               app | something else: Connection with master lost.\n";
    let ids: Vec<_> = read(log).iter().map(LogEvent::id).collect();
    let lost = Some("master-lost");
    let started = Some("sync-started");
    assert_eq!(ids, [Some("psync-retry-sync"), lost, lost, started, started, lost]);
    assert_eq!(read(log)[2].pid, Some(18));
    assert_eq!(read(log)[4].node.as_deref(), Some("z27"));
    assert!(read(log)[3].bare && !read(log)[2].bare);
}

#[test]
fn talk_about_a_message_is_no_message() {
    let log = "After the failover we saw Connection with master lost. in the log of every replica\n\
               is \"Full resync from master\" normal?\n\
               DB saved on disk by the child, says the manual\n\
               # BGSAVE\n\
               12:30 restarted the replica\n\
               127.0.0.1:6379> info replication\n";
    assert_eq!(show(log), [""; 0]);
    assert!(!looks_like_log(log.as_bytes()));
    for (line, raw) in read(log).iter().zip(log.lines()) {
        assert!(line.bare && line.time.is_none() && line.wrappers.is_empty(), "{raw}");
        assert_eq!(line.text, raw.as_bytes());
    }
}

#[test]
fn a_heading_names_the_node_of_what_follows() {
    let log = "==> /var/log/supervisor/redis-1.log <==\n1:S 01 Jun 2020 01:03:07.812 * Retrying with SYNC...\n\n\
               ==> redis-2.log <==\n1:S 01 Jun 2020 01:03:07.812 * Retrying with SYNC...\n";
    let nodes: Vec<_> =
        read(log).iter().filter(|l| l.event.is_some()).map(|l| l.node.clone().unwrap()).collect();
    assert_eq!(nodes, ["redis-1", "redis-2"]);
}

#[test]
fn parts_of_a_container_runtime_are_put_together() {
    let log = "2024-11-09T13:27:36.1Z stdout P 1:S 09 Nov 2024 13:27:36.100 * Full resync from master: 8cbe44fd13e701\n\
         2024-11-09T13:27:36.2Z stdout P 294f18f0818bb2b96f7e4b\n\
         2024-11-09T13:27:36.3Z stdout F f235:857\n\
         2024-11-09T13:27:36.4Z stdout F 1:S 09 Nov 2024 13:27:36.400 * Retrying with SYNC...\n";
    assert_eq!(
        show(log),
        [format!("1 full-resync replid={ID} offset=857"), "4 psync-retry-sync".to_owned()]
    );
}

#[test]
fn an_order_names_who_gave_it() {
    let log = "1:S 29 Nov 2024 05:35:18.833 * REPLICAOF 172.25.0.101:6379 enabled (user request from 'id=7 addr=172.25.0.200:44974 laddr=172.25.0.102:6379 fd=14 name=sentinel-8ee76e02-cmd age=74 cmd=exec user=default')";
    assert_eq!(
        show(log),
        [
            "1 replicaof addr=172.25.0.101:6379 by_client_id=7 by_addr=172.25.0.200:44974 by_laddr=172.25.0.102:6379 \
          by_name=sentinel-8ee76e02-cmd by_age_seconds=74 by_command=exec by_user=default"
        ]
    );
}

#[test]
fn sentinel_names_its_instances() {
    let log = "1:X 29 Nov 2024 05:35:19.816 # +switch-master mymaster 172.25.0.100 6379 172.25.0.101 6379\n\
               1:X 29 Nov 2024 05:35:17.819 # +selected-slave slave 172.25.0.101:6379 172.25.0.101 6379 @ mymaster 172.25.0.100 6379\n\
               1:X 29 Nov 2024 05:35:17.819 # +some-new-event master mymaster ::1 6379 #why\n";
    assert_eq!(
        show(log),
        [
            "1 sentinel-switch-master master_name=mymaster old_addr=172.25.0.100:6379 new_addr=172.25.0.101:6379",
            "2 sentinel-failover instance_type=slave addr=172.25.0.101:6379 instance_name=172.25.0.101:6379 \
             master_name=mymaster master_addr=172.25.0.100:6379",
            "3 sentinel-event sentinel_event=some-new-event instance_type=master addr=::1:6379 master_name=mymaster",
        ]
    );
}

#[test]
fn a_crash_report_of_old_has_a_prefix_on_every_line() {
    let log = "[4242] 21 Nov 02:16:17.314 # \n\n=== REDIS BUG REPORT START: Cut & paste starting from here ===\n\
               [4242] 21 Nov 02:16:17.314 #     Redis 2.8.24 crashed by signal: 11\n\
               [4242] 21 Nov 02:16:17.314 #     Failed assertion: <no assertion failed> (<no file>:0)\n\
               [4242] 21 Nov 02:16:17.314 # --- STACK TRACE\n\
               redis-server(logStackTrace+0x43)[0x4449e3]\n\
               redis-server(readSyncBulkPayload+0x1a0)[0x433d30]\n\
               [4242] 21 Nov 02:16:17.314 # --- INFO OUTPUT\n\
               [4242] 21 Nov 02:16:17.315 # \n=== REDIS BUG REPORT END. Make sure to include from START to END. ===\n";
    let reports = crash_reports(log.as_bytes());
    let expected = CrashReport {
        line: 3,
        last_line: 11,
        version: Some("2.8.24".parse().unwrap()),
        signal: Some(11),
        frames: vec!["logStackTrace".to_owned(), "readSyncBulkPayload".to_owned()],
        ..CrashReport::default()
    };
    assert_eq!(reports.len(), 1);
    let report = reports.into_iter().next().unwrap();
    assert_eq!(report.pid, Some(4242));
    assert_eq!(report.failed, None);
    assert_eq!(CrashReport { pid: None, time: None, info: None, ..report }, expected);
}

#[test]
fn an_assertion_without_report_is_a_report() {
    let log = "1:M 01 Jun 2020 01:03:07.812 # === ASSERTION FAILED ===\n\
               1:M 01 Jun 2020 01:03:07.812 # ==> replication.c:2190 'server.masterhost == NULL' is not true\n\
               1:C 01 Jun 2020 01:03:17.812 # oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo\n\
               1:M 01 Jun 2020 01:05:07.812 # Guru Meditation: Unknown object type #rdb.c:812\n";
    let reports = crash_reports(log.as_bytes());
    let found: Vec<_> = reports
        .iter()
        .map(|r| (r.line, r.failed.as_deref().unwrap(), r.source.clone().unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            (1, "server.masterhost == NULL", ("replication.c".to_owned(), 2190)),
            (4, "Unknown object type", ("rdb.c".to_owned(), 812)),
        ]
    );
}

#[test]
fn a_line_is_explained() {
    let line =
        b"db1 | 1:S 01 Jun 2020 01:03:07.812 * Successful partial resynchronization with master.";
    let page = explain(line).unwrap();
    assert_eq!(page.message.id, "partial-resync-succeeded");
    assert_eq!(page.wording.versions, "2.8.0.., valkey 7.2");
    assert!(page.message.before.contains(&"partial-resync-requested"));
    assert!(explain(b"hello").is_none());
}

#[test]
fn versions_are_told_with_their_product() {
    for (text, expected) in [
        (
            "Redis version=7.0.15, bits=64, commit=00000000, modified=0, pid=1, just started",
            Some("7.0.15"),
        ),
        (
            "Valkey version=8.0.1, bits=64, commit=00000000, modified=0, pid=1, just started",
            Some("valkey-8.0.1"),
        ),
        ("Loading RDB produced by version 5.9.104", Some("6.0-rc4")),
        ("Loading RDB produced by Valkey version 8.0.1", Some("valkey-8.0.1")),
        ("KeyDB version=6.3.4, bits=64, commit=00000000, modified=0, pid=1, just started", None),
    ] {
        let line = format!("1:M 01 Jun 2020 01:03:07.812 * {text}");
        let version = read(&line)[0].event.as_ref().unwrap().server_version();
        assert_eq!(version, expected.map(|text| text.parse().unwrap()), "{text}");
    }
}
