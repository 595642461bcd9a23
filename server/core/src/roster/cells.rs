//! The fields of one row as typed values; repairs and faults go to the notes, a fault holds the row.

use super::{
    clean::{Kind, clean},
    code::Code,
    finding::Finding,
    limits::LINE_CHARS_MAX,
    notes::Notes,
    table::Table,
    values::{self, Value},
};
use csv::StringRecord;
use domain::Day;

pub(super) struct Cells<'a> {
    table: &'a Table,
    record: &'a StringRecord,
    notes: &'a mut Notes,
    pub row: u32,
    /// The row's `sourcedId`.
    pub id: String,
    /// A fault was found: the row stays out, and what hangs on it waits.
    pub held: bool,
}

impl<'a> Cells<'a> {
    pub fn new(table: &'a Table, row: u32, record: &'a StringRecord, notes: &'a mut Notes) -> Cells<'a> {
        let mut cells = Cells {
            table,
            record,
            notes,
            row,
            id: String::new(),
            held: false,
        };
        cells.id = cells.token("sourcedId");
        if cells.id.is_empty() {
            cells.held = true;
            cells.notes.push(
                Finding::hold(Code::IdEmpty)
                    .at(table.file.name(), row)
                    .column("sourcedId"),
            );
        }
        cells
    }

    pub fn raw(&self, column: &str) -> &'a str {
        self.table.get(self.record, column)
    }

    /// An id, a code, a word of the standard.
    pub fn token(&mut self, column: &str) -> String {
        let raw = self.raw(column);
        let cleaned = clean(raw, Kind::Token);
        self.told(column, cleaned.repair);
        self.short(column, cleaned.text.into_owned())
    }

    pub fn required_token(&mut self, column: &str) -> String {
        let text = self.token(column);
        self.required(column, text)
    }

    /// A line of text; one that a spreadsheet would run holds the row.
    pub fn line(&mut self, column: &str) -> String {
        let raw = self.raw(column);
        let cleaned = clean(raw, Kind::Line);
        self.told(column, cleaned.repair);
        if starts_formula(&cleaned.text) {
            self.hold(Code::TextFormula, column);
        }
        self.short(column, cleaned.text.into_owned())
    }

    pub fn required_line(&mut self, column: &str) -> String {
        let text = self.line(column);
        self.required(column, text)
    }

    /// Numbers of pupils and staff: text in which no identity number may hide.
    pub fn number(&mut self, column: &str) -> String {
        let text = self.line(column);
        if values::is_citizen_number(&text) {
            self.warn_hidden(Code::IdNumberNotStored, column);
            return String::new();
        }
        text
    }

    /// A quoted list of ids or words; other delimiters are understood, repetitions dropped.
    pub fn list(&mut self, column: &str) -> Vec<String> {
        let text = self.token(column);
        let other = ['，', '；', ';', '、', '|'];
        if text.contains(other) {
            self.warn(Code::ListForm, column);
        }
        let mut items: Vec<String> = Vec::new();
        for item in text.split(',').flat_map(|part| part.split(other)).map(str::trim) {
            if items.iter().any(|known| known == item) {
                let finding = self.finding(Finding::warning(Code::ListRepeated), column);
                self.notes.push(finding.value(item));
            } else if !item.is_empty() {
                items.push(item.to_owned());
            }
        }
        items
    }

    /// A list that runs in step with another, so repetitions and gaps keep their places.
    pub fn parallel_list(&mut self, column: &str) -> Vec<String> {
        let text = self.line(column);
        if text.is_empty() {
            return Vec::new();
        }
        text.split([',', '，', '、'])
            .map(|item| item.trim().to_owned())
            .collect()
    }

    pub fn day(&mut self, column: &str) -> Option<Day> {
        let raw = self.raw(column);
        let cleaned = clean(raw, Kind::Token);
        if cleaned.text.is_empty() {
            return None;
        }
        match values::day(&cleaned.text) {
            Value::Plain(day) if cleaned.text == raw => return Some(day),
            Value::Repaired(day, Code::DateSerial) => {
                let finding = self.finding(Finding::warning(Code::DateSerial), column);
                self.notes.push(finding.means(day.to_string()));
                return Some(day);
            }
            Value::Plain(day) | Value::Repaired(day, _) => {
                let wide = cleaned.repair == Some(Code::DigitsFullwidth);
                self.warn(
                    if wide {
                        Code::DigitsFullwidth
                    } else {
                        Code::DateForm
                    },
                    column,
                );
                return Some(day);
            }
            Value::Not(code) => self.hold(code, column),
        }
        None
    }

