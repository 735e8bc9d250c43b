//! Shows why a name is a hit and why another is not: `cargo run --example explain`
#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use sanctions_screen::explain::{Explanation, Part};
use sanctions_screen::{Entity, Kind, List, Query, Screener};

fn main() -> sanctions_screen::Result<()> {
    let entity = Entity::new("1", Kind::Organization, "Wuhan Tongsheng Technology Co., Ltd.");
    let screener = Screener::builder().list(List::from_entities("own", "Example Bank", vec![entity])?).build()?;
    for name in ["WUHAN TONG SHENG TECHNOLGY", "Wuhan Global Sensor Technology"] {
        let query = Query::new(name)?;
        let found = !screener.screen_query(&query).is_empty();
        println!("{name}: {}", if found { "a hit" } else { "no hit" });
        // `why` answers for any entity of the lists, hit or not.
        if let Some(why) = screener.why(&query, None, "1") {
            show(&why);
        }
    }
    Ok(())
}

fn show(why: &Explanation) {
    let words = |parts: &[Part]| parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(" ");
    for line in &why.lines {
        println!(
            "  {:>6}  {:<24} {} | {}",
            line.points,
            line.reason.to_string(),
            words(&line.query),
            words(&line.listed)
        );
    }
    println!("  {:>6}  in all, of 10000", why.score.ten_thousandths());
}
