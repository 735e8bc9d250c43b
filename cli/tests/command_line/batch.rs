//! `batch`.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;

use serde_json::Value;

use crate::{Folder, OWN, command, run, run_with_input};

/// Rows enough to fill several rounds of all threads, some of which hit and some of which are broken.
fn many_rows() -> String {
    let mut csv = String::from("key,name\n");
    for row in 1..=3000 {
        match row % 10 {
            3 => csv.push_str(&format!("k{row},Hikvision Digital Technology {row}\n")),
            6 => csv.push_str(&format!("k{row},\n")),
            9 => csv.push_str(&format!("k{row},one,too many\n")),
            _ => csv.push_str(&format!("k{row},Bakery of Hamlet {row}\n")),
        }
    }
    csv
}

#[test]
fn rows_come_out_in_their_order_whatever_the_threads() {
    let folder = Folder::new();
    let file = folder.file("rows.csv", many_rows());
    let one = run(["batch", &file, "--threads", "1"]);
    let three = run(["batch", &file, "--threads", "3"]);
    assert_eq!((one.code, three.code), (1, 1));
    assert!(one.out == three.out, "the answer depends on the number of threads");
    let answers = one.json();
    assert_eq!(answers.len(), 3000);
    for (index, answer) in answers.iter().enumerate() {
        assert_eq!(answer["row"], index + 1);
        match (index + 1) % 10 {
            6 | 9 => assert!(answer["error"].is_string() && answer.get("hits").is_none(), "{answer}"),
            3 => assert_eq!(answer["hits"][0]["entity"]["id"], "hikvision"),
            _ => assert_eq!(answer["hits"], Value::Array(Vec::new())),
        }
    }
    assert!(
        one.err.contains("screened 2,400 rows") && one.err.contains("600 rows could not be screened"),
        "{}",
        one.err
    );
    assert!(one.err.contains("against bundled ("), "{}", one.err);
}

#[test]
fn only_hits_leaves_out_what_is_clear_and_nothing_else() {
    let folder = Folder::new();
    let file = folder.file("rows.csv", many_rows());
    let all = run(["batch", &file]).json();
    let some = run(["batch", &file, "--only-hits"]).json();
    let kept: Vec<Value> =
        all.into_iter().filter(|answer| answer["hits"].as_array().is_none_or(|hits| !hits.is_empty())).collect();
    assert_eq!(some, kept);
    assert_eq!(some.len(), 900);
}

#[test]
fn columns_are_guessed_chosen_and_joined() {
    let folder = Folder::new();
    let list = folder.file("own.csv", OWN);
    let name = |content: &str, more: &[&str]| {
        let file = folder.file("rows.csv", content);
        let base = ["batch", "--list", &list, &file];
        let run = run(base.iter().chain(more));
        assert_eq!(run.code, 0, "{}", run.err);
        let answer = run.json().remove(0);
        assert_eq!(answer["hits"].as_array().unwrap().len(), 1, "{answer}");
        answer["name"].as_str().unwrap().to_owned()
    };
    assert_eq!(name("id;Legal_Name\n1;Acme, Arms\n", &[]), "Acme, Arms");
    assert_eq!(name("\u{feff}Full Name\tnote\nAcme Arms\tx\n", &[]), "Acme Arms");
    assert_eq!(name("name,alias\nNobody,Acme Arms\n", &["--column", "alias"]), "Acme Arms");
    let joined = name("first,last\nIvan,Kalashnikov\n", &["--column", "first", "--column", "last"]);
    assert_eq!(joined, "Ivan Kalashnikov");
    assert_eq!(name("name\n\"Acme\nArms\"\n", &[]), "Acme\nArms");
    assert_eq!(name("{\"company\":\"Acme Arms\",\"id\":7}\n", &[]), "Acme Arms");
}

#[test]
fn columns_beside_the_name_are_used_or_said_not_to_be() {
    let folder = Folder::new();
    let list = folder.file("own.csv", "id,kind,name,birth_date\n1,person,Ivan Petrov,1960-05-17\n");
    let file = folder.file(
        "rows.csv",
        "nr,name,born,cc\nA,Petrov Ivan,1990,\nB,Petrov Ivan,1960-05-17,\nC,Petrov Ivan,soon,Atlantis\n",
    );
    let columns = ["--key-column", "nr", "--born-column", "born", "--country-column", "cc"];
    let run = run(["batch", "--list", &list, &file, "--threshold", "0.05"].iter().chain(&columns));
    let answers = run.json();
    let score = |row: usize| answers[row]["hits"][0]["score"].as_f64().unwrap();
    assert!(score(0) < score(2) && score(2) <= score(1));
    assert_eq!((&answers[0]["key"], &answers[2]["key"]), (&"A".into(), &"C".into()));
    assert_eq!(answers[2]["warnings"].as_array().unwrap().len(), 2);
    assert!(answers[0].get("warnings").is_none());
    assert_eq!(run.code, 1, "what could not be used is no success");
}

#[test]
fn json_lines_are_answered_in_place() {
    let input = "{\"name\":\"Hikvision\"}\n\n{\"nome\":\"x\"}\n{broken\n{\"name\":[\"Acme\"]}\n{\"name\":{}}\n{\"name\":null}\n";
    let answers = run_with_input(&["batch", "-"], input.as_bytes());
    assert_eq!(answers.code, 1);
    let answers = answers.json();
    assert_eq!(answers.len(), 6, "a blank line is no row");
    assert_eq!(answers[0]["hits"][0]["entity"]["id"], "hikvision");
    assert_eq!(answers[3]["name"], "Acme");
    for row in [1, 2, 4, 5] {
        assert!(answers[row]["error"].is_string(), "{}", answers[row]);
    }
}

