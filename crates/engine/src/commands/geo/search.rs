//! Searches: `GEORADIUS` and its relatives, `GEOSEARCH`, `GEOSEARCHSTORE`.

use super::{
    options::{Kind, Options, Reader},
    read::point_reply,
    rules,
};
use crate::{
    CommandError, Reply,
    algo::geo::{GeoRules, Hit, Hits, Point, Shape},
    caveat::Caveat,
    context::Context,
    value::{SmallBytes, Value, Zset},
};

/// `GEORADIUS key longitude latitude radius unit [options] [STORE key|STOREDIST key]`
pub(super) fn georadius(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    search(cx, args, Kind::Around, true)
}

/// `GEORADIUS_RO key longitude latitude radius unit [options]`
pub(super) fn georadius_ro(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    search(cx, args, Kind::Around, false)
}

/// `GEORADIUSBYMEMBER key member radius unit [options] [STORE key|STOREDIST key]`
pub(super) fn by_member(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    search(cx, args, Kind::AroundMember, true)
}

/// `GEORADIUSBYMEMBER_RO key member radius unit [options]`
pub(super) fn by_member_ro(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    search(cx, args, Kind::AroundMember, false)
}

/// `GEOSEARCH key FROMMEMBER member|FROMLONLAT x y BYRADIUS r unit|BYBOX w h unit [options]`
pub(super) fn geosearch(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    search(cx, args, Kind::Search, false)
}

/// `GEOSEARCHSTORE destination source … [STOREDIST]`
pub(super) fn geosearchstore(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    search(cx, args, Kind::SearchStore, true)
}

fn search(
    cx: &mut Context<'_>,
    args: &[&[u8]],
    kind: Kind,
    stores: bool,
) -> Result<Reply, CommandError> {
    let rules = rules(cx);
    let key = if kind == Kind::SearchStore { args[2] } else { args[1] };
    let source = cx.read::<Zset>(key)?;
    // Up to 6.2.5 a missing key hid everything else, and left a destination alone.
    if source.is_none() && !cx.at_least(6, 2, 6) {
        return Ok(Reply::Array(Vec::new()));
    }
    let options = Reader { cx, rules, source, kind, stores }.read(args)?;
    let found = match (source, options.shape()) {
        (Some(source), Some(shape)) => find(source, shape, &options, rules),
        _ => Vec::new(),
    };
    let metres = options.shape().map_or(1.0, |shape| shape.metres);
    let Some(destination) = options.store else {
        if options.with_distance {
            cx.note_in_script(Caveat::Distance);
        }
        return Ok(list(&found, &options, metres, rules));
    };
    if options.store_distance && !found.is_empty() {
        cx.note(Caveat::Distance);
    }
    let mut zset = Zset::new_large();
    for hit in &found {
        let score = if options.store_distance { hit.metres / metres } else { hit.score };
        zset.set(hit.member.as_slice(), score, cx.profile());
    }
    zset.shrink(cx.profile());
    cx.store(destination, (!found.is_empty()).then(|| Value::Zset(Box::new(zset))));
    Ok(cx.count(found.len()))
}

/// Finds places, in the order that was asked for.
fn find(
    source: &Zset,
    shape: Shape,
    options: &Options<'_>,
    rules: GeoRules,
) -> Vec<Hit<SmallBytes>> {
    let limit = options.count.filter(|_| options.any);
    let mut hits = Hits::new(shape, rules, limit);
    for (first, beyond) in shape.scores(rules) {
        let from = source.count_while(|_, score| score < first);
        let to = source.count_while(|_, score| score < beyond);
        source.for_range(from, to, |member, score| {
            // What is full takes no more; the walk itself cannot be cut short.
            let _ = hits.offer(score, || SmallBytes::new(member));
        });
    }
    hits.finish(options.count, options.order)
}

fn list(found: &[Hit<SmallBytes>], options: &Options<'_>, metres: f64, rules: GeoRules) -> Reply {
    let reply = |hit: &Hit<SmallBytes>| {
        let mut parts = vec![Reply::bulk(hit.member.as_slice())];
        if options.with_distance {
            parts.push(Reply::bulk(rules.distance_text(hit.metres / metres)));
        }
        if options.with_hash {
            parts.push(Reply::Int(hit.score as i64));
        }
        if options.with_place {
            parts.push(point_reply(Point::of_score(hit.score, rules)));
        }
        if options.tells_more() { Reply::Array(parts) } else { parts.swap_remove(0) }
    };
    Reply::Array(found.iter().map(reply).collect())
}
