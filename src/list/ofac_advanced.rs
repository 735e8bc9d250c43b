//! OFAC's lists as "advanced" XML: `sdn_advanced.xml`, `cons_advanced.xml`.
//!
//! Publisher: Office of Foreign Assets Control, US Department of the Treasury,
//! `https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/SDN_ADVANCED.XML` (`CONS_ADVANCED.XML`).
//! Specification: the UN's "Advanced Sanctions Data Model", schema `sdn_advanced.xsd`, namespace
//! `http://www.un.org/sanctions/1.0`, since 2024 `.../exports/ADVANCED_XML`; both are read.
//!
//! Layout: `Sanctions` holds `DateOfIssue`, `ReferenceValueSets` (tables of words, by id), `Locations`, `IDRegDocuments`,
//! `DistinctParties` (profile, identities, aliases, documented names, features), `ProfileRelationships`,
//! `SanctionsEntries` (list, days, measures) and `SanctionsEntryLinks`. Everything refers to everything by id.
//!
//! How it is read:
//! - The entity's id is the `FixedRef` of its party, the number that the other formats call `uid` or `ent_num`.
//! - A documented name is put together of its parts: `Last, Given...` for a person in Latin letters, the parts in their
//!   order else. The parts are not in capitals, as they are in the other formats.
//! - A name in another script has the standing of its alias and its script as `language`. OFAC marks the primary name by
//!   `Primary` on the alias and by the alias type `Name`.
//! - The programmes are the comments of those measures whose type is `Program`; other measures are kept as remarks.
//! - The day of listing is the earliest of the entry's events.
//! - A reference to an id that the file does not define leaves its part out; in strict mode the list is refused.
//! - A delta file, which holds changes only, is refused.
//!
//! Technical and not kept: ids, versions, calendars, statuses of names and scripts, validity, name part groups.
//!
//! **Tested on the schema and on an instance written by hand after it only**: no published file was at hand.

use std::collections::hash_map::Entry;
use std::io::BufRead;

use rustc_hash::FxHashMap;

use crate::entity::{Entity, Kind, Name, NameParts, NameType, PartialDate, push_new};
use crate::error::{Error, Result};

use super::format::Head;
use super::ofac_details::{self as details, Detail};
use super::sink::Sink;
use super::xml::{Element, Node, Reader};

pub(super) fn looks_like(head: &Head<'_>) -> bool {
    head.root_element().is_some_and(|(name, attributes)| {
        name == "Sanctions"
            && (attributes.contains("un.org/sanctions/1.0")
                || attributes.contains("ADVANCED_XML")
                || head.text.contains("<ReferenceValueSets"))
    })
}

pub(super) fn read(input: &mut dyn BufRead, sink: &mut Sink<'_>) -> Result<()> {
    const RECORDS: [&str; 8] = [
        "DateOfIssue",
        "ReferenceValueSets",
        "Location",
        "IDRegDocument",
        "DistinctParty",
        "ProfileRelationship",
        "SanctionsEntry",
        "SanctionsEntryLink",
    ];
    "OFAC".clone_into(&mut sink.publisher);
    let mut reader = Reader::new(input, &sink.file);
    let mut file = Advanced::default();
    while let Some(node) = reader.next(&RECORDS)? {
        match node {
            Node::Record(element) => match element.name.as_str() {
                "DateOfIssue" => Advanced::date_of_issue(&element, sink)?,
                "ReferenceValueSets" => file.words = Words::new(&element),
                "Location" => file.location(&element),
                "IDRegDocument" => {
                    file.documents.entry(element.attribute("IdentityID").to_owned()).or_default().push(element);
                }
                "DistinctParty" => file.party(&element, sink)?,
                "ProfileRelationship" => file.relationship(&element, sink)?,
                "SanctionsEntry" => file.entry(&element, sink)?,
                _ => file.link(&element, sink)?,
            },
            Node::Open(element) if element.name == "Sanctions" => {
                let base = element.attribute("DeltaBaseVersion");
                if !base.is_empty() {
                    let position = sink.position().line(element.line).element("DeltaBaseVersion");
                    let reason = "the file holds only the changes since another version; load the whole list";
                    return Err(Error::malformed(position, base, reason));
                }
            }
            Node::Open(element) if SECTIONS.contains(&element.name.as_str()) => {}
            Node::Open(element) => {
                let position = sink.position().line(element.line).element(element.name.clone());
                sink.leave_out_part(position, "", "the element is unknown and stands outside of any record")?;
            }
        }
    }
    let mut orphans: Vec<Element> = file.documents.into_values().flatten().collect();
    orphans.sort_by_key(|document| document.line);
    for document in orphans {
        let position = sink.position().line(document.line).element("IDRegDocument");
        sink.leave_out_part(
            position,
            document.attribute("IdentityID"),
            "the document belongs to an identity that the file does not hold",
        )?;
    }
    let id = if file.lists.iter().any(|list| list == "SDN List") {
        "ofac-sdn"
    } else if file.lists.is_empty() {
        details::list_id(&sink.file, false)
    } else {
        "ofac-cons"
    };
    id.clone_into(&mut sink.id);
    Ok(())
}

