//! A query after analysis: its readings of every mode, with neighbours joined. Made once, compared many times.

use std::ops::{Deref, Range};
use std::sync::{Arc, OnceLock};

use smallvec::SmallVec;

use crate::entity::Kind;
use crate::name::script::Script;
use crate::name::{self, Class, HasWord, Mode, Outline, Text, Token, Word, WordRef};

/// All that is compared of a query's name.
#[derive(Debug)]
pub(crate) struct Profile {
    /// The name after lossless normalisation.
    pub(crate) normalized: String,
    /// Whether the name fills a field at whose end a longer one may have been cut.
    fills_a_field: bool,
    /// Its readings in each mode.
    pub(crate) readings: [SmallVec<[Prepared; 2]>; 3],
}

impl Profile {
    /// The profile of a name, read as the names of a kind may be: of any kind, or of organizations only.
    pub(crate) fn new(name: &str, kind: Option<Kind>) -> Self {
        let text = Text::new(name);
        let read = |mode| -> SmallVec<[Prepared; 2]> {
            text.query(mode).into_iter().map(|reading| prepare(reading.tokens, mode)).collect()
        };
        let organization = read(Mode::Organization);
        let is_company = matches!(kind, None | Some(Kind::Unknown | Kind::Organization))
            && organization.first().is_some_and(|reading| name::is_company(name, &reading.tokens));
        // A given name of signs may be a word too: 陈全国.
        let is_trade = || {
            kind.is_none()
                && !text.may_be_signs_of_a_person()
                && !text.is_surrounded()
                && organization.first().is_some_and(|reading| name::is_trade(&reading.tokens))
        };
        let readings = if is_company {
            [organization, SmallVec::new(), SmallVec::new()]
        } else if is_trade() {
            let before_address = text.person_before_address().into_iter();
            let person = before_address.map(|reading| prepare(reading.tokens, Mode::Person)).collect();
            [organization, person, read(Mode::Craft)]
        } else {
            [organization, read(Mode::Person), read(Mode::Craft)]
        };
        Self { normalized: text.normalized(), fills_a_field: name::fills_a_field(name), readings }
    }

    /// Whether the name may be the beginning of this longer one, cut off at the end of a field.
    pub(crate) fn is_beginning_of(&self, normalized: &str) -> bool {
        self.fills_a_field && normalized.starts_with(&self.normalized)
    }

    /// Whether nothing in the name can be compared. Signs alone may read as a word (`&`), but are nobody's name.
    pub(crate) fn is_empty(&self) -> bool {
        self.normalized.is_empty() || self.readings.iter().all(SmallVec::is_empty)
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
    word: OnceLock<Box<Word>>,
}

impl Join {
    pub(crate) fn parts(&self) -> Range<usize> {
        self.first..self.first + self.count
    }
}

/// The letters of neighbours joined, which are few enough to need no memory of their own.
#[derive(Debug)]
pub(crate) struct JoinedLetters(SmallVec<[u8; LONGEST_JOINED]>);

impl Deref for JoinedLetters {
    type Target = str;

