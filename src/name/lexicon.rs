//! Reading a name: which of its words are legal forms, words of organisations, places, titles, particles, numbers, and
//! which are names. The tables are under `tables/`; `docs/DATA-*.md` say where they come from.

use std::sync::{Arc, LazyLock};

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::fold::{Folded, fold_form};
use super::script::{Script, japanese, romanize, spelled_by_sound, table_letters, transcribed};
use super::split::{Piece, Spans, pieces};
use super::{Class, Mode, Reading, Token, Word, number, weight};
use crate::metric::edit;

/// What a known word or phrase stands for.
#[derive(Debug, Clone)]
struct Entry {
    class: Class,
    /// One word or several, each a token of its own; all forms of a row share them.
    concepts: Arc<[Box<str>]>,
}

/// Phrases by their folded words, joined by one blank.
#[derive(Debug, Default)]
struct Phrases {
    entries: FxHashMap<Box<str>, Entry>,
    /// All words of all phrases.
    words: FxHashSet<Box<str>>,
    /// The most words of a phrase that begins with this word.
    longest: FxHashMap<Box<str>, usize>,
    /// The most characters of an entry in a script that is written without blanks.
    longest_unspaced: usize,
}

impl Phrases {
    /// Adds a form that is folded.
    fn add(&mut self, form: &str, class: Class, concepts: &Arc<[Box<str>]>) {
        let form = table_letters(form);
        let words: SmallVec<[&str; 8]> = words_of(&form);
        if !is_phrase(&words) {
            return;
        }
        for &word in &words {
            if !self.words.contains(word) {
                self.words.insert(word.into());
            }
        }
        let key = words.join(" ");
        match self.longest.get_mut(words[0]) {
            Some(longest) => *longest = (*longest).max(words.len()),
            None => drop(self.longest.insert(words[0].into(), words.len())),
        }
        if !key.is_ascii() && words.len() == 1 {
            self.longest_unspaced = self.longest_unspaced.max(key.chars().count());
        }
        self.entries.entry(key.into_boxed_str()).or_insert_with(|| Entry { class, concepts: Arc::clone(concepts) });
    }

    /// Adds each phrase with two neighbours of its words exchanged (`stock joint company`), unless that is another phrase.
    fn add_transposed(&mut self) {
        let phrases: Vec<(Vec<Box<str>>, Entry)> = self
            .entries
            .iter()
            .filter(|(key, _)| key.contains(' '))
            .map(|(key, entry)| (key.split(' ').map(Box::from).collect(), entry.clone()))
            .collect();
        for (mut words, entry) in phrases {
            for first in 1..words.len() {
                words.swap(first - 1, first);
                if is_phrase(&words) {
                    let longest = self.longest.entry(words[0].clone()).or_default();
                    *longest = (*longest).max(words.len());
                    // Phrases that differ in the order of their words only mean the same.
                    self.entries.entry(words.join(" ").into_boxed_str()).or_insert_with(|| entry.clone());
                }
                words.swap(first - 1, first);
            }
        }
    }

    fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.get(&*table_letters(key))
    }

    fn holds(&self, word: &str) -> bool {
        self.words.contains(&*table_letters(word))
    }

    /// The longest phrase that begins at this piece: how many pieces, and what it stands for.
    fn longest_match(&self, pieces: &[Piece], key: &mut String) -> Option<(usize, &Entry)> {
        let most = *self.longest.get(&*table_letters(pieces.first()?.meant()))?;
        for count in (1..=most.min(pieces.len())).rev() {
            key.clear();
            for piece in &pieces[..count] {
                if !key.is_empty() {
                    key.push(' ');
                }
                key.push_str(&table_letters(piece.meant()));
            }
            if let Some(entry) = self.entries.get(key.as_str()) {
                return Some((count, entry));
            }
        }
        None
    }
}

/// Whether words can stand together as one: what begins or ends in a connective would swallow what it connects to (`bank of`).
fn is_phrase(words: &[impl AsRef<str>]) -> bool {
    let is_connective = |word: &str| matches!(word, "of" | "the" | "and" | "de" | "du" | "for");
    match words {
        [] => false,
        [_] => true,
        [first, .., last] => !is_connective(first.as_ref()) && !is_connective(last.as_ref()),
    }
}

/// The words of a table's form, as [`pieces`] would split them.
fn words_of(folded: &str) -> SmallVec<[&str; 8]> {
    folded
        .split(|c: char| {
            // Vowel signs of Indic scripts are marks.
            !(super::script::script_of(c).is_some()
                || c.is_alphanumeric()
                || unicode_normalization::char::is_combining_mark(c))
        })
        .filter(|w| !w.is_empty())
        .collect()
}

/// A form as it is found in a name, folded: dots between single letters leave one word, other punctuation separates.
fn table_forms(form: &str) -> SmallVec<[String; 2]> {
    let mut forms = SmallVec::new();
    // Small letters of one alphabet and blanks are what the pieces would be.
    let range = match form.chars().next() {
        Some('a'..='z') => 'a'..='z',
        Some('\u{430}'..='\u{45f}') => '\u{430}'..='\u{45f}',
        Some('\u{621}'..='\u{63a}' | '\u{641}'..='\u{64a}') => '\u{621}'..='\u{64a}',
        Some('\u{5d0}'..='\u{5ea}') => '\u{5d0}'..='\u{5ea}',
        Some('\u{4e00}'..='\u{9fff}') => '\u{4e00}'..='\u{9fff}',
        Some('\u{ac00}'..='\u{d7a3}') => '\u{ac00}'..='\u{d7a3}',
        _ => ' '..=' ',
    };
    if form.chars().all(|c| c == ' ' || range.contains(&c) && !('\u{63b}'..='\u{640}').contains(&c)) {
        forms.push(form.to_owned());
        return forms;
    }
    let mut folded = Vec::new();
    super::fold::fold(form, &mut folded);
    let written: Vec<String> = pieces(&folded).into_iter().map(|piece| piece.text).collect();
    forms.push(written.join(" "));
    if form.contains(['.', '\'', '’']) {
        forms.push(fold_form(&form.replace(['.', '\'', '’'], "")));
    }
    forms
}

