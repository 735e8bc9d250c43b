//! The formats that are read, and how each is told from the others by its content.

use std::io::BufRead;

use serde::{Deserialize, Serialize};

use crate::error::Result;

use super::sink::Sink;
use super::{
    australia, bis_dpl, canada, csl, eu_fsf_csv, eu_fsf_xml, ofac_advanced, ofac_csv, ofac_enhanced, ofac_xml, ofsi,
    opensanctions, own, seco, senzing, uk_sanctions, un,
};

/// A published list format, or a bank's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Format {
    /// OFAC SDN or consolidated list as CSV: primary file with its alternate names, addresses and comments beside it.
    OfacCsv,
    /// An OFAC CSV file of alternate names, addresses or comments: read together with its primary file only.
    OfacCsvPart,
    /// OFAC `sdn.xml` or `consolidated.xml`.
    OfacXml,
    /// OFAC `sdn_advanced.xml` or `cons_advanced.xml`.
    OfacAdvancedXml,
    /// OFAC "enhanced" XML of the sanctions list service.
    OfacEnhancedXml,
    /// US Consolidated Screening List, CSV.
    CslCsv,
    /// US Consolidated Screening List, JSON.
    CslJson,
    /// BIS Denied Persons List, tab-separated text.
    BisDpl,
    /// UN Security Council consolidated list, XML.
    UnXml,
    /// EU financial sanctions list (FSF), XML.
    EuFsfXml,
    /// EU financial sanctions list (FSF), CSV, version 1.0 or 1.1.
    EuFsfCsv,
    /// UK sanctions list (FCDO), XML.
    UkSanctionsXml,
    /// UK sanctions list (FCDO), CSV.
    UkSanctionsCsv,
    /// UK OFSI consolidated list, CSV.
    OfsiCsv,
    /// UK OFSI consolidated list, XLSX.
    OfsiXlsx,
    /// UK OFSI consolidated list, XML.
    OfsiXml,
    /// Swiss SECO list, XML.
    SecoXml,
    /// Canada autonomous sanctions list (SEMA), XML.
    CanadaXml,
    /// Australia DFAT consolidated list, XLSX.
    AustraliaXlsx,
    /// OpenSanctions `targets.simple.csv`.
    OpenSanctionsSimple,
    /// OpenSanctions FollowTheMoney entities, JSON lines.
    OpenSanctionsFtm,
    /// OpenSanctions `targets.nested.json`, JSON lines.
    OpenSanctionsNested,
    /// Senzing JSON lines.
    Senzing,
    /// A bank's own list as CSV, with our column names or mapped.
    OwnCsv,
    /// A bank's own list as a JSON array or object, with our keys or mapped.
    OwnJson,
    /// A bank's own list as JSON lines, with our keys or mapped.
    OwnJsonLines,
    /// A bank's own list as a spreadsheet, mapped.
    OwnXlsx,
}

impl std::fmt::Display for Format {
    /// The word that serde uses, such as `ofac-csv`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.serialize(f)
    }
}

/// The beginning of a file, decompressed.
#[derive(Debug)]
pub(super) struct Head<'a> {
    /// The first bytes, at most 64 KiB, as text; not UTF-8 shows as replacement characters. Empty for spreadsheets.
    pub(super) text: &'a str,
    /// The first rows of the first sheet, where the file is a spreadsheet.
    pub(super) rows: Option<&'a [Vec<String>]>,
    /// How the caller says a bank's own list is to be read.
    pub(super) options: &'a super::ReadOptions,
}

impl Head<'_> {
    /// The first line that is not blank, without a byte order mark.
    pub(super) fn first_line(&self) -> &str {
        self.text.trim_start_matches('\u{feff}').lines().find(|line| !line.trim().is_empty()).unwrap_or("")
    }

    /// The local name and the rest of the start tag of the root element, where the file is XML.
    pub(super) fn root_element(&self) -> Option<(&str, &str)> {
        let mut rest = self.text.trim_start_matches('\u{feff}').trim_start();
        loop {
            rest = rest.strip_prefix('<')?;
            let end = if rest.starts_with("!--") { rest.find("-->")? + 2 } else { rest.find('>')? };
            if !rest.starts_with(['?', '!']) {
                let tag = rest[..end].trim_end_matches('/');
                let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
                return Some((name.rsplit(':').next().unwrap_or(name), attributes));
            }
            rest = rest.get(end + 1..)?.trim_start();
        }
    }
}

