//! Screens names against sanctions lists over HTTP: JSON in, the same hits and scores out as the library gives.
//!
//! A [`Service`] holds the lists in force and answers; [`run`] listens until it is told to stop, and loses no request that
//! it has accepted. Every answer names the versions of the lists it comes from, and comes from one version wholly.
//!
//! ```no_run
//! use sanctions_screen::bundled_screener;
//! use sanctions_screen_service::{Service, Settings, run};
//!
//! // Called once at the start, and again whenever the lists are to be read anew.
//! let load = || Ok(bundled_screener().with_configuration(bundled_screener().configuration())?);
//! run(Service::new(Settings::default(), load)?)?;
//! # Ok::<(), sanctions_screen_service::Error>(())
//! ```
//!
//! `docs/SERVICE.md` has the paths, the bounds and what is not there.

mod alert_rate;
mod authorities;
mod connection;
mod error;
mod guard;
mod keys;
mod listen;
mod match_api;
mod metrics;
mod native;
mod openapi;
mod page;
mod refusal;
mod service;
mod settings;
mod status;
mod tls;
mod watch;

pub use error::{Error, Result};
pub use keys::{Keys, KeysError};
pub use listen::{listen, log_to_stderr, run, serve};
pub use service::{LoadError, Service};
pub use settings::Settings;
pub use tls::Certificate;
