//! Runs labelled cases and prints what went wrong: `cargo run --release --example evaluate -- CASES.jsonl`

use sanctions_screen::evaluation::{evaluate, read_cases};
use sanctions_screen::{Screener, compare};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name a file of cases")?;
    let cases = read_cases(&path, &std::fs::read_to_string(&path)?)?;
    let evaluation = evaluate(&cases, Vec::new(), Screener::builder())?;
    for error in &evaluation.errors {
        println!("{} {:?} expected {} scored {}", error.id, error.query, error.expected, error.score);
        if let sanctions_screen::evaluation::Listed::Name(name) = &error.listed {
            let kind = cases.iter().find(|case| case.id == error.id).map(|case| case.kind);
            let why = compare(&error.query, name, kind);
            let text = |parts: &[sanctions_screen::explain::Part]| {
                parts.iter().map(|p| format!("{}[{:?}]", p.text, p.class)).collect::<Vec<_>>().join(" ")
            };
            for line in &why.lines {
                println!(
                    "    {:>6} {:<24} {} | {}",
                    line.points,
                    line.reason.to_string(),
                    text(&line.query),
                    text(&line.listed)
                );
            }
        }
    }
    for (phenomenon, counts) in &evaluation.by_phenomenon {
        println!(
            "{phenomenon:<24} f1 {:.3} detected {}/{} on top {} false {}/{}",
            counts.f1,
            counts.detected,
            counts.matches,
            counts.detected_on_top,
            counts.false_positives,
            counts.non_matches
        );
    }
    for at in evaluation.by_threshold.iter().step_by(5) {
        println!("{} p {:.3} r {:.3} f1 {:.3}", at.threshold, at.counts.precision, at.counts.recall, at.counts.f1);
    }
    println!("f1 {:.4} precision {:.4} recall {:.4}", evaluation.f1, evaluation.precision, evaluation.recall);
    Ok(())
}
