//! Lists of the US (except OFAC), Canada, Australia, `OpenSanctions`, Senzing, and a bank's own: fixtures and real files.
//!
//! The counts of the real files were found with another program, from the files alone; names and identifiers count once
//! for each entity. The names of the Canadian list depend on where its aliases are cut; its count only holds them still.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use sanctions_screen::list::{List, Mapping, ReadOptions, Severity, open_all};
use sanctions_screen::{CountryRole, Entity, Error, Gender, IdentifierKind, Kind, NameType};

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The folder of real lists, which is not part of the repository.
#[allow(clippy::print_stdout)]
fn shared() -> Option<PathBuf> {
    let path = repository("../shared/data");
    if path.exists() {
        return Some(path);
    }
    println!("skipped: ../shared is absent");
    None
}

fn fixture(path: &str) -> List {
    List::open(repository("fixtures/lists").join(path), &ReadOptions::default()).unwrap()
}

fn with(mapping: &str) -> ReadOptions {
    ReadOptions::default().mapping(Mapping::open(repository("mappings").join(mapping)).unwrap())
}

fn with_all_mappings() -> ReadOptions {
    let mut files: Vec<_> = fs::read_dir(repository("mappings")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    files.iter().fold(ReadOptions::default(), |options, file| options.mapping(Mapping::open(file).unwrap()))
}

/// Records, entities, names, identifiers, and what was left out.
fn counts(list: &List) -> (u64, usize, usize, usize, usize) {
    let left_out = list.report.at_least(Severity::PartLeftOut).count();
    (list.report.records, list.entities.len(), list.names(), list.identifiers(), left_out)
}

fn kinds(list: &List) -> [usize; 5] {
    [Kind::Person, Kind::Organization, Kind::Vessel, Kind::Aircraft, Kind::Unknown]
        .map(|kind| list.entities.iter().filter(|entity| entity.kind == kind).count())
}

fn names(entity: &Entity) -> Vec<(&str, NameType)> {
    entity.names.iter().map(|name| (name.full.as_str(), name.name_type)).collect()
}

fn identifiers(entity: &Entity) -> Vec<(IdentifierKind, &str)> {
    entity.identifiers.iter().map(|identifier| (identifier.kind, identifier.value.as_str())).collect()
}

fn remarks(entity: &Entity) -> Vec<(&str, &str)> {
    entity.remarks.iter().map(|remark| (remark.label.as_str(), remark.text.as_str())).collect()
}

fn countries(entity: &Entity) -> Vec<(CountryRole, &str)> {
    entity.countries.iter().map(|(role, country)| (*role, country.text.as_str())).collect()
}

fn dates(entity: &Entity) -> Vec<String> {
    entity.birth_dates.iter().map(ToString::to_string).collect()
}

fn designations(entity: &Entity) -> Vec<(&str, &str)> {
    entity.designations.iter().map(|listing| (listing.authority.as_str(), listing.programme.as_str())).collect()
}

#[test]
fn an_own_csv_list_keeps_every_column() {
    let list = fixture("own/watchlist.csv");
    assert_eq!((list.id.as_str(), list.publisher.as_str(), list.report.records), ("watchlist", "own", 4));
    let [acme, ann, pearl, nautilus] = &list.entities[..] else { panic!("{}", list.entities.len()) };
    assert_eq!(
        names(acme),
        [
            ("Acme Arms Ltd", NameType::Primary),
            ("Acme", NameType::StrongAlias),
            ("Acme Weapons", NameType::StrongAlias),
            ("AA", NameType::WeakAlias),
            ("Acme Tools Ltd", NameType::FormerName),
            ("雅克美武器", NameType::StrongAlias),
        ]
    );
    assert_eq!(acme.names[5].language.as_deref(), Some("native"));
    assert_eq!(designations(acme), [("Compliance", "SR-1"), ("Board", "SR-2")]);
    assert_eq!(acme.designations[1].listed_on.unwrap().to_string(), "2024-05-01");
    assert_eq!(
        identifiers(acme),
        [(IdentifierKind::Imo, "9074729"), (IdentifierKind::TaxNumber, "7706061801"), (IdentifierKind::Other, "K-9")]
    );
    assert_eq!(acme.identifiers[2].label, "crane");
    assert_eq!(acme.addresses.len(), 2);
    assert_eq!(remarks(acme), [("remarks", "Dual use; see file 12"), ("Case officer", "J. Smith")]);
    assert_eq!(dates(ann), ["1960/1962", "1961-05-17"]);
    assert_eq!(remarks(ann), [("birth_date", "spring 1961")]);
    assert_eq!((ann.gender, ann.positions.len(), ann.is_designated()), (Some(Gender::Female), 2, false));
    assert_eq!((pearl.kind, countries(pearl)), (Kind::Vessel, vec![(CountryRole::Related, "PA")]));
    assert_eq!((nautilus.kind, remarks(nautilus)), (Kind::Unknown, vec![("kind", "submarine")]));
    assert_eq!(identifiers(nautilus), [(IdentifierKind::Website, "https://nautilus.example")]);
    assert_eq!(list.report.problems.len(), 1, "{:?}", list.report.problems);
}

#[test]
fn own_lists_are_read_with_other_delimiters_and_from_json() {
    let list = fixture("own/semicolons.csv");
    assert_eq!((list.entities[0].primary_name(), list.entities[0].id.as_str()), ("Acme Arms; Trading", "1"));

    let list = fixture("own/watchlist.json");
    assert_eq!(counts(&list), (2, 2, 4, 1, 0));
    assert_eq!(list.entities[0].id, "17");
    // What stands in an array is one value.
    assert_eq!(list.entities[0].names[1].full, "Acme; the Arms People");
    assert_eq!(remarks(&list.entities[0]), [("contact.city", "Limassol"), ("contact.country", "CY")]);
    assert_eq!(countries(&list.entities[1]).len(), 2);

    let list = fixture("own/watchlist.jsonl");
    assert_eq!(counts(&list), (2, 2, 3, 0, 0));
    assert_eq!(designations(&list.entities[1]), [("own", "SR-1")]);
    assert_eq!(list.entities[1].id, "2");
}

#[test]
fn own_lists_in_other_encodings_are_read_or_refused() {
    let text = "id,name\n1,Müller\n";
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let list = List::from_bytes("utf16.csv", &utf16, &ReadOptions::default()).unwrap();
    assert_eq!(list.entities[0].primary_name(), "Müller");

    let latin: Vec<u8> = text.chars().map(|letter| letter as u8).collect();
    let error = List::from_bytes("latin.csv", &latin, &ReadOptions::default().lenient()).unwrap_err();
    assert!(error.to_string().starts_with("latin.csv, line 2: the text is not UTF-8"), "{error}");
    let mapping = "recognise.columns = ['id', 'name']\nlayout.encoding = 'windows-1252'\nfields.name = 'name'";
    let options = ReadOptions::default().mapping(Mapping::from_toml(mapping).unwrap());
    assert_eq!(List::from_bytes("latin.csv", &latin, &options).unwrap().entities[0].primary_name(), "Müller");
}

#[test]
fn an_own_spreadsheet_may_have_a_title_above_its_header() {
    let list = fixture("own/watchlist.xlsx");
    assert_eq!(counts(&list), (2, 2, 4, 0, 0));
    let ann = &list.entities[0];
    assert_eq!(
        (ann.kind, dates(ann), remarks(ann)),
        (Kind::Person, vec!["1960-05-17".to_owned()], vec![("Desk", "7")])
    );
}

#[test]
fn columns_may_stand_in_any_order_with_others_between() {
    for file in ["us/csl_28_columns.csv", "us/dpl_2024.csv", "opensanctions/targets.simple.csv", "own/watchlist.csv"] {
        let bytes = fs::read(repository("fixtures/lists").join(file)).unwrap();
        let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[..]);
        let mut writer = csv::Writer::from_writer(Vec::new());
        for (index, row) in rows.records().enumerate() {
            let row = row.unwrap();
            let new = if index == 0 { "a new column" } else { "" };
            writer.write_record(row.iter().rev().chain([new])).unwrap();
        }
        let turned = writer.into_inner().unwrap();
        let turned = List::from_bytes(file, &turned, &ReadOptions::default()).unwrap();
        let straight = fixture(file);
        assert_eq!(turned.entities.len(), straight.entities.len());
        for (one, other) in turned.entities.iter().zip(&straight.entities) {
            // What stands in several columns comes in their order.
            let sorted = |entity: &Entity| {
                let mut entity = entity.clone();
                entity.remarks.sort_by(|one, other| (&one.label, &one.text).cmp(&(&other.label, &other.text)));
                entity
            };
            assert_eq!(sorted(one), sorted(other), "{file}");
        }
    }
}

