//! What each limit costs: inputs made to fill the memory or the day, each read by a process of its own, with what came of it,
//! how much time of a processor it took and how much memory the process used at most (Linux).
//!
//! ```sh
//! cargo run --release --features snapshot --example limits
//! cargo run --release --features snapshot --example limits JSON     # those of which the description holds a word
//! ```
#![allow(clippy::print_stdout, reason = "the table is the answer")]

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::Command;

use sanctions_screen::list::{List, ReadOptions};
use sanctions_screen::{MAX_NAME_CHARACTERS, Query, Score, Screener, bundled_screener};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// How the process that is measured takes the input.
#[derive(Clone, Copy)]
enum Input {
    /// As a list, leniently: nothing is given up early.
    List,
    /// As a name screened against the bundled list, at the default threshold.
    Name,
    /// As a snapshot.
    Snapshot,
}

/// A hostile input, and who makes it.
struct Case {
    limit: &'static str,
    what: &'static str,
    file: &'static str,
    input: Input,
    write: fn(&mut dyn Write) -> io::Result<()>,
}

const UN_START: &str = "<?xml version=\"1.0\"?><CONSOLIDATED_LIST dateGenerated=\"2026-01-01\"><INDIVIDUALS>";
const UN_END: &str = "</INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>";
const HEADER: &str = "id,kind,name,aliases\n";

