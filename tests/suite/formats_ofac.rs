//! OFAC's four formats: fixtures, the real lists with numbers counted by another program, files that are cut off, and
//! one list in several formats against itself.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use sanctions_screen::list::{List, ReadOptions, Severity, open_all};
use sanctions_screen::{CountryRole, Entity, Gender, Identifier, IdentifierKind, Kind, NameType};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/lists/ofac");
const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data");

const SDN_CSV: &str = "ofac-sdn/sdn.csv";
const SDN_CSV_2022: &str = "ofac-sdn-2022-01/sdn.csv";
const SDN_XML: &str = "format-samples/ofac-sdn-xml/sdn.xml.gz";
const CONS_CSV: &str = "ofac-cons/cons_prim.csv";
const CONS_XML: &str = "ofac-cons/consolidated.xml";
const CONS_XML_2018: &str = "format-samples/ofac-sdn-xml/consolidated_tempuri-namespace.xml.gz";
const CONS_ENHANCED: &str = "format-samples/ofac-enhanced-xml/CONS_ENHANCED.ZIP";
const IRGC_ENHANCED: &str = "ofac-enhanced-xml/irgc_subset.xml";

#[allow(clippy::print_stdout, reason = "a skipped test must say so")]
fn data(file: &str) -> Option<PathBuf> {
    if Path::new(DATA).is_dir() {
        Some(Path::new(DATA).join(file))
    } else {
        println!("skipped: ../shared is absent");
        None
    }
}

fn fixture(name: &str) -> List {
    List::open(Path::new(FIXTURES).join(name), &ReadOptions::default()).unwrap()
}

fn entity<'a>(list: &'a List, id: &str) -> &'a Entity {
    list.entities.iter().find(|entity| entity.id == id).unwrap_or_else(|| panic!("{id} is not on {}", list.id))
}

fn names(entity: &Entity) -> Vec<(&str, NameType)> {
    entity.names.iter().map(|name| (name.full.as_str(), name.name_type)).collect()
}

fn identifiers(entity: &Entity) -> Vec<(IdentifierKind, &str, &str)> {
    entity
        .identifiers
        .iter()
        .map(|id| (id.kind, id.value.as_str(), if id.country.is_some() { "with country" } else { "" }))
        .collect()
}

fn remarks<'a>(entity: &'a Entity, label: &str) -> Vec<&'a str> {
    entity.remarks.iter().filter(|remark| remark.label == label).map(|remark| remark.text.as_str()).collect()
}

fn programmes(entity: &Entity) -> BTreeSet<&str> {
    entity.designations.iter().map(|designation| designation.programme.as_str()).collect()
}

#[test]
fn fixture_of_the_csv_with_all_its_companions() {
    let list = fixture("sdn.csv");
    assert_eq!((list.id.as_str(), list.publisher.as_str(), list.date), ("ofac-sdn", "OFAC", None));
    assert_eq!((list.files.len(), list.entities.len(), list.report.records), (4, 5, 14));
    assert!(list.report.problems.is_empty(), "{:?}", list.report.problems);

    let company = entity(&list, "101");
    assert_eq!(company.kind, Kind::Organization);
    assert_eq!(programmes(company), BTreeSet::from(["IRAN-EO13902", "SDGT"]));
    assert_eq!(
        names(company),
        [
            ("EXAMPLE FRONT COMPANY", NameType::Primary),
            ("EFC", NameType::WeakAlias),
            ("EXAMPLE FRONT", NameType::StrongAlias),
            ("OLD FRONT COMPANY", NameType::FormerName)
        ]
    );
    assert_eq!(
        identifiers(company),
        [
            (IdentifierKind::Registration, "26740", "with country"),
            (IdentifierKind::TaxNumber, "7744001497", "with country"),
            (IdentifierKind::Lei, "253400V1H6ART1UQ0N98", "with country"),
            (IdentifierKind::Bic, "EXFCIRTH", ""),
            (IdentifierKind::UnifiedSocialCreditCode, "9113100033607322XK", "with country"),
        ]
    );
    assert_eq!(company.addresses[0].full, "12 Example Street, Tehran 19395, Iran");

    // The cut within `Digital Currency Address` is healed by the comments file.
    let person = entity(&list, "102");
    assert_eq!((person.kind, person.gender), (Kind::Person, Some(Gender::Male)));
    assert_eq!(person.positions, ["Chief Executive", "Chairman of the Board"]);
    assert_eq!(
        names(person),
        [
            ("KARIMI, Ali Reza", NameType::Primary),
            ("ABU; SEMICOLON", NameType::WeakAlias),
            ("KARIMI, Alireza", NameType::StrongAlias)
        ]
    );
    assert_eq!(person.names[2].parts.as_ref().unwrap().given, "Alireza");
    assert!(identifiers(person).contains(&(IdentifierKind::Wallet, "1Kuf2Rd8mDyAViwBozGTNYnvWL8uYFrkVo", "")));
    assert!(identifiers(person).contains(&(IdentifierKind::Passport, "A0002302", "with country")));
    assert_eq!(person.birth_dates.iter().map(ToString::to_string).collect::<Vec<_>>(), ["1957-09-04", "~1958"]);
    assert_eq!(remarks(person, "Remarks")[0].len(), 1_104);
    assert!(person.addresses.is_empty());

    let vessel = entity(&list, "103");
    assert_eq!(
        identifiers(vessel),
        [
            (IdentifierKind::CallSign, "CL2192", ""),
            (IdentifierKind::Imo, "7406784", ""),
            (IdentifierKind::Mmsi, "572469210", "")
        ]
    );
    let flags: Vec<&str> = vessel
        .countries
        .iter()
        .map(|(role, country)| (*role, country))
        .filter(|(role, _)| *role == CountryRole::Flag)
        .map(|(_, country)| country.text.as_str())
        .collect();
    assert_eq!(flags, ["Iran", "Malta"]);
    assert_eq!(remarks(vessel, "Vess_owner"), ["NITC"]);
    assert_eq!(vessel.addresses[0].country, None, "a region is no country");

    let aircraft = entity(&list, "104");
    assert_eq!((aircraft.kind, aircraft.identifiers.len()), (Kind::Aircraft, 2));
    assert_eq!(aircraft.birth_dates[0].to_string(), "1992");
    assert_eq!(remarks(entity(&list, "105"), "alt_remarks"), ["since 2020"]);
}

