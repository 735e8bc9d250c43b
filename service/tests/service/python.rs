//! Programs of others against this service: yente's published client, unchanged, and schemathesis, which reads the
//! `OpenAPI` and looks for what it does not keep. Where they are installed elsewhere, `PYTHON` says which Python has them.

use std::path::Path;
use std::process::Command;

use sanctions_screen::bundled_screener;
use sanctions_screen_service::{Service, Settings};

use crate::server::Server;

#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn ask_with(script: &str) {
    let load = || Ok(bundled_screener().with_configuration(bundled_screener().configuration())?);
    let server = Server::of(Service::new(Settings::default(), load).unwrap());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(script);
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

#[test]
fn the_published_client_is_served() {
    ask_with("with_yente_client.py");
}

#[test]
fn the_interface_is_kept() {
    ask_with("with_schemathesis.py");
}
