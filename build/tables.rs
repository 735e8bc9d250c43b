//! Prepares the tables under `tables/`: folds their forms as names are folded, gathers what they say of each word, and lays
//! it out so that the library reads it where it lies. `docs/DATA-*.md` say where the tables come from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, io};

use super::fold::{fold, fold_form};
use super::layout::{
    ACRONYMS, CLOSING, ORGANIZATIONS, SHORTEST_MISSPELLED, TITLES, VERY_USUAL, class, each_letter_lost, facts, place,
};
use super::layout::{DIMINUTIVE, SPELLING, TRANSLATION};
use super::script::{Script, may_be_mistyped, script_of, table_letters};
use super::split::pieces;
use super::trigram::{LETTERS, logarithm, trigrams};

const SHORTEST_FOREIGN_MISSPELLED: usize = 8;
const SHORTEST_RARE_MISSPELLED: usize = 10;
const SHORTEST_LEGAL_MISSPELLED: usize = 7;
/// A rank that so many of a million persons bear as a name is one.
const BORNE_BY_PERSONS: u32 = 20;

/// All that the tables say.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    pub(crate) words: BTreeMap<String, Word>,
    /// Phrases of several words, of each kind.
    pub(crate) phrases: [BTreeMap<String, Meaning>; 3],
    /// The most characters of an entry in a script that is written without blanks.
    pub(crate) longest_unspaced: usize,
    /// Usual words of organisations' names, by what is left of them when one letter is lost.
    pub(crate) misspelled: BTreeMap<Vec<u8>, String>,
    /// The surprise of each letter after two others, in hundredths of a bit.
    pub(crate) trigrams: Vec<u16>,
}

/// What the tables say of a word.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) facts: u32,
    pub(crate) among_organizations: Option<u32>,
    pub(crate) among_persons: Option<u32>,
    /// The most words of a phrase that begins with it, of each kind.
    pub(crate) begins: [u8; 3],
    pub(crate) means: [Option<Meaning>; 3],
    /// Classes of equivalent given names: how the names are equivalent, and which class.
    pub(crate) given_names: Vec<(u32, u32)>,
}

/// What a word or phrase stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Meaning {
    pub(crate) class: u8,
    /// One word or several, each a token of its own.
    pub(crate) concepts: Vec<String>,
    /// Whether it is a title that may stand at the end of a name.
    pub(crate) closes: bool,
}

impl Tables {
    /// Reads the tables of a folder.
    pub(crate) fn read(folder: &Path) -> io::Result<Self> {
        let text = |name: &str| fs::read_to_string(folder.join(name)).map(|text| text.replace('\r', ""));
        let mut tables = Self::default();
        tables.frequencies(&text("frequency_organizations.tsv")?, |word| &mut word.among_organizations);
        tables.frequencies(&text("frequency_persons.tsv")?, |word| &mut word.among_persons);
        tables.count_trigrams();
        for word in text("english_words.txt")?.lines().filter(|line| !line.starts_with('#')) {
            tables.word(word).facts |= facts::DICTIONARY;
        }
        let legal_forms = text("legal_forms.tsv")?;
        let organization_words = text("organization_words.tsv")?;
        tables.legal_forms(&legal_forms);
        tables.organization_words(&organization_words);
        tables.brands(&text("brands.tsv")?);
        tables.acronyms(&text("acronyms.tsv")?);
        tables.places(&text("places.tsv")?);
        tables.signs_of_craft();
        tables.transpose();
        tables.misspelled(&legal_forms, &organization_words);
        tables.words_of_legal_forms(&legal_forms);
        tables.titles(&text("titles.tsv")?);
        tables.particles(&text("particles.tsv")?);
        tables.surnames(&text("surnames_han.tsv")?, &text("surnames_korean.tsv")?);
        let person_names = text("person_names.tsv")?;
        tables.given_names(&person_names);
        tables.genders(&person_names);
        Ok(tables)
    }

    fn word(&mut self, word: &str) -> &mut Word {
        if !self.words.contains_key(word) {
            self.words.insert(word.to_owned(), Word::default());
        }
        self.words.get_mut(word).expect("it was just added")
    }

    fn has(&self, word: &str, fact: u32) -> bool {
        self.words.get(word).is_some_and(|word| word.facts & fact != 0)
    }

