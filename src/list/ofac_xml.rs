//! OFAC's SDN list and consolidated (non-SDN) list as XML: `sdn.xml`, `consolidated.xml`.
//!
//! Publisher: Office of Foreign Assets Control, US Department of the Treasury,
//! `https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/SDN.XML` (`CONSOLIDATED.XML`).
//! Specification: the schema beside it (`XML.xsd`, earlier `sdn.xsd`).
//!
//! Layout: `sdnList` holds `publshInformation` (spelt so) with `Publish_Date` (MM/DD/YYYY) and `Record_Count`, then one
//! `sdnEntry` per entity with `uid`, `lastName`, `firstName`, `title`, `sdnType`, `remarks` and lists of programmes,
//! documents (`idList`, which holds gender, web sites and sanctions information as well), aliases, addresses,
//! nationalities, citizenships, dates and places of birth, and `vesselInfo`.
//!
//! What is odd:
//! - The namespace was `http://tempuri.org/sdnList.xsd` until 2024; both are read.
//! - A person's whole name is not published; it is `lastName, firstName`, as in the CSV. A `lastName` alone is a name as
//!   it is, without parts: it may be a nickname.
//! - A former name may be of the weak category. It is a former name here, and a remark says that it is weak.
//! - Where several dates, places or countries are given, one is the `mainEntry`; it comes first here.
//! - Names are in Latin letters only; those in the original script are in the "advanced" and "enhanced" XML.
//!
//! `Record_Count` must agree with the entries, or the file is refused. The `uid` of aliases, addresses and documents is
//! technical and not kept.
//!
//! Tested on the SDN list of 2024-05-07 and the consolidated lists of 2018-04-06 and 2025-03-28.

use std::io::BufRead;

use crate::entity::{CountryRole, Entity, IdentifierKind, Kind, Name, NameParts, NameType, PartialDate};
use crate::error::{Error, Result};

use super::format::Head;
use super::ofac_details::{self as details, Detail};
use super::sink::Sink;
use super::xml::{Element, Node, Reader};

pub(super) fn looks_like(head: &Head<'_>) -> bool {
    head.root_element().is_some_and(|(name, _)| name == "sdnList")
}

pub(super) fn read(input: &mut dyn BufRead, sink: &mut Sink<'_>) -> Result<()> {
    "OFAC".clone_into(&mut sink.publisher);
    let list = details::list_name(details::list_id(&sink.file, false));
    let mut reader = Reader::new(input, &sink.file);
    let mut promised: Option<(u64, u64)> = None;
    let mut entries = 0;
    let mut is_consolidated = false;
    while let Some(node) = reader.next(&["publshInformation", "publishInformation", "sdnEntry"])? {
        match node {
            Node::Record(element) if element.name == "sdnEntry" => {
                entries += 1;
                sink.count_record();
                let entity = entity(&element, list, sink)?;
                is_consolidated |= details::is_consolidated_only(&entity);
                sink.push(entity, sink.position().line(element.line).record(entries))?;
            }
            Node::Record(element) => {
                sink.date = PartialDate::from_published_us(element.text_of("Publish_Date"));
                let position = sink.position().line(element.line);
                if sink.date.is_none() {
                    let date = element.text_of("Publish_Date");
                    sink.warn(position.clone().element("Publish_Date"), date, "the list's date cannot be read")?;
                }
                if let Ok(count) = element.text_of("Record_Count").parse() {
                    promised = Some((count, element.line));
                } else {
                    let reason = "the number of records cannot be read, so that nothing tells whether all are here";
                    sink.warn(position.element("Record_Count"), element.text_of("Record_Count"), reason)?;
                }
            }
            Node::Open(element) if element.name == "sdnList" => {}
            Node::Open(element) => {
                let position = sink.position().line(element.line).element(element.name.clone());
                sink.leave_out_part(position, "", "the element is unknown and stands outside of any entry")?;
            }
        }
    }
    details::list_id(&sink.file, is_consolidated).clone_into(&mut sink.id);
    match promised {
        Some((count, line)) if count != entries => {
            let position = sink.position().line(line).element("Record_Count");
            let reason = format!("the file says how many entries it has, but has {entries}; download it again");
            Err(Error::malformed(position, &count.to_string(), reason))
        }
        _ => Ok(()),
    }
}