#[test]
fn damaged_files_are_read_or_refused_without_panic() {
    let mut files = Vec::new();
    for folder in ["us", "ca", "au", "opensanctions", "own"] {
        files.extend(
            fs::read_dir(repository("fixtures/lists").join(folder)).unwrap().map(|entry| entry.unwrap().path()),
        );
    }
    files.sort();
    // A linear congruential generator: the same damage in every run.
    let mut state = 42u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let options = with_all_mappings().lenient();
    for file in files {
        let whole = fs::read(&file).unwrap();
        for _ in 0..150 {
            let mut bytes = whole.clone();
            match next(4) {
                0 => bytes.truncate(next(whole.len())),
                1 => {
                    let (from, to) = (next(whole.len()), next(whole.len()));
                    bytes.drain(from.min(to)..from.max(to));
                }
                _ => {
                    for _ in 0..=next(4) {
                        let at = next(whole.len());
                        bytes[at] = b"\"';,\n\t{}[]<>:\0\xff(a)"[next(18)];
                    }
                }
            }
            // Either is right, as long as it comes back; and a list that was read has names.
            if let Ok(list) = List::from_bytes("damaged", &bytes, &options) {
                assert!(list.entities.iter().all(|entity| !entity.names.is_empty()));
            }
        }
    }
}

