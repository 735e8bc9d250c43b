//! Reading a name: which of its words are legal forms, words of organisations, places, titles, particles, numbers, and
//! which are names. The tables are under `tables/`; `docs/DATA-*.md` say where they come from.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::fold::{Folded, fold_form};
use super::script::{Script, romanize};
use super::split::{Piece, pieces};
use super::{Class, Mode, Reading, Token, Word, number, weight};
use crate::metric::edit;

/// What a known word or phrase stands for.
#[derive(Debug, Clone)]
struct Entry {
    class: Class,
    /// One word or several, each a token of its own.
    concepts: SmallVec<[Box<str>; 2]>,
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
    fn add(&mut self, form: &str, class: Class, concepts: &[&str]) {
        let folded = fold_form(form);
        let words: Vec<&str> = words_of(&folded);
        // A phrase that ends in a connective would swallow what it connects to (`bank of`).
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
        if words.len() > 1
            && [first, last].iter().any(|word| matches!(**word, "of" | "the" | "and" | "de" | "du" | "for"))
        {
            return;
        }
        self.words.extend(words.iter().map(|&word| Box::from(word)));
        let key = words.join(" ");
        let longest = self.longest.entry(words[0].into()).or_default();
        *longest = (*longest).max(words.len());
        if !key.is_ascii() && words.len() == 1 {
            self.longest_unspaced = self.longest_unspaced.max(key.chars().count());
        }
        let concepts = concepts.iter().map(|&concept| concept.into()).collect();
        self.entries.entry(key.into_boxed_str()).or_insert(Entry { class, concepts });
    }

    fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.get(key)
    }

    /// The longest phrase that begins at this piece: how many pieces, and what it stands for.
    fn longest_match(&self, pieces: &[Piece], key: &mut String) -> Option<(usize, &Entry)> {
        let most = *self.longest.get(pieces.first()?.meant())?;
        for count in (1..=most.min(pieces.len())).rev() {
            key.clear();
            for piece in &pieces[..count] {
                if !key.is_empty() {
                    key.push(' ');
                }
                key.push_str(piece.meant());
            }
            if let Some(entry) = self.get(key) {
                return Some((count, entry));
            }
        }
        None
    }
}

/// The words of a table's form, as [`pieces`] would split them.
fn words_of(folded: &str) -> Vec<&str> {
    folded
        .split(|c: char| !(c.is_alphanumeric() || super::script::script_of(c).is_some()))
        .filter(|w| !w.is_empty())
        .collect()
}

/// A form as it is found in a name: dots between single letters leave one word, other punctuation separates.
fn table_forms(form: &str) -> SmallVec<[String; 2]> {
    let mut forms = SmallVec::new();
    let mut folded = Vec::new();
    super::fold::fold(form, &mut folded);
    let written: Vec<String> = pieces(&folded).into_iter().map(|piece| piece.text).collect();
    forms.push(written.join(" "));
    let plain: String = form.chars().filter(|c| !matches!(c, '.' | '\'' | '’')).collect();
    if plain != form {
        forms.push(plain);
    }
    forms
}

