//! A compact table from hashes to numbers: sorted, with an array of where each range of hashes begins, and a filter before
//! it, for most hashes that are asked for are not there.

use smallvec::SmallVec;

#[cfg(feature = "snapshot")]
use crate::row::{RowError, RowReader, RowWriter};

/// Hash -> numbers. Of a hash, sixteen bits are kept beside those that choose the bucket; strangers that share them are
/// harmless, for whoever asks looks at what was found.
#[derive(Debug)]
pub(crate) struct KeyTable {
    /// How far a mixed hash is shifted to give its bucket.
    shift: u32,
    /// Where each bucket begins, and where the last one ends.
    starts: Vec<u32>,
    /// The bits of each entry's hash that come after those of its bucket.
    fragments: Vec<u16>,
    values: Vec<u32>,
    /// One bit for each of some eight hashes: whether there may be one.
    filter: Vec<u64>,
}

impl KeyTable {
    pub(crate) fn new(mut pairs: Vec<(u64, u32)>) -> Self {
        for (hash, _) in &mut pairs {
            *hash = mixed(*hash);
        }
        pairs.sort_unstable();
        pairs.dedup();
        // About two entries a bucket.
        let bits = (pairs.len().max(2) / 2).ilog2().clamp(1, MOST_BITS);
        let shift = 64 - bits;
        let mut starts = vec![0_u32; (1 << bits) + 1];
        for (hash, _) in &pairs {
            starts[(hash >> shift) as usize + 1] += 1;
        }
        for index in 1..starts.len() {
            starts[index] += starts[index - 1];
        }
        // About eight bits an entry.
        let mut filter = vec![0_u64; 1 << (bits + 4).saturating_sub(6)];
        for &(hash, _) in &pairs {
            let (cell, bit) = place(hash, filter.len());
            filter[cell] |= bit;
        }
        Self {
            shift,
            starts,
            fragments: pairs.iter().map(|&(hash, _)| fragment(hash, shift)).collect(),
            values: pairs.iter().map(|&(_, value)| value).collect(),
            filter,
        }
    }

    pub(crate) fn each(&self, hash: u64, mut found: impl FnMut(u32)) {
        let hash = mixed(hash);
        let (cell, bit) = place(hash, self.filter.len());
        if self.filter[cell] & bit == 0 {
            return;
        }
        let bucket = (hash >> self.shift) as usize;
        let entries = self.starts[bucket] as usize..self.starts[bucket + 1] as usize;
        let wanted = fragment(hash, self.shift);
        for (at, &fragment) in self.fragments[entries.clone()].iter().enumerate() {
            if fragment == wanted {
                found(self.values[entries.start + at]);
            }
        }
    }

    /// What is under each of several hashes, told apart by what stands beside them. What the first step reads of one hash is
    /// read of all before the second: most of it is in no cache, and so it is waited for together.
    pub(crate) fn each_of<T: Copy>(&self, hashes: impl Iterator<Item = (u64, T)>, mut found: impl FnMut(T, u32)) {
        let mut likely: SmallVec<[(u64, T); MANY]> = SmallVec::new();
        for (hash, of) in hashes {
            let hash = mixed(hash);
            let (cell, bit) = place(hash, self.filter.len());
            if self.filter[cell] & bit != 0 {
                likely.push((hash, of));
            }
        }
        let mut buckets: SmallVec<[(u32, u32); MANY]> = SmallVec::new();
        for &(hash, _) in &likely {
            let bucket = (hash >> self.shift) as usize;
            buckets.push((self.starts[bucket], self.starts[bucket + 1]));
        }
        let mut entries: SmallVec<[(u32, T); 2 * MANY]> = SmallVec::new();
        for (&(hash, of), &(from, to)) in likely.iter().zip(&buckets) {
            let wanted = fragment(hash, self.shift);
            for (at, &fragment) in self.fragments[from as usize..to as usize].iter().enumerate() {
                if fragment == wanted {
                    entries.push((from + at as u32, of));
                }
            }
        }
        for (at, of) in entries {
            found(of, self.values[at as usize]);
        }
    }

    pub(crate) fn memory(&self) -> usize {
        size_of_val(&*self.starts)
            + size_of_val(&*self.fragments)
            + size_of_val(&*self.values)
            + size_of_val(&*self.filter)
    }
}

#[cfg(feature = "snapshot")]
impl KeyTable {
    pub(crate) fn write(&self, to: &mut RowWriter<'_>) -> std::io::Result<()> {
        to.u32s(self.starts.iter().copied())?;
        to.u16s(self.fragments.iter().copied())?;
        to.u32s(self.values.iter().copied())?;
        to.u64s(self.filter.iter().copied())
    }

    /// A table of which every value is below `limit`.
    pub(crate) fn read(from: &mut RowReader<'_>, limit: usize) -> Result<Self, RowError> {
        let (starts, fragments, values, filter) = (from.u32s()?, from.u16s()?, from.u32s()?, from.u64s()?);
        let buckets = starts.len().saturating_sub(1);
        let fits = buckets.is_power_of_two()
            && (1..=MOST_BITS).contains(&buckets.ilog2())
            && crate::row::are_bounds(&starts, values.len())
            && fragments.len() == values.len()
            && filter.len().is_power_of_two()
            && values.iter().all(|&value| (value as usize) < limit);
        if !fits {
            return Err(RowError::inconsistent("a table of keys"));
        }
        Ok(Self { shift: 64 - buckets.ilog2(), starts, fragments, values, filter })
    }
}

/// Hashes of one word that are filed, mostly.
const MANY: usize = 32;

/// Bits of a hash that choose a bucket, at most.
const MOST_BITS: u32 = 28;

fn fragment(hash: u64, shift: u32) -> u16 {
    (hash >> (shift - 16)) as u16
}

/// Where the bit of a mixed hash is in a filter of so many cells, a power of two.
fn place(hash: u64, cells: usize) -> (usize, u64) {
    ((hash >> 6) as usize & (cells - 1), 1 << (hash & 63))
}

/// Spreads a hash over all bits (the finaliser of SplitMix64).
fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}
