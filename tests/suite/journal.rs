//! A journal shows whatever was done to it, and loses nothing that it took.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use sanctions_screen::journal::{Fault, Journal, JournalError, Sync};
use sanctions_screen::{DecisionRecord, Entity, Kind, List, Query, Screener};
use tempfile::TempDir;

fn records(count: usize) -> Vec<DecisionRecord> {
    let list = List::from_entities("own", "Bank", vec![Entity::new("1", Kind::Organization, "Acme Arms")]).unwrap();
    let screener = Screener::builder().list(list).build().unwrap();
    (0..count)
        .map(|index| {
            let name = if index % 2 == 0 { format!("Acme Arms {index}\n\"") } else { format!("Хлеб {index}") };
            let at = format!("2026-11-24T09:30:{:02}Z", index % 60);
            DecisionRecord::new(&screener, &Query::new(name).unwrap()).with_time(at.parse().unwrap())
        })
        .collect()
}

/// A journal of so many records, its bytes, and the folder that it goes with.
fn journal(count: usize) -> (TempDir, PathBuf, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("decisions.jsonl");
    let mut journal = Journal::open(&path, Sync::OnCall).unwrap();
    for record in records(count) {
        journal.append(&record).unwrap();
    }
    journal.sync().unwrap();
    drop(journal);
    let bytes = fs::read(&path).unwrap();
    (folder, path, bytes)
}

#[test]
fn the_text_of_a_journal_is_what_appending_writes() {
    let (_folder, _, bytes) = journal(5);
    assert_eq!(sanctions_screen::journal::text(&records(5)).into_bytes(), bytes);
}

/// The line that an error names.
fn broken_line(error: &JournalError) -> (u64, Option<&Fault>) {
    match error {
        JournalError::Broken { line, fault, .. } => (*line, Some(fault)),
        JournalError::Torn { line, .. } => (*line, None),
        other => panic!("{other}"),
    }
}

fn verify(path: &Path) -> Option<(u64, Option<Fault>)> {
    let error = Journal::verify(path).err()?;
    let (line, fault) = broken_line(&error);
    assert!(error.to_string().contains(&format!("line {line}")), "{error}");
    Some((line, fault.cloned()))
}

#[test]
fn what_is_written_is_read_and_written_on() {
    let (_folder, path, _) = journal(3);
    let mut journal = Journal::open(&path, Sync::EveryRecord).unwrap();
    assert_eq!((journal.records(), journal.repaired()), (3, None));
    let fourth = &records(4)[3];
    let entry = journal.append(fourth).unwrap();
    assert_eq!((entry.sequence, &entry.record().unwrap()), (4, fourth));
    assert_eq!(journal.head(), Some(entry.hash.as_str()));
    drop(journal);

    let read: Vec<_> = Journal::read(&path).unwrap().map(|entry| entry.unwrap().record().unwrap()).collect();
    assert_eq!(read, records(4));
    let report = Journal::verify(&path).unwrap();
    assert_eq!((report.records, report.head), (4, Some(entry.hash)));
    assert_eq!(report.last_at, fourth.at);
}

#[test]
fn chain_can_be_followed_without_this_crate() {
    use sha2::{Digest as _, Sha256};
    let (_folder, _, bytes) = journal(3);
    let mut previous = "0".repeat(64);
    for line in String::from_utf8(bytes).unwrap().lines() {
        let record = line.split_once("\"record\":").unwrap().1.rsplit_once(",\"sequence\":").unwrap().0;
        let digest = Sha256::digest(previous.clone() + record);
        let hash = digest.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!((&value["hash"], &value["previous"]), (&hash.clone().into(), &previous.into()));
        assert_eq!(sanctions_screen::canonical::to_string(&value).unwrap(), line);
        previous = hash;
    }
}

#[test]
fn one_process_writes_at_a_time() {
    let (_folder, path, _) = journal(1);
    let first = Journal::open(&path, Sync::OnCall).unwrap();
    assert!(matches!(Journal::open(&path, Sync::OnCall), Err(JournalError::Locked { .. })));
    drop(first);
    assert!(Journal::open(&path, Sync::OnCall).is_ok());
}

/// Every place at which a crash could have cut the last line.
#[test]
fn torn_tail_is_kept_beside_and_the_rest_goes_on() {
    let (_folder, path, bytes) = journal(3);
    let two = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(1).unwrap().0 + 1;
    for cut in (two + 1..bytes.len() - 1).step_by(7).chain([bytes.len() - 2]) {
        fs::write(&path, &bytes[..cut]).unwrap();
        assert_eq!(verify(&path), Some((3, None)), "{cut}");
        assert_eq!(fs::read(&path).unwrap().len(), cut, "verify changes nothing");
        let mut journal = Journal::open(&path, Sync::OnCall).unwrap();
        let repair = journal.repaired().unwrap().clone();
        assert_eq!((repair.line, repair.bytes), (3, (cut - two) as u64));
        assert_eq!(fs::read(&repair.kept_in).unwrap(), &bytes[two..cut], "every byte is kept");
        journal.append(&records(3)[2]).unwrap();
        drop(journal);
        assert_eq!(fs::read(&path).unwrap(), bytes, "and the journal goes on as if nothing had been");
    }
}

