//! How a server is started: which program, with which files and settings.

use super::{Connection, LiveServer, Reply};
use autopsync_model::{Product, Version};
use std::{
    ffi::OsString,
    fs,
    io::{self, Error, ErrorKind},
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// How long a server may take until it answers.
const PATIENCE: Duration = Duration::from_secs(30);

/// A port found free may be taken by another test before the server binds it.
const ATTEMPTS: u32 = 5;

/// A server that is about to be started.
///
/// Without further settings it saves nothing, appends nothing, logs into its own folder and, from 7.0 on, allows
/// `DEBUG`.
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Launch {
    binary: Option<PathBuf>,
    args: Vec<OsString>,
    files: Vec<(PathBuf, Vec<u8>)>,
}

impl Launch {
    /// Prepares the server of [`LiveServer::find`].
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts this program instead.
    pub fn binary(mut self, path: impl Into<PathBuf>) -> Self {
        self.binary = Some(path.into());
        self
    }

    /// Adds a word to the command line, after those that are always there, so that it wins.
    pub fn arg(mut self, arg: impl Into<OsString>) -> Self {
        self.args.push(arg.into());
        self
    }

    /// Adds words to the command line, as [`Launch::arg`] does.
    pub fn args<I: IntoIterator<Item: Into<OsString>>>(mut self, args: I) -> Self {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    /// Puts a file into the server's folder before it starts; missing folders on the way are made.
    pub fn file(mut self, name: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.push((name.into(), bytes.into()));
        self
    }

    /// Lets the server load this snapshot when it starts.
    pub fn snapshot(self, rdb: impl Into<Vec<u8>>) -> Self {
        self.file("dump.rdb", rdb)
    }

    /// Starts the server and waits until it answers.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] where there is no server; else what went wrong, with the end of the server's log.
    pub fn start(self) -> io::Result<LiveServer> {
        let binary = self
            .binary
            .clone()
            .or_else(LiveServer::find)
            .ok_or_else(|| Error::new(ErrorKind::NotFound, "no redis-server in PATH"))?;
        let mut failure = Error::other("no attempt was made");
        for _ in 0..ATTEMPTS {
            match self.attempt(&binary) {
                Err(error) if error.kind() == ErrorKind::AddrInUse => failure = error,
                result => return result,
            }
        }
        Err(failure)
    }

    fn attempt(&self, binary: &Path) -> io::Result<LiveServer> {
        let dir = tempfile::Builder::new().prefix("autopsync-live-").tempdir()?;
        for (name, bytes) in &self.files {
            let path = dir.path().join(name);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(path, bytes)?;
        }
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let child = self.spawn(binary, &dir, port)?;
        let mut server = LiveServer::new(child, port, dir);
        wait_until_ready(&mut server)?;
        Ok(server)
    }

    fn spawn(&self, binary: &Path, dir: &TempDir, port: u16) -> io::Result<Child> {
        let mut command = Command::new(binary);
        command.current_dir(dir.path());
        command.arg("--port").arg(port.to_string()).arg("--bind").arg("127.0.0.1");
        command.arg("--dir").arg(dir.path()).arg("--logfile").arg("server.log");
        command.args(["--daemonize", "no", "--appendonly", "no", "--save", ""]);
        if version_of(binary)?.at_least(7, 0, 0) {
            command.args(["--enable-debug-command", "yes"]);
        }
        command.args(&self.args);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()
    }
}

/// Asks a program for its version (`Redis server v=7.0.15 sha=…`, `Valkey server v=8.0.1 sha=…`).
pub(super) fn version_of(binary: &Path) -> io::Result<Version> {
    let output = Command::new(binary).arg("--version").stdin(Stdio::null()).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let product = if text.starts_with("Valkey") { Product::Valkey } else { Product::Redis };
    text.split_once(" v=")
        .and_then(|(_, rest)| Version::parse_for(product, rest.split(' ').next()?).ok())
        .ok_or_else(|| Error::other(format!("expected v=… from --version, found {text:?}")))
}

fn wait_until_ready(server: &mut LiveServer) -> io::Result<()> {
    let start = Instant::now();
    loop {
        if let Some(status) = server.exit_status()? {
            let log = server.log();
            let kind = if log.contains("Address already in use") {
                ErrorKind::AddrInUse
            } else {
                ErrorKind::Other
            };
            return Err(Error::new(kind, format!("server ended with {status}:\n{}", tail(&log))));
        }
        if is_ready(server) {
            return Ok(());
        }
        if start.elapsed() > PATIENCE {
            let message = format!("no answer in {PATIENCE:?}:\n{}", tail(&server.log()));
            return Err(Error::new(ErrorKind::TimedOut, message));
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// Tells whether it is this server that answers, and with more than that it is loading.
///
/// The port was free a moment ago; the server of another test may have bound it first, and answers until it ends.
fn is_ready(server: &LiveServer) -> bool {
    let Ok(mut connection) = Connection::open(server.port()) else { return false };
    let pong = Reply::Simple(b"PONG".to_vec());
    connection.command(&["PING"]).is_ok_and(|reply| reply == pong)
        && connection.info("process_id").is_ok_and(|id| id == server.process_id().to_string())
}

/// Returns the last lines of a log.
fn tail(log: &str) -> String {
    let lines: Vec<_> = log.lines().rev().take(12).collect();
    lines.into_iter().rev().collect::<Vec<_>>().join("\n")
}
