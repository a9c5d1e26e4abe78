//! Which module of a crate may use which: one order, a few exceptions, and the crates that only some modules may name.
//!
//! `core/docs/architecture.md` says why; decision 0002 says why `response` stands before `form`.

use super::lexical::{code_of, group_heads, identifier, line_at, words};
use super::{SourceFile, Violation};

/// The rules for the modules of one crate.
#[derive(Debug, Clone, Copy)]
pub struct Arrows<'a> {
    /// The folder of the crate's sources, with a slash at its end.
    pub root: &'a str,
    /// The modules; each may use only what stands to its left.
    pub order: &'a [&'a str],
    /// Modules that must not be used by the ones named, though they stand to their left: (user, used).
    pub apart: &'a [(&'a str, &'a [&'a str])],
    /// Other people's crates that only the named modules may mention: (crate, modules).
    pub reserved: &'a [(&'a str, &'a [&'a str])],
}

/// The arrows of `doorstep-core`.
pub const CORE: Arrows<'static> = Arrows {
    root: "core/src/",
    order: &[
        "ids",
        "time",
        "response",
        "form",
        "place",
        "member",
        "visit",
        "analysis",
        "evaluation",
        "words",
        "document",
        "report",
        "export",
        "seal",
        "sealed_file",
        "blob",
        "entry",
        "store",
        "sync",
        "device",
        "net",
    ],
    apart: &[
        ("sync", &["store", "words", "report", "export"]),
        ("store", &["words", "report", "export"]),
        ("entry", &["words", "report", "export"]),
        ("sealed_file", &["words", "report", "export"]),
        ("seal", &["words", "report", "export"]),
        ("blob", &["words", "report", "export"]),
        ("document", &["words"]),
    ],
    reserved: &[
        ("automerge", &["document"]),
        ("rusqlite", &["store"]),
        ("quinn", &["net"]),
        ("rustls", &["net"]),
        ("tokio", &["net"]),
        ("tokio_rustls", &["net"]),
        ("tokio_tungstenite", &["net"]),
        ("calamine", &["form"]),
        ("age", &["sealed_file"]),
        ("hpke", &["seal"]),
        ("chacha20poly1305", &["blob"]),
        ("image", &["blob"]),
        ("fluent_bundle", &["words"]),
        ("axum", &[]),
        ("uniffi", &[]),
    ],
};

impl Arrows<'_> {
    /// Every backward arrow and every reserved crate named in the wrong place; unit tests may do as they like.
    pub fn violations(&self, file: &SourceFile) -> Vec<Violation> {
        let Some(path) = self.module_path(&file.path) else { return Vec::new() };
        let Some(&module) = path.first() else { return Vec::new() };
        if path.last() == Some(&"tests") {
            return Vec::new();
        }
        let at = |line, what: String| Violation::new(&file.path, line, what);
        if !self.order.contains(&module) {
            return vec![at(1, format!("{module} has no place in the order of modules: give it one"))];
        }
        let code = code_of(&file.text);
        let mut found = Vec::new();
        for (offset, used) in mentioned(&code, path.len()) {
            let line = line_at(&code, offset);
            found.extend(self.fault(module, used).map(|fault| at(line, fault)));
        }
        for (name, _) in self.reserved.iter().filter(|(_, modules)| !modules.contains(&module)) {
            found.extend(
                words(&code, name)
                    .filter(|end| code[*end..].starts_with("::"))
                    .map(|end| at(line_at(&code, end), format!("{module} may not know the crate {name}"))),
            );
        }
        found.sort();
        found.dedup();
        found
    }

    /// The module path of a file of this crate, or `None` for the crate root and for files elsewhere.
    fn module_path<'p>(&self, path: &'p str) -> Option<Vec<&'p str>> {
        let inside = path.strip_prefix(self.root)?.strip_suffix(".rs")?;
        if inside == "lib" || inside == "main" {
            return None;
        }
        Some(inside.split('/').filter(|part| *part != "mod").collect())
    }

    fn fault(&self, user: &str, used: &str) -> Option<String> {
        if user == used || used == "self" {
            return None;
        }
        let place = |name| self.order.iter().position(|module| *module == name);
        let Some(right) = place(used) else {
            return Some(format!("crate::{used} is no module in the order: name the module that holds it"));
        };
        if Some(right) > place(user) {
            return Some(format!("{user} may not use {used}, which stands to its right"));
        }
        let apart = self.apart.iter().any(|(name, others)| *name == user && others.contains(&used));
        apart.then(|| format!("{user} may not use {used}: the two are kept apart"))
    }
}

