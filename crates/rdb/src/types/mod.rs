//! The value types, one file each, and the one list of them.
//!
//! A new type is a file beside these, which implements [`Layout`], and a line in the list below. The list gives the enum
//! [`ValueType`], the lookup by code, and the three ways into a value: passing it, counting it, decoding it.

mod expiry;
mod info;
mod plain;
mod shared;
mod streams;
mod templates;

pub use info::{TypeInfo, ValueKind};

use crate::{
    Dialect, Error, Scratch, ValueVisitor,
    cursor::Cursor,
    structure::Part,
    template::{Template, Templates},
};

/// How the bytes of one value type are laid out.
pub(crate) trait Layout {
    /// What is known about the type without looking at a value.
    const INFO: TypeInfo;

    /// How the bytes of a value are laid out, for the structure level.
    const PARTS: &'static [Part];

    /// Passes a value at the least cost: strings are jumped over, packed structures not opened.
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error>;

    /// Returns how many elements a value has, where that can be told without decoding it.
    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error>;

    /// Decodes a value, checking all that it states about itself.
    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error>;

    /// Passes a value that may refer to a template.
    #[inline]
    fn skip_among(cursor: &mut Cursor<'_>, _templates: &Templates<'_>) -> Result<(), Error> {
        Self::skip(cursor)
    }

    /// Returns the template that a value refers to.
    #[inline]
    fn template<'a>(
        _cursor: &mut Cursor<'_>,
        _templates: &Templates<'a>,
    ) -> Result<Option<Template<'a>>, Error> {
        Ok(None)
    }

    /// Decodes a value that may refer to a template.
    #[inline]
    fn visit_with<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        _template: Option<Template<'_>>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        Self::visit(cursor, scratch, visitor)
    }
}

macro_rules! value_types {
    ($($(#[$doc:meta])* $variant:ident => $module:ident;)*) => {
        $(mod $module;)*

        /// The value types, a page each: how the bytes stand in a file, and what a visitor is told of them.
        ///
        /// The bytes on the pages are read by a test, which compares what is said of them.
        pub mod pages {
            $(
                #[doc = include_str!(concat!("../../docs/types/", stringify!($module), ".md"))]
                pub mod $module {}
            )*
        }

        /// The type of a value, as the byte before its key states it. The documentation of each variant begins with that
        /// byte.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #[repr(u8)]
        pub enum ValueType {
            $($(#[$doc])* $variant,)*
        }

        impl ValueType {
            /// Every type that this crate can read, in the order of their codes.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Returns what is known about the type without looking at a value.
            #[inline]
            #[must_use]
            pub const fn info(self) -> &'static TypeInfo {
                match self { $(Self::$variant => &$module::$variant::INFO,)* }
            }

            #[inline]
            pub(crate) fn skip(
                self,
                cursor: &mut Cursor<'_>,
                templates: &Templates<'_>,
            ) -> Result<(), Error> {
                match self { $(Self::$variant => $module::$variant::skip_among(cursor, templates),)* }
            }

            /// Returns the layout of such a value.
            pub(crate) const fn parts(self) -> &'static [Part] {
                match self { $(Self::$variant => $module::$variant::PARTS,)* }
            }

            #[cold]
            pub(crate) fn template<'a>(
                self,
                cursor: &mut Cursor<'_>,
                templates: &Templates<'a>,
            ) -> Result<Option<Template<'a>>, Error> {
                match self { $(Self::$variant => $module::$variant::template(cursor, templates),)* }
            }

            pub(crate) fn count(self, cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
                match self { $(Self::$variant => $module::$variant::count(cursor),)* }
            }

            pub(crate) fn visit<V: ValueVisitor + ?Sized>(
                self,
                cursor: &mut Cursor<'_>,
                template: Option<Template<'_>>,
                scratch: &mut Scratch,
                visitor: &mut V,
            ) -> Result<(), Error> {
                match self {
                    $(Self::$variant => $module::$variant::visit_with(cursor, template, scratch, visitor),)*
                }
            }
        }
    };
}

