//! Names, analysed: the same way for a listed name and for a query.
//!
//! [`analyze`] is the one door. A name becomes one or more [`Reading`]s, each a row of [`Token`]s; the first reading is
//! the name as written, others take apart aliases written inside it, or read it in another way. What a token is
//! ([`Class`]) and how much it tells ([`Word::weight`]) is decided here, once.
//!
//! The steps, in order:
//! 1. [`fold`]: Unicode form, case, marks, invisible characters, lookalikes.
//! 2. [`segment`], [`surroundings`]: aliases written inside a name (`a.k.a.`, `formerly`, brackets, slashes) become names of their own.
//! 3. [`split`]: words, dotted and spaced letters, numbers.
//! 4. [`lexicon`]: words of organisations, legal forms and places become concepts; titles and particles are labelled.
//! 5. [`script`]: what is left in another script is romanised.
//! 6. [`weight`]: how much each token tells.
//! 7. [`key`]: under which keys each word meets words like it.

#[cfg_attr(not(test), allow(dead_code, reason = "the build script folds the forms of tables"))]
mod fold;
pub(crate) mod gender;
mod key;
mod lexicon;
mod number;
pub(crate) mod script;
mod segment;
pub(crate) mod sound;
mod split;
mod surroundings;
mod tables;
mod trigram;
mod weight;

pub(crate) use key::{Key, KeyKind, Shared, concept_key, deletion_hash, keys_of, look_alike};
pub(crate) use segment::fills_a_field;
pub(crate) use weight::usual_tail;

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;

use rustc_hash::FxHasher;
use smallvec::SmallVec;

use crate::entity::Kind;

use script::Script;

/// Longest name that is analysed, in characters; of a longer one the rest is ignored, and the screener refuses such
/// queries. The longest published name has 465 characters.
pub(crate) const MAX_CHARACTERS: usize = 1000;
/// Most tokens of one reading; further ones are ignored.
pub(crate) const MAX_TOKENS: usize = 64;
/// What the telling words of a name written inside a name must weigh together: more than three letters (`PCC Limited`).
const LEAST_OF_PART: u32 = 1400;
/// What all words must weigh together where three or more name somebody between them (`Bank Melli Iran`).
const LEAST_OF_WORDS: u32 = 1250;
/// What one word alone must weigh to be a name inside a query where no marker says so: more than a usual one (`Income ETF -
/// September`).
const LEAST_OF_WORD: u32 = 2000;
/// Most readings of one name.
const MAX_READINGS: usize = 8;

/// How names of a kind are built, which decides how they are read and compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Mode {
    /// Organizations: words that mean something, in an order.
    Organization,
    /// Persons: given names and family names, in either order.
    Person,
    /// Vessels and aircraft: a short name that is whole, often a usual word, with a number that tells sisters apart.
    Craft,
}

impl Mode {
    pub(crate) const ALL: [Self; 3] = [Self::Organization, Self::Person, Self::Craft];

    /// The modes in which a name of an entity of this kind may be compared.
    /// Where its kind is not known and a name may be either, the primary name decides.
    pub(crate) fn of(kind: Kind, primary_name: &str, name: &str) -> &'static [Self] {
        match kind {
            Kind::Person => &[Self::Person],
            Kind::Organization => &[Self::Organization],
            Kind::Vessel | Kind::Aircraft => &[Self::Craft],
            Kind::Unknown => match Self::guessed(name) {
                guessed @ [_] => guessed,
                _ => Self::guessed(primary_name),
            },
        }
    }

    /// Where the publisher does not say what an entity is, its name mostly does: words of organisations make one,
    /// `FAMILY, Given` and words that people bear make a person; else it may be either.
    fn guessed(name: &str) -> &'static [Self] {
        let is_word = |token: &Token| {
            matches!(token.word.class, Class::LegalForm | Class::Industry | Class::Generic | Class::Number)
        };
        let read = analyze(name, Self::Organization);
        let tokens = read.first().map_or(&[][..], |reading| &reading.tokens);
        if weight::are_names_of_persons(tokens) {
            return &[Self::Person];
        }
        if tokens.iter().any(is_word) {
            return &[Self::Organization];
        }
        let mut parts = name.split(',');
        let family_first = parts.next().is_some_and(|family| !family.trim().is_empty()) && parts.next().is_some();
        if family_first { &[Self::Person] } else { &[Self::Organization, Self::Person] }
    }

    pub(crate) fn index(self) -> usize {
        self as usize
    }
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Class {
    /// A word that identifies: a brand, a given or family name, anything that no table knows.
    Name,
    /// A word of what organisations do or are: technology, machine, bank, institute.
    Industry,
    /// A word that many organisations bear and that says little: group, trading, international.
    Generic,
    /// A country, region or city.
    Place,
    /// A number or designation.
    Number,
    /// A single letter that stands for a name.
    Initial,
    /// A legal form.
    LegalForm,
    /// A title, rank or form of address.
    Title,
    /// An article, preposition, conjunction or name particle.
    Particle,
    /// Something that is no part of a name: a date, a reference.
    Noise,
}

