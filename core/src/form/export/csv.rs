//! One row of comma-separated text, quoted only where a reader would go wrong otherwise.

/// Appends a row and its line end.
pub(super) fn push_row<'a>(out: &mut String, cells: impl IntoIterator<Item = &'a str>, for_spreadsheets: bool) {
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        push_cell(out, cell, for_spreadsheets);
    }
    out.push('\n');
}

/// Spreadsheets run a cell that begins like a formula; an apostrophe in front makes it a text.
fn push_cell(out: &mut String, cell: &str, for_spreadsheets: bool) {
    let formula =
        for_spreadsheets && cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    if !formula && !cell.contains([',', '"', '\n', '\r']) {
        out.push_str(cell);
        return;
    }
    out.push('"');
    if formula {
        out.push('\'');
    }
    out.push_str(&cell.replace('"', "\"\""));
    out.push('"');
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
