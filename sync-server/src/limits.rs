//! How much one caller may ask of the server: connections per address, entries and refused sessions per device.
//!
//! What makes a single entry too large is the protocol's (section 7) and checked in `core::entry`.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use doorstep_core::ids::DeviceId;

/// What the server takes from one caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections at once from one address. A whole team may stand behind one router.
    pub connections_per_address: usize,
    /// Connections at once in all. Each may cost 3 MB while its session speaks.
    pub connections: usize,
    /// Bytes that one session may bring, as they travel. Five days of interviews are a hundredth of it.
    pub bytes_per_session: u64,
    /// New or refused entries of one device.
    pub entries: Budget,
    /// Pictures and other files of interviews.
    pub files: FileLimits,
    /// Sessions in which something is refused, of one device; those of strangers count for their address.
    pub refused_sessions: Budget,
    /// Sessions that may ask the store at once. More of them commit together, fewer make the next one's turn come sooner.
    pub at_the_store: usize,
}

/// How many bytes of pictures and other files a server keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileLimits {
    /// Of those that one device attached.
    pub per_device_bytes: u64,
    /// Of all.
    pub in_all_bytes: u64,
}

impl Default for FileLimits {
    /// A phone that takes ten pictures of 400 kB a day for a year stays below the first; twenty of them below the second.
    fn default() -> Self {
        Self { per_device_bytes: 2 << 30, in_all_bytes: 40 << 30 }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections_per_address: 256,
            connections: 512,
            bytes_per_session: 256 << 20,
            entries: Budget { burst: 5_000, per_hour: 1_000 },
            refused_sessions: Budget { burst: 60, per_hour: 240 },
            at_the_store: 8,
            files: FileLimits::default(),
        }
    }
}

/// An allowance that refills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// How much there is at first and at most: five days off-line, for entries.
    pub burst: u32,
    /// How much comes back in an hour.
    pub per_hour: u32,
}

/// Each device's allowance of entries. Full ones are forgotten, so that memory follows the busy devices alone.
#[derive(Debug)]
pub(crate) struct Allowances {
    budget: Budget,
    began: Instant,
    spent: Mutex<BTreeMap<DeviceId, Spent>>,
}

/// A device that is not at its full allowance.
#[derive(Debug, Clone, Copy)]
struct Spent {
    milli: u64,
    at: Duration,
}

impl Allowances {
    pub(crate) fn new(budget: Budget) -> Self {
        Self { budget, began: Instant::now(), spent: Mutex::default() }
    }

    /// Takes `count` out of a device's allowance; `false`, and nothing taken, when there is not enough.
    pub(crate) fn take(&self, device: DeviceId, count: u64) -> bool {
        self.take_at(device, count, self.began.elapsed())
    }

    /// Gives back what turned out to cost nothing: entries that were stored before.
    pub(crate) fn give_back(&self, device: DeviceId, count: u64) {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = spent.get_mut(&device) {
            entry.milli = entry.milli.saturating_sub(count.saturating_mul(1_000));
        }
    }

    fn take_at(&self, device: DeviceId, count: u64, now: Duration) -> bool {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        if spent.len() >= MAX_REMEMBERED {
            spent.retain(|_, entry| self.budget.left_to_refill(*entry, now) > 0);
        }
        let before = spent.get(&device).map_or(0, |entry| self.budget.left_to_refill(*entry, now));
        let milli = before.saturating_add(count.saturating_mul(1_000));
        if milli > u64::from(self.budget.burst) * 1_000 {
            return false;
        }
        spent.insert(device, Spent { milli, at: now });
        true
    }
}

impl Budget {
    /// What of something spent has not come back yet, in thousandths.
    fn left_to_refill(self, entry: Spent, now: Duration) -> u64 {
        let elapsed_ms = u64::try_from(now.saturating_sub(entry.at).as_millis()).unwrap_or(u64::MAX);
        let refilled = elapsed_ms.saturating_mul(self.per_hour.into()) / 3_600;
        entry.milli.saturating_sub(refilled)
    }
}

/// Who a refused session is counted for: keys that nobody has granted anything cost nothing to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    /// A device that has or had a grant.
    Member(DeviceId),
    /// Everybody else at an address.
    StrangerAt(IpAddr),
}

/// How many wrong secrets one address may show: a person mistypes some, a program that guesses shows millions.
pub(crate) const WRONG_SECRETS: Budget = Budget { burst: 20, per_hour: 60 };

/// An allowance of wrong tries, for each address or whatever else they are counted by.
#[derive(Debug)]
pub(crate) struct Attempts<K> {
    budget: Budget,
    began: Instant,
    spent: Mutex<BTreeMap<K, Spent>>,
}

impl<K: Copy + Ord> Attempts<K> {
    pub(crate) fn new(budget: Budget) -> Self {
        Self { budget, began: Instant::now(), spent: Mutex::new(BTreeMap::new()) }
    }