const CASES: &[Case] = &[
    list("bytes once decompressed", "gzip: zeros", "zeros.csv.gz", |to| gzip(to, |to| repeat(to, "\0", 3 << 30))),
    list("bytes once decompressed", "zip: zeros", "zeros.zip", |to| zip(to, "own.csv", |to| repeat(to, "\0", 3 << 30))),
    list("bytes once decompressed", "gzip: XML, comments without end", "comments.xml.gz", |to| {
        gzip(to, |to| between(to, UN_START, &format!("<!--{}-->", "a".repeat(1 << 20)), 3 << 10, UN_END))
    }),
    list("bytes once decompressed", "zip: own CSV, blank lines without end", "blank.zip", |to| {
        zip(to, "own.csv", |to| between(to, "id,kind,name\n1,person,Ivan\n", "\n", 3 << 30, ""))
    }),
    list("entities", "own CSV: rows `N,,a`", "rows.csv.gz", |to| {
        gzip(to, |to| {
            to.write_all(HEADER.as_bytes())?;
            (0..5_000_001).try_for_each(|row| writeln!(to, "{row},,a,"))
        })
    }),
    list("names of an entity", "own CSV: one name of 2 bytes after the other", "names.csv", |to| {
        to.write_all(HEADER.as_bytes())?;
        (0..100).try_for_each(|row| {
            write!(to, "{row},,a,")?;
            (0..110_000).try_for_each(|name| write!(to, "{name};"))?;
            writeln!(to)
        })
    }),
    list("problems", "own CSV: rows `1`", "problems.csv.gz", |to| {
        gzip(to, |to| between(to, &format!("{HEADER}1,,Ivan,\n"), "1\n", 5_000_000, ""))
    }),
    list("XML: nesting", "<a><a><a>...", "deep.xml", |to| {
        between(to, &format!("{UN_START}<INDIVIDUAL>"), "<a>", 1_000_000, "")
    }),
    list("XML: a tag", "attributes without end", "attributes.xml", |to| {
        to.write_all(format!("{UN_START}<INDIVIDUAL ").as_bytes())?;
        (0..1_000_000).try_for_each(|n| write!(to, "a{n}='' "))?;
        write!(to, "/>{UN_END}")
    }),
    list("XML: a tag", "as many attributes as are allowed", "attributes-allowed.xml", |to| {
        to.write_all(format!("{UN_START}<INDIVIDUAL ").as_bytes())?;
        (0..700_000).try_for_each(|n| write!(to, "a{n}='' "))?;
        write!(to, "><DATAID>1</DATAID><FIRST_NAME>Ivan</FIRST_NAME></INDIVIDUAL>{UN_END}")
    }),
    list("XML: text of an element", "a text without end", "text.xml.gz", |to| {
        gzip(to, |to| {
            between(to, &format!("{UN_START}<INDIVIDUAL><COMMENTS1>"), "a", 1 << 30, "</COMMENTS1></INDIVIDUAL>")
        })
    }),
    list("XML: elements of a record", "<a/> without end", "elements.xml", |to| {
        between(to, &format!("{UN_START}<INDIVIDUAL>"), "<a/>", 2 << 20, "</INDIVIDUAL>")
    }),
    list(
        "XML: elements of a record",
        "as many as are allowed, in each of 20 records",
        "elements-allowed.xml.gz",
        |to| {
            gzip(to, |to| {
                to.write_all(UN_START.as_bytes())?;
                for record in 0..20 {
                    let start = format!("<INDIVIDUAL><DATAID>{record}</DATAID><FIRST_NAME>Ivan</FIRST_NAME>");
                    between(to, &start, "<ALIAS><Q/></ALIAS>", 520_000, "</INDIVIDUAL>")?;
                }
                to.write_all(UN_END.as_bytes())
            })
        },
    ),
    list("XML: DTD", "a billion laughs", "laughs.xml", |to| {
        to.write_all(b"<!DOCTYPE l [<!ENTITY a0 'ha'>")?;
        (1..=9).try_for_each(|level| write!(to, "<!ENTITY a{level} '{}'>", format!("&a{};", level - 1).repeat(10)))?;
        write!(to, "]>{UN_START}<INDIVIDUAL><FIRST_NAME>&a9;</FIRST_NAME></INDIVIDUAL>{UN_END}")
    }),
    list("tables: cell", "gzip: a cell without end", "cell.csv.gz", |to| {
        gzip(to, |to| between(to, &format!("{HEADER}1,person,"), "a", 1 << 30, "\n"))
    }),
    list("tables: cell", "a quote that is never closed", "quote.csv", |to| {
        between(to, &format!("{HEADER}1,person,\""), "a,b\n", 64 << 20, "")
    }),
    list("tables: row", "cells as long as they may be", "row.csv.gz", |to| {
        gzip(to, |to| between(to, &format!("{HEADER}1,person,a,"), &format!("{},", "a".repeat(1 << 20)), 64, "\n"))
    }),
    list("tables: cells of a row", "commas", "commas.csv", |to| {
        between(to, &format!("{HEADER}1,person,a,"), ",", 64 << 20, "\n")
    }),
    list("tables: cells of a row", "rows with as many as are allowed", "commas-allowed.csv.gz", |to| {
        gzip(to, |to| {
            write!(to, "id,kind,name")?;
            (3..4_999).try_for_each(|column| write!(to, ",c{column}"))?;
            (0..4_000).try_for_each(|row| writeln!(to, "\n{row},,a{}", ",x".repeat(4_996)))
        })
    }),
    list("JSON: nesting", "[[[[...", "deep.json", |to| {
        between(to, "[{\"id\":1,\"name\":\"x\",\"kind\":\"person\",\"a\":", "[", 10_000_000, "")
    }),
    list("JSON: values of a record", "[1,1,1,...", "values.json", |to| {
        between(to, "[{\"id\":1,\"name\":\"x\",\"kind\":\"person\",\"a\":[", "1,", 32 << 20, "1]}]")
    }),
    list(
        "JSON: values of a record",
        "as many as are allowed, in each of 100 records",
        "values-allowed.json.gz",
        |to| {
            gzip(to, |to| {
                for record in 0..100 {
                    let start = if record == 0 { "[" } else { "," };
                    let start = format!("{start}{{\"id\":{record},\"name\":\"x\",\"kind\":\"person\",\"a\":[");
                    between(to, &start, "[],", 1_000_000, "1]}")?;
                }
                to.write_all(b"]")
            })
        },
    ),
    list("JSON: line or record", "JSON lines: a line without end", "line.jsonl.gz", |to| {
        gzip(to, |to| between(to, "{\"id\":1,\"kind\":\"person\",\"name\":\"", "a", 1 << 30, "\"}\n"))
    }),
    list("JSON: line or record", "a document: a text without end", "text.json.gz", |to| {
        gzip(to, |to| between(to, "[{\"id\":1,\"kind\":\"person\",\"name\":\"", "a", 1 << 30, "\"}]\n"))
    }),
    list("JSON: line or record", "JSON lines: [1,1,1,... on each of 20 lines", "values.jsonl.gz", |to| {
        gzip(to, |to| {
            (0..20).try_for_each(|line| {
                let start = format!("{{\"id\":{line},\"kind\":\"person\",\"name\":\"a\",\"b\":[");
                between(to, &start, "1,", 1 << 19, "1]}\n")
            })
        })
    }),
    list("JSON: keys of a record", "keys without end", "keys.json", |to| {
        to.write_all(b"[{\"id\":1,\"name\":\"x\",\"kind\":\"person\"")?;
        (0..900_000).try_for_each(|key| write!(to, ",\"k{key}\":1"))?;
        to.write_all(b"}]")
    }),
    list("spreadsheet: bytes unpacked", "a bomb of zeros", "zeros.xlsx", |to| {
        workbook(to, "", |to| repeat(to, "\0", 1 << 30))
    }),
    list("spreadsheet: cells", "two cells in the farthest corners", "corners.xlsx", |to| {
        let far = "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"inlineStr\"><is><t>x</t></is></c></row>";
        workbook(to, "", |to| to.write_all(far.as_bytes()))
    }),
    list("spreadsheet: cells", "as many as are allowed, nearly all empty", "hollow.xlsx", |to| {
        workbook(to, "", |to| {
            (4..1_220).try_for_each(|row| {
                write!(to, "<row r=\"{row}\"><c r=\"XFD{row}\" t=\"inlineStr\"><is><t>x</t></is></c></row>")
            })
        })
    }),
    list("spreadsheet: cells", "short cells without end", "cells.xlsx", |to| {
        workbook(to, "", |to| {
            (4..550_000).try_for_each(|row| write!(to, "<row r=\"{row}\">{}</row>", "<c><v>1</v></c>".repeat(14)))
        })
    }),
    list("spreadsheet: bytes unpacked", "shared texts without end", "shared.xlsx", |to| {
        workbook(to, &"<si/>".repeat((120 << 20) / 5), |_| Ok(()))
    }),
    Case {
        limit: "name of a query",
        what: "words of listed names, 1,000 characters",
        file: "words.txt",
        input: Input::Name,
        write: |to| to.write_all("Karelin Technology Trading Petrov ".repeat(40).as_bytes()),
    },
    Case {
        limit: "name of a query",
        what: "single letters, 1,000 characters",
        file: "letters.txt",
        input: Input::Name,
        write: |to| to.write_all("a b c d e f ".repeat(90).as_bytes()),
    },
    Case {
        limit: "name of a query",
        what: "Chinese, 1,000 characters",
        file: "chinese.txt",
        input: Input::Name,
        write: |to| to.write_all("大连机床集团有限责任公司重长乐".repeat(80).as_bytes()),
    },
    Case {
        limit: "snapshot",
        what: "a row that claims 2^60 bytes",
        file: "row.snapshot",
        input: Input::Snapshot,
        write: |to| {
            let mut snapshot = Vec::new();
            bundled_screener().write_snapshot(&mut snapshot)?;
            snapshot[8..16].copy_from_slice(&(1_u64 << 60).to_le_bytes());
            to.write_all(&snapshot)
        },
    },
];

