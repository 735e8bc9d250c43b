//! Keys: two words can be alike only if they share one, so an index of keys loses nothing.
//!
//! A key is a hash of a kind and a text. That two different texts may share a hash is harmless: sharing a key only
//! makes two words worth comparing, it never makes them alike.

use std::cell::RefCell;
use std::hash::Hasher;

use rustc_hash::FxHasher;
use smallvec::SmallVec;

use super::script::Script;
use super::tables::{Equivalence, known, related_words};
use super::{Class, Mode, sound};

/// What two words that share a key have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum KeyKind {
    /// The same concept.
    Concept,
    /// The same letters once those that look alike are one (`rn`/`m`, `0`/`o`).
    Lookalike,
    /// The same sound under one family of romanisations.
    Sound(sound::Family),
    /// Two spellings of one given name.
    Spelling,
    /// A given name and its pet form.
    Diminutive,
    /// The same name in another language.
    Translation,
    /// Words that different sources use of one organization.
    Related,
}

/// A key with its kind, in one number: sixty bits of the hash, and four of the kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Key(u64);

impl Key {
    const KINDS: [KeyKind; 13] = [
        KeyKind::Concept,
        KeyKind::Lookalike,
        KeyKind::Spelling,
        KeyKind::Diminutive,
        KeyKind::Translation,
        KeyKind::Sound(sound::Family::Slavic),
        KeyKind::Sound(sound::Family::Arabic),
        KeyKind::Sound(sound::Family::Latin),
        KeyKind::Sound(sound::Family::Chinese),
        KeyKind::Sound(sound::Family::Korean),
        KeyKind::Sound(sound::Family::Japanese),
        KeyKind::Sound(sound::Family::Consonants),
        KeyKind::Related,
    ];

    fn new(kind: KeyKind, hash: u64) -> Self {
        let number = match kind {
            KeyKind::Concept => 0,
            KeyKind::Lookalike => 1,
            KeyKind::Spelling => 2,
            KeyKind::Diminutive => 3,
            KeyKind::Translation => 4,
            KeyKind::Sound(family) => 5 + family as u64,
            KeyKind::Related => 12,
        };
        Self(hash << 4 | number)
    }

    /// What two words that share it have in common.
    pub(crate) fn kind(self) -> KeyKind {
        // A number from a file may be any.
        Self::KINDS.get(self.0 as usize & 15).copied().unwrap_or(KeyKind::Concept)
    }

    /// The number that it is filed under.
    pub(crate) fn number(self) -> u64 {
        self.0
    }

    /// The key of this number.
    #[cfg(any(test, feature = "snapshot"))]
    pub(crate) fn of(number: u64) -> Self {
        Self(number)
    }

    /// What those share that share it.
    pub(crate) fn shared(self) -> Shared {
        Shared(1 << (self.0 & 15))
    }
}

/// What two words may share: a bit for each kind of key, and one for letters with some left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Shared(pub(crate) u16);

impl Shared {
    pub(crate) const DELETION: Self = Self(1 << 15);
    /// What two words can share by their letters alone.
    pub(crate) const SPELLING: Self = Self(Self::SOUNDS | Self::DELETION.0);
    const SOUNDS: u16 = 0x7f << 5;
    /// All that two words can share.
    pub(crate) const ALL: Self = Self(u16::MAX);

    /// Whether keys of this kind may be shared.
    pub(crate) fn has(self, key: Key) -> bool {
        self.0 & key.shared().0 != 0
    }

    /// Whether nothing is shared but sounds, and letters with some left out.
    pub(crate) fn is_sound_or_deletion(self) -> bool {
        self.0 & !(Self::SOUNDS | Self::DELETION.0) == 0
    }

    pub(crate) fn has_sound(self) -> bool {
        self.0 & Self::SOUNDS != 0
    }

    pub(crate) fn has_deletion(self) -> bool {
        self.0 & Self::DELETION.0 != 0
    }
}

fn key(kind: KeyKind, salt: u8, text: &[u8]) -> Key {
    let mut hasher = FxHasher::default();
    hasher.write_u8(salt);
    hasher.write(text);
    hasher.write_u8(0xff);
    Key::new(kind, hasher.finish())
}

/// The key of what these letters stand for, if no table knows them.
pub(crate) fn concept_key(letters: &str) -> Key {
    key(KeyKind::Concept, 1, letters.as_bytes())
}

/// The hash under which the letters of a word with one or two letters left out are filed.
pub(crate) fn deletion_hash(letters: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u8(0xd0);
    hasher.write(letters);
    hasher.write_u8(0xff);
    hasher.finish()
}

