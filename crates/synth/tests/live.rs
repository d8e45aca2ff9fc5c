//! The live server itself: it starts, answers, loads, replicates and ends.

use autopsync_model::AppliedOffset;
use autopsync_synth::live::{Launch, LiveServer, Reply};
use std::net::TcpStream;

#[test]
fn a_server_answers_and_ends_with_its_test() {
    let Some(_) = LiveServer::find_or_skip("a_server_answers_and_ends_with_its_test") else {
        return;
    };
    let server = LiveServer::start(&["--databases", "3"]).unwrap();
    let mut client = server.connect().unwrap();
    assert_eq!(
        client.command(&["CONFIG", "GET", "databases"]).unwrap().strings().unwrap()[1],
        b"3"
    );
    let replies = client
        .pipeline(&[vec!["RPUSH", "l", "a"], vec!["RPUSH", "l", "b"], vec!["INCR", "l"]])
        .unwrap();
    assert_eq!(replies[..2], [Reply::Integer(1), Reply::Integer(2)]);
    assert!(replies[2].is_error());
    assert_eq!(client.digest().unwrap().len(), 40);
    let (port, dir) = (server.port(), server.dir().to_owned());
    drop(server);
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    assert!(!dir.exists());
}

#[test]
fn a_snapshot_saved_is_loaded_again_and_a_damaged_one_is_an_error() {
    let name = "a_snapshot_saved_is_loaded_again_and_a_damaged_one_is_an_error";
    let Some(_) = LiveServer::find_or_skip(name) else {
        return;
    };
    let server = LiveServer::start(&[]).unwrap();
    let mut client = server.connect().unwrap();
    client.command(&["SADD", "s", "a", "b"]).unwrap();
    let mut snapshot = server.save().unwrap();
    let again = LiveServer::start_with_snapshot(&snapshot, &[]).unwrap();
    assert_eq!(again.connect().unwrap().digest().unwrap(), client.digest().unwrap());
    snapshot[0] = b'X';
    let error = Launch::new().snapshot(snapshot).start().unwrap_err();
    assert!(error.to_string().contains("Wrong signature"), "{error}");
}

#[test]
fn a_replica_link_gets_every_byte_that_the_master_counted() {
    let name = "a_replica_link_gets_every_byte_that_the_master_counted";
    let Some(_) = LiveServer::find_or_skip(name) else {
        return;
    };
    let server = LiveServer::start(&[]).unwrap();
    let mut link = server.attach_replica().unwrap();
    assert!(link.snapshot().starts_with(b"REDIS"));
    let mut client = server.connect().unwrap();
    client.command(&["SET", "k", "v"]).unwrap();
    let offset = client.info("master_repl_offset").unwrap().parse().unwrap();
    assert_eq!(client.info("master_replid").unwrap(), link.replid().as_str());
    let stream = link.stream_to(AppliedOffset::new(offset)).unwrap();
    assert!(stream.ends_with(b"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n"), "{stream:?}");
}
