//! Reading lists.

use crate::{CommandError, Reply, args, context::Context, error::refusal, value::List};

/// `LLEN key`.
pub(super) fn llen(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let len = cx.read::<List>(args[1])?.map_or(0, List::len);
    Ok(cx.count(len))
}

/// `LINDEX key index`.
pub(super) fn lindex(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let Some(list) = cx.read::<List>(args[1])? else { return Ok(Reply::Nil) };
    let index = args::integer(args[2])?;
    let element = args::index(index, list.len()).and_then(|index| list.get(index));
    Ok(element.map_or(Reply::Nil, |element| cx.bulk(element)))
}

/// `LRANGE key start stop`.
pub(super) fn lrange(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let (start, stop) = (args::integer(args[2])?, args::integer(args[3])?);
    let mut elements = Vec::new();
    if let Some(list) = cx.read::<List>(args[1])?
        && let Some((from, to)) = args::range(start, stop, list.len())
        && cx.wants_reply
    {
        elements.extend(list.iter_from(from).take(to - from).map(Reply::bulk));
    }
    Ok(Reply::Array(elements))
}

/// `LPOS key element [RANK n] [COUNT n] [MAXLEN n]`.
pub(super) fn lpos(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let (mut rank, mut count, mut most) = (1, None, 0);
    let mut rest = args[3..].iter();
    while let Some(option) = rest.next() {
        let value = rest.next().ok_or(refusal::SYNTAX)?;
        if args::is(option, "RANK") {
            rank = args::integer(value)?;
            if rank == 0 {
                return Err(CommandError::Refused(
                    "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use \
                     negative to start from the end of the list",
                ));
            }
        } else if args::is(option, "COUNT") {
            count = Some(natural(value, "ERR COUNT can't be negative")?);
        } else if args::is(option, "MAXLEN") {
            most = natural(value, "ERR MAXLEN can't be negative")?;
        } else {
            return Err(refusal::SYNTAX);
        }
    }
    let Some(list) = cx.read::<List>(args[1])? else {
        return Ok(if count.is_some() { Reply::Array(Vec::new()) } else { Reply::Nil });
    };
    let most = if most == 0 { usize::MAX } else { most };
    let skip = usize::try_from(rank.unsigned_abs() - 1).unwrap_or(usize::MAX);
    let wanted = match count {
        None => 1,
        Some(0) => usize::MAX,
        Some(count) => count,
    };
    let element = args[2];
    let len = list.len();
    let found = |(index, _): (usize, &[u8])| Reply::Int(index as i64);
    let matching = |(_, other): &(usize, &[u8])| *other == element;
    let places: Vec<Reply> = if rank > 0 {
        list.iter()
            .enumerate()
            .take(most)
            .filter(matching)
            .skip(skip)
            .take(wanted)
            .map(found)
            .collect()
    } else {
        let back = list.iter_back().enumerate().take(most).filter(matching).skip(skip).take(wanted);
        back.map(|(index, other)| found((len - 1 - index, other))).collect()
    };
    Ok(match count {
        None => places.into_iter().next().unwrap_or(Reply::Nil),
        Some(_) => Reply::Array(places),
    })
}

fn natural(argument: &[u8], text: &'static str) -> Result<usize, CommandError> {
    let value = args::integer_or(argument, text)?;
    usize::try_from(value).map_err(|_| CommandError::Refused(text))
}