/// A last line that lacks its line break alone may have been acknowledged: it is kept.
#[test]
fn a_whole_last_line_without_its_line_break_is_kept() {
    let (_folder, path, bytes) = journal(3);
    let cut = bytes.len() - 1;
    fs::write(&path, &bytes[..cut]).unwrap();
    assert_eq!(verify(&path), Some((3, None)), "a byte is missing, and verify says so");
    let mut journal = Journal::open(&path, Sync::OnCall).unwrap();
    assert_eq!((journal.records(), journal.repaired()), (3, None));
    assert_eq!(fs::read(&path).unwrap(), bytes);
    journal.append(&records(4)[3]).unwrap();
    drop(journal);
    assert_eq!(Journal::verify(&path).unwrap().records, 4);
    // No crash alters one that reaches to its end.
    let altered = String::from_utf8(bytes[..cut].to_vec()).unwrap().replace("Acme Arms 2", "Acme Arms 9");
    fs::write(&path, &altered).unwrap();
    assert!(matches!(verify(&path), Some((3, Some(Fault::Hash { .. })))));
    assert!(Journal::open(&path, Sync::OnCall).is_err());
    assert_eq!(fs::read_to_string(&path).unwrap(), altered);
}

#[cfg(unix)]
#[test]
fn a_torn_tail_is_for_nobody_who_could_not_read_the_journal() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_folder, path, bytes) = journal(2);
    fs::write(&path, &bytes[..bytes.len() - 9]).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let journal = Journal::open(&path, Sync::OnCall).unwrap();
    let kept = fs::metadata(&journal.repaired().unwrap().kept_in).unwrap();
    assert_eq!(kept.permissions().mode() & 0o777, 0o600);
}

/// A journal on a device keeps nothing, and a pipe would be waited for without end.
#[cfg(target_os = "linux")]
#[test]
fn what_is_no_file_is_no_journal() {
    assert!(matches!(Journal::open("/dev/null", Sync::OnCall), Err(JournalError::Io { .. })));
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert!(matches!(Journal::open(&pipe, Sync::OnCall), Err(JournalError::Io { .. })));
}

#[test]
fn zeros_at_the_end_are_a_torn_tail_and_other_text_is_not() {
    let (_folder, path, mut bytes) = journal(2);
    bytes.extend([0; 100]);
    fs::write(&path, &bytes).unwrap();
    let journal = Journal::open(&path, Sync::OnCall).unwrap();
    assert_eq!((journal.records(), journal.repaired().unwrap().bytes), (2, 100));
    drop(journal);
    // A file of something else, named by mistake, stays as it is.
    fs::write(&path, "name,country").unwrap();
    let error = Journal::open(&path, Sync::OnCall).unwrap_err();
    assert_eq!(broken_line(&error), (1, Some(&Fault::Form)));
    assert_eq!(fs::read(&path).unwrap(), b"name,country");
}

#[test]
fn lines_taken_out_moved_or_repeated_are_named() {
    let (_folder, path, bytes) = journal(5);
    let text = String::from_utf8(bytes).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let changed = |order: &[usize]| {
        let text = order.iter().flat_map(|&index| [lines[index], "\n"]).collect::<String>();
        fs::write(&path, &text).unwrap();
        let found = verify(&path);
        // What is broken is not written on.
        assert_eq!(Journal::open(&path, Sync::OnCall).is_err(), found.is_some());
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
        found.map(|(line, _)| line)
    };
    assert_eq!(changed(&[0, 1, 2, 3, 4]), None);
    assert_eq!(changed(&[0, 1, 3, 4]), Some(3), "taken out");
    assert_eq!(changed(&[1, 2, 3, 4]), Some(1), "the first taken out");
    assert_eq!(changed(&[0, 2, 1, 3, 4]), Some(2), "moved");
    assert_eq!(changed(&[0, 1, 1, 2, 3, 4]), Some(3), "repeated");
    // What a chain alone cannot show; the last hash, noted elsewhere, does.
    assert_eq!(changed(&[0, 1, 2]), None, "cut off at the end");
}

#[test]
fn line_renumbered_or_chained_anew_is_named() {
    let (_folder, path, bytes) = journal(3);
    let text = String::from_utf8(bytes).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    fs::write(&path, format!("{}\n{}\n", lines[0], lines[2].replace("\"sequence\":3", "\"sequence\":2"))).unwrap();
    assert_eq!(verify(&path), Some((2, Some(Fault::Chain))));
    fs::write(&path, text.replacen("Acme Arms 0", "Acme Arms 9", 1)).unwrap();
    assert!(matches!(verify(&path), Some((1, Some(Fault::Hash { .. })))));
}

proptest! {
    #![proptest_config(crate::lossless::cases(150))]

    /// Whatever byte is altered, put in or taken out: it is noticed, in that line or where the chain breaks after it.
    #[test]
    fn any_change_of_a_byte_is_noticed(at in any::<prop::sample::Index>(), byte in any::<u8>(), how in 0..3) {
        let (_folder, path, original) = journal(3);
        let mut bytes = original.clone();
        let at = at.index(bytes.len());
        match how {
            0 => bytes[at] = byte,
            1 => bytes.insert(at, byte),
            _ => { bytes.remove(at); }
        }
        prop_assume!(bytes != original);
        fs::write(&path, &bytes).unwrap();
        let line = original[..at].iter().filter(|&&byte| byte == b'\n').count() as u64 + 1;
        let (found, _) = verify(&path).expect("a changed byte is noticed");
        prop_assert!(found == line || found == line + 1, "line {line} was changed, {found} is named");
    }
}
