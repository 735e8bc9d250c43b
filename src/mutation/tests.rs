use super::*;
use crate::entity::{NameParts, NameType};

fn form(mutation: Mutation, kind: Kind, name: &str) -> Option<String> {
    let entity = Entity::new("1", kind, name);
    mutation.apply(&entity, &entity.names[0])
}

fn organization(mutation: Mutation, name: &str) -> Option<String> {
    form(mutation, Kind::Organization, name)
}

fn distance(a: &str, b: &str) -> usize {
    strsim::osa_distance(a, b)
}

#[test]
fn every_mutation_is_in_the_list_once_with_a_word_of_its_own() {
    let words: std::collections::BTreeSet<&str> = Mutation::ALL.iter().map(|mutation| mutation.as_str()).collect();
    assert_eq!(words.len(), Mutation::ALL.len());
    assert!(Mutation::ALL.is_sorted_by_key(|mutation| mutation.level()));
}

#[test]
fn what_would_change_nothing_is_no_form() {
    assert_eq!(organization(Mutation::UpperCase, "ACME"), None);
    assert_eq!(organization(Mutation::PunctuationRemoved, "Acme Arms"), None);
    assert_eq!(organization(Mutation::DiacriticsRemoved, "Acme"), None);
    assert_eq!(organization(Mutation::WordsSwapped, "Acme"), None);
    assert_eq!(organization(Mutation::Substitution, "Acme 12 北方工业"), None);
    assert_eq!(organization(Mutation::Truncation, "Acme"), None);
    assert_eq!(form(Mutation::LegalFormDropped, Kind::Person, "Smith Ltd"), None);
}

#[test]
fn a_typo_is_one_edit_in_a_long_word() {
    for name in ["Wuhan Tongsheng Ltd", "Завод Север", "شركة المدينة", "AAAAAB x"] {
        for mutation in [Mutation::Substitution, Mutation::Deletion, Mutation::Insertion, Mutation::Transposition] {
            let changed = organization(mutation, name).unwrap_or_else(|| panic!("{name} {mutation:?}"));
            // Letters change places, their case stays where it was.
            assert_eq!(distance(&name.to_lowercase(), &changed.to_lowercase()), 1, "{name} {changed}");
            let (short, kept) = (words(name), words(&changed));
            for (before, after) in short.iter().zip(&kept) {
                assert!(before == after || before.chars().count() >= 5, "{name} {changed}");
            }
        }
    }
    assert_eq!(organization(Mutation::Transposition, "AAAAA"), None);
}

#[test]
fn two_typos_are_in_two_words() {
    let name = "Hangzhou Hikvision Digital Technology";
    let changed = organization(Mutation::TwoTypos, name).unwrap();
    let differing = words(name).iter().zip(words(&changed)).filter(|(a, b)| **a != *b).count();
    assert_eq!((differing, distance(name, &changed)), (2, 2), "{changed}");
    assert_eq!(organization(Mutation::TwoTypos, "Hikvision Co"), None);
}

#[test]
fn places_follow_from_the_name_and_differ_between_names() {
    assert_eq!(organization(Mutation::Deletion, "Hikvision"), organization(Mutation::Deletion, "Hikvision"));
    let positions: std::collections::BTreeSet<usize> = ('a'..='z')
        .map(|c| {
            let changed = organization(Mutation::Substitution, &format!("Abcdefgh {c}")).unwrap();
            changed.chars().zip("Abcdefgh".chars()).position(|(a, b)| a != b).unwrap()
        })
        .collect();
    assert!(positions.len() >= 6, "{positions:?}");
}

#[test]
fn punctuation_and_marks() {
    let name = "Al-Nour \"Group\" (S.A.)";
    assert_eq!(organization(Mutation::PunctuationRemoved, name).unwrap(), "AlNour Group SA");
    assert_eq!(organization(Mutation::PunctuationToBlanks, name).unwrap(), "Al Nour Group S A");
    assert_eq!(organization(Mutation::DiacriticsRemoved, "Škoda Größe Ødegård Й").unwrap(), "Skoda Grosse Odegard Й");
    assert_eq!(organization(Mutation::DiacriticsRemoved, "Sa\u{308}nger").unwrap(), "Sanger");
}