#[test]
fn in_a_file_of_names_alone_an_empty_line_is_a_row() {
    for ending in ["\n", "\r\n"] {
        let input = ["name", "Hikvision", "", "Acme", "\"two\nlines\"", "Bakery", "", ""].join(ending);
        let answers = run_with_input(&["batch", "-"], input.as_bytes());
        let rows: Vec<(u64, Option<String>)> = answers
            .json()
            .iter()
            .map(|answer| {
                let name = answer.get("hits").and_then(|_| answer["name"].as_str());
                (answer["row"].as_u64().unwrap(), name.map(str::to_owned))
            })
            .collect();
        let name = |name: &str| Some(name.to_owned());
        assert_eq!(
            rows,
            [(1, name("Hikvision")), (2, None), (3, name("Acme")), (4, name("two\nlines")), (5, name("Bakery"))]
        );
    }
}

#[test]
fn csv_has_a_line_for_each_hit_and_each_refusal() {
    let run =
        run_with_input(&["batch", "-", "--format", "csv"], b"name,x\n\"Hikvision \"\"HK\"\", Ltd\",1\n,2\nBakery,3\n");
    let mut reader = csv::Reader::from_reader(run.out.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|record| record.unwrap()).collect();
    assert_eq!(rows.len(), 3);
    assert_eq!((&rows[0][0], &rows[0][2], &rows[0][5]), ("1", "Hikvision \"HK\", Ltd", "hikvision"));
    assert!(rows[0][9].starts_with("designated by BIS") && rows[0][10].contains('='));
    assert!(rows.iter().all(|row| row[11].is_empty()), "there are no exceptions");
    assert!(!rows[1][12].is_empty() && rows[2][3].is_empty() && rows[2][12].is_empty());
}

#[test]
fn gzip_is_read_and_a_torn_one_is_an_error_after_what_was_whole() {
    let folder = Folder::new();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    let rows: String = (0..20_000).map(|row| format!("Bakery of Hamlet {}\n", row * 7919 % 20_011)).collect();
    encoder.write_all(format!("name\n{rows}").as_bytes()).unwrap();
    let bytes = encoder.finish().unwrap();
    let whole = run(["batch", &folder.file("rows.csv.gz", &bytes)]);
    assert_eq!((whole.code, whole.out.lines().count()), (0, 20_000), "{}", whole.err);
    let torn = run(["batch", &folder.file("torn.csv.gz", &bytes[..bytes.len() / 2])]);
    assert_eq!(torn.code, 2);
    assert!(torn.err.contains("torn.csv.gz") && torn.err.contains("not screened"), "{}", torn.err);
    let answers = torn.json();
    assert!(!answers.is_empty() && answers.len() < 20_000);
    assert_eq!(answers.last().unwrap()["row"], answers.len());
}

#[test]
fn files_that_cannot_be_used_are_errors() {
    let folder = Folder::new();
    run(["batch", "no-such.csv"]).assert_refused("no-such.csv");
    run(["batch", folder.path().to_str().unwrap()]).assert_refused("folder");
    run(["batch", &folder.file("empty.csv", "\n \n")]).assert_refused("is empty");
    run(["batch", &folder.file("utf16.csv", b"\xff\xfen\0")]).assert_refused("UTF-8");
    run(["batch", &folder.file("array.json", "[{\"name\":\"x\"}]")]).assert_refused("one JSON object a line");
    run(["batch", &folder.file("a.csv", "colour,size\nred,1\n")]).assert_refused("colour, size");
    run(["batch", &folder.file("b.csv", "name\nx\n"), "--column", "nome"]).assert_refused("nome");
    run(["batch", &folder.file("c.csv", "name\nx\n"), "--list", "no-list"]).assert_refused("no-list");
}

#[test]
fn a_row_without_end_is_refused_with_bounded_memory() {
    let mut input = b"name,x\nHikvision,1\n\"".to_vec();
    input.extend(std::iter::repeat_n(b'x', 8 << 20));
    let run = run_with_input(&["batch", "-"], &input);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("after row 1") && run.err.contains("quote"), "{}", run.err);
    assert_eq!(run.json()[0]["hits"][0]["entity"]["id"], "hikvision");
}

#[test]
fn bytes_that_are_no_text_are_told_in_their_row() {
    let answers = run_with_input(&["batch", "-"], b"name,x\nHik\xff,1\nHikvision,2\n").json();
    assert!(answers[0]["error"].as_str().unwrap().contains("UTF-8"));
    assert_eq!(answers[1]["hits"][0]["entity"]["id"], "hikvision");
}

#[test]
fn a_closed_pipe_ends_quietly_after_a_whole_line() {
    let folder = Folder::new();
    let rows: String = (0..60_000).map(|row| format!("Bakery of Hamlet {row}\n")).collect();
    let file = folder.file("rows.csv", format!("name\n{rows}"));
    let mut child =
        command().args(["batch", &file]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    drop(reader);
    assert_eq!(serde_json::from_str::<Value>(&line).unwrap()["row"], 1);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(141));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