    /// What a word or phrase of a kind stands for.
    fn meaning(&self, kind: usize, phrase: &str) -> Option<&Meaning> {
        match self.words.get(phrase).and_then(|word| word.means[kind].as_ref()) {
            Some(meaning) => Some(meaning),
            None => self.phrases[kind].get(phrase),
        }
    }

    /// Notes that a phrase stands for something, unless it stands for something already.
    fn mean(&mut self, kind: usize, words: &[&str], meaning: &Meaning) {
        let first = self.word(words[0]);
        first.begins[kind] = first.begins[kind].max(u8::try_from(words.len()).expect("a phrase has few words"));
        if let [word] = words {
            self.word(word).means[kind].get_or_insert_with(|| meaning.clone());
        } else {
            self.phrases[kind].entry(words.join(" ")).or_insert_with(|| meaning.clone());
        }
    }

    /// Adds a form that is folded.
    fn add(&mut self, kind: usize, form: &str, meaning: &Meaning) {
        let form = table_letters(form);
        let words = words_of(&form);
        if !is_phrase(&words) {
            return;
        }
        if kind == ORGANIZATIONS {
            for word in &words {
                self.word(word).facts |= facts::OF_ORGANIZATIONS;
            }
            if let [word] = words[..]
                && !word.is_ascii()
            {
                self.longest_unspaced = self.longest_unspaced.max(word.chars().count());
            }
        }
        self.mean(kind, &words, meaning);
    }