#[test]
fn fixture_of_a_csv_with_a_header() {
    let list = fixture("ofac_sdn.csv");
    assert_eq!((list.files.len(), list.entities.len(), list.report.records), (2, 2, 4));
    assert_eq!(
        names(entity(&list, "201")),
        [("FIRST EXAMPLE LLC", NameType::Primary), ("EXAMPLE OOO", NameType::FormerName)]
    );
    assert_eq!(entity(&list, "201").identifiers[0].value, "www.first.example");
}

/// A folder of its own for a test that needs files beside each other.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("formats_ofac").join(name);
    std::fs::create_dir_all(&folder).unwrap();
    for (name, text) in files {
        std::fs::write(folder.join(name), text).unwrap();
    }
    folder
}

const ACME: &str = "7,\"ACME\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\u{1a}";

#[test]
fn orphans_of_each_part_are_refused_or_reported() {
    for (part, text, element) in [
        ("alt.csv", "9,1,\"aka\",\"NOBODY\",-0- \r\n\u{1a}", "alt_name"),
        ("add.csv", "9,1,\"NOBODY'S STREET\",-0- ,-0- ,-0- \r\n\u{1a}", "Address"),
        ("sdn_comments.csv", "9,\"NOBODY'S tail\"\r\n\u{1a}", "Remarks"),
    ] {
        let folder = folder(part, &[("sdn.csv", ACME), (part, text)]);
        let error = List::open(folder.join("sdn.csv"), &ReadOptions::default()).unwrap_err().to_string();
        let place = format!("{part}, line 1, {element}:");
        assert!(error.starts_with(&place) && error.contains("belongs to no entity"), "{error}");
        let list = List::open(folder.join("sdn.csv"), &ReadOptions::default().lenient()).unwrap();
        assert_eq!((list.entities.len(), list.report.records, list.report.problems.len()), (1, 2, 1));
        assert_eq!(list.report.problems[0].severity, Severity::PartLeftOut);
    }
}

#[test]
fn a_companion_that_is_something_else_or_cut_off_is_refused() {
    for (name, text, words) in [
        ("other", "id,name,country\n1,Acme,Iran\n", "none of these"),
        ("cut", "7,0,\"aka\",\"AC\",-0- \r\n7,1,\"aka\",\"ACME IN", "cut off"),
        ("cut-within-the-last-cell", "7,1,\"aka\",\"ACME INC\",-0", "cut off"),
    ] {
        let folder = folder(name, &[("sdn.csv", ACME), ("alt.csv", text)]);
        for options in [ReadOptions::default(), ReadOptions::default().lenient()] {
            let error = List::open(folder.join("sdn.csv"), &options).unwrap_err().to_string();
            assert!(error.starts_with("alt.csv, line ") && error.contains(words), "{name}: {error}");
        }
    }
    let folder = folder("empty", &[("sdn.csv", ACME), ("alt.csv", "\u{1a}"), ("sdn_comments.csv", "")]);
    assert_eq!(List::open(folder.join("sdn.csv"), &ReadOptions::default()).unwrap().names(), 1);
}

