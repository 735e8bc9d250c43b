//! The consolidated list of financial sanctions targets of the Office of Financial Sanctions Implementation (UK):
//! CSV, XLSX and XML.
//!
//! Published until January 2026 at `https://ofsistorage.blob.core.windows.net/publishlive/2022format/ConList.csv`
//! (`.xlsx`, `.xml`); described in OFSI's "consolidated list format guide". A line `Last Updated,14/04/2025` stands before
//! the header of the tables. In the XML, each `FinancialSanctionsTarget` is what a row is in the tables.
//!
//! What the publisher does oddly, and what is made of it:
//! - A row is one name, address or date of birth of an entity; the rows of one `Group ID` are one entity, and they do not
//!   stand together.
//! - `Name 6` is the family name of a person or the whole name of anything else; the columns `Name 1` to `Name 5` come
//!   before it in the name.
//! - Two groups have no primary name, only variations of it: they stay without.
//! - One cell may hold several values: `(1) Russia (2) Ukraine`.
//! - Facts without a column stand in `Other Information` behind labels such as `(Gender):`. They are taken from there, and
//!   the text stays as a remark.
//! - Dates are day first; `00` is an unknown day or month.
//! - The XML writes `Name6`, but `name1` to `name5`; its namespace is sometimes absent.
//!
//! The three forms give equal entities. Not kept: the parts (day, month, year) of dates that the XML has in one piece too,
//! and its full name, which is put together from the parts.
//!
//! Tested on the whole list of 2025-04-14 as XLSX and CSV, and on trimmed XML.

use std::io::BufRead;

use crate::entity::IdentifierKind;
use crate::entity::{
    Address, Country, CountryRole, Designation, Entity, Kind, Name, NameParts, NameType, PartialDate, push_new,
};
use crate::error::{Error, Position, Result};

use super::format::Head;
use super::sheet;
use super::sink::Sink;
use super::table::{Dialect, Rows};
use super::wording::{self, add_remark_once, joined, listed_values, numbered, on_one_line};
use super::xml::{Node, Reader};

/// Columns by which the tables are told from others.
const TELLING: [&str; 5] = ["Group ID", "Group Type", "Alias Type", "Name 6", "Regime"];

pub(super) fn looks_like_csv(head: &Head<'_>) -> bool {
    let lines = head.text.trim_start_matches('\u{feff}').lines().filter(|line| !line.trim().is_empty()).take(2);
    lines.into_iter().any(|line| is_header(line.split(',').map(|cell| cell.trim_matches('"'))))
}

pub(super) fn looks_like_xlsx(head: &Head<'_>) -> bool {
    head.rows.is_some_and(|rows| rows.iter().take(3).any(|row| is_header(row.iter().map(String::as_str))))
}

pub(super) fn looks_like_xml(head: &Head<'_>) -> bool {
    head.root_element().is_some_and(|(name, _)| name == "ArrayOfFinancialSanctionsTarget")
}

fn is_header<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    let cells: Vec<&str> = cells.map(str::trim).collect();
    TELLING.iter().all(|wanted| cells.iter().any(|cell| cell.eq_ignore_ascii_case(wanted)))
}

pub(super) fn read_csv(input: &mut dyn BufRead, sink: &mut Sink<'_>) -> Result<()> {
    introduce(sink);
    // The line before the header has two cells, so rows may differ in length until the header is met.
    let dialect = Dialect { flexible: true, ..Dialect::COMMA };
    let mut rows = Rows::without_header(input, &sink.file, dialect);
    let mut header: Option<Vec<String>> = None;
    let mut records = 0;
    while let Some(row) = rows.next(sink)? {
        let cells: Vec<&str> = (0..row.len()).map(|index| row.at(index)).collect();
        let position = sink.position().line(row.line);
        take_row(&cells, &mut header, &mut records, position, sink)?;
        if let Some(columns) = &header {
            rows.set_width(columns.len());
        }
    }
    complete(header.is_some(), sink)
}

pub(super) fn read_xlsx(bytes: &[u8], sink: &mut Sink<'_>) -> Result<()> {
    introduce(sink);
    let mut header = None;
    let mut records = 0;
    for (index, row) in sheet::read(bytes, &sink.file, None)?.rows().enumerate() {
        if row.iter().all(String::is_empty) {
            continue;
        }
        let cells: Vec<&str> = row.iter().map(String::as_str).collect();
        let position = sink.position().line(index as u64 + 1);
        take_row(&cells, &mut header, &mut records, position, sink)?;
    }
    complete(header.is_some(), sink)
}

