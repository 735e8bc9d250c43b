//! `lists`.

use crate::{Folder, OWN, run};

const OFAC: &str =
    "306,\"BANCO NACIONAL DE CUBA\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"a.k.a. 'BNC'.\"\r\n";
const OFAC_ALIASES: &str = "306,220,\"aka\",\"NATIONAL BANK OF CUBA\",-0- \r\n";

/// An own list, another with a broken record, one that is torn, one that needs a mapping, and what is no list.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.file("own.csv", OWN);
    folder.file("odd.csv", "id,kind,name,aliases\n1,organization,,\n2,person,Иван Калашников,\n");
    folder.file(
        "torn.xml",
        "<?xml version=\"1.0\"?>\n<CONSOLIDATED_LIST dateGenerated=\"2025-01-01\"><INDIVIDUALS><INDIVIDUAL>",
    );
    folder.file("liste.csv", "Firma;Land\nAcme Arms GmbH;Iran\n");
    folder.file("README.md", "# Our lists\n");
    // The mark at the end of an official file says that it is whole.
    folder.file("sdn.csv", format!("{OFAC}\u{1a}"));
    folder.file("alt.csv", format!("{OFAC_ALIASES}\u{1a}"));
    folder
}

#[test]
fn everything_in_a_folder_is_read_skipped_or_told() {
    let folder = folder();
    let run = run(["lists", folder.path().to_str().unwrap(), "--format", "json"]);
    assert_eq!(run.code, 1, "{}", run.err);
    let listing = &run.json()[0];
    let names = |key: &str| -> Vec<String> {
        let files = listing[key].as_array().unwrap().iter();
        files.map(|file| file["path"].as_str().unwrap().rsplit(['/', '\\']).next().unwrap().to_owned()).collect()
    };
    assert_eq!(names("lists"), ["odd.csv", "own.csv", "sdn.csv"]);
    assert_eq!(names("errors"), ["torn.xml"]);
    assert_eq!(names("skipped"), ["README.md", "liste.csv"], "alt.csv is a part of sdn.csv");
    let [odd, own, sdn] = [0, 1, 2].map(|index| &listing["lists"][index]);
    assert_eq!(
        (&odd["records_left_out"], &odd["entities"], &odd["scripts"]["Cyrillic"]),
        (&1.into(), &1.into(), &1.into())
    );
    assert!(odd["problems"][0]["reason"].is_string());
    assert_eq!((&own["names"], &own["scripts"]["Latin"], &own["designated"]), (&3.into(), &3.into(), &0.into()));
    assert_eq!((&sdn["publisher"], sdn["files"].as_array().unwrap().len()), (&"OFAC".into(), 2));
    assert_eq!(own["sha256"].as_str().unwrap().len(), 64);
    let reason = |index: usize| listing["skipped"][index]["reason"].as_str().unwrap();
    assert!(reason(1).contains("mapping") && !reason(0).contains("mapping"));
}

#[test]
fn text_tells_the_same() {
    let folder = folder();
    let shown = run(["lists", folder.path().to_str().unwrap()]).out;
    for says in ["own.csv", "left out", "not readable", "torn.xml", "skipped", "--mapping", "3 lists:", "alt.csv"] {
        assert!(shown.contains(says), "{says:?} is not in {shown}");
    }
}

#[test]
fn strict_refuses_what_is_left_out_otherwise() {
    let folder = Folder::new();
    let odd = folder.file("odd.csv", "id,kind,name,aliases\n1,organization,,\n2,person,Ivan Kalashnikov,\n");
    assert_eq!(run(["lists", &odd]).code, 0);
    let strict = run(["lists", "--strict", &odd]);
    assert!(strict.code == 1 && strict.out.contains("line 2"), "{}", strict.out);
}

#[test]
fn the_report_shows_every_problem() {
    let folder = Folder::new();
    let rows: String = (1..=9).map(|row| format!("{row},organization,,\n")).collect();
    let odd = folder.file("odd.csv", format!("id,kind,name,aliases\n{rows}10,person,Ivan Kalashnikov,\n"));
    let few = run(["lists", &odd]).out;
    assert!(few.contains("9 records") && few.contains("and 6 more") && !few.contains("line 9"), "{few}");
    let all = run(["lists", "--report", &odd]).out;
    assert!((2..=10).all(|line| all.contains(&format!("line {line},"))), "{all}");
}

