//! Scripts that want the machine: each ends with an error, soon, and the interpreter goes on working.

use super::{Server, V4_0, V7_0};
use autopsync_model::Limits;

const INSTRUCTIONS: &str = "-ERR script stopped: it exceeded the limit of instructions";
const MEMORY: &str = "-ERR script stopped: it exceeded the limit of memory";

fn server() -> Server {
    let limits =
        Limits { script_memory: 32 << 20, script_instructions: 2_000_000, ..Limits::default() };
    Server::with_limits(V4_0, &limits)
}

/// Runs a script that must end, and one that must still work.
fn ends(body: &str) -> String {
    let mut server = server();
    let text = server.text(body);
    assert_eq!(server.text("return 'alive'"), "alive");
    text
}

#[test]
fn endless_loops() {
    for body in [
        "while true do end",
        "while true do pcall(function() while true do end end) end",
        "while true do xpcall(function() while true do end end, function(e) return e end) end",
        "local function f() return f() end return f()",
        "while true do pcall(error) end",
        "repeat local ok = pcall(function() repeat until false end) until false",
        "coroutine.wrap(function() while true do end end)()",
        "while true do local co = coroutine.create(function() while true do end end) coroutine.resume(co) end",
        "local co co = coroutine.wrap(function() while true do coroutine.yield() end end) while true do co() end",
        "while true do redis.call('ping') end",
        "table.sort({3, 1, 2}, function() while true do end end)",
        "string.gsub('abc', '.', function() while true do end end)",
        "while true do string.gsub('abc', '.', function() error('x') end) end",
        "setmetatable({}, {__index = function(t, k) return t[k + 1] end})[1] = nil while true do end",
        "while true do cjson.encode({1, 2, 3}) end",
        "load(function() return 'x() ' end)",
    ] {
        let text = ends(body);
        assert!(
            [INSTRUCTIONS, MEMORY].contains(&text.as_str()) || body.contains("error('x')"),
            "{body}: {text}"
        );
    }
}

#[test]
fn a_caught_limit_is_raised_again() {
    let mut server = server();
    let body =
        "pcall(function() while true do end end) redis.call('set', 'k', 'v') return 'survived'";
    assert_eq!(server.text(body), INSTRUCTIONS);
    assert!(server.store.keys.is_empty());
}

#[test]
fn each_script_that_runs_out_of_budget_leaves_less_to_the_next() {
    let mut server = server();
    let count = |server: &mut Server| {
        server.store.log.clear();
        assert_eq!(server.text("while true do redis.call('ping') end"), INSTRUCTIONS);
        server.store.log.len()
    };
    let counts: Vec<_> = (0..20).map(|_| count(&mut server)).collect();
    assert!(counts[1] < counts[0] * 6 / 10 && counts[19] < counts[0] / 100, "{counts:?}");
    assert!(counts[19] > 0, "{counts:?}");
    assert_eq!(server.text("local n = 0 for i = 1, 100 do n = n + i end return n .. ''"), "5050");
}

#[test]
fn much_memory() {
    for body in [
        "return string.rep('x', 2^30)",
        "return string.rep('x', 2^31 - 1)",
        "return string.rep('abc', 2^30)",
        "local t = {} while true do t[#t + 1] = {} end",
        "local s = 'x' while true do s = s .. s end",
        "local t = {} for i = 1, 1e9 do t[i] = i end",
        "return table.concat({('x'):rep(2^24), ('y'):rep(2^24)})",
        "return string.format('%s%s', ('x'):rep(2^24), ('x'):rep(2^24))",
        "local s = ('x'):rep(2^20) return (s:gsub('.', s))",
        "local t = {('x'):rep(2^20)} for i = 1, 10 do t = {t, t} end return cjson.encode(t)",
        "local t = {('x'):rep(2^20)} for i = 1, 10 do t = {t, t} end return cmsgpack.pack(t)",
        "return struct.pack('c0c0', ('x'):rep(2^24), ('x'):rep(2^24))",
    ] {
        let text = ends(body);
        assert!([INSTRUCTIONS, MEMORY].contains(&text.as_str()), "{body}: {text:.100}");
    }
}

