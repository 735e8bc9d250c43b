//! Names of persons: titles, particles, servants of God, family names of one sign and given names of two.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::{MOST_VARIANTS, Reader};
use crate::name::Class;
use crate::name::script::{Script, japanese, romanize, spelled_by_sound, transcribed};
use crate::name::split::Piece;
use crate::name::tables::{Phrases, known, known_in_phrases};

impl Reader {
    /// Reads what begins at a piece of a person's name; returns how many pieces it took.
    pub(super) fn person(&mut self, pieces: &[Piece], index: usize) -> usize {
        let piece = &pieces[index];
        if piece.text.bytes().all(|b| b.is_ascii_digit()) {
            self.push(&piece.text, &piece.text, Class::Noise, piece.span);
            return 1;
        }
        if let Some((count, entry)) = Phrases::Titles.longest_match(&pieces[index..], self.known_in_phrases(piece)) {
            // A generation never opens a name (`II`, `Junior`), a single letter is an initial, and a title alone is a name.
            let is_letter = count == 1 && piece.letters() == 1;
            let is_name = entry.class == Class::Title
                && if index == 0 {
                    // What stands before the comma is the family name: `PAN, Alexander`, `HAJI, Ali`.
                    pieces[count - 1].comma || are_titles(pieces)
                } else {
                    index + count == pieces.len() && !pieces[index - 1].comma && (are_titles(pieces) || !entry.closes)
                };
            if !(entry.class == Class::Number && (index == 0 || is_letter)) && pieces.len() > count && !is_name {
                for (at, concept) in entry.concepts().enumerate() {
                    let taken = &pieces[index + at.min(count - 1)..index + count];
                    let letters: String =
                        taken.iter().filter(|p| p.script == Some(Script::Latin)).map(|p| p.text.as_str()).collect();
                    let letters = if letters.is_empty() { concept } else { &letters };
                    self.push(concept, letters, entry.class, (taken[0].span.0, taken[taken.len() - 1].span.1));
                }
                return count;
            }
        }
        match piece.script {
            Some(Script::Latin) | None => self.latin_person(pieces, index),
            Some(script @ (Script::Han | Script::Hangul)) => {
                // Where the parts are written apart, they need not be told apart.
                let is_alone = pieces.iter().filter(|piece| piece.script == Some(script)).count() == 1;
                let transcribed = if is_alone { None } else { transcribed(&piece.text) };
                if let Some(spellings) = transcribed {
                    // Read as Latin letters, for the signs only spell them.
                    self.script = Some(Script::Latin);
                    let readings: SmallVec<[String; 2]> = spellings.split(' ').map(str::to_owned).collect();
                    self.romanized(&readings, piece.span);
                    return 1;
                }
                if let Some(spelling) = foreign_person(piece, is_alone) {
                    self.variants = self.variants.max(2);
                    if self.variant == 1 {
                        self.script = Some(Script::Latin);
                        self.push(&spelling, &spelling, Class::Name, piece.span);
                        return 1;
                    }
                }
                if is_alone {
                    let japanese = japanese(&piece.text);
                    self.variants = self.variants.max(1 + japanese.len());
                    if let Some(reading) = self.variant.checked_sub(1).and_then(|at| japanese.get(at)) {
                        reading.split(' ').for_each(|word| self.push(word, word, Class::Name, piece.span));
                        return 1;
                    }
                }
                match script {
                    _ if !is_alone => self.syllables(&piece.text, script, piece.span),
                    Script::Han => self.han_person(piece),
                    _ => self.korean_person(piece),
                }
                1
            }
            Some(Script::Arabic) if self.variant == 1 && is_joined_in_latin(pieces, index) => {
                let next = &pieces[index + 1];
                let readings = romanize(&format!("{}{}", piece.text, next.text), Script::Arabic);
                if let Some(joined) = readings.iter().find(|reading| !reading.contains(' ')) {
                    self.push(joined, joined, Class::Name, (piece.span.0, next.span.1));
                }
                2
            }
            Some(Script::Arabic) if is_arabic_compound(pieces, index) => {
                let next = &pieces[index + 1];
                let readings: SmallVec<[String; 2]> = romanize(&format!("{}{}", piece.text, next.text), Script::Arabic)
                    .into_iter()
                    .map(|reading| reading.replace(' ', ""))
                    .collect();
                self.romanized(&readings, (piece.span.0, next.span.1));
                2
            }
            Some(script) => {
                let readings = romanize(&piece.text, script);
                if script == Script::Arabic && is_joined_in_latin(pieces, index) {
                    self.variants = self.variants.max(2);
                }
                let initial = readings.first().and_then(|reading| reading.get(..1));
                match initial {
                    Some(initial) if piece.letters() == 1 => self.push(initial, initial, Class::Initial, piece.span),
                    _ => self.romanized(&readings, piece.span),
                }
                1
            }
        }
    }

