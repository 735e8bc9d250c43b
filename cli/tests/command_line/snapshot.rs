//! `snapshot` writes what `--snapshot` reads.

use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use super::{command, run};

const LIST: &str = "id,kind,name,aliases\n\
                    1,organization,Acme Arms Ltd,Acme Weapons\n\
                    2,person,\"IVANOV, Pyotr Sergeyevich\",Pyotr Ivanov\n";

fn written(folder: &Path) -> (String, String) {
    let (list, snapshot) = (folder.join("own.csv"), folder.join("own.snapshot"));
    fs::write(&list, LIST).unwrap();
    let [list, snapshot] = [list, snapshot].map(|path| path.display().to_string());
    let done = run(["snapshot", &list, "--output", &snapshot]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert_eq!(done.out, format!("{snapshot}: 1 list with 2 entities and 4 names\n"));
    (list, snapshot)
}

#[test]
fn a_snapshot_answers_as_its_lists_do() {
    let folder = tempfile::tempdir().unwrap();
    let (list, snapshot) = written(folder.path());
    let names = folder.path().join("names.csv");
    fs::write(&names, "name\nPyotr Ivanov\nAcme Bakery\n").unwrap();
    let names = names.display().to_string();
    for rest in [
        &["screen", "--explain", "--threshold", "0.5", "Acme Army", "Пётр Иванов"][..],
        &["screen", "--format", "json", "ACME WEAPONS"],
        &["why", "Acme Bakery", "1"],
        &["batch", &names],
    ] {
        let with = |option, path| run([&rest[..1], &[option, path], &rest[1..]].concat());
        let (expected, found) = (with("--list", list.as_str()), with("--snapshot", snapshot.as_str()));
        assert_eq!((found.code, &found.out), (0, &expected.out), "{rest:?}: {}", found.err);
    }
}

#[test]
fn a_snapshot_stands_for_all_lists() {
    let folder = tempfile::tempdir().unwrap();
    let (list, snapshot) = written(folder.path());
    let both = run(["screen", "--list", &list, "--snapshot", &snapshot, "Acme"]);
    both.assert_refused("cannot be used with");
}

#[test]
fn a_damaged_snapshot_is_refused_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let (list, snapshot) = written(folder.path());
    let whole = fs::read(&snapshot).unwrap();
    fs::write(&snapshot, &whole[..whole.len() - 9]).unwrap();
    run(["screen", "--snapshot", &snapshot, "Acme"]).assert_refused("the snapshot is cut off; write it again");
    let mut damaged = whole;
    let middle = damaged.len() / 2;
    damaged[middle] ^= 4;
    fs::write(&snapshot, damaged).unwrap();
    run(["screen", "--snapshot", &snapshot, "Acme"]).assert_refused("damaged");
    run(["screen", "--snapshot", &list, "Acme"]).assert_refused("it is no snapshot");
    run(["screen", "--snapshot", "absent", "Acme"]).assert_refused("absent: cannot be read");
}

#[test]
fn a_list_that_is_not_read_leaves_the_snapshot_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (list, snapshot) = written(folder.path());
    let before = fs::read(&snapshot).unwrap();
    fs::write(&list, "id,kind,name\n1,nonsense,\n").unwrap();
    run(["snapshot", &list, "--output", &snapshot]).assert_refused("own.csv");
    assert!(fs::read(&snapshot).unwrap() == before);
}

#[test]
fn a_killed_program_leaves_the_old_snapshot_or_the_new() {
    let folder = tempfile::tempdir().unwrap();
    let (list, snapshot) = written(folder.path());
    let old = fs::read(&snapshot).unwrap();
    fs::write(&list, format!("{LIST}3,person,Ann Other,\n")).unwrap();
    let start = || -> Child {
        let mut command = command();
        command.args(["snapshot", &list, "--output", &snapshot]).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    };
    // How long it takes where nobody kills it.
    let started = std::time::Instant::now();
    assert!(start().wait().unwrap().success());
    let takes = started.elapsed();
    let new = fs::read(&snapshot).unwrap();
    assert!(new != old);
    fs::write(&snapshot, &old).unwrap();
    for round in 1..=10 {
        let mut program = start();
        std::thread::sleep(Duration::min(takes * round / 9, Duration::from_secs(2)));
        // Killed on the way, or after it was done.
        let _ = program.kill();
        program.wait().unwrap();
        let found = fs::read(&snapshot).unwrap();
        assert!(found == old || found == new, "a part of a file was found in round {round}");
    }
}
