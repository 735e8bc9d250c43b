//! Where a loader puts what it reads: one rule for every format on what is kept, left out or refused.

use rustc_hash::FxHashMap;

use crate::entity::{Entity, PartialDate, push_new};
use crate::error::{Error, Position, Result};

use super::report::{LoadReport, Problem, Severity};
use super::source::ReadOptions;

/// Largest number of entities in one list. The largest published list, with all its relations, holds under 300,000.
const MAX_ENTITIES: usize = 5_000_000;
/// Most names of one entity; no published one has 1,000.
const MAX_NAMES: usize = 100_000;
/// Names from which on repetitions are looked for here, all at once; below, [`Entity::add_name`] has found them.
const COMPARED_NAMES: usize = 2_000;
/// Texts in a wrong encoding from which on they tell of the file, if they are most of those with letters beyond ASCII.
const WRONGLY_DECODED: usize = 3;
/// Most facts of all entities of one list (names, addresses, remarks...), each entity counted as one too. In the file each may
/// take two bytes, in memory a hundred.
const MAX_FACTS: usize = 25_000_000;
/// Problems kept in a report; a list with more is refused, for it is not what it claims to be.
const MAX_PROBLEMS: usize = 1_000_000;

#[derive(Debug)]
pub(super) struct Sink<'a> {
    pub(super) options: &'a ReadOptions,
    /// The file being read, for messages.
    pub(super) file: String,
    /// A short id such as `ofac-sdn`, set by the loader.
    pub(super) id: String,
    /// The publishing authority, set by the loader.
    pub(super) publisher: String,
    /// The list's own date, set by the loader.
    pub(super) date: Option<PartialDate>,
    /// Whether the publisher leaves a list standing after its last entry is gone.
    pub(super) may_be_empty: bool,
    entities: Vec<Entity>,
    by_id: FxHashMap<String, usize>,
    /// The last running number given to each id that occurs again.
    last_numbers: FxHashMap<String, u64>,
    facts: usize,
    report: LoadReport,
}

impl<'a> Sink<'a> {
    pub(super) fn new(options: &'a ReadOptions, file: impl Into<String>) -> Self {
        Self {
            options,
            file: file.into(),
            id: String::new(),
            publisher: String::new(),
            date: None,
            may_be_empty: false,
            entities: Vec::new(),
            by_id: FxHashMap::default(),
            last_numbers: FxHashMap::default(),
            facts: 0,
            report: LoadReport::default(),
        }
    }

    /// A place in the file being read.
    pub(super) fn position(&self) -> Position {
        Position::file(self.file.clone())
    }

    /// Counts one record of the file: a row, an element, a JSON object. Its number, from 1, counts those that were left out
    /// too, so that a bad record does not give another id to those that have none of their own.
    pub(super) fn count_record(&mut self) -> u64 {
        self.report.records += 1;
        self.report.records
    }

    /// Accounts for a counted record that adds to what another one has begun.
    pub(super) fn count_merged(&mut self) -> Result<()> {
        self.report.merged += 1;
        self.count_facts(1)
    }

    fn count_facts(&mut self, more: usize) -> Result<()> {
        self.facts += more;
        if self.facts <= MAX_FACTS {
            return Ok(());
        }
        Err(Error::LimitExceeded {
            what: format!("the number of facts of all entities of {}", self.file),
            actual: self.facts as u64,
            limit: MAX_FACTS as u64,
            advice: "split the list, or leave out columns that say nothing of the entities",
        })
    }

    /// Accounts for counted records that are no listed entities by the publisher's own word; the loader warns of them.
    pub(super) fn set_aside(&mut self, records: u64) {
        self.report.set_aside += records;
    }

    /// Takes an entity. Without a name, or with an id that was seen before, it is left out (lenient) or an error (strict).
    pub(super) fn push(&mut self, entity: Entity, position: Position) -> Result<()> {
        if entity.names.iter().all(|name| name.full.trim().is_empty()) {
            return self.leave_out_record(position, &entity.id, "the record has no name");
        }
        if entity.id.is_empty() {
            return self.leave_out_record(position, entity.primary_name(), "the record has no id");
        }
        if self.by_id.contains_key(&entity.id) {
            return self.leave_out_record(position, &entity.id, "the id occurs twice");
        }
        if self.entities.len() >= MAX_ENTITIES {
            return Err(Error::LimitExceeded {
                what: format!("the number of entities of {}", self.file),
                actual: self.entities.len() as u64 + 1,
                limit: MAX_ENTITIES as u64,
                advice: "split the list",
            });
        }
        self.count_facts(facts(&entity))?;
        self.by_id.insert(entity.id.clone(), self.entities.len());
        self.entities.push(entity);
        Ok(())
    }

