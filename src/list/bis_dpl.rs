//! US Denied Persons List (Bureau of Industry and Security), text.
//!
//! Published at <https://www.bis.gov/licensing/end-user-guidance/denied-persons-list-dpl> as `dpl.txt`.
//!
//! # Layout
//!
//! One row for each person, company and address of a denial order: tab-separated with every cell quoted, or, as the
//! site offers it since 2024, comma-separated. Columns are named `Street_Address` or `Street Address`, in any order.
//! Dates are written month first; `Last_Update` is an ISO date.
//!
//! # Oddities
//!
//! There are no ids: the id is made of the name and the effective date, with a number where one order names a party at
//! several addresses. Names may begin with a blank. Orders that have expired stay on the list: the expiration date is a
//! remark. `Country` is sometimes blank and sometimes no code (`PRC`).
//!
//! Tested on the list of 2019-07 (545 rows after a header).

use std::io::BufRead;

use crate::entity::{Address, Country, CountryRole, Designation, Entity, Kind, PartialDate};
use crate::error::Result;

use super::format::Head;
use super::sink::Sink;
use super::table::{Dialect, Rows};

pub(super) fn looks_like(head: &Head<'_>) -> bool {
    let line = head.first_line();
    let columns: Vec<String> = line.split(delimiter(line)).map(folded).collect();
    ["name", "streetaddress", "city", "effectivedate", "expirationdate"]
        .iter()
        .all(|wanted| columns.iter().any(|column| column == wanted))
}

fn delimiter(header: &str) -> char {
    if header.contains('\t') { '\t' } else { ',' }
}

/// A column name without what the variants of the header differ in.
fn folded(name: &str) -> String {
    name.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

pub(super) fn read(input: &mut dyn BufRead, sink: &mut Sink<'_>) -> Result<()> {
    sink.id = "bis-dpl".into();
    sink.publisher = "BIS".into();
    // The header line is within the buffer, or the file would not have been told as this format.
    let beginning = input
        .fill_buf()
        .map_or(0, |bytes| bytes.iter().take_while(|&&byte| byte != b'\n').filter(|&&byte| byte == b'\t').count());
    let delimiter = if beginning > 0 { b'\t' } else { b',' };
    let mut rows = Rows::with_header(input, &sink.file, Dialect { delimiter, flexible: false })?;
    while let Some(row) = rows.next(sink)? {
        let number = sink.count_record();
        let cells: Vec<(&str, String, &str)> = row.cells().map(|(name, cell)| (name, folded(name), cell)).collect();
        let cell = |wanted: &str| cells.iter().find(|(_, name, _)| name == wanted).map_or("", |(_, _, cell)| cell);
        let effective = PartialDate::from_published_us(cell("effectivedate"));
        let name = cell("name");
        let date = effective.map_or_else(|| cell("effectivedate").to_owned(), |date| date.to_string());
        let mut entity = Entity::new(sink.free_id(&format!("{name} {date}")), Kind::Unknown, name);
        entity.designations.push(Designation {
            authority: "BIS".to_owned(),
            programme: "Denied Persons List".to_owned(),
            listed_on: effective,
            reference: cell("frcitation").to_owned(),
        });
        let parts: Vec<&str> = ["streetaddress", "city", "state", "postalcode", "country"]
            .into_iter()
            .map(cell)
            .filter(|part| !part.is_empty())
            .collect();
        if !parts.is_empty() {
            let country = Some(cell("country")).filter(|country| !country.is_empty()).map(Country::new);
            entity.addresses.push(Address { full: parts.join(", "), country });
        }
        entity.add_country(CountryRole::Residence, cell("country"));
        for (name, folded, text) in &cells {
            match folded.as_str() {
                "name" | "streetaddress" | "city" | "state" | "postalcode" | "country" | "frcitation" => {}
                "effectivedate" if effective.is_some() => {}
                _ => entity.add_remark(name, text),
            }
        }
        let position = sink.position().line(row.line).record(number);
        sink.push(entity, position)?;
    }
    Ok(())
}
