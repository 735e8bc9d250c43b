//! Prints every name of lists as tab-separated lines (list, entity, kind, standing, name):
//! `cargo run --release --example names -- MAPPINGS LIST... > names.tsv`

use std::io::Write as _;

use sanctions_screen::list::{Mapping, ReadOptions, open_all};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [mappings, paths @ ..] = &arguments[..] else { return Err("name a folder of mappings and some lists".into()) };
    let mut options = ReadOptions::default().lenient();
    for mapping in std::fs::read_dir(mappings)? {
        options = options.mapping(Mapping::open(mapping?.path())?);
    }
    let (lists, _) = open_all(paths, &options)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for list in &lists {
        for entity in &list.entities {
            for name in &entity.names {
                let standing = serde_json::to_value(name.name_type)?;
                let full = name.full.split(['\t', '\n', '\r']).collect::<Vec<_>>().join(" ");
                let standing = standing.as_str().unwrap_or_default();
                writeln!(out, "{}\t{}\t{}\t{standing}\t{full}", list.id, entity.id, entity.kind.as_str())?;
            }
        }
    }
    out.flush()?;
    Ok(())
}
