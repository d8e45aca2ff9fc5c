//! A value of another snapshot: its bytes as they are where the target knows them, else decoded and written anew.

use super::{
    super::{
        Feature, StreamBuffer, Target, ValueWriter, WriteError,
        aggregate::{HashWriter, ListWriter, SetWriter, TOO_LATE, ZsetWriter},
        out::Out,
        stream::Nodes,
    },
    tail::Tail,
};
use crate::{
    CronJob, Error, Header, LazyValue, ModuleId, ModuleItem, ModuleItems, RdbString, Region,
    Scratch, StreamFields, StreamId, StringBuffer, ValueKind, ValueType, ValueVisitor,
    cursor::Cursor, encoding::length,
};

/// Buffers for copying, to be used again for the next value.
#[derive(Default)]
pub struct CopyScratch {
    pub(super) scratch: Scratch,
    stream: StreamBuffer,
}

impl<O: Out> ValueWriter<'_, O> {
    /// Writes a value of another snapshot, whose header is `source`. Returns whether it was written, not dropped.
    ///
    /// The value is decoded first, to find damage before anything is written. Then its bytes are written as they are,
    /// if the target knows their type; else it is decoded once more and written in a plain type. Memory does not grow
    /// with the value, except with the groups of a stream. Deleted entries of streams are kept.
    ///
    /// # Errors
    /// `write-source` where the value is damaged, else what the target cannot hold; in both cases nothing was written.
    pub fn stored(
        mut self,
        source: Header,
        value: &LazyValue<'_>,
        scratch: &mut CopyScratch,
    ) -> Result<bool, WriteError> {
        let mut survey = Survey::default();
        let mut result = value.visit_with(&mut scratch.scratch, &mut survey);
        if let Some(error) = survey.module_error.take() {
            result = Err(error);
        }
        if let Err(error) = result {
            return Err(self.blame(error.into()));
        }
        if let Some(feature) = self.obstacle(value, &survey) {
            self.lose(feature, 1)?;
            return Ok(false);
        }
        if survives(self.encoder().target, source, value.value_type()) {
            return self.raw(value.value_type(), value.raw());
        }
        self.rebuilt(value, &survey, scratch)
    }

    /// As [`ValueWriter::stored`], but without a look at bytes that are copied as they are: damage is copied, too.
    pub fn stored_unchecked(
        mut self,
        source: Header,
        value: &LazyValue<'_>,
        scratch: &mut CopyScratch,
    ) -> Result<bool, WriteError> {
        let kind = value.kind();
        if kind != ValueKind::Module && survives(self.encoder().target, source, value.value_type())
        {
            return self.raw(value.value_type(), value.raw());
        }
        self.stored(source, value, scratch)
    }

    /// Returns what keeps the whole value out of the target, if anything does.
    fn obstacle(&mut self, value: &LazyValue<'_>, survey: &Survey) -> Option<Feature> {
        let encoder = self.encoder();
        match value.kind() {
            ValueKind::Array if !encoder.target.holds(ValueType::Array) => Some(Feature::Array),
            ValueKind::Cron if !encoder.target.is_keydb() => Some(Feature::CronJob),
            ValueKind::Module => survey.module.and_then(|id| encoder.module_obstacle(id)),
            ValueKind::List | ValueKind::Set | ValueKind::Zset | ValueKind::Hash
                if survey.count == 0 =>
            {
                Some(Feature::EmptyValue)
            }
            ValueKind::Zset if survey.nan && encoder.target.refuses_nan() => {
                Some(Feature::NanScore)
            }
            _ if !encoder.fits(survey.longest.max(survey.count)) => Some(Feature::LongLength),
            _ => None,
        }
    }

    fn rebuilt(
        mut self,
        value: &LazyValue<'_>,
        survey: &Survey,
        scratch: &mut CopyScratch,
    ) -> Result<bool, WriteError> {
        let open = match value.kind() {
            ValueKind::List => Open::List(self.list(survey.count)?),
            ValueKind::Set => Open::Set(self.set(survey.count)?),
            ValueKind::Zset => Open::Zset(self.zset(survey.count)?),
            ValueKind::Hash => {
                let redis =
                    self.encoder().target.expiring_hash_type() == Some(ValueType::HashExpiry);
                if redis && survey.odd_moment && !self.encoder().dropping {
                    let error = self.encoder().refusal(Feature::FieldExpiryRange);
                    return Err(self.blame(error));
                }
                Open::Hash(self.hash(survey.count, survey.earliest)?)
            }
            ValueKind::Stream => return self.rebuilt_stream(value, scratch),
            // A string; arrays and modules are copied as they are, or not at all.
            _ => return self.rebuilt_string(value, scratch),
        };
        let mut rebuild = Rebuild { open, error: None };
        value.visit_with(&mut scratch.scratch, &mut rebuild)?;
        match rebuild.error {
            Some(error) => Err(error),
            None => rebuild.open.finish(),
        }
    }

    fn rebuilt_string(
        self,
        value: &LazyValue<'_>,
        scratch: &mut CopyScratch,
    ) -> Result<bool, WriteError> {
        match value.as_string() {
            Some(string) => self.string(string.decode(&mut scratch.scratch.first)?),
            None => Ok(false),
        }
    }

    /// Keeps the nodes, which are the same in all stream types, and writes the rest anew.
    fn rebuilt_stream(
        self,
        value: &LazyValue<'_>,
        scratch: &mut CopyScratch,
    ) -> Result<bool, WriteError> {
        let nodes = nodes(value)?;
        scratch.stream.clear();
        let mut tail = Tail { stream: &mut scratch.stream };
        value.visit_with(&mut scratch.scratch, &mut tail)?;
        self.stream_with(nodes, &scratch.stream)
    }
}

