//! The details of an entity in OFAC's words, which are the same in all of OFAC's formats.
//!
//! OFAC gives most facts of an entity as a type and a value: `Passport` `A0002302`, `Gender` `Male`,
//! `Secondary sanctions risk:` `section 1(b) ...`. The XML formats give the two apart, the CSV strings them together in
//! its `Remarks` column: `DOB 04 Sep 1957; Passport A0002302 (Iran) issued 1999; a.k.a. 'BNC'.`

use crate::entity::{
    Country, CountryCode, CountryRole, Designation, Entity, Gender, IdentifierKind, Kind, Name, NameParts, NameType,
    PartialDate, push_new,
};

use super::xml::Element;

/// What a detail is to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    Identifier(IdentifierKind),
    BirthDate,
    BirthPlace,
    Country(CountryRole),
    Gender,
    /// The year or date in which a vessel or aircraft was built.
    Built,
    Title,
    /// Text that a reader wants and no field takes.
    Note,
}

use IdentifierKind as I;

/// OFAC's words for the types of details, as its reference tables and its remarks spell them.
const TYPES: &[(&str, Slot)] = &[
    ("DOB", Slot::BirthDate),
    ("Birthdate", Slot::BirthDate),
    ("POB", Slot::BirthPlace),
    ("Place of Birth", Slot::BirthPlace),
    ("nationality", Slot::Country(CountryRole::Nationality)),
    ("citizen", Slot::Country(CountryRole::Nationality)),
    ("Nationality Country", Slot::Country(CountryRole::Nationality)),
    ("Citizenship Country", Slot::Country(CountryRole::Nationality)),
    ("Nationality of Registration", Slot::Country(CountryRole::Registration)),
    ("Registration Country", Slot::Country(CountryRole::Registration)),
    ("Vessel Flag", Slot::Country(CountryRole::Flag)),
    ("Former Vessel Flag", Slot::Country(CountryRole::Flag)),
    ("Other Vessel Flag", Slot::Country(CountryRole::Flag)),
    ("Gender", Slot::Gender),
    ("Title", Slot::Title),
    ("Vessel Year of Build", Slot::Built),
    ("Aircraft Manufacture Date", Slot::Built),
    ("Passport", Slot::Identifier(I::Passport)),
    ("Diplomatic Passport", Slot::Identifier(I::Passport)),
    ("British National Overseas Passport", Slot::Identifier(I::Passport)),
    ("Stateless Person Passport", Slot::Identifier(I::Passport)),
    ("Travel Document Number", Slot::Identifier(I::Passport)),
    ("National ID No.", Slot::Identifier(I::NationalId)),
    ("National Foreign ID Number", Slot::Identifier(I::NationalId)),
    ("Identification Number", Slot::Identifier(I::NationalId)),
    ("Cedula No.", Slot::Identifier(I::NationalId)),
    ("SSN", Slot::Identifier(I::NationalId)),
    ("D.N.I.", Slot::Identifier(I::NationalId)),
    ("N.I.E.", Slot::Identifier(I::NationalId)),
    ("C.U.R.P.", Slot::Identifier(I::NationalId)),
    ("C.U.I.", Slot::Identifier(I::NationalId)),
    ("C.U.I.P.", Slot::Identifier(I::NationalId)),
    ("C.I.N.", Slot::Identifier(I::NationalId)),
    ("I.F.E.", Slot::Identifier(I::NationalId)),
    ("Credencial electoral", Slot::Identifier(I::NationalId)),
    ("Electoral Registry No.", Slot::Identifier(I::NationalId)),
    ("Bosnian Personal ID No.", Slot::Identifier(I::NationalId)),
    ("Kenyan ID No.", Slot::Identifier(I::NationalId)),
    ("Moroccan Personal ID No.", Slot::Identifier(I::NationalId)),
    ("Personal ID Card", Slot::Identifier(I::NationalId)),
    ("Turkish Identification Number", Slot::Identifier(I::NationalId)),
    ("CNP (Personal Numerical Code)", Slot::Identifier(I::NationalId)),
    ("Tazkira National ID Card", Slot::Identifier(I::NationalId)),
    ("Citizen's Card Number", Slot::Identifier(I::NationalId)),
    ("UAE Identification", Slot::Identifier(I::NationalId)),
    ("Numero de Identidad", Slot::Identifier(I::NationalId)),
    ("Refugee ID Card", Slot::Identifier(I::NationalId)),
    ("Stateless Person ID Card", Slot::Identifier(I::NationalId)),
    ("Residency Number", Slot::Identifier(I::NationalId)),
    ("Tax ID No.", Slot::Identifier(I::TaxNumber)),
    ("R.F.C.", Slot::Identifier(I::TaxNumber)),
    ("RFC", Slot::Identifier(I::TaxNumber)),
    ("NIT #", Slot::Identifier(I::TaxNumber)),
    ("RUC #", Slot::Identifier(I::TaxNumber)),
    ("RIF #", Slot::Identifier(I::TaxNumber)),
    ("RTN", Slot::Identifier(I::TaxNumber)),
    ("RSIN", Slot::Identifier(I::TaxNumber)),
    ("US FEIN", Slot::Identifier(I::TaxNumber)),
    ("C.I.F.", Slot::Identifier(I::TaxNumber)),
    ("N.I.F.", Slot::Identifier(I::TaxNumber)),
    ("C.U.I.T.", Slot::Identifier(I::TaxNumber)),
    ("V.A.T. Number", Slot::Identifier(I::TaxNumber)),
    ("Fiscal Code", Slot::Identifier(I::TaxNumber)),
    ("Italian Fiscal Code", Slot::Identifier(I::TaxNumber)),
    ("Paraguayan tax identification number", Slot::Identifier(I::TaxNumber)),
    ("Romanian Tax Registration", Slot::Identifier(I::TaxNumber)),
    ("Numero Unico de Identificacao Tributaria (NUIT)", Slot::Identifier(I::TaxNumber)),
    ("Registration Number", Slot::Identifier(I::Registration)),
    ("Registration ID", Slot::Identifier(I::Registration)),
    ("Business Registration Number", Slot::Identifier(I::Registration)),
    ("Business Registration Document #", Slot::Identifier(I::Registration)),
    ("Business Number", Slot::Identifier(I::Registration)),
    ("Branch Unit Number", Slot::Identifier(I::Registration)),
    ("C.R. No.", Slot::Identifier(I::Registration)),
    ("Central Registration System Number", Slot::Identifier(I::Registration)),
    ("Certificate of Incorporation Number", Slot::Identifier(I::Registration)),
    ("Chamber of Commerce Number", Slot::Identifier(I::Registration)),
    ("Commercial Registry Number", Slot::Identifier(I::Registration)),
    ("Company Number", Slot::Identifier(I::Registration)),
    ("Dubai Chamber of Commerce Membership No.", Slot::Identifier(I::Registration)),
    ("Economic Register Number (CBLS)", Slot::Identifier(I::Registration)),
    ("Enterprise Number", Slot::Identifier(I::Registration)),
    ("File Number", Slot::Identifier(I::Registration)),
    ("Folio Mercantil No.", Slot::Identifier(I::Registration)),
    ("Government Gazette Number", Slot::Identifier(I::Registration)),
    ("Istanbul Chamber of Comm. No.", Slot::Identifier(I::Registration)),
    ("LE Number", Slot::Identifier(I::Registration)),
    ("License", Slot::Identifier(I::Registration)),
    ("MSB Registration Number", Slot::Identifier(I::Registration)),
    ("Matricula Mercantil No", Slot::Identifier(I::Registration)),
    ("Organization Code", Slot::Identifier(I::Registration)),
    ("Public Registration Number", Slot::Identifier(I::Registration)),
    ("Registered Charity No.", Slot::Identifier(I::Registration)),
    ("Registration Certificate Number (Dubai)", Slot::Identifier(I::Registration)),
    ("Romanian C.R.", Slot::Identifier(I::Registration)),
    ("Russian State Individual Business Registration Number Pattern (OGRNIP)", Slot::Identifier(I::Registration)),
    ("Tourism License No.", Slot::Identifier(I::Registration)),
    ("Trade License No.", Slot::Identifier(I::Registration)),
    ("UK Company Number", Slot::Identifier(I::Registration)),
    ("Vessel Registration Identification", Slot::Identifier(I::Registration)),
    ("Afghan Money Service Provider License Number", Slot::Identifier(I::Registration)),
    ("Legal Entity Number", Slot::Identifier(I::Lei)),
    ("Unified Social Credit Code (USCC)", Slot::Identifier(I::UnifiedSocialCreditCode)),
    ("United Social Credit Code Certificate (USCCC)", Slot::Identifier(I::UnifiedSocialCreditCode)),
    ("SWIFT/BIC", Slot::Identifier(I::Bic)),
    ("MMSI", Slot::Identifier(I::Mmsi)),
    ("Vessel Call Sign", Slot::Identifier(I::CallSign)),
    ("Other Vessel Call Sign", Slot::Identifier(I::CallSign)),
    ("ISIN", Slot::Identifier(I::Security)),
    ("Equity Ticker", Slot::Identifier(I::Security)),
    ("MICEX Code", Slot::Identifier(I::Security)),
    ("Digital Currency Address -", Slot::Identifier(I::Wallet)),
    ("Aircraft Construction Number (also called L/N or S/N or F/N)", Slot::Identifier(I::AircraftMark)),
    ("Aircraft Manufacturer's Serial Number (MSN)", Slot::Identifier(I::AircraftMark)),
    ("Aircraft Mode S Transponder Code", Slot::Identifier(I::AircraftMark)),
    ("Aircraft Serial Identification", Slot::Identifier(I::AircraftMark)),
    ("Aircraft Tail Number", Slot::Identifier(I::AircraftMark)),
    ("Previous Aircraft Tail Number", Slot::Identifier(I::AircraftMark)),
    ("Phone Number", Slot::Identifier(I::Phone)),
    ("Telephone", Slot::Identifier(I::Phone)),
    ("Fax", Slot::Identifier(I::Phone)),
    ("Email Address", Slot::Identifier(I::Email)),
    ("Website", Slot::Identifier(I::Website)),
    ("BIK (RU)", Slot::Identifier(I::Other)),
    ("Birth Certificate Number", Slot::Identifier(I::Other)),
    ("Cartilla de Servicio Militar Nacional", Slot::Identifier(I::Other)),
    ("Chinese Commercial Code", Slot::Identifier(I::Other)),
    ("D-U-N-S Number", Slot::Identifier(I::Other)),
    ("Driver's License No.", Slot::Identifier(I::Other)),
    ("Immigration No.", Slot::Identifier(I::Other)),
    ("Military Registration Number", Slot::Identifier(I::Other)),
    ("Permit Number", Slot::Identifier(I::Other)),
    ("Pilot License Number", Slot::Identifier(I::Other)),
    ("Public Security and Immigration No.", Slot::Identifier(I::Other)),
    ("Romanian Permanent Resident", Slot::Identifier(I::Other)),
    ("SRE Permit No.", Slot::Identifier(I::Other)),
    ("Seafarer's Identification Document", Slot::Identifier(I::Other)),
    ("Serial No.", Slot::Identifier(I::Other)),
    ("Trademark number", Slot::Identifier(I::Other)),
    ("UN/LOCODE", Slot::Identifier(I::Other)),
    ("VisaNumberID", Slot::Identifier(I::Other)),
    ("Additional Sanctions Information -", Slot::Note),
    ("Aircraft Model", Slot::Note),
    ("Aircraft Operator", Slot::Note),
    ("CAATSA Section 235 Information:", Slot::Note),
    ("Effective Date (CMIC)", Slot::Note),
    ("Executive Order 13662 Directive Determination -", Slot::Note),
    ("Executive Order 13846 information:", Slot::Note),
    ("Executive Order 14024 Directive Information -", Slot::Note),
    ("Executive Order 14024 Directive Information", Slot::Note),
    ("IFCA Determination -", Slot::Note),
    ("Issuer Name", Slot::Note),
    ("Linked To:", Slot::Note),
    ("Listing Date (CMIC)", Slot::Note),
    ("Organization Established Date", Slot::Note),
    ("Organization Type:", Slot::Note),
    ("Other Vessel Type", Slot::Note),
    ("PEESA Information:", Slot::Note),
    ("Purchase/Sales For Divestment Date (CMIC)", Slot::Note),
    ("Secondary sanctions risk:", Slot::Note),
    ("Target Type", Slot::Note),
    ("Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions:", Slot::Note),
];

