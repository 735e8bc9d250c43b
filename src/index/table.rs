//! A compact table from hashes to numbers: sorted, with an array of where each range of hashes begins.

/// Hash -> numbers. A hash is kept to 32 bits beside those that choose the bucket; strangers that share it are harmless.
#[derive(Debug)]
pub(super) struct KeyTable {
    /// How far a mixed hash is shifted to give its bucket.
    shift: u32,
    starts: Vec<u32>,
    entries: Vec<(u32, u32)>,
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
        Self { shift, starts, entries: pairs.into_iter().map(|(hash, value)| (hash as u32, value)).collect() }
    }

    pub(super) fn each(&self, hash: u64, mut found: impl FnMut(u32)) {
        let hash = mixed(hash);
        let bucket = (hash >> self.shift) as usize;
        for &(low, value) in &self.entries[self.starts[bucket] as usize..self.starts[bucket + 1] as usize] {
            if low == hash as u32 {
                found(value);
            }
        }
    }

    pub(super) fn memory(&self) -> usize {
        self.starts.len() * 4 + self.entries.len() * 8
    }
}

/// Spreads a hash over all bits (the finaliser of SplitMix64).
fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}
