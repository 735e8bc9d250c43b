//! Why a name scored what it scored: from the same alignment that made the score, never computed anew.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::name::{Class, HasWord, Mode, Token, WordRef};
use crate::score::align::{Alignment, Tokens, members};
use crate::score::attribute::Attribute;
use crate::score::{Evidence, Score, bound, weights};

/// A part of a name: its text, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The text as written.
    pub text: String,
    /// Its first byte in the name.
    pub start: usize,
    /// The byte after its last one.
    pub end: usize,
    /// What the words are.
    pub class: Class,
}

/// What a line of an explanation says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Reason {
    /// Words of the query answer words on the list.
    Match(Evidence),
    /// A word on one side only, and something else in its place on the other.
    Contradicted,
    /// A word on one side only, and nothing in its place.
    LeftOut,
    /// All that agrees is too little to speak of.
    LittleShared,
    /// Words are only alike, and something else differs besides.
    Doubtful,
    /// The legal forms differ, and something else besides.
    OtherForm,
    /// One name of a person is all that answers.
    LoneName,
    /// The words stand in another order.
    Order,
    /// The names are equal letter for letter, whatever their words are.
    Equal,
    /// The listed name begins with all of the query, which fills a field at whose end a name is cut off.
    CutOff,
    /// The names are not equal letter for letter.
    NotEqual,
    /// The publisher calls the matched name weak.
    WeakAlias,
    /// Something known beside the name.
    Attribute(Attribute),
    /// The score cannot rise above 1 or fall below 0.
    Limit,
}

/// One line of an explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What it says.
    pub reason: Reason,
    /// The words of the query.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub query: Vec<Part>,
    /// The words on the list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub listed: Vec<Part>,
    /// Its share of the score, in ten-thousandths; all lines together are the score.
    pub points: i32,
}

/// Why two names score what they score. The points of all lines add up to the score exactly.
///
/// ```
/// let comparison = sanctions_screen::compare("Hikvison", "HIKVISION", None);
/// let sum: i32 = comparison.lines.iter().map(|line| line.points).sum();
/// assert_eq!(sum, i32::from(comparison.score.ten_thousandths()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The score.
    pub score: Score,
    /// The query's name.
    pub query: String,
    /// The listed name.
    pub listed: String,
    /// The lines: matches in the order of the query, then what is left over, then the rest.
    pub lines: Vec<Line>,
}

impl Explanation {
    pub(crate) fn nothing_shared(query: &str, listed: &str) -> Self {
        Self { score: Score::ZERO, query: query.to_owned(), listed: listed.to_owned(), lines: Vec::new() }
    }

