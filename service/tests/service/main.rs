//! The service, spoken to over HTTP on a free port of this machine.

mod bounds;
mod match_api;
mod native;
mod server;
