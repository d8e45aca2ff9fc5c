//! Places on the earth, kept as scores of sorted sets (3.2 and later), whose arithmetic [`crate::algo::geo`] knows.

mod add;
mod options;
mod read;
mod search;
#[cfg(test)]
mod tests;

use super::{
    keys,
    spec::{CommandSpec, KEY, Keys, READ, Since, TWO_KEYS, WRITE, row},
};
use crate::{
    CommandError,
    algo::geo::{GeoRules, Point},
    args::double,
    context::Context,
};

pub(super) const TABLE: &[CommandSpec] = &[
    row("geoadd", -5, WRITE, KEY, Since::redis(3, 2), add::geoadd),
    row("georadius", -6, WRITE, RADIUS_KEYS, Since::redis(3, 2), search::georadius),
    row("georadius_ro", -6, READ, KEY, Since::redis(3, 2).patch(10), search::georadius_ro),
    row("georadiusbymember", -5, WRITE, RADIUS_KEYS, Since::redis(3, 2), search::by_member),
    row("georadiusbymember_ro", -5, READ, KEY, Since::redis(3, 2).patch(10), search::by_member_ro),
    row("geosearchstore", -8, WRITE, TWO_KEYS, Since::redis(6, 2), search::geosearchstore),
    row("geosearch", -7, READ, KEY, Since::redis(6, 2), search::geosearch),
    row("geodist", -4, READ, KEY, Since::redis(3, 2), read::geodist),
    row("geopos", -2, READ, KEY, Since::redis(3, 2), read::geopos),
    row("geohash", -2, READ, KEY, Since::redis(3, 2), read::geohash),
];

const RADIUS_KEYS: Keys = Keys::Movable(keys::georadius);

/// Returns the rules of the emulated version.
fn rules(cx: &Context<'_>) -> GeoRules {
    let version = &cx.profile().replica;
    GeoRules::of(version.major, version.minor, version.patch)
}

/// Reads longitude and latitude (`extractLongLatOrReply`).
fn point(longitude: &[u8], latitude: &[u8]) -> Result<Point, CommandError> {
    Point::new(double(longitude)?, double(latitude)?).map_err(CommandError::with)
}

/// Reads a unit; the answer is its length in metres.
fn unit(rules: GeoRules, word: &[u8]) -> Result<f64, CommandError> {
    rules.metres(word).ok_or(CommandError::Refused(rules.unit_error()))
}