    /// From an alignment of two readings; lines beside the name are added with [`Self::add`].
    pub(crate) fn of(query: (&str, &[Token]), listed: (&str, &[Token]), alignment: &Alignment, mode: Mode) -> Self {
        let mut explanation = Self::nothing_shared(query.0, listed.0);
        let evidence = &alignment.evidence;
        if evidence.matched == 0 {
            return explanation;
        }
        let costs = bound::costs(evidence, mode);
        let bound::Costs { contradicted, left_out, little_shared, doubtful, form, other_form, lone_name } = costs;
        let total = evidence.full + costs.total();
        let base = i64::from(bound::score(evidence, mode));
        // Every line as a fraction with the same denominator; rounding goes by the running sum, so nothing is lost.
        let denominator = i128::from(evidence.full) * i128::from(total);
        let mut exact: Vec<i128> = Vec::new();
        for pair in &alignment.pairs {
            let weight = i128::from(pair.weight) * 1000;
            let lost = i128::from(pair.weight) * i128::from(1000 - pair.likeness);
            exact.push(weight * i128::from(total) - lost * i128::from(evidence.full));
            explanation.lines.push(Line {
                reason: Reason::Match(pair.evidence),
                query: parts(query, pair.query),
                listed: parts(listed, pair.listed),
                points: 0,
            });
        }
        let listed_words: Vec<WordRef<'_>> = listed.1.iter().map(HasWord::word).collect();
        for (in_query, left) in [(true, alignment.query_left), (false, alignment.listed_left)] {
            let weights: Vec<(usize, u64, u64)> = members(left)
                .map(|index| {
                    let (weight, counted) = if in_query {
                        alignment.query_left_weight(query.1, &listed_words, index)
                    } else {
                        alignment.listed_left_weight(query.1, &listed_words, index)
                    };
                    let is_form = in_query && counted == bound::LeftAs::Form;
                    let form = if is_form { u64::from(weight) * weights::FORM_LEFT } else { 0 };
                    (index, bound::effective(weight, counted, evidence.identified, mode), form)
                })
                .collect();
            debug_assert!(!in_query || weights.iter().map(|&(_, _, form)| form).sum::<u64>() == form);
            let whole: u64 = weights.iter().map(|&(_, weight, _)| weight).sum();
            let mine = bound::total_left(
                if in_query { evidence.query_left } else { evidence.listed_left },
                evidence.identified,
                mode,
            );
            let other = bound::total_left(
                if in_query { evidence.listed_left } else { evidence.query_left },
                evidence.identified,
                mode,
            );
            let cost = contradicted / 2
                + u64::from(in_query) * (contradicted % 2)
                + if mine > other || in_query && mine == other { left_out } else { 0 };
            for (index, weight, form) in weights {
                let share = if whole == 0 {
                    0
                } else {
                    i128::from(cost) * i128::from(weight) * i128::from(evidence.full) / i128::from(whole)
                } + i128::from(form) * i128::from(evidence.full);
                exact.push(-share);
                let set = 1 << index;
                explanation.lines.push(Line {
                    reason: if other > 0 && contradicted > 0 { Reason::Contradicted } else { Reason::LeftOut },
                    query: if in_query { parts(query, set) } else { Vec::new() },
                    listed: if in_query { Vec::new() } else { parts(listed, set) },
                    points: 0,
                });
            }
        }
        for (cost, reason) in [
            (little_shared, Reason::LittleShared),
            (doubtful, Reason::Doubtful),
            (other_form, Reason::OtherForm),
            (lone_name, Reason::LoneName),
        ] {
            if cost > 0 {
                exact.push(-(i128::from(cost) * i128::from(evidence.full)));
                explanation.lines.push(Line { reason, query: Vec::new(), listed: Vec::new(), points: 0 });
            }
        }
        let mut running = 0_i128;
        let mut given = 0_i64;
        let last = exact.len() - 1;
        for (index, (line, exact)) in explanation.lines.iter_mut().zip(exact).enumerate() {
            running += exact * 10_000;
            let up_to = if index == last { base } else { running.div_euclid(denominator) as i64 };
            line.points = (up_to - given) as i32;
            given = up_to;
        }
        explanation.score = Score::from_ten_thousandths(base as u32);
        if alignment.disorder > 0 {
            explanation.add(Reason::Order, -(alignment.disorder as i32));
        }
        explanation
    }

    /// Adds a line beside the name and what it does to the score. What would leave 0..=1 is taken back by a line of its own.
    pub(crate) fn add(&mut self, reason: Reason, points: i32) {
        if points == 0 {
            return;
        }
        self.lines.push(Line { reason, query: Vec::new(), listed: Vec::new(), points });
        let sum = i32::from(self.score.ten_thousandths()) + points;
        let score = sum.clamp(0, 10_000);
        if score != sum {
            self.lines.push(Line { reason: Reason::Limit, query: Vec::new(), listed: Vec::new(), points: score - sum });
        }
        self.score = Score::from_ten_thousandths(score as u32);
    }
}

fn parts(side: (&str, &[Token]), set: Tokens) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for token in members(set).map(|index| &side.1[index]) {
        let (start, end) = (token.span.0 as usize, token.span.1 as usize);
        if parts.last().is_some_and(|last| last.start == start && last.end == end) {
            continue;
        }
        let text = side.0.get(start..end).unwrap_or(&token.word.letters).to_owned();
        parts.push(Part { text, start, end, class: token.word.class });
    }
    parts
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Match(evidence) => match evidence {
                Evidence::Equal => "equal",
                Evidence::SameConcept => "same meaning",
                Evidence::Related => "related meaning",
                Evidence::NameSpelling => "spelling of one name",
                Evidence::Diminutive => "pet form",
                Evidence::NameTranslation => "name in another language",
                Evidence::Lookalike => "letters that look alike",
                Evidence::Transliteration => "sounds alike",
                Evidence::Typo => "typing error",
                Evidence::Joined => "joined or split",
                Evidence::Acronym => "acronym",
                Evidence::Initial => "initial",
                Evidence::Truncated => "cut off",
            },
            Self::Contradicted => "contradicts",
            Self::LeftOut => "left out",
            Self::LittleShared => "too little shared",
            Self::Doubtful => "alike only, and more differs",
            Self::OtherForm => "another legal form, and more differs",
            Self::LoneName => "one name only",
            Self::Order => "other order",
            Self::Equal => "equal to the letter",
            Self::CutOff => "begins so, cut off at the end of a field",
            Self::NotEqual => "not equal to the letter",
            Self::WeakAlias => "weak alias",
            Self::Attribute(Attribute::Country) => "country",
            Self::Attribute(Attribute::BirthDate) => "date of birth",
            Self::Attribute(Attribute::Kind) => "kind",
            Self::Attribute(Attribute::Identifier) => "identifier",
            Self::Limit => "limit of the scale",
        })
    }
}
