//! What the demo says: headings, sentences and tables within the terminal's width, and progress bars.
//!
//! Where no terminal is on the other end, bars stay out and every line is plain.

use std::io::{self, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How what is said is to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether a person watches: bars and bold letters.
    pub terminal: bool,
    /// How many columns there are.
    pub columns: usize,
}

/// Where the demo speaks.
pub struct Stage {
    out: Box<dyn Write + Send>,
    look: Look,
    acts: usize,
}

/// How far sentences stand from the edge.
const INDENT: &str = "   ";
/// Stands between a number and its unit while lines are broken; a plain space goes out.
const TOGETHER: &str = "\u{a0}";
const BOLD: (&str, &str) = ("\u{1b}[1m", "\u{1b}[0m");

impl Stage {
    /// A stage that writes here.
    pub fn new(out: Box<dyn Write + Send>, look: Look) -> Self {
        Self { out, look, acts: 0 }
    }

    /// How wide texts may be.
    pub(super) const fn columns(&self) -> usize {
        self.look.columns
    }

    /// A line at the edge.
    pub(super) fn plain(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}", text.replace(TOGETHER, " "))?;
        self.out.flush()
    }

    /// The next numbered heading.
    pub(super) fn act(&mut self, title: &str) -> io::Result<()> {
        self.acts += 1;
        let title = format!("{}  {title}", self.acts);
        let (on, off) = if self.look.terminal { BOLD } else { ("", "") };
        self.plain(&format!("\n{on}{title}{off}"))
    }

    /// A paragraph, broken between words.
    pub(super) fn tell(&mut self, text: &str) -> io::Result<()> {
        self.hang(INDENT, text)
    }

    /// A paragraph with a sign before it; its further lines stand under its first word.
    pub(super) fn point(&mut self, sign: &str, text: &str) -> io::Result<()> {
        self.hang(&format!("{INDENT}{sign} "), text)
    }

    /// A line that is set as it is, behind the indent.
    pub(super) fn row(&mut self, text: &str) -> io::Result<()> {
        self.plain(format!("{INDENT}{text}").trim_end())
    }

    fn hang(&mut self, first: &str, text: &str) -> io::Result<()> {
        let further = " ".repeat(first.chars().count());
        let room = self.look.columns.saturating_sub(further.len()).max(20);
        for (number, line) in broken(text, room).iter().enumerate() {
            let before = if number == 0 { first } else { &further };
            self.plain(&format!("{before}{line}"))?;
        }
        Ok(())
    }

    /// A bar that goes away when it is full; a sentence follows it.
    pub(super) fn bar(&self, what: &str, length: usize) -> ProgressBar {
        let target = if self.look.terminal { ProgressDrawTarget::stdout() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(length as u64), target);
        let style = ProgressStyle::with_template("   {msg} {bar:30} {pos} of {len}");
        if let Ok(style) = style {
            bar.set_style(style);
        }
        bar.set_message(what.to_owned());
        bar
    }
}

fn broken(text: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split([' ', '\n']).filter(|word| !word.is_empty()) {
        let last = lines.len() - 1;
        let longer = lines[last].chars().count() + 1 + word.chars().count();
        if lines[last].is_empty() {
            lines[last].push_str(word);
        } else if longer <= room {
            lines[last] = format!("{} {word}", lines[last]);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// Bytes as people read them: `940 B`, `18.2 kB`.
pub(super) fn bytes(count: u64) -> String {
    if count < 1_000 {
        return format!("{count}{TOGETHER}B");
    }
    let tenths = (count + 50) / 100;
    format!("{}.{}{TOGETHER}kB", tenths / 10, tenths % 10)
}

/// A number with its noun: `1 phone`, `6 phones`.
pub(super) fn count(number: usize, one: &str) -> String {
    let noun = match one.strip_suffix('y') {
        _ if number == 1 => one.to_owned(),
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        Some(_) | None => format!("{one}s"),
    };
    format!("{number} {noun}")
}

/// Names in a row: `Amina, Ben and Chidi`.
pub(super) fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_break_between_words() {
        assert_eq!(broken("one two three", 7), ["one two", "three"]);
        assert_eq!(broken("", 7), [""]);
    }

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!((bytes(940), bytes(18_249)), ("940\u{a0}B".to_owned(), "18.2\u{a0}kB".to_owned()));
        assert_eq!(
            (count(1, "reply"), count(2, "reply"), count(0, "day")),
            ("1 reply".into(), "2 replies".into(), "0 days".into())
        );
        assert_eq!(list(&["Amina".into(), "Ben".into(), "Chidi".into()]), "Amina, Ben and Chidi");
    }
}