fn entity(entry: &Element, list: &str, sink: &mut Sink<'_>) -> Result<Entity> {
    let word = entry.text_of("sdnType");
    let position = |element: &Element| sink.position().line(element.line).element(element.name.clone());
    let mut warnings = Vec::new();
    let kind = details::kind(word).unwrap_or_else(|| {
        warnings.push((position(entry), word.to_owned(), "the type is none that OFAC uses: the kind stays unknown"));
        Kind::Unknown
    });
    let primary = name(entry, kind, NameType::Primary);
    let mut entity = Entity::new(entry.text_of("uid"), kind, primary.full.clone());
    entity.names[0] = primary;
    if kind == Kind::Unknown {
        entity.add_remark("sdnType", word);
    }
    let mut programmes = Vec::new();
    for part in &entry.children {
        match part.name.as_str() {
            "uid" | "firstName" | "lastName" | "sdnType" => {}
            "title" => details::add_title(&mut entity, &part.text),
            "remarks" => details::read_free_remarks(&mut entity, "remarks", &part.text),
            "programList" => programmes.extend(part.children("program").map(|programme| programme.text.as_str())),
            "idList" => part.children.iter().for_each(|id| document(&mut entity, id)),
            "akaList" => {
                for aka in &part.children {
                    if details::name_type(aka.text_of("type")).is_none() {
                        let reason = "the type is none that OFAC uses: taken as an alias";
                        warnings.push((position(aka), aka.text_of("type").to_owned(), reason));
                    }
                    alias(&mut entity, aka);
                }
            }
            "addressList" => part.children.iter().for_each(|it| address(&mut entity, it)),
            "nationalityList" | "citizenshipList" => {
                for country in main_first(part) {
                    entity.add_country(CountryRole::Nationality, country.text_of("country"));
                    keep_unknown(&mut entity, country, &["country"]);
                }
            }
            "dateOfBirthList" => items(&mut entity, part, "dateOfBirth", "DOB"),
            "placeOfBirthList" => items(&mut entity, part, "placeOfBirth", "POB"),
            "vesselInfo" => vessel(&mut entity, part),
            _ => details::keep(&mut entity, part),
        }
    }
    details::designate(&mut entity, programmes, None, list);
    for (position, value, reason) in warnings {
        sink.warn(position, &value, reason)?;
    }
    Ok(entity)
}

fn name(element: &Element, kind: Kind, name_type: NameType) -> Name {
    let (family, given) = (element.text_of("lastName"), element.text_of("firstName"));
    let full = match (family, given) {
        ("", given) => given.to_owned(),
        (family, "") => family.to_owned(),
        (family, given) => format!("{family}, {given}"),
    };
    let has_parts = kind == Kind::Person && !family.is_empty() && !given.is_empty();
    let parts = has_parts.then(|| NameParts { family: family.to_owned(), given: given.to_owned() });
    Name { parts, ..Name::new(full, name_type) }
}

fn alias(entity: &mut Entity, aka: &Element) {
    let word = aka.text_of("type");
    let name_type = details::name_type(word).unwrap_or(NameType::StrongAlias);
    if aka.text_of("category") == "weak" {
        let name_type = if name_type == NameType::FormerName { name_type } else { NameType::WeakAlias };
        let name = name(aka, entity.kind, name_type);
        details::add_weak_name(entity, name_type, word, name);
    } else {
        let name = name(aka, entity.kind, name_type);
        entity.add_name(name);
    }
    keep_unknown(entity, aka, &["type", "category", "lastName", "firstName"]);
}

fn document(entity: &mut Entity, id: &Element) {
    let dates = [("issueDate", "issued"), ("expirationDate", "expires")];
    let beside: Vec<String> = dates
        .into_iter()
        .filter(|(element, _)| !id.text_of(element).is_empty())
        .map(|(element, word)| format!("{word} {}", id.text_of(element)))
        .collect();
    let detail = Detail {
        word: id.text_of("idType"),
        value: id.text_of("idNumber"),
        country: id.text_of("idCountry"),
        beside: &beside.join(" "),
    };
    details::attach(entity, detail, true);
    keep_unknown(entity, id, &["idType", "idNumber", "idCountry", "issueDate", "expirationDate"]);
}

