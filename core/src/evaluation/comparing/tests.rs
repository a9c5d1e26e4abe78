//! Releases beside each other: what is compared, what is not and why, and files that are none.

use super::*;
use crate::evaluation::Share;
use crate::ids::WordingHash;

fn question(path: &str, wording: u8, share: i32) -> ComparableQuestion {
    let text = |text: &str| BTreeMap::from([("en".to_owned(), text.to_owned())]);
    ComparableQuestion {
        path: path.to_owned(),
        criterion: Some("light".to_owned()),
        measure: Some(Measure::Satisfaction),
        asked: text(path),
        wordings: BTreeMap::from([("en".to_owned(), WordingHash([wording; 32]))]),
        reworded: false,
        answers: Vec::new(),
        groups: vec![ComparableGroup { who: "residents".to_owned(), answers: 80, shares: vec![Some(share)] }],
    }
}

fn result(project: &str, questions: Vec<ComparableQuestion>) -> Comparable {
    let text = str::to_owned;
    Comparable {
        project: text(project),
        release: text("Result 1"),
        made_on: text("2026-03-14"),
        interviews: 80,
        questions,
    }
}

#[test]
fn only_equal_words_stand_beside_each_other_with_difference_and_bounds() {
    let lark = result("Lark", vec![question("sat", 1, 6_000), question("walk", 2, 5_000)]);
    let elm = result("Elm", vec![question("happy", 1, 8_000), question("stroll", 3, 5_000)]);
    let compared = compare(&[lark, elm]).unwrap();
    assert_eq!(compared.alike.len(), 1);
    let told = compared.alike[0].rows[0].told.clone();
    let [Some(first), Some(second)] = told.as_slice() else { panic!("both are told") };
    assert_eq!((first.share, first.above_first), (Share(6_000), None));
    let (above, bounds) = second.above_first.unwrap();
    assert_eq!(above, Share(2_000));
    assert!(!bounds.holds_nothing() && bounds.low < above && above < bounds.high);
    let apart: Vec<(usize, &str, WhyApart)> =
        compared.apart.iter().map(|one| (one.release, one.path.as_str(), one.why)).collect();
    assert_eq!(apart, [(0, "walk", WhyApart::OtherWords), (1, "stroll", WhyApart::OtherWords)]);
}

#[test]
fn why_something_is_not_compared_is_told() {
    let mut other = question("bins", 1, 5_000);
    other.criterion = Some("bins".to_owned());
    let mut changed = question("changed", 0, 5_000);
    (changed.wordings, changed.reworded) = (Wordings::new(), true);
    let mut old = question("old", 0, 5_000);
    old.wordings = Wordings::new();
    let lark =
        result("Lark", vec![question("sat", 1, 6_000), question("twice", 7, 5_000), question("again", 7, 5_000)]);
    let elm = result("Elm", vec![other, changed, old, question("both", 7, 5_000)]);
    let compared = compare(&[lark, elm]).unwrap();
    assert!(compared.alike.is_empty());
    let why: Vec<WhyApart> = compared.apart.iter().map(|one| one.why).collect();
    let expected = [
        WhyApart::AboutOther,
        WhyApart::Several,
        WhyApart::Several,
        WhyApart::AboutOther,
        WhyApart::Reworded,
        WhyApart::NotKnown,
        WhyApart::Several,
    ];
    assert_eq!(why, expected);
}

#[test]
fn what_is_hidden_in_one_release_is_not_told_and_one_alone_is_not_compared() {
    let mut hidden = question("sat", 1, 6_000);
    hidden.groups[0].shares = vec![None];
    let compared = compare(&[result("Lark", vec![hidden]), result("Elm", vec![question("sat", 1, 8_000)])]).unwrap();
    let told = &compared.alike[0].rows[0].told;
    assert_eq!(told[0], None);
    assert_eq!(told[1].unwrap().above_first, None);
    assert!(matches!(compare(&[result("Lark", Vec::new())]), Err(ComparableError::TooFew)));
}

#[test]
fn a_file_is_read_as_it_was_written_and_one_that_is_none_is_refused() {
    let lark = result("Lark", vec![question("sat", 1, 6_000)]);
    let text = lark.to_json();
    assert_eq!(Comparable::from_json(text.as_bytes()).unwrap(), lark);
    let refused = |from: &str, to: &str| Comparable::from_json(text.replacen(from, to, 1).as_bytes()).unwrap_err();
    assert!(matches!(refused("6000", "60000"), ComparableError::Unfit { .. }));
    assert!(matches!(refused("\"answers\": 80", "\"answers\": -1"), ComparableError::Unfit { .. }));
    assert!(matches!(refused("\"format\": 1", "\"format\": 7"), ComparableError::Newer { format: 7 }));
    assert!(matches!(refused("01010101", "zz"), ComparableError::Malformed(_)));
    assert!(matches!(Comparable::from_json(b"part,key,label"), Err(ComparableError::Malformed(_))));
    assert!(matches!(Comparable::from_json(&vec![b' '; MOST_COMPARABLE_BYTES + 1]), Err(ComparableError::TooLarge)));
}
