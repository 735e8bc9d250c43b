//! The rooms of the library stand in the order in which data flows; a room uses only rooms that stand before it, so no
//! cycle can form.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, first to last. `lib.rs` comes after all of them.
const ROOMS: &[&str] = &[
    "error",
    "row",
    "replace",
    "canonical",
    "metric",
    "entity",
    "timestamp",
    "list",
    // A list that comes with the crate.
    "bundled",
    "name",
    "profile",
    "query",
    "score",
    "index",
    "candidate",
    "explain",
    "hit",
    "identifier",
    "screener",
    "decision",
    "snapshot",
    "current",
    "replay",
    "journal",
    "exceptions",
    "rescreen",
    "mutation",
    "evaluation",
    "batch",
];

/// Rooms that must not know each other even though the order would allow it, with the reason.
const STRANGERS: &[(&str, &str, &str)] = &[
    ("score", "list", "scores know no file format"),
    ("index", "entity", "the index knows no entity"),
    ("index", "list", "the index knows no file format"),
    ("name", "list", "analysis knows no file format"),
    ("list", "name", "a loader knows no analysis"),
    ("hit", "explain", "a hit is plain data; it is explained when asked"),
];

struct Source {
    path: PathBuf,
    room: String,
    text: String,
}

fn sources() -> Vec<Source> {
    fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let inner = path.strip_prefix(&root).unwrap();
            let room = inner.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
            Source { text: fs::read_to_string(&path).unwrap(), path, room }
        })
        .collect()
}

/// The rooms that a file names, with the line: every `crate::room`, in a `use` or in place. Comments may name any room.
fn used(text: &str) -> Vec<(usize, String)> {
    let mut used = Vec::new();
    for (line, code) in text.lines().enumerate() {
        let code = code.split("//").next().unwrap_or_default();
        for (at, _) in code.match_indices("crate::") {
            let rest = &code[at + "crate::".len()..];
            if let Some(group) = rest.strip_prefix('{') {
                used.extend(group.split(['{', '}', ',']).map(|item| (line + 1, first_segment(item.trim()))));
            } else {
                used.push((line + 1, first_segment(rest)));
            }
        }
    }
    used.retain(|(_, room)| !room.is_empty());
    used
}

fn first_segment(path: &str) -> String {
    path.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect()
}

fn place(room: &str) -> usize {
    ROOMS.iter().position(|known| *known == room).unwrap_or_else(|| panic!("{room} is no room of the table"))
}

#[test]
fn rooms_use_only_rooms_before_them() {
    let mut wrong = Vec::new();
    let mut uses = 0;
    for Source { path, room, text } in sources().iter().filter(|source| source.room != "lib") {
        for (line, other) in used(text) {
            uses += 1;
            if place(&other) > place(room) {
                wrong.push(format!("{}:{line}: {room} uses {other}, which stands after it", path.display()));
            }
        }
    }
    assert!(uses > 100, "only {uses} uses were seen: the sources are read wrongly");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn strangers_do_not_meet() {
    let mut wrong = Vec::new();
    for Source { path, room, text } in &sources() {
        for (line, other) in used(text) {
            if let Some((.., reason)) = STRANGERS.iter().find(|(a, b, _)| a == room && *b == other) {
                wrong.push(format!("{}:{line}: {room} uses {other}, but {reason}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_room_stands_in_the_table() {
    for Source { path, room, .. } in sources() {
        assert!(room == "lib" || ROOMS.contains(&room.as_str()), "{}: {room} is no room of the table", path.display());
    }
}

#[test]
fn uses_are_seen_as_they_are_written() {
    let text =
        "use crate::{entity::Kind, error::Error};\nlet x = crate::score::align(crate::name::y); // crate::list\n";
    let seen: Vec<String> = used(text).into_iter().map(|(_, room)| room).collect();
    assert_eq!(seen, ["entity", "error", "score", "name"]);
}
