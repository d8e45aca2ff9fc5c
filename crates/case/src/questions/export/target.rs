//! Who is to read what is written.

use crate::{CaseError, Source, node::SnapshotHead};
use autopsync_model::{Product, Version};
use autopsync_rdb::{
    Dialect, Event, Header,
    write::{Target, WriteError},
};

/// How a target was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TargetChoice {
    /// Not at all: whoever wrote the snapshot.
    #[default]
    AsSource,
    /// By a server.
    Server(Version),
    /// By a version of the format. Without one the newest that is known of the product.
    Format(Product, Option<u16>),
}

impl TargetChoice {
    /// Returns the target, where it does not depend on a source.
    ///
    /// # Errors
    /// `write-target` for a version of the format that nobody reads.
    pub fn target(self) -> Result<Option<Target>, WriteError> {
        match self {
            Self::AsSource => Ok(None),
            Self::Server(version) => Ok(Some(Target::for_version(&version))),
            Self::Format(product, version) => {
                let dialect = match (product, version) {
                    // Valkey 7.2 to 8.1 write and load the format under its old name.
                    (Product::Valkey, Some(version)) if version < 80 => Dialect::Redis,
                    (Product::Valkey, _) => Dialect::Valkey,
                    (Product::Redis, _) => Dialect::Redis,
                };
                let version = version.unwrap_or_else(|| match dialect {
                    Dialect::Valkey => Target::for_version(&Version::valkey(9, 0, 0)).version(),
                    Dialect::Redis => Target::for_version(&Version::redis(99, 0, 0)).version(),
                });
                Target::new(dialect, version).map(Some)
            }
        }
    }
}

/// Returns the target for a source: the one that was named, else whoever wrote it. For a format from the future that is the
/// newest one known.
///
/// # Errors
/// Where the source is no snapshot. A target that nobody is comes as the inner error.
pub fn target_for(
    choice: TargetChoice,
    source: &Source,
) -> Result<Result<Target, WriteError>, CaseError> {
    let header = super::header(source)?;
    Ok(match choice.target() {
        Ok(Some(target)) => Ok(target),
        Ok(None) => as_source(source, header),
        Err(error) => Err(error),
    })
}

/// Tells whether `KeyDB` wrote the source. Where its version does not tell, the fields beside its keys do: all records are
/// passed then, up to the first such field.
fn is_of_keydb(source: &Source) -> bool {
    let Ok(reader) = source.reader() else { return false };
    let watch = source.watch();
    reader
        .without_checksum()
        .watched_by(&watch)
        .any(|event| matches!(event, Ok(Event::Aux(aux)) if aux.is_of_keydb()))
}

/// The server that wrote the source where it tells and its file has the format of that server, else the format.
fn as_source(source: &Source, header: Header) -> Result<Target, WriteError> {
    if header == Target::for_keydb().header() && is_of_keydb(source) {
        return Ok(Target::for_keydb());
    }
    let writer = SnapshotHead::of_aux_fields(source.bytes()).version;
    let named = writer.map(|version| Target::for_version(&version));
    if let Some(target) = named.filter(|target| target.header() == header) {
        return Ok(target);
    }
    Target::new(header.dialect, header.version).or_else(|error| {
        let product = match header.dialect {
            Dialect::Redis => Product::Redis,
            Dialect::Valkey => Product::Valkey,
        };
        TargetChoice::Format(product, None).target()?.ok_or(error)
    })
}