/// A word, whatever name it stands in: what is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// What it stands for: the concept where a table knows the word, else the letters themselves (a-z, 0-9).
    pub(crate) concept: Box<str>,
    /// Its letters, romanised.
    pub(crate) letters: Box<str>,
    pub(crate) class: Class,
    /// How much it tells, in hundredths of a bit.
    pub(crate) weight: u32,
    /// The script it was written in.
    pub(crate) script: Option<Script>,
    /// The letters as written in an alphabet other than Latin, one byte each: in them a finger slips, not in the romanised
    /// ones, of which there may be four for one.
    pub(crate) native: Option<Box<[u8]>>,
    /// Whether it is a usual word or name: a typo of one usual word is seldom another one.
    pub(crate) usual: bool,
    /// Where it meets words like it.
    pub(crate) keys: SmallVec<[Key; 8]>,
}

/// A word at its place in a name.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) word: Arc<Word>,
    /// Its bytes in the original name.
    pub(crate) span: (u32, u32),
    /// Whether the name may have been cut off inside this token.
    pub(crate) truncated: bool,
    /// Whether it says which office of an organization a query means, and not which organization: `Export Division`.
    pub(crate) of_office: bool,
}

/// A word as it is compared, wherever it is kept: in a name that was just analysed, or in an index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WordRef<'a> {
    pub(crate) concept: &'a str,
    pub(crate) letters: &'a str,
    pub(crate) class: Class,
    pub(crate) weight: u32,
    pub(crate) script: Option<Script>,
    pub(crate) native: Option<&'a [u8]>,
    pub(crate) usual: bool,
    pub(crate) keys: &'a [Key],
}

/// What of a word tells at a glance that it is not alike to another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outline {
    pub(crate) class: Class,
    pub(crate) script: Option<Script>,
    pub(crate) has_native: bool,
    /// How many letters it has.
    pub(crate) length: u16,
    /// Which letters it has, a bit for each; digits share the last six.
    pub(crate) letters: u32,
}

/// Which letters there are, as [`Outline::letters`] has them.
pub(crate) const fn letters_in(letters: &[u8]) -> u32 {
    let (mut found, mut at) = (0, 0);
    while at < letters.len() {
        let letter = letters[at];
        found |= 1 << if letter.is_ascii_lowercase() { letter - b'a' } else { 26 + letter % 6 };
        at += 1;
    }
    found
}

/// What holds a word.
pub(crate) trait HasWord {
    fn word(&self) -> WordRef<'_>;
}

impl HasWord for WordRef<'_> {
    #[inline]
    fn word(&self) -> WordRef<'_> {
        *self
    }
}

impl HasWord for Word {
    #[inline]
    fn word(&self) -> WordRef<'_> {
        WordRef {
            concept: &self.concept,
            letters: &self.letters,
            class: self.class,
            weight: self.weight,
            script: self.script,
            native: self.native.as_deref(),
            usual: self.usual,
            keys: &self.keys,
        }
    }
}

impl HasWord for &Word {
    #[inline]
    fn word(&self) -> WordRef<'_> {
        (*self).word()
    }
}

impl HasWord for Token {
    #[inline]
    fn word(&self) -> WordRef<'_> {
        (*self.word).word()
    }
}

/// One way to read a name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reading {
    pub(crate) tokens: Vec<Token>,
    /// Whether it is the whole name, or a name written inside it.
    pub(crate) whole: bool,
}

impl Reading {
    /// Whether any token tells something.
    pub(crate) fn is_telling(&self) -> bool {
        self.tokens.iter().any(|token| !matches!(token.word.class, Class::Particle | Class::Noise | Class::Title))
    }
}

