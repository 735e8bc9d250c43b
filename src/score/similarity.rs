//! How alike two words are, and why. Two words are alike only if they share a key or are a few typing errors apart, so
//! an index of keys and deletions finds every pair that this function finds alike.

use std::sync::LazyLock;

use crate::metric::edit;
use crate::name::script::Script;
use crate::name::{Class, KeyKind, Mode, Outline, Shared, WordRef, gender, letters_in, look_alike, sound, usual_tail};

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
    /// Words that do not mean the same, and that different sources use of one organization.
    Related,
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
pub(crate) fn similarity(a: WordRef<'_>, b: WordRef<'_>, mode: Mode) -> Option<(u16, Evidence)> {
    similarity_by(Shared::ALL, false, a, b, mode)
}

/// The same for two words that share no more than this.
pub(crate) fn similarity_of(a: WordRef<'_>, b: WordRef<'_>, shared: Shared, mode: Mode) -> Option<(u16, Evidence)> {
    similarity_by(shared, false, a, b, mode)
}

/// The same for neighbours joined and a listed word that share no more than this, if the two are so alike that they are one.
pub(crate) fn similarity_of_joined(
    joined: WordRef<'_>,
    listed: WordRef<'_>,
    shared: Shared,
    mode: Mode,
) -> Option<(u16, Evidence)> {
    similarity_by(shared, true, joined, listed, mode).filter(|&alike| weights::are_joined(alike, mode))
}

/// Of neighbours joined, what only sounds alike is told only if that makes them one.
fn similarity_by(
    shared: Shared,
    are_joined: bool,
    a: WordRef<'_>,
    b: WordRef<'_>,
    mode: Mode,
) -> Option<(u16, Evidence)> {
    // An initial stands for a name; it is no name itself.
    if a.class == Class::Initial || b.class == Class::Initial {
        return None;
    }
    if a.concept == b.concept {
        // A translated word has the letters of its translation: `энергия` is `Energiya` as much as it is `energy`.
        let is_translated = |word: WordRef<'_>| {
            word.script.is_some_and(|script| script != Script::Latin) && word.letters == word.concept
        };
        return Some(
            if a.letters == b.letters
                || a.class == Class::Number && b.class == Class::Number
                || is_translated(a) != is_translated(b)
            {
                (weights::EQUAL, Evidence::Equal)
            } else if edit::within(a.letters.as_bytes(), b.letters.as_bytes(), 1).is_some() {
                (weights::SAME_CONCEPT, Evidence::Typo)
            } else {
                (weights::SAME_CONCEPT, Evidence::SameConcept)
            },
        );
    }
    if are_related(a, b) {
        return Some((weights::RELATED, Evidence::Related));
    }
    // Words so few typing errors apart share a deletion.
    let typo = || if shared.has_deletion() { typo(a, b) } else { None };
    if is_fixed(a.class) || is_fixed(b.class) {
        return typo()
            .filter(|&likeness| may_be_slip(a.class, b.class) && likeness >= weights::LEAST_ALIKE)
            .map(|likeness| (likeness, Evidence::Typo));
    }
    let same_native = a.script == b.script && a.native.is_some() && a.native == b.native;
    if a.letters == b.letters || same_native {
        return Some((weights::SAME_CONCEPT, Evidence::SameConcept));
    }
    // Two words that the tables know for two things are two things, however alike they are spelled.
    if is_known(a.class) && is_known(b.class) {
        return None;
    }
    let mistyped = typo().map_or(0, |likeness| {
        let is_itself = mode != Mode::Person && is_known(a.class) && !is_known(b.class);
        likeness.saturating_sub(if is_itself { weights::KNOWN_WORD } else { 0 })
    });
    let mut best: Option<(u16, Evidence)> = None;
    let consider = |best: &mut Option<(u16, Evidence)>, permille: u16, evidence: Evidence| {
        if permille >= weights::LEAST_ALIKE && best.is_none_or(|(known, _)| permille > known) {
            *best = Some((permille, evidence));
        }
    };
    let mut sounds = Sounds::new(a, b, mode);
    for key in a.keys.iter().filter(|key| shared.has(**key)) {
        if !b.keys.contains(key) {
            continue;
        }
        match key.kind() {
            KeyKind::Concept => consider(&mut best, weights::SAME_CONCEPT, Evidence::SameConcept),
            KeyKind::Related => {}
            KeyKind::Lookalike => consider(&mut best, weights::LOOKALIKE, Evidence::Lookalike),
            KeyKind::Spelling => consider(&mut best, weights::NAME_SPELLING, Evidence::NameSpelling),
            KeyKind::Diminutive => consider(&mut best, weights::DIMINUTIVE, Evidence::Diminutive),
            KeyKind::Translation => consider(&mut best, weights::NAME_TRANSLATION, Evidence::NameTranslation),
            KeyKind::Sound(family) => {
                // A sound that says less than what is known already need not be heard out.
                let known = best.map_or(weights::LEAST_ALIKE, |(known, _)| known + 1);
                let are_joined = are_joined && best.is_none() && mistyped < weights::LEAST_ALIKE;
                if let Some(likeness) = sounds.likeness(family, known.max(mistyped), are_joined) {
                    consider(&mut best, likeness, Evidence::Transliteration);
                }
            }
        }
    }
    consider(&mut best, mistyped, Evidence::Typo);
    if mode == Mode::Organization {
        best = best.and_then(|found| without_usual_tail(a.letters, b.letters, found));
    }
    best.filter(|_| mode != Mode::Person || !gender::differ(a.letters, b.letters))
}

