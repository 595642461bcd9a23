//! Turns a finding into one sentence for a person: file, row, column, what was found, what to do.

use super::finding::{Finding, Place};

/// The two languages of the screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Chinese,
    English,
}

impl Language {
    pub(super) fn pick<'a>(self, chinese: &'a str, english: &'a str) -> &'a str {
        match self {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }
}

impl Finding {
    pub fn sentence(&self, language: Language) -> String {
        let (chinese, english) = self.code.advice();
        let advice = self.fill(language.pick(chinese, english));
        let place = self
            .place
            .as_ref()
            .map(|place| self.place_words(place, language))
            .unwrap_or_default();
        let waits = self.waiting_words(language);
        let alike = match (self.more.rows, language) {
            (Some(rows), Language::Chinese) => format!("（同样的共 {rows} 处）"),
            (Some(rows), Language::English) => format!(" ({rows} rows alike)"),
            (None, _) => String::new(),
        };
        format!("{place}{advice}{waits}{alike}")
    }

    fn place_words(&self, place: &Place, language: Language) -> String {
        let zh = language == Language::Chinese;
        let mut words = place.file.clone();
        if let Some(row) = place.row {
            words += &if zh {
                format!(" 第 {row} 行")
            } else {
                format!(", row {row}")
            };
        }
        if let Some(line) = self.more.line {
            words += &if zh {
                format!("（文件第 {line} 行起）")
            } else {
                format!(" (from line {line})")
            };
        }
        if let Some(column) = &place.column {
            words += &if zh {
                format!("“{column}”列")
            } else {
                format!(", column {column}")
            };
        }
        words + if zh { "：" } else { ": " }
    }

    fn waiting_words(&self, language: Language) -> String {
        match (self.more.quarantine.as_slice(), language) {
            ([], _) => String::new(),
            (ids, Language::Chinese) => format!("（暂缓：{}）", ids.join("、")),
            (ids, Language::English) => format!(" (waits: {})", ids.join(", ")),
        }
    }

    fn fill(&self, template: &str) -> String {
        let more = &self.more;
        let number = |number: Option<usize>| number.map(|number| number.to_string());
        let percent = more.share.map(|share| format!("{:.1} %", share * 100.0));
        let gaps = [
            ("{value}", self.value.clone()),
            ("{member}", more.member.clone()),
            ("{means}", more.means.clone()),
            ("{fields}", number(more.fields)),
            ("{wanted}", number(more.wanted)),
            (
                "{count}",
                number(
                    more.count
                        .or((!more.students.is_empty()).then_some(more.students.len())),
                ),
            ),
            ("{matched}", number(more.matched)),
            ("{other_row}", more.other_row.map(|row| row.to_string())),
            ("{share}", percent),
        ];
        gaps.into_iter()
            .fold(template.to_owned(), |text, (gap, filling)| {
                text.replace(gap, filling.as_deref().unwrap_or_default())
            })
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::code::{ALL, Code},
        *,
    };

    #[test]
    fn a_sentence_names_file_row_column_and_what_to_do() {
        let finding = Finding::error(Code::RowWidth).at("users.csv", 4).fields(19, 18);
        let zh = finding.sentence(Language::Chinese);
        assert!(
            zh.starts_with("users.csv 第 4 行：这一行有 19 个字段，应为 18 个"),
            "{zh}"
        );
        let held = Finding::hold(Code::NameEmpty)
            .at("users.csv", 6)
            .column("givenName")
            .quarantine("p3");
        let en = held.sentence(Language::English);
        assert!(
            en.starts_with("users.csv, row 6, column givenName: There is no name"),
            "{en}"
        );
        assert!(en.ends_with("(waits: p3)"), "{en}");
    }

    #[test]
    fn every_code_is_its_own_and_speaks_both_languages() {
        let mut names: Vec<_> = ALL.iter().map(|code| code.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ALL.len());
        for code in ALL {
            let (zh, en) = code.advice();
            assert!(zh.ends_with('。') && en.ends_with('.'), "{code}");
            assert!(!en.chars().any(|c| ('一'..='龥').contains(&c)), "{code}");
        }
    }
}
