//! Looking into values while the records behind them are read.
//!
//! Passing a record is cheap; checking what is packed and compressed in it is not, and needs nothing but the record.
//! So a second thread does it. What it finds is told in the order of the file, whoever was faster.

use super::Defect;
use autopsync_model::Limits;
use autopsync_rdb::{KeyEntry, Scratch};
use std::{
    mem,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread::{self, Scope, ScopedJoinHandle},
};

/// How many values are handed over at once.
const BATCH: usize = 512;
/// How many bytes of values, about: they have to stay in memory until they were looked at.
const BATCH_BYTES: usize = 512 << 10;
/// How many batches may wait.
const WAITING: usize = 4;
/// How many defects are kept. Some are, and the rest is counted.
const MOST: usize = 10_000;

/// Checks values.
pub(super) struct Checker<'scope, 'env, 'a> {
    scope: &'scope Scope<'scope, 'env>,
    batch: Vec<KeyEntry<'a>>,
    bytes: usize,
    worker: Option<Worker<'scope, 'a>>,
    found: Found,
}

struct Worker<'scope, 'a> {
    batches: SyncSender<Vec<KeyEntry<'a>>>,
    thread: ScopedJoinHandle<'scope, Found>,
}

/// What was found in the values.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The defects, in the order of the file.
    pub(super) defects: Vec<Defect>,
    /// How many more there are.
    pub(super) left_out: u64,
}

impl<'scope, 'a: 'scope> Checker<'scope, '_, 'a> {
    pub(super) fn new<'env>(scope: &'scope Scope<'scope, 'env>) -> Checker<'scope, 'env, 'a> {
        let (batch, found) = (Vec::new(), Found::default());
        Checker { scope, batch, bytes: 0, worker: None, found }
    }

    /// Notes that a value has to be looked at.
    pub(super) fn check(&mut self, entry: &KeyEntry<'a>) {
        if entry.value.is_plain_string() {
            return;
        }
        self.batch.push(*entry);
        self.bytes = self.bytes.saturating_add(entry.raw.len());
        if self.batch.len() >= BATCH || self.bytes >= BATCH_BYTES {
            self.hand_over();
        }
    }

    /// Gives a batch to the worker; where there is none, because there is one core, checks it here.
    fn hand_over(&mut self) {
        self.bytes = 0;
        let batch = mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
        if self.worker.is_none() && thread::available_parallelism().is_ok_and(|n| n.get() > 1) {
            let (batches, receiver) = sync_channel(WAITING);
            let thread = self.scope.spawn(move || work(&receiver));
            self.worker = Some(Worker { batches, thread });
        }
        let batch = match &self.worker {
            Some(worker) => worker.batches.send(batch).err().map(|refused| refused.0),
            None => Some(batch),
        };
        if let Some(batch) = batch {
            self.found.check(&batch, &mut Scratch::new(&Limits::default()));
        }
    }

    /// Checks what is left; returns what was found in all.
    pub(super) fn finish(mut self) -> Found {
        let mut found = match self.worker.take() {
            Some(Worker { batches, thread }) => {
                drop(batches);
                thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            }
            None => mem::take(&mut self.found),
        };
        found.check(&self.batch, &mut Scratch::new(&Limits::default()));
        found
    }
}

fn work(batches: &Receiver<Vec<KeyEntry<'_>>>) -> Found {
    let (mut found, mut scratch) = (Found::default(), Scratch::new(&Limits::default()));
    for batch in batches {
        found.check(&batch, &mut scratch);
    }
    found
}

impl Found {
    fn check(&mut self, batch: &[KeyEntry<'_>], scratch: &mut Scratch) {
        for entry in batch {
            match entry.value.check(scratch) {
                Ok(()) => {}
                Err(error) if self.defects.len() < MOST => {
                    self.defects.push(Defect::of_value(&error, entry));
                }
                Err(_) => self.left_out += 1,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use autopsync_rdb::{Event, Reader};

    /// Hashes in listpacks that are too short to be any, after every third of which a sound string stands.
    fn snapshot(keys: u32) -> Vec<u8> {
        let mut bytes = b"REDIS0010\xfe\x00".to_vec();
        for n in 0..keys {
            bytes.extend(if n % 3 == 0 { b"\x10\x04" } else { b"\x00\x04" });
            bytes.extend(n.to_be_bytes());
            bytes.extend(b"\x02xx");
        }
        bytes.push(0xff);
        bytes.extend([0; 8]);
        bytes
    }

    #[test]
    fn what_a_second_thread_finds_is_in_the_order_of_the_file_and_counted() {
        let bytes = snapshot(45_000);
        let found = thread::scope(|scope| {
            let mut checker = Checker::new(scope);
            for event in Reader::new(&bytes).unwrap() {
                if let Event::Key(entry) = event.unwrap() {
                    checker.check(&entry);
                }
            }
            checker.finish()
        });
        assert_eq!((found.defects.len(), found.left_out), (MOST, 5000));
        assert_eq!(found.defects[0].from, Some(11));
        assert!(found.defects.is_sorted_by_key(|defect| defect.from));
    }
}
