//! Changed forms of listed names, by which a screener is held to find its own entities.
//!
//! Three levels, as self-verification uses them: a name as it is published, after a minor change, after a major one.
//! Each [`Mutation`] makes one form of a name, or none where it does not apply or would change nothing. Where a change
//! could be made in several places (which letter, which word), the place is drawn from a hash of the name: it looks like
//! chance, and is the same on every machine. Nothing is left to a random number, and no name is left out.
//!
//! The legal forms and spellings used here are a short list of their own, apart from the tables by which names are
//! analysed: what is changed does not depend on what the screener knows.
//!
//! A *word* below is what stands between blanks. A typo is made in a letter of a word of five letters or more, of one of
//! the scripts that have an alphabet here (Latin, Cyrillic, Greek, Arabic, Hebrew, Armenian, Georgian), and only if all
//! letters of the word are of such a script.
//!
//! ```
//! use sanctions_screen::mutation::{Level, mutated_forms};
//! use sanctions_screen::{Entity, Kind};
//!
//! let entity = Entity::new("1", Kind::Organization, "Wuhan Tongsheng Technology Co., Ltd.");
//! let forms: Vec<(&str, String)> =
//!     mutated_forms(&entity, &entity.names[0], Level::Minor).map(|(kind, text)| (kind.as_str(), text)).collect();
//! assert!(forms.contains(&("upper-case", "WUHAN TONGSHENG TECHNOLOGY CO., LTD.".to_owned())));
//! assert!(forms.contains(&("legal-form-dropped", "Wuhan Tongsheng Technology".to_owned())));
//! assert!(forms.contains(&("legal-form-swapped", "Wuhan Tongsheng Technology LLC".to_owned())));
//! ```

mod legal_form;
mod respelling;
mod typo;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::entity::{Entity, Kind, Name};
use crate::name::script::{Script, script_of};

pub use legal_form::without_legal_form;

/// Characters that one line of a payment message holds.
const LINE: usize = 35;
/// Characters of the name itself that must be left on it.
const LEAST_LEFT: usize = 5;
/// Letters that a word must have to be split, so that each part keeps two.
const LEAST_SPLIT: usize = 5;

/// How much a name is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// M0: not at all.
    AsPublished,
    /// M1: as it happens in every customer file.
    Minor,
    /// M2: as it happens between registers, languages and payment systems.
    Major,
}

impl Level {
    /// All levels.
    pub const ALL: [Self; 3] = [Self::AsPublished, Self::Minor, Self::Major];

    /// 0, 1 or 2.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AsPublished => "as published",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// One way to change a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Mutation {
    /// M0. Nothing is changed.
    AsPublished,
    /// M1. All letters in upper case.
    UpperCase,
    /// M1. All letters in lower case.
    LowerCase,
    /// M1. All that is no letter, mark, digit or blank is taken out: `AlAssad` for `Al-Assad`.
    PunctuationRemoved,
    /// M1. The same, but a blank in the place of each.
    PunctuationToBlanks,
    /// M1. Latin letters without their marks, and `o` for `ø`, `ss` for `ß` and the like.
    DiacriticsRemoved,
    /// M1. An organization's name without the legal form at its end or beginning.
    LegalFormDropped,
    /// M1. Another legal form in its place: `LLC` for `Ltd`, `AG` for `GmbH`.
    LegalFormSwapped,
    /// M1. A letter is another letter of the same alphabet.
    Substitution,
    /// M1. A letter is missing.
    Deletion,
    /// M1. A letter too many, before another one.
    Insertion,
    /// M1. Two neighbouring letters, which differ, change places.
    Transposition,
    /// M1. Two neighbouring words change places; commas after them are dropped.
    WordsSwapped,
    /// M1. Two neighbouring words are written as one; a comma between them is dropped.
    WordsJoined,
    /// M1. A word of five letters or more is written as two, of two letters or more each.
    WordSplit,
    /// M2. Two typos, each of one of the four kinds, in two words.
    TwoTypos,
    /// M2. A word of three letters or digits or more is missing that is neither the first nor the last.
    MiddleWordDropped,
    /// M2. A person's given names as initials with dots. Which are the given names is known where the publisher gives
    /// the parts apart, or writes `FAMILY, Given`; other names have no such form.
    Initials,
    /// M2. A person's name in Latin letters, romanised from Cyrillic by other rules: `iy` or `ii` for a final `y` and the
    /// reverse, `h` for `kh`, `j` for `zh`, `ia` and `iu` for `ya` and `yu` and the reverse, `ks` for `x`. For entities
    /// with a name in Cyrillic, else of the nationality or place of birth of a country that writes, or wrote, so.
    RespelledCyrillic,
    /// M2. A person's name in Latin letters, romanised from Arabic by other habits: `k` for `q`, `u` for `ou` and `oo`,
    /// `i` for `ee`, `ee` for the last `i` between two consonants of a word, `El-` for `Al-`. For entities with a name in
    /// Arabic letters, else of the nationality or place of birth of a country that writes so.
    RespelledArabic,
    /// M2. A person's name that is pinyin in all its words, in Wade-Giles. For entities of the nationality or place of birth
    /// China, not Hong Kong, Macao or Taiwan.
    WadeGiles,
    /// M2. A name in another script than Latin of an entity that has a name in Latin letters as well. The text is not
    /// changed: whoever screens it must first take all names in other scripts off the lists, so that it can be found by
    /// the names in Latin letters only.
    NativeScript,
    /// M2. The first 35 characters of a longer name, as payment messages cut it. Where a legal form at the beginning leaves
    /// less than five characters for the name, nothing that could be found is left, and there is no such form.
    Truncation,
}