#[test]
fn the_folder_of_fixtures_is_read_as_a_whole() {
    let (lists, skipped) = open_all(&[FIXTURES], &ReadOptions::default()).unwrap();
    let mut read: Vec<(&str, usize)> = lists.iter().map(|it| (it.files[0].name.as_str(), it.entities.len())).collect();
    read.sort_unstable();
    assert_eq!(
        read,
        [
            ("consolidated_tempuri.xml", 1),
            ("ofac_sdn.csv", 2),
            ("sdn.csv", 5),
            ("sdn.xml", 2),
            ("sdn_advanced.xml", 4),
            ("sdn_enhanced.xml", 1)
        ]
    );
    assert_eq!(skipped, [], "the attributes of the folder are hidden, and everything else is a list");
}

#[test]
fn a_part_is_not_read_alone() {
    for name in ["alt.csv", "add.csv", "sdn_comments.csv", "ofac_alt.csv"] {
        let error = List::open(Path::new(FIXTURES).join(name), &ReadOptions::default()).unwrap_err().to_string();
        assert!(error.contains("together with their primary file"), "{name}: {error}");
    }
}

#[test]
fn fixtures_of_the_xml() {
    let list = fixture("sdn.xml");
    assert_eq!((list.id.as_str(), list.date.unwrap().to_string().as_str()), ("ofac-sdn", "2024-05-07"));
    let person = entity(&list, "102");
    assert_eq!(
        names(person),
        [
            ("KARIMI, Ali Reza", NameType::Primary),
            ("KARIMI, Alireza", NameType::StrongAlias),
            ("ABU FULAN", NameType::WeakAlias),
            ("OLDNAME, Ali", NameType::FormerName)
        ]
    );
    assert_eq!(person.names[2].parts, None);
    assert_eq!(person.birth_dates.iter().map(ToString::to_string).collect::<Vec<_>>(), ["1957-09-04", "~1958"]);
    assert_eq!(person.countries[1].1.text, "Iran", "the main nationality comes first");
    assert_eq!(
        identifiers(person),
        [(IdentifierKind::Passport, "A0002302", "with country"), (IdentifierKind::Other, "N-17", "")]
    );
    assert_eq!(person.identifiers[0].label, "Passport issued 1999 expires 20 Mar 2018");
    assert_eq!(remarks(person, "Novel Information"), ["words only"]);
    assert_eq!(remarks(person, "Linked To"), ["EXAMPLE FRONT COMPANY"]);
    assert_eq!(remarks(person, "Secondary sanctions risk"), ["section 1(b) of Executive Order 13224"]);
    let vessel = entity(&list, "103");
    assert_eq!(vessel.primary_name(), "OCEAN'S PEARL & CO");
    assert_eq!(remarks(vessel, "vesselOwner"), ["NITC"]);

    let older = fixture("consolidated_tempuri.xml");
    assert_eq!((older.id.as_str(), older.names()), ("ofac-cons", 1));
}

#[test]
fn fixture_of_the_enhanced_xml() {
    let list = fixture("sdn_enhanced.xml");
    assert_eq!((list.id.as_str(), list.date.unwrap().to_string().as_str()), ("ofac-sdn", "2024-08-28"));
    let plant = entity(&list, "101");
    assert_eq!(
        names(plant),
        [
            ("EXAMPLE PLANT", NameType::Primary),
            ("ПРИМЕРНЫЙ ЗАВОД", NameType::Primary),
            ("EXPLANT", NameType::WeakAlias),
            ("OLD PLANT", NameType::FormerName)
        ]
    );
    assert_eq!(plant.names[1].language.as_deref(), Some("Cyrillic"));
    assert_eq!(plant.addresses[0].full, "1 Example Street, Moscow, Russia");
    assert_eq!(plant.designations[0].listed_on.unwrap().to_string(), "2014-07-16");
    assert_eq!(plant.designations[0].reference, "SDN List; Sectoral Sanctions Identifications List");
    assert_eq!(
        identifiers(plant),
        [
            (IdentifierKind::Email, "a@plant.example", ""),
            (IdentifierKind::Security, "RU0007796926", ""),
            (IdentifierKind::TaxNumber, "7744001497", "with country")
        ]
    );
    assert_eq!(plant.identifiers[1].label, "ISIN (NYSE)");
    assert_eq!(plant.identifiers[2].label, "Tax ID No. issued by INN");
    assert_eq!(remarks(plant, "relationship"), ["Owned or Controlled By KARIMI, Ali Reza (102)"]);
    assert_eq!(remarks(plant, "Executive Order 13662 Directive Determination"), ["Subject to Directive 1"]);
    assert_eq!(remarks(plant, "remarks"), ["All offices worldwide"]);
}

