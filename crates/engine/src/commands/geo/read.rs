//! Reading places: `GEODIST`, `GEOPOS`, `GEOHASH`.

use super::{
    cell::{Cell, Point, letters},
    search::rules,
    unit,
};
use crate::{CommandError, Reply, caveat::Caveat, context::Context, error::refusal, value::Zset};

/// Writes a distance: four digits behind the point, rounded by `printf` before 7.0.6 and by `llrint` since.
pub(super) fn distance_reply(cx: &Context<'_>, distance: f64) -> Reply {
    let rounded = (distance * 10_000.0).round_ties_even();
    Reply::bulk(if cx.at_least(7, 0, 6) && rounded.abs() < 9e18 {
        let rounded = rounded as i64;
        let sign = if rounded < 0 { "-" } else { "" };
        let rounded = rounded.unsigned_abs();
        format!("{sign}{}.{:04}", rounded / 10_000, rounded % 10_000)
    } else {
        format!("{distance:.4}")
    })
}

/// Writes a coordinate: up to 17 digits behind the point (`addReplyHumanLongDouble`).
fn coordinate(value: f64) -> Reply {
    let text = format!("{value:.17}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    Reply::bulk(if text == "-0" { "0" } else { text })
}

/// Answers with longitude and latitude.
pub(super) fn point_reply(point: Point) -> Reply {
    Reply::Array(vec![coordinate(point.longitude), coordinate(point.latitude)])
}

/// Returns the place that a score stands for.
pub(super) fn place(cx: &Context<'_>, score: f64) -> Point {
    Cell::of_score(score).area().middle(rules(cx).stays_on_map)
}

/// `GEODIST key member member [unit]`
pub(super) fn geodist(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let unit = match &args[4..] {
        [] => 1.0,
        [word] => unit(cx, word)?,
        _ => return Err(refusal::SYNTAX),
    };
    let Some(zset) = cx.read::<Zset>(args[1])? else {
        return Ok(if cx.at_least(4, 0, 0) { Reply::Nil } else { Reply::bulk("") });
    };
    let (Some(a), Some(b)) = (zset.score(args[2]), zset.score(args[3])) else {
        return Ok(Reply::Nil);
    };
    let distance = rules(cx).distance(place(cx, a), place(cx, b)) / unit;
    cx.note_in_script(Caveat::Distance);
    Ok(distance_reply(cx, distance))
}

/// Answers for each member that is named.
fn each(
    cx: &Context<'_>,
    args: &[&[u8]],
    reply: impl Fn(Point) -> Reply,
) -> Result<Reply, CommandError> {
    let zset = cx.read::<Zset>(args[1])?;
    if zset.is_none() && !cx.at_least(4, 0, 0) {
        return Ok(Reply::Array(Vec::new()));
    }
    let score = |member: &&[u8]| zset.and_then(|zset| zset.score(member));
    let answer = |score: Option<f64>| score.map_or(Reply::Nil, |score| reply(place(cx, score)));
    Ok(Reply::Array(args[2..].iter().map(|member| answer(score(member))).collect()))
}

/// `GEOPOS key [member …]`
pub(super) fn geopos(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    each(cx, args, point_reply)
}

/// `GEOHASH key [member …]`
pub(super) fn geohash(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    each(cx, args, |point| Reply::bulk(letters(point)))
}
