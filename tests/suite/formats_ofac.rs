use sanctions_screen::list::{List, ReadOptions, Severity};
use sanctions_screen::*;
use std::collections::BTreeMap;
const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data");
#[test]
fn probe() {
    for f in [
        "ofac-sdn/sdn.csv",
        "ofac-sdn-2022-01/sdn.csv",
        "ofac-cons/cons_prim.csv",
        "ofac-cons/consolidated.xml",
        "format-samples/ofac-sdn-xml/sdn.xml.gz",
        "format-samples/ofac-sdn-xml/consolidated_tempuri-namespace.xml.gz",
        "ofac-enhanced-xml/irgc_subset.xml",
        "format-samples/ofac-enhanced-xml/CONS_ENHANCED.ZIP",
    ] {
        let t = std::time::Instant::now();
        let l = List::open(format!("{DATA}/{f}"), &ReadOptions::default().lenient()).unwrap();
        println!(
            "== {f} {} {:?} {} ents {} names {} ids {} records, {:?}",
            l.id,
            l.date,
            l.entities.len(),
            l.names(),
            l.identifiers(),
            l.report.records,
            t.elapsed()
        );
        let mut k = BTreeMap::new();
        for e in &l.entities {
            *k.entry(e.kind).or_insert(0) += 1;
        }
        let mut n = BTreeMap::new();
        for e in &l.entities {
            for x in &e.names {
                *n.entry(x.name_type).or_insert(0) += 1;
            }
        }
        let mut i = BTreeMap::new();
        for e in &l.entities {
            for x in &e.identifiers {
                *i.entry(x.kind).or_insert(0) += 1;
            }
        }
        println!(
            "{k:?}\n{n:?}\n{i:?} births {} places {} gender {} addr {} desig {}",
            l.entities.iter().map(|e| e.birth_dates.len()).sum::<usize>(),
            l.entities.iter().map(|e| e.birth_places.len()).sum::<usize>(),
            l.entities.iter().filter(|e| e.gender.is_some()).count(),
            l.entities.iter().map(|e| e.addresses.len()).sum::<usize>(),
            l.entities.iter().map(|e| e.designations.len()).sum::<usize>()
        );
        let mut p: BTreeMap<(Severity, String), (usize, String)> = BTreeMap::new();
        for x in &l.report.problems {
            let e = p.entry((x.severity, x.reason.clone())).or_insert((0, x.to_string()));
            e.0 += 1;
        }
        println!("{p:#?}");
        let mut r: BTreeMap<String, (usize, String)> = BTreeMap::new();
        for e in &l.entities {
            for x in &e.remarks {
                let y = r.entry(x.label.clone()).or_insert((0, x.text.chars().take(60).collect()));
                y.0 += 1;
            }
        }
        for x in r {
            println!("   {x:?}");
        }
    }
    let a = List::open(format!("{DATA}/ofac-sdn/sdn.csv"), &ReadOptions::default().lenient()).unwrap();
    let b = List::open(format!("{DATA}/format-samples/ofac-sdn-xml/sdn.xml.gz"), &ReadOptions::default()).unwrap();
    let mut shown = BTreeMap::new();
    for x in &a.entities {
        let Some(y) = b.entities.iter().find(|y| y.id == x.id) else {
            println!("only csv {}", x.id);
            continue;
        };
        let mut say = |what: &str, p: String, q: String| {
            if p != q {
                let n = shown.entry(what.to_owned()).or_insert(0);
                *n += 1;
                if *n < 40 {
                    println!("{what} {} csv {p} xml {q}", x.id);
                }
            }
        };
        say("kind", format!("{:?}", x.kind), format!("{:?}", y.kind));
        let pr = |e: &Entity| {
            let mut v: Vec<_> = e.designations.iter().map(|d| d.programme.clone()).collect();
            v.sort();
            format!("{v:?}")
        };
        say("prog", pr(x), pr(y));
        let weak = |e: &Entity| {
            let mut v: Vec<_> =
                e.names.iter().filter(|n| matches!(n.name_type, NameType::WeakAlias)).map(|n| n.full.clone()).collect();
            v.sort();
            format!("{v:?}")
        };
        say("weak", weak(x), weak(y));
        say("primary", format!("{:?}", x.names[0]), format!("{:?}", y.names[0]));
        let ids = |e: &Entity, o: &Entity| {
            let mut v: Vec<_> =
                e.identifiers.iter().filter(|i| !o.identifiers.contains(i)).map(|i| format!("{:?}", i)).collect();
            v.sort();
            format!("{v:?}")
        };
        let (p, q) = (ids(x, y), ids(y, x));
        if p != q {
            say("ids", p, q);
        }
        let b = |e: &Entity| {
            let mut v: Vec<_> = e.birth_dates.iter().map(|d| d.to_string()).collect();
            v.sort();
            format!("{v:?}")
        };
        say("births", b(x), b(y));
        let b = |e: &Entity| {
            let mut v = e.birth_places.clone();
            v.sort();
            format!("{v:?} {:?}", e.gender)
        };
        say("places", b(x), b(y));
        let b = |e: &Entity| {
            let mut v: Vec<_> = e.positions.clone();
            v.sort();
            format!("{v:?}")
        };
        say("positions", b(x), b(y));
        let b = |e: &Entity| {
            let mut v: Vec<_> =
                e.countries.iter().filter(|c| c.0 != CountryRole::Residence).map(|c| format!("{c:?}")).collect();
            v.sort();
            format!("{v:?}")
        };
        say("countries", b(x), b(y));
    }
    println!("{shown:?}");
}