#[test]
fn fixture_of_the_advanced_xml() {
    let list = fixture("sdn_advanced.xml");
    assert_eq!((list.id.as_str(), list.date.unwrap().to_string().as_str()), ("ofac-sdn", "2024-05-07"));
    assert!(list.report.problems.is_empty(), "{:?}", list.report.problems);
    assert_eq!((list.entities.len(), list.report.records), (4, 11));
    let kinds: Vec<Kind> = list.entities.iter().map(|entity| entity.kind).collect();
    assert_eq!(kinds, [Kind::Person, Kind::Organization, Kind::Vessel, Kind::Aircraft]);

    let person = entity(&list, "102");
    assert_eq!(
        names(person),
        [
            ("Karimi, Ali Reza", NameType::Primary),
            ("Али Карими", NameType::Primary),
            ("Abu Fulan", NameType::WeakAlias)
        ]
    );
    assert_eq!(person.names[1].language.as_deref(), Some("Cyrillic"));
    assert_eq!(person.names[1].parts.as_ref().unwrap().family, "Карими");
    assert_eq!(person.birth_dates[0].to_string(), "~1957");
    assert_eq!((person.birth_places[0].as_str(), person.gender), ("Tehran, Iran", Some(Gender::Male)));
    assert_eq!(person.addresses[0].full, "12 Example Street, Tehran, Iran");
    assert_eq!(person.positions, ["Chief Executive"]);
    assert!(person.countries.iter().any(|(role, it)| *role == CountryRole::Nationality && it.text == "Iran"));
    assert_eq!(
        identifiers(person),
        [
            (IdentifierKind::Passport, "A0002302", "with country"),
            (IdentifierKind::Wallet, "1Kuf2Rd8mDyAViwBozGTNYnvWL8uYFrkVo", "")
        ]
    );
    assert_eq!(
        person.identifiers[0].label,
        "Passport expires 2018-03-20 issued by Police issued in 12 Example Street, Tehran, Iran stolen [not valid]"
    );
    assert_eq!(programmes(person), BTreeSet::from(["IFSR", "SDGT"]));
    assert_eq!(person.designations[0].listed_on.unwrap().to_string(), "2008-03-11");
    assert_eq!(person.designations[0].reference, "SDN List");
    assert_eq!(remarks(person, "EntryEvent"), ["Amended 2019-03-26", "Created 2008-03-11"]);
    assert_eq!(remarks(person, "SanctionsMeasure"), ["Block"]);
    assert_eq!(remarks(person, "Location"), ["[Reported]"]);
    assert_eq!(remarks(person, "Comment"), ["about the party"]);
    assert_eq!(remarks(person, "ExternalReference").len(), 1);

    let company = entity(&list, "101");
    assert_eq!(names(company)[1], ("Old Front", NameType::FormerName));
    assert_eq!(company.addresses[0].full, "Crimea");
    assert_eq!(remarks(company, "LimitationsToListing"), ["none"]);
    let vessel = entity(&list, "103");
    assert_eq!(identifiers(vessel), [(IdentifierKind::Imo, "7406784", ""), (IdentifierKind::CallSign, "CL2192", "")]);
    assert_eq!(remarks(vessel, "VESSEL TYPE"), ["Crude Oil Tanker"]);
    assert_eq!(remarks(vessel, "relationship"), ["Owned or Controlled By Example Front Company (101)"]);
    assert_eq!(remarks(vessel, "SanctionsEntryLink"), ["Supersedes 101"]);
    let aircraft = entity(&list, "104");
    assert_eq!(remarks(aircraft, "relationship"), ["Owned or Controlled By Karimi, Ali Reza (102), former"]);
    assert_eq!(programmes(aircraft), BTreeSet::from([""]), "listed under no programme is listed still");
}

/// What a list must hold, counted by another program on the files.
struct Expected {
    file: &'static str,
    id: &'static str,
    date: Option<&'static str>,
    is_strict: bool,
    /// Persons, organizations, vessels, aircraft.
    kinds: [usize; 4],
    names: usize,
    /// Listings: one for each programme of an entity.
    designations: usize,
    records: u64,
    /// Left out: records, parts; and warnings.
    problems: [usize; 3],
    imo_and_wallets: [usize; 2],
}

