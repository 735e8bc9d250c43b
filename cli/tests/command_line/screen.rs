//! `screen`.

use crate::{Folder, OWN, run};

/// The names of the press reports, written as they arrive, and one that nobody lists.
#[test]
fn six_suppliers_are_found_and_a_bakery_is_not() {
    let names = [
        ("HANGZHOU HIKVISION DIGITAL TECH CO LTD", "hikvision"),
        ("Dalian Machine Tools Grp", "dalian-machine-tool-group"),
        ("华北光电技术研究所", "north-china-research-institute-of-electro-optics"),
        ("Wuhan Tong Sheng Tech", "wuhan-tongsheng-technology"),
        ("IRay Technology (Yantai)", "yantai-iray-technology"),
        ("North China Res. Inst. of Electro Optics", "north-china-research-institute-of-electro-optics"),
        ("Acme Bakery GmbH", ""),
    ];
    let answers = run(["screen", "--format", "json"].into_iter().chain(names.iter().map(|(name, _)| *name)));
    assert_eq!(answers.code, 0, "{}", answers.err);
    let answers = answers.json();
    assert_eq!(answers.len(), names.len());
    for (answer, (name, expected)) in answers.iter().zip(names) {
        assert_eq!(answer["query"], name);
        let top = answer["hits"].as_array().unwrap().first();
        assert_eq!(top.map_or("", |hit| hit["entity"]["id"].as_str().unwrap()), expected, "{name}");
    }
}

#[test]
fn json_carries_everything() {
    let answers = run(["screen", "--format", "json", "--country", "China", "Hikvision"]).json();
    let answer = &answers[0];
    assert_eq!((&answer["threshold"], &answer["country"]), (&0.75.into(), &"CN".into()));
    let list = &answer["lists"][0];
    assert_eq!((&list["id"], list["sha256"].as_str().unwrap().len()), (&"bundled".into(), 64));
    assert!(list["entities"].as_u64() > Some(100) && list["names"].as_u64() > list["entities"].as_u64());
    assert!(list["publisher"].is_string() && list["date"].is_string());
    let hit = &answer["hits"][0];
    assert_eq!(hit["list"], "bundled");
    assert!(hit["entity"]["designations"].as_array().unwrap().len() > 1 && hit["entity"]["names"].is_array());
    let points: i64 = hit["explanation"].as_array().unwrap().iter().map(|line| line["points"].as_i64().unwrap()).sum();
    assert_eq!(points, (hit["score"].as_f64().unwrap() * 10_000.0).round() as i64);
}

#[test]
fn text_says_who_listed_what_and_why() {
    let shown = run(["screen", "Hikvison Digital Tech", "Acme Bakery GmbH"]);
    assert_eq!((shown.code, shown.err.as_str()), (0, ""));
    for says in [
        "Hikvison Digital Tech: 1 hit",
        "designated by BIS (Entity List, 2019-10-09)",
        "listed as Hangzhou Hikvision Digital Technology Co., Ltd.",
        "why: ",
        "Acme Bakery GmbH: no hit",
        "screened against bundled (",
    ] {
        assert!(shown.out.contains(says), "{says:?} is not in {}", shown.out);
    }
    assert!(!shown.out.contains('\u{1b}'), "no colours where there is no terminal");
    assert!(run(["screen", "--color", "always", "Hikvision"]).out.contains('\u{1b}'));
}

#[test]
fn explain_shows_points_that_add_up() {
    let shown = run(["screen", "--explain", "Hikvison Digital Tech"]).out;
    let mut lines = shown.lines().skip_while(|line| !line.contains("evidence"));
    lines.next();
    let mut sum = 0.0;
    for line in lines {
        let mut words = line.split_whitespace();
        let points: f64 = words.next().unwrap().parse().unwrap();
        if words.next() == Some("score") {
            assert!((sum - points).abs() < 1e-9, "{shown}");
            return;
        }
        sum += points;
    }
    panic!("no score in {shown}");
}

#[test]
fn a_name_that_cannot_be_screened_does_not_keep_the_others() {
    let long = "x".repeat(100_000);
    let answers = run(["screen", "--format", "json", "", " -- ", &long, "Hikvision"]);
    assert_eq!(answers.code, 1);
    let json = answers.json();
    assert_eq!(json.len(), 4);
    assert!(json[..3].iter().all(|answer| answer["error"].is_string() && answer.get("hits").is_none()));
    assert_eq!(json[3]["hits"][0]["entity"]["id"], "hikvision");
    assert_eq!(answers.err.matches("error:").count(), 3);
    let shown = run(["screen", "...", "Hikvision"]);
    assert!(shown.code == 1 && shown.out.contains("not screened") && shown.out.contains("Hikvision: "));
}

