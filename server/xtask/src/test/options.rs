//! Reads the words after `cargo xtask test`.

use super::steps::STEPS;
use anyhow::{Context, Result, bail};

#[derive(Debug, Default)]
pub struct Options {
    /// Empty means all.
    pub names: Vec<&'static str>,
    pub keep_going: bool,
    pub only: Option<String>,
}

impl Options {
    pub fn read(words: &[String]) -> Result<Options> {
        let mut options = Options::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--keep-going" => options.keep_going = true,
                "--only" => {
                    options.only = Some(words.next().context("`--only` wants a word after it")?.clone())
                }
                name => options.names.push(known(name)?),
            }
        }
        Ok(options)
    }
}

fn known(name: &str) -> Result<&'static str> {
    match STEPS.iter().find(|step| step.name == name) {
        Some(step) => Ok(step.name),
        None => bail!("`{name}` is not a step; the steps are: {}", super::step_names()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_step_is_refused_rather_than_skipped() {
        let error = Options::read(&["unti".to_owned()]).unwrap_err().to_string();
        assert!(error.contains("unit"), "{error}");
        let options = Options::read(&["unit".to_owned(), "--keep-going".to_owned()]).unwrap();
        assert_eq!((options.names, options.keep_going), (vec!["unit"], true));
    }
}