struct Lexicon {
    organization: Phrases,
    /// Usual words of organisations' names, by what is left of them when one letter is lost.
    misspelled: FxHashMap<u64, &'static str>,
    person: Phrases,
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

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| line.split('\t').collect())
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut organization = Phrases::default();
    for row in rows(include_str!("../../tables/legal_forms.tsv")) {
        let [class, _, forms] = row[..] else { continue };
        // A group is a group: `集团有限公司` is a word and a form.
        for form in forms.split('|').filter(|form| !form.starts_with(['集'])) {
            for form in table_forms(form) {
                organization.add(&form, Class::LegalForm, &[class]);
            }
        }
    }
    for row in rows(include_str!("../../tables/organization_words.tsv")) {
        let [concept, class, forms] = row[..] else { continue };
        let concepts: Vec<&str> = concept.split(' ').collect();
        let class = match class {
            "generic" | "descriptor" | "unit" => Class::Generic,
            _ => Class::Industry,
        };
        organization.add(concept, class, &concepts);
        for form in forms.split('|') {
            for form in table_forms(form) {
                organization.add(&form, class, &concepts);
            }
        }
    }
    for row in rows(include_str!("../../tables/places.tsv")) {
        let [concept, _, _, forms] = row[..] else { continue };
        let region: Vec<&str> = concept.split(' ').collect();
        if matches!(region[..], ["north" | "south" | "east" | "west" | "central", _]) {
            for form in row[0..1].iter().copied().chain(forms.split('|')).flat_map(table_forms) {
                organization.add(&form, Class::Place, &region);
            }
            continue;
        }
        let concept = concept.replace(' ', "");
        for form in row[0..1].iter().copied().chain(forms.split('|')) {
            for form in table_forms(form) {
                organization.add(&form, Class::Place, &[&concept]);
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
        organization.add(form, Class::Title, &[form]);
    }
    let misspelled = misspelled(&organization);
    let mut person = Phrases::default();
    for row in rows(include_str!("../../tables/titles.tsv")) {
        let [class, forms] = row[..] else { continue };
        // Titles that are borne as names (khan, sharif, mirza) are read as names.
        if class.ends_with("-name") && class != "religious-name" {
            continue;
        }
        let concept = forms.split('|').next().unwrap_or(class);
        let (class, concept) = match class.strip_prefix("generation-") {
            Some(generation) => (Class::Number, generation.to_owned()),
            None => (Class::Title, fold_form(concept)),
        };
        for form in forms.split('|') {
            for form in table_forms(form) {
                person.add(&form, class, &[&concept]);
            }
        }
    }
    for form in ["dob", "d o b", "yob", "pob", "born", "date of birth", "passport", "passport no"] {
        person.add(form, Class::Noise, &[form]);
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
        misspelled,
        person,
        connectives,
        particles,
        servants,
        articles,
        han_surnames,
        korean_surnames,
        short_surnames,
    }
});

/// Words shorter than this are not taken for misspelled ones: another letter makes another word.
const SHORTEST_MISSPELLED: usize = 6;

/// Words of legal forms and usual words of organisations' names, filed under the hashes of their letters with one lost.
fn misspelled(organization: &Phrases) -> FxHashMap<u64, &'static str> {
    let mut words: FxHashMap<u64, &'static str> = FxHashMap::default();
    let legal = rows(include_str!("../../tables/legal_forms.tsv")).filter_map(|row| row.get(2).copied());
    let usual = rows(include_str!("../../tables/organization_words.tsv")).filter_map(|row| row.get(2).copied());
    let forms = legal.map(|forms| (forms, true)).chain(usual.map(|forms| (forms, false)));
    for (forms, is_legal) in forms {
        for word in forms.split(['|', ' ']) {
            let is_word = word.len() >= SHORTEST_MISSPELLED && word.bytes().all(|b| b.is_ascii_lowercase());
            if is_word && (is_legal || weight::is_usual(word)) && organization.words.contains(word) {
                each_letter_lost(word.as_bytes(), |hash| {
                    words.entry(hash).or_insert(word);
                });
            }
        }
    }
    words
}

/// The hashes of a word's letters, whole and with any one of them lost.
fn each_letter_lost(letters: &[u8], mut found: impl FnMut(u64)) {
    found(super::deletion_hash(letters));
    let mut shorter = Vec::with_capacity(letters.len());
    for lost in 0..letters.len() {
        shorter.clear();
        shorter.extend_from_slice(&letters[..lost]);
        shorter.extend_from_slice(&letters[lost + 1..]);
        found(super::deletion_hash(&shorter));
    }
}

