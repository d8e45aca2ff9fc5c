//! Streams as commands (`rewriteStreamObject`, `aof.c`, 5.0 to 8.0).

use super::{CommandSink, ExportError, commands::damaged};
use autopsync_model::Version;
use autopsync_rdb::{
    Error, KeyEntry, Scratch, StreamConsumer, StreamFields, StreamGroup, StreamId,
    StreamIdempotence, StreamMeta, StreamPending, ValueVisitor, write::Feature,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

/// What decides whether commands can rebuild a stream.
#[derive(Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "facts, each on its own")]
pub(super) struct StreamSurvey {
    /// Producers of idempotent additions, and entries that consumers gave back: no command sets them.
    beyond_commands: bool,
    /// A consumer without pending entries.
    idle_consumer: bool,
    /// Pending entries that are not in the stream any more.
    pending_deleted: bool,
    pending: BTreeSet<StreamId>,
    consumer_is_idle: bool,
    consumers: u64,
    /// Numbers that commands set from 7.0 on.
    max_deleted_id: bool,
    entries_added: bool,
    entries_read: u64,
}

impl StreamSurvey {
    pub(super) fn of(entry: &KeyEntry<'_>, scratch: &mut Scratch) -> Result<Self, Error> {
        let mut survey = Self::default();
        entry.visit(scratch, &mut survey)?;
        survey.idle_consumer |= survey.consumer_is_idle;
        if !survey.pending.is_empty() {
            // Entries come before the groups that refer to them.
            let mut seen = Seen(std::mem::take(&mut survey.pending));
            entry.visit(scratch, &mut seen)?;
            survey.pending_deleted = !seen.0.is_empty();
        }
        Ok(survey)
    }

    /// Tells whether the commands of this server can rebuild it: `XGROUP CREATECONSUMER` came with 6.2, and no server's
    /// `XCLAIM` takes what is not there, `FORCE` or not (`xclaimCommand`, `t_stream.c`, 5.0 and later).
    pub(super) fn fits_commands(&self, server: &Version) -> bool {
        let redis = !server.is_valkey();
        !(self.beyond_commands
            || self.idle_consumer && redis && !server.at_least(6, 2, 0)
            || self.pending_deleted)
    }

    /// Returns what its commands cannot say. The times of a consumer are those of the moment at which it is made.
    pub(super) fn losses(&self, server: &Version) -> impl Iterator<Item = (Feature, u64)> {
        let counts = counts(server);
        let number = |told: u64| if counts { 0 } else { told };
        [
            (Feature::StreamConsumerTimes, self.consumers),
            (Feature::StreamMaxDeletedId, number(self.max_deleted_id.into())),
            (Feature::StreamEntriesAdded, number(self.entries_added.into())),
            (Feature::StreamEntriesRead, number(self.entries_read)),
        ]
        .into_iter()
    }
}

/// Tells whether the server keeps the counts of 7.0.
fn counts(server: &Version) -> bool {
    server.is_valkey() || server.at_least(7, 0, 0)
}

impl ValueVisitor for StreamSurvey {
    fn stream_meta(&mut self, meta: &StreamMeta) {
        self.max_deleted_id = meta.max_deleted_id.is_some_and(|id| id != StreamId::default());
        self.entries_added = meta.entries_added.is_some_and(|added| added != meta.length);
    }

    fn stream_group(&mut self, group: &StreamGroup<'_>) {
        self.entries_read += u64::from(group.entries_read.is_some());
    }

    fn stream_pending(&mut self, pending: &StreamPending) {
        self.pending.insert(pending.id);
    }

    fn stream_consumer(&mut self, _: &StreamConsumer<'_>) {
        self.consumers += 1;
        self.idle_consumer |= self.consumer_is_idle;
        self.consumer_is_idle = true;
    }

    fn stream_consumer_pending(&mut self, _: StreamId) {
        self.consumer_is_idle = false;
    }

    fn stream_nacked(&mut self, _: StreamId) {
        self.beyond_commands = true;
    }

    fn stream_producer(&mut self, _: &[u8]) {
        self.beyond_commands = true;
    }

    fn stream_idempotence(&mut self, idempotence: &StreamIdempotence) {
        // The settings of a new stream are 100 and 100 (`stream.h`, 8.6).
        self.beyond_commands |= idempotence.ids_added > 0
            || idempotence.duplicates > 0
            || (idempotence.duration, idempotence.max_entries) != (100, 100);
    }
}

/// Takes away what stands in the stream.
struct Seen(BTreeSet<StreamId>);

impl ValueVisitor for Seen {
    fn stream_entry(&mut self, id: StreamId, _: StreamFields<'_>) {
        self.0.remove(&id);
    }
}

/// Writes the commands that rebuild a stream.
pub(super) fn write<S: CommandSink>(
    entry: &KeyEntry<'_>,
    key: &[u8],
    server: &Version,
    scratch: &mut Scratch,
    sink: &mut S,
) -> Result<(), ExportError> {
    let mut commands = Commands {
        sink,
        key,
        counts: counts(server),
        creates_consumers: server.is_valkey() || server.at_least(6, 2, 0),
        any_entry: false,
        group: Vec::new(),
        consumer: Vec::new(),
        pending: BTreeMap::new(),
        failed: None,
    };
    entry.visit(scratch, &mut commands).map_err(damaged)?;
    commands.failed.map_or(Ok(()), |error| Err(error.into()))
}

struct Commands<'s, S> {
    sink: &'s mut S,
    key: &'s [u8],
    /// Whether the server keeps the counts of 7.0.
    counts: bool,
    creates_consumers: bool,
    any_entry: bool,
    group: Vec<u8>,
    consumer: Vec<u8>,
    /// What the group knows of its pending entries.
    pending: BTreeMap<StreamId, (i64, u64)>,
    failed: Option<io::Error>,
}

