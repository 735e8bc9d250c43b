//! Prepares the tables (`build/tables.rs`), and gives the sources and tables of this build a number, so that a snapshot is read
//! only by a build that analyses and files names as the one that wrote it.

#[path = "src/name/fold.rs"]
#[allow(dead_code, reason = "the library uses the rest")]
mod fold;
#[path = "src/name/tables/layout.rs"]
#[allow(dead_code, reason = "the library uses the rest")]
mod layout;
#[path = "src/name/script/letters.rs"]
#[allow(dead_code, reason = "the library uses the rest")]
mod script;
#[path = "src/name/split.rs"]
#[allow(dead_code, reason = "the library uses the rest")]
mod split;
#[path = "build/tables.rs"]
mod tables;
#[path = "src/name/trigram.rs"]
mod trigram;

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    for file in ["src", "tables", "build", "build.rs"] {
        println!("cargo::rerun-if-changed={file}");
    }
    prepare_tables()?;
    if env::var_os("CARGO_FEATURE_SNAPSHOT").is_some() {
        println!("cargo::rustc-env=SANCTIONS_SCREEN_BUILD={:016x}", number_of(&["src", "tables", "build"])?);
    }
    Ok(())
}

/// Prepares the tables, unless neither they nor what reads them has changed since the last time.
fn prepare_tables() -> io::Result<()> {
    let folder = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    let read = ["tables", "build", "src/name/fold.rs", "src/name/split.rs", "src/name/trigram.rs"];
    let read = number_of(&[&read[..], &["src/name/tables/layout.rs", "src/name/script/letters.rs"]].concat())?;
    let (stamp, read) = (folder.join("stamp"), format!("{read:016x}"));
    if fs::read_to_string(&stamp).is_ok_and(|stamp| stamp == read) {
        return Ok(());
    }
    tables::Tables::read(Path::new("tables"))?.write(&folder)?;
    fs::write(stamp, read)
}

/// A number for the bytes of these files and folders.
fn number_of(paths: &[&str]) -> io::Result<u64> {
    let mut files = Vec::new();
    for path in paths {
        collect(Path::new(path), &mut files)?;
    }
    files.sort();
    // FNV-1a: it need not be fast, only the same on every machine.
    let mut number = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |byte: u8| number = (number ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    for file in files {
        // A checkout may have other ends of lines.
        fs::read(&file)?.into_iter().filter(|&byte| byte != b'\r').for_each(&mut add);
        add(0);
    }
    Ok(number)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        collect(&entry?.path(), files)?;
    }
    Ok(())
}
