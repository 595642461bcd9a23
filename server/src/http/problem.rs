//! The one place that turns what went wrong into a status: JSON with a code for sync, a small page for
//! people. Never the text of an error.

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    BadRequest,
    /// From another site, or from nowhere that can be told.
    CrossSite,
    NotFound,
    Method,
    TooSlow,
    TooLarge,
    MediaType,
    Broken,
    Busy {
        retry_s: u32,
    },
}

/// Who reads the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    Sync,
    Person,
}

impl Reader {
    pub fn of(path: &str) -> Reader {
        if path == "/api" || path.starts_with("/api/") {
            Reader::Sync
        } else {
            Reader::Person
        }
    }
}

impl Problem {
    pub fn status(self) -> StatusCode {
        match self {
            Problem::BadRequest => StatusCode::BAD_REQUEST,
            Problem::CrossSite => StatusCode::FORBIDDEN,
            Problem::NotFound => StatusCode::NOT_FOUND,
            Problem::Method => StatusCode::METHOD_NOT_ALLOWED,
            Problem::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Problem::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Problem::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Problem::Broken => StatusCode::INTERNAL_SERVER_ERROR,
            Problem::Busy { .. } => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Problem::BadRequest => "bad_request",
            Problem::CrossSite => "cross_site",
            Problem::NotFound => "not_found",
            Problem::Method => "method",
            Problem::TooSlow => "too_slow",
            Problem::TooLarge => "too_large",
            Problem::MediaType => "media_type",
            Problem::Broken => "server",
            Problem::Busy { .. } => "busy",
        }
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Problem::NotFound => ("没有这个文件。", "There is no such file."),
            Problem::TooLarge => ("内容太长，没有收下。", "This was too long and was not taken."),
            Problem::TooSlow => (
                "等得太久，没有收完。请再试一次。",
                "This took too long. Please try again.",
            ),
            Problem::Broken => (
                "家桥出了差错，已经记下。请再试一次。",
                "Something broke here; it was noted. Please try again.",
            ),
            Problem::Busy { .. } => (
                "现在人有点多，请过一会儿再试。",
                "It is busy right now. Please try again in a moment.",
            ),
            Problem::BadRequest | Problem::CrossSite | Problem::Method | Problem::MediaType => (
                "这个请求没有收下。请从家桥的页面再试一次。",
                "This request was not taken. Please try again from Jiaqiao's own page.",
            ),
        }
    }

    pub fn answer(self, reader: Reader) -> Response {
        let (media_type, body) = match reader {
            Reader::Sync => ("application/json", format!(r#"{{"code":"{}"}}"#, self.code())),
            Reader::Person => ("text/html; charset=utf-8", self.page()),
        };
        let mut answer = (self.status(), Body::from(body)).into_response();
        answer
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        if let Problem::Busy { retry_s } = self {
            answer
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(retry_s));
        }
        if self == Problem::Method {
            let allowed = if reader == Reader::Sync {
                "POST"
            } else {
                "GET, HEAD"
            };
            answer
                .headers_mut()
                .insert(header::ALLOW, HeaderValue::from_static(allowed));
        }
        answer
    }

    /// Without style or script, so that it works whatever else is broken.
    fn page(self) -> String {
        let (zh, en) = self.words();
        format!(
            "<!doctype html>\n<html lang=\"zh-CN\">\n<meta charset=\"utf-8\">\n<title>家桥</title>\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <main>\n<h1>{zh}</h1>\n<p lang=\"en\">{en}</p>\n<p><a href=\"/\">家桥 Jiaqiao</a></p>\n</main>\n</html>\n"
        )
    }
}
