//! What depends on the version, and what stands in streams.

use crate::{Caveat, Engine, Limits, Profile, Reply};

fn engine(version: &str) -> Engine {
    let mut engine = Engine::new(Profile::of(version.parse().unwrap()), Limits::default());
    run(&mut engine, "GEOADD Sicily 13.361389 38.115556 Palermo 15.087269 37.502669 Catania");
    engine
}

fn run(engine: &mut Engine, command: &str) -> Reply {
    engine.call(&command.split(' ').map(str::as_bytes).collect::<Vec<_>>())
}

fn bulk(text: &str) -> Reply {
    Reply::bulk(text)
}

#[test]
fn places_are_scores_and_come_back_as_places() {
    let mut engine = engine("7.0.15");
    let score = run(&mut engine, "ZSCORE Sicily Palermo");
    assert_eq!(score, Reply::Double(3479099956230698.0));
    assert_eq!(run(&mut engine, "GEODIST Sicily Palermo Catania"), bulk("166274.1516"));
    assert_eq!(run(&mut engine, "GEODIST Sicily Palermo Catania mi"), bulk("103.3182"));
    assert_eq!(run(&mut engine, "GEOHASH Sicily Palermo"), Reply::Array(vec![bulk("sqc8b49rny0")]));
    let place = vec![bulk("13.36138933897018433"), bulk("38.11555639549629859")];
    assert_eq!(run(&mut engine, "GEOPOS Sicily Palermo"), Reply::Array(vec![Reply::Array(place)]));
}

#[test]
fn a_search_from_a_missing_key_empties_the_destination_since_6_2_6() {
    for (version, keys) in [("6.0.20", 2), ("6.2.5", 2), ("6.2.6", 1), ("7.2.6", 1)] {
        let mut engine = engine(version);
        run(&mut engine, "SET near x");
        run(&mut engine, "GEORADIUS missing 15 37 200 km STORE near");
        assert_eq!(engine.keys(), keys, "{version}");
    }
}

#[test]
fn stored_distances_are_noted_to_depend_on_the_machine() {
    let mut engine = engine("4.0.14");
    assert_eq!(run(&mut engine, "GEORADIUS Sicily 15 37 200 km STORE near"), Reply::Int(2));
    assert!(engine.caveats().is_empty());
    assert_eq!(run(&mut engine, "GEORADIUS Sicily 15 37 100 km STOREDIST near"), Reply::Int(1));
    assert_eq!(
        engine.caveats().iter().map(|caveat| caveat.0).collect::<Vec<_>>(),
        [Caveat::Distance]
    );
    let near = run(&mut engine, "ZRANGE near 0 -1");
    assert_eq!(near, Reply::Array(vec![bulk("Catania")]));
}

#[test]
fn units_were_told_in_lower_case_up_to_6_2() {
    for (version, refused) in [("6.2.14", true), ("7.0.15", false), ("valkey-8.0.1", false)] {
        let mut engine = engine(version);
        assert_eq!(run(&mut engine, "GEODIST Sicily Palermo Catania KM").is_error(), refused);
    }
}

#[test]
fn options_of_6_2_are_unknown_before() {
    let mut old = engine("6.0.20");
    assert!(run(&mut old, "GEOADD Sicily NX 1 1 a").is_error());
    assert!(run(&mut old, "GEORADIUS Sicily 15 37 200 km COUNT 1 ANY").is_error());
    let mut new = engine("6.2.14");
    assert_eq!(run(&mut new, "GEOADD Sicily NX CH 1 1 a"), Reply::Int(1));
    let search = "GEOSEARCHSTORE box Sicily FROMLONLAT 15 37 BYBOX 400 400 km ASC COUNT 1";
    assert_eq!(run(&mut new, search), Reply::Int(1));
    assert_eq!(run(&mut new, "ZRANGE box 0 -1"), Reply::Array(vec![bulk("Catania")]));
}
