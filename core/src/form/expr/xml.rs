//! Reads a file of XML data into a tree: `xml-external` instances and documents for trying out expressions.
//!
//! Answers never travel as XML inside Doorstep; the OpenRosa export is written elsewhere.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::tree::{Namespaced, NodeId, NodeKind, Tree};

/// The largest file that is read: 64 MiB.
const MAX_BYTES: usize = 64 << 20;
const MAX_DEPTH: usize = 512;

/// Why a file is not a tree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum XmlError {
    /// The text is no XML.
    #[error("not well-formed XML near byte {at}")]
    Malformed {
        /// Where reading stopped.
        at: u64,
    },
    /// There are no elements.
    #[error("the file has no element")]
    Empty,
    /// The file is larger than what is read.
    #[error("the file has {size_bytes} bytes, more than the limit of {MAX_BYTES}")]
    TooLarge {
        /// Its size.
        size_bytes: usize,
    },
    /// Elements stand deeper in each other than is read.
    #[error("elements nest deeper than {MAX_DEPTH}")]
    TooDeep,
}

impl Tree {
    /// Reads XML. Entities other than XML's own five and character references stand for nothing.
    pub fn from_xml(text: &str) -> Result<Self, XmlError> {
        if text.len() > MAX_BYTES {
            return Err(XmlError::TooLarge { size_bytes: text.len() });
        }
        let mut reader = Reader::from_str(text);
        let mut build =
            Build { tree: Self::new(), open: vec![NodeId::DOCUMENT], scopes: Vec::new(), pending: String::new() };
        loop {
            let event = reader.read_event().map_err(|_| XmlError::Malformed { at: reader.error_position() })?;
            if matches!(event, Event::Eof) {
                break;
            }
            build
                .handle(&event)
                .map_err(|problem| problem.unwrap_or(XmlError::Malformed { at: reader.buffer_position() }))?;
        }
        if build.open.len() != 1 {
            return Err(XmlError::Malformed { at: reader.buffer_position() });
        }
        if build.tree.root().is_none() { Err(XmlError::Empty) } else { Ok(build.tree) }
    }
}

struct Build {
    tree: Tree,
    open: Vec<NodeId>,
    scopes: Vec<(usize, String, String)>,
    pending: String,
}

/// `None` is a malformed file whose position the caller knows.
type Handled = Result<(), Option<XmlError>>;

impl Build {
    fn top(&self) -> NodeId {
        self.open[self.open.len() - 1]
    }

    fn handle(&mut self, event: &Event<'_>) -> Handled {
        match event {
            Event::Text(text) => self.pending.push_str(&text.xml10_content()),
            Event::CData(text) => self.pending.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                if let Some(c) = reference.resolve_char_ref().map_err(|_| None)? {
                    self.pending.push(c);
                } else {
                    self.pending.push_str(entity(&reference.xml10_content()));
                }
            }
            Event::Start(start) => self.open_element(start)?,
            Event::Empty(start) => {
                self.open_element(start)?;
                self.close_element();
            }
            Event::End(_) => {
                self.flush();
                self.close_element();
            }
            Event::Comment(comment) => {
                self.flush();
                let top = self.top();
                self.tree.append(top, NodeKind::Comment, "", &comment.xml10_content());
            }
            Event::PI(instruction) => {
                self.flush();
                let top = self.top();
                let content = instruction.content().trim_start();
                self.tree.append(top, NodeKind::Instruction, instruction.target(), content);
            }
            Event::Decl(_) | Event::DocType(_) | Event::Eof => {}
        }
        Ok(())
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.pending);
        let top = self.top();
        if !text.is_empty() && top != NodeId::DOCUMENT {
            self.tree.append(top, NodeKind::Text, "", &text);
        }
    }

    fn open_element(&mut self, start: &BytesStart<'_>) -> Handled {
        self.flush();
        if self.open.len() > MAX_DEPTH {
            return Err(Some(XmlError::TooDeep));
        }
        let (prefix, local) = split(start.name().as_ref());
        let top = self.top();
        let node = self.tree.append_element(top, &local, "");
        self.open.push(node);
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|_| None)?;
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).map_err(|_| None)?;
            attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
        }
        for (name, value) in &attributes {
            match split(name) {
                (None, local) if local == "xmlns" => self.declare(node, "", value),
                (Some(xmlns), local) if xmlns == "xmlns" => self.declare(node, &local, value),
                (prefix, local) => {
                    let id = self.tree.append(node, NodeKind::Attribute, &local, value);
                    if prefix.is_some() {
                        self.qualify(id, prefix);
                    }
                }
            }
        }
        self.qualify(node, prefix);
        Ok(())
    }

    fn declare(&mut self, node: NodeId, prefix: &str, address: &str) {
        self.tree.append(node, NodeKind::Namespace, prefix, address);
        self.scopes.push((self.open.len(), prefix.to_owned(), address.to_owned()));
    }

    fn qualify(&mut self, node: NodeId, prefix: Option<String>) {
        let prefix = prefix.unwrap_or_default();
        let found = self.scopes.iter().rev().find(|(_, known, _)| *known == prefix);
        let address = match (found, prefix.as_str()) {
            (Some((_, _, address)), _) => address.clone(),
            (None, "xml") => "http://www.w3.org/XML/1998/namespace".to_owned(),
            (None, "") => return,
            (None, _) => String::new(),
        };
        self.tree.set_namespace(node, Namespaced { prefix, address });
    }

    fn close_element(&mut self) {
        let depth = self.open.len();
        self.scopes.retain(|(at, ..)| *at < depth);
        self.open.pop();
    }
}

fn split(name: &str) -> (Option<String>, String) {
    match name.split_once(':') {
        Some((prefix, local)) => (Some(prefix.to_owned()), local.to_owned()),
        None => (None, name.to_owned()),
    }
}

fn entity(name: &str) -> &'static str {
    match name {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_attributes_and_text_are_kept() {
        let tree = Tree::from_xml("<root><item id=\"1\">a &amp; b</item></root>").unwrap();
        let item = tree.child(tree.root().unwrap(), "item").unwrap();
        assert_eq!(tree.text(item), "a & b");
        assert_eq!(tree.text(tree.attribute(item, "id").unwrap()), "1");
    }

    #[test]
    fn damaged_files_are_refused() {
        for text in ["", "plain", "<a><b></a>", "<a>"] {
            assert!(Tree::from_xml(text).is_err(), "{text:?} is not a tree");
        }
    }
}