fn words_as_concepts(words: &[&str]) -> Arc<[Box<str>]> {
    words.iter().map(|&word| word.into()).collect()
}

struct Lexicon {
    organization: Phrases,
    /// The acronyms of the table, by the words that each stands for and by what it is called in other languages.
    acronyms: Phrases,
    known_acronyms: FxHashSet<Box<str>>,
    /// Usual words of organisations' names, by what is left of them when one letter is lost.
    misspelled: FxHashMap<u64, Arc<str>>,
    /// Words that stand in names only as parts of a legal form (`liability`, `ограниченной`).
    of_legal_forms: FxHashSet<Box<str>>,
    person: Phrases,
    /// Titles that may stand at the end of a name; another title there is a name (`Julie Maréchal`).
    closing_titles: FxHashSet<Box<str>>,
    /// Words that join the words of an organisation's name.
    connectives: FxHashSet<Box<str>>,
    /// Words that join the parts of a person's name.
    particles: FxHashSet<Box<str>>,
    servants: FxHashSet<Box<str>>,
    articles: FxHashSet<Box<str>>,
    han_surnames: FxHashMap<Box<str>, Box<str>>,
    korean_surnames: FxHashMap<Box<str>, Box<str>>,
    /// Asian family names in Latin letters, some of which are particles elsewhere.
    short_surnames: FxHashSet<Box<str>>,
}

impl Lexicon {
    /// The acronym of what begins at a piece, and how many pieces that is: the words of one that the table knows, or an
    /// acronym and the next one, which belongs to it.
    fn acronym(&self, pieces: &[Piece], key: &mut String) -> Option<(Box<str>, usize)> {
        const LONGEST_NEXT: usize = 4;
        if let Some((count, entry)) = self.acronyms.longest_match(pieces, key) {
            return Some((entry.concepts.first()?.clone(), count));
        }
        let [first, next, ..] = pieces else { return None };
        let is_compound = self.known_acronyms.contains(first.text.as_str())
            && next.span.0 == first.span.1 + 1
            && next.text.bytes().all(|letter| letter.is_ascii_lowercase())
            && (2..=LONGEST_NEXT).contains(&next.letters())
            && self.organization.get(&next.text).is_none()
            && !self.connectives.contains(next.text.as_str());
        is_compound.then(|| (format!("{}{}", first.text, next.text).into_boxed_str(), 2))
    }
}

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| line.split('\t').collect())
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    /// Room for all forms, so that the tables are not moved while they grow.
    const FORMS: usize = 1 << 17;
    let mut organization = Phrases::default();
    organization.entries.reserve(FORMS);
    organization.words.reserve(FORMS / 2);
    organization.longest.reserve(FORMS / 2);
    for row in rows(include_str!("../../tables/legal_forms.tsv")) {
        let [class, _, forms] = row[..] else { continue };
        let concept = words_as_concepts(&[class]);
        // A group is a group: `集团有限公司` is a word and a form.
        for form in forms.split('|').filter(|form| !form.starts_with(['集'])) {
            for form in table_forms(form) {
                organization.add(&form, Class::LegalForm, &concept);
            }
        }
    }
    for row in rows(include_str!("../../tables/organization_words.tsv")) {
        let [concept, class, forms] = row[..] else { continue };
        let concepts: Arc<[Box<str>]> = concept.split(' ').map(Box::from).collect();
        let class = match class {
            "generic" | "descriptor" | "unit" => Class::Generic,
            _ => Class::Industry,
        };
        organization.add(&fold_form(concept), class, &concepts);
        for form in forms.split('|') {
            for form in table_forms(form) {
                organization.add(&form, class, &concepts);
            }
        }
    }
    for row in rows(include_str!("../../tables/brands.tsv")) {
        let [brand, forms] = row[..] else { continue };
        let words: Arc<[Box<str>]> = brand.split(' ').map(Box::from).collect();
        for form in forms.split('|') {
            organization.add(&fold_form(form), Class::Name, &words);
        }
    }
    let mut acronyms = Phrases::default();
    let mut known_acronyms = FxHashSet::default();
    for row in rows(include_str!("../../tables/acronyms.tsv")) {
        let [acronym, forms] = row[..] else { continue };
        known_acronyms.insert(acronym.into());
        let forms: Vec<String> = forms.split('|').flat_map(table_forms).collect();
        // Two acronyms of one body (`UAC`, `OAK`) are one.
        let same = forms.iter().find_map(|form| acronyms.get(&words_of(form).join(" "))).cloned();
        let concept = words_as_concepts(&[same.as_ref().map_or(acronym, |entry| &entry.concepts[0])]);
        for form in &forms {
            acronyms.add(form, Class::Name, &concept);
        }
        if same.is_some() {
            acronyms.add(&fold_form(acronym), Class::Name, &concept);
        }
    }
    for row in rows(include_str!("../../tables/places.tsv")) {
        let [concept, _, _, forms] = row[..] else { continue };
        let region: Vec<&str> = concept.split(' ').collect();
        if matches!(region[..], ["north" | "south" | "east" | "west" | "central", _]) {
            let region = words_as_concepts(&region);
            for form in row[0..1].iter().copied().chain(forms.split('|')).flat_map(table_forms) {
                organization.add(&form, Class::Place, &region);
            }
            continue;
        }
        let concept = words_as_concepts(&[&concept.replace(' ', "")]);
        for form in row[0..1].iter().copied().chain(forms.split('|')) {
            for form in table_forms(form) {
                organization.add(&form, Class::Place, &concept);
            }
        }
    }
    for form in [
        "mv",
        "mt",
        "ms",
        "ss",
        "mts",
        "vessel",
        "tanker vessel",
        "crude oil tanker",
        "oil tanker",
        "aircraft registration",
        "m v",
        "m t",
        "no",
        "nr",
        "number",
        "num",
        "numero",
    ] {
        organization.add(form, Class::Title, &words_as_concepts(&[form]));
    }
    organization.add_transposed();
    let misspelled = misspelled(&organization);
    let of_legal_forms = of_legal_forms(&organization);
    let mut person = Phrases::default();
    let mut closing_titles = FxHashSet::default();
    for row in rows(include_str!("../../tables/titles.tsv")) {
        let [class, forms] = row[..] else { continue };
        // Titles that are borne as names (khan, sharif, mirza) are read as names.
        if class.ends_with("-name") && class != "religious-name" {
            continue;
        }
        let concept = forms.split('|').next().unwrap_or(class);
        if matches!(class, "honorific" | "academic" | "postnominal") || class.starts_with("generation-") {
            closing_titles.extend(
                forms.split('|').flat_map(table_forms).map(|form| words_of(&fold_form(&form)).join(" ").into()),
            );
        }
        let (class, concept) = match class.strip_prefix("generation-") {
            Some(generation) => (Class::Number, generation.to_owned()),
            None => (Class::Title, fold_form(concept)),
        };
        let concept = words_as_concepts(&[&concept]);
        for form in forms.split('|') {
            for form in table_forms(form) {
                person.add(&form, class, &concept);
            }
        }
    }
    for form in ["dob", "d o b", "yob", "pob", "born", "date of birth", "passport", "passport no"] {
        person.add(form, Class::Noise, &words_as_concepts(&[form]));
    }
    let mut particles = FxHashSet::default();
    let mut connectives = FxHashSet::default();
    let mut servants = FxHashSet::default();
    let mut articles = FxHashSet::default();
    for row in rows(include_str!("../../tables/particles.tsv")) {
        let [class, forms] = row[..] else { continue };
        for form in forms.split('|') {
            let folded = fold_form(form);
            let words = words_of(&folded);
            let [word] = words[..] else { continue };
            match class {
                "servant" => drop(servants.insert(word.into())),
                "article" => drop(articles.insert(word.into())),
                "nobiliary" | "nasab-son" | "nasab-daughter" => drop(particles.insert(word.into())),
                "org-connective" => drop(connectives.insert(word.into())),
                _ => {}
            }
        }
    }
    let mut han_surnames = FxHashMap::default();
    for row in rows(include_str!("../../tables/surnames_han.tsv")) {
        let [simplified, traditional, pinyin, ..] = row[..] else { continue };
        for form in [simplified, traditional] {
            han_surnames.entry(form.into()).or_insert_with(|| pinyin.replace(' ', "").into_boxed_str());
        }
    }
    let mut korean_surnames = FxHashMap::default();
    for row in rows(include_str!("../../tables/surnames_korean.tsv")) {
        let [hangul, _, revised, _, usual] = row[..] else { continue };
        let usual = usual.split('|').next().filter(|usual| !usual.is_empty()).unwrap_or(revised);
        for form in hangul.split('|') {
            korean_surnames.entry(form.into()).or_insert_with(|| usual.into());
        }
    }
    let short_surnames = han_surnames.values().chain(korean_surnames.values()).cloned().collect();
    Lexicon {
        organization,
        acronyms,
        known_acronyms,
        misspelled,
        of_legal_forms,
        person,
        closing_titles,
        connectives,
        particles,
        servants,
        articles,
        han_surnames,
        korean_surnames,
        short_surnames,
    }
});

