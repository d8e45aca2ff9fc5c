//! What makes a script give the same on master and replica: its random numbers, and the order of sets.
//!
//! Sources: `src/rand.c` (the generator of drand48 with 31 bits of output), `redis_math_random` and `luaSortArray`
//! of `src/scripting.c`, unchanged since 2.6.0 but for the seed, which 7.0 does not set any more.

use std::{cell::Cell, rc::Rc};

use mlua::{Lua, Result, Table, Value};

use super::args::{Args, bad_argument};
use super::errors::Fault;
use crate::Reply;

/// The state in which a server's process starts.
const START: u64 = 0x1234_abcd_330e;

/// The generator behind `math.random`: 48 bits of linear congruence.
#[derive(Debug, Clone)]
pub(super) struct Random(Rc<Cell<u64>>);

impl Random {
    /// The generator of a process that has just started.
    pub(super) fn new() -> Self {
        Self(Rc::new(Cell::new(START)))
    }

    /// Starts the sequence of a seed.
    pub(super) fn seed(&self, seed: i32) {
        self.0.set((u64::from(seed.cast_unsigned()) << 16) | 0x330e);
    }

    /// The next 31 bits.
    fn next(&self) -> u32 {
        let next = self.0.get().wrapping_mul(0x5_deec_e66d).wrapping_add(0xb) & ((1 << 48) - 1);
        self.0.set(next);
        u32::try_from(next >> 17).unwrap_or(0)
    }

    /// The next number from 0 up to, not including, 1.
    fn next_fraction(&self) -> f64 {
        const MOST: u32 = i32::MAX.cast_unsigned();
        f64::from(self.next() % MOST) / f64::from(MOST)
    }
}

/// Replaces `math.random` and `math.randomseed`.
pub(super) fn install(lua: &Lua, math: &Table, random: &Random) -> Result<()> {
    let generator = random.clone();
    math.raw_set(
        "random",
        lua.create_function(move |lua, args: Args| draw(lua, &generator, &args))?,
    )?;
    let generator = random.clone();
    let seed = move |lua: &Lua, args: Args| {
        generator.seed(args.int(lua, 0)?);
        Ok(())
    };
    math.raw_set("randomseed", lua.create_function(seed)?)
}

/// `math.random`.
fn draw(lua: &Lua, generator: &Random, args: &Args) -> Result<Value> {
    let fraction = generator.next_fraction();
    let number = match args.len() {
        0 => fraction,
        1 => {
            let upper = args.int(lua, 0)?;
            if upper < 1 {
                return Err(bad_argument(lua, 0, "interval is empty"));
            }
            (fraction * f64::from(upper)).floor() + 1.0
        }
        2 => {
            let (lower, upper) = (args.int(lua, 0)?, args.int(lua, 1)?);
            if lower > upper {
                return Err(bad_argument(lua, 1, "interval is empty"));
            }
            // The width is an `int` in C, and overflows like one.
            let width = upper.wrapping_sub(lower).wrapping_add(1);
            (fraction * f64::from(width)).floor() + f64::from(lower)
        }
        _ => return Err(Fault::at(lua, 1, "wrong number of arguments").into()),
    };
    Ok(Value::Number(number))
}

/// Sorts the reply of a command without an order of its own, as `table.sort` does over the converted array in the
/// C locale: byte by byte, a null first (it counts as an empty string).
pub(super) fn sort(reply: &mut Reply) {
    if let Reply::Array(members) | Reply::Set(members) = reply {
        members.sort_by(|left, right| text(left).cmp(text(right)));
    }
}

fn text(reply: &Reply) -> &[u8] {
    match reply {
        Reply::Bulk(bytes) => bytes,
        _ => b"",
    }
}

#[cfg(test)]
mod tests {
    // The numbers are compared as servers print them, bit by bit.
    #![allow(clippy::float_cmp, clippy::excessive_precision)]

    use super::*;

    #[test]
    fn the_sequence_of_seed_zero() {
        let random = Random::new();
        random.seed(0);
        assert_eq!([0; 4].map(|_| random.next()), [366850414, 1610402240, 206956554, 1869309841]);
    }

    #[test]
    fn fractions_as_measured_on_servers() {
        let random = Random::new();
        assert_eq!(random.next_fraction(), 0.39646477363839039);
        random.seed(0);
        assert_eq!(
            [0; 3].map(|_| random.next_fraction()),
            [0.1708280361121651, 0.74990198051086721, 0.096371655397290201]
        );
        random.seed(12345);
        assert_eq!(random.next_fraction(), 0.22532851259472245);
    }

    #[test]
    fn sets_are_sorted_by_bytes() {
        let mut reply =
            Reply::Array(["b", "a\0", "a", "", "\u{e9}", "B"].map(Reply::bulk).to_vec());
        sort(&mut reply);
        assert_eq!(
            reply,
            Reply::Array(["", "B", "a", "a\0", "b", "\u{e9}"].map(Reply::bulk).to_vec())
        );
    }
}
