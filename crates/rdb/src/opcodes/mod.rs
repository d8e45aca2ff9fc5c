//! The opcodes, one file each, and the one list of them.
//!
//! Types grow upward from 0 and opcodes downward from 255 in one space of codes. A new opcode is a file beside these,
//! which implements [`Opcode`], and a line in the list below.

use crate::{
    Dialect, Error, Event, KeyMeta,
    cursor::{Cursor, Mark},
    template::Templates,
};

/// What a reader knows when it meets an opcode, and what some opcodes change.
#[derive(Debug)]
pub(crate) struct State<'a> {
    /// The database selected: 0 until one is.
    pub(crate) db: u64,
    /// What was said about the next key.
    pub(crate) attributes: Attributes<'a>,
    /// The names that hashes refer to.
    pub(crate) templates: Templates<'a>,
    /// Whether a field told that `KeyDB` wrote the file.
    pub(crate) keydb: bool,
}

impl State<'_> {
    pub(crate) const fn new() -> Self {
        Self { db: 0, attributes: Attributes::NONE, templates: Templates::new(), keydb: false }
    }
}

/// What opcodes say about the next key. The last word counts, and each is forgotten with that key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attributes<'a> {
    /// Where the first of them stands.
    pub(crate) start: Option<Mark>,
    pub(crate) expire_at_ms: Option<i64>,
    pub(crate) idle_seconds: Option<u64>,
    pub(crate) freq: Option<u8>,
    pub(crate) meta: Option<KeyMeta<'a>>,
}

impl Attributes<'_> {
    pub(crate) const NONE: Self =
        Self { start: None, expire_at_ms: None, idle_seconds: None, freq: None, meta: None };

    /// Notes that an attribute begins here.
    #[inline]
    pub(crate) fn begin(&mut self, start: Mark) {
        self.start.get_or_insert(start);
    }

    /// Returns what was said, and forgets it.
    #[inline]
    pub(crate) fn take(&mut self) -> Self {
        if self.start.is_none() {
            return Self::NONE;
        }
        // One by one, each finds a register of its own.
        let Self { start, expire_at_ms, idle_seconds, freq, meta } = *self;
        *self = Self::NONE;
        Self { start, expire_at_ms, idle_seconds, freq, meta }
    }
}

/// How the bytes behind one opcode are laid out.
pub(crate) trait Opcode {
    /// What is known about the opcode.
    const INFO: OpcodeInfo;

    /// Reads what follows the opcode. `start` stands at the opcode itself.
    ///
    /// Returns nothing for an opcode that speaks about the next key.
    fn read<'a>(
        start: Mark,
        cursor: &mut Cursor<'a>,
        state: &mut State<'a>,
    ) -> Result<Option<Event<'a>>, Error>;
}

/// The facts about one opcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct OpcodeInfo {
    /// The byte that stands for it.
    pub code: u8,
    /// Its name in the servers' sources, in lower case: `select-db`.
    pub name: &'static str,
    /// The first RDB version that may hold it under the magic `REDIS`, or `None` where the code has no such meaning.
    pub redis: Option<u16>,
    /// The first RDB version that may hold it under the magic `VALKEY`.
    pub valkey: Option<u16>,
}

impl OpcodeInfo {
    /// An opcode that Redis introduced before Valkey parted from it, so that both read it.
    pub(crate) const fn common(code: u8, name: &'static str, since: u16) -> Self {
        Self { code, name, redis: Some(since), valkey: Some(80) }
    }

    const fn means(&self, dialect: Dialect) -> bool {
        match dialect {
            Dialect::Redis => self.redis.is_some(),
            Dialect::Valkey => self.valkey.is_some(),
        }
    }
}

/// The end mark, which the reader treats itself: what follows it depends on the header.
pub(crate) const EOF: u8 = 255;
/// A named fact, which may speak of the key before it.
pub(crate) const AUX: u8 = aux_field::Aux::INFO.code;

macro_rules! opcodes {
    ($($variant:ident => $module:ident;)*) => {
        $(mod $module;)*

        /// The opcodes, a page each: how the bytes stand in a file. What is not an opcode begins a key: see
        /// [`types`](crate::format::types).
        pub mod pages {
            $(
                #[doc = include_str!(concat!("../../docs/opcodes/", stringify!($module), ".md"))]
                pub mod $module {}
            )*
            #[doc = include_str!("../../docs/opcodes/end.md")]
            pub mod end {}
        }

        /// Every opcode that this crate can read, the end mark excepted.
        pub const OPCODES: &[OpcodeInfo] = &[$($module::$variant::INFO,)*];

        /// Reads what follows the opcode `code`; `None` where the code is no opcode of this dialect.
        #[inline]
        pub(crate) fn read<'a>(
            code: u8,
            dialect: Dialect,
            start: Mark,
            cursor: &mut Cursor<'a>,
            state: &mut State<'a>,
        ) -> Option<Result<Option<Event<'a>>, Error>> {
            $(
                if code == $module::$variant::INFO.code && $module::$variant::INFO.means(dialect) {
                    return Some($module::$variant::read(start, cursor, state));
                }
            )*
            None
        }
    };
}

opcodes! {
    ExpireTimeMs => expire_time_ms;
    SelectDb => select_db;
    ExpireTime => expire_time;
    ResizeDb => resize_db;
    Aux => aux_field;
    Freq => freq;
    Idle => idle;
    ModuleAux => module_aux;
    FunctionPreRelease => function_pre_release;
    Function => function;
    SlotInfo => slot_info;
    KeyMeta => key_meta;
    SlotImport => slot_import;
    HashTemplate => hash_template;
    Update => update;
}
