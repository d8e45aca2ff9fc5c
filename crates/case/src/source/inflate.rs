//! Compressed evidence: gzip (RFC 1952) and zstd (RFC 8878), told by their first bytes.
//!
//! What is inflated is spooled to an unnamed temporary file, so that every reader has its slice. A file that is cut or
//! damaged yields what stands before the damage.

use autopsync_model::{Damage, Place};
use std::{
    fs::File,
    io::{self, Read, Seek, Write},
};

/// Most bytes that are inflated: a few bytes of evidence must not fill a disk.
const MOST: u64 = 256 << 30;

/// A container that bytes can come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    Gzip,
    Zstd,
}

impl Container {
    /// Recognises a container by its magic.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x1f, 0x8b, 0x08, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstd),
            _ => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }

    /// Inflates into a temporary file, up to the end or the damage.
    pub(super) fn inflate(self, bytes: &[u8]) -> io::Result<(File, Option<Damage>)> {
        let mut file = tempfile::tempfile()?;
        let mut rest = bytes;
        let result = match self {
            Self::Gzip => copy(flate2::read::MultiGzDecoder::new(&mut rest), &mut file),
            Self::Zstd => zstd(&mut rest, &mut file),
        };
        let damage = match result {
            Ok(()) => None,
            Err(Stop::Write(error)) => return Err(error),
            Err(Stop::Read(error)) => {
                let at = Place::byte((bytes.len() - rest.len()) as u64);
                let message =
                    format!("expected more {} data, found damage near it: {error}", self.name());
                Some(Damage::new("container-damaged", at, message))
            }
        };
        file.rewind()?;
        Ok((file, damage))
    }
}

/// Why inflating ended early: the evidence is to blame, or this machine is.
enum Stop {
    Read(io::Error),
    Write(io::Error),
}

fn zstd(rest: &mut &[u8], file: &mut File) -> Result<(), Stop> {
    while !rest.is_empty() {
        let decoder = ruzstd::decoding::StreamingDecoder::new(&mut *rest)
            .map_err(|error| Stop::Read(io::Error::other(error)))?;
        copy(decoder, file)?;
    }
    Ok(())
}

fn copy(mut input: impl Read, file: &mut File) -> Result<(), Stop> {
    let mut buffer = vec![0; 1 << 18];
    loop {
        let read = match input.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Stop::Read(error)),
        };
        file.write_all(buffer.get(..read).unwrap_or_default()).map_err(Stop::Write)?;
        if file.stream_position().map_err(Stop::Write)? > MOST {
            return Err(Stop::Read(io::Error::other(format!("more than {MOST} bytes come out"))));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};

    fn inflated(container: Container, bytes: &[u8]) -> (Vec<u8>, Option<Damage>) {
        let (mut file, damage) = container.inflate(bytes).unwrap();
        let mut all = Vec::new();
        file.read_to_end(&mut all).unwrap();
        (all, damage)
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_container_is_told_by_its_magic() {
        let packed = gzip(b"REDIS0009");
        assert_eq!(Container::of(&packed), Some(Container::Gzip));
        assert_eq!(Container::of(b"REDIS0009"), None);
        assert_eq!(inflated(Container::Gzip, &packed), (b"REDIS0009".to_vec(), None));
        // Members may follow one another.
        assert_eq!(
            inflated(Container::Gzip, &[packed.clone(), packed].concat()).0,
            b"REDIS0009REDIS0009"
        );
    }

    #[test]
    fn zstd_frames_are_inflated() {
        let packed = ruzstd::encoding::compress_to_vec(
            &b"VALKEY080"[..],
            ruzstd::encoding::CompressionLevel::Fastest,
        );
        assert_eq!(Container::of(&packed), Some(Container::Zstd));
        assert_eq!(inflated(Container::Zstd, &packed), (b"VALKEY080".to_vec(), None));
    }

    #[test]
    fn a_cut_container_yields_what_stands_before_the_cut() {
        let text: Vec<u8> = (0..200_000_u32).flat_map(u32::to_le_bytes).collect();
        let packed = gzip(&text);
        let (part, damage) = inflated(Container::Gzip, &packed[..packed.len() / 2]);
        assert!(!part.is_empty() && text.starts_with(&part));
        assert_eq!(damage.unwrap().id, "container-damaged");
    }
}
