//! Two versions of a list: what changed is told field by field, and what only looks like a list of today is refused.

use sanctions_screen::list::drift::{Action, Concern, Drift, Field, Policy, Verdict};
use sanctions_screen::list::{List, ReadOptions};

use crate::real;

/// 40 persons: id, names, a birth date for each, a weak alias for every second.
const HEADER: &str = "id,kind,name,aliases,weak_aliases,birth_date,countries,programmes";

fn rows() -> Vec<String> {
    let row = |number: usize| {
        let weak = if number.is_multiple_of(2) { format!("Shadow {number}") } else { String::new() };
        format!("{number},person,Person {number},Alias {number},{weak},19{:02}-01-01,IR,HOUSE", 40 + number)
    };
    (1..=40).map(row).collect()
}

fn read(header: &str, rows: &[String]) -> List {
    let text = format!("{header}\n{}\n", rows.join("\n"));
    List::from_bytes("own.csv", text.as_bytes(), &ReadOptions::default().lenient()).unwrap()
}

fn whole() -> List {
    read(HEADER, &rows())
}

fn judged(new: &List) -> Verdict {
    Drift::between(&whole(), new).judge(&Policy::default())
}

fn refusals(verdict: &Verdict) -> Vec<Concern> {
    let refused = verdict.findings.iter().filter(|finding| finding.action == Action::Refuse);
    refused.map(|finding| finding.concern).collect()
}

fn warnings(verdict: &Verdict) -> Vec<Concern> {
    let warned = verdict.findings.iter().filter(|finding| finding.action == Action::Warn);
    warned.map(|finding| finding.concern).collect()
}

#[test]
fn a_usual_update_is_accepted_and_told_field_by_field() {
    let mut rows = rows();
    rows.remove(39);
    rows[0] = "1,person,Person 1,Alias 1; First,,1941-01-02,IR,HOUSE".to_owned();
    rows.push("41,organization,Acme Arms,,,,DE,HOUSE".to_owned());
    let drift = Drift::between(&whole(), &read(HEADER, &rows));
    assert_eq!((drift.added.len(), drift.removed.len(), drift.changed.len(), drift.kept()), (1, 1, 1, 39));
    assert_eq!((drift.added[0].name.as_str(), drift.removed[0].id.as_str()), ("Acme Arms", "40"));
    let fields: Vec<_> = drift.changed[0].fields.iter().map(|it| (it.field, &it.removed[..], &it.added[..])).collect();
    assert_eq!(
        fields,
        [
            (Field::Alias, &[][..], &["First".to_owned()][..]),
            (Field::BirthDate, &["1941-01-01".to_owned()][..], &["1941-01-02".to_owned()][..]),
        ]
    );
    let verdict = drift.judge(&Policy::default());
    assert!(verdict.accepted && verdict.findings.is_empty(), "{:?}", verdict.findings);

    let text = serde_json::to_string(&drift).unwrap();
    assert_eq!(serde_json::from_str::<Drift>(&text).unwrap(), drift);
    let text = serde_json::to_string(&verdict).unwrap();
    assert_eq!(serde_json::from_str::<Verdict>(&text).unwrap(), verdict);
}

#[test]
fn nothing_changed_is_nothing_found() {
    let drift = Drift::between(&whole(), &whole());
    assert!(drift.added.is_empty() && drift.removed.is_empty() && drift.changed.is_empty());
    assert!(drift.judge(&Policy::default()).findings.is_empty());
    let verdict = drift.judge(&Policy { same: Action::Warn, ..Policy::default() });
    assert!(verdict.accepted && verdict.findings[0].concern == Concern::Same);
}

#[test]
fn a_renamed_column_is_a_field_that_falls_and_a_label_that_comes() {
    let verdict = judged(&read(&HEADER.replace("birth_date", "date of birth"), &rows()));
    assert_eq!(refusals(&verdict), [Concern::FieldFell(Field::BirthDate)]);
    assert_eq!(warnings(&verdict), [Concern::FieldChanged(Field::BirthDate), Concern::NewLabels]);
    assert!(verdict.findings[2].message.ends_with("date of birth (40)"), "{}", verdict.findings[2].message);
}

#[test]
fn a_column_that_is_missing_is_a_field_that_falls() {
    let without: Vec<String> = rows().iter().map(|row| row.replace(",IR,", ",")).collect();
    let verdict = judged(&read(&HEADER.replace(",countries", ""), &without));
    assert_eq!(refusals(&verdict), [Concern::FieldFell(Field::Country)]);
}

#[test]
fn a_rare_field_that_falls_by_half_is_noticed() {
    // From 20 of 40 entities to 9: 27 points as well; from 20 of 200 to none are only 10 points.
    let many = |weak: usize| -> Vec<String> {
        let shadow = |number: usize| if number <= weak { "Shadow" } else { "" };
        (1..=200).map(|number| format!("{number},person,Person {number},,{},,,H", shadow(number))).collect()
    };
    let fall = |to: usize| {
        let drift = Drift::between(&read(HEADER, &many(20)), &read(HEADER, &many(to)));
        refusals(&drift.judge(&Policy::default()))
    };
    assert_eq!(fall(9), [Concern::FieldFell(Field::WeakAlias)]);
    assert_eq!(fall(11), []);
}

