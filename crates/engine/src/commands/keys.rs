//! Where keys stand in commands that do not have them in a row (`src/db.c`, `…GetKeys`).

use crate::args;

/// Reads a count as C's `atoi` does: what follows the digits does not matter.
fn leading_integer(text: &[u8]) -> usize {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).take(9);
    digits.fold(0, |value, digit| value * 10 + usize::from(digit - b'0'))
}

/// Calls back with the places of `count` keys from `first` on, where the count is an argument.
fn counted(args: &[&[u8]], count_at: usize, found: &mut dyn FnMut(usize)) {
    let count = args.get(count_at).map_or(0, |text| leading_integer(text));
    let most = args.len().saturating_sub(count_at + 1);
    for n in 0..count.min(most) {
        found(count_at + 1 + n);
    }
}

/// `EVAL script n key…` and its relatives.
pub(super) fn eval(args: &[&[u8]], found: &mut dyn FnMut(usize)) {
    counted(args, 2, found);
}

/// `ZUNION n key…`, `LMPOP n key…` and the like.
pub(super) fn count_first(args: &[&[u8]], found: &mut dyn FnMut(usize)) {
    counted(args, 1, found);
}

/// `BLMPOP timeout n key…`, `BZMPOP timeout n key…`.
pub(super) fn count_second(args: &[&[u8]], found: &mut dyn FnMut(usize)) {
    counted(args, 2, found);
}

/// `ZUNIONSTORE destination n key…`.
pub(super) fn store_counted(args: &[&[u8]], found: &mut dyn FnMut(usize)) {
    found(1);
    counted(args, 2, found);
}

/// `SORT key … STORE destination`: the last one counts.
pub(super) fn sort(args: &[&[u8]], found: &mut dyn FnMut(usize)) {
    found(1);
    last_after(args, &["STORE"], 2, found);
}

/// `GEORADIUS key … STORE|STOREDIST destination`.
pub(super) fn georadius(args: &[&[u8]], found: &mut dyn FnMut(usize)) {
    found(1);
    last_after(args, &["STORE", "STOREDIST"], 5, found);
}

fn last_after(args: &[&[u8]], words: &[&str], from: usize, found: &mut dyn FnMut(usize)) {
    let last = (from..args.len().saturating_sub(1))
        .rev()
        .find(|at| words.iter().any(|word| args::is(args[*at], word)));
    if let Some(at) = last {
        found(at + 1);
    }
}

/// `XREAD … STREAMS key… id…`.
pub(super) fn xread(args: &[&[u8]], found: &mut dyn FnMut(usize)) {
    if let Some(at) = args.iter().position(|arg| args::is(arg, "STREAMS")) {
        let keys = (args.len() - at - 1) / 2;
        (at + 1..=at + keys).for_each(found);
    }
}

/// `MSETEX n key value…`.
pub(super) fn msetex(args: &[&[u8]], found: &mut dyn FnMut(usize)) {
    let count = args.get(1).map_or(0, |text| leading_integer(text));
    let most = args.len().saturating_sub(1) / 2;
    (0..count.min(most)).for_each(|n| found(2 + 2 * n));
}

/// `MIGRATE host port key|"" db timeout … [KEYS key…]`.
pub(super) fn migrate(args: &[&[u8]], found: &mut dyn FnMut(usize)) {
    let keys = (6..args.len()).find(|at| args::is(args[*at], "KEYS"));
    match keys.filter(|_| args.get(3).is_some_and(|key| key.is_empty())) {
        Some(at) => (at + 1..args.len()).for_each(found),
        None => found(3),
    }
}
