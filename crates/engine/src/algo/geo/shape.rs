//! The areas that are searched, and the cells of the grid that cover them (`geohash_helper.c`).
//!
//! The server looks into nine cells at most. Where they do not cover the area, it misses members, and so must a
//! replica: the choice of cells belongs to the result.

use smallvec::SmallVec;

use super::{
    Cell, Cells, EARTH_RADIUS, GeoRules, Point, STEPS, degrees, latitude_distance, radians,
};

/// What is searched, in the unit that the command names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Area {
    /// Everything up to a distance.
    Circle {
        /// The distance.
        radius: f64,
    },
    /// A box along the meridians (6.2).
    Box {
        /// From west to east.
        width: f64,
        /// From south to north.
        height: f64,
    },
}

/// An area around a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Shape {
    /// The place.
    pub(crate) center: Point,
    /// The area.
    pub(crate) area: Area,
    /// The metres of the unit.
    pub(crate) metres: f64,
}

/// The ends of an area on both axes, in degrees.
struct Bounds {
    west: f64,
    east: f64,
    south: f64,
    north: f64,
}

impl Shape {
    /// Tells whether the member with this score lies in the area, and how many metres it is away.
    pub(crate) fn contains(&self, score: f64, rules: GeoRules) -> Option<f64> {
        let point = Point::of_score(score, rules);
        match self.area {
            Area::Circle { radius } => {
                let distance = rules.distance(self.center, point);
                // What is no number is not beyond.
                let beyond = distance > radius * self.metres;
                (!beyond).then_some(distance)
            }
            Area::Box { width, height } => {
                let abeam = Point { longitude: self.center.longitude, ..point };
                let below = Point { latitude: self.center.latitude, ..point };
                let north = if rules.short_cuts {
                    latitude_distance(point.latitude, self.center.latitude)
                } else {
                    rules.distance(point, below)
                };
                let beyond = north > height * self.metres / 2.0
                    || rules.distance(point, abeam) > width * self.metres / 2.0;
                (!beyond).then(|| rules.distance(self.center, point))
            }
        }
    }

    /// The ranges of scores to look into, in the server's order: from the first score to before the second.
    pub(crate) fn scores(&self, rules: GeoRules) -> SmallVec<[(f64, f64); 9]> {
        let mut ranges = SmallVec::new();
        let mut last = None;
        for (index, cell) in self.cells(rules).into_iter().enumerate() {
            let Some(cell) = cell else { continue };
            // With the largest cells neighbours coincide; the server skips one like the neighbour before it, and
            // its first cell does not count as one.
            if last == Some(cell) {
                continue;
            }
            last = (index > 0).then_some(cell);
            let (first, beyond) = cell.scores();
            #[allow(clippy::cast_precision_loss)] // At most 52 bits.
            ranges.push((first as f64, beyond as f64));
        }
        ranges
    }

    /// The cell in the middle and its neighbours, without those that are of no use.
    fn cells(&self, rules: GeoRules) -> [Option<Cell>; 9] {
        /// North, south, east, west, then the corners.
        const AROUND: [(i8, i8); 9] =
            [(0, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1)];
        let bounds = self.bounds(rules);
        let mut steps = self.estimated_steps(rules);
        let mut cell = Cell::around(self.center, super::GREATEST_LATITUDE, steps);
        if steps > 1 && self.needs_larger(cell, &bounds, rules) {
            steps -= 1;
            cell = Cell::around(self.center, super::GREATEST_LATITUDE, steps);
        }
        let ((west, east), (south, north)) = (cell.longitudes(), cell.latitudes());
        let all = rules.cells >= Cells::AllOfLargest && steps < 2;
        AROUND.map(|(x, y)| {
            let useless = (y < 0 && south < bounds.south)
                || (y > 0 && north > bounds.north)
                || (x < 0 && west < bounds.west)
                || (x > 0 && east > bounds.east);
            (all || !useless).then(|| cell.moved(x, y))
        })
    }

    /// The distance from the centre to the farthest point, in metres.
    fn reach(&self) -> f64 {
        let reach = match self.area {
            Area::Circle { radius } => radius,
            Area::Box { width, height } => {
                ((width / 2.0) * (width / 2.0) + (height / 2.0) * (height / 2.0)).sqrt()
            }
        };
        reach * self.metres
    }

    /// How often the axes are halved to get cells of about the size of the area.
    fn estimated_steps(&self, rules: GeoRules) -> u8 {
        /// Half of the map's width, in metres.
        const HALF_MAP: f64 = 20_037_726.37;
        let mut range = self.reach();
        if range == 0.0 {
            return STEPS;
        }
        // Below zero for no number of doublings that a positive double takes: at most 1 100.
        let mut steps = -1i16;
        while range < HALF_MAP {
            range *= 2.0;
            steps += 1;
        }
        let latitude = self.center.latitude.abs();
        let wide = if rules.cells == Cells::First { 67.0 } else { 66.0 };
        steps -= i16::from(latitude > wide) + i16::from(latitude > 80.0);
        let finest = if rules.cells == Cells::First && steps > 26 { 25 } else { 26 };
        u8::try_from(steps.clamp(1, finest)).unwrap_or(STEPS)
    }

    /// Tells whether a neighbour ends before the area does.
    fn needs_larger(&self, cell: Cell, bounds: &Bounds, rules: GeoRules) -> bool {
        if rules.cells == Cells::First {
            return false;
        }
        let (north, south) = (cell.moved(0, 1).latitudes().1, cell.moved(0, -1).latitudes().0);
        let (east, west) = (cell.moved(1, 0).longitudes().1, cell.moved(-1, 0).longitudes().0);
        if rules.cells == Cells::Bounds {
            return north < bounds.north
                || south > bounds.south
                || east < bounds.east
                || west > bounds.west;
        }
        let Point { longitude, latitude } = self.center;
        let reach = self.reach();
        let near = |longitude: f64, latitude: f64| {
            rules.distance(self.center, Point { longitude, latitude }) < reach
        };
        near(longitude, north)
            || near(longitude, south)
            || near(east, latitude)
            || near(west, latitude)
    }

    /// The ends of the area, as far as the version knows them.
    fn bounds(&self, rules: GeoRules) -> Bounds {
        let Point { longitude, latitude } = self.center;
        let (across, up) = match self.area {
            Area::Circle { radius } => (self.metres * radius, self.metres * radius),
            Area::Box { width, height } => {
                (self.metres * (width / 2.0), self.metres * (height / 2.0))
            }
        };
        if rules.cells < Cells::Cosine {
            let (longitude, latitude) = (radians(longitude), radians(latitude));
            let angle = across / EARTH_RADIUS;
            let aside = (angle.sin() / latitude.cos()).asin();
            return Bounds {
                west: degrees(longitude - aside),
                east: degrees(longitude + aside),
                south: degrees(latitude - angle),
                north: degrees(latitude + angle),
            };
        }
        let rise = degrees(up / EARTH_RADIUS);
        let (south, north) = (latitude - rise, latitude + rise);
        let at = match rules.cells {
            Cells::First | Cells::Larger | Cells::Cosine | Cells::AllOfLargest => latitude,
            Cells::Trapezium | Cells::Bounds if latitude < 0.0 => south,
            Cells::Trapezium | Cells::Bounds => north,
        };
        let aside = degrees(across / EARTH_RADIUS / radians(at).cos());
        Bounds { west: longitude - aside, east: longitude + aside, south, north }
    }
}
