//! The ids that one data set went through, from everything that a node left.

use super::Sighting;
use autopsync_model::{History, ReplId};

/// The most ids that are followed back.
const MOST: usize = 64;

/// Returns the ids at a moment, newest first: its own two, then what earlier words of the same node add.
pub(super) fn of(at: &Sighting, sightings: &[Sighting]) -> History {
    let Some(current) = at.replid else { return History::default() };
    let mut history = History::new(current);
    let mut known = vec![current];
    let named = |id: ReplId| {
        sightings
            .iter()
            .filter(move |seen| seen.replid.is_some_and(|known| known.same_history(&id)))
    };
    let mut next = step(at).or_else(|| named(current).find_map(step));
    while let Some((older, ends_before)) = next {
        if known.len() >= MOST || known.iter().any(|id| id.same_history(&older)) {
            break;
        }
        history = history.preceded_by(older, ends_before);
        known.push(older);
        next = named(older).find_map(step);
    }
    history
}

fn step(seen: &Sighting) -> Option<(ReplId, autopsync_model::NextOffset)> {
    let older = seen.replid2.filter(|id| !id.is_cleared())?;
    seen.second_replid_offset.filter(|offset| offset.get() > 0).map(|offset| (older, offset))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assembly::SeenBy;
    use autopsync_model::{NextOffset, Place};

    #[test]
    fn two_promotions_are_followed_back_and_a_circle_ends() {
        let id = |letter: u8| ReplId::from_bytes(&[letter; 40]).unwrap();
        let seen = |now: u8, before: u8, second: i64| {
            let mut seen = Sighting::new(SeenBy::Info, Place::line(1), "");
            seen.replid = Some(id(now));
            seen.replid2 = Some(id(before));
            seen.second_replid_offset = Some(NextOffset::new(second));
            seen
        };
        let all = [seen(b'b', b'a', 10), seen(b'c', b'b', 20), seen(b'a', b'c', 5)];
        let history = of(&all[1], &all);
        assert_eq!(
            history.parts().iter().map(|part| part.replid).collect::<Vec<_>>(),
            [id(b'c'), id(b'b'), id(b'a')]
        );
        assert_eq!(history.parts()[2].ends_before, Some(NextOffset::new(10)));
    }
}