    /// Whether something may be tried.
    pub(crate) fn has_left(&self, by: K) -> bool {
        self.spent_at(by, self.began.elapsed()) + 1_000 <= u64::from(self.budget.burst) * 1_000
    }

    /// Counts a wrong try.
    pub(crate) fn count(&self, by: K) {
        let now = self.began.elapsed();
        let milli = self.spent_at(by, now) + 1_000;
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        if spent.len() >= MAX_REMEMBERED {
            spent.retain(|_, entry| self.budget.left_to_refill(*entry, now) > 0);
        }
        spent.insert(by, Spent { milli, at: now });
    }

    fn spent_at(&self, by: K, now: Duration) -> u64 {
        let spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        spent.get(&by).map_or(0, |entry| self.budget.left_to_refill(*entry, now))
    }
}

/// One customer of a network gets a /64 of IPv6 addresses: all of them count as one.
pub(crate) fn place_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
    }
}

/// From how many devices on those with a full allowance are swept out.
const MAX_REMEMBERED: usize = 10_000;

/// How many connections are open, and from where.
#[derive(Debug, Clone, Default)]
pub(crate) struct Connections(Arc<Mutex<BTreeMap<IpAddr, usize>>>);

/// One open connection; leaves the count when dropped.
#[derive(Debug)]
pub(crate) struct Place {
    connections: Connections,
    address: IpAddr,
}

impl Connections {
    /// Counts one more connection; `None` when the address or the server has enough.
    pub(crate) fn enter(&self, address: IpAddr, limits: &Limits) -> Option<Place> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = open.values().sum();
        let here = open.get(&address).copied().unwrap_or(0);
        if all >= limits.connections || here >= limits.connections_per_address {
            return None;
        }
        open.insert(address, here + 1);
        Some(Place { connections: self.clone(), address })
    }

    /// How many connections are open.
    pub(crate) fn count(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).values().sum()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.connections.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(here) = open.get_mut(&self.address) {
            *here -= 1;
            if *here == 0 {
                open.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALICE: DeviceId = DeviceId([0xa1; 32]);
    const BOB: DeviceId = DeviceId([0xb0; 32]);
    const HOUR: Duration = Duration::from_secs(3_600);

    fn allowances() -> Allowances {
        Allowances::new(Budget { burst: 100, per_hour: 10 })
    }

    #[test]
    fn a_spent_allowance_comes_back_with_time_and_never_above_its_burst() {
        let allowances = allowances();
        assert!(allowances.take_at(ALICE, 100, Duration::ZERO));
        assert!(!allowances.take_at(ALICE, 1, Duration::ZERO));
        assert!(allowances.take_at(ALICE, 10, HOUR));
        assert!(!allowances.take_at(ALICE, 1, HOUR));
        assert!(!allowances.take_at(ALICE, 101, HOUR * 1_000));
        assert!(allowances.take_at(ALICE, 100, HOUR * 1_000));
    }

    #[test]
    fn one_devices_haste_does_not_cost_another() {
        let allowances = allowances();
        assert!(allowances.take_at(ALICE, 100, Duration::ZERO));
        assert!(allowances.take_at(BOB, 100, Duration::ZERO));
    }

    #[test]
    fn what_was_stored_before_is_given_back() {
        let allowances = allowances();
        assert!(allowances.take_at(ALICE, 100, Duration::ZERO));
        allowances.give_back(ALICE, 40);
        assert!(allowances.take_at(ALICE, 40, Duration::ZERO));
        assert!(!allowances.take_at(ALICE, 1, Duration::ZERO));
    }

    #[test]
    fn wrong_secrets_from_one_network_are_counted_together() {
        let attempts = Attempts::new(WRONG_SECRETS);
        let address = |last: u16| place_of(IpAddr::from([0x2001, 0xdb8, 0, 1, 0, 0, 0, last]));
        for last in 0..20 {
            assert!(attempts.has_left(address(99)));
            attempts.count(address(last));
        }
        assert!(!attempts.has_left(address(99)));
        assert!(attempts.has_left(place_of(IpAddr::from([0x2001, 0xdb8, 0, 2, 0, 0, 0, 1]))));
        assert!(attempts.has_left(IpAddr::from([127, 0, 0, 1])));
    }

    #[test]
    fn a_place_is_free_again_once_its_connection_ends() {
        let (connections, address) = (Connections::default(), IpAddr::from([127, 0, 0, 1]));
        let limits = Limits { connections_per_address: 1, ..Limits::default() };
        let place = connections.enter(address, &limits).expect("the first place is free");
        assert!(connections.enter(address, &limits).is_none());
        assert!(connections.enter(IpAddr::from([127, 0, 0, 2]), &limits).is_some());
        drop(place);
        assert_eq!(connections.count(), 0);
        assert!(connections.enter(address, &limits).is_some());
    }
}
