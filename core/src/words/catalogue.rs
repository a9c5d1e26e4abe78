//! The files of words that are built in, by language.
//!
//! A language is added by adding its files here; what it lacks is said in English.

/// One language's files.
pub(super) struct Locale {
    /// The language's main tag.
    pub(super) tag: &'static str,
    /// What separates thousands, and from how many digits on.
    pub(super) thousands: Thousands,
    /// The texts of its files.
    pub(super) files: &'static [&'static str],
}

/// How a language writes large numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Thousands {
    /// 1,234
    Comma,
    /// 1234 but 12 345, with a space that does not break
    SpaceFromFive,
}

/// English first: it is what other languages fall back on.
pub(super) const LOCALES: &[Locale] = &[
    Locale {
        tag: "en",
        thousands: Thousands::Comma,
        files: &[
            include_str!("../../locales/en/result.ftl"),
            include_str!("../../locales/en/field.ftl"),
            include_str!("../../locales/en/app.ftl"),
            include_str!("../../locales/en/card.ftl"),
            include_str!("../../locales/en/phone.ftl"),
            include_str!("../../locales/en/exchange.ftl"),
            include_str!("../../locales/en/recovery.ftl"),
            include_str!("../../locales/en/export.ftl"),
            include_str!("../../locales/en/map.ftl"),
            include_str!("../../locales/en/sheet.ftl"),
            include_str!("../../locales/en/release.ftl"),
            include_str!("../../locales/en/hours.ftl"),
            include_str!("../../locales/en/packs.ftl"),
            include_str!("../../locales/en/compare.ftl"),
            include_str!("../../locales/en/print.ftl"),
            include_str!("../../locales/en/practice.ftl"),
            include_str!("../../locales/en/doors.ftl"),
            include_str!("../../locales/en/paper.ftl"),
            include_str!("../../locales/en/names.ftl"),
            include_str!("../../locales/en/safety.ftl"),
            include_str!("../../locales/en/help.ftl"),
            include_str!("../../locales/en/dates.ftl"),
            include_str!("../../locales/en/check-in.ftl"),
        ],
    },
    Locale {
        tag: "ar",
        thousands: Thousands::Comma,
        files: &[
            include_str!("../../locales/ar/result.ftl"),
            include_str!("../../locales/ar/field.ftl"),
            include_str!("../../locales/ar/app.ftl"),
            include_str!("../../locales/ar/card.ftl"),
            include_str!("../../locales/ar/phone.ftl"),
            include_str!("../../locales/ar/exchange.ftl"),
            include_str!("../../locales/ar/recovery.ftl"),
            include_str!("../../locales/ar/export.ftl"),
            include_str!("../../locales/ar/map.ftl"),
            include_str!("../../locales/ar/sheet.ftl"),
            include_str!("../../locales/ar/release.ftl"),
            include_str!("../../locales/ar/hours.ftl"),
            include_str!("../../locales/ar/packs.ftl"),
            include_str!("../../locales/ar/compare.ftl"),
            include_str!("../../locales/ar/print.ftl"),
            include_str!("../../locales/ar/practice.ftl"),
            include_str!("../../locales/ar/doors.ftl"),
            include_str!("../../locales/ar/paper.ftl"),
            include_str!("../../locales/ar/names.ftl"),
            include_str!("../../locales/ar/safety.ftl"),
            include_str!("../../locales/ar/help.ftl"),
            include_str!("../../locales/ar/dates.ftl"),
            include_str!("../../locales/ar/check-in.ftl"),
        ],
    },
    Locale {
        tag: "es",
        thousands: Thousands::SpaceFromFive,
        files: &[
            include_str!("../../locales/es/result.ftl"),
            include_str!("../../locales/es/field.ftl"),
            include_str!("../../locales/es/app.ftl"),
            include_str!("../../locales/es/card.ftl"),
            include_str!("../../locales/es/phone.ftl"),
            include_str!("../../locales/es/exchange.ftl"),
            include_str!("../../locales/es/recovery.ftl"),
            include_str!("../../locales/es/export.ftl"),
            include_str!("../../locales/es/map.ftl"),
            include_str!("../../locales/es/sheet.ftl"),
            include_str!("../../locales/es/release.ftl"),
            include_str!("../../locales/es/hours.ftl"),
            include_str!("../../locales/es/packs.ftl"),
            include_str!("../../locales/es/compare.ftl"),
            include_str!("../../locales/es/print.ftl"),
            include_str!("../../locales/es/practice.ftl"),
            include_str!("../../locales/es/doors.ftl"),
            include_str!("../../locales/es/paper.ftl"),
            include_str!("../../locales/es/names.ftl"),
            include_str!("../../locales/es/safety.ftl"),
            include_str!("../../locales/es/help.ftl"),
            include_str!("../../locales/es/dates.ftl"),
            include_str!("../../locales/es/check-in.ftl"),
        ],
    },
];
