//! The token that founds one project on a server: made anew at each start until a project is there, and stored nowhere.

use std::fmt;

use rand_core::CryptoRng;

/// A founding token, in hexadecimal groups that can be read out.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct FoundingToken(String);

impl FoundingToken {
    /// Makes a token of 128 random bits.
    pub(crate) fn random(rng: &mut dyn CryptoRng) -> Self {
        let mut bytes = [0; 16];
        rng.fill_bytes(&mut bytes);
        let groups: Vec<String> =
            bytes.chunks(4).map(|group| group.iter().map(|b| format!("{b:02x}")).collect()).collect();
        Self(groups.join("-"))
    }

    /// The token as it is printed.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether somebody showed this token. Takes as long for a near miss as for any other.
    pub(crate) fn is(&self, shown: &str) -> bool {
        let shown = shown.trim().as_bytes();
        let differing = self.0.bytes().zip(shown).fold(0, |differing, (a, b)| differing | (a ^ b.to_ascii_lowercase()));
        shown.len() == self.0.len() && differing == 0
    }
}

impl fmt::Debug for FoundingToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FoundingToken(..)")
    }
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    use super::*;

    #[test]
    fn only_the_whole_token_is_taken_in_either_case() {
        let token = FoundingToken::random(&mut ChaCha20Rng::from_seed([1; 32]));
        assert!(token.is(&format!(" {}\n", token.as_str().to_uppercase())));
        assert!(!token.is(&token.as_str()[..34]));
        assert!(!token.is(""));
        assert!(!token.is(FoundingToken::random(&mut ChaCha20Rng::from_seed([2; 32])).as_str()));
    }

    #[test]
    fn a_token_does_not_show_in_logs() {
        let token = FoundingToken::random(&mut ChaCha20Rng::from_seed([1; 32]));
        assert!(!format!("{token:?}").contains(&token.as_str()[..8]));
    }
}
