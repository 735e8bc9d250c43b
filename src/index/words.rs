//! The words of an index, in flat rows: one record of 32 bytes a word, one text and one row of keys for all.
//!
//! What turns down a word that only shares a key (class, script, length, which letters it has) stands in the record, so
//! that no other place is read for it.

use crate::name::script::Script;
use crate::name::{Class, Key, Outline, Word, WordRef, letters_in};

#[cfg(feature = "snapshot")]
use crate::row::{RowError, RowReader, RowWriter};

use super::WordId;

const CLASSES: [Class; 10] = [
    Class::Name,
    Class::Industry,
    Class::Generic,
    Class::Place,
    Class::Number,
    Class::Initial,
    Class::LegalForm,
    Class::Title,
    Class::Particle,
    Class::Noise,
];

const SCRIPTS: [Script; 15] = [
    Script::Latin,
    Script::Cyrillic,
    Script::Greek,
    Script::Arabic,
    Script::Hebrew,
    Script::Han,
    Script::Kana,
    Script::Hangul,
    Script::Georgian,
    Script::Armenian,
    Script::Thai,
    Script::Burmese,
    Script::Devanagari,
    Script::OtherIndic,
    Script::Other,
];

/// A word without its texts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record([u32; Record::CELLS]);

impl Record {
    pub(super) const CELLS: usize = 8;
    /// Where its letters begin.
    const LETTERS: usize = 0;
    const NATIVE: usize = 1;
    const FIRST_KEY: usize = 2;
    const KEYS: usize = 3;
    const WEIGHT: usize = 4;
    /// A bit for each letter that it has.
    const LETTERS_IN: usize = 5;
    /// How long its letters are, and above them its concept.
    const LENGTHS: usize = 6;
    /// How long its native letters are; above them its class, the script plus one, and flags.
    const KIND: usize = 7;

    const USUAL: u32 = 1 << 28;
    const HAS_NATIVE: u32 = 1 << 29;
    const HAS_CONCEPT: u32 = 1 << 30;

    /// Of a number from a file: no word weighs as much, and what is added up of such weights fits its number.
    const MOST_WEIGHT: u32 = (1 << 20) - 1;

    /// The record of these numbers. They may come from a file, so none of them is trusted to be a place that there is.
    #[cfg(feature = "snapshot")]
    fn of(cells: [u32; Self::CELLS]) -> Self {
        Self(cells)
    }

    fn cells(self) -> [u32; Self::CELLS] {
        self.0
    }

    pub(super) fn class(self) -> Class {
        CLASSES.get((self.0[Self::KIND] >> 16 & 0xf) as usize).copied().unwrap_or(Class::Noise)
    }

    pub(super) fn weight(self) -> u32 {
        self.0[Self::WEIGHT].min(Self::MOST_WEIGHT)
    }

    fn script(self) -> Option<Script> {
        SCRIPTS.get(((self.0[Self::KIND] >> 20 & 0x1f) as usize).wrapping_sub(1)).copied()
    }

    pub(super) fn outline(self) -> Outline {
        Outline {
            class: self.class(),
            script: self.script(),
            has_native: self.has(Self::HAS_NATIVE),
            length: self.0[Self::LENGTHS] as u16,
            letters: self.0[Self::LETTERS_IN],
        }
    }

    fn has(self, flag: u32) -> bool {
        self.0[Self::KIND] & flag != 0
    }
}

/// All words, each once.
#[derive(Debug, Default)]
pub(super) struct Words {
    records: Vec<Record>,
    /// The letters of each word, and behind them its concept where it is another text.
    texts: String,
    /// The letters of words in alphabets of their own.
    natives: Vec<u8>,
    keys: Vec<Key>,
}

