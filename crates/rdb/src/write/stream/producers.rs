//! What a stream remembers of idempotent additions (Redis 8.6).

use super::{
    super::{encoder::Encoder, out::Out},
    StreamBuffer,
};
use crate::{StreamId, StreamIdempotence};

/// The defaults of the servers: for how many seconds, and how many for each producer.
const DEFAULTS: StreamIdempotence =
    StreamIdempotence { duration: 100, max_entries: 100, ids_added: 0, duplicates: 0 };

#[derive(Debug, Default)]
pub(super) struct Producers {
    settings: Option<StreamIdempotence>,
    producers: Vec<Producer>,
}

#[derive(Debug)]
struct Producer {
    name: Vec<u8>,
    additions: Vec<(Vec<u8>, StreamId)>,
}

impl Producers {
    /// Tells whether there is anything that a loader would not make up by itself.
    pub(super) fn say_anything(&self) -> bool {
        !self.producers.is_empty() || self.settings.is_some_and(|settings| settings != DEFAULTS)
    }

    pub(super) fn put<O: Out>(&self, encoder: &mut Encoder<O>) {
        let settings = self.settings.unwrap_or(DEFAULTS);
        encoder.length(settings.duration);
        encoder.length(settings.max_entries);
        encoder.length(self.producers.len() as u64);
        for producer in &self.producers {
            encoder.string(&producer.name);
            encoder.length(producer.additions.len() as u64);
            for (iid, id) in &producer.additions {
                encoder.string(iid);
                encoder.put_id(*id);
            }
        }
        encoder.length(settings.ids_added);
        encoder.length(settings.duplicates);
    }
}

impl StreamBuffer {
    /// Adds a producer of idempotent additions.
    pub fn producer(&mut self, name: &[u8]) {
        let producer = Producer { name: name.to_vec(), additions: Vec::new() };
        self.producers.producers.push(producer);
    }

    /// Adds an addition of the producer added last: its idempotent id, and the id it got.
    pub fn producer_addition(&mut self, iid: &[u8], id: StreamId) {
        if let Some(producer) = self.producers.producers.last_mut() {
            producer.additions.push((iid.to_vec(), id));
        }
    }

    /// Sets what the stream remembers of idempotent additions in all.
    pub fn idempotence(&mut self, idempotence: &StreamIdempotence) {
        self.producers.settings = Some(*idempotence);
    }
}