impl<S: CommandSink> Commands<'_, S> {
    fn note(&mut self, result: io::Result<()>) {
        if let Err(error) = result {
            self.failed.get_or_insert(error);
        }
    }
}

impl<S: CommandSink> ValueVisitor for Commands<'_, S> {
    fn stream_entry(&mut self, id: StreamId, fields: StreamFields<'_>) {
        self.any_entry = true;
        self.sink.argument(b"XADD");
        self.sink.argument(self.key);
        self.sink.argument(id.to_string().as_bytes());
        for (name, value) in fields {
            self.sink.argument(&name);
            self.sink.argument(&value);
        }
        let ended = self.sink.end();
        self.note(ended);
    }

    fn stream_meta(&mut self, meta: &StreamMeta) {
        if !self.any_entry {
            // An entry that is trimmed at once makes a stream without entries. 0-0 is no id.
            let least = meta.last_id.max(StreamId { ms: 0, seq: 1 }).to_string();
            let command = [b"XADD", self.key, b"MAXLEN", b"0", least.as_bytes(), b"x", b"y"];
            let ended = self.sink.command(&command);
            self.note(ended);
        }
        let last = meta.last_id.to_string();
        let ended = match (meta.entries_added, meta.max_deleted_id) {
            (Some(added), Some(deleted)) if self.counts => {
                let (added, deleted) = (added.to_string(), deleted.to_string());
                self.sink.command(&[
                    b"XSETID",
                    self.key,
                    last.as_bytes(),
                    b"ENTRIESADDED",
                    added.as_bytes(),
                    b"MAXDELETEDID",
                    deleted.as_bytes(),
                ])
            }
            _ => self.sink.command(&[b"XSETID", self.key, last.as_bytes()]),
        };
        self.note(ended);
    }

    fn stream_group(&mut self, group: &StreamGroup<'_>) {
        self.group = group.name.to_vec();
        self.pending.clear();
        let last = group.last_id.to_string();
        let mut command = vec![b"XGROUP", &b"CREATE"[..], self.key, group.name, last.as_bytes()];
        let read = group.entries_read.map(|read| read.to_string());
        if let Some(read) = read.as_ref().filter(|_| self.counts) {
            command.extend([&b"ENTRIESREAD"[..], read.as_bytes()]);
        }
        let ended = self.sink.command(&command);
        self.note(ended);
    }

    fn stream_pending(&mut self, pending: &StreamPending) {
        self.pending.insert(pending.id, (pending.delivered_ms, pending.deliveries));
    }

    fn stream_consumer(&mut self, consumer: &StreamConsumer<'_>) {
        self.consumer = consumer.name.to_vec();
        if self.creates_consumers {
            let command = [b"XGROUP", &b"CREATECONSUMER"[..], self.key, &self.group, consumer.name];
            let ended = self.sink.command(&command);
            self.note(ended);
        }
    }

    fn stream_consumer_pending(&mut self, id: StreamId) {
        let (time, count) = self.pending.get(&id).copied().unwrap_or_default();
        let (id, time, count) = (id.to_string(), time.to_string(), count.to_string());
        let ended = self.sink.command(&[
            b"XCLAIM",
            self.key,
            &self.group,
            &self.consumer,
            b"0",
            id.as_bytes(),
            b"TIME",
            time.as_bytes(),
            b"RETRYCOUNT",
            count.as_bytes(),
            b"JUSTID",
            b"FORCE",
        ]);
        self.note(ended);
    }
}
