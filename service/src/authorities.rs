//! `GET /authorities`: who lists the entities of the lists in force, so that a reader of a hit also sees who does not.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::refusal::{Refusal, Refused};
use crate::service::{Service, json};

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Authorities<'a> {
    /// The number of the edition.
    edition: u64,
    authorities: Vec<Authority<'a>>,
}

#[derive(Debug, Serialize, ToSchema)]
struct Authority<'a> {
    authority: &'a str,
    /// Entities that it has designated, as far as these lists say.
    entities: usize,
    /// The lists that name it.
    lists: Vec<&'a str>,
}

/// The authorities whose designations the lists in force hold, by name.
#[utoipa::path(
    get,
    path = "/authorities",
    tag = "lists",
    responses(
        (status = 200, description = "The authorities", body = Authorities),
        (status = "4XX", description = "Refused, with the reason", body = Refused),
    ),
)]
pub(crate) async fn authorities(State(service): State<Arc<Service>>) -> Result<Response, Refusal> {
    service
        .answer(|desk| {
            let mut found: BTreeMap<&str, Authority<'_>> = BTreeMap::new();
            for list in desk.edition.lists() {
                for entity in &list.entities {
                    let mut by: Vec<&str> = entity.designations.iter().map(|listing| &*listing.authority).collect();
                    by.sort_unstable();
                    by.dedup();
                    for authority in by {
                        let known =
                            found.entry(authority).or_insert(Authority { authority, entities: 0, lists: Vec::new() });
                        known.entities += 1;
                        if known.lists.last() != Some(&&*list.id) {
                            known.lists.push(&list.id);
                        }
                    }
                }
            }
            let edition = desk.edition.version().number;
            json(&Authorities { edition, authorities: found.into_values().collect() })
        })
        .await
}
