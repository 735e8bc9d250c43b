//! From evidence to score, and the greatest score that incomplete evidence allows.
//!
//! The score is the share that the matched information has in all that counts:
//! `matched / (matched in full + contradictions + what is left out)`. It never falls when more is matched and never rises
//! when more is left over; so the same formula, fed with the most that could be matched and the least that must be left
//! over, bounds the score of every name about which no more is known.

use crate::name::Mode;

use super::weights;

/// What an alignment amounts to, in hundredths of a bit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// Information matched, each pair's weight times its likeness in thousandths.
    pub(crate) matched: u64,
    /// Information of the matched pairs in full, times 1000.
    pub(crate) full: u64,
    /// Matched by words that identify.
    pub(crate) identified: u32,
    /// Left over in the query and on the list: by words that identify, and by generic ones.
    pub(crate) query_left: Left,
    pub(crate) listed_left: Left,
}

/// Leftover information of one side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Left {
    pub(crate) identifying: u32,
    pub(crate) generic: u32,
}

/// What a leftover counts for: generic words hardly, once the name is identified.
pub(crate) fn effective(weight: u32, generic: bool, identified: u32, mode: Mode) -> u64 {
    u64::from(if generic && identified >= weights::IDENTIFIED && mode != Mode::Craft {
        weight * weights::GENERIC_LEFT / 1000
    } else {
        weight
    })
}

/// What all leftovers of one side count for.
pub(crate) fn total_left(left: Left, identified: u32, mode: Mode) -> u64 {
    effective(left.identifying, false, identified, mode) + effective(left.generic, true, identified, mode)
}

/// The costs of what is left over, times 1000: contradictions, and what is left out on one side.
pub(crate) fn costs(evidence: &Evidence, mode: Mode) -> (u64, u64) {
    let query = total_left(evidence.query_left, evidence.identified, mode);
    let listed = total_left(evidence.listed_left, evidence.identified, mode);
    let contradicted = query.min(listed);
    let left_out = query.abs_diff(listed).min(u64::from(weights::MOST_LEFT));
    (contradicted * weights::contradiction(mode), left_out * weights::left_out(evidence.matched / 1000, mode))
}

/// The score in ten-thousandths.
pub(crate) fn score(evidence: &Evidence, mode: Mode) -> u32 {
    if evidence.matched == 0 {
        return 0;
    }
    let (contradicted, left_out) = costs(evidence, mode);
    (evidence.matched * 10_000 / (evidence.full + contradicted + left_out)) as u32
}
