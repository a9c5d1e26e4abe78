//! Rows of text as an Excel workbook: the few parts that one must have, every cell a text.
//!
//! The same rows give the same bytes: the parts carry no dates.

use std::io::{Cursor, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;

use super::xml::escaped;
use crate::form::import::{Sheet, Workbook};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// The bytes of a workbook with these sheets.
///
/// # Errors
///
/// None that depend on the rows; the zip writer has some of its own.
pub fn xlsx(book: &Workbook) -> Result<Vec<u8>, ZipError> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::DEFAULT;
    let mut part = |name: &str, content: &str| -> Result<(), ZipError> {
        out.start_file(name, options)?;
        out.write_all(HEAD.as_bytes())?;
        out.write_all(content.as_bytes())?;
        Ok(())
    };
    let count = book.sheets.len();
    part("[Content_Types].xml", &content_types(count))?;
    part("_rels/.rels", &relations(&[("officeDocument", "xl/workbook.xml".to_owned())]))?;
    part("xl/workbook.xml", &contents(book))?;
    let targets: Vec<_> = (1..=count).map(|number| ("worksheet", format!("worksheets/sheet{number}.xml"))).collect();
    part("xl/_rels/workbook.xml.rels", &relations(&targets))?;
    for (number, sheet) in (1..).zip(&book.sheets) {
        part(&format!("xl/worksheets/sheet{number}.xml"), &worksheet(sheet))?;
    }
    Ok(out.finish()?.into_inner())
}

fn content_types(sheets: usize) -> String {
    let mut out = format!(
        "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Override PartName=\"/xl/workbook.xml\" ContentType=\"{TYPES}.sheet.main+xml\"/>"
    );
    for number in 1..=sheets {
        out.push_str(&format!(
            "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"{TYPES}.worksheet+xml\"/>"
        ));
    }
    out + "</Types>"
}

fn relations(targets: &[(&str, String)]) -> String {
    let mut out = format!("<Relationships xmlns=\"{PACKAGE}/relationships\">");
    for (number, (kind, target)) in (1..).zip(targets) {
        out.push_str(&format!("<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>"));
    }
    out + "</Relationships>"
}

fn contents(book: &Workbook) -> String {
    let mut out = format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>");
    for (number, sheet) in (1..).zip(&book.sheets) {
        let name = escaped(&sheet.name);
        out.push_str(&format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>"));
    }
    out + "</sheets></workbook>"
}

fn worksheet(sheet: &Sheet) -> String {
    let mut out = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>");
    for row in &sheet.rows {
        out.push_str(&format!("<row r=\"{}\">", row.number));
        for (column, text) in &row.cells {
            out.push_str(&format!(
                "<c r=\"{}{}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                column_letters(*column),
                row.number,
                escaped(text)
            ));
        }
        out.push_str("</row>");
    }
    out + "</sheetData></worksheet>"
}

/// Columns are counted in letters: A to Z, then AA.
fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        letters.push(b'A' + u8::try_from(left % 26).unwrap_or_default());
        left /= 26;
    }
    letters.reverse();
    String::from_utf8(letters).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::export::workbook;
    use crate::form::import::{Limits, import};
    use crate::form::normal::to_blob;

    #[test]
    fn columns_are_counted_in_letters() {
        assert_eq!([0, 25, 26, 701, 702].map(column_letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }

    #[test]
    fn a_form_comes_back_from_its_workbook_as_the_same_version() {
        let text = "\
## survey
| type | name | label::English (en) | label::fr | hint | relevant | parameters | trigger | calculation | repeat_count | evaluation::theme |
|---|---|---|---|---|---|---|---|---|---|---|
| begin group | g | Group & co | | | | | | | | |
| select_multiple yn | lit | Is it \"lit\"? | Éclairé ? | Look up | 1 < 2 | randomize=true | | | | place |
| end group | | | | | | | | | | |
| begin repeat | r | Lamp | | | | | | | 2 + 1 | |
| text | why | Why? | | | | | | | | |
| calculate | twice | | | | | | ${why} | concat(${why}, ${why}) | | |
| end repeat | | | | | | | | | | |
## choices
| list_name | name | label::English (en) | side | evaluation::points |
|---|---|---|---|---|
| yn | yes | Yes | left | 2 |
| yn | no | No | right | 1 |
";
        let form = import(text.as_bytes(), &Limits::default()).unwrap().form;
        let again = import(&xlsx(&workbook(&form)).unwrap(), &Limits::default()).unwrap().form;
        assert_eq!(String::from_utf8(to_blob(&form)), String::from_utf8(to_blob(&again)));
    }
}
