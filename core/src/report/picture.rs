//! A picture of black squares inside a page, such as a QR code: drawn as one path, it needs nothing from anywhere.
//!
//! What the squares say is made by whoever has a library for it.

use maud::{Markup, html};

/// Black squares on white ground.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture {
    /// How many squares wide and high it is, margin included.
    pub width: usize,
    /// Column and row of every black square.
    pub black: Vec<(usize, usize)>,
}

impl Picture {
    /// The picture as HTML, with what it shows in words for those who can't see it.
    pub fn to_html(&self, label: &str) -> String {
        self.markup(label).into_string()
    }

    pub(super) fn markup(&self, label: &str) -> Markup {
        let path: String = self.black.iter().map(|(column, row)| format!("M{column} {row}h1v1h-1z")).collect();
        html! {
            svg.code viewBox=(format!("0 0 {0} {0}", self.width)) role="img" aria-label=(label) {
                rect width=(self.width) height=(self.width) fill="#fff" {}
                path d=(path) fill="#000" {}
            }
        }
    }
}
