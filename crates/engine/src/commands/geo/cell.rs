//! Places as numbers of cells: `src/geohash.c`.
//!
//! The map is halved by turns in longitude and latitude; after `step` turns each, a cell is told by `2 * step` bits,
//! those of the latitude in even places. Scores are cells of 26 steps.

/// Halvings in each direction that a score takes.
pub(super) const FINEST: u32 = 26;

const MAX_LONGITUDE: f64 = 180.0;
/// Where the map ends towards the poles (EPSG:3857).
const MAX_LATITUDE: f64 = 85.05112878;

/// A place, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    pub(super) longitude: f64,
    pub(super) latitude: f64,
}

impl Point {
    /// Tells whether the map has the place.
    pub(super) fn is_on_the_map(self) -> bool {
        (-MAX_LONGITUDE..=MAX_LONGITUDE).contains(&self.longitude)
            && (-MAX_LATITUDE..=MAX_LATITUDE).contains(&self.latitude)
    }
}

/// A rectangle of the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    /// The south-western corner.
    pub(super) min: Point,
    /// The north-eastern corner.
    pub(super) max: Point,
}

impl Area {
    /// Returns the middle; from 7.0 on it does not leave the map, whatever the score was.
    pub(super) fn middle(self, stays: bool) -> Point {
        let longitude = f64::midpoint(self.min.longitude, self.max.longitude);
        let latitude = f64::midpoint(self.min.latitude, self.max.latitude);
        if stays {
            Point {
                longitude: longitude.clamp(-MAX_LONGITUDE, MAX_LONGITUDE),
                latitude: latitude.clamp(-MAX_LATITUDE, MAX_LATITUDE),
            }
        } else {
            Point { longitude, latitude }
        }
    }
}

/// A cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    bits: u64,
    step: u32,
}

/// Spreads the lower 32 bits over the even places.
const fn spread(value: u32) -> u64 {
    let mut bits = value as u64;
    bits = (bits | bits << 16) & 0x0000_ffff_0000_ffff;
    bits = (bits | bits << 8) & 0x00ff_00ff_00ff_00ff;
    bits = (bits | bits << 4) & 0x0f0f_0f0f_0f0f_0f0f;
    bits = (bits | bits << 2) & 0x3333_3333_3333_3333;
    (bits | bits << 1) & 0x5555_5555_5555_5555
}

/// Gathers the bits in the even places.
const fn gather(bits: u64) -> u32 {
    let mut bits = bits & 0x5555_5555_5555_5555;
    bits = (bits | bits >> 1) & 0x3333_3333_3333_3333;
    bits = (bits | bits >> 2) & 0x0f0f_0f0f_0f0f_0f0f;
    bits = (bits | bits >> 4) & 0x00ff_00ff_00ff_00ff;
    bits = (bits | bits >> 8) & 0x0000_ffff_0000_ffff;
    (bits | bits >> 16) as u32
}

/// Tells in which of the halvings a number lies that has its place between -`limit` and `limit`.
fn slot(value: f64, limit: f64, step: u32) -> u32 {
    ((value + limit) / (limit + limit) * f64::from(1_u32 << step)) as u32
}

impl Cell {
    /// Returns the cell that a place on the map lies in.
    pub(super) fn of(point: Point, step: u32) -> Self {
        Self::within(point, step, MAX_LATITUDE)
    }

    /// Returns the cell in a map that ends at another latitude.
    fn within(point: Point, step: u32, limit: f64) -> Self {
        let latitude = slot(point.latitude, limit, step);
        let longitude = slot(point.longitude, MAX_LONGITUDE, step);
        Self { bits: spread(latitude) | spread(longitude) << 1, step }
    }

    /// Returns the cell of a score. Any double can stand in a sorted set; what the conversion to an integer does to
    /// one that is none follows x86-64.
    pub(super) fn of_score(score: f64) -> Self {
        const TOP: f64 = 9_223_372_036_854_775_808.0;
        let truncate = |value: f64| {
            if (-TOP..TOP).contains(&value) { value as i64 as u64 } else { 1 << 63 }
        };
        let bits = if score >= TOP { truncate(score - TOP) ^ 1 << 63 } else { truncate(score) };
        Self { bits, step: FINEST }
    }

