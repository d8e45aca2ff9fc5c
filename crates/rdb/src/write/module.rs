//! What modules keep, item by item (`rdbSaveObject`, `RDB_TYPE_MODULE_2`; `RedisModule_Save…`, `module.c`).

use super::{Feature, ValueWriter, WriteError, encoder::Encoder, out::Out, strings};
use crate::{ModuleId, ModuleItem, ValueType};

const END: u64 = 0;
const SIGNED: u64 = 1;
const UNSIGNED: u64 = 2;
const FLOAT: u64 = 3;
const DOUBLE: u64 = 4;
const STRING: u64 = 5;

/// The name of the type of vector sets, which Redis has without a module since 8.0.
const VECTOR_SET: &str = "vectorset";

impl<O: Out> Encoder<O> {
    pub(super) fn item(&mut self, item: &ModuleItem<'_>) {
        match item {
            ModuleItem::Signed(value) => self.item_head(SIGNED, value.cast_unsigned()),
            ModuleItem::Unsigned(value) => self.item_head(UNSIGNED, *value),
            ModuleItem::Float(value) => {
                self.length(FLOAT);
                self.out.put(&value.to_le_bytes());
            }
            ModuleItem::Double(value) => {
                self.length(DOUBLE);
                self.out.put(&value.to_le_bytes());
            }
            ModuleItem::String(string) => {
                self.length(STRING);
                strings::stored(&mut self.out, string);
            }
        }
    }

    fn item_head(&mut self, opcode: u64, value: u64) {
        self.length(opcode);
        self.length(value);
    }

    pub(super) fn end_items(&mut self) {
        self.length(END);
    }

    /// Returns what keeps a module's value out of the target, if anything does.
    pub(super) fn module_obstacle(&self, id: ModuleId) -> Option<Feature> {
        if !self.target.holds(ValueType::Module) {
            return Some(Feature::Module);
        }
        let vectors = id.name() == VECTOR_SET && !self.target.may_have_vector_sets();
        vectors.then_some(Feature::VectorSet)
    }
}

/// The value of a module, being written item by item.
#[must_use = "a value has to be finished"]
pub struct ModuleWriter<'w, O> {
    encoder: &'w mut Encoder<O>,
    written: bool,
}

impl<'w, O: Out> ValueWriter<'w, O> {
    /// Begins the value of a module. Whether the target has the module, nobody can tell; vector sets excepted.
    ///
    /// # Errors
    /// `unrepresentable-module` below version 8, `unrepresentable-vector-set` where the target has none.
    pub fn module(mut self, id: ModuleId) -> Result<ModuleWriter<'w, O>, WriteError> {
        let obstacle = self.encoder().module_obstacle(id);
        let written = self.begin(ValueType::Module, obstacle)?;
        let encoder = self.into_encoder();
        if written {
            encoder.length(id.get());
        }
        encoder.open = true;
        Ok(ModuleWriter { encoder, written })
    }
}

impl<O: Out> ModuleWriter<'_, O> {
    /// Writes one item.
    pub fn item(&mut self, item: &ModuleItem<'_>) -> Result<(), WriteError> {
        if self.written {
            self.encoder.item(item);
        }
        self.encoder.out.status()
    }

    /// Writes a string.
    pub fn string(&mut self, text: &[u8]) -> Result<(), WriteError> {
        if self.written {
            self.encoder.length(STRING);
            self.encoder.string(text);
        }
        self.encoder.out.status()
    }

    /// Ends the value. Returns whether it was written, not dropped.
    pub fn finish(self) -> Result<bool, WriteError> {
        self.encoder.open = false;
        if self.written {
            self.encoder.end_items();
        }
        self.encoder.out.status().map(|()| self.written)
    }
}