/// A detail of an entity.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Detail<'a> {
    /// OFAC's word for what it is.
    pub(super) word: &'a str,
    pub(super) value: &'a str,
    /// The issuing country, where stated.
    pub(super) country: &'a str,
    /// What stands beside it: `issued 1999 expires 2004`.
    pub(super) beside: &'a str,
}

/// Puts a detail where it belongs. A type that is not known becomes an identifier if OFAC lists it among the
/// documents, else a remark under its own name.
pub(super) fn attach(entity: &mut Entity, detail: Detail<'_>, among_documents: bool) {
    let value = detail.value.trim();
    if value.is_empty() && detail.beside.is_empty() {
        return;
    }
    let word = detail.word.trim().replace('’', "'");
    let slot = slot(&word);
    let label = word.trim_end_matches([':', '-', ' ']);
    match slot {
        Some(Slot::Identifier(kind)) => identify(entity, kind, label, detail),
        Some(Slot::BirthDate) => match birth_date(value) {
            Some((date, exact)) => {
                push_new(&mut entity.birth_dates, date);
                if !exact || !detail.beside.is_empty() {
                    entity.add_remark("DOB", &beside(value, detail.beside));
                }
            }
            None => entity.add_remark("DOB", &beside(value, detail.beside)),
        },
        Some(Slot::BirthPlace) => {
            if let Some(country) = country_at_end(value) {
                entity.add_country(CountryRole::Birth, country);
            }
            push_new(&mut entity.birth_places, value.to_owned());
            entity.add_remark("POB", detail.beside);
        }
        Some(Slot::Country(role)) => {
            let is_none = ["None Identified", "Unknown", "Not Identified", "undetermined"]
                .iter()
                .any(|word| word.eq_ignore_ascii_case(value));
            if !is_none {
                entity.add_country(role, value);
            }
            // The role does not tell a citizen from a national, or a former flag from the present one.
            if is_none || role != CountryRole::Nationality || !detail.beside.is_empty() {
                entity.add_remark(label, &beside(value, detail.beside));
            }
        }
        Some(Slot::Gender) => match value.to_ascii_lowercase().as_str() {
            "male" if entity.gender != Some(Gender::Female) => entity.gender = Some(Gender::Male),
            "female" if entity.gender != Some(Gender::Male) => entity.gender = Some(Gender::Female),
            _ => entity.add_remark(label, value),
        },
        Some(Slot::Built) => {
            if let Some((date, _)) = birth_date(value).filter(|(date, _)| !entity.birth_dates.contains(date)) {
                entity.birth_dates.push(date);
            }
            entity.add_remark(label, &beside(value, detail.beside));
        }
        Some(Slot::Title) => add_title(entity, value),
        None if among_documents && value.bytes().any(|byte| byte.is_ascii_digit()) => {
            identify(entity, I::Other, label, detail);
        }
        Some(Slot::Note) | None => {
            let text = if detail.country.is_empty() {
                beside(value, detail.beside)
            } else {
                beside(&format!("{value} ({})", detail.country), detail.beside)
            };
            entity.add_remark(label, &text);
        }
    }
}