value_types! {
    /// 0: a string.
    String => string;
    /// 1: a list, element by element (written up to 3.0).
    List => list;
    /// 2: a set, member by member.
    Set => set;
    /// 3: a sorted set with scores as text (written up to 3.2).
    Zset => zset;
    /// 4: a hash, field by field.
    Hash => hash;
    /// 5: a sorted set with binary scores (4.0).
    Zset2 => zset_2;
    /// 6: a module's value without a frame (written by the release candidates of 4.0); it cannot be passed over.
    ModulePreRelease => module_pre_release;
    /// 7: a module's value (4.0).
    Module => module;
    /// 9: a hash in a zipmap (written by 2.4).
    HashZipmap => hash_zipmap;
    /// 10: a list in a ziplist (written from 2.4 to 3.0).
    ListZiplist => list_ziplist;
    /// 11: a set of integers in an intset (2.4).
    SetIntset => set_intset;
    /// 12: a sorted set in a ziplist (written from 2.4 to 6.2).
    ZsetZiplist => zset_ziplist;
    /// 13: a hash in a ziplist (written from 2.6 to 6.2).
    HashZiplist => hash_ziplist;
    /// 14: a list in a chain of ziplists (written from 3.2 to 6.2).
    ListQuicklist => list_quicklist;
    /// 15: a stream (written from 5.0 to 6.2).
    Stream => stream;
    /// 16: a hash in a listpack (7.0).
    HashListpack => hash_listpack;
    /// 17: a sorted set in a listpack (7.0).
    ZsetListpack => zset_listpack;
    /// 18: a list in a chain of listpacks and plain strings (7.0).
    ListQuicklist2 => list_quicklist_2;
    /// 19: a stream, with figures (written by 7.0).
    Stream2 => stream_2;
    /// 20: a set in a listpack (7.2).
    SetListpack => set_listpack;
    /// 21: a stream, with the active time of consumers (7.2; Valkey).
    Stream3 => stream_3;
    /// 22 of Redis: a hash whose fields expire (written by the release candidates of 7.4).
    HashExpiryPreRelease => hash_expiry_pre_release;
    /// 22 of Valkey: a hash whose fields expire (Valkey 9.0).
    HashExpiryValkey => hash_expiry_valkey;
    /// 23 of Redis: a hash in a listpack whose fields expire (written by the release candidates of 7.4).
    HashListpackExpiryPreRelease => hash_listpack_expiry_pre_release;
    /// 24: a hash whose fields expire (Redis 7.4).
    HashExpiry => hash_expiry;
    /// 25: a hash in a listpack whose fields expire (Redis 7.4).
    HashListpackExpiry => hash_listpack_expiry;
    /// 26: a stream, with producers of idempotent additions (Redis 8.6).
    Stream4 => stream_4;
    /// 27: a stream, with entries given back by consumers (Redis 8.8).
    Stream5 => stream_5;
    /// 28: an array (RDB 14).
    Array => array;
    /// 29: a hash in a listpack with its template beside it (RDB 15, in DUMP payloads).
    HashTemplateListpackDump => hash_template_listpack_dump;
    /// 30: a hash in a listpack that refers to a template (RDB 15).
    HashTemplateListpack => hash_template_listpack;
    /// 31: a hash with its template beside it (RDB 15, in DUMP payloads).
    HashTemplateDump => hash_template_dump;
    /// 32: a hash that refers to a template (RDB 15).
    HashTemplate => hash_template;
    /// 64 of `KeyDB`: a script that runs at its time (`KeyDB` 5.3.3).
    Cron => cron;
}

/// The lookup tables: one for each meaning of the codes.
static BY_CODE: [[Option<ValueType>; 256]; 2] = [table(Dialect::Redis), table(Dialect::Valkey)];

#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "runs in the compiler")]
const fn table(dialect: Dialect) -> [Option<ValueType>; 256] {
    let mut table = [None; 256];
    let mut index = 0;
    while index < ValueType::ALL.len() {
        let value_type = ValueType::ALL[index];
        let info = value_type.info();
        let since = match dialect {
            Dialect::Redis => info.redis,
            Dialect::Valkey => info.valkey,
        };
        if since.is_some() {
            table[info.code as usize] = Some(value_type);
        }
        index += 1;
    }
    table
}

impl ValueType {
    /// Returns the type that a code stands for under a magic, or `None` where it stands for none.
    ///
    /// 64 stands for none: it is [`ValueType::Cron`] in files of `KeyDB`, which have the magic of Redis. What tells them
    /// is not in the head alone; see [`Aux::is_of_keydb`](crate::Aux::is_of_keydb).
    #[inline]
    #[must_use]
    pub fn from_code(code: u8, dialect: Dialect) -> Option<Self> {
        let [redis, valkey] = &BY_CODE;
        let table = match dialect {
            Dialect::Redis => redis,
            Dialect::Valkey => valkey,
        };
        table.get(usize::from(code)).copied().flatten()
    }

    /// Returns the byte that stands for the type in a file.
    #[must_use]
    pub const fn code(self) -> u8 {
        self.info().code
    }

    /// Returns the name of the type as `redis-check-rdb` spells it: `hash-ziplist`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.info().name
    }

    /// Returns what kind of value it is.
    #[must_use]
    pub const fn kind(self) -> ValueKind {
        self.info().kind
    }
}

impl std::fmt::Display for ValueType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_found_by_its_code_and_only_by_it() {
        for &value_type in ValueType::ALL {
            let info = value_type.info();
            let found = |dialect| ValueType::from_code(info.code, dialect) == Some(value_type);
            assert_eq!(found(Dialect::Redis), info.redis.is_some(), "{value_type}");
            assert_eq!(found(Dialect::Valkey), info.valkey.is_some(), "{value_type}");
            let somewhere = info.redis.or(info.valkey).or(info.keydb);
            assert!(somewhere.is_some(), "{value_type} is found nowhere");
        }
    }

    #[test]
    fn the_list_is_in_the_order_of_the_codes() {
        let codes: Vec<_> = ValueType::ALL.iter().map(|t| t.code()).collect();
        assert!(codes.is_sorted(), "{codes:?}");
    }
}
