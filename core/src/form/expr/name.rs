//! Which characters a name may have: those of XML 1.0 (fifth edition, section 2.3) without the colon.
//!
//! Names of questions and of choice columns end up as names of elements, so that file formats and paths agree on them.

/// Whether a name may begin with this character.
pub(in crate::form) const fn is_name_start(c: char) -> bool {
    matches!(
        c,
        'A'..='Z' | '_' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
            | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
            | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
            | '\u{10000}'..='\u{effff}'
    )
}

/// Whether a name may go on with this character.
pub(in crate::form) const fn is_name_part(c: char) -> bool {
    is_name_start(c) || matches!(c, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_every_script_are_names() {
        for name in ["größe", "उम्र", "ชื่อ", "العمر", "e\u{301}tat", "年齢", "a-1.b"] {
            let mut letters = name.chars();
            assert!(letters.next().is_some_and(is_name_start) && letters.all(is_name_part), "{name}");
        }
    }

    #[test]
    fn signs_are_no_names() {
        for sign in ['£', '©', '×', '÷', ' ', ':', '\u{201c}', '\u{2028}'] {
            assert!(!is_name_part(sign), "{sign}");
        }
        assert!(!is_name_start('1') && !is_name_start('-') && !is_name_start('.'));
    }
}
