//! A form as comma-separated text (RFC 4180, also with semicolons or tabs).

use super::sheet::{Limits, Workbook, refusal};
use super::stacked::Stack;
use crate::form::problems::{Fault, Place, Report};

/// Reads the sheets of the text.
pub(super) fn read(text: &str, limits: &Limits) -> Result<Workbook, Report> {
    let mut stack = Stack::new(limits);
    for_each_record(text, separator(text), limits, &mut |line, cells| stack.row(line, cells))?;
    Ok(stack.finish())
}

/// Takes one record: the line it begins in, and its cells.
pub(crate) type TakeRecord<'a> = &'a mut dyn FnMut(u32, &[String]) -> Result<(), Report>;

/// Cuts the text into records and hands each out with the line it begins in, counted from 1. A quoted cell may hold
/// separators, line ends and doubled quotes.
pub(crate) fn for_each_record(
    text: &str,
    separator: char,
    limits: &Limits,
    take: TakeRecord<'_>,
) -> Result<(), Report> {
    let mut cells: Vec<String> = Vec::new();
    let mut cell = String::new();
    let mut quoted = false;
    let (mut line, mut begins) = (1_u32, 1_u32);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        line += u32::from(c == '\n');
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' if !quoted => {
                cells.push(std::mem::take(&mut cell));
                take(begins, &cells)?;
                cells.clear();
                begins = line;
            }
            c if c == separator && !quoted => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
        check(begins, &cells, &cell, limits)?;
    }
    if quoted {
        let why = format!("the quote that opens in line {begins} never closes");
        return Err(refusal(Place::default(), Fault::Damaged { why }));
    }
    if cell.is_empty() && cells.is_empty() {
        return Ok(());
    }
    cells.push(cell);
    take(begins, &cells)
}

fn check(line: u32, cells: &[String], cell: &str, limits: &Limits) -> Result<(), Report> {
    let place = || Place { row: Some(line), ..Place::default() };
    if cell.len() > limits.cell_bytes {
        return Err(refusal(place(), Fault::CellTooLong { limit: limits.cell_bytes.to_string() }));
    }
    if cells.len() > limits.columns {
        return Err(refusal(place(), Fault::TooManyColumns { limit: limits.columns.to_string() }));
    }
    Ok(())
}

/// The separator that the first line uses most.
pub(crate) fn separator(text: &str) -> char {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: char| first.matches(separator).count();
    let best = [',', ';', '\t'].into_iter().rev().max_by_key(|separator| count(*separator));
    best.unwrap_or(',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Result<Vec<(u32, Vec<String>)>, Report> {
        let mut found = Vec::new();
        for_each_record(text, ',', &Limits::default(), &mut |line, cells| {
            found.push((line, cells.to_vec()));
            Ok(())
        })?;
        Ok(found)
    }

    fn cells(text: &str) -> Vec<Vec<String>> {
        records(text).unwrap().into_iter().map(|(_, cells)| cells).collect()
    }

    #[test]
    fn quoted_cells_hold_separators_lines_and_quotes() {
        assert_eq!(cells("a,\"b,\"\"c\"\"\nd\"\r\ne,f"), [["a", "b,\"c\"\nd"], ["e", "f"]]);
        assert_eq!(cells("a,\n,b\n"), [["a", ""], ["", "b"]]);
    }

    #[test]
    fn the_line_of_a_record_is_where_it_begins() {
        let found = records("a,\"b\nc\"\nd,e").unwrap();
        assert_eq!(found.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 3]);
    }

    #[test]
    fn an_open_quote_is_refused() {
        let report = records("a,\"b").unwrap_err();
        assert_eq!(report.problems[0].fault.code(), "file-damaged");
    }

    #[test]
    fn the_separator_is_found_in_the_first_line() {
        assert_eq!(separator("\ntype;name;label\n"), ';');
        assert_eq!(separator("type,name\n"), ',');
        assert_eq!(separator("type"), ',');
    }
}