/// A name folded and split once, for all modes that it is read in.
pub(crate) struct Text<'t> {
    text: &'t str,
    folded: Vec<fold::Folded>,
    pieces: Vec<split::Piece>,
    cuts: segment::Cuts,
    /// The text with blanks where words were run together, if any were; asked of queries only.
    respaced: OnceCell<Option<Vec<fold::Folded>>>,
    /// The cuts with what stands around the name, if anything does; asked of queries only.
    surrounded: OnceCell<Option<segment::Cuts>>,
}

/// Analyses a name of a mode: its readings, the whole name first. Empty if nothing in it can be compared.
pub(crate) fn analyze(text: &str, mode: Mode) -> SmallVec<[Reading; 2]> {
    Text::new(text).read(mode, false)
}

/// Analyses a name that comes from a field of limited length and may be cut off at its end. Listed names are whole.
pub(crate) fn analyze_query(text: &str, mode: Mode) -> SmallVec<[Reading; 2]> {
    Text::new(text).query(mode)
}

impl<'t> Text<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let text = match text.char_indices().nth(MAX_CHARACTERS) {
            Some((end, _)) => &text[..end],
            None => text,
        };
        let mut folded = Vec::new();
        fold::fold(text, &mut folded);
        let pieces = split::pieces(&folded);
        let cuts = segment::Cuts::new(&folded);
        Self { text, folded, pieces, cuts, respaced: OnceCell::new(), surrounded: OnceCell::new() }
    }

    /// The name after lossless normalisation.
    pub(crate) fn normalized(&self) -> String {
        normal(&self.folded)
    }

    /// Whether the name is two to four signs, as those of Chinese, Korean and Japanese persons are.
    pub(crate) fn may_be_signs_of_a_person(&self) -> bool {
        let is_sign = |f: &fold::Folded| {
            matches!(script::script_of(f.character), Some(Script::Han | Script::Hangul | Script::Kana))
        };
        let signs = self.folded.iter().filter(|f| !f.character.is_whitespace());
        (2..=4).contains(&signs.clone().count()) && signs.clone().all(is_sign)
    }

    fn surrounded(&self) -> Option<&segment::Cuts> {
        self.surrounded.get_or_init(|| self.cuts.with_surroundings(&self.folded)).as_ref()
    }

    /// Whether something stands around the name that is no part of it: an account, an address.
    pub(crate) fn is_surrounded(&self) -> bool {
        self.surrounded().is_some()
    }

    fn read(&self, mode: Mode, is_query: bool) -> SmallVec<[Reading; 2]> {
        let Self { folded, pieces, cuts, .. } = self;
        // Blanks are lost in customer files, not on lists.
        let respaced = match is_query.then(|| self.respaced.get_or_init(|| segment::respaced(folded))) {
            Some(Some(respaced)) => Some(Cow::Borrowed(respaced.as_slice())),
            Some(None) => lexicon::respaced(folded, pieces, mode).map(Cow::Owned),
            None => None,
        };
        let surrounded = if is_query { self.surrounded() } else { None };
        let parts = segment::segments(folded, surrounded.unwrap_or(cuts), mode);
        let parts = parts.iter().enumerate().map(|(index, &part)| (index == 0, part));
        let mut readings: SmallVec<[Reading; 2]> = SmallVec::new();
        for (index, (whole, part)) in parts.chain(respaced.as_deref().map(|whole| (true, whole))).enumerate() {
            let read = match index {
                0 => lexicon::read(part, pieces, mode, whole),
                _ => lexicon::read(part, &split::pieces(part), mode, whole),
            };
            let plain = if whole && mode == Mode::Organization {
                read.iter().filter_map(|reading| without_repetition(part, reading)).collect()
            } else {
                SmallVec::<[Reading; 2]>::new()
            };
            for mut reading in read.into_iter().chain(plain) {
                reading.tokens.truncate(MAX_TOKENS);
                reading.whole = whole;
                // A name inside a name must name something by itself: `(Trading) Pty Limited` does not. What follows a
                // company and a comma is its city or branch (`X Ltd, Kazan`).
                let is_place =
                    || has_form(&readings[0].tokens) && !has_form(&reading.tokens) && follows_comma(folded, part);
                let is_lone = || is_query && !cuts.has_marker() && is_usual_word(&reading.tokens, mode);
                let names = reading.whole
                    || surrounded.is_some() && may_be_whole(&reading.tokens)
                    || is_part_telling(&reading.tokens, is_query) && (readings.is_empty() || !is_place()) && !is_lone();
                if names
                    && reading.is_telling()
                    && readings.len() < MAX_READINGS
                    && !readings.iter().any(|known| same(known, &reading))
                {
                    readings.push(reading);
                }
            }
        }
        if is_query && mode == Mode::Person {
            self.add_without_address(&mut readings);
        }
        readings
    }

    /// Adds the reading of a person's name without the address or the words of payments behind it.
    fn add_without_address(&self, readings: &mut SmallVec<[Reading; 2]>) {
        let Some(count) = lexicon::address_behind_person(&self.pieces) else { return };
        let end = self.pieces[count - 1].span.1;
        let part = &self.folded[..self.folded.iter().take_while(|f| f.end <= end).count()];
        for reading in lexicon::read(part, &split::pieces(part), Mode::Person, false) {
            if is_part_telling(&reading.tokens, true)
                && readings.len() < MAX_READINGS
                && !readings.iter().any(|known| same(known, &reading))
            {
                readings.push(reading);
            }
        }
    }

    /// The readings of a query that ends as companies' names do: a person's name before an address, if there is one.
    pub(crate) fn person_before_address(&self) -> SmallVec<[Reading; 2]> {
        let mut readings = SmallVec::new();
        self.add_without_address(&mut readings);
        readings
    }

    /// The readings of a query.
    pub(crate) fn query(&self, mode: Mode) -> SmallVec<[Reading; 2]> {
        let mut readings = self.read(mode, true);
        if mode == Mode::Organization {
            let whole = readings.iter_mut().filter(|reading| reading.whole);
            whole.for_each(|reading| lexicon::mark_offices(&mut reading.tokens));
        }
        if !segment::may_be_cut_off(self.text) {
            return readings;
        }
        let end = self.text.trim_end().len();
        for reading in readings.iter_mut().filter(|reading| reading.whole) {
            let Some(last) = reading.tokens.last_mut() else { continue };
            last.truncated = last.span.1 as usize == end;
            // What is left of a word is no word that a table knows, even where the letters agree (`TO` of `TOOL`).
            if last.truncated && last.word.class == Class::Particle {
                last.word = Arc::new(Word::name(&last.word.letters, mode));
            }
        }
        readings
    }
}

