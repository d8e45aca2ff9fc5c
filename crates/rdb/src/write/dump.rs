//! `DUMP` payloads, as `RESTORE` takes them (`createDumpPayload`, `cluster.c`): type, value, the RDB version, and a
//! checksum of all that.

use super::{
    CopyScratch, Feature, Target, ValueWriter, WriteError, encoder::Encoder, out::Out as _,
};
use crate::{Header, LazyValue, crc64, keydb};

/// The first version whose servers have `DUMP` (Redis 2.6).
const FIRST: u16 = 6;

/// A named fact, which `KeyDB` writes behind the value.
const AUX: u8 = 0xfa;

/// Writes one value for `RESTORE`.
///
/// Redis 2.6 to 3.2 accept their own version alone; later ones anything up to theirs.
///
/// ```
/// use autopsync_rdb::{Dialect, write::{Target, dump_payload}};
///
/// let target = Target::new(Dialect::Redis, 13)?;
/// let payload = dump_payload(target, |value| value.string(b"1"))?;
/// assert_eq!(payload, b"\x00\xc0\x01\x0d\x00\x84\xd1\x6e\x05\xd6\xb4\x66\x3c");
/// # Ok::<(), autopsync_rdb::write::WriteError>(())
/// ```
///
/// # Errors
/// `unrepresentable-dump-payload` below version 6, and those of the value.
pub fn dump_payload<T>(
    target: Target,
    write: impl FnOnce(ValueWriter<'_, Vec<u8>>) -> Result<T, WriteError>,
) -> Result<Vec<u8>, WriteError> {
    let mut encoder = Encoder::new(Vec::new(), target);
    if target.version() < FIRST {
        return Err(encoder.refusal(Feature::DumpPayload));
    }
    write(ValueWriter::new(&mut encoder, None))?;
    encoder.ready()?;
    if target.is_keydb() {
        encoder.out.put(&[AUX]);
        encoder.string(keydb::KEY_VERSION);
        encoder.string(keydb::NEVER_CHANGED);
    }
    let mut payload = encoder.out;
    payload.extend(target.version().to_le_bytes());
    let checksum = crc64(&payload);
    payload.extend(checksum.to_le_bytes());
    Ok(payload)
}

/// Writes a value of another snapshot, whose header is `source`, for `RESTORE`.
///
/// # Errors
/// As [`dump_payload`]; `write-source` where the value is damaged.
pub fn dump_stored(
    target: Target,
    source: Header,
    value: &LazyValue<'_>,
    scratch: &mut CopyScratch,
) -> Result<Vec<u8>, WriteError> {
    dump_payload(target, |writer| writer.stored(source, value, scratch))
}