const EXPECTED: &[Expected] = &[
    // The files of alternate names and addresses are newer than the primary file, and the comments are absent.
    Expected {
        file: SDN_CSV,
        id: "ofac-sdn",
        date: None,
        is_strict: false,
        kinds: [6_854, 6_884, 851, 376],
        names: 36_633,
        designations: 17_382,
        records: 14_965 + 19_486 + 22_641,
        problems: [0, 1_468 + 2_474, 18],
        imo_and_wallets: [983, 281],
    },
    // A made-up row with the id of another entity (2677) ends the primary file; the last address has no entity.
    Expected {
        file: SDN_CSV_2022,
        id: "ofac-sdn",
        date: None,
        is_strict: false,
        kinds: [4_643, 3_700, 420, 280],
        names: 23_926,
        designations: 10_867,
        records: 9_044 + 12_409 + 13_625,
        problems: [1, 1, 7],
        imo_and_wallets: [502, 123],
    },
    Expected {
        file: CONS_CSV,
        id: "ofac-cons",
        date: None,
        is_strict: true,
        kinds: [79, 363, 0, 0],
        names: 1_585,
        designations: 534,
        records: 442 + 1_073 + 574 + 10,
        problems: [0, 0, 0],
        imo_and_wallets: [0, 0],
    },
    Expected {
        file: SDN_XML,
        id: "ofac-sdn",
        date: Some("2024-05-07"),
        is_strict: true,
        kinds: [6_855, 6_884, 851, 376],
        names: 36_717,
        designations: 17_383,
        records: 14_966,
        problems: [0, 0, 0],
        imo_and_wallets: [983, 589],
    },
    Expected {
        file: CONS_XML,
        id: "ofac-cons",
        date: Some("2025-03-28"),
        is_strict: true,
        kinds: [80, 363, 0, 0],
        names: 1_578,
        designations: 525,
        records: 443,
        problems: [0, 0, 0],
        imo_and_wallets: [0, 0],
    },
    Expected {
        file: CONS_XML_2018,
        id: "ofac-cons",
        date: Some("2018-04-06"),
        is_strict: true,
        kinds: [94, 471, 74, 0],
        names: 1_891,
        designations: 647,
        records: 639,
        problems: [0, 0, 0],
        imo_and_wallets: [74, 0],
    },
    Expected {
        file: CONS_ENHANCED,
        id: "ofac-cons",
        date: Some("2025-01-10"),
        is_strict: true,
        kinds: [80, 363, 0, 0],
        names: 1_623,
        designations: 525,
        records: 443,
        problems: [0, 0, 0],
        imo_and_wallets: [0, 0],
    },
    Expected {
        file: IRGC_ENHANCED,
        id: "ofac-sdn",
        date: Some("2024-08-28"),
        is_strict: true,
        kinds: [165, 84, 0, 44],
        names: 929,
        designations: 973,
        records: 293,
        problems: [0, 0, 0],
        imo_and_wallets: [0, 7],
    },
];

#[test]
fn real_lists_hold_what_another_program_counts() {
    for expected in EXPECTED {
        let Some(path) = data(expected.file) else { return };
        let strict = List::open(&path, &ReadOptions::default());
        assert_eq!(strict.is_ok(), expected.is_strict, "{}: {:?}", expected.file, strict.err());
        let list = List::open(&path, &ReadOptions::default().lenient()).unwrap();
        assert_eq!((list.id.as_str(), list.publisher.as_str()), (expected.id, "OFAC"), "{}", expected.file);
        assert_eq!(list.date.map(|date| date.to_string()).as_deref(), expected.date, "{}", expected.file);
        let of_kind = |kind| list.entities.iter().filter(|entity| entity.kind == kind).count();
        let kinds = [Kind::Person, Kind::Organization, Kind::Vessel, Kind::Aircraft].map(of_kind);
        assert_eq!(kinds, expected.kinds, "{}", expected.file);
        assert_eq!(kinds.iter().sum::<usize>(), list.entities.len(), "{}", expected.file);
        assert_eq!(list.names(), expected.names, "{}", expected.file);
        let designations: usize = list.entities.iter().map(|entity| entity.designations.len()).sum();
        assert_eq!(designations, expected.designations, "{}", expected.file);
        assert_eq!(list.report.records, expected.records, "{}", expected.file);
        let of = |severity| list.report.problems.iter().filter(|problem| problem.severity == severity).count();
        let problems = [Severity::RecordLeftOut, Severity::PartLeftOut, Severity::Warning].map(of);
        assert_eq!(problems, expected.problems, "{}", expected.file);
        let of = |kind| list.entities.iter().flat_map(|it| &it.identifiers).filter(|id| id.kind == kind).count();
        let found = [IdentifierKind::Imo, IdentifierKind::Wallet].map(of);
        assert_eq!(found, expected.imo_and_wallets, "{}", expected.file);
    }
}