const fn list(
    limit: &'static str,
    what: &'static str,
    file: &'static str,
    write: fn(&mut dyn Write) -> io::Result<()>,
) -> Case {
    Case { limit, what, file, input: Input::List, write }
}

fn repeat(to: &mut dyn Write, unit: &str, times: usize) -> io::Result<()> {
    let at_once = (1 << 20) / unit.len().max(1) + 1;
    let many = unit.repeat(at_once.min(times));
    let mut left = times;
    while left > 0 {
        let now = left.min(at_once);
        to.write_all(&many.as_bytes()[..now * unit.len()])?;
        left -= now;
    }
    Ok(())
}

fn between(to: &mut dyn Write, start: &str, unit: &str, times: usize, end: &str) -> io::Result<()> {
    to.write_all(start.as_bytes())?;
    repeat(to, unit, times)?;
    to.write_all(end.as_bytes())
}

fn gzip(to: &mut dyn Write, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut packed = flate2::write::GzEncoder::new(to, flate2::Compression::fast());
    content(&mut packed)?;
    packed.finish().map(drop)
}

fn zip(to: &mut dyn Write, name: &str, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut packed = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    packed.start_file(name, zip::write::SimpleFileOptions::default().large_file(true))?;
    content(&mut packed)?;
    to.write_all(packed.finish()?.get_ref())
}

