//! Known traps of Leptos 0.8 and of our content policy, looked for in the screens.

use super::Complaint;
use super::tree::{Tree, code_lines, line_at};
use anyhow::Result;

const SCREENS: &str = "app/src";

/// Pattern and what to do instead.
const TRAPS: [(&str, &str); 6] = [
    ("inner_html", "it writes text as markup; build nodes"),
    (
        " style=",
        "the content policy forbids style attributes; use a class, `style:name=` or an SVG attribute",
    ),
    (
        "GetUrl",
        "a GET must change nothing, and addresses end up in logs; use POST with JSON",
    ),
    (
        "GetCbor",
        "a GET must change nothing, and addresses end up in logs; use POST with JSON",
    ),
    (
        "<noscript",
        "it belongs in public/shell.html or the server's page frame",
    ),
    (
        "attr:style",
        "the content policy forbids style attributes; use a class or `style:name=`",
    ),
];

const TEXTAREA: &str = "a textarea with children is sent unescaped by the server (leptos#4819); use `prop:value` and no children";

pub fn check(tree: &Tree) -> Result<Vec<Complaint>> {
    let mut complaints = Vec::new();
    for (path, text) in tree.rust_below(&[SCREENS]) {
        for (number, line) in code_lines(&text) {
            // A style attribute may also be the first word of a line.
            let line = format!(" {}", line.trim_start());
            for (pattern, advice) in TRAPS.iter().filter(|(pattern, _)| line.contains(pattern)) {
                complaints.push(Complaint::new(
                    path,
                    number,
                    format!("`{}`: {advice}", pattern.trim()),
                ));
            }
        }
        for (offset, _) in text.match_indices("<textarea") {
            if has_children(&text[offset..]) {
                complaints.push(Complaint::new(path, line_at(&text, offset), TEXTAREA));
            }
        }
    }
    Ok(complaints)
}

/// Whether something stands between `<textarea ...>` and `</textarea>`.
fn has_children(element: &str) -> bool {
    let Some(end) = end_of_tag(element) else {
        return false;
    };
    let (tag, after) = element.split_at(end);
    !tag.ends_with('/') && !after[1..].trim_start().starts_with("</textarea")
}

/// The offset of the `>` that closes the opening tag. One inside brackets or text, or in `=>` and
/// `->`, belongs to an attribute's code.
fn end_of_tag(element: &str) -> Option<usize> {
    let mut depth = 0_i32;
    let mut in_text = false;
    let mut before = ' ';
    for (offset, letter) in element.char_indices() {
        match letter {
            '"' if before != '\\' => in_text = !in_text,
            _ if in_text => {}
            '(' | '{' | '[' => depth += 1,
            ')' | '}' | ']' => depth -= 1,
            '>' if depth == 0 && before != '=' && before != '-' => return Some(offset),
            _ => {}
        }
        before = letter;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::fake::Fake;
    use super::*;

    fn heard(view: &str) -> Vec<String> {
        Fake::new()
            .with("app/src/notes/page.rs", &format!("view! {{\n    {view}\n}}\n"))
            .hear(check)
    }

    #[test]
    fn each_trap_is_heard_at_its_line() {
        for (pattern, _) in TRAPS {
            let heard = heard(&format!("<p{pattern}=\"x\">"));
            assert!(
                !heard.is_empty() && heard[0].starts_with("app/src/notes/page.rs:2: "),
                "{pattern}: {heard:?}"
            );
        }
        assert_eq!(heard("style=\"color:red\"").len(), 1);
    }

    #[test]
    fn a_textarea_with_children_is_heard() {
        for view in [
            "<textarea>{text}</textarea>",
            "<textarea class=\"a > b\" on:input=move |event| save(event, 1 > 0)>{move || text.get()}</textarea>",
            "<textarea\n rows=\"3\"\n>\n  \"words\"\n</textarea>",
        ] {
            assert_eq!(heard(view).len(), 1, "{view}");
        }
    }

    #[test]
    fn an_empty_textarea_and_style_by_name_pass() {
        for view in [
            "<textarea prop:value=text></textarea>",
            "<textarea prop:value=move || text.get() on:input=move |event| { if 2 > 1 { save(event) } } />",
            "<div style:width=width class:style=true></div>",
            "let style = 1;",
        ] {
            assert_eq!(heard(view), [""; 0], "{view}");
        }
    }
}
