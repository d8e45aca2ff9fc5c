//! Which globals there are, and how they are protected (`commands.md` §3.3).

use super::{Server, V2_6, V2_8, V4_0, V6_2, V7_0, V9_1};
use autopsync_model::Version;

fn type_of(version: Version, name: &str) -> String {
    Server::new(version).text(&format!("return type(rawget(_G, '{name}'))"))
}

#[test]
fn globals_of_each_version() {
    for (version, there, absent) in [
        (
            V2_6,
            "print dofile getfenv newproxy __redis__compare_helper",
            "bit os io debug loadfile server",
        ),
        (V2_8, "print dofile getfenv newproxy bit __redis__err__handler", "os io loadfile server"),
        (
            V4_0,
            "print getfenv newproxy bit __redis__compare_helper",
            "dofile os io debug require package",
        ),
        (V6_2, "print getfenv newproxy bit", "__redis__compare_helper dofile os io debug"),
        (V7_0, "getfenv newproxy bit", "print os io debug server"),
        (Version::redis(7, 4, 1), "getfenv os", "print server"),
        (Version::redis(8, 2, 3), "os", "getfenv setfenv newproxy print"),
        (Version::valkey(8, 0, 1), "server getfenv os", "print __server__err__handler"),
        (V9_1, "server redis os __server__err__handler", "getfenv"),
    ] {
        for name in there.split(' ') {
            assert_ne!(type_of(version, name), "nil", "{name} of {version:?}");
        }
        for name in absent.split(' ') {
            assert_eq!(type_of(version, name), "nil", "{name} of {version:?}");
        }
    }
}

#[test]
fn members_of_the_redis_table_by_version() {
    let has = |version, name: &str| {
        Server::new(version).text(&format!("return type(redis.{name})")) != "nil"
    };
    for (name, since) in [
        ("call", (2, 6)),
        ("sha1hex", (2, 6)),
        ("replicate_commands", (3, 2)),
        ("breakpoint", (3, 2)),
        ("REPL_SLAVE", (3, 2)),
        ("REPL_REPLICA", (5, 0)),
        ("setresp", (6, 0)),
        ("acl_check_cmd", (7, 0)),
        ("REDIS_VERSION", (7, 0)),
    ] {
        for (major, minor) in
            [(2, 6), (2, 8), (3, 0), (3, 2), (4, 0), (5, 0), (6, 0), (6, 2), (7, 0), (8, 0)]
        {
            let version = Version::redis(major, minor, 0);
            assert_eq!(has(version, name), (major, minor) >= since, "{name} of {major}.{minor}");
        }
    }
    assert_eq!(
        Server::new(V9_1)
            .text("return server.SERVER_NAME .. server.VALKEY_VERSION .. redis.REDIS_VERSION"),
        "valkey9.1.27.2.4"
    );
}

#[test]
fn a_script_cannot_create_globals() {
    for body in ["x = 1", "function x() end"] {
        let text = Server::new(V4_0).text(body);
        assert!(
            text.ends_with("user_script:1: Script attempted to create global variable 'x'"),
            "{text}"
        );
        for version in [V6_2, V7_0] {
            let text = Server::new(version).text(body);
            assert!(text.contains("user_script:1: Attempt to modify a readonly table"), "{text}");
        }
    }
}

#[test]
fn a_script_cannot_read_globals_that_are_not_there() {
    for (version, word) in [(V2_6, "unexisting"), (V2_8, "unexisting"), (V4_0, "nonexistent")] {
        let text = Server::new(version).text("return x");
        let expected =
            format!("user_script:1: Script attempted to access {word} global variable 'x'");
        assert!(text.ends_with(&expected), "{text}");
    }
    let text = Server::new(V7_0).text("return x");
    assert!(text.contains("Script attempted to access nonexistent global variable 'x'"), "{text}");
}

#[test]
fn libraries_can_be_changed_up_to_6_2_6_only() {
    let body = "string.mine = 5 return tostring(string.mine)";
    assert_eq!(Server::new(V4_0).text(body), "5");
    assert_eq!(Server::new(Version::redis(6, 2, 6)).text(body), "5");
    for version in [Version::redis(6, 2, 7), V7_0, V9_1] {
        assert!(Server::new(version).text(body).contains("Attempt to modify a readonly table"));
    }
}

#[test]
fn globals_look_like_a_table_though_they_are_read_only() {
    let mut server = Server::new(V7_0);
    assert_eq!(
        server.text("local n = 0 for k in pairs(_G) do n = n + 1 end return tostring(n > 20)"),
        "true"
    );
    assert_eq!(server.text("return type(rawget(_G, 'redis'))"), "table");
    assert_eq!(server.text("return type(next(string))"), "string");
    assert_eq!(server.text("return tostring(select(2, pcall(rawset, string, 'x', 1)))"), {
        "Attempt to modify a readonly table"
    });
    assert_eq!(server.text("return tostring(select(2, pcall(setmetatable, _G, nil)))"), {
        "Attempt to modify a readonly table"
    });
    assert_eq!(server.text("return ('x'):rep(3) .. tostring(getmetatable(string))"), "xxxnil");
}

#[test]
fn precompiled_code_is_refused_everywhere() {
    let body = "local f, e = loadstring(string.dump(function() return 1 end)) return tostring(f) .. ' ' .. e";
    for version in [V2_6, V4_0, V7_0] {
        let text = Server::new(version).text(body);
        assert!(text.starts_with("nil [string \"\u{1b}Lua"), "{text}");
    }
    let body = "local done = false local f = load(function() if done then return nil end done = true \
                return string.dump(function() return 1 end) end) return tostring(f)";
    assert_eq!(Server::new(V4_0).text(body), "nil");
}

#[test]
fn a_proxy_gets_no_finalizer() {
    let mut server = Server::new(V4_0);
    let body = "local p = newproxy(true) local m = getmetatable(p) m.__index = {a = 'yes'} \
                m.__gc = function() while true do end end rawset(m, '__gc', function() while true do end end) \
                local a = p.a p = nil m = nil collectgarbage() return a";
    assert_eq!(server.text(body), "yes");
}
