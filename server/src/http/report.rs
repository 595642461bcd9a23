//! Where browsers report what our policy stopped: something of ours is wrong, or somebody tried something.

use axum::body::Bytes;
use http::StatusCode;
use serde::Deserialize;

pub const PATH: &str = "/report/csp";
pub const MEDIA_TYPES: &[&str] = &["application/reports+json"];

#[derive(Deserialize)]
struct Report {
    #[serde(default)]
    body: Violation,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Violation {
    effective_directive: String,
    source_file: String,
    line_number: u32,
}

pub async fn report(body: Bytes) -> StatusCode {
    let reports: Vec<Report> = serde_json::from_slice(&body).unwrap_or_default();
    for report in reports.into_iter().take(5) {
        // Directives are words of the policy; anything else in a report may be an address with a person in it.
        let known = |c: char| c.is_ascii_lowercase() || c == '-';
        let directive: String = report
            .body
            .effective_directive
            .chars()
            .filter(|c| known(*c))
            .take(40)
            .collect();
        let ours = report.body.source_file.contains("/pkg/");
        tracing::warn!(directive, ours, line = report.body.line_number, "policy report");
    }
    StatusCode::NO_CONTENT
}