/// What a type is to us; `None` for one that is unknown.
fn slot(word: &str) -> Option<Slot> {
    let known = TYPES.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)).map(|&(_, slot)| slot);
    known.or_else(|| {
        if word.starts_with("Digital Currency Address") {
            Some(Slot::Identifier(I::Wallet))
        } else if word.ends_with([':', '-']) || DIRECTIVE_DATES.iter().any(|known| word.starts_with(known)) {
            // `Executive Order 14059 information:`: a type that reads on is no number.
            Some(Slot::Note)
        } else {
            None
        }
    })
}

/// `Listing Date (EO 14024 Directive 2): 24 Feb 2022`, for any order and directive.
const DIRECTIVE_DATES: [&str; 2] = ["Listing Date (EO", "Effective Date (EO"];

fn beside(value: &str, more: &str) -> String {
    if more.is_empty() { value.to_owned() } else { format!("{value} {more}") }
}

fn identify(entity: &mut Entity, kind: IdentifierKind, label: &str, detail: Detail<'_>) {
    let (kind, value) = precise(kind, detail.value.trim());
    let label = beside(label, detail.beside);
    // A few numbers were entered with their country: `1026303117642 (Russia)`.
    let (value, country) = match (detail.country.trim(), value.strip_suffix(')').and_then(|it| it.rsplit_once(" ("))) {
        ("", Some((number, country))) if CountryCode::resolve(country).is_some() => (number, country),
        (country, _) => (value, country),
    };
    let country = (!country.is_empty()).then(|| Country::new(country));
    if let Some(known) = entity.identifiers.iter().find(|known| known.kind == kind && known.value == value) {
        // The same number from another country or of another date: one identifier, but no word is lost.
        if known.country != country || known.label != label {
            let from = country.map(|country| format!(" ({})", country.text)).unwrap_or_default();
            entity.add_remark(&label, &format!("{value}{from}"));
        }
        return;
    }
    entity.add_identifier(kind, value, country, &label);
}

