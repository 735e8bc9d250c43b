//! How alike two words are, and why. Two words are alike only if they share a key or are a few typing errors apart, so
//! an index of keys and deletions finds every pair that this function finds alike.

use crate::metric::edit;
use crate::name::script::Script;
use crate::name::{Class, KeyKind, Mode, Word, gender, sound};

use super::weights;

/// Why two words are taken for the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Evidence {
    /// The same letters.
    Equal,
    /// The same meaning in other words or letters: translated, abbreviated, inflected.
    SameConcept,
    /// Two spellings of one given name.
    NameSpelling,
    /// A name and its pet form.
    Diminutive,
    /// The same given name in another language.
    NameTranslation,
    /// Letters that look alike.
    Lookalike,
    /// The same sound, written after another system.
    Transliteration,
    /// One or two typing errors.
    Typo,
    /// Words joined or split.
    Joined,
    /// An acronym and the words it stands for.
    Acronym,
    /// An initial and a name.
    Initial,
    /// A word cut off at the end of a field.
    Truncated,
}

/// Likeness in thousandths, and its reason. `None`: not alike.
pub(crate) fn similarity(a: &Word, b: &Word, mode: Mode) -> Option<(u16, Evidence)> {
    // An initial stands for a name; it is no name itself.
    if a.class == Class::Initial || b.class == Class::Initial {
        return None;
    }
    if a.concept == b.concept {
        return Some(if a.letters == b.letters || a.class == Class::Number && b.class == Class::Number {
            (weights::EQUAL, Evidence::Equal)
        } else if edit::within(a.letters.as_bytes(), b.letters.as_bytes(), 1).is_some() {
            (weights::SAME_CONCEPT, Evidence::Typo)
        } else {
            (weights::SAME_CONCEPT, Evidence::SameConcept)
        });
    }
    let is_fixed =
        |word: &Word| matches!(word.class, Class::Number | Class::LegalForm | Class::Particle | Class::Noise);
    if is_fixed(a) || is_fixed(b) {
        // A name may look like a legal form only because a letter is missing (`SALU` of `SALUT`).
        let is_slip = !(is_fixed(a) && is_fixed(b)) && a.class != Class::Noise && b.class != Class::Noise;
        return typo(a, b)
            .filter(|&likeness| is_slip && likeness >= weights::LEAST_ALIKE)
            .map(|likeness| (likeness, Evidence::Typo));
    }
    let same_native = a.script == b.script && a.native.is_some() && a.native == b.native;
    if a.letters == b.letters || same_native {
        return Some((weights::SAME_CONCEPT, Evidence::SameConcept));
    }
    // Two words that the tables know for two things are two things, however alike they are spelled.
    let known = |word: &Word| matches!(word.class, Class::Industry | Class::Generic | Class::Place | Class::Title);
    if known(a) && known(b) {
        return None;
    }
    let mut best: Option<(u16, Evidence)> = None;
    let mut consider = |permille: u16, evidence: Evidence| {
        if permille >= weights::LEAST_ALIKE && best.is_none_or(|(known, _)| permille > known) {
            best = Some((permille, evidence));
        }
    };
    for key in &a.keys {
        if !b.keys.contains(key) {
            continue;
        }
        match key.kind {
            KeyKind::Concept => consider(weights::SAME_CONCEPT, Evidence::SameConcept),
            KeyKind::Lookalike => consider(weights::LOOKALIKE, Evidence::Lookalike),
            KeyKind::Spelling => consider(weights::NAME_SPELLING, Evidence::NameSpelling),
            KeyKind::Diminutive => consider(weights::DIMINUTIVE, Evidence::Diminutive),
            KeyKind::Translation => consider(weights::NAME_TRANSLATION, Evidence::NameTranslation),
            KeyKind::Sound(family) => {
                if mode != Mode::Person && !is_respelling(a, b) {
                    continue;
                }
                let alike = sound::similarity(&a.letters, &b.letters, family);
                // A word that a table knows is not another word that sounds a little like it.
                if alike >= 95 || !(known(a) || known(b)) {
                    let usual = if a.usual && b.usual { weights::BOTH_USUAL } else { 0 };
                    let likeness = weights::sound(alike).saturating_sub(usual);
                    let short = mode != Mode::Person
                        && a.letters.len().max(b.letters.len()) <= weights::SHORT_WORD
                        && has_vowels(a)
                        && has_vowels(b);
                    consider(
                        if short { likeness.min(weights::SHORT_RESPELLED) } else { likeness },
                        Evidence::Transliteration,
                    );
                }
            }
        }
    }
    if let Some(likeness) = typo(a, b) {
        consider(likeness, Evidence::Typo);
    }
    best.filter(|_| mode != Mode::Person || !gender::differ(&a.letters, &b.letters))
}

/// Whether so few letters differ that a company's word may be the same in another spelling.
fn is_respelling(a: &Word, b: &Word) -> bool {
    let longer = a.letters.len().max(b.letters.len());
    let most = match longer {
        _ if !has_vowels(a) || !has_vowels(b) => weights::MOST_RESPELLED_WITHOUT_VOWELS,
        0..=9 => weights::MOST_RESPELLED,
        _ => weights::MOST_RESPELLED_LONG,
    };
    edit::within(a.letters.as_bytes(), b.letters.as_bytes(), longer * most / 1000).is_some()
}

/// Whether the script it was written in has vowels: if not, they are the romaniser's guess.
fn has_vowels(word: &Word) -> bool {
    !matches!(word.script, Some(Script::Arabic | Script::Hebrew))
}

fn typo(a: &Word, b: &Word) -> Option<u16> {
    if a.is_syllabic() || b.is_syllabic() {
        return None;
    }
    let usual = a.usual && b.usual;
    if let (Some(x), Some(y)) = (&a.native, &b.native)
        && a.script == b.script
    {
        return letters_mistyped(x, y, usual);
    }
    let (x, y) = (a.letters.as_bytes(), b.letters.as_bytes());
    if is_word(x) && is_word(y) { letters_mistyped(x, y, usual) } else { None }
}

fn letters_mistyped(x: &[u8], y: &[u8], usual: bool) -> Option<u16> {
    let (shorter, longer) = (x.len().min(y.len()), x.len().max(y.len()));
    let most = weights::typos_allowed(shorter);
    if most == 0 || longer - shorter > most as usize {
        return None;
    }
    let errors = edit::within(x, y, most as usize)? as u32;
    Some(weights::typo(errors, longer, usual, x[0] != y[0]))
}

/// Digits are no letters that a finger slips on: `AB12` and `AB13` are two designations.
fn is_word(letters: &[u8]) -> bool {
    letters.iter().all(u8::is_ascii_lowercase)
}
