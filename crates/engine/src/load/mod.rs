//! Filling the keyspace from a snapshot, as a replica does after a full synchronisation.
//!
//! Expired keys are kept (a master drops them), scripts and functions are remembered, and the stream goes on in the
//! database that the snapshot names (`rdbLoadRio`, `src/rdb.c`).

mod builder;

pub(crate) use builder::ValueBuilder;

use crate::{Engine, caveat::Caveat, functions::Library, keyspace::NO_EXPIRY};
use autopsync_rdb::{
    AuxFields, End, Error, Event, Function, Header, KeyEntry, Reader, Scratch, StringBuffer,
    ValueKind,
};

/// What a snapshot brought.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Loaded {
    /// What the snapshot says of itself.
    pub aux: AuxFields,
    /// How many keys it had.
    pub keys: u64,
    /// How many scripts it had.
    pub scripts: u64,
    /// How many function libraries it had.
    pub functions: u64,
    /// Its end, with the checksum.
    pub end: Option<End>,
}

impl Engine {
    /// Loads a snapshot into the keyspace, over what is there.
    ///
    /// The clock is set to the snapshot's creation where it was not set yet. Up to an error everything is loaded; a
    /// real replica throws such a snapshot away.
    ///
    /// # Errors
    /// What the reader found: the place and kind of the damage.
    pub fn load(&mut self, snapshot: &[u8]) -> Result<Loaded, Error> {
        self.load_from(Reader::new(snapshot)?)
    }

    /// Loads what a reader yields, which may stand anywhere in a larger file.
    ///
    /// # Errors
    /// What the reader found.
    pub fn load_from(&mut self, mut reader: Reader<'_>) -> Result<Loaded, Error> {
        let mut loaded = Loaded::default();
        let mut buffers = Buffers::new(self);
        let selected = self.selected_database();
        while let Some(event) = reader.next_event() {
            match event? {
                Event::Aux(aux) => {
                    loaded.aux.observe(&aux);
                    if aux.is_script() {
                        self.load_script(&aux.value.to_cow()?);
                        loaded.scripts += 1;
                    }
                }
                Event::Key(entry) => {
                    self.load_key(reader.header(), &entry, &mut buffers)?;
                    loaded.keys += 1;
                }
                Event::Function(function) => {
                    self.load_function(&function)?;
                    loaded.functions += 1;
                }
                Event::End(end) => loaded.end = Some(end),
                _ => {}
            }
        }
        self.select_database(stream_database(&loaded.aux).unwrap_or(selected));
        if self.state().now_ms == 0
            && let Some(created) = loaded.aux.created
        {
            self.set_clock(created.saturating_mul(1000));
        }
        Ok(loaded)
    }

    fn load_key(
        &mut self,
        header: Header,
        entry: &KeyEntry<'_>,
        buffers: &mut Buffers,
    ) -> Result<(), Error> {
        let state = self.state_mut();
        let mut builder = ValueBuilder::new(&state.profile, header, &entry.value);
        entry.visit(&mut buffers.scratch, &mut builder)?;
        if entry.value.kind() == ValueKind::Cron || !entry.member_expiries().is_empty() {
            state.caveats.note(Caveat::KeydbKey, state.position);
        } else if builder.is_opaque() {
            state.caveats.note(Caveat::ModuleValue, state.position);
        }
        let Some(value) = builder.finish() else { return Ok(()) };
        let key = entry.key.decode(&mut buffers.key)?;
        let number = u32::try_from(entry.db).unwrap_or(u32::MAX);
        state.keyspace.get_mut(number).set_with_expiry(
            key,
            value,
            entry.expire_at_ms.unwrap_or(NO_EXPIRY),
        );
        Ok(())
    }

    fn load_function(&mut self, function: &Function<'_>) -> Result<(), Error> {
        let code = function.code.to_cow()?;
        let library = match &function.pre_release {
            None => Library::parse(&code),
            Some(old) => Some(Library {
                name: old.name.to_cow()?.into(),
                engine: old.engine.to_cow()?.into(),
                code: (*code).into(),
            }),
        };
        if let Some(library) = library {
            self.state_mut().functions.insert(library, true);
        }
        Ok(())
    }
}

/// The database in which the stream goes on, where the snapshot says it. Negative numbers say that it is unknown.
fn stream_database(aux: &AuxFields) -> Option<u32> {
    aux.replication.repl_stream_db.and_then(|number| u32::try_from(number).ok())
}

/// Memory that is used again for each key.
struct Buffers {
    scratch: Scratch,
    key: StringBuffer,
}

impl Buffers {
    fn new(engine: &Engine) -> Self {
        let limits = &engine.state().limits;
        Self { scratch: Scratch::new(limits), key: StringBuffer::new(limits) }
    }
}
