//! The service, spoken to over HTTP on a free port of this machine.

mod bounds;
mod keys;
mod match_api;
mod native;
mod openapi;
mod page;
mod server;
mod yente_client;
