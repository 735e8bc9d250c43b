//! How the prepared tables are laid out: for the build script that writes them and for the library that reads them.

/// Where a key is looked for first among so many slots (a power of two), and what its slot shows of it. The same on every
/// machine.
pub(crate) fn place(key: &[u8], slots: usize) -> (usize, u8) {
    /// The golden ratio's fraction (Knuth, "The Art of Computer Programming" 3, section 6.4, multiplicative hashing).
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |hash: u64, word: u64| {
        let product = (hash ^ word).wrapping_mul(FACTOR);
        product ^ product >> 32
    };
    let (words, rest) = key.as_chunks::<8>();
    let hash = words.iter().fold(key.len() as u64, |hash, &word| mix(hash, u64::from_le_bytes(word)));
    let last = rest.iter().fold(0, |word, &byte| word << 8 | u64::from(byte));
    let hash = mix(hash, last);
    ((hash >> 8) as usize & (slots - 1), hash as u8)
}

/// What a table of words says of one: facts, then which numbers follow in this order.
pub(crate) mod facts {
    /// A word of a phrase that stands in organisations' names.
    pub(crate) const OF_ORGANIZATIONS: u32 = 1 << 0;
    pub(crate) const ACRONYM: u32 = 1 << 1;
    /// Stands in names only as a part of a legal form (`liability`, `ограниченной`).
    pub(crate) const OF_LEGAL_FORM: u32 = 1 << 2;
    /// Joins the words of an organisation's name.
    pub(crate) const CONNECTIVE: u32 = 1 << 3;
    /// Joins the parts of a person's name.
    pub(crate) const PARTICLE: u32 = 1 << 4;
    /// `Abd` and its spellings.
    pub(crate) const SERVANT: u32 = 1 << 5;
    pub(crate) const ARTICLE: u32 = 1 << 6;
    /// An Asian family name in Latin letters, some of which are particles elsewhere.
    pub(crate) const SHORT_SURNAME: u32 = 1 << 7;
    /// In a dictionary of English.
    pub(crate) const DICTIONARY: u32 = 1 << 8;
    pub(crate) const MALE: u32 = 1 << 9;
    pub(crate) const FEMALE: u32 = 1 << 10;
    /// How many of a million organisations bear it: a number of four bytes.
    pub(crate) const AMONG_ORGANIZATIONS: u32 = 1 << 11;
    /// How many of a million persons bear it: a number of four bytes.
    pub(crate) const AMONG_PERSONS: u32 = 1 << 12;
    /// The most words of a phrase of each kind that begins with it: a byte each.
    pub(crate) const BEGINS: [u32; 3] = [1 << 13, 1 << 14, 1 << 15];
    /// What it means by itself, as a phrase of each kind: four bytes each.
    pub(crate) const MEANS: [u32; 3] = [1 << 16, 1 << 17, 1 << 18];
    /// Classes of equivalent given names: how many, a byte, and each in four bytes, the lowest two bits of which say how its
    /// names are equivalent.
    pub(crate) const GIVEN_NAMES: u32 = 1 << 19;
}

/// What phrases stand for, by the number tables have for it.
pub(crate) mod class {
    pub(crate) const NAME: u8 = 0;
    pub(crate) const INDUSTRY: u8 = 1;
    pub(crate) const GENERIC: u8 = 2;
    pub(crate) const PLACE: u8 = 3;
    pub(crate) const NUMBER: u8 = 4;
    pub(crate) const LEGAL_FORM: u8 = 5;
    pub(crate) const TITLE: u8 = 6;
    pub(crate) const NOISE: u8 = 7;
}

/// Kinds of phrases, in the order of [`facts::BEGINS`].
pub(crate) const ORGANIZATIONS: usize = 0;
/// The words that acronyms stand for.
pub(crate) const ACRONYMS: usize = 1;
pub(crate) const TITLES: usize = 2;

/// Set in the meaning of a title that may stand at the end of a name; another title there is a name (`Julie Maréchal`).
pub(crate) const CLOSING: u32 = 1 << 31;

/// How the names of a class are equivalent.
pub(crate) const SPELLING: u32 = 0;
pub(crate) const DIMINUTIVE: u32 = 1;
pub(crate) const TRANSLATION: u32 = 2;

/// A word counts as very usual among organisations from this many in a million on: what is a letter away from it is sooner it
/// than a brand.
pub(crate) const VERY_USUAL: u32 = 200;

/// Words shorter than this are not taken for misspelled ones: another letter makes another word.
pub(crate) const SHORTEST_MISSPELLED: usize = 5;

/// Calls `found` with a word's letters, whole and with any one of them lost.
pub(crate) fn each_letter_lost(word: &str, mut found: impl FnMut(&[u8])) {
    found(word.as_bytes());
    let mut shorter = Vec::with_capacity(word.len());
    for (lost, letter) in word.char_indices() {
        shorter.clear();
        shorter.extend_from_slice(&word.as_bytes()[..lost]);
        shorter.extend_from_slice(&word.as_bytes()[lost + letter.len_utf8()..]);
        found(&shorter);
    }
}
