//! Screens names against the bundled list: `cargo run --example screen -- "HIKVISON DIGITAL TECH"`
#![allow(clippy::print_stdout, reason = "an example shows what it found")]

fn main() -> sanctions_screen::Result<()> {
    let mut names: Vec<String> = std::env::args().skip(1).collect();
    if names.is_empty() {
        names = ["Hikvison Digital Tech", "武汉高德红外", "Bäckerei Sonnenschein"].map(String::from).to_vec();
    }
    for name in names {
        let hits = sanctions_screen::screen(&name)?;
        println!("{name}: {}", if hits.is_empty() { "no hit" } else { "ALERT" });
        for hit in hits {
            // That somebody has listed the entity and that it is only publicly named are two different answers.
            let by = match hit.designated_by() {
                by if by.is_empty() => "publicly named, listed by nobody".to_owned(),
                by => format!("listed by {}", by.join(", ")),
            };
            println!("  {} {} ({by})", hit.score(), hit.matched_name().full);
        }
    }
    Ok(())
}