impl Mutation {
    /// All of them, by level.
    pub const ALL: [Self; 23] = [
        Self::AsPublished,
        Self::UpperCase,
        Self::LowerCase,
        Self::PunctuationRemoved,
        Self::PunctuationToBlanks,
        Self::DiacriticsRemoved,
        Self::LegalFormDropped,
        Self::LegalFormSwapped,
        Self::Substitution,
        Self::Deletion,
        Self::Insertion,
        Self::Transposition,
        Self::WordsSwapped,
        Self::WordsJoined,
        Self::WordSplit,
        Self::TwoTypos,
        Self::MiddleWordDropped,
        Self::Initials,
        Self::RespelledCyrillic,
        Self::RespelledArabic,
        Self::WadeGiles,
        Self::NativeScript,
        Self::Truncation,
    ];

    /// The level it belongs to.
    pub const fn level(self) -> Level {
        match self {
            Self::AsPublished => Level::AsPublished,
            Self::UpperCase
            | Self::LowerCase
            | Self::PunctuationRemoved
            | Self::PunctuationToBlanks
            | Self::DiacriticsRemoved
            | Self::LegalFormDropped
            | Self::LegalFormSwapped
            | Self::Substitution
            | Self::Deletion
            | Self::Insertion
            | Self::Transposition
            | Self::WordsSwapped
            | Self::WordsJoined
            | Self::WordSplit => Level::Minor,
            Self::TwoTypos
            | Self::MiddleWordDropped
            | Self::Initials
            | Self::RespelledCyrillic
            | Self::RespelledArabic
            | Self::WadeGiles
            | Self::NativeScript
            | Self::Truncation => Level::Major,
        }
    }

