//! The front door: lists in, a screener out, hits for every name.

use std::sync::Arc;
#[cfg(feature = "bundled")]
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::candidate::{Scratch, Work, candidates};
use crate::entity::{Entity, Kind, Name, NameType};
use crate::error::{Error, Result};
use crate::explain::{Explanation, Reason};
use crate::hit::Hit;
use crate::identifier;
use crate::index::{Builder as IndexBuilder, Index, KeyTable, ListedName, ReadingId, WholeNames};
use crate::list::List;
use crate::name::{self, HasWord, Mode, Token, WordRef, analyze, analyze_query};
use crate::profile::prepare;
use crate::query::Query;
use crate::score::align::{Alignment, align, align_as};
use crate::score::attribute::{self, Attribute};
use crate::score::{Score, weights};

/// The threshold that is used unless another is set; chosen by measurement (docs/QUALITY.md).
pub const DEFAULT_THRESHOLD: Score = Score::from_ten_thousandths(7500);
/// What an exact strong identifier scores by itself.
const IDENTIFIED: u32 = 9900;

/// What a weak alias counts for. OFAC FAQ 122 does not oblige to screen for weak aliases, but recommends it as a help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WeakAliases {
    /// As much as any other name.
    Full,
    /// Five hundredths less, and said so in the explanation.
    #[default]
    Reduced,
    /// Not at all.
    Ignored,
}

/// How a screener compares and what it reports: all that can be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct Configuration {
    /// The least score of a hit.
    pub threshold: Score,
    /// What a weak alias counts for.
    pub weak_aliases: WeakAliases,
}

impl Default for Configuration {
    fn default() -> Self {
        Self { threshold: DEFAULT_THRESHOLD, weak_aliases: WeakAliases::default() }
    }
}

/// Builds a [`Screener`].
#[derive(Debug, Default)]
#[must_use]
pub struct Builder {
    lists: Vec<List>,
    configuration: Configuration,
}

impl Builder {
    /// Adds a list.
    pub fn list(mut self, list: List) -> Self {
        self.lists.push(list);
        self
    }

    /// Adds lists.
    pub fn lists(mut self, lists: impl IntoIterator<Item = List>) -> Self {
        self.lists.extend(lists);
        self
    }

    /// The least score of a hit; [`DEFAULT_THRESHOLD`] unless set. A lower one finds more and alerts more.
    pub fn threshold(mut self, threshold: Score) -> Self {
        self.configuration.threshold = threshold;
        self
    }

    /// What weak aliases count for.
    pub fn weak_aliases(mut self, policy: WeakAliases) -> Self {
        self.configuration.weak_aliases = policy;
        self
    }

    /// Analyses and indexes all names.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] if no list was given, or none of them has an entity; [`Error::InvalidSetting`] if the threshold is 0, at which
    /// every name would hit every entity, or two lists have one id.
    pub fn build(self) -> Result<Screener> {
        Screener::new(self.lists, self.configuration)
    }
}

/// Lists made ready for screening. Immutable: share it between threads, replace it as a whole when a list changes.
///
/// ```
/// use sanctions_screen::{Entity, Kind, List, Screener};
/// let list = List::from_entities("own", "Example Bank", vec![
///     Entity::new("1", Kind::Organization, "Hangzhou Hikvision Digital Technology Co., Ltd."),
/// ])?;
/// let screener = Screener::builder().list(list).build()?;
/// let hits = screener.screen("HIKVISON DIGITAL TECHNOLOGY")?;
/// assert_eq!(hits[0].entity().id, "1");
/// assert!(screener.screen("Acme Bakery GmbH")?.is_empty());
/// # Ok::<(), sanctions_screen::Error>(())
/// ```
#[derive(Debug)]
pub struct Screener {
    pub(crate) lists: Arc<[List]>,
    configuration: Configuration,
    /// Where each entity stands: its list and its place there.
    places: Arc<[(u32, u32)]>,
    pub(crate) index: Arc<Index>,
    /// Identifiers that identify, under their hashes -> entities.
    pub(crate) identifiers: Arc<KeyTable>,
    pub(crate) whole_names: Arc<WholeNames>,
}