const SECTIONS: [&str; 6] = [
    "Locations",
    "IDRegDocuments",
    "DistinctParties",
    "ProfileRelationships",
    "SanctionsEntries",
    "SanctionsEntryLinks",
];

/// The reference tables: the text of each value by the name of its element and its id.
#[derive(Default)]
struct Words {
    by_id: FxHashMap<(String, String), Element>,
}

impl Words {
    fn new(sets: &Element) -> Self {
        let values = sets.children.iter().flat_map(|set| &set.children);
        let by_id =
            values.map(|value| ((value.name.clone(), value.attribute("ID").to_owned()), value.clone())).collect();
        Self { by_id }
    }

    fn value(&self, table: &str, id: &str) -> Option<&Element> {
        self.by_id.get(&(table.to_owned(), id.to_owned()))
    }

    /// The word, or nothing.
    fn word(&self, table: &str, id: &str) -> &str {
        self.value(table, id).map_or("", |value| &value.text)
    }
}

/// A place: its parts in order, and its country.
#[derive(Default, Clone)]
struct Location {
    parts: Vec<String>,
    country: String,
    comment: String,
}

impl Location {
    fn text(&self) -> String {
        let parts = self.parts.iter().chain([&self.country, &self.comment]);
        parts.filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ")
    }
}

#[derive(Default)]
struct Advanced {
    words: Words,
    locations: FxHashMap<String, Location>,
    /// By the id of the identity that they belong to.
    documents: FxHashMap<String, Vec<Element>>,
    /// The entity's id by the id of a profile.
    profiles: FxHashMap<String, String>,
    /// The entity's id by the id of a sanctions entry.
    entries: FxHashMap<String, String>,
    lists: Vec<String>,
    parties: u64,
}

impl Advanced {
    fn date_of_issue(element: &Element, sink: &mut Sink<'_>) -> Result<()> {
        sink.date = day(element);
        if sink.date.is_none() {
            let mut text = String::new();
            details::flatten(element, &mut text);
            let position = sink.position().line(element.line).element("DateOfIssue");
            sink.warn(position, &text, "the list's date cannot be read")?;
        }
        Ok(())
    }

    fn location(&mut self, element: &Element) {
        // The order of a letter's address; parts of other names come after these.
        const ORDER: [&str; 7] =
            ["ADDRESS1", "ADDRESS2", "ADDRESS3", "CITY", "STATE/PROVINCE", "POSTAL CODE", "REGION"];
        let mut parts: Vec<(usize, String)> = Vec::new();
        for part in element.children("LocationPart") {
            let word = self.words.word("LocPartType", part.attribute("LocPartTypeID"));
            let rank = ORDER.iter().position(|known| *known == word).unwrap_or(ORDER.len());
            parts.extend(part.children("LocationPartValue").map(|value| (rank, value.text_of("Value").to_owned())));
        }
        parts.sort_by_key(|(rank, _)| *rank);
        let mut comments = vec![element.text_of("Comment")];
        for area in element.children("LocationAreaCode") {
            comments.push(self.words.word("AreaCode", area.attribute("AreaCodeID")));
        }
        let values = element.children("LocationPart").flat_map(|part| part.children("LocationPartValue"));
        comments.extend(values.map(|value| value.text_of("Comment")));
        comments.retain(|comment| !comment.is_empty());
        let countries = element.children("LocationCountry");
        let countries: Vec<&str> =
            countries.map(|country| self.words.word("Country", country.attribute("CountryID"))).collect();
        let location = Location {
            parts: parts.into_iter().map(|(_, text)| text).collect(),
            country: countries.join(", "),
            comment: comments.join(", "),
        };
        self.locations.insert(element.attribute("ID").to_owned(), location);
    }

