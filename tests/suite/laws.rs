//! What must hold for any input whatever: one function a fuzz target, each from bytes.
//!
//! The fuzz targets (`fuzz/`) and the test of the inputs they found (`crashes.rs`) call these same functions, so a finding
//! fails the test suite by the law that it broke.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::sync::LazyLock;
use std::{fs, iter};

use sanctions_screen::exceptions::{Exception, Exceptions, digest};
use sanctions_screen::journal::{Entry, Fault, Journal, JournalError, Sync};
use sanctions_screen::list::drift::Drift;
use sanctions_screen::list::{Mapping, ReadOptions, Severity};
use sanctions_screen::rescreen::{Change, Rescreen};
use sanctions_screen::{
    Configuration, DecisionRecord, Entity, Explanation, Hit, Kind, List, Name, NameType, PartialDate, Query, Score,
    Screener, WeakAliases, bundled_screener, compare,
};

/// Entities up to which a list that was read is also screened.
const MOST_SCREENED: usize = 20;
/// Names of a list in [`lossless`].
const MOST_NAMES: usize = 12;

/// Any bytes as a list file: an error or a consistent list, and the strict reading is the lenient one without losses.
pub(crate) fn formats(bytes: &[u8]) {
    read(bytes, &ReadOptions::default());
}

/// Any text before the first line `---` as a mapping, and what follows as a list file that it may fit.
pub(crate) fn mapping(bytes: &[u8]) {
    let cut = bytes.windows(5).position(|window| window == b"\n---\n").unwrap_or(bytes.len());
    let Ok(text) = std::str::from_utf8(&bytes[..cut]) else { return };
    let from_json = Mapping::from_json(text);
    if let Ok(mapping) = Mapping::from_toml(text).or(from_json) {
        let rest = bytes.get(cut + 5..).unwrap_or_default();
        read(rest, &ReadOptions::default().mapping(mapping));
    }
}

/// OFAC's four files: primary, alternate names, addresses, comments, with a line `---` between them.
pub(crate) fn ofac_csv(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder for the files");
    let mut rest = Some(bytes);
    for name in ["sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"] {
        let Some(all) = rest else { break };
        let cut = all.windows(5).position(|window| window == b"\n---\n");
        fs::write(folder.path().join(name), &all[..cut.map_or(all.len(), |at| at + 1)]).expect("the file is written");
        rest = cut.map(|at| &all[at + 5..]);
    }
    let path = folder.path().join("sdn.csv");
    read_by(&ReadOptions::default(), |options| List::open(&path, options));
}

/// The sheet of a spreadsheet, as it stands in the archive. The archive itself is always whole, or hardly any input would
/// come through its check sums.
pub(crate) fn sheet(bytes: &[u8]) {
    const WORKBOOK: &[u8] = include_bytes!("../../fixtures/lists/uk/ConList.xlsx");
    let mut old = zip::ZipArchive::new(io::Cursor::new(WORKBOOK)).expect("the fixture is whole");
    let mut new = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    for index in 0..old.len() {
        let mut entry = old.by_index(index).expect("the fixture is whole");
        let name = entry.name().expect("its names are UTF-8").into_owned();
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        new.start_file(name.as_str(), options).expect("written to memory");
        if name.ends_with("sheet1.xml") {
            new.write_all(bytes).expect("written to memory");
        } else {
            io::copy(&mut entry, &mut new).expect("written to memory");
        }
    }
    let workbook = new.finish().expect("written to memory").into_inner();
    read_by(&ReadOptions::default(), |options| List::from_bytes("sheet.xlsx", &workbook, options));
}

fn read(bytes: &[u8], options: &ReadOptions) {
    read_by(options, |options| List::from_bytes("sdn.csv", bytes, options));
}

fn read_by(options: &ReadOptions, open: impl Fn(&ReadOptions) -> sanctions_screen::Result<List>) {
    let strict = open(options);
    let lenient = open(&options.clone().lenient());
    match (&strict, &lenient) {
        (Ok(strict), Ok(lenient)) => {
            assert_eq!(json(strict), json(lenient), "lenient reading differs where strict reading loses nothing");
            assert_eq!(strict.report.at_least(Severity::PartLeftOut).count(), 0, "strict reading left something out");
        }
        (Ok(_), Err(error)) => panic!("strict reading succeeds and lenient reading fails: {error}"),
        (Err(error), Ok(lenient)) => assert!(
            lenient.report.at_least(Severity::PartLeftOut).count() > 0,
            "lenient reading forgives without saying so: {error}"
        ),
        (Err(_), Err(_)) => {}
    }
    if let Ok(list) = lenient {
        consistent(&list);
    }
}

