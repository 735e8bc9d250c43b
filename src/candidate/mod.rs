//! Which listed readings could reach a score.
//!
//! The promise: a reading that [`candidates`] leaves out scores below the cutoff. Every pair that
//! [`align`](crate::score::align::align) can form is reachable here:
//! - two words are alike only if they share a key or a deletion, and the index finds all words that do;
//! - joined words, acronyms and cut-off words are found through keys of their own;
//! - an initial alone never carries a name, so readings that hold one are looked at under any other word they hold.
//!
//! The words of a query are looked up from the one that tells most downwards, until those that are left could not lift a
//! reading over the cutoff even if all of them met their like and nothing were left over on the list. Then those that most
//! readings hold are done without, as long as a reading that answers none of the others stays below the cutoff: readings that
//! hold only such words need not be looked at (prefix filtering: Bayardo, Ma, Srikant, "Scaling up all pairs similarity
//! search", WWW 2007; the order by information after `MaxScore`: Turtle, Flood, IP&M 1995). Which listed words are alike to a word is remembered from one query to the next ([`alike_words`]).

mod alike_words;
mod near;

use std::ops::Range;

use crate::index::{Index, ReadingId, WordId};
use crate::name::{Class, HasWord, Mode, Outline, Shared, Token, WordRef};
use crate::profile::Prepared;
use crate::score::align::{
    Alike, LEAST_JOINED, Tokens, acronym_beginning, acronym_beginnings, acronym_of, can_be_acronym, initial_fits,
    leftover_weight, listed_neighbours_joined, run, truncated,
};
use crate::score::bound::{Evidence as Told, Left, LeftAs, score};
use crate::score::{Evidence, may_be_alike, may_be_alike_otherwise, same, similarity, weights};
use alike_words::{AlikeWord, AlikeWords, Kept};
use near::Near;

/// What screening a query takes, counted: the same on every machine, where time is not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Work {
    /// Listed words that share a key with a word of the query, and were compared with it now or for a query before.
    pub words_near: u32,
    /// Those of them that are alike.
    pub words_alike: u32,
    /// Listed names that hold a word alike to one of the query and were looked at.
    pub names_met: u32,
    /// Those that could reach the threshold and were scored.
    pub names_scored: u32,
}

impl Work {
    fn count(&mut self, alike: &AlikeWords) {
        self.words_near += alike.compared;
        self.words_alike += alike.words.len() as u32;
    }

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

/// A word of the query beside a listed word.
#[derive(Debug, Clone, Copy)]
struct Beside {
    word: WordId,
    /// The token of the query, or from [`JOINS`] on its neighbours joined.
    asked: u16,
    /// `None` where they are known not to be alike.
    alike: Option<(u16, Evidence)>,
    /// The next one with the same listed word, plus one.
    next: u32,
}

/// Where the joins of a query are counted from.
const JOINS: u16 = 64;

/// By what a reading was met: a bit for each token that is needed, in their order.
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
    kept: Kept,
    /// All listed words that are alike to one of the query, by what they are alike to.
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
    /// The tokens of which a reading must answer one.
    needed: Vec<usize>,
    joins: Vec<usize>,
    /// Of each join, once a reading is to be scored.
    outlines: Vec<Outline>,
    /// How much readings that were met by so much may have that identifies, and reach the cutoff: there are few such sets.
    may_reach: Vec<(MetBy, Option<u32>)>,
    /// For each reading, what it answers in sum, where a query is long. All zero between calls.
    sums: Vec<u32>,
    /// How much a reading may have that nothing answers, by what it answers; [`UNKNOWN`] where nobody has asked.
    may_leave: Vec<u32>,
    /// Where the first that stands beside a listed word is in `beside`, what that word answers; of a long query.
    answers: Vec<Answer>,
    row: Row,
    /// The weights of words that an initial may answer yet.
    unanswered: Vec<u32>,
    /// By class, what the heaviest tokens of a query weigh together if nothing answers them: of one, of two...
    heaviest: [Vec<u32>; 5],
}

impl Scratch {
    /// Forgets what was looked up for another query, or in another index.
    pub(crate) fn begin_query(&mut self) {
        self.work = Work::default();
        self.near.clear();
    }
}

/// What a token of the query can do for a reading.
#[derive(Debug, Clone)]
struct Reach {
    /// The most that pairs of this token alone can match, times 1000.
    matched: u64,
    /// The most of it that identifies.
    identified: u32,
    /// The same if a word answers it in full.
    in_full: u64,
    identified_in_full: u32,
    /// The most that a word which it answers would weigh if it were left over and identified.
    answers: u32,
    /// What is left over if nothing answers it.
    left: u32,
    left_as: LeftAs,
    looked_up: bool,
    /// Where the words that are alike to it stand.
    beside: Range<usize>,
    /// How many readings hold one of them, those that hold several counted for each.
    holding: u32,
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
    beside: &'a mut Vec<Beside>,
    first: &'a mut [u32],
    row: &'a Row,
    outlines: &'a [Outline],
    /// The joins that were looked up: a bit for each.
    joins_known: u128,
    has_several: bool,
}