/// The readings of a folded name, the usual one first.
pub(super) fn read(folded: &[Folded], mode: Mode) -> SmallVec<[Reading; 2]> {
    let mut pieces = joined_letters(pieces(folded), mode);
    if mode == Mode::Organization {
        pieces.iter_mut().for_each(correct);
    }
    let mut readings = SmallVec::new();
    let mut reader = Reader {
        lexicon: &LEXICON,
        mode,
        variant: 0,
        has_variant: false,
        script: None,
        is_family: false,
        tokens: Vec::with_capacity(pieces.len()),
    };
    reader.read(&pieces);
    let has_variant = reader.has_variant;
    readings.push(Reading { tokens: reader.tokens, whole: false });
    if has_variant {
        let mut reader = Reader {
            lexicon: &LEXICON,
            mode,
            variant: 1,
            has_variant: false,
            script: None,
            is_family: false,
            tokens: Vec::with_capacity(pieces.len()),
        };
        reader.read(&pieces);
        readings.push(Reading { tokens: reader.tokens, whole: false });
    }
    readings
}

/// Takes a long word that nobody bears for the usual word it is one typing error away from (`technolgy`, `compamy`).
fn correct(piece: &mut Piece) {
    let word = piece.text.as_str();
    if piece.script != Some(Script::Latin)
        || word.len() + 1 < SHORTEST_MISSPELLED
        || !word.bytes().all(|b| b.is_ascii_lowercase())
        || LEXICON.organization.words.contains(word)
        || weight::is_borne(word)
    {
        return;
    }
    let mut meant = None;
    each_letter_lost(word.as_bytes(), |hash| {
        if let Some(usual) = LEXICON.misspelled.get(&hash)
            && edit::within(word.as_bytes(), usual.as_bytes(), 1).is_some()
        {
            meant.get_or_insert(*usual);
        }
    });
    if let Some(meant) = meant {
        piece.meant = Some(meant);
    }
}

/// Letters written apart (`D M T G`, `H I K V I S I O N`) are one word; in persons' names, few letters are initials.
fn joined_letters(pieces: Vec<Piece>, mode: Mode) -> Vec<Piece> {
    let shortest_run = match mode {
        Mode::Organization | Mode::Craft => 2,
        Mode::Person => 4,
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
                letter_spans: Vec::new(),
                comma: last.comma,
            });
            index += run;
        } else if mode == Mode::Person
            && pieces[index].dotted
            && pieces[index].letters() <= 3
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

struct Reader<'a> {
    lexicon: &'a Lexicon,
    mode: Mode,
    /// Which of the romanisations is taken.
    variant: usize,
    has_variant: bool,
    /// Whether the piece being read is a family name: it opens the name before a comma, or is a usual Asian one.
    is_family: bool,
    /// The script of the piece being read.
    script: Option<Script>,
    tokens: Vec<Token>,
}

