//! The error of every sync call: there was no answer. A dead network, a captive portal's page and a broken
//! server look the same to a phone: it keeps everything and tries again.

use serde::{Deserialize, Serialize};
use server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use std::fmt;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoAnswer {
    /// A code for logs, never text of a person or of a database.
    #[serde(default)]
    pub code: String,
}

impl NoAnswer {
    pub fn new(code: &str) -> NoAnswer {
        NoAnswer {
            code: code.to_owned(),
        }
    }
}

impl FromServerFnError for NoAnswer {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> NoAnswer {
        NoAnswer::new(match error {
            ServerFnErrorErr::Request(_) => "network",
            ServerFnErrorErr::Deserialization(_) => "not_ours",
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => "bad_request",
            _ => "server",
        })
    }
}

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no answer ({})", self.code)
    }
}

impl std::error::Error for NoAnswer {}
