//! What a reader delivers.

use crate::{
    Checksum, Error, KeyMeta, LazyValue, ModuleId, ModuleItems, RdbString, Scratch, SlotImport,
    UpdateCommand, ValueType, ValueVisitor,
};

/// One record of a snapshot, in the order of the file.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A named fact about the file or its writer, or a script (name `lua`). It may stand anywhere.
    Aux(Aux<'a>),
    /// The keys that follow belong to this database.
    SelectDb {
        /// The number of the database.
        db: u64,
        /// Where the record begins.
        at: u64,
    },
    /// A hint at the size of the database selected.
    ResizeDb {
        /// How many keys it has.
        keys: u64,
        /// How many of them expire.
        expires: u64,
        /// Where the record begins.
        at: u64,
    },
    /// A hint at the size of the hash slot whose keys follow (Redis 7.4, cluster mode).
    SlotInfo {
        /// The number of the slot.
        slot: u64,
        /// How many keys it has.
        keys: u64,
        /// How many of them expire.
        expires: u64,
        /// Where the record begins.
        at: u64,
    },
    /// A library of functions.
    Function(Function<'a>),
    /// What a module keeps outside of keys.
    ModuleAux(ModuleAux<'a>),
    /// A migration of slots that was not finished (Valkey 9.0).
    SlotImport(SlotImport<'a>),
    /// Field names that hashes refer to (RDB 15).
    HashTemplate {
        /// The id that hashes use.
        id: u64,
        /// How many fields there are.
        fields: u64,
        /// Where the record begins.
        at: u64,
    },
    /// A command that changes what was loaded before it (Valkey, RDB 81).
    Update(UpdateCommand<'a>),
    /// A key and its value.
    Key(KeyEntry<'a>),
    /// The end.
    End(End),
}

impl Event<'_> {
    /// Returns the position of the first byte of the record, counted from the start of the file.
    #[must_use]
    pub const fn at(&self) -> u64 {
        match self {
            Self::SelectDb { at, .. }
            | Self::ResizeDb { at, .. }
            | Self::SlotInfo { at, .. }
            | Self::HashTemplate { at, .. } => *at,
            Self::Function(function) => function.at,
            Self::ModuleAux(aux) => aux.at,
            Self::SlotImport(import) => import.at,
            Self::Update(command) => command.at,
            Self::Aux(aux) => aux.at,
            Self::Key(entry) => entry.at,
            Self::End(end) => end.at,
        }
    }
}

/// A named fact about the file or its writer.
#[derive(Debug, Clone, Copy)]
pub struct Aux<'a> {
    /// The name. Servers compare names without case.
    pub key: RdbString<'a>,
    /// The value.
    pub value: RdbString<'a>,
    /// Where the record begins.
    pub at: u64,
}

/// A library of functions.
#[derive(Debug, Clone, Copy)]
pub struct Function<'a> {
    /// Its source. The first line names engine and library: `#!lua name=mylib`.
    pub code: RdbString<'a>,
    /// What 7.0-rc1 and rc2 wrote beside the source, which has no such line there.
    pub pre_release: Option<FunctionPreRelease<'a>>,
    /// Where the record begins.
    pub at: u64,
}

/// What 7.0-rc1 and rc2 wrote beside the source of a library.
#[derive(Debug, Clone, Copy)]
pub struct FunctionPreRelease<'a> {
    /// The name of the library.
    pub name: RdbString<'a>,
    /// The name of its engine.
    pub engine: RdbString<'a>,
    /// What it is for.
    pub description: Option<RdbString<'a>>,
}

/// What a module keeps outside of keys.
#[derive(Debug, Clone, Copy)]
pub struct ModuleAux<'a> {
    /// The module's type.
    pub id: ModuleId,
    /// When it is to be loaded: 1 before the keys, 2 after them.
    pub when: u64,
    /// Its items.
    pub items: ModuleItems<'a>,
    /// Where the record begins.
    pub at: u64,
}

/// A key, what is said about it, and its value.
#[derive(Debug, Clone, Copy)]
pub struct KeyEntry<'a> {
    /// The database selected.
    pub db: u64,
    /// The name.
    pub key: RdbString<'a>,
    /// When it expires, in milliseconds of Unix time; `None` where nothing, or −1, was stated.
    pub expire_at_ms: Option<i64>,
    /// For how many seconds it had not been used (under an LRU policy).
    pub idle_seconds: Option<u64>,
    /// How often it was used, on the servers' logarithmic scale (under an LFU policy).
    pub freq: Option<u8>,
    /// What modules say about it (Redis 8.6).
    pub meta: Option<KeyMeta<'a>>,
    /// Its value.
    pub value: LazyValue<'a>,
    /// Where the entry begins: the first of its attributes, or its type where it has none.
    pub at: u64,
    /// All bytes of the entry, from [`KeyEntry::at`] to the end of the value.
    ///
    /// Servers take a record that stands between an attribute and the type, and the attribute still counts: `KeyDB`
    /// writes AUX fields there. Such a record is an event of its own and its bytes are in here as well; so these bytes
    /// are one entry alone only where no event had a position between [`KeyEntry::at`] and the key's.
    pub raw: &'a [u8],
    /// The records behind the value that speak about this key, each of which is an event of its own as well.
    pub(crate) behind: &'a [u8],
}

impl KeyEntry<'_> {
    /// Returns the type of the value.
    #[must_use]
    pub const fn value_type(&self) -> ValueType {
        self.value.value_type()
    }

    /// Tells the visitor what the value holds. An error names the key.
    ///
    /// # Errors
    /// The first defect of the value. What stands before it was told.
    pub fn visit<V: ValueVisitor + ?Sized>(
        &self,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        self.value
            .visit_with(scratch, visitor)
            .map_err(|error| error.in_key(self.db, &self.key, self.value_type()))
    }
}

/// The end of a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// Where the end mark stands.
    pub at: u64,
    /// What the checksum says.
    pub checksum: Checksum,
    /// The position behind the snapshot, where what follows it begins.
    pub end: u64,
    /// How many bytes follow: an AOF tail, a transcript's mark, or something that nobody reads.
    pub trailing: u64,
}
