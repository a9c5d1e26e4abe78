//! Holds the tables of `docs/security.md` and `docs/privacy-notice.md` to the table of rights: they are made here and compared, never
//! written by hand.
//!
//! What the rights do is tested beside them; run with DOORSTEP_WRITE_DOCS set, this writes the tables into the pages.

use doorstep_core::member::{Access, Class, DocKind, Role, may};

const SECURITY: (&str, &str) = ("security.md", include_str!("../docs/security.md"));
const NOTICE: (&str, &str) = ("privacy-notice.md", include_str!("../docs/privacy-notice.md"));
const BEGIN: &str = "<!-- data-flow -->\n";
const END: &str = "<!-- /data-flow -->";

#[test]
fn the_page_on_security_has_the_table_that_the_rights_make() {
    holds(SECURITY, &table());
}

#[test]
fn the_privacy_notice_says_who_sees_what_as_the_rights_have_it() {
    holds(NOTICE, &notice_table());
}

fn holds((name, page): (&str, &str), made: &str) {
    let (before, rest) = page.split_once(BEGIN).expect("the page marks where the table begins");
    let (written, after) = rest.split_once(END).expect("the page marks where the table ends");
    if std::env::var_os("DOORSTEP_WRITE_DOCS").is_some() {
        let path = format!("{}/docs/{name}", env!("CARGO_MANIFEST_DIR"));
        std::fs::write(path, format!("{before}{BEGIN}{made}{END}{after}")).expect("the page can be written");
        return;
    }
    assert_eq!(written, made, "run this test once with DOORSTEP_WRITE_DOCS set");
}

/// What people are told: no class without a person in it.
fn notice_table() -> String {
    let mut table = "| what we keep | who can see it | who can hand it on |\n|---|---|---|\n".to_owned();
    for (class, what) in [
        (Class::Field, "your answers, and what happened at your door"),
        (Class::Sealed, "your address"),
        (
            Class::Person,
            "your name and how to reach you, pictures and recordings, if you gave them; what you asked for help with",
        ),
        (Class::Deliberation, "words that were released without names, and what people think of them"),
        (Class::Server, "published results: numbers and released words"),
    ] {
        let (read, export) = (said(class, Access::Read), said(class, Access::Export));
        table.push_str(&format!("| {what} | {read} | {export} |\n"));
    }
    table
}

/// The roles in the words that people know.
fn said(class: Class, access: Access) -> String {
    let words = [
        ("researcher", "volunteers who ask"),
        ("coordinator", "coordinators"),
        ("resident", "residents"),
        ("manager", "managers of the service"),
        ("councillor", "councillors"),
        ("server", "whoever runs the server"),
    ];
    words.into_iter().fold(roles(class, access), |said, (role, word)| said.replace(role, word))
}

fn table() -> String {
    let mut table =
        "| what | kept as | read | carries locked | write | settle | release | export | erase |\n|---|---|---|---|---|---|---|---|---|\n".to_owned();
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
        Class::Person => "person",
    }
}

fn kinds(class: Class) -> String {
    let of_class = DocKind::ALL.iter().filter(|kind| kind.class() == class);
    let names: Vec<String> = of_class.map(|kind| format!("{kind:?}").to_lowercase()).collect();
    if names.is_empty() {
        "signed acts, ids without names".to_owned()
    } else {
        names
            .join(", ")
            .replace("formversion", "form version")
            .replace("handedon", "file handed on")
            .replace("unsafedoor", "door that is not safe alone")
            .replace("membername", "name of a member")
            .replace("helpslip", "slip of somebody who asked for help")
            .replace("releaseask", "release asked for")
            .replace("takenpack", "question pack taken")
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
