use super::*;
use autopsync_model::NextOffset;

const ID: &str = "6559e00f3a0ce0f9d9f7aa168dd5c1901cf1f022";
const RDB: &[u8] = b"REDIS0011\xff\0\0\0\0\0\0\0\0";
const PING: &[u8] = b"*1\r\n$4\r\nPING\r\n";

fn join(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

#[test]
fn keep_alives_count_nowhere() {
    let opening = format!("\n\n+FULLRESYNC {ID} 1000\r\n\n\n\n$18\r\n");
    let bytes = join(&[opening.as_bytes(), RDB, PING]);
    let transcript = Transcript::parse(&bytes).unwrap();
    assert_eq!(transcript.keep_alives(), 5);
    assert_eq!(transcript.place(), Place::byte(2));
    assert_eq!(transcript.payload().unwrap().rdb, RDB);
    let stream = transcript.stream().unwrap();
    assert_eq!(stream.first_offset(), NextOffset::new(1001));
    assert_eq!(stream.last_offset(), AppliedOffset::new(1014));
    assert_eq!(stream.origin().replid.unwrap().as_str(), ID);
    assert_eq!(stream.bytes(), PING);
    assert_eq!(stream.file_index(), bytes.len() as u64 - 14);
    assert!(transcript.damages().is_empty());
}

#[test]
fn a_diskless_snapshot_ends_at_its_mark() {
    let mark = "f839f5a1d5c125e16e0ba5ad9e27096e620cd622";
    let opening = format!("+FULLRESYNC {ID} 0\r\n$EOF:{mark}\r\n");
    let bytes = join(&[opening.as_bytes(), RDB, mark.as_bytes(), PING]);
    let transcript = Transcript::parse(&bytes).unwrap();
    assert_eq!(transcript.payload().unwrap().rdb, RDB);
    assert_eq!(transcript.stream().unwrap().bytes(), PING);
    let cut = Transcript::parse(&bytes[..opening.len() + 30]).unwrap();
    assert!(cut.stream().is_none());
    assert_eq!(cut.damages()[0].id, "payload-cut");
}

#[test]
fn the_answer_to_continue_may_name_an_id() {
    for (line, replid) in
        [("+CONTINUE\r\n".to_owned(), None), (format!("+CONTINUE {ID}\r\n"), Some(ID))]
    {
        let bytes = join(&[line.as_bytes(), PING]);
        let transcript = Transcript::parse(&bytes).unwrap();
        let expected = replid.map(|id| id.parse().unwrap());
        assert_eq!(transcript.opening(), Opening::Continue { replid: expected });
        let stream = transcript.stream().unwrap();
        assert!(stream.is_relative());
        let told = Origin { first_offset: Some(NextOffset::new(501)), ..Origin::unknown() };
        assert_eq!(stream.with_origin(told).last_offset(), AppliedOffset::new(514));
    }
}

#[test]
fn a_plain_sync_has_no_line() {
    let bytes = join(&[b"\n$18\r\n", RDB, b"PING\r\n"]);
    let transcript = Transcript::parse(&bytes).unwrap();
    assert_eq!(transcript.opening(), Opening::Sync);
    assert_eq!(transcript.stream().unwrap().origin().db, Some(0));
    assert!(transcript.stream().unwrap().is_relative());
}

#[test]
fn a_fragment_of_a_stream_is_no_sync() {
    for bytes in [
        b"$3\r\nSET\r\n$1\r\nk\r\n".as_slice(),
        PING,
        b"",
        b"\n\n",
        b"+OK\r\n",
        b"+FULLRESYNC abc 1\r\n",
    ] {
        assert_eq!(Transcript::parse(bytes).unwrap_err().id(), "not-a-transcript", "{bytes:?}");
    }
}

#[test]
fn replies_to_the_handshake_are_skipped() {
    let opening =
        format!("+PONG\r\n+OK\r\n-ERR Unrecognized REPLCONF option: capa\r\n+CONTINUE {ID}\r\n");
    let transcript = Transcript::parse(opening.as_bytes()).unwrap();
    assert!(matches!(transcript.opening(), Opening::Continue { .. }));
    let refused =
        Transcript::parse(b"-NOMASTERLINK Can't SYNC while not connected with my master\r\n");
    assert!(
        matches!(refused.unwrap().opening(), Opening::Refused { reply } if reply.starts_with(b"-NOM"))
    );
}

#[test]
fn the_second_connection_of_a_dual_channel_tells_the_database() {
    let opening = format!("$ENDOFF:4711 {ID} 3 17\r\n$EOF:{ID}\r\n");
    let bytes = join(&[opening.as_bytes(), RDB, ID.as_bytes()]);
    let origin = Transcript::parse(&bytes).unwrap().origin();
    assert_eq!((origin.first_offset, origin.db), (Some(NextOffset::new(4712)), Some(3)));
}

#[test]
fn a_file_that_ends_before_its_snapshot_says_so() {
    for end in ["", "\n", "$", "$18", "$EOF:abc"] {
        let bytes = format!("+FULLRESYNC {ID} 0\r\n{end}");
        let transcript = Transcript::parse(bytes.as_bytes()).unwrap();
        assert!(transcript.payload().is_none() && transcript.stream().is_none());
        assert_eq!(transcript.damages()[0].id, "payload-missing", "{end:?}");
    }
    let bytes = format!("+FULLRESYNC {ID} 0\r\n$18446744073709551615\r\nREDIS");
    let transcript = Transcript::parse(bytes.as_bytes()).unwrap();
    assert_eq!(transcript.payload().unwrap().rdb, b"REDIS");
    assert_eq!(transcript.damages()[0].id, "payload-cut");
}