    fn party(&mut self, party: &Element, sink: &mut Sink<'_>) -> Result<()> {
        self.parties += 1;
        sink.count_record();
        let profiles: Vec<&Element> = party.children("Profile").collect();
        let id = match party.attribute("FixedRef") {
            "" => profiles.first().map_or("", |profile| profile.attribute("ID")),
            id => id,
        };
        let position = sink.position().line(party.line).record(self.parties);
        let kind =
            if let Some(kind) = profiles.first().and_then(|profile| self.kind(profile.attribute("PartySubTypeID"))) {
                kind
            } else {
                sink.warn(position.clone(), id, "the party's type is not understood: the kind stays unknown")?;
                Kind::Unknown
            };
        let mut entity = Entity { id: id.to_owned(), kind, ..Entity::default() };
        for child in &party.children {
            match child.name.as_str() {
                "Comment" => entity.add_remark("Comment", &child.text),
                "Profile" => {}
                _ => details::keep(&mut entity, child),
            }
        }
        for profile in profiles {
            self.profiles.insert(profile.attribute("ID").to_owned(), id.to_owned());
            // The primary identity first, for it has the primary name.
            let mut identities: Vec<&Element> = profile.children("Identity").collect();
            identities.sort_by_key(|identity| identity.attribute("Primary") != "true");
            for identity in identities {
                self.identity(&mut entity, identity, sink)?;
            }
            for child in &profile.children {
                match child.name.as_str() {
                    "Comment" => entity.add_remark("Comment", &child.text),
                    "Identity" | "SanctionsEntryReference" => {}
                    "Feature" => self.feature(&mut entity, child, sink)?,
                    _ => details::keep(&mut entity, child),
                }
            }
        }
        sink.push(entity, position)
    }

    /// A vessel and an aircraft are sub-types of `Transport`; a person and an entity are types whose sub-type is unknown.
    fn kind(&self, sub_type: &str) -> Option<Kind> {
        let value = self.words.value("PartySubType", sub_type)?;
        let party_type = self.words.word("PartyType", value.attribute("PartyTypeID"));
        [value.text.as_str(), party_type].into_iter().filter(|word| !word.is_empty()).find_map(details::kind)
    }

    fn identity(&mut self, entity: &mut Entity, identity: &Element, sink: &mut Sink<'_>) -> Result<()> {
        let mut types: FxHashMap<&str, &str> = FxHashMap::default();
        for groups in identity.children("NamePartGroups") {
            for group in groups.children.iter().flat_map(|master| &master.children) {
                types.insert(group.attribute("ID"), group.attribute("NamePartTypeID"));
            }
        }
        let mut aliases: Vec<&Element> = identity.children("Alias").collect();
        aliases.sort_by_key(|alias| alias.attribute("Primary") != "true");
        for alias in aliases {
            self.alias(entity, identity, alias, &types, sink)?;
        }
        for child in &identity.children {
            match child.name.as_str() {
                "Comment" => entity.add_remark("Comment", &child.text),
                "Alias" | "NamePartGroups" | "IDRegDocumentReference" => {}
                _ => details::keep(entity, child),
            }
        }
        if identity.attribute("False") == "true" {
            let mut text = String::new();
            for name in &entity.names {
                if !text.is_empty() {
                    text.push_str("; ");
                }
                text.push_str(&name.full);
            }
            entity.add_remark("false identity", &text);
        }
        for document in self.documents.remove(identity.attribute("ID")).unwrap_or_default() {
            self.document(entity, &document, sink)?;
        }
        Ok(())
    }

