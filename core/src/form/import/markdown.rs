//! A form as Markdown tables: easy to read, to write by hand and to compare between versions.
//!
//! Either each sheet is a heading with its name and a table below, or one table holds all sheets with their names in its
//! first column. Text outside tables is ignored.

use super::sheet::{Limits, Workbook};
use super::stacked::Stack;
use crate::form::problems::Report;

/// Whether the text looks like Markdown tables and not like CSV.
pub(super) fn is_markdown(text: &str) -> bool {
    text.lines().any(|line| line.trim_start().starts_with('|'))
}

/// Reads the sheets of the text.
pub(super) fn read(text: &str, limits: &Limits) -> Result<Workbook, Report> {
    let mut stack = Stack::new(limits);
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if let Some(heading) = line.strip_prefix('#') {
            stack.heading(heading.trim_start_matches('#'));
        } else if line.starts_with('|') {
            let cells = cells(line, limits.columns + 2);
            if !is_rule(&cells) {
                stack.row(number, &cells)?;
            }
        }
    }
    Ok(stack.finish())
}

/// Cuts a row at its bars, as far as `most` cells; `\|` is a bar inside a cell, `<br>` a new line.
fn cells(line: &str, most: usize) -> Vec<String> {
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut chars = line.chars().skip(1).peekable();
    while let Some(c) = chars.next() {
        if cells.len() >= most {
            break;
        }
        match c {
            '\\' if chars.peek() == Some(&'|') => cell.extend(chars.next()),
            '|' => cells.push(std::mem::take(&mut cell).trim().replace("<br>", "\n")),
            c => cell.push(c),
        }
    }
    if !cell.trim().is_empty() {
        cells.push(cell.trim().to_owned());
    }
    cells
}

/// Whether the row is the line between the header and the rest.
fn is_rule(cells: &[String]) -> bool {
    let rule = |cell: &String| cell.chars().all(|c| matches!(c, '-' | ':')) && cell.contains('-');
    !cells.is_empty() && cells.iter().all(|cell| cell.is_empty() || rule(cell)) && cells.iter().any(rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_headings_with_tables() {
        let text = "# A form\nSome words.\n\n## survey\n| type | name |\n|---|:--|\n| text | a \\| b |\n\n## choices\n| name |\n|---|\n| x |\n";
        let book = read(text, &Limits::default()).unwrap();
        let survey = book.named("survey").unwrap();
        assert_eq!(survey.rows[1].cells, [(0, "text".to_owned()), (1, "a | b".to_owned())]);
        assert_eq!(survey.rows[1].number, 7);
        assert_eq!(book.named("choices").unwrap().rows.len(), 2);
    }

    #[test]
    fn one_table_may_hold_all_sheets() {
        let text = "| survey | | |\n| | type | name |\n| | text | a |\n| choices | | |\n| | list_name | name |\n";
        let book = read(text, &Limits::default()).unwrap();
        assert_eq!(book.named("survey").unwrap().rows[1].cells[1], (1, "a".to_owned()));
        assert_eq!(book.named("choices").unwrap().rows.len(), 1);
    }
}
