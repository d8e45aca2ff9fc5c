//! Merging: the lines of several files by time, each file in its own order.

use super::{
    LogFile, LogRow, LogSelection,
    clock::{Clock, Stamp},
    reader,
};
use autopsync_text::log::{Events, LogEvent, Progress};
use std::ops::ControlFlow;

/// A piece of a file, and what is remembered of the file.
pub(super) struct Input<'a> {
    /// Whole lines.
    pub bytes: &'a [u8],
    /// Whether nothing follows.
    pub is_last: bool,
    pub file: &'a LogFile,
    pub progress: &'a mut Progress,
    pub clock: &'a mut Clock,
    pub known_lines: &'a mut u64,
    /// How many of the bytes were read when the round ended.
    pub consumed: usize,
}

/// An input with its next line.
struct Lane<'i, 'a> {
    input: &'i mut Input<'a>,
    events: Events<'a>,
    begin: u64,
    head: Option<Head<'a>>,
    /// Whether other inputs may end the round before this one's lines are handed out.
    is_one_of_many: bool,
    /// Whether the last line that had a time was in the wanted span.
    inside: bool,
    /// Where the last line stood that was handed out.
    last_at: Option<u64>,
}

struct Head<'a> {
    line: LogEvent<'a>,
    stamp: Stamp,
    /// What was remembered before it was read, where it may have to be read again.
    before: Option<(Progress, Clock)>,
}

impl<'i, 'a> Lane<'i, 'a> {
    fn new(input: &'i mut Input<'a>, selection: &LogSelection, is_one_of_many: bool) -> Self {
        let events = reader(input.bytes, input.progress, selection).events();
        let begin = input.progress.bytes;
        let (head, inside, last_at) = (None, true, None);
        let mut lane = Self { input, events, begin, head, is_one_of_many, inside, last_at };
        lane.pull();
        lane
    }

    fn pull(&mut self) {
        let before =
            self.is_one_of_many.then(|| (self.events.progress(), self.input.clock.clone()));
        self.head = self.events.next().map(|line| {
            let stamp = self.input.clock.place(&line);
            Head { line, stamp, before }
        });
    }

    fn is_dry(&self) -> bool {
        self.head.is_none() && !self.input.is_last
    }

    /// Hands the next line out, if it is wanted.
    fn emit(
        &mut self,
        selection: &LogSelection,
        visit: &mut impl FnMut(&LogRow<'_, '_>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let Some(head) = self.head.take() else { return ControlFlow::Continue(()) };
        self.last_at = Some(head.line.at);
        let flow = self.hand_out(&head, selection, visit);
        self.pull();
        flow
    }

    fn hand_out(
        &mut self,
        head: &Head<'a>,
        selection: &LogSelection,
        visit: &mut impl FnMut(&LogRow<'_, '_>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let line = &head.line;
        *self.input.known_lines += u64::from(line.event.is_some());
        if let Some(time) = &head.stamp.time {
            self.inside = selection.wants_time(time, head.stamp.unix_millis);
        }
        if !self.inside || !selection.wants_event(line) {
            return ControlFlow::Continue(());
        }
        let named = selection.node_in(line.raw);
        let file = self.input.file;
        let node = named
            .as_deref()
            .or(file.node.as_deref())
            .or(line.node.as_deref())
            .unwrap_or(&file.fallback);
        if !selection.wants_node(node) {
            return ControlFlow::Continue(());
        }
        visit(&LogRow {
            node,
            file: file.source.name(),
            line,
            time: head.stamp.time,
            unix_millis: head.stamp.unix_millis,
        })
    }

    /// Remembers where the next piece begins.
    fn close(self) {
        // A single input is read to the end of its piece, unless nobody listens any more.
        let Some((progress, clock)) = self.head.and_then(|head| head.before) else {
            *self.input.progress = self.events.progress();
            self.input.consumed = self.input.bytes.len();
            return;
        };
        self.input.consumed = index(progress.bytes.saturating_sub(self.begin));
        *self.input.progress = progress;
        *self.input.clock = clock;
    }
}

fn index(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

/// Hands out lines in the order of time, until a piece is used up whose file goes on.
pub(super) fn round(
    inputs: &mut [Input<'_>],
    selection: &LogSelection,
    mut visit: impl FnMut(&LogRow<'_, '_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let many = inputs.len() > 1;
    let lanes = inputs.iter_mut().map(|input| Lane::new(input, selection, many));
    let mut lanes: Vec<_> = lanes.collect();
    let flow = loop {
        if lanes.iter().any(Lane::is_dry) {
            break ControlFlow::Continue(());
        }
        let heads = lanes.iter_mut().filter_map(|lane| Some((lane.head.as_ref()?.stamp.key, lane)));
        let Some((_, lane)) = heads.min_by_key(|(key, _)| *key) else {
            break ControlFlow::Continue(());
        };
        if lane.emit(selection, &mut visit).is_break() {
            break ControlFlow::Break(());
        }
    };
    if flow.is_continue() {
        close_up(&mut lanes, selection, &mut visit)?;
    }
    for lane in lanes {
        lane.close();
    }
    flow
}

/// Lines that stand on the same physical line as one that was handed out go with it.
fn close_up(
    lanes: &mut [Lane<'_, '_>],
    selection: &LogSelection,
    visit: &mut impl FnMut(&LogRow<'_, '_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    for lane in lanes {
        while lane.head.as_ref().is_some_and(|head| Some(head.line.at) == lane.last_at) {
            lane.emit(selection, visit)?;
        }
    }
    ControlFlow::Continue(())
}
