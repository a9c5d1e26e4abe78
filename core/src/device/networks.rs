//! Which networks let no UDP through, so that a sync does not wait three seconds in the same place every evening.
//!
//! Only hashes of networks' names are kept, and only of those. How a server is reached is `net`'s.

use super::{Device, DeviceError};
use crate::ids::hash;
use crate::store::MetaKey;

/// Bytes kept of a network's hash.
const MARK_BYTES: usize = 8;
/// The most networks that are remembered; the one noted first is forgotten first.
const MAX_NETWORKS: usize = 32;

impl Device {
    /// Whether the server was last reached over TCP in the network of this name.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn is_without_udp(&self, network: &str) -> Result<bool, DeviceError> {
        let marks = self.store.meta(MetaKey::NetworksWithoutUdp)?.unwrap_or_default();
        Ok(marks.chunks(MARK_BYTES).any(|known| known == mark(network)))
    }

    /// Notes how the server was reached in the network of this name; writes only what is new.
    ///
    /// # Errors
    /// When the store can't be written.
    pub fn note_network(&self, network: &str, is_without_udp: bool) -> Result<(), DeviceError> {
        if self.is_without_udp(network)? == is_without_udp {
            return Ok(());
        }
        let marks = self.store.meta(MetaKey::NetworksWithoutUdp)?.unwrap_or_default();
        let others = marks.chunks(MARK_BYTES).filter(|known| *known != mark(network));
        let mut kept: Vec<&[u8]> = others.collect();
        let new = mark(network);
        if is_without_udp {
            kept.push(&new);
        }
        let first = kept.len().saturating_sub(MAX_NETWORKS);
        Ok(self.store.set_meta(MetaKey::NetworksWithoutUdp, &kept[first..].concat())?)
    }
}

fn mark(network: &str) -> [u8; MARK_BYTES] {
    let whole = hash("network", &[network.as_bytes()]);
    std::array::from_fn(|place| whole[place])
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    use super::*;
    use crate::device::Moment;
    use crate::time::Timestamp;

    #[test]
    fn networks_without_udp_are_remembered_until_udp_works_there_or_others_take_their_place() {
        let folder = tempfile::tempdir().unwrap();
        let mut rng = ChaCha20Rng::from_seed([2; 32]);
        let mut at = Moment { now: Timestamp(0), rng: &mut rng };
        let alice = Device::open(&folder.path().join("alice.db"), &mut at).unwrap();
        assert!(!alice.is_without_udp("library").unwrap());

        alice.note_network("library", true).unwrap();
        alice.note_network("town hall", true).unwrap();
        assert!(alice.is_without_udp("library").unwrap());
        alice.note_network("library", false).unwrap();
        assert!(!alice.is_without_udp("library").unwrap());
        assert!(alice.is_without_udp("town hall").unwrap());

        for number in 0..MAX_NETWORKS {
            alice.note_network(&number.to_string(), true).unwrap();
        }
        assert!(!alice.is_without_udp("town hall").unwrap());
        assert!(alice.is_without_udp("0").unwrap());
    }
}
