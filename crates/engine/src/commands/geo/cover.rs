//! Which cells a search has to look into (`geohashCalculateAreasByShapeWGS84`, `src/geohash_helper.c`).
//!
//! The cell of the centre and its eight neighbours, of a size at which they should hold the whole search. Where they
//! do not, places are missed, by the server as well.

use super::{
    cell::{Area, Cell, FINEST, Point},
    shape::{Rules, Shape},
};
use smallvec::SmallVec;

/// Half the length of the equator on the map, in metres.
const HALF_EQUATOR: f64 = 20037726.37;

/// Directions to the east and north, in the server's order.
const AROUND: [(i32, i32); 8] =
    [(0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1)];

/// Estimates how small the cells may be (`geohashEstimateStepsByRadius`).
fn steps(metres: f64, latitude: f64) -> u32 {
    if metres == 0.0 {
        return FINEST;
    }
    let (mut metres, mut step) = (metres, 1_i32);
    while metres < HALF_EQUATOR {
        metres *= 2.0;
        step += 1;
    }
    step -= 2;
    if latitude.abs() > 66.0 {
        step -= if latitude.abs() > 80.0 { 2 } else { 1 };
    }
    step.clamp(1, FINEST as i32) as u32
}

/// Tells whether the search reaches beyond the neighbours.
fn is_too_small(cell: Cell, shape: &Shape, bounds: &Area, rules: Rules) -> bool {
    let north = cell.neighbour(0, 1).area().max.latitude;
    let south = cell.neighbour(0, -1).area().min.latitude;
    let east = cell.neighbour(1, 0).area().max.longitude;
    let west = cell.neighbour(-1, 0).area().min.longitude;
    if rules.widens_by_box {
        return north < bounds.max.latitude
            || south > bounds.min.latitude
            || east < bounds.max.longitude
            || west > bounds.min.longitude;
    }
    let (centre, radius) = (shape.centre, shape.radius());
    let inside = |edge: Point| rules.distance(centre, edge) < radius;
    inside(Point { latitude: north, ..centre })
        || inside(Point { latitude: south, ..centre })
        || inside(Point { longitude: east, ..centre })
        || inside(Point { longitude: west, ..centre })
}

/// Returns the cells to look into, in the server's order, neighbours that are one and the same only once.
pub(super) fn cells(shape: &Shape, rules: Rules) -> SmallVec<[Cell; 9]> {
    let bounds = shape.bounds(rules);
    let mut step = steps(shape.radius(), shape.centre.latitude);
    let mut cell = Cell::of(shape.centre, step);
    if step > 1 && is_too_small(cell, shape, &bounds, rules) {
        step -= 1;
        cell = Cell::of(shape.centre, step);
    }
    let area = cell.area();
    let useless = |(east, north): (i32, i32)| {
        (north < 0 && area.min.latitude < bounds.min.latitude)
            || (north > 0 && area.max.latitude > bounds.max.latitude)
            || (east < 0 && area.min.longitude < bounds.min.longitude)
            || (east > 0 && area.max.longitude > bounds.max.longitude)
    };
    let excludes = step >= 2 || !rules.spares_large_cells;
    let mut cells: SmallVec<[Cell; 9]> = SmallVec::new();
    cells.push(cell);
    for direction in AROUND {
        let neighbour = cell.neighbour(direction.0, direction.1);
        // The centre itself is not compared with.
        let repeated = cells.len() > 1 && cells.last() == Some(&neighbour);
        if !(excludes && useless(direction)) && !repeated {
            cells.push(neighbour);
        }
    }
    cells
}
