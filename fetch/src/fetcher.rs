//! Downloads a source into a folder: asks, tries again, looks at what came, and replaces the file.

use std::fmt;
use std::time::Duration;

use sanctions_screen::list::drift::{Drift, Finding, Policy};
use sanctions_screen::list::{List, ReadOptions};
use serde::{Serialize, Serializer};

use crate::download::{self, Again, Answer, Download};
use crate::error::{Error, Result};
use crate::folder::{Folder, Receipt};
use crate::source::Source;

/// How lists are fetched.
///
/// ```
/// use sanctions_screen_fetch::Settings;
/// let mut settings = Settings::default();
/// settings.attempts = 2;
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Settings {
    /// How often a server is asked at most, the first time included; at least once.
    pub attempts: u32,
    /// The pause before the second attempt. It doubles before each further one, and chance takes up to half of it away, so
    /// that many programs that failed together do not come back together.
    pub first_pause: Duration,
    /// The longest pause. A server that asks for a longer one (`Retry-After`) is not asked again.
    pub longest_pause: Duration,
    /// How long it may take to connect.
    pub connect: Duration,
    /// How long the answer may be in coming, and how long it may stand still.
    pub read: Duration,
    /// How long one attempt may take in all.
    pub total: Duration,
    /// Redirects that are followed.
    pub redirects: u32,
    /// The largest file, once decompressed. It is held in memory until it has been read.
    pub most_bytes: u64,
    /// How a new file is read to see whether it is a list.
    pub options: ReadOptions,
    /// What a new version may change of the one in place.
    pub policy: Policy,
    /// Who the server is told is asking.
    pub user_agent: String,
    /// Certificates (PEM) of those that are trusted, in place of Mozilla's list: for a network whose gateway opens TLS.
    pub root_certificates: Option<Vec<u8>>,
    /// Allows `http://` for addresses of this machine: for tests.
    pub plain_on_loopback: bool,
    /// Makes the pauses the same in every run.
    pub seed: Option<u64>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            attempts: 4,
            first_pause: Duration::from_secs(2),
            longest_pause: Duration::from_mins(2),
            connect: Duration::from_secs(15),
            read: Duration::from_mins(1),
            total: Duration::from_mins(15),
            redirects: 5,
            most_bytes: 512 << 20,
            options: ReadOptions::default(),
            policy: Policy::default(),
            user_agent: concat!("sanctions-screen/", env!("CARGO_PKG_VERSION")).to_owned(),
            root_certificates: None,
            plain_on_loopback: false,
            seed: None,
        }
    }
}

/// Downloads sources.
pub struct Fetcher {
    settings: Settings,
    agent: ureq::Agent,
    chance: fastrand::Rng,
    pause: Box<dyn FnMut(Duration) + Send>,
}

impl fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetcher").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// What became of a source.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Fetched {
    /// The source.
    #[serde(flatten)]
    pub source: Source,
    /// How often the server was asked.
    pub attempts: u32,
    /// What came of it.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// The file that was in place before, if there was a good one.
    pub before: Option<Receipt>,
}

/// What came of fetching a source.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case", tag = "outcome")]
#[non_exhaustive]
pub enum Outcome {
    /// The file is new.
    Replaced {
        /// What is in place now.
        now: Receipt,
        /// What it changes, if there was a list before.
        changes: Option<Changes>,
    },
    /// The server has nothing newer than what is in place.
    Unchanged {
        /// What is in place.
        now: Receipt,
    },
    /// No good file came. What was in place still is.
    Failed {
        /// Why not.
        #[serde(serialize_with = "as_text")]
        error: std::sync::Arc<Error>,
    },
}

/// What a new version changes, counted in entities, and what the drift guard has to say of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Changes {
    /// Entities that are new.
    pub added: usize,
    /// Entities that are gone.
    pub removed: usize,
    /// Entities whose data are other than before.
    pub changed: usize,
    /// What a person should look at; nothing of it refuses the new version.
    pub warnings: Vec<Finding>,
}

fn as_text<S: Serializer>(error: &std::sync::Arc<Error>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(error)
}

impl Fetched {
    /// Whether no good file came.
    pub fn is_failed(&self) -> bool {
        matches!(self.outcome, Outcome::Failed { .. })
    }
}

impl fmt::Display for Fetched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = &self.source.file;
        let dated = |receipt: &Receipt| receipt.date.map_or_else(String::new, |date| format!(" of {date}"));
        write!(f, "{}: ", self.source.id)?;
        match (&self.outcome, &self.before) {
            (Outcome::Replaced { now, changes }, _) => {
                write!(f, "{file}{} is new, {} entities", dated(now), now.entities)?;
                if let Some(Changes { added, removed, changed, warnings }) = changes {
                    write!(f, " ({added} added, {removed} removed, {changed} changed)")?;
                    for Finding { message, .. } in warnings {
                        write!(f, "; WARNING: {message}")?;
                    }
                }
                Ok(())
            }
            (Outcome::Unchanged { now }, _) => {
                write!(f, "{file}{} has not changed, {} entities", dated(now), now.entities)
            }
            (Outcome::Failed { error }, Some(before)) => {
                write!(f, "FAILED, {file}{} with {} entities is kept: {error}", dated(before), before.entities)
            }
            (Outcome::Failed { error }, None) => write!(f, "FAILED, and there is no good {file} from before: {error}"),
        }
    }
}