    /// Takes an entity, or adds what it brings to the one of the same id, for formats that repeat an entity.
    pub(super) fn push_or_merge(&mut self, entity: Entity, position: Position) -> Result<()> {
        let Some(&index) = self.by_id.get(&entity.id) else { return self.push(entity, position) };
        self.count_facts(facts(&entity))?;
        let known = &mut self.entities[index];
        self.report.merged += 1;
        for name in entity.names {
            known.add_name(name);
        }
        add_new(&mut known.designations, entity.designations);
        add_new(&mut known.countries, entity.countries);
        add_new(&mut known.birth_dates, entity.birth_dates);
        add_new(&mut known.birth_places, entity.birth_places);
        add_new(&mut known.addresses, entity.addresses);
        for identifier in entity.identifiers {
            known.add_identifier(identifier.kind, &identifier.value, identifier.country, &identifier.label);
        }
        add_new(&mut known.positions, entity.positions);
        add_new(&mut known.remarks, entity.remarks);
        known.gender = known.gender.or(entity.gender);
        if known.kind == crate::entity::Kind::Unknown {
            known.kind = entity.kind;
        }
        Ok(())
    }

    /// This id if it is free, else the id with the smallest free running number: `7#2`, `7#3`.
    pub(super) fn free_id(&mut self, id: &str) -> String {
        if !self.by_id.contains_key(id) {
            return id.to_owned();
        }
        let last = self.last_numbers.entry(id.to_owned()).or_insert(1);
        loop {
            *last += 1;
            let numbered = format!("{id}#{last}");
            if !self.by_id.contains_key(&numbered) {
                return numbered;
            }
        }
    }

    /// The entity of this id, for formats that spread one entity over several records or files.
    pub(super) fn entity_mut(&mut self, id: &str) -> Option<&mut Entity> {
        self.by_id.get(id).map(|&index| &mut self.entities[index])
    }

    /// All entities taken so far, for formats that refer from one to another.
    pub(super) fn entities_mut(&mut self) -> impl Iterator<Item = &mut Entity> {
        self.entities.iter_mut()
    }

    /// A record that cannot be loaded: reported if lenient, an error if strict.
    pub(super) fn leave_out_record(&mut self, position: Position, value: &str, reason: &str) -> Result<()> {
        self.report.left_out += 1;
        self.leave_out(Severity::RecordLeftOut, position, value, reason)
    }

    /// A record that belongs to another one which the file does not hold: reported if lenient, an error if strict.
    pub(super) fn leave_out_orphan(&mut self, position: Position, value: &str, reason: &str) -> Result<()> {
        self.report.left_out += 1;
        self.leave_out(Severity::PartLeftOut, position, value, reason)
    }

    /// A part of an entity that cannot be attached: reported if lenient, an error if strict.
    pub(super) fn leave_out_part(&mut self, position: Position, value: &str, reason: &str) -> Result<()> {
        self.leave_out(Severity::PartLeftOut, position, value, reason)
    }

    /// Something odd that loses nothing: always only reported.
    pub(super) fn warn(&mut self, position: Position, value: &str, reason: &str) -> Result<()> {
        self.note(Severity::Warning, position, value, reason)
    }

    fn leave_out(&mut self, severity: Severity, position: Position, value: &str, reason: &str) -> Result<()> {
        if self.options.is_lenient() {
            self.note(severity, position, value, reason)
        } else {
            Err(Error::malformed(position, value, reason))
        }
    }

