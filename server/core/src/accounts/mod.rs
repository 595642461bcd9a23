//! Accounts at the office: sign-ins, slips by which people claim them, and signed-in devices.
//!
//! Secrets are made and hashed by the caller; what is stored here opens nothing by itself.

mod claim;
mod code;
mod heard;
mod join;
mod key;
mod login;
mod password;
mod session;
mod sign_in;
mod slip;
mod tx;

pub use claim::{Claim, claim, return_try, set_password, take_try};
pub use code::{CODE_CHARS_PRINTED, CODE_CHARS_QR, Code, new_code, printed};
pub use heard::heard;
pub use join::join;
pub use key::key_secret;
pub use login::{new_login, spoken_login};
pub use password::{PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, PasswordProblem, check_password};
pub use session::{Life, SignedIn, ended, life, signed_in};
pub use sign_in::{NewDevice, end_device, end_sid, sign_in};
pub use slip::{NewSlip, SLIP_DAYS, SLIP_TRIES, make_slip};
pub use tx::{AccountEvent, AccountRow, AccountsTx, DeviceRow, Secret, SlipRow};
