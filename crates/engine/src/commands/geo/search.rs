//! Searches: `GEORADIUS` and its relatives, `GEOSEARCH`, `GEOSEARCHSTORE`.

use super::{
    cell::Point,
    cover::cells,
    options::{Kind, Options, Order, Reader},
    read::{distance_reply, place, point_reply},
    shape::{Rules, Shape},
};
use crate::{
    CommandError, Reply,
    caveat::Caveat,
    context::Context,
    sorting::{merge_sort, partial_sort},
    value::{SmallBytes, Value, Zset},
};
use std::cmp::Ordering;

/// A place that a search found.
#[derive(Debug)]
struct Found {
    member: SmallBytes,
    score: f64,
    point: Point,
    /// In metres.
    distance: f64,
}

/// Returns the rules of the emulated version.
pub(super) fn rules(cx: &Context<'_>) -> Rules {
    Rules {
        shapes: cx.at_least(6, 2, 0),
        widens_by_box: cx.at_least(6, 2, 7),
        spares_large_cells: cx.at_least(4, 0, 0),
        straight_meridians: cx.at_least(7, 0, 6),
        stays_on_map: cx.at_least(7, 0, 0),
    }
}

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
    let key = if kind == Kind::SearchStore { args[2] } else { args[1] };
    let source = cx.read::<Zset>(key)?;
    // Up to 6.2.5 a missing key hid everything else, and left a destination alone.
    if source.is_none() && !cx.at_least(6, 2, 6) {
        return Ok(Reply::Array(Vec::new()));
    }
    let options = Reader { cx, source, kind, stores }.read(args)?;
    let found = match (source, options.shape()) {
        (Some(source), Some(shape)) => find(cx, source, &shape, &options),
        _ => Vec::new(),
    };
    let unit = options.shape().map_or(1.0, |shape| shape.unit);
    let count = if options.count == 0 { found.len() } else { options.count.min(found.len()) };
    let found = &found[..count];
    let Some(destination) = options.store else {
        if options.with_distance {
            cx.note_in_script(Caveat::Distance);
        }
        return Ok(list(cx, found, &options, unit));
    };
    if options.store_distance && !found.is_empty() {
        cx.note(Caveat::Distance);
    }
    let mut zset = Zset::new_large();
    for place in found {
        let score = if options.store_distance { place.distance / unit } else { place.score };
        zset.set(place.member.as_slice(), score, cx.profile());
    }
    zset.shrink(cx.profile());
    cx.store(destination, (count > 0).then(|| Value::Zset(Box::new(zset))));
    Ok(cx.count(count))
}

/// Finds places, in the order that was asked for.
fn find(cx: &Context<'_>, source: &Zset, shape: &Shape, options: &Options<'_>) -> Vec<Found> {
    let rules = rules(cx);
    let most = if options.any { options.count } else { usize::MAX };
    let mut found = Vec::new();
    for cell in cells(shape, rules) {
        if found.len() >= most {
            break;
        }
        let (min, max) = cell.scores();
        let from = source.count_while(|_, score| score < min);
        let to = source.count_while(|_, score| score < max);
        source.for_range(from, to, |member, score| {
            let point = place(cx, score);
            if found.len() < most
                && let Some(distance) = shape.reach(point, rules)
            {
                let member = SmallBytes::new(member);
                found.push(Found { member, score, point, distance });
            }
        });
    }
    sort(cx, &mut found, options);
    found
}

/// Compares distances as the server does, to whom one that is no number is less than everything.
fn compare(a: &Found, b: &Found) -> Ordering {
    a.distance.partial_cmp(&b.distance).unwrap_or(Ordering::Less)
}

/// Brings places into the order that was asked for; a count without one means the nearest.
///
/// From 6.2 on, no more places are sorted than are wanted.
fn sort(cx: &Context<'_>, found: &mut Vec<Found>, options: &Options<'_>) {
    let default = (options.count > 0 && !options.any).then_some(Order::Near);
    let Some(order) = options.order.or(default) else { return };
    let compare = |a: &Found, b: &Found| match order {
        Order::Near => compare(a, b),
        Order::Far => compare(a, b).reverse(),
    };
    let some_only = options.count > 0 && options.count < found.len();
    if some_only && cx.at_least(6, 2, 0) {
        partial_sort(found, options.count - 1, &compare);
    } else {
        merge_sort(found, &compare);
    }
}

fn list(cx: &Context<'_>, found: &[Found], options: &Options<'_>, unit: f64) -> Reply {
    let reply = |place: &Found| {
        let member = Reply::bulk(place.member.as_slice());
        let mut more = Vec::new();
        if options.with_distance {
            more.push(distance_reply(cx, place.distance / unit));
        }
        if options.with_hash {
            more.push(Reply::Int(place.score as i64));
        }
        if options.with_place {
            more.push(point_reply(place.point));
        }
        if more.is_empty() {
            return member;
        }
        more.insert(0, member);
        Reply::Array(more)
    };
    Reply::Array(found.iter().map(reply).collect())
}
