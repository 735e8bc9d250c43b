//! The published client of yente, unchanged, against this service.

use std::path::Path;
use std::process::Command;

use sanctions_screen::bundled_screener;
use sanctions_screen_service::{Service, Settings};

use crate::server::Server;

#[test]
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn the_published_client_is_served() {
    let load = || Ok(bundled_screener().with_configuration(bundled_screener().configuration())?);
    let server = Server::of(Service::new(Settings::default(), load).unwrap());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/with_yente_client.py");
    // Where the client is installed elsewhere, say which Python has it.
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let run = Command::new(&python).arg(script).arg(format!("http://{}", server.address)).output();
    match run {
        Ok(run) => {
            let said = String::from_utf8_lossy(&run.stdout);
            println!("{said}");
            assert!(run.status.success(), "{said}{}", String::from_utf8_lossy(&run.stderr));
        }
        Err(absent) => println!("skipped: {python}: {absent}"),
    }
}