/// How alike two words are by their sound.
struct Sounds<'a> {
    a: WordRef<'a>,
    b: WordRef<'a>,
    /// What is taken off where both are usual.
    usual: u16,
    /// No sound makes them more alike than this.
    most: u16,
    /// How alike, of 100, they must sound, whatever their likeness is; more than 100 if no sound makes them alike. Not known until
    /// somebody asks.
    least: Option<u8>,
    /// The families that were asked, a bit for each: words may share several keys of one.
    asked: u8,
    mode: Mode,
}

impl<'a> Sounds<'a> {
    fn new(a: WordRef<'a>, b: WordRef<'a>, mode: Mode) -> Self {
        let short = mode != Mode::Person
            && a.letters.len().max(b.letters.len()) <= weights::SHORT_WORD
            && has_vowels(a.script)
            && has_vowels(b.script);
        let most = match () {
            () if short => weights::SHORT_RESPELLED,
            () if mode == Mode::Organization && are_latin(a.script, b.script) => weights::RESPELLED_IN_LATIN,
            () => u16::MAX,
        };
        let usual = if a.usual && b.usual { weights::BOTH_USUAL } else { 0 };
        Self { a, b, usual, most, least: None, asked: 0, mode }
    }

    /// How alike they are by their sound in a family, if they are at least so alike, and one where they must be. Who asks again
    /// wants no less, and learns nothing new.
    fn likeness(&mut self, family: sound::Family, known: u16, are_joined: bool) -> Option<u16> {
        let Self { a, b, usual, most, asked, mode, .. } = *self;
        self.asked |= 1 << family as u8;
        if self.asked == asked {
            return None;
        }
        let wanted = if are_joined { known.max(least_joined(mode)) } else { known };
        if most < wanted {
            return None;
        }
        let least = least_sound(wanted + usual)?;
        let least = least.max(*self.least.get_or_insert_with(|| {
            // A word that a table knows is not another word that sounds a little like it, and two usual given names that the
            // tables know for two are two (`Hasan`, `Husayn`).
            if mode != Mode::Person && !is_respelling(a, b) {
                u8::MAX
            } else if is_known(a.class) || is_known(b.class) {
                95
            } else if usual > 0 && are_two_given_names(a, b) {
                weights::SOUNDS_OF_ONE_NAME
            } else {
                0
            }
        }));
        if least > 100 {
            return None;
        }
        let alike = sound::similarity_from(least, a.letters, b.letters, family);
        (alike >= least).then(|| weights::sound(alike).saturating_sub(usual).min(most))
    }
}