    fn alias(
        &self,
        entity: &mut Entity,
        identity: &Element,
        alias: &Element,
        types: &FxHashMap<&str, &str>,
        sink: &mut Sink<'_>,
    ) -> Result<()> {
        let word = self.words.word("AliasType", alias.attribute("AliasTypeID"));
        // The primary name of another identity than the primary one is an alias.
        let is_primary = alias.attribute("Primary") == "true" && identity.attribute("Primary") != "false";
        let is_weak = alias.attribute("LowQuality") == "true" && !is_primary;
        let name_type = match details::name_type(word) {
            _ if is_primary => NameType::Primary,
            Some(NameType::FormerName) => NameType::FormerName,
            _ if is_weak => NameType::WeakAlias,
            Some(_) => NameType::StrongAlias,
            None => {
                if word != "Name" {
                    let position = sink.position().line(alias.line).element("AliasTypeID");
                    let reason = "the alias type is none that OFAC uses: taken as an alias";
                    sink.warn(position, alias.attribute("AliasTypeID"), reason)?;
                }
                NameType::StrongAlias
            }
        };
        for documented in alias.children("DocumentedName") {
            let name = self.documented_name(entity.kind, documented, types, name_type, sink)?;
            if name.full.is_empty() {
                let position = sink.position().line(documented.line).element("DocumentedName");
                sink.warn(position, documented.attribute("ID"), "the name is empty")?;
            }
            if is_weak {
                details::add_weak_name(entity, name_type, word, name);
            } else {
                entity.add_name(name);
            }
            for child in &documented.children {
                match child.name.as_str() {
                    "DocumentedNamePart" | "IDRegDocumentReference" => {}
                    "DocumentedNameCountry" => {
                        let country = self.words.word("Country", child.attribute("CountryID"));
                        entity.add_remark("DocumentedNameCountry", country);
                    }
                    _ => details::keep(entity, child),
                }
            }
        }
        for child in &alias.children {
            match child.name.as_str() {
                "DocumentedName" => {}
                "DatePeriod" => entity.add_remark("name used", &period(child).1),
                _ => details::keep(entity, child),
            }
        }
        Ok(())
    }

    fn documented_name(
        &self,
        kind: Kind,
        documented: &Element,
        types: &FxHashMap<&str, &str>,
        name_type: NameType,
        sink: &mut Sink<'_>,
    ) -> Result<Name> {
        let (mut family, mut given, mut all) = (Vec::new(), Vec::new(), Vec::new());
        let mut script = "";
        for part in documented.children("DocumentedNamePart") {
            for value in part.children("NamePartValue") {
                let text =
                    format!("{}{}{}", part.attribute("LeadingChars"), value.text, part.attribute("TrailingChars"));
                let text = text.trim().to_owned();
                if text.is_empty() {
                    continue;
                }
                let group = value.attribute("NamePartGroupID");
                let part_type = types.get(group).map_or("", |id| self.words.word("NamePartType", id));
                if part_type.is_empty() {
                    let position = sink.position().line(value.line).element("NamePartGroupID");
                    sink.warn(position, group, "the file does not say what this part of a name is")?;
                }
                script = self.words.word("Script", value.attribute("ScriptID"));
                all.push(text.clone());
                if part_type == "Last Name" { family.push(text) } else { given.push(text) }
            }
        }
        let is_latin = script.is_empty() || script == "Latin";
        let has_parts = kind == Kind::Person && !family.is_empty() && !given.is_empty();
        let (family, given) = (family.join(" "), given.join(" "));
        let full = if has_parts && is_latin { format!("{family}, {given}") } else { all.join(" ") };
        Ok(Name {
            full,
            name_type,
            parts: has_parts.then_some(NameParts { family, given }),
            language: (!is_latin).then(|| script.to_owned()),
        })
    }

