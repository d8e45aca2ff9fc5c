//! The server's partial sort, whose treatment of ties shows in what SORT … LIMIT and GEOSEARCH … COUNT store.
//!
//! It is Bentley and `McIlroy`'s quicksort ("Engineering a Sort Function", 1993) that leaves alone what lies outside of
//! the wanted range (`pqsort.c`, 3.2 to 8.0). It is not stable, so elements that compare equal come out in an order
//! that only the same steps reproduce. Where everything is wanted the server calls `qsort`, which is stable in glibc.

use std::cmp::Ordering::{self, Equal, Greater, Less};

/// Below this many elements an insertion sort takes over.
const SMALL: usize = 7;
/// Above this many the pivot is a median of nine.
const LARGE: usize = 40;
/// Passes over all elements after which input is taken for hostile: what is left is sorted by a method that cannot
/// be made quadratic, and may order ties in another way.
const PASSES: usize = 256;

/// Sorts until positions `first` to `last` hold what they would hold in the sorted order.
///
/// The comparison must be a total order: the last resort against hostile input may panic on another.
pub(crate) fn partial_sort<T>(
    items: &mut [T],
    first: usize,
    last: usize,
    mut compare: impl FnMut(&T, &T) -> Ordering,
) {
    // The parts are disjoint, so the order in which they are sorted makes no difference.
    let mut parts = vec![(0, items.len())];
    let mut budget = items.len().saturating_mul(PASSES);
    while let Some((start, end)) = parts.pop() {
        let wanted = end - start > 1 && last >= start && first < end;
        let part = items.get_mut(start..end).unwrap_or_default();
        if !wanted {
            continue;
        }
        if part.len() < SMALL {
            insertion_sort(part, &mut compare);
        } else if let Some(left) = budget.checked_sub(part.len()) {
            budget = left;
            let (less, greater) = partition(part, &mut compare);
            parts.push((start, start + less));
            parts.push((end - greater, end));
        } else {
            part.sort_by(&mut compare);
        }
    }
}

/// Sorts a few elements; ties keep their order.
fn insertion_sort<T>(items: &mut [T], compare: &mut impl FnMut(&T, &T) -> Ordering) {
    for mut at in 1..items.len() {
        while at > 0 && compare(&items[at - 1], &items[at]) == Greater {
            items.swap(at - 1, at);
            at -= 1;
        }
    }
}

/// The place of the median of three.
fn median<T>(
    items: &[T],
    [a, b, c]: [usize; 3],
    compare: &mut impl FnMut(&T, &T) -> Ordering,
) -> usize {
    let mut order = |left: usize, right: usize| compare(&items[left], &items[right]);
    if order(a, b) == Less {
        if order(b, c) == Less {
            b
        } else if order(a, c) == Less {
            c
        } else {
            a
        }
    } else if order(b, c) == Greater {
        b
    } else if order(a, c) == Less {
        a
    } else {
        c
    }
}

/// The place of the pivot.
fn pivot<T>(items: &[T], compare: &mut impl FnMut(&T, &T) -> Ordering) -> usize {
    let (mut low, mut middle, mut high) = (0, items.len() / 2, items.len() - 1);
    if items.len() == SMALL {
        return middle;
    }
    if items.len() > LARGE {
        let step = items.len() / 8;
        low = median(items, [low, low + step, low + 2 * step], compare);
        middle = median(items, [middle - step, middle, middle + step], compare);
        high = median(items, [high - 2 * step, high - step, high], compare);
    }
    median(items, [low, middle, high], compare)
}

