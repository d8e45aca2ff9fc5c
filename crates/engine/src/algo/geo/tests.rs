//! What 7.0.15 stored and answered, what other versions do otherwise, and properties.

use proptest::prelude::*;

use super::*;

const MODERN: GeoRules = GeoRules::of(7, 0, 15);

/// Name, place, score and GEOHASH.
const PLACES: [(&str, f64, f64, u64, &str); 7] = [
    ("Palermo", 13.361389, 38.115556, 3479099956230698, "sqc8b49rny0"),
    ("Catania", 15.087269, 37.502669, 3479447370796909, "sqdtr74hyu0"),
    ("Null", 0.0, 0.0, 3377699720527872, "s0000000000"),
    ("Edge", 180.0, 85.05112878, 13510798882111488, "bp05b5048p0"),
    ("West", -180.0, -85.05112878, 0, "00bh0hbj200"),
    ("Fiji", 179.5, -17.8, 3355403795217863, "ruzdsxegmp0"),
    ("Samoa", -171.8, -13.8, 358966762295804, "2jtc6xg11v0"),
];

fn point(longitude: f64, latitude: f64) -> Point {
    Point::new(longitude, latitude).unwrap()
}

/// Scores as a sorted set holds them.
#[allow(clippy::cast_precision_loss)] // 54 bits at most, and even beyond 53.
fn stored(score: u64) -> f64 {
    score as f64
}

fn place(name: &str) -> Point {
    let (.., score, _) = PLACES.iter().find(|place| place.0 == name).unwrap();
    Point::of_score(stored(*score), MODERN)
}

/// Searches some members, given in the order of their scores.
fn search<'a>(
    members: &[(&'a str, f64)],
    shape: Shape,
    (count, any): (Option<usize>, bool),
    order: Option<Order>,
    rules: GeoRules,
) -> Vec<Hit<&'a str>> {
    let mut hits = Hits::new(shape, rules, count.filter(|_| any));
    for (first, beyond) in shape.scores(rules) {
        for (name, score) in members {
            if (first..beyond).contains(score) && hits.offer(*score, || *name).is_break() {
                break;
            }
        }
    }
    hits.finish(count, order)
}

fn places() -> Vec<(&'static str, f64)> {
    let mut members: Vec<_> =
        PLACES.iter().map(|(name, .., score, _)| (*name, stored(*score))).collect();
    members.sort_by(|left, right| left.1.total_cmp(&right.1));
    members
}

fn circle(center: Point, radius: f64) -> Shape {
    Shape { center, area: Area::Circle { radius }, metres: 1000.0 }
}

#[test]
fn scores_and_geohashes_are_those_of_the_server() {
    for (name, longitude, latitude, score, geohash) in PLACES {
        assert_eq!(point(longitude, latitude).score(), score, "{name}");
        assert_eq!(place(name).geohash(), geohash, "{name}");
    }
}

#[test]
fn places_beyond_the_limits_are_refused() {
    let error = Point::new(0.0, -90.0).unwrap_err();
    assert_eq!(error, "ERR invalid longitude,latitude pair 0.000000,-90.000000");
    assert!(Point::new(f64::NAN, 0.0).is_err() && Point::new(180.1, 0.0).is_err());
}

#[test]
fn a_score_that_means_no_place_is_brought_to_the_limits_from_6_0_on() {
    let limit = Point { longitude: 180.0, latitude: GREATEST_LATITUDE };
    assert_eq!(Point::of_score(1.5e19, MODERN), limit);
    assert!(Point::of_score(1.5e19, GeoRules::of(5, 0, 14)).longitude > 180.0);
}

#[test]
fn distances_are_those_of_the_server() {
    let text = |from, to, unit: &[u8]| {
        let metres = MODERN.metres(unit).unwrap();
        MODERN.distance_text(MODERN.distance(place(from), place(to)) / metres)
    };
    assert_eq!(text("Palermo", "Catania", b"m"), "166274.1516");
    assert_eq!(text("Palermo", "Catania", b"MI"), "103.3182");
    assert_eq!(text("Fiji", "Samoa", b"km"), "1031.6696");
    assert_eq!(text("Null", "Null", b"ft"), "0.0000");
    let old = GeoRules::of(6, 2, 14);
    assert_eq!((old.metres(b"KM"), old.metres(b"km")), (None, Some(1000.0)));
    assert_eq!(
        (old.distance_text(0.00005), MODERN.distance_text(0.00005)),
        ("0.0001".into(), "0.0000".into())
    );
}

