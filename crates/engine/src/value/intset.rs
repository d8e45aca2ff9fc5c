//! Small sets of integers: sorted, in as few bytes as the widest needs (`src/intset.c`).

/// A sorted array of distinct integers of two, four or eight bytes each.
#[derive(Debug, Clone)]
pub(crate) struct IntSet {
    width: u8,
    bytes: Vec<u8>,
}

fn width_of(value: i64) -> u8 {
    if i16::try_from(value).is_ok() {
        2
    } else if i32::try_from(value).is_ok() {
        4
    } else {
        8
    }
}

impl IntSet {
    /// Starts empty.
    pub(crate) const fn new() -> Self {
        Self { width: 2, bytes: Vec::new() }
    }

    /// Returns how many members there are.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len() / usize::from(self.width)
    }

    /// Returns the member at a rank.
    pub(crate) fn get(&self, rank: usize) -> Option<i64> {
        let width = usize::from(self.width);
        let bytes = self.bytes.get(rank * width..(rank + 1) * width)?;
        Some(match width {
            2 => i16::from_le_bytes(bytes.try_into().ok()?).into(),
            4 => i32::from_le_bytes(bytes.try_into().ok()?).into(),
            _ => i64::from_le_bytes(bytes.try_into().ok()?),
        })
    }

    /// Finds a member's rank, or where it would stand.
    fn search(&self, value: i64) -> Result<usize, usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.get(middle) {
                Some(found) if found == value => return Ok(middle),
                Some(found) if found < value => low = middle + 1,
                _ => high = middle,
            }
        }
        Err(low)
    }

    /// Tells whether a number is a member.
    pub(crate) fn contains(&self, value: i64) -> bool {
        width_of(value) <= self.width && self.search(value).is_ok()
    }

    /// Adds a member; `false` where it was one.
    pub(crate) fn insert(&mut self, value: i64) -> bool {
        if width_of(value) > self.width {
            self.widen(width_of(value));
        }
        let Err(rank) = self.search(value) else { return false };
        let width = usize::from(self.width);
        super::packed::splice(
            &mut self.bytes,
            rank * width,
            rank * width,
            &value.to_le_bytes()[..width],
        );
        true
    }

    /// Removes a member; `false` where it was none.
    pub(crate) fn remove(&mut self, value: i64) -> bool {
        let Ok(rank) = self.search(value) else { return false };
        let width = usize::from(self.width);
        super::packed::splice(&mut self.bytes, rank * width, (rank + 1) * width, &[]);
        true
    }

    fn widen(&mut self, width: u8) {
        let wide = self.iter().flat_map(|value| {
            let bytes = value.to_le_bytes();
            (0..usize::from(width)).map(move |i| bytes[i])
        });
        let bytes = wide.collect();
        *self = Self { width, bytes };
    }

    /// Iterates in numeric order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = i64> + '_ {
        (0..self.len()).filter_map(|rank| self.get(rank))
    }

    /// Returns the bytes on the heap.
    pub(crate) fn heap_bytes(&self) -> usize {
        self.bytes.capacity()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_stay_sorted_while_they_widen() {
        let mut set = IntSet::new();
        for value in [5, -3, 70000, 5, i64::MIN, 9, i64::MAX, -3] {
            let _ = set.insert(value);
        }
        assert_eq!(set.iter().collect::<Vec<_>>(), [i64::MIN, -3, 5, 9, 70000, i64::MAX]);
        assert!(set.remove(5) && !set.remove(6));
        assert!(set.contains(9) && !set.contains(5));
        assert_eq!(set.len(), 5);
    }
}
