//! OFAC's lists as "enhanced" XML, the fullest of its formats: `SDN_ENHANCED.XML`, `CONS_ENHANCED.XML`, and filtered
//! exports of the sanctions list service.
//!
//! Publisher: Office of Foreign Assets Control, US Department of the Treasury,
//! `https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/SDN_ENHANCED.ZIP`.
//! Specification: the schema beside it (`ENHANCED_XML.xsd`).
//!
//! Layout: `sanctionsData` holds `publicationInfo` (date and filters), `referenceValues` and `featureTypes` (whose texts
//! are repeated where they are used), then one `entity` each with `generalInfo`, lists, programmes, sanctions types, legal
//! authorities, `names` (each with translations in several scripts), `addresses`, `features`, `identityDocuments` and
//! `relationships`.
//!
//! What is odd:
//! - A name in another script is a *translation* of a name and has its standing, so an entity may have several primary
//!   names: one in Latin letters, which comes first, and those in the original script, with the script as `language`.
//! - Right-to-left names stand between bidi controls; names are kept as published.
//! - An entity is on several lists, each with the day of its publication. The day of listing here is the earliest; where
//!   the lists are several, a remark names each with its day.
//! - The whole file has no count of records; a file that is cut off is told by its open elements alone.
//!
//! Kept as remarks: sanctions types, legal authorities, relationships, features without a field of their own, and
//! everything unknown. Technical and not kept: ids of parts and reference values, `versionId`, `identityId`, the parts of
//! formatted names other than family and given name, the range behind a date that is written out, and which of the
//! entity's names a document bears.
//!
//! Tested on the consolidated list of 2025-01-10 and the SDN list of 2024-08-28 filtered to one programme.

use std::io::BufRead;

use crate::entity::{Entity, Kind, Name, NameParts, NameType, PartialDate};
use crate::error::Result;

use super::format::Head;
use super::ofac_details::{self as details, Detail};
use super::sink::Sink;
use super::xml::{Element, Node, Reader};

pub(super) fn looks_like(head: &Head<'_>) -> bool {
    head.root_element().is_some_and(|(name, attributes)| {
        name == "sanctionsData" && (attributes.contains("ENHANCED_XML") || !attributes.contains("xmlns="))
    })
}

pub(super) fn read(input: &mut dyn BufRead, sink: &mut Sink<'_>) -> Result<()> {
    "OFAC".clone_into(&mut sink.publisher);
    let mut reader = Reader::new(input, &sink.file);
    let mut is_sdn = false;
    while let Some(node) = reader.next(&["publicationInfo", "referenceValues", "featureTypes", "entity"])? {
        match node {
            Node::Record(element) if element.name == "entity" => {
                let records = sink.count_record();
                let is_on = |name| {
                    element.child("sanctionsLists").is_some_and(|lists| lists.children.iter().any(|it| it.text == name))
                };
                // An entity of the consolidated list may be on the SDN list as well.
                is_sdn |= is_on("SDN List") && !is_on("Consolidated List");
                let position = sink.position().line(element.line).record(records);
                let entity = entity(&element, sink)?;
                sink.push(entity, position)?;
            }
            Node::Record(element) if element.name == "publicationInfo" => {
                let text = element.text_of("dataAsOf");
                sink.date = PartialDate::from_published(text);
                if sink.date.is_none() {
                    let position = sink.position().line(element.line).element("dataAsOf");
                    sink.warn(position, text, "the list's date cannot be read")?;
                }
            }
            // Their texts are repeated where they are used.
            Node::Record(_) => {}
            Node::Open(element) if ["sanctionsData", "entities"].contains(&element.name.as_str()) => {}
            Node::Open(element) => {
                let position = sink.position().line(element.line).element(element.name.clone());
                sink.leave_out_part(position, "", "the element is unknown and stands outside of any entity")?;
            }
        }
    }
    if is_sdn { "ofac-sdn" } else { "ofac-cons" }.clone_into(&mut sink.id);
    Ok(())
}

