//! A file is replaced whole or not at all, also where the program is killed.

use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::Duration;
use std::{env, fs, thread};

use sanctions_screen::replace_file;

const PATH: &str = "REPLACE_FILE_TEST_PATH";
/// Long enough that writing it takes a while, and several calls.
const LENGTH: usize = 300_000;
const ROUNDS: u32 = 30;

/// The content of version `number`: one byte over and over, so that a part or a mixture shows.
fn version(number: u8) -> Vec<u8> {
    vec![number; LENGTH]
}

/// Which version the file holds; panics if it holds no whole one.
#[track_caller]
fn whole(path: &Path) -> u8 {
    let content = fs::read(path).unwrap();
    assert_eq!(content.len(), LENGTH, "a part of a file was found");
    assert!(content.iter().all(|byte| *byte == content[0]), "a mixture of two files was found");
    content[0]
}

/// Not a test of its own: the program that [`a_killed_program_leaves_the_old_file_or_the_new`] starts, and kills.
#[test]
#[ignore = "started by another test"]
fn writer() {
    let Some(path) = env::var_os(PATH) else { return };
    for number in (0..=u8::MAX).cycle() {
        replace_file(&path, |file| version(number).chunks(4096).try_for_each(|chunk| file.write_all(chunk))).unwrap();
    }
}

fn start_writer(path: &Path) -> Child {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "replace::writer", "--ignored"]).env(PATH, path);
    command.stdout(std::process::Stdio::null()).spawn().unwrap()
}

#[test]
fn a_killed_program_leaves_the_old_file_or_the_new() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.xml");
    fs::write(&path, version(0)).unwrap();
    for round in 0..ROUNDS {
        let before = whole(&path);
        let mut writer = start_writer(&path);
        // The writer is at work once the content changes. From then on it is killed at another moment in every round.
        while whole(&path) == before && writer.try_wait().unwrap().is_none() {}
        assert!(writer.try_wait().unwrap().is_none(), "the writer failed");
        thread::sleep(Duration::from_micros(u64::from(round) * 137));
        writer.kill().unwrap();
        writer.wait().unwrap();
        whole(&path);
    }
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().unwrap();
    let (path, link) = (folder.path().join("list.xml"), folder.path().join("current.xml"));
    let mode = |path: &PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    replace_file(&path, |file| file.write_all(b"1")).unwrap();
    let plain = folder.path().join("plain");
    fs::write(&plain, "").unwrap();
    assert_eq!(mode(&path), mode(&plain), "a new file has the permissions that any program gives it");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&path, &link).unwrap();
    replace_file(&link, |file| file.write_all(b"2")).unwrap();
    assert!(link.is_symlink());
    assert_eq!((fs::read(&path).unwrap().as_slice(), mode(&path)), (b"2".as_slice(), 0o640));
    // Not even while it is written may others read what they could not read before.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let part_mode = || {
        let entries = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
        mode(&entries.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "part")).unwrap())
    };
    replace_file(&path, |file| {
        assert_eq!(part_mode(), 0o600);
        file.write_all(b"3")
    })
    .unwrap();
    // A link to a file that is not there yet makes it there.
    fs::remove_file(&path).unwrap();
    replace_file(&link, |file| file.write_all(b"4")).unwrap();
    assert!(link.is_symlink());
    assert_eq!(fs::read(&path).unwrap(), b"4");
    // A link in another folder, relative to that folder.
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).unwrap();
    symlink("../absent.xml", inner.join("relative.xml")).unwrap();
    replace_file(inner.join("relative.xml"), |file| file.write_all(b"5")).unwrap();
    assert_eq!(fs::read(folder.path().join("absent.xml")).unwrap(), b"5");
    symlink(folder.path().join("round"), folder.path().join("round")).unwrap();
    assert!(replace_file(folder.path().join("round"), |_| Ok(())).is_err());
}

/// As an administrator, one would replace the system's device.
#[cfg(target_os = "linux")]
#[test]
fn what_is_no_file_is_not_replaced() {
    let error = replace_file("/dev/null", |file| file.write_all(b"1")).unwrap_err();
    assert!(error.to_string().contains("/dev/null is no file"), "{error}");
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
    let folder = tempfile::tempdir().unwrap();
    assert!(replace_file(folder.path(), |file| file.write_all(b"1")).is_err());
}

#[test]
fn a_failure_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.xml");
    let failed = replace_file(&path, |file| {
        file.write_all(&version(1))?;
        Err(std::io::Error::other("cut off"))
    });
    assert_eq!(failed.unwrap_err().to_string(), "cut off");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    assert!(replace_file(folder.path().join("absent/list.xml"), |_| Ok(())).is_err());
}
