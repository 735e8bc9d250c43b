//! The pages show what the program says: each `compare` of `docs/` and the README is run and compared.
//!
//! After a change that is meant, `UPDATE_EXAMPLES=1 cargo test -p sanctions-screen-cli worked_examples` writes the
//! pages anew; read the difference before it is committed.

use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn pages_show_what_the_program_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut pages: Vec<PathBuf> =
        std::fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.push(root.join("README.md"));
    pages.retain(|page| page.extension().is_some_and(|extension| extension == "md"));
    pages.sort();
    let mut run = 0;
    let mut drifted = Vec::new();
    for page in pages {
        let text = std::fs::read_to_string(&page).unwrap();
        let renewed = with_answers(&text, &root, &mut run);
        if renewed == text {
            continue;
        }
        if std::env::var_os("UPDATE_EXAMPLES").is_some() {
            std::fs::write(&page, renewed).unwrap();
        } else {
            let line = text.lines().zip(renewed.lines()).position(|(old, new)| old != new).unwrap_or(0);
            drifted.push(format!("{} line {}", page.display(), line + 1));
        }
    }
    assert!(run >= 10, "only {run} examples were found; has their form changed?");
    assert!(
        drifted.is_empty(),
        "the program says something else today: {drifted:#?}\nUPDATE_EXAMPLES=1 writes them anew"
    );
}

/// The page with each example's answer as it is today.
fn with_answers(text: &str, root: &Path, run: &mut usize) -> String {
    let mut renewed = String::new();
    let mut lines = text.split_inclusive('\n');
    while let Some(line) = lines.next() {
        renewed.push_str(line);
        let Some(arguments) = line.strip_prefix("$ sanctions-screen ").map(words) else { continue };
        // The answers of other commands are cut on the pages.
        if arguments.first().is_none_or(|command| command != "compare") {
            continue;
        }
        let answer = Command::new(env!("CARGO_BIN_EXE_sanctions-screen"))
            .args(&arguments)
            .current_dir(root)
            .output()
            .expect("the program runs");
        renewed.push_str(&String::from_utf8(answer.stdout).unwrap());
        *run += 1;
        // What the page showed so far ends with the block, or with the next command.
        for old in lines.by_ref() {
            if old.starts_with("```") {
                renewed.push_str(old);
                break;
            }
        }
    }
    renewed
}

/// The words of a command line; what stands between double quotes is one.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in line.trim_end().split('"').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}
