//! A real server on a free port over a store of its own, and a client that can also be rude.
#![expect(dead_code, reason = "each test binary uses its part of this")]

pub mod binary;
pub mod client;
pub mod phone;
pub mod school;
pub mod stream;

use client::Client;
use school::School;
use serde_json::json;
use server::{
    clock::{Clock, DEMO_START},
    passwords::Cost,
    serve::{Config, Server},
};
use std::{
    net::{SocketAddr, TcpListener},
    path::Path,
    thread::JoinHandle,
};
use tempfile::TempDir;

pub struct House {
    pub address: SocketAddr,
    pub clock: Clock,
    pub school: School,
    pub data: TempDir,
    handle: axum_server::Handle<SocketAddr>,
    thread: Option<JoinHandle<()>>,
}

impl House {
    pub fn start() -> House {
        House::start_with(|_| {})
    }

    pub fn start_with(change: impl FnOnce(&mut Config)) -> House {
        let data = tempfile::tempdir().expect("a folder");
        let school = school::fill(data.path());
        House::over(data, school, change)
    }

    pub fn over(data: TempDir, school: School, change: impl FnOnce(&mut Config)) -> House {
        let assets = data.path().join("dist");
        if !assets.exists() {
            write_assets(&assets, "0001");
        }
        let mut config = config(data.path(), &assets);
        change(&mut config);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let (ready, started) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().expect("a runtime");
            runtime.block_on(async {
                let server = Server::start(config).await.expect("a start");
                ready
                    .send((server.handle(), server.clock()))
                    .expect("somebody waits");
                server.run(listener).await.expect("a run");
            });
        });
        let (handle, clock) = started.recv().expect("the server starts");
        House {
            address,
            clock,
            school,
            data,
            handle,
            thread: Some(thread),
        }
    }

    pub fn client(&self) -> Client {
        Client::new(self.address)
    }

    /// A client that has signed in.
    pub fn signed_in(&self, login: &str) -> Client {
        let mut client = self.client();
        let answer = client.form("/sign-in", &[("login", login), ("password", school::PASSWORD)]);
        assert_eq!(
            (answer.status, answer.header("location")),
            (303, Some("/app/today")),
            "{login}"
        );
        client
    }

    /// Stops serving and gives the folder back, for a second start.
    pub fn stop(mut self) -> (TempDir, School) {
        self.end();
        let empty = tempfile::tempdir().expect("a folder");
        (std::mem::replace(&mut self.data, empty), self.school.clone())
    }

    fn end(&mut self) {
        self.handle.shutdown();
        if let Some(thread) = self.thread.take() {
            thread.join().expect("a clean end");
        }
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.end();
        }
    }
}

pub fn config(data: &Path, assets: &Path) -> Config {
    Config {
        data: data.to_owned(),
        database_url: None,
        assets: assets.to_owned(),
        demo: false,
        clock: Some(Clock::starting_at(DEMO_START)),
        tls: None,
        behind_https: false,
        trusted_hops: 0,
        cost: Cost::TEST,
    }
}

/// A build with the files that every build has.
pub fn write_assets(folder: &Path, build: &str) {
    let file = |path: &str, text: &str| {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    let (js, css) = (format!("pkg/app.{build}.js"), format!("pkg/style.{build}.css"));
    file(&js, &format!("// {build}"));
    file(&format!("{js}.br"), "brotli");
    for (path, text) in [
        (css.as_str(), "body{}"),
        ("pkg/boot.js", "1"),
        ("pkg/app.wasm", "wasm"),
        ("shell.html", "<!doctype html><title>shell</title>"),
        ("sw.js", "self"),
        ("manifest.webmanifest", "{}"),
        ("icons/icon.svg", "<svg/>"),
    ] {
        file(path, text);
    }
    let entry = |path: &str, media_type: &str, immutable: bool| json!({"path": path, "type": media_type, "bytes": 1, "immutable": immutable});
    let mut with_brotli = entry(&js, "text/javascript", true);
    with_brotli["brotli_bytes"] = json!(6);
    let manifest = json!({
        "build": build,
        "entry": {"app_js": format!("/{js}"), "app_wasm": "/pkg/app.wasm", "boot_js": "/pkg/boot.js", "style_css": format!("/{css}")},
        "files": {
            format!("/{js}"): with_brotli,
            format!("/{css}"): entry(&css, "text/css", true),
            "/pkg/boot.js": entry("pkg/boot.js", "text/javascript", true),
            "/pkg/app.wasm": entry("pkg/app.wasm", "application/wasm", true),
            "/app/shell": entry("shell.html", "text/html; charset=utf-8", false),
            "/sw.js": entry("sw.js", "text/javascript", false),
            "/manifest.webmanifest": entry("manifest.webmanifest", "application/manifest+json", false),
            "/icons/icon.svg": entry("icons/icon.svg", "image/svg+xml", false),
        },
    });
    std::fs::write(folder.join("manifest.json"), manifest.to_string()).expect("a manifest");
}
