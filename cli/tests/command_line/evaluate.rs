//! `evaluate`.

use crate::{Folder, OWN, run};

const CASES: &str = r#"{"id":"1","query":"Hikvison","listed":"HIKVISION","kind":"organization","expected":true,"phenomenon":"typo"}
{"id":"2","query":"Acme Bakery","listed":"HIKVISION","kind":"organization","expected":false,"phenomenon":"other"}
{"id":"3","query":"Zzyzx Quux","listed":"Completely Different Bank","kind":"organization","expected":true,"phenomenon":"impossible"}
{"id":"4","query":"HIKVISION","listed":"HIKVISION","kind":"organization","expected":false,"phenomenon":"impossible"}
"#;

#[test]
fn json_has_the_promised_keys_and_counts() {
    let folder = Folder::new();
    let run = run(["evaluate", &folder.file("cases.jsonl", CASES), "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let report = &run.json()[0];
    for (key, value) in [("cases", 4), ("detected", 1), ("detected_on_top", 1), ("missed", 1), ("false_positives", 1)] {
        assert_eq!(report[key], value, "{key}");
    }
    for (key, value) in [("threshold", 0.75), ("precision", 0.5), ("recall", 0.5), ("f1", 0.5)] {
        assert_eq!(report[key], value, "{key}");
    }
    assert_eq!(report["by_phenomenon"]["typo"]["detected"], 1);
    let thresholds = report["by_threshold"].as_array().unwrap();
    assert!(thresholds.len() > 10 && thresholds.iter().all(|at| at["threshold"].is_number() && at["f1"].is_number()));
    let errors = report["errors"].as_array().unwrap();
    assert_eq!(errors.iter().map(|error| error["id"].as_str().unwrap()).collect::<Vec<_>>(), ["3", "4"]);
    for key in ["query", "listed", "expected", "score"] {
        assert!(errors.iter().all(|error| error.get(key).is_some()), "{key}");
    }
}

#[test]
fn text_shows_phenomena_and_errors() {
    let folder = Folder::new();
    let shown = run(["evaluate", &folder.file("cases.jsonl", CASES), "--threshold", "0.6"]).out;
    for says in ["4 cases at threshold 0.6000", "F1 0.5000", "impossible", "missed", "false positives", "Zzyzx Quux"] {
        assert!(shown.contains(says), "{says:?} is not in {shown}");
    }
}

#[test]
fn cases_may_name_an_entity_of_a_list_or_nothing() {
    let folder = Folder::new();
    let cases = "{\"id\":\"1\",\"query\":\"Acme Arms\",\"listed\":{\"id\":\"1\"},\"expected\":true}\n\
                 {\"id\":\"2\",\"query\":\"Hamlet Bakery\",\"listed\":null,\"expected\":false}\n";
    let cases = folder.file("cases.jsonl", cases);
    let list = folder.file("own.csv", OWN);
    let report = &run(["evaluate", &cases, "--list", &list, "--format", "json"]).json()[0];
    assert_eq!((&report["detected"], &report["false_positives"]), (&1.into(), &0.into()));
    run(["evaluate", &cases]).assert_refused("no entity");
}

#[test]
fn cases_that_cannot_be_used_are_errors() {
    let folder = Folder::new();
    let cases = folder.file("cases.jsonl", CASES);
    run(["evaluate", "no-such.jsonl"]).assert_refused("no-such.jsonl");
    run(["evaluate", &folder.file("empty.jsonl", "\n")]).assert_refused("cases");
    run(["evaluate", &folder.file("bad.jsonl", format!("{CASES}nonsense\n"))]).assert_refused("line 5");
    run(["evaluate", &cases, &folder.file("again.jsonl", CASES)]).assert_refused("again.jsonl");
    let missing = "{\"id\":\"1\",\"query\":\"Acme\",\"listed\":{\"id\":\"nope\"},\"expected\":true}\n";
    let list = folder.file("own.csv", OWN);
    run(["evaluate", &folder.file("missing.jsonl", missing), "--list", &list]).assert_refused("nope");
}

#[test]
fn the_page_stands_alone_and_shows_what_went_wrong() {
    let folder = Folder::new();
    let hostile =
        "{\"id\":\"5\",\"query\":\"<script>alert(1)</script> Ltd\",\"listed\":\"HIKVISION\",\"expected\":true}\n";
    let cases = folder.file("cases.jsonl", format!("{CASES}{hostile}"));
    let names = folder.file("names.csv", "name\nBakery of Hamlet\n\nHIKVISION\n");
    let page = folder.path().join("quality.html").display().to_string();
    let run = run(["evaluate", &cases, "--report", &page, "--names", &names]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("1 row could not be screened"), "{}", run.err);
    let page = std::fs::read_to_string(page).unwrap();
    for says in
        ["<svg", "Precision and recall", "Alert volume", "2 names that are not listed", "50 % at 0.7500", "Zzyzx Quux"]
    {
        assert!(page.contains(says), "{says:?} is not in the page");
    }
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script"));
    assert!(!page.contains("http") && !page.contains("url(") && !page.contains("src="), "the page fetches something");
    assert!(!page.contains("NaN") && !page.contains("inf\""), "a drawing has a place that is no number");
}

#[test]
fn a_page_of_one_case_is_drawn() {
    let folder = Folder::new();
    let case = CASES.lines().next().unwrap();
    let page = folder.path().join("quality.html").display().to_string();
    assert_eq!(run(["evaluate", &folder.file("cases.jsonl", case), "--report", &page]).code, 0);
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.contains("None.") && !page.contains("NaN"));
    let nowhere = folder.path().join("no-folder/quality.html").display().to_string();
    run(["evaluate", &folder.file("cases.jsonl", case), "--report", &nowhere]).assert_refused("cannot be written");
}
