//! Giving memory back while one long string is passed, which a watch is told of as a whole.

use super::{Source, map::release, open::Data};
use std::io::{self, Write};

/// A page that is looked at brings its neighbours, those that were given back among them (64 KiB in Linux as it comes,
/// `fault_around_bytes`).
const AROUND: usize = 256 << 10;

impl Source {
    /// Gives back the memory of a part of [`Source::bytes`] that was passed. It is read from the file again where
    /// somebody looks at it again. Nothing happens for other bytes, and for a source that is no file.
    pub fn give_back(&self, part: &[u8]) {
        let Data::Mapped(map) = &self.data else { return };
        let start = part.as_ptr().addr().checked_sub(map.as_ptr().addr());
        if let Some(start) = start.filter(|start| *start < map.len()) {
            release(map, start.saturating_sub(AROUND)..start.saturating_add(part.len()));
        }
    }
}

/// An output that gives back what of a source went into it.
pub struct GivingBack<'s, W> {
    source: &'s Source,
    out: W,
}

impl<'s, W> GivingBack<'s, W> {
    /// Stands before an output.
    pub fn new(source: &'s Source, out: W) -> Self {
        Self { source, out }
    }
}

impl<W: Write> Write for GivingBack<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.source.give_back(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_back_is_still_there_and_other_bytes_are_nobodys_business() {
        let bytes: Vec<u8> = (0..300_000u32).flat_map(u32::to_be_bytes).collect();
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &bytes).unwrap();
        let source = Source::open(file.path()).unwrap();
        source.give_back(&source.bytes()[5000..1_000_000]);
        source.give_back(source.bytes());
        source.give_back(&bytes);
        source.give_back(&[]);
        assert_eq!(source.bytes(), bytes);
        let mut copy = GivingBack::new(&source, Vec::new());
        copy.write_all(source.bytes()).unwrap();
        assert_eq!(copy.out, bytes);
        let memory = Source::from_bytes("x", bytes.clone());
        memory.give_back(memory.bytes());
        assert_eq!(memory.bytes(), bytes);
    }
}
