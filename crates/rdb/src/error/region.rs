//! What the bytes being read are part of: the family of an error.

use std::fmt;

/// What the bytes being read are part of; it gives an error its family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Region {
    /// The file itself.
    File,
    /// A ziplist (Redis up to 6.2).
    Ziplist,
    /// A listpack (Redis 7.0 and later, and the nodes of streams).
    Listpack,
    /// A set of integers.
    Intset,
    /// A zipmap (Redis up to 2.4).
    Zipmap,
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::File => "snapshot",
            Self::Ziplist => "ziplist",
            Self::Listpack => "listpack",
            Self::Intset => "intset",
            Self::Zipmap => "zipmap",
        })
    }
}

/// The ids that exist once for each packed structure.
pub(super) struct RegionIds {
    pub(super) truncated: &'static str,
    pub(super) size: &'static str,
    pub(super) end: &'static str,
    pub(super) count: &'static str,
    pub(super) entry: &'static str,
    pub(super) link: &'static str,
    pub(super) group: &'static str,
}

macro_rules! region_ids {
    ($family:literal) => {
        RegionIds {
            truncated: concat!($family, "-truncated"),
            size: concat!($family, "-size"),
            end: concat!($family, "-end"),
            count: concat!($family, "-count"),
            entry: concat!($family, "-entry"),
            link: concat!($family, "-link"),
            group: concat!($family, "-group"),
        }
    };
}

impl Region {
    /// Every region.
    pub(super) const ALL: [Self; 5] =
        [Self::File, Self::Ziplist, Self::Listpack, Self::Intset, Self::Zipmap];

    pub(super) fn ids(self) -> &'static RegionIds {
        match self {
            Self::File => &region_ids!("rdb"),
            Self::Ziplist => &region_ids!("ziplist"),
            Self::Listpack => &region_ids!("listpack"),
            Self::Intset => &region_ids!("intset"),
            Self::Zipmap => &region_ids!("zipmap"),
        }
    }
}
