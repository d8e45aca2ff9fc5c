//! The reply to `ROLE` (2.8.12 and later; `roleCommand`, `replication.c`).

use super::tokens::Tokens;
use crate::Role;
use autopsync_model::{AppliedOffset, Place};

/// What a server says of itself in `ROLE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleReply {
    /// Its role.
    pub role: Role,
    /// A master: the last byte produced. A replica: the last byte applied; `None` before its first synchronisation (-1).
    pub offset: Option<AppliedOffset>,
    /// A replica's master.
    pub master: Option<(String, u16)>,
    /// A replica's link: `connect`, `connecting`, `sync`, `connected`, `handshake`, `none`.
    pub link: Option<String>,
    /// A master's replicas that are online, with the offset of their last acknowledgement.
    pub replicas: Vec<RoleReplica>,
    /// The address of the prompt that was pasted along.
    pub prompt: Option<String>,
    /// Where the offset stands.
    pub place: Place,
}

/// A replica in the reply of its master.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleReplica {
    /// Its address.
    pub ip: String,
    /// Its port.
    pub port: u16,
    /// The last byte it acknowledged.
    pub offset: AppliedOffset,
}

impl RoleReply {
    /// Reads a reply. `None` where the text is none.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let tokens = Tokens::of(bytes);
        let prompt = tokens.prompt;
        let mut list = tokens.list.into_iter().filter(|token| !token.text.is_empty());
        let role = match list.next()?.text.as_str() {
            "master" => Role::Master,
            "slave" | "replica" => Role::Replica,
            "sentinel" => Role::Sentinel,
            _ => return None,
        };
        let mut reply = Self {
            role,
            offset: None,
            master: None,
            link: None,
            replicas: Vec::new(),
            prompt,
            place: Place::line(1),
        };
        match role {
            Role::Sentinel => return list.next().map(|_| reply),
            Role::Master => {
                let offset = list.next()?;
                reply.place = Place::line(offset.line);
                reply.offset = Some(AppliedOffset::new(offset.text.parse().ok()?));
                while let (Some(ip), Some(port), Some(offset)) =
                    (list.next(), list.next(), list.next())
                {
                    let (Ok(port), Ok(offset)) = (port.text.parse(), offset.text.parse()) else {
                        break;
                    };
                    reply.replicas.push(RoleReplica {
                        ip: ip.text,
                        port,
                        offset: AppliedOffset::new(offset),
                    });
                }
            }
            Role::Replica => {
                let (host, port) = (list.next()?, list.next()?);
                reply.master = Some((host.text, port.text.parse().ok()?));
                reply.link = Some(list.next()?.text);
                let offset = list.next()?;
                reply.place = Place::line(offset.line);
                reply.offset =
                    offset.text.parse().ok().filter(|offset| *offset >= 0).map(AppliedOffset::new);
            }
        }
        Some(reply)
    }
}

/// Tells whether a text is a reply to `ROLE`.
#[must_use]
pub fn looks_like_role(bytes: &[u8]) -> bool {
    let head = bytes.get(..4096).unwrap_or(bytes);
    RoleReply::parse(head).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_master_and_a_replica_in_each_dress() {
        let master = RoleReply::parse(b"1) \"master\"\n2) (integer) 70\n3) 1) 1) \"10.0.0.2\"\n      2) \"6380\"\n      3) \"56\"\n").unwrap();
        assert_eq!((master.role, master.offset), (Role::Master, Some(AppliedOffset::new(70))));
        assert_eq!(
            master.replicas,
            [RoleReplica { ip: "10.0.0.2".into(), port: 6380, offset: AppliedOffset::new(56) }]
        );
        assert_eq!(master.place, Place::line(2));
        for text in [
            "slave\n10.0.0.1\n6379\nconnected\n56\n",
            r#"["slave","10.0.0.1",6379,"connected",56]"#,
        ] {
            let replica = RoleReply::parse(text.as_bytes()).unwrap();
            assert_eq!(replica.master, Some(("10.0.0.1".into(), 6379)));
            assert_eq!(
                (replica.link.as_deref(), replica.offset.map(AppliedOffset::get)),
                (Some("connected"), Some(56))
            );
        }
    }

    #[test]
    fn a_replica_that_never_synchronised_has_no_offset() {
        assert_eq!(RoleReply::parse(b"slave\nh\n1\nconnecting\n-1").unwrap().offset, None);
    }

    #[test]
    fn talk_is_no_reply() {
        assert!(!looks_like_role(b"master of puppets\n1\n"));
        assert!(!looks_like_role(b""));
        assert!(!looks_like_role(b"master\nof\n"));
    }
}
