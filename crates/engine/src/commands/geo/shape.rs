//! What a search covers, and how far apart places are: `src/geohash_helper.c`.

use super::cell::{Area, Point};

/// The earth's radius, in metres.
const EARTH: f64 = 6372797.560856;

const DEGREE: f64 = std::f64::consts::PI / 180.0;

/// What depends on the version. Places that an older one misses, it misses here as well.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    /// Searches have shapes, whose box widens towards the pole (6.2).
    pub(super) shapes: bool,
    /// Cells are widened where the box of the search leaves them (6.2.7), not where its radius does.
    pub(super) widens_by_box: bool,
    /// The neighbours of the largest cells are always looked at (4.0).
    pub(super) spares_large_cells: bool,
    /// Along a meridian, distances are differences (7.0.6).
    pub(super) straight_meridians: bool,
    /// Decoded places stay on the map (7.0).
    pub(super) stays_on_map: bool,
}

/// The form of a search, in units of its own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Form {
    Circle { radius: f64 },
    Box { width: f64, height: f64 },
}

/// A search.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shape {
    pub(super) centre: Point,
    pub(super) form: Form,
    /// The unit, in metres.
    pub(super) unit: f64,
}

impl Rules {
    /// Returns the distance of two places, in metres (`geohashGetDistance`).
    pub(super) fn distance(self, a: Point, b: Point) -> f64 {
        let v = ((b.longitude * DEGREE - a.longitude * DEGREE) / 2.0).sin();
        if v == 0.0 && self.straight_meridians {
            return along_meridian(a.latitude, b.latitude);
        }
        let (from, to) = (a.latitude * DEGREE, b.latitude * DEGREE);
        let u = ((to - from) / 2.0).sin();
        // Not `mul_add`: the server's compiler keeps the two roundings.
        #[allow(clippy::suboptimal_flops)]
        let a = u * u + from.cos() * to.cos() * v * v;
        2.0 * EARTH * a.sqrt().asin()
    }
}

fn along_meridian(a: f64, b: f64) -> f64 {
    EARTH * (b * DEGREE - a * DEGREE).abs()
}

impl Shape {
    /// Returns the distance of a place from the centre, in metres; `None` where it is outside.
    ///
    /// A distance that rounding made no number is not outside.
    pub(super) fn reach(&self, point: Point, rules: Rules) -> Option<f64> {
        match self.form {
            Form::Circle { radius } => {
                let distance = rules.distance(self.centre, point);
                let outside = distance > radius * self.unit;
                (!outside).then_some(distance)
            }
            Form::Box { width, height } => {
                let corner = Point { longitude: self.centre.longitude, ..point };
                let beside = Point { latitude: self.centre.latitude, ..point };
                let vertical = if rules.straight_meridians {
                    along_meridian(point.latitude, self.centre.latitude)
                } else {
                    rules.distance(point, beside)
                };
                let outside = vertical > height * self.unit / 2.0
                    || rules.distance(point, corner) > width * self.unit / 2.0;
                (!outside).then(|| rules.distance(self.centre, point))
            }
        }
    }

    /// Returns how far the farthest place may be, in metres.
    pub(super) fn radius(&self) -> f64 {
        let radius = match self.form {
            Form::Circle { radius } => radius,
            #[allow(clippy::imprecise_flops)] // As the server computes it.
            Form::Box { width, height } => {
                let (width, height) = (width / 2.0, height / 2.0);
                (width * width + height * height).sqrt()
            }
        };
        radius * self.unit
    }

    /// Returns the rectangle around the search (`geohashBoundingBox`).
    pub(super) fn bounds(&self, rules: Rules) -> Area {
        let (width, height) = match self.form {
            Form::Circle { radius } => (self.unit * radius, self.unit * radius),
            Form::Box { width, height } => (self.unit * (width / 2.0), self.unit * (height / 2.0)),
        };
        let Point { longitude, latitude } = self.centre;
        let up = height / EARTH / DEGREE;
        let widest = match () {
            () if !rules.shapes => latitude,
            () if latitude < 0.0 => latitude - up,
            () => latitude + up,
        };
        let across = width / EARTH / (widest * DEGREE).cos() / DEGREE;
        Area {
            min: Point { longitude: longitude - across, latitude: latitude - up },
            max: Point { longitude: longitude + across, latitude: latitude + up },
        }
    }
}
