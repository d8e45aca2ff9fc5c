//! The ring in which 2.8 to 6.2 keep their backlog, as it lies in memory.
//!
//! `size` bytes; `idx` is where the next byte will be written, `histlen` how many bytes are valid, `off` the number of the
//! oldest of them (`feedReplicationBacklog`, `replication.c`). From a core dump the bytes can be had where the variables
//! cannot: then the end of the history is found where its chain of commands breaks, for behind the newest byte stands the
//! oldest one, or memory that was never written.

use crate::{Origin, Stream};
use std::fmt;

/// Where the history ends in a ring, and how much of it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ring {
    /// Index at which the next byte would be written.
    pub idx: u64,
    /// How many bytes before it are valid.
    pub histlen: u64,
    /// Whether both were found in the bytes, and not told.
    pub found: bool,
}

/// Why a ring cannot be unwrapped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RingError {
    /// A variable that does not fit.
    #[error("expected {name} of at most {most}, the ring's size, found {found}")]
    TooLarge {
        /// Which variable.
        name: &'static str,
        /// The ring's size.
        most: u64,
        /// Its value.
        found: u64,
    },
    /// No chain of commands.
    #[error("expected commands somewhere in the ring, found none in {size} bytes")]
    NoCommands {
        /// The ring's size.
        size: u64,
    },
    /// The chain never breaks: every boundary of a command could be the end.
    #[error(
        "expected one place where the chain of commands breaks, found none: the oldest byte begins a command by chance, so idx must be told"
    )]
    NoBreak,
    /// More than one place where the chain breaks.
    #[error(
        "expected one place where the chain of commands breaks, found one at {first} and another at {second}: this is no ring, or not all of it"
    )]
    SeveralBreaks {
        /// Index of the first.
        first: u64,
        /// Index of the second.
        second: u64,
    },
}

impl RingError {
    /// A stable kebab-case name.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "ring-variable-too-large",
            Self::NoCommands { .. } => "ring-no-commands",
            Self::NoBreak => "ring-no-break",
            Self::SeveralBreaks { .. } => "ring-several-breaks",
        }
    }
}

impl Ring {
    /// Takes the variables as somebody read them. Without `histlen` the ring is full.
    ///
    /// # Errors
    /// [`RingError::TooLarge`] where one does not fit into the ring.
    pub fn told(mem: &[u8], idx: u64, histlen: Option<u64>) -> Result<Self, RingError> {
        let most = mem.len() as u64;
        let histlen = histlen.unwrap_or(most);
        for (name, found) in [("idx", idx), ("histlen", histlen)] {
            if found > most {
                return Err(RingError::TooLarge { name, most, found });
            }
        }
        Ok(Self { idx, histlen, found: false })
    }

    /// Finds the variables in the bytes.
    ///
    /// # Errors
    /// Where there is no chain of commands, where it never breaks, or where it breaks more than once.
    pub fn find(mem: &[u8]) -> Result<Self, RingError> {
        let size = mem.len() as u64;
        if let Some(written) = unwritten(mem) {
            // Memory behind the end was never written: the ring has not come round yet, and begins with its history.
            return Ok(Self { idx: written, histlen: written, found: true });
        }
        let none = RingError::NoCommands { size };
        // A search that begins just before the end of the history sees too little behind it.
        let mut quarters = (0..4_u64).map(|n| size.wrapping_div(4).saturating_mul(n));
        let start = quarters.find_map(|from| whole_command(mem, from)).ok_or(none.clone())?;
        let idx = chain_end(mem, start).ok_or(none.clone())?.ok_or(RingError::NoBreak)?;
        // Behind the break stand the oldest bytes; from their first whole command the chain must come back here.
        let oldest = whole_command(mem, idx).ok_or(none.clone())?;
        match chain_end(mem, oldest).ok_or(none)? {
            Some(end) if end == idx => Ok(Self { idx, histlen: size, found: true }),
            Some(second) => Err(RingError::SeveralBreaks { first: idx, second }),
            None => Err(RingError::NoBreak),
        }
    }

    /// Puts the valid bytes in order, the oldest first.
    #[must_use]
    pub fn unwrap(&self, mem: &[u8]) -> Vec<u8> {
        let size = mem.len();
        let idx = usize::try_from(self.idx).unwrap_or(size).min(size);
        let histlen = usize::try_from(self.histlen).unwrap_or(size).min(size);
        let (before, after) = mem.split_at_checked(idx).unwrap_or((mem, &[]));
        let wrapped = histlen.saturating_sub(before.len()).min(after.len());
        let tail = after.get(after.len().saturating_sub(wrapped)..).unwrap_or_default();
        let head = before.get(before.len().saturating_sub(histlen)..).unwrap_or_default();
        [tail, head].concat()
    }
}

impl fmt::Display for Ring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = if self.found { "found in the bytes" } else { "as told" };
        write!(f, "idx {}, histlen {} ({how})", self.idx, self.histlen)
    }
}

/// The fewest zeros that are taken for memory that was never written.
const ZEROS: usize = 64;

