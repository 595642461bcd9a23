//! The network of a run: what was sent and has not arrived; it may be lost, doubled and overtaken.

use domain::DeviceId;
use protocol::{Answer, PullAnswer, PushAnswer, PushRequest};
use replica::Pull;

#[derive(Clone, Debug)]
pub enum Letter {
    Push(usize, PushRequest),
    Pull(usize, Pull),
    Pushed(usize, Answer<PushAnswer>),
    Pulled(usize, Pull, Answer<PullAnswer>),
}

#[derive(Default)]
pub struct Net {
    pub letters: Vec<Letter>,
}

impl Net {
    pub fn send(&mut self, letter: Letter) {
        self.letters.push(letter);
    }

    pub fn take(&mut self, at: usize) -> Letter {
        self.letters.swap_remove(at)
    }
}

/// Ids of devices are one for each place at the table.
pub fn device_id(n: usize) -> DeviceId {
    DeviceId(uuid::Uuid::from_u128(
        0x0190_0000_0000_7000_9000_0000_0000_0000 + n as u128,
    ))
}
