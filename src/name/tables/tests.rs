//! The tables read where they lie say what they say in maps.

use std::path::Path;

use super::layout::{self, each_letter_lost, facts};
use super::{Equivalence, Known, Meaning, PHRASES, Phrases, Row, TRIGRAMS, is_left_of, known, misspelled};
use crate::name::Class;
use crate::name::{fold, script, split, trigram};

#[path = "../../../build/tables.rs"]
#[allow(dead_code, unreachable_pub, reason = "the build script writes the tables with the rest")]
mod prepared;

use prepared::Tables;

fn tables() -> Tables {
    Tables::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tables")).unwrap()
}

fn meaning(meaning: Meaning) -> prepared::Meaning {
    let class = match meaning.class {
        Class::Industry => layout::class::INDUSTRY,
        Class::Generic => layout::class::GENERIC,
        Class::Place => layout::class::PLACE,
        Class::Number => layout::class::NUMBER,
        Class::LegalForm => layout::class::LEGAL_FORM,
        Class::Title => layout::class::TITLE,
        Class::Noise => layout::class::NOISE,
        _ => layout::class::NAME,
    };
    let concepts: Vec<String> = meaning.concepts().map(str::to_owned).collect();
    assert_eq!(concepts.len(), meaning.len());
    prepared::Meaning { class, concepts, closes: meaning.closes }
}

fn word(known: Known) -> prepared::Word {
    let relation = |equivalence| match equivalence {
        Equivalence::Spelling => layout::SPELLING,
        Equivalence::Diminutive => layout::DIMINUTIVE,
        Equivalence::Translation => layout::TRANSLATION,
    };
    prepared::Word {
        // The facts that say which numbers follow are no facts of the word.
        facts: known.facts & (facts::AMONG_ORGANIZATIONS - 1),
        among_organizations: known.among_organizations(),
        among_persons: known.among_persons(),
        begins: known.begins,
        means: [Phrases::Organizations, Phrases::Acronyms, Phrases::Titles]
            .map(|phrases| known.meaning(phrases).map(meaning)),
        given_names: known.given_names().map(|(equivalence, class)| (relation(equivalence), class)).collect(),
    }
}

#[test]
fn all_is_known_and_nothing_else() {
    let tables = tables();
    assert!(tables.words.len() > 100_000, "{}", tables.words.len());
    for (letters, expected) in &tables.words {
        assert_eq!(word(known(letters)), *expected, "{letters}");
        // Neighbours that are no words.
        for other in [format!("{letters}q"), format!("x{letters}"), letters.chars().skip(1).collect()] {
            let expected = tables.words.get(&other).cloned().unwrap_or_default();
            assert_eq!(word(known(&other)), expected, "{other}");
        }
    }
    for (kind, phrases) in tables.phrases.iter().enumerate() {
        let find = |phrase: &str| PHRASES[kind].get(phrase.as_bytes()).and_then(|row| Meaning::at(Row(row).number()?));
        for (phrase, expected) in phrases {
            assert_eq!(find(phrase).map(meaning).as_ref(), Some(expected), "{phrase}");
            let other = format!("{phrase} q");
            assert_eq!(find(&other).map(meaning).as_ref(), phrases.get(&other), "{other}");
        }
    }
    assert_eq!(super::longest_unspaced(), tables.longest_unspaced);
    let trigrams: Vec<u16> = TRIGRAMS.iter().map(|&bits| u16::from_le_bytes(bits)).collect();
    assert_eq!(trigrams, tables.trigrams);
}

#[test]
fn a_misspelled_word_is_the_one_that_is_filed_first() {
    let tables = tables();
    assert!(tables.misspelled.len() > 10_000, "{}", tables.misspelled.len());
    let by_map = |word: &str| {
        let mut found = None;
        each_letter_lost(word, |left| found = found.take().or_else(|| tables.misspelled.get(left)));
        found.map(String::as_str)
    };
    for word in tables.misspelled.values().step_by(7) {
        for asked in [word.clone(), format!("{word}q"), format!("q{word}"), word.chars().skip(1).collect()] {
            assert_eq!(misspelled(&asked, |_| true), by_map(&asked), "{asked}");
        }
    }
}

#[test]
fn letters_left_of_a_word() {
    for (left, word, is) in [
        ("limited", "limited", true),
        ("limted", "limited", true),
        ("imited", "limited", true),
        ("limite", "limited", true),
        ("banners", "bannerss", true),
        ("limted", "limitad", false),
        ("limitedd", "limited", false),
        ("", "a", true),
        ("завд", "завод", true),
        ("заво", "завод", true),
        ("зав", "завод", false),
    ] {
        assert_eq!(is_left_of(left.as_bytes(), word.as_bytes()), is, "{left} {word}");
    }
}
