//! Which listed readings could reach a score.
//!
//! The promise: a reading that [`candidates`] leaves out scores below the cutoff. Every pair that
//! [`align`](crate::score::align::align) can form is reachable here:
//! - two words are alike only if they share a key or a deletion, and the index finds all words that do;
//! - joined words, acronyms and cut-off words are found through keys of their own;
//! - an initial alone never carries a name, so readings that hold one are looked at under any other word they hold.
//!
//! The words of a query are taken from the one that tells most downwards. Once those that are left could not lift a
//! reading over the cutoff even if all of them met their like and nothing were left over on the list, readings that hold
//! only those need not be looked at, and their words need not be looked up (prefix filtering: Bayardo, Ma, Srikant,
//! "Scaling up all pairs similarity search", WWW 2007; the order by information after `MaxScore`: Turtle, Flood, IP&M
//! 1995). How alike two words are is asked once a query and remembered.

use std::ops::Range;

use crate::index::{Index, NearWord, ReadingId, WordId, has_deletions};
use crate::name::{Class, HasWord, Key, Mode, Token, WordRef};
use crate::profile::Prepared;
use crate::score::align::{
    Alike, Tokens, acronym_beginnings, acronym_of, can_be_acronym, leftover_weight, listed_neighbours_joined, run,
    truncated,
};
use crate::score::bound::{Evidence as Told, Left, LeftAs, score};
use crate::score::{Evidence, may_be_alike, similarity, weights};

/// What screening a query takes, counted: the same on every machine, where time is not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Work {
    /// Listed words that share a key with a word of the query, and were compared with it.
    pub words_near: u32,
    /// Those of them that are alike.
    pub words_alike: u32,
    /// Listed names that hold a word alike to one of the query and were looked at.
    pub names_met: u32,
    /// Those that could reach the threshold and were scored.
    pub names_scored: u32,
}

impl Work {
    /// The counts with a word for each.
    pub fn lines(&self) -> [(&'static str, u32); 4] {
        [
            ("words near", self.words_near),
            ("words alike", self.words_alike),
            ("names met", self.names_met),
            ("names scored", self.names_scored),
        ]
    }
}

/// What is known of how alike two words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Likeness {
    /// They share a key; nobody has asked further.
    Unasked,
    Not,
    Alike(u16, Evidence),
}

/// A word of the query beside a listed word that is near it.
#[derive(Debug, Clone, Copy)]
struct Beside {
    word: WordId,
    /// The token of the query, or from [`JOINS`] on its neighbours joined.
    asked: u16,
    likeness: Likeness,
    /// The next one with the same listed word, plus one.
    next: u32,
}

/// Where the joins of a query are counted from.
const JOINS: u16 = 64;

/// By what a reading was met: a bit for each token of the query, in the order in which they are looked up.
type MetBy = u16;
/// By a token that has no bit of its own.
const BY_LATER: MetBy = 1 << 14;
/// By neighbours joined, the bits of which are set as well.
const BY_JOIN: MetBy = 1 << 15;

/// Working memory, kept between calls.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    pub(crate) work: Work,
    near: Near,
    /// All listed words that are near one of the query, by what they are near to.
    beside: Vec<Beside>,
    /// For each listed word, where its first entry in `beside` is, plus one; all zero between calls.
    first: Vec<u32>,
    /// For each reading, by what it was met. All zero between calls.
    met: Vec<MetBy>,
    /// The readings that were met.
    touched: Vec<ReadingId>,
    /// Readings that answer several words by one, which only aligning them can tell.
    several: Vec<ReadingId>,
    reaches: Vec<Reach>,
    /// For each token, the most that a reading matches and identifies by it.
    most: Vec<(u64, u32)>,
    order: Vec<usize>,
    joins: Vec<usize>,
    /// Whether readings that were met by so much may reach the cutoff: there are few such sets.
    may_reach: Vec<(MetBy, bool)>,
}

impl Scratch {
    /// Forgets what was looked up for another query, or in another index.
    pub(crate) fn begin_query(&mut self) {
        self.work = Work::default();
        self.near.looked_up.clear();
        self.near.letters.clear();
        self.near.keys.clear();
        self.near.words.clear();
    }
}

/// Listed words near words of the query, of all modes: a word is much the same in each.
#[derive(Debug, Default)]
struct Near {
    looked_up: Vec<LookedUp>,
    letters: Vec<u8>,
    keys: Vec<Key>,
    words: Vec<NearWord>,
}

