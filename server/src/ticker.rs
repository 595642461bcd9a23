//! Once a minute: forgets what has been kept long enough.

use crate::site::Site;
use std::{sync::Arc, time::Duration};

const DAY_MS: i64 = 86_400_000;
const EVERY: Duration = Duration::from_secs(60);

/// Runs until the server ends.
pub async fn tick(site: Arc<Site>) {
    let mut minute = tokio::time::interval(EVERY);
    minute.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        minute.tick().await;
        site.tries.sweep(site.clock.now());
        let before = site.clock.now().plus_ms(-protocol::OUTCOMES_KEPT_DAYS * DAY_MS);
        let compacted = site.store.write(store::work!(|tx| {
            tx.compact(before).await?;
            tx.compact_accounts(before).await
        }));
        if let Err(error) = compacted.await {
            tracing::warn!(%error, "compaction failed");
        }
    }
}