fn entity(record: &Element, sink: &mut Sink<'_>) -> Result<Entity> {
    let general = record.child("generalInfo");
    let word = general.map_or("", |general| general.text_of("entityType"));
    let kind = if let Some(kind) = details::kind(word).filter(|_| !word.is_empty()) {
        kind
    } else {
        let position = sink.position().line(record.line).element("entityType");
        sink.warn(position, word, "the type is none that OFAC uses: the kind stays unknown")?;
        Kind::Unknown
    };
    let mut entity = Entity { id: record.attribute("id").to_owned(), kind, ..Entity::default() };
    for part in &record.children {
        match part.name.as_str() {
            "generalInfo" => {
                for fact in &part.children {
                    match fact.name.as_str() {
                        "identityId" => {}
                        "entityType" if kind != Kind::Unknown => {}
                        "title" => details::add_title(&mut entity, &fact.text),
                        "remarks" => details::read_free_remarks(&mut entity, "remarks", &fact.text),
                        _ => keep(&mut entity, fact),
                    }
                }
            }
            // Read below, once all lists are known.
            "sanctionsLists" | "sanctionsPrograms" => {}
            "sanctionsTypes" | "legalAuthorities" => {
                for child in &part.children {
                    entity.add_remark(&child.name, &child.text);
                }
            }
            "names" => {
                for child in &part.children {
                    let word = child.text_of("aliasType");
                    if child.text_of("isPrimary") != "true" && details::name_type(word).is_none() {
                        let position = sink.position().line(child.line).element("aliasType");
                        sink.warn(position, word, "the type is none that OFAC uses: taken as an alias")?;
                    }
                    name(&mut entity, child);
                }
            }
            "addresses" => part.children.iter().for_each(|it| address(&mut entity, it)),
            "features" => part.children.iter().for_each(|it| feature(&mut entity, it)),
            "identityDocuments" => part.children.iter().for_each(|it| document(&mut entity, it)),
            "relationships" => part.children.iter().for_each(|it| relationship(&mut entity, it)),
            _ => keep(&mut entity, part),
        }
    }
    designations(&mut entity, record);
    Ok(entity)
}

fn designations(entity: &mut Entity, record: &Element) {
    let lists: Vec<&Element> =
        record.child("sanctionsLists").map_or(Vec::new(), |lists| lists.children.iter().collect());
    let published = |list: &Element| PartialDate::from_published(list.attribute("datePublished"));
    let reference = lists.iter().map(|list| list.text.as_str()).collect::<Vec<_>>().join("; ");
    let listed_on = lists.iter().filter_map(|list| published(list)).min();
    let programmes = record.child("sanctionsPrograms").map_or(&[][..], |programmes| &programmes.children);
    details::designate(entity, programmes.iter().map(|it| it.text.as_str()), listed_on, &reference);
    for list in lists.iter().filter(|list| lists.len() > 1 || published(list).is_none()) {
        entity.add_remark("sanctionsList", format!("{} {}", list.text, list.attribute("datePublished")).trim());
    }
}

fn name(entity: &mut Entity, name: &Element) {
    let is_primary = name.text_of("isPrimary") == "true";
    let is_weak = name.text_of("isLowQuality") == "true";
    let word = name.text_of("aliasType");
    let name_type = match details::name_type(word) {
        _ if is_primary => NameType::Primary,
        Some(NameType::FormerName) => NameType::FormerName,
        _ if is_weak => NameType::WeakAlias,
        _ => NameType::StrongAlias,
    };
    for translation in primary_first(name) {
        let name = translated(translation, entity.kind, name_type);
        if is_weak && !is_primary {
            details::add_weak_name(entity, name_type, word, name);
        } else {
            entity.add_name(name);
        }
        let known =
            ["isPrimary", "script", "formattedFirstName", "formattedLastName", "formattedFullName", "nameParts"];
        keep_unknown(entity, translation, &known);
    }
    keep_unknown(entity, name, &["isPrimary", "isLowQuality", "aliasType", "translations"]);
}

fn translated(translation: &Element, kind: Kind, name_type: NameType) -> Name {
    let (family, given) = (translation.text_of("formattedLastName"), translation.text_of("formattedFirstName"));
    let full = match translation.text_of("formattedFullName") {
        "" if given.is_empty() => family.to_owned(),
        "" => format!("{family}, {given}"),
        full => full.to_owned(),
    };
    let has_parts = kind == Kind::Person && !family.is_empty() && !given.is_empty();
    let parts = has_parts.then(|| NameParts { family: family.to_owned(), given: given.to_owned() });
    Name { parts, language: script(translation), ..Name::new(full, name_type) }
}

/// The script, where it is not Latin.
fn script(translation: &Element) -> Option<String> {
    let script = translation.text_of("script");
    (!script.is_empty() && script != "Latin").then(|| script.to_owned())
}

