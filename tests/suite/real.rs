//! The published lists and name collections that lie beside the repository on the machines that have them: they are too
//! large, and some not ours, to be kept in it. A test that needs them says aloud when it is skipped.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use sanctions_screen::list::{List, Mapping, ReadOptions, open_all};

const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared");

/// A file or folder, or `None` with a word about it where there is none.
pub(crate) fn path(file: &str) -> Option<PathBuf> {
    let path = Path::new(SHARED).join(file);
    if path.exists() {
        Some(path)
    } else {
        // Written past the test harness, which keeps the output of a test that passes to itself.
        let _ = writeln!(std::io::stderr(), "skipped in part: ../shared/{file} is absent");
        None
    }
}

/// OFAC's list of specially designated nationals: 18,000 entities, 40,000 names.
pub(crate) fn sdn() -> Option<List> {
    Some(List::open(path("data/ofac-sdn/sdn.csv")?, &ReadOptions::default().lenient()).unwrap())
}

/// The list of the UN Security Council, which gives names in their own scripts.
pub(crate) fn un() -> Option<List> {
    Some(List::open(path("data/un/consolidated.xml")?, &ReadOptions::default().lenient()).unwrap())
}

/// The annexes of EU regulations, which give names in several alphabets.
pub(crate) fn eu() -> Option<Vec<List>> {
    open(&["data/eu-oj"])
}

/// Every official list, as a user would load them.
pub(crate) fn official() -> Option<Vec<List>> {
    open(&[
        "data/au-dfat/Australian_Sanctions_Consolidated_List.xlsx",
        "data/ca-sema",
        "data/cn-mofcom-mfa",
        "data/eu-oj",
        "data/ofac-cons/consolidated.xml",
        "data/ofac-sdn/sdn.csv",
        "data/un",
        "data/uk-ofsi/ConList.csv.gz",
        "data/us-export-control",
        "data/us-bis-dpl",
        "data/ua-nsdc/sanctions.xlsx",
    ])
}

fn open(files: &[&str]) -> Option<Vec<List>> {
    let mut options = ReadOptions::default().lenient();
    for mapping in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/mappings")).unwrap() {
        options = options.mapping(Mapping::open(mapping.unwrap().path()).unwrap());
    }
    let paths = files.iter().map(|file| path(file)).collect::<Option<Vec<_>>>()?;
    Some(open_all(&paths, &options).unwrap().0)
}

/// Names of companies that have a Legal Entity Identifier; hardly any is listed.
pub(crate) fn companies() -> Option<Vec<String>> {
    let mut text = String::new();
    let file = std::fs::File::open(path("data/names-gleif/gleif_names.csv.gz")?).unwrap();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
    Some(column(text.as_bytes(), "legal_name"))
}

/// Names of persons who are not listed.
pub(crate) fn persons() -> Option<Vec<String>> {
    let bytes = std::fs::read(path("data/names-person/synthetic_negatives_us.csv")?).unwrap();
    Some(column(&bytes, "full_name"))
}

fn column(bytes: &[u8], name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(bytes);
    let at = reader.headers().unwrap().iter().position(|header| header == name).unwrap();
    reader.records().map(|record| record.unwrap()[at].to_owned()).collect()
}