    fn latin_person(&mut self, pieces: &[Piece], index: usize) -> usize {
        let piece = &pieces[index];
        let text = piece.text.as_str();
        if piece.letters() == 1 {
            self.push(text, text, Class::Initial, piece.span);
            return 1;
        }
        // Abd + (article) + divine name is one name: Abd al-Rahman, Abdul Rahman, Abdurrahman.
        if self.known.is_servant() {
            self.has_servant = true;
            if self.parts_servants {
                self.push(text, text, Class::Particle, piece.span);
                return 1;
            }
            let mut next = index + 1;
            if pieces.get(next).is_some_and(|piece| known(&piece.text).is_article()) {
                next += 1;
            }
            if let Some(name) =
                pieces.get(next).filter(|piece| piece.script == Some(Script::Latin) && piece.letters() > 2)
                && (text.starts_with("ab") || text.starts_with("ob"))
            {
                let joined = format!("abdul{}", name.text);
                let letters: String = pieces[index..=next].iter().map(|piece| piece.text.as_str()).collect();
                let concept = joined_servant(&letters).unwrap_or(joined);
                self.push(&concept, &letters, Class::Name, (piece.span.0, name.span.1));
                return next + 1 - index;
            }
        }
        match joined_servant(text) {
            Some(servant) => {
                self.has_servant |= servant != "abdullah";
                match servant.strip_prefix("abdul").filter(|_| self.parts_servants && servant != "abdullah") {
                    Some(name) => {
                        self.native = None;
                        self.push("abdul", "abdul", Class::Particle, piece.span);
                        self.push(name, name, Class::Name, piece.span);
                    }
                    None => self.push(&servant, text, Class::Name, piece.span),
                }
            }
            None => self.latin(text, self.known, pieces.get(index + 1).map(|next| next.text.as_str()), piece.span),
        }
        1
    }

    /// Family name first, one sign or two; the rest is the given name, whose signs are one word.
    fn han_person(&mut self, piece: &Piece) {
        let characters: Vec<char> = piece.text.chars().collect();
        if characters.len() == 1 || characters.len() > 4 {
            return self.syllables(&piece.text, Script::Han, piece.span);
        }
        let family_length = [2, 1].into_iter().find(|&count| {
            count < characters.len() && {
                let family: String = characters[..count].iter().collect();
                HAN_SURNAMES.contains_key(family.as_str())
            }
        });
        let Some(count) = family_length else { return self.syllables(&piece.text, Script::Han, piece.span) };
        let family: String = characters[..count].iter().collect();
        let given: String = characters[count..].iter().collect();
        let family = HAN_SURNAMES.get(family.as_str()).map_or("", |pinyin| pinyin);
        self.push(family, family, Class::Name, piece.span_of(0, count));
        self.syllables(&given, Script::Han, piece.span_of(count, characters.len()));
    }

    fn korean_person(&mut self, piece: &Piece) {
        let characters: Vec<char> = piece.text.chars().collect();
        if !(2..=5).contains(&characters.len()) {
            return self.syllables(&piece.text, Script::Hangul, piece.span);
        }
        let longest = if characters.len() >= 4 { 2 } else { 1 };
        let family_length = (1..=longest).rev().find(|&count| {
            let family: String = characters[..count].iter().collect();
            KOREAN_SURNAMES.contains_key(family.as_str())
        });
        let Some(count) = family_length else { return self.syllables(&piece.text, Script::Hangul, piece.span) };
        let family: String = characters[..count].iter().collect();
        let given: String = characters[count..].iter().collect();
        let family = KOREAN_SURNAMES.get(family.as_str()).copied().unwrap_or_default();
        self.push(family, family, Class::Name, piece.span_of(0, count));
        self.syllables(&given, Script::Hangul, piece.span_of(count, characters.len()));
    }

