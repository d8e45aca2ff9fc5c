//! Reading a snapshot from its head to its end.

use crate::{
    Checksum, End, Error, ErrorKind, Event, Header, KeyEntry, LazyValue, RdbString, Region,
    ValueType, Watch,
    checksum::RunningChecksum,
    cursor::{Cursor, Mark},
    keydb,
    opcodes::{self, State},
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
        let mut cursor = Cursor::new(bytes, base, Region::File);
        let header = Header::read(&mut cursor)?;
        let checksum = Some(RunningChecksum::new(bytes));
        Ok(Self { header, cursor, state: State::new(), checksum, finished: false })
    }

    /// Returns the same reader without the checksum being computed.
    #[must_use]
    pub fn without_checksum(mut self) -> Self {
        self.checksum = None;
        self
    }

    /// Returns the same reader, which tells the watch what it passes; the values that it delivers do so, too.
    #[must_use]
    pub fn watched_by(mut self, watch: &'a Watch<'a>) -> Self {
        self.cursor = self.cursor.watched(Some(watch));
        self.checksum = self.checksum.map(|checksum| checksum.watched(self.cursor.base(), watch));
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
    #[inline]
    pub fn next_event(&mut self) -> Option<Result<Event<'a>, Error>> {
        if self.finished {
            return None;
        }
        let first = self.cursor.mark();
        loop {
            // Most records are keys: their path is short, and writes the event where the caller wants it.
            let code = self.cursor.peek();
            match code.and_then(|code| ValueType::from_code(code, self.header.dialect)) {
                Some(value_type) => return Some(self.read_key(value_type, first)),
                None => match self.read_other(first) {
                    Ok(Some(event)) => return Some(Ok(event)),
                    Ok(None) => {}
                    Err(error) => return Some(Err(self.stop(first, error))),
                },
            }
        }
    }

    #[cold]
    fn stop(&mut self, first: Mark, error: Error) -> Error {
        self.finished = true;
        self.cursor.rewind(self.state.attributes.start.unwrap_or(first));
        error
    }

    #[inline]
    fn follow(&mut self) {
        let index = self.cursor.index();
        if let Some(checksum) = &mut self.checksum {
            checksum.follow(index);
        }
    }

    /// Reads a record that begins with an opcode; returns nothing for one that speaks about the next key.
    #[inline(never)]
    fn read_other(&mut self, first: Mark) -> Result<Option<Event<'a>>, Error> {
        let start = self.cursor.mark();
        if let Some(own) = self.own_type() {
            return self.read_key(own, first).map(Some);
        }
        let code = self.cursor.byte("an opcode or a value type")?;
        if code == opcodes::EOF {
            return self.read_end(start).map(Some);
        }
        let dialect = self.header.dialect;
        match opcodes::read(code, dialect, start, &mut self.cursor, &mut self.state) {
            Some(read) => {
                self.follow();
                read
            }
            None => Err(self.cursor.error_at(start, ErrorKind::UnknownCode { code })),
        }
    }

    /// Returns the type of the next value, if it is one that only `KeyDB` has.
    fn own_type(&self) -> Option<ValueType> {
        let code = self.cursor.peek()?;
        keydb::own_type(code, self.header.dialect, self.state.keydb, &self.cursor)
    }

    /// Reads a key and passes its value; the cursor stands at the type.
    #[inline(always)]
    #[allow(
        clippy::inline_always,
        reason = "an entry is large, and moving it costs more than reading it"
    )]
    fn read_key(&mut self, value_type: ValueType, first: Mark) -> Result<Event<'a>, Error> {
        let start = self.cursor.mark();
        self.cursor.pass_peeked();
        let key = match RdbString::read(&mut self.cursor, "a key") {
            Ok(key) => key,
            Err(error) => return Err(self.stop(first, error)),
        };
        let value = match LazyValue::read(value_type, &mut self.cursor, &self.state.templates) {
            Ok(value) => value,
            Err(error) => {
                let error = error.in_key(self.state.db, &key, value_type);
                return Err(self.stop(first, error));
            }
        };
        self.follow();
        let attributes = self.state.attributes.take();
        let start = attributes.start.unwrap_or(start);
        Ok(Event::Key(KeyEntry {
            db: self.state.db,
            key,
            expire_at_ms: attributes.expire_at_ms,
            idle_seconds: attributes.idle_seconds,
            freq: attributes.freq,
            meta: attributes.meta,
            value,
            at: self.cursor.position_at(start),
            raw: self.cursor.since(start),
            behind: keydb::behind(&self.cursor),
        }))
    }

    #[cold]
    fn read_end(&mut self, start: Mark) -> Result<Event<'a>, Error> {
        let index = self.cursor.index();
        self.finished = true;
        let stored = if self.header.has_checksum() {
            Some(self.cursor.u64_le("the checksum")?)
        } else {
            None
        };
        let computed = self.checksum.as_mut().map(|checksum| checksum.finish(index));
        Ok(Event::End(End {
            at: self.cursor.position_at(start),
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
