//! The pages in `docs/`: the bytes on each are read, and what the page says of them is compared with what was read.
//!
//! A page has a block of annotated bytes and, for a type, a block of what a visitor is told. With `UPDATE_EXPECTED` set
//! both are written anew from the bytes that stand on the page.
#![allow(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

mod support;

use autopsync_rdb::{
    Event, KeyEntry, LazyValue, Node, OPCODES, Reader, Region, Scratch, StringForm, ValueType,
};
use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};
use support::{data, list};

/// Positions, each with the words for what begins there; words without a position stand below the bytes.
#[derive(Default)]
struct Notes(Vec<(Option<usize>, String)>);

impl Notes {
    fn at(&mut self, at: u64, words: impl Into<String>) {
        self.0.push((Some(usize::try_from(at).unwrap()), words.into()));
    }

    fn below(&mut self, words: impl Into<String>) {
        self.0.push((None, words.into()));
    }

    /// The bytes in lines of twelve, each with its words.
    fn text(&self, bytes: &[u8]) -> String {
        let mut text = String::new();
        for (index, (at, words)) in self.0.iter().enumerate() {
            let Some(at) = *at else {
                writeln!(text, "{:35} | {words}", "").unwrap();
                continue;
            };
            let next = self.0[index + 1..].iter().find_map(|(at, _)| *at).unwrap_or(bytes.len());
            for (line, chunk) in bytes[at..next].chunks(12).enumerate() {
                let hex: Vec<_> = chunk.iter().map(|byte| format!("{byte:02x}")).collect();
                let words = if line == 0 { words.as_str() } else { "" };
                writeln!(text, "{}", format!("{:35} | {words}", hex.join(" ")).trim_end()).unwrap();
            }
        }
        text
    }
}

fn annotate(bytes: &[u8]) -> (String, Vec<ValueType>, String) {
    let (mut notes, mut types, mut told) = (Notes::default(), Vec::new(), String::new());
    let mut reader = Reader::new(bytes).unwrap();
    let header = reader.header();
    notes.at(0, format!("the magic {} and the version {}", header.dialect.magic(), header.version));
    while let Some(event) = reader.next_event() {
        match event {
            Ok(Event::Key(entry)) => {
                note_key(&mut notes, &entry);
                types.push(entry.value_type());
                told.push_str(&data(&entry.value));
            }
            Ok(Event::End(end)) => {
                notes.at(end.at, "the end");
                if header.has_checksum() {
                    notes.at(end.at + 1, format!("the checksum: {}", end.checksum.status()));
                }
            }
            Ok(event) => notes.at(event.at(), describe(&event)),
            Err(error) => {
                types.extend(ValueType::from_code(
                    bytes[usize::try_from(reader.position()).unwrap()],
                    header.dialect,
                ));
                notes.at(reader.position(), format!("not to be passed: {}", error.id()));
                break;
            }
        }
    }
    (notes.text(bytes), types, told)
}

fn describe(event: &Event<'_>) -> String {
    let text = |string: &autopsync_rdb::RdbString<'_>| format!("{string:?}");
    match event {
        Event::Aux(aux) => format!("AUX: {} is {}", text(&aux.key), text(&aux.value)),
        Event::SelectDb { db, .. } => format!("SELECTDB: database {db}"),
        Event::ResizeDb { keys, expires, .. } => {
            format!("RESIZEDB: {keys} keys, {expires} of them expire")
        }
        Event::SlotInfo { slot, keys, expires, .. } => {
            format!("SLOT_INFO: slot {slot}, {keys} keys, {expires} of them expire")
        }
        Event::Function(function) => match &function.pre_release {
            None => format!("FUNCTION2: {}", text(&function.code)),
            Some(about) => format!(
                "FUNCTION_PRE_GA: {} for {}: {}",
                text(&about.name),
                text(&about.engine),
                text(&function.code)
            ),
        },
        Event::ModuleAux(aux) => {
            let items: Vec<_> = aux.items.iter().map(|item| format!("{item:?}")).collect();
            format!("MODULE_AUX: {}, when {}: {}", aux.id, aux.when, items.join(", "))
        }
        Event::SlotImport(import) => format!("SLOT_IMPORT: {import:?}"),
        Event::HashTemplate { id, fields, .. } => {
            format!("HASH_TEMPLATE: id {id}, {fields} fields")
        }
        Event::Update(command) => format!("UPDATE: {} bytes of command", command.raw.len()),
        other => format!("{other:?}"),
    }
}

fn note_key(notes: &mut Notes, entry: &KeyEntry<'_>) {
    let type_at = entry.key.at() - 1;
    if entry.at < type_at {
        let mut said = Vec::new();
        said.extend(entry.expire_at_ms.map(|at| format!("the next key expires at {at}")));
        said.extend(entry.idle_seconds.map(|idle| format!("the next key was idle for {idle} s")));
        said.extend(entry.freq.map(|freq| format!("the next key was used {freq} times (log.)")));
        said.extend(entry.meta.map(|meta| {
            let classes: Vec<_> = meta.iter().map(|class| format!("{class:?}")).collect();
            format!("metadata of the next key: {}", classes.join("; "))
        }));
        notes.at(entry.at, said.join("; "));
    }
    let value_type = entry.value_type();
    notes.at(type_at, format!("type {}: {value_type}", value_type.code()));
    notes.at(entry.key.at(), format!("the key: {:?}", entry.key));
    note_value(notes, &entry.value);
}

