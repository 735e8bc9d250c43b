//! Drift: what changed between two versions of a list, and whether the new one may take the place of the old one without
//! a person's look.
//!
//! A file can be read without a complaint and still mean something else than yesterday's: a column was renamed and its
//! facts are remarks now, half of the file is missing behind a clean line end, two columns have changed places. No
//! loader can tell that from one file alone. [`Drift::between`] compares two versions and [`Drift::judge`] holds the
//! difference against a [`Policy`].
//!
//! ```
//! use sanctions_screen::list::drift::{Concern, Drift, Policy};
//! use sanctions_screen::{Entity, Kind, List};
//!
//! let version = |names: &[&str]| {
//!     let entities = names.iter().map(|name| Entity::new(*name, Kind::Vessel, *name)).collect();
//!     List::from_entities("own", "Example Bank", entities)
//! };
//! let drift = Drift::between(&version(&["AURORA", "BOREALIS", "CASTOR"])?, &version(&["AURORA", "DORADO"])?);
//! assert_eq!((drift.added.len(), drift.removed.len()), (1, 2));
//!
//! let verdict = drift.judge(&Policy::default());
//! assert!(!verdict.accepted);
//! assert_eq!(verdict.findings[0].concern, Concern::Removed);
//! assert_eq!(verdict.findings[0].message, "2 of 3 entities are gone (66.7 %; from 3 to 2 entities), at most 10 % may go");
//! # Ok::<(), sanctions_screen::Error>(())
//! ```

use std::collections::BTreeMap;
use std::fmt;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::List;
use super::report::LoadReport;
use crate::entity::{Address, Country, Entity, Identifier, Kind, Name, NameType, PartialDate};
#[cfg(feature = "formats")]
use crate::error::{Error, Position, Result};

/// Remark labels and reasons of problems that one finding names; the rest is counted.
const NAMED: usize = 8;

/// A field of an entity, as far as versions are compared by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Field {
    /// What it is, where the publisher says so.
    Kind,
    /// Names of the standing "primary".
    PrimaryName,
    /// Strong aliases.
    Alias,
    /// Weak aliases.
    WeakAlias,
    /// Former names.
    FormerName,
    /// Names with letters that are not Latin, whatever their standing.
    NativeName,
    /// Family and given names, where the publisher gives them apart.
    NameParts,
    /// The language or script that the publisher states for a name.
    Language,
    /// Authority and programme of each designation.
    Programme,
    /// Days of listing.
    ListedOn,
    /// Where a designation is published.
    Reference,
    /// Countries with their roles.
    Country,
    /// Dates of birth or building.
    BirthDate,
    /// Places of birth.
    BirthPlace,
    /// Gender.
    Gender,
    /// Addresses.
    Address,
    /// Identifiers with their kinds.
    Identifier,
    /// Titles and positions.
    Position,
    /// Text without a field of its own, with its label.
    Remark,
}

impl Field {
    /// All fields, in the order in which they are shown.
    pub const ALL: [Self; 19] = [
        Self::Kind,
        Self::PrimaryName,
        Self::Alias,
        Self::WeakAlias,
        Self::FormerName,
        Self::NativeName,
        Self::NameParts,
        Self::Language,
        Self::Programme,
        Self::ListedOn,
        Self::Reference,
        Self::Country,
        Self::BirthDate,
        Self::BirthPlace,
        Self::Gender,
        Self::Address,
        Self::Identifier,
        Self::Position,
        Self::Remark,
    ];

