//! Arguments, replies, and what is deterministic.

use super::{Server, V2_6, V2_8, V4_0, V6_2, V7_0};
use crate::Reply;
use autopsync_model::{Limits, Version};

#[test]
fn keys_and_arguments_are_fresh_in_each_run() {
    let mut server = Server::new(V4_0);
    let body =
        "local n = #KEYS .. ' ' .. #ARGV KEYS[9] = 'x' ARGV.x = 1 return n .. tostring(ARGV[2])";
    for _ in 0..2 {
        let reply = server.eval_with(body, &[b"k"], &[b"a", b"\xff\0b"]);
        assert_eq!(reply, Reply::bulk(b"1 2\xff\0b"));
    }
    assert_eq!(server.eval_with(body, &[], &[]), Reply::bulk("0 0nil"));
}

#[test]
fn numbers_become_arguments_in_the_style_of_the_version() {
    for (version, texts) in [
        (Version::redis(2, 8, 9), "3.14 1e+15 9.007199254741e+15 -0 1e-17"),
        (V4_0, "3.1400000000000001 1000000000000000 9007199254740992 -0 1.0000000000000001e-17"),
        (Version::redis(7, 2, 4), "3.14 1e+15 9007199254740992 -0 1e-17"),
        (Version::redis(7, 4, 1), "3.14 1000000000000000 9007199254740992 0 1e-17"),
    ] {
        let mut server = Server::new(version);
        server.eval("return redis.call('args', 3.14, 1e15, 2^53, -0.0, 1e-17)");
        assert_eq!(server.store.log, [format!("args {texts}")]);
        assert_eq!(server.text("return 2^53 .. ''"), "9.007199254741e+15");
    }
}

#[test]
fn thousands_of_arguments_pass() {
    let mut server = Server::new(V4_0);
    let body = "local t = {} for i = 1, 7900 do t[i] = 'element ' .. i end \
                return #redis.call('args', unpack(t))";
    assert_eq!(server.eval(body), Reply::Int(7900));
    let many: Vec<&[u8]> = vec![b"x"; 50_000];
    assert_eq!(server.eval_with("return #ARGV", &[], &many), Reply::Int(50_000));
    let body = "local t = {} for i = 1, 9000 do t[i] = i end return tostring(pcall(unpack, t))";
    assert_eq!(server.text(body), "false");
}

#[test]
fn replies_as_tables() {
    let mut server = Server::new(V6_2);
    for (expression, expected) in [
        ("redis.call('ping').ok", "PONG"),
        ("redis.call('get', 'nothing')", "false"),
        ("redis.call('big')", "9.007199254741e+15"),
        ("string.format('%.0f', redis.call('big'))", "9007199254740992"),
        ("redis.call('nested')[1]", "false"),
        ("redis.call('nested')[2][1]", "1"),
        ("redis.call('nested')[3].ok", "OK"),
        ("table.concat(redis.call('hgetall', 'h'), ',')", "f,v"),
        ("redis.call('zscore', 'z', 'm')", "0.10000000000000001"),
    ] {
        assert_eq!(
            server.text(&format!("return tostring({expression})")),
            expected,
            "{expression}"
        );
    }
}

#[test]
fn replies_in_resp3() {
    let mut server = Server::new(V6_2);
    for (expression, expected) in [
        ("redis.call('get', 'nothing')", "nil"),
        ("redis.call('hgetall', 'h').map.f", "v"),
        ("redis.call('smembers', 's').set.c", "true"),
        ("redis.call('zscore', 'z', 'm').double", "0.1"),
    ] {
        let body = format!("redis.setresp(3) return tostring({expression})");
        assert_eq!(server.text(&body), expected, "{expression}");
    }
    assert_eq!(server.text("return tostring(redis.call('get', 'nothing'))"), "false");
}

#[test]
fn double_replies_follow_the_version() {
    let body = "return redis.call('zscore', 'z', 'm')";
    assert_eq!(Server::new(V7_0).text(body), "0.10000000000000001");
    assert_eq!(Server::new(Version::redis(7, 2, 0)).text(body), "0.1");
}

