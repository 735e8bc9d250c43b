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

/// Each program is killed while the new snapshot is written, or, where the machine was quicker, after that.
#[test]
fn a_killed_program_leaves_the_old_snapshot_or_the_new() {
    let folder = tempfile::tempdir().unwrap();
    let (list, snapshot) = written(folder.path());
    let old = fs::read(&snapshot).unwrap();
    let more: String = (3..2_000).map(|id| format!("{id},organization,Acme Works {id},Zenith {id}\n")).collect();
    fs::write(&list, format!("{LIST}{more}")).unwrap();
    let start = || -> Child {
        let mut command = command();
        command.args(["snapshot", &list, "--output", &snapshot]).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    };
    assert!(start().wait().unwrap().success());
    let new = fs::read(&snapshot).unwrap();
    assert!(new != old);
    let part = || {
        let entries = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
        entries.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "part"))
    };
    let mut halves = 0;
    for round in 0..20 {
        fs::write(&snapshot, &old).unwrap();
        let mut program = start();
        while part().is_none() && program.try_wait().unwrap().is_none() {}
        std::thread::sleep(Duration::from_micros(round * 97));
        // It may have ended by now.
        let _ = program.kill();
        program.wait().unwrap();
        let found = fs::read(&snapshot).unwrap();
        assert!(found == old || found == new, "a part of a file was found in round {round}");
        // What a killed program leaves beside it is never read.
        if let Some(part) = part() {
            halves += usize::from(found == old && fs::read(&part).unwrap() != new);
            fs::remove_file(part).unwrap();
        }
    }
    assert!(halves > 0, "no program was killed while it wrote");
    assert_eq!(run(["screen", "--snapshot", &snapshot, "Acme Weapons"]).code, 0);
}
