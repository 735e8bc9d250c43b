//! The lists of the UN, the EU, the UK and Switzerland: small samples of each format, and the real files.

#![cfg(feature = "formats")]

use std::io::Read as _;
use std::path::{Path, PathBuf};

use sanctions_screen::list::{ReadOptions, Severity};
use sanctions_screen::{CountryRole, Entity, Error, Gender, IdentifierKind, Kind, List, NameType};

fn fixture(path: &str) -> List {
    let path = format!("{}/fixtures/lists/{path}", env!("CARGO_MANIFEST_DIR"));
    List::open(&path, &ReadOptions::default()).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A real file, or `None` where the data folder is absent.
#[expect(clippy::print_stdout, reason = "whoever runs the tests must see that some were skipped")]
fn real(path: &str) -> Option<PathBuf> {
    let data = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data"));
    if data.exists() {
        Some(data.join(path))
    } else {
        println!("skipped: ../shared is absent");
        None
    }
}

fn open(path: &Path) -> List {
    List::open(path, &ReadOptions::default()).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn by_id<'a>(list: &'a List, id: &str) -> &'a Entity {
    list.entities.iter().find(|entity| entity.id == id).unwrap_or_else(|| panic!("no entity {id}"))
}

fn names(entity: &Entity) -> Vec<(&str, NameType)> {
    entity.names.iter().map(|name| (name.full.as_str(), name.name_type)).collect()
}

fn count(list: &List, name_type: NameType) -> usize {
    list.entities.iter().flat_map(|entity| &entity.names).filter(|name| name.name_type == name_type).count()
}

fn kinds(list: &List, kind: Kind) -> usize {
    list.entities.iter().filter(|entity| entity.kind == kind).count()
}

fn remark<'a>(entity: &'a Entity, label: &str) -> &'a str {
    entity.remarks.iter().find(|remark| remark.label == label).map_or("", |remark| &remark.text)
}

fn dates(entity: &Entity) -> Vec<String> {
    entity.birth_dates.iter().map(ToString::to_string).collect()
}

fn bytes_of(path: &Path) -> Vec<u8> {
    let bytes = std::fs::read(path).unwrap();
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return bytes;
    }
    let mut content = Vec::new();
    flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut content).unwrap();
    content
}

/// Cut at several places, a file is refused, leniently too.
fn refused_where_cut(name: &str, whole: &[u8]) {
    let lenient = ReadOptions::default().lenient();
    let read = |bytes: &[u8]| List::from_bytes(name, bytes, &lenient);
    assert!(read(whole).is_ok(), "{name} as a whole");
    // Large files are cut less often: reading takes its time.
    let shares: &[f64] = if whole.len() > 5_000_000 { &[0.1, 0.5, 0.999] } else { &[0.1, 0.37, 0.5, 0.73, 0.9, 0.999] };
    for share in shares {
        let length = (whole.len() as f64 * share) as usize;
        match read(&whole[..length]) {
            Err(Error::Malformed { position, .. }) => assert!(position.line.is_some(), "{name} cut at {length}"),
            Err(error) => panic!("{name} cut at {length}: {error}"),
            Ok(list) => panic!("{name} cut at {length} gave {} entities", list.entities.len()),
        }
    }
}

mod un {
    use super::*;