/// Brings what is less than a pivot to the low end, what is greater to the high end, and returns how many of each.
///
/// What equals the pivot is gathered at both ends first, then swapped into the middle.
fn partition<T>(items: &mut [T], compare: &mut impl FnMut(&T, &T) -> Ordering) -> (usize, usize) {
    let length = items.len();
    let at = pivot(items, compare);
    items.swap(0, at);
    // Equal: below `low_equal` and from `high_equal` on. Less: up to `low`. Greater: from `high` on.
    let (mut low_equal, mut low, mut high, mut high_equal) = (1, 1, length, length);
    loop {
        while low < high {
            match compare(&items[low], &items[0]) {
                Greater => break,
                Equal => {
                    items.swap(low_equal, low);
                    low_equal += 1;
                }
                Less => {}
            }
            low += 1;
        }
        while low < high {
            match compare(&items[high - 1], &items[0]) {
                Less => break,
                Equal => {
                    high_equal -= 1;
                    items.swap(high - 1, high_equal);
                }
                Greater => {}
            }
            high -= 1;
        }
        if low >= high {
            break;
        }
        high -= 1;
        items.swap(low, high);
        low += 1;
    }
    let (less, greater) = (low - low_equal, high_equal - high);
    swap_blocks(items, 0, low - low_equal.min(less), low_equal.min(less));
    let equal = greater.min(length - high_equal);
    swap_blocks(items, low, length - equal, equal);
    (less, greater)
}

/// Swaps two runs of elements, one by one.
fn swap_blocks<T>(items: &mut [T], left: usize, right: usize, length: usize) {
    for offset in 0..length {
        items.swap(left + offset, right + offset);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sorted(items: &[(u8, u32)], first: usize, last: usize) -> Vec<(u8, u32)> {
        let mut items = items.to_vec();
        partial_sort(&mut items, first, last, |left, right| left.0.cmp(&right.0));
        items
    }

    #[test]
    fn ties_come_out_as_the_server_has_them() {
        // GEOSEARCH … COUNT 5 ASC, then DESC, on 7.0.15: members 0 to n-1, member i at one of three places by i*7%3,
        // offered by place, then member.
        let recorded: [(u8, [u8; 5], [u8; 5]); 2] =
            [(8, [3, 0, 6, 4, 1], [2, 5, 4, 1, 7]), (50, [48, 6, 9, 12, 15], [5, 47, 44, 41, 38])];
        for (count, ascending, descending) in recorded {
            let mut offered: Vec<(u8, u8)> = (0..count).map(|i| (i % 3, i)).collect();
            offered.sort_unstable();
            let first = |compare: fn(&(u8, u8), &(u8, u8)) -> Ordering| -> Vec<u8> {
                let mut items = offered.clone();
                partial_sort(&mut items, 0, 4, compare);
                items.iter().take(5).map(|item| item.1).collect()
            };
            assert_eq!(first(|left, right| left.0.cmp(&right.0)), ascending);
            assert_eq!(first(|left, right| right.0.cmp(&left.0)), descending);
        }
    }

    #[test]
    fn hostile_order_ends() {
        // McIlroy's killer: the comparison decides as it goes, always against the pivot.
        let length = 12_000;
        let mut values = vec![u32::MAX; length];
        let mut items: Vec<usize> = (0..length).collect();
        let (mut solid, mut candidate, mut steps) = (0, 0, 0u64);
        partial_sort(&mut items, 0, length - 1, |left, right| {
            steps += 1;
            let (left, right) = (*left, *right);
            if values[left] == u32::MAX && values[right] == u32::MAX {
                values[if left == candidate { left } else { right }] = solid;
                solid += 1;
            }
            if values[left] == u32::MAX {
                candidate = left;
            } else if values[right] == u32::MAX {
                candidate = right;
            }
            values[left].cmp(&values[right])
        });
        assert!(steps < 12_000 * 300, "{steps}");
    }

    proptest! {
        #[test]
        fn the_wanted_range_is_sorted(
            keys in proptest::collection::vec(0u8..20, 1..300), ends: (proptest::sample::Index, proptest::sample::Index),
        ) {
            let items: Vec<(u8, u32)> = keys.iter().copied().zip(0..).collect();
            let (one, other) = (ends.0.index(items.len()), ends.1.index(items.len()));
            let (first, last) = (one.min(other), one.max(other));
            let found = sorted(&items, first, last);
            let mut whole = keys.clone();
            whole.sort_unstable();
            let range: Vec<u8> = found[first..=last].iter().map(|item| item.0).collect();
            prop_assert_eq!(&range[..], &whole[first..=last]);
            let mut numbers: Vec<u32> = found.iter().map(|item| item.1).collect();
            numbers.sort_unstable();
            prop_assert!(numbers.into_iter().eq(0..u32::try_from(keys.len()).unwrap()), "nothing lost");
        }
    }
}
