//! XML files read record by record: the elements a loader asks for, each as a small tree, everything else in passing.

use std::io::BufRead;

use quick_xml::Reader as EventReader;
use quick_xml::encoding::DecodingReader;
use quick_xml::events::{BytesStart, Event};

use crate::error::{Error, Position, Result};

/// Deepest nesting of elements; the deepest published format has 12.
const MAX_DEPTH: usize = 64;
/// Longest text of one element, in bytes.
const MAX_TEXT: usize = 4 << 20;
/// Most elements in one record.
const MAX_ELEMENTS: usize = 1 << 20;
/// Longest piece that the parser may gather at once, in bytes: a tag with its attributes, a text, a comment, a DTD.
const MAX_PIECE: usize = 8 << 20;

/// An element with all that is in it. Names are without their namespace prefix.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    /// Its own text, outer blanks removed; the text of children is theirs.
    pub(super) text: String,
    pub(super) children: Vec<Element>,
    /// The line where it begins, counted from 1.
    pub(super) line: u64,
}

impl Element {
    /// The value of an attribute, or nothing.
    pub(super) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The first child of this name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All children of this name.
    pub(super) fn children<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text of the first child of this name, or nothing.
    pub(super) fn text_of(&self, name: &str) -> &str {
        self.child(name).map_or("", |child| &child.text)
    }
}

/// What the reader met next.
#[derive(Debug)]
pub(super) enum Node {
    /// The start of an element that was not asked for: its name and attributes only.
    Open(Element),
    /// An element that was asked for, whole.
    Record(Element),
}

pub(super) struct Reader<R> {
    events: EventReader<LineCounter<DecodingReader<R>>>,
    file: String,
    buffer: Vec<u8>,
    depth: usize,
    root_seen: bool,
}

impl<R> std::fmt::Debug for Reader<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("file", &self.file).finish_non_exhaustive()
    }
}

impl<R: BufRead> Reader<R> {
    pub(super) fn new(input: R, file: &str) -> Self {
        let mut events = EventReader::from_reader(LineCounter { inner: DecodingReader::new(input), line: 1, piece: 0 });
        events.config_mut().expand_empty_elements = true;
        Self { events, file: file.to_owned(), buffer: Vec::new(), depth: 0, root_seen: false }
    }

    /// The next element: whole if its name is among `records`, in passing otherwise; `None` at the end of the document.
    ///
    /// # Errors
    ///
    /// If the document is not well-formed, is cut off, or exceeds a limit.
    pub(super) fn next(&mut self, records: &[&str]) -> Result<Option<Node>> {
        loop {
            match self.event()? {
                Item::Start(element) => {
                    self.root_seen = true;
                    if records.contains(&element.name.as_str()) {
                        return self.subtree(element).map(|record| Some(Node::Record(record)));
                    }
                    self.depth += 1;
                    self.check_depth(self.depth)?;
                    return Ok(Some(Node::Open(element)));
                }
                Item::End => self.depth = self.depth.saturating_sub(1),
                Item::Text(_) => {}
                Item::Eof if self.depth > 0 => {
                    return Err(
                        self.error("", "the file is cut off: elements are still open at its end; download it again")
                    );
                }
                Item::Eof if !self.root_seen => return Err(self.error("", "the file holds no XML element")),
                Item::Eof => return Ok(None),
            }
        }
    }

    fn subtree(&mut self, root: Element) -> Result<Element> {
        let mut open = vec![root];
        let mut elements = 1;
        loop {
            match self.event()? {
                Item::Start(element) => {
                    elements += 1;
                    if elements > MAX_ELEMENTS {
                        return Err(self.error(&element.name, "one record has too many elements"));
                    }
                    self.check_depth(self.depth + open.len())?;
                    open.push(element);
                }
                Item::Text(text) => {
                    if let Some(element) = open.last_mut() {
                        if element.text.len() + text.len() > MAX_TEXT {
                            return Err(self.error("", "the text of one element is too long"));
                        }
                        element.text.push_str(&text);
                    }
                }
                Item::End => {
                    let Some(mut element) = open.pop() else {
                        return Err(self.error("", "an element ends that never began"));
                    };
                    let text = element.text.trim().to_owned();
                    element.text = text;
                    match open.last_mut() {
                        Some(parent) => parent.children.push(element),
                        None => return Ok(element),
                    }
                }
                Item::Eof => {
                    let name = open.last().map(|element| element.name.clone()).unwrap_or_default();
                    return Err(self.error(&name, "the file is cut off inside this element; download it again"));
                }
            }
        }
    }

    fn event(&mut self) -> Result<Item> {
        self.buffer.clear();
        // The line where the construct begins, as far as the buffered reader tells.
        let line = self.events.get_ref().line;
        self.events.get_mut().piece = 0;
        let event = match self.events.read_event_into(&mut self.buffer) {
            Ok(event) => event,
            Err(error) => {
                let reason = format!("not well-formed XML, or cut off: {error}");
                return Err(self.error("", reason));
            }
        };
        let item = match event {
            Event::Start(start) => element(&start, line).map(Item::Start),
            Event::End(_) => Ok(Item::End),
            Event::Text(text) => Ok(Item::Text(text.xml10_content().into_owned())),
            Event::CData(data) => Ok(Item::Text(data.xml10_content().into_owned())),
            Event::GeneralRef(reference) => resolve(&reference).map(Item::Text),
            Event::Eof => Ok(Item::Eof),
            Event::DocType(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Empty(_) => {
                Ok(Item::Text(String::new()))
            }
        };
        item.map_err(|reason| {
            Error::malformed(Position::file(self.file.clone()).line(line), "", format!("not well-formed XML: {reason}"))
        })
    }

    fn check_depth(&self, depth: usize) -> Result<()> {
        if depth > MAX_DEPTH { Err(self.error("", "elements are nested too deeply")) } else { Ok(()) }
    }

    fn error(&self, element: &str, reason: impl Into<String>) -> Error {
        let mut position = Position::file(self.file.clone()).line(self.events.get_ref().line);
        if !element.is_empty() {
            position = position.element(element);
        }
        Error::malformed(position, "", reason)
    }
}

enum Item {
    Start(Element),
    Text(String),
    End,
    Eof,
}

fn element(start: &BytesStart<'_>, line: u64) -> Result<Element, String> {
    let name = start.local_name().as_ref().to_owned();
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| format!("<{name}>: {error}"))?;
        let value = attribute
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .map_err(|error| format!("<{name}>: {error}"))?;
        attributes.push((attribute.key.local_name().as_ref().to_owned(), value.into_owned()));
    }
    Ok(Element { name, attributes, line, ..Element::default() })
}

