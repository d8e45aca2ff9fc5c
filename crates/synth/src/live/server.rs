//! A server that runs, and ends with its test.

use super::{Connection, Launch, ReplicaLink, launch::version_of, skip};
use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::{Child, ExitStatus},
};
use tempfile::TempDir;

/// The environment variable that names the program to start instead of the `redis-server` in `PATH`.
pub const SERVER_VARIABLE: &str = "AUTOPSYNC_REDIS_SERVER";

/// A running server in a folder of its own. Dropping it kills the server and removes the folder.
#[derive(Debug)]
pub struct LiveServer {
    child: Child,
    port: u16,
    dir: TempDir,
}

impl LiveServer {
    pub(super) const fn new(child: Child, port: u16, dir: TempDir) -> Self {
        Self { child, port, dir }
    }

    /// Returns the program that tests start: that of [`SERVER_VARIABLE`] where it is a file, else the first
    /// `redis-server` in `PATH`.
    #[must_use]
    pub fn find() -> Option<PathBuf> {
        if let Some(path) = env::var_os(SERVER_VARIABLE).filter(|value| !value.is_empty()) {
            return Some(PathBuf::from(path)).filter(|path| path.is_file());
        }
        let path = env::var_os("PATH")?;
        env::split_paths(&path).map(|dir| dir.join("redis-server")).find(|path| path.is_file())
    }

    /// Returns what [`LiveServer::find`] does, and records the test as skipped where there is no server.
    #[must_use]
    pub fn find_or_skip(test_name: &str) -> Option<PathBuf> {
        let found = Self::find();
        if found.is_none() {
            skip(test_name, "no redis-server: install it, or name one in AUTOPSYNC_REDIS_SERVER");
        }
        found
    }

    /// Does what [`LiveServer::find_or_skip`] does, and skips the test as well where the server is older than
    /// `major.minor`.
    #[must_use]
    pub fn find_at_least(major: u16, minor: u16, test_name: &str) -> Option<PathBuf> {
        let path = Self::find_or_skip(test_name)?;
        match version_of(&path) {
            Ok(version) if version.at_least(major, minor, 0) => return Some(path),
            Ok(version) => skip(test_name, &format!("asks for {major}.{minor}, found {version}")),
            Err(error) => skip(test_name, &format!("{}: {error}", path.display())),
        }
        None
    }

    /// Starts the program of [`LiveServer::find`] with additional arguments, such as `["--databases", "4"]`.
    ///
    /// # Errors
    /// As for [`Launch::start`].
    pub fn start(args: &[&str]) -> io::Result<Self> {
        Launch::new().args(args).start()
    }

    /// Starts a server that loads this snapshot.
    ///
    /// # Errors
    /// As for [`Launch::start`]; a snapshot that the server refuses is an error with the end of its log.
    pub fn start_with_snapshot(rdb: &[u8], args: &[&str]) -> io::Result<Self> {
        Launch::new().snapshot(rdb).args(args).start()
    }

    /// Opens a client's connection.
    ///
    /// # Errors
    /// Those of the socket.
    pub fn connect(&self) -> io::Result<Connection> {
        Connection::open(self.port)
    }

    /// Attaches as a replica: a full synchronisation, then the stream as the master sends it.
    ///
    /// # Errors
    /// As for [`ReplicaLink::full_sync`].
    pub fn attach_replica(&self) -> io::Result<ReplicaLink> {
        ReplicaLink::full_sync(self.connect()?)
    }

    /// Returns the port on the loopback address.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Returns the process's id, which the server itself tells in `INFO`.
    #[must_use]
    pub fn process_id(&self) -> u32 {
        self.child.id()
    }

    /// Returns the server's folder; a `SAVE` writes `dump.rdb` there.
    #[must_use]
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Saves, and returns the snapshot.
    ///
    /// # Errors
    /// Those of the socket and of the file; [`io::ErrorKind::Other`] where the server refuses.
    pub fn save(&self) -> io::Result<Vec<u8>> {
        let reply = self.connect()?.command(&["SAVE"])?;
        if reply.is_error() {
            return Err(io::Error::other(format!("SAVE: {reply:?}")));
        }
        fs::read(self.dir().join("dump.rdb"))
    }

    /// Returns the server's log so far, empty where there is none.
    #[must_use]
    pub fn log(&self) -> String {
        let bytes = fs::read(self.dir().join("server.log")).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Returns how the server ended, `None` while it runs.
    ///
    /// # Errors
    /// Those of asking the system.
    pub fn exit_status(&mut self) -> io::Result<Option<ExitStatus>> {
        self.child.try_wait()
    }
}

impl Drop for LiveServer {
    fn drop(&mut self) {
        // A server that has ended already cannot be killed; then there is nothing left to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
