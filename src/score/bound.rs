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
    /// Whether all that is matched is matched by the same words, and no telling word is left over on either side.
    pub(crate) same_words: bool,
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
    let share = if generic && mode != Mode::Craft { weights::generic_left(identified) } else { 1000 };
    u64::from(weight) * u64::from(share) / 1000
}

/// What all leftovers of one side count for.
pub(crate) fn total_left(left: Left, identified: u32, mode: Mode) -> u64 {
    effective(left.identifying, false, identified, mode) + effective(left.generic, true, identified, mode)
}

/// What takes from a score, times 1000.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Costs {
    /// Something else stands in a word's place.
    pub(crate) contradicted: u64,
    /// Nothing stands in a word's place.
    pub(crate) left_out: u64,
    /// Too little is shared.
    pub(crate) little_shared: u64,
}

impl Costs {
    pub(crate) fn total(self) -> u64 {
        self.contradicted + self.left_out + self.little_shared
    }
}

/// The costs of what is left over, and of how little is shared.
pub(crate) fn costs(evidence: &Evidence, mode: Mode) -> Costs {
    let listed = total_left(evidence.listed_left, evidence.identified, mode);
    let mut added = evidence.query_left;
    if evidence.listed_left.generic + evidence.listed_left.identifying < weights::NEXT_TO_NOTHING {
        added.generic = added.generic * weights::ADDED / 1000;
    }
    let query = total_left(added, evidence.identified, mode);
    let contradicted = query.min(listed);
    let left_out = query.abs_diff(listed).min(u64::from(weights::MOST_LEFT));
    let matched = evidence.matched / 1000;
    let little_shared = if evidence.same_words { 0 } else { weights::LEAST_SHARED.saturating_sub(matched) };
    Costs {
        contradicted: contradicted * weights::contradiction(mode),
        left_out: left_out * weights::left_out(matched, mode),
        little_shared: little_shared * 1000,
    }
}

/// The score in ten-thousandths.
pub(crate) fn score(evidence: &Evidence, mode: Mode) -> u32 {
    if evidence.matched == 0 {
        return 0;
    }
    (evidence.matched * 10_000 / (evidence.full + costs(evidence, mode).total())) as u32
}
