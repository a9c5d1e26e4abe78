//! A round of syncs: one phone after the other, in an order of its own, told in a table.
//!
//! The one that is killed in the middle is `interruption`'s.

use tokio::runtime::Runtime;

use super::exchange::Exchange;
use super::founding::sync;
use super::phone::Phone;
use super::stage::bytes;
use super::{DemoError, Options, Stage};

/// Syncs these phones in this order.
pub(super) fn sync_in_order(
    phones: &[Phone],
    order: &[usize],
    options: &Options,
    runtime: &Runtime,
    stage: &mut Stage,
) -> Result<Vec<(usize, Exchange)>, DemoError> {
    let bar = stage.bar("phones synced", order.len());
    let mut done = Vec::with_capacity(order.len());
    for number in order {
        options.go_on()?;
        done.push((*number, sync(&phones[*number], runtime)?));
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(done)
}

/// Writes what each of these syncs did.
pub(super) fn tell(phones: &[Phone], done: &[(usize, Exchange)], stage: &mut Stage) -> Result<(), DemoError> {
    stage.row(&format!("{:<10}{:>21}   {:>21}   {:>7}", "", "sent", "received", "took"))?;
    tell_lines(phones, done, stage)
}

/// Goes on with the same table.
pub(super) fn tell_lines(phones: &[Phone], done: &[(usize, Exchange)], stage: &mut Stage) -> Result<(), DemoError> {
    for (number, exchange) in done {
        stage.row(&line(&phones[*number].name, exchange))?;
    }
    Ok(())
}

/// One phone's line.
fn line(name: &str, exchange: &Exchange) -> String {
    let side = |records: u64, size: u64| format!("{records:>4} records {:>8}", bytes(size));
    let sent = side(exchange.sent, exchange.sent_bytes);
    let received = side(exchange.new, exchange.received_bytes);
    format!("{name:<10}{sent:>21}   {received:>21}   {:>4} ms", exchange.took_ms)
}