/// The top-level modules that the code reaches through `crate::` or enough `super::`, with the offset of each.
fn mentioned(code: &str, depth: usize) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for end in words(code, "crate") {
        if let Some(rest) = code[end..].strip_prefix("::") {
            collect(code, rest, &mut found);
        }
    }
    for end in words(code, "super") {
        let is_first = !code[..end - "super".len()].ends_with("::");
        if !is_first {
            continue;
        }
        let mut rest = &code[end..];
        let mut steps = 1;
        while let Some(next) = rest.strip_prefix("::super") {
            rest = next;
            steps += 1;
        }
        if steps >= depth
            && let Some(rest) = rest.strip_prefix("::")
        {
            collect(code, rest, &mut found);
        }
    }
    found
}

fn collect<'c>(code: &str, rest: &'c str, found: &mut Vec<(usize, &'c str)>) {
    let start = code.len() - rest.len();
    let heads = if rest.starts_with('{') { group_heads(rest) } else { vec![(0, identifier(rest))] };
    let names = heads.into_iter().filter(|(at, name)| !name.is_empty() && !rest[at + name.len()..].starts_with('!'));
    found.extend(names.map(|(at, name)| (start + at, name)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(path: &str, text: &str) -> Vec<String> {
        CORE.violations(&SourceFile::new(path, text)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn an_arrow_to_the_left_is_fine() {
        assert!(faults("core/src/evaluation/tally.rs", "use crate::form::Form;\nuse super::Rules;\n").is_empty());
    }

    #[test]
    fn an_arrow_to_the_right_is_found_with_its_line() {
        assert_eq!(
            faults("core/src/form/model.rs", "//! x\n\nuse crate::evaluation::Tally;\n"),
            ["core/src/form/model.rs:3: form may not use evaluation, which stands to its right"]
        );
    }

    #[test]
    fn an_arrow_is_found_inside_a_group_and_inside_code() {
        assert_eq!(faults("core/src/entry.rs", "use crate::{\n    ids::DocId,\n    device::Device,\n};\n").len(), 1);
        assert_eq!(faults("core/src/entry.rs", "fn f() { crate::store::open() }\n").len(), 1);
    }

    #[test]
    fn an_arrow_through_super_is_found() {
        assert_eq!(faults("core/src/form.rs", "use super::store::Store;\n").len(), 1);
        assert_eq!(faults("core/src/form/expr/value.rs", "use super::super::super::store::Store;\n").len(), 1);
        assert!(faults("core/src/form/expr/value.rs", "use super::super::store::Shop;\n").is_empty());
    }

    #[test]
    fn sync_and_store_never_see_each_other() {
        let found = faults("core/src/sync/session.rs", "use crate::store::Store;\n");
        assert_eq!(found, ["core/src/sync/session.rs:1: sync may not use store: the two are kept apart"]);
        assert_eq!(faults("core/src/store.rs", "use crate::sync::Session;\n").len(), 1);
    }

    #[test]
    fn words_reach_the_screen_side_only() {
        assert!(faults("core/src/device.rs", "use crate::words::Words;\n").is_empty());
        assert!(faults("core/src/report.rs", "use crate::words::Words;\n").is_empty());
        assert_eq!(faults("core/src/entry.rs", "use crate::words::Words;\n").len(), 1);
        assert_eq!(faults("core/src/evaluation.rs", "use crate::words::Words;\n").len(), 1);
    }

    #[test]
    fn a_reserved_crate_is_found_outside_its_modules() {
        let found = faults("core/src/evaluation.rs", "fn f(c: &rusqlite::Connection) {}\n");
        assert_eq!(found, ["core/src/evaluation.rs:1: evaluation may not know the crate rusqlite"]);
        assert!(faults("core/src/store/sqlite.rs", "use rusqlite::Connection;\n").is_empty());
        assert_eq!(faults("core/src/device.rs", "use tokio::sync::mpsc;\n").len(), 1);
    }

    #[test]
    fn a_module_without_a_place_is_found() {
        assert_eq!(faults("core/src/helpers.rs", "//! x\n").len(), 1);
    }

    #[test]
    fn a_name_from_the_crate_root_must_be_reached_through_its_module() {
        assert_eq!(faults("core/src/entry.rs", "use crate::DocId;\n").len(), 1);
        assert!(faults("core/src/entry.rs", "fn f() { crate::refuse!(x) }\n").is_empty());
    }

    #[test]
    fn unit_tests_and_prose_draw_no_arrows() {
        let text = "//! See [`crate::device`].\n#[cfg(test)]\nmod tests {\n    use crate::store::Store;\n}\n";
        assert!(faults("core/src/form.rs", text).is_empty());
    }
}
