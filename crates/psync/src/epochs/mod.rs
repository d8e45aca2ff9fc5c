//! What each epoch does: one row a file, each row saying only what its epoch changed.
//!
//! A new behaviour of a server is a new row: copy the newest file, name it after the first version, state what
//! changed with the commit or tag that shows it, and enter it in the list below. What changed inside an epoch is
//! a [`Since`] in the row; what changed in words only stands in the tables of wordings.

mod behaviour;

pub use behaviour::{
    BadOffset, Behaviour, DropsReplicas, FullReply, Identity, LinkRules, MasterRestart,
    MeaningfulOffset, NewBacklog, ReplicaRestart, RestartRules, SaveRules, Saved, SavedDb,
    ScriptsInSnapshot, SecondChannel, Since,
};

use autopsync_model::Epoch;

/// Declares the rows' modules and lists the rows in the order of [`Epoch::ALL`].
macro_rules! epochs {
    ($($module:ident),* $(,)?) => {
        $(mod $module;)*

        /// The rows, oldest first.
        pub static EPOCHS: &[&Behaviour] = &[$(&$module::ROW),*];
    };
}

epochs! {
    redis_2_6_0,
    redis_2_8_0,
    redis_2_8_22,
    redis_4_0_0,
    redis_4_0_2,
    redis_4_0_3,
    redis_4_0_4,
    redis_4_0_6,
    redis_5_0_0,
    redis_6_0_rc3,
    redis_6_0_0,
    redis_6_0_4,
    redis_6_2_7,
    redis_7_0_0,
    redis_8_0_0,
    valkey_8_0_0,
    valkey_9_0_0,
}

/// Returns the row of an epoch.
#[must_use]
pub fn behaviour(epoch: Epoch) -> &'static Behaviour {
    EPOCHS.iter().find(|row| row.epoch == epoch).copied().unwrap_or(&redis_2_6_0::ROW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_tile_the_epochs() {
        let rows: Vec<Epoch> = EPOCHS.iter().map(|row| row.epoch).collect();
        assert_eq!(rows, Epoch::ALL);
    }

    #[test]
    fn every_row_begins_where_its_file_says() {
        for row in EPOCHS {
            for first in row.first {
                let first = first.parse().unwrap();
                assert_eq!(Epoch::of(&first), row.epoch, "{first}");
            }
            assert!(!row.first.is_empty() && !row.summary.is_empty(), "{}", row.epoch);
        }
    }
}
