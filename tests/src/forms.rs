//! The questionnaires that ship with the tests: readable tables, and the workbooks written from them.
//!
//! Reading either kind is the core's business; only writing a workbook is here.

use std::path::{Path, PathBuf};

use doorstep_core::form::import::Workbook;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, XlsxError};

/// The forms, by the stem of their files.
pub const NAMES: [&str; 2] = ["neighbourhood_coassessment", "street_lights"];

/// The folder with the forms.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("forms")
}

/// The bytes of a form's workbook.
///
/// # Errors
///
/// Those of reading the file.
pub fn workbook(name: &str) -> std::io::Result<Vec<u8>> {
    std::fs::read(folder().join(format!("{name}.xlsx")))
}

/// The bytes of a form's readable table.
///
/// # Errors
///
/// Those of reading the file.
pub fn table(name: &str) -> std::io::Result<Vec<u8>> {
    std::fs::read(folder().join(format!("{name}.md")))
}

/// A workbook with these rows. Its dates are fixed, so that the same rows give the same bytes.
///
/// # Errors
///
/// Those of the writer, for names and cells that Excel does not allow.
pub fn to_xlsx(book: &Workbook) -> Result<Vec<u8>, XlsxError> {
    let mut out = rust_xlsxwriter::Workbook::new();
    let day = ExcelDateTime::from_ymd(2026, 11, 21)?;
    out.set_properties(&DocProperties::new().set_creation_datetime(&day));
    let bold = Format::new().set_bold();
    for sheet in &book.sheets {
        let page = out.add_worksheet();
        page.set_name(&sheet.name)?;
        page.set_freeze_panes(1, 0)?;
        for (number, row) in (0..).zip(&sheet.rows) {
            for (column, text) in &row.cells {
                let column = u16::try_from(*column).map_err(|_| XlsxError::RowColumnLimitError)?;
                if number == 0 {
                    page.write_string_with_format(number, column, text, &bold)?;
                    page.set_column_width(column, f64::from(u32::try_from(text.len()).unwrap_or(20)).max(10.0) + 2.0)?;
                } else {
                    page.write_string(number, column, text)?;
                }
            }
        }
    }
    out.save_to_buffer()
}
