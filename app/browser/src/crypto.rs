//! Records at rest: AES-256-GCM by WebCrypto under a key that no script can export.

use crate::env;
use base64::{Engine, engine::general_purpose::STANDARD};
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AesGcmParams, CryptoKey, SubtleCrypto};

const IV_BYTES: usize = 12;

fn subtle() -> Option<SubtleCrypto> {
    Some(crate::dom::window().crypto().ok()?.subtle())
}

/// Takes the key in, non-extractable; the bytes it came as are forgotten.
pub async fn import_key(base64: &str) -> Option<CryptoKey> {
    let bytes = STANDARD.decode(base64).ok()?;
    let algorithm = Object::new();
    Reflect::set(&algorithm, &"name".into(), &"AES-GCM".into()).ok()?;
    let uses = Array::of2(&"encrypt".into(), &"decrypt".into());
    let key = Uint8Array::from(bytes.as_slice());
    let imported = subtle()?
        .import_key_with_object("raw", &key, &algorithm, false, &uses)
        .ok()?;
    let imported = JsFuture::from(imported).await.ok()?;
    key.fill(0, 0, key.length());
    imported.dyn_into().ok()
}

/// `iv || ciphertext`. The place of a record is bound to it: a record moved elsewhere does not open.
pub async fn seal(key: &CryptoKey, place: &str, plain: &[u8]) -> Option<Uint8Array> {
    let iv: [u8; IV_BYTES] = env::random();
    let sealed = subtle()?
        .encrypt_with_object_and_u8_array(&params(&iv, place), key, plain)
        .ok()?;
    let sealed = Uint8Array::new(&JsFuture::from(sealed).await.ok()?);
    let record = Uint8Array::new_with_length(sealed.length() + IV_BYTES as u32);
    record.set(&Uint8Array::from(iv.as_slice()), 0);
    record.set(&sealed, IV_BYTES as u32);
    Some(record)
}

pub async fn open(key: &CryptoKey, place: &str, record: &JsValue) -> Option<Vec<u8>> {
    let record = record.dyn_ref::<Uint8Array>()?;
    if record.length() as usize <= IV_BYTES {
        return None;
    }
    let iv = record.subarray(0, IV_BYTES as u32).to_vec();
    let sealed = record.subarray(IV_BYTES as u32, record.length()).to_vec();
    let plain = subtle()?
        .decrypt_with_object_and_u8_array(&params(&iv, place), key, &sealed)
        .ok()?;
    Some(Uint8Array::new(&JsFuture::from(plain).await.ok()?).to_vec())
}

fn params(iv: &[u8], place: &str) -> Object {
    let params = AesGcmParams::new_with_u8_array("AES-GCM", &Uint8Array::from(iv));
    params.set_additional_data_u8_array(&Uint8Array::from(place.as_bytes()));
    params.into()
}