    /// The word for people.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::PrimaryName => "primary name",
            Self::Alias => "alias",
            Self::WeakAlias => "weak alias",
            Self::FormerName => "former name",
            Self::NativeName => "native name",
            Self::NameParts => "name in parts",
            Self::Language => "language",
            Self::Programme => "programme",
            Self::ListedOn => "day of listing",
            Self::Reference => "reference",
            Self::Country => "country",
            Self::BirthDate => "birth date",
            Self::BirthPlace => "birth place",
            Self::Gender => "gender",
            Self::Address => "address",
            Self::Identifier => "identifier",
            Self::Position => "position",
            Self::Remark => "remark",
        }
    }

    /// What an entity has in this field, each value as text.
    pub fn values(self, entity: &Entity) -> Vec<String> {
        let names = |wanted: &dyn Fn(&Name) -> bool| {
            entity.names.iter().filter(|name| wanted(name)).map(|name| name.full.clone()).collect()
        };
        let of_type = |name_type| names(&|name: &Name| name.name_type == name_type);
        match self {
            Self::Kind if entity.kind == Kind::Unknown => Vec::new(),
            Self::Kind => vec![entity.kind.as_str().to_owned()],
            Self::PrimaryName => of_type(NameType::Primary),
            Self::Alias => of_type(NameType::StrongAlias),
            Self::WeakAlias => of_type(NameType::WeakAlias),
            Self::FormerName => of_type(NameType::FormerName),
            Self::NativeName => names(&|name| name.full.chars().any(|c| c.is_alphabetic() && !is_latin(c))),
            Self::NameParts => {
                let parts = entity.names.iter().filter_map(|name| name.parts.as_ref());
                parts.map(|parts| format!("{} | {}", parts.family, parts.given)).collect()
            }
            Self::Language => {
                let stated = |name: &Name| Some(format!("{}: {}", name.full, name.language.as_ref()?));
                entity.names.iter().filter_map(stated).collect()
            }
            Self::Programme => {
                entity.designations.iter().map(|it| format!("{} {}", it.authority, it.programme)).collect()
            }
            Self::ListedOn => {
                entity.designations.iter().filter_map(|it| it.listed_on).map(|on| on.to_string()).collect()
            }
            Self::Reference => {
                let references = entity.designations.iter().map(|it| it.reference.clone());
                references.filter(|reference| !reference.is_empty()).collect()
            }
            Self::Country => {
                entity.countries.iter().map(|(role, country)| format!("{} {}", word(role), country.text)).collect()
            }
            Self::BirthDate => entity.birth_dates.iter().map(ToString::to_string).collect(),
            Self::BirthPlace => entity.birth_places.clone(),
            Self::Gender => entity.gender.iter().map(word).collect(),
            Self::Address => {
                let country = |country: &Country| format!(" ({})", country.text);
                let shown =
                    |it: &Address| format!("{}{}", it.full, it.country.as_ref().map(country).unwrap_or_default());
                entity.addresses.iter().map(shown).collect()
            }
            Self::Identifier => entity.identifiers.iter().map(identifier).collect(),
            Self::Position => entity.positions.clone(),
            Self::Remark => entity.remarks.iter().map(|remark| format!("{}: {}", remark.label, remark.text)).collect(),
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

fn identifier(id: &Identifier) -> String {
    let country = id.country.as_ref().map(|country| country.text.as_str());
    let details: Vec<&str> = country.into_iter().chain(Some(id.label.as_str())).filter(|it| !it.is_empty()).collect();
    let details = if details.is_empty() { String::new() } else { format!(" ({})", details.join(", ")) };
    format!("{} {}{details}", word(&id.kind), id.value)
}

/// The word by which serde knows a value of an enumeration.
fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// Latin letters with their extensions, and the full-width forms.
fn is_latin(letter: char) -> bool {
    matches!(letter, '\0'..='\u{02ff}' | '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}' | '\u{fb00}'..='\u{fb06}' | '\u{ff21}'..='\u{ff5a}')
}

/// One of the two versions, as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// The list's id.
    pub id: String,
    /// Its publisher.
    pub publisher: String,
    /// Its date, where it bears one.
    pub date: Option<PartialDate>,
    /// The digest of its bytes.
    pub sha256: String,
    /// The format it was read as; nothing for a list made in memory.
    pub format: Option<String>,
    /// Its entities.
    pub entities: usize,
    /// Their names.
    pub names: usize,
    /// Records in the file.
    pub records: u64,
    /// Records that were left out.
    pub left_out: u64,
}

impl Edition {
    fn of(list: &List) -> Self {
        Self {
            id: list.id.clone(),
            publisher: list.publisher.clone(),
            date: list.date,
            sha256: list.sha256.clone(),
            format: list.report.format.clone(),
            entities: list.entities.len(),
            names: list.names(),
            records: list.report.records,
            left_out: list.report.left_out,
        }
    }
}

/// An entity that only one of the versions has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// Its primary name.
    pub name: String,
}

