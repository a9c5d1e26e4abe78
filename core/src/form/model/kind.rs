//! What a question asks for: the `type` column of the survey sheet.
//!
//! Aliases of types are known to the importer alone; here each type has one name.

use serde::{Deserialize, Serialize};

/// The type of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "from", rename_all = "snake_case")]
pub enum QuestionKind {
    /// Free text.
    Text,
    /// A whole number.
    Integer,
    /// A number with a fraction.
    Decimal,
    /// A number from a scale; `start`, `end` and `step` stand in the parameters.
    Range,
    /// One choice.
    SelectOne(ChoiceSource),
    /// Any number of choices, stored joined by spaces in choice order.
    SelectMultiple(ChoiceSource),
    /// All choices put in order, stored joined by spaces.
    Rank(ChoiceSource),
    /// A text to read; has no answer.
    Note,
    /// A calendar day.
    Date,
    /// A time of day.
    Time,
    /// A moment.
    DateTime,
    /// One place: `lat lon alt acc`.
    Geopoint,
    /// A line of places, joined by `;`.
    Geotrace,
    /// A closed line of places, joined by `;`.
    Geoshape,
    /// A picture, by file name.
    Image,
    /// A sound, by file name.
    Audio,
    /// A film, by file name.
    Video,
    /// Any file, by file name.
    File,
    /// The text of a bar code.
    Barcode,
    /// A tick that says "OK".
    Acknowledge,
    /// Computed, never shown.
    Calculate,
    /// Stored, never shown.
    Hidden,
    /// A reference to a spreadsheet-like file that expressions read.
    CsvExternal,
    /// A reference to an XML file that expressions read.
    XmlExternal,
    /// When the interview began.
    Start,
    /// When the interview was last saved.
    End,
    /// The day of the interview.
    Today,
    /// The phone.
    DeviceId,
    /// The person who asks, as the phone knows them.
    Username,
    /// The phone's number.
    PhoneNumber,
    /// The e-mail address of the person who asks.
    Email,
    /// The number of the phone's SIM subscriber; phones no longer give it.
    SubscriberId,
    /// The number of the phone's SIM card; phones no longer give it.
    SimSerial,
    /// Where the interview began.
    StartGeopoint,
    /// Where the phone is whenever the trigger changes; carried, never recorded.
    BackgroundGeopoint,
    /// A sound recorded while people answer; carried, never recorded.
    BackgroundAudio,
    /// A log of the interview's course; carried, never recorded.
    Audit,
}

/// Where the choices of a question come from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChoiceSource {
    /// A list of the choices sheet.
    List(String),
    /// A list of the external_choices sheet.
    External(String),
    /// A CSV, GeoJSON or XML file beside the form, by file name.
    File(String),
    /// The instances of a repeat, by the name of the question inside that labels each.
    Repeat(String),
}

impl QuestionKind {
    /// Where the choices come from; `None` for a question without choices.
    pub const fn choices(&self) -> Option<&ChoiceSource> {
        match self {
            Self::SelectOne(source) | Self::SelectMultiple(source) | Self::Rank(source) => Some(source),
            Self::Text
            | Self::Integer
            | Self::Decimal
            | Self::Range
            | Self::Note
            | Self::Date
            | Self::Time
            | Self::DateTime
            | Self::Geopoint
            | Self::Geotrace
            | Self::Geoshape
            | Self::Image
            | Self::Audio
            | Self::Video
            | Self::File
            | Self::Barcode
            | Self::Acknowledge
            | Self::Calculate
            | Self::Hidden
            | Self::CsvExternal
            | Self::XmlExternal
            | Self::Start
            | Self::End
            | Self::Today
            | Self::DeviceId
            | Self::Username
            | Self::PhoneNumber
            | Self::Email
            | Self::SubscriberId
            | Self::SimSerial
            | Self::StartGeopoint
            | Self::BackgroundGeopoint
            | Self::BackgroundAudio
            | Self::Audit => None,
        }
    }

    /// The names of the choices in a stored answer. The name of a single choice may have spaces in it.
    pub fn chosen<'t>(&self, answer: &'t str) -> Vec<&'t str> {
        if let Self::SelectOne(_) = self {
            return Some(answer).filter(|name| !name.is_empty()).into_iter().collect();
        }
        answer.split_whitespace().collect()
    }

    /// Whether the phone fills it in by itself.
    pub const fn is_metadata(&self) -> bool {
        matches!(
            self,
            Self::Start
                | Self::End
                | Self::Today
                | Self::DeviceId
                | Self::Username
                | Self::PhoneNumber
                | Self::Email
                | Self::SubscriberId
                | Self::SimSerial
                | Self::StartGeopoint
                | Self::BackgroundGeopoint
                | Self::BackgroundAudio
                | Self::Audit
        )
    }

    /// Whether people see it: neither computed, nor hidden, nor filled in by the phone, nor a file of data.
    pub const fn is_shown(&self) -> bool {
        !self.is_metadata() && !matches!(self, Self::Calculate | Self::Hidden | Self::CsvExternal | Self::XmlExternal)
    }

    /// The type as the survey sheet writes it.
    pub fn type_text(&self) -> String {
        let word = match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Range => "range",
            Self::SelectOne(source) => return source.type_text("select_one"),
            Self::SelectMultiple(source) => return source.type_text("select_multiple"),
            Self::Rank(source) => return source.type_text("rank"),
            Self::Note => "note",
            Self::Date => "date",
            Self::Time => "time",
            Self::DateTime => "dateTime",
            Self::Geopoint => "geopoint",
            Self::Geotrace => "geotrace",
            Self::Geoshape => "geoshape",
            Self::Image => "image",
            Self::Audio => "audio",
            Self::Video => "video",
            Self::File => "file",
            Self::Barcode => "barcode",
            Self::Acknowledge => "acknowledge",
            Self::Calculate => "calculate",
            Self::Hidden => "hidden",
            Self::CsvExternal => "csv-external",
            Self::XmlExternal => "xml-external",
            Self::Start => "start",
            Self::End => "end",
            Self::Today => "today",
            Self::DeviceId => "deviceid",
            Self::Username => "username",
            Self::PhoneNumber => "phonenumber",
            Self::Email => "email",
            Self::SubscriberId => "subscriberid",
            Self::SimSerial => "simserial",
            Self::StartGeopoint => "start-geopoint",
            Self::BackgroundGeopoint => "background-geopoint",
            Self::BackgroundAudio => "background-audio",
            Self::Audit => "audit",
        };
        word.to_owned()
    }
}

impl ChoiceSource {
    fn type_text(&self, select: &str) -> String {
        match self {
            Self::List(name) => format!("{select} {name}"),
            Self::External(name) => format!("{select}_external {name}"),
            Self::File(name) => format!("{select}_from_file {name}"),
            Self::Repeat(name) => format!("{select} ${{{name}}}"),
        }
    }
}
