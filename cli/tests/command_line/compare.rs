//! `compare` and `why`.

use crate::run;

#[test]
fn two_names_stand_beside_each_other() {
    let shown = run(["compare", "Hikvison Digital Tech", "Hangzhou Hikvision Digital Technology Co., Ltd."]);
    assert_eq!(shown.code, 0);
    let line = shown.out.lines().find(|line| line.contains("Hikvison")).unwrap();
    assert!(line.contains("Hikvision"), "{}", shown.out);
    assert!(shown.out.contains("a hit at the default threshold 0.75"), "{}", shown.out);
    let other = run(["compare", "--kind", "person", "Ivan Kalashnikov", "Maria Popova"]).out;
    assert!(other.contains("no hit"), "{other}");
}

#[test]
fn compare_gives_lines_that_add_up() {
    let json = &run(["compare", "--format", "json", "Hikvison", "HIKVISION"]).json()[0];
    let points: i64 = json["lines"].as_array().unwrap().iter().map(|line| line["points"].as_i64().unwrap()).sum();
    assert_eq!(points, (json["score"].as_f64().unwrap() * 10_000.0).round() as i64);
}

#[test]
fn names_that_say_nothing_cannot_be_compared() {
    for names in [["", "Acme"], ["Acme", " - "]] {
        let run = run(["compare", names[0], names[1]]);
        assert!(run.code == 1 && run.out.is_empty() && run.err.contains("cannot be"), "{}", run.err);
    }
}

#[test]
fn why_tells_what_was_missing() {
    let arguments = ["why", "Wuhan Global Sensor Technology", "wuhan-tongsheng-technology"];
    let shown = run(arguments);
    assert_eq!(shown.code, 0, "{}", shown.err);
    for says in
        ["no hit: ", "below 0.7500", "lost ", "Tongsheng (of the list)", "Sensor (of the query)", "designated by"]
    {
        assert!(shown.out.contains(says), "{says:?} is not in {}", shown.out);
    }
    let json = &run(arguments.into_iter().chain(["--format", "json"])).json()[0];
    assert_eq!(json["hit"], false);
    let sum = json["missing"].as_f64().unwrap() + json["explanation"]["score"].as_f64().unwrap();
    assert!((sum - json["threshold"].as_f64().unwrap()).abs() < 1e-9);
    assert_eq!(json["entity"]["id"], "wuhan-tongsheng-technology");
}

#[test]
fn why_of_a_hit_says_so() {
    let shown = run(["why", "Hikvison", "hikvision"]).out;
    assert!(shown.contains("a hit: "), "{shown}");
}

#[test]
fn why_needs_an_entity_that_is_there() {
    run(["why", "Acme", "no-such-id"]).assert_refused("no-such-id");
    run(["why", "Acme", "hikvision", "--on", "ofac-sdn"]).assert_refused("bundled");
    assert_eq!(run(["why", " - ", "hikvision"]).code, 1);
}