/// An entity that both versions have, with what is different.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// Its id.
    pub id: String,
    /// Its primary name in the new version.
    pub name: String,
    /// The fields that differ.
    pub fields: Vec<FieldChange>,
}

/// What one field of an entity lost and got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field.
    pub field: Field,
    /// Values that the new version does not have.
    pub removed: Vec<String>,
    /// Values that the old version did not have.
    pub added: Vec<String>,
}

/// In how many entities a field holds anything, in each version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    /// The field.
    pub field: Field,
    /// Entities of the old version with at least one value.
    pub previous: usize,
    /// Entities of the new version with at least one value.
    pub current: usize,
    /// Entities of both versions that lost a value, whether another one took its place or not.
    pub changed: usize,
}

/// How often something occurs, in each version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occurrence {
    /// The label of a remark (a column, element or key that has no field of its own), or the reason of a problem.
    pub what: String,
    /// How often in the old version.
    pub previous: usize,
    /// How often in the new version.
    pub current: usize,
}

/// What changed between two versions of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drift {
    /// The old version.
    pub previous: Edition,
    /// The new version.
    pub current: Edition,
    /// Entities that are new, in the order of the new version.
    pub added: Vec<Listed>,
    /// Entities that are gone, in the order of the old version.
    pub removed: Vec<Listed>,
    /// Entities that differ, in the order of the new version.
    pub changed: Vec<Changed>,
    /// Each field that any entity of either version has.
    pub filled: Vec<Filled>,
    /// Labels of remarks that only one of the versions has: an unknown column came, or one went.
    pub labels: Vec<Occurrence>,
    /// Reasons of problems that the loader had oftener with the new version: an unknown code, a reference to nothing.
    pub problems: Vec<Occurrence>,
}

impl Drift {
    /// Compares two versions. Entities are the same if their ids are.
    pub fn between(previous: &List, current: &List) -> Self {
        let before: FxHashMap<&str, &Entity> =
            previous.entities.iter().map(|entity| (entity.id.as_str(), entity)).collect();
        let now: FxHashSet<&str> = current.entities.iter().map(|entity| entity.id.as_str()).collect();
        let listed = |entity: &Entity| Listed { id: entity.id.clone(), name: entity.primary_name().to_owned() };

        let mut drift = Self {
            previous: Edition::of(previous),
            current: Edition::of(current),
            added: Vec::new(),
            removed: Vec::new(),
            changed: Vec::new(),
            filled: Vec::new(),
            labels: occurrences(labels(previous), labels(current), |before, now| (before == 0) != (now == 0)),
            problems: occurrences(reasons(&previous.report), reasons(&current.report), |before, now| now > before),
        };
        drift.removed.extend(previous.entities.iter().filter(|entity| !now.contains(entity.id.as_str())).map(listed));
        for entity in &current.entities {
            let Some(&old) = before.get(entity.id.as_str()) else {
                drift.added.push(listed(entity));
                continue;
            };
            if old == entity {
                continue;
            }
            let fields: Vec<FieldChange> =
                Field::ALL.into_iter().filter_map(|field| FieldChange::between(field, old, entity)).collect();
            if !fields.is_empty() {
                drift.changed.push(Changed { id: entity.id.clone(), name: entity.primary_name().to_owned(), fields });
            }
        }
        for field in Field::ALL {
            let count = |list: &List| list.entities.iter().filter(|entity| !field.values(entity).is_empty()).count();
            let loses = |change: &FieldChange| change.field == field && !change.removed.is_empty();
            let changed = drift.changed.iter().filter(|changed| changed.fields.iter().any(loses)).count();
            let filled = Filled { field, previous: count(previous), current: count(current), changed };
            if filled.previous + filled.current > 0 {
                drift.filled.push(filled);
            }
        }
        drift
    }

    /// Entities that both versions have.
    pub fn kept(&self) -> usize {
        self.previous.entities - self.removed.len()
    }