/// OFAC files IMO numbers under three types, and any number of a legal entity under one.
fn precise(kind: IdentifierKind, value: &str) -> (IdentifierKind, &str) {
    match kind {
        I::Registration | I::NationalId => match value.strip_prefix("IMO").map(str::trim_start) {
            Some(number) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => (I::Imo, number),
            _ => (kind, value),
        },
        I::Lei if value.len() != 20 || !value.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
            (I::Registration, value)
        }
        _ => (kind, value),
    }
}

/// A date of birth as OFAC writes it, and whether nothing of the text is lost in it: of a span of days only the years
/// (or the month or the year that both ends share) are kept.
pub(super) fn birth_date(text: &str) -> Option<(PartialDate, bool)> {
    let text = text.trim();
    if let Some(date) = PartialDate::from_published_us(text) {
        return Some((date, true));
    }
    let (first, last) = text.split_once(" to ")?;
    let first = PartialDate::from_published_us(first)?;
    let last = PartialDate::from_published_us(last)?;
    Some((span(first, last)?, false))
}

/// The least span that covers both dates.
pub(super) fn span(first: PartialDate, last: PartialDate) -> Option<PartialDate> {
    let date = if first.year() != last.last_year() {
        PartialDate::from_years(first.year(), last.last_year())
    } else if let (Some(month), true) = (first.month(), first.month() == last.month()) {
        match (first.day(), last.day()) {
            (Some(day), Some(other)) if day == other => PartialDate::from_day(first.year(), month, day),
            _ => PartialDate::from_month(first.year(), month),
        }
    } else {
        PartialDate::from_year(first.year())
    }?;
    Some(if first.is_about() || last.is_about() { date.about() } else { date })
}

/// The country at the end of `Tehran, Iran` or `Pyongyang, Korea, North`, where it is understood.
fn country_at_end(place: &str) -> Option<&str> {
    let mut commas = place.rmatch_indices(',').map(|(at, _)| at);
    let last = commas.next();
    let before = commas.next();
    [before, last]
        .into_iter()
        .flatten()
        .map(|at| place[at + 1..].trim())
        .chain([place])
        .find(|text| CountryCode::resolve(text).is_some())
}

