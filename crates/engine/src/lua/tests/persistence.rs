//! What is remembered from script to script, and how bodies become functions.

use super::{Server, V2_6, V4_0, V6_2, V7_0, V9_1};
use crate::Reply;
use autopsync_model::Version;

#[test]
fn scripts_are_known_by_their_digest() {
    let mut server = Server::new(V4_0);
    let sha = server.interpreter.load(b"return 1").unwrap();
    assert_eq!(&sha, b"e0e1f9fabfc9d4800c877a703b823ac0578ff8db");
    assert!(server.interpreter.knows(b"e0e1f9fabfc9d4800c877a703b823ac0578ff8db"));
    assert!(!server.interpreter.knows(b"E0E1F9FABFC9D4800C877A703B823AC0578FF8DB"));
    assert!(!server.interpreter.knows(b"e0e1"));
    assert_eq!(server.interpreter.load(b"return 1").unwrap(), sha);
    server.interpreter.load(b"return 2").unwrap();
    let bodies: Vec<_> = server.interpreter.scripts().map(|(_, body)| body.to_vec()).collect();
    assert_eq!(bodies, [b"return 1", b"return 2"]);
    server.interpreter.flush();
    assert!(!server.interpreter.knows(&sha));
    assert_eq!(server.interpreter.scripts().count(), 0);
}

#[test]
fn an_unknown_digest_is_no_script() {
    let mut server = Server::new(V4_0);
    let reply = server.interpreter.run(&[b'0'; 40], &[], &[], &mut server.store);
    assert_eq!(reply, Reply::error("NOSCRIPT No matching script. Please use EVAL."));
    let mut server = Server::new(V9_1);
    let reply = server.interpreter.run(&[b'0'; 40], &[], &[], &mut server.store);
    assert_eq!(reply, Reply::error("NOSCRIPT No matching script."));
}

#[test]
fn a_body_that_does_not_compile_is_not_remembered() {
    let mut server = Server::new(V4_0);
    assert!(server.interpreter.load(b"return (").is_err());
    assert_eq!(server.interpreter.scripts().count(), 0);
    assert_eq!(server.text("return 'fine'"), "fine");
}

#[test]
fn what_a_script_leaves_behind_stays_until_flush() {
    let mut server = Server::new(V4_0);
    server.eval("rawset(_G, 'mine', 5) cjson.encode_number_precision(3) redis.extra = 'x'");
    assert_eq!(server.text("return mine .. cjson.encode(1/3) .. redis.extra"), "50.333x");
    server.interpreter.flush();
    assert_eq!(
        server.text("return tostring(rawget(_G, 'mine')) .. cjson.encode(1/3)"),
        "nil0.33333333333333"
    );
}

#[test]
fn scripts_up_to_6_2_6_are_global_functions() {
    let mut server = Server::new(V4_0);
    server.eval("return 'called ' .. #ARGV");
    let sha = super::super::api::sha1_hex(b"return 'called ' .. #ARGV");
    let body = format!("return f_{}()", String::from_utf8_lossy(&sha));
    assert_eq!(server.text(&body), "called 0");
    assert!(Server::new(V7_0).text(&body).contains("nonexistent global variable 'f_"));
}

#[test]
fn a_comment_at_the_end_swallows_the_end_up_to_3_0_6() {
    let body = "return 'x' -- comment";
    assert!(
        Server::new(V2_6).text(body).starts_with("-ERR Error compiling script (new function): ")
    );
    assert!(Server::new(Version::redis(3, 0, 6)).text(body).starts_with("-ERR Error compiling"));
    assert_eq!(Server::new(Version::redis(3, 0, 7)).text(body), "x");
    assert_eq!(Server::new(V6_2).text(body), "x");
}

#[test]
fn a_body_may_close_its_function() {
    let body =
        "return 'first' end rawset(_G, 'second', function() return 'second' end) function third()";
    let mut server = Server::new(V4_0);
    assert_eq!(server.text(body), "first");
    assert_eq!(server.text("return second()"), "second");
    assert!(Server::new(V7_0).text(body).contains("'<eof>' expected near 'end'"));
}

#[test]
fn code_outside_of_the_function_cannot_run_forever() {
    let limits = autopsync_model::Limits { script_instructions: 100_000, ..Default::default() };
    let mut server = Server::with_limits(V4_0, &limits);
    let text = server.text("return 1 end while true do end function f()");
    assert_eq!(text, "-ERR script stopped: it exceeded the limit of instructions");
}

#[test]
fn a_shebang_line_is_understood_from_7_0_on() {
    let body = "#!lua flags=no-writes\nerror('x')";
    assert!(Server::new(V7_0).text(body).contains("user_script:2: x"));
    for version in [V4_0, V6_2] {
        assert!(Server::new(version).text(body).contains("unexpected symbol near '#'"));
    }
}

#[test]
fn effects_before_an_error_stay() {
    let mut server = Server::new(V4_0);
    let reply =
        server.eval("redis.call('set', 'a', '1') redis.call('nope') redis.call('set', 'b', '2')");
    assert!(reply.is_error());
    assert_eq!(server.store.keys.len(), 1);
}
