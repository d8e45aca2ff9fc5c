//! Places on the earth, kept as scores of sorted sets (3.2 and later): `src/geo.c`.

mod add;
mod cell;
mod cover;
mod options;
mod read;
mod search;
mod shape;

use super::{
    keys,
    spec::{CommandSpec, KEY, Keys, READ, Since, TWO_KEYS, WRITE, row},
};
use crate::{CommandError, args::double, context::Context};
use cell::Point;

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

/// Reads longitude and latitude (`extractLongLatOrReply`).
fn point(longitude: &[u8], latitude: &[u8]) -> Result<Point, CommandError> {
    let point = Point { longitude: double(longitude)?, latitude: double(latitude)? };
    if point.is_on_the_map() {
        return Ok(point);
    }
    let Point { longitude, latitude } = point;
    Err(CommandError::with(format!(
        "ERR invalid longitude,latitude pair {longitude:.6},{latitude:.6}"
    )))
}

/// Reads a unit; the answer is its length in metres (`extractUnitOrReply`, in any case since 7.0).
fn unit(cx: &Context<'_>, word: &[u8]) -> Result<f64, CommandError> {
    let modern = cx.at_least(7, 0, 0);
    let word = if modern { word.to_ascii_lowercase() } else { word.to_vec() };
    match word.as_slice() {
        b"m" => Ok(1.0),
        b"km" => Ok(1000.0),
        b"ft" => Ok(0.3048),
        b"mi" => Ok(1609.34),
        _ if modern => {
            Err(CommandError::Refused("ERR unsupported unit provided. please use M, KM, FT, MI"))
        }
        _ => Err(CommandError::Refused("ERR unsupported unit provided. please use m, km, ft, mi")),
    }
}