impl Words {
    pub(super) fn new(words: &[Word]) -> Self {
        let mut flat = Self::default();
        for word in words {
            let mut cells = [0; Record::CELLS];
            cells[Record::LETTERS] = flat.texts.len() as u32;
            cells[Record::NATIVE] = flat.natives.len() as u32;
            cells[Record::FIRST_KEY] = flat.keys.len() as u32;
            cells[Record::KEYS] = word.keys.len() as u32;
            cells[Record::WEIGHT] = word.weight;
            cells[Record::LETTERS_IN] = letters_in(word.letters.as_bytes());
            let class = CLASSES.iter().position(|class| *class == word.class).unwrap_or_default() as u32;
            let script = word.script.and_then(|script| SCRIPTS.iter().position(|known| *known == script));
            let mut kind = class << 16 | script.map_or(0, |script| script as u32 + 1) << 20;
            let mut concept = 0;
            flat.texts.push_str(&word.letters);
            if word.concept != word.letters {
                kind |= Record::HAS_CONCEPT;
                concept = word.concept.len() as u32;
                flat.texts.push_str(&word.concept);
            }
            if let Some(native) = &word.native {
                kind |= Record::HAS_NATIVE | native.len() as u32;
                flat.natives.extend_from_slice(native);
            }
            if word.usual {
                kind |= Record::USUAL;
            }
            cells[Record::LENGTHS] = concept << 16 | word.letters.len() as u32;
            cells[Record::KIND] = kind;
            flat.keys.extend_from_slice(&word.keys);
            flat.records.push(Record(cells));
        }
        flat.shrink();
        flat
    }

    fn shrink(&mut self) {
        self.records.shrink_to_fit();
        self.texts.shrink_to_fit();
        self.natives.shrink_to_fit();
        self.keys.shrink_to_fit();
    }

    pub(super) fn len(&self) -> usize {
        self.records.len()
    }

    pub(super) fn record(&self, id: WordId) -> Record {
        self.records[id as usize]
    }

    pub(super) fn word(&self, id: WordId) -> WordRef<'_> {
        let record = self.record(id);
        let cells = record.cells();
        let letters = (cells[Record::LENGTHS] & 0xffff) as usize;
        let keys = cells[Record::KEYS] as usize;
        let native = (cells[Record::KIND] & 0xffff) as usize;
        let start = cells[Record::LETTERS] as usize;
        let text = |from: usize, len: usize| self.texts.get(from..from.saturating_add(len)).unwrap_or_default();
        let of_letters = text(start, letters);
        let concept = if record.has(Record::HAS_CONCEPT) {
            text(start.saturating_add(letters), (cells[Record::LENGTHS] >> 16) as usize)
        } else {
            of_letters
        };
        let at = cells[Record::NATIVE] as usize;
        let first_key = cells[Record::FIRST_KEY] as usize;
        WordRef {
            concept,
            letters: of_letters,
            class: record.class(),
            weight: record.weight(),
            script: record.script(),
            native: record
                .has(Record::HAS_NATIVE)
                .then(|| self.natives.get(at..at.saturating_add(native)).unwrap_or_default()),
            usual: record.has(Record::USUAL),
            keys: self.keys.get(first_key..first_key.saturating_add(keys)).unwrap_or_default(),
        }
    }

    pub(super) fn letters(&self, id: WordId) -> &str {
        let cells = self.record(id).cells();
        let start = cells[Record::LETTERS] as usize;
        self.texts.get(start..start.saturating_add((cells[Record::LENGTHS] & 0xffff) as usize)).unwrap_or_default()
    }

    /// Bytes held.
    pub(super) fn memory(&self) -> usize {
        size_of_val(&*self.records) + self.texts.len() + self.natives.len() + size_of_val(&*self.keys)
    }
}

#[cfg(feature = "snapshot")]
impl Words {
    pub(super) fn write(&self, to: &mut RowWriter<'_>) -> std::io::Result<()> {
        let cells: Vec<u32> = self.records.iter().flat_map(|record| record.cells()).collect();
        to.u32s(cells.into_iter())?;
        to.bytes(self.texts.as_bytes())?;
        to.bytes(&self.natives)?;
        to.u64s(self.keys.iter().map(|key| key.number()))
    }

    pub(super) fn read(from: &mut RowReader<'_>) -> Result<Self, RowError> {
        let cells = from.u32s()?;
        let (records, rest) = cells.as_chunks();
        if !rest.is_empty() {
            return Err(RowError::inconsistent("the words"));
        }
        Ok(Self {
            records: records.iter().map(|cells| Record::of(*cells)).collect(),
            texts: from.text()?,
            natives: from.bytes()?,
            keys: from.u64s()?.into_iter().map(Key::of).collect(),
        })
    }
}
