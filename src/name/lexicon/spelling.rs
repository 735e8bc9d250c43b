//! Usual words of organisations' names that are misspelled, or that lost a blank or were given one.

use smallvec::SmallVec;

use crate::metric::edit;
use crate::name::fold::Folded;
use crate::name::script::{Script, may_be_mistyped, romanize, script_of};
use crate::name::split::Piece;
use crate::name::tables::layout::SHORTEST_MISSPELLED;
use crate::name::tables::{Known, Meaning, Phrases, known, known_in_phrases, misspelled};
use crate::name::{Class, Mode};

/// The usual word that a long word is taken for that nobody bears, one typing error away from it (`technolgy`, `compamy`).
pub(super) fn correct(word: &str) -> Option<&'static str> {
    if word.len() + 1 < SHORTEST_MISSPELLED || is_known(word) || !may_be_mistyped(word) {
        return None;
    }
    let meant = misspelled(word, |usual| is_one_error_away(word, usual));
    // A scanner reads `m` as `rn`: two errors by their letters.
    meant.or_else(|| {
        let scanned = word.contains("rn").then(|| word.replace("rn", "m"))?;
        misspelled(&scanned, |usual| usual == scanned)
    })
}

/// The word of organisations that is meant by one in which digits stand for letters that look like them (`C0MPANY`, `0IL`).
pub(super) fn without_digits(word: &str) -> Option<&'static str> {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    if digits == 0 || word.len() < 3 || digits * 2 >= word.len() || !word.is_ascii() {
        return None;
    }
    // `1` stands for `i` and for `l`: one or the other all through the word.
    ["l", "i"].iter().find_map(|one| {
        let read: String = word
            .chars()
            .map(|c| match c {
                '0' => 'o',
                '1' => one.chars().next().unwrap_or(c),
                '3' => 'e',
                '4' => 'a',
                '5' => 's',
                '6' => 'g',
                '7' => 't',
                '8' => 'b',
                _ => c,
            })
            .collect();
        let Some(meaning) = known(&read).meaning(Phrases::Organizations) else { return correct(&read) };
        let mut concepts = meaning.concepts();
        let concept = concepts.next().filter(|_| concepts.next().is_none())?;
        // What is meant is looked up again, so it must be a word of the table too.
        known(concept).meaning(Phrases::Organizations).is_some().then_some(concept)
    })
}

/// Whether a table of words or of names holds a word, as it is written or in Latin letters (`Алмаз`, Almaz).
fn is_known(word: &str) -> bool {
    let script = word.chars().next().and_then(script_of).filter(|&script| script != Script::Latin);
    let is_borne_in_latin =
        || script.is_some_and(|script| romanize(word, script).iter().any(|letters| known(letters).is_borne()));
    let written = known(word);
    written.is_borne() || in_phrases(word, written).is_of_organizations() || is_borne_in_latin()
}

/// What is known in phrases of a word of which `written` is known as it is written.
fn in_phrases(word: &str, written: Known) -> Known {
    if word.is_ascii() { written } else { known_in_phrases(word) }
}

fn is_one_error_away(a: &str, b: &str) -> bool {
    let (a, b): (SmallVec<[u8; 32]>, SmallVec<[u8; 32]>) = (alphabet_bytes(a), alphabet_bytes(b));
    edit::within(&a, &b, 1).is_some()
}

/// One byte a letter: within one alphabet the low byte of the code point tells letters apart.
pub(super) fn alphabet_bytes(word: &str) -> SmallVec<[u8; 32]> {
    word.chars().map(|c| c as u8).collect()
}

/// The pieces with usual words of organisations that a blank was put into as they should stand; `None` if there are none.
pub(super) fn rejoined(pieces: &[Piece]) -> Option<Vec<Piece>> {
    let mut joined = String::new();
    let mut belong = |piece: &Piece, next: &Piece| {
        if next.script != piece.script
            || piece.comma
            || piece.dotted
            || piece.letters() + next.letters() < SHORTEST_MISSPELLED
            || !may_be_mistyped(&piece.text)
        {
            return None;
        }
        joined.clear();
        joined.push_str(&piece.text);
        joined.push_str(&next.text);
        let is_word = |text: &str| known_in_phrases(text).is_of_organizations();
        let is_rejoined = is_word(&joined) && !(is_word(&piece.text) && is_word(&next.text));
        is_rejoined.then(|| joined.clone())
    };
    let first = pieces.windows(2).position(|pair| belong(&pair[0], &pair[1]).is_some())?;
    let mut rejoined: Vec<Piece> = Vec::with_capacity(pieces.len());
    rejoined.extend_from_slice(&pieces[..first]);
    let mut index = first;
    while let Some(piece) = pieces.get(index) {
        let joined = pieces.get(index + 1).and_then(|next| Some((next, belong(piece, next)?)));
        let Some((next, text)) = joined else {
            rejoined.push(piece.clone());
            index += 1;
            continue;
        };
        rejoined.push(Piece {
            text,
            span: (piece.span.0, next.span.1),
            letter_spans: piece.letter_spans.iter().chain(&next.letter_spans).copied().collect(),
            ..next.clone()
        });
        index += 2;
    }
    Some(rejoined)
}

