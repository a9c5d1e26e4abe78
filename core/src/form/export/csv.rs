//! One row of comma-separated text, quoted only where a reader would go wrong otherwise.

use std::borrow::Cow;

/// Appends a row and its line end.
pub fn push_row<'a>(out: &mut String, cells: impl IntoIterator<Item = &'a str>, for_spreadsheets: bool) {
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        push_cell(out, cell, for_spreadsheets);
    }
    out.push('\n');
}

fn push_cell(out: &mut String, cell: &str, for_spreadsheets: bool) {
    let text = if for_spreadsheets { neutral(cell) } else { Cow::Borrowed(cell) };
    if matches!(text, Cow::Borrowed(_)) && !text.contains([',', '"', '\n', '\r']) {
        out.push_str(&text);
        return;
    }
    out.push('"');
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}

/// A cell that a spreadsheet does not run. It runs what begins like a formula, unless it is a number; an apostrophe in front makes it
/// a text.
pub fn neutral(cell: &str) -> Cow<'_, str> {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    if formula { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str], for_spreadsheets: bool) -> String {
        let mut out = String::new();
        push_row(&mut out, cells.iter().copied(), for_spreadsheets);
        out
    }

    #[test]
    fn only_what_needs_quotes_gets_them() {
        assert_eq!(row(&["a", "", "b c", "d,e", "f\"g", "h\ni"], false), "a,,b c,\"d,e\",\"f\"\"g\",\"h\ni\"\n");
    }

    #[test]
    fn a_formula_is_made_a_text_for_spreadsheets_and_a_number_is_not() {
        assert_eq!(row(&["=1+1", "-2.5", "-2.5 3"], true), "\"'=1+1\",-2.5,\"'-2.5 3\"\n");
        assert_eq!(row(&["=1+1"], false), "=1+1\n");
    }
}
