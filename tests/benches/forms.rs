//! What a questionnaire costs on a phone: reading it, one answer, one page, memory. For a form of any length, and for
//! files named in the environment variable `DOORSTEP_FORMS`, separated by colons.
//!
//! `cargo bench -p doorstep-tests --bench forms`. What one answer costs next to other parts of the road is in `parts`.

use std::io::{self, Write};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use doorstep_core::form::graph::LogicProblem;
use doorstep_core::form::import::{Limits, import};
use doorstep_core::form::interview::{Attachments, PreparedForm};
use doorstep_core::form::model::Form;
use doorstep_core::form::problems::Report;
use doorstep_tests::course::{Course, median};
use doorstep_tests::{forms, generate};

/// The environment variable that names files.
const FILES: &str = "DOORSTEP_FORMS";

/// Runs of which the middle one counts.
const RUNS: usize = 5;

/// Of a hundred rows of a generated form, how many are calculations.
const CALCULATIONS: usize = 34;

/// Why nothing can be measured.
#[derive(Debug, thiserror::Error)]
enum BenchError {
    #[error("a file or program can't be used")]
    Io(#[from] io::Error),
    #[error("the form is refused: {0}")]
    Refused(Report),
    #[error("the form's logic has {} mistakes", .0.len())]
    Logic(Vec<LogicProblem>),
}

/// A line of the table.
#[derive(Default)]
struct Line {
    name: String,
    rows: usize,
    import: Option<Duration>,
    prepare: Duration,
    answer: Duration,
    page: Duration,
    peak: String,
}

fn main() -> Result<(), BenchError> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [part, form] = arguments.as_slice()
        && part == "memory"
    {
        return writeln!(io::stdout(), "{}", memory(form)?).map_err(BenchError::Io);
    }
    show_titles()?;
    for rows in [10_usize, 100, 1_000, 10_000] {
        let name = format!("generated, {} calculations", rows * CALCULATIONS / 100);
        measure(name, generated(rows), None, &rows.to_string())?.show()?;
    }
    let own = forms::folder().join("neighbourhood_coassessment.xlsx").to_string_lossy().into_owned();
    let named = std::env::var(FILES).unwrap_or_default();
    for file in std::iter::once(own.as_str()).chain(named.split(':').filter(|file| !file.is_empty())) {
        let bytes = std::fs::read(file)?;
        let times: Vec<Duration> = (0..RUNS).map(|_| timed(|| import(&bytes, &Limits::default())).1).collect();
        let name = Path::new(file).file_name().unwrap_or_default().to_string_lossy().into_owned();
        match import(&bytes, &Limits::default()) {
            Ok(imported) => measure(name, imported.form, Some(median(&times)), file)?.show()?,
            Err(_) => {
                Line { name: format!("{name}: refused"), import: Some(median(&times)), ..Line::default() }.show()?
            }
        }
    }
    Ok(())
}

fn show_titles() -> Result<(), BenchError> {
    let [rows, import, prepare, answer, page, peak] = ["rows", "import", "prepare", "an answer", "a page", "peak"];
    Ok(writeln!(io::stdout(), "{:44} {rows:>6} {import:>9} {prepare:>9} {answer:>9} {page:>9} {peak:>9}", "")?)
}

fn generated(rows: usize) -> Form {
    generate::form(rows, rows * CALCULATIONS / 100)
}

/// `again` says to another process which form this is.
fn measure(name: String, form: Form, import: Option<Duration>, again: &str) -> Result<Line, BenchError> {
    let rows = form.questions().len();
    let form = Arc::new(form);
    let (prepared, prepare) = timed(|| PreparedForm::new(Arc::clone(&form), Attachments::new()));
    let prepared = prepared.map_err(BenchError::Logic)?;
    let courses: Vec<Course> = (0..RUNS).map(|_| Course::through(Arc::clone(&prepared))).collect();
    let middle = |cost: fn(&Course) -> Duration| median(&courses.iter().map(cost).collect::<Vec<_>>());
    let (answer, page) = (middle(|course| median(&course.answers)), middle(|course| median(&course.pages)));
    let peak = Command::new(std::env::current_exe()?).args(["memory", again]).output()?;
    let peak = String::from_utf8_lossy(&peak.stdout).trim().to_owned();
    Ok(Line { name, rows, import, prepare, answer, page, peak })
}

/// Runs one interview in this process and tells how much memory it took at its highest, the program included.
fn memory(form: &str) -> Result<String, BenchError> {
    let form = match form.parse::<usize>() {
        Ok(rows) => generated(rows),
        Err(_) => import(&std::fs::read(form)?, &Limits::default()).map_err(BenchError::Refused)?.form,
    };
    let course = Course::through(PreparedForm::new(Arc::new(form), Attachments::new()).map_err(BenchError::Logic)?);
    let status = std::fs::read_to_string("/proc/self/status")?;
    drop(course);
    Ok(status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default().trim().to_owned())
}

impl Line {
    fn show(&self) -> Result<(), BenchError> {
        let import = self.import.map_or_else(String::new, shown);
        let (prepare, answer, page) = (shown(self.prepare), shown(self.answer), shown(self.page));
        let Self { name, rows, peak, .. } = self;
        Ok(writeln!(io::stdout(), "{name:44} {rows:>6} {import:>9} {prepare:>9} {answer:>9} {page:>9} {peak:>9}")?)
    }
}

fn timed<T>(act: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let done = act();
    (done, start.elapsed())
}

fn shown(time: Duration) -> String {
    if time < Duration::from_millis(1) {
        format!("{:.1} us", time.as_secs_f64() * 1e6)
    } else {
        format!("{:.1} ms", time.as_secs_f64() * 1e3)
    }
}
