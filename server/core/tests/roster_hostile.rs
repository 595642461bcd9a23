//! Every damaged roster comes out as `hostile/cases.json` says: outcome, findings, and what is stored after.

mod roster_support;

use office::roster::{Counts, Outcome, Plan, RecordBody, RecordKey, RecordKind, from_files, plan, read};
use roster_support::{Files, Store, apply, core, planned, today};
use serde_json::Value;
use std::fs;

/// Cases that are not read yet, each with the reason; they must be refused and write nothing.
const NOT_YET: [(&str, &str); 2] = [
    ("delta", "delta exports are a later issue"),
    ("delta-odd-status", "delta exports are a later issue"),
];

fn json(path: &str) -> Value {
    serde_json::from_slice(&fs::read(core(path)).expect("cases")).expect("json")
}

fn oneroster_cases() -> Vec<Value> {
    let cases = json("tests/fixtures/hostile/cases.json");
    let cases = cases["cases"].as_array().expect("cases").clone();
    cases
        .into_iter()
        .filter(|case| case["source"] == "oneroster")
        .collect()
}

fn not_yet(case: &Value) -> Option<&'static str> {
    NOT_YET
        .iter()
        .find(|(name, _)| case["name"] == *name)
        .map(|(_, reason)| *reason)
}

fn hostile(path: &str) -> std::path::PathBuf {
    core("tests/fixtures/hostile").join(path)
}

/// The store from which a case starts.
fn start(case: &Value) -> Store {
    let mut store = Store::new();
    if let Some(path) = case["baseline"].as_str() {
        let plan = planned(&hostile(path), &store);
        assert_eq!(plan.outcome, Outcome::Accept, "{:?}", plan.findings);
        apply(&mut store, &plan.writes);
    }
    store
}

/// All that differs between what a case expects and what happened.
fn differences(case: &Value, store: &Store, plan: &Plan) -> Vec<String> {
    let expect = &case["expect"];
    let mut found = Vec::new();
    let outcome = serde_json::to_value(plan.outcome).expect("outcome");
    if outcome != expect["outcome"] {
        found.push(format!("outcome {outcome}, wanted {}", expect["outcome"]));
    }
    found.extend(finding_differences(
        expect["findings"].as_array().expect("findings"),
        plan,
    ));
    let mut after = store.clone();
    apply(&mut after, plan.after_approval());
    if expect["after"] == "unchanged" {
        if after != *store {
            found.push("the store changed".to_owned());
        }
    } else {
        let counts = serde_json::to_value(Counts::of(after.values())).expect("counts");
        let wrong = expect["after"]
            .as_object()
            .expect("counts")
            .iter()
            .filter(|(name, count)| counts[*name] != **count);
        found.extend(wrong.map(|(name, count)| format!("{name} {}, wanted {count}", counts[name])));
        let foretold = serde_json::to_value(plan.after).expect("counts");
        if foretold != counts {
            found.push(format!("plan.after says {foretold}, the store {counts}"));
        }
    }
    found
}

/// Each wanted finding occurs with all its fields, and there is no other.
fn finding_differences(wanted: &[Value], plan: &Plan) -> Vec<String> {
    let mut actual: Vec<Value> = plan
        .findings
        .iter()
        .map(|finding| serde_json::to_value(finding).expect("finding"))
        .collect();
    let mut found = Vec::new();
    for wanted in wanted {
        let fields = wanted.as_object().expect("finding");
        let same = |actual: &Value| fields.iter().all(|(name, value)| actual.get(name) == Some(value));
        match actual.iter().position(same) {
            Some(at) => drop(actual.remove(at)),
            None => found.push(format!("missing {wanted}")),
        }
    }
    found.extend(actual.iter().map(|finding| format!("surplus {finding}")));
    found
}