    /// Holds the difference against a policy.
    pub fn judge(&self, policy: &Policy) -> Verdict {
        let mut findings = Vec::new();
        let mut find = |concern, action: Action, message: String| {
            if action != Action::Allow {
                findings.push(Finding { concern, action, message });
            }
        };
        let (old, new) = (&self.previous, &self.current);

        // The id of an own list that states none is the name of its file, which a download may change.
        let has_id = new.publisher != "own";
        if old.publisher != new.publisher || (has_id && old.id != new.id) {
            let message = format!("the list is {} of {}, not {} of {}", new.id, new.publisher, old.id, old.publisher);
            find(Concern::OtherList, policy.other_list, message);
        }
        if let (Some(before), Some(now)) = (&old.format, &new.format)
            && before != now
        {
            find(Concern::OtherFormat, policy.other_format, format!("the format is {now}, not {before}"));
        }
        match (old.date, new.date) {
            (Some(before), Some(now)) if is_older(now, before) => {
                find(Concern::Older, policy.older, format!("the list is of {now}, older than the one of {before}"));
            }
            (Some(before), None) => {
                let message = format!("the list bears no date, the one before was of {before}");
                find(Concern::Older, policy.without_date, message);
            }
            _ => {}
        }
        if old.sha256 == new.sha256 {
            find(Concern::Same, policy.same, "the digest is the same: nothing is new".to_owned());
        }

        let gone = percent(self.removed.len(), old.entities);
        if gone > f64::from(policy.removed_percent) {
            let message = format!(
                "{} of {} entities are gone ({gone:.1} %; from {} to {} entities), at most {} % may go",
                self.removed.len(),
                old.entities,
                old.entities,
                new.entities,
                policy.removed_percent
            );
            find(Concern::Removed, Action::Refuse, message);
        }
        let fall = percent(old.names.saturating_sub(new.names), old.names);
        if fall > f64::from(policy.names_fall_percent) {
            let message = format!(
                "the names are {} instead of {} (-{fall:.1} %), at most {} % may go",
                new.names, old.names, policy.names_fall_percent
            );
            find(Concern::FewerNames, Action::Refuse, message);
        }
        for filled in &self.filled {
            self.judge_field(filled, policy, &mut find);
        }
        let (left_out, left_out_before) =
            (percent_of(new.left_out, new.records), percent_of(old.left_out, old.records));
        if left_out > left_out_before && left_out > f64::from(policy.left_out_percent) {
            let message = format!(
                "{} of {} records were left out ({left_out:.1} %; {left_out_before:.1} % before), at most {} % may be",
                new.left_out, new.records, policy.left_out_percent
            );
            find(Concern::LeftOut, Action::Refuse, message);
        }

        let (came, went): (Vec<_>, Vec<_>) = self.labels.iter().partition(|label| label.previous == 0);
        if !came.is_empty() {
            let message = format!("columns, elements or codes without a field that were not there: {}", named(&came));
            find(Concern::NewLabels, policy.new_labels, message);
        }
        if !went.is_empty() {
            let message = format!("columns, elements or codes without a field that are gone: {}", named(&went));
            find(Concern::LostLabels, policy.lost_labels, message);
        }
        if !self.problems.is_empty() {
            let problems: Vec<&Occurrence> = self.problems.iter().collect();
            let message = format!("the loader found more to complain of: {}", named(&problems));
            find(Concern::NewProblems, policy.new_problems, message);
        }
        // The gravest first, within that in the order above.
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.action));
        Verdict { accepted: findings.iter().all(|finding| finding.action != Action::Refuse), findings }
    }

    fn judge_field(&self, filled: &Filled, policy: &Policy, find: &mut dyn FnMut(Concern, Action, String)) {
        let field = filled.field;
        let before = percent(filled.previous, self.previous.entities);
        let now = percent(filled.current, self.current.entities);
        // What has no field of its own may go; its label is told of.
        if field != Field::Remark {
            let fell = before - now > f64::from(policy.fill_fall_points);
            let least = policy.fill_fall_least.try_into().unwrap_or(usize::MAX);
            let halved = filled.previous >= least && now < before * (1.0 - f64::from(policy.fill_fall_percent) / 100.0);
            if fell || halved {
                let limit = if fell {
                    format!("{} points", policy.fill_fall_points)
                } else {
                    format!("{} %", policy.fill_fall_percent)
                };
                let message =
                    format!("{now:.1} % of the entities have a {field}, {before:.1} % had one: more than {limit} lost");
                find(Concern::FieldFell(field), Action::Refuse, message);
            }
        }
        let changed = percent(filled.changed, self.kept());
        let message = |limit: u32| {
            let kept = self.kept();
            format!(
                "{} of {kept} entities have lost a {field} or have another ({changed:.1} %, more than {limit} %)",
                filled.changed
            )
        };
        if matches!(field, Field::PrimaryName | Field::Kind) {
            if changed > f64::from(policy.renamed_percent) {
                find(Concern::FieldChanged(field), Action::Refuse, message(policy.renamed_percent));
            }
        } else if changed > f64::from(policy.changed_percent) {
            find(Concern::FieldChanged(field), Action::Warn, message(policy.changed_percent));
        }
    }
}

