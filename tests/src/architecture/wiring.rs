//! Finds Rust files that no `mod` line reaches: their tests would silently never run.
//!
//! Cargo finds the roots (libraries, programs, benches) by itself; everything else needs its line.

use std::collections::BTreeMap;

use super::lexical::{code_of, identifier, words};
use super::{SourceFile, Violation};

/// A violation for every file that is neither a root nor declared by the file above it.
pub fn unwired(files: &[SourceFile]) -> Vec<Violation> {
    let code: BTreeMap<&str, String> = files.iter().map(|file| (file.path.as_str(), code_of(&file.text))).collect();
    let is_declared = |parent: &String, name: &str| code.get(parent.as_str()).is_some_and(|text| declares(text, name));
    files
        .iter()
        .filter(|file| !is_root(&file.path))
        .filter_map(|file| {
            let (folder, name) = place(&file.path)?;
            let wired = parents(folder).iter().any(|parent| is_declared(parent, name));
            (!wired).then(|| Violation::new(&file.path, 1, format!("no file above declares `mod {name};`")))
        })
        .collect()
}

fn is_root(path: &str) -> bool {
    let Some((folder, file)) = path.rsplit_once('/') else { return true };
    let is_found_by_cargo = ["/src/bin", "/benches", "/examples"].iter().any(|end| folder.ends_with(end));
    // A package's `tests` folder is searched by cargo; our package of that name is at the top, without a slash before it.
    is_found_by_cargo || folder.ends_with("/tests") || matches!(file, "lib.rs" | "main.rs" | "build.rs")
}

/// The folder a file is declared from, and the name it is declared by.
fn place(path: &str) -> Option<(&str, &str)> {
    let stem = path.strip_suffix(".rs")?;
    let stem = stem.strip_suffix("/mod").unwrap_or(stem);
    stem.rsplit_once('/')
}

fn parents(folder: &str) -> [String; 4] {
    [format!("{folder}.rs"), format!("{folder}/mod.rs"), format!("{folder}/lib.rs"), format!("{folder}/main.rs")]
}

fn declares(code: &str, name: &str) -> bool {
    words(code, "mod").any(|end| {
        let rest = code[end..].trim_start();
        identifier(rest) == name && rest[name.len()..].trim_start().starts_with(';')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<SourceFile> = files.iter().map(|(path, text)| SourceFile::new(path, text)).collect();
        unwired(&files).into_iter().map(|violation| violation.path).collect()
    }

    #[test]
    fn a_forgotten_test_file_is_found() {
        let files = [("tests/it/main.rs", "mod joining;\n"), ("tests/it/joining.rs", ""), ("tests/it/leaving.rs", "")];
        assert_eq!(paths(&files), ["tests/it/leaving.rs"]);
    }

    #[test]
    fn a_module_is_declared_by_the_file_that_bears_the_folders_name() {
        let files = [
            ("core/src/lib.rs", "pub mod form;"),
            ("core/src/form.rs", "pub mod expr;"),
            ("core/src/form/expr.rs", "mod lexer;"),
            ("core/src/form/expr/lexer.rs", ""),
            ("core/src/form/expr/parser.rs", ""),
        ];
        assert_eq!(paths(&files), ["core/src/form/expr/parser.rs"]);
    }

    #[test]
    fn a_line_in_a_comment_wires_nothing() {
        assert_eq!(paths(&[("core/src/lib.rs", "// mod form;\n"), ("core/src/form.rs", "")]), ["core/src/form.rs"]);
    }

    #[test]
    fn programs_and_benches_need_no_line() {
        let files =
            [("tests/src/bin/demo.rs", ""), ("tests/benches/w1.rs", ""), ("core/tests/protocol_vectors.rs", "")];
        assert!(paths(&files).is_empty());
    }
}
