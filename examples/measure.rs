//! Measures a screener of all lists in a folder: `cargo run --release --example measure -- DATA MAPPINGS`

use std::path::Path;
use std::time::Instant;

use sanctions_screen::list::{Mapping, ReadOptions, open_all};
use sanctions_screen::{Query, Screener};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let data = Path::new(&arguments[0]);
    let mut options = ReadOptions::default().lenient();
    for mapping in std::fs::read_dir(&arguments[1])? {
        options = options.mapping(Mapping::open(mapping?.path())?);
    }
    let folders: Vec<_> = [
        "au-dfat/Australian_Sanctions_Consolidated_List.xlsx",
        "ca-sema",
        "cn-mofcom-mfa",
        "eu-oj",
        "ofac-cons/consolidated.xml",
        "ofac-sdn/sdn.csv",
        "un",
        "uk-ofsi/ConList.csv.gz",
        "us-export-control",
        "us-bis-dpl",
        "opensanctions-ua-war-sanctions",
        "ua-nsdc/sanctions.xlsx",
        "format-samples/eu-fsf-xml/20240513-FULL-1_1.xml.gz",
    ]
    .iter()
    .map(|f| data.join(f))
    .collect();
    let start = Instant::now();
    let (lists, _) = open_all(&folders, &options)?;
    println!("read {} lists in {:?}", lists.len(), start.elapsed());
    let entities: usize = lists.iter().map(|l| l.entities.len()).sum();
    let names: usize = lists.iter().map(|l| l.names()).sum();
    println!("{entities} entities {names} names");
    let start = Instant::now();
    let screener = Screener::builder().lists(lists).build()?;
    println!("built in {:?}, index {} MB", start.elapsed(), screener.index_memory() >> 20);
    for file in &arguments[2..] {
        let text = std::fs::read_to_string(file)?;
        let names: Vec<&str> = text.lines().collect();
        let mut times = Vec::new();
        let (mut alerts, mut shown) = (0, 0);
        let start = Instant::now();
        let total = names.len();
        for name in names {
            let begin = Instant::now();
            let Ok(query) = Query::new(name) else { continue };
            let hits = screener.screen_query(&query);
            times.push(begin.elapsed());
            if !hits.is_empty() {
                alerts += 1;
                if shown < 60 {
                    shown += 1;
                    println!("  {name} -> {} {} [{}]", hits[0].score(), hits[0].matched_name().full, hits[0].list().id);
                }
            }
        }
        times.sort_unstable();
        println!(
            "{file}: {alerts}/{total} alert = {:.3} %, {:?} in all, median {:?} p99 {:?} max {:?}",
            100.0 * alerts as f64 / total as f64,
            start.elapsed(),
            times[times.len() / 2],
            times[times.len() * 99 / 100],
            times[times.len() - 1]
        );
    }
    Ok(())
}
