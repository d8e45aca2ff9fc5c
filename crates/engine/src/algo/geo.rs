//! Places as scores of a sorted set.
//!
//! A score holds 26 bits of longitude and 26 of latitude, interleaved. Truth: `geo.c`, `geohash.c` and
//! `geohash_helper.c` from 3.2 to 8.0, `commands.md` §1.5.1, and what real servers stored. Distances go through the
//! platform's sine, cosine and arc sine; another libm may give another last digit, which a STOREDIST score shows.

mod search;
mod shape;
#[cfg(test)]
mod tests;

pub(crate) use search::{Hit, Hits, Order};
pub(crate) use shape::{Area, Shape};

use super::convert::{double_to_i64, double_to_u64};

/// The greatest longitude, in degrees.
const GREATEST_LONGITUDE: f64 = 180.0;
/// The greatest latitude, in degrees (EPSG:900913).
const GREATEST_LATITUDE: f64 = 85.05112878;
/// The radius of the earth, in metres.
const EARTH_RADIUS: f64 = 6372797.560856;
/// Bits for each axis of a score.
const STEPS: u8 = 26;

/// What depends on the server's version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // Each is one change of one version.
pub(crate) struct GeoRules {
    /// How the cells around the centre are chosen, in the order of the versions that changed it.
    cells: Cells,
    /// Whether a place beyond the limits is brought to them (6.0).
    clamps: bool,
    /// Whether places of one longitude are measured along it, and how distances are written (7.0.6).
    short_cuts: bool,
    /// Whether only as many as wanted are sorted (6.2), which shows in ties.
    partial_sort: bool,
    /// Whether units may be in upper case (7.0).
    any_case: bool,
}

/// How the cells that are searched are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cells {
    /// 3.2.0 and 3.2.1.
    First,
    /// 3.2.2 to 3.2.5: larger cells where a neighbour ends too near.
    Larger,
    /// 3.2.6 to 3.2.13: another bounding box.
    Cosine,
    /// 4.0 to 6.0: neighbours of the largest cells are never left out.
    AllOfLargest,
    /// 6.2.0 to 6.2.6: another bounding box again.
    Trapezium,
    /// 6.2.7 and later: it decides whether the cells are large enough, too.
    Bounds,
}

impl GeoRules {
    /// The rules of a version. Valkey follows the Redis version of the same number.
    pub(crate) const fn of(major: u16, minor: u16, patch: u16) -> Self {
        Self {
            cells: match (major, minor, patch) {
                (0..=2, ..) | (3, 0..=1, _) | (3, 2, 0..=1) => Cells::First,
                (3, 2, 2..=5) => Cells::Larger,
                (3, ..) => Cells::Cosine,
                (4..=5, ..) | (6, 0..=1, _) => Cells::AllOfLargest,
                (6, 2, 0..=6) => Cells::Trapezium,
                _ => Cells::Bounds,
            },
            clamps: major >= 6,
            short_cuts: !matches!((major, minor, patch), (0..=6, ..) | (7, 0, 0..=5)),
            partial_sort: !matches!((major, minor), (0..=5, _) | (6, 0..=1)),
            any_case: major >= 7,
        }
    }

    /// Reads a unit, and returns how many metres it has.
    pub(crate) fn metres(self, unit: &[u8]) -> Option<f64> {
        const UNITS: [(&[u8], f64); 4] =
            [(b"m", 1.0), (b"km", 1000.0), (b"ft", 0.3048), (b"mi", 1609.34)];
        let is = |name: &[u8]| {
            if self.any_case { unit.eq_ignore_ascii_case(name) } else { unit == name }
        };
        UNITS.into_iter().find(|(name, _)| is(name)).map(|(_, metres)| metres)
    }

