//! The page in a real browser, and the record that it saves.

use std::path::Path;
use std::process::Command;

use sanctions_screen::bundled_screener;
use sanctions_screen::journal::Journal;
use sanctions_screen_service::{Service, Settings};

use crate::server::Server;

#[test]
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn a_person_uses_the_page_in_a_browser() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let browser = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    if !folder.join("node_modules/playwright-core").exists() || !Path::new(&browser).exists() {
        println!("skipped: {browser}, or what `npm install --prefix service/tests/browser` brings, is not there");
        return;
    }
    let load = || Ok(bundled_screener().with_configuration(bundled_screener().configuration())?);
    let server = Server::of(Service::new(Settings::default(), load).unwrap());
    let saved = tempfile::tempdir().unwrap();
    let run = Command::new("node")
        .arg(folder.join("page.mjs"))
        .arg(format!("http://{}/", server.address))
        .arg(saved.path())
        .output()
        .expect("node runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));

    let journal = saved.path().join("saved.jsonl");
    assert_eq!(Journal::verify(&journal).unwrap().records, 1);
    let record = Journal::read(&journal).unwrap().next().unwrap().unwrap().record().unwrap();
    assert!(record.is_alert() && record.replay(bundled_screener()).unwrap().is_equal());
}
