//! `--journal`, `--exceptions`, `journal`, `replay`, `clear` and `rescreen`.

use std::fs;

use serde_json::Value;

use crate::{Folder, OWN, run};

const AT: &str = "2026-11-24T09:30:00Z";

/// A folder with a list and a journal of three decisions, one of them an alert.
fn screened() -> (Folder, String, String) {
    let folder = Folder::new();
    let list = folder.file("own.csv", OWN);
    let journal = folder.path().join("decisions.jsonl").display().to_string();
    let done = run([
        "screen",
        "--list",
        &list,
        "--journal",
        &journal,
        "--at",
        AT,
        "--threshold",
        "0.6",
        "Acme Arms",
        "Hamlet",
        " - ",
    ]);
    assert_eq!(done.code, 1, "{}", done.err);
    let done = run(["screen", "--list", &list, "--journal", &journal, "--at", AT, "Hamlet Bakery"]);
    assert_eq!(done.code, 0, "{}", done.err);
    (folder, list, journal)
}

#[test]
fn journal_holds_each_decision_and_shows_what_was_done_to_it() {
    let (folder, _, journal) = screened();
    let whole = run(["journal", "verify", &journal]);
    assert_eq!(whole.code, 0, "{}", whole.err);
    assert!(whole.out.contains("whole: 3 records") && whole.out.contains(AT), "{}", whole.out);
    let report = &run(["journal", "verify", "--format", "json", &journal]).json()[0];
    assert_eq!((&report["whole"], &report["records"]), (&true.into(), &3.into()));
    let head = report["head"].as_str().unwrap();
    assert_eq!(run(["journal", "verify", "--holds", head, &journal]).code, 0);

    let text = fs::read_to_string(&journal).unwrap();
    let two: String = text.lines().take(2).map(|line| format!("{line}\n")).collect();
    let cut = folder.file("cut.jsonl", &two);
    assert_eq!(run(["journal", "verify", &cut]).code, 0, "a chain alone does not show that its end is gone");
    let noted = run(["journal", "verify", "--holds", head, &cut]);
    assert!(noted.code == 1 && noted.out.contains("cut off"), "{}", noted.out);

    let altered = folder.file("altered.jsonl", text.replacen("\"Hamlet\"", "\"Othello\"", 1));
    let verdict = run(["journal", "verify", "--format", "json", &altered]);
    assert_eq!(verdict.code, 1);
    assert!(verdict.json()[0]["error"].as_str().unwrap().contains("line 2: the record was altered"), "{}", verdict.out);
    run(["screen", "--journal", &altered, "Acme"]).assert_refused("line 2");
    run(["journal", "verify", "no-such.jsonl"]).assert_refused("no-such.jsonl");
}

#[test]
fn torn_tail_is_repaired_and_told() {
    let (folder, list, journal) = screened();
    let text = fs::read_to_string(&journal).unwrap();
    let torn = folder.file("torn.jsonl", &text[..text.len() - 10]);
    let verdict = run(["journal", "verify", &torn]);
    assert!(verdict.code == 1 && verdict.out.contains("line 3"), "{}", verdict.out);
    let done = run(["screen", "--list", &list, "--journal", &torn, "--at", AT, "Hamlet Bakery"]);
    assert!(done.code == 0 && done.err.contains("torn.jsonl.torn-3"), "{}", done.err);
    assert_eq!(fs::read_to_string(&torn).unwrap(), text);
}

#[test]
fn batch_keeps_a_record_of_each_row_whatever_it_shows() {
    let folder = Folder::new();
    let list = folder.file("own.csv", OWN);
    let rows: String =
        (0..700).map(|row| format!("{row},{}\n", if row % 5 == 0 { "Acme Arms" } else { "Hamlet" })).collect();
    let rows = folder.file("rows.csv", format!("key,name\n{rows},\n"));
    let batch = |journal: &str, threads: &str| {
        let journal = folder.path().join(journal).display().to_string();
        let done = run([
            "batch",
            "--list",
            &list,
            &rows,
            "--only-hits",
            "--limit",
            "1",
            "--journal",
            &journal,
            "--at",
            AT,
            "--threads",
            threads,
        ]);
        assert_eq!(done.code, 1, "{}", done.err);
        fs::read(journal).unwrap()
    };
    let one = batch("one.jsonl", "1");
    assert!(one == batch("three.jsonl", "3"), "the journal depends on the number of threads");
    let lines: Vec<Value> =
        String::from_utf8(one).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 700);
    for (index, line) in lines.iter().enumerate() {
        assert_eq!(line["record"]["query"]["name"], if index % 5 == 0 { "Acme Arms" } else { "Hamlet" });
        assert_eq!(line["record"]["at"], AT);
    }
}

