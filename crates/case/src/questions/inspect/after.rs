//! What stands behind the place where reading a snapshot stopped.

use super::{Asking, Defect, KeysDigest, UnreadValue, checker::Found as FoundDefects, version};
use autopsync_engine::digest::SnapshotDigest;
use autopsync_rdb::{
    Event, KeyEntry,
    salvage::{Found, Resumed, Salvaged, Salvager, Standing},
};

/// How many keys are listed. All are counted, and `keys --salvage` lists all.
const MOST_KEYS: usize = 1000;

/// How many places, defects and gaps are listed.
const MOST: usize = 10_000;

/// What was found behind damage.
#[derive(Debug, Clone, Default)]
pub struct Salvage {
    /// Keys that were found behind damage.
    pub recovered: u64,
    /// Keys that were read in front of damage, or seemed to be, and that the damage throws doubt on.
    pub suspect: u64,
    /// The first of both, in the order of the file.
    pub keys: Vec<SalvagedKey>,
    /// Where records went on.
    pub resumed: Vec<Resumed>,
    /// The digest of the sound keys and the recovered ones, without the suspect, where a digest is asked for.
    pub digest: Option<KeysDigest>,
    /// Whether the bound on work kept something from being tried.
    pub incomplete: bool,
}

/// A key that is not beyond doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SalvagedKey {
    /// Whether it is `recovered` or `suspect`.
    pub standing: Standing,
    /// The database that was selected last.
    pub db: u64,
    /// Whether that database is this key's for certain.
    pub db_certain: bool,
    /// Its name.
    pub key: Vec<u8>,
    /// Its type, in the servers' word.
    pub kind: &'static str,
    /// Its encoding in the file.
    pub encoding: &'static str,
    /// When it expires, in milliseconds since 1970.
    pub expire_at_ms: Option<i64>,
    /// The first byte of its record.
    pub at: u64,
    /// Bytes of its record.
    pub bytes: u64,
}

impl Asking<'_> {
    /// Goes through the file once more, past everything that stopped the reader.
    pub(super) fn salvage(&mut self, stopped: u64) {
        // The salvage reports these again, in their order, or something better in their place.
        self.answer.damage.retain(|defect| defect.kind != "value" || defect.is_of_limit());
        let mut salvage = Salvage::default();
        let wanted = self.question.digest && self.question.salvage;
        let mut digest = wanted.then(|| SnapshotDigest::new(&version(self.question, &self.answer)));
        let mut salvager = Salvager::at(self.source.bytes(), self.source.at());
        for salvaged in salvager.by_ref() {
            match salvaged {
                Salvaged::Event(found) => {
                    if let (Some(digest), Event::Key(entry)) = (&mut digest, &found.event)
                        && found.standing != Standing::Suspect
                    {
                        // A value that is damaged counts for nothing, and is told by itself.
                        let _ = digest.add(entry, &mut self.scratch);
                    }
                    self.take_found(&found, stopped, &mut salvage);
                }
                Salvaged::Damage(damage) => self.answer.note(Defect::of_salvage(&damage)),
                Salvaged::Unread(unread) => {
                    self.answer.loadable.iter_mut().for_each(|server| server.stop_at(&unread));
                    if self.answer.unread.len() < MOST {
                        self.answer.unread.push(UnreadValue::of(&unread));
                    }
                }
                Salvaged::Resumed(resumed) if salvage.resumed.len() < MOST => {
                    salvage.resumed.push(resumed);
                }
                _ => {}
            }
        }
        salvage.incomplete = salvager.work().refused > 0;
        salvage.digest =
            digest.filter(|_| self.answer.unread.is_empty()).as_ref().map(KeysDigest::of);
        self.answer.salvage = self.question.salvage.then_some(salvage);
    }

    fn take_found(&mut self, found: &Found<'_>, stopped: u64, salvage: &mut Salvage) {
        match (&found.event, found.standing) {
            // A checksum that is wrong is no news in a file that is damaged.
            (Event::End(end), _) => {
                self.answer.checksum = Some(end.checksum);
                self.take_trailing(end);
                if self.answer.damage.is_empty() {
                    self.answer.take_end(end);
                }
            }
            (event, Standing::Sound) if event.at() >= stopped => {
                self.take(event);
                if let Event::Key(entry) = event
                    && self.question.digest
                {
                    let _ = self.digested(entry);
                }
            }
            (Event::Key(entry), Standing::Recovered) => {
                salvage.recovered += 1;
                salvage.list(found, entry);
            }
            (Event::Key(entry), Standing::Suspect) => {
                salvage.suspect += 1;
                salvage.list(found, entry);
            }
            _ => {}
        }
    }
}

impl Salvage {
    fn list(&mut self, found: &Found<'_>, entry: &KeyEntry<'_>) {
        if self.keys.len() >= MOST_KEYS {
            return;
        }
        self.keys.push(SalvagedKey {
            standing: found.standing,
            db: entry.db,
            db_certain: found.db_certain,
            key: entry.key.to_cow().map_or_else(|_| entry.key.encoded().to_vec(), Into::into),
            kind: entry.value.type_name(),
            encoding: entry.value.encoding(),
            expire_at_ms: entry.expire_at_ms,
            at: entry.at,
            bytes: entry.raw.len() as u64,
        });
    }
}

impl Defect {
    /// Tells whether it is none of the file but of what the reader was told to accept.
    fn is_of_limit(&self) -> bool {
        self.damage.id == "rdb-limit"
    }
}

impl super::Inspection {
    /// Notes what was found in values, at its place among what is known already.
    pub(super) fn note_found(&mut self, found: FoundDefects) {
        if found.defects.is_empty() {
            return;
        }
        let mut all = std::mem::take(&mut self.damage);
        all.extend(found.defects);
        all.sort_by_key(Defect::position);
        for defect in all {
            self.note(defect);
        }
        self.damage_left_out += found.left_out;
    }

    /// Adds a defect, as long as there are not too many.
    pub(super) fn note(&mut self, defect: Defect) {
        if self.damage.len() < MOST {
            self.damage.push(defect);
        } else {
            self.damage_left_out += 1;
        }
    }
}
