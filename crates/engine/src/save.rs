//! Writing the keyspace into a snapshot, as `SAVE` does (`rdbSaveRio`, `src/rdb.c`).
//!
//! Functions come first, then each database with its sizes and keys, then the scripts, where the target keeps them. Values
//! are written in their plain types, which a loader packs by its own settings; what only a module understands is written
//! as it was read.

use crate::{
    Engine,
    keyspace::Database,
    value::{Group, Hash, Opaque, Stream, StreamId, Value},
};
use autopsync_model::Version;
use autopsync_rdb::{
    Event, Reader, StreamConsumer, StreamGroup, StreamMeta, StreamPending,
    write::{self, CopyScratch, StreamBuffer, Target, ValueWriter, WriteError, Writer},
};
use std::{collections::BTreeMap, io::Write};

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Saved {
    /// Keys, of all databases.
    pub keys: u64,
    /// Function libraries.
    pub functions: u64,
    /// Scripts.
    pub scripts: u64,
}

/// Memory that is used again for each key.
#[derive(Default)]
struct Buffers {
    stream: StreamBuffer,
    copy: CopyScratch,
}

impl Engine {
    /// Writes functions, keys and scripts. The header stands already; AUX fields such as the replication identity
    /// are the caller's, before this, and so is [`Writer::end`] after it.
    ///
    /// Memory does not grow with the keyspace, except for the largest stream.
    ///
    /// # Errors
    /// What the output says, and what the target cannot hold, unless the writer drops it.
    pub fn save<W: Write>(&self, writer: &mut Writer<W>) -> Result<Saved, WriteError> {
        let mut saved = Saved::default();
        for library in self.functions().iter() {
            saved.functions += u64::from(writer.function(&library.code)?);
        }
        let mut buffers = Buffers::default();
        for (number, database) in self.state().keyspace.in_order() {
            writer.select_db(number.into())?;
            let expiring = database.iter().filter(|entry| entry.expires()).count();
            writer.resize_db(database.len() as u64, expiring as u64)?;
            saved.keys += self.save_database(database, writer, &mut buffers)?;
        }
        for body in self.scripts() {
            saved.scripts += u64::from(writer.script(body)?);
        }
        Ok(saved)
    }

    fn save_database<W: Write>(
        &self,
        database: &Database,
        writer: &mut Writer<W>,
        buffers: &mut Buffers,
    ) -> Result<u64, WriteError> {
        let mut keys = 0;
        for entry in database.iter() {
            let mut name = write::Entry::new(entry.key());
            if entry.expires() {
                name = name.expiring_at(entry.expires_ms);
            }
            let value = writer.key(name)?;
            keys += u64::from(save_value(&entry.value, &self.profile().replica, value, buffers)?);
        }
        Ok(keys)
    }
}

/// Writes one value as the `DUMP` of a server does, but in its plain type.
///
/// # Errors
/// What the server cannot hold.
pub(crate) fn payload(value: &Value, version: &Version) -> Result<Vec<u8>, WriteError> {
    write::dump_payload(Target::for_version(version), |writer| {
        save_value(value, version, writer, &mut Buffers::default())
    })
}

fn save_value<O: write::Out>(
    value: &Value,
    version: &Version,
    writer: ValueWriter<'_, O>,
    buffers: &mut Buffers,
) -> Result<bool, WriteError> {
    match value {
        Value::String(string) => writer.string(string.as_slice()),
        Value::List(list) => {
            let mut out = writer.list(list.len() as u64)?;
            list.iter().try_for_each(|element| out.element(element))?;
            out.finish()
        }
        Value::Set(set) => {
            let mut out = writer.set(set.len() as u64)?;
            let mut result = Ok(());
            set.for_each(|member| {
                if result.is_ok() {
                    result = out.member(member);
                }
            });
            result?;
            out.finish()
        }
        Value::Zset(zset) => {
            let mut out = writer.zset(zset.len() as u64)?;
            let mut result = Ok(());
            zset.for_each(|member, score| {
                if result.is_ok() {
                    result = out.member(member, score);
                }
            });
            result?;
            out.finish()
        }
        Value::Hash(hash) => save_hash(hash, writer),
        Value::Stream(stream) => {
            buffers.stream.clear();
            gather(stream, version, &mut buffers.stream);
            writer.stream(&mut buffers.stream)
        }
        Value::Opaque(opaque) => save_opaque(opaque, writer, &mut buffers.copy),
    }
}

fn save_hash<O: write::Out>(hash: &Hash, writer: ValueWriter<'_, O>) -> Result<bool, WriteError> {
    let mut out = writer.hash(hash.len() as u64, hash.earliest_expiry())?;
    let mut result = Ok(());
    hash.for_each(|field, value| {
        if result.is_ok() {
            result = out.field(field, value, hash.expiry(field));
        }
    });
    result?;
    out.finish()
}

/// Puts a stream into the writer's buffer, without what the emulated version does not know: counts before 7.0, and the
/// time of a consumer's last success before 7.2.
fn gather(stream: &Stream, version: &Version, out: &mut StreamBuffer) {
    for (id, fields) in stream.entries.iter() {
        out.entry(id.into(), fields);
    }
    let mut meta = StreamMeta::new(stream.entries.len() as u64, stream.last_id.into());
    if version.at_least(7, 0, 0) {
        meta.max_deleted_id = Some(stream.max_deleted_id.into());
        meta.entries_added = Some(stream.entries_added);
    }
    out.figures(&meta);
    for (name, group) in &stream.groups {
        gather_group(name, group, version, out);
    }
}

fn gather_group(name: &[u8], group: &Group, version: &Version, out: &mut StreamBuffer) {
    let mut head = StreamGroup::new(name, group.last_id.into());
    head.entries_read = group.entries_read.filter(|_| version.at_least(7, 0, 0));
    out.group(&head);
    let mut by_consumer: BTreeMap<&[u8], Vec<StreamId>> = BTreeMap::new();
    for (id, pending) in &group.pending {
        let deliveries = u64::try_from(pending.deliveries).unwrap_or(0);
        out.pending(&StreamPending::new((*id).into(), pending.delivered_ms, deliveries));
        match &pending.consumer {
            Some(name) => by_consumer.entry(name).or_default().push(*id),
            None => out.nacked((*id).into()),
        }
    }
    for (name, consumer) in &group.consumers {
        let mut head = StreamConsumer::new(name, consumer.seen_ms);
        head.active_ms = version.at_least(7, 2, 0).then_some(consumer.active_ms);
        out.consumer(&head);
        for id in by_consumer.remove(&**name).unwrap_or_default() {
            out.consumer_pending(id.into());
        }
    }
}

/// Writes what was read from another snapshot, within the frame of a snapshot of one key.
fn save_opaque<O: write::Out>(
    opaque: &Opaque,
    writer: ValueWriter<'_, O>,
    scratch: &mut CopyScratch,
) -> Result<bool, WriteError> {
    let file = opaque.framed();
    let mut reader = Reader::new(&file)?;
    let header = reader.header();
    while let Some(event) = reader.next_event() {
        if let Event::Key(entry) = event? {
            return writer.stored(header, &entry.value, scratch);
        }
    }
    // The frame holds one key.
    Ok(false)
}
