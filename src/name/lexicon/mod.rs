//! Reading a name: which of its words are legal forms, words of organisations, places, titles, particles, numbers, and
//! which are names. What the tables know of words is in [`super::tables`].
//!
//! First the pieces of a name are put in order ([`arrange`]), and usual words that are misspelled or lost their blanks are
//! understood ([`spelling`]); then each piece is read, as a word of an organisation's name here, as a part of a person's name
//! in [`person`], and sign by sign in [`unspaced`] scripts.

mod arrange;
mod office;
mod person;
mod spelling;
mod unspaced;

use std::borrow::Cow;
use std::sync::Arc;

use smallvec::SmallVec;

use super::fold::Folded;
use super::script::{Script, may_be_mistyped, romanize};
use super::segment::asides;
use super::split::Piece;
use super::tables::{Known, Meaning, Phrases, known, known_in_phrases};
use super::{Class, MAX_TOKENS, Mode, Reading, Token, Word, number, weight};
pub(super) use office::mark_offices;
pub(super) use person::address_behind_person;
use person::joined_servant;

pub(super) use spelling::respaced;

/// Legal forms of up to so many letters may be the beginning of a name, or sound like one.
const LONGEST_HYPHENATED_FORM: usize = 3;

/// Words before a ship's name that tell what she is.
const KINDS_OF_CRAFT: [&str; 28] = [
    "barge",
    "bulk carrier",
    "bulker",
    "buque",
    "cargo ship",
    "cargo vessel",
    "container ship",
    "fishing vessel",
    "fpso",
    "fso",
    "gas carrier",
    "general cargo",
    "lng",
    "lng carrier",
    "lpg",
    "lpg carrier",
    "motonave",
    "ship",
    "steamship",
    "tanker",
    "tug",
    "ulcc",
    "vessel",
    "vlcc",
    "vsl",
    "yacht",
    "судно",
    "танкер",
];
/// The same, as letters with a dot or a slash between them: motor yacht, fishing vessel, training ship.
const LETTERS_OF_CRAFT: [&str; 17] =
    ["bm", "bt", "ct", "fv", "gt", "mf", "mn", "my", "nt", "ot", "rv", "ss", "sy", "ts", "tt", "vl", "тх"];

/// How many pieces before a ship's name tell what she is.
fn kind_of_craft(pieces: &[Piece]) -> usize {
    let is_kind = |count: usize| {
        KINDS_OF_CRAFT.iter().any(|kind| kind.split(' ').eq(pieces[..count].iter().map(|piece| piece.text.as_str())))
    };
    match pieces {
        [first, _, ..] if first.dotted && LETTERS_OF_CRAFT.contains(&&*first.text) => 1,
        [_, _, _, ..] if is_kind(2) => 2,
        [_, _, ..] if is_kind(1) => 1,
        _ => 0,
    }
}

/// Letters that a legal form must have to be what a name is called by, where all of it is legal forms.
const SHORTEST_NAME_AMONG_FORMS: usize = 3;

/// Most romanisations of one name that become readings.
const MOST_VARIANTS: usize = 4;