    #[test]
    fn sample_is_read_with_all_its_oddities() {
        use NameType::{FormerName, Primary, StrongAlias, WeakAlias};
        let list = fixture("un/consolidated.xml");
        assert_eq!((list.id.as_str(), list.publisher.as_str()), ("un-sc", "UN"));
        assert_eq!(list.date.unwrap().to_string(), "2026-08-01");
        assert_eq!((list.report.records, list.report.problems.len()), (2, 0));

        let person = by_id(&list, "TAi.901");
        assert_eq!(
            names(person),
            [
                ("MALIK EXAMPLEZAI AHMAD", Primary),
                ("مالک نورزى", StrongAlias),
                ("حاجى مالك", StrongAlias),
                ("Hajji Malik", StrongAlias),
                ("Haji Malek", StrongAlias),
                ("Abu Banat", WeakAlias),
                ("Абу Банат", WeakAlias),
                ("M. Exampli", StrongAlias),
                ("Mohammad Exampli", StrongAlias),
                ("M. J. Exampli", StrongAlias),
            ]
        );
        assert_eq!(person.names[1].language.as_deref(), Some("original script"));
        assert_eq!((person.kind, person.gender), (Kind::Person, Some(Gender::Male)));
        assert_eq!(dates(person), ["1976-08-25", "~1958/1963", "~1960", "1973-11"]);
        assert_eq!(remark(person, "INDIVIDUAL_DATE_OF_BIRTH"), "24/06/1402 (Hijri Calendar)");
        assert_eq!(person.birth_places, ["Pishin, Pakistan"]);
        assert_eq!(person.positions, ["Haji", "Governor", "Deputy Minister"]);
        assert_eq!(person.addresses[0].full, "Chaman, Pakistan (previous address)");
        let designation = &person.designations[0];
        assert_eq!((designation.authority.as_str(), designation.programme.as_str()), ("UN", "Taliban"));
        assert_eq!(designation.listed_on.unwrap().to_string(), "2015-07-01");
        assert_eq!(person.identifiers.len(), 1);
        assert_eq!(person.identifiers[0].kind, IdentifierKind::Passport);
        assert_eq!(person.identifiers[0].value, "D000123");
        assert_eq!(remark(person, "INDIVIDUAL_DOCUMENT"), "National Identification Number, SSN 156-92-9858");
        assert_eq!(remark(person, "SOMETHING_NEW"), "kept");

        let company = by_id(&list, "KPe.901");
        assert_eq!(company.kind, Kind::Organization);
        assert_eq!(
            names(company),
            [
                ("EXAMPLE TRADING COMPANY", Primary),
                ("朝鲜机械贸易会社", StrongAlias),
                ("Example Machinery Corp. (EMC)", FormerName),
            ]
        );
        assert_eq!(company.countries[0].0, CountryRole::Residence);
    }

    #[test]
    fn whole_list_is_read_strictly() {
        let Some(path) = real("un/consolidated.xml") else { return };
        let list = open(&path);
        assert_eq!(list.report.records, 1011);
        assert_eq!(list.report.at_least(Severity::Warning).count(), 0);
        assert_eq!((kinds(&list, Kind::Person), kinds(&list, Kind::Organization)), (736, 275));
        // 4,132 distinct names as published; 124 more where one element holds several.
        assert_eq!(list.names(), 4256);
        assert_eq!(count(&list, NameType::Primary), 1011);
        // Numbers that are not empty, each counted once for an individual and kind.
        assert_eq!(list.identifiers(), 495);
        assert!(list.entities.iter().all(|entity| entity.designations[0].listed_on.is_some()));
    }

    #[test]
    fn cut_off_list_is_refused() {
        let Some(path) = real("un/consolidated.xml") else { return };
        refused_where_cut("consolidated.xml", &bytes_of(&path));
    }

    #[test]
    fn unknown_section_is_not_passed_over() {
        let xml = "<CONSOLIDATED_LIST><VESSELS><VESSEL><NAME>A</NAME></VESSEL></VESSELS>\
                   <ENTITIES><ENTITY><REFERENCE_NUMBER>1</REFERENCE_NUMBER><FIRST_NAME>B</FIRST_NAME></ENTITY></ENTITIES>\
                   </CONSOLIDATED_LIST>";
        assert!(List::from_bytes("un.xml", xml.as_bytes(), &ReadOptions::default()).is_err());
        let list = List::from_bytes("un.xml", xml.as_bytes(), &ReadOptions::default().lenient()).unwrap();
        assert_eq!(list.report.at_least(Severity::PartLeftOut).count(), 3);
    }
}

mod eu_fsf_xml {
    use super::*;