/// A word that was looked up: where its letters, its keys and the words near it stand.
#[derive(Debug, Clone)]
struct LookedUp {
    letters: Range<usize>,
    native: Option<Range<usize>>,
    has_deletions: bool,
    keys: Range<usize>,
    words: Range<usize>,
}

impl Near {
    /// Where in `words` those that are near a word stand; others may stand among them.
    fn look_up(&mut self, word: WordRef<'_>, index: &Index) -> Range<usize> {
        let has_deletions = has_deletions(word);
        let known = self.looked_up.iter().rev().find(|known| {
            known.has_deletions == has_deletions
                && self.letters[known.letters.clone()] == *word.letters.as_bytes()
                && known.native.clone().map(|native| &self.letters[native]) == word.native
        });
        let start = self.words.len();
        let first_key = self.keys.len();
        if let Some(known) = known {
            if word.keys.iter().all(|key| self.keys[known.keys.clone()].contains(key)) {
                return known.words.clone();
            }
            let known = known.clone();
            self.keys.extend_from_within(known.keys.clone());
            self.words.extend_from_within(known.words);
            for key in word.keys {
                if !self.keys[known.keys.clone()].contains(key) {
                    self.keys.push(*key);
                    index.words_under(*key, &mut self.words);
                }
            }
        } else {
            self.keys.extend_from_slice(word.keys);
            index.words_near(word, &mut self.words);
        }
        self.words[start..].sort_unstable();
        let mut kept = start;
        for at in start..self.words.len() {
            let near = self.words[at];
            if at > start && near.word() == self.words[kept - 1].word() {
                self.words[kept - 1] = self.words[kept - 1].and(near);
            } else {
                self.words[kept] = near;
                kept += 1;
            }
        }
        self.words.truncate(kept);
        let mut copied = |letters: &[u8]| {
            self.letters.extend_from_slice(letters);
            self.letters.len() - letters.len()..self.letters.len()
        };
        let letters = copied(word.letters.as_bytes());
        self.looked_up.push(LookedUp {
            letters,
            native: word.native.map(copied),
            has_deletions,
            keys: first_key..self.keys.len(),
            words: start..kept,
        });
        start..kept
    }
}

/// What a token of the query can do for a reading.
#[derive(Debug, Clone, Copy)]
struct Reach {
    /// The most that pairs of this token alone can match, times 1000.
    matched: u64,
    /// The most of it that identifies.
    identified: u32,
    /// The same before any word was looked up.
    in_full: u64,
    identified_in_full: u32,
    /// What is left over if nothing answers it.
    left: u32,
    left_as: LeftAs,
    /// Whether its words were looked up.
    looked_up: bool,
    /// The bit of the readings that it meets; none where it has not met all that answer it.
    meets: MetBy,
}

/// What is remembered of a query's words beside those of one reading.
#[derive(Debug)]
pub(crate) struct Remembered<'a> {
    query: &'a Prepared,
    index: &'a Index,
    mode: Mode,
    spelled: &'a [WordId],
    beside: &'a mut [Beside],
    first: &'a [u32],
}

impl Remembered<'_> {
    fn ask(&mut self, asked: u16, listed: usize) -> Option<(u16, Evidence)> {
        let mut at = self.first[self.spelled[listed] as usize];
        while at > 0 {
            let beside = &mut self.beside[at as usize - 1];
            if beside.asked == asked {
                return answer(beside, self.query, self.index, self.mode);
            }
            at = beside.next;
        }
        None
    }
}

impl Alike for Remembered<'_> {
    fn token(&mut self, query: usize, listed: usize) -> Option<(u16, Evidence)> {
        self.ask(query as u16, listed)
    }

    fn join(&mut self, join: usize, listed: usize) -> Option<(u16, Evidence)> {
        self.ask(JOINS + join as u16, listed)
    }
}

/// How alike the two are, asked once.
fn answer(beside: &mut Beside, query: &Prepared, index: &Index, mode: Mode) -> Option<(u16, Evidence)> {
    if beside.likeness == Likeness::Unasked {
        let alike = similarity(asked_word(query, beside.asked), index.word(beside.word), mode);
        beside.likeness = alike.map_or(Likeness::Not, |(likeness, evidence)| Likeness::Alike(likeness, evidence));
    }
    match beside.likeness {
        Likeness::Alike(likeness, evidence) => Some((likeness, evidence)),
        _ => None,
    }
}

