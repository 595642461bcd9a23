//! The guard over HTTP: nothing of another site, of another form, or too large changes anything (A7-A9, A11).

mod common;

use common::{
    House,
    client::{FORM, PULL, PUSH, SESSION, SIGN_OUT},
};
use protocol::SignOutRequest;
use serde_json::json;

const APIS: [&str; 4] = [PUSH, PULL, SESSION, SIGN_OUT];
const FORMS: [&str; 3] = ["/sign-in", "/claim", "/sign-out"];

/// A signed-in client and what it sends to sign out: the change that must not happen.
fn victim(house: &House) -> (common::client::Client, String) {
    let mut client = house.signed_in("mother");
    let session = client.me();
    (
        client,
        json!({"request": SignOutRequest::of(session.device)}).to_string(),
    )
}

#[test]
fn another_site_cannot_act_for_a_signed_in_person() {
    let house = House::start();
    let (mut client, body) = victim(&house);
    for headers in [
        &[("origin", "https://evil.example")][..],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site"), ("sec-fetch-mode", "navigate")],
        &[],
    ] {
        for (paths, media_type) in [(&APIS[..], "application/json"), (&FORMS[..], FORM)] {
            for path in paths {
                let mut all = vec![("content-type", media_type)];
                all.extend_from_slice(headers);
                let answer = client.send("POST", path, &all, body.as_bytes());
                assert_eq!(answer.status, 403, "{path} {headers:?}");
                assert_eq!(answer.header("set-cookie"), None);
            }
        }
    }
    assert!(client.session().is_some());
}

#[test]
fn another_form_of_request_changes_nothing() {
    let house = House::start();
    let (mut client, body) = victim(&house);
    let here = ("sec-fetch-site", "same-origin");
    for media_type in ["text/plain", "multipart/form-data; boundary=x", FORM, ""] {
        for path in APIS {
            let answer = client.send(
                "POST",
                path,
                &[here, ("content-type", media_type)],
                body.as_bytes(),
            );
            assert_eq!(
                (answer.status, answer.json()),
                (415, json!({"code": "media_type"})),
                "{path} {media_type}"
            );
        }
    }
    let json_type = ("content-type", "application/json");
    for (method, more, status) in [
        ("GET", None, 405),
        ("HEAD", None, 405),
        ("PUT", None, 405),
        ("DELETE", None, 405),
        ("GET", Some(("x-http-method-override", "POST")), 400),
        ("POST", Some(("x-http-method-override", "DELETE")), 400),
    ] {
        for path in APIS {
            let headers: Vec<(&str, &str)> = [here, json_type].into_iter().chain(more).collect();
            assert_eq!(
                client.send(method, path, &headers, body.as_bytes()).status,
                status,
                "{method} {path}"
            );
        }
    }
    assert!(client.session().is_some());
}

#[test]
fn an_answer_of_sync_is_never_a_redirect_and_never_tells_an_error() {
    let house = House::start();
    let mut client = house.signed_in("mother");
    let browserlike = [
        ("content-type", "application/json"),
        ("sec-fetch-site", "same-origin"),
        ("accept", "text/html,application/xhtml+xml"),
        ("referer", "https://evil.example/trap"),
    ];
    for (path, body, status) in [
        (SESSION, r#"{"request":{}}"#, 200),
        (PUSH, r#"{"request":7}"#, 400),
        (PULL, "no json at all", 400),
        ("/api/v1/none", "{}", 404),
    ] {
        let answer = client.send("POST", path, &browserlike, body.as_bytes());
        assert_eq!(
            (answer.status, answer.header("location")),
            (status, None),
            "{path}"
        );
        assert!(!answer.text().contains("__err"));
        if status != 200 {
            assert!(answer.text().len() < 40, "a code, not a text: {}", answer.text());
        }
    }
}

#[test]
fn what_is_too_large_is_refused_with_an_answer() {
    let house = House::start();
    let mut client = house.client();
    let api = [
        ("content-type", "application/json"),
        ("sec-fetch-site", "same-origin"),
    ];
    for (path, bytes, status) in [
        (PUSH, protocol::PUSH_BYTES_MAX, 400),
        (PUSH, protocol::PUSH_BYTES_MAX + 1, 413),
        (PULL, protocol::PULL_BYTES_MAX + 1, 413),
        (SESSION, 100_000, 413),
    ] {
        let answer = client.send("POST", path, &api, &vec![b'x'; bytes]);
        assert_eq!(answer.status, status, "{path} {bytes}");
    }
    // What it says of its length is not believed: here it says nothing.
    let chunk = format!("{:x}\r\n{}\r\n", 60_000, "x".repeat(60_000));
    let chunked = [api[0], api[1], ("transfer-encoding", "chunked")];
    let body = format!("{}0\r\n\r\n", chunk.repeat(20));
    assert_eq!(client.send("POST", PUSH, &chunked, body.as_bytes()).status, 413);
    let long_password = "x".repeat(10_000);
    assert_eq!(
        client
            .form("/sign-in", &[("login", "mother"), ("password", &long_password)])
            .status,
        413
    );
}

#[test]
fn a_broken_request_is_no_broken_server() {
    let house = House::start();
    let mut client = house.client();
    for body in [
        "",
        "login",
        "login=mother",
        "login=mother&password=%FF%FE",
        "password=&login=",
    ] {
        let headers = [("content-type", FORM), ("sec-fetch-site", "same-origin")];
        let status = client.send("POST", "/sign-in", &headers, body.as_bytes()).status;
        assert!([303, 400].contains(&status), "{body}: {status}");
    }
    assert_eq!(client.get("/readyz").status, 200);
}

#[test]
fn policy_reports_are_taken_and_nothing_else_is() {
    let house = House::start();
    let mut client = house.client();
    let report = br#"[{"type":"csp-violation","body":{"effectiveDirective":"img-src","lineNumber":3}}]"#;
    let headers = [
        ("content-type", "application/reports+json"),
        ("sec-fetch-site", "same-origin"),
    ];
    assert_eq!(client.send("POST", "/report/csp", &headers, report).status, 204);
    assert_eq!(client.send("POST", "/report/csp", &headers, b"junk").status, 204);
    assert_eq!(
        client
            .send(
                "POST",
                "/report/csp",
                &[headers[1], ("content-type", "text/plain")],
                report
            )
            .status,
        415
    );
}
