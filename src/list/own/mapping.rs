//! How the fields of a list are named, where they are not named as ours.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use crate::entity::{CountryRole, IdentifierKind, Kind};
use crate::error::{Error, Position, Result};

/// How the columns or keys of a list are named, where they are not named as ours.
///
/// A mapping is a small TOML or JSON text. It says by which columns a file is recognised, which list it is, and which
/// column holds which field; every column that it does not name stays with the entity as a remark. So a folder of
/// lists from many publishers is read at once, each file by the mapping that recognises it
/// ([`ReadOptions::mapping`](crate::list::ReadOptions::mapping) may be given several times).
///
/// ```
/// use sanctions_screen::list::{List, Mapping, ReadOptions};
///
/// let mapping = Mapping::from_toml(r#"
///     recognise.columns = ["Firma", "auch bekannt als"]
///
///     [list]
///     id = "acme-watch"
///     publisher = "Acme Bank"
///
///     [fields]
///     name = "Firma"
///     aliases = { from = "auch bekannt als", separators = ["; ", "\n"], drop_prefixes = ["Chinesisch:"] }
///     kind = { constant = "organization" }
///
///     [identifiers]
///     "USt-Id" = "tax-number"
/// "#)?;
/// let csv = "Firma,auch bekannt als,USt-Id,Notiz\nAcme Arms GmbH,Acme; Chinesisch:雅克美,DE1,seit 2020\n";
/// let list = List::from_bytes("liste.csv", csv.as_bytes(), &ReadOptions::default().mapping(mapping))?;
/// let entity = &list.entities[0];
/// assert_eq!((list.id.as_str(), entity.id.as_str()), ("acme-watch", "1"));
/// assert_eq!(entity.names[2].full, "雅克美");
/// assert_eq!(entity.identifiers[0].value, "DE1");
/// assert_eq!(entity.remarks[0].label, "Notiz");
/// # Ok::<(), sanctions_screen::Error>(())
/// ```
///
/// # Sections
///
/// `recognise`
/// : `columns`: columns (of a JSON record: keys) that must all be there. `head`: keys that the JSON object around the
///   records must have. `exact = true`: there is no other column, which tells an extract from the list it was taken
///   from. Names are compared without regard to ASCII case.
///
/// `list`
/// : `id`, `publisher`, `authority`, `programme`, `date`: a text, or `{ from = "key", values = { .. }, prefix = ".." }`
///   taken from the JSON head or else from the first record. Without `authority`, a record that names a programme
///   counts as listed by the publisher. `may_be_empty = true`: a list without entries is no error.
///
/// `layout`
/// : `records`: the key of the array in JSON (told from the content otherwise). `count`: a key of the JSON head that
///   holds the number of records, which is checked. `delimiter` of a CSV file (told from the header otherwise).
///   `encoding` of a text file that is not UTF-8, such as `windows-1252`. `header_row` of a spreadsheet, from 1 (found
///   by the columns otherwise). `sheets`: `[{ name = "..", kind = "person", id_prefix = ".." }]` (the first sheet
///   otherwise). `same_id`: what a repeated id means: `refuse` (the default), `merge` (rows of one entity), `number`
///   (unrelated entries: `7`, `7#2`).
///
/// `cells`
/// : `separators` inside a cell that holds several values (`;` otherwise). `nulls`: texts that stand for nothing.
///   `dates`: `day-first` or `month-first`. `century = 20`: years may be written with two digits, `13.07.23` being of
///   2023. `enumerated = true`: a cell may read `(a) one, (b) two`.
///
/// `fields`
/// : For each of our fields a column, several columns, or a table: `from` (one or more columns), `join` (makes one
///   value of all columns), `separators`, `values` (their words to ours), `drop` (values that are no value),
///   `drop_prefixes`, `digits = true` (the leading digits only), `language` (of names), `constant`.
///   The fields: `id` (the record's number otherwise), `kind`, `name`, `name_type` (what `name` is in this row:
///   `primary`, `strong-alias`, `weak-alias`, `former-name`, `native`), `family_name`, `given_name`, `aliases`,
///   `weak_aliases`, `former_names`, `native_names`, `countries`, `nationality`, `birth_date`, `birth_place`, `gender`,
///   `programmes`, `authority`, `listed_on`, `reference`, `addresses`, `identifiers` (`kind:value`), `positions`,
///   `remarks`.
///
/// `identifiers`
/// : For each column the kind of its identifiers: `passport`, `imo`, `tax-number`, `registration`..., or a table
///   `{ kind, separators, drop_prefixes }`.
///
/// `countries`
/// : For each column the role of its countries: `nationality`, `residence`, `birth`, `registration`, `flag`, `related`.
///
/// `ignore`
/// : Columns that say nothing of the entity and are not kept.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    pub(super) recognise: Recognise,
    pub(super) list: ListHead,
    pub(super) layout: Layout,
    pub(super) cells: Cells,
    pub(super) fields: Fields,
    pub(super) identifiers: BTreeMap<String, IdentifierColumn>,
    pub(super) countries: BTreeMap<String, CountryRole>,
    pub(super) ignore: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Recognise {
    pub(super) columns: Vec<String>,
    pub(super) exact: bool,
    pub(super) head: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ListHead {
    pub(super) id: HeadValue,
    pub(super) publisher: HeadValue,
    pub(super) authority: HeadValue,
    pub(super) programme: HeadValue,
    pub(super) date: HeadValue,
    pub(super) may_be_empty: bool,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Layout {
    pub(super) records: Option<String>,
    pub(super) count: Option<String>,
    pub(super) delimiter: Option<char>,
    pub(super) encoding: Option<String>,
    pub(super) header_row: Option<usize>,
    pub(super) sheets: Vec<Sheet>,
    pub(super) same_id: SameId,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sheet {
    pub(super) name: String,
    #[serde(default)]
    pub(super) kind: Option<Kind>,
    #[serde(default)]
    pub(super) id_prefix: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum SameId {
    #[default]
    Refuse,
    Merge,
    Number,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Cells {
    pub(super) separators: Vec<String>,
    pub(super) nulls: Vec<String>,
    pub(super) dates: DateOrder,
    pub(super) century: Option<u8>,
    pub(super) enumerated: bool,
}

impl Default for Cells {
    fn default() -> Self {
        Self {
            separators: vec![";".to_owned()],
            nulls: Vec::new(),
            dates: DateOrder::default(),
            century: None,
            enumerated: false,
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum DateOrder {
    #[default]
    DayFirst,
    MonthFirst,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Fields {
    pub(super) id: Source,
    pub(super) kind: Source,
    pub(super) name: Source,
    pub(super) name_type: Source,
    pub(super) family_name: Source,
    pub(super) given_name: Source,
    pub(super) aliases: Source,
    pub(super) weak_aliases: Source,
    pub(super) former_names: Source,
    pub(super) native_names: Source,
    pub(super) countries: Source,
    pub(super) nationality: Source,
    pub(super) birth_date: Source,
    pub(super) birth_place: Source,
    pub(super) gender: Source,
    pub(super) programmes: Source,
    pub(super) authority: Source,
    pub(super) listed_on: Source,
    pub(super) reference: Source,
    pub(super) addresses: Source,
    pub(super) identifiers: Source,
    pub(super) positions: Source,
    pub(super) remarks: Source,
}

impl Fields {
    pub(super) fn all(&self) -> [&Source; 23] {
        [
            &self.id,
            &self.kind,
            &self.name,
            &self.name_type,
            &self.family_name,
            &self.given_name,
            &self.aliases,
            &self.weak_aliases,
            &self.former_names,
            &self.native_names,
            &self.countries,
            &self.nationality,
            &self.birth_date,
            &self.birth_place,
            &self.gender,
            &self.programmes,
            &self.authority,
            &self.listed_on,
            &self.reference,
            &self.addresses,
            &self.identifiers,
            &self.positions,
            &self.remarks,
        ]
    }
}

/// Where the values of a field come from.
#[derive(Debug, Clone, Default)]
pub(super) struct Source {
    pub(super) from: Vec<String>,
    pub(super) join: Option<String>,
    pub(super) separators: Option<Vec<String>>,
    pub(super) values: BTreeMap<String, String>,
    pub(super) drop: Vec<String>,
    pub(super) drop_prefixes: Vec<String>,
    pub(super) digits: bool,
    pub(super) language: Option<String>,
    pub(super) constant: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceTable {
    #[serde(default)]
    from: OneOrMore,
    join: Option<String>,
    separators: Option<Vec<String>>,
    #[serde(default)]
    values: BTreeMap<String, String>,
    #[serde(default)]
    drop: Vec<String>,
    #[serde(default)]
    drop_prefixes: Vec<String>,
    #[serde(default)]
    digits: bool,
    language: Option<String>,
    constant: Option<String>,
}

#[derive(Default)]
struct OneOrMore(Vec<String>);

impl<'de> Deserialize<'de> for OneOrMore {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Columns;
        impl<'de> Visitor<'de> for Columns {
            type Value = OneOrMore;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a column, or several")
            }
            fn visit_str<E>(self, column: &str) -> Result<OneOrMore, E> {
                Ok(OneOrMore(vec![column.to_owned()]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<OneOrMore, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(seq)).map(OneOrMore)
            }
        }
        deserializer.deserialize_any(Columns)
    }
}

// By hand, so that a mistake inside the table is named instead of "did not match any variant".
impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Sources;
        impl<'de> Visitor<'de> for Sources {
            type Value = Source;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a column, several names, or a table with `from` or `constant`")
            }
            fn visit_str<E>(self, column: &str) -> Result<Source, E> {
                Ok(Source { from: vec![column.to_owned()], ..Source::default() })
            }
            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Source, A::Error> {
                let from = Vec::deserialize(SeqAccessDeserializer::new(seq))?;
                Ok(Source { from, ..Source::default() })
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Source, A::Error> {
                let table = SourceTable::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Source {
                    from: table.from.0,
                    join: table.join,
                    separators: table.separators,
                    values: table.values,
                    drop: table.drop,
                    drop_prefixes: table.drop_prefixes,
                    digits: table.digits,
                    language: table.language,
                    constant: table.constant,
                })
            }
        }
        deserializer.deserialize_any(Sources)
    }
}

/// A word about the list as a whole: said here, or taken from the file.
#[derive(Debug, Clone, Default)]
pub(super) struct HeadValue {
    pub(super) from: Option<String>,
    pub(super) values: BTreeMap<String, String>,
    pub(super) prefix: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadTable {
    from: String,
    #[serde(default)]
    values: BTreeMap<String, String>,
    #[serde(default)]
    prefix: String,
}

impl<'de> Deserialize<'de> for HeadValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Values;
        impl<'de> Visitor<'de> for Values {
            type Value = HeadValue;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or a table with `from`")
            }
            fn visit_str<E>(self, text: &str) -> Result<HeadValue, E> {
                Ok(HeadValue { prefix: text.to_owned(), ..HeadValue::default() })
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<HeadValue, A::Error> {
                let table = HeadTable::deserialize(MapAccessDeserializer::new(map))?;
                Ok(HeadValue { from: Some(table.from), values: table.values, prefix: table.prefix })
            }
        }
        deserializer.deserialize_any(Values)
    }
}

/// A column that holds identifiers.
#[derive(Debug, Clone)]
pub(super) struct IdentifierColumn {
    pub(super) kind: IdentifierKind,
    pub(super) source: Source,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IdentifierTable {
    kind: IdentifierKind,
    separators: Option<Vec<String>>,
    #[serde(default)]
    drop_prefixes: Vec<String>,
}

impl<'de> Deserialize<'de> for IdentifierColumn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Columns;
        impl<'de> Visitor<'de> for Columns {
            type Value = IdentifierColumn;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a kind of identifier, or a table with `kind`")
            }
            fn visit_str<E: serde::de::Error>(self, kind: &str) -> Result<IdentifierColumn, E> {
                let kind = IdentifierKind::deserialize(serde::de::value::StrDeserializer::new(kind))?;
                Ok(IdentifierColumn { kind, source: Source::default() })
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<IdentifierColumn, A::Error> {
                let table = IdentifierTable::deserialize(MapAccessDeserializer::new(map))?;
                let source =
                    Source { separators: table.separators, drop_prefixes: table.drop_prefixes, ..Source::default() };
                Ok(IdentifierColumn { kind: table.kind, source })
            }
        }
        deserializer.deserialize_any(Columns)
    }
}

impl Mapping {
    /// Reads a mapping written in TOML.
    ///
    /// ```
    /// use sanctions_screen::list::Mapping;
    /// assert!(Mapping::from_toml("recognise.columns = ['NAME']\nfields.name = 'NAME'").is_ok());
    /// let error = Mapping::from_toml("recognise.columns = ['NAME']\nfields.nmae = 'NAME'").unwrap_err();
    /// assert!(error.to_string().contains("unknown field `nmae`"));
    /// ```
    pub fn from_toml(text: &str) -> Result<Self> {
        Self::toml(text, "mapping")
    }

    /// Reads a mapping written in JSON, with the same keys.
    ///
    /// ```
    /// use sanctions_screen::list::Mapping;
    /// let mapping = r#"{"recognise": {"columns": ["NAME"]}, "fields": {"name": "NAME"}}"#;
    /// assert!(Mapping::from_json(mapping).is_ok());
    /// ```
    pub fn from_json(text: &str) -> Result<Self> {
        Self::json(text, "mapping")
    }

    /// Reads a mapping from a file: JSON if it begins with `{`, TOML otherwise.
    ///
    /// ```no_run
    /// use sanctions_screen::list::{Mapping, ReadOptions};
    /// let options = ReadOptions::default().mapping(Mapping::open("mappings/eu-oj.toml")?);
    /// # Ok::<(), sanctions_screen::Error>(())
    /// ```
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let text =
            std::fs::read_to_string(path).map_err(|source| Error::Io { path: path.display().to_string(), source })?;
        let name =
            path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        if text.trim_start().starts_with('{') { Self::json(&text, &name) } else { Self::toml(&text, &name) }
    }

    fn toml(text: &str, file: &str) -> Result<Self> {
        let mapping: Self = toml::from_str(text).map_err(|error| {
            let mut position = Position::file(file);
            if let Some(span) = error.span() {
                position = position.line(text[..span.start.min(text.len())].matches('\n').count() as u64 + 1);
            }
            Error::malformed(position, "", format!("the mapping cannot be read: {}", error.message()))
        })?;
        mapping.checked(file)
    }

    fn json(text: &str, file: &str) -> Result<Self> {
        let mapping: Self = serde_json::from_str(text).map_err(|error| {
            let position = Position::file(file).line(error.line() as u64);
            Error::malformed(position, "", format!("the mapping cannot be read: {error}"))
        })?;
        mapping.checked(file)
    }

    fn checked(self, file: &str) -> Result<Self> {
        let refuse = |element: &str, value: &str, reason: &str| {
            Err(Error::malformed(Position::file(file).element(element), value, reason))
        };
        if self.recognise.columns.is_empty() {
            return refuse("recognise.columns", "", "name at least one column by which a file of this list is known");
        }
        let named = |source: &Source| !source.from.is_empty() || source.constant.is_some();
        let fields = &self.fields;
        if ![&fields.name, &fields.family_name, &fields.aliases, &fields.native_names].into_iter().any(named) {
            return refuse("fields.name", "", "say which column holds the name");
        }
        if let Some(delimiter) = self.layout.delimiter.filter(|delimiter| !delimiter.is_ascii()) {
            return refuse("layout.delimiter", &delimiter.to_string(), "a delimiter is one ASCII character");
        }
        if let Some(encoding) = &self.layout.encoding
            && encoding_rs::Encoding::for_label(encoding.as_bytes()).is_none()
        {
            return refuse(
                "layout.encoding",
                encoding,
                "no known encoding: write UTF-8, windows-1252, windows-1251...",
            );
        }
        if self.layout.header_row == Some(0) {
            return refuse("layout.header_row", "0", "rows are counted from 1");
        }
        let separators = fields.all().into_iter().filter_map(|source| source.separators.as_ref());
        if separators.chain([&self.cells.separators]).flatten().any(String::is_empty) {
            return refuse("separators", "", "a separator cannot be empty");
        }
        Ok(self)
    }

    /// The mapping of a list that has our own names.
    pub(super) fn ours() -> Self {
        let column = |name: &str| Source { from: vec![name.to_owned()], ..Source::default() };
        Self {
            fields: Fields {
                id: column("id"),
                kind: column("kind"),
                name: column("name"),
                aliases: column("aliases"),
                weak_aliases: column("weak_aliases"),
                former_names: column("former_names"),
                native_names: column("native_names"),
                countries: column("countries"),
                nationality: column("nationality"),
                birth_date: column("birth_date"),
                birth_place: column("birth_place"),
                gender: column("gender"),
                programmes: column("programmes"),
                authority: column("authority"),
                listed_on: column("listed_on"),
                addresses: column("addresses"),
                identifiers: column("identifiers"),
                positions: column("positions"),
                remarks: column("remarks"),
                ..Fields::default()
            },
            ..Self::default()
        }
    }
}
