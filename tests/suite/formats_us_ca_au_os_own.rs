//! Lists of the US (except OFAC), Canada, Australia, OpenSanctions, Senzing, and a bank's own: fixtures and real files.

use std::path::{Path, PathBuf};

use sanctions_screen::list::{List, Mapping, ReadOptions, Severity, open_all};

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The folder of real lists, which is not part of the repository.
fn shared() -> Option<PathBuf> {
    let path = repository("../shared/data");
    if path.exists() {
        return Some(path);
    }
    println!("skipped: ../shared is absent");
    None
}

fn with(mapping: &str) -> ReadOptions {
    ReadOptions::default().mapping(Mapping::open(repository("mappings").join(mapping)).unwrap())
}

fn all_mappings() -> ReadOptions {
    let mut files: Vec<_> =
        std::fs::read_dir(repository("mappings")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().fold(ReadOptions::default(), |options, file| options.mapping(Mapping::open(file).unwrap()))
}

/// Entities, names and identifiers of a list, and what was left out.
fn counts(list: &List) -> (usize, usize, usize, usize) {
    (list.entities.len(), list.names(), list.identifiers(), list.report.at_least(Severity::PartLeftOut).count())
}

#[test]
fn mappings_read_the_real_files_whole() {
    let Some(shared) = shared() else { return };
    for (mapping, file) in [
        ("ua-nsdc.toml", "ua-nsdc/sanctions.xlsx"),
        ("ua-nsdc-persons.toml", "ua-nsdc/names_individuals.csv.gz"),
        ("ua-nsdc-entities.toml", "ua-nsdc/names_entities.csv.gz"),
        ("cn-countermeasures.toml", "cn-mofcom-mfa/sanctions.csv"),
        ("ofac-sdn-names.toml", "ofac-sdn-names-2025/sdn_names.csv"),
        ("au-dfat-names.toml", "au-dfat/names.csv.gz"),
        ("eu-fsf-names.toml", "eu-fsf/eu_fsf_names_2025-05.csv.gz"),
    ] {
        match List::open(shared.join(file), &with(mapping)) {
            Ok(list) => println!("{file} {:?} warnings {}", counts(&list), list.report.problems.len()),
            Err(error) => println!("{file} {error}"),
        }
    }
    let options = with("eu-oj.toml").mapping(Mapping::open(repository("mappings/us-export-control.toml")).unwrap());
    match open_all(&[shared.join("eu-oj"), shared.join("us-export-control")], &options) {
        Ok((lists, skipped)) => {
            println!("{} lists, skipped {skipped:?}", lists.len());
            for list in lists {
                println!(
                    "{} {} {:?} {:?} {:?}",
                    list.id,
                    list.publisher,
                    list.date,
                    counts(&list),
                    list.report.problems.first().map(ToString::to_string)
                );
            }
        }
        Err(error) => println!("{error}"),
    }
    let _ = all_mappings();
}

#[test]
fn probe() {
    let Some(shared) = shared() else { return };
    for file in [
        "us-csl/csl_sample.csv",
        "format-samples/us-csl/consolidated.csv.gz",
        "format-samples/us-csl/consolidated_excerpt_2025-06.csv",
        "format-samples/us-csl/consolidated_3records.json",
        "us-bis-dpl/dpl.txt",
        "ca-sema/sema-lmes.xml",
        "au-dfat/Australian_Sanctions_Consolidated_List.xlsx",
        "opensanctions-ua-war-sanctions/targets.simple.csv",
        "opensanctions-sa-peps/entities.ftm.json",
        "opensanctions-sa-peps/targets.nested.json",
        "opensanctions-sa-peps/targets.simple.csv",
        "opensanctions-sa-peps/senzing.json",
        "names-person/us_congress_senzing.json",
    ] {
        match List::open(shared.join(file), &ReadOptions::default()) {
            Ok(list) => {
                println!(
                    "{file} {} {} {:?} {:?} {:?}",
                    list.id,
                    list.report.records,
                    list.date.map(|d| d.to_string()),
                    counts(&list),
                    list.report.problems.iter().take(3).map(ToString::to_string).collect::<Vec<_>>()
                );
            }
            Err(error) => println!("{file} {error}"),
        }
    }
}
