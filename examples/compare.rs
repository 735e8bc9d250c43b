//! Shows how two names answer each other: `cargo run --release --example compare -- "NAME" "NAME" [person]`

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [a, b, rest @ ..] = &arguments[..] else { return Err("name two names".into()) };
    let kind = rest.first().map(|_| sanctions_screen::Kind::Person);
    let why = sanctions_screen::compare(a, b, kind);
    let text = |parts: &[sanctions_screen::explain::Part]| {
        parts.iter().map(|p| format!("{}[{:?}]", p.text, p.class)).collect::<Vec<_>>().join(" ")
    };
    for line in &why.lines {
        println!("{:>6} {:<24} {} | {}", line.points, line.reason.to_string(), text(&line.query), text(&line.listed));
    }
    println!("{}", why.score);
    Ok(())
}