    fn document(&self, entity: &mut Entity, document: &Element, sink: &mut Sink<'_>) -> Result<()> {
        let mut beside = Vec::new();
        for date in document.children("DocumentDate") {
            let word = match self.words.word("IDRegDocDateType", date.attribute("IDRegDocDateTypeID")) {
                "Issue Date" => "issued",
                "Expiration Date" => "expires",
                word => word,
            };
            if let Some(date) = date.child("DatePeriod") {
                beside.push(format!("{word} {}", period(date).1));
            }
        }
        let authority = document.text_of("IssuingAuthority");
        if !authority.is_empty() {
            beside.push(format!("issued by {authority}"));
        }
        let place = document.attribute("IssuedIn-LocationID");
        if let Some(location) = self.located(place, document, sink)? {
            beside.push(format!("issued in {}", location.text()));
        }
        if !document.text_of("Comment").is_empty() {
            beside.push(document.text_of("Comment").to_owned());
        }
        if self.words.word("Validity", document.attribute("ValidityID")).eq_ignore_ascii_case("invalid") {
            beside.push("[not valid]".to_owned());
        }
        let detail = Detail {
            word: self.words.word("IDRegDocType", document.attribute("IDRegDocTypeID")),
            value: document.text_of("IDRegistrationNo"),
            country: self.words.word("Country", document.attribute("IssuedBy-CountryID")),
            beside: &beside.join(" "),
        };
        details::attach(entity, detail, true);
        let known = [
            "Comment",
            "IDRegistrationNo",
            "IssuingAuthority",
            "DocumentDate",
            "IDRegDocumentMention",
            "FeatureVersionReference",
            "DocumentedNameReference",
            "ProfileRelationshipReference",
        ];
        for child in document.children.iter().filter(|child| !known.contains(&child.name.as_str())) {
            details::keep(entity, child);
        }
        Ok(())
    }

    fn located(&self, id: &str, at: &Element, sink: &mut Sink<'_>) -> Result<Option<&Location>> {
        let location = self.locations.get(id);
        if location.is_none() && !id.is_empty() {
            let position = sink.position().line(at.line).element("LocationID");
            sink.leave_out_part(position, id, "the location is not defined in the file")?;
        }
        Ok(location)
    }

    fn feature(&self, entity: &mut Entity, feature: &Element, sink: &mut Sink<'_>) -> Result<()> {
        let id = feature.attribute("FeatureTypeID");
        let word = self.words.word("FeatureType", id);
        if word.is_empty() {
            let position = sink.position().line(feature.line).element("FeatureTypeID");
            sink.warn(position, id, "the type of the feature is not defined in the file")?;
        }
        let label = if word.is_empty() { "Feature" } else { word };
        for version in feature.children("FeatureVersion") {
            let mut beside = Vec::new();
            if !version.text_of("Comment").is_empty() {
                beside.push(version.text_of("Comment").to_owned());
            }
            let reliability = self.words.word("Reliability", version.attribute("ReliabilityID"));
            if !["", "Confirmed"].contains(&reliability) {
                beside.push(format!("[{reliability}]"));
            }
            let beside = beside.join(" ");
            let has_value =
                ["DatePeriod", "VersionDetail", "VersionLocation"].iter().any(|it| version.child(it).is_some());
            let attach = |value: &str, entity: &mut Entity| {
                details::attach(entity, Detail { word: label, value, country: "", beside: &beside }, false);
            };
            for date in version.children("DatePeriod") {
                match (word, period(date)) {
                    ("Birthdate", (Some(known), text)) => {
                        // The words say more than the years where a span of days is given.
                        let is_exact =
                            details::birth_date(&text).is_some_and(|(date, is_exact)| is_exact && date == known);
                        if is_exact && beside.is_empty() {
                            attach(&text, entity);
                        } else {
                            push_new(&mut entity.birth_dates, known);
                            entity.add_remark("DOB", format!("{text} {beside}").trim());
                        }
                    }
                    (_, (_, text)) => attach(&text, entity),
                }
            }
            for detail in version.children("VersionDetail") {
                let reference = detail.attribute("DetailReferenceID");
                let value = match self.words.word("DetailReference", reference) {
                    "" => detail.text.as_str(),
                    word => word,
                };
                if value.is_empty() && !reference.is_empty() {
                    let position = sink.position().line(detail.line).element("DetailReferenceID");
                    sink.leave_out_part(position, reference, "the value is not defined in the file")?;
                }
                attach(value, entity);
            }
            for place in version.children("VersionLocation") {
                if let Some(location) = self.located(place.attribute("LocationID"), place, sink)? {
                    match word {
                        "Location" => {
                            let parts = location.parts.iter().map(String::as_str).chain([location.comment.as_str()]);
                            details::add_address(entity, parts, &location.country);
                        }
                        "Place of Birth" => attach(&location.text(), entity),
                        _ if location.country.is_empty() => attach(&location.text(), entity),
                        _ if location.parts.is_empty() => attach(&location.country, entity),
                        _ => attach(&location.text(), entity),
                    }
                }
            }
            if !has_value || (word == "Location" && !beside.is_empty()) {
                entity.add_remark(label, &beside);
            }
            let known = ["Comment", "DatePeriod", "VersionDetail", "VersionLocation", "IDRegDocumentReference"];
            for child in version.children.iter().filter(|child| !known.contains(&child.name.as_str())) {
                details::keep(entity, child);
            }
        }
        for child in
            feature.children.iter().filter(|it| !["FeatureVersion", "IdentityReference"].contains(&it.name.as_str()))
        {
            details::keep(entity, child);
        }
        Ok(())
    }

