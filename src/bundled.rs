//! The bundled list: the Chinese and Hong Kong groups that are publicly named as suppliers of Russia's arms production.

use std::fmt::Write as _;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use crate::entity::{Entity, PartialDate};
use crate::list::{List, SourceFile};

const JSON_LINES: &str = include_str!("../fixtures/bundled.jsonl");

/// The date of the newest published list that it was built from.
const DATE: (u16, u8, u8) = (2026, 8, 2);

static LIST: LazyLock<List> = LazyLock::new(|| {
    let entities = JSON_LINES
        .lines()
        .map(serde_json::from_str::<Entity>)
        .collect::<Result<Vec<_>, _>>()
        // A list that lost a record would answer "no hit" where there is one. The text is a constant of the crate, and
        // `tests/suite/bundled.rs` reads all of it, so no release can panic here.
        .expect("fixtures/bundled.jsonl holds an entity a line");
    let mut list = List::from_entities("bundled", "sanctions-screen", entities)
        .expect("the entities of fixtures/bundled.jsonl have names and distinct ids");
    let sha256 = Sha256::digest(JSON_LINES).iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    });
    list.date = PartialDate::from_day(DATE.0, DATE.1, DATE.2);
    list.files =
        vec![SourceFile { name: "bundled.jsonl".to_owned(), sha256: sha256.clone(), bytes: JSON_LINES.len() as u64 }];
    list.sha256 = sha256;
    list
});

/// The list that comes with the crate: Chinese and Hong Kong organizations that official lists name under their Russia
/// programmes, the six groups of the press reports of April 2024 among them, and a few that are publicly named but that
/// nobody has designated.
///
/// It is read once, at the first call. *Who listed whom* is in [`Entity::designations`], one for each authority and
/// programme; an entity without any is publicly named only, and its remark `status` says so. The remark `supplies` says
/// what the group is publicly said to supply, `not listed by` which lists do not name it (each with the date of the
/// file that was searched), and `sources` where every statement comes from.
///
/// It is no substitute for the official lists: load those as well, and their newest issues. `docs/BUNDLED-LIST.md` says
/// how it is made and what it leaves out.
///
/// # Example
///
/// ```
/// use sanctions_screen::bundled_list;
///
/// let list = bundled_list();
/// let hikvision = list.entities.iter().find(|entity| entity.id == "hikvision").expect("one of the six groups");
/// let authorities: Vec<_> = hikvision.designations.iter().map(|listing| listing.authority.as_str()).collect();
/// // On the Entity List and the investment list of the US, but on no asset-freeze list of the US, the EU or the UK.
/// assert!(authorities.contains(&"BIS"));
/// assert!(!authorities.contains(&"EU") && !authorities.contains(&"OFSI"));
///
/// let named_only = list.entities.iter().filter(|entity| !entity.is_designated()).count();
/// assert!(named_only > 0 && named_only < list.entities.len());
/// ```
pub fn bundled_list() -> &'static List {
    &LIST
}
