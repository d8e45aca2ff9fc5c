//! JSON: Docker's `json-file`, journald's export, what clouds and collectors hand out (`CloudWatch`, Loki,
//! Stackdriver, Fluent Bit, `ElastiCache`).
//!
//! One rule for all of them: the member that holds a server's line is the line; of the others, those that name a node or
//! a time are kept. `{"log":"1:M 09 Nov … * text\n","stream":"stdout","time":"2017-11-09T13:27:36.277747246Z"}`

use super::{
    Peeled,
    json::{Scalar, members},
};
use crate::log::{
    cursor::Cursor,
    header,
    time::{LogTime, iso_stamp},
};
use std::borrow::Cow;

/// Members that hold the line, by their usual names.
const LINES: [&[u8]; 12] = [
    b"log",
    b"message",
    b"MESSAGE",
    b"msg",
    b"textPayload",
    b"Message",
    b"line",
    b"body",
    b"text",
    b"event",
    b"content",
    b"@message",
];

/// Members that name the node, the better name first.
const NODES: [&[u8]; 13] = [
    b"pod_name",
    b"pod",
    b"CacheNodeId",
    b"CacheClusterId",
    b"container_name",
    b"container",
    b"_HOSTNAME",
    b"hostname",
    b"host",
    b"logStream",
    b"instance",
    b"node",
    b"service",
];

/// Members that hold a time.
const TIMES: [&[u8]; 8] = [
    b"time",
    b"timestamp",
    b"@timestamp",
    b"Time",
    b"ts",
    b"__REALTIME_TIMESTAMP",
    b"_SOURCE_REALTIME_TIMESTAMP",
    b"ingestionTime",
];

pub(super) fn peel(line: &[u8]) -> Option<Peeled<'_>> {
    let document = line.trim_ascii_start();
    let document = match document.first()? {
        b'{' => document,
        // An element of an array that stands on a line of its own.
        b'[' | b',' => document.get(1..)?.trim_ascii_start(),
        _ => return None,
    };
    if document.first() != Some(&b'{') {
        return None;
    }
    let mut found = Found::default();
    members(document, |key, value| found.take(key, value));
    let (_, inner) = found.line?;
    let inner = match inner {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_ascii_end()),
        Cow::Owned(text) => Cow::Owned(text.trim_ascii_end().to_vec()),
    };
    let node = found.node.map(|(_, node)| node);
    Some(Peeled { inner, node, time: found.time, is_part: false })
}

#[derive(Default)]
struct Found<'a> {
    line: Option<(bool, Cow<'a, [u8]>)>,
    node: Option<(usize, Cow<'a, str>)>,
    time: Option<LogTime>,
}

impl<'a> Found<'a> {
    fn take(&mut self, key: &[u8], value: Scalar<'a>) {
        if self.time.is_none() && TIMES.contains(&key) {
            self.time = moment(&value);
        }
        let Scalar::Text(text) = value else { return };
        if LINES.contains(&key) {
            let is_server = header::parse(&text).is_some() || header::find(&text, 0).is_some();
            if self.line.as_ref().is_none_or(|(before, _)| is_server && !before) {
                self.line = Some((is_server, text));
            }
        } else if let Some(rank) = NODES.iter().position(|name| *name == key) {
            let name = match text {
                Cow::Borrowed(text) => String::from_utf8_lossy(text),
                Cow::Owned(text) => Cow::Owned(String::from_utf8_lossy(&text).into_owned()),
            };
            if !name.is_empty() && self.node.as_ref().is_none_or(|(before, _)| rank < *before) {
                self.node = Some((rank, name));
            }
        }
    }
}

/// A time as ISO 8601, or as seconds, milli-, micro- or nanoseconds since 1970 by the number of digits.
fn moment(value: &Scalar<'_>) -> Option<LogTime> {
    let text: &[u8] = match value {
        Scalar::Text(text) => text,
        Scalar::Number(text) => text,
    };
    let mut cur = Cursor::new(text);
    if let Some(time) = iso_stamp(&mut cur) {
        return Some(time);
    }
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let number: i64 = std::str::from_utf8(text.get(..digits)?).ok()?.parse().ok()?;
    match digits {
        10 => LogTime::from_unix_millis(number.checked_mul(1000)?),
        13 => LogTime::from_unix_millis(number),
        16 => LogTime::from_unix_millis(number / 1000),
        19 => LogTime::from_unix_millis(number / 1_000_000),
        _ => None,
    }
}