#[test]
fn orphans_are_counted_by_their_file() {
    let Some(path) = data(SDN_CSV) else { return };
    let list = List::open(path, &ReadOptions::default().lenient()).unwrap();
    let mut orphans: BTreeMap<&str, usize> = BTreeMap::new();
    for problem in list.report.at_least(Severity::PartLeftOut) {
        *orphans.entry(problem.position.file.as_str()).or_default() += 1;
    }
    assert_eq!(orphans, BTreeMap::from([("add.csv", 2_474), ("alt.csv", 1_468)]));
}

#[test]
fn the_names_that_the_press_named_are_there() {
    let Some(path) = data(SDN_CSV) else { return };
    let sdn = List::open(path, &ReadOptions::default().lenient()).unwrap();
    let iray = entity(&sdn, "48808");
    assert_eq!(iray.primary_name(), "YANTAI IRAY TECHNOLOGY CO LTD");
    assert!(names(iray).contains(&("IRAY TECHNOLOGIES", NameType::WeakAlias)));
    assert!(names(iray).contains(&("IRAY TECHNOLOGY CO LTD", NameType::StrongAlias)));
    let Some(path) = data(CONS_CSV) else { return };
    let cons = List::open(path, &ReadOptions::default()).unwrap();
    let hikvision = entity(&cons, "30946");
    assert!(names(hikvision).contains(&("HIKVISION", NameType::StrongAlias)));
    assert_eq!(programmes(hikvision), BTreeSet::from(["CMIC-EO13959"]));
}

#[test]
fn comments_heal_the_cut_remarks() {
    let Some(path) = data(CONS_CSV) else { return };
    let bytes = std::fs::read(&path).unwrap();
    let alone = List::from_bytes("cons_prim.csv", &bytes, &ReadOptions::default()).unwrap();
    let whole = List::open(&path, &ReadOptions::default()).unwrap();
    // 17014 is cut within `Registration Number 1027700342890` and its weak alias stands in the tail.
    assert_eq!(alone.report.problems.len(), 10);
    assert!(!names(entity(&alone, "17014")).contains(&("RUSAG", NameType::WeakAlias)));
    assert!(names(entity(&whole, "17014")).contains(&("RUSAG", NameType::WeakAlias)));
    assert!(entity(&whole, "17014").identifiers.iter().any(|id| id.value == "1027700342890"));
    assert!(!entity(&alone, "17014").identifiers.iter().any(|id| id.value == "1027700342890"));
}

#[test]
fn files_that_are_cut_off_are_refused() {
    for file in [SDN_CSV, CONS_CSV, CONS_XML, IRGC_ENHANCED, SDN_XML, CONS_ENHANCED] {
        let Some(path) = data(file) else { return };
        let bytes = std::fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        for part in [1, 50, 99] {
            let mut length = bytes.len() * part / 100;
            // Between two rows of a table there is no telling; see `a_missing_end_mark_is_told`.
            while bytes[length - 1] == b'\n' || bytes[length - 1] == b'\r' {
                length -= 1;
            }
            for options in [ReadOptions::default(), ReadOptions::default().lenient()] {
                let read = List::from_bytes(&name, &bytes[..length], &options);
                assert!(read.is_err(), "{file} cut at {length} was read");
            }
        }
    }
}

#[test]
fn cut_fixtures_of_the_advanced_xml_are_refused() {
    let bytes = std::fs::read(Path::new(FIXTURES).join("sdn_advanced.xml")).unwrap();
    let end = bytes.iter().rposition(|&byte| byte == b'>').unwrap();
    for length in (0..=end).step_by(97).chain([end]) {
        assert!(List::from_bytes("sdn_advanced.xml", &bytes[..length], &ReadOptions::default().lenient()).is_err());
    }
}

#[test]
fn a_missing_end_mark_is_told() {
    let Some(path) = data(SDN_CSV) else { return };
    let bytes = std::fs::read(&path).unwrap();
    let line = bytes[..bytes.len() / 2].iter().rposition(|&byte| byte == b'\n').unwrap();
    let list = List::from_bytes("sdn.csv", &bytes[..=line], &ReadOptions::default()).unwrap();
    assert!(list.report.problems.iter().any(|problem| problem.reason.contains("0x1A")));
}

