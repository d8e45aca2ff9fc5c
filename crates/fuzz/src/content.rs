//! What a value holds, as one number: for targets that compare two readings.

use autopsync_rdb::{CronJob, StreamFields, StreamId, StreamMeta, ValueVisitor};

/// A sum over the pieces of values in their order, which keeps none of them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Content {
    pieces: u64,
    sum: u64,
}

impl Content {
    /// Adds a piece.
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        self.pieces += 1;
        let mix = |sum: u64, byte: &u8| (sum ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        self.sum = bytes.iter().fold(mix(self.sum, &0xff), mix);
    }
}

impl ValueVisitor for Content {
    fn string(&mut self, value: &[u8]) {
        self.take(value);
    }

    fn list_element(&mut self, element: &[u8]) {
        self.take(element);
    }

    fn set_member(&mut self, member: &[u8]) {
        self.take(member);
    }

    fn zset_member(&mut self, member: &[u8], score: f64) {
        self.take(member);
        // Older formats spell scores, and have one word for all that are not numbers.
        let score = if score.is_nan() { f64::NAN } else { score };
        self.take(&score.to_le_bytes());
    }

    fn hash_field(&mut self, field: &[u8], value: &[u8], expire_at_ms: Option<i64>) {
        self.take(field);
        self.take(value);
        self.take(&expire_at_ms.unwrap_or(-1).to_le_bytes());
    }

    fn stream_entry(&mut self, id: StreamId, fields: StreamFields<'_>) {
        self.take(&id.to_be_bytes());
        for (name, value) in fields {
            self.take(&name);
            self.take(&value);
        }
    }

    fn stream_meta(&mut self, meta: &StreamMeta) {
        self.take(&meta.last_id.to_be_bytes());
    }

    fn cron_job(&mut self, job: &CronJob<'_>) {
        self.take(job.script);
        self.take(&job.start_ms.to_le_bytes());
        self.take(&job.interval_ms.to_le_bytes());
    }

    fn cron_key(&mut self, key: &[u8]) {
        self.take(key);
    }

    fn cron_argument(&mut self, argument: &[u8]) {
        self.take(argument);
    }
}
