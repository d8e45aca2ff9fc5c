//! One file of a node.

use super::{LogFacts, stem};
use crate::{CaseError, ErrorKind, Kind, Source, StreamEvidence, node::SnapshotEvidence};
use autopsync_stream::Origin;
use autopsync_text::{ClusterNodes, Config, Info, RoleReply, Watched};
use std::sync::Arc;

/// What a file is.
#[derive(Debug)]
pub enum Content {
    /// A snapshot.
    Snapshot(Box<SnapshotEvidence>),
    /// A stream or a dump of a backlog.
    Stream(Box<StreamEvidence>),
    /// A dump of INFO.
    Info(Box<Info>),
    /// A configuration.
    Config(Box<Config>),
    /// A reply to `ROLE`.
    Role(Box<RoleReply>),
    /// A reply to `CLUSTER NODES`.
    Cluster(ClusterNodes),
    /// What a sentinel or the cluster says of others.
    Watched(Vec<Watched>),
    /// A log.
    Log(Box<LogFacts>),
}

/// A file of a node.
#[derive(Debug)]
pub struct NodeFile {
    /// Its name as places carry it.
    pub name: Arc<str>,
    /// The word by which its name tells the moment, where several files of a node are of one kind: what is left of the
    /// name without the node's.
    pub moment: String,
    /// What it is.
    pub content: Content,
}

/// What was made of a source: files for one node or, where a paste holds several, for more.
pub(super) type Parts = Vec<(Option<String>, NodeFile)>;

/// Reads a file. The parts are named where the text names its node (a prompt, the label of a container's log).
pub(super) fn read(source: Source) -> Result<Parts, CaseError> {
    let name = Arc::clone(source.name());
    let moment = stem(source.path());
    let file = |content| NodeFile { name: Arc::clone(&name), moment: moment.clone(), content };
    let origin = Origin::unknown();
    let told_stream = !matches!(source.kind(), Kind::Snapshot) && source.sidecar()?.is_some();
    if told_stream {
        return Ok(vec![(
            None,
            file(Content::Stream(Box::new(StreamEvidence::open(source, &origin)?))),
        )]);
    }
    Ok(match source.kind() {
        Kind::Snapshot => {
            vec![(None, file(Content::Snapshot(Box::new(SnapshotEvidence::open(source)?))))]
        }
        Kind::Stream(_) => {
            vec![(None, file(Content::Stream(Box::new(StreamEvidence::open(source, &origin)?))))]
        }
        Kind::Info => Info::parse_all(source.bytes())
            .into_iter()
            .map(|info| (info.prompt().map(str::to_owned), file(Content::Info(Box::new(info)))))
            .collect(),
        Kind::Config => {
            let config = Config::parse(source.bytes());
            vec![(config.prompt().map(str::to_owned), file(Content::Config(Box::new(config))))]
        }
        Kind::Role => RoleReply::parse(source.bytes())
            .map(|role| (role.prompt.clone(), file(Content::Role(Box::new(role)))))
            .into_iter()
            .collect(),
        Kind::ClusterNodes => {
            let cluster = ClusterNodes::parse(source.bytes());
            vec![(cluster.prompt.clone(), file(Content::Cluster(cluster)))]
        }
        Kind::Watched => {
            vec![(None, file(Content::Watched(autopsync_text::watched(source.bytes()))))]
        }
        Kind::Log => LogFacts::read(source.bytes())
            .into_iter()
            .map(|(label, facts)| (label, file(Content::Log(Box::new(facts)))))
            .collect(),
        kind => {
            let kind = ErrorKind::WrongKind {
                expected: "a snapshot, a stream, an INFO dump, a log, a configuration, or a reply to ROLE, CLUSTER NODES or SENTINEL",
                found: kind.to_string(),
            };
            return Err(CaseError::new(source.path(), kind));
        }
    })
}
