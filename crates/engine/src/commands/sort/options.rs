//! The options of `SORT`.

use crate::{CommandError, args, context::Context, error::refusal};

/// What `SORT` was told.
#[derive(Debug, Default)]
pub(super) struct Options<'a> {
    pub(super) by: Option<&'a [u8]>,
    pub(super) get: Vec<&'a [u8]>,
    pub(super) store: Option<&'a [u8]>,
    pub(super) alpha: bool,
    pub(super) descending: bool,
    keeps_order: bool,
    limit: Option<(i64, i64)>,
}

impl<'a> Options<'a> {
    /// Reads them.
    pub(super) fn read(cx: &Context<'_>, options: &[&'a [u8]]) -> Result<Self, CommandError> {
        let mut read = Self::default();
        let mut rest = options;
        while let [option, after @ ..] = rest {
            rest = after;
            if args::is(option, "ASC") {
                read.descending = false;
            } else if args::is(option, "DESC") {
                read.descending = true;
            } else if args::is(option, "ALPHA") {
                read.alpha = true;
            } else if args::is(option, "LIMIT")
                && let [offset, count, after @ ..] = after
            {
                read.limit = Some((args::integer(offset)?, args::integer(count)?));
                rest = after;
            } else {
                let (value, after) = after.split_first().ok_or(refusal::SYNTAX)?;
                rest = after;
                if args::is(option, "STORE") && cx.spec.name != "sort_ro" {
                    read.store = Some(value);
                } else if args::is(option, "BY") {
                    read.by = Some(value);
                    read.keeps_order |= !value.contains(&b'*');
                } else if args::is(option, "GET") {
                    read.get.push(value);
                } else {
                    return Err(refusal::SYNTAX);
                }
            }
        }
        Ok(read)
    }

    /// Tells whether nothing is sorted, because the pattern to sort by names the same key for all.
    pub(super) const fn keeps_order(&self) -> bool {
        self.keeps_order
    }

    /// Sorts by the elements' bytes after all.
    pub(super) fn sort_plainly(&mut self) {
        self.keeps_order = false;
        self.alpha = true;
        self.by = None;
    }

    /// Returns which of `len` sorted elements are wanted.
    pub(super) fn range(&self, len: usize) -> (usize, usize) {
        let (offset, count) = self.limit.unwrap_or((0, -1));
        let from = usize::try_from(offset.max(0)).unwrap_or(len).min(len);
        let count = usize::try_from(count).unwrap_or(len).min(len - from);
        (from, from + count)
    }
}