    /// The server's complaint about a unit.
    pub(crate) const fn unit_error(self) -> &'static str {
        if self.any_case {
            "ERR unsupported unit provided. please use M, KM, FT, MI"
        } else {
            "ERR unsupported unit provided. please use m, km, ft, mi"
        }
    }

    /// Writes a distance as replies have it, with four decimals.
    pub(crate) fn distance_text(self, distance: f64) -> String {
        if !self.short_cuts {
            return format!("{distance:.4}");
        }
        let scaled = double_to_i64((distance * 10_000.0).round_ties_even());
        let sign = if scaled < 0 { "-" } else { "" };
        let scaled = scaled.unsigned_abs();
        format!("{sign}{}.{:04}", scaled / 10_000, scaled % 10_000)
    }

    /// The distance of two places in metres, along a great circle (haversine).
    pub(crate) fn distance(self, from: Point, to: Point) -> f64 {
        let half_longitude = ((radians(to.longitude) - radians(from.longitude)) / 2.0).sin();
        if self.short_cuts && half_longitude == 0.0 {
            return latitude_distance(from.latitude, to.latitude);
        }
        let (from, to) = (radians(from.latitude), radians(to.latitude));
        let half_latitude = ((to - from) / 2.0).sin();
        let part =
            half_latitude * half_latitude + from.cos() * to.cos() * half_longitude * half_longitude;
        2.0 * EARTH_RADIUS * part.sqrt().asin()
    }
}

/// The distance of two places of one longitude, in metres.
fn latitude_distance(from: f64, to: f64) -> f64 {
    EARTH_RADIUS * (radians(to) - radians(from)).abs()
}

/// A right angle's ninetieth part, as the server computes it.
const DEGREE: f64 = std::f64::consts::PI / 180.0;

/// Degrees as radians.
fn radians(degrees: f64) -> f64 {
    degrees * DEGREE
}

/// Radians as degrees.
fn degrees(radians: f64) -> f64 {
    radians / DEGREE
}

/// A place, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    /// East of Greenwich.
    pub(crate) longitude: f64,
    /// North of the equator.
    pub(crate) latitude: f64,
}

impl Point {
    /// Takes a place within the limits.
    ///
    /// # Errors
    /// The server's error line.
    pub(crate) fn new(longitude: f64, latitude: f64) -> Result<Self, String> {
        let inside = (-GREATEST_LONGITUDE..=GREATEST_LONGITUDE).contains(&longitude)
            && (-GREATEST_LATITUDE..=GREATEST_LATITUDE).contains(&latitude);
        if inside {
            Ok(Self { longitude, latitude })
        } else {
            Err(format!("ERR invalid longitude,latitude pair {longitude:.6},{latitude:.6}"))
        }
    }

    /// The score of a member at this place: 52 bits, or just above at the very limit.
    pub(crate) fn score(self) -> u64 {
        Cell::around(self, GREATEST_LATITUDE, STEPS).bits
    }

    /// The place that a score means, whatever the score.
    pub(crate) fn of_score(score: f64, rules: GeoRules) -> Self {
        let cell = Cell { bits: double_to_u64(score), steps: STEPS };
        let (longitude, latitude) = (cell.longitudes(), cell.latitudes());
        let mut longitude = f64::midpoint(longitude.0, longitude.1);
        let mut latitude = f64::midpoint(latitude.0, latitude.1);
        if rules.clamps {
            longitude = longitude.clamp(-GREATEST_LONGITUDE, GREATEST_LONGITUDE);
            latitude = latitude.clamp(-GREATEST_LATITUDE, GREATEST_LATITUDE);
        }
        Self { longitude, latitude }
    }

    /// The text of GEOHASH: eleven characters of the usual geohash, the last always `0`.
    pub(crate) fn geohash(self) -> String {
        const ALPHABET: &[u8; 32] = b"0123456789bcdefghjkmnpqrstuvwxyz";
        let bits = Cell::around(self, 90.0, STEPS).bits;
        let digit = |index: u32| {
            let value = usize::try_from(bits >> (47 - 5 * index) & 31).unwrap_or(0);
            char::from(ALPHABET.get(value).copied().unwrap_or(b'0'))
        };
        (0..10).map(digit).chain(['0']).collect()
    }
}

