//! Packs made of a questionnaire, written, read by somebody who distrusts them, and put into another questionnaire.

use proptest::prelude::*;

use super::*;
use crate::form::check::check;
use crate::form::export::{workbook, xlsx};
use crate::form::import::{Limits, import};

const LARK: &str = "\
## survey
| type | name | label::English (en) | label::Español (es) | relevant | evaluation::criterion | evaluation::measure |
|---|---|---|---|---|---|---|
| integer | lamps | How many lamps are there? | ¿Cuántas farolas hay? | | | |
| begin_group | light | Light | Luz | | | |
| select_one happy | sat | How happy are you with the light? | ¿Está contenta con la luz? | ${lamps} > 0 | light | satisfaction |
| text | why | Why? | ¿Por qué? | ${sat} != '' | | |
| end_group | | | | | | |
| text | other | What else? | ¿Qué más? | | | |
## choices
| list_name | name | label::English (en) | label::Español (es) | evaluation::points |
|---|---|---|---|---|
| happy | 1 | Not happy | Nada | 1 |
| happy | 2 | Happy | Mucho | 2 |
";

const ELM: &str = "\
## survey
| type | name | label |
|---|---|---|
| text | sat | How was your week? |
| select_one happy | mood | And today? |
## choices
| list_name | name | label |
|---|---|---|
| happy | y | Yes |
| happy | n | No |
";

fn form(text: &str) -> Form {
    import(text.as_bytes(), &Limits::default()).unwrap().form
}

fn pack(chosen: &[&str]) -> Pack {
    let text = str::to_owned;
    let story = Story { who: text("Lark House tenants"), changed: text("Nine lamps were mended"), ..Story::default() };
    let criteria =
        vec![PackCriterion { code: text("light"), good: text("Nobody walks in the dark"), ..PackCriterion::default() }];
    let pack = Pack {
        title: text("Street light"),
        organisation: text("Larkfield Council"),
        story,
        criteria,
        ..Pack::default()
    };
    let chosen: Vec<String> = chosen.iter().map(|name| text(name)).collect();
    pack.with_questions(&form(LARK), &chosen).unwrap()
}

fn paths(form: &Form) -> Vec<String> {
    form.questions().into_iter().map(|(path, _)| path).collect()
}

#[test]
fn a_question_takes_along_what_its_logic_reads_and_leaves_the_rest() {
    let pack = pack(&["why"]);
    assert_eq!(paths(&pack.questions), ["lamps", "light/sat", "light/why"]);
    assert_eq!(pack.assessed().into_iter().collect::<Vec<_>>(), ["light"]);
    assert_eq!(pack.wordings["light/sat"].keys().collect::<Vec<_>>(), ["en", "es"]);
    let none = Pack::default().with_questions(&form(LARK), &["lanterns".to_owned()]);
    assert!(matches!(none, Err(PackError::NoQuestion { .. })));
}

#[test]
fn a_pack_is_read_as_it_was_written_and_named_by_its_bytes() {
    let pack = pack(&[]);
    let text = pack.to_json().unwrap();
    let (name, read) = Pack::from_json(text.as_bytes()).unwrap();
    assert_eq!(read.to_json().unwrap(), text);
    assert_eq!((read.story, read.wordings), (pack.story, pack.wordings));
    let (other, _) = Pack::from_json(text.replace("Nine lamps", "Ten lamps").as_bytes()).unwrap();
    assert_ne!(name, other);
}