impl Fetcher {
    /// A fetcher with these settings. Proxies are taken from the environment (`HTTPS_PROXY`, `NO_PROXY`).
    ///
    /// # Errors
    ///
    /// [`Error::Setting`] if a setting cannot be used.
    pub fn new(settings: Settings) -> Result<Self> {
        if settings.attempts == 0 {
            let reason = "a server must be asked at least once".to_owned();
            return Err(Error::Setting { setting: "attempts", reason });
        }
        let agent = download::agent(&settings)?;
        let chance = settings.seed.map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed);
        Ok(Self { settings, agent, chance, pause: Box::new(std::thread::sleep) })
    }

    /// Pauses in another way than by sleeping.
    #[must_use]
    pub fn pausing(mut self, pause: impl FnMut(Duration) + Send + 'static) -> Self {
        self.pause = Box::new(pause);
        self
    }

    /// Downloads a source, unless the server has nothing new, and replaces its file in the folder if what came is the next
    /// version of the list. Whatever goes wrong, the file in place stays.
    pub fn fetch(&mut self, source: &Source, folder: &Folder) -> Fetched {
        let mut attempts = 0;
        let before = folder.last_good(source, &self.settings.options);
        let (before, outcome) = match before {
            Ok(before) => {
                let outcome = self.renew(source, folder, before.as_ref(), &mut attempts);
                (before, outcome)
            }
            Err(error) => (None, Err(error)),
        };
        let outcome = outcome.unwrap_or_else(|error| Outcome::Failed { error: error.into() });
        Fetched { source: source.clone(), attempts, outcome, before }
    }

    fn renew(
        &mut self,
        source: &Source,
        folder: &Folder,
        last_good: Option<&Receipt>,
        attempts: &mut u32,
    ) -> Result<Outcome> {
        // A receipt tells a server only of what came from there.
        let known = last_good
            .filter(|receipt| receipt.url == source.url && (receipt.etag.is_some() || receipt.last_modified.is_some()));
        match (self.ask(source, known, attempts)?, known) {
            (Answer::NotModified, Some(known)) => Ok(Outcome::Unchanged { now: known.clone() }),
            (Answer::NotModified, None) => Err(Error::Status { url: source.url.clone(), status: 304 }),
            (Answer::File(download), _) => self.accept(source, folder, download),
        }
    }

    /// Asks until there is an answer, or no hope of one.
    fn ask(&mut self, source: &Source, known: Option<&Receipt>, attempts: &mut u32) -> Result<Answer> {
        loop {
            *attempts += 1;
            let failure = match download::download(&self.agent, &self.settings, &source.url, known) {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            if *attempts >= self.settings.attempts {
                return Err(failure.error);
            }
            let pause = self.backoff(*attempts);
            let pause = match failure.again {
                Again::Never => return Err(failure.error),
                Again::Later => pause,
                Again::After(asked) if asked > self.settings.longest_pause => {
                    return Err(match failure.error {
                        Error::Status { url, status } => {
                            Error::TooLong { url, status, asked, most: self.settings.longest_pause }
                        }
                        other => other,
                    });
                }
                Again::After(asked) => asked.max(pause),
            };
            (self.pause)(pause);
        }
    }

    /// The pause after so many attempts: doubled each time, up to the longest, less up to half of it.
    fn backoff(&mut self, attempts: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(attempts - 1);
        let full = self.settings.first_pause.saturating_mul(doubled).min(self.settings.longest_pause);
        full.mul_f64(1.0 - self.chance.f64() / 2.0)
    }

    fn accept(&self, source: &Source, folder: &Folder, download: Download) -> Result<Outcome> {
        let Download { content, etag, last_modified } = download;
        let url = source.url.clone();
        let list = List::from_bytes(&source.file, &content, &self.settings.options)
            .map_err(|error| Error::Unreadable { url: url.clone(), source: Box::new(error) })?;
        let entities = list.entities.len();
        if entities < source.at_least {
            return Err(Error::TooFew { url, entities, at_least: source.at_least });
        }
        let before = folder.list(source, &self.settings.options);
        let is_same = before.as_ref().is_some_and(|before| before.sha256 == list.sha256);
        let changes = before.filter(|_| !is_same).map(|before| self.judge(&url, &before, &list)).transpose()?;
        let bytes = content.len() as u64;
        let now =
            Receipt { url, etag, last_modified, sha256: list.sha256, bytes, list: list.id, date: list.date, entities };
        if is_same {
            folder.note(source, &now)?;
            return Ok(Outcome::Unchanged { now });
        }
        folder.replace(source, &content, &now)?;
        Ok(Outcome::Replaced { now, changes })
    }

    /// Whether a list may take the place of the one before, and what it changes.
    fn judge(&self, url: &str, before: &List, new: &List) -> Result<Changes> {
        let drift = Drift::between(before, new);
        let verdict = drift.judge(&self.settings.policy);
        if !verdict.accepted {
            return Err(Error::Refused { url: url.to_owned(), findings: verdict.findings });
        }
        Ok(Changes {
            added: drift.added.len(),
            removed: drift.removed.len(),
            changed: drift.changed.len(),
            warnings: verdict.findings,
        })
    }
}