/// The readings of a folded name and its pieces, the usual one first. In a name written inside another the words of an acronym
/// stay words: a parent's acronym would name each of its branches.
pub(super) fn read(folded: &[Folded], pieces: &[Piece], mode: Mode, is_whole: bool) -> SmallVec<[Reading; 2]> {
    let mut pieces = arrange::letters_joined(pieces, mode).map_or(Cow::Borrowed(pieces), Cow::Owned);
    match mode {
        Mode::Person => {
            if let Some(joined) = arrange::syllables_joined(&pieces, folded) {
                pieces = Cow::Owned(joined);
            }
        }
        Mode::Organization => {
            if let Some(joined) = spelling::rejoined(&pieces) {
                pieces = Cow::Owned(joined);
            }
            for index in 0..pieces.len() {
                let text = &pieces[index].text;
                if let Some(meant) = spelling::without_digits(text).or_else(|| spelling::correct(text)) {
                    pieces.to_mut()[index].meant = Some(meant);
                }
            }
        }
        Mode::Craft => {}
    }
    let joined = if mode == Mode::Craft { None } else { arrange::hyphens_joined(&pieces, folded, mode) };
    let unspaced = if mode == Mode::Organization { arrange::han_joined(&pieces) } else { None };
    let (joined_given, parted_given) = match mode {
        Mode::Person => (arrange::given_joined(&pieces), arrange::given_parted(&pieces)),
        _ => (None, Vec::new()),
    };
    // What only repeats the words before it is taken out afterwards, and words behind it come in.
    let is_read_to_its_end = folded.len() > MAX_TOKENS && is_whole && !asides(folded).is_empty();
    let read = |pieces: &[Piece], variant: usize, parts_servants: bool, contracts: bool| {
        let mut reader = Reader {
            mode,
            variant,
            variants: 1,
            parts_servants,
            has_servant: false,
            contracts,
            has_acronym: false,
            known: Known::default(),
            script: None,
            native: None,
            is_family: false,
            is_read_to_its_end,
            tokens: Vec::with_capacity(pieces.len().min(MAX_TOKENS + 1)),
        };
        reader.read(pieces);
        // `Pty Ltd` behind a bracket is no name.
        if is_whole {
            reader.name_among_forms();
        }
        let Reader { tokens, variants, has_servant, has_acronym, .. } = reader;
        (Reading { tokens, whole: false }, variants, has_servant, has_acronym)
    };
    let (usual, variants, has_servant, has_acronym) = read(&pieces, 0, false, false);
    let mut readings = SmallVec::new();
    readings.push(usual);
    readings.extend((1..variants).map(|variant| read(&pieces, variant, false, false).0));
    if has_servant {
        readings.push(read(&pieces, 0, true, false).0);
    }
    if has_acronym && is_whole {
        readings.push(read(&pieces, 0, false, true).0);
    }
    let compounds = match mode {
        Mode::Craft => None,
        Mode::Organization | Mode::Person => arrange::compounds_joined(&pieces),
    };
    let parted = if mode == Mode::Organization { arrange::articles_parted(&pieces) } else { None };
    let others =
        joined.into_iter().chain(compounds).chain(parted).chain(unspaced).chain(joined_given).chain(parted_given);
    readings.extend(others.map(|pieces| read(&pieces, 0, false, false).0));
    readings
}

/// The letters of a piece in their own alphabet, and where it stands.
type NativeLetters = (Box<[u8]>, (u32, u32));

#[allow(clippy::struct_excessive_bools, reason = "each is a question of its own")]
struct Reader {
    mode: Mode,
    /// Which of the romanisations is taken.
    variant: usize,
    /// How many romanisations are worth a reading of their own: those of alphabets differ in letters that sound keys make
    /// one, so two are enough; those of syllables differ in sound.
    variants: usize,
    /// Whether the servant of a divine name is read apart from it (`Abdul` and `Rahman`): one of the two is often left out.
    parts_servants: bool,
    has_servant: bool,
    /// Whether words that a table knows an acronym for are read as it, and an acronym as one with the short word behind it
    /// (`IRGC-QF`).
    contracts: bool,
    has_acronym: bool,
    /// Whether the piece being read is a family name: it opens the name before a comma, or is a usual Asian one.
    is_family: bool,
    /// Whether all of it is read, however many tokens there are.
    is_read_to_its_end: bool,
    /// What is known of the piece being read, as it is written.
    known: Known,
    /// The script of the piece being read.
    script: Option<Script>,
    /// Its letters in an alphabet other than Latin, and where it stands.
    native: Option<NativeLetters>,
    tokens: Vec<Token>,
}

impl Reader {
    fn read(&mut self, pieces: &[Piece]) {
        let mut index = 0;
        while index < pieces.len() && !self.is_full() {
            self.script = pieces[index].script;
            self.native = alphabet_letters(&pieces[index]).map(|letters| (letters, pieces[index].span));
            self.known = known(&pieces[index].text);
            self.is_family = index == 0
                && (pieces[index].comma || self.known.is_short_surname() || arrange::is_chinese_family(pieces));
            index += match self.mode {
                Mode::Organization | Mode::Craft => self.organization(pieces, index),
                Mode::Person => self.person(pieces, index),
            };
        }
    }

    /// Whether further tokens would be ignored, so that a long name takes no longer.
    fn is_full(&self) -> bool {
        self.tokens.len() > MAX_TOKENS
            && !self.is_read_to_its_end
            // Where all are legal forms, one of them may be a name yet.
            && self.tokens.iter().any(|token| token.word.class != Class::LegalForm)
    }

    /// Of a name that is legal forms and nothing else, the least usual one is what it is called by: `OSK OAO`.
    fn name_among_forms(&mut self) {
        let is_form = |token: &Token| token.word.class == Class::LegalForm;
        if !self.tokens.iter().all(is_form) {
            return;
        }
        let is_word = |token: &&mut Token| token.word.letters.len() >= SHORTEST_NAME_AMONG_FORMS;
        let usual = |token: &&mut Token| weight::per_million_organizations(&token.word.letters);
        if let Some(name) = self.tokens.iter_mut().filter(is_word).min_by_key(usual) {
            name.word = Arc::new(Word::name(&name.word.letters, self.mode));
        }
    }