#[test]
fn time_is_that_of_the_clock_unless_given() {
    let folder = Folder::new();
    let journal = folder.path().join("decisions.jsonl").display().to_string();
    assert_eq!(run(["screen", "--journal", &journal, "Hamlet"]).code, 0);
    let line: Value = serde_json::from_str(&fs::read_to_string(&journal).unwrap()).unwrap();
    let at = line["record"]["at"].as_str().unwrap();
    assert!(at.len() == AT.len() && at > AT && at.ends_with('Z'), "{at}");
    run(["screen", "--at", "yesterday", "Hamlet"]).assert_refused("RFC 3339");
}

#[test]
fn replay_tells_whether_all_comes_out_as_recorded() {
    let (folder, list, journal) = screened();
    // The threshold is that of the record, not the default.
    let same = run(["replay", &journal, "--list", &list]);
    assert_eq!((same.code, same.out.as_str()), (0, ""), "{}", same.err);
    assert!(same.err.contains("replayed 3 decisions: 3 came out as recorded"), "{}", same.err);

    let folder_of_new = folder.path().join("new");
    fs::create_dir(&folder_of_new).unwrap();
    let new = folder.file("new/own.csv", OWN.replace("Acme Arms Ltd", "Acme Bakery"));
    let other = run(["replay", &journal, "--list", &new]);
    assert_eq!(other.code, 1, "{}", other.err);
    assert!(
        other.out.contains("line 1 at 2026-11-24T09:30:00Z: Acme Arms") && other.out.contains("list own:"),
        "{}",
        other.out
    );
    let other = run(["replay", &journal, "--list", &new, "--format", "json"]).json();
    assert_eq!((other.len(), &other[0]["differences"][0]["difference"]), (3, &"list".into()));

    let text = fs::read_to_string(&journal).unwrap();
    let altered = folder.file("altered.jsonl", text.replacen("Acme Arms", "Acme Arts", 1));
    run(["replay", &altered, "--list", &list]).assert_refused("line 1");
}