    fn note(&mut self, severity: Severity, position: Position, value: &str, reason: &str) -> Result<()> {
        if self.report.problems.len() >= MAX_PROBLEMS {
            return Err(Error::malformed(
                position,
                value,
                "too many problems in one list: it is not what it claims to be",
            ));
        }
        self.report.problems.push(Problem {
            severity,
            position,
            value: crate::error::shortened(value),
            reason: reason.to_owned(),
        });
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<(Vec<Entity>, LoadReport, SinkHeader)> {
        self.check_names()?;
        self.check_encoding()?;
        Ok((
            self.entities,
            self.report,
            SinkHeader { id: self.id, publisher: self.publisher, date: self.date, may_be_empty: self.may_be_empty },
        ))
    }

    fn check_names(&mut self) -> Result<()> {
        for entity in self.entities.iter_mut().filter(|entity| entity.names.len() > COMPARED_NAMES) {
            let mut seen = rustc_hash::FxHashSet::default();
            entity.names.retain(|name| seen.insert(name.full.clone()));
            if entity.names.len() > MAX_NAMES {
                return Err(Error::LimitExceeded {
                    what: format!("the number of names of {} in {}", crate::error::shortened(&entity.id), self.file),
                    actual: entity.names.len() as u64,
                    limit: MAX_NAMES as u64,
                    advice: "make entities of them",
                });
            }
        }
        Ok(())
    }

    /// Texts whose letters show that they were read in a wrong encoding: one is reported, many refuse the list.
    fn check_encoding(&mut self) -> Result<()> {
        let mut foreign = 0;
        let mut wrong = Vec::new();
        for entity in &self.entities {
            let texts = (entity.names.iter().map(|name| &name.full))
                .chain(entity.designations.iter().map(|designation| &designation.programme))
                .chain(entity.countries.iter().map(|(_, country)| &country.text))
                .chain(&entity.birth_places)
                .chain(entity.addresses.iter().map(|address| &address.full))
                .chain(&entity.positions)
                .chain(entity.remarks.iter().map(|remark| &remark.text));
            for text in texts.filter(|text| !text.is_ascii()) {
                foreign += 1;
                if is_wrongly_decoded(text) {
                    wrong.push((entity.id.clone(), text.clone()));
                }
            }
        }
        if wrong.len() >= WRONGLY_DECODED && wrong.len() * 2 > foreign {
            let reason = format!(
                "{} of the {foreign} texts with letters beyond ASCII were written in another encoding than they were read \
                 in: the file, or what it says of its encoding, is wrong; download it again",
                wrong.len()
            );
            return Err(Error::malformed(self.position(), &wrong[0].1, reason));
        }
        for (id, text) in wrong {
            let reason = format!("letters of this text of {id} are lost or were read in a wrong encoding");
            self.warn(self.position(), &text, &reason)?;
        }
        Ok(())
    }
}

/// An entity and all that is said of it.
fn facts(entity: &Entity) -> usize {
    let lists = [
        entity.names.len(),
        entity.designations.len(),
        entity.countries.len(),
        entity.birth_dates.len(),
        entity.birth_places.len(),
        entity.addresses.len(),
        entity.identifiers.len(),
        entity.positions.len(),
        entity.remarks.len(),
    ];
    1 + lists.iter().sum::<usize>()
}

/// Whether a text holds the mark of a lost letter, or is UTF-8 that was read as Windows-1252 or Windows-1251: written in
/// that again, it is UTF-8 of other letters, which no text is by chance.
fn is_wrongly_decoded(text: &str) -> bool {
    if text.contains('\u{fffd}') {
        return true;
    }
    [encoding_rs::WINDOWS_1252, encoding_rs::WINDOWS_1251].iter().any(|encoding| {
        let (bytes, _, is_unmappable) = encoding.encode(text);
        let Ok(again) = std::str::from_utf8(&bytes) else { return false };
        let letters = again.chars().filter(|c| !c.is_ascii()).count();
        // Two Cyrillic letters alone (`Её`) may make one of UTF-8 by accident.
        let is_accident = letters == 1 && text.chars().filter(|c| !c.is_ascii()).all(|c| c.is_alphabetic() && c > 'ÿ');
        !is_unmappable && !is_accident
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_encoding_shows_in_the_letters() {
        for wrong in ["MuÌˆller", "GarcÃ\u{ad}a", "РџРµС‚СЂРѕРІ", "ÐŸÐµÑ‚Ñ€Ð¾Ð²", "Garc\u{fffd}a", "æ\u{9d}Ž"]
        {
            assert!(is_wrongly_decoded(wrong), "{wrong}");
        }
        for right in ["Müller", "García", "Петров", "Её", "李", "ÇÖĞŞ", "Łódź", "ÅÄÖ", "Ünal", "Ñandú", "محمد", "NOVAЯ"]
        {
            assert!(!is_wrongly_decoded(right), "{right}");
        }
    }

    #[test]
    fn facts_without_end_are_refused() {
        let options = ReadOptions::default();
        let mut sink = Sink::new(&options, "f");
        let entity = |id: usize| {
            let mut entity = Entity::new(id.to_string(), crate::entity::Kind::Unknown, "N");
            entity.add_remark("a", "b");
            entity
        };
        sink.facts = MAX_FACTS - 6;
        sink.push(entity(1), Position::file("f")).unwrap();
        sink.push_or_merge(entity(1), Position::file("f")).unwrap();
        assert_eq!(sink.facts, MAX_FACTS);
        assert!(matches!(sink.count_merged(), Err(Error::LimitExceeded { .. })));
        assert!(matches!(sink.push(entity(2), Position::file("f")), Err(Error::LimitExceeded { .. })));
    }

    #[test]
    fn repeated_names_are_told_in_time() {
        let options = ReadOptions::default();
        let mut sink = Sink::new(&options, "f");
        let mut entity = Entity::new("1", crate::entity::Kind::Unknown, "N");
        entity.names.extend(
            (0..60_000)
                .map(|n| crate::entity::Name::new(format!("N{}", n % 30_000), crate::entity::NameType::default())),
        );
        sink.push(entity, Position::file("f")).unwrap();
        assert_eq!(sink.finish().unwrap().0[0].names.len(), 30_001);

        let mut sink = Sink::new(&options, "f");
        let mut entity = Entity::new("1", crate::entity::Kind::Unknown, "N");
        entity.names.extend(
            (0..MAX_NAMES).map(|n| crate::entity::Name::new(format!("N{n}"), crate::entity::NameType::default())),
        );
        sink.push(entity, Position::file("f")).unwrap();
        assert!(matches!(sink.finish(), Err(Error::LimitExceeded { .. })));
    }
}

fn add_new<T: PartialEq>(known: &mut Vec<T>, new: Vec<T>) {
    for value in new {
        push_new(known, value);
    }
}

/// What a loader said of the list as a whole.
#[derive(Debug)]
pub(super) struct SinkHeader {
    pub(super) id: String,
    pub(super) publisher: String,
    pub(super) date: Option<PartialDate>,
    pub(super) may_be_empty: bool,
}