/// Several titles stand in one cell with semicolons between them.
pub(super) fn add_title(entity: &mut Entity, text: &str) {
    for title in text.split(';').map(str::trim).filter(|title| !title.is_empty()) {
        push_new(&mut entity.positions, title.to_owned());
    }
}

/// Reads the `Remarks` of the CSV, which string details together, and keeps the whole text.
///
/// `is_cut`: the text ends somewhere in a detail, so the last one is not trusted.
pub(super) fn read_remarks(entity: &mut Entity, text: &str, is_cut: bool) {
    let mut details = split_remarks(text);
    if is_cut && !text.trim_end().ends_with(';') {
        details.pop();
    }
    for detail in details {
        read_remark(entity, detail);
    }
    entity.add_remark("Remarks", text);
}

/// Reads the free text of the XML formats, where only aliases and links are details, and keeps the whole text.
pub(super) fn read_free_remarks(entity: &mut Entity, label: &str, text: &str) {
    for detail in split_remarks(text) {
        let detail = detail.trim_start_matches('(').trim_end_matches(')');
        if quoted_alias(detail).is_some() || detail.starts_with("Linked To:") {
            read_remark(entity, detail);
        }
    }
    entity.add_remark(label, text);
}

/// Semicolons that an alias may hold; a bound on the search for its closing quote.
const MOST_SEMICOLONS: usize = 16;

/// The details of a remark. A semicolon parts them, except within the quotes of an alias.
fn split_remarks(text: &str) -> Vec<&str> {
    let text = text.trim();
    let text = text.strip_suffix('.').unwrap_or(text);
    let mut details = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let mut end = rest.find(';').unwrap_or(rest.len());
        if alias_type(rest).is_some() && !closes(&rest[..end]) {
            // The alias may hold a semicolon: go on to where its quote closes, unless another alias begins before.
            let closing = rest
                .match_indices(';')
                .map(|(at, _)| at)
                .chain([rest.len()])
                .take(MOST_SEMICOLONS)
                .take_while(|&at| rest[..at].matches(".k.a. '").count() == 1)
                .find(|&at| closes(&rest[..at]));
            end = closing.unwrap_or(end);
        }
        let detail = rest[..end].trim();
        if !detail.is_empty() {
            details.push(detail);
        }
        rest = rest.get(end + 1..).unwrap_or("").trim_start();
    }
    details
}

/// Whether a quoted alias ends here.
fn closes(detail: &str) -> bool {
    let detail = detail.trim_end().trim_end_matches('.');
    detail.ends_with('\'') && detail.matches('\'').count() > 1
}

/// The alias type of a detail that begins like `a.k.a. '`, and what follows.
fn alias_type(detail: &str) -> Option<(NameType, &str, &str)> {
    let detail = detail.strip_prefix("alt. ").unwrap_or(detail);
    let (word, rest) = (detail.get(..6)?, detail.get(6..)?);
    let name_type = match word {
        "a.k.a." | "n.k.a." => NameType::WeakAlias,
        "f.k.a." => NameType::FormerName,
        _ => return None,
    };
    rest.trim_start().strip_prefix('\'').map(|rest| (name_type, word, rest))
}

fn quoted_alias(detail: &str) -> Option<(NameType, &str, &str)> {
    let (name_type, word, rest) = alias_type(detail)?;
    let rest = rest.trim_end();
    let name = rest.strip_suffix('\'').or_else(|| rest.strip_suffix("'."))?;
    (!name.trim().is_empty()).then_some((name_type, word, name))
}

