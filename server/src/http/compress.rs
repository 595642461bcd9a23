//! Which coding a browser takes, and gzip for pulls: rows are text that says the same words again and again,
//! and a first sync is a twelfth of its size.

use super::problem::{Problem, Reader};
use crate::ids::random;
use axum::{body::Body, response::Response};
use flate2::{Compression, GzBuilder};
use http::{HeaderMap, HeaderValue, header};
use std::io::Write;

/// Below this a coding saves nothing that a phone would notice.
const BYTES_MIN: usize = 1_000;
/// A whole scope in one piece can be larger than a page of rows, but not by this much.
const BYTES_MAX: usize = 64 << 20;

pub fn takes(asked: &HeaderMap, coding: &str) -> bool {
    let Some(Ok(codings)) = asked.get(header::ACCEPT_ENCODING).map(HeaderValue::to_str) else {
        return false;
    };
    codings.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let refused = |quality: &str| quality.trim_end_matches(['0', '.']) == "q=";
        parts.next() == Some(coding) && !parts.any(refused)
    })
}

pub async fn gzip(answer: Response) -> Response {
    let (mut parts, body) = answer.into_parts();
    let Ok(plain) = axum::body::to_bytes(body, BYTES_MAX).await else {
        return Problem::Broken.answer(Reader::Sync);
    };
    if !parts.status.is_success() || plain.len() < BYTES_MIN {
        return Response::from_parts(parts, Body::from(plain));
    }
    match packed(&plain) {
        Ok(packed) => {
            parts.headers.remove(header::CONTENT_LENGTH);
            parts
                .headers
                .insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            Response::from_parts(parts, Body::from(packed))
        }
        Err(_) => Response::from_parts(parts, Body::from(plain)),
    }
}

/// With a file name of random length in the header, which nobody reads: whoever writes into somebody's rows
/// and watches the line must not learn from the length what else is in them (BREACH).
fn packed(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let [length] = random::<1>();
    let name = vec![b'x'; usize::from(length % 128)];
    let room = Vec::with_capacity(plain.len() / 8);
    let mut writer = GzBuilder::new().filename(name).write(room, Compression::new(5));
    writer.write_all(plain)?;
    writer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coding_only_for_those_who_take_it() {
        for (codings, is_taken) in [
            ("gzip, deflate, br, zstd", true),
            ("br;q=0.5", true),
            ("gzip, br;q=0", false),
            ("br; q=0.000", false),
            ("gzip", false),
            ("brrr", false),
        ] {
            let mut asked = HeaderMap::new();
            asked.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(codings));
            assert_eq!(takes(&asked, "br"), is_taken, "{codings}");
        }
        assert!(!takes(&HeaderMap::new(), "br"));
    }

    #[tokio::test]
    async fn rows_come_back_as_they_were_and_small_answers_stay_plain() {
        for (plain, is_packed) in [("联系单".repeat(1_000), true), ("联系单".to_owned(), false)] {
            let answer = gzip(Response::new(Body::from(plain.clone()))).await;
            assert_eq!(answer.headers().contains_key(header::CONTENT_ENCODING), is_packed);
            let body = axum::body::to_bytes(answer.into_body(), BYTES_MAX)
                .await
                .expect("a body");
            let mut read = String::new();
            if is_packed {
                let mut reader = flate2::read::GzDecoder::new(&body[..]);
                std::io::Read::read_to_string(&mut reader, &mut read).expect("gzip");
                assert!(body.len() < plain.len() / 10);
            } else {
                read = String::from_utf8_lossy(&body).into_owned();
            }
            assert_eq!(read, plain);
        }
    }
}
