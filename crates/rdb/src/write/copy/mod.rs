//! Copying a snapshot for another target, or a part of it.

mod aux_field;
mod options;
mod tail;
mod value;

pub use options::{CopyOptions, CopyReport, Sizes};
pub use value::CopyScratch;
pub(super) use value::check_items;

use super::{Entry, Feature, WriteError, WriteErrorKind, Writer};
use crate::{Aux, Error, Event, Header, KeyEntry, Reader, ValueKind, keydb};
use aux_field::AuxFilter;
use std::io::Write;

/// Copies the records of a snapshot up to its end, the keys for which `keep` says so, into a writer.
///
/// Functions, the facts of modules and the named facts are copied as the options say; hints of size are not, unless the
/// options give [exact ones](Sizes). The end is not written: more may follow before [`Writer::end`].
///
/// ```
/// use autopsync_rdb::{Dialect, Reader, write::{CopyOptions, Target, Writer, copy}};
///
/// let bytes = b"REDIS0006\xfe\x00\x00\x01k\x01v\x00\x01l\x01w\xff\x00\x00\x00\x00\x00\x00\x00\x00";
/// let mut reader = Reader::new(bytes)?;
/// let mut writer = Writer::new(Vec::new(), Target::new(Dialect::Redis, 11)?);
/// let report = copy(&mut reader, &mut writer, &CopyOptions::default(), |entry| entry.key.is(b"k"))?;
/// assert_eq!((report.keys, report.filtered), (1, 1));
/// assert!(writer.end()?.starts_with(b"REDIS0011\xfe\x00\x00\x01k\x01v\xff"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// `write-source` where the snapshot is damaged (what comes before was written, so that one may still end it),
/// `unrepresentable-…` for what the target cannot hold unless the writer is [dropping](Writer::dropping) such things, and
/// the errors of the output.
pub fn copy<'a, W: Write>(
    reader: &mut Reader<'a>,
    writer: &mut Writer<W>,
    options: &CopyOptions,
    mut keep: impl FnMut(&KeyEntry<'a>) -> bool,
) -> Result<CopyReport, WriteError> {
    let mut copier = Copier::new(reader.header(), writer, options);
    while let Some(event) = reader.next_event() {
        match event? {
            Event::Key(entry) if keep(&entry) => copier.key(&entry)?,
            Event::Key(_) => copier.filtered(),
            event => copier.record(&event)?,
        }
    }
    Ok(copier.report)
}

struct Copier<'a, 'w, W> {
    source: Header,
    writer: &'w mut Writer<W>,
    options: &'w CopyOptions,
    /// The sizes of the databases that were not selected yet.
    sizes: Sizes,
    aux: AuxFilter<'a>,
    scratch: CopyScratch,
    report: CopyReport,
    /// When the next key was changed last (`KeyDB`).
    key_version: Option<Aux<'a>>,
}

impl<'a, 'w, W: Write> Copier<'a, 'w, W> {
    fn new(source: Header, writer: &'w mut Writer<W>, options: &'w CopyOptions) -> Self {
        Self {
            source,
            aux: AuxFilter::new(source, writer.target()),
            writer,
            options,
            sizes: options.sizes.clone(),
            scratch: CopyScratch::default(),
            report: CopyReport::default(),
            key_version: None,
        }
    }

    fn filtered(&mut self) {
        self.report.filtered = self.report.filtered.saturating_add(1);
        self.key_version = None;
    }

    fn key(&mut self, entry: &KeyEntry<'a>) -> Result<(), WriteError> {
        match self.try_key(entry) {
            Ok(true) => self.report.keys = self.report.keys.saturating_add(1),
            Ok(false) => self.report.dropped = self.report.dropped.saturating_add(1),
            Err(error) => self.damaged(error)?,
        }
        Ok(())
    }

    fn try_key(&mut self, entry: &KeyEntry<'a>) -> Result<bool, WriteError> {
        // A name that cannot be decompressed would stop every loader.
        entry.key.decode(&mut self.scratch.scratch.first)?;
        if self.writer.selected() != Some(entry.db) {
            self.writer.select_db(entry.db)?;
            if let Some((keys, expires)) = self.sizes.take(entry.db) {
                self.writer.resize_db(keys, expires)?;
            }
        }
        self.put_key_version()?;
        let expiries = entry.member_expiries();
        let mut value = self.writer.key(Entry::from(entry))?;
        // The only member of a job is itself, which is lost with it.
        if !value.target().is_keydb() && entry.value.kind() != ValueKind::Cron {
            value.lose(Feature::MemberExpiry, expiries.iter().count() as u64)?;
        }
        let written = if self.options.unchecked {
            value.stored_unchecked(self.source, &entry.value, &mut self.scratch)?
        } else {
            value.stored(self.source, &entry.value, &mut self.scratch)?
        };
        if written && self.writer.target().is_keydb() {
            self.writer.member_expiries(&expiries)?;
        }
        Ok(written)
    }

    /// Writes when the next key was changed last, where the target wants to know.
    fn put_key_version(&mut self) -> Result<(), WriteError> {
        let Some(aux) = self.key_version.take() else { return Ok(()) };
        if self.writer.target().is_keydb() {
            return self.writer.aux(&aux.key.to_cow()?, &aux.value.to_cow()?).map(|_| ());
        }
        self.writer.lose(Feature::KeyVersion, 1)
    }

    fn record(&mut self, event: &Event<'a>) -> Result<(), WriteError> {
        match self.other(event) {
            Ok(done) => self.report.others = self.report.others.saturating_add(done.into()),
            Err(error) => self.damaged(error)?,
        }
        Ok(())
    }

    /// Passes over something damaged where that is wanted.
    fn damaged(&mut self, error: WriteError) -> Result<(), WriteError> {
        match error.kind() {
            WriteErrorKind::Source(damage) if self.options.skip_damaged => {
                self.report.add_damage(damage);
                Ok(())
            }
            _ => Err(error),
        }
    }

    /// Copies a record that is no key. Returns whether it was written.
    fn other(&mut self, event: &Event<'a>) -> Result<bool, WriteError> {
        match event {
            Event::Aux(aux) if aux.is_named(keydb::KEY_VERSION) => {
                self.key_version = Some(*aux);
                Ok(false)
            }
            Event::Aux(aux) => self.aux.copy(aux, self.options, self.writer),
            Event::Function(function) if self.options.functions => {
                let done = self.writer.stored_function(function)?;
                self.report.functions = self.report.functions.saturating_add(done.into());
                Ok(done)
            }
            Event::ModuleAux(aux) if self.options.module_aux => self.writer.module_aux(aux),
            Event::SlotImport(import) => self.writer.slot_import(import),
            Event::Update(command) => self.writer.update(command),
            // Hints of size are taken from the options, templates are spelled out in their hashes.
            _ => Ok(false),
        }
    }
}

impl CopyReport {
    fn add_damage(&mut self, error: &Error) {
        self.damaged = self.damaged.saturating_add(1);
        if self.damages.len() < Self::KEPT {
            self.damages.push(error.to_damage());
        }
    }
}