    /// What is known of the piece being read in phrases.
    fn known_in_phrases(&self, piece: &Piece) -> Known {
        if piece.meant.is_none() && piece.text.is_ascii() { self.known } else { known_in_phrases(piece.meant()) }
    }

    /// Reads what begins at a piece of an organisation's name; returns how many pieces it took.
    fn organization(&mut self, pieces: &[Piece], index: usize) -> usize {
        let piece = &pieces[index];
        let in_phrases = self.known_in_phrases(piece);
        let is_last = index + 1 == pieces.len();
        let is_number_sign =
            |piece: &Piece| matches!(piece.text.as_str(), "no" | "nr" | "number" | "num" | "numero" | "n");
        if let Some(next) = pieces.get(index + 1) {
            if is_number_sign(piece) && number::value(&next.text, true).is_some() {
                self.push(&piece.text, &piece.text, Class::Particle, piece.span);
                return 1;
            }
            // `One` is a word like any other, but behind the sign of a number.
            if is_number_sign(piece) && next.text == "one" {
                self.push(&piece.text, &piece.text, Class::Particle, piece.span);
                self.push("1", &next.text, Class::Number, next.span);
                return 2;
            }
            if let Some(value) = number::value_of_two(&piece.text, &next.text) {
                self.push(&value, &value, Class::Number, (piece.span.0, next.span.1));
                return 2;
            }
        }
        if matches!(&*piece.text, "st" | "saint" | "ste" | "sainte" | "sankt") && !is_last {
            self.push("saint", &piece.text, Class::Name, piece.span);
            return 1;
        }
        // The letter behind a ship's name tells her from her sisters: `Lady M`, `Lady R`.
        let is_letter = piece.letters() == 1 && piece.text.bytes().all(|letter| letter.is_ascii_lowercase());
        if self.mode == Mode::Craft && is_last && index > 0 && is_letter && number::value(&piece.text, true).is_none() {
            self.push(&piece.text, &piece.text, Class::Number, piece.span);
            return 1;
        }
        if self.mode == Mode::Craft && index == 0 {
            let count = kind_of_craft(pieces);
            if count > 0 {
                let span = (piece.span.0, pieces[count - 1].span.1);
                self.push(&piece.text, &piece.text, Class::Title, span);
                return count;
            }
        }
        // The last word of a ship's name is her number: `LUCKY ONE`.
        if self.mode == Mode::Craft && is_last && index > 0 && piece.text == "one" {
            self.push("1", &piece.text, Class::Number, piece.span);
            return 1;
        }
        if let Some(value) = number::value(&piece.text, is_last && index > 0 || piece.letters() > 1) {
            self.push(&value, &piece.text, Class::Number, piece.span);
            return 1;
        }
        if self.mode == Mode::Organization
            && let Some((acronym, count)) = self.acronym(&pieces[index..], in_phrases)
        {
            self.has_acronym = true;
            if self.contracts {
                let span = (piece.span.0, pieces[index + count - 1].span.1);
                self.push(&acronym, &acronym, Class::Name, span);
                return count;
            }
        }
        // What is a legal form in a company's name is two letters of a registration in an aircraft's.
        let is_word = |entry: &Meaning| {
            self.mode == Mode::Organization
                || !matches!(entry.class, Class::LegalForm | Class::Industry | Class::Generic)
        };
        // A short form that a hyphen joins to a word is the beginning of a name: `RT-Capital`, `AG-Energy`.
        let is_beginning = piece.hyphen && piece.letters() <= LONGEST_HYPHENATED_FORM;
        if let Some((count, entry)) =
            Phrases::Organizations.longest_match(&pieces[index..], in_phrases).filter(|(count, entry)| {
                is_word(entry) && !(is_beginning && *count == 1 && entry.class == Class::LegalForm)
            })
        {
            self.concepts(entry, &pieces[index..index + count]);
            return count;
        }
        let is_of_legal_form = || piece.meant.map_or(self.known, known).is_of_legal_form();
        if self.mode == Mode::Organization && is_of_legal_form() {
            self.push(piece.meant(), &piece.text, Class::LegalForm, piece.span);
            return 1;
        }
        if piece.script == Some(Script::Cyrillic)
            && let Some(entry) = place_of(&piece.text)
        {
            self.concepts(entry, &pieces[index..=index]);
            return 1;
        }
        // `and`, `for` and the article are written as one with the word: والحراسة, للتجارة.
        if piece.script == Some(Script::Arabic)
            && let Some(entry) = without_prefix(&piece.text).filter(|entry| is_word(entry))
        {
            self.concepts(entry, &pieces[index..=index]);
            return 1;
        }
        match piece.script {
            Some(Script::Latin) | None => {
                self.latin(&piece.text, self.known, pieces.get(index + 1).map(|next| next.text.as_str()), piece.span);
            }
            // An article or preposition in its own letters: Greek `της`.
            Some(_) if self.known.is_connective() => {
                self.push(&piece.text, &piece.text, Class::Particle, piece.span);
            }
            Some(script) => self.foreign(piece, script),
        }
        1
    }