fn primary_first(element: &Element) -> Vec<&Element> {
    let mut translations: Vec<&Element> =
        element.child("translations").map_or(Vec::new(), |translations| translations.children.iter().collect());
    translations.sort_by_key(|translation| translation.text_of("isPrimary") != "true");
    translations
}

fn address(entity: &mut Entity, address: &Element) {
    // The order of a letter's address; parts of other names come after these.
    const ORDER: [&str; 7] = ["ADDRESS1", "ADDRESS2", "ADDRESS3", "CITY", "STATE/PROVINCE", "POSTAL CODE", "REGION"];
    let country = address.text_of("country");
    let translations = primary_first(address);
    if translations.is_empty() {
        details::add_address(entity, [], country);
    }
    for translation in translations {
        let mut parts: Vec<&Element> =
            translation.child("addressParts").map_or(Vec::new(), |parts| parts.children.iter().collect());
        parts.sort_by_key(|part| ORDER.iter().position(|known| *known == part.text_of("type")).unwrap_or(ORDER.len()));
        let region = parts.iter().any(|part| part.text_of("type") == "REGION");
        let texts = parts.iter().map(|part| part.text_of("value"));
        // A region stands where a country would: it is none.
        let country = if region && country.is_empty() { "" } else { country };
        details::add_address(entity, texts, country);
        keep_unknown(entity, translation, &["isPrimary", "script", "addressParts"]);
    }
    keep_unknown(entity, address, &["country", "translations"]);
}

fn feature(entity: &mut Entity, feature: &Element) {
    let word = feature.text_of("type");
    let comments = feature.text_of("comments");
    let reliability = feature.text_of("reliability");
    let mut beside = Vec::new();
    if !comments.is_empty() {
        beside.push(comments.to_owned());
    }
    // Most say nothing or `Confirmed`; `Reported` and `False` are said.
    if !["", "Confirmed"].contains(&reliability) {
        beside.push(format!("[{reliability}]"));
    }
    let value = match feature.text_of("value") {
        "" => feature.child("valueDate").map_or(String::new(), date),
        value => value.to_owned(),
    };
    // As in `identityDocuments`, a wallet or number without a type of ours is an identifier only if it is a document.
    details::attach(entity, Detail { word, value: &value, country: "", beside: &beside.join(" ") }, false);
    let known = ["type", "versionId", "value", "valueDate", "valueRefId", "isPrimary", "comments", "reliability"];
    keep_unknown(entity, feature, &known);
}

/// A date given by the first and last day of its beginning and of its end: the least span that covers it.
fn date(element: &Element) -> String {
    let (first, last) = (element.text_of("fromDateBegin"), element.text_of("toDateEnd"));
    if last.is_empty() || first == last { first.to_owned() } else { format!("{first} to {last}") }
}

fn document(entity: &mut Entity, document: &Element) {
    let mut beside = Vec::new();
    for (element, word) in [("issueDate", "issued"), ("expirationDate", "expires")] {
        if let Some(element) = document.child(element) {
            beside.push(format!("{word} {}", date(element)));
        }
    }
    for (element, word) in [("issuingAuthority", "issued by"), ("issuingLocation", "issued in"), ("comments", "")] {
        let text = document.text_of(element);
        if !text.is_empty() {
            beside.push(format!("{word} {text}").trim().to_owned());
        }
    }
    if document.text_of("isValid") == "false" {
        beside.push("[not valid]".to_owned());
    }
    let detail = Detail {
        word: document.text_of("type"),
        value: document.text_of("documentNumber"),
        country: document.text_of("issuingCountry"),
        beside: &beside.join(" "),
    };
    details::attach(entity, detail, true);
    let known = [
        "type",
        "documentNumber",
        "issuingCountry",
        "issueDate",
        "expirationDate",
        "issuingAuthority",
        "issuingLocation",
        "comments",
        "isValid",
        "name",
        "idFeatures",
    ];
    // A document repeats facts of the entity, such as its gender.
    for feature in document.child("idFeatures").map_or(&[][..], |features| &features.children) {
        entity.add_remark("idFeature", &feature.text);
    }
    keep_unknown(entity, document, &known);
}

