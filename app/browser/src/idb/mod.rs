//! IndexedDB: one database for each person on this phone, one for the phone itself.

mod device;
mod store;

pub use device::{Device, Profile};
pub use store::IdbStore;

use indexed_db_futures::error::Error;
use replica::StoreError;

/// What a failed transaction means for the person; the database's own words stay here.
fn store_error(error: &Error) -> StoreError {
    match error {
        Error::DomException(exception) => {
            let name = exception.name();
            match &*name {
                "QuotaExceededError" => StoreError::Full,
                "InvalidStateError" | "UnknownError" | "NotFoundError" => StoreError::Gone,
                _ => StoreError::Aborted,
            }
        }
        _ => StoreError::Aborted,
    }
}
