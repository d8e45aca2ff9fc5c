//! The first line of a script from 7.0 on: `#!lua flags=no-writes,allow-oom`.
//!
//! Source: `evalExtractShebangFlags` of `src/eval.c` 7.0.15. Flags change nothing on a replica; a line that is not
//! understood refuses the script.

/// The flags that are known.
const FLAGS: [&[u8]; 5] =
    [b"no-writes", b"allow-oom", b"allow-stale", b"no-cluster", b"allow-cross-slot-keys"];

/// The length of the shebang line without its line end, 0 where there is none.
///
/// # Errors
/// The server's words (without code) for a line that it does not understand.
pub(super) fn shebang_len(body: &[u8]) -> Result<usize, Vec<u8>> {
    if !body.starts_with(b"#!") {
        return Ok(0);
    }
    let Some(len) = body.iter().position(|byte| *byte == b'\n') else {
        return Err(b"Invalid script shebang".to_vec());
    };
    let line = body.get(..len).unwrap_or_default();
    let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    match words.next() {
        Some(b"#!lua") => {}
        Some(engine) => return Err([b"Unexpected engine in script shebang: ", engine].concat()),
        None => return Err(b"Invalid engine in script shebang".to_vec()),
    }
    for word in words {
        let Some(flags) = word.strip_prefix(b"flags=") else {
            return Err([b"Unknown lua shebang option: ", word].concat());
        };
        let unknown = flags
            .split(|byte| *byte == b',')
            .find(|flag| !flag.is_empty() && !FLAGS.contains(flag));
        if let Some(flag) = unknown {
            return Err([b"Unexpected flag in script shebang: ", flag].concat());
        }
    }
    Ok(len)
}

#[cfg(test)]
mod tests {
    use super::shebang_len;

    #[test]
    fn lines_that_are_understood_and_lines_that_are_not() {
        assert_eq!(shebang_len(b"return 1"), Ok(0));
        assert_eq!(shebang_len(b"#!lua\nreturn 1"), Ok(5));
        assert_eq!(shebang_len(b"#!lua flags=no-writes,allow-oom\nreturn 1"), Ok(31));
        for (body, text) in [
            ("#!lua", "Invalid script shebang"),
            ("#!js\n", "Unexpected engine in script shebang: #!js"),
            ("#!lua name=x\n", "Unknown lua shebang option: name=x"),
            ("#!lua flags=bad\n", "Unexpected flag in script shebang: bad"),
        ] {
            assert_eq!(shebang_len(body.as_bytes()), Err(text.as_bytes().to_vec()));
        }
    }
}
