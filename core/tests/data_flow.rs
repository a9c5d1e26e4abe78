//! Holds the data-flow table of `docs/security.md` to the table of rights: it is made here and compared, never written by hand.
//!
//! What the rights do is tested beside them; run with DOORSTEP_WRITE_DOCS set, this writes the table into the page.

use doorstep_core::member::{Access, Class, DocKind, Role, may};

const PAGE: &str = include_str!("../docs/security.md");
const BEGIN: &str = "<!-- data-flow -->\n";
const END: &str = "<!-- /data-flow -->";

#[test]
fn the_page_has_the_table_that_the_rights_make() {
    let (before, rest) = PAGE.split_once(BEGIN).expect("the page marks where the table begins");
    let (written, after) = rest.split_once(END).expect("the page marks where the table ends");
    let made = table();
    if std::env::var_os("DOORSTEP_WRITE_DOCS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/security.md");
        std::fs::write(path, format!("{before}{BEGIN}{made}{END}{after}")).expect("the page can be written");
        return;
    }
    assert_eq!(written, made, "run this test once with DOORSTEP_WRITE_DOCS set");
}

fn table() -> String {
    let mut table =
        "| what | kept as | read | write | settle | release | export | erase |\n|---|---|---|---|---|---|---|---|\n"
            .to_owned();
    for class in Class::ALL {
        let who = Access::ALL.map(|access| roles(class, access));
        table.push_str(&format!("| {} | {} | {} |\n", named(class), kinds(class), who.join(" | ")));
    }
    table
}

fn named(class: Class) -> &'static str {
    match class {
        Class::Membership => "membership",
        Class::Project => "project",
        Class::Field => "field",
        Class::Sealed => "sealed",
        Class::Deliberation => "deliberation",
        Class::Server => "server",
    }
}

fn kinds(class: Class) -> String {
    let of_class = DocKind::ALL.iter().filter(|kind| kind.class() == class);
    let names: Vec<String> = of_class.map(|kind| format!("{kind:?}").to_lowercase()).collect();
    if names.is_empty() {
        "signed acts, ids without names".to_owned()
    } else {
        names.join(", ").replace("formversion", "form version").replace("handedon", "file handed on")
    }
}

fn roles(class: Class, access: Access) -> String {
    let allowed: Vec<&str> = Role::ALL.into_iter().filter(|role| may(*role, class, access)).map(Role::name).collect();
    match allowed.len() {
        0 => "nobody".to_owned(),
        6 => "everybody".to_owned(),
        _ => allowed.join(", "),
    }
}