/// The fixture with more rows in its sheet and more shared texts.
fn workbook(to: &mut dyn Write, texts: &str, rows: impl Fn(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let whole = File::open(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/lists/own/watchlist.xlsx"))?;
    let mut old = zip::ZipArchive::new(whole)?;
    let mut new = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    for index in 0..old.len() {
        let entry = old.by_index(index)?;
        let name = entry.name()?.into_owned();
        let content = io::read_to_string(entry)?;
        new.start_file(name.as_str(), zip::write::SimpleFileOptions::default())?;
        match content.split_once("</sheetData>") {
            Some((start, rest)) => {
                new.write_all(start.as_bytes())?;
                rows(&mut new)?;
                write!(new, "</sheetData>{rest}")?;
            }
            None => new.write_all(content.as_bytes())?,
        }
    }
    new.start_file("xl/sharedStrings.xml", zip::write::SimpleFileOptions::default())?;
    write!(new, "<sst>{texts}</sst>")?;
    to.write_all(new.finish()?.get_ref())
}

fn main() -> Result {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, number, path] = &arguments[..]
        && flag == "--measure"
    {
        return measure(&CASES[number.parse::<usize>()?], Path::new(path));
    }
    let folder = tempfile::tempdir()?;
    println!("| limit | input | bytes | what comes of it | CPU s | MiB |\n|---|---|---:|---|---:|---:|");
    for (number, case) in CASES.iter().enumerate() {
        if !arguments.iter().all(|word| case.limit.contains(word.as_str()) || case.what.contains(word.as_str())) {
            continue;
        }
        let path = folder.path().join(case.file);
        let mut file = BufWriter::new(File::create(&path)?);
        (case.write)(&mut file)?;
        file.flush()?;
        let bytes = fs::metadata(&path)?.len();
        let child =
            Command::new(std::env::current_exe()?).arg("--measure").arg(number.to_string()).arg(&path).output()?;
        let said = String::from_utf8_lossy(&child.stdout);
        let said = if child.status.success() { said.trim().to_owned() } else { format!("DIES: {} | |", child.status) };
        println!("| {} | {} | {bytes} | {said} |", case.limit, case.what);
        io::stdout().flush()?;
        fs::remove_file(&path)?;
    }
    Ok(())
}

/// Takes the input as a user would, and says what came of it, in how long, with how much memory at most.
fn measure(case: &Case, path: &Path) -> Result {
    let peak = || -> Option<u64> {
        let status = fs::read_to_string("/proc/self/status").ok()?;
        status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().strip_suffix(" kB")?.parse().ok()
    };
    let name = match case.input {
        Input::Name => {
            // The list is there before.
            bundled_screener().screen("Karelin")?;
            fs::read_to_string(path)?.chars().take(MAX_NAME_CHARACTERS).collect()
        }
        _ => String::new(),
    };
    // Nanoseconds on a processor: other programs make no difference.
    let spent =
        || -> Option<u64> { fs::read_to_string("/proc/self/schedstat").ok()?.split_whitespace().next()?.parse().ok() };
    let (before, started) = (peak().unwrap_or_default(), spent().unwrap_or_default());
    let outcome = match case.input {
        Input::List => List::open(path, &ReadOptions::default().lenient()).map(|list| {
            format!("read: {} entities, {} names, {} left out", list.entities.len(), list.names(), list.report.left_out)
        }),
        Input::Name => Query::new(name).map(|query| {
            let hits = bundled_screener().screen_at(&query, Score::from_ten_thousandths(7_500));
            format!("screened: {} hits", hits.len())
        }),
        Input::Snapshot => Screener::open_snapshot(path).map(|_| "read".to_owned()),
    };
    let seconds = (spent().unwrap_or_default() - started) as f64 / 1e9;
    let outcome = outcome.unwrap_or_else(|error| format!("refused: {}", shown(&error.to_string())));
    let grown = (peak().unwrap_or_default() - before) / 1024;
    println!("{outcome} | {seconds:.3} | {grown}");
    Ok(())
}

/// A message without what would break the table.
fn shown(message: &str) -> String {
    let plain: String = message.chars().map(|c| if c.is_control() || c == '|' { ' ' } else { c }).collect();
    match plain.char_indices().nth(150) {
        Some((end, _)) => format!("{}...", &plain[..end]),
        None => plain,
    }
}