fn address(entity: &mut Entity, address: &Element) {
    const PARTS: [&str; 6] = ["address1", "address2", "address3", "city", "stateOrProvince", "postalCode"];
    details::add_address(entity, PARTS.map(|part| address.text_of(part)), address.text_of("country"));
    keep_unknown(entity, address, &[&PARTS[..], &["country"]].concat());
}

/// Dates or places of birth.
fn items(entity: &mut Entity, list: &Element, value: &str, word: &str) {
    for item in main_first(list) {
        details::attach(entity, Detail { word, value: item.text_of(value), ..Detail::default() }, false);
        keep_unknown(entity, item, &[value]);
    }
}

fn main_first(list: &Element) -> Vec<&Element> {
    let mut items: Vec<&Element> = list.children.iter().collect();
    items.sort_by_key(|item| item.text_of("mainEntry") != "true");
    items
}

fn vessel(entity: &mut Entity, vessel: &Element) {
    for part in &vessel.children {
        match part.name.as_str() {
            "callSign" => entity.add_identifier(IdentifierKind::CallSign, &part.text, None, "Vessel Call Sign"),
            "vesselFlag" => entity.add_country(CountryRole::Flag, &part.text),
            _ => details::keep(entity, part),
        }
    }
}

fn keep_unknown(entity: &mut Entity, element: &Element, known: &[&str]) {
    for child in &element.children {
        if !known.contains(&child.name.as_str()) && !["uid", "mainEntry"].contains(&child.name.as_str()) {
            details::keep(entity, child);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::{List, ReadOptions};

    fn open(entries: &str, count: u32) -> Result<List> {
        let xml = format!(
            "<sdnList xmlns=\"http://tempuri.org/sdnList.xsd\"><publshInformation><Publish_Date>05/07/2024</Publish_Date>\
             <Record_Count>{count}</Record_Count></publshInformation>{entries}</sdnList>"
        );
        List::from_bytes("sdn.xml", xml.as_bytes(), &ReadOptions::default())
    }

    const VESSEL: &str = "<sdnEntry><uid>4243</uid><lastName>EBANO</lastName><sdnType>Vessel</sdnType>\
        <programList><program>CUBA</program></programList>\
        <akaList><aka><uid>1</uid><type>f.k.a.</type><category>weak</category><lastName>ANA I</lastName></aka></akaList>\
        <vesselInfo><callSign>CL2192</callSign><vesselFlag>Iran</vesselFlag><tonnage>5</tonnage></vesselInfo></sdnEntry>";

    #[test]
    fn a_vessel_is_read() {
        let list = open(VESSEL, 1).unwrap();
        assert_eq!(list.date.unwrap().to_string(), "2024-05-07");
        let entity = &list.entities[0];
        assert_eq!(entity.kind, Kind::Vessel);
        assert_eq!(entity.names[1], Name::new("ANA I", NameType::FormerName));
        assert_eq!(entity.identifiers[0].kind, IdentifierKind::CallSign);
        assert_eq!(entity.countries[0].0, CountryRole::Flag);
        let remarks: Vec<_> = entity.remarks.iter().map(|r| (r.label.as_str(), r.text.as_str())).collect();
        assert_eq!(remarks, [("weak f.k.a.", "ANA I"), ("tonnage", "5")]);
    }

    #[test]
    fn a_wrong_count_is_refused_also_if_lenient() {
        let error = open(VESSEL, 2).unwrap_err().to_string();
        assert!(error.contains("Record_Count") && error.contains("has 1"), "{error}");
    }

    #[test]
    fn unknown_elements_are_kept() {
        let entry = VESSEL.replace("<vesselInfo>", "<novelty><a>1</a><b>2</b></novelty><vesselInfo>");
        let list = open(&entry, 1).unwrap();
        let remark = list.entities[0].remarks.iter().find(|remark| remark.label == "novelty").unwrap();
        assert_eq!(remark.text, "a: 1; b: 2");
    }
}
