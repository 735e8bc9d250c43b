//! A screener that was read from a snapshot answers as the one that wrote it, and a file that is anything else is refused.

use sanctions_screen::{
    Configuration, DecisionRecord, Entity, Error, IdentifierKind, Kind, List, Name, NameType, Query, Score, Screener,
    SnapshotFault, WeakAliases, bundled_list,
};

use crate::mutation::{MUTATIONS, Sequence, mutated};
use crate::real;

fn screener(lists: Vec<List>) -> Screener {
    Screener::builder().lists(lists).build().unwrap()
}

/// Two entities, with all that an entity may have in the index: joined words, an acronym, an initial, another script.
fn small() -> Screener {
    let mut person = Entity::new("p\"1", Kind::Person, "PETROV, I. Sergeyevich");
    person.add_name(Name::new("Иван Петров", NameType::WeakAlias));
    person.add_identifier(IdentifierKind::Passport, "AB1234567", None, "");
    let company = Entity::new("c1", Kind::Organization, "Hang Zhou Example Optics Research Institute Co., Ltd.");
    screener(vec![List::from_entities("own", "Example Bank", vec![person, company]).unwrap()])
}

fn snapshot(screener: &Screener) -> Vec<u8> {
    let mut bytes = Vec::new();
    screener.write_snapshot(&mut bytes).unwrap();
    bytes
}

/// Every `step`-th listed name, changed in one of many ways.
fn queries(lists: &[List], step: usize) -> Vec<Query> {
    let mut sequence = Sequence(11);
    let names = lists.iter().flat_map(|list| &list.entities).flat_map(|entity| &entity.names).step_by(step).enumerate();
    names.filter_map(|(at, name)| Query::new(mutated(&name.full, at % MUTATIONS, &mut sequence)).ok()).collect()
}

/// Hits, scores, order and reasons are the same. Returns how many hits there were.
#[track_caller]
fn assert_same_answers(built: &Screener, read: &Screener, queries: &[Query]) -> usize {
    let mut hits = 0;
    for query in queries {
        let (expected, found) = (DecisionRecord::new(built, query), DecisionRecord::new(read, query));
        assert_eq!(found, expected, "{:?}", query.name());
        hits += found.hits.len();
    }
    hits
}

#[test]
fn what_is_read_answers_as_what_was_written() {
    let lists = vec![bundled_list().clone()];
    let built = screener(lists.clone());
    let read = Screener::from_snapshot(&snapshot(&built)).unwrap();
    let queries = queries(&lists, 2);
    let hits = assert_same_answers(&built, &read, &queries);
    assert!(hits > queries.len() / 2, "{hits} hits of {} queries", queries.len());
    for query in queries.iter().step_by(50) {
        let low = Score::from_ten_thousandths(4000);
        let shown = |screener: &Screener| -> Vec<(String, Score)> {
            let hits = screener.screen_exhaustive(query, low).into_iter();
            hits.map(|hit| (hit.entity().id.clone(), hit.score())).collect()
        };
        assert_eq!(shown(&read), shown(&built), "{:?}", query.name());
        assert_eq!(read.screen_exhaustive(query, low), read.screen_at(query, low), "{:?}", query.name());
        assert_eq!(read.why(query, None, "hikvision"), built.why(query, None, "hikvision"));
    }
    // The lists themselves are as they were, to the last remark.
    assert_eq!(serde_json::to_value(read.lists()).unwrap(), serde_json::to_value(&lists).unwrap());
    assert_eq!(read.find(None, "hikvision").unwrap().1, built.find(None, "hikvision").unwrap().1);
    assert!(read.find(None, "hikv").is_none());
}

#[test]
fn settings_and_identifiers_are_as_in_a_screener_that_was_built() {
    let built = small();
    let read = Screener::from_snapshot(&snapshot(&built)).unwrap();
    let mut ignored = Configuration::default();
    ignored.weak_aliases = WeakAliases::Ignored;
    let by_identifier = Query::new("Nobody").unwrap().with_identifier(None, "AB 1234567").unwrap();
    let queries = [Query::new("Иван Петров").unwrap(), Query::new("EORI Hangzhou").unwrap(), by_identifier];
    assert_eq!(assert_same_answers(&built, &read, &queries), 2);
    let [built, read] = [built, read].map(|screener| screener.with_configuration(ignored).unwrap());
    assert_same_answers(&built, &read, &queries);
    assert_eq!(read.find(None, "p\"1").unwrap().1.names.len(), 2);
}

#[test]
fn published_lists_answer_as_they_did() {
    let Some(lists) = real::sdn().zip(real::un()).map(|(sdn, un)| vec![sdn, un]) else { return };
    let queries = queries(&lists, 97);
    let built = screener(lists);
    let bytes = snapshot(&built);
    let read = Screener::from_snapshot(&bytes).unwrap();
    let hits = assert_same_answers(&built, &read, &queries);
    assert!(hits > queries.len() / 2, "{hits} hits of {} queries", queries.len());
    assert!(snapshot(&read) == bytes, "a screener that was read wrote other bytes");
}

