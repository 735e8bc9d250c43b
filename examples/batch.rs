//! Screens a file of names, one a line, on all cores: `cargo run --release --example batch -- NAMES.txt`
#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use std::io::{BufRead as _, BufReader};

use sanctions_screen::batch::{all_cores, in_order};
use sanctions_screen::{Query, bundled_screener};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name a file with a name on each line")?;
    let names = BufReader::new(std::fs::File::open(path)?).lines().collect::<Result<Vec<_>, _>>()?;
    let screener = bundled_screener();
    // The answers come in the order of the names, however many threads there are.
    let answers = in_order(names, all_cores(), |name| match Query::new(name.as_str()) {
        Ok(query) => match screener.screen_query(&query).first() {
            Some(hit) => format!("{}\t{name}\t{}", hit.score(), hit.entity().primary_name()),
            None => format!("clear\t{name}"),
        },
        // A name that cannot be screened is not clear.
        Err(error) => format!("error\t{name}\t{error}"),
    });
    for answer in answers {
        println!("{answer}");
    }
    Ok(())
}
