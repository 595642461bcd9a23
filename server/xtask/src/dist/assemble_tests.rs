//! A tiny app goes through assembly, and what a phone relies on is checked.

use super::*;
use crate::dist::names::sha256_base64;

fn file(path: &str, text: &str) -> PublicFile {
    PublicFile {
        path: path.to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}

fn public() -> Vec<PublicFile> {
    vec![
        file(
            "boot.js",
            "import('__APP_JS__'); '__APP_WASM__'; import('__UPDATE_JS__')",
        ),
        file("icons/icon.svg", "<svg/>"),
        file("manifest.webmanifest", "{}"),
        file(
            "shell.html",
            "__STYLE_CSS__ __BOOT_JS__ __APP_JS__ __APP_WASM__ __BUILD__",
        ),
        file(
            "sw.js",
            "const BUILD = '__BUILD__'; const PRECACHE = __PRECACHE__;",
        ),
        file("update.js", "looks"),
    ]
}

fn made(wasm: &[u8], public: Vec<PublicFile>) -> Assembled {
    let bundle = Bundle {
        js: b"app".to_vec(),
        wasm: wasm.to_vec(),
    };
    assemble(bundle, b"a{}".to_vec(), public).unwrap()
}

fn asset<'a>(made: &'a Assembled, url: &str) -> &'a Asset {
    made.assets
        .iter()
        .find(|asset| asset.url == url)
        .unwrap_or_else(|| panic!("no {url}"))
}

fn text(made: &Assembled, url: &str) -> String {
    String::from_utf8(asset(made, url).bytes.clone()).unwrap()
}

#[test]
fn the_shell_and_boot_script_name_the_hashed_files() {
    let made = made(b"wasm", public());
    let Entry {
        app_js,
        app_wasm,
        boot_js,
        style_css,
    } = &made.entry;
    assert_eq!(
        text(&made, "/app/shell"),
        format!("{style_css} {boot_js} {app_js} {app_wasm} {}", made.build)
    );
    let update_js = made.assets.iter().find(|asset| asset.bytes == b"looks").unwrap();
    assert!(
        update_js.immutable,
        "an old page finds its own, not the new build's"
    );
    assert_eq!(
        text(&made, boot_js),
        format!("import('{app_js}'); '{app_wasm}'; import('{}')", update_js.url)
    );
}

#[test]
fn another_wasm_gets_another_address_boot_script_and_build() {
    let (one, two) = (made(b"one", public()), made(b"two", public()));
    assert_ne!(one.entry.app_wasm, two.entry.app_wasm);
    assert_ne!(one.entry.boot_js, two.entry.boot_js);
    assert_eq!(one.entry.app_js, two.entry.app_js);
    assert_ne!(one.build, two.build);
}

#[test]
fn a_changed_icon_is_a_new_build() {
    let mut changed = public();
    changed[1].bytes.push(b' ');
    assert_ne!(made(b"wasm", public()).build, made(b"wasm", changed).build);
}

#[test]
fn the_worker_lists_every_kept_file_with_the_hash_of_its_final_bytes() {
    let made = made(b"wasm", public());
    let worker = text(&made, "/sw.js");
    let list = worker.split("PRECACHE = ").nth(1).unwrap().trim_end_matches(';');
    let list: Vec<serde_json::Value> = serde_json::from_str(list).unwrap();
    assert_eq!(list.len(), made.assets.len() - 1, "all but the worker itself");
    for kept in list {
        let asset = asset(&made, kept["url"].as_str().unwrap());
        assert_eq!(kept["sha256"], sha256_base64(&asset.bytes));
        assert_eq!(kept["bytes"], asset.bytes.len());
        assert!(!kept["type"].as_str().unwrap().contains(';'));
    }
}

#[test]
fn a_missing_worker_stops_the_build() {
    let without = public().into_iter().filter(|file| file.path != "sw.js").collect();
    let bundle = Bundle {
        js: Vec::new(),
        wasm: Vec::new(),
    };
    assert!(assemble(bundle, Vec::new(), without).is_err());
}