/// Legal forms of up to so many letters may be the beginning of a name, or sound like one.
const LONGEST_HYPHENATED_FORM: usize = 3;

/// Letters that a legal form must have to be what a name is called by, where all of it is legal forms.
const SHORTEST_NAME_AMONG_FORMS: usize = 3;

/// Most romanisations of one name that become readings.
const MOST_VARIANTS: usize = 4;

/// Words shorter than this are not taken for misspelled ones: another letter makes another word.
const SHORTEST_MISSPELLED: usize = 5;
const SHORTEST_FOREIGN_MISSPELLED: usize = 8;
const SHORTEST_RARE_MISSPELLED: usize = 10;
const SHORTEST_LEGAL_MISSPELLED: usize = 7;

/// Words of legal forms and usual words of organisations' names, filed under the hashes of their letters with one lost.
fn misspelled(organization: &Phrases) -> FxHashMap<u64, Arc<str>> {
    let mut words: FxHashMap<u64, Arc<str>> = FxHashMap::default();
    let legal = rows(include_str!("../../tables/legal_forms.tsv")).filter_map(|row| row.get(2).copied());
    let usual = rows(include_str!("../../tables/organization_words.tsv")).filter_map(|row| row.get(2).copied());
    let forms = legal.map(|forms| (forms, true)).chain(usual.map(|forms| (forms, false)));
    for (forms, is_legal) in forms {
        for word in forms.split(['|', ' ']).map(fold_form) {
            let letters = word.chars().count();
            // Of other scripts there is no telling how many names are one letter away.
            let shortest = if word.is_ascii() { SHORTEST_MISSPELLED } else { SHORTEST_FOREIGN_MISSPELLED };
            let shortest_rare = if is_legal { SHORTEST_LEGAL_MISSPELLED } else { SHORTEST_RARE_MISSPELLED };
            let is_expected = !word.is_ascii() || weight::is_very_usual(&word) || letters >= shortest_rare;
            if is_expected && letters >= shortest && may_be_mistyped(&word) && organization.holds(&word) {
                let shared: Arc<str> = word.as_str().into();
                each_letter_lost(&word, |hash| {
                    words.entry(hash).or_insert_with(|| Arc::clone(&shared));
                });
            }
        }
    }
    words
}

/// Whether all letters are of one alphabet, in which a finger may slip.
fn may_be_mistyped(word: &str) -> bool {
    let script = word.chars().next().and_then(super::script::script_of);
    matches!(
        script,
        Some(
            Script::Latin
                | Script::Cyrillic
                | Script::Greek
                | Script::Arabic
                | Script::Hebrew
                | Script::Armenian
                | Script::Georgian
        )
    ) && word.chars().all(|c| super::script::script_of(c) == script)
}

/// The words of limited and joint-stock companies' forms that are no words otherwise, in whatever order they stand.
fn of_legal_forms(organization: &Phrases) -> FxHashSet<Box<str>> {
    const SHORTEST: usize = 5;
    let mut words = FxHashSet::default();
    for row in rows(include_str!("../../tables/legal_forms.tsv")) {
        let ["limited" | "joint-stock", _, forms] = row[..] else { continue };
        for form in forms.split('|') {
            let folded = fold_form(form);
            for word in words_of(&folded) {
                let is_other_word =
                    weight::is_in_dictionary(word) && !matches!(word, "liability" | "joint" | "proprietary");
                if word.chars().count() >= SHORTEST
                    && !is_other_word
                    && !weight::is_borne_by_persons(word)
                    && may_be_mistyped(word)
                    && organization.get(word).is_none()
                {
                    words.insert(word.into());
                }
            }
        }
    }
    words
}