fn consistent(list: &List) {
    assert!(list.balances(), "the books do not balance: {:?}", list.report);
    let left_out = list.report.at_least(Severity::RecordLeftOut).count();
    assert!(
        list.entities.is_empty() || list.report.records > 0,
        "{} entities of no record, {left_out} left out",
        list.entities.len()
    );
    let mut ids: Vec<&str> = list.entities.iter().map(|entity| entity.id.as_str()).collect();
    ids.sort_unstable();
    assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "an id occurs twice");
    for entity in &list.entities {
        assert!(!entity.id.is_empty(), "{entity:?} has no id");
        assert!(entity.names.iter().any(|name| !name.full.trim().is_empty()), "{entity:?} has no name");
        let text = json(entity);
        let again: Entity = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(&again, entity, "serde changes an entity");
    }
    if !list.entities.is_empty() && list.entities.len() <= MOST_SCREENED {
        let screener = Screener::builder().list(list.clone()).build().expect("a list with entities can be screened");
        for entity in &list.entities {
            screened(&screener, entity.primary_name());
        }
    }
}

/// Any text as a query against the bundled list.
pub(crate) fn screen(bytes: &[u8]) {
    screened(bundled_screener(), &String::from_utf8_lossy(bytes));
}

fn screened(screener: &Screener, name: &str) {
    let Ok(query) = Query::new(name) else { return };
    let hits = screener.screen_query(&query);
    ordered(&hits);
    assert!(hits == screener.screen_query(&query), "the same question twice, two answers");
    for hit in &hits {
        assert!(hit.score() >= screener.configuration().threshold);
        let explanation = screener.explain(&query, hit);
        assert_eq!(explanation.score, hit.score(), "the explanation is of another score: {explanation:?}");
        explained(&explanation, name);
        assert!(hit.entity().names.iter().any(|name| name.full == explanation.listed), "{explanation:?}");
    }
    let record = DecisionRecord::new(screener, &query);
    let text = json(&record);
    assert_eq!(serde_json::from_str::<DecisionRecord>(&text).expect(&text), record, "serde changes a record");
}

fn ordered(hits: &[Hit<'_>]) {
    assert!(hits.windows(2).all(|pair| pair[0] < pair[1]), "hits are not in order");
    assert!(hits.iter().all(|hit| hit.score() <= Score::MAX));
}

fn summary<'a>(hit: &Hit<'a>) -> (Score, &'a str, &'a str) {
    (hit.score(), &hit.entity().id, &hit.matched_name().full)
}

fn explained(explanation: &Explanation, query: &str) {
    assert_eq!(explanation.query, query);
    assert!(explanation.score <= Score::MAX);
    let sum: i32 = explanation.lines.iter().map(|line| line.points).sum();
    assert_eq!(sum, i32::from(explanation.score.ten_thousandths()), "the lines do not add up: {explanation:?}");
    for line in &explanation.lines {
        for (parts, whole) in [(&line.query, &explanation.query), (&line.listed, &explanation.listed)] {
            for part in parts {
                assert_eq!(
                    whole.get(part.start..part.end),
                    Some(part.text.as_str()),
                    "a part is not where it says: {part:?} of {whole:?}"
                );
            }
        }
    }
}

/// Any two lines as names.
pub(crate) fn comparison(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (a, b) = text.split_once('\n').unwrap_or((&text, ""));
    for kind in [None, Some(Kind::Person), Some(Kind::Organization), Some(Kind::Vessel)] {
        let forth = compare(a, b, kind);
        explained(&forth, a);
        assert_eq!(forth.listed, b);
        assert_eq!(forth, compare(a, b, kind), "the same question twice, two answers");
        explained(&compare(b, a, kind), b);
        explained(&compare(a, a, kind), a);
    }
}

