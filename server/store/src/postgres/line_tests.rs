//! What a connection must be like before anything is trusted to it.

use super::line::Line;
use cluster::{Cluster, name};
use sqlx_core::query_scalar::query_scalar;

#[expect(dead_code, reason = "the cases of the store use the rest of it")]
#[path = "../../tests/suite/cluster.rs"]
mod cluster;

/// What an administrator set for other programs of the same server does not make our answers untrue.
#[test]
fn a_commit_is_on_disk_whatever_the_server_s_default_is() {
    let cluster = Cluster::shared();
    let url = cluster.database();
    for (default, ours) in [
        ("off", "on"),
        ("local", "on"),
        ("on", "on"),
        ("remote_apply", "remote_apply"),
    ] {
        let set = format!("ALTER DATABASE {} SET synchronous_commit = {default}", name(&url));
        cluster.sql("postgres", &set);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let setting: String = runtime.expect("a runtime").block_on(async {
            let mut line = Line::new(&url, "a case").expect("an address");
            let show = query_scalar("SHOW synchronous_commit");
            show.fetch_one(line.conn().await.expect("a line"))
                .await
                .expect("a setting")
        });
        assert_eq!(setting, ours, "{default}");
    }
}

/// Chinese needs UTF-8; a database of another encoding is refused at the start, not at the first name.
#[test]
fn a_database_of_another_encoding_is_refused() {
    let cluster = Cluster::shared();
    let url = cluster.database();
    let other = format!("{}_ascii", name(&url));
    let make = format!("CREATE DATABASE {other} TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'");
    cluster.sql("postgres", &make);
    let opened = crate::PgStore::open(&url.replace(name(&url), &other), &crate::Options::default());
    let told = opened.map(drop).expect_err("a refusal").to_string();
    assert!(told.contains("SQL_ASCII"), "{told}");
}