/// Two readings of one list that differ: what, and for which entities.
fn differences(a: &List, b: &List, say: impl Fn(&Entity, &Entity) -> Option<String>) -> BTreeMap<String, String> {
    let by_id: BTreeMap<&str, &Entity> = b.entities.iter().map(|entity| (entity.id.as_str(), entity)).collect();
    a.entities
        .iter()
        .filter_map(|entity| Some((entity, by_id.get(entity.id.as_str())?)))
        .filter_map(|(a, b)| say(a, b).map(|what| (a.id.clone(), what)))
        .collect()
}

fn ids(list: &List) -> BTreeSet<&str> {
    list.entities.iter().map(|entity| entity.id.as_str()).collect()
}

/// The CSV writes double quotes as single ones, for it quotes its cells with them.
fn single_quoted<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    texts.into_iter().map(|text| text.replace('"', "'")).collect()
}

fn names_of(entity: &Entity, wanted: impl Fn(NameType) -> bool) -> BTreeSet<String> {
    single_quoted(
        entity
            .names
            .iter()
            .filter(|name| wanted(name.name_type) && name.language.is_none())
            .map(|name| name.full.as_str()),
    )
}

/// The XML has a few numbers with their country behind them in brackets.
fn without_country(value: &str) -> String {
    value.split_once(" (").map_or(value, |(number, _)| number).to_owned()
}

#[allow(clippy::needless_pass_by_value, reason = "most callers make the values for this")]
fn unlike<T: PartialEq + std::fmt::Debug>(a: T, b: T) -> Option<String> {
    (a != b).then(|| format!("{a:?} / {b:?}"))
}

#[test]
fn the_sdn_list_is_the_same_in_csv_and_xml() {
    let (Some(csv), Some(xml)) = (data(SDN_CSV), data(SDN_XML)) else { return };
    let csv = List::open(csv, &ReadOptions::default().lenient()).unwrap();
    let xml = List::open(xml, &ReadOptions::default()).unwrap();
    // Four days lie between them: one person was added.
    assert_eq!(ids(&csv).difference(&ids(&xml)).count(), 0);
    assert_eq!(ids(&xml).difference(&ids(&csv)).count(), 1);

    let none = BTreeMap::new();
    assert_eq!(differences(&csv, &xml, |a, b| unlike(a.kind, b.kind)), none);
    assert_eq!(differences(&csv, &xml, |a, b| unlike(programmes(a), programmes(b))), none);
    assert_eq!(differences(&csv, &xml, |a, b| unlike(a.gender, b.gender)), none);
    assert_eq!(differences(&csv, &xml, |a, b| unlike(&a.birth_places, &b.birth_places)), none);
    let primary = |entity: &Entity| names_of(entity, |name_type| name_type == NameType::Primary);
    assert_eq!(differences(&csv, &xml, |a, b| unlike(primary(a), primary(b))), none);
    let parts = |entity: &Entity| entity.names[0].parts.clone();
    assert_eq!(differences(&csv, &xml, |a, b| unlike(parts(a), parts(b))), none);

    // Remarks that are cut hide what comes after; the comments file of this day is absent.
    let is_cut = |entity: &Entity| remarks(entity, "Remarks").iter().any(|text| text.len() >= 998);
    let whole = |a: &Entity| !is_cut(a);
    // (Other names are compared in the consolidated list: the files of alternate names here are of another year.)
    let weak = |entity: &Entity| names_of(entity, |name_type| name_type == NameType::WeakAlias);
    assert_eq!(differences(&csv, &xml, |a, b| whole(a).then(|| unlike(weak(a), weak(b))).flatten()), none);
    let lost = differences(&csv, &xml, |a, b| unlike(weak(a), weak(b)));
    assert!(!lost.is_empty() && lost.keys().all(|id| is_cut(entity(&csv, id))));

    // Two entities more in the CSV: the XML has a date of one and titles of two in its free remarks.
    let dates = differences(&csv, &xml, |a, b| whole(a).then(|| unlike(&a.birth_dates, &b.birth_dates)).flatten());
    assert_eq!(dates.keys().collect::<Vec<_>>(), ["11748"]);
    let titles = |entity: &Entity| single_quoted(entity.positions.iter().map(String::as_str));
    let titles = differences(&csv, &xml, |a, b| unlike(titles(a), titles(b)));
    assert_eq!(titles.keys().collect::<Vec<_>>(), ["15552", "15553"]);

    // Every identifier of the XML is in the CSV. Where a number is followed by a place in brackets (a Colombian register
    // of companies), the CSV cannot tell the place from a country.
    let in_csv = |a: &Entity, id: &Identifier| {
        a.identifiers.iter().any(|known| {
            known.kind == id.kind
                && (known.value == id.value
                    || (id.country.is_none()
                        && known
                            .country
                            .as_ref()
                            .is_some_and(|it| id.value == format!("{} ({})", known.value, it.text))))
        })
    };
    let missing = |a: &Entity, b: &Entity| {
        let missing: Vec<&Identifier> = b.identifiers.iter().filter(|id| !in_csv(a, id)).collect();
        (whole(a) && !missing.is_empty()).then(|| format!("{missing:?}"))
    };
    assert_eq!(differences(&csv, &xml, missing), none);
    // What the CSV has more are telephones and the like that the XML leaves in free remarks.
    let more = |a: &Entity, b: &Entity| {
        let known: BTreeSet<(IdentifierKind, &str)> =
            b.identifiers.iter().map(|id| (id.kind, id.value.as_str())).collect();
        let free = [IdentifierKind::Phone, IdentifierKind::Website, IdentifierKind::Passport];
        let more: Vec<&Identifier> = a
            .identifiers
            .iter()
            .filter(|id| !known.contains(&(id.kind, id.value.as_str())) && !free.contains(&id.kind))
            .filter(|id| !(id.country.is_some() && id.label.starts_with("Matricula Mercantil")))
            .collect();
        (!more.is_empty()).then(|| format!("{more:?}"))
    };
    assert_eq!(differences(&csv, &xml, more), none);
}

