//! Function libraries (7.0 and later), as a listing: they are no part of the data and never run in a replay.

use std::collections::BTreeMap;

/// The libraries that a replica would hold.
#[derive(Debug, Clone, Default)]
pub struct Functions {
    libraries: BTreeMap<Box<[u8]>, Library>,
}

/// A library of functions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Library {
    /// Its name, from the first line of its source.
    pub name: Box<[u8]>,
    /// The engine that runs it, in capitals.
    pub engine: Box<[u8]>,
    /// Its source.
    pub code: Box<[u8]>,
}

impl Functions {
    /// Iterates over the libraries by name.
    pub fn iter(&self) -> impl Iterator<Item = &Library> {
        self.libraries.values()
    }

    /// Adds a library; `false`, and nothing done, where its name is taken and may not be.
    pub(crate) fn insert(&mut self, library: Library, replace: bool) -> bool {
        if !replace && self.libraries.contains_key(&library.name) {
            return false;
        }
        self.libraries.insert(library.name.clone(), library);
        true
    }

    /// Removes a library; `false` where there is none.
    pub(crate) fn remove(&mut self, name: &[u8]) -> bool {
        self.libraries.remove(name).is_some()
    }

    /// Removes all libraries.
    pub(crate) fn clear(&mut self) {
        self.libraries.clear();
    }
}

impl Library {
    /// Reads the first line of a library, `#!engine name=library`; `None` where it is none.
    pub(crate) fn parse(code: &[u8]) -> Option<Self> {
        let line = code.split(|byte| *byte == b'\n').next()?.strip_prefix(b"#!")?;
        let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        let engine = words.next()?.to_ascii_uppercase();
        let name = words.find_map(|word| word.strip_prefix(b"name="))?;
        let valid = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        (!name.is_empty() && name.iter().all(valid)).then(|| Self {
            name: name.into(),
            engine: engine.into(),
            code: code.into(),
        })
    }
}
