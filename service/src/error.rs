//! What keeps the service from starting or from going on.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use crate::service::LoadError;

/// What keeps the service from starting or from going on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The lists cannot be read, or no screener can be made of them.
    #[error("the lists cannot be loaded: {0}")]
    Lists(#[source] LoadError),
    /// The address cannot be listened on.
    #[error("{address}: cannot be listened on: {source}; is another program listening there?")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// The address can be reached from other machines, and nobody would be asked who they are.
    #[error(
        "{address} can be reached from other machines and no keys are set; set keys, or say that it is to be open to all"
    )]
    Open {
        /// The address.
        address: SocketAddr,
    },
    /// The certificate or its key cannot be used.
    #[error("{}: {reason}", path.display())]
    Certificate {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, and what to do.
        reason: String,
    },
    /// The machine refuses threads, signals or connections.
    #[error("the service cannot go on: {0}")]
    System(#[from] io::Error),
}

/// What starting and running return.
pub type Result<T, E = Error> = std::result::Result<T, E>;
