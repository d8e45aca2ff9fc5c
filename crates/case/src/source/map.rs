//! Mapping a file: the only `unsafe` code of the workspace.

use memmap2::Mmap;
#[cfg(unix)]
use memmap2::UncheckedAdvice;
use std::{fs::File, io, ops::Range};

/// Maps a file for reading.
///
/// # Safety argument
/// A mapping is undefined when the file is changed or cut by somebody else while it is read. Evidence is saved
/// files, opened read-only and never written by this program; the servers replace a snapshot by renaming a new
/// file over it, which leaves a mapping of the old one intact. Every reader treats the bytes as hostile and checks
/// each length where it uses it, so bytes that change under it give a wrong answer, not a wild read; a file that
/// is cut short while mapped ends the process with a bus error, as it would end any program that maps files.
#[allow(unsafe_code)]
pub fn map(file: &File) -> io::Result<Mmap> {
    // SAFETY: see the argument above.
    unsafe { Mmap::map(file) }
}

/// Tells the system that a part of a mapping will not be read soon. Read again, it comes from the file again.
///
/// # Safety argument
/// `MADV_DONTNEED` on a shared mapping of a file, which is what [`map`] makes and nobody can write to, drops pages that
/// the file still has; the addresses stay valid. What the system refuses is left as it is.
#[allow(unsafe_code)]
pub fn release(map: &Mmap, part: Range<usize>) {
    #[cfg(unix)]
    if part.end <= map.len() && part.start < part.end {
        // SAFETY: see the argument above.
        let _ = unsafe {
            map.unchecked_advise_range(UncheckedAdvice::DontNeed, part.start, part.end - part.start)
        };
    }
    #[cfg(not(unix))]
    let _ = (map, part);
}
