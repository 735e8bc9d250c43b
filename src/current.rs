//! The lists in force, replaced while calls are in flight.

use std::ops::Deref;
use std::sync::Arc;

use arc_swap::ArcSwap;
use serde::{Deserialize, Serialize};

use crate::decision::ListVersion;
use crate::screener::Screener;

/// The screener in force: any number of threads screen with it while another one puts the next in its place.
///
/// A call takes the [`Edition`] in force with [`Self::load`] and screens with that one to its end, whatever is put in its
/// place meanwhile; so its hits come wholly from one edition, and the edition says which. Neither loading nor replacing
/// takes a lock. An edition is freed when the last call that holds it is done.
///
/// ```
/// use sanctions_screen::{Current, Entity, Kind, List, Screener};
///
/// let screener = |name: &str| {
///     let list = List::from_entities("own", "Example Bank", vec![Entity::new("1", Kind::Organization, name)])?;
///     Screener::builder().list(list).build()
/// };
/// let current = Current::new(screener("Karelin Turbine Works")?);
///
/// let edition = current.load();
/// let hits = edition.screen("Karelin Turbine Works")?;
/// current.replace(screener("Zephyr Gyroscopes")?); // the hits in hand are not touched
/// assert_eq!(hits.len(), 1);
/// assert_eq!(edition.version().number, 1);
///
/// assert!(current.load().screen("Karelin Turbine Works")?.is_empty());
/// assert_eq!(current.load().version().number, 2);
/// # Ok::<(), sanctions_screen::Error>(())
/// ```
#[derive(Debug)]
pub struct Current {
    edition: ArcSwap<Edition>,
}

/// A screener that is or was in force, with its version. It derefs to the [`Screener`].
#[derive(Debug)]
pub struct Edition {
    screener: Arc<Screener>,
    version: Version,
}

/// Which edition gave an answer: keep it with the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Counts the editions of one [`Current`], from 1. It starts anew with the program; the digests do not.
    pub number: u64,
    /// The lists, in order, each with its SHA-256.
    pub lists: Vec<ListVersion>,
}

impl Current {
    /// Puts the first screener in force.
    pub fn new(screener: impl Into<Arc<Screener>>) -> Self {
        Self { edition: ArcSwap::from_pointee(Edition::new(screener.into(), 1)) }
    }

    /// The edition in force. Load it once for each answer, and screen, explain and record with that one: two loads may
    /// give two editions.
    pub fn load(&self) -> Arc<Edition> {
        self.edition.load_full()
    }

    /// Puts the next screener in force, and returns the edition whose place it took.
    ///
    /// Build the screener first: a list that cannot be read then leaves the one in force as it is.
    pub fn replace(&self, screener: impl Into<Arc<Screener>>) -> Arc<Edition> {
        let screener = screener.into();
        // Counted from the edition that is in fact replaced, so that of two threads that replace at once the one in
        // force bears the greater number.
        self.edition.rcu(|old| Edition::new(Arc::clone(&screener), old.version.number + 1))
    }
}

impl Edition {
    fn new(screener: Arc<Screener>, number: u64) -> Self {
        let lists = screener.lists().iter().map(ListVersion::of).collect();
        Self { screener, version: Version { number, lists } }
    }

    /// Which edition this is.
    pub fn version(&self) -> &Version {
        &self.version
    }
}

impl Deref for Edition {
    type Target = Screener;

    fn deref(&self) -> &Screener {
        &self.screener
    }
}
