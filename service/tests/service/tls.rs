//! TLS, with a certificate of the test's own.

use std::fs;
use std::io::Read;
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sanctions_screen_service::{Certificate, Error, Service, Settings};
use serde_json::json;
use ureq::tls::{RootCerts, TlsConfig};

use crate::server::{Server, lists};

/// Writes a new certificate for this machine and its key; returns the certificate.
fn certify(folder: &Path) -> Vec<u8> {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    fs::write(folder.join("chain.pem"), made.cert.pem()).unwrap();
    fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
    made.cert.der().to_vec()
}

fn settings(folder: &Path) -> Settings {
    let mut settings = Settings::default();
    settings.certificate = Some(Certificate { chain: folder.join("chain.pem"), key: folder.join("key.pem") });
    settings
}

/// Asks as a client that trusts this certificate alone.
fn ask(server: &Server, trusted: &[u8]) -> Result<u16, ureq::Error> {
    let trusted = vec![ureq::tls::Certificate::from_der(trusted).to_owned()];
    let tls = TlsConfig::builder().root_certs(RootCerts::Specific(Arc::new(trusted))).build();
    let agent: ureq::Agent = ureq::Agent::config_builder().tls_config(tls).build().into();
    let asked = json!({ "query": { "name": "Karelin Turbine Works" } });
    let mut answer = agent
        .post(format!("https://{}/screen", server.address))
        .content_type("application/json")
        .send(asked.to_string())?;
    let text = answer.body_mut().read_to_string()?;
    assert!(text.contains("\"hits\":[{"), "{text}");
    Ok(answer.status().as_u16())
}

#[test]
fn who_trusts_the_certificate_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let certificate = certify(folder.path());
    let server = Server::start(settings(folder.path()));
    assert_eq!(ask(&server, &certificate).unwrap(), 200);
    let other = tempfile::tempdir().unwrap();
    assert!(ask(&server, &certify(other.path())).is_err());
    let in_the_clear = ureq::get(format!("http://{}/healthz", server.address)).call();
    assert!(in_the_clear.is_err());
}

#[test]
fn who_does_not_get_as_far_as_tls_is_let_go() {
    let folder = tempfile::tempdir().unwrap();
    certify(folder.path());
    let mut settings = settings(folder.path());
    settings.most_head_time = Duration::from_millis(200);
    let server = Server::start(settings);
    let mut rest = Vec::new();
    TcpStream::connect(server.address).unwrap().read_to_end(&mut rest).unwrap();
    assert!(rest.is_empty(), "{rest:?}");
}

#[test]
fn a_new_certificate_is_taken_with_new_lists_and_a_broken_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let old = certify(folder.path());
    let server = Server::start(settings(folder.path()));
    let new = certify(folder.path());
    assert!(ask(&server, &old).is_ok() && ask(&server, &new).is_err());
    server.service.reload().unwrap();
    assert!(ask(&server, &new).is_ok() && ask(&server, &old).is_err());

    fs::write(folder.path().join("chain.pem"), "cut off").unwrap();
    assert!(server.service.reload().unwrap_err().to_string().contains("chain.pem"));
    assert!(ask(&server, &new).is_ok());
    assert_eq!(server.service.version().number, 2);
}

#[test]
fn a_certificate_that_cannot_be_used_keeps_the_service_from_starting() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |file: &str| match Service::new(settings(folder.path()), lists) {
        Err(error @ Error::Certificate { .. }) => assert!(error.to_string().contains(file), "{error}"),
        other => panic!("{other:?}"),
    };
    refused("chain.pem");
    certify(folder.path());
    fs::write(folder.path().join("key.pem"), "").unwrap();
    refused("key.pem");
    // The key of another.
    let other = tempfile::tempdir().unwrap();
    certify(other.path());
    fs::copy(other.path().join("key.pem"), folder.path().join("key.pem")).unwrap();
    refused("key.pem");
}
