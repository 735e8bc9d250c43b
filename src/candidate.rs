//! Which listed readings could reach a score.
//!
//! The promise: a reading that [`candidates`] leaves out scores below the cutoff. Every pair that
//! [`align`](crate::score::align::align) can form is reachable here:
//! - two words are alike only if they share a key or a deletion, and the index finds all words that do;
//! - joined words, acronyms and cut-off words are found through keys of their own;
//! - an initial alone never carries a name: what initials can add is counted for every reading.
//!
//! The words of a query are taken from the one that tells most downwards. Once those that are left could not lift a
//! reading over the cutoff even if all of them met their like and nothing were left over on the list, readings that hold
//! only those need not be looked at (prefix filtering: Bayardo, Ma, Srikant, "Scaling up all pairs similarity search",
//! WWW 2007; the order by information after `MaxScore`: Turtle, Flood, IP&M 1995).

use crate::index::{Index, ReadingId, WordId};
use crate::name::{Class, Mode};
use crate::profile::Prepared;
use crate::score::align::{acronym_beginnings, can_be_acronym, leftover_weight};
use crate::score::bound::{Evidence, Left, LeftAs, score};
use crate::score::{similarity, weights};

/// Working memory, kept between calls.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    near: Vec<WordId>,
    /// For each reading, which tokens of the query found it; all zero between calls.
    met: Vec<u64>,
    /// The readings that were met.
    touched: Vec<ReadingId>,
    pub(crate) found: Vec<ReadingId>,
}

/// What a token of the query can do for a reading.
#[derive(Debug)]
struct Reach {
    /// The most that pairs of this token alone can match, times 1000.
    matched: u64,
    /// The most of it that identifies.
    identified: u32,
    /// The most that it can answer on the list.
    answered: u32,
    /// What is left over if nothing answers it.
    left: u32,
    left_as: LeftAs,
    words: Vec<WordId>,
}