pub(super) fn read_xml(input: &mut dyn BufRead, sink: &mut Sink<'_>) -> Result<()> {
    introduce(sink);
    let mut reader = Reader::new(input, &sink.file);
    let mut records = 0;
    let mut newest: Option<PartialDate> = None;
    while let Some(node) = reader.next(&["FinancialSanctionsTarget"])? {
        match node {
            Node::Record(record) => {
                records += 1;
                let position = sink.position().line(record.line).record(records);
                let fields = record.children.iter().map(|child| (child.name.as_str(), child.text.as_str()));
                let target = Target::new(fields);
                newest = newest.max(wording::date(target.get("last updated")));
                take(&target, position, sink)?;
            }
            Node::Open(element) if element.name == "ArrayOfFinancialSanctionsTarget" => {}
            Node::Open(element) => {
                let position = sink.position().line(element.line).element(element.name.clone());
                sink.leave_out_part(position, &element.name, "an element that the format does not have at this place")?;
            }
        }
    }
    // The XML bears no date of its own: the newest change of an entry stands for it.
    sink.date = newest;
    Ok(())
}

fn introduce(sink: &mut Sink<'_>) {
    sink.id = "uk-ofsi".into();
    sink.publisher = "OFSI".into();
}

fn complete(has_header: bool, sink: &Sink<'_>) -> Result<()> {
    if has_header {
        return Ok(());
    }
    Err(Error::malformed(sink.position(), "", "the header of the OFSI list (Name 6, ..., Group ID) is not there"))
}

fn take_row(
    cells: &[&str],
    header: &mut Option<Vec<String>>,
    records: &mut u64,
    position: Position,
    sink: &mut Sink<'_>,
) -> Result<()> {
    let Some(columns) = header else {
        if is_header(cells.iter().map(|cell| cell.trim_start_matches('\u{feff}'))) {
            *header = Some(cells.iter().map(|cell| cell.trim_start_matches('\u{feff}').trim().to_owned()).collect());
        } else if let [label, date, ..] = cells
            && label.trim_start_matches('\u{feff}').eq_ignore_ascii_case("Last Updated")
        {
            sink.date = wording::date(date);
        } else {
            sink.warn(position, &cells.join(","), "a line before the header that is not known")?;
        }
        return Ok(());
    };
    *records += 1;
    let position = position.record(*records);
    let target = Target::new(columns.iter().map(String::as_str).zip(cells.iter().copied()));
    take(&target, position, sink)
}

fn take(target: &Target, position: Position, sink: &mut Sink<'_>) -> Result<()> {
    sink.count_record();
    let group = target.get("group id");
    if group.is_empty() {
        return sink.leave_out_record(position.element("Group ID"), target.get("name 6"), "the row has no Group ID");
    }
    if let Some(entity) = sink.entity_mut(group) {
        target.add_to(entity);
        sink.count_merged()?;
        return Ok(());
    }
    let mut entity = Entity { id: group.to_owned(), ..Entity::default() };
    target.add_to(&mut entity);
    sink.push(entity, position)
}

/// One row, or one element of the XML: the publisher's names and values, and the names under which we know them.
struct Target {
    fields: Vec<Field>,
}

struct Field {
    /// Our name, where the column is known.
    known: Option<&'static str>,
    /// The publisher's.
    column: String,
    value: String,
}