    fn add_forms<'f>(&mut self, kind: usize, forms: impl IntoIterator<Item = &'f str>, meaning: &Meaning) {
        for form in forms.into_iter().flat_map(table_forms) {
            self.add(kind, &form, meaning);
        }
    }

    fn frequencies(&mut self, table: &str, among: impl Fn(&mut Word) -> &mut Option<u32>) {
        let rows = table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
        for (word, count) in rows {
            if let Ok(count) = count.trim().parse() {
                *among(self.word(word)) = Some(count);
            }
        }
    }

    /// Counts the trigrams of all words that names bear.
    fn count_trigrams(&mut self) {
        let mut counts = vec![0_u32; LETTERS * LETTERS * LETTERS];
        for (letters, word) in &self.words {
            let bearers = u32::from(word.among_organizations.is_some()) + u32::from(word.among_persons.is_some());
            trigrams(letters).for_each(|trigram| counts[trigram] += bearers);
        }
        let surprise = |letters: &[u32]| -> Vec<u16> {
            // One more for each letter (Laplace), or what was never seen would be impossible.
            let all = letters.iter().sum::<u32>() + LETTERS as u32;
            letters.iter().map(|&count| logarithm(u64::from(all), u64::from(count + 1)) as u16).collect()
        };
        self.trigrams = counts.chunks(LETTERS).flat_map(surprise).collect();
    }

    fn legal_forms(&mut self, table: &str) {
        for row in rows(table) {
            let [class, _, forms] = row[..] else { continue };
            // A group is a group: `集团有限公司` is a word and a form.
            let forms = forms.split('|').filter(|form| !form.starts_with('集'));
            self.add_forms(ORGANIZATIONS, forms, &Meaning::new(class::LEGAL_FORM, [class]));
        }
    }

    fn organization_words(&mut self, table: &str) {
        for row in rows(table) {
            let [concept, class, forms] = row[..] else { continue };
            let class = match class {
                "generic" | "descriptor" | "unit" => class::GENERIC,
                _ => class::INDUSTRY,
            };
            let meaning = Meaning::new(class, concept.split(' '));
            self.add(ORGANIZATIONS, &fold_form(concept), &meaning);
            self.add_forms(ORGANIZATIONS, forms.split('|'), &meaning);
        }
    }

    fn brands(&mut self, table: &str) {
        for row in rows(table) {
            let [brand, forms] = row[..] else { continue };
            let meaning = Meaning::new(class::NAME, brand.split(' '));
            for form in forms.split('|') {
                self.add(ORGANIZATIONS, &fold_form(form), &meaning);
            }
        }
    }

    fn acronyms(&mut self, table: &str) {
        for row in rows(table) {
            let [acronym, forms] = row[..] else { continue };
            self.word(acronym).facts |= facts::ACRONYM;
            let forms: Vec<String> = forms.split('|').flat_map(table_forms).collect();
            // Two acronyms of one body (`UAC`, `OAK`) are one.
            let known = |form: &String| self.meaning(ACRONYMS, &table_letters(&words_of(form).join(" "))).cloned();
            let same = forms.iter().find_map(known);
            let meaning = same.clone().unwrap_or_else(|| Meaning::new(class::NAME, [acronym]));
            for form in &forms {
                self.add(ACRONYMS, form, &meaning);
            }
            if same.is_some() {
                self.add(ACRONYMS, &fold_form(acronym), &meaning);
            }
        }
    }

    fn places(&mut self, table: &str) {
        for row in rows(table) {
            let [concept, _, _, forms] = row[..] else { continue };
            let words: Vec<&str> = concept.split(' ').collect();
            let meaning = match words[..] {
                ["north" | "south" | "east" | "west" | "central", _] => Meaning::new(class::PLACE, words),
                _ => Meaning::new(class::PLACE, [concept.replace(' ', "").as_str()]),
            };
            self.add_forms(ORGANIZATIONS, std::iter::once(concept).chain(forms.split('|')), &meaning);
        }
    }

    /// Words before a ship's or an aircraft's name, and before its number.
    fn signs_of_craft(&mut self) {
        for sign in [
            "mv",
            "mt",
            "ms",
            "ss",
            "mts",
            "vessel",
            "tanker vessel",
            "crude oil tanker",
            "oil tanker",
            "motor vessel",
            "motor tanker",
            "motor yacht",
            "sailing yacht",
            "lpg c",
            "lpgc",
            "lng c",
            "lngc",
            "vlcc",
            "ulcc",
            "теплоход",
            "motonave",
            "buque",
            "aircraft registration",
            "m v",
            "m t",
            "no",
            "nr",
            "number",
            "num",
            "numero",
        ] {
            self.add(ORGANIZATIONS, sign, &Meaning::new(class::TITLE, [sign]));
        }
    }

    /// Adds each phrase with two neighbours of its words exchanged (`stock joint company`), unless that is another phrase.
    fn transpose(&mut self) {
        let phrases: Vec<(String, Meaning)> =
            self.phrases[ORGANIZATIONS].iter().map(|(phrase, meaning)| (phrase.clone(), meaning.clone())).collect();
        for (phrase, meaning) in phrases {
            let mut words: Vec<&str> = phrase.split(' ').collect();
            for first in 1..words.len() {
                words.swap(first - 1, first);
                if is_phrase(&words) {
                    // Phrases that differ in the order of their words only mean the same.
                    self.mean(ORGANIZATIONS, &words, &meaning);
                }
                words.swap(first - 1, first);
            }
        }
    }

    /// Words of legal forms and usual words of organisations' names, by their letters with one lost.
    fn misspelled(&mut self, legal_forms: &str, organization_words: &str) {
        let of =
            |table, is_legal| rows(table).filter_map(|row| row.get(2).copied()).map(move |forms| (forms, is_legal));
        for (forms, is_legal) in of(legal_forms, true).chain(of(organization_words, false)) {
            for word in forms.split(['|', ' ']).map(fold_form) {
                let letters = word.chars().count();
                // Of other scripts there is no telling how many names are one letter away.
                let shortest = if word.is_ascii() { SHORTEST_MISSPELLED } else { SHORTEST_FOREIGN_MISSPELLED };
                let shortest_rare = if is_legal { SHORTEST_LEGAL_MISSPELLED } else { SHORTEST_RARE_MISSPELLED };
                let is_very_usual = || {
                    let among = self.words.get(&word).and_then(|word| word.among_organizations);
                    among.is_some_and(|count| count >= VERY_USUAL)
                };
                let is_expected = !word.is_ascii() || is_very_usual() || letters >= shortest_rare;
                if is_expected
                    && letters >= shortest
                    && may_be_mistyped(&word)
                    && self.has(&table_letters(&word), facts::OF_ORGANIZATIONS)
                {
                    each_letter_lost(&word, |left| {
                        self.misspelled.entry(left.to_vec()).or_insert_with(|| word.clone());
                    });
                }
            }
        }
    }

    /// The words of limited and joint-stock companies' forms that are no words otherwise, in whatever order they stand.
    fn words_of_legal_forms(&mut self, table: &str) {
        const SHORTEST: usize = 5;
        for row in rows(table) {
            let ["limited" | "joint-stock", _, forms] = row[..] else { continue };
            for form in forms.split('|').map(fold_form) {
                for word in words_of(&form) {
                    let is_other_word = self.has(word, facts::DICTIONARY)
                        && !matches!(word, "liability" | "joint" | "proprietary")
                        || self.words.get(word).is_some_and(|word| word.among_persons.is_some());
                    if word.chars().count() >= SHORTEST
                        && !is_other_word
                        && may_be_mistyped(word)
                        && self.meaning(ORGANIZATIONS, &table_letters(word)).is_none()
                    {
                        self.word(word).facts |= facts::OF_LEGAL_FORM;
                    }
                }
            }
        }
    }

    fn titles(&mut self, table: &str) {
        let mut closing = BTreeSet::new();
        for row in rows(table) {
            let [class, forms] = row[..] else { continue };
            // Titles that are borne as names (khan, sharif, mirza) are read as names.
            if class.ends_with("-name") && class != "religious-name" {
                continue;
            }
            let concept = forms.split('|').next().unwrap_or(class);
            if matches!(class, "honorific" | "academic" | "postnominal") || class.starts_with("generation-") {
                let folded = forms.split('|').flat_map(table_forms).map(|form| fold_form(&form));
                closing.extend(folded.map(|form| words_of(&form).join(" ")));
            }
            // `Admiral` may follow a name; `Major` and `Marshall` are family names.
            if matches!(class, "rank" | "political") {
                let folded = forms.split('|').flat_map(table_forms).map(|form| words_of(&fold_form(&form)).join(" "));
                let is_borne = |form: &String| {
                    let among = self.words.get(form).and_then(|word| word.among_persons);
                    among.is_some_and(|count| count >= BORNE_BY_PERSONS)
                };
                closing.extend(folded.filter(|form| form.contains(' ') || form.len() > 4 && !is_borne(form)));
            }
            let meaning = match class.strip_prefix("generation-") {
                Some(generation) => Meaning::new(class::NUMBER, [generation]),
                None => Meaning::new(class::TITLE, [fold_form(concept).as_str()]),
            };
            self.add_forms(TITLES, forms.split('|'), &meaning);
        }
        for form in ["dob", "d o b", "yob", "pob", "born", "date of birth", "passport", "passport no"] {
            self.add(TITLES, form, &Meaning::new(class::NOISE, [form]));
        }
        for phrase in closing {
            match self.words.get_mut(&phrase).and_then(|word| word.means[TITLES].as_mut()) {
                Some(title) => title.closes = true,
                None => self.phrases[TITLES].get_mut(&phrase).into_iter().for_each(|title| title.closes = true),
            }
        }
    }

    fn particles(&mut self, table: &str) {
        for row in rows(table) {
            let [class, forms] = row[..] else { continue };
            let fact = match class {
                "servant" => facts::SERVANT,
                "article" => facts::ARTICLE,
                "nobiliary" | "nasab-son" | "nasab-daughter" => facts::PARTICLE,
                "org-connective" => facts::CONNECTIVE,
                _ => continue,
            };
            for form in forms.split('|').map(fold_form) {
                if let [word] = words_of(&form)[..] {
                    self.word(word).facts |= fact;
                }
            }
        }
    }

    fn surnames(&mut self, han: &str, korean: &str) {
        for row in rows(han) {
            if let [_, _, pinyin, ..] = row[..] {
                self.word(&pinyin.replace(' ', "")).facts |= facts::SHORT_SURNAME;
            }
        }
        for row in rows(korean) {
            let [_, _, revised, _, usual] = row[..] else { continue };
            let usual = usual.split('|').next().filter(|usual| !usual.is_empty()).unwrap_or(revised);
            self.word(usual).facts |= facts::SHORT_SURNAME;
        }
    }

    /// The classes of equivalent given names that a form stands in. Names in other scripts are romanised before they are
    /// looked up.
    fn given_names(&mut self, table: &str) {
        let is_latin = |form: &String| form.chars().all(|c| matches!(script_of(c), None | Some(Script::Latin)));
        let rows: Vec<(&str, &str, u32, Vec<String>)> = table
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| {
                let mut columns = line.split('\t');
                let (canonical, gender, relation) = (columns.next()?, columns.next()?, columns.next()?);
                let relation = match relation {
                    "spelling" => SPELLING,
                    "diminutive" => DIMINUTIVE,
                    _ => TRANSLATION,
                };
                let forms = std::iter::once(canonical).chain(columns.next()?.split('|')).map(fold_form);
                let forms = forms.filter(|form| !form.is_empty() && !form.contains(' ') && is_latin(form)).collect();
                Some((canonical, gender, relation, forms))
            })
            .collect();
        // A pet form of Aleksey fits every spelling of Aleksey.
        let mut spellings: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
        for (index, row) in rows.iter().enumerate().filter(|(_, row)| row.2 == SPELLING) {
            spellings.entry((row.0, row.1)).or_default().push(index);
        }
        for (class, (canonical, gender, relation, forms)) in rows.iter().enumerate() {
            let spelled = if *relation == DIMINUTIVE { spellings.get(&(*canonical, *gender)) } else { None };
            for form in forms.iter().chain(spelled.into_iter().flatten().flat_map(|&row| &rows[row].3)) {
                let classes = &mut self.word(form).given_names;
                if !classes.contains(&(*relation, class as u32)) {
                    classes.push((*relation, class as u32));
                }
            }
        }
    }

    /// The gender of every form that stands in rows of one gender only.
    fn genders(&mut self, table: &str) {
        let mut genders: BTreeMap<String, u32> = BTreeMap::new();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [_, gender, _, forms, ..] = columns[..] else { continue };
            let gender = match gender {
                "f" => facts::FEMALE,
                "m" => facts::MALE,
                _ => 0,
            };
            for form in forms.split('|').map(fold_form).filter(|form| form.bytes().all(|b| b.is_ascii_lowercase())) {
                let known = genders.entry(form).or_insert(gender);
                if *known != gender {
                    *known = 0;
                }
            }
        }
        for (form, gender) in genders {
            self.word(&form).facts |= gender;
        }
    }

    /// Writes the tables as the library reads them.
    pub(crate) fn write(&self, folder: &Path) -> io::Result<()> {
        let mut meanings = Meanings::default();
        let words: BTreeMap<&[u8], Vec<u8>> =
            self.words.iter().map(|(word, known)| (word.as_bytes(), known.row(&mut meanings))).collect();
        fs::write(folder.join("words"), map(&words))?;
        for (phrases, name) in self.phrases.iter().zip(["organizations", "acronyms", "titles"]) {
            let phrases: BTreeMap<&[u8], Vec<u8>> = phrases
                .iter()
                .map(|(phrase, meaning)| (phrase.as_bytes(), meanings.number(meaning).to_le_bytes().to_vec()))
                .collect();
            fs::write(folder.join(name), map(&phrases))?;
        }
        fs::write(folder.join("meanings"), &meanings.rows)?;
        fs::write(folder.join("misspelled"), self.misspelled_rows())?;
        fs::write(
            folder.join("trigrams"),
            self.trigrams.iter().flat_map(|bits| bits.to_le_bytes()).collect::<Vec<_>>(),
        )?;
        let numbers = format!(
            "/// The most characters of a word in a script without blanks.\nconst LONGEST_UNSPACED: usize = {};\n",
            self.longest_unspaced
        );
        fs::write(folder.join("numbers.rs"), numbers)
    }

    /// Words found under what is left of them: several slots for each row.
    fn misspelled_rows(&self) -> Vec<u8> {
        let mut rows = Rows::default();
        let mut places: BTreeMap<&str, u32> = BTreeMap::new();
        let slots = self.misspelled.iter().map(|(left, word)| {
            let at = *places.entry(word).or_insert_with(|| rows.push(word.as_bytes(), &[]));
            (left.as_slice(), at)
        });
        let slots: Vec<(&[u8], u32)> = slots.collect();
        rows.under(&slots)
    }
}