/// The hashes of a word's letters, whole and with any one of them lost.
fn each_letter_lost(word: &str, mut found: impl FnMut(u64)) {
    found(super::deletion_hash(word.as_bytes()));
    let mut shorter = Vec::with_capacity(word.len());
    for (lost, letter) in word.char_indices() {
        shorter.clear();
        shorter.extend_from_slice(&word.as_bytes()[..lost]);
        shorter.extend_from_slice(&word.as_bytes()[lost + letter.len_utf8()..]);
        found(super::deletion_hash(&shorter));
    }
}

/// The readings of a folded name and its pieces, the usual one first. In a name written inside another the words of an acronym
/// stay words: a parent's acronym would name each of its branches.
pub(super) fn read(folded: &[Folded], pieces: &[Piece], mode: Mode, is_whole: bool) -> SmallVec<[Reading; 2]> {
    let mut pieces = joined_letters(pieces, mode);
    if mode == Mode::Person {
        pieces = joined_syllables(pieces, folded);
    }
    if mode == Mode::Organization {
        pieces = rejoined(pieces);
        pieces.iter_mut().for_each(correct);
    }
    let joined = if mode == Mode::Craft { None } else { hyphens_joined(&pieces, folded, mode) };
    let unspaced = if mode == Mode::Organization { han_joined(&pieces) } else { None };
    let read = |pieces: &[Piece], variant: usize, parts_servants: bool, contracts: bool| {
        let mut reader = Reader {
            lexicon: &LEXICON,
            mode,
            variant,
            variants: 1,
            parts_servants,
            has_servant: false,
            contracts,
            has_acronym: false,
            script: None,
            native: None,
            is_family: false,
            tokens: Vec::with_capacity(pieces.len()),
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
    readings.extend(joined.into_iter().chain(unspaced).map(|pieces| read(&pieces, 0, false, false).0));
    readings
}

/// Takes a long word that nobody bears for the usual word it is one typing error away from (`technolgy`, `compamy`).
fn correct(piece: &mut Piece) {
    let word = piece.text.as_str();
    if word.len() + 1 < SHORTEST_MISSPELLED || is_known(word) || !may_be_mistyped(word) {
        return;
    }
    piece.meant = meant(word);
}

/// The usual word that a word is one typing error away from.
fn meant(word: &str) -> Option<&'static str> {
    let mut meant: Option<&'static str> = None;
    each_letter_lost(word, |hash| {
        if meant.is_none()
            && let Some(usual) = LEXICON.misspelled.get(&hash)
            && is_one_error_away(word, usual)
        {
            meant = Some(usual);
        }
    });
    meant
}

/// Whether a table of words or of names holds a word, as it is written or in Latin letters (`Алмаз`, Almaz).
fn is_known(word: &str) -> bool {
    let script = word.chars().next().and_then(super::script::script_of).filter(|&script| script != Script::Latin);
    let is_borne_in_latin =
        || script.is_some_and(|script| romanize(word, script).iter().any(|letters| weight::is_borne(letters)));
    LEXICON.organization.holds(word) || weight::is_borne(word) || is_borne_in_latin()
}

fn is_one_error_away(a: &str, b: &str) -> bool {
    let (a, b): (SmallVec<[u8; 32]>, SmallVec<[u8; 32]>) = (alphabet_bytes(a), alphabet_bytes(b));
    edit::within(&a, &b, 1).is_some()
}

/// The letters of a piece in an alphabet other than Latin.
fn alphabet_letters(piece: &Piece) -> Option<Box<[u8]>> {
    let is_foreign = piece.script.is_some_and(|script| script != Script::Latin);
    (is_foreign && may_be_mistyped(&piece.text)).then(|| alphabet_bytes(&piece.text).into_vec().into_boxed_slice())
}

/// One byte a letter: within one alphabet the low byte of the code point tells letters apart.
fn alphabet_bytes(word: &str) -> SmallVec<[u8; 32]> {
    word.chars().map(|c| c as u8).collect()
}

/// Usual words of organisations that a blank was put into, as they should stand.
fn rejoined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut rejoined: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut pieces = pieces.into_iter().peekable();
    while let Some(piece) = pieces.next() {
        if !may_be_mistyped(&piece.text) || piece.dotted {
            rejoined.push(piece);
            continue;
        }
        let is_word = |text: &str| LEXICON.organization.holds(text);
        let joined = |next: &Piece| format!("{}{}", piece.text, next.text);
        let belongs = |next: &Piece| {
            next.script == piece.script
                && !piece.comma
                && !(is_word(&piece.text) && is_word(&next.text))
                && piece.letters() + next.letters() >= SHORTEST_MISSPELLED
                && is_word(&joined(next))
        };
        match pieces.next_if(belongs) {
            Some(next) => rejoined.push(Piece {
                text: joined(&next),
                span: (piece.span.0, next.span.1),
                letter_spans: piece.letter_spans.iter().chain(&next.letter_spans).copied().collect(),
                ..next
            }),
            None => rejoined.push(piece),
        }
    }
    rejoined
}

