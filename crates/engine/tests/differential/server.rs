//! A real server for the time of a test.

use crate::resp::{self, Answer};
use autopsync_engine::Version;
use std::{
    io::{BufReader, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    time::Duration,
};

/// A server, stopped when it goes out of scope.
pub struct Server {
    process: Child,
    connection: BufReader<TcpStream>,
    /// For questions, which are not to fall into an open transaction.
    control: BufReader<TcpStream>,
    version: Version,
    _folder: tempfile::TempDir,
}

impl Server {
    /// Starts the server; `None`, after saying that the test is skipped, where there is none.
    pub fn start(test: &str) -> Option<Self> {
        let program = std::env::var("AUTOPSYNC_REDIS_SERVER").unwrap_or("redis-server".to_owned());
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = Command::new(&program)
            .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", ""])
            .args(["--enable-debug-command", "yes", "--loglevel", "warning"])
            .arg("--dir")
            .arg(folder.path())
            .env("LC_ALL", "C")
            .stdout(Stdio::null())
            .spawn();
        let process = match process {
            Ok(process) => process,
            Err(error) => {
                println!("SKIPPED {test}: {program} does not start: {error}");
                return None;
            }
        };
        let connect = || {
            std::thread::sleep(Duration::from_millis(20));
            TcpStream::connect(("127.0.0.1", port)).ok()
        };
        let mut streams = std::iter::repeat_with(connect).take(500).flatten().map(BufReader::new);
        let (connection, control) = (streams.next().expect("it listens"), streams.next().unwrap());
        let mut server = Self {
            process,
            connection,
            control,
            version: Version::redis(0, 0, 0),
            _folder: folder,
        };
        server.version = server.ask_version();
        server.words(&["DEBUG", "SET-ACTIVE-EXPIRE", "0"]);
        Some(server)
    }

    fn ask_version(&mut self) -> Version {
        let Answer::Bulk(info) = self.words(&["INFO", "server"]) else {
            panic!("INFO is a string")
        };
        let info = String::from_utf8_lossy(&info).into_owned();
        let field =
            |name: &str| info.lines().find_map(|line| Some(line.strip_prefix(name)?.to_owned()));
        match (field("valkey_version:"), field("redis_version:")) {
            (Some(valkey), _) => format!("valkey-{valkey}").parse().unwrap(),
            (None, Some(redis)) => redis.parse().unwrap(),
            _ => panic!("INFO tells a version"),
        }
    }

    pub fn version(&self) -> Version {
        self.version
    }

    /// The server's clock.
    pub fn now_ms(&mut self) -> i64 {
        let Answer::Array(parts) = self.words(&["TIME"]) else { panic!("TIME is an array") };
        let [Answer::Bulk(seconds), _] = &parts[..] else { panic!("TIME has two parts") };
        String::from_utf8_lossy(seconds).parse::<i64>().unwrap() * 1000
    }

    /// Sends commands and reads all replies.
    pub fn pipeline(&mut self, commands: &[Vec<Vec<u8>>]) -> Vec<Answer> {
        let mut replies = Vec::with_capacity(commands.len());
        // Not more at once than the buffers of a connection hold.
        for part in commands.chunks(50) {
            let mut bytes = Vec::new();
            part.iter().for_each(|command| resp::write(&mut bytes, command));
            self.connection.get_mut().write_all(&bytes).unwrap();
            replies.extend(part.iter().map(|_| resp::read(&mut self.connection)));
        }
        replies
    }

    pub fn call(&mut self, command: &[Vec<u8>]) -> Answer {
        self.pipeline(&[command.to_vec()]).remove(0)
    }

    /// Asks beside the commands of the test.
    fn ask(&mut self, command: &[Vec<u8>]) -> Answer {
        let mut bytes = Vec::new();
        resp::write(&mut bytes, command);
        self.control.get_mut().write_all(&bytes).unwrap();
        resp::read(&mut self.control)
    }

    pub fn words(&mut self, words: &[&str]) -> Answer {
        self.ask(&words.iter().map(|word| word.as_bytes().to_vec()).collect::<Vec<_>>())
    }

    pub fn reset(&mut self) {
        self.call(&[b"DISCARD".to_vec()]);
        self.call(&[b"SELECT".to_vec(), b"0".to_vec()]);
        self.words(&["SCRIPT", "FLUSH"]);
        assert_eq!(self.words(&["FLUSHALL"]), Answer::Status("OK".to_owned()));
    }

    pub fn digest(&mut self) -> String {
        match self.words(&["DEBUG", "DIGEST"]) {
            Answer::Status(digest) => digest,
            other => panic!("a digest is a status, not {other:?}"),
        }
    }

    /// Says what a key holds, for a failure's message.
    pub fn describe(&mut self, key: &[u8]) -> String {
        let mut ask = |words: &[&str]| {
            let words = words.iter().map(|word| word.as_bytes().to_vec());
            self.ask(&words.chain([key.to_vec()]).collect::<Vec<_>>())
        };
        let kind = ask(&["TYPE"]);
        format!(
            "{}: {kind:?} {:?}",
            crate::compare::show(&[key.to_vec()]),
            ask(&["DEBUG", "OBJECT"])
        )
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
