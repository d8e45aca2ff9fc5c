//! What keeps a script from taking the machine: memory, and work.
//!
//! Memory is bounded by Lua's allocator. Work is counted in instructions of the virtual machine; functions in C or
//! Rust that can do much in one instruction (patterns, `string.rep`, cjson) are charged by the byte, and memory
//! that comes and goes is charged with each round of the collector. A budget that is used up raises an error in
//! the hook, and again in every catcher, so that no script can swallow it. No clock is involved: the same script
//! stops at the same place everywhere.
//!
//! What is not counted is how much one instruction does: a concatenation moves its strings, a search through a
//! large emptied table passes all of it. So the time of a run is bounded by the product of both limits only. A
//! stream may also hold any number of scripts: each that runs out of budget halves what later ones may do.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use mlua::{HookTriggers, Lua, Result, VmState};

use super::errors::{Exceeded, Fault};

/// Instructions between two looks of the hook.
const INTERVAL: u32 = 250;

/// The same while a script holds much memory, when a single instruction can be slow (a concatenation of long
/// strings, a search through an emptied table).
const SHORT_INTERVAL: u32 = 50;

/// Where "much memory" begins: so many bytes more than at the start of the run.
const MUCH_MEMORY: usize = 1 << 20;

/// Bytes that cost as much as one instruction.
const BYTES_PER_UNIT: usize = 16;

/// The work that a run may still do.
#[derive(Debug)]
pub(super) struct Budget {
    /// Instructions that are left.
    left: Cell<u64>,
    /// Memory in use when the run began.
    memory_before: Cell<usize>,
    /// From how much memory on a full collection is worth its cost.
    collect_at: Cell<usize>,
    /// Whether the sentinel is still there: it goes whenever the collector has been through everything.
    sentinel: Rc<Cell<bool>>,
    /// The interval that is set.
    interval: Cell<u32>,
    /// Most bytes that a script may hold, and that one result of a function of ours may have.
    pub(super) memory: usize,
    /// What a run may do.
    per_run: Cell<u64>,
    /// What a run may always do.
    least: u64,
    /// A limit that was met in this run: it ends it even if a destructor or the like lost the error.
    met: RefCell<Option<Exceeded>>,
}

impl Budget {
    /// Makes a budget; nothing is spent.
    pub(super) fn new(memory: usize, instructions: u64) -> Rc<Self> {
        Rc::new(Self {
            left: Cell::new(instructions),
            memory_before: Cell::new(0),
            collect_at: Cell::new(0),
            sentinel: Rc::default(),
            interval: Cell::new(INTERVAL),
            // No limit at all is what mlua takes a 0 for.
            memory: memory.max(1),
            per_run: Cell::new(instructions),
            least: instructions / 1024,
            met: RefCell::new(None),
        })
    }

    /// Starts a run.
    pub(super) fn renew(&self, used_memory: usize) {
        self.left.set(self.per_run.get());
        self.memory_before.set(used_memory);
        self.collect_at.set(self.memory / 2);
        self.met.replace(None);
    }

    /// The limit that this run met, if any.
    pub(super) fn met(&self) -> Option<Exceeded> {
        *self.met.borrow()
    }

    /// Remembers that a limit was met, and makes the error that says so.
    pub(super) fn exceeded(&self, limit: Exceeded) -> mlua::Error {
        if self.met().is_none() && limit == Exceeded::Instructions {
            self.per_run.set((self.per_run.get() / 2).max(self.least));
        }
        self.met.borrow_mut().get_or_insert(limit);
        Fault::Limit(limit).into()
    }

    /// Spends units.
    ///
    /// # Errors
    /// [`Exceeded::Instructions`] when fewer were left.
    pub(super) fn spend(&self, units: u64) -> Result<()> {
        let left = self.left.get().checked_sub(units);
        self.left.set(left.unwrap_or(0));
        if left.is_some() { Ok(()) } else { Err(self.exceeded(Exceeded::Instructions)) }
    }

    /// Spends what writing or reading some bytes costs.
    pub(super) fn spend_bytes(&self, bytes: usize) -> Result<()> {
        self.spend((bytes / BYTES_PER_UNIT) as u64)
    }

    /// Refuses a result that is longer than a script's memory.
    ///
    /// # Errors
    /// [`Exceeded::Memory`].
    pub(super) fn fits(&self, bytes: usize) -> Result<()> {
        if bytes > self.memory { Err(self.exceeded(Exceeded::Memory)) } else { Ok(()) }
    }

    /// Accounts for the instructions since the last look, and for what the collector did meanwhile: it runs as
    /// often as as much memory was allocated as is in use. Tells which interval fits now.
    fn look(&self, lua: &Lua) -> Result<u32> {
        let used = lua.used_memory();
        let mut units = u64::from(self.interval.get());
        if !self.sentinel.get() {
            units += (used / BYTES_PER_UNIT) as u64;
            self.sentinel.set(true);
            // Nothing refers to it.
            lua.create_any_userdata(Sentinel(Rc::clone(&self.sentinel)))?;
        }
        self.spend(units)?;
        if used > self.collect_at.get() {
            // The collector of Lua 5.1 falls behind where few objects hold much: a server's memory grows then.
            self.spend((used / BYTES_PER_UNIT) as u64)?;
            lua.gc_collect()?;
            self.collect_at.set((self.memory / 2).max(lua.used_memory() / 2 * 3));
        }
        let grown = used.saturating_sub(self.memory_before.get());
        Ok(if grown > MUCH_MEMORY { SHORT_INTERVAL } else { INTERVAL })
    }
}

/// An object that tells when it is collected.
struct Sentinel(Rc<Cell<bool>>);

impl Drop for Sentinel {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

/// Builds values of about so many bytes in Lua without protecting each step against the memory limit, which costs
/// more than the step itself. Nothing of the script may run meanwhile.
pub(super) fn relaxed<R>(
    lua: &Lua,
    budget: &Budget,
    bytes: usize,
    build: impl FnOnce() -> Result<R>,
) -> Result<R> {
    if lua.used_memory().saturating_add(bytes) >= budget.memory {
        return build();
    }
    lua.set_memory_limit(0)?;
    let result = build();
    lua.set_memory_limit(budget.memory)?;
    result
}

/// Sets the memory limit and the hook of a new Lua state.
pub(super) fn install(lua: &Lua, budget: &Rc<Budget>) -> Result<()> {
    lua.set_memory_limit(budget.memory)?;
    set_hook(lua, budget, INTERVAL)
}

/// Sets the hook. Coroutines inherit it from the one that makes them.
fn set_hook(lua: &Lua, budget: &Rc<Budget>, interval: u32) -> Result<()> {
    budget.interval.set(interval);
    let budget = Rc::clone(budget);
    lua.set_global_hook(HookTriggers::new().every_nth_instruction(interval), move |lua, _| {
        let wanted = budget.look(lua)?;
        if wanted != budget.interval.get() {
            set_hook(lua, &budget, wanted)?;
        }
        Ok(VmState::Continue)
    })
}
