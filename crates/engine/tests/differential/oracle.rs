//! The server that knows the answers.

use autopsync_engine::{Engine, Limits, Profile, Version};
use autopsync_synth::live::{Connection, Launch, LiveServer, Reply, skip};
use std::path::PathBuf;

/// A server with two connections: one for the commands of the test, one for questions, which are not to fall into an
/// open transaction.
pub struct Oracle {
    pub server: LiveServer,
    connection: Connection,
    control: Connection,
    version: Version,
}

/// Which server is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Server {
    /// The one that is installed.
    Installed,
    /// A 6.2 that sends scripts as they are: the last version that could.
    Verbatim,
    /// A Valkey.
    Valkey,
}

impl Server {
    /// Returns the program; `None`, after saying that the test is skipped, where there is none.
    fn find(self, test: &str) -> Option<PathBuf> {
        let variable = match self {
            Self::Installed => return LiveServer::find_or_skip(test),
            Self::Verbatim => "AUTOPSYNC_REDIS62_SERVER",
            Self::Valkey => "AUTOPSYNC_VALKEY_SERVER",
        };
        let path = std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file());
        if path.is_none() {
            skip(test, &format!("no server named in {variable}"));
        }
        path
    }

    const fn settings(self) -> &'static [&'static str] {
        match self {
            Self::Verbatim => &["--lua-replicate-commands", "no"],
            Self::Installed | Self::Valkey => &[],
        }
    }
}

impl Oracle {
    /// Starts the server; `None`, after saying that the test is skipped, where there is none.
    pub fn start(server: Server, test: &str) -> Option<Self> {
        let binary = server.find(test)?;
        // The link of a test acknowledges nothing while the test computes.
        let patient = ["--repl-timeout", "3600"];
        let launch = Launch::new().binary(binary).args(server.settings()).args(patient);
        let server = launch.start().unwrap();
        let (connection, mut control) = (server.connect().unwrap(), server.connect().unwrap());
        let version = match control.info("valkey_version") {
            Ok(valkey) => format!("valkey-{valkey}").parse().unwrap(),
            Err(_) => control.info("redis_version").unwrap().parse().unwrap(),
        };
        control.command(&["DEBUG", "SET-ACTIVE-EXPIRE", "0"]).unwrap();
        Some(Self { server, connection, control, version })
    }

    pub fn version(&self) -> Version {
        self.version
    }

    /// An engine of the server's version, with its clock.
    pub fn engine(&mut self) -> Engine {
        let mut engine = Engine::new(Profile::of(self.version), Limits::default());
        let time = self.ask(&["TIME"]);
        engine.set_clock(time.array().unwrap()[0].integer().unwrap() * 1000);
        engine
    }

    /// Sends commands and reads all replies.
    pub fn pipeline(&mut self, commands: &[Vec<Vec<u8>>]) -> Vec<Reply> {
        // Not more at once than the buffers of a connection hold.
        commands.chunks(50).flat_map(|part| self.connection.pipeline(part).unwrap()).collect()
    }

    pub fn call(&mut self, command: &[Vec<u8>]) -> Reply {
        self.connection.command(command).unwrap()
    }

    /// Asks beside the commands of the test.
    pub fn ask<T: AsRef<[u8]>>(&mut self, command: &[T]) -> Reply {
        self.control.command(command).unwrap()
    }

    /// Returns to the state after the start.
    pub fn reset(&mut self) {
        self.call(&[b"DISCARD".to_vec()]);
        self.call(&[b"SELECT".to_vec(), b"0".to_vec()]);
        self.ask(&["SCRIPT", "FLUSH"]);
        assert!(!self.ask(&["FLUSHALL"]).is_error());
    }

    pub fn info(&mut self, field: &str) -> String {
        self.control.info(field).unwrap()
    }

    pub fn digest(&mut self) -> String {
        self.control.digest().unwrap()
    }

    /// Says which keys have another value in the engine, for a failure's message.
    pub fn differences(&mut self, engine: &mut Engine) -> String {
        let mut differences = String::new();
        for number in 0..4 {
            self.ask(&["SELECT", &number.to_string()]);
            engine.select_database(number);
            for key in self.ask(&["KEYS", "*"]).strings().unwrap() {
                let theirs = self.ask(&[&b"DEBUG"[..], b"DIGEST-VALUE", &key]).strings().unwrap();
                if theirs[0] != engine.digest_value(&key).to_string().as_bytes() {
                    differences += &format!("\n  database {number}: {}", self.describe(&key));
                }
            }
        }
        self.ask(&["SELECT", "0"]);
        differences
    }

    /// Says what a key is, for a failure's message.
    pub fn describe(&mut self, key: &[u8]) -> String {
        let kind = self.ask(&[&b"TYPE"[..], key]);
        let object = self.ask(&[&b"DEBUG"[..], b"OBJECT", key]);
        format!("{} {kind:?} {object:?}", key.escape_ascii())
    }
}
