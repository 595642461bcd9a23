//! HTTP/1.1 by hand over a socket, so that a test can also send what no browser would.

use domain::Row;
use protocol::{Answer, Caller, PullAnswer, PullRequest, SessionAnswer, SessionRequest, VERSION};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

pub const FORM: &str = "application/x-www-form-urlencoded";
pub const PUSH: &str = "/api/v1/sync/push";
pub const PULL: &str = "/api/v1/sync/pull";
pub const SESSION: &str = "/api/v1/session";
pub const SIGN_OUT: &str = "/api/v1/sign-out";

/// A browser, as far as cookies go.
#[derive(Clone)]
pub struct Client {
    address: SocketAddr,
    pub cookies: BTreeMap<String, String>,
}

#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Client {
    pub fn new(address: SocketAddr) -> Client {
        Client {
            address,
            cookies: BTreeMap::new(),
        }
    }

    /// The same browser, whose office is now somewhere else.
    pub fn at(&self, office: &Client) -> Client {
        Client {
            address: office.address,
            ..self.clone()
        }
    }

    /// Exactly these headers, beside Host, length and cookies.
    pub fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n",
            self.address
        );
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        if !self.cookies.is_empty() {
            let pairs: Vec<String> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            request += &format!("cookie: {}\r\n", pairs.join("; "));
        }
        let is_chunked = headers.iter().any(|(name, _)| *name == "transfer-encoding");
        if !is_chunked && (method == "POST" || !body.is_empty()) {
            request += &format!("content-length: {}\r\n", body.len());
        }
        let mut bytes = request.into_bytes();
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(body);
        let answer = Reply::receive(&mut self.raw(&bytes));
        self.keep_cookies(&answer);
        answer
    }

    /// A connection on which these bytes have been sent.
    pub fn raw(&self, bytes: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).expect("a connection");
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .expect("a timeout");
        // A server that has heard enough may answer before all is sent.
        let _ = stream.write_all(bytes);
        stream
    }

    pub fn get(&mut self, path: &str) -> Reply {
        self.send("GET", path, &[], &[])
    }

    /// A form on a page of ours.
    pub fn form(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.form_with(path, fields, &[])
    }

    pub fn form_with(&mut self, path: &str, fields: &[(&str, &str)], more: &[(&str, &str)]) -> Reply {
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", escape(value)))
            .collect();
        let mut headers = vec![("content-type", FORM), ("sec-fetch-site", "same-origin")];
        headers.extend_from_slice(more);
        self.send("POST", path, &headers, pairs.join("&").as_bytes())
    }

    /// A call of our own app, as it came back.
    pub fn call(&mut self, path: &str, request: &impl Serialize) -> Reply {
        let body = json!({"request": request}).to_string();
        let headers = [
            ("content-type", "application/json"),
            ("sec-fetch-site", "same-origin"),
        ];
        self.send("POST", path, &headers, body.as_bytes())
    }

    /// A call of our own app, read the way the app reads it.
    pub fn ask<T: DeserializeOwned>(&mut self, path: &str, request: &impl Serialize) -> Answer<T> {
        self.call(path, request).read()
    }

    /// Who is signed in, if anybody is.
    pub fn session(&mut self) -> Option<SessionAnswer> {
        match self.ask(SESSION, &SessionRequest { version: VERSION }) {
            Answer::Ok(session) => Some(session),
            Answer::SignIn => None,
            other => panic!("no answer to a question about a session: {other:?}"),
        }
    }

    pub fn me(&mut self) -> SessionAnswer {
        self.session().expect("somebody is signed in")
    }

    pub fn caller(&mut self) -> Caller {
        caller(&self.me())
    }

    fn keep_cookies(&mut self, answer: &Reply) {
        for (name, value) in &answer.headers {
            if name == "set-cookie"
                && let Some((name, rest)) = value.split_once('=')
            {
                let value = rest.split(';').next().unwrap_or_default();
                if rest.contains("Max-Age=0;") {
                    self.cookies.remove(name);
                } else {
                    self.cookies.insert(name.to_owned(), value.to_owned());
                }
            }
        }
    }
}

impl Reply {
    pub fn receive(stream: &mut TcpStream) -> Reply {
        let mut bytes = Vec::new();
        // A connection that is reset after the answer is as good as closed.
        let _ = stream.read_to_end(&mut bytes);
        let end = bytes
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
            .expect("an answer with headers");
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1))
            .and_then(|code| code.parse().ok());
        let headers = lines.filter_map(|line| line.split_once(": "));
        let headers = headers
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        Reply {
            status: status.expect("a status"),
            headers,
            body: bytes.split_off(end + 4),
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn read<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text()))
    }

    pub fn json(&self) -> Value {
        self.read()
    }
}

/// Everything that this person's device would hold.
pub fn rows(client: &mut Client) -> Vec<Row> {
    let mut request = PullRequest {
        caller: client.caller(),
        epoch: 0,
        cursors: BTreeMap::new(),
    };
    let mut rows = Vec::new();
    loop {
        let Answer::Ok(pulled) = client.ask::<PullAnswer>(PULL, &request) else {
            panic!("no pull")
        };
        for change in pulled.changes {
            request.cursors.insert(change.scope, change.cursor);
            rows.extend(
                change
                    .rows
                    .iter()
                    .filter_map(|row| Row::decode(&row.kind, row.body.as_ref()?)),
            );
        }
        request.epoch = pulled.epoch;
        if pulled.rows_left == 0 {
            return rows;
        }
    }
}

/// What a device says of itself.
pub fn caller(session: &SessionAnswer) -> Caller {
    Caller {
        version: VERSION,
        person: session.person,
        device: session.device,
    }
}

fn escape(value: &str) -> String {
    value.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() {
            text.push(char::from(byte));
        } else {
            text += &format!("%{byte:02X}");
        }
        text
    })
}