/// Our name of a field, with the publisher's names of it in lower case without blanks, marks and `individual_`, `ship_`
/// and the like in front.
const COLUMNS: &[(&str, &[&str])] = &[
    ("name 1", &["name1"]),
    ("name 2", &["name2"]),
    ("name 3", &["name3"]),
    ("name 4", &["name4"]),
    ("name 5", &["name5"]),
    ("name 6", &["name6"]),
    ("title", &["title"]),
    ("native name", &["namenonlatinscript"]),
    ("script", &["nonlatinscripttype"]),
    ("language", &["nonlatinscriptlanguage"]),
    ("born", &["dob", "dateofbirth"]),
    ("town of birth", &["townofbirth"]),
    ("country of birth", &["countryofbirth"]),
    ("nationality", &["nationality"]),
    ("passport", &["passportnumber"]),
    ("passport details", &["passportdetails"]),
    ("national id", &["nationalidentificationnumber", "ninumber", "nationalidnumber"]),
    ("national id details", &["nationalidentificationdetails", "nidetails", "nationaliddetails"]),
    ("position", &["position"]),
    ("address 1", &["address1"]),
    ("address 2", &["address2"]),
    ("address 3", &["address3"]),
    ("address 4", &["address4"]),
    ("address 5", &["address5"]),
    ("address 6", &["address6"]),
    ("post code", &["postzipcode", "postcode"]),
    ("country", &["country"]),
    ("other information", &["otherinformation"]),
    ("group type", &["grouptype", "grouptypedescription"]),
    ("alias type", &["aliastype", "aliastypename"]),
    ("alias quality", &["aliasquality"]),
    ("regime", &["regime", "regimename"]),
    ("listed on", &["listedon", "datelisted"]),
    ("designated on", &["uksanctionslistdatedesignated", "datedesignated"]),
    ("last updated", &["lastupdated", "lastupdateddate"]),
    ("group id", &["groupid"]),
    ("UK Sanctions List Ref", &["uksanctionslistref"]),
    ("Gender", &["gender"]),
    ("Phone number", &["phonenumber"]),
    ("Fax", &["fax", "faxnumber"]),
    ("Website", &["website"]),
    ("Email address", &["emailaddress"]),
    ("Business Reg No", &["businessregno", "businessregnumber"]),
    ("IMO number", &["imonumber"]),
    ("Flag of ship", &["flag", "flagofship"]),
    ("Previous flags", &["previousflags"]),
    ("Year built", &["yearbuilt"]),
    (
        "",
        &[
            "fullname",
            "datelistedday",
            "datelistedmonth",
            "datelistedyear",
            "dateofbirthid",
            "datedesignatedday",
            "datedesignatedmonth",
            "datedesignatedyear",
            "lastupdatedday",
            "lastupdatedmonth",
            "lastupdatedyear",
            "dayofbirth",
            "monthofbirth",
            "yearofbirth",
        ],
    ),
];

/// Labels in `Other Information` of which the facts are taken.
const LABELS: [&str; 10] = [
    "UK Sanctions List Ref",
    "Gender",
    "Phone number",
    "Fax",
    "Website",
    "Email address",
    "Business Reg No",
    "IMO number",
    "Flag of ship",
    "Previous flags",
];
const YEAR_BUILT: &str = "Year built";

