//! Files that are replaced whole or not at all.

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::Path;

/// Replaces a file, or makes it, such that whoever opens it finds all of the old content or all of the new, never a part:
/// not while it is written, and not after the program was killed or the machine lost its power.
///
/// What `write` writes goes to a file in the same folder whose name begins with a dot and ends in `.part`. When it is on
/// the disk it takes the place of the old file, and then the folder is brought to the disk as well. If `write` or the disk
/// fails, the old file is as it was. The new file has the old one's permissions; if `path` is a symbolic link, the file
/// it leads to is replaced.
///
/// A program that is killed in between may leave its `.part` file behind, which nothing reads
/// ([`open_all`](crate::list::open_all) passes over names that begin with a dot).
///
/// # Errors
///
/// Whatever `write` returns, and whatever the file system has to say.
///
/// ```
/// use std::io::Write as _;
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("version.txt");
/// sanctions_screen::replace_file(&path, |file| file.write_all(b"old"))?;
/// sanctions_screen::replace_file(&path, |file| file.write_all(b"new"))?;
/// assert_eq!(std::fs::read(&path)?, b"new");
///
/// // What fails half-way leaves what was there.
/// let failed = sanctions_screen::replace_file(&path, |file| {
///     file.write_all(b"ha")?;
///     Err(std::io::Error::other("no more to be had"))
/// });
/// assert!(failed.is_err());
/// assert_eq!(std::fs::read(&path)?, b"new");
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn replace_file(path: impl AsRef<Path>, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let path = match path.as_ref().canonicalize() {
        Ok(existing) => existing,
        Err(error) if error.kind() == io::ErrorKind::NotFound => path.as_ref().to_owned(),
        Err(error) => return Err(error),
    };
    let name = path.file_name().ok_or_else(|| io::Error::other(format!("{} is no file", path.display())))?;
    // The folder of a bare file name is written as nothing.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut prefix = std::ffi::OsString::from(".");
    prefix.push(name);
    prefix.push(".");
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(".part");
    if let Some(permissions) = permissions() {
        builder.permissions(permissions);
    }
    let mut part = builder.tempfile_in(folder)?;
    let mut buffered = io::BufWriter::new(part.as_file_mut());
    write(&mut buffered)?;
    buffered.flush()?;
    drop(buffered);
    match fs::metadata(&path) {
        Ok(old) => part.as_file().set_permissions(old.permissions())?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    part.as_file().sync_all()?;
    part.persist(&path).map_err(|failed| failed.error)?;
    sync_folder(folder)
}

/// What any program gives a new file; the process's mask takes away from it. A temporary file would be its owner's alone.
#[cfg(unix)]
fn permissions() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn permissions() -> Option<Permissions> {
    None
}

/// A new name in a folder is on the disk only when the folder is.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Other systems keep folders themselves, and cannot open them as files.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}