#[test]
fn the_consolidated_list_is_the_same_in_three_formats() {
    let (Some(csv), Some(xml), Some(enhanced)) = (data(CONS_CSV), data(CONS_XML), data(CONS_ENHANCED)) else { return };
    let csv = List::open(csv, &ReadOptions::default()).unwrap();
    let xml = List::open(xml, &ReadOptions::default()).unwrap();
    let enhanced = List::open(enhanced, &ReadOptions::default()).unwrap();
    let strong = |entity: &Entity| names_of(entity, |name_type| name_type != NameType::WeakAlias);
    let weak = |entity: &Entity| names_of(entity, |name_type| name_type == NameType::WeakAlias);
    let values = |entity: &Entity| {
        let values: BTreeSet<(IdentifierKind, String)> =
            entity.identifiers.iter().map(|id| (id.kind, without_country(&id.value))).collect();
        values
    };
    let births = |entity: &Entity| {
        let births: BTreeSet<String> = entity.birth_dates.iter().map(ToString::to_string).collect();
        births
    };
    let compare = |a: &List, b: &List| {
        [
            differences(a, b, |a, b| unlike(strong(a), strong(b))),
            differences(a, b, |a, b| unlike(weak(a), weak(b))),
            differences(a, b, |a, b| unlike(values(a), values(b))),
            differences(a, b, |a, b| unlike(births(a), births(b))),
            differences(a, b, |a, b| unlike(programmes(a), programmes(b))),
            differences(a, b, |a, b| unlike(a.kind, b.kind)),
        ]
    };
    // Nothing happened between January and March.
    assert_eq!(ids(&xml), ids(&enhanced));
    assert_eq!(compare(&xml, &enhanced), [const { BTreeMap::new() }; 6]);
    assert_eq!(enhanced.entities.iter().flat_map(|it| &it.names).filter(|it| it.language.is_some()).count(), 45);

    // Between March and December one entity was taken off, eleven oil companies were put on a second programme, which
    // brought new names and numbers, and one entity was taken off the Syria programme, which was ended.
    assert_eq!(ids(&xml).difference(&ids(&csv)).collect::<Vec<_>>(), [&"26182"]);
    assert_eq!(ids(&csv).difference(&ids(&xml)).count(), 0);
    let changed = compare(&csv, &xml);
    let relisted: BTreeSet<&String> = changed[4].keys().collect();
    assert_eq!(relisted.len(), 12);
    let added = |id: &str| programmes(entity(&csv, id)).is_superset(&programmes(entity(&xml, id)));
    assert_eq!(relisted.iter().filter(|id| added(id)).count(), 11);
    for differences in &changed {
        assert!(differences.keys().all(|id| relisted.contains(id)), "{differences:#?}");
    }
    assert_eq!(changed.map(|differences| differences.len()), [4, 2, 10, 0, 12, 0]);
}