impl Meaning {
    fn new<'c>(class: u8, concepts: impl IntoIterator<Item = &'c str>) -> Self {
        Self { class, concepts: concepts.into_iter().map(str::to_owned).collect(), closes: false }
    }
}

impl Word {
    fn row(&self, meanings: &mut Meanings) -> Vec<u8> {
        let mut facts = self.facts;
        let mut numbers: Vec<u8> = Vec::new();
        let counts =
            [(facts::AMONG_ORGANIZATIONS, self.among_organizations), (facts::AMONG_PERSONS, self.among_persons)];
        for (fact, count) in counts {
            if let Some(count) = count {
                facts |= fact;
                numbers.extend(count.to_le_bytes());
            }
        }
        for (fact, words) in facts::BEGINS.into_iter().zip(self.begins).filter(|&(_, words)| words > 0) {
            facts |= fact;
            numbers.push(words);
        }
        for (fact, meaning) in facts::MEANS.into_iter().zip(&self.means) {
            if let Some(meaning) = meaning {
                facts |= fact;
                numbers.extend(meanings.number(meaning).to_le_bytes());
            }
        }
        if !self.given_names.is_empty() {
            facts |= facts::GIVEN_NAMES;
            numbers.push(u8::try_from(self.given_names.len()).expect("a name stands in few classes"));
            numbers.extend(self.given_names.iter().flat_map(|(relation, class)| (class << 2 | relation).to_le_bytes()));
        }
        [facts.to_le_bytes().to_vec(), numbers].concat()
    }
}

