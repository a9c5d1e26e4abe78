//! Reads which packages a Cargo.toml depends on, and names those that the package must not have.
//!
//! Which module may name which package is the business of `arrows`.

use super::Violation;

/// What a package's manifest must not list among its ordinary dependencies.
#[derive(Debug, Clone, Copy)]
pub struct Forbidden<'a> {
    /// The manifest, relative to the workspace.
    pub path: &'a str,
    /// Packages that must not be there at all.
    pub never: &'a [&'a str],
    /// Packages that must be optional, so that a feature alone brings them.
    pub only_optional: &'a [&'a str],
}

/// The rules for our own packages.
pub const MANIFESTS: [Forbidden<'static>; 3] = [
    Forbidden {
        path: "core/Cargo.toml",
        never: &["doorstep-ffi", "doorstep-server", "doorstep-tests", "axum", "uniffi", "getrandom", "rand"],
        only_optional: &[
            "geo",
            "geojson",
            "parquet",
            "quinn",
            "rust_xlsxwriter",
            "rustls",
            "tokio",
            "tokio-rustls",
            "tokio-tungstenite",
        ],
    },
    Forbidden {
        path: "ffi/Cargo.toml",
        never: &["doorstep-server", "doorstep-tests", "automerge", "rusqlite", "quinn"],
        only_optional: &["axum", "maud"],
    },
    Forbidden {
        path: "sync-server/Cargo.toml",
        never: &["doorstep-ffi", "doorstep-tests", "uniffi", "automerge"],
        only_optional: &[],
    },
];

/// The forbidden dependencies in the text of the manifest that `rule` is about; dev-dependencies are free.
pub fn forbidden_dependencies(rule: &Forbidden<'_>, manifest: &str) -> Vec<Violation> {
    dependencies(manifest)
        .into_iter()
        .filter_map(|(line, name, is_optional)| {
            let never = rule.never.contains(&name);
            let should_be_optional = rule.only_optional.contains(&name) && !is_optional;
            let what = match (never, should_be_optional) {
                (true, _) => format!("must not depend on {name}"),
                (false, true) => format!("{name} must be optional"),
                (false, false) => return None,
            };
            Some(Violation::new(rule.path, line, what))
        })
        .collect()
}

/// Line, package and whether it is optional, of the ordinary dependencies.
fn dependencies(manifest: &str) -> Vec<(usize, &str, bool)> {
    let mut found = Vec::new();
    let mut is_inside = false;
    for (index, line) in manifest.lines().enumerate() {
        let line = line.trim();
        if let Some(section) = line.strip_prefix('[') {
            let section = section.trim_end_matches(']');
            is_inside = section == "dependencies" || section.ends_with(".dependencies");
            if let Some(name) = section.strip_prefix("dependencies.") {
                found.push((index + 1, name, false));
            }
        } else if is_inside
            && !line.starts_with('#')
            && let Some((name, value)) = line.split_once('=')
        {
            let name = name.trim().trim_end_matches(".workspace");
            found.push((index + 1, name, value.replace(' ', "").contains("optional=true")));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: Forbidden<'static> = Forbidden { path: "core/Cargo.toml", never: &["axum"], only_optional: &["tokio"] };

    fn lines(manifest: &str) -> Vec<usize> {
        forbidden_dependencies(&RULE, manifest).into_iter().map(|violation| violation.line).collect()
    }

    #[test]
    fn a_forbidden_dependency_is_found_in_every_spelling() {
        assert_eq!(lines("[dependencies]\naxum = \"0.8\"\n"), [2]);
        assert_eq!(lines("[dependencies]\naxum.workspace = true\n"), [2]);
        assert_eq!(lines("[dependencies.axum]\nworkspace = true\n"), [1]);
        assert_eq!(lines("[target.'cfg(unix)'.dependencies]\naxum = { workspace = true }\n"), [2]);
    }

    #[test]
    fn an_optional_dependency_must_say_so() {
        assert_eq!(lines("[dependencies]\ntokio = { workspace = true }\n"), [2]);
        assert!(lines("[dependencies]\ntokio = { workspace = true, optional = true }\n").is_empty());
    }

    #[test]
    fn dev_dependencies_and_comments_are_free() {
        assert!(lines("[dev-dependencies]\naxum = \"0.8\"\n[dependencies]\n# axum = \"0.8\"\n").is_empty());
    }
}