#[test]
fn tables_that_may_be_anything_are_not_taken_for_lists() {
    for text in [
        "name,country,isin\nAcme,CY,1\n",
        "lei,legal_name,country,category\n1,Acme,CY,x\n",
        "{\"0\": {\"cik_str\": 1, \"ticker\": \"A\", \"title\": \"Acme\"}}",
        "Acme\nBeta\n",
        "<html><body>id,name</body></html>",
    ] {
        let error = List::from_bytes("x", text.as_bytes(), &ReadOptions::default()).unwrap_err();
        assert!(matches!(error, Error::UnknownFormat { .. }), "{text}: {error}");
    }
}

#[test]
fn a_mapping_says_what_the_columns_are() {
    let folder = repository("fixtures/lists/own");
    let options = ReadOptions::default().mapping(Mapping::open(folder.join("foreign.toml")).unwrap());
    let list = List::open(folder.join("foreign.csv"), &options).unwrap();
    assert_eq!((list.id.as_str(), list.publisher.as_str()), ("acme-watch", "Acme Bank"));
    assert_eq!(list.date.unwrap().to_string(), "2024-06-01");
    let [acme, beta] = &list.entities[..] else { panic!() };
    assert_eq!(
        names(acme).iter().map(|(name, _)| *name).collect::<Vec<_>>(),
        ["Acme Arms GmbH", "Acme", "雅克美", "AAG"]
    );
    assert_eq!(acme.designations[0].listed_on.unwrap().to_string(), "2024-03-04");
    assert_eq!(countries(acme), [(CountryRole::Related, "Cyprus")]);
    assert_eq!(identifiers(acme), [(IdentifierKind::TaxNumber, "DE1")]);
    assert!(acme.remarks.is_empty());
    // `-` stands for nothing: the first alias is the name under which Beta is listed.
    assert_eq!(names(beta), [("Beta", NameType::Primary)]);
    let error = List::from_bytes("x", b"Name der Firma\nAcme\n", &options).unwrap_err().to_string();
    assert!(error.contains("no mapping of the 1 given fits it"), "{error}");
    // A file that the mapping does not know is read as if there were none.
    assert_eq!(List::open(folder.join("watchlist.csv"), &options).unwrap().id, "watchlist");
}

