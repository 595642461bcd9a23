//! Once a minute: forgets what has been kept long enough, follows ties that begin or end with the day.

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
        let now = site.clock.now();
        site.tries.sweep(now);
        if let Err(error) = site
            .store
            .write(store::work!(|tx| office::tick(tx, now).await))
            .await
        {
            tracing::warn!(%error, "the day's changes wait for the next minute");
        }
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
