//! The service, spoken to over HTTP on a free port of this machine.

mod bounds;
mod browser;
mod keys;
mod match_api;
mod native;
mod openapi;
mod page;
mod python;
mod server;
mod slow;
mod tls;