#[test]
fn a_wrong_mapping_is_refused_with_its_place() {
    for (text, expected) in [
        (
            "recognise.columns = ['a']\nfields.name = 'a'\nfields.alais = 'b'",
            "mapping, line 3: the mapping cannot be read: unknown field `alais`",
        ),
        ("recognise.columns = ['a']\n[fields]\nname = { from = 'a', sperators = [] }", "unknown field `sperators`"),
        ("recognise.columns = ['a']\nfields.name = 'a'\nidentifiers.b = 'shoe-size'", "unknown variant `shoe-size`"),
        ("fields.name = 'a'", "name at least one column"),
        ("recognise.columns = ['a']", "say which column holds the name"),
        ("recognise.columns = ['a']\nfields.name = 'a'\nlayout.encoding = 'klingon'", "no known encoding"),
        ("recognise.columns = ['a']\nfields.name = 'a'\ncells.separators = ['']", "a separator cannot be empty"),
    ] {
        let error = Mapping::from_toml(text).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
    let error = Mapping::from_json("{\"recognise\": {\"columns\": [\"a\"]},\n \"felds\": {}}").unwrap_err().to_string();
    assert!(error.contains("line 2") && error.contains("unknown field `felds`"), "{error}");
    assert!(matches!(Mapping::open("no-such-mapping.toml"), Err(Error::Io { .. })));
}

#[test]
fn short_years_are_of_the_century_that_the_mapping_names() {
    let read = |cells: &str| {
        let mapping = format!("recognise.columns = ['born']\nfields.name = 'n'\nfields.birth_date = 'born'\n{cells}");
        let options = ReadOptions::default().mapping(Mapping::from_toml(&mapping).unwrap());
        let list = List::from_bytes("x.csv", "n,born\nAcme,13.07.23\nBeta,1.2.é\n".as_bytes(), &options).unwrap();
        (dates(&list.entities[0]), remarks(&list.entities[1]).len())
    };
    assert_eq!(read("cells.century = 20"), (vec!["2023-07-13".to_owned()], 1));
    assert_eq!(read(""), (vec![], 1));
}

#[test]
fn a_stated_count_is_checked() {
    let mapping = "recognise.columns = ['title']\nlayout.count = 'count'\nfields.name = 'title'";
    let options = ReadOptions::default().mapping(Mapping::from_toml(mapping).unwrap());
    let json = |count: u64| format!("{{\"rows\": [{{\"title\": \"Acme\"}}], \"count\": {count}}}");
    assert!(List::from_bytes("x.json", json(1).as_bytes(), &options).is_ok());
    let error = List::from_bytes("x.json", json(2).as_bytes(), &options).unwrap_err();
    assert!(error.to_string().contains("another number of records than the 1"), "{error}");
}

#[test]
fn repeated_ids_are_refused_merged_or_numbered() {
    let csv = "key,title\n7,Acme\n7,Acme Arms\n";
    let read = |same_id: &str| {
        let mapping = format!(
            "recognise.columns = ['key']\nlayout.same_id = '{same_id}'\nfields.id = 'key'\nfields.name = 'title'"
        );
        List::from_bytes(
            "x.csv",
            csv.as_bytes(),
            &ReadOptions::default().mapping(Mapping::from_toml(&mapping).unwrap()),
        )
    };
    assert!(read("refuse").unwrap_err().to_string().contains("line 3, record 2: the id occurs twice"));
    assert_eq!(read("merge").unwrap().entities[0].names.len(), 2);
    let numbered = read("number").unwrap();
    assert_eq!(numbered.entities.iter().map(|entity| entity.id.as_str()).collect::<Vec<_>>(), ["7", "7#2"]);
}

#[test]
fn csl_rows_without_id() {
    let list = fixture("us/csl_28_columns.csv");
    assert_eq!((list.id.as_str(), list.publisher.as_str()), ("us-csl", "ITA"));
    let [denied, pearl, ann, institute] = &list.entities[..] else { panic!() };
    assert_eq!((denied.id.as_str(), denied.primary_name(), denied.kind), ("DPL-row-1", "ANN DOE", Kind::Unknown));
    assert_eq!(designations(denied), [("BIS", "Denied Persons List (DPL)")]);
    assert_eq!(remarks(denied), [("end_date", "2020-10-13"), ("standard_order", "Y"), ("remarks", "FR NOTICE ADDED")]);
    assert_eq!(denied.addresses[0].country.as_ref().unwrap().text, "US");
    assert_eq!(pearl.id, "SDN-901");
    assert_eq!(identifiers(pearl), [(IdentifierKind::CallSign, "EQKH"), (IdentifierKind::Imo, "9187629")]);
    assert_eq!(countries(pearl), [(CountryRole::Flag, "Iran"), (CountryRole::Flag, "Malta")]);
    assert_eq!(designations(pearl), [("OFAC", "IRAN"), ("OFAC", "NPWMD")]);
    assert_eq!(remarks(pearl)[0], ("ids", "Subject to Secondary Sanctions, Additional Sanctions Information -"));
    assert_eq!((dates(ann), ann.gender), (vec!["~1960".to_owned(), "1955/1960".to_owned()], Some(Gender::Female)));
    assert_eq!(ann.identifiers[0].country.as_ref().unwrap().text, "SA");
    assert_eq!(ann.identifiers[0].label, "SA, 2019-11-13, 2015-01-07, P667604, Passport");
    assert_eq!(institute.names[2].full, "46 TsNII MO RF");
}

#[test]
fn csl_rows_of_one_id_are_one_entity() {
    let list = fixture("us/csl_29_columns.csv");
    assert_eq!(counts(&list), (3, 2, 3, 2, 0));
    let [arimero, atlas] = &list.entities[..] else { panic!() };
    assert_eq!(arimero.designations.len(), 2);
    assert!(arimero.designations[1].reference.starts_with("Specially Designated Nationals"));
    assert_eq!(
        identifiers(arimero),
        [(IdentifierKind::Registration, "C146742"), (IdentifierKind::Email, "a@example.org")]
    );
    assert_eq!((atlas.id.as_str(), designations(atlas)), ("a1b2", vec![("BIS", "Unverified List (UVL)")]));

    let list = fixture("us/csl.json");
    let [bank, spc] = &list.entities[..] else { panic!() };
    assert_eq!(bank.names[1].full, "HAVANA BANK; LTD");
    assert_eq!(bank.addresses[0].full, "189 Marsh Wall, London, E14 9SH, GB");
    assert_eq!(identifiers(bank), [(IdentifierKind::Bic, "HAVIGB2L")]);
    assert_eq!((designations(spc), countries(spc)), (vec![("State", "INKSNA")], vec![(CountryRole::Related, "TH")]));
    assert_eq!(remarks(spc), [("sub", "{\"a\":1}")]);
}

#[test]
fn denied_persons_in_both_layouts() {
    let list = fixture("us/dpl.txt");
    assert_eq!((list.id.as_str(), list.publisher.as_str()), ("bis-dpl", "BIS"));
    let [first, second] = &list.entities[..] else { panic!() };
    assert_eq!((first.id.as_str(), second.id.as_str()), ("ANN DOE 2017-10-16", "ANN DOE 2017-10-16#2"));
    assert_eq!(
        (first.primary_name(), first.addresses[0].full.as_str()),
        ("ANN DOE", "1 MAIN ST, MIAMI, FL, 33130, US")
    );
    assert_eq!(first.designations[0].listed_on.unwrap().to_string(), "2017-10-16");
    assert_eq!(remarks(first)[0], ("Expiration_Date", "10/13/2020"));
    let list = fixture("us/dpl_2024.csv");
    assert_eq!(list.id, "bis-dpl");
    assert_eq!(remarks(&list.entities[0]), [("Expiration Date", "10/13/2027"), ("Type of Denial", "Standard")]);
}

#[test]
fn canadian_records() {
    let list = fixture("ca/sema-lmes.xml");
    assert_eq!((list.id.as_str(), list.publisher.as_str()), ("ca-sema", "GAC"));
    let [anna, service, pearl, john, roe] = &list.entities[..] else { panic!() };
    assert_eq!(anna.id, "Belarus / 1, Part 1 / 1");
    assert_eq!((anna.primary_name(), anna.kind, anna.positions[0].as_str()), ("Anna PETROVA", Kind::Person, "Colonel"));
    assert_eq!(anna.names[0].parts.as_ref().unwrap().family, "PETROVA");
    assert_eq!(anna.names[2].language.as_deref(), Some("Belarusian"));
    assert_eq!(dates(anna), ["1960-05-17", "1961"]);
    assert_eq!(designations(anna), [("GAC", "Belarus / Bélarus")]);
    assert_eq!(service.primary_name(), "Sea River Service LLC");
    assert_eq!(names(service)[1..], [("Море Река Сервис, ООО", NameType::StrongAlias), ("SRS", NameType::StrongAlias)]);
    assert_eq!((pearl.kind, pearl.id.as_str()), (Kind::Vessel, "Iran / 1, Part 2 / 9"));
    assert_eq!(identifiers(pearl), [(IdentifierKind::Imo, "9187629")]);
    assert_eq!(
        remarks(pearl),
        [("DateOfBirthOrShipBuildDate", "born in the early 1960s"), ("TitleOrShip", "Oil Tanker"), ("Colour", "black")]
    );
    assert_eq!((countries(pearl), countries(john)), (vec![(CountryRole::Related, "Iran")], vec![]));
    assert_eq!((roe.primary_name(), roe.id.strip_prefix(john.id.as_str())), ("ROE", Some("#2")));
}

#[test]
fn australian_rows_of_both_layouts() {
    let list = fixture("au/old_layout.xlsx");
    assert_eq!((list.id.as_str(), counts(&list)), ("au-dfat", (4, 2, 4, 0, 0)));
    let ann = &list.entities[0];
    assert_eq!(
        names(ann),
        [("Ann Doe", NameType::Primary), ("Anna", NameType::StrongAlias), ("Ann Roe", NameType::FormerName)]
    );
    assert_eq!((ann.id.as_str(), dates(ann)), ("2", vec!["1945".to_owned(), "1972-01-30".to_owned()]));
    assert_eq!(ann.birth_places, ["Kabul", "Herat"]);
    assert_eq!(ann.designations[0].listed_on.unwrap().to_string(), "2001-01-25");
    assert_eq!(ann.designations.len(), 1);
    assert_eq!(countries(ann).len(), 2);

    let list = fixture("au/layout_2026.xlsx");
    let pearl = &list.entities[0];
    assert_eq!((pearl.kind, identifiers(pearl)), (Kind::Vessel, vec![(IdentifierKind::Imo, "9187629")]));
    assert_eq!(
        (pearl.names[1].name_type, pearl.names[2].language.as_deref()),
        (NameType::WeakAlias, Some("Original Script"))
    );
    assert!(remarks(pearl).contains(&("Travel Ban", "false")));
}

#[test]
fn opensanctions_exports() {
    let list = fixture("opensanctions/targets.simple.csv");
    assert_eq!((list.id.as_str(), list.date.unwrap().to_string().as_str()), ("os-example-war-sanctions", "2026-03-13"));
    let [pearl, acme] = &list.entities[..] else { panic!() };
    assert_eq!(pearl.names[2].full, "Ocean; Pearl");
    assert_eq!(identifiers(pearl), [(IdentifierKind::Imo, "9187629"), (IdentifierKind::Other, "636012345")]);
    assert_eq!(designations(pearl), [("Example War Sanctions", "XX-MARE")]);
    assert_eq!((acme.kind, remarks(acme)), (Kind::Unknown, vec![("schema", "LegalEntity")]));
    assert_eq!(designations(acme), [("Example War Sanctions", "EX - Arms - 2024-05-01")]);

    let list = fixture("opensanctions/entities.ftm.json");
    assert_eq!(
        (list.id.as_str(), list.publisher.as_str(), list.report.records),
        ("os-ex_sanctions", "OpenSanctions", 7)
    );
    let [ann, pearl] = &list.entities[..] else { panic!() };
    assert_eq!(
        names(ann),
        [
            ("Ann Doe", NameType::Primary),
            ("A. Doe", NameType::StrongAlias),
            ("Anna", NameType::StrongAlias),
            ("The Doe", NameType::WeakAlias),
            ("Ann Roe", NameType::FormerName),
        ]
    );
    assert_eq!(designations(ann), [("Example Ministry", "Arms")]);
    assert_eq!(ann.designations[0].listed_on.unwrap().to_string(), "2024-05-01");
    assert_eq!(identifiers(ann), [(IdentifierKind::TaxNumber, "7706061801"), (IdentifierKind::Passport, "X123")]);
    assert_eq!(ann.addresses[0].country.as_ref().unwrap().text, "cy");
    assert!(remarks(ann).contains(&("Family", "relative: Bob Doe; relationship: brother")), "{:?}", remarks(ann));
    assert!(remarks(ann).contains(&("topics", "sanction")));
    assert_eq!((pearl.kind, countries(pearl)), (Kind::Vessel, vec![(CountryRole::Flag, "pa")]));
    assert_eq!(list.report.problems.len(), 1, "Bob Doe is no target: {:?}", list.report.problems);

    let list = fixture("opensanctions/targets.nested.json");
    assert_eq!(designations(&list.entities[0]), [("Example Ministry", "Arms")]);
    assert_eq!(list.entities[0].names.len(), 1);
}

#[test]
fn senzing_records() {
    let list = fixture("opensanctions/senzing.json");
    assert_eq!((list.id.as_str(), counts(&list)), ("senzing-os-ex", (3, 3, 5, 3, 0)));
    let [ann, acme, jane] = &list.entities[..] else { panic!() };
    assert_eq!(names(ann), [("Ann Doe", NameType::Primary), ("Anna Doe", NameType::StrongAlias)]);
    assert_eq!((designations(ann), acme.is_designated()), (vec![("OS_EX", "")], false));
    assert_eq!(identifiers(ann), [(IdentifierKind::TaxNumber, "7706061801")]);
    assert_eq!(acme.kind, Kind::Organization);
    assert_eq!(identifiers(acme), [(IdentifierKind::Lei, "5493001KJTIIGC8Y1R12")]);
    assert_eq!((jane.kind, jane.primary_name()), (Kind::Person, "Jane Roe"));
}

#[test]
fn real_published_files_are_read_whole() {
    let Some(shared) = shared() else { return };
    for (file, id, expected) in [
        ("us-csl/csl_sample.csv", "us-csl", (115, 115, 276, 114, 0)),
        ("format-samples/us-csl/consolidated.csv.gz", "us-csl", (14160, 14048, 33488, 10315, 0)),
        ("format-samples/us-csl/consolidated_excerpt_2025-06.csv", "us-csl", (13, 13, 28, 9, 0)),
        ("format-samples/us-csl/consolidated_3records.json", "us-csl", (3, 3, 5, 2, 0)),
        ("us-bis-dpl/dpl.txt", "bis-dpl", (546, 546, 546, 0, 0)),
        ("ca-sema/sema-lmes.xml", "ca-sema", (4759, 4759, 8364, 109, 0)),
        ("au-dfat/Australian_Sanctions_Consolidated_List.xlsx", "au-dfat", (11068, 3846, 11033, 261, 0)),
        (
            "opensanctions-ua-war-sanctions/targets.simple.csv",
            "os-ukraine-war-and-sanctions",
            (5600, 5600, 13330, 8743, 0),
        ),
        ("opensanctions-sa-peps/entities.ftm.json", "os-sa_wiki_peps_v2", (1565, 423, 2628, 440, 0)),
        ("opensanctions-sa-peps/targets.nested.json", "os-wd_persons", (5, 5, 11, 7, 0)),
        ("opensanctions-sa-peps/targets.simple.csv", "os-wikidata-politically-exposed-persons", (5, 5, 11, 5, 0)),
        ("opensanctions-sa-peps/senzing.json", "senzing-os-wd-persons", (14, 14, 23, 16, 0)),
        ("names-person/us_congress_senzing.json", "senzing-os-us-congress", (1319, 1319, 1352, 1319, 0)),
    ] {
        let list = List::open(shared.join(file), &ReadOptions::default()).unwrap();
        assert_eq!((list.id.as_str(), counts(&list)), (id, expected), "{file}");
        let warnings = usize::from(file.ends_with("entities.ftm.json"));
        assert_eq!(list.report.problems.len(), warnings, "{file}: {:?}", list.report.problems.first());
    }
}

#[test]
fn kinds_of_real_lists() {
    let Some(shared) = shared() else { return };
    let open = |file: &str| List::open(shared.join(file), &ReadOptions::default()).unwrap();
    assert_eq!(kinds(&open("ca-sema/sema-lmes.xml")), [3334, 1316, 109, 0, 0]);
    assert_eq!(kinds(&open("au-dfat/Australian_Sanctions_Consolidated_List.xlsx")), [2543, 1041, 262, 0, 0]);
    assert_eq!(kinds(&open("opensanctions-ua-war-sanctions/targets.simple.csv")), [1543, 1524, 1340, 0, 1193]);
}

#[test]
fn mappings_read_the_real_files_whole() {
    let Some(shared) = shared() else { return };
    for (mapping, file, expected) in [
        ("cn-countermeasures.toml", "cn-mofcom-mfa/sanctions.csv", (610, 610, 1167, 91, 0)),
        ("ofac-sdn-names.toml", "ofac-sdn-names-2025/sdn_names.csv", (17863, 17863, 27321, 0, 0)),
        ("au-dfat-names.toml", "au-dfat/names.csv.gz", (11068, 3846, 11033, 261, 0)),
        ("eu-fsf-names.toml", "eu-fsf/eu_fsf_names_2025-05.csv.gz", (27573, 27573, 27573, 0, 0)),
        ("ua-nsdc-persons.toml", "ua-nsdc/names_individuals.csv.gz", (3915, 3915, 7291, 0, 0)),
    ] {
        let list = List::open(shared.join(file), &with(mapping)).unwrap();
        assert_eq!(counts(&list), expected, "{file}");
        assert!(list.report.problems.is_empty(), "{file}: {:?}", list.report.problems.first());
    }
    let chinese = List::open(shared.join("cn-mofcom-mfa/sanctions.csv"), &with("cn-countermeasures.toml")).unwrap();
    let listings: Vec<_> = chinese.entities.iter().flat_map(|entity| &entity.designations).collect();
    let of = |authority: &str| listings.iter().filter(|listing| listing.authority == authority).count();
    assert_eq!([of("MFA (China)"), of("MOFCOM"), of("TAO (China)"), of("CN")], [299, 273, 37, 1]);
    assert_eq!(listings.iter().filter(|listing| listing.listed_on.is_some()).count(), 609);
    // One legal entity of the Ukrainian register has no name in any language.
    for (mapping, file, expected) in [
        ("ua-nsdc.toml", "ua-nsdc/sanctions.xlsx", (5677, 5676, 10548, 2643, 1)),
        ("ua-nsdc-entities.toml", "ua-nsdc/names_entities.csv.gz", (1762, 1761, 3257, 2643, 1)),
    ] {
        let error = List::open(shared.join(file), &with(mapping)).unwrap_err().to_string();
        assert!(error.contains("the record has no name") && error.contains("140-2021:14"), "{error}");
        let list = List::open(shared.join(file), &with(mapping).lenient()).unwrap();
        assert_eq!(counts(&list), expected, "{file}");
    }
}

#[test]
fn the_official_journal_and_export_control_folders_are_read_at_once() {
    let Some(shared) = shared() else { return };
    let options = with("eu-oj.toml").mapping(Mapping::open(repository("mappings/us-export-control.toml")).unwrap());
    let (lists, skipped) = open_all(&[shared.join("eu-oj"), shared.join("us-export-control")], &options).unwrap();
    assert_eq!(skipped, []);
    let (journal, control): (Vec<List>, Vec<List>) = lists.into_iter().partition(|list| list.publisher == "EU");
    let sum = |lists: &[List], count: &dyn Fn(&List) -> usize| lists.iter().map(count).sum::<usize>();
    assert_eq!(journal.len(), 45);
    assert_eq!(journal.iter().filter(|list| list.entities.is_empty()).count(), 8);
    assert_eq!(
        (sum(&journal, &|list| list.entities.len()), sum(&journal, &List::names), sum(&journal, &List::identifiers)),
        (8017, 20937, 9096)
    );
    let kinds =
        journal.iter().map(kinds).fold([0; 5], |sum, kinds| std::array::from_fn(|index| sum[index] + kinds[index]));
    assert_eq!(kinds, [4500, 2780, 708, 0, 29]);

    let found: Vec<_> = control
        .iter()
        .map(|list| (list.id.as_str(), list.publisher.as_str(), list.entities.len(), list.names()))
        .collect();
    assert_eq!(
        found,
        [
            ("bis-dpl", "BIS", 564, 566),
            ("bis-entity-list", "BIS", 3409, 8573),
            ("bis-meu", "BIS", 70, 73),
            ("dhs-uflpa", "DHS", 148, 242),
            ("dow-1260h", "DoW", 80, 158),
            ("dow-1286", "DoW", 134, 277),
            ("fcc-covered", "FCC", 15, 15),
            ("ofac-eo14032", "OFAC", 59, 59),
            ("ofac-nscmic", "OFAC", 68, 217),
            ("state-debarred-admin", "State", 8, 8),
            ("state-debarred-statutory", "State", 779, 935),
            ("state-nonproliferation", "State", 528, 693),
        ]
    );
    let entity_list = &control[1];
    assert_eq!(designations(&entity_list.entities[0]), [("BIS", "bis-entity-list")]);
    assert_eq!(entity_list.entities[0].addresses.len(), 2);
}

#[test]
fn name_files_payments_and_indexes_are_skipped_with_a_reason() {
    let Some(shared) = shared() else { return };
    let folders = [
        "ca-sema",
        "us-csl",
        "us-bis-dpl",
        "us-export-control",
        "au-dfat",
        "cn-mofcom-mfa",
        "ofac-sdn-names-2025",
        "ua-nsdc",
        "opensanctions-sa-peps",
        "opensanctions-ua-war-sanctions",
        "names-gleif",
        "names-listed-companies",
        "names-person",
        "names-sec",
        "names-sp500",
        "names-zh",
        "format-samples/payments",
        "format-samples/us-csl",
    ];
    let folders: Vec<_> = folders.iter().map(|folder| shared.join(folder)).collect();
    let (lists, skipped) = open_all(&folders, &with_all_mappings().lenient()).unwrap();
    let skipped: Vec<String> = skipped
        .iter()
        .map(|file| {
            assert!(!file.reason.is_empty());
            file.path.strip_prefix(&shared).unwrap().to_string_lossy().into_owned()
        })
        .collect();
    assert_eq!(
        skipped,
        [
            "opensanctions-sa-peps/index.json",
            "opensanctions-sa-peps/names.txt",
            "names-gleif/gleif_names.csv.gz",
            "names-listed-companies/listed_companies.csv.gz",
            "names-person/common-forenames-by-country.csv",
            "names-person/common-surnames-by-country.csv",
            "names-person/synthetic_negatives_us.csv",
            "names-sec/company_tickers.json",
            "names-sp500/constituents.csv",
            "names-zh/company_short_names_zh.txt.gz",
            "format-samples/payments/MT101.fin",
            "format-samples/payments/MT103-bulk-with-ack.rje",
            "format-samples/payments/MT103-out-ack.rje",
            "format-samples/payments/pacs.008.001.07.xml",
            "format-samples/payments/pacs.008.001.08_CustomerCreditTransfer_Scenario1_Step1.xml",
            "format-samples/payments/pacs.008.001.08_CustomerCreditTransfer_Scenario4_Step1.xml",
        ]
    );
    let mut ids: Vec<&str> = lists.iter().map(|list| list.id.as_str()).collect();
    assert_eq!(ids.len(), 31, "{ids:?}");
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 31, "ids are unique");
    // An extract and the list that it was taken from have the same columns, and are told apart all the same.
    for id in ["au-dfat", "au-dfat-names", "ua-nsdc", "ua-nsdc-persons", "ua-nsdc-entities", "us-csl", "us-csl-4"] {
        assert!(ids.contains(&id), "{id} is not among {ids:?}");
    }
}

