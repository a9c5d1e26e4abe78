//! Bars as inline SVG: shapes and figures only, for every bar stands beside its numbers in words.
//!
//! Widths are percentages, so bars follow the page; figures inside keep the page's letter size.

use maud::{Markup, html};

use crate::evaluation::Share;
use crate::words::Direction;

/// Segments narrower than this have no figure inside: it would not fit on a small phone.
const NARROWEST_WITH_FIGURE: Share = Share(1_100);

/// How many shades a scale is drawn in.
const SHADES: usize = 5;

/// All answers of a scale in one bar, from the lowest at the start of the line. Hidden ones leave a gap; what is left of
/// the bar is shared out evenly among them.
pub(super) fn stacked(shares: &[Option<Share>], direction: Direction) -> Markup {
    let shown: i32 = shares.iter().flatten().map(|share| share.0).sum();
    let gaps = i32::try_from(shares.iter().filter(|share| share.is_none()).count()).unwrap_or(i32::MAX);
    let gap = if gaps > 0 { (10_000 - shown).max(0) / gaps } else { 0 };
    let whole = (shown + gap * gaps).max(1);
    let mut start = 0;
    let mut segments = Vec::new();
    for (place, share) in shares.iter().enumerate() {
        // Rounded shares may miss the whole by a little: the bar is full all the same.
        let part = share.map_or(gap, |share| share.0);
        let width = i32::try_from(i64::from(part) * 10_000 / i64::from(whole)).unwrap_or_default();
        if let Some(share) = share {
            segments.push((shade(place, shares.len()), start, width, *share));
        }
        start += width;
    }
    html! {
        svg.bar aria-hidden="true" focusable="false" width="100%" {
            @for (shade, start, width, share) in segments {
                @let start = if direction == Direction::RightToLeft { 10_000 - start - width } else { start };
                @if width > 0 {
                    rect class=(format!("s{shade}")) x=(percent(start)) width=(percent(width)) height="100%" {}
                    @if share >= NARROWEST_WITH_FIGURE {
                        text class=(format!("t{shade}")) x=(percent(start + width / 2)) y="50%" { (share.percent()) }
                    }
                }
            }
        }
    }
}

/// One share as a bar on its own.
pub(super) fn single(share: Share, direction: Direction) -> Markup {
    let width = share.0.clamp(0, 10_000);
    let start = if direction == Direction::RightToLeft { 10_000 - width } else { 0 };
    html! {
        svg.line aria-hidden="true" focusable="false" width="100%" {
            rect.track width="100%" height="100%" {}
            rect.fill x=(percent(start)) width=(percent(width)) height="100%" {}
        }
    }
}

/// Which shade the answer at this place has, of a scale of so many answers: 1 the lowest, 5 the highest.
pub(super) fn shade(place: usize, answers: usize) -> usize {
    let last = answers.saturating_sub(1).max(1);
    1 + (2 * place * (SHADES - 1) + last) / (2 * last)
}

fn percent(basis_points: i32) -> String {
    format!("{}.{:02}%", basis_points / 100, basis_points % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_of_any_length_run_from_the_first_shade_to_the_last() {
        let shades = |answers| (0..answers).map(|place| shade(place, answers)).collect::<Vec<_>>();
        assert_eq!(shades(5), [1, 2, 3, 4, 5]);
        assert_eq!(shades(4), [1, 2, 4, 5]);
        assert_eq!(shades(2), [1, 5]);
        assert_eq!(shades(1), [1]);
        assert_eq!(shades(11).last(), Some(&5));
    }

    #[test]
    fn hidden_answers_leave_a_gap() {
        let bar = stacked(&[None, None, Some(Share(6_000))], Direction::LeftToRight).0;
        assert_eq!(bar.matches("<rect").count(), 1);
        assert!(bar.contains(r#"class="s5" x="40.00%" width="60.00%""#), "{bar}");
    }

    #[test]
    fn a_bar_starts_where_the_line_starts() {
        let shares = [Share(2_500), Share(7_500)].map(Some);
        assert!(stacked(&shares, Direction::LeftToRight).0.contains(r#"class="s1" x="0.00%" width="25.00%""#));
        assert!(stacked(&shares, Direction::RightToLeft).0.contains(r#"class="s1" x="75.00%" width="25.00%""#));
    }
}
