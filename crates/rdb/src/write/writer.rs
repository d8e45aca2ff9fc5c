//! Writing a snapshot from its head to its end (`rdbSaveRio`, `rdb.c`).

use super::{
    Entry, Feature, Losses, Target, ValueWriter, WriteError,
    copy::check_items,
    encoder::Encoder,
    out::{Out, Sink},
    strings,
};
use crate::{
    Decimal, Dialect, Function, MemberExpiries, ModuleAux, ModuleItem, ReplicationAux, SlotImport,
    UpdateCommand, keydb,
};
use std::io::Write;

const UPDATE: u8 = 0xf2;
const SLOT_IMPORT: u8 = 0xf3;
const FUNCTION: u8 = 0xf5;
const MODULE_AUX: u8 = 0xf7;
const AUX: u8 = 0xfa;
const RESIZE_DB: u8 = 0xfb;
const SELECT_DB: u8 = 0xfe;
const END: u8 = 0xff;

/// Writes a snapshot into anything that takes bytes, through a buffer of its own.
///
/// Records are written in the order of the calls; see [the module](self::super) for the order that servers use. The
/// checksum is computed along the way. Nothing of a value is kept. Methods that write a record the target may not have
/// return whether it was written, not left out.
pub struct Writer<W> {
    encoder: Encoder<Sink<W>>,
    selected: bool,
}

impl<W: Write> Writer<W> {
    /// Begins a snapshot with its header.
    #[must_use]
    pub fn new(out: W, target: Target) -> Self {
        let mut sink = Sink::new(out);
        let header = target.header();
        let magic = header.dialect.magic();
        sink.put(magic.as_bytes());
        let digits = match header.dialect {
            Dialect::Redis => format!("{:04}", header.version),
            Dialect::Valkey => format!("{:03}", header.version),
        };
        sink.put(digits.as_bytes());
        Self { encoder: Encoder::new(sink, target), selected: false }
    }

    /// Leaves out what the target cannot hold, and counts it, instead of refusing it.
    #[must_use]
    pub fn dropping(mut self) -> Self {
        self.encoder.dropping = true;
        self
    }

    /// Compresses strings of more than twenty bytes where that saves some, as servers do by default.
    #[must_use]
    pub fn compressing(mut self) -> Self {
        self.encoder.strings.compress();
        self
    }

    /// Writes zeros in place of the checksum, as servers do under `rdbchecksum no`. Loaders then verify nothing.
    #[must_use]
    pub fn without_checksum(mut self) -> Self {
        self.encoder.out.without_checksum();
        self
    }

    /// Returns the target.
    #[must_use]
    pub const fn target(&self) -> Target {
        self.encoder.target
    }

    /// Returns what was left out so far.
    #[must_use]
    pub const fn losses(&self) -> &Losses {
        &self.encoder.losses
    }