#[test]
fn memory_that_comes_and_goes_is_work() {
    assert_eq!(
        ends("local s = ('x'):rep(2^18) for i = 1, 1e9 do local x = s .. i end"),
        INSTRUCTIONS
    );
    assert_eq!(ends("while true do local x = ('x'):rep(2^22) end"), INSTRUCTIONS);
    assert_eq!(
        ends("local t = {} for i = 1, 1e5 do t[i] = i end while true do collectgarbage() end"),
        INSTRUCTIONS
    );
}

#[test]
fn patterns_that_take_a_power_of_time() {
    let subject = "('a'):rep(5000)";
    for body in [
        format!("return {subject}:find('.-.-.-.-b')"),
        format!("return {subject}:match(('a*'):rep(20) .. 'b')"),
        format!("return ({subject}:gsub('.-.-.-b', ''))"),
        format!("for w in {subject}:gmatch('.-.-.-b') do end"),
        "return ('('):rep(100000):find('%b()')".to_owned(),
        format!("return {subject}:rep(100):find({subject} .. 'b', 1, true)"),
    ] {
        assert_eq!(ends(&body), INSTRUCTIONS, "{body}");
    }
    assert!(ends("return ('a'):rep(500):find(('a?'):rep(400))").ends_with("pattern too complex"));
}

#[test]
fn deep_recursion() {
    let text = ends("local function f() return 1 + f() end return f()");
    assert!(text.contains("stack overflow"), "{text}");
    let text = ends("local function f(s) return s:gsub('.', f) end return f('x')");
    assert!(text.contains("overflow"), "{text}");
    let text = ends("local function f() return pcall(f) end return tostring(f())");
    assert!(["true", "false", INSTRUCTIONS].contains(&text.as_str()), "{text}");
    let text = ends("local function f() return coroutine.wrap(f)() end return f()");
    assert!(text.contains("overflow"), "{text}");
    let text = ends("return loadstring(('('):rep(100000))");
    assert_eq!(text, "Nil");
    let text = ends("return cjson.decode(('['):rep(100000))");
    assert!(text.contains("Found too many nested data structures (1001)"), "{text}");
    let text = ends("cjson.decode_max_depth(2^31 - 1) return cjson.decode(('['):rep(100000))");
    assert!(text.contains("Found too many nested data structures"), "{text}");
    let text =
        ends("cjson.encode_max_depth(2^31 - 1) local t = {} t[1] = t return cjson.encode(t)");
    assert!(text.starts_with("-ERR"), "{text}");
    let text = ends("return cmsgpack.unpack(('\\145'):rep(100000))");
    assert!(text.contains("overflow"), "{text}");
}

#[test]
fn functions_of_tables_that_loop_in_c() {
    assert_eq!(ends("table.insert({}, -2147483648, 'x')"), INSTRUCTIONS);
    let fill = "local t = {} for i = 1, 100000 do t[i] = i end";
    assert_eq!(
        ends(&format!("{fill} while true do table.insert(t, 1, 0) table.remove(t, 1) end")),
        INSTRUCTIONS
    );
    assert_eq!(ends("return string.rep('', 2147483647)"), "");
}

#[test]
fn thousands_of_iterators_and_coroutines() {
    let body = "local keep = {} for i = 1, 20000 do keep[i] = ('a b'):gmatch('%a') keep[i]() end return #keep";
    assert_eq!(ends(body), "Int(20000)");
    let body = "local keep = {} for i = 1, 5000 do keep[i] = coroutine.create(function() end) end return #keep";
    assert_eq!(ends(body), "Int(5000)");
}

#[test]
fn thousands_of_scripts() {
    let mut server = Server::new(V7_0);
    for number in 0..10_000 {
        let text = server.text(&format!("return '{number}'"));
        assert_eq!(text, number.to_string());
    }
    assert_eq!(server.interpreter.scripts().count(), 10_000);
}

#[test]
fn wide_tables_for_the_libraries() {
    let mut server = Server::new(V7_0);
    let make = "local t = {} for i = 1, 20000 do t[i] = {id = i, name = 'n' .. i} end";
    assert_eq!(
        server.text(&format!("{make} return tostring(#cjson.decode(cjson.encode(t)))")),
        "20000"
    );
    assert_eq!(
        server.text(&format!("{make} return tostring(#cmsgpack.unpack(cmsgpack.pack(t)))")),
        "20000"
    );
}