/// Whether a screener can be made of these.
pub(crate) fn check(lists: &[List], configuration: Configuration) -> Result<()> {
    // A list may be empty where its mapping says so (a regulation whose annex was emptied), but not all of them.
    if lists.iter().all(|list| list.entities.is_empty()) {
        return Err(Error::Empty { what: "the screener".to_owned() });
    }
    if configuration.threshold == Score::ZERO {
        return Err(Error::InvalidSetting {
            setting: "threshold",
            value: configuration.threshold.to_string(),
            reason: "it must be above 0 and at most 1, or every name would hit every entity",
        });
    }
    for (index, list) in lists.iter().enumerate() {
        if lists[..index].iter().any(|earlier| earlier.id == list.id) {
            return Err(Error::InvalidSetting {
                setting: "lists",
                value: list.id.clone(),
                reason: "two lists have this id; give one of them another",
            });
        }
    }
    Ok(())
}

thread_local! {
    static SCRATCH: std::cell::RefCell<Scratch> = std::cell::RefCell::default();
}

/// The best that an entity reaches, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Best {
    score: u32,
    name: u32,
}

/// A listed name made ready to be filed.
struct Analysed {
    name: ListedName,
    normalized: Box<str>,
    readings: SmallVec<[(Mode, Vec<Token>); 2]>,
}

/// Where each entity stands, over all lists.
fn places(lists: &[List]) -> Vec<(u32, u32)> {
    let of_list = |(list, entities): (usize, usize)| (0..entities).map(move |entity| (list as u32, entity as u32));
    lists.iter().map(|list| list.entities.len()).enumerate().flat_map(of_list).collect()
}

