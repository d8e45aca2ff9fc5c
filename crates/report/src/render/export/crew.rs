//! Several threads that write keys, in the order in which the keys are handed in.
//!
//! Keys are gathered into batches of some hundred kilobytes; batch n is written by thread n modulo their number, so that the
//! order of the parts is known without asking. What is in flight is bounded, and a large value is written by the caller, piece
//! by piece: memory does not grow with the snapshot.

use super::out::BUFFER;
use autopsync_model::{Damage, Limits};
use autopsync_rdb::{KeyEntry, StringBuffer};
use std::{
    io,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread::Scope,
};

/// A batch is full at so many bytes of keys as they stand in the file.
const BATCH: usize = 128 << 10;
/// A key of more bytes is written by the caller.
const LARGE: usize = 1 << 20;
/// A buffer that has grown beyond this is not used again.
const KEPT: usize = 4 << 20;
/// How many batches a thread may have before it.
const AHEAD: usize = 2;

/// Writes keys, one after the other, straight to the output or into a buffer.
pub trait KeyWriter {
    /// Writes a key. Returns what is wrong with its value; the part before the damage was written.
    ///
    /// # Errors
    /// What the output reports.
    fn key(&mut self, entry: &KeyEntry<'_>, name: &[u8]) -> io::Result<Option<Damage>>;

    /// Adds a part that another writer of the same form wrote.
    ///
    /// # Errors
    /// What the output reports.
    fn append(&mut self, part: &[u8]) -> io::Result<()>;

    /// Tells whether nothing was written so far.
    fn is_empty(&self) -> bool;
}

/// Writes keys into a buffer.
pub trait PartWriter: Send {
    /// Begins a part in this buffer. `first` tells whether nothing stands before it.
    fn begin(&mut self, buffer: Vec<u8>, first: bool);

    /// Writes a key; returns what is wrong with its value.
    fn key(&mut self, entry: &KeyEntry<'_>, name: &[u8]) -> Option<Damage>;

    /// Hands the part over.
    fn take(&mut self) -> Vec<u8>;
}

/// Threads, and the batch that is being gathered for them.
pub struct Crew<'a> {
    workers: Vec<Worker<'a>>,
    batch: Vec<KeyEntry<'a>>,
    bytes: usize,
    sent: usize,
    received: usize,
    spare: Vec<(Vec<KeyEntry<'a>>, Vec<u8>)>,
}

struct Worker<'a> {
    jobs: SyncSender<Job<'a>>,
    parts: Receiver<Part<'a>>,
}

struct Job<'a> {
    entries: Vec<KeyEntry<'a>>,
    buffer: Vec<u8>,
    first: bool,
}

struct Part<'a> {
    bytes: Vec<u8>,
    damage: Vec<Damage>,
    entries: Vec<KeyEntry<'a>>,
}

impl<'a> Crew<'a> {
    /// Starts threads, each with a writer of its own.
    pub fn new<'scope, P: PartWriter + 'scope>(
        scope: &'scope Scope<'scope, '_>,
        threads: usize,
        writer: impl Fn() -> P,
    ) -> Self
    where
        'a: 'scope,
    {
        let workers = (0..threads.max(1))
            .map(|_| {
                let (jobs, to_do) = sync_channel(AHEAD);
                let (done, parts) = sync_channel(AHEAD);
                let writer = writer();
                scope.spawn(move || work(writer, &to_do, &done));
                Worker { jobs, parts }
            })
            .collect();
        Self { workers, batch: Vec::new(), bytes: 0, sent: 0, received: 0, spare: Vec::new() }
    }

    /// Takes a key; what it completes goes to `out`.
    ///
    /// # Errors
    /// What the output reports.
    pub fn key(
        &mut self,
        entry: &KeyEntry<'a>,
        name: &[u8],
        out: &mut impl KeyWriter,
        damage: &mut Vec<Damage>,
    ) -> io::Result<()> {
        if entry.raw.len() > LARGE {
            self.finish(out, damage)?;
            damage.extend(out.key(entry, name)?);
            return Ok(());
        }
        self.batch.push(*entry);
        self.bytes += entry.raw.len();
        if self.bytes >= BATCH { self.send(out, damage) } else { Ok(()) }
    }

    /// Waits for all parts.
    ///
    /// # Errors
    /// What the output reports.
    pub fn finish(&mut self, out: &mut impl KeyWriter, damage: &mut Vec<Damage>) -> io::Result<()> {
        if !self.batch.is_empty() {
            self.send(out, damage)?;
        }
        while self.received < self.sent {
            self.receive(out, damage)?;
        }
        Ok(())
    }

    fn send(&mut self, out: &mut impl KeyWriter, damage: &mut Vec<Damage>) -> io::Result<()> {
        if self.sent - self.received >= AHEAD * self.workers.len() {
            self.receive(out, damage)?;
        }
        let (empty, buffer) = self.spare.pop().unwrap_or_default();
        let entries = std::mem::replace(&mut self.batch, empty);
        self.bytes = 0;
        let first = self.sent == self.received && out.is_empty();
        let job = Job { entries, buffer, first };
        let worker = self.workers.get(self.sent % self.workers.len()).ok_or_else(gone)?;
        worker.jobs.send(job).map_err(|_| gone())?;
        self.sent += 1;
        Ok(())
    }

    fn receive(&mut self, out: &mut impl KeyWriter, damage: &mut Vec<Damage>) -> io::Result<()> {
        let worker = self.workers.get(self.received % self.workers.len()).ok_or_else(gone)?;
        let Part { bytes, damage: found, mut entries } = worker.parts.recv().map_err(|_| gone())?;
        self.received += 1;
        damage.extend(found);
        out.append(&bytes)?;
        if bytes.capacity() <= KEPT {
            entries.clear();
            self.spare.push((entries, bytes));
        }
        Ok(())
    }
}

/// A thread ends before its time only where it panicked.
fn gone() -> io::Error {
    io::Error::other("a thread that writes keys has ended")
}

fn work<'a, P: PartWriter>(mut writer: P, jobs: &Receiver<Job<'a>>, parts: &SyncSender<Part<'a>>) {
    let mut names = StringBuffer::new(&Limits::default());
    while let Ok(Job { entries, mut buffer, first }) = jobs.recv() {
        buffer.clear();
        buffer.reserve(BUFFER);
        writer.begin(buffer, first);
        let mut damage = Vec::new();
        for entry in &entries {
            // The name was read before, where keys are selected.
            let name = entry.key.decode(&mut names).unwrap_or_default();
            damage.extend(writer.key(entry, name));
        }
        if parts.send(Part { bytes: writer.take(), damage, entries }).is_err() {
            return;
        }
    }
}
