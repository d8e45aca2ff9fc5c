//! What errors look like, inside of a script and outside, in each version (`commands.md` §3.8; sources named in
//! `call.rs` and `run.rs`).

use super::{Server, V2_6, V2_8, V4_0, V6_2, V7_0, V9_1};
use autopsync_model::Version;

/// The text that `pcall(redis.call, …)` inside a function of the script gives.
fn caught(version: Version, call: &str) -> String {
    Server::new(version)
        .text(&format!("\nlocal ok, err = pcall(function() {call} end)\nreturn tostring(err)"))
}

#[test]
fn gate_errors_that_a_script_catches() {
    let call = "redis.call('nope')";
    assert_eq!(caught(V2_6, call), "Unknown Redis command called from Lua script");
    for version in [V2_8, V4_0, V6_2] {
        assert_eq!(
            caught(version, call),
            "@user_script: 2: Unknown Redis command called from Lua script"
        );
    }
    assert_eq!(caught(V7_0, call), "ERR Unknown Redis command called from script");
    let call = "redis.call('echo')";
    assert_eq!(caught(V2_6, call), "Wrong number of args calling Redis command From Lua script");
    assert_eq!(
        caught(V4_0, call),
        "@user_script: 2: Wrong number of args calling Redis command From Lua script"
    );
    assert_eq!(caught(V7_0, call), "ERR Wrong number of args calling Redis command from script");
}

#[test]
fn errors_of_commands_have_no_position() {
    for version in [V2_6, V4_0, V6_2, V7_0, V9_1] {
        assert_eq!(
            caught(version, "redis.call('wrongtype')"),
            "WRONGTYPE Operation against a key holding the wrong kind of value"
        );
    }
}

#[test]
fn pcall_of_redis_call_itself_has_the_position_of_c() {
    let body = "local ok, err = pcall(redis.call, 'nope') return tostring(err)";
    assert_eq!(
        Server::new(V4_0).text(body),
        "=[C]: -1: Unknown Redis command called from Lua script"
    );
    assert_eq!(Server::new(V7_0).text(body), "ERR Unknown Redis command called from script");
}

#[test]
fn wrong_arguments_raise_from_3_2_on_and_are_returned_before() {
    let call = "return redis.call({}).err";
    assert_eq!(caught(V2_6, call), "Lua redis() command arguments must be strings or integers");
    assert_eq!(
        caught(V2_8, call),
        "@user_script: 2: Lua redis() command arguments must be strings or integers"
    );
    let call = "redis.call()";
    assert_eq!(caught(V2_8, call), "nil");
    assert_eq!(
        caught(V4_0, call),
        "@user_script: 2: Please specify at least one argument for redis.call()"
    );
    assert_eq!(
        caught(V7_0, call),
        "ERR Please specify at least one argument for this redis lib call"
    );
    assert_eq!(caught(V9_1, call), "ERR Please specify at least one argument for this call");
    let call = "redis.call(true)";
    assert_eq!(
        caught(V7_0, call),
        "ERR Lua redis lib command arguments must be strings or integers"
    );
    assert_eq!(caught(V9_1, call), "ERR Command arguments must be strings or integers");
}

#[test]
fn redis_pcall_returns_a_table() {
    let body = "local e = redis.pcall('nope') return type(e) .. ' ' .. e.err .. ' ' .. \
                tostring(e.ignore_error_stats_update)";
    assert_eq!(
        Server::new(V2_6).text(body),
        "table Unknown Redis command called from Lua script nil"
    );
    assert_eq!(
        Server::new(V4_0).text(body),
        "table @user_script: 1: Unknown Redis command called from Lua script nil"
    );
    assert_eq!(
        Server::new(V7_0).text(body),
        "table ERR Unknown Redis command called from script true"
    );
}

#[test]
fn members_of_the_table_complain_in_their_version() {
    let call = "redis.log(9, 'x')";
    assert_eq!(caught(V2_8, call), "nil");
    assert_eq!(caught(V4_0, call), "Invalid debug level.");
    assert_eq!(caught(V7_0, call), "ERR Invalid debug level.");
    assert_eq!(caught(Version::redis(7, 4, 1), call), "ERR Invalid log level.");
    let call = "redis.set_repl(1)";
    assert!(
        caught(V4_0, call)
            .starts_with("You can set the replication behavior only after turning on")
    );
    let mut server = Server::replicating(V6_2, true);
    assert_eq!(server.text("return tostring((redis.set_repl(1)))"), "nil");
    assert_eq!(
        server.text("return select(2, pcall(redis.set_repl, 9))"),
        "Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE."
    );
}

#[test]
fn uncaught_errors_say_where() {
    let body = "\nredis.call('nope')";
    let sha = "8cc0b1d8f3fd6ed82c46d5ae6a6ae4ee39e2bd0a";
    let reply = |version| {
        let mut server = Server::new(version);
        let text = server.text(body);
        let own = server
            .interpreter
            .scripts()
            .next()
            .map(|(sha, _)| String::from_utf8(sha.to_vec()).unwrap());
        text.replace(&own.unwrap(), sha)
    };
    assert_eq!(
        reply(V2_6),
        format!(
            "-ERR Error running script (call to f_{sha}): Unknown Redis command called from Lua script"
        )
    );
    assert_eq!(
        reply(V4_0),
        format!(
            "-ERR Error running script (call to f_{sha}): @user_script:2: @user_script: 2: Unknown Redis command \
             called from Lua script"
        )
    );
    assert_eq!(
        reply(V7_0),
        format!("-ERR Unknown Redis command called from script script: {sha}, on @user_script:2.")
    );
}

#[test]
fn errors_of_lua_itself_carry_both_positions() {
    let text = Server::new(V4_0).text("local x = nil\nreturn x.y");
    assert!(
        text.ends_with(
            "): @user_script:2: user_script:2: attempt to index local 'x' (a nil value)"
        ),
        "{text}"
    );
    let text = Server::new(V2_6).text("error('boom')");
    assert!(text.ends_with("): user_script:1: boom"), "{text}");
}

#[test]
fn bodies_that_do_not_compile() {
    for version in [V2_6, V4_0, V6_2, V7_0] {
        let text = Server::new(version).text("return )");
        let start =
            "-ERR Error compiling script (new function): user_script:1: unexpected symbol near ')'";
        assert_eq!(text, start);
    }
}

#[test]
fn error_reply_gets_a_code_from_7_0_on() {
    let body = "return redis.error_reply('-x').err .. '|' .. redis.error_reply('MY x').err";
    assert_eq!(Server::new(V4_0).text(body), "-x|MY x");
    assert_eq!(Server::new(V7_0).text(body), "ERR x|MY x");
}

#[test]
fn pcall_hands_out_the_text_of_a_table_from_7_0_on() {
    let body = "local ok, err = pcall(error, {err = 'X'}) return type(err)";
    assert_eq!(Server::new(V4_0).text(body), "table");
    assert_eq!(Server::new(V7_0).text(body), "string");
}