/// What was looked up beside the words of one reading.
#[derive(Debug, Default)]
struct Row {
    /// For what was asked, the places of the words beside which something is known of it.
    places: Vec<Tokens>,
    /// What was asked, the place of a word, and where in [`Scratch::beside`] what is known of the two stands; in order.
    known: Vec<(u16, u8, u32)>,
}

impl Row {
    fn set(&mut self, spelled: &[WordId], beside: &[Beside], first: &[u32]) {
        for (asked, ..) in self.known.drain(..) {
            self.places[usize::from(asked)] = 0;
        }
        for (place, &word) in spelled.iter().enumerate() {
            let mut at = first[word as usize];
            while at > 0 {
                let Beside { asked, next, .. } = beside[at as usize - 1];
                if self.places.len() <= usize::from(asked) {
                    self.places.resize(usize::from(asked) + 1, 0);
                }
                self.places[usize::from(asked)] |= 1 << place;
                self.known.push((asked, place as u8, at - 1));
                at = next;
            }
        }
        self.known.sort_unstable();
    }

    fn places(&self, asked: u16) -> Tokens {
        self.places.get(usize::from(asked)).copied().unwrap_or_default()
    }
}

impl Remembered<'_> {
    /// What is known of the two; `None` if nobody has asked.
    fn known(&self, asked: u16, place: usize) -> Option<&Beside> {
        if self.row.places(asked) >> place & 1 == 0 {
            return None;
        }
        let known = &self.row.known;
        let at = known.partition_point(|&(of, at, _)| (of, usize::from(at)) < (asked, place));
        known.get(at).map(|&(.., at)| &self.beside[at as usize])
    }
}

impl Alike for Remembered<'_> {
    fn token(&mut self, query: usize, listed: usize) -> Option<(u16, Evidence)> {
        // All tokens were looked up.
        self.known(query as u16, listed)?.alike
    }

    fn of_token(&self, query: usize) -> Tokens {
        self.row.places(query as u16)
    }

    fn of_join(&self, join: usize) -> Tokens {
        if self.joins_known >> join & 1 == 1 { self.row.places(JOINS + join as u16) } else { Tokens::MAX }
    }

    fn has_several(&self) -> bool {
        self.has_several
    }

    /// Most joins answer nothing in any reading: comparing their outlines with those of a few readings' words is far less
    /// than looking them up.
    fn join(&mut self, join: usize, listed: usize) -> Option<(u16, Evidence)> {
        let (query, index, word) = (self.query, self.index, self.spelled[listed]);
        let asked = JOINS + join as u16;
        if let Some(known) = self.known(asked, listed) {
            return known.alike;
        }
        if self.joins_known >> join & 1 == 1 {
            return None;
        }
        if query.must_have_same_letters(join) {
            return same(&query.joined_letters(join), index.word(word), self.mode);
        }
        let may_be_alike = may_be_alike(self.outlines[join], index.outline(word), Shared::SPELLING, self.mode)
            || may_be_alike_otherwise(&query.joined_letters(join), index.word(word));
        if !may_be_alike {
            return None;
        }
        let alike = similarity(query.joined(join).word(), index.word(word), self.mode);
        let head = &mut self.first[word as usize];
        self.beside.push(Beside { word, asked, alike, next: *head });
        *head = self.beside.len() as u32;
        alike
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
    let initials = Initials::of(query, mode);
    let mut search = Search { joins_known: 0, query, index, mode, cutoff, initials, scratch };
    search.begin();
    if query.tokens.len() >= LONG {
        search.several_words();
        search.sum_up();
        search.judge_sums(found);
    } else {
        search.tokens();
        search.joins();
        search.several_words();
        if !search.scratch.touched.is_empty() || !search.scratch.several.is_empty() {
            search.rest();
            search.judge(found);
        }
    }
    search.end();
}

/// Sets words that are alike to what was asked for beside it; returns where they stand.
fn set_beside(asked: u16, alike: &AlikeWords, beside: &mut Vec<Beside>, first: &mut [u32]) -> Range<usize> {
    let start = beside.len();
    for &AlikeWord { word, likeness, evidence } in &alike.words {
        let head = &mut first[word as usize];
        beside.push(Beside { word, asked, alike: Some((likeness, evidence)), next: *head });
        *head = beside.len() as u32;
    }
    start..beside.len()
}

/// Of more words than this that begin as a cut-off one does, one will be telling, and many readings hold one of them.
const FEW: usize = 200;