fn has_form(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| token.word.class == Class::LegalForm)
}

/// Whether a part of a name stands right behind a comma.
fn follows_comma(folded: &[fold::Folded], part: &[fold::Folded]) -> bool {
    let before = folded.iter().take_while(|f| part.first().is_some_and(|first| f.start < first.start));
    let last = before.filter(|f| !f.character.is_whitespace()).last();
    last.is_some_and(|f| matches!(f.character, ',' | '，'))
}

/// Whether what is left once a field's own words are taken away may be all of a name: a name, or several words.
fn may_be_whole(tokens: &[Token]) -> bool {
    let words =
        tokens.iter().filter(|token| !matches!(token.word.class, Class::LegalForm | Class::Particle | Class::Noise));
    words.clone().count() > 1 || words.clone().any(|token| token.word.class == Class::Name)
}

fn is_part_telling(tokens: &[Token], is_query: bool) -> bool {
    let names = tokens.iter().filter(|token| token.word.class == Class::Name);
    let words =
        tokens.iter().filter(|token| !matches!(token.word.class, Class::LegalForm | Class::Particle | Class::Noise));
    let told: u32 = words.clone().map(|token| token.word.weight).sum();
    // Words that name somebody only between them are a part of a query at most: the same part of two names says nothing.
    names.map(|token| token.word.weight).sum::<u32>() >= LEAST_OF_PART
        || is_query && words.count() >= 3 && told >= LEAST_OF_WORDS
}

/// Whether a part is one word that says too little: one that others bear too, or one name where persons have two.
fn is_usual_word(tokens: &[Token], mode: Mode) -> bool {
    let tells =
        |token: &&Token| !matches!(token.word.class, Class::LegalForm | Class::Particle | Class::Noise | Class::Title);
    let mut telling = tokens.iter().filter(tells);
    match (telling.next(), telling.next()) {
        (Some(word), None) => mode == Mode::Person || word.word.weight < LEAST_OF_WORD,
        _ => false,
    }
}

