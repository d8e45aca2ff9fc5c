//! A value that is decoded when somebody asks for it.

use crate::{
    Error, ErrorKind, Node, RdbString, Region, Scratch, ValueKind, ValueType, ValueVisitor, Watch,
    cursor::Cursor,
    structure,
    template::{Template, Templates},
    unpacked,
};

/// The value of a key: a type and a range of bytes.
///
/// Its end was found by passing it, which checks the lengths that stand in the file itself. What stands inside packed
/// structures and compressed strings is checked by [`LazyValue::visit`] and [`LazyValue::check`].
#[derive(Debug, Clone, Copy)]
pub struct LazyValue<'a> {
    value_type: ValueType,
    raw: &'a [u8],
    at: u64,
    /// The field names that it refers to.
    template: Option<Template<'a>>,
    watch: Option<&'a Watch<'a>>,
}

impl<'a> LazyValue<'a> {
    /// Passes a value of the type given.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "see `Reader::read_key`")]
    pub(crate) fn read(
        value_type: ValueType,
        cursor: &mut Cursor<'a>,
        templates: &Templates<'a>,
    ) -> Result<Self, Error> {
        let start = cursor.mark();
        value_type.skip(cursor, templates)?;
        let template = if value_type.info().refers_to_template() {
            let mut again = *cursor;
            again.rewind(start);
            value_type.template(&mut again, templates)?
        } else {
            None
        };
        let (raw, at) = (cursor.since(start), cursor.position_at(start));
        Ok(Self { value_type, raw, at, template, watch: cursor.watch() })
    }

    /// Returns the type.
    #[must_use]
    pub const fn value_type(&self) -> ValueType {
        self.value_type
    }

    /// Returns what kind of value it is.
    #[must_use]
    pub const fn kind(&self) -> ValueKind {
        self.value_type.kind()
    }

    /// Returns the word that `TYPE` answers: `string`, `list`, `set`, `zset`, `hash`, `stream`, or `module`.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        self.kind().name()
    }

    /// Returns how it is stored: `ziplist`, `quicklist`, `hashtable` …; for strings `raw`, `int` or `lzf`.
    #[must_use]
    pub fn encoding(&self) -> &'static str {
        match (self.value_type, self.raw.first()) {
            (ValueType::String, Some(0xc0..=0xc2)) => "int",
            (ValueType::String, Some(0xc3)) => "lzf",
            (ValueType::String, _) => "raw",
            (other, _) => other.info().encoding,
        }
    }

    /// Returns the bytes of the value as they stand in the file, without the type and the key before them.
    #[must_use]
    pub const fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// Returns the position of its first byte, counted from the start of the file.
    #[must_use]
    pub const fn at(&self) -> u64 {
        self.at
    }

    /// Returns the string that the value is, or `None` for other kinds. Nothing is decoded.
    #[must_use]
    pub fn as_string(&self) -> Option<RdbString<'a>> {
        match self.value_type {
            ValueType::String => RdbString::read(&mut self.cursor(), "a string value").ok(),
            _ => None,
        }
    }

    /// Returns how many elements it has: list elements, members, fields or stream entries; for a string `None`.
    ///
    /// Packed structures are asked for the count in their heads; `None` where that does not tell (65535 entries and
    /// more), or is not to be had. The count is the file's claim; [`LazyValue::check`] verifies it.
    #[must_use]
    pub fn count(&self) -> Option<u64> {
        self.value_type.count(&mut self.cursor()).ok().flatten()
    }

    /// Returns how many bytes the value would take up in the file if nothing in it were compressed.
    ///
    /// Nothing is decompressed: the sizes are those that the file states. The value is passed once; a damaged one counts
    /// as it stands.
    #[must_use]
    pub fn unpacked_size(&self) -> u64 {
        let more = unpacked::gain(self.value_type.parts(), &mut self.cursor()).unwrap_or(0);
        (self.raw.len() as u64).saturating_add(more)
    }

    /// Tells what stands in the value, in the terms of its encoding: the level between the bytes and the data.
    ///
    /// # Errors
    /// The first defect of the value. What stands before it was told.
    pub fn structure(
        &self,
        scratch: &mut Scratch,
        tell: &mut dyn FnMut(Node<'_>),
    ) -> Result<(), Error> {
        let mut cursor = self.cursor();
        structure::walk(self.value_type.parts(), &mut cursor, scratch, tell)?;
        match cursor.left() {
            0 => Ok(()),
            _ => Err(cursor.error(ErrorKind::Opaque { what: "bytes behind the end of a value" })),
        }
    }

    /// Tells the visitor what the value holds.
    ///
    /// # Errors
    /// The first defect of the value. What stands before it was told.
    pub fn visit<V: ValueVisitor + ?Sized>(&self, visitor: &mut V) -> Result<(), Error> {
        self.visit_with(&mut Scratch::default(), visitor)
    }

    /// As [`LazyValue::visit`], with buffers that live on from one value to the next.
    ///
    /// # Errors
    /// The first defect of the value. What stands before it was told.
    pub fn visit_with<V: ValueVisitor + ?Sized>(
        &self,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        self.value_type.visit(&mut self.cursor(), self.template, scratch, visitor)
    }

    /// Checks everything that the value states about itself, nested encodings included.
    ///
    /// # Errors
    /// The first defect of the value.
    pub fn check(&self, scratch: &mut Scratch) -> Result<(), Error> {
        struct Nobody;
        impl ValueVisitor for Nobody {}
        if self.is_plain_string() {
            return Ok(());
        }
        scratch.set_checks_only(true);
        let result = self.visit_with(scratch, &mut Nobody);
        scratch.set_checks_only(false);
        result
    }

    /// Tells whether it is a string that is not compressed, of which passing it checked everything.
    #[inline]
    #[must_use]
    pub fn is_plain_string(&self) -> bool {
        matches!((self.value_type, self.raw.first()), (ValueType::String, Some(0..=0xc2)))
    }

    fn cursor(&self) -> Cursor<'a> {
        Cursor::new(self.raw, self.at, Region::File).watched(self.watch)
    }
}
