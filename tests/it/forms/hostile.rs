//! Files that were made to do harm, or cut short: each is refused by code, fast, and without taking memory for itself.

use std::io::{Cursor, Write};

use doorstep_core::form::import::{Limits, import, read};
use doorstep_tests::forms;
use proptest::prelude::*;
use zip::write::SimpleFileOptions;

fn code(bytes: &[u8]) -> &'static str {
    let report = import(bytes, &Limits::default()).expect_err("the file is refused");
    report.problems[0].fault.code()
}

/// The parts of a workbook, with one of them replaced.
fn repacked(bytes: &[u8], part: &str, content: &[u8]) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let entry = from.by_index_raw(index).unwrap();
        if entry.name_raw() == part.as_bytes() {
            to.start_file(part, SimpleFileOptions::default()).unwrap();
            to.write_all(content).unwrap();
        } else {
            to.raw_copy_file(entry).unwrap();
        }
    }
    to.finish().unwrap().into_inner()
}

fn workbook() -> Vec<u8> {
    forms::workbook("street_lights").unwrap()
}

const SURVEY: &str = "xl/worksheets/sheet1.xml";

#[test]
fn files_of_other_kinds_are_told_apart() {
    assert_eq!(code(b""), "file-empty");
    assert_eq!(code(b"%PDF-1.7\n"), "file-unknown");
    assert_eq!(code(&[0xff; 100]), "file-unknown");
    assert_eq!(code(b"PK\x03\x04 and no more"), "file-damaged");
    assert_eq!(code(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]), "file-damaged");
    assert_eq!(code(&vec![b'x'; Limits::default().file_bytes + 1]), "file-too-large");
}

#[test]
fn a_workbook_that_unpacks_without_end_is_refused() {
    let zeros = vec![b' '; usize::try_from(Limits::default().expanded_bytes).unwrap() + 1];
    let bomb = repacked(&workbook(), SURVEY, &zeros);
    assert!(bomb.len() < 1 << 20, "the bomb is small");
    assert_eq!(code(&bomb), "file-expands");
    let tags = "<a/>".repeat(6_000_000);
    assert_eq!(code(&repacked(&workbook(), SURVEY, tags.as_bytes())), "file-expands");
}

#[test]
fn a_cell_in_the_farthest_corner_costs_nothing() {
    let sheet = "<worksheet><sheetData><row r=\"1048576\"><c r=\"BXU1048576\" t=\"inlineStr\"><is><t>x</t></is></c></row></sheetData></worksheet>";
    let book = read(&repacked(&workbook(), SURVEY, sheet.as_bytes()), &Limits::default()).unwrap();
    assert_eq!(book.sheets[0].rows.len(), 1);
    let beyond = sheet.replace("BXU", "XFD");
    assert_eq!(code(&repacked(&workbook(), SURVEY, beyond.as_bytes())), "too-many-columns");
}

#[test]
fn a_million_rows_are_refused_at_the_limit() {
    let row = "<row><c t=\"inlineStr\"><is><t>x</t></is></c></row>";
    let limits = Limits { rows: 1_000, ..Limits::default() };
    let sheet = format!("<worksheet><sheetData>{}</sheetData></worksheet>", row.repeat(2_000));
    let report = read(&repacked(&workbook(), SURVEY, sheet.as_bytes()), &limits).unwrap_err();
    assert_eq!((report.problems[0].fault.code(), report.problems[0].place.row), ("too-many-rows", Some(1_001)));
}

#[test]
fn ten_thousand_groups_inside_each_other_are_refused() {
    let mut text = "## survey\n| type | name | label |\n|---|---|---|\n".to_owned();
    for depth in 0..10_000 {
        text.push_str(&format!("| begin group | g{depth} | G |\n"));
    }
    text.push_str("| text | a | A |\n");
    text.push_str(&"| end group | | |\n".repeat(10_000));
    assert_eq!(code(text.as_bytes()), "too-deep");
}

#[test]
fn shorthand_cannot_grow_without_bound() {
    let mut text = "## survey\n| type | name | label |\n|---|---|---|\n".to_owned();
    for depth in 0..5 {
        text.push_str(&format!("| begin loop over many | l{depth} | L |\n"));
    }
    text.push_str("| text | a | %(label)s |\n");
    text.push_str(&"| end loop | | |\n".repeat(5));
    text.push_str("## choices\n| list_name | name | label |\n|---|---|---|\n");
    for number in 0..100 {
        text.push_str(&format!("| many | c{number} | C |\n"));
    }
    assert_eq!(code(text.as_bytes()), "too-many-rows");
}

#[test]
fn a_workbook_cut_short_anywhere_is_refused() {
    let whole = workbook();
    for end in (0..whole.len()).step_by(97) {
        assert!(import(&whole[..end], &Limits::default()).is_err(), "cut at {end}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_change_of_a_workbooks_bytes_makes_the_import_panic(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = workbook();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = import(&bytes, &Limits::default());
    }

    #[test]
    fn no_change_of_a_sheets_text_makes_the_import_panic(
        part in prop::sample::select(&["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"][..]),
        at in any::<prop::sample::Index>(),
        text in "[<>/\"'=0-9A-Za-z &;]{0,6}",
        cut in 0..40_usize,
    ) {
        let whole = workbook();
        let mut archive = zip::ZipArchive::new(Cursor::new(&whole)).unwrap();
        let mut content = Vec::new();
        std::io::copy(&mut archive.by_name(part).unwrap(), &mut content).unwrap();
        let at = at.index(content.len());
        let end = (at + cut).min(content.len());
        content.splice(at..end, text.bytes());
        let _ = import(&repacked(&whole, part, &content), &Limits::default());
    }

    #[test]
    fn no_text_makes_the_import_panic(text in "(\\| ?(survey|type|name|begin group|select_one a|text|\\$\\{a\\}|[a-z]{0,3})? ?){0,30}(\n(\\||,|;|\"|[a-z]{0,3}){0,12}){0,10}") {
        let _ = import(text.as_bytes(), &Limits::default());
    }
}
