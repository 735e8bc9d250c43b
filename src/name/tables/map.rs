//! A table from keys to rows that is read where it lies: slots first, then the rows, each behind its key.

use super::layout::place;

#[derive(Debug)]
pub(super) struct Map {
    /// What each slot shows of its key in the lowest byte, and where the row stands in the others; zero if it is empty. A
    /// power of two, not all taken.
    slots: &'static [[u8; 4]],
    rows: &'static [u8],
}

impl Map {
    /// A table as the build script laid it out: how many slots, the slots, the rows.
    pub(super) const fn new(table: &'static [u8]) -> Self {
        let Some((count, rest)) = table.split_first_chunk() else { panic!("a table has slots") };
        let (slots, rows) = rest.split_at(u32::from_le_bytes(*count) as usize * 4);
        Self { slots: slots.as_chunks().0, rows }
    }

    /// What stands behind a key, with all that follows.
    pub(super) fn get(&self, key: &[u8]) -> Option<&'static [u8]> {
        self.probe(key, |length, row| row.strip_prefix(key).filter(|_| length == key.len()))
    }

    /// The key that `is_it` accepts among those filed where `place` is.
    pub(super) fn find(&self, place: &[u8], is_it: impl Fn(&[u8]) -> bool) -> Option<&'static [u8]> {
        self.probe(place, |length, row| row.get(..length).filter(|key| is_it(key)))
    }

    fn probe<T>(&self, key: &[u8], read: impl Fn(usize, &'static [u8]) -> Option<T>) -> Option<T> {
        let (mut at, shown) = place(key, self.slots.len());
        loop {
            let slot = u32::from_le_bytes(*self.slots.get(at)?);
            if slot == 0 {
                return None;
            }
            if slot as u8 == shown
                && let Some((&length, row)) = self.rows.get((slot >> 8) as usize..)?.split_first_chunk()
                && let Some(found) = read(usize::from(u16::from_le_bytes(length)), row)
            {
                return Some(found);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }
}
