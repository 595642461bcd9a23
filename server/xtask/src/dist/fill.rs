//! Puts addresses and the build's name into templates; a leftover placeholder is an error.

use anyhow::{Result, bail};

pub const APP_JS: &str = "__APP_JS__";
pub const APP_WASM: &str = "__APP_WASM__";
pub const UPDATE_JS: &str = "__UPDATE_JS__";
pub const BOOT_JS: &str = "__BOOT_JS__";
pub const STYLE_CSS: &str = "__STYLE_CSS__";
pub const BUILD: &str = "__BUILD__";
pub const PRECACHE: &str = "__PRECACHE__";

/// Values known so far; a template that wants more than these is filled too early.
pub struct Values(Vec<(&'static str, String)>);

impl Values {
    pub fn new(values: impl IntoIterator<Item = (&'static str, String)>) -> Values {
        Values(values.into_iter().collect())
    }

    pub fn with(&self, name: &'static str, value: String) -> Values {
        let mut values = self.0.clone();
        values.push((name, value));
        Values(values)
    }

    pub fn fill(&self, path: &str, template: &[u8]) -> Result<Vec<u8>> {
        let Ok(text) = std::str::from_utf8(template) else {
            bail!("public/{path} is not UTF-8");
        };
        let filled = self
            .0
            .iter()
            .fold(text.to_owned(), |text, (name, value)| text.replace(name, value));
        match [APP_JS, APP_WASM, UPDATE_JS, BOOT_JS, STYLE_CSS, BUILD, PRECACHE]
            .iter()
            .find(|name| filled.contains(**name))
        {
            Some(left) => bail!("public/{path} uses {left}, which is not known where this file is made"),
            None => Ok(filled.into_bytes()),
        }
    }
}

pub fn is_template(path: &str) -> bool {
    [".html", ".js", ".webmanifest"]
        .iter()
        .any(|ending| path.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_that_is_not_known_yet_is_an_error() {
        let values = Values::new([(APP_JS, "/pkg/app.1.js".to_owned())]);
        assert_eq!(
            values.fill("boot.js", b"import('__APP_JS__')").unwrap(),
            b"import('/pkg/app.1.js')"
        );
        let error = values.fill("boot.js", b"'__BUILD__'").unwrap_err().to_string();
        assert!(error.contains(BUILD), "{error}");
    }
}