/// Any JSON as a query.
pub(crate) fn query(bytes: &[u8]) {
    let Ok(query) = serde_json::from_slice::<Query>(bytes) else { return };
    let text = json(&query);
    let again: Query = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(again, query, "serde changes a query");
    let hits = bundled_screener().screen_query(&query);
    ordered(&hits);
    for hit in hits.iter().take(3) {
        let explanation = bundled_screener().explain(&query, hit);
        assert_eq!(explanation.score, hit.score(), "the explanation is of another score: {explanation:?}");
        explained(&explanation, query.name());
    }
    let record = DecisionRecord::new(bundled_screener(), &query);
    let canonical = record.to_canonical_json();
    let again: DecisionRecord = serde_json::from_str(&canonical).unwrap_or_else(|error| panic!("{canonical}: {error}"));
    assert_eq!(again, record, "canonical JSON changes a record");
    assert_eq!(again.to_canonical_json(), canonical, "the same record, other bytes");
    let replay = again.replay(bundled_screener()).expect("the settings are those of the screener");
    assert!(replay.is_equal(), "a record does not replay: {replay:?}");
}

/// Lines: settings, a query, then the names of a list, each after two letters for kind and standing. Screening finds what
/// comparing with every name finds, and each entity's score is the one that `why` explains.
pub(crate) fn lossless(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.split('\n');
    let settings = lines.next().unwrap_or_default().as_bytes();
    let Ok(query) = Query::new(lines.next().unwrap_or_default()) else { return };
    let entities = listed(lines.take(MOST_NAMES));
    let configuration = configuration(settings);
    let own = configuration.threshold;
    let Ok(list) = List::from_entities("fuzzed", "nobody", entities) else { return };
    let screener =
        Screener::builder().list(list).weak_aliases(configuration.weak_aliases).build().expect("the list has entities");
    for threshold in [1, u32::from(own.ten_thousandths()), 7500, 9900, 10_000] {
        let threshold = Score::from_ten_thousandths(threshold);
        let found = screener.screen_at(&query, threshold);
        ordered(&found);
        let all = screener.screen_exhaustive(&query, threshold);
        let [found, all] = [found, all].map(|hits| hits.iter().map(summary).collect::<Vec<_>>());
        assert_eq!(found, all, "screening at {threshold} differs from comparing with every name");
    }
    let all = screener.screen_exhaustive(&query, Score::from_ten_thousandths(1));
    for entity in &screener.lists()[0].entities {
        let why = screener.why(&query, None, &entity.id).expect("the entity is on the list");
        explained(&why, query.name());
        let scored = all.iter().find(|hit| hit.entity().id == entity.id).map_or(Score::ZERO, Hit::score);
        assert_eq!(why.score, scored, "`why` explains another score than screening found: {why:?}");
    }
}

/// The names of a list, each after two letters for kind and standing.
fn listed<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<Entity> {
    let mut entities: Vec<Entity> = Vec::new();
    for line in lines {
        let mut letters = line.chars();
        let (kind, standing) = (letters.next().unwrap_or('u'), letters.next().unwrap_or('p'));
        let name = letters.as_str().trim();
        if name.is_empty() {
            continue;
        }
        let (kind, more) = match kind {
            'p' => (Kind::Person, false),
            'o' => (Kind::Organization, false),
            'v' => (Kind::Vessel, false),
            // Another name of the entity before.
            '+' => (Kind::Unknown, true),
            _ => (Kind::Unknown, false),
        };
        let name_type = match standing {
            'a' => NameType::StrongAlias,
            'w' => NameType::WeakAlias,
            'f' => NameType::FormerName,
            _ => NameType::Primary,
        };
        match entities.last_mut() {
            Some(last) if more => last.names.push(Name::new(name, name_type)),
            _ => {
                let mut entity = Entity::new(entities.len().to_string(), kind, name);
                entity.names[0].name_type = name_type;
                entities.push(entity);
            }
        }
    }
    entities
}

/// A letter for the policy on weak aliases, and one for the threshold.
fn configuration(settings: &[u8]) -> Configuration {
    let mut configuration = Configuration::default();
    configuration.weak_aliases = match settings.first() {
        Some(b'i') => WeakAliases::Ignored,
        Some(b'f') => WeakAliases::Full,
        _ => WeakAliases::Reduced,
    };
    configuration.threshold =
        Score::from_ten_thousandths(settings.get(1).map_or(5000, |&byte| u32::from(byte) * 39).max(1));
    configuration
}

