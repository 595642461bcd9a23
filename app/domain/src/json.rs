//! JSON carried as text: a row's body, a command on its way. What does not have to be read is not, and one way
//! of reading (from text) is all the code a phone has to load.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use std::fmt;

/// Valid JSON. Two are equal if their texts are: bodies are written by one serializer, in one order of fields.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Json(Box<RawValue>);

impl Json {
    /// Our types have text keys and finite numbers, so writing them does not fail; were it to, `null` is told.
    pub fn of(value: &impl Serialize) -> Json {
        let text = serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned());
        Json(RawValue::from_string(text).unwrap_or_else(|_| RawValue::NULL.to_owned()))
    }

    pub fn parse(text: String) -> Option<Json> {
        RawValue::from_string(text).ok().map(Json)
    }

    /// `None` if it is not a `T`.
    pub fn read<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_str(self.0.get()).ok()
    }

    pub fn text(&self) -> &str {
        self.0.get()
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Json) -> bool {
        self.text() == other.text()
    }
}

/// What is in it is somebody's: only its size is told.
impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Json({} bytes)", self.text().len())
    }
}