/// The bytes of a file, decompressed.
fn bytes_of(path: &Path) -> Vec<u8> {
    let raw = fs::read(path).unwrap();
    if !raw.starts_with(&[0x1f, 0x8b]) {
        return raw;
    }
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(&raw[..]).read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn files_that_are_cut_off_are_refused() {
    let Some(shared) = shared() else { return };
    for file in [
        "format-samples/us-csl/consolidated.csv.gz",
        "format-samples/us-csl/consolidated_3records.json",
        "us-bis-dpl/dpl.txt",
        "ca-sema/sema-lmes.xml",
        "au-dfat/Australian_Sanctions_Consolidated_List.xlsx",
        "opensanctions-ua-war-sanctions/targets.simple.csv",
        "opensanctions-sa-peps/entities.ftm.json",
        "opensanctions-sa-peps/targets.nested.json",
        "opensanctions-sa-peps/senzing.json",
        "us-export-control/bis_entity_list.json",
        "cn-mofcom-mfa/sanctions.csv",
        "ofac-sdn-names-2025/sdn_names.csv",
        "eu-oj/32014R0269.csv",
    ] {
        let whole = bytes_of(&shared.join(file));
        for part in [3, 7, 9] {
            let mut length = whole.len() / 10 * part;
            // A table cut off between two rows, or in an unquoted last cell, cannot be told from a whole one.
            let cells_to_come = |length: usize| {
                whole[length..].iter().take_while(|&&byte| byte != b'\n').filter(|&&byte| byte == b',').count()
            };
            while file.contains("csv") && (cells_to_come(length) < 2 || whole[..length].ends_with(b"\n")) {
                length += 1;
            }
            let result = List::from_bytes(file, &whole[..length], &with_all_mappings().lenient());
            assert!(result.is_err(), "{file} cut at {length}");
        }
    }
}
