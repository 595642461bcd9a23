//! Once a minute, and at the moment of a release: forgets what has been kept long enough, follows ties that begin or
//! end with the day, lets notices out when their moment comes.

use crate::{hub::Written, site::Site};
use std::{sync::Arc, time::Duration};

const DAY_MS: i64 = 86_400_000;
const EVERY_MS: i64 = 60_000;
/// A release that cannot be written must not turn this into a busy loop.
const REST_MS_MIN: i64 = 200;

/// Runs until the server ends.
pub async fn tick(site: Arc<Site>) {
    loop {
        let now = site.clock.now();
        site.tries.sweep(now);
        if let Err(error) = site
            .store
            .write(store::work!(|tx| office::tick(tx, now).await))
            .await
        {
            tracing::warn!(%error, "the day's changes wait for the next minute");
        }
        site.hub.raise(Written::Rows);
        let before = site.clock.now().plus_ms(-protocol::OUTCOMES_KEPT_DAYS * DAY_MS);
        let compacted = site.store.write(store::work!(|tx| {
            tx.compact(before).await?;
            tx.compact_accounts(before).await
        }));
        if let Err(error) = compacted.await {
            tracing::warn!(%error, "compaction failed");
        }
        tokio::time::sleep(rest(&site).await).await;
    }
}

/// A minute, or less if something is to be released before that.
async fn rest(site: &Site) -> Duration {
    // Without an answer the minute holds, and each pull looks as well.
    let next = site.store.read(store::work!(|tx| tx.next_release().await));
    let next = next.await.unwrap_or_default();
    let until_ms = next.map_or(EVERY_MS, |at| at.0 - site.clock.now().0);
    let rest_ms = until_ms.clamp(REST_MS_MIN, EVERY_MS);
    Duration::from_millis(u64::try_from(rest_ms).unwrap_or(0))
}