    #[test]
    fn sample_is_read_with_all_its_oddities() {
        use NameType::{FormerName, Primary, StrongAlias, WeakAlias};
        let list = fixture("eu/fsf.xml");
        assert_eq!((list.id.as_str(), list.publisher.as_str()), ("eu-fsf", "EU"));
        assert_eq!(list.date.unwrap().to_string(), "2024-05-13");
        // Three records, two of which are one entity under two programmes.
        assert_eq!((list.report.records, list.entities.len(), list.report.problems.len()), (3, 2, 0));

        let person = by_id(&list, "9001");
        assert_eq!(
            names(person),
            [
                ("Ж. Примеров", StrongAlias),
                ("Joe", WeakAlias),
                ("Jean  P. PRIMEROV", Primary),
                ("Jean OLDNAME", FormerName),
                ("Primerov, Jean", StrongAlias),
            ]
        );
        let parts = person.names[2].parts.as_ref().unwrap();
        assert_eq!((parts.family.as_str(), parts.given.as_str()), ("PRIMEROV", "Jean P."));
        assert_eq!(person.names[0].language.as_deref(), Some("RU"));
        assert_eq!(person.gender, Some(Gender::Male));
        assert_eq!(person.positions, ["Dr", "Member of the State Duma"]);
        assert_eq!(dates(person), ["~1968/1973", "1969-12-05"]);
        assert_eq!(person.birth_places, ["Penza", "RUSSIAN FEDERATION"]);
        let programmes: Vec<_> = person.designations.iter().map(|listing| listing.programme.as_str()).collect();
        assert_eq!(programmes, ["UKR", "TAQA"]);
        assert_eq!(person.designations[1].listed_on.unwrap().to_string(), "2007-08-18");
        assert_eq!(person.designations[0].reference, "EU.9001.1, 2022/396 (OJ L80)");
        let identifiers: Vec<_> = person.identifiers.iter().map(|known| (known.kind, known.value.as_str())).collect();
        assert_eq!(identifiers, [(IdentifierKind::Passport, "AD001095"), (IdentifierKind::TaxNumber, "7804070635")]);
        assert_eq!(person.identifiers[0].label, "National passport; diplomatic; issueDate 2011-12-06");
        assert_eq!(person.identifiers[1].country, None);
        assert_eq!(remark(person, "regulationSummary"), "2023/1 (OJ L1), 2023-01-01");
        assert_eq!(remark(person, "unitedNationId"), "QDi.901");
        assert_eq!(remark(person, "nameAlias"), "Joe: Low quality alias; born 1984");
        assert!(person.remarks.iter().any(|remark| remark.label == "birthdate" && remark.text == "ISLAMIC 1343"));

        let company = by_id(&list, "9002");
        assert_eq!(names(company), [("АО “Пример”", StrongAlias), ("JSC Example", Primary)]);
        assert_eq!(company.addresses[0].full, "1 Example St., PO Box 12, 101000, Moscow, RUSSIAN FEDERATION");
        assert_eq!(company.addresses[0].country.as_ref().unwrap().code.unwrap().as_str(), "RU");
        assert_eq!(company.identifiers[0].kind, IdentifierKind::Phone);
        assert_eq!(company.identifiers[1].kind, IdentifierKind::Website);
        assert_eq!(remark(company, "nameAlias additionalInformation"), "key=note; value=kept");
    }

    #[test]
    fn whole_list_is_read_strictly() {
        let Some(path) = real("format-samples/eu-fsf-xml/20240513-FULL-1_1.xml.gz") else { return };
        let list = open(&path);
        assert_eq!(list.report.records, 4811);
        assert_eq!(list.report.at_least(Severity::Warning).count(), 0);
        // Three entities are published twice, under two programmes.
        assert_eq!(list.entities.len(), 4808);
        assert_eq!((kinds(&list, Kind::Person), kinds(&list, Kind::Organization)), (3753, 1055));
        // 25,257 names less those that differ from another of the same entity in blanks only, or not at all.
        assert_eq!(list.names(), 24_942);
        assert_eq!(count(&list, NameType::Primary), 4808);
        // 181 names have a remark of low quality, one of them misprinted.
        assert_eq!(count(&list, NameType::WeakAlias), 181);
        assert_eq!(list.identifiers(), 2434);
        assert_eq!(by_id(&list, "13").primary_name(), "Saddam Hussein Al-Tikriti");
    }

    #[test]
    fn excerpt_is_read() {
        let Some(path) = real("format-samples/eu-fsf-xml/20200415-excerpt.xml") else { return };
        let list = open(&path);
        assert_eq!((list.report.records, list.entities.len(), list.names()), (7, 7, 23));
    }

    #[test]
    fn cut_off_lists_are_refused() {
        let Some(path) = real("format-samples/eu-fsf-xml/20220318-FULL-1_1.truncated.xml.gz") else { return };
        for options in [ReadOptions::default(), ReadOptions::default().lenient()] {
            let error = List::open(&path, &options).unwrap_err();
            assert!(matches!(error, Error::Malformed { .. }), "{error}");
            assert!(error.to_string().contains("line 28198"), "{error}");
        }
        let Some(path) = real("format-samples/eu-fsf-xml/20240513-FULL-1_1.xml.gz") else { return };
        refused_where_cut("fsf.xml", &bytes_of(&path));
    }
}

mod ofsi {
    use super::*;