/// A listed name, whatever it is, is found when it is asked for as it stands. The first letter is its kind.
pub(crate) fn own_name(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut letters = text.chars();
    let kind = match letters.next() {
        Some('p') => Kind::Person,
        Some('o') => Kind::Organization,
        Some('v') => Kind::Vessel,
        _ => Kind::Unknown,
    };
    let name = letters.as_str();
    let Ok(query) = Query::new(name) else { return };
    let list = List::from_entities("fuzzed", "nobody", vec![Entity::new("1", kind, name)]).expect("it has a name");
    let screener = Screener::builder().list(list).build().expect("the list has an entity");
    let hits = screener.screen_query(&query);
    assert_eq!(hits.len(), 1, "the listed {kind:?} {name:?} is not found by its own name");
    assert_eq!(hits[0].score(), Score::MAX, "the listed {kind:?} {name:?} is not equal to itself");
}

/// Any text as a name: what it is after lossless normalisation is the same name, and stays so.
pub(crate) fn analyse(bytes: &[u8]) {
    let Ok(query) = Query::new(String::from_utf8_lossy(bytes)) else { return };
    let normalized = query.normalized();
    for kind in [None, Some(Kind::Person), Some(Kind::Organization), Some(Kind::Vessel)] {
        for (a, b) in [(query.name(), normalized), (normalized, query.name())] {
            let explanation = compare(a, b, kind);
            explained(&explanation, a);
            assert_eq!(explanation.listed, b);
        }
    }
    let Ok(again) = Query::new(normalized) else { return };
    // Lookalikes are undone word by word, and a dot or apostrophe parts words that are one afterwards.
    let is_other = |c: char| c.is_alphabetic() && matches!(c, '\u{370}'..='\u{58f}');
    if normalized.contains(is_other) && normalized.contains(|c: char| c.is_ascii_alphabetic()) {
        return;
    }
    assert_eq!(again.normalized(), normalized, "normalised twice, it is another name");
    let listed = Entity::new("1", Kind::Unknown, normalized);
    let list = List::from_entities("fuzzed", "nobody", vec![listed]).expect("it has a name");
    let screener = Screener::builder().list(list).build().expect("the list has an entity");
    let hits = screener.screen_query(&query);
    assert_eq!(
        hits.first().map(Hit::score),
        Some(Score::MAX),
        "{:?} is not its normalised {normalized:?}",
        query.name()
    );
}

/// Lines: settings, a query, then names as in [`lossless`], each after a letter for the version that has it: `o`ld, `n`ew, or both;
/// `c` if it has a remark in the new one only. Re-screening gives what screening both versions in full gives.
pub(crate) fn rescreen(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.split('\n');
    let configuration = configuration(lines.next().unwrap_or_default().as_bytes());
    let Ok(query) = Query::new(lines.next().unwrap_or_default()) else { return };
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for (index, line) in lines.take(MOST_NAMES).enumerate() {
        let mut letters = line.chars();
        let version = letters.next().unwrap_or('b');
        let Some(mut entity) = listed(iter::once(letters.as_str())).pop() else { continue };
        entity.id = (index % 8).to_string();
        if version != 'n' {
            old.push(entity.clone());
        }
        if version == 'c' {
            entity.add_remark("note", "changed");
        }
        if version != 'o' {
            new.push(entity);
        }
    }
    for entities in [&mut old, &mut new] {
        entities.sort_by(|a, b| a.id.cmp(&b.id));
        entities.dedup_by(|a, b| a.id == b.id);
    }
    let versions = [old, new].map(|entities| List::from_entities("fuzzed", "nobody", entities));
    let [Ok(old), Ok(new)] = versions else { return };
    let [old, new] = [[old], [new]];
    let rescreen = Rescreen::new(&old, &new, configuration).expect("both have entities");

    let changes = rescreen.changes();
    let drift = Drift::between(&old[0], &new[0]);
    assert_eq!((changes.added, changes.removed), (drift.added.len(), drift.removed.len()));
    assert_eq!(changes.changed, drift.changed.len(), "an entity that differs has no field that does: {drift:?}");

    let full = |lists: &[List]| -> BTreeMap<String, Score> {
        let builder = Screener::builder().lists(lists.to_vec()).weak_aliases(configuration.weak_aliases);
        let screener = builder.threshold(configuration.threshold).build().expect("it has entities");
        screener.screen_query(&query).iter().map(|hit| (hit.entity().id.clone(), hit.score())).collect()
    };
    let (before, after) = (full(&old), full(&new));
    let mut expected: BTreeMap<String, (Option<Score>, Option<Score>)> = BTreeMap::new();
    for id in before.keys().chain(after.keys()) {
        expected.insert(id.clone(), (before.get(id).copied(), after.get(id).copied()));
    }
    expected.retain(|_, (before, after)| before != after);
    let mut found = BTreeMap::new();
    for change in rescreen.screen(&query) {
        let hit = change.after().or(change.before()).expect("it is a hit of one version");
        for (hit, screener) in [(change.before(), rescreen.old_entities()), (change.after(), rescreen.new_entities())] {
            if let Some((hit, screener)) = hit.zip(screener) {
                assert_eq!(screener.explain(&query, &hit).score, hit.score(), "explained with another score");
            }
        }
        let scores = (change.before().map(|hit| hit.score()), change.after().map(|hit| hit.score()));
        assert!(matches!(change, Change::Rescored { .. }) == (scores.0.is_some() && scores.1.is_some()));
        assert_eq!(found.insert(hit.entity().id.clone(), scores), None, "an entity changes once");
    }
    assert_eq!(found, expected, "re-screening differs from screening both versions in full");
}

