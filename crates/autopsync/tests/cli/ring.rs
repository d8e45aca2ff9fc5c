//! `stream --unwrap`: a ring taken from memory gives the history that the server sent.

use crate::run::{run, testdata};
use std::fs;

const OFFSET: usize = 4078;

/// The recorded backlog, written into a ring of 1000 bytes as the server writes it.
fn ring() -> (Vec<u8>, Vec<u8>) {
    let history = fs::read(testdata("cases/s9b-4.0.5/a/backlog.bin")).unwrap();
    assert_eq!(history.len(), OFFSET);
    let mut mem = vec![0; 1000];
    for (at, byte) in history.iter().enumerate() {
        mem[at % 1000] = *byte;
    }
    (history, mem)
}

fn offsets_of(output: &crate::run::Output) -> Vec<i64> {
    output.rows().iter().filter_map(|row| row["offset"].as_i64()).collect()
}

#[test]
fn a_ring_is_found_placed_and_saved() {
    let (history, mem) = ring();
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    fs::write(path("ring.bin"), &mem).unwrap();
    let told = run(&[
        "stream",
        &path("ring.bin"),
        "--unwrap",
        "--idx",
        "78",
        "--master-offset",
        "4078",
        "--save",
        &path("out.apsb"),
    ]);
    assert_eq!(told.code, 0, "{}", told.stderr);
    let whole = run(&["stream", "cases/s9b-4.0.5/a/backlog.bin", "--from-offset", "3079"]);
    assert_eq!(offsets_of(&told), offsets_of(&whole));
    assert!(!offsets_of(&told).is_empty());
    // Without any variable: the end is where the chain breaks, the place is found in another stream.
    let found = run(&[
        "stream",
        &path("ring.bin"),
        "--unwrap",
        "--against",
        "cases/s9b-4.0.5/a/backlog.bin",
    ]);
    assert_eq!(offsets_of(&found), offsets_of(&told), "{}", found.stderr);
    // The backlog file tells its origin itself.
    let saved = run(&["stream", &path("out.apsb")]);
    assert_eq!(offsets_of(&saved), offsets_of(&told));
    // In a core dump there is more around it.
    let core = [vec![7; 123], mem, vec![9; 77]].concat();
    fs::write(path("core"), core).unwrap();
    let inside = run(&[
        "stream",
        &path("core"),
        "--unwrap",
        "--ring-at",
        "123",
        "--ring-size",
        "1000",
        "--master-offset",
        "4078",
    ]);
    assert_eq!(offsets_of(&inside), offsets_of(&told), "{}", inside.stderr);
    assert_eq!(history.len(), 4078);
}

#[test]
fn what_is_no_ring_is_refused_with_a_hint() {
    let output = run(&["stream", "cases/s9b-4.0.5/a/server.log", "--unwrap"]);
    assert_eq!(output.code, 3);
    assert!(output.stderr.contains("hint: tell the variables"), "{}", output.stderr);
    let output = run(&["stream", "cases/s9b-4.0.5/a/backlog.bin", "--unwrap", "--idx", "5000"]);
    assert_eq!(output.code, 3);
    assert!(output.stderr.contains("expected idx of at most 4078"), "{}", output.stderr);
}

#[test]
fn a_saved_backlog_appears_once_it_is_complete_and_never_in_place_of_a_device() {
    let (_, mem) = ring();
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    fs::write(path("ring.bin"), &mem).unwrap();
    fs::write(path("out.apsb"), b"older").unwrap();
    let save = |master_offset: &str, out: &str| {
        let origin = ["--idx", "78", "--master-offset", master_offset, "--save", out];
        run(&[&["stream", &path("ring.bin"), "--unwrap"], &origin[..]].concat())
    };
    let names = || {
        let names = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<_> = names.map(|name| name.into_string().unwrap()).collect();
        names.sort();
        names
    };
    // Nothing is touched where the question is wrong, or where the file cannot be made.
    assert_eq!(save("4078", "-").code, 2);
    assert_ne!(save("4078", &path("no-such-directory/out.apsb")).code, 0);
    assert_eq!(fs::read(path("out.apsb")).unwrap(), b"older");
    // What has the name gives way to the whole file, through a link as well, and nothing is left lying about.
    #[cfg(unix)]
    std::os::unix::fs::symlink(path("out.apsb"), path("link.apsb")).unwrap();
    #[cfg(unix)]
    assert_eq!(save("4078", &path("link.apsb")).code, 0);
    #[cfg(unix)]
    assert_eq!(names(), ["link.apsb", "out.apsb", "ring.bin"]);
    #[cfg(not(unix))]
    assert_eq!(save("4078", &path("out.apsb")).code, 0);
    let again = run(&["stream", &path("out.apsb"), "--stats", "--format", "json"]).json();
    assert_eq!(again["first_offset"], 3079, "{again}");
    // A socket stands for all that is no file.
    #[cfg(unix)]
    {
        use std::os::unix::{fs::FileTypeExt, net::UnixListener};
        let _listener = UnixListener::bind(path("socket")).unwrap();
        assert_ne!(save("4078", &path("socket")).code, 0);
        assert!(fs::metadata(path("socket")).unwrap().file_type().is_socket());
        assert_eq!(names(), ["link.apsb", "out.apsb", "ring.bin", "socket"]);
    }
}