/// Fills `scratch.found` with every reading that could score at least `cutoff` (and some that do not), in order.
pub(crate) fn candidates(query: &Prepared, index: &Index, mode: Mode, cutoff: u32, scratch: &mut Scratch) {
    scratch.found.clear();
    several_words(query, index, mode, scratch);
    let reaches = reaches(query, index, mode, scratch);
    // Initials are not looked up, so a reading that no other token met may still answer them: they come last, and none is
    // ever missed.
    let is_initial = |token: usize| query.tokens[token].word.class == Class::Initial;
    let mut order: Vec<usize> = (0..reaches.len()).collect();
    order.sort_unstable_by_key(|&token| (is_initial(token), std::cmp::Reverse(reaches[token].left), token));
    let looked_up = order.iter().take_while(|&&token| !is_initial(token)).count();
    let essential = (0..looked_up)
        .find(|&position| bound(&reaches, &order[..position], &order[position..], None, mode) < cutoff)
        .unwrap_or(looked_up);
    let Scratch { met, touched, found, .. } = scratch;
    if met.len() < index.readings().len() {
        met.resize(index.readings().len(), 0);
    }
    for &token in &order[..essential] {
        for &word in &reaches[token].words {
            for &reading in index.holding(word) {
                let tokens = &mut met[reading as usize];
                if *tokens == 0 {
                    touched.push(reading);
                }
                *tokens |= 1 << token;
            }
        }
    }
    let mut missed: Vec<usize> = Vec::new();
    let mut may_match: Vec<usize> = Vec::new();
    for reading in touched.drain(..) {
        let tokens = std::mem::take(&mut met[reading as usize]);
        // A listed initial may answer any name of the query, so for a reading that holds one the bound says nothing.
        let is_open = mode == Mode::Person && index.has_initial(reading);
        missed.clear();
        may_match.clear();
        for &token in &order[..essential] {
            if tokens & (1 << token) == 0 { &mut missed } else { &mut may_match }.push(token);
        }
        may_match.extend_from_slice(&order[essential..]);
        let total = index.reading(reading).total;
        if is_open || bound(&reaches, &missed, &may_match, Some(total), mode) >= cutoff {
            found.push(reading);
        }
    }
    if mode == Mode::Person {
        for &token in &order[essential..] {
            for &word in &reaches[token].words {
                found.extend(index.holding(word).iter().filter(|&&reading| index.has_initial(reading)));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
}

fn reaches(query: &Prepared, index: &Index, mode: Mode, scratch: &mut Scratch) -> Vec<Reach> {
    let mut reaches: Vec<Reach> = Vec::with_capacity(query.tokens.len());
    for token in &query.tokens {
        let word = &*token.word;
        index.words_near(word, &mut scratch.near);
        let mut reach = Reach {
            matched: 0,
            identified: 0,
            answered: 0,
            left: leftover_weight(token),
            left_as: LeftAs::of(word.class),
            words: Vec::new(),
        };
        for &id in &scratch.near {
            let listed = index.word(id);
            if let Some((likeness, _)) = similarity(word, listed, mode) {
                reach.add(id, word.weight.min(listed.weight), listed.weight, likeness);
            }
        }
        if token.truncated && !word.letters.is_empty() {
            for &id in index.words_beginning(&word.letters) {
                let listed = index.word(id).weight;
                reach.add(id, listed.min(weights::truncated(word.letters.len())), listed, weights::TRUNCATED);
            }
        }
        if word.class == Class::Initial {
            // Fits any name with the letter, so it is not looked up; what it may add is counted for all.
            reach.matched = reach.matched.max(u64::from(word.weight) * 1000);
            reach.identified = reach.identified.max(word.weight);
            reach.answered = u32::MAX / 64;
            reach.left = weights::INITIAL_LEFT;
        }
        reaches.push(reach);
    }
    reaches
}

impl Reach {
    fn add(&mut self, id: WordId, weight: u32, listed: u32, likeness: u16) {
        self.matched = self.matched.max(u64::from(weight) * u64::from(likeness));
        self.identified = self.identified.max(weights::identified(weight, likeness));
        self.answered = self.answered.max(listed);
        self.words.push(id);
    }
}

/// The greatest score of a reading that answers none of the tokens `missed`, perhaps all of `may_match`, and whose own tokens
/// weigh `total` (`None`: nothing is known of it).
fn bound(reaches: &[Reach], missed: &[usize], may_match: &[usize], total: Option<Left>, mode: Mode) -> u32 {
    let mut evidence = Evidence { words: may_match.len() as u32, ..Evidence::default() };
    let mut answered: u32 = 0;
    for &token in may_match {
        evidence.matched += reaches[token].matched;
        evidence.identified += reaches[token].identified;
        answered = answered.saturating_add(reaches[token].answered);
    }
    evidence.full = evidence.matched;
    for &token in missed {
        evidence.query_left.add(reaches[token].left_as, reaches[token].left);
    }
    if let Some(total) = total {
        evidence.listed_left = total.less(answered);
    }
    evidence.same_words = evidence.query_left.is_next_to_nothing() && evidence.listed_left.is_next_to_nothing();
    score(&evidence, mode)
}

/// Readings that answer several tokens by one: joined and split words, acronyms. They are few, so all are candidates.
fn several_words(query: &Prepared, index: &Index, mode: Mode, scratch: &mut Scratch) {
    let Scratch { near, found, .. } = scratch;
    for (_, _, word) in &query.joins {
        index.words_near(word, near);
        for &id in near.iter() {
            if similarity(word, index.word(id), mode).is_some_and(|alike| weights::are_joined(alike, mode)) {
                found.extend_from_slice(index.holding(id));
            }
        }
    }
    for token in &query.tokens {
        index.joined_as(&token.word, |reading| found.push(reading));
    }
    if mode == Mode::Organization {
        for token in query.tokens.iter().filter(|token| can_be_acronym(&token.word)) {
            index.abbreviated_as(token.word.letters.as_bytes(), |reading| found.push(reading));
        }
        for beginning in acronym_beginnings(&query.tokens) {
            index.acronyms_beginning(beginning, |word: WordId| found.extend_from_slice(index.holding(word)));
        }
    }
}