    fn relationship(&self, element: &Element, sink: &mut Sink<'_>) -> Result<()> {
        sink.count_record();
        let position = sink.position().line(element.line).element("ProfileRelationship");
        let (from, to) = (element.attribute("From-ProfileID"), element.attribute("To-ProfileID"));
        let relation = self.words.word("RelationType", element.attribute("RelationTypeID"));
        // A party of another list may be named by its profile alone.
        let related = match self.profiles.get(to) {
            Some(id) => {
                format!(
                    "{} ({id})",
                    sink.entity_mut(id).map_or(String::new(), |entity| entity.primary_name().to_owned())
                )
            }
            None => format!("profile {to}"),
        };
        let mut text = format!("{relation} {related}");
        if element.attribute("Former") == "true" {
            text.push_str(", former");
        }
        let quality = self.words.word("RelationQuality", element.attribute("RelationQualityID"));
        if !["", "High"].contains(&quality) {
            text = format!("{text}, quality {quality}");
        }
        for (word, more) in [
            ("", element.text_of("Comment").to_owned()),
            ("in ", element.child("DatePeriod").map_or(String::new(), |date| period(date).1)),
        ] {
            if !more.is_empty() {
                text = format!("{text}, {word}{more}");
            }
        }
        match self.profiles.get(from).and_then(|id| sink.entity_mut(id)) {
            Some(entity) => {
                entity.add_remark("relationship", &text);
                sink.count_merged()?;
                Ok(())
            }
            None => sink.leave_out_orphan(
                position,
                from,
                "the relationship is one of a profile that the file does not hold",
            ),
        }
    }

    fn entry(&mut self, entry: &Element, sink: &mut Sink<'_>) -> Result<()> {
        sink.count_record();
        let profile = entry.attribute("ProfileID");
        let list = self.words.word("List", entry.attribute("ListID")).to_owned();
        let events: Vec<(&Element, Option<PartialDate>)> =
            entry.children("EntryEvent").map(|event| (event, event.child("Date").and_then(day))).collect();
        let listed_on = events.iter().filter_map(|(_, date)| *date).min();
        let mut programmes = Vec::new();
        let mut remarks: Vec<(&str, String)> = Vec::new();
        for measure in entry.children("SanctionsMeasure") {
            let word = self.words.word("SanctionsType", measure.attribute("SanctionsTypeID"));
            let comment = measure.text_of("Comment");
            if word == "Program" && !comment.is_empty() {
                programmes.push(comment);
                continue;
            }
            let text = [word, comment].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(": ");
            remarks.push(("SanctionsMeasure", text));
        }
        for (event, date) in &events {
            let basis = self.words.word("LegalBasis", event.attribute("LegalBasisID"));
            if !basis.is_empty() {
                remarks.push(("LegalBasis", basis.to_owned()));
            }
            let word = self.words.word("EntryEventType", event.attribute("EntryEventTypeID"));
            let comment = event.text_of("Comment");
            if events.len() > 1 || !comment.is_empty() || date.is_none() {
                let date = date.map_or(String::new(), |date| date.to_string());
                remarks.push(("EntryEvent", format!("{word} {date} {comment}").trim().to_owned()));
            }
        }
        let known = ["EntryEvent", "SanctionsMeasure", "ProfileRelationshipReference"];
        let unknown: Vec<&Element> = entry.children.iter().filter(|it| !known.contains(&it.name.as_str())).collect();
        let Some(id) = self.profiles.get(profile).cloned() else {
            let position = sink.position().line(entry.line).element("SanctionsEntry");
            return sink.leave_out_orphan(
                position,
                profile,
                "the entry is one of a profile that the file does not hold",
            );
        };
        // A party that was left out took its entry with it; that is reported.
        if let Some(entity) = sink.entity_mut(&id) {
            details::designate(entity, programmes, listed_on, &list);
            for (label, text) in remarks {
                entity.add_remark(label, &text);
            }
            for element in unknown {
                details::keep(entity, element);
            }
        }
        sink.count_merged()?;
        self.entries.insert(entry.attribute("ID").to_owned(), id);
        if !list.is_empty() && !self.lists.contains(&list) {
            self.lists.push(list);
        }
        Ok(())
    }

