//! What is pending in a group, to which all that is pending for its consumers belongs.
//!
//! Every loader refuses an entry that is pending twice in a group, and one that is pending for a consumer and not in its
//! group (`rdbLoadObject`, `rdb.c`, 5.0 and later). Which consumer has an entry that nobody has, or that two have, is not
//! asked: loaders differ in that.

use crate::{ErrorKind, StreamId};

/// The ids that are pending in a group.
#[derive(Debug, Default)]
pub(super) struct GroupPending {
    /// In ascending order once they are complete; servers write them so.
    ids: Vec<StreamId>,
    unordered: bool,
}

impl GroupPending {
    /// Adds the next id.
    pub(super) fn add(&mut self, id: StreamId) -> Result<(), ErrorKind> {
        if let Some(last) = self.ids.last() {
            if *last == id {
                return Err(ErrorKind::StreamPendingTwice { id });
            }
            self.unordered |= *last > id;
        }
        self.ids.push(id);
        Ok(())
    }

    /// Looks for ids that stand in it twice, once it has all.
    pub(super) fn complete(&mut self) -> Result<(), ErrorKind> {
        if !self.unordered {
            return Ok(());
        }
        self.ids.sort_unstable();
        let twice = self.ids.iter().zip(self.ids.iter().skip(1)).find(|(id, next)| id == next);
        twice.map_or(Ok(()), |(id, _)| Err(ErrorKind::StreamPendingTwice { id: *id }))
    }

    /// Checks that an entry which is pending for a consumer is pending in the group.
    pub(super) fn check(&self, id: StreamId) -> Result<(), ErrorKind> {
        match self.ids.binary_search(&id) {
            Ok(_) => Ok(()),
            Err(_) => Err(ErrorKind::StreamPendingUnknown { id }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(ms: u64) -> StreamId {
        StreamId { ms, seq: 0 }
    }

    fn pending(ids: &[u64]) -> Result<GroupPending, ErrorKind> {
        let mut pending = GroupPending::default();
        ids.iter().try_for_each(|ms| pending.add(id(*ms)))?;
        pending.complete()?;
        Ok(pending)
    }

    #[test]
    fn what_is_pending_twice_is_found_in_any_order() {
        assert!(pending(&[1, 2, 3]).is_ok());
        assert!(pending(&[3, 1, 2]).is_ok());
        for ids in [&[1, 2, 2, 3][..], &[2, 1, 2]] {
            assert_eq!(pending(ids).unwrap_err(), ErrorKind::StreamPendingTwice { id: id(2) });
        }
    }

    #[test]
    fn a_consumer_has_nothing_that_its_group_does_not_know() {
        let pending = pending(&[3, 1]).unwrap();
        assert!(pending.check(id(1)).is_ok());
        assert_eq!(pending.check(id(2)), Err(ErrorKind::StreamPendingUnknown { id: id(2) }));
    }
}
