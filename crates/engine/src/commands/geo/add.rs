//! `GEOADD`, which is `ZADD` with scores made of places.

use super::point;
use crate::{
    CommandError, Reply, args::is, commands::lookup, context::Context, error::refusal,
    number::integer_text,
};

const USAGE: CommandError = CommandError::Refused(
    "ERR syntax error. Try GEOADD key [x1] [y1] [name1] [x2] [y2] [name2] ... ",
);

/// `GEOADD key [NX|XX] [CH] longitude latitude member …`
pub(super) fn geoadd(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let has_options = cx.at_least(6, 2, 0);
    let is_option = |word: &&&[u8]| has_options && ["NX", "XX", "CH"].iter().any(|o| is(word, o));
    let options = args[2..].iter().take_while(is_option).count();
    let (head, places) = args.split_at(2 + options);
    let named = |word: &str| head[2..].iter().any(|option| is(option, word));
    if places.len() % 3 != 0 || (named("NX") && named("XX")) {
        return Err(if has_options { refusal::SYNTAX } else { USAGE });
    }
    let mut scores = Vec::with_capacity(places.len() / 3);
    for place in places.chunks_exact(3) {
        scores.push(integer_text(point(place[0], place[1])?.score() as i64));
    }
    let mut zadd = head.to_vec();
    for (score, place) in scores.iter().zip(places.chunks_exact(3)) {
        zadd.extend([score.as_bytes(), place[2]]);
    }
    let spec = lookup(b"zadd").ok_or(refusal::SYNTAX)?;
    (spec.handler)(cx, &zadd)
}
