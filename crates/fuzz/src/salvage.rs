//! Salvage of damaged snapshots and of pieces of them: places, order, the bound on work, and agreement with the reader.

use autopsync_model::Limits;
use autopsync_rdb::{
    Error, Event, Reader,
    salvage::{Damage, Resumed, Salvaged, Salvager, Standing, Work},
};

/// Longest string that is unpacked, in bytes.
const LONGEST: u64 = 1 << 20;

/// Salvages bytes, as a snapshot and as a piece of one.
///
/// # Panics
/// Where a place lies outside the bytes, where more work is done than the bound allows, where a file that the reader
/// reads without an error is told otherwise, or where what a reader delivers before it stops is lost.
pub fn salvage(data: &[u8]) {
    let limits = Limits { string_bytes: LONGEST, ..Limits::default() };
    let whole = told(&mut Salvager::new(data).with_limits(&limits), data.len() as u64);
    let piece = told(&mut Salvager::fragment(data).with_limits(&limits), data.len() as u64);
    assert!(piece.sound <= piece.events.len());
    compare(&whole, data);
}

#[derive(Default)]
struct Told {
    /// The places of all records.
    events: Vec<u64>,
    /// How many of them are beyond doubt.
    sound: usize,
    damages: usize,
    breaks: usize,
    unread: usize,
    ended: bool,
}

fn told(salvager: &mut Salvager<'_>, len: u64) -> Told {
    let mut told = Told::default();
    let mut known_ends = vec![0];
    for salvaged in salvager.by_ref() {
        match salvaged {
            Salvaged::Event(found) => {
                assert!(found.event.at() < len);
                told.ended |= matches!(found.event, Event::End(_));
                told.sound += usize::from(found.standing == Standing::Sound);
                told.events.push(found.event.at());
            }
            Salvaged::Damage(damage) => {
                check_damage(&damage, len);
                told.damages += 1;
                told.breaks += usize::from(damage.breaks());
                known_ends.push(damage.end);
            }
            Salvaged::Unread(unread) => {
                assert!(unread.at < unread.end && unread.end <= len);
                assert_eq!(unread.raw.len() as u64, unread.end - unread.at);
                told.unread += 1;
                known_ends.push(unread.end);
            }
            Salvaged::Resumed(Resumed { at, skipped_bytes, .. }) => {
                assert!(at < len && skipped_bytes <= at);
            }
            _ => {}
        }
    }
    let work = salvager.work();
    assert!(work.steps <= Work::bound(len), "{work:?} for {len} bytes");
    assert!(known_ends.iter().all(|end| *end <= len));
    told
}

fn check_damage(damage: &Damage<'_>, len: u64) {
    assert!(damage.at <= damage.end && damage.end <= len, "{damage:?}");
    // Field names stand in a record of their own, before the hashes that refer to them.
    let lost = damage.key.as_ref().and_then(|key| key.value_type);
    let template = lost.is_some_and(|value_type| value_type.info().refers_to_template());
    let from = if template { 0 } else { damage.at };
    assert!(from <= damage.defect_at() && damage.defect_at() <= len, "{damage:?}");
    assert!(!damage.id().is_empty() && !damage.to_damage().message.is_empty());
    assert!(damage.error().is_none_or(|error: &Error| !error.to_string().is_empty()));
}

/// Compares with the reader, which stops at the first thing that it cannot pass.
fn compare(whole: &Told, data: &[u8]) {
    let Ok(reader) = Reader::new(data) else {
        assert!(whole.damages > 0, "a damaged head is not reported");
        return;
    };
    let (mut read, mut intact) = (Vec::new(), false);
    for event in reader {
        match event {
            Ok(event) => {
                intact = matches!(event, Event::End(end) if end.trailing == 0);
                read.push(event.at());
            }
            Err(_) => intact = false,
        }
    }
    let zeros = data.windows(6).any(|window| window == [0; 6]);
    if intact && !zeros {
        assert_eq!(whole.events, read, "a file without a break is told in another way");
        assert!(whole.ended && whole.breaks == 0 && whole.unread == 0);
    } else if !zeros {
        // The last may be doubted; a doubtful end may turn out to be none.
        let kept = read.iter().filter(|at| whole.events.contains(at)).count();
        assert!(kept + 1 >= read.len(), "records before a break are lost");
    }
}