fn read_remark(entity: &mut Entity, detail: &str) {
    if let Some((name_type, word, name)) = quoted_alias(detail) {
        add_weak_name(entity, name_type, word, Name::new(name, name_type));
        return;
    }
    let detail = detail.strip_prefix("alt. ").unwrap_or(detail);
    if let (true, Some((word, date))) =
        (DIRECTIVE_DATES.iter().any(|known| detail.starts_with(known)), detail.split_once("): "))
    {
        attach(entity, Detail { word: &format!("{word}):"), value: date, ..Detail::default() }, false);
        return;
    }
    let Some(&(word, slot)) = TYPES
        .iter()
        .filter(|(word, _)| detail.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')))
        .max_by_key(|(word, _)| word.len())
    else {
        return;
    };
    let rest = detail[word.len()..].trim();
    if matches!(slot, Slot::Country(_)) && rest.starts_with("possibly ") {
        return;
    }
    let Slot::Identifier(kind) = slot else {
        attach(entity, Detail { word, value: rest, ..Detail::default() }, false);
        return;
    };
    if kind == I::Wallet {
        if let Some((currency, address)) = rest.split_once(' ') {
            attach(entity, Detail { word: &format!("{word} {currency}"), value: address, ..Detail::default() }, true);
        }
        return;
    }
    let rest = ["No.: ", "No. ", "No: "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    let dates = [" issued ", " expires "].into_iter().filter_map(|word| rest.find(word)).min().unwrap_or(rest.len());
    let (value, dates) = (rest[..dates].trim(), rest[dates..].trim());
    let (value, country) = match value.strip_suffix(')').and_then(|value| value.rsplit_once(" (")) {
        Some((value, country)) if is_country(country) && kind != I::Security => (value, country),
        _ => (value, ""),
    };
    if is_number(word, kind, value) {
        attach(entity, Detail { word, value, country, beside: dates }, true);
    }
}

/// Whether a text can be the number that its type promises: remarks hold sentences as well, such as
/// `Passport issued in Sarajevo`, which stay text.
fn is_number(word: &str, kind: IdentifierKind, value: &str) -> bool {
    match kind {
        I::Website | I::Email => !value.contains(' '),
        // A code of letters.
        _ if word == "UN/LOCODE" => true,
        I::Bic | I::Security | I::CallSign | I::AircraftMark | I::Wallet => true,
        _ => {
            value.bytes().any(|byte| byte.is_ascii_digit()) && !value.starts_with("issued ") && !value.contains(" and ")
        }
    }
}

/// Whether the words in brackets behind a number can be its country: no digit, more than an abbreviation.
fn is_country(text: &str) -> bool {
    text.len() > 3 && text.starts_with(char::is_uppercase) && !text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Adds a name that OFAC calls weak. The types do not tell a weak former name from a former name, so a remark does.
pub(super) fn add_weak_name(entity: &mut Entity, name_type: NameType, word: &str, name: Name) {
    if name_type == NameType::FormerName || word.starts_with(['n', 'N']) {
        entity.add_remark(&format!("weak {}", word.to_lowercase()), &name.full);
    }
    entity.add_name(name);
}

/// What OFAC's word says of a name: `aka`, `a.k.a.`, `A.K.A.` and so on; `None` for a word that it does not use.
pub(super) fn name_type(word: &str) -> Option<NameType> {
    let letters: String = word.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
    match letters.as_str() {
        "aka" | "nka" => Some(NameType::StrongAlias),
        "fka" => Some(NameType::FormerName),
        _ => None,
    }
}

/// The kind that OFAC's word stands for; `None` for a word that it does not use. The CSV says nothing for an entity.
pub(super) fn kind(word: &str) -> Option<Kind> {
    match word.trim().to_ascii_lowercase().as_str() {
        "individual" => Some(Kind::Person),
        "" | "entity" => Some(Kind::Organization),
        "vessel" => Some(Kind::Vessel),
        "aircraft" => Some(Kind::Aircraft),
        _ => None,
    }
}

/// The parts of a person's name that is published as `FAMILY, Given`.
pub(super) fn parts_of(kind: Kind, full: &str) -> Option<NameParts> {
    let (family, given) = full.split_once(", ").filter(|_| kind == Kind::Person)?;
    Some(NameParts { family: family.trim().to_owned(), given: given.trim().to_owned() })
}

/// One designation for each programme; one without a programme where none is stated.
pub(super) fn designate<'a>(
    entity: &mut Entity,
    programmes: impl IntoIterator<Item = &'a str>,
    listed_on: Option<PartialDate>,
    reference: &str,
) {
    let before = entity.designations.len();
    for programme in programmes.into_iter().map(str::trim).filter(|programme| !programme.is_empty()) {
        let designation = Designation {
            authority: "OFAC".to_owned(),
            programme: programme.to_owned(),
            listed_on,
            reference: reference.to_owned(),
        };
        push_new(&mut entity.designations, designation);
    }
    if entity.designations.len() == before {
        let authority = "OFAC".to_owned();
        let reference = reference.to_owned();
        entity.designations.push(Designation { authority, listed_on, reference, ..Designation::default() });
    }
}

/// An address of these parts, and its country as one of residence.
pub(super) fn add_address<'a>(entity: &mut Entity, parts: impl IntoIterator<Item = &'a str>, country: &'a str) {
    let country = country.trim();
    let parts: Vec<&str> = parts.into_iter().chain([country]).map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        return;
    }
    // `Region: Gaza` and `undetermined` stand in the place of a country and are none.
    let is_country = !country.is_empty() && !country.starts_with("Region:") && country != "undetermined";
    if is_country {
        entity.add_country(CountryRole::Residence, country);
    }
    let address = crate::entity::Address { full: parts.join(", "), country: is_country.then(|| Country::new(country)) };
    push_new(&mut entity.addresses, address);
}

/// Keeps an element that a loader does not know, with all that is in it.
pub(super) fn keep(entity: &mut Entity, element: &Element) {
    let mut text = String::new();
    flatten(element, &mut text);
    entity.add_remark(&element.name, &text);
}

/// The attributes and texts of an element and of all in it.
pub(super) fn flatten(element: &Element, into: &mut String) {
    let values = element.attributes.iter().map(|(name, value)| format!("{name} {value}"));
    for value in values.chain([element.text.clone()]).filter(|value| !value.is_empty()) {
        if !into.is_empty() {
            into.push_str("; ");
        }
        into.push_str(&value);
    }
    for child in &element.children {
        if !child.text.is_empty() && !into.is_empty() {
            into.push_str("; ");
        }
        if child.text.is_empty() {
            flatten(child, into);
        } else {
            into.push_str(&child.name);
            into.push_str(": ");
            let mut inner = String::new();
            flatten(child, &mut inner);
            into.push_str(&inner);
        }
    }
}

