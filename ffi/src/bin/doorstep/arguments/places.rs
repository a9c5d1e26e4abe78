//! Areas, doors, and what happened at them.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use doorstep_ffi::Outcome;

use super::NotSafeName;

#[derive(Subcommand)]
pub(crate) enum AreaAction {
    /// Adds one.
    Add {
        /// Its name.
        name: String,
    },
    /// Lists them.
    List,
    /// Sets the boundaries of areas from a GeoJSON file in WGS 84, as councils and statistics offices hand them out.
    #[cfg(feature = "boundaries")]
    Boundaries(Boundaries),
}

#[cfg(feature = "boundaries")]
#[derive(Args)]
pub(crate) struct Boundaries {
    /// The file.
    pub(crate) file: PathBuf,
    /// The property that holds an area's name, such as WD24NM.
    #[arg(long, value_name = "NAME", default_value = "name")]
    pub(crate) name_property: String,
    /// Adds the areas that the project lacks.
    #[arg(long)]
    pub(crate) add_areas: bool,
}

#[derive(Subcommand)]
pub(crate) enum DoorAction {
    /// Adds doors.
    Add(NewDoors),
    /// Adds the doors of a CSV file, as a council or a landlord hands it out.
    #[command(after_help = IMPORT_DOORS_HELP)]
    Import(ImportDoors),
    /// Lists them, in walking order within each area.
    List {
        /// Only those whose turn is yours.
        #[arg(long)]
        mine: bool,
        /// Only those whose place lies outside of their area's boundary: one of the two is wrong.
        #[arg(long)]
        outside: bool,
    },
    /// Takes doors on until a day: others see whose turn it is.
    Take(TakeDoors),
    /// Gives doors back before the time is over.
    GiveBack(WhoseDoors),
    /// Says that nobody should go to a door alone for a while; those who work in its area see it, and it ends by itself.
    Unsafe {
        /// The door.
        door: String,
        /// Why.
        #[arg(long, value_enum, default_value = "other")]
        why: NotSafeName,
        /// For how many days from today, 90 at most.
        #[arg(long, value_name = "DAYS", default_value_t = 30)]
        days: u32,
    },
    /// Says that a door is safe again.
    Safe {
        /// The door.
        door: String,
    },
    /// Lists the pairs of doors that may be one home under two addresses.
    Doubles,
    /// Says that two doors are the same home: nothing is merged, each shows what happened at the other.
    Same {
        /// One of them.
        one: String,
        /// The other.
        other: String,
    },
    /// Says that two doors are two homes.
    Different {
        /// One of them.
        one: String,
        /// The other.
        other: String,
    },
}

#[derive(Args)]
pub(crate) struct TakeDoors {
    #[command(flatten)]
    pub(crate) whose: WhoseDoors,
    /// For how many days from today; to the end of Sunday without it.
    #[arg(long, value_name = "DAYS")]
    pub(crate) days: Option<u32>,
}

#[derive(Args)]
pub(crate) struct WhoseDoors {
    /// The doors.
    #[arg(required_unless_present = "area")]
    pub(crate) doors: Vec<String>,
    /// All doors of an area that nobody else has.
    #[arg(long, conflicts_with = "doors")]
    pub(crate) area: Option<String>,
    /// Another member instead of you, by the first digits of their id.
    #[arg(long = "for", value_name = "MEMBER")]
    pub(crate) member: Option<String>,
}

const IMPORT_DOORS_HELP: &str = "\
Columns: `address`, or its parts (`flat`, `building name`, `building number`, `street`, `address line 1`, `address line 2`);
`area`, `note`, `order`, `uprn`, `latitude` and `longitude` if there are any. Importing a file again adds what is new in it.";

#[derive(Args)]
pub(crate) struct ImportDoors {
    /// The file.
    pub(crate) file: PathBuf,
    /// The area of rows that name none.
    #[arg(long)]
    pub(crate) area: Option<String>,
    /// Adds the areas that the file names and the project does not have.
    #[arg(long)]
    pub(crate) add_areas: bool,
}

#[derive(Args)]
pub(crate) struct NewDoors {
    /// Addresses, without town and country.
    #[arg(required_unless_present_any = ["file", "range"])]
    pub(crate) addresses: Vec<String>,
    /// Many addresses at once: "Flats 1-64, Lark House", or one side of a street, "2-30 even, Elm Street".
    #[arg(long, conflicts_with_all = ["addresses", "file"])]
    pub(crate) range: Option<String>,
    /// A file with one address on each line, in walking order.
    #[arg(long, conflicts_with = "addresses")]
    pub(crate) file: Option<PathBuf>,
    /// Their area.
    #[arg(long)]
    pub(crate) area: Option<String>,
    /// How to get in. Nothing about people.
    #[arg(long, default_value = "")]
    pub(crate) note: String,
    /// Where they are on a map, in degrees: '51.5012, -0.1243'.
    #[arg(long, value_name = "PLACE", allow_hyphen_values = true)]
    pub(crate) place: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum OutcomeName {
    /// Somebody talked.
    Talked,
    /// Nobody was in.
    #[value(alias = "nobody_in")]
    NobodyIn,
    /// They asked to come back.
    #[value(alias = "come_back")]
    ComeBack,
    /// They said no.
    #[value(alias = "no_thanks")]
    NoThanks,
    /// The door could not be reached.
    #[value(alias = "cannot_get_in")]
    CannotGetIn,
    /// They speak another language.
    #[value(alias = "another_language")]
    AnotherLanguage,
    /// Nobody lives here.
    #[value(alias = "nobody_lives_here")]
    NobodyLivesHere,
    /// They asked never to be called on again.
    #[value(alias = "never_again")]
    NeverAgain,
}

impl OutcomeName {
    pub(crate) fn outcome(self) -> Outcome {
        match self {
            Self::Talked => Outcome::Talked,
            Self::NobodyIn => Outcome::NobodyIn,
            Self::ComeBack => Outcome::ComeBack,
            Self::NoThanks => Outcome::NoThanks,
            Self::CannotGetIn => Outcome::CannotGetIn,
            Self::AnotherLanguage => Outcome::AnotherLanguage,
            Self::NobodyLivesHere => Outcome::NobodyLivesHere,
            Self::NeverAgain => Outcome::NeverAgain,
        }
    }
}
