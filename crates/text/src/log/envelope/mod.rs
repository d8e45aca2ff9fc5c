//! What stands around a server's line: containers, collectors, terminals and people.
//!
//! Each file knows one shape, takes it off, and keeps what it tells: the node, and a clock of its own. Shapes are stacked
//! (a pod's log inside a journal inside a JSON document), so they are taken off one after another until the server's
//! own prefix shows.

use super::time::LogTime;
use std::borrow::Cow;

/// What is left of a line without one wrapper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Peeled<'a> {
    /// What was wrapped.
    pub inner: Cow<'a, [u8]>,
    /// The node, as the wrapper names it.
    pub node: Option<Cow<'a, str>>,
    /// The wrapper's own time.
    pub time: Option<LogTime>,
    /// The line goes on in the next one.
    pub is_part: bool,
}

impl<'a> Peeled<'a> {
    /// What is left, and nothing else known.
    pub(crate) fn new(inner: &'a [u8]) -> Self {
        Self { inner: Cow::Borrowed(inner), node: None, time: None, is_part: false }
    }

    fn node(self, node: &'a [u8]) -> Self {
        let node = String::from_utf8_lossy(node);
        let node = match node {
            Cow::Borrowed(name) => Cow::Borrowed(name.trim()),
            Cow::Owned(name) => Cow::Owned(name.trim().to_owned()),
        };
        Self { node: Some(node).filter(|name| !name.is_empty()), ..self }
    }

    fn time(self, time: LogTime) -> Self {
        Self { time: Some(time), ..self }
    }

    fn into_owned<'b>(self) -> Peeled<'b> {
        Peeled {
            inner: Cow::Owned(self.inner.into_owned()),
            node: self.node.map(|node| Cow::Owned(node.into_owned())),
            time: self.time,
            is_part: self.is_part,
        }
    }
}

mod json;

/// A shape of wrapping.
pub(crate) struct Envelope {
    /// Its name in `wrappers`.
    pub name: &'static str,
    /// Takes it off, if it is there.
    peel: fn(&[u8]) -> Option<Peeled<'_>>,
}

/// Declares the modules, and lists them in the order in which they are tried.
macro_rules! envelopes {
    ($($module:ident $name:literal,)*) => {
        $(mod $module;)*

        const ALL: &[Envelope] = &[$(Envelope { name: $name, peel: $module::peel },)*];
    };
}

envelopes! {
    document "json",
    cri "cri",
    klog "klog",
    syslog5424 "syslog-5424",
    syslog "syslog",
    journal "journal",
    timestamp "timestamp",
    tai64n "tai64n",
    compose "compose",
    kubectl "kubectl",
    csv "csv",
    paste "paste",
}

/// Takes the outermost wrapper off.
pub(crate) fn peel<'a>(line: &Cow<'a, [u8]>) -> Option<(&'static str, Peeled<'a>)> {
    match line {
        Cow::Borrowed(line) => peel_slice(line),
        Cow::Owned(line) => peel_slice(line).map(|(name, peeled)| (name, peeled.into_owned())),
    }
}

fn peel_slice(line: &[u8]) -> Option<(&'static str, Peeled<'_>)> {
    ALL.iter().find_map(|envelope| {
        let peeled = (envelope.peel)(line)?;
        (peeled.inner.len() < line.len()).then_some((envelope.name, peeled))
    })
}

/// Names all wrappers, in the order in which they are tried.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|envelope| envelope.name)
}

/// Whether a byte can stand in the name of a container, a pod, a host or a program.
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/' | b'@' | b':' | b'#')
}

#[cfg(test)]
mod tests;
