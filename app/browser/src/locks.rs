//! `navigator.locks`: one tab at a time writes, one syncs. Our own extern block, since web-sys keeps the
//! API unstable.

use futures::channel::oneshot;
use js_sys::{Function, Promise};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

#[wasm_bindgen]
extern "C" {
    type LockManager;
    #[wasm_bindgen(method, catch)]
    fn request(this: &LockManager, name: &str, callback: &Function) -> Result<Promise, JsValue>;
}

/// Held until dropped, also by a tab that dies.
pub struct Lock {
    release: Option<Function>,
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = &self.release {
            // Resolving a promise does not throw.
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// Waits for a lock that all tabs of this origin share. A browser without locks gets one that holds
/// nothing: it is old enough that two tabs are the smaller worry.
pub async fn lock(name: &str) -> Lock {
    let Some(manager) = manager() else {
        return Lock { release: None };
    };
    let (granted, wait) = oneshot::channel();
    let granted = Rc::new(RefCell::new(Some(granted)));
    let callback = Closure::once_into_js(move || {
        Promise::new(&mut |resolve, _| {
            if let Some(granted) = granted.borrow_mut().take() {
                // If nobody waits any more, the lock comes back with the dropped message.
                drop(granted.send(Lock {
                    release: Some(resolve),
                }));
            }
        })
    });
    let Ok(held) = manager.request(name, callback.unchecked_ref()) else {
        return Lock { release: None };
    };
    spawn_local(async move {
        // Ends when the lock is released; nothing to learn from how.
        let _ = wasm_bindgen_futures::JsFuture::from(held).await;
    });
    wait.await.unwrap_or(Lock { release: None })
}

fn manager() -> Option<LockManager> {
    let navigator = crate::dom::window().navigator();
    let locks = js_sys::Reflect::get(&navigator, &JsValue::from_str("locks")).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}
