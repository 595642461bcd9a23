//! Headers and files: every answer of every route carries the full set (A5, A28).

mod common;

use common::{House, client, write_assets};

const EVERYWHERE: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(self), microphone=(self), geolocation=(), payment=(), usb=(), browsing-topics=()",
    ),
];

#[test]
fn every_answer_has_the_security_headers() {
    let house = House::start();
    let mut client = house.client();
    for (path, status, cache) in [
        ("/", 200, "no-store"),
        ("/sign-in", 200, "no-store"),
        ("/claim?login=1&code=2", 200, "no-store"),
        ("/help", 200, "no-store"),
        ("/none", 404, "no-store"),
        ("/files/none", 404, "no-store"),
        ("/sign-out", 405, "no-store"),
        ("/app", 200, "no-cache"),
        ("/app/notes/018f", 200, "no-cache"),
        ("/app/shell", 200, "no-cache"),
        ("/sw.js", 200, "no-cache"),
        ("/version.json", 200, "no-cache"),
        ("/manifest.webmanifest", 200, "no-cache"),
        ("/icons/icon.svg", 200, "no-cache"),
        ("/icons/none.svg", 404, "no-store"),
        ("/favicon.ico", 404, "no-store"),
        ("/pkg/app.0001.js", 200, "public, max-age=31536000, immutable"),
        ("/pkg/none.wasm", 404, "no-store"),
        ("/pkg/../manifest.json", 404, "no-store"),
        ("/api/me/x.css", 404, "no-store"),
        (client::PUSH, 405, "no-store"),
        ("/live", 401, "no-store"),
        ("/healthz", 200, "no-store"),
        ("/readyz", 200, "no-store"),
    ] {
        let answer = client.get(path);
        assert_eq!(
            (answer.status, answer.header("cache-control")),
            (status, Some(cache)),
            "{path}"
        );
        for (name, value) in EVERYWHERE {
            assert_eq!(answer.header(name), Some(value), "{path} {name}");
        }
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(
            policy.starts_with("default-src 'none'; ") && policy.contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
            "{path}"
        );
        assert_eq!(
            answer.header("strict-transport-security"),
            None,
            "{path}: no TLS here"
        );
        let is_shell = answer.text().contains("shell");
        assert_eq!(is_shell, path.starts_with("/app"), "{path}");
    }
}

#[test]
fn a_page_runs_only_scripts_with_its_own_nonce() {
    let house = House::start();
    let mut nonces = Vec::new();
    for _ in 0..2 {
        let answer = house.client().get("/sign-in");
        let policy = answer
            .header("content-security-policy")
            .expect("a policy")
            .to_owned();
        let nonce = policy
            .split("'nonce-")
            .nth(1)
            .and_then(|rest| rest.split('\'').next())
            .expect("a nonce")
            .to_owned();
        assert!(nonce.len() >= 22, "{nonce}");
        let page = answer.text();
        assert!(page.contains("<script"), "a page comes alive by a script");
        for script in page.split("<script").skip(1) {
            let tag = script.split('>').next().expect("a tag");
            assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "{tag}");
        }
        nonces.push(nonce);
    }
    assert_ne!(nonces[0], nonces[1]);
}

#[test]
fn with_tls_in_front_cookies_and_transport_are_strict() {
    let house = House::start_with(|config| config.behind_https = true);
    let mut client = house.client();
    let answer = client.form(
        "/sign-in",
        &[("login", "mother"), ("password", common::school::PASSWORD)],
    );
    assert_eq!(
        answer.header("strict-transport-security"),
        Some("max-age=31536000; includeSubDomains")
    );
    let cookies: Vec<&String> = answer
        .headers
        .iter()
        .filter(|(name, _)| name == "set-cookie")
        .map(|(_, value)| value)
        .collect();
    assert_eq!(cookies.len(), 2);
    for cookie in cookies {
        assert!(cookie.starts_with("__Host-"), "{cookie}");
        assert!(
            cookie.ends_with("; HttpOnly; SameSite=Lax; Secure") && cookie.contains("; Path=/;"),
            "{cookie}"
        );
    }
}

#[test]
fn files_come_compressed_and_only_when_they_changed() {
    let house = House::start();
    let mut client = house.client();
    let plain = client.get("/pkg/app.0001.js");
    assert_eq!(
        (plain.text().as_str(), plain.header("content-encoding")),
        ("// 0001", None)
    );
    assert_eq!(plain.header("vary"), Some("Accept-Encoding"));
    let packed = client.send("GET", "/pkg/app.0001.js", &[("accept-encoding", "gzip, br")], &[]);
    assert_eq!(
        (packed.text().as_str(), packed.header("content-encoding")),
        ("brotli", Some("br"))
    );
    let etag = client.get("/sw.js").header("etag").expect("an etag").to_owned();
    let known = client.send("GET", "/sw.js", &[("if-none-match", &etag)], &[]);
    assert_eq!((known.status, known.body.len()), (304, 0));
    let head = client.send("HEAD", "/sw.js", &[], &[]);
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[test]
fn two_earlier_builds_stay_served_and_a_third_does_not() {
    let mut house = House::start();
    for build in ["0002", "0003", "0004"] {
        let (data, school) = house.stop();
        let assets = data.path().join("dist");
        std::fs::remove_dir_all(&assets).expect("removed");
        write_assets(&assets, build);
        house = House::over(data, school, |_| {});
    }
    let mut client = house.client();
    for (build, status) in [("0004", 200), ("0003", 200), ("0002", 200), ("0001", 404)] {
        assert_eq!(
            client.get(&format!("/pkg/app.{build}.js")).status,
            status,
            "{build}"
        );
    }
    assert_eq!(
        client.get("/version.json").json(),
        serde_json::json!({"build": "0004", "min_client": 0, "kill": false})
    );
    let kept = std::fs::read_dir(house.data.path().join("assets")).expect("a folder");
    assert_eq!(
        kept.filter(|entry| entry.as_ref().expect("an entry").path().is_dir())
            .count(),
        3
    );
}

#[test]
fn a_language_is_asked_for_remembered_and_guessed() {
    let house = House::start();
    let mut client = house.client();
    let says = |reply: common::client::Reply| reply.text().contains("<html lang=\"en\"");
    assert!(!says(client.get("/")));
    assert!(says(client.send(
        "GET",
        "/",
        &[("accept-language", "en-GB,en;q=0.8")],
        &[]
    )));
    assert!(says(client.get("/?lang=en")));
    assert_eq!(client.cookies.get("lang").map(String::as_str), Some("en"));
    assert!(says(client.get("/help")));
    assert!(!says(client.get("/help?lang=zh")));
}