/// All keys of a word but its deletions, which the index makes for itself.
pub(crate) fn keys_of(
    concept: &str,
    letters: &str,
    class: Class,
    script: Option<Script>,
    mode: Mode,
) -> SmallVec<[Key; 8]> {
    let mut keys = SmallVec::new();
    keys.push(concept_key(concept));
    if letters != concept {
        keys.push(concept_key(letters));
    }
    if mode == Mode::Organization
        && matches!(class, Class::Industry | Class::Generic | Class::LegalForm)
        && let Some(group) = related_words(concept)
    {
        keys.push(Key::new(KeyKind::Related, group));
    }
    if matches!(class, Class::Number | Class::LegalForm | Class::Particle | Class::Noise | Class::Initial) {
        return keys;
    }
    // In three letters, an l for an i is another acronym.
    if letters.len() > 3 {
        keys.push(key(KeyKind::Lookalike, 2, &lookalike(letters.as_bytes())));
    }
    if letters.len() >= 2 && letters.bytes().all(|b| b.is_ascii_alphabetic()) {
        with_sounds(letters, |sounds| {
            let sounds = sounds.iter().filter(|&&(family, _)| may_sound(script, family));
            keys.extend(sounds.map(|&(family, hash)| Key::new(KeyKind::Sound(family), hash)));
        });
    }
    if mode == Mode::Person {
        keys.extend(known(letters).given_names().map(|(equivalence, class)| {
            let kind = match equivalence {
                Equivalence::Spelling => KeyKind::Spelling,
                Equivalence::Diminutive => KeyKind::Diminutive,
                Equivalence::Translation => KeyKind::Translation,
            };
            Key::new(kind, u64::from(class))
        }));
    }
    keys
}

/// The sound keys of a word, kept from the last time where they are still there: a name is read in several modes, and its
/// words sound the same in each.
fn with_sounds(letters: &str, found: impl FnOnce(&sound::Keys)) {
    /// Words whose keys are kept by each thread, each in the one cell that its hash gives.
    const KEPT: usize = 256;
    thread_local! {
        static SOUNDS: RefCell<Vec<(Box<str>, sound::Keys)>> = RefCell::default();
    }
    let mut hasher = FxHasher::default();
    hasher.write(letters.as_bytes());
    let cell = (hasher.finish() >> 32) as usize % KEPT;
    SOUNDS.with_borrow_mut(|kept| {
        if kept.is_empty() {
            kept.resize(KEPT, Default::default());
        }
        if *kept[cell].0 != *letters {
            let mut keys = sound::Keys::new();
            sound::keys(letters, &mut keys);
            kept[cell] = (letters.into(), keys);
        }
        found(&kept[cell].1);
    });
}

/// Whether a word of this script may sound after the rules of a family: what was written in Hangul is Korean.
fn may_sound(script: Option<Script>, family: sound::Family) -> bool {
    use sound::Family;
    match script {
        Some(Script::Han) => matches!(family, Family::Chinese | Family::Japanese | Family::Korean),
        Some(Script::Hangul) => family == Family::Korean,
        Some(Script::Kana) => family == Family::Japanese,
        Some(Script::Arabic | Script::Hebrew) => matches!(family, Family::Arabic | Family::Latin | Family::Consonants),
        Some(Script::Cyrillic) => !matches!(family, Family::Japanese),
        _ => true,
    }
}

/// Whether two words share the key of letters that look alike.
pub(crate) fn look_alike(a: &str, b: &str) -> bool {
    a.len() > 3 && b.len() > 3 && lookalike(a.as_bytes()) == lookalike(b.as_bytes())
}

/// Letters that a reader, a scanner or a disguise takes for each other, as one.
fn lookalike(letters: &[u8]) -> SmallVec<[u8; 32]> {
    let mut folded = SmallVec::with_capacity(letters.len());
    let mut rest = letters;
    while let Some((&first, after)) = rest.split_first() {
        let next = after.first();
        let (plain, is_pair) = match (first, next) {
            (b'r', Some(b'n')) => (b'm', true),
            (b'v', Some(b'v')) => (b'w', true),
            (b'c', Some(b'l')) => (b'd', true),
            (b'0', _) => (b'o', false),
            (b'1' | b'l', _) => (b'i', false),
            (b'2', _) => (b'z', false),
            (b'3', _) => (b'e', false),
            (b'4', _) => (b'a', false),
            (b'5', _) => (b's', false),
            (b'6' | b'8', _) => (b'b', false),
            (b'7', _) => (b't', false),
            (b'9', _) => (b'g', false),
            (other, _) => (other, false),
        };
        folded.push(plain);
        rest = if is_pair { &after[1..] } else { after };
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::{Key, KeyKind, lookalike};

    #[test]
    fn a_key_keeps_its_kind() {
        for (number, kind) in Key::KINDS.into_iter().enumerate() {
            let key = Key::new(kind, u64::MAX);
            assert_eq!((key.kind(), key.number() & 15), (kind, number as u64));
            assert_eq!(Key::of(key.number()), key);
            assert_eq!(key.shared().has_sound(), matches!(kind, KeyKind::Sound(_)));
            assert!(!key.shared().has_deletion() && key.shared().is_sound_or_deletion() == key.shared().has_sound());
        }
    }

    #[test]
    fn letters_that_look_alike_are_one() {
        for (a, b) in [("h1kv1s10n", "hikvision"), ("rarnzan", "ramzan"), ("da1ian", "dalian"), ("gr0up", "group")] {
            assert_eq!(lookalike(a.as_bytes()), lookalike(b.as_bytes()));
        }
        assert_ne!(lookalike(b"dalian"), lookalike(b"dalton"));
    }
}