#[test]
fn cleared_hit_stays_in_the_answer_and_is_no_alert() {
    let folder = Folder::new();
    let list = folder.file("own.csv", OWN);
    let cleared = folder.path().join("cleared.jsonl").display().to_string();
    let clear = |name: &str, id: &str, reviewer: &str| {
        run([
            "clear",
            "--exceptions",
            &cleared,
            "--list",
            &list,
            name,
            id,
            "--reason",
            "a bakery in Ohio",
            "--reviewer",
            reviewer,
            "--at",
            AT,
            "--expires",
            "2027-11-24",
        ])
    };
    clear("Hamlet Bakery", "1", "J. Doe").assert_refused("no hit");
    clear("Acme Arms", "1", " ").assert_refused("reviewer");
    assert!(!fs::exists(&cleared).unwrap(), "nothing is written that could not be read");
    assert_eq!(clear("Acme Arms", "1", "J. Doe").code, 0);

    let screen = |at: &str, list: &str, name: &str| {
        let run = run(["screen", "--exceptions", &cleared, "--at", at, "--list", list, "--format", "json", name]);
        assert_eq!(run.code, 0, "{}", run.err);
        run.json()[0]["hits"][0].clone()
    };
    let hit = screen(AT, &list, "ACME ARMS");
    assert_eq!((&hit["entity"]["id"], &hit["exception"]["cleared"]), (&"1".into(), &true.into()));
    assert_eq!(hit["exception"]["reason"], "a bakery in Ohio");
    assert_eq!(screen("2027-11-25T00:00:00Z", &list, "Acme Arms")["exception"]["lapse"], "expired");
    assert!(screen(AT, &list, "Acme Arms Limited").get("exception").is_none());
    let changed = folder.file("own.csv", OWN.replace(",IR", ",SY"));
    assert_eq!(screen(AT, &changed, "Acme Arms")["exception"]["lapse"], "entity-changed");
    folder.file("own.csv", OWN);

    let text = run(["screen", "--exceptions", &cleared, "--at", AT, "--list", &list, "Acme Arms"]).out;
    assert!(text.contains("1 hit, 1 of them cleared") && text.contains("cleared by J. Doe on 2026-11-24"), "{text}");

    let rows = folder.file("rows.csv", "name\nAcme Arms\nAcme Weapons\n");
    let batch =
        ["batch", "--exceptions", &cleared, "--at", AT, "--list", &list, &rows, "--only-hits", "--format", "csv"];
    let done = run(batch);
    assert!(done.err.contains("1 alert, 2 hits") && done.err.contains("1 hit is cleared"), "{}", done.err);
    assert!(done.out.lines().nth(1).unwrap().contains("cleared by J. Doe"), "{}", done.out);
    let broken = folder.file("broken.jsonl", "{}\n");
    run(["screen", "--exceptions", &broken, "Acme"]).assert_refused("broken.jsonl, line 1");
    assert_eq!(clear("Acme Arms", "1", "J. Doe").code, 0);
    assert_eq!(fs::read_to_string(&cleared).unwrap().lines().count(), 2, "a second one is added, not put in its place");
    // An editor may have left the last line without its line break.
    let text = fs::read_to_string(&cleared).unwrap();
    fs::write(&cleared, text.trim_end()).unwrap();
    assert_eq!(clear("Acme Arms", "1", "J. Doe").code, 0);
    assert_eq!(fs::read_to_string(&cleared).unwrap().lines().count(), 3);
    assert!(screen(AT, &list, "Acme Arms")["exception"]["cleared"].as_bool().unwrap());
}

/// What is not known in a query would be a condition that nobody looks at.
#[test]
fn exception_with_a_word_that_is_not_known_is_refused() {
    let folder = Folder::new();
    let list = folder.file("own.csv", OWN);
    let cleared = folder.path().join("cleared.jsonl").display().to_string();
    let arguments = ["clear", "--exceptions", &cleared, "--list", &list, "Acme Arms", "1", "--reason", "a bakery"];
    assert_eq!(run([&arguments[..], &["--reviewer", "J. Doe", "--expires", "2099-11-24"]].concat()).code, 0);
    let text = fs::read_to_string(&cleared).unwrap();
    fs::write(&cleared, text.replace("{\"name\":", "{\"born\":\"1961\",\"name\":")).unwrap();
    run(["screen", "--exceptions", &cleared, "--list", &list, "Acme Arms"]).assert_refused("born");
}

/// A full disk: the journal stays whole, and nothing is answered that it does not hold.
#[cfg(unix)]
#[test]
fn full_disk_leaves_the_journal_whole() {
    let folder = Folder::new();
    let list = folder.file("own.csv", OWN);
    let rows: String = (0..600).map(|row| format!("Acme Arms {row}\n")).collect();
    let rows = folder.file("rows.csv", format!("name\n{rows}"));
    let journal = folder.path().join("decisions.jsonl").display().to_string();
    let screen_within = |blocks: u32| {
        // A limit on the size of files stands for the disk: writing beyond it fails, after a part was written.
        let mut shell = std::process::Command::new("sh");
        shell.arg("-c").arg(format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\""));
        shell.arg(env!("CARGO_BIN_EXE_sanctions-screen"));
        shell.args(["batch", &rows, "--list", &list, "--journal", &journal, "--at", AT, "--threads", "1"]);
        crate::Run::of(shell.output().unwrap())
    };
    let done = screen_within(1_000);
    assert!(done.code == 2 && done.err.contains("cannot be written"), "{} {}", done.code, done.err);
    let whole = run(["journal", "verify", &journal, "--format", "json"]);
    assert_eq!(whole.code, 0, "{}", whole.out);
    let records = whole.json()[0]["records"].as_u64().unwrap();
    assert!(records > 0 && records < 600 && done.json().len() as u64 <= records, "{records} {}", done.json().len());
    // And it goes on when there is room again.
    assert_eq!(screen_within(1_000_000).code, 0);
    assert_eq!(run(["journal", "verify", &journal, "--format", "json"]).json()[0]["records"], records + 600);
}