/// How a format is read once it is known.
#[derive(Clone, Copy)]
pub(super) enum Read {
    /// From a stream of bytes.
    Stream(fn(&mut dyn BufRead, &mut Sink<'_>) -> Result<()>),
    /// From all bytes at once (spreadsheets).
    Whole(fn(&[u8], &mut Sink<'_>) -> Result<()>),
    /// From a primary file with companions: each companion's file name with its stream.
    Set(fn(&mut dyn BufRead, &mut [Companion<'_>], &mut Sink<'_>) -> Result<()>),
    /// Not on its own: the reason.
    Never(&'static str),
}

/// A file that belongs to a primary file.
pub(super) struct Companion<'a> {
    pub(super) name: String,
    pub(super) input: Box<dyn BufRead + 'a>,
}

type Rule = (Format, fn(&Head<'_>) -> bool, Read);

/// Tried in this order; a bank's own list comes last, for its columns are the least telling,
/// except where the caller gave a mapping that names this very file's columns.
const RULES: &[Rule] = &[
    (Format::OfacXml, ofac_xml::looks_like, Read::Stream(ofac_xml::read)),
    (Format::OfacAdvancedXml, ofac_advanced::looks_like, Read::Stream(ofac_advanced::read)),
    (Format::OfacEnhancedXml, ofac_enhanced::looks_like, Read::Stream(ofac_enhanced::read)),
    (Format::UnXml, un::looks_like, Read::Stream(un::read)),
    (Format::EuFsfXml, eu_fsf_xml::looks_like, Read::Stream(eu_fsf_xml::read)),
    (Format::UkSanctionsXml, uk_sanctions::looks_like_xml, Read::Stream(uk_sanctions::read_xml)),
    (Format::OfsiXml, ofsi::looks_like_xml, Read::Stream(ofsi::read_xml)),
    (Format::SecoXml, seco::looks_like, Read::Stream(seco::read)),
    (Format::CanadaXml, canada::looks_like, Read::Stream(canada::read)),
    (Format::OfsiXlsx, ofsi::looks_like_xlsx, Read::Whole(ofsi::read_xlsx)),
    (Format::AustraliaXlsx, australia::looks_like, Read::Whole(australia::read)),
    (Format::CslJson, csl::looks_like_json, Read::Stream(csl::read_json)),
    (Format::CslCsv, csl::looks_like_csv, Read::Stream(csl::read_csv)),
    (Format::BisDpl, bis_dpl::looks_like, Read::Stream(bis_dpl::read)),
    (Format::EuFsfCsv, eu_fsf_csv::looks_like, Read::Stream(eu_fsf_csv::read)),
    (Format::UkSanctionsCsv, uk_sanctions::looks_like_csv, Read::Stream(uk_sanctions::read_csv)),
    (Format::OfsiCsv, ofsi::looks_like_csv, Read::Stream(ofsi::read_csv)),
    (Format::OpenSanctionsSimple, opensanctions::looks_like_simple, Read::Stream(opensanctions::read_simple)),
    (Format::OpenSanctionsFtm, opensanctions::looks_like_ftm, Read::Stream(opensanctions::read_ftm)),
    (Format::OpenSanctionsNested, opensanctions::looks_like_nested, Read::Stream(opensanctions::read_nested)),
    (Format::Senzing, senzing::looks_like, Read::Stream(senzing::read)),
    (Format::OwnXlsx, own::looks_like_xlsx, Read::Whole(own::read_xlsx)),
    (Format::OwnCsv, own::looks_like_csv, Read::Stream(own::read_csv)),
    (Format::OwnJsonLines, own::looks_like_json_lines, Read::Stream(own::read_json_lines)),
    (Format::OwnJson, own::looks_like_json, Read::Stream(own::read_json)),
    (Format::OfacCsv, ofac_csv::looks_like, Read::Set(ofac_csv::read)),
    (
        Format::OfacCsvPart,
        ofac_csv::looks_like_part,
        Read::Never(
            "OFAC alternate names, addresses or comments are read together with their primary file (sdn.csv, cons_prim.csv) only",
        ),
    ),
];

pub(super) fn detect(head: &Head<'_>) -> Option<(Format, Read)> {
    if let Some(format) = own::mapped(head) {
        return RULES.iter().find(|&&(known, ..)| known == format).map(|&(format, _, read)| (format, read));
    }
    RULES.iter().find(|(_, looks_like, _)| looks_like(head)).map(|&(format, _, read)| (format, read))
}

/// The names of the files that belong to a primary file of this name.
pub(super) fn companions(format: Format, file_name: &str) -> Vec<String> {
    match format {
        Format::OfacCsv => ofac_csv::companions(file_name),
        _ => Vec::new(),
    }
}
