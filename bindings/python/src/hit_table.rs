//! Many names to a table of hits, on all cores.

use std::num::NonZeroUsize;
use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Float64Builder, Int32Builder, Int64Builder, ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3_arrow::ffi::ArrayReader;
use sanctions_screen::batch::in_order;
use sanctions_screen::entity::NameType;
use sanctions_screen::{Hit, Score, Screener};

use crate::columns::{Columns, Rows};

/// Rows after which Python is asked whether the user wants to stop.
const UNINTERRUPTED: usize = 8192;

/// The hits of many names, and what was counted on the way.
pub(crate) struct HitTable {
    pub(crate) batches: Vec<RecordBatch>,
    pub(crate) names: usize,
    pub(crate) hits: usize,
    pub(crate) not_screened: usize,
}

/// The hits of every name of a stream, in the order of the names. The stream is read batch by batch.
pub(crate) fn screened(
    screener: &Screener,
    stream: Box<dyn ArrayReader + Send>,
    columns: &Columns,
    threshold: Score,
    threads: NonZeroUsize,
) -> PyResult<HitTable> {
    let mut found = HitTable { batches: Vec::new(), names: 0, hits: 0, not_screened: 0 };
    for array in stream {
        let array = array.map_err(|error| PyValueError::new_err(format!("the data cannot be read: {error}")))?;
        let rows = Rows::new(&array, columns)?;
        let mut table = Builder::default();
        let answers = in_order(0..rows.len(), threads, |row| {
            rows.query(row).map(|(query, unused)| (screener.screen_at(&query, threshold), unused))
        });
        for (row, answer) in answers.enumerate() {
            if row % UNINTERRUPTED == 0 {
                #[expect(clippy::redundant_closure_for_method_calls, reason = "the method is of one lifetime only")]
                Python::attach(|py| py.check_signals())?;
            }
            match &answer {
                Ok((hits, _)) => found.hits += hits.len(),
                Err(_) => found.not_screened += 1,
            }
            table.add(found.names + row, rows.name(row), answer);
        }
        found.names += rows.len();
        found.batches.push(table.finish()?);
    }
    Ok(found)
}

/// Spark has no unsigned numbers; so there are none here.
pub(crate) fn schema() -> SchemaRef {
    let text = |name: &str, nullable| Field::new(name, DataType::Utf8, nullable);
    Arc::new(Schema::new(vec![
        Field::new("row", DataType::Int64, false),
        text("name", true),
        Field::new("rank", DataType::Int32, true),
        Field::new("score", DataType::Float64, true),
        text("list", true),
        text("entity", true),
        text("entity_name", true),
        text("entity_kind", true),
        text("matched_name", true),
        text("name_type", true),
        Field::new("designated_by", DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true))), true),
        Field::new("screened", DataType::Boolean, false),
        text("problem", true),
    ]))
}

/// The columns of [`schema`]. A row is a hit, or what could not be used of a name.
#[derive(Default)]
struct Builder {
    row: Int64Builder,
    name: StringBuilder,
    rank: Int32Builder,
    score: Float64Builder,
    list: StringBuilder,
    entity: StringBuilder,
    entity_name: StringBuilder,
    entity_kind: StringBuilder,
    matched_name: StringBuilder,
    name_type: StringBuilder,
    designated_by: ListBuilder<StringBuilder>,
    screened: BooleanBuilder,
    problem: StringBuilder,
}

impl Builder {
    fn add(&mut self, row: usize, name: Option<&str>, answer: Result<(Vec<Hit<'_>>, Vec<String>), String>) {
        match answer {
            Ok((hits, unused)) => {
                for (index, hit) in hits.iter().enumerate() {
                    self.hit(row, name, index + 1, hit);
                }
                for problem in unused {
                    self.problem(row, name, true, &problem);
                }
            }
            Err(problem) => self.problem(row, name, false, &problem),
        }
    }

    fn hit(&mut self, row: usize, name: Option<&str>, rank: usize, hit: &Hit<'_>) {
        let entity = hit.entity();
        self.row.append_value(row as i64);
        self.name.append_option(name);
        self.rank.append_value(rank as i32);
        self.score.append_value(hit.score().ratio());
        self.list.append_value(&hit.list().id);
        self.entity.append_value(&entity.id);
        self.entity_name.append_value(entity.primary_name());
        self.entity_kind.append_value(entity.kind.as_str());
        self.matched_name.append_value(&hit.matched_name().full);
        self.name_type.append_value(match hit.matched_name().name_type {
            NameType::Primary => "primary",
            NameType::StrongAlias => "strong-alias",
            NameType::WeakAlias => "weak-alias",
            NameType::FormerName => "former-name",
        });
        self.designated_by.append_value(hit.designated_by().into_iter().map(Some));
        self.screened.append_value(true);
        self.problem.append_null();
    }

    fn problem(&mut self, row: usize, name: Option<&str>, screened: bool, problem: &str) {
        self.row.append_value(row as i64);
        self.name.append_option(name);
        self.rank.append_null();
        self.score.append_null();
        for column in [
            &mut self.list,
            &mut self.entity,
            &mut self.entity_name,
            &mut self.entity_kind,
            &mut self.matched_name,
            &mut self.name_type,
        ] {
            column.append_null();
        }
        self.designated_by.append_null();
        self.screened.append_value(screened);
        self.problem.append_value(problem);
    }

    fn finish(mut self) -> PyResult<RecordBatch> {
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.row.finish()),
            Arc::new(self.name.finish()),
            Arc::new(self.rank.finish()),
            Arc::new(self.score.finish()),
            Arc::new(self.list.finish()),
            Arc::new(self.entity.finish()),
            Arc::new(self.entity_name.finish()),
            Arc::new(self.entity_kind.finish()),
            Arc::new(self.matched_name.finish()),
            Arc::new(self.name_type.finish()),
            Arc::new(self.designated_by.finish()),
            Arc::new(self.screened.finish()),
            Arc::new(self.problem.finish()),
        ];
        RecordBatch::try_new(schema(), columns).map_err(|error| PyRuntimeError::new_err(error.to_string()))
    }
}