/// The reading without what only repeats the words before it, in full or as their initials: `Barnaul Cartridge Plant, JSC
/// (JSC BCP)`. `None` if nothing does.
fn without_repetition(folded: &[fold::Folded], reading: &Reading) -> Option<Reading> {
    let asides = segment::asides(folded);
    if asides.is_empty() {
        return None;
    }
    let mut tokens = reading.tokens.clone();
    for (from, to) in asides {
        let (start, end) = (folded.get(from)?.start, folded.get(to - 1)?.end);
        let inside = |token: &Token| token.span.0 >= start && token.span.1 <= end;
        let says_nothing = |token: &Token| matches!(token.word.class, Class::LegalForm | Class::Particle);
        let initials: String = folded[..from]
            .split(|f| !f.character.is_alphanumeric())
            .filter_map(|word| Some(word.first()?.character))
            .collect();
        let repeats = |token: &Token| {
            let written: String = folded
                .iter()
                .filter(|f| f.start >= token.span.0 && f.end <= token.span.1)
                .map(|f| f.character)
                .collect();
            written.chars().count() > 1 && initials.contains(&written)
                || tokens.iter().any(|other| other.span.1 <= start && other.word.concept == token.word.concept)
        };
        let aside = || tokens.iter().filter(|token| inside(token) && !says_nothing(token));
        if aside().next().is_some() && aside().all(repeats) {
            tokens.retain(|token| !inside(token));
        }
    }
    (tokens.len() < reading.tokens.len()).then_some(Reading { tokens, whole: false })
}

/// Whether a name bears a legal form that only companies bear, as its first or last word: no person and no ship is called
/// so. A form must be usual in the names of companies. Two letters may be initials (`A. S.`) or half a word, so they count
/// only where no blank stands between them, beside a word of organizations or written `S.A.` behind a word that nobody
/// bears. Forms of sole proprietors stand before persons' names.
pub(crate) fn is_company(name: &str, tokens: &[Token]) -> bool {
    const SPELLED_OUT: usize = 8;
    let is_borne = || {
        tokens.iter().any(|token| token.word.class == Class::Name && weight::is_borne_by_persons(&token.word.letters))
    };
    let has_word = || tokens.iter().any(|token| matches!(token.word.class, Class::Industry | Class::Generic));
    let is_form = |token: &Token| {
        let letters = &*token.word.letters;
        let written = name.get(token.span.0 as usize..token.span.1 as usize).unwrap_or_default();
        let is_spaced = written.contains(char::is_whitespace);
        let is_dotted = written.contains('.');
        token.word.class == Class::LegalForm
            && &*token.word.concept != "sole-proprietor"
            && (letters.len() >= SPELLED_OUT
                || match letters.len() {
                    0..=2 => weight::is_usual(letters) && !is_spaced && (has_word() || is_dotted && !is_borne()),
                    _ => {
                        (weight::is_usual(letters) || is_dotted && !is_spaced) && !weight::is_borne_by_persons(letters)
                    }
                })
    };
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return false };
    // `A.D. Bashkin` begins with initials.
    let are_initials = first.word.letters.len() <= 2 && !has_word();
    tokens.len() > 1 && (is_form(first) && !are_initials || is_form(last))
}

/// Whether a name ends in a very usual word of companies (`construction`, `logistics`) that nobody bears: no person is called
/// so.
pub(crate) fn is_trade(tokens: &[Token]) -> bool {
    let Some((last, [_, ..])) = tokens.split_last() else { return false };
    matches!(last.word.class, Class::Industry | Class::Generic)
        && weight::is_very_usual(&last.word.letters)
        && !weight::is_borne_by_persons(&last.word.letters)
}

fn same(a: &Reading, b: &Reading) -> bool {
    a.tokens.len() == b.tokens.len()
        && a.tokens
            .iter()
            .zip(&b.tokens)
            .all(|(a, b)| a.word.concept == b.word.concept && a.word.letters == b.word.letters)
}

/// A name after lossless normalisation: folded letters and digits, blanks between words. Names that agree here are
/// equal, and only they score 1.
pub(crate) fn normalized(text: &str) -> String {
    let mut folded = Vec::new();
    fold::fold(text, &mut folded);
    normal(&folded)
}