/// A cell of the grid that halves both axes `steps` times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cell {
    /// Latitude in the even places, longitude in the odd ones.
    bits: u64,
    /// Bits for each axis, 1 to 26.
    steps: u8,
}

impl Cell {
    /// The cell that a place lies in, if latitudes end at `limit`.
    fn around(point: Point, limit: f64, steps: u8) -> Self {
        let parts = f64::from(1u32 << steps);
        let latitude = (point.latitude + limit) / (limit + limit) * parts;
        let longitude = (point.longitude + GREATEST_LONGITUDE) / (GREATEST_LONGITUDE * 2.0) * parts;
        // At most 2^26: places are checked, or brought to the limits.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let (latitude, longitude) = (latitude as u32, longitude as u32);
        Self { bits: spread(latitude) | spread(longitude) << 1, steps }
    }

    /// Both ends of its longitudes.
    fn longitudes(self) -> (f64, f64) {
        self.ends(self.bits >> 1, GREATEST_LONGITUDE)
    }

    /// Both ends of its latitudes.
    fn latitudes(self) -> (f64, f64) {
        self.ends(self.bits, GREATEST_LATITUDE)
    }

    /// Both ends on an axis from `-limit` to `limit`.
    fn ends(self, bits: u64, limit: f64) -> (f64, f64) {
        let (number, parts) = (gather(bits), f64::from(1u32 << self.steps));
        let at = |number: u32| -limit + (f64::from(number) / parts) * (limit + limit);
        (at(number), at(number.wrapping_add(1)))
    }

    /// The neighbour so many cells to the east and north, around the edges of the map.
    fn moved(self, east: i8, north: i8) -> Self {
        const LATITUDE: u64 = 0x5555_5555_5555_5555;
        let all = u64::MAX >> (64 - 2 * u32::from(self.steps));
        let moved = |axis: u64, others: u64, by: i8| {
            // The places between are filled with ones, so that a carry runs through them.
            let position = match by {
                // At the very limit a place lies in a cell beyond the last, and only a move leads back.
                0 => return self.bits & axis,
                1.. => (self.bits & axis).wrapping_add((others & all) + 1),
                _ => (self.bits & axis | others & all).wrapping_sub((others & all) + 1),
            };
            position & axis & all
        };
        let bits = moved(!LATITUDE, LATITUDE, east) | moved(LATITUDE, !LATITUDE, north);
        Self { bits, steps: self.steps }
    }

    /// The scores of the places in it: the first, and the first beyond.
    fn scores(self) -> (u64, u64) {
        let shift = 52 - 2 * u32::from(self.steps);
        (self.bits << shift, self.bits.wrapping_add(1) << shift)
    }
}

/// Puts the bits of a number into the even places.
fn spread(number: u32) -> u64 {
    let mut bits = u64::from(number);
    bits = (bits | bits << 16) & 0x0000_ffff_0000_ffff;
    bits = (bits | bits << 8) & 0x00ff_00ff_00ff_00ff;
    bits = (bits | bits << 4) & 0x0f0f_0f0f_0f0f_0f0f;
    bits = (bits | bits << 2) & 0x3333_3333_3333_3333;
    (bits | bits << 1) & 0x5555_5555_5555_5555
}

/// Takes the bits of the even places together.
#[allow(clippy::cast_possible_truncation)] // 32 bits are left.
fn gather(bits: u64) -> u32 {
    let mut bits = bits & 0x5555_5555_5555_5555;
    bits = (bits | bits >> 1) & 0x3333_3333_3333_3333;
    bits = (bits | bits >> 2) & 0x0f0f_0f0f_0f0f_0f0f;
    bits = (bits | bits >> 4) & 0x00ff_00ff_00ff_00ff;
    bits = (bits | bits >> 8) & 0x0000_ffff_0000_ffff;
    (bits | bits >> 16) as u32
}