#[test]
fn each_case_comes_out_as_written() {
    let mut wrong = Vec::new();
    let mut checked = 0;
    for case in oneroster_cases().iter().filter(|case| not_yet(case).is_none()) {
        let store = start(case);
        let plan = planned(&hostile(case["path"].as_str().expect("path")), &store);
        assert!(
            plan.outcome.may_apply() || plan.writes.is_empty(),
            "{}",
            case["name"]
        );
        wrong.extend(
            differences(case, &store, &plan)
                .into_iter()
                .map(|text| format!("{}: {text}", case["name"])),
        );
        checked += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(checked, 24, "a case was added or lost");
}

#[test]
fn what_is_not_read_yet_is_refused_and_writes_nothing() {
    for case in oneroster_cases().iter().filter(|case| not_yet(case).is_some()) {
        let store = start(case);
        let plan = planned(&hostile(case["path"].as_str().expect("path")), &store);
        assert_eq!(plan.outcome, Outcome::Reject, "{}", case["name"]);
        assert!(plan.writes.is_empty() && plan.after_approval().is_empty());
        assert!(
            plan.findings
                .iter()
                .any(|finding| finding.code.as_str() == "delta.unsupported")
        );
    }
}

#[test]
fn spreadsheets_are_refused_and_write_nothing() {
    for names in [
        &["small.xlsx"][..],
        &["名单.csv"],
        &["xl/workbook.xml", "[Content_Types].xml"],
    ] {
        let files: Files = names
            .iter()
            .map(|name| ((*name).to_owned(), b"a,b\n1,2\n".to_vec()))
            .collect();
        let plan = plan(read(from_files(files)), &Store::new(), today());
        assert_eq!(plan.outcome, Outcome::Reject);
        assert_eq!(plan.findings[0].code.as_str(), "source.sheet");
    }
}

#[test]
fn published_samples_come_out_as_written() {
    let cases = json("tests/fixtures/real.json");
    let store = Store::new();
    for case in cases["cases"].as_array().expect("cases") {
        let path = core("tests/fixtures").join(case["path"].as_str().expect("path"));
        let found = differences(case, &store, &planned(&path, &store));
        assert!(found.is_empty(), "{}: {}", case["name"], found.join("\n"));
    }
}

/// Records of the plain bundle, for the asserts that cases.json puts into words.
fn stored(path: &str) -> Store {
    let mut store = Store::new();
    let plan = planned(&hostile(path), &store);
    apply(&mut store, plan.after_approval());
    store
}

fn person<'a>(store: &'a Store, id: &str) -> &'a office::roster::Person {
    match &store[&RecordKey::new(RecordKind::Person, id)].body {
        RecordBody::Person(person) => person,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_words_of_the_cases_hold() {
    let plain = stored("h27-agents-from-guardian");
    assert_eq!(stored("h02-gbk").len(), plain.len());
    let edges = |store: &Store| -> Vec<String> {
        let edges = store.keys().filter(|key| key.kind == RecordKind::Guardianship);
        edges.map(|key| key.sourced_id.clone()).collect()
    };
    // h02: names equal those of the UTF-8 bundle. h27: the same nine edges.
    assert_eq!(person(&stored("h02-gbk"), "p5"), person(&plain, "p5"));
    assert_eq!(edges(&stored("h02-gbk")), edges(&plain));
    // h05: a line break in a name becomes nothing, in other text a space.
    let newline = stored("h05-quoted-newline");
    assert_eq!(person(&newline, "p3").given_name, "明哲");
    match &newline[&RecordKey::new(RecordKind::Class, "k1")].body {
        RecordBody::Class(class) => assert_eq!(class.location, "教学楼A 201 室"),
        other => panic!("{other:?}"),
    }
    // h12: nothing of an unknown column is stored.
    let text =
        serde_json::to_string(&stored("h12-extra-columns").values().collect::<Vec<_>>()).expect("json");
    assert!(!text.contains("149981201803050020") && !text.contains("花生") && !text.contains("2号线"));
    // h23: a pupil whose enrolment waits is imported, and the plan says that she is in no class.
    assert_eq!(
        planned(&hostile("h23-dangling"), &Store::new()).without_home,
        ["p3"]
    );
    // h25: a teacher may be a guardian, a pupil may not.
    assert_eq!(
        edges(&stored("h25-agent-role"))
            .iter()
            .filter(|key| key.starts_with("p4|"))
            .count(),
        2
    );
    assert!(
        !edges(&stored("h25-agent-role"))
            .iter()
            .any(|key| key.starts_with("p3|"))
    );
    // h30: nobody becomes a teacher by enrolment.
    assert!(!stored("h30-teacher-and-pupil").contains_key(&RecordKey::new(RecordKind::Enrolment, "e97")));
    // h32: a full name in one field is shown as it is.
    assert_eq!(person(&stored("h32-empty-names"), "p4").shown_name(), "张欣怡");
}

#[test]
fn pupils_who_came_back_under_new_ids_stay_who_they_are() {
    let case = oneroster_cases()
        .into_iter()
        .find(|case| case["name"] == "rekeyed")
        .expect("case");
    let mut store = start(&case);
    let before: Vec<RecordKey> = store.keys().cloned().collect();
    let plan = planned(&hostile("h53-rekeyed"), &store);
    assert!(
        plan.diff.left.is_empty() && plan.diff.new.is_empty(),
        "{:?}",
        plan.diff
    );
    apply(&mut store, plan.after_approval());
    assert_eq!(store.keys().cloned().collect::<Vec<_>>(), before);
    // After the approval the new ids are known, and neither export asks again.
    let again = planned(&hostile("h53-rekeyed"), &store);
    assert!(
        again.outcome == Outcome::Accept && again.diff.is_empty(),
        "{:?}",
        again.diff
    );
    let old = planned(&hostile("_baseline"), &store);
    assert!(
        old.outcome == Outcome::Accept && old.diff.new.is_empty() && old.diff.left.is_empty(),
        "{:?}",
        old.diff
    );
}
