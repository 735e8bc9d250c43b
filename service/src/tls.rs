//! TLS, by rustls.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::error::{Error, Result};

/// Where the certificate of the service is: two PEM files, read at the start and whenever the lists are loaded again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The certificate, and those that lead from it to an authority.
    pub chain: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// What connections are met with.
pub(crate) fn acceptor(certificate: &Certificate) -> Result<TlsAcceptor> {
    let Certificate { chain, key } = certificate;
    let certificates: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(chain)
        .and_then(Iterator::collect)
        .map_err(|error| wrong(chain, "certificates", &error))?;
    if certificates.is_empty() {
        return Err(wrong(chain, "certificates", &"there is none in it"));
    }
    let private = PrivateKeyDer::from_pem_file(key).map_err(|error| wrong(key, "one private key", &error))?;
    let mut configuration = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(certificates, private))
        .map_err(|error| wrong(key, "the key of the certificate beside it", &error))?;
    configuration.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(configuration)))
}

fn wrong(path: &Path, wanted: &str, error: &dyn std::fmt::Display) -> Error {
    Error::Certificate { path: path.to_owned(), reason: format!("{error}; the file must hold {wanted}, as PEM") }
}
