//! Who acts: a signed-in device, as its cookie says; never as a body says.

use domain::{Actor, DeviceId, PersonId};
use protocol::{Answer, Caller, VERSION_MIN};

#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    pub person: PersonId,
    pub device: DeviceId,
    pub name: String,
}

impl Session {
    pub fn actor(&self) -> Actor {
        Actor {
            person: self.person,
            name: self.name.clone(),
        }
    }

    /// Whether a request is from the person that the session is; `Some` is the answer if it is not.
    pub(crate) fn check<T>(&self, caller: &Caller) -> Option<Answer<T>> {
        // Unsigned and VERSION_MIN is 0 today; the comparison stays for the day the oldest is dropped.
        #[expect(
            clippy::absurd_extreme_comparisons,
            reason = "VERSION_MIN rises with the first release"
        )]
        let too_old = caller.version < VERSION_MIN;
        if too_old {
            return Some(Answer::Update);
        }
        let same = caller.person == self.person && caller.device == self.device;
        (!same).then_some(Answer::OtherPerson)
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("device", &self.device)
            .finish_non_exhaustive()
    }
}