/// What phrases stand for, each once: the class, how many concepts, and these.
#[derive(Default)]
struct Meanings {
    rows: Vec<u8>,
    places: BTreeMap<(u8, Vec<String>), u32>,
}

impl Meanings {
    fn number(&mut self, meaning: &Meaning) -> u32 {
        let Meaning { class, concepts, closes } = meaning;
        let rows = &mut self.rows;
        let place = *self.places.entry((*class, concepts.clone())).or_insert_with(|| {
            let place = u32::try_from(rows.len()).expect("the tables are small");
            rows.extend([*class, concepts.len() as u8]);
            for concept in concepts {
                rows.push(u8::try_from(concept.len()).expect("a concept is short"));
                rows.extend(concept.as_bytes());
            }
            place
        });
        if *closes { place | CLOSING } else { place }
    }
}

/// Rows with their keys before them.
struct Rows(Vec<u8>);

impl Default for Rows {
    /// No row stands at zero, which means that a slot is empty.
    fn default() -> Self {
        Self(vec![0])
    }
}

impl Rows {
    fn push(&mut self, key: &[u8], row: &[u8]) -> u32 {
        let at = self.0.len();
        self.0.extend(u16::try_from(key.len()).expect("a key is short").to_le_bytes());
        self.0.extend(key);
        self.0.extend(row);
        u32::try_from(at).ok().filter(|at| at >> 24 == 0).expect("rows take less than 16 MB")
    }

