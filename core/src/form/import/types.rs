//! The type column: which question, group or end a row is, under all the names that tools have given it.

use crate::form::model::{ChoiceSource, QuestionKind};

use super::names::{Reference, is_name, references};

/// What a row of the survey sheet does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RowKind {
    /// A question; `or_other` asks for a text when the choice is none of the list.
    Question { kind: QuestionKind, or_other: bool },
    /// A group, repeat or one of Kobo's groups begins.
    Begin(Block),
    /// One ends.
    End(Block),
    /// A row inside a score group.
    ScoreRow,
    /// A row inside a rank group.
    RankLevel,
}

/// What can begin and end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// `begin_group`
    Group,
    /// `begin_repeat`
    Repeat,
    /// `begin_loop over LIST`: a group for each choice of the list. An end does not name it.
    Loop(String),
    /// Kobo's rating matrix with one row for each `score__row`.
    Score,
    /// Kobo's ranking with one row for each `rank__level`.
    Rank,
    /// Kobo's matrix of questions by choices.
    Matrix,
}

impl Block {
    /// How messages name it.
    pub(super) const fn word(&self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Repeat => "repeat",
            Self::Loop(_) => "loop",
            Self::Score => "score group",
            Self::Rank => "rank group",
            Self::Matrix => "matrix",
        }
    }

    /// Whether an end of this kind closes what is open.
    pub(super) const fn closes(&self, open: &Self) -> bool {
        matches!(
            (self, open),
            (Self::Group, Self::Group)
                | (Self::Repeat, Self::Repeat)
                | (Self::Loop(_), Self::Loop(_))
                | (Self::Score, Self::Score)
                | (Self::Rank, Self::Rank)
                | (Self::Matrix, Self::Matrix)
        )
    }
}

