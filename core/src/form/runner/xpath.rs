//! The runner's `xpath` request: one expression, tried out on a document given as XML.
//!
//! Whole forms are run by `run`.

use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::Refusal;
use crate::form::expr::{
    Ambient, Environment, EvalError, Expression, Moment, NodeId, NodeKind, NodeRef, ParseError, Tree, Value, XmlError,
};
use crate::time::Timestamp;

/// The request's fields.
#[derive(Debug, Deserialize)]
struct Request {
    expr: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    doc: Option<String>,
    #[serde(default)]
    ctx: Option<String>,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    tz: Option<String>,
    #[serde(default)]
    clock: Option<String>,
}

/// Why an expression could not be tried out.
#[derive(Debug, thiserror::Error)]
enum XpathError {
    #[error("the request has another shape")]
    Request(#[from] serde_json::Error),
    #[error("the time zone is unknown")]
    Zone,
    #[error("the clock is not a date and time")]
    Clock,
    #[error("the document cannot be read")]
    Document(#[from] XmlError),
    #[error("the context path leads nowhere")]
    Context,
    #[error("{0}")]
    Parse(#[from] ParseError),
    #[error("{0}")]
    Eval(#[from] EvalError),
}

/// Answers one request.
pub(super) fn answer(request: &Json, now: Timestamp) -> Result<Json, Refusal> {
    match xpath(request, now) {
        Ok(value) => Ok(json!({ "value": value })),
        Err(error) => Err(Refusal::Error(error.to_string())),
    }
}

fn xpath(request: &Json, now: Timestamp) -> Result<Json, XpathError> {
    let request = Request::deserialize(request)?;
    let zone = TimeZone::get(request.tz.as_deref().unwrap_or("UTC")).map_err(|_| XpathError::Zone)?;
    let now = match &request.clock {
        None => now,
        Some(text) => clock(text, &zone).ok_or(XpathError::Clock)?,
    };
    let tree = Tree::from_xml(request.doc.as_deref().unwrap_or("<data/>"))?;
    let context = at_path(&tree, request.ctx.as_deref().unwrap_or("/")).ok_or(XpathError::Context)?;
    let trial = Trial { tree, ambient: Ambient::new(now, zone, 1), language: request.lang };
    let context = NodeRef { tree: 0, node: context };
    let value = Expression::parse(&request.expr)?.evaluate(&trial, context)?;
    Ok(shown(&value, &request.kind, &trial))
}

fn clock(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    match Moment::parse(text, zone)? {
        Moment::Instant(instant) => Some(Timestamp(instant)),
        Moment::Day(_) => None,
    }
}

fn shown(value: &Value, kind: &str, trial: &Trial) -> Json {
    match (kind, value) {
        ("boolean", value) => json!(value.to_boolean()),
        ("number" | "number-rounded", value) => number(value.to_number(trial)),
        ("nodeset", Value::Nodes(nodes)) => nodes.iter().map(|node| trial.tree.path(node.node)).collect(),
        (_, value) => json!(value.to_text(trial)),
    }
}

fn number(number: f64) -> Json {
    if number.is_finite() && !(number == 0.0 && number.is_sign_negative()) {
        return json!(number);
    }
    json!(if number == 0.0 { "-0".to_owned() } else { crate::form::expr::format_number(number) })
}

/// The node at a path with positions, as [`Tree::path`] writes them.
fn at_path(tree: &Tree, path: &str) -> Option<NodeId> {
    let mut node = NodeId::DOCUMENT;
    for step in path.split('/').filter(|step| !step.is_empty()) {
        node = if let Some(name) = step.strip_prefix('@') {
            tree.attribute(node, name.rsplit(':').next().unwrap_or(name))?
        } else {
            let (name, position) = step.strip_suffix(']')?.rsplit_once('[')?;
            let (position, name) = (position.parse::<usize>().ok()?, name.rsplit(':').next().unwrap_or(name));
            let alike = |child: &&NodeId| match name {
                "node()" => true,
                "text()" => tree.kind(**child) == NodeKind::Text,
                "comment()" => tree.kind(**child) == NodeKind::Comment,
                "processing-instruction()" => tree.kind(**child) == NodeKind::Instruction,
                _ => tree.kind(**child) == NodeKind::Element && tree.name(**child) == name,
            };
            *tree.children(node).iter().filter(alike).nth(position.checked_sub(1)?)?
        };
    }
    Some(node)
}

/// One document: an XForm's instances and translations are found in it where it has them.
struct Trial {
    tree: Tree,
    ambient: Ambient,
    language: Option<String>,
}

impl Trial {
    fn find(&self, path: &[&str]) -> Option<NodeId> {
        path.iter().try_fold(NodeId::DOCUMENT, |node, name| self.tree.child(node, name))
    }

    fn model(&self) -> Option<NodeId> {
        self.find(&["html", "head", "model"]).or_else(|| self.find(&["model"]))
    }
}

impl Environment for Trial {
    fn tree(&self, _: u32) -> &Tree {
        &self.tree
    }

    fn ambient(&self) -> &Ambient {
        &self.ambient
    }

    /// Inside an XForm's instance, `/` is that instance.
    fn root(&self, from: NodeRef) -> NodeRef {
        let document = NodeRef { tree: from.tree, node: NodeId::DOCUMENT };
        let Some(model) = self.find(&["html", "head", "model"]) else { return document };
        let inside = std::iter::successors(Some(from.node), |at| self.tree.parent(*at)).any(|at| at == model);
        let primary = self.tree.child(model, "instance").filter(|_| inside);
        primary.map_or(document, |node| NodeRef { tree: from.tree, node })
    }

    fn instance(&self, id: &str) -> Option<NodeRef> {
        let model = self.model()?;
        let has_id = |node: &&NodeId| {
            self.tree.name(**node) == "instance"
                && self.tree.attribute(**node, "id").is_some_and(|attribute| self.tree.value(attribute) == id)
        };
        self.tree.children(model).iter().find(has_id).map(|node| NodeRef { tree: 0, node: *node })
    }

    fn reference(&self, _: &str, _: NodeRef) -> Option<Vec<NodeRef>> {
        None
    }

    fn translation(&self, id: &str) -> Option<String> {
        let itext = self.tree.child(self.model()?, "itext")?;
        let attribute = |node: NodeId, name: &str| self.tree.attribute(node, name).map(|found| self.tree.value(found));
        let languages = self.tree.children(itext).iter().copied().filter(|node| self.tree.name(*node) == "translation");
        let languages: Vec<NodeId> = languages.collect();
        let chosen = languages
            .iter()
            .find(|node| self.language.as_deref().is_some_and(|own| attribute(**node, "lang") == Some(own)));
        let default = languages.iter().find(|node| attribute(**node, "default").is_some());
        let language = chosen.or(default).or(languages.first())?;
        let text = self.tree.children(*language).iter().copied().find(|node| attribute(*node, "id") == Some(id))?;
        self.tree.child(text, "value").map(|value| self.tree.text(value))
    }

    fn choice_name(&self, _: &str, _: &str, _: NodeRef) -> Option<String> {
        None
    }
}