/// The most that a listed word can answer of a token that was cut off.
fn cut_off(token: &Token, index: &Index, mode: Mode) -> u32 {
    let most = weights::truncated(token.word.letters.len());
    let words = index.words_beginning(&token.word.letters, mode);
    if words.len() > FEW {
        return most;
    }
    words.iter().filter_map(|&id| truncated(token, index.word(id))).max().unwrap_or(0)
}

/// A query of so many words holds so many names that most of what is met must be judged: then it is cheaper to add up, word by
/// word, what each reading answers, than to find out which words need not be met.
const LONG: usize = 14;

/// What is added up of a reading: above these bits, how many tokens it answers at most; in them, what they tell at most.
const SUM_BITS: u32 = 24;
/// The most that one word adds, so that those of a reading fit.
const MOST_ADDED: u32 = (1 << SUM_BITS) / crate::profile::MOST_TOKENS as u32 - 1;
/// [`Scratch::may_leave`] has rows for up to so many tokens, and in each a cell for so many hundredths of a bit, up to so many
/// cells.
const MOST_ANSWERED: usize = 32;
const CELL: u32 = 128;
const CELLS: usize = 256;
const UNKNOWN: u32 = u32::MAX;

/// How initials of a person's name may answer names, on either side.
#[derive(Debug, Clone, Copy, Default)]
struct Initials {
    /// How many the query has, and what each tells at most.
    count: usize,
    weight: u32,
    /// The letters with which a name may begin that one of them stands for, a bit for each.
    fit: u32,
    /// The most that a name of the query weighs, left over, for which a listed initial may stand; `None` if there is none.
    heaviest: Option<u32>,
}

impl Initials {
    fn of(query: &Prepared, mode: Mode) -> Self {
        let mut found = Self::default();
        if mode != Mode::Person {
            return found;
        }
        for token in &query.tokens {
            let left = match token.word.class {
                Class::Initial => {
                    found.count += 1;
                    found.weight = found.weight.max(token.word.weight);
                    let fits = |&letter: &u8| {
                        let initial = token.word.letters.bytes().next();
                        initial.is_none_or(|initial| {
                            initial_fits(initial, std::str::from_utf8(&[letter]).unwrap_or_default())
                        })
                    };
                    found.fit |= (b'a'..=b'z').filter(fits).fold(0, |set, letter| set | 1 << (letter - b'a'));
                    weights::INITIAL_LEFT
                }
                Class::Name => leftover_weight(token),
                _ => continue,
            };
            found.heaviest = found.heaviest.max(Some(left));
        }
        found
    }

    /// What those of the query tell together at most.
    fn in_all(&self) -> u32 {
        self.count as u32 * self.weight
    }

    /// Whether one of the query's may stand for a listed word.
    fn may_stand_for(&self, word: WordRef<'_>) -> bool {
        let may_begin = |letter: u8| !letter.is_ascii_lowercase() || self.fit >> (letter - b'a') & 1 == 1;
        self.count > 0 && word.class == Class::Name && word.letters.bytes().next().is_some_and(may_begin)
    }
}

/// What a listed word may answer of a query.
#[derive(Debug, Clone, Copy, Default)]
struct Answer {
    /// The most that it matches, times 1000, and the most of it that identifies.
    matched: u64,
    identified: u32,
    /// To how many tokens; none if it answers nothing.
    tokens: usize,
}

impl Answer {
    fn or(&mut self, matched: u64, identified: u32, tokens: usize) {
        self.matched = self.matched.max(matched);
        self.identified = self.identified.max(identified);
        self.tokens = self.tokens.max(tokens);
    }
}

/// What a reading answers of a query, counted by its words: each answers once.
#[derive(Debug, Default)]
struct Listed {
    /// The most that is matched, times 1000, what of it identifies, and by how many words and tokens of the query.
    matched: u64,
    identified: u32,
    words: u32,
    tokens: usize,
    /// What of it no initial may have matched, times 1000.
    shared: u64,
    /// Its own initials, and what they tell.
    initials: u32,
    of_initials: u32,
    unanswered: Left,
}

impl Listed {
    /// Counts a word; `open` takes the weights of words that an initial of the query may answer yet.
    fn add(&mut self, word: WordId, mut answer: Answer, index: &Index, initials: Initials, open: &mut Vec<u32>) {
        if answer.tokens > 0 {
            if initials.count > 0 {
                answer.or(u64::from(initials.weight) * 1000, initials.weight, 1);
            }
            self.shared += answer.matched;
        } else if initials.heaviest.is_some() && index.outline(word).class == Class::Initial {
            let weight = index.weight(word);
            self.initials += 1;
            self.of_initials += weight;
            answer.or(u64::from(weight) * 1000, weight, 1);
        } else {
            let (left_as, weight) = index.told(word);
            self.unanswered.add(left_as, weight);
            if initials.count > 0 && initials.may_stand_for(index.word(word)) {
                open.push(weight);
            }
            return;
        }
        self.matched += answer.matched;
        self.identified += answer.identified;
        self.tokens += answer.tokens;
        self.words += 1;
    }

