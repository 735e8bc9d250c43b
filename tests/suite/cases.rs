//! Labelled cases: names that must alert and names that must not, by what makes them hard.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use sanctions_screen::evaluation::{Case, Listed, evaluate, read_cases};
use sanctions_screen::{Kind, Score, Screener};
use serde::Deserialize;

use crate::real;

/// A file of `fixtures/cases`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Phenomenon {
    /// What the cases are about.
    about: String,
    case: Vec<Fixture>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixture {
    query: String,
    listed: String,
    kind: Kind,
    alert: bool,
    /// Why the label is what it is.
    why: String,
    /// Set where the library is known to get the case wrong: what it lacks.
    open: Option<String>,
}

/// The cases by their ids: phenomenon and number.
fn fixtures() -> BTreeMap<String, Fixture> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cases");
    let mut fixtures = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let phenomenon: Phenomenon = toml::from_str(&fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(!phenomenon.about.is_empty());
        let name = path.file_stem().unwrap().to_str().unwrap();
        for (index, case) in phenomenon.case.into_iter().enumerate() {
            fixtures.insert(format!("{name}-{}", index + 1), case);
        }
    }
    fixtures
}

#[test]
fn cases_are_decided_as_labelled() {
    let fixtures = fixtures();
    let cases: Vec<Case> = fixtures
        .iter()
        .map(|(id, fixture)| Case {
            id: id.clone(),
            query: fixture.query.clone(),
            listed: Listed::Name(fixture.listed.clone()),
            kind: fixture.kind,
            expected: fixture.alert,
            phenomenon: id.rsplit_once('-').unwrap().0.to_owned(),
        })
        .collect();
    let evaluation = evaluate(&cases, Vec::new(), Screener::builder()).unwrap();
    let mut wrong: BTreeMap<&str, String> = BTreeMap::new();
    for error in &evaluation.errors {
        let fixture = &fixtures[&error.id];
        wrong.insert(
            &error.id,
            format!(
                "{}: {:?} against {:?} scored {}, alert = {} ({})",
                error.id, fixture.query, fixture.listed, error.score, fixture.alert, fixture.why
            ),
        );
    }
    let mut unexpected = Vec::new();
    for (id, fixture) in &fixtures {
        match (wrong.get(id.as_str()), &fixture.open) {
            (Some(text), None) => unexpected.push(text.clone()),
            // Written past the harness: progress, but no failure.
            (None, Some(_)) => drop(writeln!(std::io::stderr(), "{id} is decided as labelled now: remove `open`")),
            _ => {}
        }
    }
    assert!(unexpected.is_empty(), "{} of {}:\n{}", unexpected.len(), cases.len(), unexpected.join("\n"));
}

#[test]
fn cases_cover_every_phenomenon_on_both_sides() {
    let mut counts: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for (id, fixture) in fixtures() {
        counts.entry(id.rsplit_once('-').unwrap().0.to_owned()).or_default()[usize::from(fixture.alert)] += 1;
    }
    assert!(counts.len() >= 27, "{}", counts.len());
    for (phenomenon, [no_alert, alert]) in counts {
        assert!(no_alert >= 1 && alert >= 1 && no_alert + alert >= 4, "{phenomenon}: {alert} and {no_alert}");
    }
}

/// The F1 that labelled cases reach may not fall below a floor, which is not the aim: what was reached once is not lost again.
fn stays_above(floor: f64, path: &Path) {
    let cases = read_cases(&path.display().to_string(), &fs::read_to_string(path).unwrap()).unwrap();
    assert!(cases.len() >= 400, "{} cases", cases.len());
    let evaluation = evaluate(&cases, Vec::new(), Screener::builder()).unwrap();
    assert!(evaluation.f1 >= floor, "{}: F1 {} is below {floor}", path.display(), evaluation.f1);
}

#[test]
fn hard_names_stay_above_the_floor() {
    let Some(path) = real::path("cases/hard-names.jsonl") else { return };
    stays_above(0.98, &path);
}

#[test]
fn cases_written_afterwards_stay_above_the_floor() {
    let labelled = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/labelled");
    stays_above(0.95, &labelled.join("written-afterwards.jsonl"));
    stays_above(0.95, &labelled.join("written-afterwards-2.jsonl"));
}

/// What must not alert, each beside what must: (kind, query, listed, whether it alerts).
#[test]
fn what_tells_little_does_not_alert_alone() {
    use Kind::{Organization, Person, Unknown, Vessel};
    for (kind, query, listed, alerts) in [
        // A very usual word at the end of both.
        (Organization, "AZ-Engineering GmbH", "ATE-Engineering LLC", false),
        (Organization, "Uralengineering", "Urallengineering", true),
        // Usual words alone: another form, or the same in meaning only.
        (Organization, "AC Maritime Ltd.", "State Enterprise Maritime", false),
        (Organization, "Industrial Minerals SA", "Mining Industries SARLU", false),
        (Organization, "Cargo Services Ltd", "Cargo Services LLC", true),
        // A known word and a coined one.
        (Organization, "MOBILITY", "JOINT STOCK COMPANY NOBILITY", false),
        (Organization, "Mobilty Trading", "Mobility Trading", true),
        // Acronyms of three letters, and words that have the letters of one.
        (Organization, "TPG Inc.", "TARTOUS PORT GENERAL COMPANY", false),
        (Organization, "Cast SA", "Chang An Shipping & Technology", false),
        (Organization, "DMTG", "Dalian Machine Tool Group", true),
        (Organization, "IRISL", "Islamic Republic of Iran Shipping Lines", true),
        // One coined word among the names of somebody else.
        (Organization, "Орест Вікторія Лисенко", "OOO VIKTORIIA", false),
        (Organization, "Hikvision Kazan", "Hikvision", true),
        // A part behind a dash.
        (Unknown, "Premium Income ETF - September", "LIMITED LIABILITY COMPANY SEPTEMBER", false),
        (Unknown, "Premium Income ETF - Hikvision", "Hikvision Ltd", true),
        // Words joined, and only alike then.
        (Vessel, "Sol Arias", "SOLARIS", false),
        (Vessel, "Sol Aris", "SOLARIS", true),
        // Initials beside a name that is only alike.
        (Person, "Megan Chung", "T. K. MOHAN", false),
        (Person, "R K Sales", "SOLIS, Rene Carlos", false),
        (Person, "T. K. Mohann", "T. K. MOHAN", true),
        (Person, "O. Deripaska", "DERIPASKA, Oleg", true),
        // Usual names, all of them only alike.
        (Person, "Anne Cooke", "RZOOKI, Hanna", false),
        (Person, "Oleh Derypaska", "DERIPASKA, Oleg", true),
    ] {
        let score = sanctions_screen::compare(query, listed, Some(kind)).score;
        assert_eq!(score >= Score::from_ten_thousandths(7500), alerts, "{query:?} {listed:?} {score}");
    }
}