/// Analyses all names on all cores; in the order of the lists, whichever thread was faster.
fn analysed(lists: &[List], places: &[(u32, u32)]) -> impl Iterator<Item = Analysed> {
    /// Entities that a thread takes at once.
    const CHUNK: usize = 512;
    let chunks: Vec<(usize, &[(u32, u32)])> = places.chunks(CHUNK).enumerate().collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done: Vec<(usize, Vec<Analysed>)> = Vec::new();
        while let Some(&(chunk, places)) = chunks.get(next.fetch_add(1, Ordering::Relaxed)) {
            let mut names = Vec::new();
            for (at, &(list, entity)) in places.iter().enumerate() {
                let number = (chunk * CHUNK + at) as u32;
                analyse_entity(number, &lists[list as usize].entities[entity as usize], &mut names);
            }
            done.push((chunk, names));
        }
        done
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(chunks.len());
    let mut done: Vec<(usize, Vec<Analysed>)> = std::thread::scope(|scope| {
        // This thread works too, and alone if no other can be had.
        let others: Vec<_> =
            (1..threads).filter_map(|_| std::thread::Builder::new().spawn_scoped(scope, work).ok()).collect();
        let mut done = work();
        for other in others {
            match other.join() {
                Ok(of_other) => done.extend(of_other),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_unstable_by_key(|&(chunk, _)| chunk);
    done.into_iter().flat_map(|(_, names)| names)
}

fn analyse_entity(number: u32, entity: &Entity, names: &mut Vec<Analysed>) {
    // Weak aliases too, whatever the settings: they can be changed over the same index.
    for (name_index, name) in entity.names.iter().enumerate() {
        let readings = Mode::of(entity.kind, entity.primary_name(), &name.full)
            .iter()
            .flat_map(|&mode| analyze(&name.full, mode).into_iter().map(move |reading| (mode, reading.tokens)))
            .collect();
        let normalized = name::normalized(&name.full).into();
        let name = ListedName::new(number, name_index as u32, name.name_type == NameType::WeakAlias);
        names.push(Analysed { name, normalized, readings });
    }
}

impl Screener {
    /// A builder without lists.
    pub fn builder() -> Builder {
        Builder::default()
    }

    fn new(lists: Vec<List>, configuration: Configuration) -> Result<Self> {
        check(&lists, configuration)?;
        let places = places(&lists);
        let mut builders = Mode::ALL.map(|_| IndexBuilder::new());
        let mut whole_names = Vec::new();
        for analysed in analysed(&lists, &places) {
            for (mode, tokens) in analysed.readings {
                builders[mode.index()].add(analysed.name, &tokens);
            }
            if !analysed.normalized.is_empty() {
                whole_names.push((analysed.normalized, analysed.name));
            }
        }
        let mut identifiers = Vec::new();
        for (number, &(list, entity)) in places.iter().enumerate() {
            for listed in &lists[list as usize].entities[entity as usize].identifiers {
                if let Some(key) = identifier::key(listed.kind, &listed.value) {
                    identifiers.push((identifier::hash(&key), number as u32));
                }
            }
        }
        Ok(Self {
            lists: lists.into(),
            configuration,
            places: places.into(),
            index: Arc::new(Index::new(builders)),
            identifiers: Arc::new(KeyTable::new(identifiers)),
            whole_names: Arc::new(WholeNames::new(whole_names)),
        })
    }

    /// A screener of what a snapshot holds.
    #[cfg(feature = "snapshot")]
    pub(crate) fn of(lists: Vec<List>, index: Index, identifiers: KeyTable, whole_names: WholeNames) -> Result<Self> {
        let configuration = Configuration::default();
        check(&lists, configuration)?;
        Ok(Self {
            places: places(&lists).into(),
            lists: lists.into(),
            configuration,
            index: Arc::new(index),
            identifiers: Arc::new(identifiers),
            whole_names: Arc::new(whole_names),
        })
    }

    /// The same lists under other settings. Nothing is indexed again: both share lists and index.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidSetting`] if the threshold is 0.
    ///
    /// ```
    /// use sanctions_screen::{Entity, Kind, List, Score, Screener};
    /// let list = List::from_entities("own", "Example Bank", vec![Entity::new("1", Kind::Organization, "Acme Arms")])?;
    /// let screener = Screener::builder().list(list).build()?;
    /// let mut configuration = screener.configuration();
    /// configuration.threshold = Score::from_ratio(0.9).unwrap();
    /// let strict = screener.with_configuration(configuration)?;
    /// assert!(strict.screen("Acme Army")?.len() <= screener.screen("Acme Army")?.len());
    /// # Ok::<(), sanctions_screen::Error>(())
    /// ```
    pub fn with_configuration(&self, configuration: Configuration) -> Result<Self> {
        check(&self.lists, configuration)?;
        Ok(Self {
            lists: Arc::clone(&self.lists),
            configuration,
            places: Arc::clone(&self.places),
            index: Arc::clone(&self.index),
            identifiers: Arc::clone(&self.identifiers),
            whole_names: Arc::clone(&self.whole_names),
        })
    }

    /// The lists, in the order they were given.
    pub fn lists(&self) -> &[List] {
        &self.lists
    }

    /// What was set.
    pub fn configuration(&self) -> Configuration {
        self.configuration
    }

    /// Bytes that are held to screen, beside the entities' own text.
    pub fn index_memory(&self) -> usize {
        self.index.memory() + self.whole_names.memory() + self.identifiers.memory() + size_of_val(&*self.places)
    }

    /// Screens a name: the hits at or above the threshold, best first.
    ///
    /// # Errors
    ///
    /// As [`Query::new`]: only if the name holds nothing that could be compared, or is too long.
    pub fn screen(&self, name: &str) -> Result<Vec<Hit<'_>>> {
        Ok(self.screen_query(&Query::new(name)?))
    }

    /// Screens a made query; cannot fail.
    pub fn screen_query(&self, query: &Query) -> Vec<Hit<'_>> {
        self.screen_at(query, self.configuration.threshold)
    }

    /// Screens at another threshold than the one set (at least one ten-thousandth).
    pub fn screen_at(&self, query: &Query, threshold: Score) -> Vec<Hit<'_>> {
        let threshold = threshold.max(Score::from_ten_thousandths(1));
        let cutoff = u32::from(threshold.ten_thousandths()).saturating_sub(attribute::most_raise(query)).max(1);
        let mut best: FxHashMap<u32, Best> = FxHashMap::default();
        SCRATCH.with_borrow_mut(|scratch| {
            scratch.begin_query();
            for mode in Mode::ALL {
                let index = &self.index;
                for reading in &query.profile().readings[mode.index()] {
                    candidates(reading, index, mode, cutoff, scratch, |id, alike| {
                        let listed = index.reading(id);
                        if !self.is_ignored(listed) {
                            let alignment = align_as(reading, &index.words_of(id), mode, alike);
                            self.reached(query, listed, &alignment, cutoff, &mut best);
                        }
                    });
                }
            }
        });
        self.consider_equal(query, &mut best);
        self.hits(query, best, threshold)
    }

    /// What [`Self::screen_at`] does for a query, counted.
    pub fn work(&self, query: &Query, threshold: Score) -> Work {
        self.screen_at(query, threshold);
        SCRATCH.with_borrow(|scratch| scratch.work)
    }

    /// The same answer by comparing the query with every name on every list: the oracle that [`Self::screen_query`] is
    /// held to. Slow.
    pub fn screen_exhaustive(&self, query: &Query, threshold: Score) -> Vec<Hit<'_>> {
        let threshold = threshold.max(Score::from_ten_thousandths(1));
        let mut best = FxHashMap::default();
        for mode in Mode::ALL {
            for at in 0..query.profile().readings[mode.index()].len() {
                for id in self.index.readings(mode) {
                    self.consider(query, mode, at, id, 0, &mut best);
                }
            }
        }
        self.consider_equal(query, &mut best);
        self.hits(query, best, threshold)
    }

    /// Names that are equal after lossless normalisation.
    fn consider_equal(&self, query: &Query, best: &mut FxHashMap<u32, Best>) {
        let profile = query.profile();
        for (whole, listed) in self.whole_names.from(&profile.normalized) {
            let reached = if *whole == *profile.normalized {
                10_000
            } else if profile.is_beginning_of(whole) {
                weights::CUT_OFF
            } else {
                break;
            };
            if self.is_ignored(listed) {
                continue;
            }
            let score = self.standing(reached, listed);
            Self::keep(best, listed.entity(), Best { score, name: listed.name() });
        }
    }

    /// Keeps the better of two names of an entity; of two that are as good, the first.
    fn keep(best: &mut FxHashMap<u32, Best>, number: u32, found: Best) {
        best.entry(number)
            .and_modify(|known| {
                if (found.score, std::cmp::Reverse(found.name)) > (known.score, std::cmp::Reverse(known.name)) {
                    *known = found;
                }
            })
            .or_insert(found);
    }

    fn consider(
        &self,
        query: &Query,
        mode: Mode,
        at: usize,
        id: ReadingId,
        cutoff: u32,
        best: &mut FxHashMap<u32, Best>,
    ) {
        let listed = self.index.reading(id);
        if self.is_ignored(listed) {
            return;
        }
        let alignment = align(&query.profile().readings[mode.index()][at], &self.index.words_of(id), mode);
        self.reached(query, listed, &alignment, cutoff, best);
    }

    fn reached(
        &self,
        query: &Query,
        listed: ListedName,
        alignment: &Alignment,
        cutoff: u32,
        best: &mut FxHashMap<u32, Best>,
    ) {
        if alignment.score < cutoff.max(1) {
            return;
        }
        let score = self.name_score(query, listed, alignment);
        Self::keep(best, listed.entity(), Best { score, name: listed.name() });
    }

    /// Compares the query with every name of one entity.
    fn consider_entity(&self, query: &Query, number: u32, best: &mut FxHashMap<u32, Best>) {
        for mode in Mode::ALL {
            for id in self.index.readings_of(number, mode) {
                for at in 0..query.profile().readings[mode.index()].len() {
                    self.consider(query, mode, at, id, 0, best);
                }
            }
        }
    }

    /// The score of a name before attributes: the alignment's, less what the name's standing costs.
    fn name_score(&self, query: &Query, listed: ListedName, alignment: &Alignment) -> u32 {
        let mut score = alignment.score;
        if score > 10_000 - weights::NOT_EQUAL {
            let name = self.entity(listed.entity()).names.get(listed.name() as usize);
            if name.is_none_or(|name| name::normalized(&name.full) != query.profile().normalized) {
                score = 10_000 - weights::NOT_EQUAL;
            }
        }
        self.standing(score, listed)
    }

    /// A score less what the standing of the name costs.
    fn standing(&self, score: u32, listed: ListedName) -> u32 {
        if listed.is_weak() && self.configuration.weak_aliases == WeakAliases::Reduced {
            score.saturating_sub(weights::WEAK_ALIAS)
        } else {
            score
        }
    }

    /// Whether the settings leave this name out.
    fn is_ignored(&self, listed: ListedName) -> bool {
        self.configuration.weak_aliases == WeakAliases::Ignored && listed.is_weak()
    }

    fn hits(&self, query: &Query, mut best: FxHashMap<u32, Best>, threshold: Score) -> Vec<Hit<'_>> {
        let identified = self.identified(query);
        for &number in &identified {
            // Its best name may be below the cutoff; it is named all the same.
            self.consider_entity(query, number, &mut best);
            best.entry(number).or_insert(Best { score: 0, name: 0 });
        }
        let mut hits = Vec::with_capacity(best.len());
        for (number, found) in best {
            let entity = self.entity(number);
            let mut score = i64::from(found.score);
            for (_, points) in attribute::compare(query, entity) {
                score = (score + i64::from(points)).clamp(0, 10_000);
            }
            if identified.contains(&number) {
                score = score.max(i64::from(IDENTIFIED));
            }
            let score = Score::from_ten_thousandths(score as u32);
            if score >= threshold {
                let list = &self.lists[self.places[number as usize].0 as usize];
                hits.push(Hit { list, entity, name: name_of(entity, found.name), score, number });
            }
        }
        hits.sort_unstable();
        hits
    }

    /// The entities that share a strong identifier with the query.
    fn identified(&self, query: &Query) -> Vec<u32> {
        let mut found = Vec::new();
        for (kind, value) in query.identifiers() {
            for key in identifier::keys(*kind, value) {
                // A hash may be another identifier's.
                let bears = |number| {
                    let mut listed = self.entity(number).identifiers.iter();
                    listed.any(|listed| identifier::key(listed.kind, &listed.value).as_ref() == Some(&key))
                };
                self.identifiers.each(identifier::hash(&key), |number| {
                    if bears(number) {
                        found.push(number);
                    }
                });
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn entity(&self, number: u32) -> &Entity {
        let (list, entity) = self.places[number as usize];
        self.lists[list as usize].entities.at(entity as usize)
    }

    /// The entity of this id: on the list named by `list`, or on the first list that has it.
    pub fn find(&self, list: Option<&str>, id: &str) -> Option<(&List, &Entity)> {
        self.lists
            .iter()
            .filter(|candidate| list.is_none_or(|wanted| candidate.id == wanted))
            .find_map(|list| list.entities.find(id).map(|(_, entity)| (list, entity)))
    }

    /// Why a hit scored what it scored; computed when asked for.
    pub fn explain(&self, query: &Query, hit: &Hit<'_>) -> Explanation {
        self.why_number(query, hit.number)
    }

    /// What an entity scores for a query and why, whether or not it is a hit; `None` if no list holds the id.
    ///
    /// ```
    /// use sanctions_screen::{Entity, Kind, List, Query, Screener};
    /// let list = List::from_entities("own", "Example Bank", vec![Entity::new("1", Kind::Organization, "Wuhan Tongsheng Technology")])?;
    /// let screener = Screener::builder().list(list).build()?;
    /// let why = screener.why(&Query::new("Wuhan Global Sensor Technology")?, None, "1").unwrap();
    /// assert!(why.score < screener.configuration().threshold);
    /// # Ok::<(), sanctions_screen::Error>(())
    /// ```
    pub fn why(&self, query: &Query, list: Option<&str>, id: &str) -> Option<Explanation> {
        let mut first = 0;
        for of_list in &*self.lists {
            if list.is_none_or(|wanted| of_list.id == wanted)
                && let Some((place, _)) = of_list.entities.find(id)
            {
                return Some(self.why_number(query, (first + place) as u32));
            }
            first += of_list.entities.len();
        }
        None
    }

    fn why_number(&self, query: &Query, number: u32) -> Explanation {
        let entity = self.entity(number);
        let mut best: Option<(u32, u32, Explanation)> = None;
        for (name_index, name) in entity.names.iter().enumerate() {
            let name_index = name_index as u32;
            let this = ListedName::new(number, name_index, name.name_type == NameType::WeakAlias);
            if self.is_ignored(this) {
                continue;
            }
            let normalized = name::normalized(&name.full);
            let is_equal = normalized == query.profile().normalized;
            let cut_off = self.standing(weights::CUT_OFF, this);
            let mut reached: Option<(u32, Explanation)> = None;
            for &mode in Mode::of(entity.kind, entity.primary_name(), &name.full) {
                for listed in analyze(&name.full, mode) {
                    let mut tokens = listed.tokens;
                    tokens.truncate(crate::profile::MOST_TOKENS);
                    let words: Vec<WordRef<'_>> = tokens.iter().map(HasWord::word).collect();
                    for reading in &query.profile().readings[mode.index()] {
                        let alignment = align(reading, &words, mode);
                        let score = self.name_score(query, this, &alignment);
                        if reached.as_ref().is_none_or(|(known, _)| score > *known) {
                            let explanation =
                                explained(query.name(), &reading.tokens, &name.full, &tokens, &alignment, mode);
                            reached = Some((score, explanation));
                        }
                    }
                }
            }
            let (mut score, mut explanation) =
                reached.unwrap_or_else(|| (0, Explanation::nothing_shared(query.name(), &name.full)));
            if is_equal {
                explanation.add(Reason::Equal, 10_000 - i32::from(explanation.score.ten_thousandths()));
                score = self.standing(10_000, this);
            } else if score < cut_off && query.profile().is_beginning_of(&normalized) {
                let points = weights::CUT_OFF as i32 - i32::from(explanation.score.ten_thousandths());
                explanation.add(Reason::CutOff, points);
                score = cut_off;
            }
            if best.as_ref().is_none_or(|(known, ..)| score > *known) {
                best = Some((score, name_index, explanation));
            }
        }
        let (score, name_index, mut explanation) =
            best.unwrap_or_else(|| (0, 0, Explanation::nothing_shared(query.name(), entity.primary_name())));
        let name = name_of(entity, name_index);
        let base = i32::from(explanation.score.ten_thousandths());
        let weak = name.name_type == NameType::WeakAlias && self.configuration.weak_aliases == WeakAliases::Reduced;
        let reduced = if weak { (weights::WEAK_ALIAS as i32).min(base) } else { 0 };
        // What is neither in the alignment nor due to the alias is the cap on names that are not equal.
        explanation.add(Reason::NotEqual, score as i32 + reduced - base);
        explanation.add(Reason::WeakAlias, -reduced);
        for (attribute, points) in attribute::compare(query, entity) {
            explanation.add(Reason::Attribute(attribute), points);
        }
        if self.identified(query).contains(&number) {
            let points = IDENTIFIED as i32 - i32::from(explanation.score.ten_thousandths());
            explanation.add(Reason::Attribute(Attribute::Identifier), points.max(0));
        }
        explanation
    }
}

/// A name of an entity; an empty one where a list that was made by hand gave it none.
fn name_of(entity: &Entity, name: u32) -> &Name {
    static NAMELESS: Name = Name { full: String::new(), name_type: NameType::Primary, parts: None, language: None };
    entity.names.get(name as usize).unwrap_or(&NAMELESS)
}

fn explained(
    query: &str,
    query_tokens: &[Token],
    listed: &str,
    listed_tokens: &[Token],
    alignment: &Alignment,
    mode: Mode,
) -> Explanation {
    Explanation::of((query, query_tokens), (listed, listed_tokens), alignment, mode)
}

/// Compares two names without a list, as names of this kind (`None`: whichever kind scores higher).
///
/// ```
/// use sanctions_screen::{Kind, compare};
/// let same = compare("Oleg Deripaska", "DERIPASKA, Oleg", Some(Kind::Person));
/// let other = compare("Oleg Derevyanko", "DERIPASKA, Oleg", Some(Kind::Person));
/// assert!(same.score > other.score);
/// ```
pub fn compare(a: &str, b: &str, kind: Option<Kind>) -> Explanation {
    let equal = name::normalized(a) == name::normalized(b);
    let mut best: Option<Explanation> = None;
    for &mode in Mode::of(kind.unwrap_or_default(), b, b) {
        let listed: Vec<Vec<Token>> = analyze(b, mode).into_iter().map(|reading| reading.tokens).collect();
        for reading in analyze_query(a, mode) {
            let reading = prepare(reading.tokens, mode);
            for tokens in &listed {
                let tokens = &tokens[..tokens.len().min(crate::profile::MOST_TOKENS)];
                let words: Vec<WordRef<'_>> = tokens.iter().map(HasWord::word).collect();
                let alignment = align(&reading, &words, mode);
                let mut explanation = explained(a, &reading.tokens, b, tokens, &alignment, mode);
                if equal {
                    explanation.add(Reason::Equal, 10_000 - i32::from(explanation.score.ten_thousandths()));
                }
                let over = i32::from(explanation.score.ten_thousandths()) - (10_000 - weights::NOT_EQUAL as i32);
                if !equal && over > 0 {
                    explanation.add(Reason::NotEqual, -over);
                }
                if best.as_ref().is_none_or(|known| explanation.score > known.score) {
                    best = Some(explanation);
                }
            }
        }
    }
    best.unwrap_or_else(|| {
        let mut explanation = Explanation::nothing_shared(a, b);
        if equal && !name::normalized(a).is_empty() {
            explanation.add(Reason::Equal, 10_000);
        }
        explanation
    })
}

/// Screens a name against the bundled list, with default settings. The list is made ready on the first call.
///
/// # Errors
///
/// As [`Query::new`].
///
/// ```
/// let hits = sanctions_screen::screen("HANGZHOU HIKVISION DIGITAL TECH CO LTD")?;
/// assert!(hits[0].entity().primary_name().to_lowercase().contains("hikvision"));
/// # Ok::<(), sanctions_screen::Error>(())
/// ```
#[cfg(feature = "bundled")]
pub fn screen(name: &str) -> Result<Vec<Hit<'static>>> {
    bundled_screener().screen(name)
}

/// The screener of the bundled list, made ready on the first call.
#[cfg(feature = "bundled")]
pub fn bundled_screener() -> &'static Screener {
    static SCREENER: LazyLock<Screener> = LazyLock::new(|| {
        Screener::builder()
            .list(crate::bundled::bundled_list().clone())
            .build()
            .expect("the bundled list is not empty, which a test holds")
    });
    &SCREENER
}
