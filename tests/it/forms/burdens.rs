//! Forms whose logic was made to run for ever or to fill the memory: each ends soon, with a report or a sentence, and
//! keeps the answers. Files that are made to do harm are in `hostile`.

use std::fmt::Write;
use std::sync::Arc;

use doorstep_core::form::expr::EvalError;
use doorstep_core::form::import::{Limits, import};
use doorstep_core::form::interview::{Attachments, Interview, NoticeKind, Opening, PreparedForm};
use doorstep_core::time::Timestamp;
use jiff::tz::TimeZone;

const HEAD: &str = "| survey |\n| | type | name | label | calculation | relevant | constraint | repeat_count |\n";

fn begun(rows: &str) -> Interview {
    let imported =
        import(format!("{HEAD}{rows}").as_bytes(), &Limits::default()).unwrap_or_else(|report| panic!("{report}"));
    let prepared = PreparedForm::new(Arc::new(imported.form), Attachments::new()).unwrap();
    Interview::start(prepared, Opening::new(Timestamp(0), TimeZone::UTC, 1))
}

fn codes(rows: &str) -> Vec<&'static str> {
    let report = import(format!("{HEAD}{rows}").as_bytes(), &Limits::default()).expect_err("the form is refused");
    report.problems.iter().map(|problem| problem.fault.code()).collect()
}

#[test]
fn an_expression_of_a_megabyte_is_refused() {
    let sum = "1 + ".repeat(300_000);
    assert_eq!(codes(&format!("| | calculate | a | | {sum} 1 |\n")), ["cell-too-long"]);
}

#[test]
fn brackets_ten_thousand_deep_are_refused() {
    let (open, close) = ("(".repeat(10_000), ")".repeat(10_000));
    assert_eq!(codes(&format!("| | calculate | a | | {open}1{close} |\n")), ["bad-expression"]);
}

#[test]
fn calculations_that_need_each_other_are_refused_by_their_path() {
    let rows = "| | calculate | a | | ${b} |\n| | calculate | b | | ${c} |\n| | calculate | c | | ${a} |\n";
    assert_eq!(codes(rows), ["cycle"]);
}

#[test]
fn a_pattern_that_explodes_elsewhere_is_matched_at_once() {
    let mut interview = begun("| | text | a | A | | | regex(., '(a+)+b') |\n");
    interview.answer("a", &"a".repeat(30_000)).unwrap();
    assert_eq!(interview.review()[0].answer.len(), 30_000);
    assert!(interview.finish(Timestamp(1)).is_err(), "the answer does not fit the pattern");
}

#[test]
fn repeats_in_repeats_in_repeats_stop_growing_and_say_so() {
    let mut rows = "| | integer | n | How many? |\n".to_owned();
    for depth in 0..4 {
        writeln!(rows, "| | begin_repeat | r{depth} | R{depth} | | | | ${{n}} |").unwrap();
    }
    rows.push_str("| | text | a | A |\n");
    rows.push_str(&"| | end_repeat |\n".repeat(4));
    let mut interview = begun(&rows);
    interview.answer("n", "30").unwrap();
    assert!(interview.instance().tree().len() < 250_000);
    let stopped = interview.notices().into_iter().filter(|notice| matches!(notice.kind, NoticeKind::TooMany { .. }));
    assert!(stopped.count() > 0);
    interview.answer("n", "2").unwrap();
    interview.answer("r0[1]/r1[1]/r2[1]/r3[1]/a", "kept").unwrap();
    assert!(interview.draft_answers().contains(&("r0[1]/r1[1]/r2[1]/r3[1]/a".to_owned(), "kept".to_owned())));
}

#[test]
fn an_expression_without_end_is_said_to_be_too_much_and_costs_no_answer() {
    let mut rows = "| | begin_group | g | G |\n".to_owned();
    for number in 0..200 {
        writeln!(rows, "| | text | q{number} | Q{number} |").unwrap();
    }
    rows.push_str("| | end_group |\n");
    rows.push_str("| | calculate | all | | count(/data/g/*[/data/g/*[/data/g/*[. = 'x']]]) |\n");
    let mut interview = begun(&rows);
    interview.answer("g/q7", "x").unwrap();
    let [notice] = interview.notices().try_into().expect("one notice");
    assert_eq!(notice.path, "all");
    assert_eq!(notice.kind, NoticeKind::NotWorkedOut { column: "calculation", why: EvalError::TooMuchWork });
    let finished = interview.finish(Timestamp(1)).unwrap();
    assert_eq!(finished.answers["g/q7"].text(), Some("x"));
}

#[test]
fn triggers_that_set_each_other_off_are_stopped_and_said() {
    let head = "| survey |\n| | type | name | label | calculation | trigger |\n";
    let rows = "| | integer | a | A | ${b} + 1 | ${b} |\n| | integer | b | B | ${a} + 1 | ${a} |\n";
    let imported =
        import(format!("{head}{rows}").as_bytes(), &Limits::default()).unwrap_or_else(|report| panic!("{report}"));
    let prepared = PreparedForm::new(Arc::new(imported.form), Attachments::new()).unwrap();
    let mut interview = Interview::start(prepared, Opening::new(Timestamp(0), TimeZone::UTC, 1));
    interview.answer("a", "1").unwrap();
    let notices = interview.notices();
    assert!(matches!(notices[0].kind, NoticeKind::NotWorkedOut { column: "trigger", .. }), "{notices:?}");
}

#[test]
fn a_running_total_over_a_thousand_instances_is_right() {
    let rows = "
| | integer | n | How many? |
| | begin_repeat | r | R | | | | ${n} |
| | integer | x | X |
| | calculate | total | | coalesce(indexed-repeat(${total}, ${r}, position(..) - 1), 0) + coalesce(${x}, 1) |
| | end_repeat |
| | calculate | last | | ${r}[position() = last()]/total |
";
    let mut interview = begun(rows);
    interview.answer("n", "1000").unwrap();
    let node = |interview: &Interview, path: &str| interview.instance().at(interview.prepared().graph(), path).unwrap();
    let last = node(&interview, "r[1000]/total");
    assert_eq!(interview.instance().shown_value(last), "1000");
    interview.answer("r[10]/x", "11").unwrap();
    assert_eq!(interview.instance().shown_value(last), "1010");
    interview.answer("n", "20").unwrap();
    let earlier = node(&interview, "r[20]/total");
    assert_eq!(interview.instance().shown_value(earlier), "30");
}