/// How alike, of 100, words must sound that are so alike; `None` if no sound makes them so.
fn least_sound(likeness: u16) -> Option<u8> {
    static LEAST: LazyLock<[Option<u8>; 1001]> = LazyLock::new(|| {
        std::array::from_fn(|likeness| (0..=100).find(|&alike| usize::from(weights::sound(alike)) >= likeness))
    });
    LEAST.get(usize::from(likeness)).copied().flatten()
}

/// How alike neighbours joined and a word must be that are one by their sound.
fn least_joined(mode: Mode) -> u16 {
    static LEAST: LazyLock<[u16; 3]> = LazyLock::new(|| {
        let is_enough = |likeness, mode| weights::are_joined((likeness, Evidence::Transliteration), mode);
        Mode::ALL.map(|mode| (0..=1000).find(|&likeness| is_enough(likeness, mode)).unwrap_or(u16::MAX))
    });
    LEAST[mode.index()]
}

fn are_latin(a: Option<Script>, b: Option<Script>) -> bool {
    a == Some(Script::Latin) && b == Some(Script::Latin)
}

/// The likeness of two companies' words that are only alike, without a very usual word that both end in: what stands before it
/// tells them apart.
fn without_usual_tail(a: &str, b: &str, found: (u16, Evidence)) -> Option<(u16, Evidence)> {
    let (likeness, evidence) = found;
    if !matches!(evidence, Evidence::Typo | Evidence::Transliteration) {
        return Some(found);
    }
    let Some(tail) = usual_tail(a, b, weights::SHORTEST_TAIL) else { return Some(found) };
    let [x, y] = [a, b].map(|word| &word.as_bytes()[..word.len() - tail]);
    // In few letters, no sound is sure either.
    if evidence == Evidence::Transliteration && weights::typos_allowed(x.len().min(y.len())) > 0 {
        return Some(found);
    }
    let likeness = likeness.min(letters_mistyped(x, y, false)?);
    (likeness >= weights::LEAST_ALIKE).then_some((likeness, Evidence::Typo))
}

/// Whether two words that share no more than this may be alike as [`similarity`] has it; if not, they are not. Asked of
/// many words, so it looks at their outlines alone.
pub(crate) fn may_be_alike(a: Outline, b: Outline, shared: Shared, mode: Mode) -> bool {
    if b.class == Class::Initial {
        return false;
    }
    // The same concept, related ones or the same letters are a shared key.
    if !shared.is_sound_or_deletion() {
        return true;
    }
    let is_fixed = is_fixed(a.class) || is_fixed(b.class);
    if is_fixed && !(shared.has_deletion() && may_be_slip(a.class, b.class)) || is_known(a.class) && is_known(b.class) {
        return false;
    }
    // Typing errors are counted in the letters of their own alphabet.
    if a.has_native && b.has_native && a.script == b.script {
        return true;
    }
    let (shorter, longer) = (a.length.min(b.length) as usize, a.length.max(b.length) as usize);
    let mistyped = if shared.has_deletion() { weights::typos_allowed(shorter) as usize } else { 0 };
    let respelled = match shared.has_sound() && !is_fixed {
        true if mode == Mode::Person => return true,
        true => most_respelled(longer, has_vowels(a.script) && has_vowels(b.script)),
        false => 0,
    };
    // Each letter that only one of them has takes an error, and each error takes away one of such letters on either side.
    let only_a = (a.letters & !b.letters).count_ones() as usize;
    let only_b = (b.letters & !a.letters).count_ones() as usize;
    only_a.max(only_b).max(longer - shorter) <= mistyped.max(respelled)
}