/// The id of an OFAC list: told by an entity that only the consolidated list has, else by the file's name.
pub(super) fn list_id(file: &str, has_consolidated_only: bool) -> &'static str {
    if has_consolidated_only || file.to_ascii_lowercase().contains("cons") { "ofac-cons" } else { "ofac-sdn" }
}

/// Whether an entity can be on the consolidated list only: a member of the Palestinian Legislative Council and nothing else.
pub(super) fn is_consolidated_only(entity: &Entity) -> bool {
    matches!(&entity.designations[..], [only] if only.programme == "NS-PLC")
}

/// The name that a list has with OFAC.
pub(super) fn list_name(id: &str) -> &'static str {
    if id == "ofac-cons" { "Consolidated List" } else { "SDN List" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Entity {
        let mut entity = Entity::new("1", Kind::Person, "DOE, John");
        read_remarks(&mut entity, text, false);
        entity
    }

    #[test]
    fn a_remark_is_taken_apart() {
        let entity = read(
            "Member of the Council; DOB 04 Sep 1957; alt. DOB circa 1958; POB Tehran, Iran; nationality Iran; \
             Gender Male; Passport A0002302 (Iran) issued 1999 expires 25 May 2004; National ID No. 12 (Korea, North); \
             Vessel Registration Identification IMO 7406784; Digital Currency Address - XBT 1Kuf2; a.k.a. 'JOHNNY D.'; \
             f.k.a. 'OLD; NAME'; Linked To: ACME.",
        );
        let dates: Vec<String> = entity.birth_dates.iter().map(ToString::to_string).collect();
        assert_eq!(dates, ["1957-09-04", "~1958"]);
        assert_eq!(entity.birth_places, ["Tehran, Iran"]);
        assert_eq!(entity.gender, Some(Gender::Male));
        let ids: Vec<_> = entity
            .identifiers
            .iter()
            .map(|id| {
                (id.kind, id.value.as_str(), id.label.as_str(), id.country.as_ref().map_or("", |c| c.text.as_str()))
            })
            .collect();
        assert_eq!(
            ids,
            [
                (I::Passport, "A0002302", "Passport issued 1999 expires 25 May 2004", "Iran"),
                (I::NationalId, "12", "National ID No.", "Korea, North"),
                (I::Imo, "7406784", "Vessel Registration Identification", ""),
                (I::Wallet, "1Kuf2", "Digital Currency Address - XBT", ""),
            ]
        );
        assert_eq!(entity.names[1], Name::new("JOHNNY D.", NameType::WeakAlias));
        assert_eq!(entity.names[2], Name::new("OLD; NAME", NameType::FormerName));
        assert!(entity.remarks.iter().any(|remark| remark.label == "Linked To" && remark.text == "ACME"));
        assert!(entity.remarks.iter().any(|remark| remark.label == "Remarks" && remark.text.starts_with("Member of")));
    }

    #[test]
    fn an_alias_without_a_closing_quote_is_no_name() {
        let entity = read("a.k.a. 'BROKEN; DOB 1960");
        assert_eq!(entity.names.len(), 1);
        assert_eq!(entity.birth_dates.len(), 1);
    }

    #[test]
    fn a_span_of_days_keeps_what_both_ends_share_and_the_text() {
        let entity = read("DOB 01 May 1960 to 03 May 1960; alt. DOB 1951 to 1953; alt. DOB Jan 1970 to Feb 1971.");
        let dates: Vec<String> = entity.birth_dates.iter().map(ToString::to_string).collect();
        assert_eq!(dates, ["1960-05", "1951/1953", "1970/1971"]);
        assert_eq!(entity.remarks.iter().filter(|remark| remark.label == "DOB").count(), 2);
    }

    #[test]
    fn a_number_that_is_no_lei_is_a_registration() {
        let entity = read("Legal Entity Number 253400V1H6ART1UQ0N98 (Russia); alt. Legal Entity Number 12.");
        let kinds: Vec<_> = entity.identifiers.iter().map(|id| id.kind).collect();
        assert_eq!(kinds, [I::Lei, I::Registration]);
    }

    #[test]
    fn a_country_within_a_number_is_taken_out() {
        let mut entity = Entity::default();
        for value in ["1026303117642 (Iran)", "7 (Cali Register 12)"] {
            attach(&mut entity, Detail { word: "Registration Number", value, ..Detail::default() }, true);
        }
        assert_eq!(entity.identifiers[0].value, "1026303117642");
        assert_eq!(entity.identifiers[0].country.as_ref().unwrap().text, "Iran");
        assert_eq!(entity.identifiers[1].value, "7 (Cali Register 12)");
    }

    #[test]
    fn sentences_are_no_numbers() {
        let entity = read(
            "Passport issued in Sarajevo, Bosnia-Herzegovina; Website www.a.example. Offices Worldwide; nationality possibly \
             Iran; Telephone No. 009613380223; UN/LOCODE UA KEH; Listing Date (EO 14024 Directive 2): 24 Feb 2022.",
        );
        let ids: Vec<_> = entity.identifiers.iter().map(|id| (id.kind, id.value.as_str())).collect();
        assert_eq!(ids, [(I::Phone, "009613380223"), (I::Other, "UA KEH")]);
        assert!(entity.countries.is_empty());
        assert_eq!(entity.remarks[0].label, "Listing Date (EO 14024 Directive 2)");
    }

    #[test]
    fn the_same_number_of_two_countries_is_kept_twice() {
        let entity = read("Passport 1 (Iran); Passport 1 (Iraq).");
        assert_eq!(entity.identifiers.len(), 1);
        assert!(entity.remarks.iter().any(|remark| remark.label == "Passport" && remark.text == "1 (Iraq)"));
    }

    /// The texts in an element of which nothing is left in the entity. `technical`: names of elements that may be lost.
    fn lost(element: &Element, entity: &Entity, kept: &str, technical: &[&str], lost: &mut Vec<String>) {
        if technical.contains(&element.name.as_str()) {
            return;
        }
        let text = element.text.replace('’', "'");
        let is_typed = || {
            birth_date(&text).is_some_and(|(date, _)| entity.birth_dates.contains(&date))
                || (["Male", "Female"].contains(&text.as_str()) && entity.gender.is_some())
                || (TYPES.iter().any(|(word, slot)| *word == text && !matches!(slot, Slot::Note | Slot::Identifier(_))))
        };
        let is_kept = kept.contains(text.trim_end_matches([':', '-', ' ']))
            || kept.contains(text.trim_start_matches("IMO").trim())
            || text.split(';').all(|part| kept.contains(part.trim()))
            // A number's country in brackets becomes the country of the identifier.
            || text.split(['(', ')']).all(|part| kept.contains(part.trim()))
            || is_typed();
        if !is_kept {
            lost.push(format!("{} {}: {text}", entity.id, element.name));
        }
        element.children.iter().for_each(|child| self::lost(child, entity, kept, technical, lost));
    }

    fn strings(value: &serde_json::Value, into: &mut String) {
        match value {
            serde_json::Value::String(text) => {
                into.push_str(text);
                into.push('\n');
            }
            serde_json::Value::Array(values) => values.iter().for_each(|value| strings(value, into)),
            serde_json::Value::Object(values) => values.values().for_each(|value| strings(value, into)),
            _ => {}
        }
    }

    #[test]
    #[allow(clippy::print_stdout, reason = "a skipped test must say so")]
    fn no_text_of_the_real_lists_is_lost() {
        const XML: &[&str] = &["uid", "mainEntry", "sdnType", "type", "category"];
        const ENHANCED: &[&str] = &[
            "identityId",
            "entityType",
            "isPrimary",
            "isLowQuality",
            "aliasType",
            "script",
            "nameParts",
            "versionId",
            "valueRefId",
            "valueDate",
            "isValid",
            "name",
            "reliability",
            "fromDateBegin",
            "fromDateEnd",
            "toDateBegin",
            "toDateEnd",
            "isApproximate",
            "isDateRange",
        ];
        let data = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data"));
        if !data.is_dir() {
            println!("skipped: ../shared is absent");
            return;
        }
        for (file, record, technical) in
            [("ofac-cons/consolidated.xml", "sdnEntry", XML), ("ofac-enhanced-xml/irgc_subset.xml", "entity", ENHANCED)]
        {
            let path = data.join(file);
            let list = crate::list::List::open(&path, &crate::list::ReadOptions::default()).unwrap();
            let input = std::io::BufReader::new(std::fs::File::open(&path).unwrap());
            let mut reader = super::super::xml::Reader::new(input, file);
            let mut entities = list.entities.iter();
            let mut all_lost = Vec::new();
            while let Some(node) = reader.next(&[record]).unwrap() {
                if let super::super::xml::Node::Record(mut element) = node {
                    let entity = entities.next().unwrap();
                    let mut kept = String::new();
                    strings(&serde_json::to_value(entity).unwrap(), &mut kept);
                    // The types of address parts give their order.
                    strip_address_types(&mut element);
                    // A name's element is technical within a document only, where it repeats a name.
                    if let Some(names) = element.children.iter_mut().find(|child| child.name == "names") {
                        names.children.iter_mut().for_each(|name| name.name = "whole".to_owned());
                    }
                    lost(&element, entity, &kept, technical, &mut all_lost);
                }
            }
            assert!(entities.next().is_none());
            assert!(all_lost.is_empty(), "{file}: {all_lost:#?}");
        }
    }

    fn strip_address_types(element: &mut Element) {
        if element.name == "addressPart" {
            element.children.retain(|child| child.name != "type");
        }
        element.children.iter_mut().for_each(strip_address_types);
    }
}