    #[test]
    fn sample_is_read_with_all_its_oddities() {
        use NameType::{FormerName, Primary, StrongAlias, WeakAlias};
        let list = fixture("uk/ConList.csv");
        assert_eq!((list.id.as_str(), list.publisher.as_str()), ("uk-ofsi", "OFSI"));
        assert_eq!(list.date.unwrap().to_string(), "2025-04-14");
        assert_eq!((list.report.records, list.entities.len(), list.report.problems.len()), (7, 3, 0));

        let person = by_id(&list, "90001");
        assert_eq!(
            names(person),
            [
                ("Ivan EXAMPLE", StrongAlias),
                ("Ivan I. EXEMPEL", Primary),
                ("Иван ЭКЗЕМПЕЛЬ", StrongAlias),
                ("VANYA", WeakAlias),
            ]
        );
        let parts = person.names[1].parts.as_ref().unwrap();
        assert_eq!((parts.family.as_str(), parts.given.as_str()), ("EXEMPEL", "Ivan I."));
        assert_eq!(person.names[2].language.as_deref(), Some("Cyrillic, Russian"));
        assert_eq!((person.kind, person.gender), (Kind::Person, Some(Gender::Male)));
        assert_eq!(dates(person), ["1960", "1961-08"]);
        assert_eq!(person.birth_places, ["Perm, USSR", "Kyiv, Ukraine"]);
        assert_eq!(person.positions, ["Dr", "General", "Minister", "Member of the Council"]);
        assert_eq!(person.addresses[0].full, "1 Street, Moscow, 101000, Russia");
        let nationalities: Vec<_> = person
            .countries
            .iter()
            .filter(|(role, _)| *role == CountryRole::Nationality)
            .map(|(_, country)| country.text.as_str())
            .collect();
        assert_eq!(nationalities, ["Russia", "Ukraine"]);
        let passports: Vec<_> =
            person.identifiers.iter().map(|known| (known.value.as_str(), known.label.as_str())).collect();
        assert_eq!(passports, [("AB123", "Passport Number; Issued 2012."), ("CD456", "Passport Number; Expired")]);
        assert!(remark(person, "Other Information").contains("Reasons, \"quoted\",\nin two lines."));
        assert_eq!(person.designations[0].reference, "RUS9001");
        assert_eq!(person.designations[0].listed_on.unwrap().to_string(), "2022-12-09");

        let bank = by_id(&list, "90002");
        assert_eq!(names(bank), [("EXAMPLE BANK", FormerName), ("EXAMPLE INTERNATIONAL BANK", Primary)]);
        let programmes: Vec<_> =
            bank.designations.iter().map(|listing| (listing.programme.as_str(), listing.reference.as_str())).collect();
        assert_eq!(programmes, [("Russia", "RUS9002"), ("Belarus", "BEL9002")]);
        let identifiers: Vec<_> = bank.identifiers.iter().map(|known| (known.kind, known.value.as_str())).collect();
        assert_eq!(
            identifiers,
            [
                (IdentifierKind::Phone, "+98 (0) 21 8"),
                (IdentifierKind::Phone, "44"),
                (IdentifierKind::Website, "example.ru"),
                (IdentifierKind::Email, "a@example.ru"),
                (IdentifierKind::Email, "b@example.ru"),
                (IdentifierKind::Registration, "1027700456024"),
                (IdentifierKind::TaxNumber, "7725075060"),
            ]
        );

        let ship = by_id(&list, "90003");
        assert_eq!((ship.kind, ship.identifiers[0].kind), (Kind::Vessel, IdentifierKind::Imo));
        assert_eq!(ship.identifiers[0].value, "7408873");
        assert_eq!(ship.countries.len(), 3);
        assert_eq!(dates(ship), ["1975"]);
    }

    #[test]
    fn spreadsheet_and_xml_give_the_same_entities() {
        let csv = fixture("uk/ConList.csv");
        assert_eq!(csv.entities, fixture("uk/ConList.xlsx").entities);
        let xml = fixture("uk/ConList.xml");
        assert_eq!(csv.entities, xml.entities);
        assert_eq!(xml.date.unwrap().to_string(), "2022-12-10");
    }

    #[test]
    fn whole_list_is_read_strictly_and_alike_from_both_tables() {
        let Some(path) = real("uk-ofsi/ConList.csv.gz") else { return };
        let list = open(&path);
        assert_eq!((list.report.records, list.entities.len()), (18_798, 4688));
        assert_eq!(list.report.at_least(Severity::Warning).count(), 0);
        let of_kind = [Kind::Person, Kind::Organization, Kind::Vessel].map(|kind| kinds(&list, kind));
        assert_eq!(of_kind, [3663, 1010, 15]);
        // Distinct names and native spellings of each group.
        assert_eq!(list.names(), 15_966);
        let of_kind =
            |kind| list.entities.iter().flat_map(|entity| &entity.identifiers).filter(move |known| known.kind == kind);
        assert_eq!(of_kind(IdentifierKind::Passport).count(), 652);
        assert_eq!(of_kind(IdentifierKind::NationalId).count(), 377);
        assert_eq!(of_kind(IdentifierKind::Imo).count(), 15);
        let without_primary = |entity: &&Entity| entity.names.iter().all(|name| name.name_type != NameType::Primary);
        assert_eq!(list.entities.iter().filter(without_primary).count(), 2);
        let wuhan = by_id(&list, "16510");
        assert_eq!(wuhan.primary_name(), "WUHAN TONGSHENG TECHNOLOGY CO., LTD");
        assert_eq!(wuhan.designations[0].listed_on.unwrap().to_string(), "2024-06-13");

        let Some(path) = real("uk-ofsi/ConList.xlsx") else { return };
        let spreadsheet = open(&path);
        assert_eq!(spreadsheet.report.records, 18_798);
        assert!(list.entities == spreadsheet.entities, "CSV and XLSX of one list differ");
    }

