//! Splits the text of an expression into tokens, with XPath 1.0's rule for telling operators from names.
//!
//! What the tokens mean together is for `parser`; nothing here allocates more than the text itself.

use super::ParseError;
use super::name::{is_name_part, is_name_start};

/// One token with the byte offset at which it starts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Spanned {
    /// The token.
    pub(super) token: Token,
    /// Its first byte in the text.
    pub(super) at: usize,
}

/// A lexical unit.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Number(f64),
    Text(String),
    /// A name with its prefix, if it has one; `*` stands for any local name.
    Name {
        prefix: Option<String>,
        local: String,
    },
    /// `${question}`, without its wrapping.
    Reference(String),
    /// An operator that is spelled as a word or as `*`, recognised by its place.
    Word(WordOperator),
    Symbol(Symbol),
}

/// Operators that could also be names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WordOperator {
    And,
    Or,
    Div,
    Mod,
    Times,
}

/// Punctuation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Symbol {
    Open,
    Close,
    OpenBracket,
    CloseBracket,
    Dot,
    DotDot,
    At,
    Comma,
    DoubleColon,
    Slash,
    DoubleSlash,
    Pipe,
    Plus,
    Minus,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// Splits `text` into tokens.
pub(super) fn tokens(text: &str) -> Result<Vec<Spanned>, ParseError> {
    let mut lexer = Lexer { text, at: 0, out: Vec::new() };
    while lexer.skip_space() {
        let start = lexer.at;
        let token = lexer.next()?;
        lexer.out.push(Spanned { token, at: start });
    }
    Ok(lexer.out)
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    out: Vec<Spanned>,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_space(&mut self) -> bool {
        let rest = self.rest();
        let trimmed = rest.trim_start();
        self.at += rest.len() - trimmed.len();
        !trimmed.is_empty()
    }

    /// Whether an operator (and not a name or a value) must come next: XPath 1.0, section 3.7.
    fn operator_expected(&self) -> bool {
        match self.out.last().map(|spanned| &spanned.token) {
            None | Some(Token::Word(_)) => false,
            Some(Token::Number(_) | Token::Text(_) | Token::Name { .. } | Token::Reference(_)) => true,
            Some(Token::Symbol(symbol)) => {
                matches!(symbol, Symbol::Close | Symbol::CloseBracket | Symbol::Dot | Symbol::DotDot)
            }
        }
    }

    fn next(&mut self) -> Result<Token, ParseError> {
        let unexpected = ParseError::UnexpectedCharacter { at: self.at };
        let first = self.peek().ok_or(ParseError::UnexpectedEnd)?;
        let second = self.rest().chars().nth(1);
        if first.is_ascii_digit() || (first == '.' && second.is_some_and(|c| c.is_ascii_digit())) {
            return self.number();
        }
        if first == '"' || first == '\'' {
            return self.literal(first);
        }
        if first == '$' && second == Some('{') {
            return self.reference();
        }
        if first == '*' && self.operator_expected() {
            self.at += 1;
            return Ok(Token::Word(WordOperator::Times));
        }
        if is_name_start(first) || first == '*' {
            return Ok(self.name());
        }
        let (symbol, size) = symbol(first, second).ok_or(unexpected)?;
        self.at += size;
        Ok(Token::Symbol(symbol))
    }

    fn number(&mut self) -> Result<Token, ParseError> {
        let start = self.at;
        let mut dotted = false;
        while let Some(c) = self.peek() {
            match c {
                '.' if !dotted => dotted = true,
                '0'..='9' => {}
                _ => break,
            }
            self.at += 1;
        }
        match self.text[start..self.at].parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Token::Number(number)),
            Ok(_) | Err(_) => Err(ParseError::NumberTooLarge { at: start }),
        }
    }

    fn literal(&mut self, quote: char) -> Result<Token, ParseError> {
        let start = self.at;
        let body = &self.rest()[1..];
        let length = body.find(quote).ok_or(ParseError::UnclosedText { at: start })?;
        let text = body[..length].to_owned();
        self.at += length + 2;
        Ok(Token::Text(text))
    }

    fn reference(&mut self) -> Result<Token, ParseError> {
        let start = self.at;
        let body = &self.rest()[2..];
        let length = body.find('}').ok_or(ParseError::UnclosedReference { at: start })?;
        let name = body[..length].trim().to_owned();
        if name.is_empty() || !name.chars().all(|c| is_name_part(c) || matches!(c, '#' | ':')) {
            return Err(ParseError::UnclosedReference { at: start });
        }
        self.at += length + 3;
        Ok(Token::Reference(name))
    }

    fn name(&mut self) -> Token {
        let wanted_operator = self.operator_expected();
        let local = self.name_part();
        if wanted_operator && let Some((operator, length)) = word_operator(&local) {
            // `1div2` is written in real forms: the word ends where the number begins.
            self.at -= local.len() - length;
            return Token::Word(operator);
        }
        let mut ahead = self.rest().chars();
        let colon = ahead.next() == Some(':');
        if colon && ahead.next().is_some_and(|c| is_name_start(c) || c == '*') && local != "*" {
            self.at += 1;
            return Token::Name { prefix: Some(local), local: self.name_part() };
        }
        Token::Name { prefix: None, local }
    }

    fn name_part(&mut self) -> String {
        let rest = self.rest();
        let length = if rest.starts_with('*') { 1 } else { rest.find(|c| !is_name_part(c)).unwrap_or(rest.len()) };
        let part = rest[..length].to_owned();
        self.at += length;
        part
    }
}