/// The same for neighbours joined, as [`similarity_of_joined`] has it.
pub(crate) fn may_be_joined(joined: Outline, listed: Outline, shared: Shared, mode: Mode) -> bool {
    // A sound that makes them no more alike than companies' words can be does not make them one.
    let is_sound = shared.is_sound_or_deletion() && !shared.has_deletion();
    let too_little = mode == Mode::Organization
        && weights::RESPELLED_IN_LATIN < least_joined(mode)
        && are_latin(joined.script, listed.script);
    !(is_sound && too_little) && may_be_alike(joined, listed, shared, mode)
}

/// How alike joined neighbours that must have the same letters are to a word.
pub(crate) fn same(joined: &str, listed: WordRef<'_>, mode: Mode) -> Option<(u16, Evidence)> {
    if *joined != *listed.letters && *joined != *listed.concept {
        return None;
    }
    similarity(WordRef::of_letters(joined), listed, mode).filter(|&(likeness, _)| likeness >= weights::SAME_CONCEPT)
}

/// Whether neighbours joined may be alike to a word otherwise than by sound or typing errors: both mean the same, or the
/// letters look alike.
pub(crate) fn may_be_alike_otherwise(joined: &str, listed: WordRef<'_>) -> bool {
    /// Letters that no lookalike takes the place of.
    const PLAIN: u32 = letters_in(b"fhjkpquxy");
    *joined == *listed.concept
        || letters_in(joined.as_bytes()) & PLAIN == letters_in(listed.letters.as_bytes()) & PLAIN
            && look_alike(joined, listed.letters)
}

/// Alike to nothing but itself.
fn is_fixed(class: Class) -> bool {
    matches!(class, Class::Number | Class::LegalForm | Class::Particle | Class::Noise)
}

/// Whether one may look like a legal form only because a letter is missing (`SALU` of `SALUT`).
fn may_be_slip(a: Class, b: Class) -> bool {
    !(is_fixed(a) && is_fixed(b)) && a != Class::Noise && b != Class::Noise
}

/// Known to the tables for what it is.
fn is_known(class: Class) -> bool {
    matches!(class, Class::Industry | Class::Generic | Class::Place | Class::Title)
}

/// Whether both are words of organizations that different sources use of one.
fn are_related(a: WordRef<'_>, b: WordRef<'_>) -> bool {
    a.keys.iter().any(|key| key.kind() == KeyKind::Related && b.keys.contains(key))
}

/// Whether the tables know both words as short given names, and not as one.
fn are_two_given_names(a: WordRef<'_>, b: WordRef<'_>) -> bool {
    // Of long names more sounds agree: `Volodymyrovych` is `Vladimirovich`.
    let is_name = |word: WordRef<'_>| {
        word.letters.len() <= weights::SHORT_GIVEN_NAME && word.keys.iter().any(|key| key.kind() == KeyKind::Spelling)
    };
    is_name(a) && is_name(b) && !a.keys.iter().any(|key| key.kind() == KeyKind::Spelling && b.keys.contains(key))
}

/// Whether so few letters differ that a company's word may be the same in another spelling.
fn is_respelling(a: WordRef<'_>, b: WordRef<'_>) -> bool {
    let longer = a.letters.len().max(b.letters.len());
    let most = most_respelled(longer, has_vowels(a.script) && has_vowels(b.script));
    edit::within(a.letters.as_bytes(), b.letters.as_bytes(), most).is_some()
}

/// How many letters may differ in a word of so many.
fn most_respelled(length: usize, have_vowels: bool) -> usize {
    let most = match length {
        _ if !have_vowels => weights::MOST_RESPELLED_WITHOUT_VOWELS,
        0..=9 => weights::MOST_RESPELLED,
        _ => weights::MOST_RESPELLED_LONG,
    };
    length * most / 1000
}

/// Whether the script it was written in has vowels: if not, they are the romaniser's guess.
fn has_vowels(script: Option<Script>) -> bool {
    !matches!(script, Some(Script::Arabic | Script::Hebrew))
}