    /// What the initials of the query answer is not known, so each answers what weighs most. Of what initials match, only an
    /// initial itself is shared.
    fn settle(&mut self, initials: Initials, open: &mut Vec<u32>) {
        if open.len() > initials.count {
            open.sort_unstable_by(|a, b| b.cmp(a));
            open.truncate(initials.count);
        }
        self.unanswered.identifying -= open.iter().sum::<u32>();
        self.shared += u64::from(self.of_initials.min(initials.in_all())) * 1000;
        let of_query = open.len() as u32 * initials.weight;
        self.matched += u64::from(of_query) * 1000;
        self.identified += of_query;
        self.tokens += open.len();
        self.words += open.len() as u32;
    }
}

/// What a listed word answers of a query, initials aside: tokens side by side, what it matches of them at most, times 1000, and
/// what of it identifies.
fn answers(
    query: &Prepared,
    index: &Index,
    mode: Mode,
    (beside, first): (&[Beside], &[u32]),
    cut: Option<usize>,
    word: WordId,
    mut found: impl FnMut(Range<usize>, u64, u32),
) {
    let mut at = first[word as usize];
    while at > 0 {
        let Beside { asked, alike, next, .. } = beside[at as usize - 1];
        at = next;
        let Some((likeness, evidence)) = alike else { continue };
        if let Some(join) = asked.checked_sub(JOINS) {
            if weights::are_joined((likeness, evidence), mode) {
                let parts = query.joins[usize::from(join)].parts();
                let weight = query.tokens[parts.clone()].iter().map(|token| token.word.weight).sum::<u32>();
                let weight = weight.min(index.weight(word).max(LEAST_JOINED));
                found(parts, u64::from(weight) * 1000, weight);
            }
        } else {
            let token = usize::from(asked);
            let weight = query.tokens[token].word.weight.min(index.weight(word));
            let matched = u64::from(weight) * u64::from(likeness);
            found(token..token + 1, matched, weights::identified(weight, likeness));
        }
    }
    if let Some(cut) = cut
        && let Some(weight) = truncated(&query.tokens[cut], index.word(word))
    {
        let matched = u64::from(weight) * u64::from(weights::TRUNCATED);
        found(cut..cut + 1, matched, weights::identified(weight, weights::TRUNCATED));
    }
}