fn word_operator(word: &str) -> Option<(WordOperator, usize)> {
    [("and", WordOperator::And), ("or", WordOperator::Or), ("div", WordOperator::Div), ("mod", WordOperator::Mod)]
        .into_iter()
        .find_map(|(spelling, operator)| {
            let rest = word.strip_prefix(spelling)?;
            let ends = rest.chars().next().is_none_or(|c| c.is_ascii_digit() || c == '.' || c == '-');
            ends.then_some((operator, spelling.len()))
        })
}

fn symbol(first: char, second: Option<char>) -> Option<(Symbol, usize)> {
    let pair = second.and_then(|second| match (first, second) {
        ('.', '.') => Some(Symbol::DotDot),
        (':', ':') => Some(Symbol::DoubleColon),
        ('/', '/') => Some(Symbol::DoubleSlash),
        ('!', '=') => Some(Symbol::NotEqual),
        ('<', '=') => Some(Symbol::LessOrEqual),
        ('>', '=') => Some(Symbol::GreaterOrEqual),
        _ => None,
    });
    if let Some(symbol) = pair {
        return Some((symbol, 2));
    }
    let symbol = match first {
        '(' => Symbol::Open,
        ')' => Symbol::Close,
        '[' => Symbol::OpenBracket,
        ']' => Symbol::CloseBracket,
        '.' => Symbol::Dot,
        '@' => Symbol::At,
        ',' => Symbol::Comma,
        '/' => Symbol::Slash,
        '|' => Symbol::Pipe,
        '+' => Symbol::Plus,
        '-' => Symbol::Minus,
        '=' => Symbol::Equal,
        '<' => Symbol::Less,
        '>' => Symbol::Greater,
        _ => return None,
    };
    Some((symbol, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Token> {
        tokens(text).unwrap().into_iter().map(|spanned| spanned.token).collect()
    }

    #[test]
    fn a_star_after_a_value_multiplies_and_elsewhere_names_anything() {
        let star = Token::Name { prefix: None, local: "*".to_owned() };
        assert_eq!(words("* * *"), [star.clone(), Token::Word(WordOperator::Times), star]);
    }

    #[test]
    fn an_operator_word_ends_where_a_number_begins() {
        assert_eq!(words("1mod2"), [Token::Number(1.0), Token::Word(WordOperator::Mod), Token::Number(2.0)]);
    }

    #[test]
    fn a_hyphen_inside_a_name_belongs_to_it() {
        let name = Token::Name { prefix: None, local: "count-of".to_owned() };
        assert_eq!(words("count-of"), [name]);
    }

    #[test]
    fn an_open_text_is_reported_where_it_starts() {
        assert_eq!(tokens("a = 'b"), Err(ParseError::UnclosedText { at: 4 }));
    }
}