/// Why a type cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TypeTrouble {
    /// No such type; perhaps this one was meant.
    Unknown { similar: Option<&'static str> },
    /// The type exists in XLSForm and is not run here.
    Unsupported { kind: &'static str },
    /// The file of a select from a file has an ending that cannot be read.
    File,
    /// A reference in place of a list that is none.
    Reference,
}

/// Types without further words, under all their names.
const PLAIN: &[(&str, QuestionKind)] = &[
    ("text", QuestionKind::Text),
    ("string", QuestionKind::Text),
    ("q string", QuestionKind::Text),
    ("add text prompt", QuestionKind::Text),
    ("integer", QuestionKind::Integer),
    ("int", QuestionKind::Integer),
    ("add integer prompt", QuestionKind::Integer),
    ("decimal", QuestionKind::Decimal),
    ("add decimal prompt", QuestionKind::Decimal),
    ("range", QuestionKind::Range),
    ("note", QuestionKind::Note),
    ("add note prompt", QuestionKind::Note),
    ("date", QuestionKind::Date),
    ("add date prompt", QuestionKind::Date),
    ("time", QuestionKind::Time),
    ("datetime", QuestionKind::DateTime),
    ("date time", QuestionKind::DateTime),
    ("add date time prompt", QuestionKind::DateTime),
    ("geopoint", QuestionKind::Geopoint),
    ("gps", QuestionKind::Geopoint),
    ("location", QuestionKind::Geopoint),
    ("q location", QuestionKind::Geopoint),
    ("add location prompt", QuestionKind::Geopoint),
    ("geotrace", QuestionKind::Geotrace),
    ("geoshape", QuestionKind::Geoshape),
    ("image", QuestionKind::Image),
    ("photo", QuestionKind::Image),
    ("picture", QuestionKind::Image),
    ("q picture", QuestionKind::Image),
    ("q image", QuestionKind::Image),
    ("add photo prompt", QuestionKind::Image),
    ("add image prompt", QuestionKind::Image),
    ("audio", QuestionKind::Audio),
    ("q audio", QuestionKind::Audio),
    ("add audio prompt", QuestionKind::Audio),
    ("video", QuestionKind::Video),
    ("q video", QuestionKind::Video),
    ("add video prompt", QuestionKind::Video),
    ("file", QuestionKind::File),
    ("add file prompt", QuestionKind::File),
    ("barcode", QuestionKind::Barcode),
    ("q barcode", QuestionKind::Barcode),
    ("add barcode prompt", QuestionKind::Barcode),
    ("acknowledge", QuestionKind::Acknowledge),
    ("trigger", QuestionKind::Acknowledge),
    ("q acknowledge", QuestionKind::Acknowledge),
    ("add acknowledge prompt", QuestionKind::Acknowledge),
    ("calculate", QuestionKind::Calculate),
    ("calculation", QuestionKind::Calculate),
    ("q calculate", QuestionKind::Calculate),
    ("add calculate prompt", QuestionKind::Calculate),
    ("hidden", QuestionKind::Hidden),
    ("csv-external", QuestionKind::CsvExternal),
    ("xml-external", QuestionKind::XmlExternal),
    ("start", QuestionKind::Start),
    ("start time", QuestionKind::Start),
    ("get start time", QuestionKind::Start),
    ("end", QuestionKind::End),
    ("end time", QuestionKind::End),
    ("get end time", QuestionKind::End),
    ("today", QuestionKind::Today),
    ("get today", QuestionKind::Today),
    ("deviceid", QuestionKind::DeviceId),
    ("device id", QuestionKind::DeviceId),
    ("get device id", QuestionKind::DeviceId),
    ("imei", QuestionKind::DeviceId),
    ("uri:deviceid", QuestionKind::DeviceId),
    ("username", QuestionKind::Username),
    ("uri:username", QuestionKind::Username),
    ("phonenumber", QuestionKind::PhoneNumber),
    ("phone number", QuestionKind::PhoneNumber),
    ("get phone number", QuestionKind::PhoneNumber),
    ("uri:phonenumber", QuestionKind::PhoneNumber),
    ("email", QuestionKind::Email),
    ("uri:email", QuestionKind::Email),
    ("subscriberid", QuestionKind::SubscriberId),
    ("subscriber id", QuestionKind::SubscriberId),
    ("get subscriber id", QuestionKind::SubscriberId),
    ("uri:subscriberid", QuestionKind::SubscriberId),
    ("simserial", QuestionKind::SimSerial),
    ("sim id", QuestionKind::SimSerial),
    ("get sim id", QuestionKind::SimSerial),
    ("uri:simserial", QuestionKind::SimSerial),
    ("start-geopoint", QuestionKind::StartGeopoint),
    ("background-geopoint", QuestionKind::BackgroundGeopoint),
    ("background-audio", QuestionKind::BackgroundAudio),
    ("audit", QuestionKind::Audit),
];

/// How a question with choices may begin, the longest first so that none hides another.
const SELECTS: &[(&str, Select)] = &[
    ("add select multiple prompt using", Select::Multiple),
    ("add select one prompt using", Select::One),
    ("select all that apply from", Select::Multiple),
    ("select multiple from file", Select::MultipleFromFile),
    ("select one external", Select::External),
    ("select one from file", Select::OneFromFile),
    ("select all that apply", Select::Multiple),
    ("select multiple using", Select::Multiple),
    ("select one using", Select::One),
    ("select one from", Select::One),
    ("select multiple", Select::Multiple),
    ("select one", Select::One),
    ("select1", Select::One),
    ("rank", Select::Rank),
];

#[derive(Clone, Copy)]
enum Select {
    One,
    Multiple,
    Rank,
    OneFromFile,
    MultipleFromFile,
    External,
}

/// Understands one cell of the type column.
pub(super) fn read(text: &str) -> Result<RowKind, TypeTrouble> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let spaced = words.join(" ").to_lowercase().replace('_', " ");
    if let Some(kind) = PLAIN.iter().find(|(name, _)| *name == spaced).map(|(_, kind)| kind.clone()) {
        return Ok(RowKind::Question { kind, or_other: false });
    }
    if let Some(row) = structure(&spaced, &words) {
        return Ok(row);
    }
    if let Some((select, rest)) = select_and_rest(text, &spaced) {
        return select_kind(select, rest);
    }
    if spaced == "osm" || spaced.starts_with("osm ") {
        return Err(TypeTrouble::Unsupported { kind: "osm" });
    }
    if spaced == "include" {
        return Err(TypeTrouble::Unsupported { kind: "include" });
    }
    Err(TypeTrouble::Unknown { similar: similar(&spaced) })
}

/// Beginnings, ends, and the rows of Kobo's groups.
fn structure(spaced: &str, words: &[&str]) -> Option<RowKind> {
    match spaced {
        "score  row" | "score row" => return Some(RowKind::ScoreRow),
        "rank  level" | "rank level" => return Some(RowKind::RankLevel),
        _ => {}
    }
    let (begins, what) = match spaced.split_once(' ') {
        Some(("begin", what)) => (true, what),
        Some(("end", what)) => (false, what),
        _ => return None,
    };
    let block = match what {
        "group" => Block::Group,
        "repeat" => Block::Repeat,
        "score" => Block::Score,
        "rank" => Block::Rank,
        "kobomatrix" => Block::Matrix,
        "loop" if !begins => Block::Loop(String::new()),
        over if begins && over.starts_with("loop over ") => Block::Loop((*words.last()?).to_owned()),
        _ => return None,
    };
    Some(if begins { RowKind::Begin(block) } else { RowKind::End(block) })
}

/// Splits `select_one LIST` into the kind of select and what follows, in the file's own spelling.
fn select_and_rest<'a>(text: &'a str, spaced: &str) -> Option<(Select, Vec<&'a str>)> {
    let (prefix, select) = SELECTS
        .iter()
        .find(|(prefix, _)| spaced.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))?;
    let mut skip = prefix.split(' ').count();
    let mut rest = text.trim();
    while skip > 0 {
        let end = rest.find(|c: char| c.is_whitespace() || c == '_').unwrap_or(rest.len());
        rest = rest[end..].trim_start_matches(|c: char| c.is_whitespace() || c == '_');
        skip -= 1;
    }
    Some((*select, rest.split_whitespace().collect()))
}