    /// Returns the number of bytes written so far, those in the buffer included.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.encoder.out.position()
    }

    /// Returns the database that is selected; `None` before the first.
    #[must_use]
    pub const fn selected(&self) -> Option<u64> {
        if self.selected { Some(self.encoder.db) } else { None }
    }

    /// Writes a named fact about the file. Versions below 7 have none: it is counted and left out.
    ///
    /// # Errors
    /// `write-…` when the output fails or the value before was not finished; so all methods.
    pub fn aux(&mut self, name: &[u8], value: &[u8]) -> Result<bool, WriteError> {
        self.aux_or(Feature::Aux, name, value)
    }

    fn aux_or(&mut self, feature: Feature, name: &[u8], value: &[u8]) -> Result<bool, WriteError> {
        self.encoder.ready()?;
        if !self.target().has_aux() {
            return self.encoder.lose(feature, 1).map(|()| false);
        }
        self.encoder.out.put(&[AUX]);
        self.encoder.string(name);
        self.encoder.string(value);
        self.encoder.out.status().map(|()| true)
    }

    /// Notes something that the target cannot hold.
    pub(super) fn lose(&mut self, feature: Feature, count: u64) -> Result<(), WriteError> {
        self.encoder.lose(feature, count)
    }

    /// Writes when members of the key before it expire. Only [`Target::for_keydb`] heeds it.
    ///
    /// # Errors
    /// Those of the output.
    pub fn member_expiries(&mut self, expiries: &MemberExpiries<'_>) -> Result<(), WriteError> {
        for expiry in expiries.iter() {
            self.aux(keydb::MEMBER, &expiry.member.to_cow()?)?;
            self.aux(keydb::MOMENT, &Decimal::new(expiry.expire_at_ms))?;
        }
        Ok(())
    }

    /// Writes the replication identity: what a server that loads the file will try to continue from.
    ///
    /// A restarted server acts on it. Leave it out of copies that nobody should attach to a master.
    ///
    /// # Errors
    /// `unrepresentable-replication-identity` below version 8.
    pub fn replication(&mut self, identity: &ReplicationAux) -> Result<bool, WriteError> {
        if self.target().version() < 8 {
            return self
                .encoder
                .lose(Feature::ReplicationIdentity, (!identity.is_empty()).into())
                .map(|()| false);
        }
        if let Some(db) = identity.repl_stream_db {
            self.aux(b"repl-stream-db", db.to_string().as_bytes())?;
        }
        if let Some(id) = identity.repl_id {
            self.aux(b"repl-id", id.to_string().as_bytes())?;
        }
        if let Some(offset) = identity.repl_offset {
            self.aux(b"repl-offset", offset.get().to_string().as_bytes())?;
        }
        Ok(true)
    }

    /// Writes a script of the cache, as 4.0.4 to 6.2 do behind the keys. Other targets do not read it: it is counted
    /// and left out.
    ///
    /// 4.0.4 and 4.0.5 abort when a script comes twice.
    pub fn script(&mut self, source: &[u8]) -> Result<bool, WriteError> {
        if self.target().has_scripts() {
            return self.aux_or(Feature::Script, crate::LUA, source);
        }
        self.encoder.ready()?;
        self.encoder.lose(Feature::Script, 1).map(|()| false)
    }

    /// Writes a library of functions by its source, which begins with a line such as `#!lua name=mylib`.
    ///
    /// # Errors
    /// `unrepresentable-function` below version 10.
    pub fn function(&mut self, source: &[u8]) -> Result<bool, WriteError> {
        self.encoder.ready()?;
        if !self.target().has_functions() {
            return self.encoder.lose(Feature::Function, 1).map(|()| false);
        }
        self.encoder.out.put(&[FUNCTION]);
        self.encoder.string(source);
        self.encoder.out.status().map(|()| true)
    }

    /// Writes a library of another snapshot. Those of 7.0-rc1 and rc2 get the line that they lack, as 7.0-rc3 made it
    /// (`rdbFunctionLoad`, `rdb.c`).
    ///
    /// # Errors
    /// `unrepresentable-function` below version 10, `write-source` where a string is damaged.
    pub fn stored_function(&mut self, function: &Function<'_>) -> Result<bool, WriteError> {
        let code = function.code.to_cow()?;
        let Some(old) = function.pre_release else { return self.function(&code) };
        let engine = old.engine.to_cow()?.to_ascii_lowercase();
        let name = old.name.to_cow()?;
        self.function(&[b"#!", &engine[..], b" name=", &name, b"\n", &code].concat())
    }

    /// Writes the facts of a module of another snapshot.
    ///
    /// # Errors
    /// `unrepresentable-module-aux` below version 9, `write-source` where a string is damaged.
    pub fn module_aux(&mut self, aux: &ModuleAux<'_>) -> Result<bool, WriteError> {
        self.encoder.ready()?;
        if !self.target().has_policy_attributes() {
            return self.encoder.lose(Feature::ModuleAux, 1).map(|()| false);
        }
        check_items(aux.items)?;
        self.encoder.out.put(&[MODULE_AUX]);
        self.encoder.length(aux.id.get());
        self.encoder.item(&ModuleItem::Unsigned(aux.when));
        for item in aux.items {
            self.encoder.item(&item);
        }
        self.encoder.end_items();
        self.encoder.out.status().map(|()| true)
    }

    /// Writes a migration of slots of another snapshot.
    ///
    /// # Errors
    /// `unrepresentable-slot-import` where the target is no Valkey of version 80 or later, `write-source` where the name
    /// of the job is damaged.
    pub fn slot_import(&mut self, import: &SlotImport<'_>) -> Result<bool, WriteError> {
        self.encoder.ready()?;
        if !self.target().has_slot_imports() {
            return self.encoder.lose(Feature::SlotImport, 1).map(|()| false);
        }
        import.job.to_cow()?;
        self.encoder.out.put(&[SLOT_IMPORT]);
        strings::stored(&mut self.encoder.out, &import.job);
        self.encoder.length(import.ranges.iter().count() as u64);
        for (first, last) in import.ranges {
            self.encoder.length(first);
            self.encoder.length(last);
        }
        self.encoder.out.status().map(|()| true)
    }

    /// Writes a command of another snapshot.
    ///
    /// # Errors
    /// `unrepresentable-update` where the target is no Valkey of version 81 or later.
    pub fn update(&mut self, command: &UpdateCommand<'_>) -> Result<bool, WriteError> {
        self.encoder.ready()?;
        if !self.target().has_slot_imports() || self.target().version() < 81 {
            return self.encoder.lose(Feature::Update, 1).map(|()| false);
        }
        self.encoder.out.put(&[UPDATE]);
        self.encoder.out.put(command.raw);
        self.encoder.out.status().map(|()| true)
    }

    /// Selects the database of the keys that follow. Selecting it again writes nothing.
    pub fn select_db(&mut self, db: u64) -> Result<(), WriteError> {
        self.encoder.ready()?;
        if self.selected() != Some(db) {
            if !self.encoder.fits(db) {
                return Err(self.encoder.refusal(Feature::LongLength));
            }
            self.encoder.out.put(&[SELECT_DB]);
            self.encoder.length(db);
            self.encoder.db = db;
            self.selected = true;
        }
        self.encoder.out.status()
    }

    /// Tells how many keys the database selected has, and how many of them expire.
    ///
    /// Loaders allocate by these numbers: give true ones, or none. Versions below 7 have no such hint.
    pub fn resize_db(&mut self, keys: u64, expires: u64) -> Result<(), WriteError> {
        self.encoder.ready()?;
        if self.target().has_aux() {
            self.encoder.out.put(&[RESIZE_DB]);
            self.encoder.length(keys);
            self.encoder.length(expires);
        }
        self.encoder.out.status()
    }

    /// Begins a key; the value is written through what is returned. Without a database, 0 is selected.
    ///
    /// Nothing is written before the value's type is known, so that a key may be given up.
    pub fn key<'w>(&'w mut self, entry: Entry<'w>) -> Result<ValueWriter<'w, Sink<W>>, WriteError> {
        self.encoder.ready()?;
        if !self.selected {
            self.select_db(0)?;
        }
        Ok(ValueWriter::new(&mut self.encoder, Some(entry)))
    }

    /// Writes the end mark and the checksum, and returns the output after flushing it.
    pub fn end(mut self) -> Result<W, WriteError> {
        self.encoder.ready()?;
        self.encoder.out.put(&[END]);
        if self.target().header().has_checksum() {
            let checksum = self.encoder.out.checksum();
            self.encoder.out.put(&checksum.to_le_bytes());
        }
        self.encoder.out.finish()
    }
}
