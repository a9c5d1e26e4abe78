//! A filled-in form as an OpenRosa submission: the XML that ODK and KoboToolbox servers take.

use super::xml::escaped;
use crate::form::expr::{NodeId, NodeKind, Tree};
use crate::form::model::Form;

/// Writes the tree; the root carries the form's id and version.
pub fn openrosa(form: &Form, tree: &Tree) -> String {
    let mut out = String::new();
    if let Some(root) = tree.root() {
        let version =
            if form.version.is_empty() { String::new() } else { format!(" version=\"{}\"", escaped(&form.version)) };
        write(tree, root, &format!(" id=\"{}\"{version}", escaped(&form.id)), &mut out);
    }
    out
}

/// The depth is that of a tree read or built before, which is bounded.
fn write(tree: &Tree, node: NodeId, attributes: &str, out: &mut String) {
    let name = tree.name(node);
    let inner: Vec<NodeId> =
        tree.children(node).iter().copied().filter(|child| tree.kind(*child) == NodeKind::Element).collect();
    let text = if inner.is_empty() { tree.text(node) } else { String::new() };
    if inner.is_empty() && text.is_empty() {
        out.push_str(&format!("<{name}{attributes}/>"));
        return;
    }
    out.push_str(&format!("<{name}{attributes}>{}", escaped(&text)));
    for child in inner {
        write(tree, child, "", out);
    }
    out.push_str(&format!("</{name}>"));
}