#[test]
fn searches_store_what_the_server_stores() {
    let found = |shape, count, any| -> Vec<(&str, f64)> {
        let hits = search(&places(), shape, (count, any), None, MODERN);
        hits.iter().map(|hit| (hit.member, hit.metres / shape.metres)).collect()
    };
    let sicily = [("Palermo", 190.44242984775784), ("Catania", 56.4412578701582)];
    assert_eq!(found(circle(point(15.0, 37.0), 200.0), None, false), sicily);
    let area = Area::Box { width: 400.0, height: 400.0 };
    let rectangle = Shape { center: point(15.0, 37.0), area, metres: 1000.0 };
    assert_eq!(found(rectangle, None, false), sicily);
    let across_the_date_line = [("Fiji", 0.0), ("Samoa", 1031.669569836992)];
    assert_eq!(found(circle(place("Fiji"), 2000.0), None, false), across_the_date_line);
    let names = |count, any| -> Vec<&str> {
        let hits = found(circle(point(0.0, 0.0), 20_000.0), Some(count), any);
        hits.iter().map(|hit| hit.0).collect()
    };
    assert_eq!(names(3, false), ["Null", "Catania", "Palermo"]);
    assert_eq!(names(2, true), ["Null", "Palermo"]);
    assert_eq!(names(0, false), [""; 0]);
}

#[test]
fn each_version_misses_what_its_server_misses() {
    // GEORADIUS … km STORE over a grid of four degrees, on 3.2.13, 4.0.14, 6.0.5, 6.2.6, 6.2.14 and 7.0.15.
    const SERVERS: [(u16, u16, u16); 6] =
        [(3, 2, 13), (4, 0, 14), (6, 0, 5), (6, 2, 6), (6, 2, 14), (7, 0, 15)];
    const RECORDED: [(f64, f64, f64, [usize; 6]); 6] = [
        (86.9, 61.6, 3187.0, [378, 378, 378, 194, 378, 378]),
        (-6.4, 65.7, 3932.0, [551, 551, 551, 258, 614, 614]),
        (45.5, 83.3, 590.0, [39, 39, 39, 40, 40, 40]),
        (-74.3, -80.1, 1351.0, [131, 137, 137, 137, 137, 137]),
        (71.7, 36.9, 6138.0, [826, 868, 868, 868, 868, 868]),
        (0.0, 0.0, 20_000.0, [3870; 6]),
    ];
    let columns = (-178..180).step_by(4).flat_map(|x| (-84..85).step_by(4).map(move |y| (x, y)));
    let grid = columns.map(|(x, y)| ("", stored(point(x.into(), y.into()).score())));
    let grid: Vec<(&str, f64)> = grid.collect();
    for (longitude, latitude, radius, expected) in RECORDED {
        let found = SERVERS.map(|(major, minor, patch)| {
            let shape = circle(point(longitude, latitude), radius);
            search(&grid, shape, (None, false), None, GeoRules::of(major, minor, patch)).len()
        });
        assert_eq!(found, expected, "{longitude} {latitude} {radius}");
    }
}

#[test]
fn cells_move_around_the_edges_of_the_map() {
    let cell = Cell::around(point(179.0, 84.0), GREATEST_LATITUDE, 3);
    assert_eq!(cell.bits, 0b11_1111);
    assert_eq!(cell.moved(1, 0).bits, 0b01_0101);
    assert_eq!(cell.moved(1, 1).bits, 0);
    assert_eq!(cell.moved(1, 1).moved(-1, -1), cell);
    assert_eq!(cell.scores().0, 0b11_1111 << 46);
}

#[test]
fn units_and_absurd_shapes_do_no_harm() {
    for radius in [0.0, f64::MIN_POSITIVE, 5e-324, f64::MAX, f64::INFINITY] {
        for rules in [(3, 2, 0), (3, 2, 13), (4, 0, 0), (6, 2, 0), (7, 0, 15)] {
            let rules = GeoRules::of(rules.0, rules.1, rules.2);
            let center = Point::of_score(1.8e19, rules);
            for area in [Area::Circle { radius }, Area::Box { width: radius, height: radius }] {
                assert!(Shape { center, area, metres: 1000.0 }.scores(rules).len() <= 9);
            }
        }
    }
}

proptest! {
    #[test]
    fn a_place_survives_its_score(longitude in -180.0..180.0, latitude in -85.05..85.05) {
        let place = point(longitude, latitude);
        let back = Point::of_score(stored(place.score()), MODERN);
        prop_assert!((back.longitude - longitude).abs() < 180.0 / f64::from(1 << 25));
        prop_assert!((back.latitude - latitude).abs() < 90.0 / f64::from(1 << 25));
        prop_assert_eq!(back.score(), place.score());
    }

    #[test]
    fn a_search_of_some_size_misses_nothing(
        center in (-170.0..170.0, -60.0..60.0), radius in 0.1..1000.0,
        members in proptest::collection::vec((-3.0..3.0, -3.0..3.0), 0..40),
    ) {
        let names: Vec<String> = (0..members.len()).map(|number| number.to_string()).collect();
        let mut members: Vec<(&str, f64)> = names.iter().zip(&members)
            .map(|(name, (x, y))| (name.as_str(), stored(point(center.0 + x, center.1 + y).score())))
            .collect();
        members.sort_by(|left, right| left.1.total_cmp(&right.1));
        let shape = circle(point(center.0, center.1), radius);
        let all: Vec<_> = members.iter().filter(|member| shape.contains(member.1, MODERN).is_some()).collect();
        let hits = search(&members, shape, (None, false), Some(Order::Ascending), MODERN);
        prop_assert_eq!(hits.len(), all.len());
        prop_assert!(hits.is_sorted_by(|left, right| left.metres <= right.metres));
    }
}
