//! The real binary, run as a user runs it.

// Test files are small, and read best where each row is written out.
#![allow(clippy::format_push_string, clippy::format_collect)]

mod batch;
mod compare;
mod contract;
mod decisions;
mod evaluate;
mod fetch;
mod lists;
mod screen;
mod serve;
mod snapshot;
mod worked_examples;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// What a run gave.
struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Run {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code().expect("the program ends by itself"),
            out: String::from_utf8(output.stdout).expect("the output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("messages are UTF-8"),
        }
    }

    /// The lines of output, each as JSON.
    fn json(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect("every line is whole JSON")).collect()
    }

    /// Nothing was answered, and one error says why.
    fn assert_refused(&self, says: &str) {
        assert_eq!((self.code, self.out.as_str()), (2, ""), "{}", self.err);
        assert_eq!(self.err.matches("error:").count(), 1, "{}", self.err);
        assert!(self.err.contains(says), "{:?} is not in {:?}", says, self.err);
        assert!(!self.err.contains("panicked"));
    }
}

fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sanctions-screen"));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

fn run<S: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = S>) -> Run {
    Run::of(command().args(arguments).stdin(Stdio::null()).output().expect("the binary runs"))
}

fn run_with_input(arguments: &[&str], input: &[u8]) -> Run {
    let mut child = command()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut stdin = child.stdin.take().expect("it was piped");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || {
        // The program may stop reading early, which is its right.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the writer ends");
    Run::of(output)
}

/// A folder of files that goes when the test ends.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("there is room for temporary files"))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path: PathBuf = self.path().join(name);
        std::fs::write(&path, content).expect("the file is written");
        path.display().to_string()
    }
}

/// A bank's own list of two entities.
const OWN: &str = "id,kind,name,aliases,countries\n\
    1,organization,Acme Arms Ltd,Acme Weapons,IR\n\
    2,person,Ivan Ivanovich Kalashnikov,,RU\n";

#[test]
fn help_has_examples_and_exit_codes() {
    for arguments in [
        vec!["--help"],
        vec!["screen", "--help"],
        vec!["batch", "--help"],
        vec!["lists", "--help"],
        vec!["evaluate", "--help"],
        vec!["compare", "--help"],
        vec!["why", "--help"],
        vec!["journal", "--help"],
        vec!["journal", "verify", "--help"],
        vec!["replay", "--help"],
        vec!["clear", "--help"],
        vec!["rescreen", "--help"],
    ] {
        let help = run(&arguments);
        assert_eq!(help.code, 0);
        assert!(help.out.contains("Examples:") && help.out.contains("Exit code:"), "{arguments:?}: {}", help.out);
    }
}

#[test]
fn bad_usage_is_one_error_and_code_two() {
    for (arguments, says) in [
        (vec!["screen"], "NAME"),
        (vec!["nonsense"], "nonsense"),
        (vec!["screen", "--threshold", "0", "Acme"], "above 0"),
        (vec!["screen", "--threshold", "1.5", "Acme"], "at most 1"),
        (vec!["screen", "--threshold", "NaN", "Acme"], "at most 1"),
        (vec!["screen", "--kind", "ghost", "Acme"], "ghost"),
        (vec!["screen", "--country", "Atlantis", "Acme"], "Atlantis"),
        (vec!["screen", "--born", "31.12.1960", "Acme"], "YYYY-MM-DD"),
        (vec!["screen", "--limit", "0", "Acme"], "0"),
        (vec!["batch", "--threads", "0", "x.csv"], "0"),
    ] {
        run(&arguments).assert_refused(says);
    }
}