/// The entities that exceptions are held against.
static CLEARED_AGAINST: LazyLock<Screener> = LazyLock::new(|| {
    let names = ["Acme Arms", "Acme Arms Trading", "Acme Army Supply", "Zenith Arms"];
    let entity = |(index, name): (usize, &&str)| Entity::new(index.to_string(), Kind::Organization, *name);
    let list = List::from_entities("own", "nobody", names.iter().enumerate().map(entity).collect()).expect("named");
    Screener::builder().list(list).threshold(Score::from_ten_thousandths(3000)).build().expect("it has entities")
});

/// Any text as a file of exceptions; `DIGEST0` to `DIGEST3` stand for the digests of the entities.
pub(crate) fn exceptions(bytes: &[u8]) {
    let screener = &*CLEARED_AGAINST;
    let mut text = String::from_utf8_lossy(bytes).into_owned();
    for (index, entity) in screener.lists()[0].entities.iter().enumerate() {
        text = text.replace(&format!("DIGEST{index}"), &digest(entity));
    }
    let read = match Exceptions::from_json_lines("cleared.jsonl", &text) {
        Ok(read) => read,
        Err(error) => {
            assert!(error.to_string().contains("cleared.jsonl, line "), "an error without its line: {error}");
            return;
        }
    };
    let each: Vec<Exception> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}")))
        .collect();
    assert_eq!(read.len(), each.len(), "an exception is lost");
    let written: String = each.iter().flat_map(|exception| [json(exception), "\n".to_owned()]).collect();
    let again: Vec<Exception> = written.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    assert_eq!(again, each, "serde changes an exception");
    assert_eq!(Exceptions::new(again).expect("they were good before").len(), each.len());

    let days = ["2026-01-01", "2027-01-01"].map(|day| day.parse::<PartialDate>().expect("a day"));
    for query in each.iter().map(|exception| &exception.query).take(8) {
        let hits = screener.screen_query(query);
        let days =
            days.into_iter().chain(each.iter().flat_map(|exception| [exception.cleared_on, exception.expires]).take(8));
        for on in days {
            let reviews = read.review(query, &hits, on);
            assert_eq!(reviews.len(), hits.len(), "a hit is lost");
            for (hit, review) in hits.iter().zip(reviews) {
                let of_pair = |exception: &&Exception| {
                    exception.query.normalized() == query.normalized()
                        && exception.list == "own"
                        && exception.entity == hit.entity().id
                };
                let applies = |exception: &Exception| {
                    let Exception { query: asked, entity_digest, cleared_on, expires, .. } = exception;
                    (asked.kind(), asked.country(), asked.birth_date())
                        == (query.kind(), query.country(), query.birth_date())
                        && asked.identifiers() == query.identifiers()
                        && *entity_digest == digest(hit.entity())
                        && (*cleared_on..=*expires).contains(&on)
                };
                let expected = each.iter().filter(of_pair).any(applies);
                assert_eq!(review.is_cleared(), expected, "{review:?} on {on}");
                assert_eq!(review.exception().is_some(), each.iter().any(|exception| of_pair(&exception)));
            }
        }
    }
}