#[test]
fn columns_that_changed_places_are_noticed_though_every_field_is_filled() {
    let verdict = judged(&read(&HEADER.replace("name,aliases", "aliases,name"), &rows()));
    assert_eq!(refusals(&verdict), [Concern::FieldChanged(Field::PrimaryName)]);
    assert_eq!(warnings(&verdict), [Concern::FieldChanged(Field::Alias)]);
}

/// The one cut that no loader can tell from a whole file.
#[test]
fn a_table_cut_at_the_end_of_a_line_is_refused() {
    let cut = read(HEADER, &rows()[..30]);
    assert!(cut.report.problems.is_empty(), "the loader cannot tell");
    assert_eq!(refusals(&judged(&cut)), [Concern::Removed, Concern::FewerNames]);
    // Up to a tenth may go: publishers remove too.
    assert!(judged(&read(HEADER, &rows()[..36])).accepted);
}

#[test]
fn other_ids_are_another_list_even_if_the_entities_are_the_same() {
    let renumbered: Vec<String> = rows().iter().map(|row| format!("X{row}")).collect();
    assert!(refusals(&judged(&read(HEADER, &renumbered))).contains(&Concern::Removed));
}

#[test]
fn aliases_that_are_lost_are_refused_though_no_entity_is() {
    let without_alias = |row: &String| {
        let cells: Vec<&str> = row.split(',').map(|cell| if cell.starts_with("Alias") { "" } else { cell }).collect();
        cells.join(",")
    };
    let without: Vec<String> = rows().iter().map(without_alias).collect();
    let fallen = refusals(&judged(&read(HEADER, &without)));
    assert!(fallen.contains(&Concern::FewerNames) && fallen.contains(&Concern::FieldFell(Field::Alias)), "{fallen:?}");
}

#[test]
fn what_is_left_out_and_what_is_unknown_is_noticed() {
    let mut rows = rows();
    rows[0] = rows[0].replace("Person 1,", ",").replace("Alias 1", "").replace("Shadow", "");
    rows[1] = rows[1].replace("person", "prsn");
    let verdict = judged(&read(HEADER, &rows));
    assert_eq!(refusals(&verdict), [Concern::LeftOut]);
    assert!(warnings(&verdict).contains(&Concern::NewProblems), "{verdict:?}");
}

#[test]
fn an_older_list_another_list_and_another_format_are_noticed() {
    let fixture = |path: &str| format!("{}/fixtures/lists/{path}", env!("CARGO_MANIFEST_DIR"));
    let un = std::fs::read_to_string(fixture("un/consolidated.xml")).unwrap();
    let open = |text: &str| List::from_bytes("un.xml", text.as_bytes(), &ReadOptions::default().lenient()).unwrap();
    let today = open(&un);
    let (year, _) =
        today.date.unwrap().to_string().split_once('-').map(|(year, rest)| (year.to_owned(), rest.to_owned())).unwrap();
    let older = open(&un.replacen(&format!("dateGenerated=\"{year}"), "dateGenerated=\"1999", 1));
    let judge = |old: &List, new: &List| Drift::between(old, new).judge(&Policy::default());
    assert_eq!(refusals(&judge(&today, &older)), [Concern::Older]);
    assert!(judge(&older, &today).accepted);
    assert_eq!(refusals(&judge(&today, &whole()))[0], Concern::OtherList);

    let options = ReadOptions::default();
    let table = List::open(fixture("uk/ConList.csv"), &options).unwrap();
    let xml = List::open(fixture("uk/ConList.xml"), &options).unwrap();
    assert!(judge(&table, &xml).findings.iter().any(|finding| finding.concern == Concern::OtherFormat));
}

#[test]
fn a_policy_is_what_its_file_says() {
    let drift = Drift::between(&whole(), &read(HEADER, &rows()[..30]));
    let policy = Policy::from_toml("removed_percent = 30\nnames_fall_percent = 30\n").unwrap();
    assert!(drift.judge(&policy).accepted);
    let error = Policy::from_toml("same = 'warn'\nremoved = 30\n").unwrap_err().to_string();
    assert!(error.contains("line 2") && error.contains("removed"), "{error}");
}

/// Two and a half years of the SDN list: more than a day's change, and nothing that is damage.
#[test]
fn two_versions_of_the_sdn_list() {
    let Some(path) = real::path("data/ofac-sdn-2022-01/sdn.csv") else { return };
    let old = List::open(path, &ReadOptions::default().lenient()).unwrap();
    let Some(mut new) = real::sdn() else { return };
    let drift = Drift::between(&old, &new);
    assert_eq!((drift.added.len(), drift.removed.len(), drift.kept()), (6_414, 492, 8_551));
    // The files of aliases and addresses at hand are newer than the primary file.
    let verdict = drift.judge(&Policy::default());
    assert_eq!(refusals(&verdict), [Concern::LeftOut], "{verdict:?}");

    // Half of the file, cut at the end of a line.
    new.entities.truncate(4_000);
    let cut = refusals(&Drift::between(&old, &new).judge(&Policy::default()));
    assert!(cut.contains(&Concern::Removed) && cut.contains(&Concern::FewerNames), "{cut:?}");
}
