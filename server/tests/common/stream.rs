//! A client of `/live`: reads what comes, chunk by chunk, and says what it was; and a change that makes it speak.

use super::{
    client::{Client, PUSH, caller},
    school::new_id,
    write_assets,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{
    Action, ChildId, Command as Asked, CommandId, Instant, NoteId,
    notes::{self, Topic, Verb},
};
use protocol::{Answer, Outcome, PushAnswer, PushItem, PushRequest};
use server::clock::Stopwatch;
use std::{
    io::{BufRead, BufReader, Read},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    Pull,
    Beat,
    End,
    Nothing,
}

pub struct LiveStream {
    socket: TcpStream,
    bytes: Vec<u8>,
    head: String,
    /// Everything that was said so far.
    pub text: String,
}

impl LiveStream {
    /// A stream of this client's sign-in that has had its first event.
    pub fn of(client: &Client) -> LiveStream {
        let pairs: Vec<String> = client
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        LiveStream::open(client, &pairs.join("; "))
    }

    pub fn with_sid(client: &Client, sid: &[u8; 32]) -> LiveStream {
        LiveStream::open(client, &format!("sid={}", BASE64_URL_SAFE_NO_PAD.encode(sid)))
    }

    fn open(client: &Client, cookies: &str) -> LiveStream {
        let request = format!(
            "GET /live HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\nsec-fetch-site: same-origin\r\n\
             cookie: {cookies}\r\n\r\n"
        );
        let mut stream = LiveStream {
            socket: client.raw(request.as_bytes()),
            bytes: Vec::new(),
            head: String::new(),
            text: String::new(),
        };
        let end = loop {
            if let Some(end) = stream.find(b"\r\n\r\n") {
                break end;
            }
            assert!(
                stream.read_more(Duration::from_secs(10)),
                "an answer with headers"
            );
        };
        let rest = stream.bytes.split_off(end + 4);
        stream.head = String::from_utf8_lossy(&stream.bytes).to_ascii_lowercase();
        stream.bytes = rest;
        assert!(stream.head.starts_with("http/1.1 200"), "{}", stream.head);
        assert_eq!(stream.next(Duration::from_secs(10)), Heard::Pull);
        stream
    }

    pub fn header(&self, name: &str) -> Option<String> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines
            .find(|(found, _)| *found == name)
            .map(|(_, value)| value.to_owned())
    }

    /// What comes next, if anything does within the limit.
    pub fn next(&mut self, limit: Duration) -> Heard {
        let watch = Stopwatch::start();
        loop {
            if let Some(chunk) = self.chunk() {
                self.text += &chunk;
                return match chunk.as_str() {
                    "" => Heard::End,
                    "event: pull\ndata:\n\n" => Heard::Pull,
                    ":\n\n" => Heard::Beat,
                    other => panic!("not a word of ours: {other:?}"),
                };
            }
            let Some(left) = limit.checked_sub(watch.elapsed()).filter(|left| !left.is_zero()) else {
                return Heard::Nothing;
            };
            self.read_more(left);
        }
    }

    /// A whole chunk of HTTP/1.1, taken out of what was read; empty at the end.
    fn chunk(&mut self) -> Option<String> {
        let line = self.find(b"\r\n")?;
        let length = std::str::from_utf8(&self.bytes[..line])
            .ok()
            .and_then(|hex| usize::from_str_radix(hex, 16).ok())
            .expect("a chunk's length");
        let end = line + 2 + length + 2;
        if self.bytes.len() < end {
            return None;
        }
        let rest = self.bytes.split_off(end);
        let chunk = std::mem::replace(&mut self.bytes, rest);
        Some(String::from_utf8_lossy(&chunk[line + 2..end - 2]).into_owned())
    }

    fn find(&self, what: &[u8]) -> Option<usize> {
        self.bytes.windows(what.len()).position(|window| window == what)
    }

    fn read_more(&mut self, limit: Duration) -> bool {
        self.socket.set_read_timeout(Some(limit)).expect("a timeout");
        let mut some = [0; 1_024];
        match self.socket.read(&mut some) {
            Ok(0) => panic!("the line was cut in the middle"),
            Ok(count) => self.bytes.extend_from_slice(&some[..count]),
            // Nothing within the limit.
            Err(_) => return false,
        }
        true
    }
}

/// The binary itself over this folder, and a client of it.
pub fn serve(data: &Path) -> (Child, Client) {
    let assets = data.join("dist");
    write_assets(&assets, "0001");
    let mut child = Command::new(env!("CARGO_BIN_EXE_jiaqiao"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .arg("--assets")
        .arg(assets)
        .env("JIAQIAO_CLOCK", "2026-11-23T16:42:00+08:00")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a server");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("its output"))
        .read_line(&mut line)
        .expect("a greeting");
    let address = line.trim().rsplit("http://").next();
    let address = address.and_then(|address| address.parse().ok()).expect(&line);
    (child, Client::new(address))
}

/// A note about this child, pushed and accepted.
pub fn write_note(client: &mut Client, child: ChildId) {
    let session = client.me();
    let verb = Verb::Open {
        topic: Topic::Health,
        text: "咳嗽好些了".to_owned(),
        asks_reply: false,
        staff: None,
        about: None,
    };
    let command = Asked {
        id: CommandId(new_id()),
        written_at: Instant(0),
        depends_on: Vec::new(),
        action: Action::Notes(notes::Action {
            child,
            note: NoteId(new_id()),
            verb,
        }),
    };
    let request = PushRequest {
        caller: caller(&session),
        items: vec![PushItem::new(session.last_seq + 1, &command)],
    };
    let Answer::Ok(pushed) = client.ask::<PushAnswer>(PUSH, &request) else {
        panic!("not pushed")
    };
    assert_eq!(pushed.settled[0].outcome, Outcome::Accepted);
}