    /// The rows after a table of slots by which they are found: how many slots there are, then each with what it shows of
    /// its key in the lowest byte and where the row stands in the others.
    fn under(self, keys: &[(&[u8], u32)]) -> Vec<u8> {
        let slots = (keys.len() * 5 / 4).next_power_of_two().max(2);
        let mut taken = vec![0_u32; slots];
        for &(key, row) in keys {
            let (mut at, shown) = place(key, slots);
            while taken[at] != 0 {
                at = (at + 1) % slots;
            }
            taken[at] = row << 8 | u32::from(shown);
        }
        let slots = u32::try_from(slots).expect("there are few slots");
        let slots = std::iter::once(slots).chain(taken);
        slots.flat_map(u32::to_le_bytes).chain(self.0).collect()
    }
}

/// A table from keys to rows.
fn map(entries: &BTreeMap<&[u8], Vec<u8>>) -> Vec<u8> {
    let mut rows = Rows::default();
    let keys: Vec<(&[u8], u32)> = entries.iter().map(|(&key, row)| (key, rows.push(key, row))).collect();
    rows.under(&keys)
}

fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| line.split('\t').collect())
}

/// Whether words can stand together as one: what begins or ends in a connective would swallow what it connects to (`bank of`).
fn is_phrase(words: &[&str]) -> bool {
    let is_connective = |word: &str| matches!(word, "of" | "the" | "and" | "de" | "du" | "for");
    match words {
        [] => false,
        [_] => true,
        [first, .., last] => !is_connective(first) && !is_connective(last),
    }
}

/// The words of a table's form, as [`pieces`] would split them.
fn words_of(folded: &str) -> Vec<&str> {
    let is_of_word = |c: char| {
        // Vowel signs of Indic scripts are marks.
        script_of(c).is_some() || c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
    };
    folded.split(|c| !is_of_word(c)).filter(|word| !word.is_empty()).collect()
}

/// A form as it is found in a name, folded: dots between single letters leave one word, other punctuation separates.
fn table_forms(form: &str) -> Vec<String> {
    if form.bytes().all(|byte| byte == b' ' || byte.is_ascii_lowercase()) {
        return vec![form.to_owned()];
    }
    let mut folded = Vec::new();
    fold(form, &mut folded);
    let written: Vec<String> = pieces(&folded).into_iter().map(|piece| piece.text).collect();
    let mut forms = vec![written.join(" ")];
    if form.contains(['.', '\'', '’']) {
        forms.push(fold_form(&form.replace(['.', '\'', '’'], "")));
    }
    forms
}