#[test]
fn legal_forms() {
    assert_eq!(organization(Mutation::LegalFormDropped, "ACME CO., LTD.").unwrap(), "ACME");
    assert_eq!(organization(Mutation::LegalFormSwapped, "ACME CO., LTD.").unwrap(), "ACME LLC");
    assert_eq!(organization(Mutation::LegalFormSwapped, "Acme GmbH").unwrap(), "Acme AG");
    assert_eq!(organization(Mutation::LegalFormSwapped, "OOO Zavod").unwrap(), "AO Zavod");
    assert_eq!(organization(Mutation::LegalFormDropped, "Joint Stock Company Zavod").unwrap(), "Zavod");
    assert_eq!(organization(Mutation::LegalFormDropped, "Limited"), None);
}

#[test]
fn words_change_places_join_and_part() {
    assert_eq!(organization(Mutation::WordsSwapped, "KIM, James").unwrap(), "James KIM");
    assert_eq!(organization(Mutation::WordsJoined, "KIM, James").unwrap(), "KIMJames");
    let parted = organization(Mutation::WordSplit, "Hikvision").unwrap();
    let parts = words(&parted);
    assert_eq!(parts.concat(), "Hikvision");
    assert!(parts.len() == 2 && parts.iter().all(|part| part.len() >= 2), "{parted}");
    assert_eq!(organization(Mutation::WordSplit, "Acme"), None);
    assert_eq!(organization(Mutation::MiddleWordDropped, "Alpha Beta Gamma").unwrap(), "Alpha Gamma");
    assert_eq!(organization(Mutation::MiddleWordDropped, "Alpha of Gamma"), None);
}

#[test]
fn given_names_become_initials() {
    let mut entity = Entity::new("1", Kind::Person, "Ivan Sergeevich Petrov");
    assert_eq!(Mutation::Initials.apply(&entity, &entity.names[0]), None);
    entity.names[0].parts = Some(NameParts { family: "Petrov".into(), given: "Ivan Sergeevich".into() });
    assert_eq!(Mutation::Initials.apply(&entity, &entity.names[0]).unwrap(), "I. S. Petrov");
    assert_eq!(form(Mutation::Initials, Kind::Person, "PETROV, I."), None);
    assert_eq!(organization(Mutation::Initials, "PETROV, Ivan"), None);
}

#[test]
fn respelling_goes_by_where_a_person_comes_from() {
    let mut entity = Entity::new("1", Kind::Person, "ZHUKOV, Dmitry");
    let respelled = |entity: &Entity| Mutation::RespelledCyrillic.apply(entity, &entity.names[0]);
    assert_eq!(respelled(&entity), None);
    entity.names.push(Name::new("Дмитрий Жуков", NameType::StrongAlias));
    assert_eq!(respelled(&entity).unwrap(), "JUKOV, Dmitriy");
    assert_eq!(Mutation::RespelledArabic.apply(&entity, &entity.names[0]), None);

    let mut entity = Entity::new("1", Kind::Person, "ZHANG Jianguo");
    assert_eq!(Mutation::WadeGiles.apply(&entity, &entity.names[0]), None);
    entity.add_country(crate::entity::CountryRole::Nationality, "China");
    assert_eq!(Mutation::WadeGiles.apply(&entity, &entity.names[0]).unwrap(), "CHANG Chien-kuo");
}

#[test]
fn a_native_name_needs_a_latin_one_beside_it() {
    let mut entity = Entity::new("1", Kind::Organization, "北方工业");
    assert_eq!(Mutation::NativeScript.apply(&entity, &entity.names[0]), None);
    entity.names.push(Name::new("Norinco", NameType::StrongAlias));
    assert_eq!(Mutation::NativeScript.apply(&entity, &entity.names[0]).unwrap(), "北方工业");
    assert_eq!(Mutation::NativeScript.apply(&entity, &entity.names[1]), None);
}

#[test]
fn truncation_counts_characters() {
    let name = "Ж".repeat(40);
    assert_eq!(organization(Mutation::Truncation, &name).unwrap().chars().count(), 35);
    // Of a name after a long legal form nothing may be left.
    assert_eq!(organization(Mutation::Truncation, "Общество с ограниченной ответственностью Завод"), None);
    let left = organization(Mutation::Truncation, "Закрытое акционерное общество Завод Север").unwrap();
    assert_eq!(left, "Закрытое акционерное общество Завод");
}

#[test]
fn odd_names_do_not_panic() {
    for name in ["", " ", "-", ",", ", ,", "\u{301}", "a", "ß", "İstanbul İ", "a\u{200d}b", "'", "' '", "ﬁﬁﬁﬁﬁ ŉŉŉŉŉ"]
    {
        for kind in [Kind::Person, Kind::Organization, Kind::Vessel] {
            for mutation in Mutation::ALL {
                form(mutation, kind, name);
            }
        }
    }
}
