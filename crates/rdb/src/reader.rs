//! Reading a snapshot from its head to its end.

use crate::{
    Checksum, End, Error, ErrorKind, Event, Header, KeyEntry, LazyValue, RdbString, Region,
    ValueType,
    checksum::RunningChecksum,
    cursor::Cursor,
    opcodes::{self, Attributes, State},
};

/// A reader over the bytes of a snapshot, which may be followed by others.
///
/// It delivers [`Event`]s in the order of the file and ends after [`Event::End`] or the first error: the format has no
/// mark at which reading could go on. Values are passed, not decoded; see [`LazyValue`].
///
/// ```
/// use autopsync_rdb::{Event, Reader};
///
/// let bytes = b"REDIS0006\xfe\x00\x00\x01k\x01v\xff\x00\x00\x00\x00\x00\x00\x00\x00";
/// let mut keys = 0;
/// for event in Reader::new(bytes)? {
///     if let Event::Key(entry) = event? {
///         assert_eq!(entry.key.to_cow()?, &b"k"[..]);
///         keys += 1;
///     }
/// }
/// assert_eq!(keys, 1);
/// # Ok::<(), autopsync_rdb::Error>(())
/// ```
pub struct Reader<'a> {
    header: Header,
    start: Cursor<'a>,
    cursor: Cursor<'a>,
    state: State<'a>,
    checksum: Option<RunningChecksum<'a>>,
    finished: bool,
}

impl<'a> Reader<'a> {
    /// Reads the header.
    ///
    /// # Errors
    /// `rdb-magic`, `rdb-version-digits` or `rdb-truncated` where there is none. A version from the future is none:
    /// its file is read as far as its codes are known.
    pub fn new(bytes: &'a [u8]) -> Result<Self, Error> {
        Self::at(bytes, 0)
    }

    /// Reads the header of a snapshot that begins at the position `base` of its file; every position counts from the
    /// start of that file.
    ///
    /// # Errors
    /// As [`Reader::new`].
    pub fn at(bytes: &'a [u8], base: u64) -> Result<Self, Error> {
        let start = Cursor::new(bytes, base, Region::File);
        let mut cursor = start;
        let header = Header::read(&mut cursor)?;
        let checksum = Some(RunningChecksum::new(bytes));
        Ok(Self { header, start, cursor, state: State::new(), checksum, finished: false })
    }

    /// Returns the same reader without the checksum being computed.
    #[must_use]
    pub fn without_checksum(mut self) -> Self {
        self.checksum = None;
        self
    }

    /// Returns the magic and the version.
    #[must_use]
    pub const fn header(&self) -> Header {
        self.header
    }

    /// Returns the position of the next record, counted from the start of the file: after the end, the position of
    /// what follows the snapshot; after an error, the first byte of the record that could not be read.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.cursor.position()
    }

    /// Returns the database that is selected.
    #[must_use]
    pub const fn db(&self) -> u64 {
        self.state.db
    }

    /// Delivers the next record; `None` after the end and after an error.
    pub fn next_event(&mut self) -> Option<Result<Event<'a>, Error>> {
        if self.finished {
            return None;
        }
        let before = self.cursor;
        let result = self.read();
        match &result {
            Ok(Event::End(_)) => self.finished = true,
            Ok(_) => self.follow(),
            Err(_) => {
                self.finished = true;
                self.cursor = self.state.attributes.start.unwrap_or(before);
            }
        }
        Some(result)
    }

    #[inline]
    fn follow(&mut self) {
        let index = self.index();
        if let Some(checksum) = &mut self.checksum {
            checksum.follow(index);
        }
    }

    /// Returns how many bytes of the snapshot were read.
    #[inline]
    fn index(&self) -> usize {
        self.cursor.since(&self.start).len()
    }

    fn read(&mut self) -> Result<Event<'a>, Error> {
        loop {
            let start = self.cursor;
            let code = self.cursor.byte("an opcode or a value type")?;
            if let Some(value_type) = ValueType::from_code(code, self.header.dialect) {
                return self.read_key(&start, value_type);
            }
            if code == opcodes::EOF {
                return self.read_end(&start);
            }
            let dialect = self.header.dialect;
            match opcodes::read(code, dialect, &start, &mut self.cursor, &mut self.state) {
                Some(Ok(Some(event))) => return Ok(event),
                Some(Ok(None)) => {}
                Some(Err(error)) => return Err(error),
                None => return Err(start.error(ErrorKind::UnknownCode { code })),
            }
        }
    }

    #[inline]
    fn read_key(&mut self, start: &Cursor<'a>, value_type: ValueType) -> Result<Event<'a>, Error> {
        let key = RdbString::read(&mut self.cursor, "a key")?;
        let value = match LazyValue::read(value_type, &mut self.cursor, &self.state.templates) {
            Ok(value) => value,
            Err(error) => return Err(error.in_key(self.state.db, &key, value_type)),
        };
        let attributes = std::mem::replace(&mut self.state.attributes, Attributes::NONE);
        let start = attributes.start.as_ref().unwrap_or(start);
        Ok(Event::Key(KeyEntry {
            db: self.state.db,
            key,
            expire_at_ms: attributes.expire_at_ms,
            idle_seconds: attributes.idle_seconds,
            freq: attributes.freq,
            meta: attributes.meta,
            value,
            at: start.position(),
            raw: self.cursor.since(start),
        }))
    }

    #[cold]
    fn read_end(&mut self, start: &Cursor<'a>) -> Result<Event<'a>, Error> {
        let index = self.index();
        let stored = if self.header.has_checksum() {
            Some(self.cursor.u64_le("the checksum")?)
        } else {
            None
        };
        let computed = self.checksum.as_mut().map(|checksum| checksum.finish(index));
        Ok(Event::End(End {
            at: start.position(),
            checksum: Checksum { stored, computed },
            end: self.cursor.position(),
            trailing: self.cursor.left(),
        }))
    }
}

impl<'a> Iterator for Reader<'a> {
    type Item = Result<Event<'a>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_event()
    }
}
