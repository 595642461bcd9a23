//! The guard on text that a whole class reads: what belongs to one child is stopped, with the reason.
//!
//! Law and product/notes.md 13: no ranks and scores (双减), no identity numbers, no lists of telephone numbers,
//! no illness beside a child's name. It reads plain text; it is a help to a tired author, no proof.

use super::{form::Form, row::Text};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub kind: FindingKind,
    /// The words that gave rise to it.
    pub words: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    IdNumber,
    /// Two or more mobile numbers; one may be the author's office.
    PhoneList,
    Rank,
    /// Several names or lines with a score each.
    Scores,
    /// An illness in a text that names a pupil.
    Health,
}

/// One mobile number may be a hot line; two are a list.
const PHONES_MAX: usize = 1;
/// Three scores in a text are a table.
const SCORES_MAX: usize = 2;

const RANK_WORDS: [&str; 9] = [
    "排名",
    "名次",
    "倒数第",
    "年级前",
    "班级前",
    "最高分",
    "最低分",
    "平均分",
    "成绩单",
];
const HEALTH_WORDS: [&str; 16] = [
    "抑郁",
    "焦虑症",
    "多动症",
    "自闭",
    "癫痫",
    "乙肝",
    "肝炎",
    "艾滋",
    "肺结核",
    "哮喘",
    "糖尿病",
    "白血病",
    "心脏病",
    "残疾",
    "智力",
    "精神病",
];

/// What stops a notice: each language read by itself, with the questions of its form.
pub fn findings(zh: Option<&Text>, en: Option<&Text>, form: Option<&Form>, names: &[String]) -> Vec<Finding> {
    let asked: Vec<&str> = form.map(Form::words).unwrap_or_default();
    let mut found: Vec<Finding> = Vec::new();
    for text in [zh, en].into_iter().flatten() {
        let mut words = vec![text.title.as_str(), text.body.as_str()];
        words.extend(&asked);
        for finding in check(&words.join("\n"), names) {
            if !found.contains(&finding) {
                found.push(finding);
            }
        }
    }
    found
}

/// Everything in the text that a class must not read. `names` are pupils' names, as far as known.
pub fn check(text: &str, names: &[String]) -> Vec<Finding> {
    let text: String = text.chars().map(narrow).collect();
    let mut found = Vec::new();
    let mut add = |kind, words: String| found.push(Finding { kind, words });
    let numbers = digit_runs(&text);
    if let Some(number) = numbers.iter().find(|run| is_id_number(run)) {
        add(FindingKind::IdNumber, masked(number));
    }
    let phones: Vec<&String> = numbers.iter().filter(|run| is_mobile(run)).collect();
    if phones.len() > PHONES_MAX {
        add(FindingKind::PhoneList, masked(phones[0]));
    }
    if let Some(words) = rank(&text) {
        add(FindingKind::Rank, words);
    }
    let scores = scores(&text, names);
    if scores.len() > SCORES_MAX {
        add(FindingKind::Scores, scores.join("、"));
    }
    let named = names
        .iter()
        .find(|name| name.chars().count() > 1 && text.contains(name.as_str()));
    let illness = HEALTH_WORDS.iter().find(|word| text.contains(*word));
    if let (Some(name), Some(word)) = (named, illness) {
        add(FindingKind::Health, format!("{name} … {word}"));
    }
    found
}

/// Full-width digits and letters are read like others.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' | 'ａ'..='ｚ' | 'Ａ'..='Ｚ' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '：' => ':',
        _ => c,
    }
}

/// Runs of digits (with a last X), blanks and dashes inside left out: numbers are often written in groups.
fn digit_runs(text: &str) -> Vec<String> {
    let mut runs = vec![String::new()];
    let mut pending = false;
    for c in text.chars() {
        let current = runs.last_mut().map(|run| run as &mut String);
        match (c, current) {
            ('0'..='9', Some(run)) => {
                run.push(c);
                pending = false;
            }
            ('x' | 'X', Some(run)) if run.len() == 17 => run.push('X'),
            (' ' | '-', Some(run)) if !run.is_empty() && !pending => pending = true,
            _ => {
                runs.push(String::new());
                pending = false;
            }
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// GB 11643: seventeen digits and a check character.
fn is_id_number(run: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    if run.len() != 18 {
        return false;
    }
    let digits = run.chars().filter_map(|c| c.to_digit(10));
    let sum: u32 = digits.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    run.chars().last() == CHECKS.get((sum % 11) as usize).copied()
}

fn is_mobile(run: &str) -> bool {
    let run = run
        .strip_prefix("86")
        .filter(|rest| rest.len() == 11)
        .unwrap_or(run);
    run.len() == 11 && run.starts_with('1') && !run.starts_with("10") && !run.starts_with("12")
}

fn rank(text: &str) -> Option<String> {
    if let Some(word) = RANK_WORDS.iter().find(|word| text.contains(*word)) {
        return Some((*word).to_owned());
    }
    // 第3名, 第十名.
    let start = text.match_indices('第').find_map(|(at, _)| {
        let rest = &text[at + '第'.len_utf8()..];
        let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
        let after = rest.trim_start_matches(numeral);
        (after.len() < rest.len() && after.starts_with('名')).then_some(at)
    });
    start.map(|at| text[at..].chars().take(4).collect())
}

/// Pairs of a name and a number from 0 to 150: known names anywhere, unknown ones if the line is nothing else.
fn scores(text: &str, names: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for part in text.split(['\n', ',', '，', ';', '；', '、', '\t', '。']) {
        let part = part.trim();
        let known = names
            .iter()
            .find_map(|name| part.strip_prefix(name.as_str()).map(|rest| (name.as_str(), rest)));
        let (who, rest) = known.unwrap_or_else(|| {
            let end = part.find(|c: char| !is_han(c)).unwrap_or(part.len());
            part.split_at(end)
        });
        let is_name = known.is_some() || (2..=4).contains(&who.chars().count());
        let rest = rest
            .trim_start_matches([':', ' ', '-', '—', '考', '得', '了'])
            .trim_end_matches(['分', ' ']);
        let (whole, part_of) = rest.split_once('.').unwrap_or((rest, ""));
        // "通知1、通知2" numbers things; beside a pupil's name one digit is a mark, too.
        let least = if known.is_some() { 0 } else { 10 };
        let score = whole
            .parse::<u16>()
            .is_ok_and(|score| (least..=150).contains(&score))
            && part_of.chars().all(|c| c.is_ascii_digit());
        if is_name && score {
            found.push(part.chars().take(12).collect());
        }
    }
    found
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Enough to find it in the text, not enough to spread it further.
fn masked(number: &str) -> String {
    let head: String = number.chars().take(3).collect();
    format!("{head}…")
}