/// The text of an organisation's name with blanks where a word that nobody bears begins or ends with a legal form or a usual
/// word (`COMPANYASCON`, `AIRTRANSPORT`), if there is such a word.
pub(super) fn respaced(folded: &[Folded], pieces: &[Piece], mode: Mode) -> Option<Vec<Folded>> {
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
    const SHORTEST_FORM: usize = 3;
    const SHORTEST_WORD: usize = 5;
    if !(SHORTEST..=LONGEST).contains(&word.chars().count()) || is_known(word) || !may_be_mistyped(word) {
        return None;
    }
    // Forms and what is written with a few letters for several words: `NPP`, `НИИ`.
    let is_short = |part: &str| {
        let letters = part.chars().count();
        LEXICON.organization.get(part).is_some_and(|entry| {
            entry.class == Class::LegalForm && letters >= 2 || entry.concepts.len() > 1 && letters >= SHORTEST_FORM
        })
    };
    let is_part = |part: &str, other: &str| {
        let is_connective = LEXICON.connectives.contains(other);
        let letters = part.chars().count();
        let others = other.chars().count();
        LEXICON.of_legal_forms.contains(part) && others >= SHORTEST_FORM
            || is_short(part) && (letters >= SHORTEST_FORM && others >= SHORTEST_FORM || is_short(other))
            || LEXICON.organization.get(part).is_some_and(|entry| {
                entry.class != Class::LegalForm
                    && letters >= SHORTEST_WORD
                    && (others >= SHORTEST_FORM || is_connective)
            })
    };
    // The longest known part wins: `COMPANYLIMITED` is no `COMPAN` and `YLIMITED`.
    word.char_indices()
        .map(|(at, _)| at)
        .skip(1)
        .filter_map(|at| {
            let (first, second) = word.split_at(at);
            let known = [(first, second), (second, first)];
            known
                .iter()
                .filter(|(part, other)| is_part(part, other))
                .map(|(part, _)| part.len())
                .max()
                .map(|longest| (longest, at))
        })
        .max()
        .map(|(_, at)| at)
}

/// Letters written apart (`D M T G`, `H I K V I S I O N`) are one word; in persons' names, few letters are initials.
fn joined_letters(pieces: &[Piece], mode: Mode) -> Vec<Piece> {
    let shortest_run = match mode {
        Mode::Organization | Mode::Craft => 2,
        Mode::Person => 6,
    };
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut index = 0;
    while index < pieces.len() {
        let is_letter = |piece: &Piece| piece.script == Some(Script::Latin) && piece.letters() == 1;
        let run = pieces[index..].iter().take_while(|piece| is_letter(piece)).count();
        if run >= shortest_run {
            let last = &pieces[index + run - 1];
            joined.push(Piece {
                text: pieces[index..index + run].iter().map(|piece| piece.text.as_str()).collect(),
                script: Some(Script::Latin),
                span: (pieces[index].span.0, last.span.1),
                dotted: true,
                meant: None,
                letter_spans: Spans::new(),
                comma: last.comma,
                hyphen: last.hyphen,
            });
            index += run;
        } else if mode == Mode::Person
            && pieces[index].dotted
            && pieces[index].letters() <= 6
            && LEXICON.person.get(&pieces[index].text).is_none()
        {
            let piece = &pieces[index];
            joined.extend(piece.text.chars().map(|letter| Piece {
                text: letter.to_string(),
                comma: false,
                ..piece.clone()
            }));
            index += 1;
        } else {
            joined.push(pieces[index].clone());
            index += 1;
        }
    }
    joined
}

/// Syllables of a Chinese given name that a hyphen joins are one word, in which a finger may slip (`Wen-Fu`).
fn joined_syllables(pieces: Vec<Piece>, folded: &[Folded]) -> Vec<Piece> {
    let is_syllable = |piece: &Piece| {
        piece.script == Some(Script::Latin)
            && !piece.dotted
            && piece.letters() > 1
            && (super::script::split_pinyin(&piece.text).is_some_and(|syllables| syllables.len() == 1)
                || super::script::is_wade_giles(&piece.text))
            && !LEXICON.articles.contains(piece.text.as_str())
    };
    let hyphen_between = |first: &Piece, second: &Piece| {
        folded.iter().any(|f| f.start == first.span.1 && f.end == second.span.0 && f.character == '-')
    };
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match joined.last_mut() {
            Some(last) if is_syllable(last) && is_syllable(&piece) && hyphen_between(last, &piece) => {
                last.text.push_str(&piece.text);
                last.letter_spans.extend(piece.letter_spans);
                last.span.1 = piece.span.1;
                last.comma = piece.comma;
                last.hyphen = piece.hyphen;
            }
            _ => joined.push(piece),
        }
    }
    joined
}

/// The pieces with short ones that hyphens join as one word (`ODK-UMPO`, `Al-Aqsa`), in which a finger may slip; `None` if there
/// are none. Registrations of aircraft (`EP-MNO`, `EP-MNA`) differ in a letter, and stay as they are.
fn hyphens_joined(pieces: &[Piece], folded: &[Folded], mode: Mode) -> Option<Vec<Piece>> {
    /// Letters in which no finger slips; and more than a registration has.
    const SHORT: usize = 3;
    const SHORTEST: usize = 6;
    let is_hyphen = |f: &Folded| matches!(f.character, '-' | '/');
    if !folded.iter().any(is_hyphen) {
        return None;
    }
    let is_free = |piece: &Piece| {
        let is_article = mode == Mode::Person && LEXICON.articles.contains(piece.text.as_str());
        !piece.dotted && may_be_mistyped(&piece.text) && !is_article
    };
    let is_joined = |first: &Piece, second: &Piece| {
        first.span.1 < second.span.0
            && first.script == second.script
            && is_free(first)
            && is_free(second)
            && first.letters().min(second.letters()) <= SHORT
            && first.letters() + second.letters() >= SHORTEST
            && folded.iter().any(|f| f.start == first.span.1 && f.end == second.span.0 && is_hyphen(f))
    };
    if !pieces.windows(2).any(|pair| is_joined(&pair[0], &pair[1])) {
        return None;
    }
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match joined.last_mut() {
            Some(last) if is_joined(last, piece) => {
                last.text.push_str(&piece.text);
                last.letter_spans.extend_from_slice(&piece.letter_spans);
                last.span.1 = piece.span.1;
                last.comma = piece.comma;
                last.hyphen = piece.hyphen;
                last.meant = None;
            }
            _ => joined.push(piece.clone()),
        }
    }
    Some(joined)
}

/// The pieces with neighbours in Han as one: Chinese is written without blanks, and a line's end may put one into any word.
/// `None` if there are none.
fn han_joined(pieces: &[Piece]) -> Option<Vec<Piece>> {
    let is_joined = |first: &Piece, second: &Piece| {
        first.script == Some(Script::Han)
            && second.script == Some(Script::Han)
            && !first.comma
            && second.span.0 == first.span.1 + 1
    };
    if !pieces.windows(2).any(|pair| is_joined(&pair[0], &pair[1])) {
        return None;
    }
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match joined.last_mut() {
            Some(last) if is_joined(last, piece) => {
                last.text.push_str(&piece.text);
                last.letter_spans.extend_from_slice(&piece.letter_spans);
                last.span.1 = piece.span.1;
                last.comma = piece.comma;
            }
            _ => joined.push(piece.clone()),
        }
    }
    Some(joined)
}

