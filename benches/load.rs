//! Bytes a second from a file in memory to entities, by format. What is written here is read back and counted.

mod settings;

use std::fmt::Write as _;

use criterion::{BenchmarkId, Throughput};
use sanctions_screen::list::ReadOptions;
use sanctions_screen::{Kind, List};
use sanctions_screen_benches::{aliases, list, own_csv};

const NAMES: usize = 10_000;

type Writer = fn(&List) -> String;

const FORMATS: [(&str, Writer); 4] = [
    ("own.csv", own_csv),
    ("own.jsonl", own_json_lines),
    ("sdn.xml", ofac_xml),
    ("targets.simple.csv", opensanctions_simple),
];

fn main() {
    let mut criterion = settings::criterion();
    let list = list(NAMES, 1);
    let mut group = criterion.benchmark_group("load");
    for (file, write) in FORMATS {
        let text = write(&list);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::new("strict", file), text.as_bytes(), |bencher, bytes| {
            bencher.iter(|| {
                let read = List::from_bytes(file, bytes, &ReadOptions::default()).expect("what was written is read");
                assert_eq!((read.entities.len(), read.names()), (list.entities.len(), NAMES), "{file}");
                read
            });
        });
    }
    group.finish();
    criterion.final_summary();
}

fn own_json_lines(list: &List) -> String {
    let mut text = String::new();
    for entity in &list.entities {
        let (kind, aliases) = (entity.kind.as_str(), aliases(entity));
        let name = entity.primary_name();
        // The names hold nothing that JSON would escape otherwise than Rust.
        let _ =
            writeln!(text, "{{\"id\":{:?},\"kind\":{kind:?},\"name\":{name:?},\"aliases\":{aliases:?}}}", entity.id);
    }
    text
}

fn ofac_xml(list: &List) -> String {
    let count = list.entities.len();
    let mut text = format!(
        "<?xml version=\"1.0\" standalone=\"yes\"?>\n<sdnList xmlns=\"https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML\">\
         <publshInformation><Publish_Date>05/07/2024</Publish_Date><Record_Count>{count}</Record_Count></publshInformation>"
    );
    for entity in &list.entities {
        let kind = match entity.kind {
            Kind::Person => "Individual",
            Kind::Vessel => "Vessel",
            _ => "Entity",
        };
        let _ = write!(
            text,
            "<sdnEntry><uid>{}</uid><lastName>{}</lastName><sdnType>{kind}</sdnType>\
             <programList><program>SDGT</program></programList>",
            entity.id,
            entity.primary_name()
        );
        let aliases = aliases(entity);
        if !aliases.is_empty() {
            text += "<akaList>";
            for (number, alias) in aliases.iter().enumerate() {
                let _ = write!(
                    text,
                    "<aka><uid>{number}</uid><type>a.k.a.</type><category>strong</category><lastName>{alias}</lastName></aka>"
                );
            }
            text += "</akaList>";
        }
        text += "</sdnEntry>\n";
    }
    text + "</sdnList>\n"
}

fn opensanctions_simple(list: &List) -> String {
    let mut text = "\"id\",\"schema\",\"name\",\"aliases\",\"birth_date\",\"countries\",\"addresses\",\"identifiers\",\
                    \"sanctions\",\"phones\",\"emails\",\"program_ids\",\"dataset\",\"first_seen\",\"last_seen\",\"last_change\"\n"
        .to_owned();
    for entity in &list.entities {
        let schema = match entity.kind {
            Kind::Person => "Person",
            Kind::Vessel => "Vessel",
            _ => "Organization",
        };
        let _ = writeln!(
            text,
            "\"{}\",\"{schema}\",\"{}\",\"{}\",\"\",\"cy\",\"\",\"\",\"\",\"\",\"\",\"\",\"Synthetic\",\
             \"2025-10-06T14:15:21\",\"2026-03-13T05:41:01\",\"2026-02-05T14:54:48\"",
            entity.id,
            entity.primary_name(),
            aliases(entity).join(";")
        );
    }
    text
}
