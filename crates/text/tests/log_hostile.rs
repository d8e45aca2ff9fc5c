//! Every prefix, every flipped bit, any bytes, lines without end: no panic, bounded work, and places that exist.
#![allow(clippy::unwrap_used, reason = "a test that cannot read its data has to stop")]

use autopsync_model::Limits;
use autopsync_text::log::{Concern, Reader, crash_reports, explain, looks_like_log};
use proptest::prelude::*;
use std::{fs, path::Path};

/// A bit of everything.
fn mixture() -> Vec<u8> {
    let recorded = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../testdata/text/log/recorded/valkey-9.1.2.log");
    let mut log = fs::read(recorded).unwrap();
    log.truncate(1000);
    log.extend_from_slice(
        b"\n{\"log\":\"1:M 09 Nov 13:27:36.276 # User \\u0041\\n\",\"stream\":\"stdout\",\"time\":\"2017-11-09T13:27:36.277747246Z\"}\n\
          2017-09-12T22:32:21.212861448Z stdout P 1:X 29 Nov 2024 05:35:17.653 # +odown master m 1.1.1.1 6379 #quorum 2/2\n\
          <134>1 2024-04-28T09:05:56.226Z h app 23 - [a b=\"]\"] x\n\"April 13th 2019\",\"n\",\"1:S 13 Apr 2019 15:07:15.436 # x\"\n\
          \x1b[1m> **[pod/a/b] Apr 28 09:05:56 h r[2]: I0609 15:17:17.271856 1 a] 1:S 13 Apr 2019 15:07:15.436 \\* MASTER &lt;-> \n\
          pid=1 role=RDB/AOF timestamp=\"2024-09-10T20:37:25.738-04:00\" level=notice message=\"Client id=1 addr=a:1 fl\"\n\
          1:M 1 Jan 2020 00:00:00.000 # === REDIS BUG REPORT START: Cut & paste starting from here ===\n\
          a(b+0x1)[0x2]\n------ INFO OUTPUT ------\n# Server\nredis_version:1\n==> a/b.log <==\n@400000005df8aff31f1a556c x\n",
    );
    log
}

/// Asks everything that can be asked of any bytes.
fn survive(log: &[u8]) {
    let limits = Limits { inline_bytes: 4096, ..Limits::default() };
    let lines = log.split(|byte| *byte == b'\n').count() as u64;
    let mut last = 0;
    for event in Reader::new(log).limits(limits).events() {
        assert!(event.line >= last && event.line <= lines, "line {} after {last}", event.line);
        assert!(event.at <= log.len() as u64);
        assert!(event.raw.len() <= 4096 && event.text.len() <= 5 * 4096);
        last = event.line;
        if let Some(time) = event.time {
            let _ = (time.to_string(), time.wall_millis(), time.unix_millis());
        }
        if let Some(event) = &event.event {
            assert!(event.message().is_some() && event.wording().is_some());
            let _ = event.server_version();
        }
    }
    assert!(
        Reader::new(log).only(Concern::Trouble).events().count()
            <= Reader::new(log).events().count()
    );
    let _ = (looks_like_log(log), explain(log), crash_reports(log));
}

#[test]
fn every_prefix_is_survived_and_says_what_the_whole_says() {
    let log = mixture();
    let whole: Vec<_> = Reader::new(&log).events().collect();
    for cut in 0..log.len() {
        survive(&log[..cut]);
        let found: Vec<_> = Reader::new(&log[..cut]).events().collect();
        let before = |at: u64| whole.iter().take_while(|event| event.at < at).count();
        // The last line may be cut, and a part or a heading before it may wait for it.
        let complete =
            before(found.last().map_or(0, |event| event.line.saturating_sub(1).min(event.at)));
        assert!(found.len() + 1 >= complete, "cut at {cut}");
    }
}

#[test]
fn every_flipped_bit_is_survived() {
    let mut log = mixture();
    log.drain(..700);
    for bit in 0..log.len() * 8 {
        log[bit / 8] ^= 1 << (bit % 8);
        survive(&log);
        log[bit / 8] ^= 1 << (bit % 8);
    }
}

#[test]
fn lines_without_end_are_no_burden() {
    for pattern in [
        "a",
        "1:M ",
        "[1] ",
        ":",
        "{\"a\":",
        "> ",
        "1:M 21 Nov 2026 02:16:17.314 * ",
        "&lt;",
        "\0",
        "\x1b[",
        "DB 0: 1 ",
    ] {
        let log = pattern.repeat((1 << 20) / pattern.len());
        survive(log.as_bytes());
        let line = format!(
            "1:M 21 Nov 2026 02:16:17.314 * Client id=1 addr={log}\n1:M 21 Nov 2026 02:16:17.315 * Retrying with SYNC..."
        );
        let ids: Vec<_> =
            Reader::new(line.as_bytes()).events().filter_map(|event| event.id()).collect();
        assert_eq!(ids.last(), Some(&"psync-retry-sync"), "{pattern:?}");
    }
}

#[test]
fn bytes_that_are_no_text_stand_in_nobodys_way() {
    let log = b"\xff\xfe1:M 21 Nov 2026 02:16:17.314 * Retrying with SYNC...\n\
                1:M 21 Nov 2026 02:16:17.314 * Master replication ID changed to \xff\xff\n\
                \0\0\0\n1:S 21 Nov 2026 02:16:17.314 # Error reply to PING from master: '-ERR \xc3\x28'\n";
    let found: Vec<_> =
        Reader::new(log).events().filter_map(|event| Some((event.line, event.id()?))).collect();
    assert_eq!(found, [(1, "psync-retry-sync"), (4, "ping-refused")]);
    let event = Reader::new(log).events().last().unwrap().event.unwrap();
    assert_eq!(event.text("error"), None);
    assert!(event.get("error").is_some());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_survived(log in prop::collection::vec(any::<u8>(), 0..400)) {
        survive(&log);
    }

    #[test]
    fn any_sequence_of_pieces_is_survived(pieces in prop::collection::vec(prop::sample::select(vec![
        "1:M ", "21 Nov 2026 02:16:17.314 ", "* ", "[7] ", "\n", "Full resync from master: ", "MASTER <-> ", "REPLICA sync",
        "8cbe44fd13e701294f18f0818bb2b96f7e4bf235", ":", "857", " ", "{\"log\":\"", "\"}", "\\n", "> ", "a | ", "2024-04-28T09:05:56Z ",
        "stdout P ", "stdout F ", "Apr 28 09:05:56 h r[2]: ", "+sdown ", "slave a ", "@ m b 1", "Client ", "id=1 addr=", "'", ")", "(",
        "=== REDIS BUG REPORT START: Cut & paste starting from here ===", "------ INFO OUTPUT ------", "\u{1b}[0m", "&lt;", "**", "pid=1 ",
    ]), 0..40)) {
        survive(pieces.concat().as_bytes());
    }
}
