//! `serve`. What it answers is tested in `service/tests`; here what keeps it from starting.

use crate::run;

#[test]
fn it_does_not_open_the_machine_to_others_unasked() {
    let refused = run(["serve", "--listen", "0.0.0.0:0"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("keys") && refused.err.contains("open to all"), "{}", refused.err);
}

#[test]
fn keys_that_can_be_guessed_are_refused_and_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys");
    std::fs::write(&file, "# ours\nhunter2\n").unwrap();
    let refused = run(["serve", "--keys", file.to_str().unwrap()]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("line 2") && !refused.err.contains("hunter2"), "{}", refused.err);
}
