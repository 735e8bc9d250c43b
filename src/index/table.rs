//! A compact table from hashes to numbers: sorted, with an array of where each range of hashes begins, and a filter before
//! it, for most hashes that are asked for are not there.

/// Hash -> numbers. A hash is kept to 32 bits beside those that choose the bucket; strangers that share it are harmless.
#[derive(Debug)]
pub(super) struct KeyTable {
    /// How far a mixed hash is shifted to give its bucket.
    shift: u32,
    starts: Vec<u32>,
    entries: Vec<(u32, u32)>,
    /// One bit for each of some eight hashes: whether there may be one.
    filter: Vec<u64>,
}

impl KeyTable {
    pub(super) fn new(mut pairs: Vec<(u64, u32)>) -> Self {
        for (hash, _) in &mut pairs {
            *hash = mixed(*hash);
        }
        pairs.sort_unstable();
        pairs.dedup();
        // About two entries a bucket.
        let bits = (pairs.len().max(2) / 2).ilog2().clamp(1, 28);
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
        Self { shift, starts, entries: pairs.into_iter().map(|(hash, value)| (hash as u32, value)).collect(), filter }
    }

    /// Whether there may be anything under a hash; mostly true only if there is.
    pub(super) fn may_hold(&self, hash: u64) -> bool {
        let (cell, bit) = place(mixed(hash), self.filter.len());
        self.filter[cell] & bit != 0
    }

    pub(super) fn each(&self, hash: u64, mut found: impl FnMut(u32)) {
        let hash = mixed(hash);
        let (cell, bit) = place(hash, self.filter.len());
        if self.filter[cell] & bit == 0 {
            return;
        }
        let bucket = (hash >> self.shift) as usize;
        for &(low, value) in &self.entries[self.starts[bucket] as usize..self.starts[bucket + 1] as usize] {
            if low == hash as u32 {
                found(value);
            }
        }
    }

    pub(super) fn memory(&self) -> usize {
        self.starts.len() * 4 + self.entries.len() * 8 + self.filter.len() * 8
    }
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