fn select_kind(select: Select, rest: Vec<&str>) -> Result<RowKind, TypeTrouble> {
    let unknown = TypeTrouble::Unknown { similar: Some("select_one list_name") };
    let (list, other) = match rest.as_slice() {
        [list] => (*list, false),
        [list, other @ ..] => {
            let other = other.join(" ").to_lowercase().replace('_', " ");
            match other.as_str() {
                "or other" | "or specify other" => (*list, true),
                _ => return Err(unknown),
            }
        }
        [] => return Err(unknown),
    };
    let source = match select {
        Select::OneFromFile | Select::MultipleFromFile => {
            let known = [".csv", ".geojson", ".xml"].iter().any(|end| list.to_lowercase().ends_with(end));
            if !known {
                return Err(TypeTrouble::File);
            }
            ChoiceSource::File(list.to_owned())
        }
        Select::External => ChoiceSource::External(list.to_owned()),
        Select::One | Select::Multiple | Select::Rank if list.starts_with("${") => match references(list).as_slice() {
            [Reference::To(name)] if list.ends_with('}') => ChoiceSource::Repeat((*name).to_owned()),
            _ => return Err(TypeTrouble::Reference),
        },
        Select::One | Select::Multiple | Select::Rank => ChoiceSource::List(list.to_owned()),
    };
    let kind = match select {
        Select::One | Select::OneFromFile | Select::External => QuestionKind::SelectOne(source),
        Select::Multiple | Select::MultipleFromFile => QuestionKind::SelectMultiple(source),
        Select::Rank => QuestionKind::Rank(source),
    };
    Ok(RowKind::Question { kind, or_other: other })
}

/// A type whose name is one slip away.
fn similar(spaced: &str) -> Option<&'static str> {
    let first = spaced.split(' ').next().unwrap_or_default();
    let plain = PLAIN.iter().map(|(name, _)| *name).find(|name| super::headers::is_one_slip(spaced, name));
    plain.or_else(|| {
        if spaced.starts_with("begin") {
            Some("begin_group")
        } else if spaced.starts_with("end") {
            Some("end_group")
        } else if first.starts_with("sel") || is_name(first) && first.starts_with("choose") {
            Some("select_one list_name")
        } else {
            None
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(text: &str) -> (QuestionKind, bool) {
        match read(text) {
            Ok(RowKind::Question { kind, or_other }) => (kind, or_other),
            other => panic!("{text} gave {other:?}"),
        }
    }

    #[test]
    fn types_are_known_under_their_older_names() {
        assert_eq!(question("gps").0, QuestionKind::Geopoint);
        assert_eq!(question("dateTime").0, QuestionKind::DateTime);
        assert_eq!(question("get phone number").0, QuestionKind::PhoneNumber);
        assert_eq!(question("Text").0, QuestionKind::Text);
        assert_eq!(question("end").0, QuestionKind::End);
    }

    #[test]
    fn a_select_names_its_list_in_the_spelling_of_the_file() {
        let list = |name: &str| ChoiceSource::List(name.to_owned());
        assert_eq!(question("select_one Yes_No"), (QuestionKind::SelectOne(list("Yes_No")), false));
        assert_eq!(question("select multiple a or_other"), (QuestionKind::SelectMultiple(list("a")), true));
        assert!(question("select all that apply from a or specify other").1);
        assert_eq!(question("rank r"), (QuestionKind::Rank(list("r")), false));
        assert_eq!(
            question("select_one_from_file Cities.CSV").0,
            QuestionKind::SelectOne(ChoiceSource::File("Cities.CSV".to_owned()))
        );
        assert_eq!(question("select one ${name}").0, QuestionKind::SelectOne(ChoiceSource::Repeat("name".to_owned())));
    }

    #[test]
    fn groups_begin_and_end_with_blanks_or_underscores() {
        assert_eq!(read("begin group"), Ok(RowKind::Begin(Block::Group)));
        assert_eq!(read("END_REPEAT"), Ok(RowKind::End(Block::Repeat)));
        assert_eq!(read("begin loop over Toys"), Ok(RowKind::Begin(Block::Loop("Toys".to_owned()))));
        assert_eq!(read("begin_kobomatrix"), Ok(RowKind::Begin(Block::Matrix)));
        assert_eq!(read("score__row"), Ok(RowKind::ScoreRow));
    }

    #[test]
    fn what_is_no_type_is_refused_with_a_guess() {
        assert_eq!(read("integr"), Err(TypeTrouble::Unknown { similar: Some("integer") }));
        assert_eq!(read("begin dancing"), Err(TypeTrouble::Unknown { similar: Some("begin_group") }));
        assert_eq!(read("select_one"), Err(TypeTrouble::Unknown { similar: Some("select_one list_name") }));
        assert_eq!(read("select_one_from_file a.pdf"), Err(TypeTrouble::File));
        assert_eq!(read("${x}"), Err(TypeTrouble::Unknown { similar: None }));
    }
}
