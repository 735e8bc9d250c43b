//! A file whose replacement loads the lists again.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use tokio::time::{MissedTickBehavior, interval};

use crate::service::Service;

/// What tells a file from the one that takes its place.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    modified: Option<SystemTime>,
    bytes: u64,
    /// One that is moved into its place may be older, and as long.
    #[cfg(unix)]
    inode: u64,
}

impl Stamp {
    /// None where there is no such file.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok()?;
        Some(Self {
            modified: metadata.modified().ok(),
            bytes: metadata.len(),
            #[cfg(unix)]
            inode: std::os::unix::fs::MetadataExt::ino(&metadata),
        })
    }
}

/// Loads the lists again whenever the watched file is replaced. It is looked at, not listened for: that works on every file
/// system, and a look costs nothing.
pub(crate) async fn reload_on_replacement(service: Arc<Service>) {
    if service.settings.watched.is_none() {
        return;
    }
    let mut looks = interval(service.settings.watched_every);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        looks.tick().await;
        let service = Arc::clone(&service);
        let looked = tokio::task::spawn_blocking(move || {
            if service.is_replaced() {
                // What comes of it is in the log.
                drop(service.reload());
            }
        });
        drop(looked.await);
    }
}
