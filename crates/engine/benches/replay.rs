//! How many commands a replica applies in a second, over streams that the bench builds itself.

use autopsync_engine::{Engine, Limits, Profile, Replay};
use autopsync_model::Version;
use autopsync_stream::{Origin, Stream};
use divan::{Bencher, counter::ItemsCount};

fn main() {
    divan::main();
}

/// Commands of each stream.
const COMMANDS: u32 = 200_000;

const STREAMS: &[Kind] = &[Kind::Strings, Kind::Mixed, Kind::Transactions, Kind::Scripts];

/// What a stream is made of.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// SET over a hundred thousand keys.
    Strings,
    /// Strings, counters, lists, sets, sorted sets, hashes, expiries.
    Mixed,
    /// The same, ten commands to a transaction.
    Transactions,
    /// One script, which increments a counter.
    Scripts,
}

impl Kind {
    fn build(self) -> Vec<u8> {
        let mut out = Vec::new();
        for i in 0..COMMANDS {
            // A fixed multiplier spreads the keys; nothing here is random.
            let spread = i.wrapping_mul(2_654_435_761) % 100_000;
            let open = matches!(self, Self::Transactions) && i % 10 == 0;
            if open {
                push(&mut out, &["MULTI"]);
            }
            match self {
                Self::Strings => {
                    push(&mut out, &["SET", &format!("key:{spread}"), "value of some length"]);
                }
                Self::Scripts => {
                    let key = format!("n:{}", spread % 1000);
                    push(&mut out, &["EVAL", "return redis.call('INCR', KEYS[1])", "1", &key]);
                }
                Self::Mixed | Self::Transactions => mixed(&mut out, i, spread),
            }
            if matches!(self, Self::Transactions) && i % 10 == 9 {
                push(&mut out, &["EXEC"]);
            }
        }
        out
    }
}

fn mixed(out: &mut Vec<u8>, i: u32, spread: u32) {
    let (key, element) = (spread % 1000, spread.to_string());
    match i % 8 {
        0 | 1 => push(out, &["SET", &format!("s:{spread}"), &element]),
        2 => push(out, &["INCR", &format!("n:{key}")]),
        3 => push(out, &["RPUSH", &format!("l:{key}"), &element]),
        4 => push(out, &["SADD", &format!("m:{key}"), &element]),
        5 => push(out, &["ZADD", &format!("z:{key}"), &element, &element]),
        6 => push(out, &["HSET", &format!("h:{key}"), &element, "value"]),
        _ => push(out, &["PEXPIREAT", &format!("s:{spread}"), "4102444800000"]),
    }
}

fn push(out: &mut Vec<u8>, args: &[&str]) {
    out.extend_from_slice(format!("*{}\r\n", args.len()).as_bytes());
    for arg in args {
        out.extend_from_slice(format!("${}\r\n{arg}\r\n", arg.len()).as_bytes());
    }
}

#[divan::bench(args = STREAMS, sample_count = 10)]
fn replay(bencher: Bencher<'_, '_>, kind: Kind) {
    let bytes = kind.build();
    bencher.counter(ItemsCount::new(COMMANDS)).bench(|| {
        let mut engine = Engine::new(Profile::of(Version::redis(4, 0, 14)), Limits::default());
        let done = Replay::new().run(&mut engine, &Stream::new(&bytes, Origin::unknown()));
        assert_eq!(engine.failures().count(), 0);
        (done, engine.keys())
    });
}

#[divan::bench(args = STREAMS, sample_count = 10)]
fn digest(bencher: Bencher<'_, '_>, kind: Kind) {
    let bytes = kind.build();
    let mut engine = Engine::new(Profile::of(Version::redis(4, 0, 14)), Limits::default());
    Replay::new().run(&mut engine, &Stream::new(&bytes, Origin::unknown()));
    bencher.counter(ItemsCount::new(engine.keys())).bench_local(|| engine.digest());
}