fn normal(folded: &[fold::Folded]) -> String {
    let mut normal = String::with_capacity(folded.len());
    for f in folded {
        if f.character.is_alphanumeric() || script::script_of(f.character).is_some() {
            normal.push(f.character);
        } else if !fold::is_apostrophe(f.character)
            && f.character != '.'
            && !normal.is_empty()
            && !normal.ends_with(' ')
        {
            normal.push(' ');
        }
    }
    normal.truncate(normal.trim_end().len());
    normal
}

impl Word {
    /// A word that no table has been asked about: two or three neighbours written as one. What it tells is what they tell, so it
    /// weighs nothing.
    pub(crate) fn joined(letters: &str, native: Option<&[u8]>, script: Option<Script>, mode: Mode) -> Self {
        let script = if native.is_some() { script } else { Some(Script::Latin) };
        Self {
            concept: letters.into(),
            letters: letters.into(),
            class: Class::Name,
            weight: 0,
            script,
            native: native.map(Into::into),
            usual: weight::is_usual_name(letters, mode),
            keys: keys_of(letters, letters, Class::Name, script, mode),
        }
    }

    /// A word that no table has been asked about.
    pub(crate) fn name(letters: &str, mode: Mode) -> Self {
        Self::new(letters, letters, Class::Name, Some(Script::Latin), mode)
    }

    fn new(concept: &str, letters: &str, class: Class, script: Option<Script>, mode: Mode) -> Self {
        let (mut weight, usual) = weight::of(concept, letters, class, mode);
        // A sign is one of many that are read so, and two of them are as often a person's name.
        if class == Class::Name && script == Some(Script::Han) && mode != Mode::Person {
            weight = weight.min(weight::syllables(letters));
        }
        // Given names in Hangul are few syllables of many, however rare their spelling in Latin letters is.
        if class == Class::Name && script == Some(Script::Hangul) && mode == Mode::Person {
            weight = weight.min(weight::korean_syllables(letters));
        }
        let keys = keys_of(concept, letters, class, script, mode);
        Self { concept: concept.into(), letters: letters.into(), class, weight, script, native: None, usual, keys }
    }

    /// The same word, kept from the last time where it is still there: few words make up most names, and a word's weight and
    /// keys depend on nothing else.
    fn shared(concept: &str, letters: &str, class: Class, script: Option<Script>, mode: Mode) -> Arc<Self> {
        /// Words kept by each thread, each in the one cell that its hash gives.
        const KEPT: usize = 4096;
        type Cell = Option<(bool, Arc<Word>)>;
        thread_local! {
            static WORDS: RefCell<Vec<Cell>> = RefCell::default();
        }
        let mut hasher = FxHasher::default();
        // A ship's word weighs and sounds as a company's does.
        let of_person = mode == Mode::Person;
        (concept, letters, class, script, of_person).hash(&mut hasher);
        let cell = (hasher.finish() >> 32) as usize % KEPT;
        WORDS.with_borrow_mut(|words| {
            if words.is_empty() {
                words.resize(KEPT, None);
            }
            match &words[cell] {
                Some((kept_of_person, word))
                    if *kept_of_person == of_person
                        && *word.concept == *concept
                        && *word.letters == *letters
                        && (word.class, word.script) == (class, script) =>
                {
                    Arc::clone(word)
                }
                _ => {
                    let word = Arc::new(Self::new(concept, letters, class, script, mode));
                    words[cell] = Some((of_person, Arc::clone(&word)));
                    word
                }
            }
        })
    }
}

impl<'a> WordRef<'a> {
    /// Letters alone, without what they weigh and without keys: what is alike to them by more than their letters is not told.
    pub(crate) fn of_letters(letters: &'a str) -> Self {
        Self {
            concept: letters,
            letters,
            class: Class::Name,
            weight: 0,
            script: Some(Script::Latin),
            native: None,
            usual: false,
            keys: &[],
        }
    }

    pub(crate) fn outline(self) -> Outline {
        Outline {
            class: self.class,
            script: self.script,
            has_native: self.native.is_some(),
            length: self.letters.len() as u16,
            letters: letters_in(self.letters.as_bytes()),
        }
    }

    /// Whether it was written in a script of syllables or signs, in which no letter can be mistyped.
    pub(crate) fn is_syllabic(self) -> bool {
        matches!(self.script, Some(Script::Han | Script::Hangul | Script::Kana))
    }
}
