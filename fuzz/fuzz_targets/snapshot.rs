//! No bytes make reading a snapshot panic, or screening with what was read of it: neither the input itself, nor a snapshot
//! in which the input changes bytes (four each: the row, where in it, which byte) and whose checksums are made right again.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use sanctions_screen::{Entity, Kind, List, Query, Score, Screener};

static SNAPSHOT: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let entities = vec![
        Entity::new("1", Kind::Person, "PETROV, I. Иван"),
        Entity::new("2", Kind::Organization, "Hang Zhou Example Optics Research Institute Co., Ltd."),
    ];
    let list = List::from_entities("own", "Example Bank", entities).expect("two entities with names");
    let mut bytes = Vec::new();
    let screener = Screener::builder().list(list).build().expect("a list that is not empty");
    screener.write_snapshot(&mut bytes).expect("memory can be written");
    bytes
});

fuzz_target!(|bytes: &[u8]| {
    screen(bytes);
    let mut snapshot = SNAPSHOT.clone();
    let mut at = 8;
    for place in 0_u32.. {
        let Some(length) = snapshot.get(at..at + 8) else { break };
        let length = u64::from_le_bytes(length.try_into().expect("eight bytes")) as usize;
        let row = at + 8..at + 8 + length;
        for edit in bytes.chunks_exact(4).filter(|edit| u32::from(edit[0]) == place && length > 0) {
            snapshot[row.start + usize::from(u16::from_le_bytes([edit[1], edit[2]])) % length] = edit[3];
        }
        let mut checksum = crc32fast::Hasher::new();
        checksum.update(&place.to_le_bytes());
        checksum.update(&snapshot[at..row.end]);
        snapshot[row.end..row.end + 4].copy_from_slice(&checksum.finalize().to_le_bytes());
        at = row.end + 4;
    }
    screen(&snapshot);
});

fn screen(bytes: &[u8]) {
    if let Ok(screener) = Screener::from_snapshot(bytes) {
        let query = Query::new("Иван Petrov Example Optics HEORI").expect("it can be compared");
        for hit in screener.screen_at(&query, Score::from_ten_thousandths(1)) {
            screener.explain(&query, &hit);
        }
    }
}