/// Returns where the bytes end behind which there is nothing but zeros.
fn unwritten(mem: &[u8]) -> Option<u64> {
    let zeros = mem.iter().rev().take_while(|byte| **byte == 0).count();
    (zeros >= ZEROS).then(|| mem.len().saturating_sub(zeros) as u64)
}

/// Returns the index of the first whole command at or behind an index of the ring, read once round.
fn whole_command(mem: &[u8], from: u64) -> Option<u64> {
    let from = usize::try_from(from).ok()?.checked_rem(mem.len())?;
    let (before, after) = mem.split_at_checked(from)?;
    let round = [after, before].concat();
    let resync = Stream::new(&round, Origin::unknown()).resync().ok()?;
    let at = (from as u64).saturating_add(resync.skipped_bytes);
    at.checked_rem(mem.len() as u64)
}

/// Follows the chain of commands from an index once round the ring. Returns where it breaks, `None` inside where it does
/// not, and `None` where there is no command at all.
#[allow(clippy::option_option, reason = "private, and both absences are explained above")]
fn chain_end(mem: &[u8], from: u64) -> Option<Option<u64>> {
    let from = usize::try_from(from).ok()?.checked_rem(mem.len())?;
    let (before, after) = mem.split_at_checked(from)?;
    let round = [after, before].concat();
    let stream = Stream::new(&round, Origin::unknown());
    let mut records = stream.records();
    let mut end = 0_u64;
    while let Some(record) = records.next_record() {
        if record.inline {
            break;
        }
        end = record.end.index_from(stream.first_offset()).unwrap_or(end);
    }
    let whole = round.len() as u64;
    match end {
        0 => None,
        end if end == whole => Some(None),
        end => Some((from as u64).saturating_add(end).checked_rem(whole)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;

    fn history(commands: u32) -> Vec<u8> {
        let text = (0..commands).fold(String::new(), |mut text, n| {
            let value = "v".repeat((n % 17) as usize);
            let _ = write!(
                text,
                "*3\r\n$3\r\nSET\r\n$6\r\nkey{n:03}\r\n${}\r\n{value}\r\n",
                value.len()
            );
            text
        });
        text.into_bytes()
    }

    /// Writes a history into a ring as the server does.
    fn ring(history: &[u8], size: usize) -> (Vec<u8>, u64) {
        let mut mem = vec![0; size];
        for (at, byte) in history.iter().enumerate() {
            mem[at % size] = *byte;
        }
        (mem, (history.len() % size) as u64)
    }

    /// The vector of the format's description: byte 33617 at mem\\[100\\], byte 50000 at mem\\[99\\].
    #[test]
    fn a_full_ring_begins_at_its_index() {
        let mem: Vec<u8> = (0..16384_u32).map(|n| (n % 251) as u8).collect();
        let bytes = Ring::told(&mem, 100, None).unwrap().unwrap(&mem);
        assert_eq!((bytes.len(), bytes[0], bytes[16383]), (16384, mem[100], mem[99]));
        assert_eq!(bytes[16283], mem[16383]);
        assert_eq!(bytes[16284], mem[0]);
    }

    #[test]
    fn a_ring_that_is_not_full_is_cut_where_its_history_begins() {
        let mem: Vec<u8> = (0..10).collect();
        assert_eq!(Ring::told(&mem, 6, Some(4)).unwrap().unwrap(&mem), [2, 3, 4, 5]);
        assert_eq!(Ring::told(&mem, 3, Some(5)).unwrap().unwrap(&mem), [8, 9, 0, 1, 2]);
        assert_eq!(Ring::told(&mem, 11, None).unwrap_err().id(), "ring-variable-too-large");
    }

    #[test]
    fn index_and_length_are_found_wherever_the_ring_was_left() {
        let mut found = 0;
        for commands in 40..140 {
            let history = history(commands);
            let (mem, idx) = ring(&history, 1000);
            let last = history.len().min(1000);
            match Ring::find(&mem) {
                Ok(ring) => {
                    assert_eq!((ring.idx, ring.histlen), (idx, 1000), "{commands}");
                    assert_eq!(ring.unwrap(&mem), history[history.len() - last..], "{commands}");
                    found += 1;
                }
                // The oldest byte begins a command by chance.
                Err(error) => assert_eq!(error, RingError::NoBreak, "{commands}"),
            }
        }
        assert!(found > 80, "{found}");
    }

    #[test]
    fn a_ring_that_was_never_full_ends_where_the_zeros_begin() {
        let history = history(10);
        let (mem, idx) = ring(&history, 4096);
        let ring = Ring::find(&mem).unwrap();
        assert_eq!((ring.idx, ring.histlen), (idx, idx));
        assert_eq!(ring.unwrap(&mem), history);
    }

    #[test]
    fn anything_else_is_refused_and_nothing_breaks() {
        for mem in [&b""[..], b"x", b"*", &[7; 500], b"*1\r\n$4\r\nPI"] {
            assert!(Ring::find(mem).is_err(), "{mem:?}");
        }
        let whole = history(30);
        assert_eq!(Ring::find(&whole).unwrap_err(), RingError::NoBreak);
        let (mem, _) = ring(&history(100), 1000);
        for cut in 0..mem.len() {
            let _ = Ring::find(&mem[..cut]);
        }
    }
}