/// Character references and the five predefined entities. No list needs more, and refusing the rest rules out
/// entity-expansion attacks.
fn resolve(reference: &quick_xml::events::BytesRef<'_>) -> Result<String, String> {
    if let Some(character) = reference.resolve_char_ref().map_err(|error| error.to_string())? {
        return Ok(character.to_string());
    }
    let name = reference.xml10_content();
    quick_xml::escape::resolve_predefined_entity(&name)
        .map(str::to_owned)
        .ok_or_else(|| format!("the entity &{name}; is not defined"))
}

/// Counts the lines that pass, and the bytes since the last event: the parser gathers these without a limit.
struct LineCounter<R> {
    inner: R,
    line: u64,
    piece: usize,
}

impl<R: BufRead> std::io::Read for LineCounter<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.line += newlines(&buffer[..length]);
        Ok(length)
    }
}

impl<R: BufRead> BufRead for LineCounter<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.piece > MAX_PIECE {
            return Err(std::io::Error::other("a tag, text or comment is longer than 8 MiB: this is no list"));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.piece += amount;
        if let Ok(buffer) = self.inner.fill_buf() {
            self.line += newlines(&buffer[..amount.min(buffer.len())]);
        }
        self.inner.consume(amount);
    }
}

fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&byte| byte == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(xml: &str, records: &[&str]) -> Result<Vec<Element>> {
        let mut reader = Reader::new(xml.as_bytes(), "test.xml");
        let mut found = Vec::new();
        while let Some(node) = reader.next(records)? {
            if let Node::Record(element) = node {
                found.push(element);
            }
        }
        Ok(found)
    }

    #[test]
    fn a_record_is_a_tree_with_its_line() {
        let records =
            read("<?xml version='1.0'?>\n<l xmlns:a='u'>\n<a:r id='1'><n>A &amp; B</n><e/></a:r>\n</l>", &["r"])
                .unwrap();
        assert_eq!(records.len(), 1);
        assert_eq!((records[0].attribute("id"), records[0].text_of("n"), records[0].line), ("1", "A & B", 3));
        assert_eq!(records[0].child("e").unwrap().text, "");
    }

    #[test]
    fn a_file_that_is_cut_off_is_refused_wherever_it_is_cut() {
        let whole = "<l><r><n>A</n></r><r><n>B</n></r></l>";
        for length in 0..whole.len() {
            assert!(read(&whole[..length], &["r"]).is_err(), "{}", &whole[..length]);
        }
        assert_eq!(read(whole, &["r"]).unwrap().len(), 2);
    }

    #[test]
    fn what_would_fill_the_memory_is_refused() {
        let long = |open: &str, close: &str| format!("<l>{open}{}{close}</l>", "a ".repeat(MAX_PIECE / 2 + 8_192));
        for (open, close) in [("<r>", "</r>"), ("<!--", "-->"), ("<r a='", "'/>"), ("<![CDATA[", "]]>")] {
            let error = read(&long(open, close), &["r"]).unwrap_err().to_string();
            assert!(error.contains("longer than 8 MiB"), "{open}: {error}");
        }
        // Many texts of one element, each short.
        let parts = format!("<l><r>{}</r></l>", "aaaaaaaa<!---->".repeat(MAX_TEXT / 8 + 1));
        assert!(read(&parts, &["r"]).unwrap_err().to_string().contains("too long"));
        let wide = format!("<l><r>{}</r></l>", "<e/>".repeat(MAX_ELEMENTS + 1));
        assert!(read(&wide, &["r"]).unwrap_err().to_string().contains("too many elements"));
    }

    /// A billion laughs: no entity of a DTD is ever expanded.
    #[test]
    fn entities_of_a_dtd_are_not_expanded() {
        let mut dtd = String::from("<!DOCTYPE l [<!ENTITY a0 'ha'>");
        for level in 1..=9 {
            dtd.push_str(&format!("<!ENTITY a{level} '{}'>", format!("&a{};", level - 1).repeat(10)));
        }
        let error = read(&format!("{dtd}]><l><r>&a9;</r></l>"), &["r"]).unwrap_err().to_string();
        assert!(error.contains("the entity &a9; is not defined"), "{error}");
    }

    #[test]
    fn undefined_entities_and_deep_nesting_are_refused() {
        assert!(read("<!DOCTYPE l [<!ENTITY x 'y'>]><l><r>&x;</r></l>", &["r"]).is_err());
        assert!(read(&format!("<l>{}{}</l>", "<r>".repeat(100), "</r>".repeat(100)), &["r"]).is_err());
    }
}
