//! From evidence to score, and the greatest score that incomplete evidence allows.
//!
//! The score is the share that the matched information has in all that counts:
//! `matched / (matched in full + contradictions + what is left out)`. It never falls when more is matched and never rises
//! when more is left over; so the same formula, fed with the most that could be matched and the least that must be left
//! over, bounds the score of every name about which no more is known.

use crate::name::{Class, Mode};

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
    /// Telling words matched.
    pub(crate) words: u32,
    /// Whether all that is matched is matched by the same words, and no telling word is left over on either side.
    pub(crate) same_words: bool,
    /// Matched by an initial and a name that begins with it.
    pub(crate) initials: u64,
    /// Whether a word that only the query has stands between words that answer.
    pub(crate) inserted: bool,
    /// Whether the names of a person that answer are few and only alike.
    pub(crate) doubtful_names: bool,
    pub(crate) query_left: Left,
    pub(crate) listed_left: Left,
}

/// Leftover information of one side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Left {
    pub(crate) identifying: u32,
    pub(crate) industry: u32,
    pub(crate) generic: u32,
    pub(crate) place: u32,
    /// Legal forms.
    pub(crate) forms: u32,
}

/// How a leftover is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LeftAs {
    Identifying,
    Industry,
    Generic,
    Place,
    Form,
}

impl LeftAs {
    pub(crate) fn of(class: Class) -> Self {
        match class {
            Class::Industry => Self::Industry,
            Class::Generic => Self::Generic,
            Class::Place => Self::Place,
            Class::LegalForm => Self::Form,
            _ => Self::Identifying,
        }
    }
}

impl Left {
    pub(crate) fn add(&mut self, counted: LeftAs, weight: u32) {
        *match counted {
            LeftAs::Identifying => &mut self.identifying,
            LeftAs::Industry => &mut self.industry,
            LeftAs::Generic => &mut self.generic,
            LeftAs::Place => &mut self.place,
            LeftAs::Form => &mut self.forms,
        } += weight;
    }

    /// Of each kind, the greater of the two.
    pub(crate) fn or_more(self, other: Self) -> Self {
        Self {
            identifying: self.identifying.max(other.identifying),
            industry: self.industry.max(other.industry),
            generic: self.generic.max(other.generic),
            place: self.place.max(other.place),
            forms: self.forms.max(other.forms),
        }
    }

    /// All of it, legal forms included.
    fn total(self) -> u32 {
        self.identifying + self.industry + self.generic + self.place + self.forms
    }

    fn form(self) -> weights::FormLeft {
        weights::FormLeft { form: self.forms > 0, besides: self.total() - self.forms }
    }

    pub(crate) fn is_next_to_nothing(self) -> bool {
        self.total() < weights::NEXT_TO_NOTHING
    }
}

/// What a leftover counts for: generic words and places less, once the name is identified.
pub(crate) fn effective(weight: u32, counted: LeftAs, identified: u32, mode: Mode) -> u64 {
    let share = match counted {
        // Forms are priced by themselves.
        LeftAs::Form => 0,
        _ if mode == Mode::Craft => 1000,
        LeftAs::Identifying | LeftAs::Industry => 1000,
        LeftAs::Generic => weights::generic_left(identified),
        LeftAs::Place => weights::place_left(identified),
    };
    u64::from(weight) * u64::from(share) / 1000
}

/// What all leftovers of one side count for.
pub(crate) fn total_left(left: Left, identified: u32, mode: Mode) -> u64 {
    effective(left.identifying, LeftAs::Identifying, identified, mode)
        + effective(left.industry, LeftAs::Industry, identified, mode)
        + effective(left.generic, LeftAs::Generic, identified, mode)
        + effective(left.place, LeftAs::Place, identified, mode)
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
    /// Words are only alike, and the names differ in something besides.
    pub(crate) doubtful: u64,
    /// The query has a legal form that the list has not.
    pub(crate) form: u64,
    /// The legal forms differ, and the names in something besides.
    pub(crate) other_form: u64,
    /// One name of a person is all that answers.
    pub(crate) lone_name: u64,
}

impl Costs {
    pub(crate) fn total(self) -> u64 {
        self.contradicted
            + self.left_out
            + self.little_shared
            + self.doubtful
            + self.form
            + self.other_form
            + self.lone_name
    }
}

/// The costs of what is left over, and of how little is shared.
pub(crate) fn costs(evidence: &Evidence, mode: Mode) -> Costs {
    let query = total_left(evidence.query_left, evidence.identified, mode);
    let listed = total_left(evidence.listed_left, evidence.identified, mode);
    let matched = evidence.matched / 1000;
    let industries = u64::from(evidence.query_left.industry.min(evidence.listed_left.industry));
    let added = query.saturating_sub(listed).min(weights::MOST_ADDED);
    let is_another_name =
        mode == Mode::Organization && evidence.words < 2 && evidence.query_left.identifying >= weights::NAMED_BESIDES;
    let added_industry = match mode {
        Mode::Organization => u64::from(evidence.query_left.industry) * weights::ADDED_INDUSTRY,
        Mode::Person | Mode::Craft => 0,
    };
    let missing = listed.saturating_sub(query).min(weights::MOST_MISSING);
    // Initials fit too many names to share much by them.
    let shared = matched - evidence.initials / 1000;
    let little_shared = if evidence.same_words { 0 } else { weights::least_shared(mode).saturating_sub(shared) };
    let is_whole = evidence.listed_left.is_next_to_nothing()
        && !evidence.inserted
        && evidence.words > 1
        && matched >= weights::SEVERAL_WORDS;
    let added_factor = weights::added(matched, is_whole, mode);
    let nothing_left = evidence.query_left.is_next_to_nothing() && evidence.listed_left.is_next_to_nothing();
    let in_meaning = mode == Mode::Organization && nothing_left && evidence.identified < weights::NEXT_TO_NOTHING;
    let (left, matched_in_full) = (evidence.query_left.total() + evidence.listed_left.total(), evidence.full / 1000);
    Costs {
        contradicted: query.min(listed) * weights::contradiction(mode) + industries * weights::OTHER_INDUSTRY,
        left_out: added * if is_another_name { added_factor.max(weights::ADDED_NAME) } else { added_factor }
            + missing * weights::missing(matched, mode)
            + added_industry,
        little_shared: little_shared
            * if in_meaning { weights::LITTLE_SHARED_IN_MEANING } else { weights::little_shared(mode) },
        doubtful: (matched_in_full - matched.min(matched_in_full))
            * if evidence.doubtful_names { weights::DOUBTFUL_NAMES } else { weights::doubtful(left, mode) },
        form: u64::from(evidence.query_left.forms) * weights::FORM_LEFT,
        other_form: if mode == Mode::Organization {
            matched_in_full * weights::other_form(evidence.query_left.form(), evidence.listed_left.form())
        } else {
            0
        },
        lone_name: if mode == Mode::Person && evidence.words < 2 {
            matched_in_full * weights::lone_name(evidence.query_left.identifying)
        } else {
            0
        },
    }
}

/// The score in ten-thousandths.
pub(crate) fn score(evidence: &Evidence, mode: Mode) -> u32 {
    if evidence.matched == 0 {
        return 0;
    }
    (evidence.matched * 10_000 / (evidence.full + costs(evidence, mode).total())) as u32
}
