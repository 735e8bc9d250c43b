//! Files that are replaced whole or not at all.

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Links that lead to links; systems give up at about as many.
const MAX_LINKS: usize = 40;

/// Replaces a file, or makes it, such that whoever opens it finds all of the old content or all of the new, never a part:
/// not while it is written, and not after the program was killed or the machine lost its power.
///
/// What `write` writes goes to a file in the same folder whose name begins with a dot and ends in `.part`. When it is on
/// the disk it takes the place of the old file, and then the folder is brought to the disk as well. If `write` or the disk
/// fails, the old file is as it was. The new file has the old one's permissions, from before its first byte; if `path` is a
/// symbolic link, the file it leads to is replaced or made. What is no file (a device, a pipe) is not replaced.
///
/// A program that is killed in between may leave its `.part` file behind, which nothing reads
/// ([`open_all`](crate::list::open_all) passes over names that begin with a dot).
///
/// # Errors
///
/// Whatever `write` returns, and whatever the file system has to say. If the last step alone fails, bringing the folder to the
/// disk, the new file is in place, and a loss of power may still bring the old one back.
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
    let path = target(path.as_ref())?;
    let old = match fs::metadata(&path) {
        // In its place a program that reads a pipe or writes to a device would find a file.
        Ok(old) if !old.is_file() => {
            return Err(io::Error::other(format!("{} is no file that could be replaced", path.display())));
        }
        Ok(old) => Some(old.permissions()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
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
    // A temporary file is its owner's alone until it has the permissions of the old one.
    if let (None, Some(permissions)) = (&old, permissions()) {
        builder.permissions(permissions);
    }
    let mut part = builder.tempfile_in(folder)?;
    if let Some(permissions) = old {
        part.as_file().set_permissions(permissions)?;
    }
    let mut buffered = io::BufWriter::new(part.as_file_mut());
    write(&mut buffered)?;
    buffered.flush()?;
    drop(buffered);
    part.as_file().sync_all()?;
    part.persist(&path).map_err(|failed| failed.error)?;
    sync_folder(folder)
}

/// The file that a path means: where links lead, also if there is nothing yet.
fn target(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        match path.canonicalize() {
            Ok(existing) => return Ok(existing),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        // Nothing is there: a new file, or a link that leads to one.
        let Ok(linked) = fs::read_link(&path) else { return Ok(path) };
        path = path.parent().unwrap_or(Path::new("")).join(linked);
    }
    Err(io::Error::other(format!("{} leads from one link to the next without end", path.display())))
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
