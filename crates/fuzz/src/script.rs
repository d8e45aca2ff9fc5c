//! Scripts: any text ends, with a reply or an error, within the limits.

use crate::replica::{bound, chosen, engine};
use autopsync_engine::Reply;

/// Text in which the same script may see other things in another run: addresses of tables and functions.
const ADDRESSES: [&[u8]; 7] =
    [b"{", b"tostring", b"function", b"load", b"coroutine", b"newproxy", b"pairs"];

/// Runs bytes as a script of the version that the first one chooses, over a little data.
///
/// # Panics
/// Where the interpreter does not go on after a script, where a script makes more data than the limits allow, and where
/// one that sees no address makes other data in a second run.
pub fn script(data: &[u8]) {
    let (version, body) = chosen(data);
    let run = || {
        let mut engine = engine(version);
        for command in [
            &[&b"SET"[..], b"s", b"17"][..],
            &[b"RPUSH", b"l", b"a", b"b", b"3"],
            &[b"SADD", b"S", b"x", b"y"],
            &[b"ZADD", b"z", b"1.5", b"m"],
            &[b"HSET", b"h", b"f", b"v"],
        ] {
            engine.apply(command);
        }
        let eval: [&[u8]; 10] =
            [b"EVAL", body, b"5", b"s", b"l", b"S", b"z", b"h", b"hello", b"-3.5"];
        let reply = engine.call(&eval);
        assert!(engine.memory() < bound(data), "{} bytes of data", engine.memory());
        let after = engine.call(&[b"EVAL", b"return 41 + 1", b"0"]);
        assert_eq!(after, Reply::Int(42), "after the script");
        (reply, engine.digest())
    };
    let (reply, digest) = run();
    let sees_addresses =
        ADDRESSES.iter().any(|word| body.windows(word.len()).any(|window| window == *word));
    // What a limit ends may end elsewhere the next time: memory is counted with what the interpreter has left lying.
    let ended = matches!(&reply, Reply::Error(text) if text.windows(6).any(|w| w == b"limit "));
    if !sees_addresses && !ended {
        assert_eq!(run(), (reply, digest), "another run, another end");
    }
}