    #[test]
    fn trimmed_xml_is_read() {
        let Some(path) = real("format-samples/uk-ofsi-conlist-xml/ConList_trimmed_3rows.xml") else { return };
        let list = open(&path);
        assert_eq!((list.report.records, list.entities.len(), list.names()), (3, 2, 3));
    }

    #[test]
    fn cut_off_lists_are_refused() {
        let Some(path) = real("uk-ofsi/ConList.csv.gz") else { return };
        refused_where_cut("ConList.csv", &bytes_of(&path));
        let compressed = std::fs::read(&path).unwrap();
        assert!(
            List::from_bytes("ConList.csv.gz", &compressed[..compressed.len() / 2], &ReadOptions::default()).is_err()
        );
        let Some(path) = real("uk-ofsi/ConList.xlsx") else { return };
        let spreadsheet = std::fs::read(&path).unwrap();
        let half = &spreadsheet[..spreadsheet.len() / 2];
        assert!(List::from_bytes("ConList.xlsx", half, &ReadOptions::default().lenient()).is_err());
    }

    #[test]
    fn last_cell_that_may_be_cut_off_is_told() {
        // Cut within the last number, nothing else shows it.
        let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/lists/uk/ConList.csv"));
        let whole = std::fs::read(path).unwrap();
        let list = List::from_bytes("c.csv", &whole[..whole.len() - 4], &ReadOptions::default()).unwrap();
        assert_eq!(list.report.problems.len(), 1);
        assert!(list.report.problems[0].reason.contains("cut off"));
    }

    #[test]
    fn row_without_a_group_is_told() {
        let csv = "Name 6,Group Type,Alias Type,Regime,Group ID\r\nA,Entity,Primary name,Russia,\r\nB,Entity,Primary name,Russia,7\r\n";
        let error = List::from_bytes("c.csv", csv.as_bytes(), &ReadOptions::default()).unwrap_err().to_string();
        assert!(error.contains("line 2") && error.contains("Group ID"), "{error}");
        let list = List::from_bytes("c.csv", csv.as_bytes(), &ReadOptions::default().lenient()).unwrap();
        assert_eq!((list.report.records, list.entities.len(), list.report.problems.len()), (2, 1, 1));
    }
}

mod eu_fsf_csv {
    use super::*;

    #[test]
    fn version_1_1_gives_what_the_xml_gives() {
        let mut xml = fixture("eu/fsf.xml");
        let mut csv = fixture("eu/fsf_1_1.csv");
        assert_eq!((csv.id.as_str(), csv.publisher.as_str(), csv.date), ("eu-fsf", "EU", xml.date));
        assert_eq!((csv.report.records, csv.report.problems.len()), (15, 0));
        for entity in xml.entities.iter_mut().chain(&mut csv.entities) {
            // The CSV has no place for it.
            entity.remarks.retain(|remark| remark.label != "nameAlias additionalInformation");
            entity.remarks.sort_by(|one, other| (&one.label, &one.text).cmp(&(&other.label, &other.text)));
        }
        assert_eq!(csv.entities, xml.entities);
    }