fn typo(a: WordRef<'_>, b: WordRef<'_>) -> Option<u16> {
    if a.is_syllabic() || b.is_syllabic() {
        return None;
    }
    let usual = a.usual && b.usual;
    if let (Some(x), Some(y)) = (a.native, b.native)
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

#[cfg(all(test, feature = "bundled"))]
mod tests {
    use super::*;
    use crate::name::{HasWord as _, Word, analyze};

    #[test]
    fn words_that_their_outlines_turn_down_are_not_alike() {
        for mode in [Mode::Organization, Mode::Person] {
            let names = crate::bundled::bundled_list().entities.iter().flat_map(|entity| &entity.names);
            let readings = names.step_by(3).flat_map(|name| analyze(&name.full, mode));
            let mut words: Vec<Word> =
                readings.flat_map(|reading| reading.tokens).map(|token| (*token.word).clone()).collect();
            // What a finger may make of some of them.
            for at in (0..words.len()).step_by(4) {
                let letters = words[at].letters.replacen(['a', 'i'], "e", 1);
                words.push(Word::name(&letters, mode));
            }
            let (mut turned_down, mut alike) = (0, 0);
            for a in words.iter().step_by(5).map(|word| word.word()) {
                for b in words.iter().map(|word| word.word()) {
                    // The index tells which keys two words share; that they share a deletion may always be.
                    let keys = a.keys.iter().filter(|key| b.keys.contains(key));
                    let shared = keys.fold(Shared::DELETION, |shared, key| Shared(shared.0 | key.shared().0));
                    let likeness = similarity(a, b, mode);
                    alike += usize::from(likeness.is_some());
                    if a.class != Class::Initial && !may_be_alike(a.outline(), b.outline(), shared, mode) {
                        turned_down += 1;
                        assert_eq!(likeness, None, "{} {}", a.letters, b.letters);
                    }
                }
            }
            assert!(turned_down > 1000 && alike > 100, "{turned_down} turned down, {alike} alike");
        }
    }

    #[test]
    fn neighbours_joined_that_are_turned_down_are_not_alike() {
        for mode in Mode::ALL {
            let names = crate::bundled::bundled_list().entities.iter().flat_map(|entity| &entity.names);
            let readings: Vec<_> = names.step_by(2).flat_map(|name| analyze(&name.full, mode)).collect();
            let queries: Vec<_> = readings.iter().map(|of| crate::profile::prepare(of.tokens.clone(), mode)).collect();
            let mut words: Vec<Word> =
                queries.iter().step_by(3).flat_map(|query| &query.tokens).map(|token| (*token.word).clone()).collect();
            // What a finger, a scanner or another ear may make of some that are written as one.
            for query in queries.iter().step_by(4) {
                for join in 0..query.joins.len() {
                    let letters = query.joined_letters(join);
                    for (from, to) in [("a", "a"), ("i", "e"), ("m", "rn"), ("l", "i"), ("zh", "j"), ("o", "")] {
                        words.push(Word::name(&letters.replacen(from, to, 1), mode));
                    }
                }
            }
            let (mut turned_down, mut alike) = (0, 0);
            for query in queries.iter().step_by(8) {
                for join in 0..query.joins.len() {
                    let (word, outline) = (query.joined(join), query.joined_outline(join));
                    let letters = query.joined_letters(join);
                    assert_eq!(format!("{outline:?}"), format!("{:?}", word.word().outline()));
                    for b in words.iter().map(|word| word.word()) {
                        let likeness = similarity(word.word(), b, mode);
                        alike += usize::from(likeness.is_some());
                        if query.must_have_same_letters(join) {
                            let likeness = likeness.filter(|&(likeness, _)| likeness >= weights::SAME_CONCEPT);
                            assert_eq!(same(&letters, b, mode), likeness, "{} {}", &*letters, b.letters);
                        }
                        if !may_be_alike(outline, b.outline(), Shared::SPELLING, mode)
                            && !may_be_alike_otherwise(&letters, b)
                        {
                            turned_down += 1;
                            assert_eq!(likeness, None, "{} {}", &*letters, b.letters);
                        }
                    }
                }
            }
            assert!(turned_down > 1000 && alike > 100, "{turned_down} turned down, {alike} alike");
        }
    }
}