    /// The word used in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AsPublished => "as-published",
            Self::UpperCase => "upper-case",
            Self::LowerCase => "lower-case",
            Self::PunctuationRemoved => "punctuation-removed",
            Self::PunctuationToBlanks => "punctuation-to-blanks",
            Self::DiacriticsRemoved => "diacritics-removed",
            Self::LegalFormDropped => "legal-form-dropped",
            Self::LegalFormSwapped => "legal-form-swapped",
            Self::Substitution => "substitution",
            Self::Deletion => "deletion",
            Self::Insertion => "insertion",
            Self::Transposition => "transposition",
            Self::WordsSwapped => "words-swapped",
            Self::WordsJoined => "words-joined",
            Self::WordSplit => "word-split",
            Self::TwoTypos => "two-typos",
            Self::MiddleWordDropped => "middle-word-dropped",
            Self::Initials => "initials",
            Self::RespelledCyrillic => "respelled-cyrillic",
            Self::RespelledArabic => "respelled-arabic",
            Self::WadeGiles => "wade-giles",
            Self::NativeScript => "native-script",
            Self::Truncation => "truncation",
        }
    }

    /// The changed form of a name of the entity; `None` where this change does not apply, changes nothing, or leaves
    /// neither letter nor digit.
    ///
    /// ```
    /// use sanctions_screen::mutation::Mutation;
    /// use sanctions_screen::{Entity, Kind};
    /// let entity = Entity::new("1", Kind::Person, "PETROV, Ivan Sergeevich");
    /// assert_eq!(Mutation::Initials.apply(&entity, &entity.names[0]).as_deref(), Some("PETROV, I. S."));
    /// assert_eq!(Mutation::Truncation.apply(&entity, &entity.names[0]), None);
    /// ```
    pub fn apply(self, entity: &Entity, name: &Name) -> Option<String> {
        let full = name.full.trim();
        let draw = Draw::new(full, self.as_str());
        let text = match self {
            Self::AsPublished => return Some(full.to_owned()),
            Self::NativeScript => {
                let native = is_other_script(full) && entity.names.iter().any(|sibling| is_latin(&sibling.full));
                return native.then(|| full.to_owned());
            }
            Self::UpperCase => full.to_uppercase(),
            Self::LowerCase => full.to_lowercase(),
            Self::PunctuationRemoved => full.chars().filter(|&c| !is_punctuation(c)).collect(),
            Self::PunctuationToBlanks => {
                let spaced: String = full.chars().map(|c| if is_punctuation(c) { ' ' } else { c }).collect();
                joined(&words(&spaced))
            }
            Self::DiacriticsRemoved => without_diacritics(full),
            Self::LegalFormDropped if is_organization(entity) => without_legal_form(full)?,
            Self::LegalFormSwapped if is_organization(entity) => legal_form::swapped(full)?,
            Self::LegalFormDropped | Self::LegalFormSwapped => return None,
            Self::Substitution => typo::one(full, typo::Kind::Substitution, draw)?,
            Self::Deletion => typo::one(full, typo::Kind::Deletion, draw)?,
            Self::Insertion => typo::one(full, typo::Kind::Insertion, draw)?,
            Self::Transposition => typo::one(full, typo::Kind::Transposition, draw)?,
            Self::TwoTypos => typo::two(full, draw)?,
            Self::WordsSwapped => {
                let mut words = words(full);
                let at = draw.below(words.len().checked_sub(1)?)?;
                words[at] = words[at].trim_end_matches(',');
                words[at + 1] = words[at + 1].trim_end_matches(',');
                words.swap(at, at + 1);
                joined(&words)
            }
            Self::WordsJoined => {
                let words = words(full);
                let at = draw.below(words.len().checked_sub(1)?)?;
                let one = format!("{}{}", words[at].trim_end_matches(','), words[at + 1]);
                joined(&[&words[..at], &[one.as_str()], &words[at + 2..]].concat())
            }
            Self::WordSplit => split(full, draw)?,
            Self::MiddleWordDropped => {
                let mut words = words(full);
                let middle: Vec<usize> = (1..words.len().saturating_sub(1))
                    .filter(|&at| words[at].chars().filter(|c| c.is_alphanumeric()).count() >= 3)
                    .collect();
                words.remove(middle[draw.below(middle.len())?]);
                joined(&words)
            }
            Self::Initials if entity.kind == Kind::Person => initials(name)?,
            Self::Initials => return None,
            Self::RespelledCyrillic => respelling::cyrillic(entity, full)?,
            Self::RespelledArabic => respelling::arabic(entity, full)?,
            Self::WadeGiles => respelling::wade_giles(entity, full)?,
            Self::Truncation => {
                let (end, _) = full.char_indices().nth(LINE)?;
                if is_organization(entity) && legal_form::leading_characters(full) + LEAST_LEFT > LINE {
                    return None;
                }
                full[..end].trim_end().to_owned()
            }
        };
        (text != full && text.chars().any(char::is_alphanumeric)).then_some(text)
    }
}

/// All changed forms of a name of the entity on a level, in the order of [`Mutation::ALL`].
pub fn mutated_forms<'a>(
    entity: &'a Entity,
    name: &'a Name,
    level: Level,
) -> impl Iterator<Item = (Mutation, String)> + 'a {
    Mutation::ALL
        .into_iter()
        .filter(move |mutation| mutation.level() == level)
        .filter_map(move |mutation| Some((mutation, mutation.apply(entity, name)?)))
}

/// Whether a name holds letters, and all of them Latin.
///
/// ```
/// use sanctions_screen::mutation::is_latin;
/// assert!(is_latin("Müller & Söhne 3") && !is_latin("Завод ZALA") && !is_latin("12"));
/// ```
pub fn is_latin(text: &str) -> bool {
    let mut scripts = text.chars().filter_map(script_of).peekable();
    scripts.peek().is_some() && scripts.all(|script| script == Script::Latin)
}

/// Whether a name holds letters, and none of them Latin.
fn is_other_script(text: &str) -> bool {
    let mut scripts = text.chars().filter_map(script_of).peekable();
    scripts.peek().is_some() && scripts.all(|script| script != Script::Latin)
}

