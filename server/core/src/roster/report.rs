//! What an import would do, in words for the person who decides and as JSON for programs.

use super::{
    finding::{Finding, Level, Outcome},
    plan::{Plan, Touched},
    record::{RecordKey, RecordKind},
    sentence::Language,
};
use serde_json::{Value, json};
use std::fmt::Write;

/// Rows named in one line; more are counted.
const ROWS_SHOWN: usize = 12;

const KINDS: [RecordKind; 8] = [
    RecordKind::Org,
    RecordKind::Term,
    RecordKind::Course,
    RecordKind::Class,
    RecordKind::Person,
    RecordKind::Demographics,
    RecordKind::Enrolment,
    RecordKind::Guardianship,
];

/// The dry run: outcome, differences by file with their rows, findings. No names: ids and rows lead to them.
pub fn text(plan: &Plan, language: Language) -> String {
    let mut out = String::new();
    line(&mut out, outcome_words(plan.outcome, language));
    if plan.diff.is_empty() && plan.outcome != Outcome::Reject {
        line(
            &mut out,
            language.pick("与现有名单没有差别。", "No difference from the stored roster."),
        );
    }
    for kind in KINDS {
        differences(&mut out, plan, kind, language);
    }
    moves(&mut out, plan, language);
    findings(&mut out, &plan.findings, language);
    out
}

pub fn to_json(plan: &Plan) -> Value {
    let diff = &plan.diff;
    let count = |keys: &[&RecordKey]| {
        let by_kind = KINDS
            .into_iter()
            .map(|kind| (kind, keys.iter().filter(|key| key.kind == kind).count()));
        let counts = by_kind
            .filter(|(_, count)| *count > 0)
            .map(|(kind, count)| (kind_word(kind).to_owned(), json!(count)));
        Value::Object(counts.collect())
    };
    let keys = Keys::of(plan);
    json!({
        "outcome": plan.outcome,
        "findings": plan.findings,
        "diff": {
            "new": count(&keys.new),
            "changed": count(&keys.changed),
            "left": count(&keys.left),
            "returned": count(&keys.returned),
            "conflicts": count(&keys.conflicts),
            "moved": diff.moved.len(),
        },
        "after": plan.after,
        "without_home": plan.without_home,
    })
}

/// The keys of a difference, whatever else its lists hold.
struct Keys<'a> {
    new: Vec<&'a RecordKey>,
    changed: Vec<&'a RecordKey>,
    left: Vec<&'a RecordKey>,
    returned: Vec<&'a RecordKey>,
    conflicts: Vec<&'a RecordKey>,
}

impl<'a> Keys<'a> {
    fn of(plan: &'a Plan) -> Keys<'a> {
        let diff = &plan.diff;
        Keys {
            new: diff.new.iter().map(|touched| &touched.key).collect(),
            changed: diff.changed.iter().map(|changed| &changed.key).collect(),
            left: diff.left.iter().collect(),
            returned: diff.returned.iter().map(|touched| &touched.key).collect(),
            conflicts: diff.conflicts.iter().map(|touched| &touched.key).collect(),
        }
    }
}

fn outcome_words(outcome: Outcome, language: Language) -> &'static str {
    match outcome {
        Outcome::Accept => language.pick("可以导入。", "May be applied."),
        Outcome::AcceptWarn => language.pick(
            "可以导入，请先看提醒。",
            "May be applied; read the warnings first.",
        ),
        Outcome::Hold => language.pick(
            "暂缓：须第二人核准，现在没有写入任何内容。",
            "On hold: a second person must approve; nothing was written.",
        ),
        Outcome::Reject => language.pick(
            "不能导入：请按下面的说明改好文件，没有写入任何内容。",
            "Cannot be applied: put the files right as told below; nothing was written.",
        ),
    }
}