/// Tells whether a target reads the bytes of a value as its own.
///
/// Before version 8 lengths, and before version 6 ziplists, had fewer forms: there, only values of files that are no newer
/// than the target are copied.
fn survives(target: Target, source: Header, value_type: ValueType) -> bool {
    let header = target.header();
    let no_newer = source.dialect == header.dialect && source.version <= header.version;
    target.holds(value_type) && (no_newer || target.has_wide_lengths())
}

/// Finds the nodes of a stream.
fn nodes<'a>(value: &LazyValue<'a>) -> Result<Nodes<'a>, Error> {
    let mut cursor = Cursor::new(value.raw(), value.at(), Region::File);
    let count = length::read(&mut cursor, "the number of stream nodes")?;
    let start = cursor.mark();
    for _ in 0..count {
        RdbString::skip(&mut cursor, "the key of a stream node")?;
        RdbString::skip(&mut cursor, "a stream node")?;
    }
    Ok(Nodes { count, bytes: cursor.since(start) })
}

/// Checks the strings among the items of a module, which readers pass without decoding them.
pub(in super::super) fn check_items(items: ModuleItems<'_>) -> Result<(), Error> {
    let mut buffer = StringBuffer::default();
    for item in items {
        if let ModuleItem::String(string) = item {
            string.decode(&mut buffer)?;
        }
    }
    Ok(())
}

/// What has to be known of a value before its first byte is written.
#[derive(Default)]
struct Survey {
    count: u64,
    longest: u64,
    nan: bool,
    /// The first moment at which a field expires.
    earliest: Option<i64>,
    /// A field expires at a moment that Redis refuses.
    odd_moment: bool,
    module: Option<ModuleId>,
    /// A string among the items of a module is damaged.
    module_error: Option<Error>,
}

impl Survey {
    #[inline]
    fn add(&mut self, text: &[u8]) {
        self.count = self.count.saturating_add(1);
        self.longest = self.longest.max(text.len() as u64);
    }
}

impl ValueVisitor for Survey {
    fn string(&mut self, value: &[u8]) {
        self.add(value);
    }

    fn list_element(&mut self, element: &[u8]) {
        self.add(element);
    }

    fn set_member(&mut self, member: &[u8]) {
        self.add(member);
    }

    fn zset_member(&mut self, member: &[u8], score: f64) {
        self.add(member);
        self.nan |= score.is_nan();
    }

    fn hash_field(&mut self, field: &[u8], value: &[u8], expire_at_ms: Option<i64>) {
        self.add(if value.len() > field.len() { value } else { field });
        if let Some(moment) = expire_at_ms {
            self.earliest = Some(self.earliest.map_or(moment, |earliest| earliest.min(moment)));
            self.odd_moment |= !(1..TOO_LATE).contains(&moment);
        }
    }

    fn cron_job(&mut self, job: &CronJob<'_>) {
        self.add(job.script);
    }

    fn stream_entry(&mut self, _id: StreamId, _fields: StreamFields<'_>) {
        self.count = self.count.saturating_add(1);
    }

    fn module(&mut self, id: ModuleId, items: ModuleItems<'_>) {
        self.module = Some(id);
        self.module_error = check_items(items).err();
    }
}

/// A value being written element by element.
enum Open<'w, O> {
    List(ListWriter<'w, O>),
    Set(SetWriter<'w, O>),
    Zset(ZsetWriter<'w, O>),
    Hash(HashWriter<'w, O>),
}

impl<O: Out> Open<'_, O> {
    fn finish(self) -> Result<bool, WriteError> {
        match self {
            Self::List(writer) => writer.finish(),
            Self::Set(writer) => writer.finish(),
            Self::Zset(writer) => writer.finish(),
            Self::Hash(writer) => writer.finish(),
        }
    }
}

/// Writes what it is told.
struct Rebuild<'w, O> {
    open: Open<'w, O>,
    error: Option<WriteError>,
}

impl<O> Rebuild<'_, O> {
    #[inline]
    fn note(&mut self, result: Result<(), WriteError>) {
        if let Err(error) = result {
            self.error.get_or_insert(error);
        }
    }
}

impl<O: Out> ValueVisitor for Rebuild<'_, O> {
    fn list_element(&mut self, element: &[u8]) {
        if let Open::List(writer) = &mut self.open {
            let result = writer.element(element);
            self.note(result);
        }
    }

    fn set_member(&mut self, member: &[u8]) {
        if let Open::Set(writer) = &mut self.open {
            let result = writer.member(member);
            self.note(result);
        }
    }

    fn zset_member(&mut self, member: &[u8], score: f64) {
        if let Open::Zset(writer) = &mut self.open {
            let result = writer.member(member, score);
            self.note(result);
        }
    }

    fn hash_field(&mut self, field: &[u8], value: &[u8], expire_at_ms: Option<i64>) {
        if let Open::Hash(writer) = &mut self.open {
            let result = writer.field(field, value, expire_at_ms);
            self.note(result);
        }
    }
}
