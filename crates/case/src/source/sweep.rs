//! Keeping the memory of a run apart from the size of a file that is read from its beginning to its end.
//!
//! What was read through a mapping stays in the memory of the process until the system wants it back, so that reading
//! ten gigabytes looks like using them. A watch gives the pages behind a reader back. One that is looked at again comes
//! back from the page cache, and nobody notices.

use super::{Source, map::release, open::Data};
use autopsync_rdb::Watch;

/// After how many bytes pages are given back. A file that is not larger may stay in memory.
const STEP: usize = 2 << 20;
/// How far behind the reader somebody may be who looks at what it found, in bytes: pages up to there are given back once
/// more.
const BEHIND: usize = 8 << 20;

impl Source {
    /// Returns a watch for a reader of the file, which gives the memory behind it back.
    #[must_use]
    pub fn watch(&self) -> Watch<'_> {
        Watch::new(STEP, |passed| {
            let Data::Mapped(map) = &self.data else { return };
            let index = |position| usize::try_from(position).unwrap_or(usize::MAX).min(map.len());
            release(map, index(passed.start).saturating_sub(BEHIND)..index(passed.end));
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use autopsync_rdb::{Event, Reader, Scratch};

    #[test]
    fn what_is_given_back_is_read_again_unchanged() {
        let mut bytes = b"REDIS0009\xfe\x00".to_vec();
        while bytes.len() < 4 * BEHIND {
            bytes.extend(b"\x02\x01k\x80\x00\x01\x00\x00");
            (0..0x10000u32).for_each(|n| {
                bytes.push(4);
                bytes.extend(n.to_be_bytes());
            });
        }
        bytes.push(0xff);
        bytes.extend(autopsync_rdb::crc64(&bytes).to_le_bytes());
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &bytes).unwrap();
        let source = Source::open(file.path()).unwrap();
        let (watch, mut scratch, mut sound) = (source.watch(), Scratch::default(), 0);
        for event in Reader::new(source.bytes()).unwrap().watched_by(&watch) {
            match event.unwrap() {
                Event::Key(entry) => sound += u64::from(entry.value.check(&mut scratch).is_ok()),
                Event::End(end) => assert_eq!(end.checksum.status().name(), "ok"),
                _ => {}
            }
        }
        assert_eq!(sound, 103);
        assert_eq!(source.bytes(), bytes);
    }
}
