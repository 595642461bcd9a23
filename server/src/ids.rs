//! Randomness, and the ids made from it: the only place of the server that asks the machine for either.

use crate::clock::Clock;
use office::Ids;
use uuid::Uuid;

/// Real UUIDv7, by the office clock.
pub struct MachineIds(pub Clock);

impl Ids for MachineIds {
    fn next(&mut self) -> Uuid {
        domain::ids::uuid_v7(self.0.now().0, random())
    }
}

/// Bytes that nobody can guess.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // Without randomness no secret can be made, and nothing here may go on.
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}
