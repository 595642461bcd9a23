//! Joins `style/**/*.css` into one sheet, in the order that `style/order.txt` states.

use super::public::walk;
use anyhow::{Result, bail};
use std::path::Path;

/// Without `order.txt` the sheets follow their sorted paths.
pub fn sheet(folder: &Path) -> Result<Vec<u8>> {
    let mut present: Vec<String> = walk(folder)?
        .into_iter()
        .filter(|path| path.ends_with(".css"))
        .collect();
    present.sort();
    let order = match std::fs::read_to_string(folder.join("order.txt")) {
        Ok(text) => stated_order(&text, &present)?,
        Err(_) => present,
    };
    let mut joined = String::new();
    for path in order {
        joined.push_str(&strip(&std::fs::read_to_string(folder.join(path))?));
    }
    Ok(joined.into_bytes())
}

/// One path per line, `#` starts a remark; every sheet exactly once, so none is forgotten in silence.
fn stated_order(text: &str, present: &[String]) -> Result<Vec<String>> {
    let lines = text
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim());
    let order: Vec<String> = lines.filter(|line| !line.is_empty()).map(str::to_owned).collect();
    let mut sorted = order.clone();
    sorted.sort();
    for path in &sorted {
        if !present.contains(path) {
            bail!("style/order.txt names {path}, which is not there");
        }
    }
    if let Some(twice) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        bail!("style/order.txt names {} twice", twice[0]);
    }
    if let Some(missing) = present.iter().find(|path| !sorted.contains(path)) {
        bail!("style/{missing} is not in style/order.txt, so no phone would get it");
    }
    Ok(order)
}

/// Drops comments, indentation and empty lines: what is surely without meaning, outside of strings.
fn strip(sheet: &str) -> String {
    let bare = without_comments(sheet);
    let lines = bare.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
}

fn without_comments(sheet: &str) -> String {
    let mut kept = String::with_capacity(sheet.len());
    let mut rest = sheet;
    let mut quote = None;
    while let Some(letter) = rest.chars().next() {
        if quote.is_none() && rest.starts_with("/*") {
            rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
            continue;
        }
        let escaped = quote.is_some() && letter == '\\';
        let taken = rest
            .chars()
            .take(if escaped { 2 } else { 1 })
            .map(char::len_utf8)
            .sum();
        match quote {
            Some(open) if open == letter => quote = None,
            None if letter == '"' || letter == '\'' => quote = Some(letter),
            _ => {}
        }
        kept.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }

    #[test]
    fn the_stated_order_wins_over_the_alphabet() {
        let files = [
            ("a.css", "a{}"),
            ("parts/b.css", "b{}"),
            ("order.txt", "# first\nparts/b.css\na.css # last\n"),
        ];
        let joined = sheet(folder(&files).path()).unwrap();
        assert_eq!(String::from_utf8(joined).unwrap(), "b{}\na{}\n");
    }

    #[test]
    fn a_sheet_missing_from_the_order_is_an_error() {
        let files = [("a.css", ""), ("b.css", ""), ("order.txt", "a.css\n")];
        let error = sheet(folder(&files).path()).unwrap_err().to_string();
        assert!(error.contains("b.css"), "{error}");
    }

    #[test]
    fn comments_go_and_strings_stay() {
        let text = "/* note */ a::after {\n  content: \"/* \\\" kept */\";\n\n}\n";
        assert_eq!(strip(text), "a::after {\ncontent: \"/* \\\" kept */\";\n}\n");
    }
}
