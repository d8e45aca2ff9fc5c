//! What commands change, for those who follow keys. Nobody pays for it before somebody asks.

/// Something that changed, and by what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Touched<'a> {
    /// Where the command began, in the stream's numbering: inside a transaction the command's own place, not `EXEC`'s.
    pub offset: i64,
    /// The command's name in lower case: of a script's effect the one that the script called.
    pub command: &'static str,
    /// Whether a script called it.
    pub by_script: bool,
    /// What changed.
    pub what: Extent<'a>,
}

/// How much changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent<'a> {
    /// One key of a database.
    Key(u32, &'a [u8]),
    /// Any key of a database.
    Database(u32),
    /// Any key of any database.
    All,
    /// Two databases changed places.
    Swapped(u32, u32),
}

/// Changes in the order in which they came, in buffers that are kept.
#[derive(Debug, Default)]
pub(crate) struct Touches {
    bytes: Vec<u8>,
    records: Vec<Record>,
}

#[derive(Debug)]
struct Record {
    offset: i64,
    command: &'static str,
    by_script: bool,
    what: Stored,
}

#[derive(Debug)]
enum Stored {
    /// A database, and where the key ends among the bytes.
    Key(u32, usize),
    Extent(Extent<'static>),
}

impl Touches {
    /// Adds a change.
    pub(crate) fn push(&mut self, touched: Touched<'_>) {
        let what = match touched.what {
            Extent::Key(database, key) => {
                self.bytes.extend_from_slice(key);
                Stored::Key(database, self.bytes.len())
            }
            Extent::Database(database) => Stored::Extent(Extent::Database(database)),
            Extent::All => Stored::Extent(Extent::All),
            Extent::Swapped(a, b) => Stored::Extent(Extent::Swapped(a, b)),
        };
        let Touched { offset, command, by_script, .. } = touched;
        self.records.push(Record { offset, command, by_script, what });
    }

    /// Iterates over the changes.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Touched<'_>> {
        let mut start = 0;
        self.records.iter().map(move |record| {
            let what = match record.what {
                Stored::Key(database, end) => {
                    let key = self.bytes.get(start..end).unwrap_or_default();
                    start = end;
                    Extent::Key(database, key)
                }
                Stored::Extent(extent) => extent,
            };
            let Record { offset, command, by_script, .. } = *record;
            Touched { offset, command, by_script, what }
        })
    }

    /// Forgets the changes, and keeps the room.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.records.clear();
    }
}