/// The letters of a piece in their own alphabet, and where it stands.
type NativeLetters = (Box<[u8]>, (u32, u32));

#[allow(clippy::struct_excessive_bools, reason = "each is a question of its own")]
struct Reader<'a> {
    lexicon: &'a Lexicon,
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
    /// The script of the piece being read.
    script: Option<Script>,
    /// Its letters in an alphabet other than Latin, and where it stands.
    native: Option<NativeLetters>,
    tokens: Vec<Token>,
}

impl Reader<'_> {
    fn read(&mut self, pieces: &[Piece]) {
        let mut key = String::new();
        let mut index = 0;
        while index < pieces.len() {
            self.script = pieces[index].script;
            self.native = alphabet_letters(&pieces[index]).map(|letters| (letters, pieces[index].span));
            self.is_family = index == 0
                && (pieces[index].comma || self.lexicon.short_surnames.contains(pieces[index].text.as_str()));
            index += match self.mode {
                Mode::Organization | Mode::Craft => self.organization(pieces, index, &mut key),
                Mode::Person => self.person(pieces, index, &mut key),
            };
        }
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

    /// Reads what begins at a piece of an organisation's name; returns how many pieces it took.
    fn organization(&mut self, pieces: &[Piece], index: usize, key: &mut String) -> usize {
        let piece = &pieces[index];
        let lexicon = self.lexicon;
        let is_last = index + 1 == pieces.len();
        let is_number_sign =
            |piece: &Piece| matches!(piece.text.as_str(), "no" | "nr" | "number" | "num" | "numero" | "n");
        if is_number_sign(piece) && pieces.get(index + 1).is_some_and(|next| number::value(&next.text, true).is_some())
        {
            self.push(&piece.text, &piece.text, Class::Particle, piece.span);
            return 1;
        }
        if let Some(value) = number::value(&piece.text, is_last && index > 0 || piece.letters() > 1) {
            self.push(&value, &piece.text, Class::Number, piece.span);
            return 1;
        }
        if self.mode == Mode::Organization
            && let Some((acronym, count)) = lexicon.acronym(&pieces[index..], key)
        {
            self.has_acronym = true;
            if self.contracts {
                let span = (piece.span.0, pieces[index + count - 1].span.1);
                self.push(&acronym, &acronym, Class::Name, span);
                return count;
            }
        }
        // What is a legal form in a company's name is two letters of a registration in an aircraft's.
        let is_word = |entry: &Entry| {
            self.mode == Mode::Organization
                || !matches!(entry.class, Class::LegalForm | Class::Industry | Class::Generic)
        };
        // A short form that a hyphen joins to a word is the beginning of a name: `RT-Capital`, `AG-Energy`.
        let is_beginning = piece.hyphen && piece.letters() <= LONGEST_HYPHENATED_FORM;
        if let Some((count, entry)) =
            lexicon.organization.longest_match(&pieces[index..], key).filter(|(count, entry)| {
                is_word(entry) && !(is_beginning && *count == 1 && entry.class == Class::LegalForm)
            })
        {
            self.concepts(entry, &pieces[index..index + count]);
            return count;
        }
        if self.mode == Mode::Organization && lexicon.of_legal_forms.contains(piece.meant()) {
            self.push(piece.meant(), &piece.text, Class::LegalForm, piece.span);
            return 1;
        }
        if piece.script == Some(Script::Cyrillic)
            && let Some(entry) = place_of(&piece.text, &lexicon.organization)
        {
            self.concepts(entry, &pieces[index..=index]);
            return 1;
        }
        // `and`, `for` and the article are written as one with the word: والحراسة, للتجارة.
        if piece.script == Some(Script::Arabic)
            && let Some(entry) = without_prefix(&piece.text, &lexicon.organization).filter(|entry| is_word(entry))
        {
            self.concepts(entry, &pieces[index..=index]);
            return 1;
        }
        match piece.script {
            Some(Script::Latin) | None => {
                self.latin(&piece.text, pieces.get(index + 1).map(|next| next.text.as_str()), piece.span);
            }
            // An article or preposition in its own letters: Greek `της`.
            Some(_) if lexicon.connectives.contains(piece.text.as_str()) => {
                self.push(&piece.text, &piece.text, Class::Particle, piece.span);
            }
            Some(script) => self.foreign(piece, script),
        }
        1
    }

    fn concepts(&mut self, entry: &Entry, pieces: &[Piece]) {
        let whole = (pieces[0].span.0, pieces[pieces.len() - 1].span.1);
        let aligned = entry.concepts.len() == pieces.len();
        if entry.concepts.len() > 1 {
            // No one of them is what the letters spell.
            self.native = None;
        }
        for (index, concept) in entry.concepts.iter().enumerate() {
            let span = if aligned { pieces[index].span } else { whole };
            let latin = |piece: &Piece| piece.script == Some(Script::Latin);
            let letters = if aligned && latin(&pieces[index]) {
                pieces[index].text.clone()
            } else if entry.concepts.len() == 1 && pieces.iter().all(latin) {
                pieces.iter().map(|piece| piece.text.as_str()).collect()
            } else {
                concept.to_string()
            };
            self.push(concept, &letters, entry.class, span);
        }
    }

    /// A word of Latin letters that no table of words knows; `next` is the word after it.
    fn latin(&mut self, text: &str, next: Option<&str>, span: (u32, u32)) {
        let joins = match self.mode {
            Mode::Organization | Mode::Craft => self.lexicon.connectives.contains(text) || self.is_article(text, next),
            // A particle stands before the word that it belongs to: the `Un` of `Kim Jong Un` is a name. `LI` before a comma
            // is one too.
            Mode::Person => {
                next.is_some()
                    && !self.is_family
                    && (self.lexicon.particles.contains(text) || self.is_article(text, next))
            }
        };
        self.push(text, text, if joins { Class::Particle } else { Class::Name }, span);
    }

    /// `al`, `el`, or an article that has taken on the next word's first sound (`as-Sinwar`, `ash-Sheikh`).
    fn is_article(&self, text: &str, next: Option<&str>) -> bool {
        self.lexicon.articles.contains(text)
            && (text.ends_with('l') || next.is_some_and(|next| next.starts_with(&text[text.len().min(1)..])))
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
                    let lexicon = self.lexicon;
                    // Short forms are written in their own letters (`ООО`); what only sounds like one is a name (`Са`).
                    let is_form =
                        |entry: &Entry| entry.class == Class::LegalForm && word.len() <= LONGEST_HYPHENATED_FORM;
                    if let Some(entry) = lexicon.organization.get(word).filter(|entry| !is_form(entry)) {
                        for concept in &*entry.concepts {
                            let letters = if entry.concepts.len() == 1 { word } else { concept };
                            self.push(concept, letters, entry.class, span);
                        }
                    } else {
                        self.latin(word, next, span);
                    }
                }
                Mode::Person => self.latin(joined_servant(word).as_deref().unwrap_or(word), next, span),
            }
        }
    }

    /// A script without blanks: known words are taken out, longest first; what is between them is a name.
    fn unspaced(&mut self, piece: &Piece, script: Script) {
        let characters: Vec<char> =
            piece.text.chars().map(|c| if script == Script::Han { super::script::simplified(c) } else { c }).collect();
        let span_of = |from: usize, to: usize| piece.span_of(from, to);
        let lexicon = self.lexicon;
        let mut start = 0;
        let mut index = 0;
        while index < characters.len() {
            let rest = &characters[index..];
            let numeral = han_number(rest);
            let known = || {
                let most = lexicon.organization.longest_unspaced.min(rest.len());
                // One character alone is seldom a word: `中` inside a name is not China.
                (2..=most).rev().find_map(|count| {
                    let text: String = rest[..count].iter().collect();
                    lexicon.organization.get(&text).map(|entry| (count, entry))
                })
            };
            if let Some((count, value)) = numeral {
                self.name_run(&characters[start..index], script, span_of(start, index), false);
                self.push(&value, &value, Class::Number, span_of(index, index + count));
                index += count;
                start = index;
            } else if let Some((count, entry)) = known() {
                self.name_run(&characters[start..index], script, span_of(start, index), false);
                let span = span_of(index, index + count);
                for concept in &*entry.concepts {
                    self.push(concept, concept, entry.class, span);
                }
                index += count;
                start = index;
            } else {
                index += 1;
            }
        }
        self.name_run(&characters[start..], script, span_of(start, characters.len()), start == 0);
    }

    fn name_run(&mut self, characters: &[char], script: Script, span: (u32, u32), is_whole: bool) {
        if characters.is_empty() {
            return;
        }
        // A city's `市`, a province's `省` says nothing.
        let text: String = characters.iter().collect();
        if matches!(text.as_str(), "市" | "省" | "县" | "区" | "第" | "の" | "之") {
            return;
        }
        let mut readings: SmallVec<[String; 2]> = romanize(&text, script)
            .into_iter()
            .map(
                |reading| {
                    if matches!(script, Script::Han | Script::Hangul) { reading.replace(' ', "") } else { reading }
                },
            )
            .collect();
        // A foreign name, spelled by sound: 哈德森 is Hudson. Two signs are as often a Chinese name, and a name without a
        // word of organizations may be one.
        if characters.len() > 2
            && !is_whole
            && let Some(spelling) = foreign_name(&text)
        {
            if self.variant == 1 {
                // Read as Latin letters, for the signs only spell them.
                self.script = Some(Script::Latin);
            }
            readings.insert(1.min(readings.len()), spelling);
        }
        self.romanized(&readings, span);
        self.script = Some(script);
    }

    /// Reads what begins at a piece of a person's name; returns how many pieces it took.
    fn person(&mut self, pieces: &[Piece], index: usize, key: &mut String) -> usize {
        let piece = &pieces[index];
        let lexicon = self.lexicon;
        if piece.text.bytes().all(|b| b.is_ascii_digit()) {
            self.push(&piece.text, &piece.text, Class::Noise, piece.span);
            return 1;
        }
        if let Some((count, entry)) = lexicon.person.longest_match(&pieces[index..], key) {
            // A generation never opens a name (`II`, `Junior`), a single letter is an initial, and a title alone is a name.
            let is_letter = count == 1 && piece.letters() == 1;
            let is_name = entry.class == Class::Title
                && if index == 0 {
                    // What stands before the comma is the family name: `PAN, Alexander`, `HAJI, Ali`.
                    pieces[count - 1].comma || are_titles(pieces, &lexicon.person)
                } else {
                    index + count == pieces.len()
                        && !pieces[index - 1].comma
                        && (are_titles(pieces, &lexicon.person) || !lexicon.closing_titles.contains(key.as_str()))
                };
            if !(entry.class == Class::Number && (index == 0 || is_letter)) && pieces.len() > count && !is_name {
                for (at, concept) in entry.concepts.iter().enumerate() {
                    let taken = &pieces[index + at.min(count - 1)..index + count];
                    let letters: String =
                        taken.iter().filter(|p| p.script == Some(Script::Latin)).map(|p| p.text.as_str()).collect();
                    let letters = if letters.is_empty() { concept.to_string() } else { letters };
                    self.push(concept, &letters, entry.class, (taken[0].span.0, taken[taken.len() - 1].span.1));
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
                if let Some(spelling) = self.foreign_person(piece, is_alone) {
                    self.variants = self.variants.max(2);
                    if self.variant == 1 {
                        self.script = Some(Script::Latin);
                        self.push(&spelling, &spelling, Class::Name, piece.span);
                        return 1;
                    }
                }
                if let Some(japanese) = japanese(&piece.text).filter(|_| is_alone) {
                    self.variants = self.variants.max(2);
                    if self.variant == 1 {
                        japanese.split(' ').for_each(|word| self.push(word, word, Class::Name, piece.span));
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

    /// A part of a person's name that its signs spell by sound. What stands alone is a foreign family name only where the
    /// table has it and it does not open with a Chinese one, or where it is long: three signs spell too many names.
    fn foreign_person(&self, piece: &Piece, is_alone: bool) -> Option<String> {
        const LONG: usize = 5;
        let signs = piece.letters();
        if !is_alone || signs >= LONG {
            return (signs >= 2).then(|| foreign_name(&piece.text)).flatten();
        }
        let begins = |count: usize| piece.text.chars().take(count).collect::<String>();
        let is_chinese = (1..=2).any(|count| self.lexicon.han_surnames.contains_key(begins(count).as_str()));
        let spellings = transcribed(&piece.text).filter(|_| signs >= 3 && !(signs == 3 && is_chinese))?;
        spellings.split(' ').next().map(str::to_owned)
    }

    fn latin_person(&mut self, pieces: &[Piece], index: usize) -> usize {
        let piece = &pieces[index];
        let lexicon = self.lexicon;
        let text = piece.text.as_str();
        if piece.letters() == 1 {
            self.push(text, text, Class::Initial, piece.span);
            return 1;
        }
        // Abd + (article) + divine name is one name: Abd al-Rahman, Abdul Rahman, Abdurrahman.
        if lexicon.servants.contains(text) {
            self.has_servant = true;
            if self.parts_servants {
                self.push(text, text, Class::Particle, piece.span);
                return 1;
            }
            let mut next = index + 1;
            if pieces.get(next).is_some_and(|piece| lexicon.articles.contains(piece.text.as_str())) {
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
            None => self.latin(text, pieces.get(index + 1).map(|next| next.text.as_str()), piece.span),
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
                self.lexicon.han_surnames.contains_key(family.as_str())
            }
        });
        let Some(count) = family_length else { return self.syllables(&piece.text, Script::Han, piece.span) };
        let family: String = characters[..count].iter().collect();
        let given: String = characters[count..].iter().collect();
        let family = self.lexicon.han_surnames.get(family.as_str()).map(ToString::to_string).unwrap_or_default();
        self.push(&family, &family, Class::Name, piece.span_of(0, count));
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
            self.lexicon.korean_surnames.contains_key(family.as_str())
        });
        let Some(count) = family_length else { return self.syllables(&piece.text, Script::Hangul, piece.span) };
        let family: String = characters[..count].iter().collect();
        let given: String = characters[count..].iter().collect();
        let family = self.lexicon.korean_surnames.get(family.as_str()).map(ToString::to_string).unwrap_or_default();
        self.push(&family, &family, Class::Name, piece.span_of(0, count));
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

    fn push(&mut self, concept: &str, letters: &str, class: Class, span: (u32, u32)) {
        let mut word = Word::shared(concept, letters, class, self.script, self.mode);
        // The first word that a piece gives bears its letters; a second one is a part that was told apart.
        if !matches!(class, Class::LegalForm | Class::Particle | Class::Noise)
            && let Some((native, _)) = self.native.take_if(|(_, of_piece)| *of_piece == span)
        {
            word = std::sync::Arc::new(Word { native: Some(native), ..Word::clone(&word) });
        }
        self.tokens.push(Token { word, span, truncated: false });
    }
}

/// A foreign name that Chinese signs spell by sound: from the table of names, else sign by sign.
fn foreign_name(signs: &str) -> Option<String> {
    let known = transcribed(signs).and_then(|spellings| spellings.split(' ').next()).map(str::to_owned);
    known.or_else(|| spelled_by_sound(signs))
}

/// Whether all pieces of a person's name are titles (`Qari Sahab`): then they are its name.
fn are_titles(mut pieces: &[Piece], titles: &Phrases) -> bool {
    let mut key = String::new();
    while let Some((count, _)) = titles.longest_match(pieces, &mut key).filter(|(_, entry)| entry.class == Class::Title)
    {
        pieces = &pieces[count..];
    }
    pieces.is_empty()
}

/// The Arabic word that is left without the article, the conjunction or the preposition written with it.
fn without_prefix<'l>(word: &str, words: &'l Phrases) -> Option<&'l Entry> {
    const SHORTEST: usize = 3;
    // One letter is as often the first of the word itself.
    const SHORTEST_AFTER_A_LETTER: usize = 4;
    ["وال", "لل", "بال", "ال", "و"].iter().find_map(|prefix| {
        let shortest = if prefix.chars().count() == 1 { SHORTEST_AFTER_A_LETTER } else { SHORTEST };
        let rest = word.strip_prefix(prefix).filter(|rest| rest.chars().count() >= shortest)?;
        words.get(rest).or_else(|| words.get(&format!("ال{rest}")))
    })
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

/// The town of an adjective: Муромский of Муром, Чебоксарский of Чебоксары, Оршанскі of Орша.
fn place_of<'l>(adjective: &str, words: &'l Phrases) -> Option<&'l Entry> {
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
        endings
            .iter()
            .find_map(|ending| words.get(&format!("{stem}{ending}")).filter(|entry| entry.class == Class::Place))
    };
    if is_soft {
        return town(stem, &["цк", "ц"]);
    }
    town(stem, &["ск", "", "ь", "а", "о", "ы", "и", "ьк"])
        .or_else(|| town(stem.strip_suffix("ин").or_else(|| stem.strip_suffix("ан"))?, &["е", "а", "ы", "и"]))
}

fn is_syllabic(script: Script) -> bool {
    matches!(script, Script::Han | Script::Hangul)
}

fn is_unspaced(script: Script) -> bool {
    matches!(script, Script::Han | Script::Kana | Script::Hangul | Script::Thai | Script::Burmese)
}

/// `第十一`, `七一〇`: how many characters, and the value.
fn han_number(characters: &[char]) -> Option<(usize, String)> {
    let ordinal = usize::from(characters.first() == Some(&'第'));
    let numerals = characters[ordinal..].iter().take_while(|c| "〇零○一二两三四五六七八九十百千".contains(**c)).count();
    if numerals == 0 || (ordinal == 0 && numerals < 2) {
        return None;
    }
    let text: String = characters[ordinal..ordinal + numerals].iter().collect();
    number::han_value(&text).map(|value| (ordinal + numerals, value))
}

/// `abdurrahman`, `abdelrahman`, `abdussalam` as `abdulrahman`, `abdulsalam`; `None` for other words.
fn joined_servant(word: &str) -> Option<String> {
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
