//! Speed never changes an answer: what is found for a fixed set of names stays the same to the last ten-thousandth, unless
//! the change log says that scores change.

use std::fmt::Write as _;

use sanctions_screen::{Query, Score, Screener, bundled_list};
use sha2::{Digest, Sha256};

use crate::mutation::{MUTATIONS, Sequence, mutated};

/// SHA-256 of all answers. A change that only makes things faster leaves it as it is; any other says so in the change log,
/// under "Score changes", and puts the new one here.
const ANSWERS: &str = "6ca7330c94b33cb57a00c8ea7efca9088aea78b4ee1dcf049984904a113084d0";

#[test]
fn answers_are_the_same_to_the_last_digit() {
    let list = bundled_list();
    let screener = Screener::builder().list(list.clone()).build().unwrap();
    let mut sequence = Sequence(4);
    let mut digest = Sha256::new();
    let (mut queries, mut hits) = (0, 0);
    for name in list.entities.iter().flat_map(|entity| &entity.names) {
        for mutation in [queries % MUTATIONS, (queries + 7) % MUTATIONS] {
            let Ok(query) = Query::new(mutated(&name.full, mutation, &mut sequence)) else { continue };
            queries += 1;
            let mut line = query.name().to_owned();
            for hit in screener.screen_at(&query, Score::from_ten_thousandths(5000)) {
                hits += 1;
                write!(line, "\n{} {} {}", hit.entity().id, hit.score(), hit.matched_name().full).unwrap();
            }
            digest.update(line);
        }
    }
    assert!(queries > 1500 && hits > 1500, "{queries} queries, {hits} hits");
    let answers = digest.finalize().iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    assert_eq!(answers, ANSWERS, "an answer has changed: {queries} queries, {hits} hits");
}
