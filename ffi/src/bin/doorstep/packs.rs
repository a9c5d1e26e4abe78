//! `question-pack`: questions, criteria and codes for other organisations, and theirs; `codes`: what people's words are sorted by.

use std::path::Path;

use doorstep_ffi::{CodeRow, PackCard, PackName, PackStory, PackWish, Phone, TakenPackRow};

use crate::arguments::{Codes, PackAction, PackMake};
use crate::failure::Failure;
use crate::files;
use crate::out::{Out, counted, moment, short};
use crate::pick;

/// The most bytes of a pack's file that are read; the core refuses fewer.
const MAX_BYTES: u64 = 8 << 20;

/// Makes, shows, takes or lists packs.
pub(crate) fn question_pack(phone: &Phone, out: &Out, action: PackAction) -> Result<(), Failure> {
    match action {
        PackAction::Make(arguments) => make(phone, out, arguments),
        PackAction::Show { file } => {
            let card = phone.read_pack(files::bytes(&file, MAX_BYTES)?)?;
            out.either(&card, shown)
        }
        PackAction::Take { file, to, form } => take(phone, out, &file, to.as_deref(), form.as_deref()),
        PackAction::List => out.either(&phone.taken_packs()?, |rows: &Vec<TakenPackRow>| {
            if rows.is_empty() {
                return vec![
                    "No question pack was taken yet; `doorstep question-pack take FILE` takes one.".to_owned(),
                ];
            }
            rows.iter().flat_map(taken).collect()
        }),
    }
}

fn make(phone: &Phone, out: &Out, arguments: PackMake) -> Result<(), Failure> {
    let PackMake { file, form, questions, title, organisation, without_criteria, without_codes, .. } = arguments;
    let PackMake { who, place, when, changed, ask, ask_agreed, .. } = arguments;
    let wish = PackWish {
        questionnaire: pick::form(phone, &form)?,
        questions,
        title,
        organisation,
        story: PackStory { who, place, when, changed, ask, ask_agreed },
        criteria: !without_criteria,
        codes: !without_codes,
    };
    let text = phone.make_pack(wish)?;
    let card = phone.read_pack(text.clone().into_bytes())?;
    files::write(&file, text)?;
    let questions = counted(card.questions.len() as u64, "question", "questions");
    out.line(format!("Written to {}: {questions}, pack {}.", file.display(), short(&card.name.pack)))?;
    out.line("It holds no answer, no name and no address. Anybody may read it.")
}

fn take(phone: &Phone, out: &Out, file: &Path, to: Option<&Path>, form: Option<&str>) -> Result<(), Failure> {
    let bytes = files::bytes(file, MAX_BYTES)?;
    let form = pick::optional(phone, form, pick::form)?;
    let draft = to.map(|to| phone.pack_draft(bytes.clone(), form).map(|draft| (to, draft))).transpose()?;
    let row = phone.take_pack(bytes)?;
    if out.json {
        out.either(&row, |_| Vec::new())?;
    } else {
        taken(&row).iter().try_for_each(|line| out.line(line))?;
    }
    let Some((to, draft)) = draft else { return Ok(()) };
    files::write(to, &draft.workbook)?;
    if out.json {
        return Ok(());
    }
    let added = counted(draft.added.len() as u64, "question is", "questions are");
    out.line(format!("{added} in {}: look at it, then `doorstep form add {}`.", to.display(), to.display()))?;
    if draft.already.is_empty() {
        return Ok(());
    }
    out.line(format!("Asked in the same words already: {}.", draft.already.join(", ")))
}

fn shown(card: &PackCard) -> Vec<String> {
    let mut lines = vec![title(&card.name)];
    lines.extend(story(&card.story));
    for question in &card.questions {
        let here = if question.asked_here { "  (asked here in the same words)" } else { "" };
        lines.push(format!("  {}  {}{here}", question.path, question.label.lines().next().unwrap_or_default()));
    }
    if !card.checked.is_empty() {
        lines.push(format!("  checked by somebody who speaks it: {}", card.checked.join(", ")));
    }
    for criterion in &card.criteria {
        let name = if criterion.name.is_empty() { String::new() } else { format!(" {}", criterion.name) };
        let good = if criterion.good.is_empty() { String::new() } else { format!(": {}", criterion.good) };
        lines.push(format!("  criterion {}{name}{good}", criterion.code));
    }
    lines.extend(card.codes.iter().map(|code| format!("  code {}", code_line(code))));
    lines.extend(card.made_from.iter().map(|name| format!("  made from {}", title(name))));
    if card.taken {
        lines.push("  It was taken over here.".to_owned());
    }
    lines
}

fn taken(row: &TakenPackRow) -> Vec<String> {
    let mut lines = vec![format!("{}, taken {}", title(&row.name), moment(row.at_ms))];
    lines.extend(story(&row.story));
    let questions = counted(u64::from(row.questions), "question", "questions");
    lines.push(format!("  {} of {questions} asked here in the same words", row.asked_here));
    if !row.criteria.is_empty() {
        lines.push(format!("  criteria proposed: {}", row.criteria.join(", ")));
    }
    if row.codes > 0 {
        lines.push(format!("  {}", counted(u64::from(row.codes), "code added", "codes added")));
    }
    lines.extend(row.made_from.iter().map(|name| format!("  made from {}", title(name))));
    lines
}

fn title(name: &PackName) -> String {
    let project = if name.project.is_empty() { String::new() } else { format!(", {}", name.project) };
    let made = if name.made_on.is_empty() { String::new() } else { format!(", {}", name.made_on) };
    format!("{}: {} ({}{project}{made})", short(&name.pack), name.title, name.organisation)
}

fn story(story: &PackStory) -> Vec<String> {
    let parts = [
        ("who tried it", &story.who),
        ("where", &story.place),
        ("when", &story.when),
        ("what changed", &story.changed),
        ("whom to ask", &story.ask),
    ];
    let said = parts.into_iter().filter(|(_, text)| !text.is_empty());
    said.map(|(what, text)| format!("  {what}: {text}")).collect()
}

/// Lists codes, or writes one.
pub(crate) fn codes(phone: &Phone, out: &Out, arguments: Codes) -> Result<(), Failure> {
    if let Some(name) = arguments.name {
        phone.set_code(name, arguments.means)?;
    }
    out.either(&phone.codes()?, |rows: &Vec<CodeRow>| match rows.is_empty() {
        true => vec!["There are no codes yet; `doorstep codes NAME --means TEXT` adds one.".to_owned()],
        false => rows.iter().map(code_line).collect(),
    })
}

fn code_line(code: &CodeRow) -> String {
    if code.means.is_empty() { code.name.clone() } else { format!("{}: {}", code.name, code.means) }
}
