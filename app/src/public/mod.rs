//! The pages before sign-in: rendered by the server, useful without JavaScript and without WebAssembly.

mod claim;
#[cfg(feature = "ssr")]
mod document;
mod form;
mod help;
mod layout;
mod not_found;
mod page;
mod sign_in;
mod welcome;

#[cfg(feature = "ssr")]
pub use document::{AssetUrls, PublicDocument};
pub use layout::PublicPage;
pub use page::{Page, Problem};