impl FieldChange {
    fn between(field: Field, old: &Entity, new: &Entity) -> Option<Self> {
        // Names in other scripts are changes of their standing already.
        if field == Field::NativeName {
            return None;
        }
        let (old, new) = (field.values(old), field.values(new));
        if old == new {
            return None;
        }
        let beyond = |one: &[String], other: &[String]| -> Vec<String> {
            let other: FxHashSet<&String> = other.iter().collect();
            one.iter().filter(|value| !other.contains(value)).cloned().collect()
        };
        let change = Self { field, removed: beyond(&old, &new), added: beyond(&new, &old) };
        // Another order says the same.
        (!change.removed.is_empty() || !change.added.is_empty()).then_some(change)
    }
}

/// Whether every day that `now` may mean lies before every day that `before` may mean.
fn is_older(now: PartialDate, before: PartialDate) -> bool {
    let last = (now.last_year(), now.month().unwrap_or(12), now.day().unwrap_or(31));
    last < (before.year(), before.month().unwrap_or(1), before.day().unwrap_or(1))
}

fn labels(list: &List) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for entity in &list.entities {
        let labels: FxHashSet<&str> = entity.remarks.iter().map(|remark| remark.label.as_str()).collect();
        for label in labels {
            *counts.entry(label.to_owned()).or_default() += 1;
        }
    }
    counts
}

/// Reasons with how often each occurs; numbers in them do not tell two apart.
fn reasons(report: &LoadReport) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for problem in &report.problems {
        let mut reason = String::new();
        for c in problem.reason.chars() {
            match c {
                '0'..='9' if reason.ends_with('N') => {}
                '0'..='9' => reason.push('N'),
                _ => reason.push(c),
            }
        }
        *counts.entry(reason).or_default() += 1;
    }
    counts
}

fn occurrences(
    previous: BTreeMap<String, usize>,
    current: BTreeMap<String, usize>,
    tells: impl Fn(usize, usize) -> bool,
) -> Vec<Occurrence> {
    let mut all: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (what, count) in previous {
        all.entry(what).or_default().0 = count;
    }
    for (what, count) in current {
        all.entry(what).or_default().1 = count;
    }
    let mut found: Vec<Occurrence> = all
        .into_iter()
        .filter(|&(_, (previous, current))| tells(previous, current))
        .map(|(what, (previous, current))| Occurrence { what, previous, current })
        .collect();
    found.sort_by_key(|it| std::cmp::Reverse(it.previous.max(it.current)));
    found
}

fn named(found: &[&Occurrence]) -> String {
    let shown = found.iter().take(NAMED).map(|it| match (it.previous, it.current) {
        (0, count) | (count, 0) => format!("{} ({count})", it.what),
        (before, now) => format!("{} ({now}, {before} before)", it.what),
    });
    let mut text = shown.collect::<Vec<_>>().join(", ");
    if found.len() > NAMED {
        text.push_str(&format!(" and {} more", found.len() - NAMED));
    }
    text
}

fn percent(part: usize, whole: usize) -> f64 {
    percent_of(part as u64, whole as u64)
}

fn percent_of(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

/// What is to be done about a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Nothing: it is no finding.
    Allow,
    /// Say it, and take the list.
    Warn,
    /// Keep the old version until a person has looked.
    Refuse,
}