#[test]
fn sets_are_sorted_where_scripts_are_replicated_verbatim() {
    let body = "return table.concat(redis.call('smembers', 's'), ' ')";
    assert_eq!(Server::new(V2_6).text(body), "a b c");
    assert_eq!(Server::new(V4_0).text(body), "a b c");
    assert_eq!(Server::replicating(V6_2, false).text(body), "a b c");
    assert_eq!(Server::replicating(V6_2, true).text(body), "c a b");
    assert_eq!(Server::new(V7_0).text(body), "c a b");
    assert_eq!(Server::new(V4_0).text(&format!("redis.replicate_commands() {body}")), "c a b");
}

#[test]
fn replicate_commands_is_possible_until_the_first_write() {
    let body = "redis.call('set', 'k', 'v') return tostring(redis.replicate_commands())";
    assert_eq!(Server::new(V4_0).text("return tostring(redis.replicate_commands())"), "true");
    assert_eq!(Server::new(V4_0).text(body), "false");
    assert_eq!(Server::new(V7_0).text(body), "true");
}

#[test]
fn random_numbers_start_anew_in_each_run_up_to_6_2() {
    let body = "return string.format('%.17g', math.random())";
    let mut server = Server::new(V4_0);
    assert_eq!(server.text(body), "0.1708280361121651");
    assert_eq!(server.text(body), "0.1708280361121651");
    let mut server = Server::new(V7_0);
    assert_eq!(server.text(body), "0.39646477363839039");
    assert_ne!(server.text(body), "0.39646477363839039");
}

#[test]
fn pairs_go_in_the_order_of_lua_5_1() {
    let body = "local t, o = {}, {} for _, k in ipairs{'one', 'two', 'three', 'four', 'five', 'six', 'seven', \
                ('a'):rep(40), ('b'):rep(50) .. 'x'} do t[k] = 1 end \
                for k in pairs(t) do o[#o + 1] = k:sub(1, 5) end return table.concat(o, ' ')";
    assert_eq!(Server::new(V4_0).text(body), "four seven bbbbb six two three aaaaa five one");
}

#[test]
fn old_libraries_before_2_8_18() {
    let mut server = Server::new(V2_6);
    let hex = "local h = '' for c in s:gmatch('.') do h = h .. string.format('%02x', c:byte()) end return h";
    for (expression, expected) in [
        ("cmsgpack.pack(1, 2)", "02"),
        ("cmsgpack.pack()", "c0"),
        ("cmsgpack.pack(1.5)", "ca3fc00000"),
        ("cmsgpack.pack(1/0)", "d38000000000000000"),
        ("cmsgpack.pack(('x'):rep(32)):sub(1, 3)", "da0020"),
        ("cmsgpack.pack({})", "90"),
    ] {
        assert_eq!(server.text(&format!("local s = {expression} {hex}")), expected, "{expression}");
    }
    assert_eq!(server.text("return type(cmsgpack.unpack_one)"), "nil");
    assert_eq!(server.text("return type(cjson.new) .. cjson.version"), "nil1.0.3");
    assert_eq!(server.text("return tostring(cjson.encode_max_depth())"), "20");
    assert_eq!(server.text("return tostring(cjson.refuse_invalid_numbers())"), "encode");
    let text = server.text("local t = 1 for i = 1, 21 do t = {t} end return cjson.encode(t)");
    assert!(text.ends_with("Cannot serialise, excessive nesting (21)"), "{text}");
    assert_eq!(
        server.text("cjson.refuse_invalid_numbers(false) return cjson.encode({1/0})"),
        "[inf]"
    );
    assert_eq!(Server::new(V2_8).text("return cjson._VERSION"), "2.1.0");
    assert_eq!(
        Server::new(Version::redis(2, 8, 20)).text("return cmsgpack.pack(('x'):rep(32)):sub(1, 1)"),
        "\u{fffd}"
    );
}

#[test]
fn results_that_contain_themselves_end() {
    let limits = Limits { arguments: 10_000, ..Limits::default() };
    let mut server = Server::with_limits(V7_0, &limits);
    assert!(matches!(server.eval("local t = {} t[1] = t return t"), Reply::Array(_)));
    let body = "local t = {1} for i = 1, 60 do t = {t, t} end return t";
    assert!(matches!(server.eval(body), Reply::Array(_)));
}