impl Target {
    fn new<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let fields = fields.filter(|(_, value)| !value.trim().is_empty()).map(|(column, value)| {
            let folded: String = column.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
            let bare = match column.split_once('_') {
                Some(("Individual" | "Entity" | "Ship", _)) => {
                    folded.trim_start_matches("individual").trim_start_matches("entity").trim_start_matches("ship")
                }
                _ => &folded,
            };
            let known = COLUMNS.iter().find(|(_, names)| names.contains(&bare)).map(|&(known, _)| known);
            Field { known, column: column.to_owned(), value: value.trim().replace("\r\n", "\n") }
        });
        Self { fields: fields.collect() }
    }

    fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|field| field.known == Some(name)).map_or("", |field| &field.value)
    }

    fn add_to(&self, entity: &mut Entity) {
        self.add_kind(entity);
        self.add_names(entity);
        self.add_designation(entity);
        self.add_birth(entity);
        self.add_address(entity);
        for title in numbered(self.get("title")) {
            wording::add_position(entity, title);
        }
        for position in numbered(self.get("position")) {
            wording::add_position(entity, position);
        }
        for nationality in listed_values(self.get("nationality")) {
            entity.add_country(CountryRole::Nationality, nationality);
        }
        self.add_documents(entity, "passport", "passport details", IdentifierKind::Passport, "Passport Number");
        let national = "National Identification Number";
        self.add_documents(entity, "national id", "national id details", IdentifierKind::NationalId, national);

        let information = self.get("other information");
        for label in LABELS.into_iter().chain([YEAR_BUILT]) {
            add_fact(entity, label, self.get(label));
            add_fact(entity, label, labelled(information, label));
        }
        add_remark_once(entity, "Other Information", information);
        for field in self.fields.iter().filter(|field| field.known.is_none()) {
            add_remark_once(entity, &field.column, &field.value);
        }
    }

    fn add_kind(&self, entity: &mut Entity) {
        let text = self.get("group type");
        let kind = match text.to_lowercase().as_str() {
            "individual" => Kind::Person,
            "entity" => Kind::Organization,
            "ship" => Kind::Vessel,
            _ => Kind::Unknown,
        };
        if entity.kind == Kind::Unknown {
            entity.kind = kind;
        }
        if kind == Kind::Unknown || kind != entity.kind {
            add_remark_once(entity, "Group Type", text);
        }
    }

    fn add_names(&self, entity: &mut Entity) {
        let alias_type = self.get("alias type");
        let quality = self.get("alias quality").to_lowercase();
        let name_type = match alias_type.to_lowercase().as_str() {
            "primary name" => NameType::Primary,
            "fka" => NameType::FormerName,
            _ if quality.starts_with("low") => NameType::WeakAlias,
            _ => NameType::StrongAlias,
        };
        if !matches!(alias_type.to_lowercase().as_str(), "primary name" | "primary name variation" | "aka" | "fka" | "")
        {
            add_remark_once(entity, "Alias Type", alias_type);
        }
        let [first, second, third, fourth, fifth, last] =
            ["name 1", "name 2", "name 3", "name 4", "name 5", "name 6"].map(|column| self.get(column));
        let given = joined([first, second, third, fourth, fifth], " ");
        let full = joined([given.as_str(), last], " ");
        // A lone name stands in the column of family names, whatever it is.
        let person = entity.kind == Kind::Person && !last.is_empty() && !given.is_empty();
        let parts = person.then(|| NameParts { family: on_one_line(last), given });
        entity.add_name(Name { parts, ..Name::new(full, name_type) });

        // The native spelling of the primary name is not a second primary name.
        let native_type = if name_type == NameType::Primary { NameType::StrongAlias } else { name_type };
        let language = joined([self.get("script"), self.get("language")], ", ");
        let language = (!language.is_empty()).then_some(language);
        let native = on_one_line(self.get("native name"));
        entity.add_name(Name { language, ..Name::new(native, native_type) });
    }

    fn add_designation(&self, entity: &mut Entity) {
        let reference = match self.get("UK Sanctions List Ref") {
            "" => first_word(labelled(self.get("other information"), "UK Sanctions List Ref")),
            reference => reference,
        };
        let listed_on = self.get("listed on");
        let designated_on = wording::date(self.get("designated on"));
        let designation = Designation {
            authority: "OFSI".to_owned(),
            programme: on_one_line(self.get("regime")),
            listed_on: wording::date(listed_on).or(designated_on),
            reference: on_one_line(reference),
        };
        if designation.listed_on.is_none() {
            add_remark_once(entity, "Listed On", listed_on);
        }
        let known = entity.designations.iter_mut().find(|known| {
            known.programme == designation.programme
                && (known.listed_on == designation.listed_on || designation.listed_on.is_none())
                && (known.reference == designation.reference
                    || known.reference.is_empty()
                    || designation.reference.is_empty())
        });
        match known {
            Some(known) if known.reference.is_empty() => known.reference = designation.reference,
            Some(_) => {}
            None => entity.designations.push(designation),
        }
        for (field, label) in [("designated on", "UK Sanctions List Date Designated"), ("last updated", "Last Updated")]
        {
            let text = self.get(field);
            let date = wording::date(text).map_or_else(|| text.to_owned(), |date| date.to_string());
            add_remark_once(entity, label, &date);
        }
    }

    fn add_birth(&self, entity: &mut Entity) {
        let born = self.get("born");
        match wording::date(born) {
            Some(date) => push_new(&mut entity.birth_dates, date),
            None => add_remark_once(entity, "DOB", born),
        }
        let towns = numbered(self.get("town of birth"));
        let countries: Vec<&str> = numbered(self.get("country of birth"));
        let plain = |text: &str| text.trim_end_matches(['.', ' ']).to_owned();
        for country in &countries {
            entity.add_country(CountryRole::Birth, &plain(country));
        }
        if towns.len() == countries.len() {
            for (town, country) in towns.iter().zip(&countries) {
                wording::add_birth_place(entity, &joined([*town, &plain(country)], ", "));
            }
        } else if let [country] = countries[..] {
            for town in &towns {
                wording::add_birth_place(entity, &joined([*town, &plain(country)], ", "));
            }
            if towns.is_empty() {
                wording::add_birth_place(entity, &plain(country));
            }
        } else {
            // Which town is in which country is not said.
            for place in towns.into_iter().chain(countries) {
                wording::add_birth_place(entity, place);
            }
        }
    }

    fn add_address(&self, entity: &mut Entity) {
        let country = on_one_line(self.get("country"));
        let lines =
            ["address 1", "address 2", "address 3", "address 4", "address 5", "address 6", "post code", "country"];
        let full = joined(lines.map(|line| self.get(line)), ", ");
        entity.add_country(CountryRole::Residence, &country);
        let address = Address { full, country: (!country.is_empty()).then(|| Country::new(country)) };
        if !address.full.is_empty() {
            push_new(&mut entity.addresses, address);
        }
    }

    fn add_documents(&self, entity: &mut Entity, field: &str, details: &str, kind: IdentifierKind, label: &str) {
        let numbers = numbered(self.get(field));
        let all_details = self.get(details);
        let details = numbered(all_details);
        for (index, number) in numbers.iter().enumerate() {
            let detail = if details.len() == numbers.len() { details[index] } else { all_details };
            let number = if numbers.len() > 1 { number.trim_end_matches('.') } else { number };
            wording::add_identifier(entity, kind, number, None, &joined([label, detail], "; "));
        }
        if numbers.is_empty() {
            add_remark_once(entity, label, all_details);
        }
    }
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or("").trim_end_matches('.')
}

