//! Ids from a fixed seed: every demo has the same ones, so that an address in a story or a test stays good.

use crate::clock::DEMO_START;
use office::Ids;
use uuid::Uuid;

#[derive(Default)]
pub struct SeededIds {
    count: u64,
}

impl Ids for SeededIds {
    fn next(&mut self) -> Uuid {
        self.count += 1;
        let mut random = [0; 10];
        random[..8].copy_from_slice(&mix(self.count).to_be_bytes());
        random[8..].copy_from_slice(&mix(!self.count).to_be_bytes()[..2]);
        domain::ids::uuid_v7(DEMO_START.0, random)
    }
}

/// SplitMix64: neighbours come out far apart.
fn mix(count: u64) -> u64 {
    let mut z = count.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
