//! Screens against a list of one's own beside the bundled one, with what is known of the counterparty:
//! `cargo run --example own_list`
#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use sanctions_screen::{
    CountryCode, CountryRole, DecisionRecord, Entity, Kind, List, Name, NameType, Query, Screener, bundled_list,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut person = Entity::new("K-17", Kind::Person, "DROZDOV, Oleg Ivanovich");
    person.names.push(Name::new("Oleh Drozdov", NameType::StrongAlias));
    person.birth_dates.push("1960-05-17".parse()?);
    person.add_country(CountryRole::Nationality, "Russia");
    let own = List::from_entities("internal", "Example Bank", vec![person])?;
    let screener = Screener::builder().list(own).list(bundled_list().clone()).build()?;

    let mut query = Query::new("Oleg Drosdow")?.with_kind(Kind::Person).with_birth_date("1960".parse()?);
    if let Some(country) = CountryCode::resolve("Russian Federation") {
        query = query.with_country(country);
    }
    // The record holds all that the answer rests on; keep it, and it can be derived again.
    println!("{}", serde_json::to_string_pretty(&DecisionRecord::new(&screener, &query))?);
    Ok(())
}
