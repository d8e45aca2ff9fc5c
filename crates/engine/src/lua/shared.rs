//! What the functions of a sandbox share with the run that is under way.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use mlua::Function;
use smallvec::SmallVec;

use super::{
    determinism::Random,
    dialect::Dialect,
    errors::{Exceeded, Raised},
    limits::Budget,
};
use crate::Reply;

/// The bytes of one argument of a command.
pub(super) type Argument = SmallVec<[u8; 32]>;

/// What a function asks of the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Request {
    /// Run the command in [`Shared::arguments`]; the answer is in [`Shared::reply`].
    Call,
    /// Go over to the replication of effects; whether that was possible is in [`Shared::agreed`].
    ReplicateCommands,
}

/// State behind all functions of one sandbox.
pub(super) struct Shared {
    pub(super) dialect: Dialect,
    pub(super) budget: Rc<Budget>,
    pub(super) random: Random,
    pub(super) raised: Raised,
    /// The way to the host, while a script runs.
    pub(super) host: RefCell<Option<Function>>,
    pub(super) request: Cell<Request>,
    pub(super) arguments: RefCell<Vec<Argument>>,
    pub(super) reply: RefCell<Option<Reply>>,
    pub(super) agreed: Cell<bool>,
    /// The script asked for RESP3.
    pub(super) resp3: Cell<bool>,
    /// The script switched to the replication of effects.
    pub(super) effects: Cell<bool>,
    /// Replies of a script may be nested this deep, and have so many elements.
    pub(super) reply_limits: (usize, usize),
}

impl Shared {
    /// Starts a run: RESP2, nothing switched, and the seed of versions that set one.
    pub(super) fn begin(&self, used_memory: usize) {
        self.budget.renew(used_memory);
        self.resp3.set(false);
        self.effects.set(false);
        if self.dialect.reseeds {
            self.random.seed(0);
        }
    }

    /// Tells whether replies without an order have to be sorted now.
    pub(super) fn sorts(&self) -> bool {
        self.dialect.verbatim && !self.effects.get()
    }

    /// The limit that the run met, if any.
    pub(super) fn met(&self) -> Option<Exceeded> {
        self.budget.met()
    }
}
