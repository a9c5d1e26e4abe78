//! Reads tokens into an expression: XPath 1.0's grammar and `${question}` references.
//!
//! Brackets nest at most [`MAX_NESTING`] deep, so that no text can exhaust the stack here or in the evaluator.

use super::ast::{Axis, Expr, NodeTest, Operator, Path, Start, Step};
use super::lexer::{Spanned, Symbol, Token, WordOperator, tokens};
use super::{MAX_TEXT_BYTES, ParseError};

/// How deep brackets, predicates and function calls may nest. The deepest real form known needs 40.
const MAX_NESTING: u32 = 160;

const LOOSEST: u8 = 1;
const NEGATION: u8 = 7;
const UNION: u8 = 8;

/// Parses the text of an expression.
pub(super) fn parse(text: &str) -> Result<Expr, ParseError> {
    if text.len() > MAX_TEXT_BYTES {
        return Err(ParseError::TooLong { size_bytes: text.len() });
    }
    let mut parser = Parser { tokens: tokens(text)?, next: 0, depth: 0 };
    let expr = parser.chain(LOOSEST)?;
    match parser.tokens.get(parser.next) {
        None => Ok(expr),
        Some(extra) => Err(ParseError::Unexpected { at: extra.at }),
    }
}

struct Parser {
    tokens: Vec<Spanned>,
    next: usize,
    depth: u32,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|spanned| &spanned.token)
    }

    fn peek_symbol(&self, ahead: usize) -> Option<Symbol> {
        match self.tokens.get(self.next + ahead).map(|spanned| &spanned.token) {
            Some(Token::Symbol(symbol)) => Some(*symbol),
            Some(Token::Number(_) | Token::Text(_) | Token::Name { .. } | Token::Reference(_) | Token::Word(_))
            | None => None,
        }
    }

    fn take(&mut self, symbol: Symbol) -> bool {
        let found = self.peek_symbol(0) == Some(symbol);
        self.next += usize::from(found);
        found
    }

    fn expect(&mut self, symbol: Symbol) -> Result<(), ParseError> {
        if self.take(symbol) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn unexpected(&self) -> ParseError {
        match self.tokens.get(self.next) {
            Some(spanned) => ParseError::Unexpected { at: spanned.at },
            None => ParseError::UnexpectedEnd,
        }
    }

    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, ParseError>) -> Result<T, ParseError> {
        if self.depth == MAX_NESTING {
            return Err(ParseError::TooDeep { limit: MAX_NESTING });
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn operator(&self) -> Option<Operator> {
        Some(match self.peek()? {
            Token::Word(word) => match word {
                WordOperator::And => Operator::And,
                WordOperator::Or => Operator::Or,
                WordOperator::Div => Operator::Divide,
                WordOperator::Mod => Operator::Modulo,
                WordOperator::Times => Operator::Multiply,
            },
            Token::Symbol(symbol) => symbol_operator(*symbol)?,
            Token::Number(_) | Token::Text(_) | Token::Name { .. } | Token::Reference(_) => return None,
        })
    }

    /// Reads operators that bind at least as tightly as `level`, by precedence climbing.
    fn chain(&mut self, level: u8) -> Result<Expr, ParseError> {
        let mut left = self.operand(level)?;
        while let Some(operator) = self.operator() {
            let precedence = operator.precedence();
            if precedence < level {
                break;
            }
            self.next += 1;
            let right = self.chain(precedence + 1)?;
            left = append(left, operator, right);
        }
        Ok(left)
    }

    fn operand(&mut self, level: u8) -> Result<Expr, ParseError> {
        let mut times = 0;
        while level <= NEGATION && self.take(Symbol::Minus) {
            times += 1;
        }
        if times == 0 {
            return self.path();
        }
        let operand = Box::new(self.chain(UNION)?);
        Ok(Expr::Negate { times, operand })
    }

    fn path(&mut self) -> Result<Expr, ParseError> {
        if self.take(Symbol::DoubleSlash) {
            let mut steps = vec![anything_below()];
            self.steps(&mut steps)?;
            return Ok(Expr::Path(Path { start: Start::Root, steps }));
        }
        if self.take(Symbol::Slash) {
            let mut steps = Vec::new();
            if self.step_follows() {
                self.steps(&mut steps)?;
            }
            return Ok(Expr::Path(Path { start: Start::Root, steps }));
        }
        if self.primary_follows() { self.filtered() } else { self.relative() }
    }

    fn relative(&mut self) -> Result<Expr, ParseError> {
        let mut steps = Vec::new();
        self.steps(&mut steps)?;
        Ok(Expr::Path(Path { start: Start::Context, steps }))
    }

    fn filtered(&mut self) -> Result<Expr, ParseError> {
        let primary = self.primary()?;
        let predicates = self.predicates()?;
        let mut steps = Vec::new();
        if self.take(Symbol::DoubleSlash) {
            steps.push(anything_below());
            self.steps(&mut steps)?;
        } else if self.take(Symbol::Slash) {
            self.steps(&mut steps)?;
        }
        if let Expr::Path(Path { start: start @ Start::Reference(_), steps: none }) = &primary
            && none.is_empty()
            && predicates.is_empty()
        {
            return Ok(Expr::Path(Path { start: start.clone(), steps }));
        }
        if predicates.is_empty() && steps.is_empty() {
            return Ok(primary);
        }
        Ok(Expr::Path(Path { start: Start::Filter { expr: Box::new(primary), predicates }, steps }))
    }

    fn primary_follows(&self) -> bool {
        match self.peek() {
            Some(Token::Number(_) | Token::Text(_) | Token::Reference(_) | Token::Symbol(Symbol::Open)) => true,
            Some(Token::Name { prefix, local }) => {
                self.peek_symbol(1) == Some(Symbol::Open) && (prefix.is_some() || !is_node_type(local))
            }
            Some(Token::Word(_) | Token::Symbol(_)) | None => false,
        }
    }

    fn primary(&mut self) -> Result<Expr, ParseError> {
        let Some(spanned) = self.tokens.get(self.next).cloned() else { return Err(ParseError::UnexpectedEnd) };
        self.next += 1;
        match spanned.token {
            Token::Number(number) => Ok(Expr::Number(number)),
            Token::Text(text) => Ok(Expr::Text(text.into())),
            Token::Reference(name) => Ok(Expr::Path(Path { start: Start::Reference(name.into()), steps: Vec::new() })),
            Token::Name { prefix, local } => {
                let name = prefix.map_or_else(|| local.clone(), |prefix| format!("{prefix}:{local}"));
                self.call(name)
            }
            Token::Symbol(Symbol::Open) => {
                let inner = self.nested(|parser| parser.chain(LOOSEST))?;
                self.expect(Symbol::Close)?;
                Ok(inner)
            }
            Token::Symbol(_) | Token::Word(_) => Err(ParseError::Unexpected { at: spanned.at }),
        }
    }

    fn call(&mut self, name: String) -> Result<Expr, ParseError> {
        self.expect(Symbol::Open)?;
        let mut arguments = Vec::new();
        if !self.take(Symbol::Close) {
            loop {
                arguments.push(self.nested(|parser| parser.chain(LOOSEST))?);
                if self.take(Symbol::Close) {
                    break;
                }
                self.expect(Symbol::Comma)?;
            }
        }
        Ok(Expr::Call { name: name.into(), arguments })
    }

    fn predicates(&mut self) -> Result<Vec<Expr>, ParseError> {
        let mut predicates = Vec::new();
        while self.take(Symbol::OpenBracket) {
            predicates.push(self.nested(|parser| parser.chain(LOOSEST))?);
            self.expect(Symbol::CloseBracket)?;
        }
        Ok(predicates)
    }

    fn step_follows(&self) -> bool {
        match self.peek() {
            Some(Token::Name { .. }) => true,
            Some(Token::Symbol(symbol)) => matches!(symbol, Symbol::Dot | Symbol::DotDot | Symbol::At),
            Some(Token::Number(_) | Token::Text(_) | Token::Reference(_) | Token::Word(_)) | None => false,
        }
    }

    fn steps(&mut self, steps: &mut Vec<Step>) -> Result<(), ParseError> {
        loop {
            let step = self.step()?;
            steps.push(step);
            if self.take(Symbol::DoubleSlash) {
                steps.push(anything_below());
            } else if !self.take(Symbol::Slash) {
                return Ok(());
            }
        }
    }

    fn step(&mut self) -> Result<Step, ParseError> {
        if self.take(Symbol::Dot) {
            let predicates = self.predicates()?;
            return Ok(Step { axis: Axis::Itself, test: NodeTest::Node, predicates });
        }
        if self.take(Symbol::DotDot) {
            let predicates = self.predicates()?;
            return Ok(Step { axis: Axis::Parent, test: NodeTest::Node, predicates });
        }
        let axis = self.axis()?;
        let test = self.node_test()?;
        Ok(Step { axis, test, predicates: self.predicates()? })
    }

    fn axis(&mut self) -> Result<Axis, ParseError> {
        if self.take(Symbol::At) {
            return Ok(Axis::Attribute);
        }
        if self.peek_symbol(1) != Some(Symbol::DoubleColon) {
            return Ok(Axis::Child);
        }
        let Some(Token::Name { prefix: None, local }) = self.peek() else { return Err(self.unexpected()) };
        let found = Axis::NAMES.iter().find(|(name, _)| name == local);
        let Some((_, axis)) = found else { return Err(self.unexpected()) };
        self.next += 2;
        Ok(*axis)
    }

    fn node_test(&mut self) -> Result<NodeTest, ParseError> {
        let Some(Token::Name { prefix, local }) = self.peek() else { return Err(self.unexpected()) };
        let (prefix, local) = (prefix.as_deref().map(Into::into), local.clone());
        if prefix.is_none() && is_node_type(&local) && self.peek_symbol(1) == Some(Symbol::Open) {
            self.next += 2;
            return self.node_type(&local);
        }
        self.next += 1;
        Ok(if local == "*" { NodeTest::AnyName { prefix } } else { NodeTest::Name { prefix, local: local.into() } })
    }

    fn node_type(&mut self, local: &str) -> Result<NodeTest, ParseError> {
        let test = match local {
            "text" => NodeTest::Text,
            "comment" => NodeTest::Comment,
            "processing-instruction" => {
                let target = match self.peek() {
                    Some(Token::Text(target)) => Some(target.as_str().into()),
                    Some(
                        Token::Number(_) | Token::Name { .. } | Token::Reference(_) | Token::Word(_) | Token::Symbol(_),
                    )
                    | None => None,
                };
                self.next += usize::from(target.is_some());
                NodeTest::Instruction(target)
            }
            _ => NodeTest::Node,
        };
        self.expect(Symbol::Close)?;
        Ok(test)
    }
}

fn append(left: Expr, operator: Operator, right: Expr) -> Expr {
    if let Expr::Chain { first, mut rest } = left {
        if rest.last().is_some_and(|(last, _)| last.precedence() == operator.precedence()) {
            rest.push((operator, right));
            return Expr::Chain { first, rest };
        }
        return Expr::Chain { first: Box::new(Expr::Chain { first, rest }), rest: vec![(operator, right)] };
    }
    Expr::Chain { first: Box::new(left), rest: vec![(operator, right)] }
}

fn symbol_operator(symbol: Symbol) -> Option<Operator> {
    Some(match symbol {
        Symbol::Pipe => Operator::Union,
        Symbol::Plus => Operator::Add,
        Symbol::Minus => Operator::Subtract,
        Symbol::Equal => Operator::Equal,
        Symbol::NotEqual => Operator::NotEqual,
        Symbol::Less => Operator::Less,
        Symbol::LessOrEqual => Operator::LessOrEqual,
        Symbol::Greater => Operator::Greater,
        Symbol::GreaterOrEqual => Operator::GreaterOrEqual,
        Symbol::Open
        | Symbol::Close
        | Symbol::OpenBracket
        | Symbol::CloseBracket
        | Symbol::Dot
        | Symbol::DotDot
        | Symbol::At
        | Symbol::Comma
        | Symbol::DoubleColon
        | Symbol::Slash
        | Symbol::DoubleSlash => return None,
    })
}

fn is_node_type(name: &str) -> bool {
    matches!(name, "node" | "text" | "comment" | "processing-instruction")
}

fn anything_below() -> Step {
    Step { axis: Axis::DescendantOrSelf, test: NodeTest::Node, predicates: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_sum_is_flat() {
        let text = format!("1{}", " + 1".repeat(100_000));
        let Ok(Expr::Chain { rest, .. }) = parse(&text) else { panic!("a sum is a chain") };
        assert_eq!(rest.len(), 100_000);
    }

    #[test]
    fn ten_thousand_brackets_are_refused_and_not_followed() {
        let text = format!("{}1{}", "(".repeat(10_000), ")".repeat(10_000));
        assert_eq!(parse(&text), Err(ParseError::TooDeep { limit: MAX_NESTING }));
    }

    #[test]
    fn a_text_over_one_megabyte_is_refused() {
        let text = " ".repeat(MAX_TEXT_BYTES + 1);
        assert_eq!(parse(&text), Err(ParseError::TooLong { size_bytes: MAX_TEXT_BYTES + 1 }));
    }

    #[test]
    fn what_follows_a_whole_expression_is_named_by_its_place() {
        assert_eq!(parse("1 OR 1"), Err(ParseError::Unexpected { at: 2 }));
        assert_eq!(parse("7.9e-12"), Err(ParseError::Unexpected { at: 3 }));
    }

    #[test]
    fn a_parenthesised_chain_on_the_left_stays_its_own_group() {
        assert_ne!(parse("(1 < 2) < 3"), parse("1 < (2 < 3)"));
        assert_eq!(parse("(1 + 2) - 3"), parse("1 + 2 - 3"));
    }
}