/// A file as a journal. After a first line `raw`, any bytes; else lines of which each is a record that gets its place in the
/// chain, or, after `!`, stays as it is.
pub(crate) fn journal(bytes: &[u8]) {
    let content = match bytes.strip_prefix(b"raw\n") {
        Some(raw) => raw.to_vec(),
        None => chained(&String::from_utf8_lossy(bytes)),
    };
    let folder = tempfile::tempdir().expect("a folder for the journal");
    let path = folder.path().join("decisions.jsonl");
    fs::write(&path, &content).expect("the journal is written");

    let (mut entries, mut fault) = (Vec::new(), None);
    for entry in Journal::read(&path).expect("it is there") {
        match entry {
            Ok(entry) => entries.push(entry),
            Err(error) => fault = Some(error),
        }
    }
    let whole: String = entries.iter().map(line_of).collect();
    assert!(content.starts_with(whole.as_bytes()), "a line was taken that is not as it would have been written");
    assert_eq!(fault.is_none(), whole.len() == content.len(), "bytes that no line accounts for");
    match (Journal::verify(&path), &fault) {
        (Ok(report), None) => {
            assert_eq!(report.records, entries.len() as u64);
            assert_eq!(report.head.as_ref(), entries.last().map(|entry| &entry.hash));
        }
        (Err(JournalError::Broken { fault: Fault::Record { .. }, line, .. }), _) => {
            assert!(entries[line as usize - 1].record().is_err(), "line {line} can be read");
        }
        (Err(error), Some(fault)) => assert_eq!(error.to_string(), fault.to_string()),
        (verified, fault) => panic!("read: {fault:?}, verified: {verified:?}"),
    }
    assert_eq!(fs::read(&path).expect("it is there"), content, "reading changes nothing");

    let opened = Journal::open(&path, Sync::OnCall);
    if !matches!(fault, None | Some(JournalError::Torn { .. })) {
        assert!(opened.is_err(), "what is broken is written on");
        assert_eq!(fs::read(&path).expect("it is there"), content, "what is broken stays as it is");
        return;
    }
    let mut journal = opened.unwrap_or_else(|error| panic!("{error}"));
    let torn = journal.repaired().map(|repair| fs::read(&repair.kept_in).expect("the tail is kept"));
    // A last line that lacks its line break alone is given it.
    let completed = fault.is_some() && torn.is_none();
    let whole = if completed { String::from_utf8_lossy(&content).into_owned() + "\n" } else { whole };
    let kept = [whole.as_bytes(), &torn.unwrap_or_default()].concat();
    assert_eq!(kept.strip_suffix(b"\n").filter(|_| completed).unwrap_or(&kept), content, "repairing lost a byte");
    let lines = entries.len() as u64 + u64::from(completed);
    let record = DecisionRecord::new(&CLEARED_AGAINST, &Query::new("Acme Arms").expect("a name"));
    let added = journal.append(&record).expect("it can be written");
    assert_eq!((added.sequence, added.record().expect("just written")), (lines + 1, record));
    drop(journal);
    let written = [whole, line_of(&added)].concat();
    assert_eq!(fs::read_to_string(&path).expect("it is there"), written, "the journal goes on where it was whole");
}

fn line_of(entry: &Entry) -> String {
    let Entry { hash, previous, sequence, .. } = entry;
    let record = entry.json();
    format!("{{\"hash\":\"{hash}\",\"previous\":\"{previous}\",\"record\":{record},\"sequence\":{sequence}}}\n")
}

fn chained(text: &str) -> Vec<u8> {
    use sha2::{Digest as _, Sha256};
    let (mut content, mut previous, mut sequence) = (String::new(), "0".repeat(64), 0);
    for line in text.split_inclusive('\n') {
        if let Some(as_is) = line.strip_prefix('!') {
            content += as_is;
            continue;
        }
        let record = line.trim_end_matches('\n');
        let hash = Sha256::digest([previous.as_bytes(), record.as_bytes()].concat());
        let hash = hash.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
        sequence += 1;
        content +=
            &format!("{{\"hash\":\"{hash}\",\"previous\":\"{previous}\",\"record\":{record},\"sequence\":{sequence}}}");
        content += &line[record.len()..];
        previous = hash;
    }
    content.into_bytes()
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("plain data with string keys")
}