impl Reader<'_> {
    fn read(&mut self, pieces: &[Piece]) {
        let mut key = String::new();
        let mut index = 0;
        while index < pieces.len() {
            self.script = pieces[index].script;
            self.is_family = index == 0
                && (pieces[index].comma || self.lexicon.short_surnames.contains(pieces[index].text.as_str()));
            index += match self.mode {
                Mode::Organization | Mode::Craft => self.organization(pieces, index, &mut key),
                Mode::Person => self.person(pieces, index, &mut key),
            };
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
            self.push(&value, &value, Class::Number, piece.span);
            return 1;
        }
        // What is a legal form in a company's name is two letters of a registration in an aircraft's.
        let is_word = |entry: &Entry| {
            self.mode == Mode::Organization
                || !matches!(entry.class, Class::LegalForm | Class::Industry | Class::Generic)
        };
        if let Some((count, entry)) =
            lexicon.organization.longest_match(&pieces[index..], key).filter(|(_, entry)| is_word(entry))
        {
            self.concepts(entry, &pieces[index..index + count]);
            return count;
        }
        match piece.script {
            Some(Script::Latin) | None => {
                self.latin(&piece.text, pieces.get(index + 1).map(|next| next.text.as_str()), piece.span);
            }
            Some(script) => self.foreign(piece, script),
        }
        1
    }

    fn concepts(&mut self, entry: &Entry, pieces: &[Piece]) {
        let whole = (pieces[0].span.0, pieces[pieces.len() - 1].span.1);
        let aligned = entry.concepts.len() == pieces.len();
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

    fn romanized(&mut self, readings: &[String], span: (u32, u32)) {
        self.has_variant |= readings.len() > 1;
        let Some(reading) = readings.get(self.variant).or_else(|| readings.first()) else { return };
        let words: SmallVec<[&str; 4]> = reading.split(' ').filter(|word| !word.is_empty()).collect();
        for (at, &word) in words.iter().enumerate() {
            let next = words.get(at + 1).copied();
            match self.mode {
                Mode::Organization | Mode::Craft => {
                    let lexicon = self.lexicon;
                    if let Some(entry) = lexicon.organization.get(word) {
                        for concept in &entry.concepts {
                            let letters = if entry.concepts.len() == 1 { word } else { concept };
                            self.push(concept, letters, entry.class, span);
                        }
                    } else {
                        self.latin(word, next, span);
                    }
                }
                Mode::Person => self.latin(word, next, span),
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
                self.name_run(&characters[start..index], script, span_of(start, index));
                self.push(&value, &value, Class::Number, span_of(index, index + count));
                index += count;
                start = index;
            } else if let Some((count, entry)) = known() {
                self.name_run(&characters[start..index], script, span_of(start, index));
                let span = span_of(index, index + count);
                for concept in &entry.concepts {
                    self.push(concept, concept, entry.class, span);
                }
                index += count;
                start = index;
            } else {
                index += 1;
            }
        }
        self.name_run(&characters[start..], script, span_of(start, characters.len()));
    }

    fn name_run(&mut self, characters: &[char], script: Script, span: (u32, u32)) {
        if characters.is_empty() {
            return;
        }
        // A city's `市`, a province's `省` says nothing.
        let text: String = characters.iter().collect();
        if matches!(text.as_str(), "市" | "省" | "县" | "区" | "第" | "の" | "之") {
            return;
        }
        let readings: SmallVec<[String; 2]> = romanize(&text, script)
            .into_iter()
            .map(
                |reading| {
                    if matches!(script, Script::Han | Script::Hangul) { reading.replace(' ', "") } else { reading }
                },
            )
            .collect();
        self.romanized(&readings, span);
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
            if !(entry.class == Class::Number && (index == 0 || is_letter)) && pieces.len() > count {
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
                match script {
                    _ if !is_alone => self.syllables(&piece.text, script, piece.span),
                    Script::Han => self.han_person(piece),
                    _ => self.korean_person(piece),
                }
                1
            }
            Some(script) => {
                let readings = romanize(&piece.text, script);
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
        let lexicon = self.lexicon;
        let text = piece.text.as_str();
        if piece.letters() == 1 {
            self.push(text, text, Class::Initial, piece.span);
            return 1;
        }
        // Abd + (article) + divine name is one name: Abd al-Rahman, Abdul Rahman, Abdurrahman.
        if lexicon.servants.contains(text) {
            let mut next = index + 1;
            if pieces.get(next).is_some_and(|piece| lexicon.articles.contains(piece.text.as_str())) {
                next += 1;
            }
            if let Some(name) =
                pieces.get(next).filter(|piece| piece.script == Some(Script::Latin) && piece.letters() > 2)
                && (text.starts_with("ab") || text.starts_with("ob"))
            {
                let joined = format!("abdul{}", name.text);
                self.push(&joined, &joined, Class::Name, (piece.span.0, name.span.1));
                return next + 1 - index;
            }
        }
        let servant = joined_servant(text);
        let text = servant.as_deref().unwrap_or(text);
        self.latin(text, pieces.get(index + 1).map(|next| next.text.as_str()), piece.span);
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

    /// One word of all syllables.
    fn syllables(&mut self, text: &str, script: Script, span: (u32, u32)) {
        let readings = romanize(text, script);
        self.has_variant |= readings.len() > 1;
        let Some(reading) = readings.get(self.variant).or_else(|| readings.first()) else { return };
        let word = reading.replace(' ', "");
        if !word.is_empty() {
            self.push(&word, &word, Class::Name, span);
        }
    }

    fn push(&mut self, concept: &str, letters: &str, class: Class, span: (u32, u32)) {
        let word = Word::shared(concept, letters, class, self.script, self.mode);
        self.tokens.push(Token { word, span, truncated: false });
    }
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
