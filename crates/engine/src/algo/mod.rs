//! What commands compute, as functions of bytes and numbers.
//!
//! Nothing here knows of keys, databases or replies: each module takes what a value holds and gives back what it
//! becomes. That keeps the arithmetic of a server in one place, where it is checked against real servers.

pub(crate) mod bits;
pub(crate) mod convert;
pub(crate) mod crc16;
pub(crate) mod geo;
pub(crate) mod glob;
pub(crate) mod hyperloglog;
pub(crate) mod long_double;
pub(crate) mod partial_sort;
