//! Inputs that once broke a law, each minimised: `fixtures/crashes/<fuzz target>/`. They must break none now.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use sanctions_screen::list::{List, Mapping, ReadOptions};

use crate::laws;

type Law = fn(&[u8]);

const LAWS: [(&str, Law); 13] = [
    ("analyse", laws::analyse),
    ("compare", laws::comparison),
    ("exceptions", laws::exceptions),
    ("formats", laws::formats),
    ("journal", laws::journal),
    ("lossless", laws::lossless),
    ("mapping", laws::mapping),
    ("ofac_csv", laws::ofac_csv),
    ("own_name", laws::own_name),
    ("query", laws::query),
    ("rescreen", laws::rescreen),
    ("screen", laws::screen),
    ("sheet", laws::sheet),
];

/// Findings that nobody has fixed yet. Whoever fixes one takes it from here: the test says so.
const OPEN: [&str; 0] = [];

#[test]
fn inputs_that_once_broke_a_law_keep_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/crashes");
    let mut tried = 0;
    let mut broken = Vec::new();
    for target in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        let name = target.file_name().unwrap().to_str().unwrap();
        let (_, law) = LAWS.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("no fuzz target {name}"));
        for input in fs::read_dir(&target).unwrap().map(|entry| entry.unwrap().path()) {
            let bytes = fs::read(&input).unwrap();
            tried += 1;
            if std::panic::catch_unwind(|| law(&bytes)).is_err() {
                broken.push(format!("{name}/{}", input.file_name().unwrap().display()));
            }
        }
    }
    assert!(tried > 0, "{} holds no inputs", folder.display());
    broken.sort_unstable();
    assert_eq!(broken, OPEN, "left: the inputs that break a law; right: those known to be open");
}

/// The fixture lists seed the fuzz targets: every loader is reached from one of them.
#[test]
fn every_format_has_a_seed() {
    let mut options = ReadOptions::default().lenient();
    let lists = fixture_lists();
    for mapping in lists.iter().filter(|path| path.extension().is_some_and(|ending| ending == "toml")) {
        options = options.mapping(Mapping::open(mapping).unwrap());
    }
    let read = lists.iter().filter_map(|path| List::open(path, &options).ok());
    let reached: BTreeSet<String> = read.filter_map(|list| list.report.format).collect();
    // All formats but `ofac-csv-part`, whose files are read with their primary one (the target `ofac_csv`).
    let all = "australia-xlsx bis-dpl canada-xml csl-csv csl-json eu-fsf-csv eu-fsf-xml ofac-advanced-xml \
               ofac-csv ofac-enhanced-xml ofac-xml ofsi-csv ofsi-xlsx ofsi-xml open-sanctions-ftm \
               open-sanctions-nested open-sanctions-simple own-csv own-json own-json-lines own-xlsx seco-xml \
               senzing uk-sanctions-csv uk-sanctions-xml un-xml";
    assert_eq!(reached.into_iter().collect::<Vec<_>>().join(" "), all);
}

fn fixture_lists() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/lists")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    assert!(files.len() > 20, "{} fixture lists", files.len());
    files
}

/// Every fixture list is an input too, whole and cut off at many places.
#[test]
fn cut_off_lists_are_an_error_or_a_consistent_list() {
    for file in fixture_lists() {
        let bytes = fs::read(&file).unwrap();
        laws::formats(&bytes);
        let step = (bytes.len() / 23).max(1);
        for end in (0..bytes.len()).step_by(step) {
            laws::formats(&bytes[..end]);
        }
    }
}