fn asked_word(query: &Prepared, asked: u16) -> WordRef<'_> {
    match asked.checked_sub(JOINS) {
        Some(join) => query.joined(usize::from(join)).word(),
        None => query.tokens[usize::from(asked)].word(),
    }
}

/// Hands every reading that could score at least `cutoff` (and some that do not) to `found`, each once.
pub(crate) fn candidates(
    query: &Prepared,
    index: &Index,
    mode: Mode,
    cutoff: u32,
    scratch: &mut Scratch,
    found: impl FnMut(ReadingId, &mut Remembered<'_>),
) {
    if index.readings(mode).is_empty() {
        return;
    }
    let mut search = Search { joined: 0, query, index, mode, cutoff, scratch };
    search.begin();
    let looked_up = search.tokens();
    search.joins();
    search.several_words();
    if !search.scratch.touched.is_empty() || !search.scratch.several.is_empty() {
        search.rest(looked_up);
        search.judge(found);
    }
    search.end();
}

/// The most that a listed word can answer of a token that was cut off.
fn cut_off(token: &Token, index: &Index, mode: Mode) -> u32 {
    /// Of more words than this that begin so, one will be telling.
    const FEW: usize = 200;
    let most = weights::truncated(token.word.letters.len());
    let words = index.words_beginning(&token.word.letters, mode);
    if words.len() > FEW {
        return most;
    }
    words.iter().filter_map(|&id| truncated(token, index.word(id))).max().unwrap_or(0)
}

struct Search<'a> {
    /// How many joins were looked up.
    joined: usize,
    query: &'a Prepared,
    index: &'a Index,
    mode: Mode,
    cutoff: u32,
    scratch: &'a mut Scratch,
}

