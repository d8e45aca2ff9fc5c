//! `--to-file-offset`: a byte of an append-only file.

use crate::error::Error;
use autopsync_case::StreamEvidence;
use autopsync_model::NextOffset;
use std::str::FromStr;

/// `N`, or `FILE:N` where there are several files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileOffset {
    file: Option<String>,
    at: u64,
}

impl FromStr for FileOffset {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (file, at) = match text.rsplit_once(':') {
            Some((file, at)) => (Some(file.to_owned()), at),
            None => (None, text),
        };
        let wrong = |_| "expected a number of bytes, or FILE: and a number".to_owned();
        Ok(Self { file, at: at.parse().map_err(wrong)? })
    }
}

impl FileOffset {
    /// Finds the number that stands for the byte: of the named file, or of the only one.
    pub fn number(&self, streams: &[StreamEvidence]) -> Result<NextOffset, Error> {
        let name = |one: &StreamEvidence| {
            let path = one.source().path();
            path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
        };
        let wanted = |one: &&StreamEvidence| match &self.file {
            Some(file) => name(one) == *file || &**one.source().name() == file.as_str(),
            None => streams.len() == 1,
        };
        let found = streams.iter().find(wanted).and_then(StreamEvidence::aof);
        found.map(|member| member.number(self.at)).ok_or_else(|| {
            let names: Vec<_> = streams.iter().map(name).collect();
            Error::usage(
                "a file offset needs an append-only file, and the name of one of its files where it has several",
                format!("--to-file-offset FILE:N, with one of: {}", names.join(", ")),
            )
        })
    }
}

/// Refuses offsets of a stream where there is an append-only file, which has none.
pub fn refuse_offsets(streams: &[StreamEvidence], asked: bool) -> Result<(), Error> {
    if asked && streams.iter().any(|one| one.aof().is_some()) {
        return Err(Error::usage(
            "an append-only file has no replication offsets",
            "its bytes are counted by file: --to-file-offset [FILE:]N",
        ));
    }
    Ok(())
}