    fn link(&mut self, link: &Element, sink: &mut Sink<'_>) -> Result<()> {
        sink.count_record();
        let (a, b) = (link.attribute("EntryA-SanctionsEntryID"), link.attribute("EntryB-SanctionsEntryID"));
        let word = self.words.word("EntryLinkType", link.attribute("EntryLinkTypeID"));
        let other = self.entries.get(b).cloned().unwrap_or_else(|| format!("entry {b}"));
        match self.entries.entry(a.to_owned()) {
            Entry::Occupied(entry) => {
                if let Some(entity) = sink.entity_mut(entry.get()) {
                    entity.add_remark("SanctionsEntryLink", &format!("{word} {other} {}", link.text_of("Comment")));
                }
                sink.count_merged()?;
                Ok(())
            }
            Entry::Vacant(_) => {
                let position = sink.position().line(link.line).element("SanctionsEntryLink");
                sink.leave_out_orphan(position, a, "the link is one of an entry that the file does not hold")
            }
        }
    }
}

/// A date given by `Year`, `Month` and `Day`.
fn day(element: &Element) -> Option<PartialDate> {
    let number = |name| element.text_of(name).parse::<u16>().ok();
    let year = number("Year")?;
    match (number("Month").unwrap_or(0), number("Day").unwrap_or(0)) {
        (0, _) => PartialDate::from_year(year),
        (month, 0) => PartialDate::from_month(year, u8::try_from(month).ok()?),
        (month, day) => PartialDate::from_day(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?),
    }
}

/// The least span that covers a period, and the period in words.
///
/// The schema gives the first and last day of its start and of its end; a year alone is from its first to its last day.
fn period(period: &Element) -> (Option<PartialDate>, String) {
    let bound = |boundary: &str, point: &str| period.child(boundary).and_then(|it| it.child(point)).and_then(day);
    let first = bound("Start", "From").or_else(|| bound("Start", "To"));
    let last = bound("End", "To").or_else(|| bound("End", "From")).or_else(|| bound("Start", "To")).or(first);
    let is_about = ["Start", "End"]
        .into_iter()
        .any(|boundary| period.child(boundary).is_some_and(|it| it.attribute("Approximate") == "true"));
    let (Some(first), Some(last)) = (first, last) else {
        let mut text = String::new();
        details::flatten(period, &mut text);
        return (None, text);
    };
    let whole_year = (first.month(), first.day(), last.month(), last.day()) == (Some(1), Some(1), Some(12), Some(31));
    let mut known = if whole_year && first.year() == last.year() {
        PartialDate::from_year(first.year())
    } else {
        details::span(first, last)
    };
    if is_about {
        known = known.map(PartialDate::about);
    }
    // In words, a whole year or month is one; any other span is told by its ends.
    let is_whole = whole_year
        || first == last
        || (first.day() == Some(1)
            && (first.year(), first.month()) == (last.year(), last.month())
            && is_last_day(last));
    let text = match known {
        Some(known) if is_whole => known.to_string(),
        _ => format!("{}{first} to {last}", if is_about { "circa " } else { "" }),
    };
    let comment = period.text_of("Comment");
    (known, format!("{text} {comment}").trim().to_owned())
}