/// What stands behind `(label):` in `text`, up to the next label.
fn labelled<'a>(text: &'a str, label: &str) -> &'a str {
    let Some(start) = text.find(&format!("({label}):")) else { return "" };
    let rest = &text[start + label.len() + 3..];
    rest[..next_label(rest).unwrap_or(rest.len())].trim()
}

/// Where the next `(Label):` begins.
fn next_label(text: &str) -> Option<usize> {
    text.match_indices('(').map(|(start, _)| start).find(|&start| {
        let inside = &text[start + 1..];
        inside.find(')').is_some_and(|end| {
            inside[end..].starts_with("):")
                && inside.starts_with(|c: char| c.is_ascii_uppercase())
                && inside[..end].chars().all(|c| c.is_ascii_alphabetic() || c == ' ')
        })
    })
}

fn add_fact(entity: &mut Entity, label: &str, text: &str) {
    match label {
        // Text on other matters may follow the one word.
        "Gender" => wording::set_gender(entity, label, first_word(text)),
        "Phone number" | "Fax" => {
            for value in listed_values(text) {
                wording::add_identifier(entity, IdentifierKind::Phone, value, None, label);
            }
        }
        "Website" => {
            for value in listed_values(text) {
                wording::add_identifier(entity, IdentifierKind::Website, value, None, label);
            }
        }
        "Email address" => {
            for value in listed_values(text) {
                wording::add_identifier(entity, IdentifierKind::Email, value, None, label);
            }
        }
        "Business Reg No" => {
            for value in numbered(text) {
                wording::add_company_number(entity, value.trim_end_matches(['.', ' ']), label);
            }
        }
        "IMO number" => {
            for value in listed_values(text) {
                wording::add_identifier(entity, IdentifierKind::Imo, value, None, label);
            }
        }
        "Flag of ship" | "Previous flags" => {
            for value in listed_values(text) {
                entity.add_country(CountryRole::Flag, value);
            }
        }
        YEAR_BUILT => {
            if let Some(date) = wording::date(first_word(text)) {
                push_new(&mut entity.birth_dates, date);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labelled_facts_end_where_the_next_label_begins() {
        let text = "(UK Sanctions List Ref):RUS0023. Listed (as asset (OFSI ID): 3). (Phone number):(1) +98 (0) 21 8 (2) 44 \
                    (Gender):Male";
        assert_eq!(first_word(labelled(text, "UK Sanctions List Ref")), "RUS0023");
        assert_eq!(labelled(text, "Phone number"), "(1) +98 (0) 21 8 (2) 44");
        assert_eq!(labelled(text, "Gender"), "Male");
        assert_eq!(labelled(text, "Website"), "");
    }

    #[test]
    fn table_and_xml_name_the_same_fields() {
        for (column, known) in [
            ("Name 6", "name 6"),
            ("name1", "name 1"),
            ("Individual_DateOfBirth", "born"),
            ("Post/Zip Code", "post code"),
            ("Ship_IMONumber", "IMO number"),
            ("GroupTypeDescription", "group type"),
        ] {
            assert_eq!(Target::new([(column, "x")].into_iter()).fields[0].known, Some(known), "{column}");
        }
    }
}
