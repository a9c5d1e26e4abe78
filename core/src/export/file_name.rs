//! Names of files and sheets made from what people call things, so that no name leads out of its folder or is refused by a tool.

use std::collections::BTreeSet;

/// The text with everything but letters, digits, `-` and `_` replaced; never empty.
pub(super) fn plain(text: &str) -> String {
    let kept = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' };
    let name: String = text.chars().map(kept).collect();
    if name.is_empty() { "form".to_owned() } else { name }
}

/// A name of at most so many characters that is not taken yet, compared without regard to case; it is taken from now on.
pub(super) fn free(taken: &mut BTreeSet<String>, name: &str, most: usize) -> String {
    let cut = |most: usize| name.chars().take(most).collect::<String>();
    let mut free = cut(most);
    for number in 2_u32.. {
        if taken.insert(free.to_lowercase()) {
            break;
        }
        let end = format!("~{number}");
        free = cut(most.saturating_sub(end.len())) + &end;
    }
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_nowhere_and_no_two_are_alike() {
        assert_eq!([plain("../etc"), plain("Paseo 2"), plain("")], ["___etc", "Paseo_2", "form"]);
        let mut taken = BTreeSet::new();
        assert_eq!(["Elm", "elm", "Elms"].map(|name| free(&mut taken, name, 3)), ["Elm", "e~2", "E~3"]);
    }
}
