//! Comparing what both sides answer.

use autopsync_engine::{
    Engine, Reply, Version,
    number::{format_g, grisu2_text},
};
use autopsync_synth::live::Reply as Answer;

/// Commands whose replies have an order of their own only where the value's encoding has.
const UNORDERED: [&str; 10] =
    ["KEYS", "SMEMBERS", "SINTER", "SUNION", "SDIFF", "SPOP", "HGETALL", "HKEYS", "HVALS", "EXEC"];

/// Tells whether the order of a command's reply can be known.
pub fn has_order(engine: &mut Engine, args: &[&[u8]]) -> bool {
    let name = String::from_utf8_lossy(args[0]).to_uppercase();
    if !UNORDERED.contains(&name.as_str()) {
        return true;
    }
    if !name.starts_with('H') && name != "SMEMBERS" || args.len() != 2 || engine.in_transaction() {
        return false;
    }
    let Reply::Bulk(encoding) = engine.call(&[b"OBJECT", b"ENCODING", args[1]]) else {
        return true;
    };
    // A listpack of members keeps the order of a `…STORE`, which may come from hash tables.
    if name == "SMEMBERS" { &*encoding == b"intset" } else { &*encoding != b"hashtable" }
}

/// Tells in RESP2 what the engine answers.
fn answer(reply: &Reply, version: &Version) -> Answer {
    match reply {
        Reply::Status(text) => Answer::Bulk(text.as_bytes().to_vec()),
        Reply::Error(text) => Answer::Error(text.to_vec()),
        Reply::Int(value) => Answer::Integer(*value),
        Reply::Bulk(bytes) => Answer::Bulk(bytes.to_vec()),
        Reply::Nil => Answer::Nil,
        Reply::Array(items) | Reply::Set(items) => {
            Answer::Array(items.iter().map(|item| answer(item, version)).collect())
        }
        Reply::Map(pairs) => Answer::Array(
            pairs.iter().flat_map(|(k, v)| [answer(k, version), answer(v, version)]).collect(),
        ),
        Reply::Double(value) => Answer::Bulk(if version.at_least(7, 2, 0) {
            grisu2_text(*value).to_vec()
        } else {
            format_g(*value, 17).to_vec()
        }),
    }
}

fn sorted(answer: &Answer) -> Answer {
    match answer {
        Answer::Array(items) => {
            let mut items: Vec<Answer> = items.iter().map(sorted).collect();
            items.sort_by_key(|item| format!("{item:?}"));
            Answer::Array(items)
        }
        other => other.clone(),
    }
}

/// Takes a status for a string: what a script returns as a status is not one of the engine's.
fn forget_status(answer: &mut Answer) {
    match answer {
        Answer::Simple(text) => *answer = Answer::Bulk(std::mem::take(text)),
        Answer::Array(items) => items.iter_mut().for_each(forget_status),
        _ => {}
    }
}

/// Empties refusals, and writes long numbers in one way.
fn forget_words(answer: &mut Answer) {
    match answer {
        Answer::Error(text) => text.clear(),
        Answer::Bulk(text) if text.len() > 14 => {
            let number = std::str::from_utf8(text).ok().and_then(|text| text.parse::<f64>().ok());
            if let Some(number) = number {
                *text = format!("{number:?}").into_bytes();
            }
        }
        Answer::Array(items) => items.iter_mut().for_each(forget_words),
        _ => {}
    }
}

/// Tells whether two replies are the same, where a moment that one of two clocks was asked for is.
fn same(ours: &Answer, theirs: &Answer) -> bool {
    match (ours, theirs) {
        (Answer::Integer(a), Answer::Integer(b)) if *a > 1_000_000_000_000 => {
            a.abs_diff(*b) < 600_000
        }
        (Answer::Array(a), Answer::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (ours, theirs) => ours == theirs,
    }
}

/// Says how two replies differ.
pub fn replies(
    ours: &Reply,
    theirs: &Answer,
    ordered: bool,
    version: &Version,
) -> Result<(), String> {
    let ours = answer(ours, version);
    // The words of refusals can reach data through scripts, which no later master sends.
    let mut theirs = theirs.clone();
    forget_status(&mut theirs);
    let mut ours = ours;
    if version.at_least(7, 2, 0) {
        forget_words(&mut ours);
        forget_words(&mut theirs);
    }
    let theirs = &theirs;
    let same = if ordered { same(&ours, theirs) } else { same(&sorted(&ours), &sorted(theirs)) };
    let cut = |answer: &Answer| said(answer).chars().take(600).collect::<String>();
    if same { Ok(()) } else { Err(format!("\n  engine {}\n  server {}", cut(&ours), cut(theirs))) }
}

/// Shows a command as one could type it.
pub fn show(command: &[Vec<u8>]) -> String {
    let show = |argument: &Vec<u8>| {
        let cut = &argument[..argument.len().min(80)];
        format!("\"{}\"", cut.escape_ascii())
    };
    command.iter().map(show).collect::<Vec<_>>().join(" ")
}

/// Shows a reply.
fn said(answer: &Answer) -> String {
    match answer {
        Answer::Simple(text) => format!("+{}", text.escape_ascii()),
        Answer::Error(text) => format!("-{}", text.escape_ascii()),
        Answer::Integer(value) => format!(":{value}"),
        Answer::Bulk(bytes) => format!("\"{}\"", bytes.escape_ascii()),
        Answer::Nil => "nil".to_owned(),
        Answer::Array(items) => {
            format!("[{}]", items.iter().map(said).collect::<Vec<_>>().join(", "))
        }
    }
}