    #[test]
    fn version_1_0_is_read_with_all_its_oddities() {
        let list = fixture("eu/fsf_1_0.csv");
        assert_eq!(list.date.unwrap().to_string(), "2018-07-04");
        assert_eq!((list.report.records, list.entities.len()), (8, 1));
        // The name that lost letters.
        assert_eq!(list.report.problems.len(), 1);
        assert!(list.report.problems[0].to_string().contains("line 3"), "{}", list.report.problems[0]);
        let person = by_id(&list, "9001");
        let full: Vec<_> = person.names.iter().map(|name| name.full.as_str()).collect();
        assert_eq!(full, ["José Exemplé", "Ab? Exempl?", "Joe Example"]);
        assert_eq!(person.primary_name(), "José Exemplé");
        assert_eq!(person.positions, ["Governor of Karbala, and An Najaf;"]);
        assert_eq!(dates(person), ["1937-04-28"]);
        assert_eq!(person.birth_places, ["IRQ", "al-Awja, near Tikrit, IRQ"]);
        assert_eq!(person.addresses[0].full, "1 Street, Karachi, PAK");
        let identifiers: Vec<_> = person.identifiers.iter().map(|known| (known.kind, known.value.as_str())).collect();
        assert_eq!(
            identifiers,
            [
                (IdentifierKind::Passport, "AD001095"),
                (IdentifierKind::Phone, "668 33 01"),
                (IdentifierKind::Phone, "0300-820 91 99"),
                (IdentifierKind::Phone, "662 38 14"),
            ]
        );
        assert_eq!(person.designations.len(), 2);
        assert_eq!(remark(person, "Entity_remark"), "(First line)\n(Second line)");
    }

    #[test]
    fn spreadsheet_damage_is_undone() {
        assert_eq!(fixture("eu/fsf_1_0_damaged.csv").entities, fixture("eu/fsf_1_0.csv").entities);
    }

    #[test]
    fn columns_may_come_in_another_order_with_others_beside() {
        let csv = "New_Column;NameAlias_WholeName;Entity_SubjectType;Entity_LogicalId\nkept;Acme;E;7\n";
        let list = List::from_bytes("eu.csv", csv.as_bytes(), &ReadOptions::default()).unwrap();
        assert_eq!(by_id(&list, "7").primary_name(), "Acme");
        assert_eq!(remark(by_id(&list, "7"), "New_Column"), "kept");
    }

    #[test]
    fn excerpts_are_read_strictly() {
        let Some(path) = real("eu-fsf/fsf_csv_v1_0_excerpt.csv") else { return };
        let list = open(&path);
        assert_eq!((list.report.records, list.entities.len(), list.names()), (999, 93, 743));
        // Nine numbers of documents, seven of telephones.
        assert_eq!(list.identifiers(), 16);
        assert_eq!(list.report.at_least(Severity::PartLeftOut).count(), 0);
        assert_eq!(by_id(&list, "13").primary_name(), "Saddam Hussein Al-Tikriti");

        let Some(path) = real("format-samples/eu-fsf-csv/fsf_csv_v1_1_first21columns.csv") else { return };
        let list = open(&path);
        assert_eq!((list.report.records, list.entities.len(), list.names()), (2, 1, 2));
        assert_eq!(list.date.unwrap().to_string(), "2026-08-05");
    }

    #[test]
    fn cut_off_list_is_refused() {
        let Some(path) = real("eu-fsf/fsf_csv_v1_0_excerpt.csv") else { return };
        refused_where_cut("fsf.csv", &bytes_of(&path));
    }
}

mod uk_sanctions {
    use super::*;

    #[test]
    fn sample_is_read_with_all_its_oddities() {
        use NameType::{Primary, StrongAlias, WeakAlias};
        let list = fixture("uk/UK-Sanctions-List.xml");
        assert_eq!((list.id.as_str(), list.publisher.as_str()), ("uk-sanctions", "FCDO"));
        assert_eq!(list.date.unwrap().to_string(), "2026-10-08");
        assert_eq!((list.report.records, list.entities.len(), list.report.problems.len()), (2, 2, 0));

        let person = by_id(&list, "AFG9001");
        assert_eq!(
            names(person),
            [
                ("Jan Ahmad EXAMPLE", Primary),
                ("JAN EXEMPEL", Primary),
                ("Mudir", WeakAlias),
                ("محمد يعقوب", StrongAlias),
            ]
        );
        let parts = person.names[0].parts.as_ref().unwrap();
        assert_eq!((parts.family.as_str(), parts.given.as_str()), ("EXAMPLE", "Jan Ahmad"));
        assert_eq!(person.names[2].parts, None);
        assert_eq!(dates(person), ["1963"]);
        assert_eq!(remark(person, "DOB"), "15/08/19yy");
        assert_eq!(person.positions, ["Mullah", "Haji"]);
        assert_eq!((person.kind, person.gender), (Kind::Person, Some(Gender::Male)));
        assert_eq!(person.addresses[0].full, "1 Street, Kabul, Afghanistan");
        assert_eq!(person.birth_places, ["Nahrin, Afghanistan"]);
        assert_eq!(person.identifiers[0].label, "Passport; Expires 2027");
        let listing = &person.designations[0];
        assert_eq!((listing.authority.as_str(), listing.reference.as_str()), ("FCDO", "AFG9001"));
        assert_eq!(listing.listed_on.unwrap().to_string(), "2012-06-29");
        assert_eq!(remark(person, "UNReferenceNumber"), "TAi.901");

        let ship = by_id(&list, "RUS9002");
        assert_eq!(names(ship), [("IMO 9274082 (\"EXAMPLE STAR\")", Primary), ("EXAMPLE STAR", StrongAlias)]);
        assert_eq!((ship.kind, ship.identifiers[0].value.as_str()), (Kind::Vessel, "IMO9274082"));
        assert_eq!(ship.countries.iter().filter(|(role, _)| *role == CountryRole::Flag).count(), 2);
        assert_eq!(remark(ship, "CurrentOwnerOperator"), "Example Shipping FZCO");
        assert_eq!(remark(ship, "SanctionsImposedIndicators"), "Deflag");
        assert_eq!(dates(ship), ["2019"]);
    }