    /// The acronym of what begins at a piece, and how many pieces that is: the words of one that the table knows, or an
    /// acronym and the next one, which belongs to it.
    fn acronym(&self, pieces: &[Piece], in_phrases: Known) -> Option<(Cow<'static, str>, usize)> {
        const LONGEST_NEXT: usize = 4;
        if let Some((count, meaning)) = Phrases::Acronyms.longest_match(pieces, in_phrases) {
            return Some((meaning.concepts().next()?.into(), count));
        }
        let [first, next, ..] = pieces else { return None };
        let is_compound = self.known.is_acronym()
            && next.span.0 == first.span.1 + 1
            && next.text.bytes().all(|letter| letter.is_ascii_lowercase())
            && (2..=LONGEST_NEXT).contains(&next.letters())
            && {
                let next = known(&next.text);
                next.meaning(Phrases::Organizations).is_none() && !next.is_connective()
            };
        is_compound.then(|| (format!("{}{}", first.text, next.text).into(), 2))
    }

    fn concepts(&mut self, meaning: Meaning, pieces: &[Piece]) {
        let whole = (pieces[0].span.0, pieces[pieces.len() - 1].span.1);
        let aligned = meaning.len() == pieces.len();
        if meaning.len() > 1 {
            // No one of them is what the letters spell.
            self.native = None;
        }
        for (index, concept) in meaning.concepts().enumerate() {
            let span = if aligned { pieces[index].span } else { whole };
            let latin = |piece: &Piece| piece.script == Some(Script::Latin);
            let letters: Cow<'_, str> = if aligned && latin(&pieces[index]) {
                pieces[index].text.as_str().into()
            } else if meaning.len() == 1 && pieces.iter().all(latin) {
                pieces.iter().map(|piece| piece.text.as_str()).collect::<String>().into()
            } else {
                concept.into()
            };
            self.push(concept, &letters, meaning.class, span);
        }
    }

    /// A word of Latin letters that no table of words knows; `next` is the word after it.
    fn latin(&mut self, text: &str, known: Known, next: Option<&str>, span: (u32, u32)) {
        let joins = match self.mode {
            Mode::Organization | Mode::Craft => known.is_connective() || is_article(text, known, next),
            // A particle stands before the word that it belongs to: the `Un` of `Kim Jong Un` is a name. `LI` before a comma
            // is one too.
            Mode::Person => next.is_some() && !self.is_family && (known.is_particle() || is_article(text, known, next)),
        };
        self.push(text, text, if joins { Class::Particle } else { Class::Name }, span);
    }

    /// A word in another script of an organisation's name.
    fn foreign(&mut self, piece: &Piece, script: Script) {
        if is_unspaced(script) {
            self.unspaced(piece, script);
            return;
        }
        let readings = romanize(&piece.text, script);
        self.romanized(&readings, piece.span);
    }

    /// The romanisation of this reading of the name.
    fn chosen<'r>(&mut self, readings: &'r [String]) -> Option<&'r String> {
        let most = if self.mode == Mode::Person && self.script.is_some_and(is_syllabic) { MOST_VARIANTS } else { 2 };
        self.variants = self.variants.max(readings.len().min(most));
        readings.get(self.variant).or_else(|| readings.first())
    }

    fn romanized(&mut self, readings: &[String], span: (u32, u32)) {
        let Some(reading) = self.chosen(readings) else { return };
        let words: SmallVec<[&str; 4]> = reading.split(' ').filter(|word| !word.is_empty()).collect();
        for (at, &word) in words.iter().enumerate() {
            let next = words.get(at + 1).copied();
            match self.mode {
                Mode::Organization | Mode::Craft => {
                    let known = known(word);
                    // Short forms are written in their own letters (`ООО`); what only sounds like one is a name (`Са`).
                    let is_form =
                        |meaning: &Meaning| meaning.class == Class::LegalForm && word.len() <= LONGEST_HYPHENATED_FORM;
                    if let Some(meaning) = known.meaning(Phrases::Organizations).filter(|meaning| !is_form(meaning)) {
                        for concept in meaning.concepts() {
                            let letters = if meaning.len() == 1 { word } else { concept };
                            self.push(concept, letters, meaning.class, span);
                        }
                    } else {
                        self.latin(word, known, next, span);
                    }
                }
                Mode::Person => {
                    let joined = joined_servant(word);
                    let word = joined.as_deref().unwrap_or(word);
                    self.latin(word, known(word), next, span);
                }
            }
        }
    }

    fn push(&mut self, concept: &str, letters: &str, class: Class, span: (u32, u32)) {
        let mut word = Word::shared(concept, letters, class, self.script, self.mode);
        // The first word that a piece gives bears its letters; a second one is a part that was told apart.
        if !matches!(class, Class::LegalForm | Class::Particle | Class::Noise)
            && let Some((native, _)) = self.native.take_if(|(_, of_piece)| *of_piece == span)
        {
            word = Arc::new(Word { native: Some(native), ..Word::clone(&word) });
        }
        self.tokens.push(Token { word, span, truncated: false, of_office: false });
    }
}

