//! The guard as a table: what is let in, and with which refusal the rest is turned away.

use super::*;

const PUSH: &str = "/api/v1/sync/push";
const HERE: &[(&str, &str)] = &[
    ("sec-fetch-site", "same-origin"),
    ("content-type", "application/json"),
];

fn verdict(method: &str, path: &str, headers: &[(&str, &str)]) -> Result<Door, Problem> {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header("host", "jq.example:3000");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    check(&request.body(Body::empty()).expect("a request").into_parts().0)
}

fn refusal(method: &str, path: &str, headers: &[(&str, &str)]) -> Option<Problem> {
    verdict(method, path, headers).err()
}

fn with<'a>(more: &'a [(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    more.iter()
        .chain(&[("content-type", "application/json")])
        .copied()
        .collect()
}

#[test]
fn only_our_own_pages_post() {
    for (headers, refused) in [
        (&[("sec-fetch-site", "same-origin")][..], None),
        (&[("sec-fetch-site", "none")], None),
        (&[("sec-fetch-site", "same-site")], Some(Problem::CrossSite)),
        (&[("sec-fetch-site", "cross-site")], Some(Problem::CrossSite)),
        (
            &[
                ("sec-fetch-site", "cross-site"),
                ("origin", "http://jq.example:3000"),
            ],
            Some(Problem::CrossSite),
        ),
        (
            &[
                ("sec-fetch-site", "same-origin"),
                ("sec-fetch-site", "same-origin"),
            ],
            Some(Problem::CrossSite),
        ),
        (&[("origin", "http://jq.example:3000")], None),
        (&[("origin", "https://jq.example:3000")], None),
        (&[("origin", "https://evil.example")], Some(Problem::CrossSite)),
        (&[("origin", "http://jq.example")], Some(Problem::CrossSite)),
        (&[("origin", "null")], Some(Problem::CrossSite)),
        (
            &[("referer", "http://jq.example:3000/")],
            Some(Problem::CrossSite),
        ),
        (&[], Some(Problem::CrossSite)),
    ] {
        assert_eq!(refusal("POST", PUSH, &with(headers)), refused, "{headers:?}");
    }
}

#[test]
fn only_the_right_form_comes_in() {
    for (path, media_type, refused) in [
        (PUSH, "application/json", None),
        (PUSH, "Application/JSON; charset=utf-8", None),
        (PUSH, "text/plain", Some(Problem::MediaType)),
        (PUSH, "multipart/form-data; boundary=x", Some(Problem::MediaType)),
        (
            PUSH,
            "application/x-www-form-urlencoded",
            Some(Problem::MediaType),
        ),
        (PUSH, "", Some(Problem::MediaType)),
        ("/sign-in", "application/x-www-form-urlencoded", None),
        ("/sign-in", "application/json", Some(Problem::MediaType)),
        (
            "/sign-in",
            "multipart/form-data; boundary=x",
            Some(Problem::MediaType),
        ),
    ] {
        let headers = [("sec-fetch-site", "same-origin"), ("content-type", media_type)];
        assert_eq!(refusal("POST", path, &headers), refused, "{path} {media_type}");
    }
}

#[test]
fn nothing_changes_by_reading_and_nothing_pretends() {
    for (method, path, headers, refused) in [
        ("GET", PUSH, HERE, Some(Problem::Method)),
        ("HEAD", PUSH, HERE, Some(Problem::Method)),
        ("PUT", PUSH, HERE, Some(Problem::Method)),
        ("DELETE", "/sign-in", HERE, Some(Problem::Method)),
        ("OPTIONS", "/", HERE, Some(Problem::Method)),
        ("POST", "/", HERE, Some(Problem::Method)),
        ("POST", "/app/today", HERE, Some(Problem::Method)),
        (
            "POST",
            PUSH,
            &[("x-http-method-override", "GET")],
            Some(Problem::BadRequest),
        ),
        (
            "GET",
            "/",
            &[("x-http-method-override", "POST")],
            Some(Problem::BadRequest),
        ),
        ("GET", "/api/me/x.css", &[], Some(Problem::NotFound)),
        ("POST", "/api/v1/sync/pushed", HERE, Some(Problem::NotFound)),
        ("GET", "/api", &[], Some(Problem::NotFound)),
    ] {
        assert_eq!(refusal(method, path, headers), refused, "{method} {path}");
    }
}

#[test]
fn a_link_from_elsewhere_opens_a_page_and_reads_nothing_else() {
    let from = |site, mode| [("sec-fetch-site", site), ("sec-fetch-mode", mode)];
    for (headers, refused) in [
        (from("cross-site", "navigate"), None),
        (from("same-site", "navigate"), None),
        (from("same-origin", "cors"), None),
        (from("cross-site", "no-cors"), Some(Problem::CrossSite)),
        (from("cross-site", "cors"), Some(Problem::CrossSite)),
    ] {
        assert_eq!(refusal("GET", "/", &headers), refused, "{headers:?}");
    }
}

#[test]
fn each_address_has_its_size() {
    for (path, max) in [
        (PUSH, protocol::PUSH_BYTES_MAX),
        ("/api/v1/sync/pull", protocol::PULL_BYTES_MAX),
        ("/api/v1/session", limits::SMALL_BYTES_MAX),
        ("/api/v1/sign-out", limits::SMALL_BYTES_MAX),
    ] {
        assert_eq!(
            verdict("POST", path, HERE),
            Ok(Door::Post {
                media_types: JSON,
                bytes_max: max
            }),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_body_is_cut_while_it_streams() {
    let chunks = |count: usize| {
        let chunk = || Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; 1_000]));
        Body::from_stream(futures::stream::iter((0..count).map(move |_| chunk())))
    };
    let none = HeaderMap::new();
    assert_eq!(
        read(chunks(8), 8_000, &none).await.map(|bytes| bytes.len()),
        Ok(8_000)
    );
    assert_eq!(read(chunks(9), 8_000, &none).await, Err(Problem::TooLarge));
    // An endless one is left after a while.
    let endless = Body::from_stream(futures::stream::repeat_with(|| {
        Ok::<_, std::io::Error>(Bytes::from_static(&[0; 1_000]))
    }));
    assert_eq!(read(endless, 8_000, &none).await, Err(Problem::TooLarge));
    let mut said = HeaderMap::new();
    said.insert(
        header::CONTENT_LENGTH,
        http::HeaderValue::from_static("2000000000"),
    );
    assert_eq!(
        read(
            Body::from_stream(futures::stream::pending::<Result<Bytes, std::io::Error>>()),
            8_000,
            &said
        )
        .await,
        Err(Problem::TooLarge)
    );
}
