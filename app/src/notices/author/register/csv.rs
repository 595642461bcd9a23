//! The register as a table for a spreadsheet.

use super::{
    lines::Line,
    table::{answer_text, contact_text, said_text},
};
use crate::words::Words;
use domain::{Day, notices::Notice};

/// Spreadsheets take text for UTF-8 only with this in front.
const BYTE_ORDER_MARK: &str = "\u{feff}";

pub fn csv(words: &Words, notice: &Notice, lines: &[Line], today: Day) -> String {
    let register = &words.register;
    let form = notice.form.as_ref();
    let questions = form.map(|form| form.questions.as_slice()).unwrap_or_default();
    let mut table = BYTE_ORDER_MARK.to_owned();
    let head = [register.seat, register.name, register.state, register.who];
    let asked = questions.iter().map(|question| question.label.as_str());
    row(
        &mut table,
        head.into_iter().chain(asked).chain([register.contact]),
    );
    for line in lines {
        let said: Vec<String> = line
            .said
            .iter()
            .map(|said| said_text(words, said, today))
            .collect();
        let contacts: Vec<String> = line
            .contacts
            .iter()
            .map(|contact| contact_text(words, contact, today))
            .collect();
        let seat = line.seat.to_string();
        let (said, contacts) = (said.join("; "), contacts.join("; "));
        let answers: Vec<String> = questions
            .iter()
            .enumerate()
            .map(|(at, question)| answer_text(question, line.answers.get(at)))
            .collect();
        let head = [&seat, line.name.as_str(), register.reach(line.reach), &said];
        let answers = answers.iter().map(String::as_str);
        row(
            &mut table,
            head.into_iter().chain(answers).chain([contacts.as_str()]),
        );
    }
    table
}

fn row<'a>(table: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            table.push(',');
        }
        push_cell(table, cell);
    }
    table.push_str("\r\n");
}

/// Quoted, and never a formula: what a parent typed may begin like one (OWASP, CSV injection).
fn push_cell(table: &mut String, cell: &str) {
    table.push('"');
    // The wide forms count as well: spreadsheets of our keyboards take them for the same.
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
        table.push('\'');
    }
    for letter in cell.chars() {
        if letter == '"' {
            table.push('"');
        }
        table.push(letter);
    }
    table.push('"');
}

/// A name that every file system takes.
pub fn file_name(words: &Words, class: &str, title: &str) -> String {
    let name = [words.register.file, "-", class, "-", title].concat();
    let is_tame = |letter: char| !letter.is_ascii() || letter.is_ascii_alphanumeric() || letter == '-';
    let tame = |letter: char| if is_tame(letter) { letter } else { '_' };
    name.chars().take(60).map(tame).collect::<String>() + ".csv"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_quotes_are_doubled() {
        for (text, cell) in [
            ("白一诺", "\"白一诺\""),
            ("=HYPERLINK(1)", "\"'=HYPERLINK(1)\""),
            ("+86", "\"'+86\""),
            ("-1", "\"'-1\""),
            ("@me", "\"'@me\""),
            ("\tx", "\"'\tx\""),
            ("他说\"好\",\n走", "\"他说\"\"好\"\",\n走\""),
            ("＝1", "\"'＝1\""),
            ("a=b", "\"a=b\""),
        ] {
            let mut table = String::new();
            push_cell(&mut table, text);
            assert_eq!(table, cell);
        }
    }

    #[test]
    fn a_file_is_named_by_class_and_title_without_slashes() {
        let zh = crate::words::words(crate::live::Lang::Zh);
        assert_eq!(
            file_name(zh, "三年级2班", "体检/同意书?"),
            "回执-三年级2班-体检_同意书_.csv"
        );
    }
}
