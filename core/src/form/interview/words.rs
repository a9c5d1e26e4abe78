//! Texts of the form as people see them: in the chosen language, with answers filled in for `${name}`.
//!
//! The words of choices are in `choices`.

use super::Interview;
use crate::form::expr::{Environment, NodeId, NodeRef, Value};
use crate::form::model::Translated;

impl Interview {
    /// A text in the chosen language.
    pub(super) fn in_language<'t>(&self, text: &'t Translated) -> Option<&'t str> {
        text.shown(&self.language)
    }

    /// A text in the chosen language with answers filled in, as seen from `node`.
    pub(super) fn filled(&self, text: &Translated, node: NodeId) -> Option<String> {
        let template = self.in_language(text)?;
        let mut out = String::with_capacity(template.len());
        let mut rest = template;
        while let Some(start) = rest.find("${") {
            let Some(length) = rest[start..].find('}') else { break };
            out.push_str(&rest[..start]);
            out.push_str(&self.referenced_text(rest[start + 2..start + length].trim(), node));
            rest = &rest[start + length + 1..];
        }
        out.push_str(rest);
        Some(out)
    }

    /// The answer to the question that `${name}` means at `node`.
    pub(super) fn referenced_text(&self, name: &str, node: NodeId) -> String {
        let nodes = self.reference(name, NodeRef { tree: 0, node }).unwrap_or_default();
        let shown = nodes.into_iter().filter(|found| self.instance.is_shown(found.node)).collect();
        Value::Nodes(shown).to_text(self)
    }
}
