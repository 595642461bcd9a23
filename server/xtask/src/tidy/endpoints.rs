//! Every server function states a fixed, versioned endpoint: old phones keep calling it for a term.

use super::Complaint;
use super::tree::{Tree, line_at};
use anyhow::Result;

const MARK: &str = "#[server";

pub fn check(tree: &Tree) -> Result<Vec<Complaint>> {
    let mut complaints = Vec::new();
    for (path, text) in tree.rust_below(&["app/src"]) {
        for (offset, _) in text.match_indices(MARK) {
            if is_attribute(&text[offset..]) && !states_version(attribute(&text[offset..])) {
                complaints.push(Complaint::new(path, line_at(&text, offset), WHAT));
            }
        }
    }
    Ok(complaints)
}

const WHAT: &str = "a server function without `endpoint = \"v1/...\"`; its address would change with its name and break old phones";

fn is_attribute(text: &str) -> bool {
    text[MARK.len()..].starts_with(['(', ']', ' '])
}

fn attribute(text: &str) -> &str {
    text.find(")]")
        .or_else(|| text.find(']'))
        .map_or(text, |end| &text[..end])
}

fn states_version(attribute: &str) -> bool {
    let bare: String = attribute.split_whitespace().collect();
    bare.split("endpoint=\"v")
        .nth(1)
        .is_some_and(|rest| rest.starts_with(|digit: char| digit.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::super::fake::Fake;
    use super::*;

    fn heard(attribute: &str) -> usize {
        let text = format!("{attribute}\npub async fn push() {{}}\n// endpoint = \"v1/other\"\n");
        Fake::new()
            .with("app/src/server_fns/push.rs", &text)
            .hear(check)
            .len()
    }

    #[test]
    fn a_missing_or_unversioned_endpoint_is_heard() {
        for attribute in [
            "#[server]",
            "#[server(Push)]",
            "#[server(endpoint = \"push\")]",
            "#[server(\n  input = Json\n)]",
        ] {
            assert_eq!(heard(attribute), 1, "{attribute}");
        }
    }

    #[test]
    fn a_versioned_endpoint_passes() {
        assert_eq!(
            heard("#[server(\n    endpoint = \"v1/sync/push\",\n    input = Json,\n)]"),
            0
        );
        assert_eq!(heard("#[server_side]"), 0);
    }
}
