//! Adding members and scores.

use super::options::AddOptions;
use crate::{
    CommandError, Profile, Reply,
    context::Context,
    error::refusal,
    value::{Added, Kind, Value, Zset},
};
use smallvec::SmallVec;

/// `ZADD key [NX|XX] [GT|LT] [CH] [INCR] score member …`.
pub(super) fn zadd(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    add(cx, args, AddOptions::default())
}

/// `ZINCRBY key increment member`.
pub(super) fn zincrby(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    add(cx, args, AddOptions { increment: true, ..AddOptions::default() })
}

/// What one pair did.
enum Done {
    Nothing,
    Unchanged(f64),
    Added(f64),
    Moved(f64),
}

fn add(
    cx: &mut Context<'_>,
    args: &[&[u8]],
    mut options: AddOptions,
) -> Result<Reply, CommandError> {
    let key = args[1];
    let pairs = &args[2 + options.read(cx, &args[2..])..];
    if pairs.is_empty() || !pairs.len().is_multiple_of(2) {
        return Err(refusal::SYNTAX);
    }
    options.check(pairs.len() / 2)?;
    let scores: SmallVec<[f64; 8]> =
        pairs.iter().step_by(2).map(|score| cx.double(score)).collect::<Result<_, _>>()?;
    if cx.read::<Zset>(key)?.is_none() && options.only_present {
        return Ok(if options.increment { Reply::Nil } else { Reply::Int(0) });
    }
    let (zset, profile) = edit_or_create(cx, key, pairs)?;
    let (mut added, mut moved, mut last) = (0, 0, None);
    for (score, member) in scores.iter().zip(pairs.iter().skip(1).step_by(2)) {
        last = match add_one(zset, profile, options, member, *score)? {
            Done::Nothing => None,
            Done::Unchanged(score) => Some(score),
            Done::Added(score) => {
                added += 1;
                Some(score)
            }
            Done::Moved(score) => {
                moved += 1;
                Some(score)
            }
        };
    }
    if added + moved > 0 {
        cx.changed(key);
    }
    Ok(if options.increment {
        last.map_or(Reply::Nil, Reply::Double)
    } else {
        cx.count(if options.count_changes { added + moved } else { added })
    })
}

/// Returns the sorted set, in the form that the server would give it before it adds anything.
///
/// From 7.2 on the number of pairs decides (`zsetTypeCreate`, `zsetTypeMaybeConvert`), whatever becomes of them; the
/// length of the first member decides for a new one alone, but in Valkey 9.1 and later that of the longest, for all.
fn edit_or_create<'c>(
    cx: &'c mut Context<'_>,
    key: &[u8],
    pairs: &[&[u8]],
) -> Result<(&'c mut Zset, &'c Profile), CommandError> {
    let profile = &cx.state.profile;
    let version = &profile.replica;
    let many = version.at_least(7, 2, 0) && pairs.len() / 2 > profile.compact.zset_entries;
    let length = if version.is_valkey() && version.at_least(9, 1, 0) {
        pairs.iter().skip(1).step_by(2).map(|member| member.len()).max().unwrap_or(0)
    } else {
        pairs.get(1).map_or(0, |member| member.len())
    };
    let mut is_new = false;
    let entry = cx.state.keyspace.current_mut().get_or_insert(key, || {
        is_new = true;
        Value::Zset(Box::new(Zset::for_member(length, profile)))
    });
    let zset = Zset::of_mut(&mut entry.value).ok_or(CommandError::WrongType)?;
    let long =
        version.is_valkey() && version.at_least(9, 1, 0) && length > profile.compact.zset_value;
    if many || (long && !is_new) {
        zset.enlarge();
    }
    Ok((zset, profile))
}

fn add_one(
    zset: &mut Zset,
    profile: &Profile,
    options: AddOptions,
    member: &[u8],
    score: f64,
) -> Result<Done, CommandError> {
    let mut score = score;
    let plain = AddOptions { count_changes: options.count_changes, ..AddOptions::default() };
    if options != plain {
        match zset.score(member) {
            Some(_) if options.only_new => return Ok(Done::Nothing),
            None if options.only_present => return Ok(Done::Nothing),
            Some(old) => {
                if options.increment {
                    score += old;
                    if score.is_nan() {
                        return Err(refusal::NAN_SCORE);
                    }
                }
                if (options.only_less && score >= old) || (options.only_greater && score <= old) {
                    return Ok(Done::Nothing);
                }
            }
            None => {}
        }
    }
    Ok(match zset.set(member, score, profile) {
        Added::New => Done::Added(score),
        Added::Moved => Done::Moved(score),
        Added::Same => Done::Unchanged(score),
    })
}