/// When a new version may take the place of the old one by itself.
///
/// The defaults let through what publishers do in a day or a month, and stop what a damaged download, a new layout or a
/// loader that no longer fits does. A list that is updated once a year needs more room.
///
/// ```
/// use sanctions_screen::list::drift::{Action, Policy};
/// let policy = Policy { removed_percent: 25, new_labels: Action::Refuse, ..Policy::default() };
/// assert_eq!(policy.fill_fall_points, 20);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// Refused if more of the old entities are gone, in percent: 10. Ids that have all changed are a list that is all gone.
    pub removed_percent: u32,
    /// Refused if the number of names falls by more, in percent: 10.
    pub names_fall_percent: u32,
    /// Refused if the share of entities that have a field falls by more, in points of a percent: 20.
    pub fill_fall_points: u32,
    /// Refused if that share falls by more of itself, in percent: 50. Weak aliases, which one entity in ten has, would fall
    /// to nothing otherwise without being noticed.
    pub fill_fall_percent: u32,
    /// Entities of the old version that must have the field for that: 20.
    pub fill_fall_least: u32,
    /// Refused if more of the entities in both versions lost a primary name or their kind to another, in percent: 5. Two
    /// columns that have changed places fill their fields as well as before.
    pub renamed_percent: u32,
    /// Warned of if more of the entities in both versions lost a value of any one other field, in percent: 30.
    pub changed_percent: u32,
    /// Refused if more of the records were left out, in percent, and more than before: 1.
    pub left_out_percent: u32,
    /// The new version has another id or publisher: refused.
    pub other_list: Action,
    /// It was read as another format: warned of.
    pub other_format: Action,
    /// Its date is older: refused.
    pub older: Action,
    /// It bears no date and the old one did: warned of.
    pub without_date: Action,
    /// Its bytes are the same: allowed.
    pub same: Action,
    /// It has columns, elements or codes that no field takes and that the old one did not have: warned of.
    pub new_labels: Action,
    /// It lacks such that the old one had: warned of.
    pub lost_labels: Action,
    /// Its report has problems that the old one's had not, or had less often: warned of.
    pub new_problems: Action,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            removed_percent: 10,
            names_fall_percent: 10,
            fill_fall_points: 20,
            fill_fall_percent: 50,
            fill_fall_least: 20,
            renamed_percent: 5,
            changed_percent: 30,
            left_out_percent: 1,
            other_list: Action::Refuse,
            other_format: Action::Warn,
            older: Action::Refuse,
            without_date: Action::Warn,
            same: Action::Allow,
            new_labels: Action::Warn,
            lost_labels: Action::Warn,
            new_problems: Action::Warn,
        }
    }
}

#[cfg(feature = "formats")]
impl Policy {
    /// Reads a policy written in TOML; what it does not name is as by default.
    ///
    /// ```
    /// use sanctions_screen::list::drift::Policy;
    /// assert_eq!(Policy::from_toml("removed_percent = 25\nolder = \"warn\"")?.removed_percent, 25);
    /// assert!(Policy::from_toml("removed = 25").is_err());
    /// # Ok::<(), sanctions_screen::Error>(())
    /// ```
    pub fn from_toml(text: &str) -> Result<Self> {
        toml::from_str(text).map_err(|error| {
            let mut position = Position::file("policy");
            if let Some(span) = error.span() {
                position = position.line(text[..span.start.min(text.len())].matches('\n').count() as u64 + 1);
            }
            Error::malformed(position, "", format!("the policy cannot be read: {}", error.message()))
        })
    }
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Concern {
    /// Another id or publisher.
    OtherList,
    /// Another format.
    OtherFormat,
    /// An older date, or none.
    Older,
    /// The same bytes.
    Same,
    /// Entities are gone.
    Removed,
    /// Names are gone.
    FewerNames,
    /// Fewer entities have this field.
    FieldFell(Field),
    /// Many entities have something else in this field.
    FieldChanged(Field),
    /// More records were left out.
    LeftOut,
    /// Unknown columns, elements or codes.
    NewLabels,
    /// Columns, elements or codes that are gone.
    LostLabels,
    /// New problems in the report.
    NewProblems,
}

/// One reason to look, or to refuse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What it is about.
    pub concern: Concern,
    /// What is to be done.
    pub action: Action,
    /// What was seen, with the limit.
    pub message: String,
}

/// Whether the new version may take the place of the old one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Whether nothing asks for a refusal.
    pub accepted: bool,
    /// All reasons, the gravest first.
    pub findings: Vec<Finding>,
}
