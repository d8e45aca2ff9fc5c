//! The encodings that values are made of: lengths, strings, and the packed structures inside strings.

pub(crate) mod double;
pub(crate) mod intset;
pub(crate) mod length;
pub(crate) mod listpack;
pub(crate) mod lzf;
pub(crate) mod packed;
pub(crate) mod string;
pub(crate) mod ziplist;
pub(crate) mod zipmap;