    fn deref(&self) -> &str {
        // They are whole words, one after the other.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl Prepared {
    /// The letters of neighbours joined.
    pub(crate) fn joined_letters(&self, join: usize) -> JoinedLetters {
        let mut letters = JoinedLetters(SmallVec::new());
        for token in &self.tokens[self.joins[join].parts()] {
            letters.0.extend_from_slice(token.word.letters.as_bytes());
        }
        letters
    }

    /// Whether a usual word or a legal form is among the neighbours. It fills much of what it is joined to: with an error left
    /// over, `ED INVESTMENT` is anything, and `Vale S.A.` any Valera.
    pub(crate) fn has_usual_part(&self, join: usize) -> bool {
        let usual = |token: &Token| {
            matches!(token.word.class, Class::Industry | Class::Generic | Class::Place | Class::LegalForm)
        };
        self.tokens[self.joins[join].parts()].iter().any(usual)
    }

    /// Whether what neighbours make is alike only to what has the same letters.
    pub(crate) fn must_have_same_letters(&self, join: usize) -> bool {
        let has_native = |token: &Token| token.word.native.is_some();
        self.mode != Mode::Person
            && self.has_usual_part(join)
            && !self.tokens[self.joins[join].parts()].iter().any(has_native)
    }

    /// The outline of the word that neighbours make, without making it.
    pub(crate) fn joined_outline(&self, join: usize) -> Outline {
        let parts = &self.tokens[self.joins[join].parts()];
        let script = parts[0].word.script;
        let has_native = parts.iter().all(|token| token.word.native.is_some() && token.word.script == script);
        Outline {
            class: Class::Name,
            script: if has_native { script } else { Some(Script::Latin) },
            has_native,
            length: parts.iter().map(|token| token.word.letters.len() as u16).sum(),
            letters: parts.iter().fold(0, |found, token| found | name::letters_in(token.word.letters.as_bytes())),
        }
    }

    /// The script and the letters in their own alphabet of the word that neighbours make, without making it.
    pub(crate) fn joined_in_script(&self, join: usize) -> (Option<Script>, Option<SmallVec<[u8; LONGEST_JOINED]>>) {
        let parts = &self.tokens[self.joins[join].parts()];
        let native = joined_native(parts);
        (if native.is_some() { parts[0].word.script } else { Some(Script::Latin) }, native)
    }

    /// The word that neighbours make.
    pub(crate) fn joined(&self, join: usize) -> &Word {
        let join = &self.joins[join];
        join.word.get_or_init(|| {
            let parts = &self.tokens[join.parts()];
            let letters: String = parts.iter().map(|token| &*token.word.letters).collect();
            Box::new(Word::joined(&letters, joined_native(parts).as_deref(), parts[0].word.script, self.mode))
        })
    }
}

/// The letters of neighbours in their own alphabet, if all have one, and the same.
fn joined_native(parts: &[Token]) -> Option<SmallVec<[u8; LONGEST_JOINED]>> {
    let mut joined = SmallVec::new();
    for token in parts {
        let own = token.word.native.as_deref().filter(|_| token.word.script == parts[0].word.script);
        joined.extend_from_slice(own?);
    }
    Some(joined)
}

/// Makes a query's reading ready for comparison.
pub(crate) fn prepare(mut tokens: Vec<Token>, mode: Mode) -> Prepared {
    tokens.truncate(MOST_TOKENS);
    let mut joins = Vec::new();
    for first in 0..tokens.len() {
        let mut length = 0;
        let (mut has_letter, mut has_digit) = (false, false);
        for (index, token) in
            tokens[first..].iter().take(MOST_JOINED).take_while(|token| is_joinable(token.word())).enumerate()
        {
            length += token.word.letters.len();
            has_letter |= token.word.letters.bytes().any(|letter| letter.is_ascii_lowercase());
            has_digit |= token.word.letters.bytes().any(|letter| letter.is_ascii_digit());
            // However few, letters and digits are a designation: `B-2`.
            let shortest = if has_letter && has_digit { 2 } else { SHORTEST_JOINED };
            if index > 0 && (shortest..=LONGEST_JOINED).contains(&length) {
                joins.push(Join { first, count: index + 1, word: OnceLock::new() });
            }
        }
    }
    Prepared { mode, tokens, joins }
}

/// All two or three neighbours that may be one word: first token, how many, their letters, and those of their alphabet where
/// all have one.
pub(crate) fn joined(tokens: &[impl HasWord], mut found: impl FnMut(usize, usize, &str, Option<&[u8]>)) {
    let mut letters = String::new();
    let mut native: Vec<u8> = Vec::new();
    for first in 0..tokens.len() {
        letters.clear();
        native.clear();
        let mut is_native = true;
        for (count, token) in
            tokens[first..].iter().take(MOST_JOINED).enumerate().map(|(index, token)| (index + 1, token.word()))
        {
            if !is_joinable(token) {
                break;
            }
            letters.push_str(token.letters);
            match token.native {
                Some(own) if token.script == tokens[first].word().script => native.extend_from_slice(own),
                _ => is_native = false,
            }
            if count > 1 {
                found(first, count, &letters, is_native.then_some(&native));
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
pub(crate) fn is_joinable(word: WordRef<'_>) -> bool {
    word.class != Class::Noise
}
