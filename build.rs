//! Gives the sources and tables of this build a number, so that a snapshot is read only by a build that analyses and files
//! names as the one that wrote it.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let mut files = Vec::new();
    for folder in ["src", "tables"] {
        println!("cargo::rerun-if-changed={folder}");
        collect(Path::new(folder), &mut files)?;
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
    println!("cargo::rustc-env=SANCTIONS_SCREEN_BUILD={number:016x}");
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if env::var_os("CARGO_FEATURE_SNAPSHOT").is_none() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { collect(&path, files)? } else { files.push(path) }
    }
    Ok(())
}