/// One line for each kind of record: `users.csv: new 3 (rows 5, 6, 9), left? 1 (p31)`.
fn differences(out: &mut String, plan: &Plan, kind: RecordKind, language: Language) {
    let diff = &plan.diff;
    let touched = |list: &[Touched]| {
        list.iter()
            .filter(|x| x.key.kind == kind)
            .map(|x| x.row)
            .collect()
    };
    let changed = diff.changed.iter().filter(|x| x.key.kind == kind).map(|x| x.row);
    let left = diff
        .left
        .iter()
        .filter(|key| key.kind == kind)
        .map(|key| key.sourced_id.clone());
    let parts = [
        rows_part(language.pick("新增", "new"), touched(&diff.new), language),
        rows_part(language.pick("变更", "changed"), changed.collect(), language),
        rows_part(
            language.pick("返回", "returned"),
            touched(&diff.returned),
            language,
        ),
        ids_part(language.pick("可能离校/缺失", "left?"), left.collect(), language),
        rows_part(
            language.pick("冲突", "conflicts"),
            touched(&diff.conflicts),
            language,
        ),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if !parts.is_empty() {
        let parts = parts.join(language.pick("；", "; "));
        let colon = language.pick("：", ": ");
        line(out, &format!("{}{colon}{parts}", kind_words(kind, language)));
    }
}

fn rows_part(word: &str, mut rows: Vec<u32>, language: Language) -> Option<String> {
    let count = rows.len();
    rows.sort_unstable();
    // One row of users.csv may tell several guardian edges.
    rows.dedup();
    let list = shown(rows.iter().map(u32::to_string), language);
    (count > 0).then(|| part(word, count, &list, true, language))
}

fn ids_part(word: &str, ids: Vec<String>, language: Language) -> Option<String> {
    let count = ids.len();
    let list = shown(ids.into_iter(), language);
    (count > 0).then(|| part(word, count, &list, false, language))
}

fn part(word: &str, count: usize, list: &str, rows: bool, language: Language) -> String {
    match (language, rows) {
        (Language::Chinese, true) => format!("{word} {count}（第 {list} 行）"),
        (Language::Chinese, false) => format!("{word} {count}（{list}）"),
        (Language::English, true) => format!("{word} {count} (rows {list})"),
        (Language::English, false) => format!("{word} {count} ({list})"),
    }
}

fn shown(items: impl ExactSizeIterator<Item = String>, language: Language) -> String {
    let more = items.len() > ROWS_SHOWN;
    let shown: Vec<String> = items.take(ROWS_SHOWN).collect();
    let end = if more { "…" } else { "" };
    format!("{}{end}", shown.join(language.pick("、", ", ")))
}

fn moves(out: &mut String, plan: &Plan, language: Language) {
    let moved = plan
        .diff
        .moved
        .iter()
        .map(|moved| format!("{} {} → {}", moved.child, moved.from, moved.to));
    let without = plan.without_home.clone();
    let parts = [
        ids_part(
            language.pick("转班学生", "Pupils who changed class"),
            moved.collect(),
            language,
        ),
        ids_part(
            language.pick("今天没有班级的学生", "Pupils in no home class today"),
            without,
            language,
        ),
    ];
    parts.into_iter().flatten().for_each(|part| line(out, &part));
}

fn findings(out: &mut String, findings: &[Finding], language: Language) {
    let titles = [
        (Level::Error, language.pick("错误", "Errors")),
        (Level::Hold, language.pick("须核对", "To be checked")),
        (Level::Warning, language.pick("提醒", "Warnings")),
    ];
    for (level, title) in titles {
        let of_level: Vec<&Finding> = findings.iter().filter(|finding| finding.level == level).collect();
        if of_level.is_empty() {
            continue;
        }
        line(out, &format!("{title} ({})", of_level.len()));
        for finding in of_level {
            line(
                out,
                &format!("  [{}] {}", finding.code, finding.sentence(language)),
            );
        }
    }
}

fn line(out: &mut String, text: &str) {
    // Writing into a string cannot fail.
    let _ = writeln!(out, "{text}");
}

fn kind_word(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Org => "orgs",
        RecordKind::Term => "academicSessions",
        RecordKind::Course => "courses",
        RecordKind::Class => "classes",
        RecordKind::Person => "users",
        RecordKind::Demographics => "demographics",
        RecordKind::Enrolment => "enrollments",
        RecordKind::Guardianship => "guardian_edges",
    }
}

fn kind_words(kind: RecordKind, language: Language) -> String {
    let name = match kind {
        RecordKind::Org => language.pick("学校和机构", "Schools and offices"),
        RecordKind::Term => language.pick("学年学期", "Terms"),
        RecordKind::Course => language.pick("课程", "Courses"),
        RecordKind::Class => language.pick("班级", "Classes"),
        RecordKind::Person => language.pick("人员", "People"),
        RecordKind::Demographics => language.pick("学生基本情况", "Demographics"),
        RecordKind::Enrolment => language.pick("编班", "Enrolments"),
        RecordKind::Guardianship => language.pick("监护关系", "Guardian edges"),
    };
    let file = match kind {
        RecordKind::Guardianship => "users.csv".to_owned(),
        kind => format!("{}.csv", kind_word(kind)),
    };
    format!("{name} {file}")
}
