//! Being told how far reading has come, inside of records too.

use std::{fmt, ops::Range};

/// Somebody who is told which bytes a reader has passed.
///
/// A record may be a gigabyte, and whoever keeps the memory of a mapped file in bounds cannot wait for its end. So a
/// watch is told on the way, after every few megabytes, by [`Reader`](crate::Reader) and by the values that it delivers:
/// whenever they pass over bytes, which may be more than once.
pub struct Watch<'w> {
    step: usize,
    tell: Box<dyn Fn(Range<u64>) + Send + Sync + 'w>,
}

impl<'w> Watch<'w> {
    /// Makes a watch that is told after so many bytes, about, and at least one. Positions count from the start of the
    /// file.
    #[must_use]
    pub fn new(step: usize, tell: impl Fn(Range<u64>) + Send + Sync + 'w) -> Self {
        Self { step: step.max(1), tell: Box::new(tell) }
    }

    pub(crate) fn step(&self) -> usize {
        self.step
    }

    pub(crate) fn tell(&self, passed: Range<u64>) {
        (self.tell)(passed);
    }
}

impl fmt::Debug for Watch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Watch({} bytes)", self.step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Event, Reader, Scratch};
    use std::sync::Mutex;

    /// A set of many members, which is one record.
    fn snapshot() -> Vec<u8> {
        let mut bytes = b"REDIS0009\xfe\x00\x02\x01k\x80\x00\x00\x40\x00".to_vec();
        for n in 0..0x4000u32 {
            bytes.push(4);
            bytes.extend(n.to_be_bytes());
        }
        bytes.push(0xff);
        let sum = crate::crc64(&bytes);
        bytes.extend(sum.to_le_bytes());
        bytes
    }

    #[test]
    fn every_pass_over_a_large_record_is_told_on_the_way() {
        let bytes = snapshot();
        let told = Mutex::new(Vec::new());
        let watch = Watch::new(10_000, |range| told.lock().unwrap().push(range));
        let mut events = Reader::at(&bytes, 0).unwrap().watched_by(&watch);
        events.next_event().unwrap().unwrap();
        let Some(Ok(Event::Key(entry))) = events.next_event() else { panic!("no key") };
        let passes = |told: &Mutex<Vec<Range<u64>>>| {
            let told = std::mem::take(&mut *told.lock().unwrap());
            assert!(told.iter().all(|range| (1..30_000).contains(&(range.end - range.start))));
            let passed: u64 = told.iter().map(|range| range.end - range.start).sum();
            passed * 100 / bytes.len() as u64
        };
        let reading = passes(&told);
        assert!((80..=200).contains(&reading), "{reading} %");
        entry.value.check(&mut Scratch::default()).unwrap();
        let checking = passes(&told);
        assert!((80..=100).contains(&checking), "{checking} %");
        let Some(Ok(Event::End(end))) = events.next_event() else { panic!("no end") };
        assert_eq!(end.checksum.status().name(), "ok");
    }
}