impl Search<'_> {
    fn begin(&mut self) {
        let Self { query, index, mode, scratch, .. } = self;
        if scratch.first.len() < index.words() {
            scratch.first.resize(index.words(), 0);
        }
        if scratch.met.len() < index.count() {
            scratch.met.resize(index.count(), 0);
        }
        scratch.reaches.clear();
        scratch.reaches.extend(query.tokens.iter().map(|token| {
            let word = &*token.word;
            let (weight, left) = match word.class {
                Class::Initial => (word.weight, weights::INITIAL_LEFT),
                // What it costs if it is left over is little, and other words may answer for it.
                Class::LegalForm => (word.weight, 0),
                _ if token.truncated => (word.weight.max(cut_off(token, index, *mode)), leftover_weight(token)),
                _ => (word.weight, leftover_weight(token)),
            };
            let (matched, identified) = (u64::from(weight) * 1000, weights::identified(weight, weights::EQUAL));
            Reach {
                matched,
                identified,
                in_full: matched,
                identified_in_full: identified,
                left,
                left_as: LeftAs::of(word.class),
                looked_up: false,
                meets: 0,
            }
        }));
    }

    fn end(&mut self) {
        let Scratch { beside, first, met, touched, several, .. } = &mut *self.scratch;
        for beside in beside.drain(..) {
            first[beside.word as usize] = 0;
        }
        for reading in touched.drain(..) {
            met[reading as usize] = 0;
        }
        several.clear();
        self.scratch.may_reach.clear();
    }

    /// Looks up the words near one of the query; returns where they begin in `beside`.
    fn look_up(&mut self, asked: u16) -> usize {
        let Self { query, index, mode, scratch, .. } = self;
        let Scratch { near, beside, first, work, .. } = &mut **scratch;
        let asked_word = asked_word(query, asked);
        let outline = asked_word.outline();
        let found = near.look_up(asked_word, index);
        let found = &near.words[found];
        let found = &found[index.of_mode(found, *mode)];
        work.words_near += found.len() as u32;
        let start = beside.len();
        for near in found {
            let word = near.word();
            if !may_be_alike(outline, index.outline(word), near.shared(), *mode) {
                continue;
            }
            let head = &mut first[word as usize];
            beside.push(Beside { word, asked, likeness: Likeness::Unasked, next: *head });
            *head = beside.len() as u32;
        }
        start
    }

    fn meet(&mut self, word: WordId, by: MetBy, only_with_initials: bool) {
        let Scratch { met, touched, .. } = &mut *self.scratch;
        for &reading in self.index.holding(word) {
            if !only_with_initials || self.index.has_initial(reading) {
                let met = &mut met[reading as usize];
                if *met == 0 {
                    touched.push(reading);
                }
                *met |= by;
            }
        }
    }

    /// Meets the readings that hold a word alike to a token that tells much; returns how many tokens were looked up, in
    /// the order of what they tell.
    fn tokens(&mut self) -> usize {
        let query = self.query;
        // Initials are not looked up, so a reading that no other token met may still answer them: they come last.
        let is_initial = |token: usize| query.tokens[token].word.class == Class::Initial;
        let mut order = std::mem::take(&mut self.scratch.order);
        order.clear();
        order.extend(0..query.tokens.len());
        let reaches = &self.scratch.reaches;
        order.sort_unstable_by_key(|&token| (is_initial(token), std::cmp::Reverse(reaches[token].left), token));
        let most = order.iter().take_while(|&&token| !is_initial(token)).count();
        let mut position = 0;
        while position < most && self.bound(&order[..position], &order[position..]) >= self.cutoff {
            self.token(order[position], (1 << position.min(15)).min(BY_LATER), false);
            position += 1;
        }
        // A listed initial may stand for any name, so no bound holds for readings with one.
        if self.mode == Mode::Person && self.index.has_initials() {
            for &token in &order[position..most] {
                self.token(token, BY_LATER, true);
            }
            position = most;
        }
        self.scratch.order = order;
        position
    }

    /// Looks up a token and meets the readings that hold a word alike to it.
    fn token(&mut self, token: usize, by: MetBy, only_with_initials: bool) {
        let start = self.look_up(token as u16);
        let word = &*self.query.tokens[token].word;
        let (mut matched, mut identified) = (0, 0);
        for at in start..self.scratch.beside.len() {
            let beside = &mut self.scratch.beside[at];
            let id = beside.word;
            if only_with_initials && !self.index.stands_beside_initial(id) {
                continue;
            }
            if let Some((likeness, _)) = answer(beside, self.query, self.index, self.mode) {
                let weight = word.weight.min(self.index.weight(id));
                matched = matched.max(u64::from(weight) * u64::from(likeness));
                identified = identified.max(weights::identified(weight, likeness));
                self.scratch.work.words_alike += 1;
                self.meet(id, by, only_with_initials);
            }
        }
        if self.query.tokens[token].truncated && !word.letters.is_empty() {
            let most = weights::truncated(word.letters.len());
            for &id in self.index.words_beginning(&word.letters, self.mode) {
                let weight = self.index.weight(id).min(most);
                matched = matched.max(u64::from(weight) * u64::from(weights::TRUNCATED));
                identified = identified.max(weights::identified(weight, weights::TRUNCATED));
                self.meet(id, by, only_with_initials);
            }
        }
        let reach = &mut self.scratch.reaches[token];
        reach.looked_up = true;
        if !only_with_initials {
            reach.matched = matched;
            reach.identified = identified;
            reach.meets = by;
        }
    }

    /// Looks up what was not needed to meet readings, so that those that were met can be judged.
    fn rest(&mut self, looked_up: usize) {
        for position in looked_up..self.scratch.order.len() {
            let token = self.scratch.order[position];
            if self.query.tokens[token].word.class != Class::Initial {
                self.look_up(token as u16);
            }
        }
    }

    /// The greatest score of a reading that answers none of the tokens `missed`, and perhaps all of `may_match`.
    fn bound(&self, missed: &[usize], may_match: &[usize]) -> u32 {
        let reaches = &self.scratch.reaches;
        let mut told = Told { words: may_match.len() as u32, ..Told::default() };
        for &token in may_match {
            told.matched += reaches[token].matched;
            told.identified += reaches[token].identified;
        }
        told.full = told.matched;
        for &token in missed {
            told.query_left.add(reaches[token].left_as, reaches[token].left);
        }
        told.same_words = told.query_left.is_next_to_nothing();
        score(&told, self.mode)
    }

    /// Readings of which a word answers neighbours of the query joined. Most joins need not be looked up: if a word of the
    /// query that no listed word is alike to is part of none, readings that answer a join miss it all the same.
    fn joins(&mut self) {
        let Self { query, index, mode, cutoff, .. } = *self;
        let mut joins = std::mem::take(&mut self.scratch.joins);
        joins.clear();
        joins.extend(0..query.joins.len());
        let is_missed = |reach: &Reach| reach.looked_up && reach.matched == 0;
        let reaches = &self.scratch.reaches;
        joins.sort_by_key(|&join| !reaches[query.joins[join].parts()].iter().any(is_missed));
        let mut is_answered = false;
        for (place, &join) in joins.iter().enumerate() {
            // A reading that answers several joins is found under the first of them that is looked up, so those before this
            // one do not count.
            let covered = joins[place..]
                .iter()
                .fold(0, |covered, &join| covered | run(query.joins[join].first, query.joins[join].count));
            let may_reach = self.bound_of_join(covered) >= cutoff;
            let is_open = mode == Mode::Person && index.has_initials();
            if !may_reach && !is_open {
                break;
            }
            self.joined = place + 1;
            let reaches = &self.scratch.reaches;
            let by = reaches[query.joins[join].parts()].iter().fold(BY_JOIN, |by, reach| by | reach.meets);
            let start = self.look_up(JOINS + join as u16);
            for at in start..self.scratch.beside.len() {
                let beside = &mut self.scratch.beside[at];
                let id = beside.word;
                if !may_reach && !index.stands_beside_initial(id) {
                    continue;
                }
                let alike = answer(beside, query, index, mode).filter(|&alike| weights::are_joined(alike, mode));
                // Where one of the parts answers the word better alone, alignment takes no join.
                let is_taken = |likeness: u16| {
                    query.tokens[query.joins[join].parts()].iter().any(|part| {
                        similarity(part.word(), index.word(id), mode).is_some_and(|(alone, _)| alone >= likeness)
                    })
                };
                if alike.is_some_and(|(likeness, _)| !is_taken(likeness)) {
                    is_answered = true;
                    self.meet(id, by, !may_reach);
                }
            }
        }
        self.scratch.joins = joins;
        // A reading that answers one join may answer those that were not looked up as well.
        if is_answered {
            self.rest_of_joins();
        }
    }

    /// The greatest score of a reading that answers joins of these tokens.
    fn bound_of_join(&self, covered: Tokens) -> u32 {
        let mut told = Told::default();
        for (token, reach) in self.scratch.reaches.iter().enumerate() {
            if covered & 1 << token != 0 {
                told.matched += reach.in_full;
                told.identified += reach.identified_in_full;
                told.words += 1;
            } else if reach.matched > 0 {
                told.matched += reach.matched;
                told.identified += reach.identified;
                told.words += 1;
            } else {
                told.query_left.add(reach.left_as, reach.left);
            }
        }
        told.full = told.matched;
        told.same_words = told.query_left.is_next_to_nothing();
        score(&told, self.mode)
    }

    /// Readings that answer several tokens by one, or the other way round, letter for letter: split words, acronyms. They
    /// are few.
    fn several_words(&mut self) {
        let Self { query, index, mode, .. } = *self;
        let several = &mut self.scratch.several;
        for token in &query.tokens {
            index.joined_as(token.word(), mode, |reading| {
                if listed_neighbours_joined(token.word(), &index.words_of(reading)) {
                    several.push(reading);
                }
            });
        }
        if mode == Mode::Organization {
            for token in query.tokens.iter().filter(|token| can_be_acronym(token.word())) {
                let letters = token.word.letters.as_bytes();
                index.abbreviated_as(letters, |reading| {
                    if acronym_of(letters, &index.words_of(reading)).is_some() {
                        several.push(reading);
                    }
                });
            }
            for beginning in acronym_beginnings(&query.tokens) {
                index.acronyms_beginning(beginning, |id: WordId| {
                    if acronym_of(index.word(id).letters.as_bytes(), &query.tokens).is_some() {
                        several.extend_from_slice(index.holding(id));
                    }
                });
            }
        }
        several.sort_unstable();
        several.dedup();
    }

    /// Hands over the readings that could reach the cutoff, now that all their words are known.
    fn judge(&mut self, mut found: impl FnMut(ReadingId, &mut Remembered<'_>)) {
        let touched = std::mem::take(&mut self.scratch.touched);
        let several = std::mem::take(&mut self.scratch.several);
        self.scratch.work.names_met += (touched.len() + several.len()) as u32;
        for &reading in &several {
            self.hand_over(reading, &mut found);
        }
        for &reading in &touched {
            // A listed initial may answer any name of the query, so for a reading that holds one the bound says nothing.
            let is_open = self.mode == Mode::Person && self.index.has_initial(reading);
            if several.binary_search(&reading).is_err()
                && (is_open || self.may_reach(reading) && self.most(reading) >= self.cutoff)
            {
                self.hand_over(reading, &mut found);
            }
        }
        self.scratch.touched = touched;
        self.scratch.several = several;
    }

    fn rest_of_joins(&mut self) {
        while let Some(&join) = self.scratch.joins.get(self.joined) {
            self.look_up(JOINS + join as u16);
            self.joined += 1;
        }
    }

    fn hand_over(&mut self, reading: ReadingId, found: &mut impl FnMut(ReadingId, &mut Remembered<'_>)) {
        let Self { query, index, mode, .. } = *self;
        // Now that a name is to be scored, all that might answer it must be known.
        self.rest_of_joins();
        self.scratch.work.names_scored += 1;
        let spelled = index.spelled(reading);
        let Scratch { beside, first, .. } = &mut *self.scratch;
        found(reading, &mut Remembered { query, index, mode, spelled, beside, first });
    }

    /// Whether a reading that was met by what it was met by may reach the cutoff, if it answers all that was not looked up.
    fn may_reach(&mut self, reading: ReadingId) -> bool {
        let by = self.scratch.met[reading as usize];
        if let Some(&(_, may_reach)) = self.scratch.may_reach.iter().find(|(known, _)| *known == by) {
            return may_reach;
        }
        let mut told = Told::default();
        for reach in &self.scratch.reaches {
            let (matched, identified) = if reach.meets == 0 || by & BY_JOIN == 0 {
                (reach.matched, reach.identified)
            } else {
                (reach.in_full, reach.identified_in_full)
            };
            if reach.meets == 0 || by & reach.meets != 0 {
                told.matched += matched;
                told.identified += identified;
                told.words += 1;
            } else {
                told.query_left.add(reach.left_as, reach.left);
            }
        }
        told.full = told.matched;
        told.same_words = told.query_left.is_next_to_nothing();
        let may_reach = score(&told, self.mode) >= self.cutoff;
        self.scratch.may_reach.push((by, may_reach));
        may_reach
    }

    /// The greatest score of a reading that answers no token of the query by several words, and no acronym.
    fn most(&mut self, reading: ReadingId) -> u32 {
        let Self { query, index, mode, .. } = *self;
        let Scratch { beside, first, reaches, most, .. } = &mut *self.scratch;
        most.clear();
        most.resize(reaches.len(), (0, 0));
        let mut told = Told::default();
        let cut = query.tokens.iter().position(|token| token.truncated);
        // What stands unanswered, and the heaviest of it, which an initial may answer yet.
        let mut unanswered: Left = Left::default();
        let mut heaviest = 0;
        for &id in index.spelled(reading) {
            let mut at = first[id as usize];
            let mut is_answered = false;
            while at > 0 {
                let beside = &mut beside[at as usize - 1];
                let alike = answer(beside, query, index, mode);
                if let Some(join) = beside.asked.checked_sub(JOINS) {
                    if alike.is_some_and(|alike| weights::are_joined(alike, mode)) {
                        for part in query.joins[usize::from(join)].parts() {
                            most[part] = (reaches[part].in_full, reaches[part].identified_in_full);
                        }
                        is_answered = true;
                    }
                } else if let Some((likeness, _)) = alike {
                    let token = usize::from(beside.asked);
                    let weight = query.tokens[token].word.weight.min(index.weight(id));
                    let (matched, identified) = &mut most[token];
                    *matched = (*matched).max(u64::from(weight) * u64::from(likeness));
                    *identified = (*identified).max(weights::identified(weight, likeness));
                    is_answered = true;
                }
                at = beside.next;
            }
            if let Some(cut) = cut
                && let Some(weight) = truncated(&query.tokens[cut], index.word(id))
            {
                let (matched, identified) = &mut most[cut];
                *matched = (*matched).max(u64::from(weight) * u64::from(weights::TRUNCATED));
                *identified = (*identified).max(weights::identified(weight, weights::TRUNCATED));
                is_answered = true;
            }
            if !is_answered {
                let (left_as, weight) = index.told(id);
                unanswered.add(left_as, weight);
                heaviest = heaviest.max(weight);
            }
        }
        let mut answered_yet = 0;
        for ((token, reach), &(mut matched, mut identified)) in query.tokens.iter().zip(&*reaches).zip(&*most) {
            if token.word.class == Class::Initial {
                matched = reach.in_full;
                identified = reach.identified_in_full;
                answered_yet += heaviest;
            }
            if matched == 0 {
                told.query_left.add(reach.left_as, reach.left);
            } else {
                told.matched += matched;
                told.identified += identified;
                told.words += 1;
            }
        }
        told.full = told.matched;
        told.listed_left = unanswered.less(answered_yet);
        told.same_words = told.query_left.is_next_to_nothing() && told.listed_left.is_next_to_nothing();
        score(&told, mode)
    }
}
