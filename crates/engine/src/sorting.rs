//! The servers' two ways of sorting, for comparisons that are no order.
//!
//! Which of two equal elements comes first can decide what `GEORADIUS … COUNT n STORE` and `SORT … BY … LIMIT`
//! store, and master and replica decide alike because they do the same steps. So these are the same steps: C's `qsort`
//! as glibc has it (a merge sort), and the partial quicksort of `src/pqsort.c`, which leaves alone what no wanted
//! place depends on. A comparison may be inconsistent here (a distance that is NaN is less than everything to the
//! server); nothing but the order comes of it.

use std::cmp::Ordering;

/// Sorts as glibc's `qsort` does: stable, by merging halves.
pub(crate) fn merge_sort<T>(items: &mut Vec<T>, compare: &impl Fn(&T, &T) -> Ordering) {
    if items.len() <= 1 {
        return;
    }
    let mut right = items.split_off(items.len() / 2);
    merge_sort(items, compare);
    merge_sort(&mut right, compare);
    let left = std::mem::replace(items, Vec::with_capacity(items.len() + right.len()));
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        let next = if compare(a, b) == Ordering::Greater { right.next() } else { left.next() };
        items.extend(next);
    }
    items.extend(left);
    items.extend(right);
}

/// Sorts so far that the places up to `last`, included, are right (`pqsort`).
///
/// The quicksort of Bentley and McIlroy (“Engineering a Sort Function”, 1993): a median of three, or of three medians
/// for more than 40 elements, and elements equal to it gathered at both ends.
pub(crate) fn partial_sort<T>(
    items: &mut [T],
    last: usize,
    compare: &impl Fn(&T, &T) -> Ordering,
) {
    // A list of its own, where the server calls itself: hostile values lead very deep.
    let mut unsorted = vec![(0, items.len())];
    while let Some((start, end)) = unsorted.pop() {
        let part = &mut items[start..end];
        if part.len() < 7 {
            insertion_sort(part, compare);
            continue;
        }
        let (less, greater) = partition(part, compare);
        if less > 1 {
            unsorted.push((start, start + less));
        }
        if greater > 1 && last >= end - greater {
            unsorted.push((end - greater, end));
        }
    }
}

fn insertion_sort<T>(items: &mut [T], compare: &impl Fn(&T, &T) -> Ordering) {
    for end in 1..items.len() {
        let mut at = end;
        while at > 0 && compare(&items[at - 1], &items[at]) == Ordering::Greater {
            items.swap(at, at - 1);
            at -= 1;
        }
    }
}

/// Returns the place of the median of three.
fn median<T>(
    items: &[T],
    (a, b, c): (usize, usize, usize),
    compare: &impl Fn(&T, &T) -> Ordering,
) -> usize {
    let less = |x: usize, y: usize| compare(&items[x], &items[y]) == Ordering::Less;
    let greater = |x: usize, y: usize| compare(&items[x], &items[y]) == Ordering::Greater;
    match () {
        () if less(a, b) && less(b, c) => b,
        () if less(a, b) => {
            if less(a, c) {
                c
            } else {
                a
            }
        }
        () if greater(b, c) => b,
        () => {
            if less(a, c) {
                a
            } else {
                c
            }
        }
    }
}

fn pivot<T>(items: &[T], compare: &impl Fn(&T, &T) -> Ordering) -> usize {
    let n = items.len();
    let (mut low, mut middle, mut high) = (0, n / 2, n - 1);
    if n == 7 {
        return middle;
    }
    if n > 40 {
        let step = n / 8;
        low = median(items, (low, low + step, low + 2 * step), compare);
        middle = median(items, (middle - step, middle, middle + step), compare);
        high = median(items, (high - 2 * step, high - step, high), compare);
    }
    median(items, (low, middle, high), compare)
}

/// Moves what is less than a chosen element to the front, what is greater to the back and what is equal between;
/// tells how many are less and how many are greater.
fn partition<T>(items: &mut [T], compare: &impl Fn(&T, &T) -> Ordering) -> (usize, usize) {
    let n = items.len();
    let chosen = pivot(items, compare);
    items.swap(0, chosen);
    // Equal ones gather before `equal_low` and from `equal_high` on, less ones before `low`, greater ones from `high` on.
    let (mut equal_low, mut low, mut high, mut equal_high) = (1, 1, n, n);
    loop {
        while low < high {
            match compare(&items[low], &items[0]) {
                Ordering::Greater => break,
                Ordering::Equal => {
                    items.swap(equal_low, low);
                    equal_low += 1;
                }
                Ordering::Less => {}
            }
            low += 1;
        }
        while low < high {
            match compare(&items[high - 1], &items[0]) {
                Ordering::Less => break,
                Ordering::Equal => {
                    equal_high -= 1;
                    items.swap(high - 1, equal_high);
                }
                Ordering::Greater => {}
            }
            high -= 1;
        }
        if low >= high {
            break;
        }
        items.swap(low, high - 1);
        low += 1;
        high -= 1;
    }
    let (less, greater) = (low - equal_low, equal_high - high);
    exchange(items, 0, low, equal_low.min(less));
    exchange(items, low, n, greater.min(n - equal_high));
    (less, greater)
}

/// Exchanges so many elements from `start` on with as many before `end`.
fn exchange<T>(items: &mut [T], start: usize, end: usize, count: usize) {
    for n in 0..count {
        items.swap(start + n, end - count + n);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn random(state: &mut u64) -> u64 {
        *state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        *state >> 33
    }

    #[test]
    fn both_sort_and_the_partial_one_as_far_as_asked() {
        let mut state = 7;
        for n in 0..200_usize {
            let original: Vec<(u64, usize)> =
                (0..n).map(|place| (random(&mut state) % (1 + n as u64 / 2), place)).collect();
            let by_value = |a: &(u64, usize), b: &(u64, usize)| a.0.cmp(&b.0);
            let mut stable = original.clone();
            stable.sort_by(by_value);
            let mut merged = original.clone();
            merge_sort(&mut merged, &by_value);
            assert_eq!(merged, stable);
            let last = random(&mut state) as usize % n.max(1);
            let mut partial = original.clone();
            partial_sort(&mut partial, last, &by_value);
            let values = |items: &[(u64, usize)]| items.iter().map(|i| i.0).collect::<Vec<_>>();
            let wanted = n.min(last + 1);
            assert_eq!(values(&partial)[..wanted], values(&stable)[..wanted]);
            partial.sort_unstable();
            let mut all = original;
            all.sort_unstable();
            assert_eq!(partial, all);
        }
    }

    #[test]
    fn comparisons_that_are_no_order_end() {
        let mut state = 3;
        for n in 0..120 {
            let items: Vec<f64> = (0..n)
                .map(|_| {
                    if random(&mut state).is_multiple_of(3) {
                        f64::NAN
                    } else {
                        random(&mut state) as f64
                    }
                })
                .collect();
            let odd = |a: &f64, b: &f64| a.partial_cmp(b).unwrap_or(Ordering::Less);
            let (mut merged, mut partial) = (items.clone(), items);
            merge_sort(&mut merged, &odd);
            partial_sort(&mut partial, n / 2, &odd);
            assert_eq!((merged.len(), partial.len()), (n, n));
        }
    }
}