#[test]
fn the_same_lists_give_the_same_bytes() {
    let lists = vec![bundled_list().clone()];
    let bytes = snapshot(&screener(lists.clone()));
    assert!(snapshot(&screener(lists)) == bytes, "another run wrote other bytes");
    let read = Screener::from_snapshot(&bytes).unwrap();
    assert!(snapshot(&read) == bytes, "a screener that was read wrote other bytes");
}

/// The fault that is found in these bytes.
#[track_caller]
fn fault(bytes: &[u8]) -> SnapshotFault {
    match Screener::from_snapshot(bytes) {
        Err(Error::Snapshot { fault, .. }) => fault,
        Err(other) => panic!("not refused as a snapshot: {other}"),
        Ok(_) => panic!("not refused"),
    }
}

#[test]
fn what_is_cut_off_is_refused() {
    let whole = snapshot(&small());
    for length in 0..whole.len() {
        let expected = if length == 0 { SnapshotFault::NotASnapshot } else { SnapshotFault::Truncated };
        assert_eq!(fault(&whole[..length]), expected, "{length} of {} bytes", whole.len());
    }
    let longer: Vec<u8> = whole.iter().copied().chain([0]).collect();
    assert_eq!(fault(&longer), SnapshotFault::Damaged);
}

#[test]
fn every_byte_that_is_not_as_it_was_is_found() {
    let whole = snapshot(&small());
    for at in 0..whole.len() {
        for flipped in [1, 0x80, 0xff] {
            let mut damaged = whole.clone();
            damaged[at] ^= flipped;
            assert!(Screener::from_snapshot(&damaged).is_err(), "byte {at} of {}", whole.len());
        }
    }
}

#[test]
fn a_file_of_another_kind_is_refused() {
    for other in [&b"id,kind,name\n1,person,Ivan Petrov\n"[..], b"PK\x03\x04", b"\0", b"{}"] {
        assert_eq!(fault(other), SnapshotFault::NotASnapshot);
    }
    let missing = Screener::open_snapshot("/no/such/file").unwrap_err();
    assert!(matches!(&missing, Error::Io { path, .. } if path == "/no/such/file"), "{missing}");
}

/// The bytes of each row: where they begin and end. Before them stands their length, behind them a checksum.
fn rows(snapshot: &[u8]) -> Vec<std::ops::Range<usize>> {
    let mut rows = Vec::new();
    let mut at = 8;
    while at < snapshot.len() {
        let length = u64::from_le_bytes(snapshot[at..at + 8].try_into().unwrap()) as usize;
        rows.push(at + 8..at + 8 + length);
        at += 8 + length + 4;
    }
    rows
}

/// Makes the checksum of a row right again.
fn seal(snapshot: &mut [u8], place: usize, row: std::ops::Range<usize>) {
    let mut checksum = crc32fast::Hasher::new();
    checksum.update(&(place as u32).to_le_bytes());
    checksum.update(&snapshot[row.start - 8..row.end]);
    snapshot[row.end..row.end + 4].copy_from_slice(&checksum.finalize().to_le_bytes());
}

#[test]
fn another_build_is_refused_and_named() {
    let mut bytes = snapshot(&small());
    let row = rows(&bytes).remove(0);
    let version = row.start + String::from_utf8_lossy(&bytes[row.clone()]).find(char::is_numeric).unwrap();
    bytes[version] = b'7';
    seal(&mut bytes, 0, row);
    let SnapshotFault::OtherBuild { found, expected } = fault(&bytes) else { panic!("not refused as another build's") };
    assert!(found.starts_with("sanctions-screen 7") && expected.contains("algorithm"), "{found}, {expected}");
    let text = Screener::from_snapshot(&bytes).unwrap_err().to_string();
    assert!(text.contains(&found) && text.ends_with("write it again from the lists"), "{text}");
}

#[test]
fn numbers_that_do_not_fit_each_other_do_no_harm() {
    let whole = snapshot(&small());
    let queries = ["Иван Петров", "HEORI", "Hangzhou Example", "I S Petrov"].map(|name| Query::new(name).unwrap());
    let (mut refused, mut read) = (0, 0);
    for (place, row) in rows(&whole).into_iter().enumerate().skip(1) {
        for cell in (row.start..row.end.saturating_sub(3)).step_by(4) {
            for number in [0, 1, 0x7fff_ffff, u32::MAX] {
                let mut made = whole.clone();
                made[cell..cell + 4].copy_from_slice(&u32::to_le_bytes(number));
                if made == whole {
                    continue;
                }
                seal(&mut made, place, row.clone());
                // What is refused is well, and what is not must not panic, whatever it answers.
                let Ok(screener) = Screener::from_snapshot(&made) else {
                    refused += 1;
                    continue;
                };
                read += 1;
                for query in &queries {
                    let hits = screener.screen_at(query, Score::from_ten_thousandths(1));
                    for hit in &hits {
                        screener.explain(query, hit);
                    }
                    screener.screen_exhaustive(query, Score::from_ten_thousandths(1));
                }
            }
        }
    }
    assert!(refused > 100 && read > 100, "{refused} refused, {read} read");
}
