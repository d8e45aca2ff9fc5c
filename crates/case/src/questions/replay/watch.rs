//! Following keys: what each command made of those that match a pattern.

use autopsync_engine::{Engine, Extent, KeyView, Touched, glob_matches};
use autopsync_model::NextOffset;
use std::collections::{BTreeMap, HashMap};

/// Up to how many elements a value is read through for its digest.
const DIGESTED: usize = 10_000;

/// How many bytes of a string are kept.
const KEPT: usize = 256;

/// What a key held at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The server's word for its type.
    pub type_name: &'static str,
    /// Its elements; of a string, its bytes.
    pub len: u64,
    /// When it expires, in milliseconds since 1970.
    pub expires_at_ms: Option<i64>,
    /// A string's first bytes.
    pub value: Option<Box<[u8]>>,
    /// What `DEBUG DIGEST-VALUE` answers, of values that are not very large.
    pub digest: Option<String>,
}

impl Summary {
    fn of(key: &KeyView<'_>) -> Self {
        let is_small = key.len() <= DIGESTED || key.as_string().is_some();
        Self {
            type_name: key.type_name(),
            len: key.len() as u64,
            expires_at_ms: key.expires_at_ms(),
            value: key.as_string().map(|bytes| bytes.get(..KEPT).unwrap_or(bytes).into()),
            digest: is_small.then(|| key.digest().to_string()),
        }
    }
}

/// A change of a followed key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where the command begins that made it; the last of several in one transaction.
    pub offset: NextOffset,
    /// The command's name in lower case; of a script's effect the command that the script called.
    pub command: &'static str,
    /// Whether a script called it.
    pub by_script: bool,
    /// Its name and arguments; those of the script where one called it. Cut where they are very long.
    pub arguments: Vec<Box<[u8]>>,
    /// The database.
    pub database: u32,
    /// The key.
    pub key: Box<[u8]>,
    /// What it held before; `None` where it was not there.
    pub before: Option<Summary>,
    /// What it holds now; `None` where it is gone.
    pub after: Option<Summary>,
}

/// The keys that were followed, and what became of them.
#[derive(Debug, Clone, Default)]
pub struct Watched {
    patterns: Vec<Vec<u8>>,
    /// What each key held last.
    last: BTreeMap<(u32, Box<[u8]>), Summary>,
    changes: Vec<Change>,
    count: u64,
    most: usize,
    /// The keys that the current record changed, with the number of their change where it was kept.
    current: HashMap<(u32, Box<[u8]>), Option<usize>>,
}

impl Watched {
    /// Follows the keys that match any of the patterns, and keeps at most so many changes.
    pub(super) fn new(patterns: &[Vec<u8>], most: usize) -> Self {
        Self { patterns: patterns.to_vec(), most, ..Self::default() }
    }

    /// Takes in what is there at the beginning.
    pub(super) fn begin(&mut self, engine: &Engine) {
        self.last = engine
            .all_keys()
            .filter(|key| self.wants(key.name()))
            .map(|key| ((key.database(), key.name().into()), Summary::of(&key)))
            .collect();
    }

    /// Returns the changes in the order of the stream, as many as are kept.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Returns how many changes there were.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    fn wants(&self, key: &[u8]) -> bool {
        self.patterns.iter().any(|pattern| glob_matches(pattern, key))
    }

    /// Forgets which keys the last record changed.
    pub(super) fn next_record(&mut self) {
        self.current.clear();
    }

    /// Takes a change into account. What a transaction changes comes with its end: of its commands the last one that
    /// wrote a key stands for all.
    pub(super) fn note(
        &mut self,
        touched: &Touched<'_>,
        engine: &Engine,
        arguments: impl Fn(i64) -> Vec<Box<[u8]>>,
    ) {
        match touched.what {
            Extent::Key(database, key) if self.wants(key) => {
                self.look(touched, engine, (database, key.into()), &arguments, true);
            }
            Extent::Key(..) => {}
            Extent::Database(_) | Extent::All | Extent::Swapped(..) => {
                let mut keys: Vec<_> = self.last.keys().cloned().collect();
                let there = engine.all_keys().filter(|key| self.wants(key.name()));
                keys.extend(there.map(|key| (key.database(), key.name().into())));
                keys.sort_unstable();
                keys.dedup();
                for key in keys {
                    self.look(touched, engine, key, &arguments, false);
                }
            }
        }
    }

    /// Compares a key with what it held; `written` where it was written for certain, perhaps with what it held.
    fn look(
        &mut self,
        touched: &Touched<'_>,
        engine: &Engine,
        key: (u32, Box<[u8]>),
        arguments: &impl Fn(i64) -> Vec<Box<[u8]>>,
        written: bool,
    ) {
        let after = engine.key(key.0, &key.1).map(|view| Summary::of(&view));
        let before = match &after {
            Some(after) => self.last.insert(key.clone(), after.clone()),
            None => self.last.remove(&key),
        };
        if before == after && (!written || after.is_none()) && !self.current.contains_key(&key) {
            return;
        }
        if let Some(known) = self.current.get(&key) {
            if let Some(change) = known.and_then(|index| self.changes.get_mut(index))
                && written
            {
                change.by(touched, arguments(touched.offset));
            }
            return;
        }
        self.count = self.count.saturating_add(1);
        let kept = (self.changes.len() < self.most).then_some(self.changes.len());
        self.current.insert(key.clone(), kept);
        if kept.is_some() {
            let mut change = Change {
                offset: NextOffset::new(0),
                command: "",
                by_script: false,
                arguments: Vec::new(),
                database: key.0,
                key: key.1,
                before,
                after,
            };
            change.by(touched, arguments(touched.offset));
            self.changes.push(change);
        }
    }
}

impl Change {
    /// Says which command made it.
    fn by(&mut self, touched: &Touched<'_>, arguments: Vec<Box<[u8]>>) {
        self.offset = NextOffset::new(touched.offset);
        self.command = touched.command;
        self.by_script = touched.by_script;
        self.arguments = arguments;
    }
}