fn is_last_day(date: PartialDate) -> bool {
    match (date.month(), date.day()) {
        (Some(month), Some(day)) => PartialDate::from_day(date.year(), month, day + 1).is_none(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::{List, ReadOptions};

    const START: &str = "<Sanctions xmlns='http://www.un.org/sanctions/1.0' Version='1'><ReferenceValueSets>\
        <PartySubTypeValues><PartySubType ID='4' PartyTypeID='1'>Unknown</PartySubType></PartySubTypeValues>\
        <PartyTypeValues><PartyType ID='1'>Individual</PartyType></PartyTypeValues>\
        <NamePartTypeValues><NamePartType ID='1520'>Last Name</NamePartType></NamePartTypeValues>\
        <FeatureTypeValues><FeatureType ID='8'>Birthdate</FeatureType></FeatureTypeValues></ReferenceValueSets>";

    fn open(rest: &str, options: &ReadOptions) -> Result<List> {
        List::from_bytes("sdn_advanced.xml", format!("{START}{rest}</Sanctions>").as_bytes(), options)
    }

    fn party(feature: &str) -> String {
        format!(
            "<DistinctParties><DistinctParty FixedRef='7'><Profile ID='7' PartySubTypeID='4'><Identity ID='1' Primary='true'>\
             <Alias Primary='true' LowQuality='false'><DocumentedName><DocumentedNamePart><NamePartValue NamePartGroupID='9'>\
             Doe</NamePartValue></DocumentedNamePart></DocumentedName></Alias><NamePartGroups><MasterNamePartGroup>\
             <NamePartGroup ID='9' NamePartTypeID='1520'/></MasterNamePartGroup></NamePartGroups></Identity>{feature}\
             </Profile></DistinctParty></DistinctParties>"
        )
    }

    fn birth(first: &str, last: &str, attributes: &str) -> String {
        let point = |text: &str| {
            let mut parts = text.split('-');
            let mut next = || parts.next().unwrap_or("");
            format!("<Year>{}</Year><Month>{}</Month><Day>{}</Day>", next(), next(), next())
        };
        format!(
            "<Feature FeatureTypeID='8'><FeatureVersion><DatePeriod><Start {attributes}><From>{0}</From><To>{0}</To></Start>\
             <End><From>{1}</From><To>{1}</To></End></DatePeriod></FeatureVersion></Feature>",
            point(first),
            point(last)
        )
    }

    #[test]
    fn periods_become_dates() {
        for (first, last, attributes, date, words) in [
            ("1973-01-01", "1973-12-31", "", "1973", None),
            ("1973-01-01", "1973-12-31", "Approximate='true'", "~1973", None),
            ("1973-05-17", "1973-05-17", "", "1973-05-17", None),
            ("1973-05-01", "1973-05-31", "", "1973-05", None),
            ("1973-01-01", "1975-12-31", "", "1973/1975", None),
            ("1973-05-02", "1973-05-09", "", "1973-05", Some("1973-05-02 to 1973-05-09")),
        ] {
            let list = open(&party(&birth(first, last, attributes)), &ReadOptions::default()).unwrap();
            let entity = &list.entities[0];
            assert_eq!(entity.birth_dates[0].to_string(), date);
            assert_eq!(entity.remarks.first().map(|remark| remark.text.as_str()), words, "{first} {last}");
        }
    }

    #[test]
    fn dangling_references_are_refused_or_reported() {
        for rest in [
            "<SanctionsEntries><SanctionsEntry ID='1' ProfileID='99'/></SanctionsEntries>",
            "<ProfileRelationships><ProfileRelationship ID='1' From-ProfileID='99' To-ProfileID='7'/></ProfileRelationships>",
            "<IDRegDocuments><IDRegDocument ID='1' IdentityID='99'/></IDRegDocuments>",
            "<SanctionsEntryLinks><SanctionsEntryLink ID='1' EntryA-SanctionsEntryID='99'/></SanctionsEntryLinks>",
        ] {
            let text = format!("{}{rest}", party(""));
            let error = open(&text, &ReadOptions::default()).unwrap_err().to_string();
            assert!(error.contains("99"), "{error}");
            assert_eq!(open(&text, &ReadOptions::default().lenient()).unwrap().report.problems.len(), 1);
        }
    }

    #[test]
    fn a_delta_is_refused() {
        let text =
            format!("{START}{}</Sanctions>", party("")).replace("Version='1'", "Version='2' DeltaBaseVersion='1'");
        let error =
            List::from_bytes("x.xml", text.as_bytes(), &ReadOptions::default().lenient()).unwrap_err().to_string();
        assert!(error.contains("changes"), "{error}");
    }
}