fn relationship(entity: &mut Entity, relationship: &Element) {
    let related = relationship.child("relatedEntity");
    let name = related.map_or("", |related| related.text.as_str());
    let id = related.map_or("", |related| related.attribute("entityId"));
    let mut text = format!("{} {name} ({id})", relationship.text_of("type"));
    let quality = relationship.text_of("quality");
    if !quality.is_empty() {
        text = format!("{text}, quality {quality}");
    }
    entity.add_remark("relationship", &text);
    keep_unknown(entity, relationship, &["type", "relatedEntity", "quality"]);
}

fn keep(entity: &mut Entity, element: &Element) {
    details::keep(entity, element);
}

fn keep_unknown(entity: &mut Entity, element: &Element, known: &[&str]) {
    for child in element.children.iter().filter(|child| !known.contains(&child.name.as_str())) {
        keep(entity, child);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::{CountryRole, IdentifierKind};
    use crate::list::{List, ReadOptions};

    const ENTITY: &str = "<entity id='1'><generalInfo><identityId>5</identityId><entityType refId='600'>Individual\
        </entityType></generalInfo><sanctionsLists><sanctionsList id='1' datePublished='2019-03-26'>SDN List\
        </sanctionsList></sanctionsLists><sanctionsPrograms><sanctionsProgram>IFSR</sanctionsProgram>\
        <sanctionsProgram>SDGT</sanctionsProgram></sanctionsPrograms><names>\
        <name><isPrimary>true</isPrimary><isLowQuality>false</isLowQuality><translations>\
        <translation><isPrimary>false</isPrimary><script>Cyrillic</script><formattedLastName>ДОУ</formattedLastName>\
        <formattedFirstName>Джон</formattedFirstName><formattedFullName>ДОУ, Джон</formattedFullName></translation>\
        <translation><isPrimary>true</isPrimary><script>Latin</script><formattedLastName>DOE</formattedLastName>\
        <formattedFirstName>John</formattedFirstName><formattedFullName>DOE, John</formattedFullName></translation>\
        </translations></name>\
        <name><isPrimary>false</isPrimary><aliasType>A.K.A.</aliasType><isLowQuality>true</isLowQuality><translations>\
        <translation><isPrimary>true</isPrimary><script>Latin</script><formattedFullName>JD</formattedFullName>\
        </translation></translations></name></names>\
        <addresses><address><country>Iran</country></address></addresses>\
        <features><feature><type>Birthdate</type><valueDate><fromDateBegin>1972-01-01</fromDateBegin>\
        <toDateEnd>1972-12-31</toDateEnd></valueDate></feature></features>\
        <identityDocuments><identityDocument><type>Passport</type><documentNumber>A1</documentNumber>\
        <issuingCountry>Iran</issuingCountry><isValid>false</isValid></identityDocument></identityDocuments>\
        <relationships><relationship><type>Family member of</type><relatedEntity entityId='2'>X</relatedEntity>\
        </relationship></relationships></entity>";

    #[test]
    fn an_entity_is_read() {
        let xml = format!(
            "<sanctionsData><publicationInfo><dataAsOf>2024-08-28T00:00:00</dataAsOf></publicationInfo><entities>{ENTITY}\
             </entities></sanctionsData>"
        );
        let list = List::from_bytes("x.xml", xml.as_bytes(), &ReadOptions::default()).unwrap();
        assert_eq!((list.id.as_str(), list.date.unwrap().to_string().as_str()), ("ofac-sdn", "2024-08-28"));
        let entity = &list.entities[0];
        assert_eq!(entity.primary_name(), "DOE, John");
        let names: Vec<_> =
            entity.names.iter().map(|n| (n.full.as_str(), n.name_type, n.language.as_deref())).collect();
        assert_eq!(
            names,
            [
                ("DOE, John", NameType::Primary, None),
                ("ДОУ, Джон", NameType::Primary, Some("Cyrillic")),
                ("JD", NameType::WeakAlias, None)
            ]
        );
        assert_eq!(entity.birth_dates[0].to_string(), "1972");
        assert_eq!(entity.identifiers[0].kind, IdentifierKind::Passport);
        assert_eq!(entity.identifiers[0].label, "Passport [not valid]");
        assert_eq!(entity.countries[0].0, CountryRole::Residence);
        assert_eq!(entity.designations.len(), 2);
        assert_eq!(entity.designations[0].listed_on.unwrap().to_string(), "2019-03-26");
        assert!(entity.remarks.iter().any(|it| it.label == "relationship" && it.text == "Family member of X (2)"));
    }
}
