//! What is wrong with a snapshot, what is only unknown, and what was found all the same.

use super::{Grid, count};
use crate::{
    JsonBytes,
    documents::{
        inspect::Inspect,
        salvage::{DamageRow, Salvage},
    },
};

/// Adds the tables.
pub(super) fn add(grid: &mut Grid, doc: &Inspect) {
    grid.rows(
        "Damage",
        &["at", "what", "spoils", "lost", "in words"],
        &[0, 3],
        doc.damage.iter().map(row).collect(),
    );
    if doc.damage_left_out > 0 {
        grid.line(&format!("and {} more", count(doc.damage_left_out, "defect")));
    }
    grid.rows(
        "Not readable, although the checksum is right",
        &["at", "bytes", "type", "key", "because"],
        &[0, 1, 2],
        doc.unread
            .iter()
            .map(|unread| {
                vec![
                    unread.at.to_string(),
                    unread.bytes.to_string(),
                    unread.code.map_or_else(String::new, |code| code.to_string()),
                    unread.key.as_ref().map_or_else(String::new, JsonBytes::to_string),
                    unread.message.clone(),
                ]
            })
            .collect(),
    );
    if let Some(salvage) = &doc.salvage {
        add_salvage(grid, salvage);
    }
}

fn row(damage: &DamageRow) -> Vec<String> {
    let spoilt = match (damage.kind.as_deref(), &damage.key) {
        (Some("record"), Some(key)) => format!("record of {key}"),
        (Some("value"), Some(key)) => format!("value of {key}"),
        (kind, Some(key)) => format!("{} ({key})", kind.unwrap_or_default()),
        (kind, None) => kind.unwrap_or_default().to_owned(),
    };
    let lost = damage.until.zip(damage.from).map(|(until, from)| until.saturating_sub(from));
    vec![
        damage.at.to_string(),
        damage.id.clone(),
        spoilt,
        lost.map_or_else(String::new, |bytes| count(bytes, "byte")),
        damage.message.clone(),
    ]
}

fn add_salvage(grid: &mut Grid, salvage: &Salvage) {
    grid.rows(
        "Resumed",
        &["at", "bytes given up", "because"],
        &[0, 1],
        salvage
            .resumed
            .iter()
            .map(|place| {
                vec![place.at.to_string(), place.skipped_bytes.to_string(), place.explained()]
            })
            .collect(),
    );
    grid.rows(
        "Salvaged keys",
        &["at", "standing", "db", "type", "encoding", "bytes", "key"],
        &[0, 2, 5],
        salvage
            .keys
            .iter()
            .map(|key| {
                vec![
                    key.at.to_string(),
                    key.standing.clone(),
                    format!("{}{}", key.db, if key.db_certain { "" } else { "?" }),
                    key.kind.clone(),
                    key.encoding.clone(),
                    key.bytes.to_string(),
                    key.key.to_string(),
                ]
            })
            .collect(),
    );
    let all = salvage.recovered + salvage.suspect;
    let told = format!(
        "{} recovered behind damage, {} suspect in front of it",
        count(salvage.recovered, "key"),
        salvage.suspect
    );
    let listed = salvage.keys.len() as u64;
    match (all > listed, salvage.incomplete) {
        (true, _) => grid.line(&format!("{told}; {listed} listed here, all by `keys --salvage`")),
        (false, true) => {
            grid.line(&format!("{told}; the bound on work kept some from being tried"));
        }
        (false, false) => grid.line(&told),
    }
}