    pub fn required_day(&mut self, column: &str) -> Option<Day> {
        let day = self.day(column);
        if day.is_none() && clean(self.raw(column), Kind::Token).text.is_empty() {
            self.hold(Code::FieldRequired, column);
        }
        day
    }

    /// A number to call; what cannot be one is not stored.
    pub fn phone(&mut self, column: &str) -> String {
        let cleaned = clean(self.raw(column), Kind::Token);
        if cleaned.text.is_empty() {
            return String::new();
        }
        match values::phone(&cleaned.text) {
            Value::Plain(number) => {
                let wide = cleaned.repair == Some(Code::DigitsFullwidth);
                let code = if wide {
                    Code::DigitsFullwidth
                } else {
                    Code::PhoneForm
                };
                self.told(column, cleaned.repair.map(|_| code));
                number
            }
            Value::Repaired(number, code) => {
                self.warn(code, column);
                number
            }
            Value::Not(code) => {
                self.warn(code, column);
                String::new()
            }
        }
    }

    pub fn grades(&mut self, column: &str) -> Vec<u8> {
        let mut grades = Vec::new();
        for text in self.list(column) {
            let (grade, code) = match values::grade(&text) {
                Value::Plain(grade) => (Some(grade), None),
                Value::Repaired(grade, code) => (Some(grade), Some(code)),
                Value::Not(code) => (None, Some(code)),
            };
            self.told(column, code);
            grades.extend(grade);
        }
        grades
    }

    /// `true` or `false`, in the ways spreadsheets write them; `None` where blank or not understood.
    pub fn flag(&mut self, column: &str) -> Option<bool> {
        let text = self.token(column);
        let known = match text.to_lowercase().as_str() {
            "" => return None,
            "true" | "1" | "是" | "yes" => Some(true),
            "false" | "0" | "否" | "no" => Some(false),
            _ => None,
        };
        match known {
            Some(_) if text != "true" && text != "false" => self.warn(Code::ValueCase, column),
            Some(_) => {}
            None => self.warn(Code::ValueForm, column),
        }
        known
    }

    /// One of the words that the standard allows; another holds the row under `unknown`.
    pub fn choice<T: Copy>(&mut self, column: &str, words: &[(&str, T)], unknown: Code) -> Option<T> {
        let text = self.required_token(column);
        if text.is_empty() {
            return None;
        }
        if let Some((_, meaning)) = words.iter().find(|(word, _)| *word == text) {
            return Some(*meaning);
        }
        let found = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(&text));
        match found {
            Some(_) => self.warn(Code::ValueCase, column),
            None => self.hold(unknown, column),
        }
        found.map(|(_, meaning)| *meaning)
    }

    pub fn warn(&mut self, code: Code, column: &str) {
        let finding = self.finding(Finding::warning(code), column);
        self.notes.push(finding);
    }

    /// A warning that must not repeat the value.
    pub fn warn_hidden(&mut self, code: Code, column: &str) {
        let finding = self.finding(Finding::warning(code), column);
        self.notes.push(finding.value(""));
    }

    /// A fault of the row: it stays out, and the finding names it.
    pub fn hold(&mut self, code: Code, column: &str) {
        self.held = true;
        let finding = self.finding(Finding::hold(code), column).quarantine(&self.id);
        self.notes.push(finding);
    }

    pub fn told(&mut self, column: &str, repair: Option<Code>) {
        if let Some(code) = repair {
            self.warn(code, column);
        }
    }

    fn finding(&self, finding: Finding, column: &str) -> Finding {
        finding
            .at(self.table.file.name(), self.row)
            .column(column)
            .value(self.raw(column))
    }

    fn required(&mut self, column: &str, text: String) -> String {
        if text.is_empty() {
            self.hold(Code::FieldRequired, column);
        }
        text
    }

    fn short(&mut self, column: &str, text: String) -> String {
        // Counting bytes first spares counting characters in nearly every field.
        if text.len() > LINE_CHARS_MAX && text.chars().count() > LINE_CHARS_MAX && !is_long_list(column) {
            self.hold(Code::TextTooLong, column);
        }
        text
    }
}

/// Lists grow with what they list; a teacher of ten schools is no fault.
fn is_long_list(column: &str) -> bool {
    column.ends_with("SourcedIds")
}

/// What a spreadsheet would run instead of show.
pub(super) fn starts_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}