    /// One word of all syllables; of Hangul also each for itself, for people mix the systems (`Sung Su`).
    fn syllables(&mut self, text: &str, script: Script, span: (u32, u32)) {
        let mut readings = romanize(text, script);
        if script == Script::Hangul {
            readings.truncate(MOST_VARIANTS - 1);
            let apart = readings.first().filter(|reading| reading.contains(' ')).cloned();
            if let Some(apart) = apart.filter(|_| self.variant == readings.len()) {
                apart.split(' ').for_each(|syllable| self.push(syllable, syllable, Class::Name, span));
                return;
            }
            self.variants = self.variants.max(readings.len() + 1);
        }
        let Some(reading) = self.chosen(&readings) else { return };
        let word = reading.replace(' ', "");
        if !word.is_empty() {
            self.push(&word, &word, Class::Name, span);
        }
    }
}

/// How many pieces stand before an address or words of payments that follow a person's name (`Viktor Vekselberg, Zurich`):
/// two at least, of which a name is made. A place that people bear as a name, and a trade that no comma parts from the name
/// (`Ivan Petrov Trading`), belong to it.
pub(in crate::name) fn address_behind_person(pieces: &[Piece]) -> Option<usize> {
    const FEWEST: usize = 2;
    let names = |pieces: &[Piece]| pieces.iter().filter(|piece| piece.letters() > 1).count();
    let begins_address = |index: usize| {
        let piece = &pieces[index];
        let after_comma = pieces[index - 1].comma;
        if piece.text.bytes().all(|letter| letter.is_ascii_digit()) {
            return after_comma;
        }
        let has_title = || Phrases::Titles.longest_match(&pieces[index..], known_in_phrases(piece.meant())).is_some();
        if after_comma && piece.letters() > 1 && has_title() {
            return true;
        }
        if known(&piece.text).among_persons().is_some_and(|count| count >= BORNE) {
            return false;
        }
        let meaning = Phrases::Organizations.longest_match(&pieces[index..], known_in_phrases(piece.meant()));
        meaning.is_some_and(|(_, meaning)| match meaning.class {
            Class::Place => true,
            Class::Industry | Class::Generic => after_comma,
            _ => false,
        })
    };
    let count = (FEWEST..pieces.len()).find(|&index| begins_address(index))?;
    (names(&pieces[..count]) >= FEWEST).then_some(count)
}

/// So many of a million persons bear what is a name as well as a place.
const BORNE: u32 = 10;

/// Rows of a table of family names.
fn surnames(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

/// Chinese family names and how they are read.
static HAN_SURNAMES: LazyLock<FxHashMap<&'static str, Box<str>>> = LazyLock::new(|| {
    let mut found = FxHashMap::default();
    for row in surnames(include_str!("../../../tables/surnames_han.tsv")) {
        let [simplified, traditional, pinyin, ..] = row[..] else { continue };
        for form in [simplified, traditional] {
            found.entry(form).or_insert_with(|| pinyin.replace(' ', "").into_boxed_str());
        }
    }
    found
});

/// Korean family names as they are usually spelled.
static KOREAN_SURNAMES: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut found = FxHashMap::default();
    for row in surnames(include_str!("../../../tables/surnames_korean.tsv")) {
        let [hangul, _, revised, _, usual] = row[..] else { continue };
        let usual = usual.split('|').next().filter(|usual| !usual.is_empty()).unwrap_or(revised);
        for form in hangul.split('|') {
            found.entry(form).or_insert(usual);
        }
    }
    found
});

/// Whether a word is a Korean family name in Latin letters.
pub(super) fn is_korean_family(word: &str) -> bool {
    static SPELLED: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
        let rows = surnames(include_str!("../../../tables/surnames_korean.tsv"));
        rows.flat_map(|row| row.into_iter().skip(2).flat_map(|spellings| spellings.split('|'))).collect()
    });
    SPELLED.contains(word)
}

