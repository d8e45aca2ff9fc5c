//! The engine over any stream, and what is saved of it.

use crate::replica::{bound, chosen, engine};
use autopsync_engine::{Engine, Replay, RestartKeeps};
use autopsync_model::NextOffset;
use autopsync_rdb::write::{Target, Writer};
use autopsync_stream::{Origin, Stream};

/// Applies bytes as the stream of the version that the first one chooses.
///
/// # Panics
/// Where the data is larger than the limits allow, where a snapshot of it holds other data, and where a replay in two
/// parts with that snapshot between them is not one at once, although nothing said so.
pub fn replay(data: &[u8]) {
    let (version, bytes) = chosen(data);
    let origin = Origin { first_offset: Some(NextOffset::new(1)), ..Origin::unknown() };
    let stream = Stream::new(bytes, origin);
    let mut whole = engine(version);
    let done = Replay::new().run(&mut whole, &stream);
    assert!(done.to.next() <= stream.end(), "applied more than there is");
    assert!(whole.memory() < bound(data), "{} bytes of data", whole.memory());
    let Some(loaded) = saved_and_loaded(&whole, data) else { return };
    assert_eq!(loaded.digest(), whole.digest(), "saved and loaded");

    let middle = NextOffset::new(1).advance(bytes.len() as u64 / 2).applied();
    let mut first = engine(version);
    let reached = Replay::new().to(middle).run(&mut first, &stream).to;
    let Some(mut second) = saved_and_loaded(&first, data) else { return };
    let database = Some(first.selected_database());
    let scripts: Vec<Vec<u8>> = first.scripts().map(<[u8]>::to_vec).collect();
    for body in &scripts {
        second.load_script(body);
    }
    second.restart(&RestartKeeps { scripts: true, database });
    Replay::new().from(reached).run(&mut second, &stream);
    // A caveat, a limit, or a form that a load changes explains a difference.
    let explained = !whole.caveats().is_empty()
        || [&whole, &first, &second].iter().any(|engine| engine.failures().unknown() > 0)
        || bytes.windows(2).any(|pair| pair == b"-0")
        || bytes.to_ascii_uppercase().windows(4).any(|word| word == b"EVAL");
    assert!(explained || second.digest() == whole.digest(), "two parts are not the whole");
}

/// Saves for the engine's own version and loads that. `None` where the version's files cannot hold the data.
fn saved_and_loaded(replica: &Engine, data: &[u8]) -> Option<Engine> {
    let version = replica.profile().replica;
    let mut writer = Writer::new(Vec::new(), Target::for_version(&version));
    replica.save(&mut writer).ok()?;
    let bytes = writer.end().ok()?;
    let mut other = engine(version);
    let loaded = other.load(&bytes);
    assert!(loaded.is_ok(), "what was saved does not load: {loaded:?}");
    assert!(other.memory() < bound(data) * 2);
    Some(other)
}