#[test]
fn a_pack_that_was_meddled_with_is_refused_with_the_reason() {
    let text = pack(&[]).to_json().unwrap();
    let fault = |from: &str, to: &str| Pack::from_json(text.replacen(from, to, 1).as_bytes()).unwrap_err();
    assert!(matches!(fault("happy are you", "unhappy are you"), PackError::Changed { path } if path == "light/sat"));
    assert!(matches!(fault("\"format\": 1", "\"format\": 2"), PackError::Newer { format: 2 }));
    assert!(matches!(fault("Larkfield Council", ""), PackError::BadText { what: "the organisation", .. }));
    assert!(matches!(fault("Larkfield Council", "Lark\\u0007field"), PackError::BadText { .. }));
    assert!(matches!(fault("${lamps} > 0", "${lanterns} > 0"), PackError::Logic { .. }));
    assert!(matches!(fault("\"list\": \"happy\"", "\"list\": \"sad\""), PackError::Logic { .. }));
    assert!(matches!(fault("\"list\": \"happy\"", "\"file\": \"../x.csv\""), PackError::Logic { .. }));
    assert!(matches!(fault("\"name\": \"why\"", "\"name\": \"a/b\""), PackError::BadNames));
    assert!(matches!(Pack::from_json(b"[]"), Err(PackError::Malformed(_))));
    assert!(matches!(Pack::from_json(&vec![b' '; MOST_BYTES + 1]), Err(PackError::TooLarge)));
    let many = PackCode { name: "light".to_owned(), means: String::new() };
    let many = Pack { codes: vec![many; 501], ..pack(&[]) };
    assert!(matches!(many.to_json(), Err(PackError::TooMany { what: "codes", .. })));
}

#[test]
fn whom_to_ask_is_told_only_with_their_agreement() {
    let asking = |ask_agreed| {
        let story = Story { ask: "Amina, 555 0100".to_owned(), ask_agreed, ..Story::default() };
        Pack { story, ..pack(&[]) }.to_json()
    };
    assert!(matches!(asking(false), Err(PackError::ContactNotAgreed)));
    assert!(asking(true).unwrap().contains("555 0100"));
}

#[test]
fn a_draft_asks_a_pack_s_questions_behind_the_others_and_can_be_used() {
    let draft = pack(&["why"]).draft(Some(&form(ELM)));
    assert_eq!(draft.added, ["pack/lamps", "pack/light/sat_2", "pack/light/why"]);
    let bytes = xlsx(&workbook(&draft.form)).unwrap();
    let read = check(&bytes, "elm", &Limits::default()).unwrap().form;
    assert_eq!(paths(&read), ["sat", "mood", "pack/lamps", "pack/light/sat_2", "pack/light/why"]);
    let questions = read.questions();
    let why = questions.iter().find(|(path, _)| path.ends_with("why")).unwrap().1;
    assert_eq!(why.relevant.as_deref(), Some("${sat_2} != ''"));
    assert_eq!(read.lists["happy_2"].choices.len(), 2);
    let sat = questions.iter().find(|(path, _)| path.ends_with("sat_2")).unwrap().1;
    assert!(wordings(&read, sat).values().any(|wording| *wording == pack(&[]).wordings["light/sat"]["en"]));
}

#[test]
fn what_is_asked_in_the_same_words_already_is_not_asked_again() {
    let draft = pack(&["why"]).draft(Some(&form(LARK)));
    assert_eq!(
        (draft.added.len(), draft.already),
        (0, vec!["lamps".to_owned(), "light/sat".to_owned(), "light/why".to_owned()])
    );
    assert_eq!(draft.form, form(LARK));
    let renamed = LARK
        .replace("| lamps |", "| lanterns |")
        .replace("${lamps}", "${lanterns}")
        .replace("Why?", "How come?")
        .replace("Por qué", "Cómo");
    let draft = pack(&["why"]).draft(Some(&form(&renamed)));
    assert_eq!(draft.added, ["pack/light_2/why_2"]);
    assert!(xlsx(&workbook(&draft.form)).is_ok());
    assert_eq!(pack(&["why"]).draft(None).added.len(), 3);
}

proptest! {
    #[test]
    fn bytes_that_are_no_pack_are_refused_and_never_more(at in 0_usize..10_000, byte in any::<u8>()) {
        let mut bytes = pack(&[]).to_json().unwrap().into_bytes();
        let place = at % bytes.len();
        bytes[place] = byte;
        if let Ok((_, read)) = Pack::from_json(&bytes) {
            prop_assert!(read.to_json().is_ok());
            read.draft(Some(&form(ELM)));
        }
    }
}