    #[test]
    fn csv_gives_what_the_xml_gives() {
        let mut xml = fixture("uk/UK-Sanctions-List.xml");
        let mut csv = fixture("uk/UK-Sanctions-List.csv");
        assert_eq!((csv.id.as_str(), csv.date, csv.report.records), ("uk-sanctions", xml.date, 4));
        for entity in xml.entities.iter_mut().chain(&mut csv.entities) {
            // The CSV has no place for them.
            entity.remarks.retain(|remark| remark.label != "SanctionsImposedIndicators");
            entity.remarks.sort_by(|one, other| (&one.label, &one.text).cmp(&(&other.label, &other.text)));
            // The columns come in another order than the elements.
            entity.countries.sort_by(|one, other| (one.0, &one.1.text).cmp(&(other.0, &other.1.text)));
        }
        assert_eq!(csv.entities, xml.entities);
    }

    #[test]
    fn excerpts_are_read_strictly() {
        let Some(path) = real("format-samples/uk-sanctions-list/UK-Sanctions-List_excerpt_20260907.xml") else {
            return;
        };
        let list = open(&path);
        assert_eq!((list.report.records, list.report.problems.len()), (6, 0));
        // 24 names and eight native ones, no two alike.
        assert_eq!((list.entities.len(), list.names()), (6, 32));
        // Ten telephone numbers, three mail addresses, one site, one passport, two numbers of registers.
        assert_eq!(list.identifiers(), 17);
        refused_where_cut("uk.xml", &bytes_of(&path));

        let Some(path) = real("format-samples/uk-sanctions-list/UK-Sanctions-List_header_and_ship.csv") else { return };
        let list = open(&path);
        assert_eq!(list.date.unwrap().to_string(), "2026-10-08");
        let ship = by_id(&list, "RUS2176");
        assert_eq!((ship.primary_name(), ship.kind), ("KOROLEV PROSPECT", Kind::Vessel));
        assert_eq!((list.report.records, list.names(), list.identifiers()), (1, 1, 1));
    }

    #[test]
    fn cut_off_row_is_refused() {
        let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/lists/uk/UK-Sanctions-List.csv"));
        let whole = std::fs::read(path).unwrap();
        for length in [whole.len() - 10, whole.len() - 200] {
            let error = List::from_bytes("uk.csv", &whole[..length], &ReadOptions::default().lenient()).unwrap_err();
            assert!(matches!(error, Error::Malformed { .. }), "{error}");
        }
    }
}

mod seco {
    use super::*;