#[test]
fn rescreen_tells_what_a_new_version_changes() {
    let folder = Folder::new();
    for version in ["old", "new"] {
        fs::create_dir(folder.path().join(version)).unwrap();
    }
    let old = folder.file("old/own.csv", OWN);
    let new =
        OWN.replace("Acme Arms Ltd,Acme Weapons", "Acme Arms Trading,") + "3,organization,Zenith Missile Works,,\n";
    let new = folder.file("new/own.csv", new);
    let rows =
        folder.file("rows.csv", "key,name\na,Acme Arms\nb,Acme Weapons\nc,Zenith Missile Works\nd,Ivan Kalashnikov\n");
    let done = run(["rescreen", &rows, "--key-column", "key", "--old", &old, "--new", &new]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.err.contains("1 entity added, 0 removed, 1 changed, 1 unchanged"), "{}", done.err);
    let changes: Vec<(Value, Value)> =
        done.json().iter().map(|line| (line["key"].clone(), line["change"].clone())).collect();
    assert_eq!(
        changes,
        [("a", "rescored"), ("b", "removed"), ("c", "added")].map(|(key, change)| (key.into(), change.into()))
    );
    let lines = done.json();
    assert!(lines[0]["old"]["score"].as_f64() > lines[0]["new"]["score"].as_f64());
    assert!(lines[1].get("new").is_none() && lines[2].get("old").is_none());
    let bad = folder.file("bad.csv", "name\n\nAcme Arms\n");
    let done = run(["rescreen", &bad, "--old", &old, "--new", &new]);
    assert!(done.code == 1 && done.json()[0]["error"].is_string(), "{}", done.err);
    run(["rescreen", &rows, "--old", &old]).assert_refused("--new");
}

/// What was answered stands in the journal, whenever the program is killed.
#[cfg(unix)]
#[test]
fn killed_process_loses_nothing_that_it_answered() {
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::process::Stdio;

    let folder = Folder::new();
    let list = folder.file("own.csv", OWN);
    let (mut journal, mut answered) = (String::new(), 0);
    for round in 0..12_u32 {
        // A journal lives through four kills; one for all would grow long.
        if round % 4 == 0 {
            journal = folder.path().join(format!("decisions-{round}.jsonl")).display().to_string();
            answered = 0;
        }
        let mut child = crate::command()
            .args(["batch", "-", "--list", &list, "--journal", &journal, "--at", AT, "--threads", "1"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // More rows than it will come to; it is killed in the midst of them.
        let feeder = std::thread::spawn(move || {
            let _ = stdin.write_all(b"name\n");
            for row in 0.. {
                if writeln!(stdin, "Acme Arms {round} {row}").is_err() {
                    break;
                }
            }
        });
        let mut answers = Vec::new();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // Each round is killed somewhere else.
        for _ in 0..=round * 29 {
            answers.extend(lines.next());
        }
        child.kill().unwrap();
        answers.extend(lines);
        child.wait().unwrap();
        feeder.join().unwrap();
        // The last answer may be half of one.
        let answers: Vec<Value> =
            answers.into_iter().filter_map(|line| serde_json::from_str(&line.unwrap()).ok()).collect();

        let opened = sanctions_screen::journal::Journal::open(&journal, sanctions_screen::journal::Sync::OnCall)
            .expect("the journal opens, whatever the kill left");
        drop(opened);
        let text = fs::read_to_string(&journal).unwrap();
        let names: Vec<&str> = text.lines().skip(answered).collect();
        assert!(!answers.is_empty() && names.len() >= answers.len(), "{} of {}", names.len(), answers.len());
        for (answer, line) in answers.iter().zip(&names) {
            assert!(line.contains(&format!("\"name\":{}", answer["name"])), "{answer} is not in {line}");
        }
        answered += names.len();
    }
}