fn note_value(notes: &mut Notes, value: &LazyValue<'_>) {
    // The structure that is open: which, whether its bytes can be shown, and where its next entry stands.
    let mut packed: Option<(Region, bool, u64)> = None;
    let mut first = true;
    value
        .structure(&mut Scratch::default(), &mut |node| match node {
            Node::Number { what, value, at } => notes.at(at, format!("{what}: {value}")),
            Node::Double { value, at } => notes.at(at, format!("score: {value:?}")),
            Node::Id { what, id, at } => notes.at(at, format!("{what}: {id}")),
            Node::String { what, string } => {
                notes.at(string.at(), format!("{what}: {string:?}"));
            }
            Node::Item(item) => {
                if std::mem::take(&mut first) {
                    notes.at(value.at(), "the id of the module, and its items:");
                }
                notes.below(format!("  {item:?}"));
            }
            Node::Open { region, string } => {
                let raw = matches!(string.form(), StringForm::Raw(_));
                let head = match region {
                    Region::Ziplist => "total bytes, offset of the last entry, entries",
                    Region::Listpack => "total bytes, entries",
                    Region::Intset => "bytes of an integer, integers",
                    _ => "pairs",
                };
                let content = string.at() + string.encoded().len() as u64 - string.len();
                if raw {
                    notes.at(string.at(), format!("a string of {} bytes", string.len()));
                    notes.at(content, format!("it holds {}: {head}", article(region)));
                } else {
                    notes.at(string.at(), format!("{}, {string:?}; in it:", article(region)));
                }
                packed = Some((region, raw, content));
            }
            Node::Entry { value, at, bytes } => {
                let words = format!("  {:?}", autopsync_model::Bytes(&value.text()));
                match &mut packed {
                    Some((_, true, end)) => {
                        *end = at + bytes;
                        notes.at(at, words);
                    }
                    _ => notes.below(words),
                }
            }
            Node::Close => {
                if let Some((region, true, end)) = packed.take()
                    && region != Region::Intset
                {
                    notes.at(end, "  its end mark");
                }
            }
            _ => {}
        })
        .unwrap();
}

fn article(region: Region) -> String {
    let article = if region == Region::Intset { "an" } else { "a" };
    format!("{article} {region}")
}

/// The bytes of a block: hexadecimal up to the bar.
fn bytes_of(block: &str) -> Vec<u8> {
    let hex = block.lines().flat_map(|line| line.split('|').next().unwrap().split_whitespace());
    hex.map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
}

/// Splits a page at the lines that open and close blocks; every other part is inside one.
fn parts(page: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for line in page.lines() {
        let close = line == "```";
        if close {
            parts.push(String::new());
        }
        let last = parts.last_mut().unwrap();
        last.push_str(line);
        last.push('\n');
        if !close && line.starts_with("```") {
            parts.push(String::new());
        }
    }
    parts
}

/// Reads a page and compares its blocks; returns the bytes and the types of the keys in them.
fn read(path: &Path) -> (Vec<u8>, Vec<ValueType>) {
    let page = fs::read_to_string(path).unwrap();
    let mut parts = parts(&page);
    assert!(parts.len() >= 3, "{} has no bytes", path.display());
    let bytes = bytes_of(&parts[1]);
    let (annotated, types, told) = annotate(&bytes);
    parts[1] = annotated;
    if let Some(block) = parts.get_mut(3) {
        *block = told;
    }
    let expected = parts.concat();
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(path, &expected).unwrap();
    } else {
        assert_eq!(page, expected, "{}", path.display());
    }
    (bytes, types)
}

fn pages(folder: &str) -> Vec<PathBuf> {
    list(&Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(folder))
}

#[test]
fn every_type_has_a_page_whose_bytes_are_what_it_says() {
    let mut shown = BTreeSet::new();
    for page in pages("types") {
        let (_, types) = read(&page);
        assert_eq!(types.len(), 1, "{} shows one value", page.display());
        let title = fs::read_to_string(&page).unwrap();
        let code = format!("# {}: ", types[0].code());
        assert!(title.starts_with(&code), "{} begins with {code:?}", page.display());
        assert!(shown.insert(types[0].name()), "{} is shown twice", types[0]);
    }
    let all: BTreeSet<_> = ValueType::ALL.iter().map(|t| t.name()).collect();
    assert_eq!(shown, all);
}

#[test]
fn every_opcode_has_a_page_whose_bytes_hold_it() {
    let mut shown = BTreeSet::new();
    for page in pages("opcodes") {
        let (bytes, _) = read(&page);
        let title = fs::read_to_string(&page).unwrap();
        let code = title.strip_prefix("# ").and_then(|title| title.split(':').next());
        let code: u8 = code.and_then(|code| code.parse().ok()).unwrap();
        assert!(bytes.contains(&code), "{} does not show {code}", page.display());
        let name = page.file_stem().unwrap().to_str().unwrap().to_owned();
        shown.insert((code, name));
    }
    let codes: Vec<_> = shown.iter().map(|(code, _)| *code).collect();
    let mut expected: Vec<_> = OPCODES.iter().map(|opcode| opcode.code).chain([255]).collect();
    expected.sort_unstable();
    assert_eq!(codes, expected);
}