    #[test]
    fn sample_is_read_with_all_its_oddities() {
        use NameType::{FormerName, Primary, StrongAlias, WeakAlias};
        let list = fixture("ch/seco.xml");
        assert_eq!((list.id.as_str(), list.publisher.as_str()), ("ch-seco", "SECO"));
        assert_eq!(list.date.unwrap().to_string(), "2026-08-27");
        // Three targets, one of which is no longer listed.
        assert_eq!((list.report.records, list.entities.len()), (3, 2));
        assert_eq!(list.report.problems.len(), 1);
        assert_eq!(list.report.problems[0].severity, Severity::Warning);
        assert_eq!(list.report.problems[0].value, "9002");

        let person = by_id(&list, "9001");
        assert_eq!(
            names(person),
            [
                ("Exampla Dzmitry", Primary),
                ("Exampli Dmitry", StrongAlias),
                ("Exampli Dmitri", StrongAlias),
                ("Экзампля", StrongAlias),
                ("Dima", WeakAlias),
                ("Old Name", FormerName),
                ("False Identity", StrongAlias),
            ]
        );
        let parts = person.names[0].parts.as_ref().unwrap();
        assert_eq!((parts.family.as_str(), parts.given.as_str()), ("Exampla", "Dzmitry"));
        assert_eq!(person.names[3].language.as_deref(), Some("RUS, CYRL"));
        assert_eq!((person.kind, person.gender), (Kind::Person, Some(Gender::Male)));
        assert_eq!(person.positions, ["Dr"]);
        assert_eq!(dates(person), ["1980-03-23", "~1981"]);
        assert_eq!(person.birth_places, ["Minsk, Belarus"]);
        assert_eq!(person.addresses[0].full, "Example Club, ul. Primernaya, 4, 220029, Minsk, Minsk region, Belarus");
        assert_eq!(person.addresses[0].country.as_ref().unwrap().code.unwrap().as_str(), "BY");
        let passport = &person.identifiers[0];
        assert_eq!((passport.kind, passport.value.as_str()), (IdentifierKind::Passport, "AB123"));
        assert_eq!(passport.label, "passport; date-of-issue 2010-01-02");
        // Two sets of one programme are one listing.
        assert_eq!(person.designations.len(), 1);
        assert_eq!(person.designations[0].programme, "Belarus");
        assert_eq!(person.designations[0].listed_on.unwrap().to_string(), "2016-06-16");
        assert_eq!(remark(person, "justification"), "Businessman.");
        assert!(remark(person, "relation").contains("target-id=9002"));

        let ship = by_id(&list, "9003");
        assert_eq!((ship.kind, ship.identifiers[0].value.as_str()), (Kind::Vessel, "8405270"));
        assert_eq!(ship.designations[0].programme, "North Korea");
    }

    #[test]
    fn published_samples_are_read() {
        let Some(path) = real("format-samples/ch-seco-xml/seco_example_amendment_20240117.xml") else { return };
        let list = open(&path);
        assert_eq!((list.report.records, list.entities.len(), list.names()), (3, 3, 3));
        // It is an amendment, not the whole list.
        assert_eq!(list.report.problems.len(), 1);
        assert_eq!(by_id(&list, "64393").designations.len(), 1);
        assert_eq!(by_id(&list, "64398").gender, Some(Gender::Female));

        let Some(path) = real("format-samples/ch-seco-xml/seco_trimmed_20260827.xml") else { return };
        let list = open(&path);
        assert_eq!((list.report.records, list.entities.len(), list.names()), (3, 2, 3));
        assert_eq!(by_id(&list, "34461").identifiers[0].value, "8405270");
        assert!(list.entities.iter().all(|entity| entity.id != "5142"), "5142 is de-listed");
    }

    #[test]
    fn cut_off_list_is_refused() {
        let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/lists/ch/seco.xml"));
        refused_where_cut("seco.xml", &bytes_of(&path));
    }
}

mod damaged {
    use super::*;
    use proptest::prelude::*;

    const FIXTURES: [&str; 11] = [
        "un/consolidated.xml",
        "eu/fsf.xml",
        "eu/fsf_1_0.csv",
        "eu/fsf_1_0_damaged.csv",
        "eu/fsf_1_1.csv",
        "uk/ConList.csv",
        "uk/ConList.xlsx",
        "uk/ConList.xml",
        "uk/UK-Sanctions-List.csv",
        "uk/UK-Sanctions-List.xml",
        "ch/seco.xml",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

        /// Whatever happens to a file, it is read or refused with a place, and nothing panics.
        #[test]
        fn damaged_files_never_panic(
            file in 0..FIXTURES.len(),
            changes in prop::collection::vec((any::<prop::sample::Index>(), prop::option::of(any::<u8>())), 1..20),
            keep in 0.5..1.0_f64,
        ) {
            let path = format!("{}/fixtures/lists/{}", env!("CARGO_MANIFEST_DIR"), FIXTURES[file]);
            let mut bytes = std::fs::read(path).unwrap();
            if keep > 0.75 {
                bytes.truncate((bytes.len() as f64 * (keep - 0.75) * 4.0) as usize + 1);
            }
            for (at, byte) in changes {
                let index = at.index(bytes.len());
                match byte {
                    Some(byte) => bytes[index] = byte,
                    None if bytes.len() > 1 => drop(bytes.remove(index)),
                    None => {}
                }
            }
            for options in [ReadOptions::default(), ReadOptions::default().lenient()] {
                if let Ok(list) = List::from_bytes(FIXTURES[file], &bytes, &options) {
                    prop_assert!(!list.entities.is_empty());
                    prop_assert!(list.entities.iter().all(|entity| !entity.primary_name().is_empty()));
                }
            }
        }
    }
}