    /// Returns the least score of the cell.
    pub(super) fn score(self) -> u64 {
        self.bits << (2 * (FINEST - self.step))
    }

    /// Returns the scores of the cell: from the first, included, to the last, excluded.
    pub(super) fn scores(self) -> (f64, f64) {
        let next = Self { bits: self.bits + 1, ..self };
        (self.score() as f64, next.score() as f64)
    }

    /// Returns the rectangle that the cell is on the map.
    pub(super) fn area(self) -> Area {
        let edge = |slot: u32, limit: f64| {
            -limit + f64::from(slot) / f64::from(1_u32 << self.step) * (limit + limit)
        };
        let (latitude, longitude) = (gather(self.bits), gather(self.bits >> 1));
        let corner = |more: u32| Point {
            longitude: edge(longitude.wrapping_add(more), MAX_LONGITUDE),
            latitude: edge(latitude.wrapping_add(more), MAX_LATITUDE),
        };
        Area { min: corner(0), max: corner(1) }
    }

    /// Returns the cell so many cells to the east and to the north; at the edge the map begins again.
    ///
    /// A place on the eastern or northern edge lies in a cell beyond the last one. It stays there in the direction
    /// that nobody moves in, so that such a search looks past the map (`geohash_move_x`).
    pub(super) fn neighbour(self, east: i32, north: i32) -> Self {
        let mask = ((1_u64 << self.step) - 1) as u32;
        let moved = |slot: u32, by: i32| match by {
            0 => slot,
            by => slot.wrapping_add_signed(by) & mask,
        };
        let latitude = moved(gather(self.bits), north);
        let longitude = moved(gather(self.bits >> 1), east);
        Self { bits: spread(latitude) | spread(longitude) << 1, ..self }
    }
}

/// Writes a place as the eleven letters that the rest of the world knows, whose map reaches the poles.
pub(super) fn letters(point: Point) -> [u8; 11] {
    const ALPHABET: &[u8; 32] = b"0123456789bcdefghjkmnpqrstuvwxyz";
    let bits = Cell::within(point, FINEST, 90.0).bits;
    // 52 bits are ten letters and two bits, for which a zero stands.
    let mut letters = [b'0'; 11];
    for (n, letter) in letters.iter_mut().take(10).enumerate() {
        *letter = ALPHABET[(bits >> (47 - 5 * n) & 0x1f) as usize];
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    const PALERMO: Point = Point { longitude: 13.361389, latitude: 38.115556 };
    const CATANIA: Point = Point { longitude: 15.087269, latitude: 37.502669 };

    #[test]
    fn scores_that_a_server_gave() {
        assert_eq!(Cell::of(PALERMO, FINEST).score(), 3479099956230698);
        assert_eq!(Cell::of(CATANIA, FINEST).score(), 3479447370796909);
        let back = Cell::of_score(3479099956230698.0).area().middle(true);
        assert_eq!((back.longitude, back.latitude), (13.361389338970184, 38.1155563954963));
        assert_eq!(&letters(back), b"sqc8b49rny0");
    }

    #[test]
    fn neighbours_lie_beside_and_the_map_wraps() {
        for step in 2..=FINEST {
            let cell = Cell::of(PALERMO, step);
            let (area, east) = (cell.area(), cell.neighbour(1, 0).area());
            assert_eq!(area.max.longitude, east.min.longitude);
            assert_eq!(area.min.latitude, cell.neighbour(0, -1).area().max.latitude);
            assert_eq!(cell.neighbour(1, -1).neighbour(-1, 1), cell);
            let round = (0..1_u64 << step.min(10)).fold(cell, |cell, _| cell.neighbour(1, 0));
            assert_eq!(round == cell, step <= 10);
        }
    }

    #[test]
    fn scores_that_are_no_places_stay_in_bounds() {
        for score in [-1.0, 1e300, f64::INFINITY, f64::NEG_INFINITY, 1e19, 4.5e15, -1e18] {
            let middle = Cell::of_score(score).area().middle(true);
            assert!(middle.is_on_the_map(), "{score}: {middle:?}");
        }
    }
}
