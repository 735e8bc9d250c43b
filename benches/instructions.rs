//! A fixed amount of work whose instructions `scripts/instructions` counts: `instructions build|screen|explain [CASE]`.
//!
//! Each does all that the one before it does, so the difference is what it adds.

use std::process::ExitCode;

use sanctions_screen::{Query, Screener};
use sanctions_screen_benches::{Case, list};

const NAMES: usize = 2_000;
const ASKED: usize = 200;

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "a program")]
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let what = arguments.first().map_or("screen", String::as_str);
    let wanted = arguments.get(1).map_or("unlisted", String::as_str);
    let (Some(case), true) =
        (Case::ALL.into_iter().find(|case| case.as_str() == wanted), ["build", "screen", "explain"].contains(&what))
    else {
        eprintln!("instructions build|screen|explain [unlisted|mutated|exact]");
        return ExitCode::FAILURE;
    };
    let list = list(NAMES, 1);
    let asked = case.asked(&list, ASKED);
    let screener = Screener::builder().list(list).build().expect("the list has entities");
    let (mut hits, mut lines) = (0, 0);
    if what != "build" {
        for asked in &asked {
            let query = Query::new(&*asked.name).expect("it is a name");
            for hit in screener.screen_query(&query) {
                hits += 1;
                if what == "explain" {
                    lines += screener.explain(&query, &hit).lines.len();
                }
            }
        }
        assert!(case == Case::Unlisted || hits >= ASKED / 2, "{hits} hits for {ASKED} listed names");
    }
    println!("{NAMES} names, {ASKED} {wanted} queries, {hits} hits, {lines} lines");
    ExitCode::SUCCESS
}
