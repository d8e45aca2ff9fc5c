//! Reading places: `GEODIST`, `GEOPOS`, `GEOHASH`.

use super::{rules, unit};
use crate::{
    CommandError, Reply,
    algo::{
        geo::Point,
        long_double::{LongDouble, NegativeZero},
    },
    caveat::Caveat,
    context::Context,
    error::refusal,
    value::Zset,
};

/// Answers with longitude and latitude.
pub(super) fn point_reply(point: Point) -> Reply {
    let coordinate =
        |degrees: f64| Reply::bulk(LongDouble::from(degrees).to_text(NegativeZero::Plain));
    Reply::Array(vec![coordinate(point.longitude), coordinate(point.latitude)])
}

/// `GEODIST key member member [unit]`
pub(super) fn geodist(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let rules = rules(cx);
    let metres = match &args[4..] {
        [] => 1.0,
        [word] => unit(rules, word)?,
        _ => return Err(refusal::SYNTAX),
    };
    let Some(zset) = cx.read::<Zset>(args[1])? else {
        return Ok(if cx.at_least(4, 0, 0) { Reply::Nil } else { Reply::bulk("") });
    };
    let place = |member: &[u8]| zset.score(member).map(|score| Point::of_score(score, rules));
    let (Some(a), Some(b)) = (place(args[2]), place(args[3])) else { return Ok(Reply::Nil) };
    cx.note_in_script(Caveat::Distance);
    Ok(Reply::bulk(rules.distance_text(rules.distance(a, b) / metres)))
}

/// Answers for each member that is named.
fn each(
    cx: &Context<'_>,
    args: &[&[u8]],
    reply: impl Fn(Point) -> Reply,
) -> Result<Reply, CommandError> {
    let rules = rules(cx);
    let zset = cx.read::<Zset>(args[1])?;
    if zset.is_none() && !cx.at_least(4, 0, 0) {
        return Ok(Reply::Array(Vec::new()));
    }
    let answer = |member: &&[u8]| {
        let score = zset.and_then(|zset| zset.score(member));
        score.map_or(Reply::Nil, |score| reply(Point::of_score(score, rules)))
    };
    Ok(Reply::Array(args[2..].iter().map(answer).collect()))
}

/// `GEOPOS key [member …]`
pub(super) fn geopos(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    each(cx, args, point_reply)
}

/// `GEOHASH key [member …]`
pub(super) fn geohash(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    each(cx, args, |point| Reply::bulk(point.geohash()))
}