/// `al`, `el`, or an article that has taken on the next word's first sound (`as-Sinwar`, `ash-Sheikh`).
fn is_article(text: &str, known: Known, next: Option<&str>) -> bool {
    known.is_article() && (text.ends_with('l') || next.is_some_and(|next| next.starts_with(&text[text.len().min(1)..])))
}

/// The Arabic word that is left without the article, the conjunction or the preposition written with it.
fn without_prefix(word: &str) -> Option<Meaning> {
    const SHORTEST: usize = 3;
    // One letter is as often the first of the word itself.
    const SHORTEST_AFTER_A_LETTER: usize = 4;
    ["وال", "لل", "بال", "ال", "و"].iter().find_map(|prefix| {
        let shortest = if prefix.chars().count() == 1 { SHORTEST_AFTER_A_LETTER } else { SHORTEST };
        let rest = word.strip_prefix(prefix).filter(|rest| rest.chars().count() >= shortest)?;
        Phrases::Organizations.get(rest).or_else(|| Phrases::Organizations.get(&format!("ال{rest}")))
    })
}

/// The town of an adjective: Муромский of Муром, Чебоксарский of Чебоксары, Оршанскі of Орша.
fn place_of(adjective: &str) -> Option<Meaning> {
    const ENDINGS: [&str; 19] = [
        "ий", "ая", "ое", "ие", "ого", "ой", "их", "ае", "а", "е", "і", "ої", "и", "о", "ия", "ият", "ата", "ото",
        "ите",
    ];
    let end = adjective.rfind("ск").or_else(|| adjective.rfind("цк")).or_else(|| adjective.rfind("ськ"))?;
    let (stem, suffix) = adjective.split_at(end);
    let is_soft = suffix.starts_with('ц');
    let ending = suffix.strip_prefix("ськ").or_else(|| suffix.get("ск".len()..))?;
    if !ENDINGS.contains(&ending) || stem.chars().count() < 3 {
        return None;
    }
    let town = |stem: &str, endings: &[&str]| {
        endings.iter().find_map(|ending| {
            let town = Phrases::Organizations.get(&format!("{stem}{ending}"));
            town.filter(|town| town.class == Class::Place)
        })
    };
    if is_soft {
        return town(stem, &["цк", "ц"]);
    }
    town(stem, &["ск", "", "ь", "а", "о", "ы", "и", "ьк"])
        .or_else(|| town(stem.strip_suffix("ин").or_else(|| stem.strip_suffix("ан"))?, &["е", "а", "ы", "и"]))
}

/// The letters of a piece in an alphabet other than Latin.
fn alphabet_letters(piece: &Piece) -> Option<Box<[u8]>> {
    let is_foreign = piece.script.is_some_and(|script| script != Script::Latin);
    (is_foreign && may_be_mistyped(&piece.text))
        .then(|| spelling::alphabet_bytes(&piece.text).into_vec().into_boxed_slice())
}

fn is_syllabic(script: Script) -> bool {
    matches!(script, Script::Han | Script::Hangul)
}

fn is_unspaced(script: Script) -> bool {
    matches!(script, Script::Han | Script::Kana | Script::Hangul | Script::Thai | Script::Burmese)
}
