//! A query after analysis: its readings of every mode, with neighbours joined. Made once, compared many times.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use smallvec::SmallVec;

use crate::name::{self, Class, Mode, Token, Word, analyze_query};

/// All that is compared of a query's name.
#[derive(Debug)]
pub(crate) struct Profile {
    /// The name after lossless normalisation.
    pub(crate) normalized: String,
    /// Its readings in each mode.
    pub(crate) readings: [SmallVec<[Prepared; 2]>; 3],
}

impl Profile {
    pub(crate) fn new(name: &str) -> Self {
        let readings = Mode::ALL
            .map(|mode| analyze_query(name, mode).into_iter().map(|reading| prepare(reading.tokens, mode)).collect());
        Self { normalized: name::normalized(name), readings }
    }

    /// Whether anything in the name can be compared.
    pub(crate) fn is_empty(&self) -> bool {
        self.readings.iter().all(SmallVec::is_empty)
    }
}

/// A profile that belongs to a name, and so adds nothing to its identity.
#[derive(Debug, Clone)]
pub(crate) struct SharedProfile(pub(crate) Arc<Profile>);

impl PartialEq for SharedProfile {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for SharedProfile {}

/// A query's reading made ready for comparison: with its neighbours joined.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    mode: Mode,
    pub(crate) tokens: Vec<Token>,
    pub(crate) joins: Vec<Join>,
}

/// Two or three neighbours that may be one word.
#[derive(Debug, Clone)]
pub(crate) struct Join {
    pub(crate) first: usize,
    pub(crate) count: usize,
    /// Made when it is first asked for, which is seldom.
    word: OnceLock<Word>,
}

impl Join {
    pub(crate) fn parts(&self) -> Range<usize> {
        self.first..self.first + self.count
    }
}

impl Prepared {
    /// The word that neighbours make.
    pub(crate) fn joined(&self, join: usize) -> &Word {
        let join = &self.joins[join];
        join.word.get_or_init(|| {
            let letters: String = self.tokens[join.parts()].iter().map(|token| &*token.word.letters).collect();
            Word::name(&letters, self.mode)
        })
    }
}

/// Makes a query's reading ready for comparison.
pub(crate) fn prepare(mut tokens: Vec<Token>, mode: Mode) -> Prepared {
    tokens.truncate(MOST_TOKENS);
    let mut joins = Vec::new();
    for first in 0..tokens.len() {
        let mut length = 0;
        for (index, token) in
            tokens[first..].iter().take(MOST_JOINED).take_while(|token| is_joinable(&token.word)).enumerate()
        {
            length += token.word.letters.len();
            if index > 0 && (SHORTEST_JOINED..=LONGEST_JOINED).contains(&length) {
                joins.push(Join { first, count: index + 1, word: OnceLock::new() });
            }
        }
    }
    Prepared { mode, tokens, joins }
}

/// All two or three neighbours that may be one word: first token, how many, their letters.
pub(crate) fn joined(tokens: &[impl AsRef<Word>], mut found: impl FnMut(usize, usize, &str)) {
    let mut letters = String::new();
    for first in 0..tokens.len() {
        letters.clear();
        for (count, token) in
            tokens[first..].iter().take(MOST_JOINED).enumerate().map(|(index, token)| (index + 1, token.as_ref()))
        {
            if !is_joinable(token) {
                break;
            }
            letters.push_str(&token.letters);
            if count > 1 {
                found(first, count, &letters);
            }
        }
    }
}

/// Tokens of a name that are compared; the sets are 64 bits wide.
pub(crate) const MOST_TOKENS: usize = 63;
/// Neighbours that may be one word.
pub(crate) const MOST_JOINED: usize = 3;
/// Letters that joined words of a query must have, and may have, to be compared as one word that may be mistyped. The index
/// files neighbours joined to any length, since a word may be theirs exactly.
const SHORTEST_JOINED: usize = 4;
const LONGEST_JOINED: usize = 24;

/// Whether a token may be written together with its neighbours.
pub(crate) fn is_joinable(word: &Word) -> bool {
    word.class != Class::Noise
}
