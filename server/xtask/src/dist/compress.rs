//! Brotli at its best and slowest, once per content.

use super::cache::{Cache, key};
use anyhow::Result;
use brotli::enc::BrotliEncoderParams;

/// The compressed bytes, or nothing when they would not be fewer.
pub fn brotli(cache: &mut Cache, bytes: &[u8]) -> Result<Option<Vec<u8>>> {
    let key = key(&[b"brotli 11 22", bytes]);
    let compressed = match cache.get(&key, "br") {
        Some(known) => known,
        None => {
            let parameters = BrotliEncoderParams {
                quality: 11,
                lgwin: 22,
                ..Default::default()
            };
            let mut compressed = Vec::new();
            brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters)?;
            cache.put(&key, "br", &compressed)?;
            compressed
        }
    };
    Ok((compressed.len() < bytes.len()).then_some(compressed))
}