#[test]
fn lists_of_your_own_take_the_place_of_the_bundled_one() {
    let folder = Folder::new();
    let list = folder.file("own.csv", OWN);
    let answers = run(["screen", "--list", &list, "--format", "json", "Acme Weapons", "Hikvision"]).json();
    assert_eq!((&answers[0]["hits"][0]["entity"]["id"], &answers[0]["lists"][0]["id"]), (&"1".into(), &"own".into()));
    assert_eq!(answers[1]["hits"].as_array().unwrap().len(), 0);
    let shown = run(["screen", "--list", &list, "Acme Weapons"]).out;
    assert!(shown.contains("names no authority") && shown.contains("listed as Acme Arms Ltd"), "{shown}");
}

#[test]
fn a_folder_is_read_and_what_is_no_list_is_said() {
    let folder = Folder::new();
    folder.file("own.csv", OWN);
    folder.file("README.md", "# Our lists\n");
    let answers = run(["screen", "--list", folder.path().to_str().unwrap(), "Acme Arms"]);
    assert!(answers.code == 0 && answers.out.contains("Acme Arms: 1 hit"), "{}", answers.out);
    assert!(answers.err.contains("README.md"), "{}", answers.err);
}

#[test]
fn a_mapping_reads_other_columns() {
    let folder = Folder::new();
    let list = folder.file("liste.csv", "Firma;Land\nAcme Arms GmbH;Iran\n");
    folder.file(
        "mapping.toml",
        "recognise.columns = [\"Firma\"]\n[list]\nid = \"watch\"\npublisher = \"Example Bank\"\n[fields]\nname = \"Firma\"\n",
    );
    let mappings = folder.path().to_str().unwrap();
    let answers = run(["screen", "--list", &list, "--mapping", mappings, "--format", "json", "Acme Arms"]);
    assert_eq!(answers.json()[0]["hits"][0]["list"], "watch", "{}", answers.err);
    run(["screen", "--list", &list, "Acme Arms"]).assert_refused("liste.csv");
}

#[test]
fn a_list_that_cannot_be_used_is_an_error() {
    let folder = Folder::new();
    let broken = folder.file("broken.csv", "id,kind,name,aliases\n1,organization,,\n2,person,Ivan Kalashnikov,\n");
    run(["screen", "--list", "no-such-file.csv", "Acme"]).assert_refused("no-such-file.csv");
    run(["screen", "--list", &folder.file("empty.csv", ""), "Acme"]).assert_refused("empty.csv");
    run(["screen", "--list", &folder.file("headed.csv", "id,kind,name,aliases\n"), "Acme"])
        .assert_refused("headed.csv");
    run(["screen", "--list", &broken, "Acme"]).assert_refused("line 2");
    run(["screen", "--list", &broken, "--mapping", "no-such.toml", "Acme"]).assert_refused("no-such.toml");
    let mapping = folder.file("map.toml", "recognise.columns = [\"Firma\"]\n[fields]\nname = \"Firma\"\n");
    run(["screen", "--mapping", &mapping, "Acme"]).assert_refused("--list");
    let lenient = run(["screen", "--lenient", "--list", &broken, "Ivan Kalashnikov"]);
    assert!(lenient.code == 0 && lenient.out.contains(": 1 hit"), "{}{}", lenient.out, lenient.err);
}

#[test]
fn what_is_known_beside_the_name_counts() {
    let folder = Folder::new();
    let list =
        folder.file("own.csv", "id,kind,name,birth_date,identifiers\n1,person,Ivan Petrov,1960-05-17,imo:9187629\n");
    let score = |more: &[&str]| {
        let base = ["screen", "--list", &list, "--format", "json", "--threshold", "0.01", "Petrov Ivan"];
        run(base.iter().chain(more)).json()[0]["hits"][0]["score"].as_f64().unwrap()
    };
    let alone = score(&[]);
    assert!(score(&["--born", "1960-05-17"]) >= alone);
    assert!(score(&["--born", "1990"]) < alone);
    assert!(score(&["--kind", "organization"]) < alone);
    let by_id = run(["screen", "--list", &list, "--format", "json", "--id", "imo:9187629", "Something Else"]).json();
    assert_eq!(by_id[0]["hits"][0]["entity"]["id"], "1");
}

#[test]
fn a_limit_says_what_it_hides() {
    let folder = Folder::new();
    let list = folder.file("own.csv", "id,kind,name\n1,organization,Acme Arms\n2,organization,Acme Arms\n");
    let answer = &run(["screen", "--list", &list, "--limit", "1", "--format", "json", "Acme Arms"]).json()[0];
    assert_eq!((answer["hits"].as_array().unwrap().len(), &answer["not_shown"]), (1, &1.into()));
    let shown = run(["screen", "--list", &list, "--limit", "1", "Acme Arms"]).out;
    assert!(shown.contains("Acme Arms: 2 hits") && shown.contains("1 more hit not shown"), "{shown}");
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let folder = Folder::new();
    let list = folder.file("own.csv", "id,kind,name\n1,organization,Acme\u{1b}[2JArms\n");
    let shown = run(["screen", "--list", &list, "Acme Arms", "Nobody\u{1b}[2J\u{202e}Here"]);
    assert!(!shown.out.contains('\u{1b}') && !shown.out.contains('\u{202e}'), "{:?}", shown.out);
}