/// A part of a person's name that its signs spell by sound. What stands alone is a foreign family name only where the
/// table has it and it does not open with a Chinese one, or where it is long: three signs spell too many names.
fn foreign_person(piece: &Piece, is_alone: bool) -> Option<String> {
    const LONG: usize = 5;
    let signs = piece.letters();
    if !is_alone || signs >= LONG {
        return (signs >= 2).then(|| foreign_name(&piece.text)).flatten();
    }
    let begins = |count: usize| piece.text.chars().take(count).collect::<String>();
    let is_chinese = (1..=2).any(|count| HAN_SURNAMES.contains_key(begins(count).as_str()));
    let spellings = transcribed(&piece.text).filter(|_| signs >= 3 && !(signs == 3 && is_chinese))?;
    spellings.split(' ').next().map(str::to_owned)
}

/// A foreign name that Chinese signs spell by sound: from the table of names, else sign by sign.
pub(super) fn foreign_name(signs: &str) -> Option<String> {
    let known = transcribed(signs).and_then(|spellings| spellings.split(' ').next()).map(str::to_owned);
    known.or_else(|| spelled_by_sound(signs))
}

/// Whether all pieces of a person's name are titles (`Qari Sahab`): then they are its name.
fn are_titles(mut pieces: &[Piece]) -> bool {
    let is_title = |pieces: &[Piece]| {
        let (count, meaning) = Phrases::Titles.longest_match(pieces, known_in_phrases(pieces.first()?.meant()))?;
        (meaning.class == Class::Title).then_some(count)
    };
    while let Some(count) = is_title(pieces) {
        pieces = &pieces[count..];
    }
    pieces.is_empty()
}

/// A name of God that makes one name with the word before it: `عبد الرحمن`, `مطيع الله`.
fn is_arabic_compound(pieces: &[Piece], index: usize) -> bool {
    let [piece, next, ..] = &pieces[index..] else { return false };
    let is_name = next.script == Some(Script::Arabic) && !piece.comma && piece.letters() >= 3;
    let is_servant = piece.text == "عبد" && next.text.starts_with("ال") && next.letters() > 4;
    let is_of_god = matches!(next.text.as_str(), "الله" | "اللہ");
    is_name && (is_servant || is_of_god)
}

/// A word with the article that Latin letters often join to the word before it: `شمس الدين` is Shams al-Din and Shamsuddin.
fn is_joined_in_latin(pieces: &[Piece], index: usize) -> bool {
    let [piece, next, ..] = &pieces[index..] else { return false };
    !piece.comma
        && piece.letters() >= 3
        && piece.text != "عبد"
        && matches!(
            next.text.as_str(),
            "الدين" | "الدین" | "الرحمن" | "الرحمان" | "الحق" | "الاسلام" | "الإسلام" | "الزمان"
        )
}

/// `abdurrahman`, `abdelrahman`, `abdussalam` as `abdulrahman`, `abdulsalam`; `None` for other words.
pub(super) fn joined_servant(word: &str) -> Option<String> {
    let rest = word.strip_prefix("abd").or_else(|| word.strip_prefix("abed"))?;
    let rest = rest.strip_prefix("ou").or_else(|| rest.strip_prefix(['a', 'e', 'o', 'u'])).unwrap_or(rest);
    if rest.starts_with("llah") || rest.starts_with("lah") || rest.starts_with("ila") {
        return Some("abdullah".to_owned());
    }
    let mut letters = rest.chars();
    let (first, second) = (letters.next()?, letters.next()?);
    let name = if first == 'l' {
        &rest[1..]
    } else if first == second && first != 'a' {
        &rest[first.len_utf8()..]
    } else {
        return None;
    };
    (name.len() >= 3).then(|| format!("abdul{name}"))
}

#[cfg(test)]
mod tests {
    use super::joined_servant;

    #[test]
    fn servants_of_god_are_one_spelling() {
        for (written, plain) in [
            ("abdurrahman", "abdulrahman"),
            ("abdelrahman", "abdulrahman"),
            ("abdulrahman", "abdulrahman"),
            ("abdussalam", "abdulsalam"),
            ("abdallah", "abdullah"),
            ("abdoulaziz", "abdulaziz"),
        ] {
            assert_eq!(joined_servant(written).as_deref(), Some(plain), "{written}");
        }
        assert_eq!(joined_servant("abdi"), None);
        assert_eq!(joined_servant("abduction"), None);
    }
}
