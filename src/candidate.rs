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
//! WWW 2007; the order by information after MaxScore: Turtle, Flood, IP&M 1995).

use crate::index::{Index, ReadingId, WordId};
use crate::name::{Class, Mode};
use crate::score::align::{Prepared, acronym_beginnings, can_be_acronym, leftover_weight};
use crate::score::bound::{Evidence, LeftAs, score};
use crate::score::{similarity, weights};

/// Working memory, kept between calls.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    near: Vec<WordId>,
    pub(crate) found: Vec<ReadingId>,
}

struct Reach {
    /// The most that pairs of this token alone can match, times 1000.
    matched: u64,
    /// What is left over if nothing answers it.
    left: u32,
    left_as: LeftAs,
    identified: u32,
    words: Vec<WordId>,
}

/// Fills `scratch.found` with every reading that could score at least `cutoff` (and some that do not), in order.
pub(crate) fn candidates(query: &Prepared, index: &Index, mode: Mode, cutoff: u32, scratch: &mut Scratch) {
    scratch.found.clear();
    let mut reaches: Vec<Reach> = Vec::with_capacity(query.tokens.len());
    for token in &query.tokens {
        let word = &*token.word;
        index.words_near(word, &mut scratch.near);
        let mut reach = Reach {
            matched: 0,
            left: leftover_weight(token),
            left_as: LeftAs::of(word.class),
            identified: 0,
            words: Vec::new(),
        };
        for &id in &scratch.near {
            let listed = index.word(id);
            if let Some((likeness, _)) = similarity(word, listed, mode) {
                reach.add(id, word.weight.min(listed.weight), likeness);
            }
        }
        if token.truncated && !word.letters.is_empty() {
            for &id in index.words_beginning(&word.letters) {
                reach.add(id, index.word(id).weight.min(weights::truncated(word.letters.len())), weights::TRUNCATED);
            }
        }
        if word.class == Class::Initial {
            // Fits any name with the letter, so it is not looked up; what it may add is counted for all.
            reach.matched = reach.matched.max(u64::from(word.weight) * 1000);
            reach.identified = reach.identified.max(word.weight);
            reach.left = weights::INITIAL_LEFT;
        }
        reaches.push(reach);
    }
    several_words(query, index, mode, scratch);
    let mut order: Vec<usize> = (0..reaches.len()).collect();
    order.sort_unstable_by_key(|&token| (std::cmp::Reverse(reaches[token].left), token));
    let mut essential = order.len();
    for position in 0..order.len() {
        if most_without(&reaches, &order[..position], &order[position..], mode) < cutoff {
            essential = position;
            break;
        }
    }
    for &token in &order[..essential] {
        for &word in &reaches[token].words {
            scratch.found.extend_from_slice(index.holding(word));
        }
    }
    // A listed initial may answer any name of the query, so for readings that hold one the bound says nothing.
    if mode == Mode::Person {
        for &token in &order[essential..] {
            for &word in &reaches[token].words {
                scratch.found.extend(index.holding(word).iter().filter(|&&reading| index.has_initial(reading)));
            }
        }
    }
    scratch.found.sort_unstable();
    scratch.found.dedup();
}

/// The greatest score of a reading that answers none of the tokens `looked_at`.
fn most_without(reaches: &[Reach], looked_at: &[usize], rest: &[usize], mode: Mode) -> u32 {
    let mut evidence = Evidence::default();
    for &token in rest {
        evidence.matched += reaches[token].matched;
        evidence.identified += reaches[token].identified;
    }
    evidence.full = evidence.matched;
    evidence.words = rest.len() as u32;
    for &token in looked_at {
        let reach = &reaches[token];
        evidence.query_left.add(reach.left_as, reach.left);
    }
    // Nothing is known to be left over while no token was looked at: the words may all be the same.
    evidence.same_words = looked_at.iter().all(|&token| reaches[token].left < weights::NEXT_TO_NOTHING);
    score(&evidence, mode)
}

impl Reach {
    fn add(&mut self, id: WordId, weight: u32, likeness: u16) {
        self.matched = self.matched.max(u64::from(weight) * u64::from(likeness));
        self.identified = self.identified.max(weights::identified(weight, likeness));
        self.words.push(id);
    }
}

/// Readings that answer several tokens by one: joined and split words, acronyms. They are few, so all are candidates.
fn several_words(query: &Prepared, index: &Index, mode: Mode, scratch: &mut Scratch) {
    let Scratch { near, found } = scratch;
    for (_, _, word) in &query.joins {
        index.words_near(word, near);
        for &id in near.iter() {
            if similarity(word, index.word(id), mode)
                .is_some_and(|(likeness, _)| likeness >= weights::least_alike_joined(mode))
            {
                found.extend_from_slice(index.holding(id));
            }
        }
    }
    for token in &query.tokens {
        index.joined_as(&token.word.letters, |reading| found.push(reading));
    }
    if mode == Mode::Organization {
        for token in query.tokens.iter().filter(|token| can_be_acronym(&token.word)) {
            index.abbreviated_as(token.word.letters.as_bytes(), |reading| found.push(reading));
        }
        for beginning in acronym_beginnings(&query.tokens) {
            index.acronyms_beginning(&beginning, |word: WordId| found.extend_from_slice(index.holding(word)));
        }
    }
}
