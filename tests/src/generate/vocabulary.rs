//! The words that invented people answer with: our own, plain ASCII, each with the space behind it that joins it to the next.
//!
//! The order matters: `dice` takes the first of a list oftenest.

macro_rules! spaced {
    ($(#[$doc:meta])* $name:ident: $count:literal = $($word:literal),+ $(,)?) => {
        $(#[$doc])*
        pub(super) const $name: [&str; $count] = [$(concat!($word, " ")),+];
    };
}

spaced! {
    /// What half-sentences begin with.
    OPENERS: 18 =
    "the", "our", "a", "but the", "then the", "since May the", "every week the", "beside the", "without", "after dark the",
    "hardly any", "at least four", "past the", "so the", "all winter the", "one", "no", "nobody told the",
}

spaced! {
    /// What is like what it is about.
    QUALITIES: 26 =
    "broken", "empty", "noisy", "new", "dark", "damp", "friendly", "steep", "locked", "leaking", "crowded", "cheap",
    "tidy", "slippery", "cracked", "shared", "rusty", "quiet", "overgrown", "cold", "borrowed", "upstairs", "unlit",
    "painted", "missing", "half-built",
}

spaced! {
    /// What people on an estate speak about.
    THINGS: 64 =
    "lift", "stairs", "rent office", "playground", "bins", "bus stop", "lamp post", "caretaker", "courtyard", "boiler",
    "repair form", "neighbour", "youth club", "library", "parking bay", "front door", "entry phone", "bench", "dog",
    "footpath", "washing line", "football cage", "advice desk", "carer", "kitchen window", "radiator", "garden",
    "recycling", "gutter", "grandmother", "community hall", "surgery", "letter box", "bike shed", "pram", "railing",
    "meeting", "drain", "landing", "ramp", "noticeboard", "van", "hedge", "tenants group", "shutter", "crossing",
    "swing", "allotment", "hallway", "cellar", "mould", "fence", "pharmacy", "corner shop", "taxi", "skip", "fox",
    "scooter", "kettle", "choir", "ladder", "puddle", "sofa", "balcony",
}

spaced! {
    /// What happened to it.
    DEEDS: 24 =
    "needs", "blocks", "replaced", "waited for", "reported", "cleaned", "lost", "mended", "watches", "closed", "visits",
    "painted over", "shares", "carried", "moved behind", "flooded", "complained about", "phoned about", "paid for",
    "fell over", "looks after", "planted", "counted", "borrowed",
}

/// How half-sentences end.
pub(super) const ENDS: [&str; 6] = [".", ". ", ". ", "; ", ", ", ", "];

/// Given names.
pub(super) const GIVEN: [&str; 40] = [
    "Amina", "Bogdan", "Carys", "Dilwyn", "Edda", "Femi", "Gudrun", "Harjit", "Ilse", "Jamal", "Kerensa", "Lubna",
    "Marek", "Nkechi", "Oona", "Parvin", "Quentin", "Rhian", "Samir", "Tegan", "Ulla", "Viktor", "Wanda", "Xenia",
    "Yasmin", "Zoran", "Alasdair", "Bridie", "Chidi", "Dorota", "Elif", "Farouk", "Greta", "Hamza", "Ingrid",
    "Joaquim", "Kofi", "Leonie", "Mairead", "Nasreen",
];

/// Family names.
pub(super) const FAMILY: [&str; 30] = [
    "Abara",
    "Bielak",
    "Cadwallader",
    "Dhillon",
    "Eriksen",
    "Fontaine",
    "Gallacher",
    "Hosseini",
    "Iwobi",
    "Jankowski",
    "Kapoor",
    "Lindqvist",
    "MacRae",
    "Nowicki",
    "Okafor",
    "Penhale",
    "Quigley",
    "Rahimi",
    "Szabo",
    "Trevena",
    "Ustinov",
    "Vasquez",
    "Whitlock",
    "Yilmaz",
    "Zielinski",
    "Ashdown",
    "Boateng",
    "Corrigan",
    "Delacroix",
    "Eustace",
];

/// Streets and blocks of the invented estate.
pub(super) const STREETS: [&str; 36] = [
    "Quince Walk",
    "Lantern Row",
    "Tanyard",
    "Ferrymans",
    "Kiln Court",
    "Marlpit",
    "Osier Bank",
    "Plover House",
    "Ropewalk",
    "Saltern",
    "Teasel Close",
    "Upper Weir",
    "Viaduct Arch",
    "Wherry Lane",
    "Yarrow Steps",
    "Almond House",
    "Bargeboard",
    "Chandlers",
    "Drovers End",
    "Elder Stair",
    "Fulling Mill",
    "Glebe Rise",
    "Hazel Tower",
    "Inkhorn",
    "Jetty Road",
    "Kestrel Point",
    "Larkfield",
    "Millrace",
    "Nettle Hill",
    "Orchard Deck",
    "Pinfold",
    "Quarry Brow",
    "Reedbed",
    "Sluice Gate",
    "Thatchers",
    "Underhill",
];