/// A name as words of letters and digits, folded (case, marks, lookalikes) and sorted: names that agree here are the same
/// but for order and punctuation.
///
/// ```
/// use sanctions_screen::mutation::folded_words;
/// assert_eq!(folded_words("KIM, James"), folded_words("James  Kim."));
/// ```
pub fn folded_words(text: &str) -> String {
    let normalized = crate::name::normalized(text);
    let mut words: Vec<&str> = normalized.split(' ').collect();
    words.sort_unstable();
    words.join(" ")
}

fn is_organization(entity: &Entity) -> bool {
    matches!(entity.kind, Kind::Organization | Kind::Unknown)
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

fn joined(words: &[&str]) -> String {
    words.join(" ")
}

/// Zero-width joiners are part of the spelling in some scripts.
fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace() && !is_combining_mark(c) && !matches!(c, '\u{200c}' | '\u{200d}')
}

fn without_diacritics(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut after_latin = false;
    for c in text.chars() {
        let folded = match c {
            'ø' => "o",
            'Ø' => "O",
            'ł' => "l",
            'Ł' => "L",
            'đ' | 'ð' => "d",
            'Đ' | 'Ð' => "D",
            'ß' => "ss",
            'æ' => "ae",
            'Æ' => "AE",
            'œ' => "oe",
            'Œ' => "OE",
            'ı' => "i",
            'þ' => "th",
            'Þ' => "Th",
            'ə' => "a",
            'Ə' => "A",
            _ => "",
        };
        if !folded.is_empty() {
            plain.push_str(folded);
            after_latin = true;
        } else if script_of(c) == Some(Script::Latin) {
            plain.extend(std::iter::once(c).nfd().filter(|&c| !is_combining_mark(c)));
            after_latin = true;
        } else if !(after_latin && is_combining_mark(c)) {
            plain.push(c);
            after_latin = false;
        }
    }
    plain
}

fn split(full: &str, draw: Draw) -> Option<String> {
    let words = words(full);
    let long: Vec<usize> = (0..words.len())
        .filter(|&at| words[at].chars().count() >= LEAST_SPLIT && words[at].chars().all(char::is_alphabetic))
        .collect();
    let at = long[draw.below(long.len())?];
    let letters = words[at].chars().count();
    let cut = 2 + draw.next().below(letters - 3)?;
    let (cut, _) = words[at].char_indices().nth(cut)?;
    let two = format!("{} {}", &words[at][..cut], &words[at][cut..]);
    Some(joined(&[&words[..at], &[two.as_str()], &words[at + 1..]].concat()))
}

fn initials(name: &Name) -> Option<String> {
    let full = name.full.trim();
    let (family, given, family_first) = match &name.parts {
        Some(parts) if !parts.family.trim().is_empty() && !parts.given.trim().is_empty() => {
            let (family, given) = (parts.family.trim(), parts.given.trim());
            (family, given, full.starts_with(family))
        }
        _ => {
            let (family, given) = full.split_once(',')?;
            (family.trim(), given.trim(), true)
        }
    };
    let mut letters = Vec::new();
    let mut shortened = false;
    for word in given.split([' ', '-', '\u{a0}']).filter(|word| !word.is_empty()) {
        let first = word.chars().find(|c| c.is_alphabetic())?;
        // Scripts without upper case do not use initials in this way.
        if !matches!(script_of(first), Some(Script::Latin | Script::Cyrillic | Script::Greek | Script::Armenian)) {
            return None;
        }
        shortened |= word.chars().filter(|c| c.is_alphabetic()).count() > 1;
        letters.push(format!("{}.", first.to_uppercase()));
    }
    if !shortened || family.is_empty() {
        return None;
    }
    let letters = letters.join(" ");
    let comma = if full.contains(',') { "," } else { "" };
    Some(if family_first { format!("{family}{comma} {letters}") } else { format!("{letters} {family}") })
}

/// Numbers that look drawn but follow from a name and a purpose (FNV-1a, then the finalizer of splitmix64).
#[derive(Debug, Clone, Copy)]
struct Draw(u64);

impl Draw {
    fn new(name: &str, purpose: &str) -> Self {
        let mut state = 0xcbf2_9ce4_8422_2325_u64;
        for byte in name.bytes().chain([0xff]).chain(purpose.bytes()) {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Self(state)
    }

    /// The next draw.
    fn next(self) -> Self {
        Self(self.0.wrapping_add(0x9e37_79b9_7f4a_7c15))
    }

    /// A number below `limit`; `None` if there is none.
    fn below(self, limit: usize) -> Option<usize> {
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        (limit > 0).then(|| (mixed % limit as u64) as usize)
    }
}

#[cfg(test)]
mod tests;