/// The text of an organisation's name with blanks where a word that nobody bears begins or ends with a legal form or a usual
/// word (`COMPANYASCON`, `AIRTRANSPORT`), if there is such a word.
pub(in crate::name) fn respaced(folded: &[Folded], pieces: &[Piece], mode: Mode) -> Option<Vec<Folded>> {
    if mode != Mode::Organization {
        return None;
    }
    let mut blanks: SmallVec<[u32; 2]> = SmallVec::new();
    for piece in pieces {
        let mut parts: SmallVec<[&str; 4]> = SmallVec::from_slice(&[&*piece.text]);
        let mut letters = 0;
        while let Some(part) = parts.pop() {
            if let Some(at) = blank_lost(part) {
                let (first, second) = part.split_at(at);
                parts.extend([second, first]);
            } else {
                letters += part.chars().count();
                if !parts.is_empty() {
                    blanks.extend(piece.letter_spans.get(letters).map(|span| span.0));
                }
            }
        }
    }
    if blanks.is_empty() {
        return None;
    }
    let mut respaced = Vec::with_capacity(folded.len() + blanks.len());
    for f in folded {
        if blanks.contains(&f.start) {
            respaced.push(Folded { character: ' ', start: f.start, end: f.start, upper: false });
        }
        respaced.push(*f);
    }
    Some(respaced)
}

/// Where a blank was lost in a word that nobody bears.
fn blank_lost(word: &str) -> Option<usize> {
    const SHORTEST: usize = 5;
    // Every place in the word is tried, so that the work grows with its square: no word of names is longer than this.
    const LONGEST: usize = 64;
    if !(SHORTEST..=LONGEST).contains(&word.chars().count())
        || is_known(word)
        || !may_be_mistyped(word)
        || word.contains("rn") && correct(word).is_some()
    {
        return None;
    }
    // The longest known part wins: `COMPANYLIMITED` is no `COMPAN` and `YLIMITED`.
    let ends = word.char_indices().map(|(at, _)| at).skip(1).zip(1..);
    let all = word.chars().count();
    let longest = |(at, letters): (usize, usize)| {
        let (first, second) = word.split_at(at);
        let (first, second) = (Part::new(first, letters), Part::new(second, all - letters));
        let known = [(&first, &second), (&second, &first)];
        let known = known.iter().filter(|(part, other)| part.is_beside(other));
        known.map(|(part, _)| part.text.len()).max().map(|longest| (longest, at))
    };
    ends.filter_map(longest).max().map(|(_, at)| at)
}

/// A beginning or an end of a word.
struct Part<'w> {
    text: &'w str,
    letters: usize,
    known: Known,
    meaning: Option<Meaning>,
}

impl<'w> Part<'w> {
    const SHORTEST_FORM: usize = 3;
    const SHORTEST_WORD: usize = 5;
    /// A word of organizations that a longer word may begin with by chance.
    const SHORT_WORD: usize = 4;
    const LONG_REST: usize = 5;

    fn new(text: &'w str, letters: usize) -> Self {
        let known = known(text);
        let meaning = in_phrases(text, known).meaning(Phrases::Organizations);
        Self { text, letters, known, meaning }
    }

    /// Whether it is a form, or what is written with a few letters for several words: `NPP`, `НИИ`.
    fn is_short(&self) -> bool {
        self.meaning.is_some_and(|meaning| {
            meaning.class == Class::LegalForm && self.letters >= 2
                || meaning.len() > 1 && self.letters >= Self::SHORTEST_FORM
        })
    }

    /// Whether it is a word beside which a blank was lost.
    fn is_beside(&self, other: &Self) -> bool {
        let are_long = |shortest| self.letters >= shortest && other.letters >= Self::SHORTEST_FORM;
        let is_usual_word = || self.meaning.is_some_and(|meaning| meaning.class != Class::LegalForm);
        self.known.is_of_legal_form() && other.letters >= Self::SHORTEST_FORM
            || self.is_short() && (are_long(Self::SHORTEST_FORM) || other.is_short())
            || is_usual_word()
                && self.letters >= Self::SHORTEST_WORD
                && (other.letters >= Self::SHORTEST_FORM || other.known.is_connective())
            || self.letters == Self::SHORT_WORD
                && other.letters >= Self::LONG_REST
                && self.meaning.is_some_and(|meaning| meaning.class == Class::Industry)
    }
}