#[test]
fn a_mapping_reads_what_was_skipped() {
    let folder = folder();
    let mapping = folder
        .file("map.toml", "recognise.columns = [\"Firma\"]\n[list]\nid = \"watch\"\n[fields]\nname = \"Firma\"\n");
    let list = folder.path().join("liste.csv").display().to_string();
    let unmapped = run(["lists", &list]);
    assert!(unmapped.code == 1 && unmapped.out.contains("--mapping"), "a file that was named must be a list");
    let mapped = run(["lists", &list, "--mapping", &mapping]);
    assert!(mapped.code == 0 && mapped.out.starts_with("watch"), "{}", mapped.out);
}

#[test]
fn a_path_that_is_not_there_is_a_mistake() {
    run(["lists", "no-such-folder"]).assert_refused("no-such-folder");
}

#[test]
fn a_folder_without_a_list_is_no_success() {
    let folder = Folder::new();
    folder.file("README.md", "# Nothing here\n");
    let run = run(["lists", folder.path().to_str().unwrap()]);
    assert!(run.code == 1 && run.out.contains("0 lists"), "{}", run.out);
    crate::run(["screen", "--list", folder.path().to_str().unwrap(), "Acme"]).assert_refused("no list");
}

/// Twenty entities, and the same without the last half.
fn versions() -> (Folder, String, String, String) {
    let folder = Folder::new();
    let rows: Vec<String> = (1..=20).map(|row| format!("{row},person,Person {row},Alias {row}\n")).collect();
    let table = |rows: &[String]| format!("id,kind,name,aliases\n{}", rows.concat());
    let before = folder.file("before.csv", table(&rows));
    let cut = folder.file("cut.csv", table(&rows[..10]));
    let good = folder.file("good.csv", table(&rows).replace("Alias 7", "Alias 8"));
    (folder, before, cut, good)
}

#[test]
fn a_good_update_is_accepted_and_a_cut_one_is_not() {
    let (folder, before, cut, good) = versions();
    let accepted = run(["lists", &good, "--against", &before]);
    assert_eq!(accepted.code, 0, "{}{}", accepted.out, accepted.err);
    assert!(accepted.out.contains("- alias: Alias 7") && accepted.out.contains("  accepted"), "{}", accepted.out);

    let refused = run(["lists", &cut, "--against", &before]);
    assert_eq!(refused.code, 3, "{}", refused.err);
    assert!(
        refused.out.contains("10 of 20 entities are gone") && refused.out.contains("NOT accepted"),
        "{}",
        refused.out
    );
    assert!(
        refused.out.contains("and 5 more")
            && !run(["lists", "--report", &cut, "--against", &before]).out.contains("and 5 more")
    );

    let json = &run(["lists", &cut, "--against", &before, "--format", "json"]).json()[0]["against"];
    assert_eq!((&json["accepted"], &json["lists"][0]["accepted"]), (&false.into(), &false.into()));
    assert_eq!(json["lists"][0]["findings"][0]["concern"], "removed");
    assert_eq!(json["lists"][0]["drift"]["removed"].as_array().unwrap().len(), 10);

    let policy = folder.file("policy.toml", "removed_percent = 60\nnames_fall_percent = 60\n");
    assert_eq!(run(["lists", &cut, "--against", &before, "--policy", &policy]).code, 0);
    let wrong = folder.file("wrong.toml", "removed = 60\n");
    run(["lists", &cut, "--against", &before, "--policy", &wrong]).assert_refused("removed");
    run(["lists", &cut, "--against", "nowhere"]).assert_refused("nowhere");
}

#[test]
fn a_list_that_is_no_longer_there_is_a_refusal() {
    let folder = folder();
    let alone = Folder::new();
    let own = alone.file("own.csv", OWN);
    let gone = run(["lists", &own, "--against", folder.path().to_str().unwrap()]);
    assert_eq!(gone.code, 2, "a list of before that cannot be read is a mistake: {}", gone.out);
    let before = Folder::new();
    before.file("own.csv", OWN);
    before.file("sdn.csv", format!("{OFAC}\u{1a}"));
    let gone = run(["lists", &own, "--against", before.path().to_str().unwrap()]);
    assert!(gone.code == 3 && gone.out.contains("ofac-sdn: was there before"), "{} {}", gone.code, gone.out);
}