struct Search<'a> {
    initials: Initials,
    /// The joins that were looked up: a bit for each.
    joins_known: u128,
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
            let left = match word.class {
                Class::Initial => weights::INITIAL_LEFT,
                // What it costs if it is left over is little, and other words may answer for it.
                Class::LegalForm => 0,
                _ => leftover_weight(token),
            };
            let weight = if token.truncated && word.class != Class::Initial {
                word.weight.max(cut_off(token, index, *mode))
            } else {
                word.weight
            };
            let (in_full, identified_in_full) = (u64::from(weight) * 1000, weights::identified(weight, weights::EQUAL));
            // An initial answers something only in the name of a person.
            let answers = word.class != Class::Initial || *mode == Mode::Person;
            let (matched, identified) = if answers { (in_full, identified_in_full) } else { (0, 0) };
            Reach {
                matched,
                identified,
                in_full,
                identified_in_full,
                answers: u32::MAX,
                left,
                left_as: LeftAs::of(word.class),
                looked_up: false,
                beside: 0..0,
                holding: 0,
                meets: 0,
            }
        }));
        let Scratch { heaviest, reaches, .. } = &mut **scratch;
        for of_class in heaviest.iter_mut() {
            of_class.clear();
        }
        for reach in &*reaches {
            heaviest[reach.left_as as usize].push(reach.left);
        }
        for of_class in heaviest.iter_mut() {
            of_class.sort_unstable_by(|a, b| b.cmp(a));
            let mut sum = 0;
            for left in of_class {
                sum += *left;
                *left = sum;
            }
        }
    }

    /// The least that the query leaves over if so many of its tokens are answered.
    fn least_left(&self, answered: usize) -> Left {
        let mut left = Left::default();
        let all = [LeftAs::Identifying, LeftAs::Industry, LeftAs::Generic, LeftAs::Place, LeftAs::Form];
        for (left_as, of_class) in all.into_iter().zip(&self.scratch.heaviest) {
            let Some(&total) = of_class.last() else { continue };
            let taken = answered.min(of_class.len()).checked_sub(1).map_or(0, |last| of_class[last]);
            left.add(left_as, total - taken);
        }
        left
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
        self.scratch.outlines.clear();
    }

    /// Looks up the words alike to a token.
    fn look_up(&mut self, token: usize) {
        let Self { query, index, mode, scratch, .. } = self;
        let Scratch { near, kept, reaches, beside, first, work, .. } = &mut **scratch;
        let alike = kept.of_word(query.tokens[token].word(), *mode, index, near);
        work.count(alike);
        let reach = &mut reaches[token];
        reach.beside = set_beside(token as u16, alike, beside, first);
        reach.looked_up = true;
        reach.holding = alike.holding;
        // What a cut-off word may answer beside these is known from its letters.
        if query.tokens[token].truncated {
            let words = index.words_beginning(&query.tokens[token].word.letters, *mode);
            reach.holding = if words.len() > FEW {
                u32::MAX
            } else {
                words.iter().fold(reach.holding, |holding, &word| holding + index.holding(word).len() as u32)
            };
        } else {
            (reach.matched, reach.identified, reach.answers) = (alike.matched, alike.identified, alike.answered);
        }
    }

    /// Looks up the words alike to neighbours joined.
    fn look_up_join(&mut self, join: usize) -> Range<usize> {
        self.joins_known |= 1 << join;
        let Self { query, index, mode, scratch, .. } = self;
        let Scratch { near, kept, beside, first, work, .. } = &mut **scratch;
        let alike = if query.must_have_same_letters(join) {
            kept.of_letters(&query.joined_letters(join), *mode, index)
        } else {
            kept.of_joined(query, join, *mode, index, near)
        };
        work.count(alike);
        set_beside(JOINS + join as u16, alike, beside, first)
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

    /// Looks up the tokens and meets the readings that hold a word alike to one of those that are needed: a reading that
    /// answers none of them cannot reach the cutoff, whatever else it answers.
    fn tokens(&mut self) {
        let query = self.query;
        let mut needed = std::mem::take(&mut self.scratch.needed);
        needed.clear();
        // Initials are not looked up: a reading that no other token met may still answer them.
        needed.extend((0..query.tokens.len()).filter(|&token| query.tokens[token].word.class != Class::Initial));
        needed.sort_unstable_by_key(|&token| (std::cmp::Reverse(self.scratch.reaches[token].left), token));
        for &token in &needed {
            // Once no word answers those that tell most, the others may be left.
            if self.bound(&[]) < self.cutoff {
                break;
            }
            self.look_up(token);
        }
        needed.retain(|&token| self.scratch.reaches[token].matched > 0);
        needed.sort_unstable_by_key(|&token| (std::cmp::Reverse(self.scratch.reaches[token].holding), token));
        if self.bound(&[]) < self.cutoff {
            needed.clear();
        }
        // What meets most readings is done without first.
        let mut at = 0;
        while at < needed.len() {
            let token = needed.remove(at);
            if self.bound(&needed) >= self.cutoff {
                needed.insert(at, token);
                at += 1;
            }
        }
        for (position, &token) in needed.iter().enumerate() {
            let by = (1 << position.min(15)).min(BY_LATER);
            self.scratch.reaches[token].meets = by;
            self.meet_alike(token, by, false);
        }
        // A listed initial may stand for any name, so no bound holds for readings with one.
        if self.mode == Mode::Person && self.index.has_initials() {
            self.rest();
            for token in (0..query.tokens.len()).filter(|token| !needed.contains(token)) {
                self.meet_alike(token, BY_LATER, true);
            }
        }
        self.scratch.needed = needed;
    }

    /// Looks up the tokens that were not needed to meet readings, so that those that were met can be judged.
    fn rest(&mut self) {
        for token in 0..self.query.tokens.len() {
            if !self.scratch.reaches[token].looked_up && self.query.tokens[token].word.class != Class::Initial {
                self.look_up(token);
            }
        }
    }

    /// Meets the readings that hold a word alike to a token.
    fn meet_alike(&mut self, token: usize, by: MetBy, only_with_initials: bool) {
        for at in self.scratch.reaches[token].beside.clone() {
            let Beside { word, .. } = self.scratch.beside[at];
            if !only_with_initials || self.index.stands_beside_initial(word) {
                self.meet(word, by, only_with_initials);
            }
        }
        let word = &*self.query.tokens[token].word;
        if self.query.tokens[token].truncated && !word.letters.is_empty() {
            for &id in self.index.words_beginning(&word.letters, self.mode) {
                self.meet(id, by, only_with_initials);
            }
        }
    }

    /// The greatest score of a reading that answers none of the tokens `missed`, and perhaps all others that any listed word
    /// answers.
    fn bound(&self, missed: &[usize]) -> u32 {
        self.bound_of(|token, reach| if missed.contains(&token) { (0, 0) } else { (reach.matched, reach.identified) })
    }

    /// The greatest score of a reading by what it matches and identifies by each token, if it leaves nothing over.
    fn bound_of(&self, answered: impl Fn(usize, &Reach) -> (u64, u32)) -> u32 {
        let mut told = Told::default();
        for (token, reach) in self.scratch.reaches.iter().enumerate() {
            let (matched, identified) = answered(token, reach);
            if matched > 0 {
                told.matched += matched;
                told.identified += identified;
                told.words += 1;
            } else {
                told.query_left.add(reach.left_as, reach.left);
            }
        }
        told.full = told.matched;
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
        let is_missed = |reach: &Reach| reach.matched == 0;
        let reaches = &self.scratch.reaches;
        joins.sort_by_key(|&join| !reaches[query.joins[join].parts()].iter().any(is_missed));
        let mut is_answered = false;
        let tokens_of = |join: usize| run(query.joins[join].first, query.joins[join].count);
        for &join in &joins {
            // A reading that answers several joins is found under the first of them that is looked up, so those before this
            // one do not count, and those that share a token with it are not answered beside it.
            let beside = (0..query.joins.len())
                .filter(|&other| !self.is_known(other) && tokens_of(other) & tokens_of(join) == 0);
            let covered = beside.fold(tokens_of(join), |covered, other| covered | tokens_of(other));
            let may_reach = self.bound_of_join(covered) >= cutoff;
            let is_open = mode == Mode::Person && index.has_initials();
            if !may_reach && !is_open {
                continue;
            }
            let reaches = &self.scratch.reaches;
            let by = reaches[query.joins[join].parts()].iter().fold(BY_JOIN, |by, reach| by | reach.meets);
            for at in self.look_up_join(join) {
                let Beside { word: id, alike, .. } = self.scratch.beside[at];
                if !may_reach && !index.stands_beside_initial(id) {
                    continue;
                }
                let alike = alike.filter(|&alike| weights::are_joined(alike, mode));
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
        self.bound_of(|token, reach| {
            if covered & 1 << token == 0 {
                (reach.matched, reach.identified)
            } else {
                (reach.in_full, reach.identified_in_full)
            }
        })
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
                let Some(beginning) = acronym_beginning(letters) else { continue };
                index.abbreviated_as(beginning, |reading| {
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
            self.hand_over(reading, true, &mut found);
        }
        for &reading in &touched {
            // A listed initial may answer a name that nothing met.
            let is_open = self.mode == Mode::Person && self.index.has_initial(reading);
            if several.binary_search(&reading).is_err()
                && (is_open || self.may_reach(reading))
                && self.most(reading) >= self.cutoff
            {
                self.hand_over(reading, false, &mut found);
            }
        }
        self.scratch.touched = touched;
        self.scratch.several = several;
    }

    /// Adds up what each reading answers of a long query: every listed word that is alike to anything in it is asked once for
    /// the readings that hold it.
    fn sum_up(&mut self) {
        self.rest();
        self.rest_of_joins();
        let Self { query, index, mode, .. } = *self;
        if self.scratch.sums.len() < index.count() {
            self.scratch.sums.resize(index.count(), 0);
        }
        let count = self.scratch.beside.len();
        self.scratch.answers.clear();
        self.scratch.answers.resize(count, Answer::default());
        for at in 0..count {
            let word = self.scratch.beside[at].word;
            // Once for all that stands beside the same word.
            if self.scratch.first[word as usize] as usize == at + 1 {
                let answer = self.answer(word);
                self.scratch.answers[at] = answer;
                self.add(word, answer, false);
            }
        }
        if let Some(cut) = query.tokens.iter().position(|token| token.truncated) {
            for &word in index.words_beginning(&query.tokens[cut].word.letters, mode) {
                if self.scratch.first[word as usize] == 0 {
                    let answer = self.answer(word);
                    self.add(word, answer, false);
                }
            }
        }
        // What is answered by initials alone names nobody.
        if self.initials.heaviest.is_some() {
            for &word in index.initials() {
                let weight = index.weight(word);
                self.add(word, Answer { matched: u64::from(weight) * 1000, identified: weight, tokens: 1 }, true);
            }
        }
    }

    fn add(&mut self, word: WordId, answer: Answer, only_to_others: bool) {
        if answer.tokens == 0 {
            return;
        }
        let told = match self.index.told(word) {
            (LeftAs::Identifying, weight) => weight,
            _ => 0,
        };
        let sum = (answer.matched.div_ceil(1000) as u32).max(answer.identified).max(told).clamp(1, MOST_ADDED);
        let added = (answer.tokens as u32) << SUM_BITS | sum;
        let Scratch { sums, touched, .. } = &mut *self.scratch;
        for &reading in self.index.holding(word) {
            let known = &mut sums[reading as usize];
            if *known == 0 {
                if only_to_others {
                    continue;
                }
                touched.push(reading);
            }
            *known += added;
        }
    }

    /// What a listed word answers at most, initials aside.
    fn answer(&self, word: WordId) -> Answer {
        let mut answer = Answer::default();
        let cut = self.query.tokens.iter().position(|token| token.truncated);
        let Scratch { beside, first, .. } = &*self.scratch;
        answers(self.query, self.index, self.mode, (beside, first), cut, word, |tokens, matched, identified| {
            answer.or(matched, identified, tokens.len());
        });
        answer
    }

    /// Hands over the readings of a long query that could reach the cutoff.
    fn judge_sums(&mut self, mut found: impl FnMut(ReadingId, &mut Remembered<'_>)) {
        let touched = std::mem::take(&mut self.scratch.touched);
        let several = std::mem::take(&mut self.scratch.several);
        self.scratch.may_leave.clear();
        self.scratch.may_leave.resize((MOST_ANSWERED + 1) * (CELLS + 1), UNKNOWN);
        self.scratch.work.names_met += (touched.len() + several.len()) as u32;
        for &reading in &several {
            self.hand_over(reading, true, &mut found);
        }
        for &reading in &touched {
            let sum = std::mem::take(&mut self.scratch.sums[reading as usize]);
            if self.may_leave(reading, sum)
                && several.binary_search(&reading).is_err()
                && self.most_of_listed(reading) >= self.cutoff
                && self.most(reading) >= self.cutoff
            {
                self.hand_over(reading, false, &mut found);
            }
        }
        self.scratch.touched = touched;
        self.scratch.touched.clear();
        self.scratch.several = several;
    }

    /// Whether a reading that answers so much may reach the cutoff.
    fn may_leave(&mut self, reading: ReadingId, sum: u32) -> bool {
        let (mut tokens, mut sum) = ((sum >> SUM_BITS) as usize, sum & ((1 << SUM_BITS) - 1));
        let mut identifying = self.index.identifying(reading);
        if self.initials.count > 0 {
            // What initials of the query answer may weigh anything.
            let more = self.index.spelled(reading).len().min(self.initials.count);
            (tokens, sum, identifying) = (tokens + more, sum + more as u32 * self.initials.weight, 0);
        }
        let (tokens_at, cell) = (tokens.min(MOST_ANSWERED), (sum / CELL) as usize);
        if cell >= CELLS {
            return true;
        }
        let at = tokens_at * CELLS + cell;
        if self.scratch.may_leave[at] == UNKNOWN {
            let matched = (cell as u32 + 1) * CELL;
            let left = if tokens_at < MOST_ANSWERED { self.least_left(tokens) } else { Left::default() };
            let told = Told {
                matched: u64::from(matched) * 1000,
                full: u64::from(matched) * 1000,
                identified: matched,
                words: tokens as u32,
                query_left: left,
                ..Told::default()
            };
            self.scratch.may_leave[at] = self.most_left(told).map_or(0, |left| left + 1);
        }
        identifying.saturating_sub(sum) < self.scratch.may_leave[at]
    }

    /// How much a listed name may leave over that identifies, and reach the cutoff with this; `None` if it cannot.
    fn most_left(&self, told: Told) -> Option<u32> {
        let reaches = |left: u32| {
            let mut told = told;
            told.listed_left.add(LeftAs::Identifying, left);
            told.same_words = told.query_left.is_next_to_nothing() && told.listed_left.is_next_to_nothing();
            score(&told, self.mode) >= self.cutoff
        };
        if !reaches(0) {
            return None;
        }
        // As near as need be: a reading that is let through is read and bounded itself.
        let (mut least, mut over) = (0, Index::MOST_IDENTIFYING);
        while over - least > 1 + least / 16 {
            let middle = if least == 0 { over / 8 } else { least.midpoint(over) };
            if reaches(middle) {
                least = middle;
            } else {
                over = middle;
            }
        }
        Some(over)
    }

    /// Whether a join was looked up.
    fn is_known(&self, join: usize) -> bool {
        self.joins_known >> join & 1 == 1
    }

    fn rest_of_joins(&mut self) {
        for join in 0..self.query.joins.len() {
            if !self.is_known(join) {
                self.look_up_join(join);
            }
        }
    }

    fn hand_over(
        &mut self,
        reading: ReadingId,
        has_several: bool,
        found: &mut impl FnMut(ReadingId, &mut Remembered<'_>),
    ) {
        let Self { query, index, mode, joins_known, .. } = *self;
        self.scratch.work.names_scored += 1;
        let spelled = index.spelled(reading);
        let Scratch { beside, first, outlines, row, .. } = &mut *self.scratch;
        if outlines.is_empty() && (joins_known.count_ones() as usize) < query.joins.len() {
            outlines.extend((0..query.joins.len()).map(|join| query.joined_outline(join)));
        }
        row.set(spelled, beside, first);
        found(
            reading,
            &mut Remembered { query, index, mode, spelled, beside, first, row, outlines, joins_known, has_several },
        );
    }

    /// Whether a reading may reach the cutoff that was met by what it was met by, has so much to leave over, and answers all
    /// that was not looked up to meet it.
    fn may_reach(&mut self, reading: ReadingId) -> bool {
        let by = self.scratch.met[reading as usize];
        let known = self.scratch.may_reach.iter().find(|&&(known, _)| known == by).map(|&(_, most)| most);
        let most = known.unwrap_or_else(|| {
            let most = self.most_identifying(by);
            self.scratch.may_reach.push((by, most));
            most
        });
        most.is_some_and(|most| self.index.identifying(reading) <= most)
    }

    /// How much a reading may have that identifies, and reach the cutoff, if it was met by these; `None` if it cannot.
    fn most_identifying(&self, by: MetBy) -> Option<u32> {
        let mut told = Told::default();
        let mut answered = 0_u32;
        for reach in &self.scratch.reaches {
            let (matched, identified) = if by & BY_JOIN == 0 {
                (reach.matched, reach.identified)
            } else {
                (reach.in_full, reach.identified_in_full)
            };
            if reach.meets == 0 && matched > 0 || by & reach.meets != 0 {
                told.matched += matched;
                told.identified += identified;
                told.words += 1;
                answered = answered.saturating_add(reach.answers);
            } else {
                told.query_left.add(reach.left_as, reach.left);
            }
        }
        told.full = told.matched;
        let over = self.most_left(told)?;
        // What a join answers may weigh anything.
        if by & BY_JOIN != 0 || answered == u32::MAX {
            return Some(u32::MAX);
        }
        Some(over.saturating_add(answered))
    }

    /// The greatest score of a reading of a long query by what each of its words answers; [`Self::most`] looks at those of the
    /// query as well.
    fn most_of_listed(&mut self, reading: ReadingId) -> u32 {
        let mut listed = Listed::default();
        self.scratch.unanswered.clear();
        for &word in self.index.spelled(reading) {
            let answer = match self.scratch.first[word as usize] {
                // It may go on where the query was cut off.
                0 => self.answer(word),
                at => self.scratch.answers[at as usize - 1],
            };
            listed.add(word, answer, self.index, self.initials, &mut self.scratch.unanswered);
        }
        listed.settle(self.initials, &mut self.scratch.unanswered);
        let mut told = Told {
            matched: listed.matched,
            full: listed.matched,
            identified: listed.identified,
            words: listed.words,
            initials: listed.matched.saturating_sub(listed.shared),
            query_left: self.least_left(listed.tokens),
            listed_left: listed.unanswered,
            ..Told::default()
        };
        told.same_words = told.query_left.is_next_to_nothing() && told.listed_left.is_next_to_nothing();
        score(&told, self.mode)
    }

    /// The greatest score of a reading that answers no token of the query by several words, and no acronym.
    fn most(&mut self, reading: ReadingId) -> u32 {
        let Self { query, index, mode, initials, .. } = *self;
        let Scratch { beside, first, reaches, most, unanswered: open, .. } = &mut *self.scratch;
        most.clear();
        most.resize(reaches.len(), (0, 0));
        open.clear();
        let cut = query.tokens.iter().position(|token| token.truncated);
        let mut listed = Listed::default();
        for &id in index.spelled(reading) {
            let mut answer = Answer::default();
            answers(query, index, mode, (beside, first), cut, id, |tokens, matched, identified| {
                answer.or(matched, identified, tokens.len());
                if tokens.len() == 1 {
                    let most = &mut most[tokens.start];
                    *most = (most.0.max(matched), most.1.max(identified));
                } else {
                    for token in tokens {
                        most[token] = (reaches[token].in_full, reaches[token].identified_in_full);
                    }
                }
            });
            listed.add(id, answer, index, initials, open);
        }
        listed.settle(initials, open);
        let mut told = Told::default();
        let mut heaviest = 0;
        for ((token, reach), &(mut matched, mut identified)) in query.tokens.iter().zip(&*reaches).zip(&*most) {
            if token.word.class == Class::Initial && mode == Mode::Person {
                matched = reach.in_full;
                identified = reach.identified_in_full;
            }
            if matched == 0 {
                told.query_left.add(reach.left_as, reach.left);
                if token.word.class == Class::Name {
                    heaviest = heaviest.max(reach.left);
                }
            } else {
                told.matched += matched;
                told.identified += identified;
                told.words += 1;
            }
        }
        let answered = heaviest.saturating_mul(listed.initials);
        told.query_left.identifying = told.query_left.identifying.saturating_sub(answered);
        told.matched = (told.matched + u64::from(listed.of_initials) * 1000).min(listed.matched);
        told.identified = (told.identified + listed.of_initials).min(listed.identified);
        told.words = (told.words + listed.initials).min(listed.words);
        let least = self.least_left(listed.tokens);
        told.query_left = told.query_left.or_more(least);
        told.full = told.matched;
        told.initials = told.matched.saturating_sub(listed.shared);
        told.listed_left = listed.unanswered;
        told.same_words = told.query_left.is_next_to_nothing() && told.listed_left.is_next_to_nothing();
        score(&told, mode)
    }
}
