//! A view: everything a screen may show at one moment, immutable and cheap to clone.

use crate::{
    audience,
    mirror::Held,
    outbox::Item,
    overlay,
    replica::{Identity, Replica},
};
use domain::{
    ChildId, Instant, Row, RowKey,
    notices::{Address, Audience},
    people::{ChildCard, ClassCard, Me},
};
use std::{collections::BTreeMap, sync::Arc};
use uuid::Uuid;

#[derive(Clone, Debug)]
pub struct View {
    pub identity: Identity,
    mirror: Arc<BTreeMap<RowKey, Arc<Held>>>,
    overlay: Arc<BTreeMap<RowKey, Row>>,
    /// Everything a person wrote that is not settled for good, in order.
    pub outbox: Arc<Vec<Item>>,
    pub drafts: Arc<BTreeMap<String, String>>,
    /// Whether a push is on its way. Without one, an item that was sent and not answered is as good as saved
    /// here, and is shown so.
    pub is_sending: bool,
    /// When the office last said that this device has everything.
    pub as_of: Option<Instant>,
    /// The office's time as far as this device knows it.
    pub now: Instant,
}

/// A row on screen; `pending` if it shows something the office has not confirmed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ViewRow<'a> {
    pub row: &'a Row,
    pub pending: bool,
}

impl View {
    pub(crate) fn of(replica: &Replica, now: Instant) -> View {
        View {
            identity: replica.identity.clone(),
            mirror: replica.mirror.merged(),
            overlay: Arc::new(overlay::overlay(replica, now)),
            outbox: Arc::new(replica.outbox.values().cloned().collect()),
            drafts: Arc::clone(&replica.drafts),
            is_sending: false,
            as_of: replica.state.as_of,
            now,
        }
    }

    pub fn get(&self, kind: &str, id: Uuid) -> Option<ViewRow<'_>> {
        let key = RowKey::new(kind, id);
        if let Some(row) = self.overlay.get(&key) {
            return Some(ViewRow { row, pending: true });
        }
        self.mirror
            .get(&key)?
            .row
            .as_ref()
            .map(|row| ViewRow { row, pending: false })
    }

    /// All rows of a kind, in the order of their ids, which is the order of their making.
    pub fn all<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = ViewRow<'a>> {
        let range = RowKey::new(kind, Uuid::nil())..=RowKey::new(kind, Uuid::max());
        let shown = self
            .overlay
            .range(range.clone())
            .map(|(_, row)| ViewRow { row, pending: true });
        let kept = self
            .mirror
            .range(range)
            .filter(|(key, _)| !self.overlay.contains_key(key));
        shown.chain(kept.filter_map(|(_, held)| held.row.as_ref().map(|row| ViewRow { row, pending: false })))
    }

    pub fn is_empty(&self) -> bool {
        self.mirror.is_empty()
    }

    pub fn rows_count(&self) -> usize {
        self.mirror.len()
    }

    pub fn me(&self) -> Option<&Me> {
        match self.get("me", self.identity.person.0)?.row {
            Row::Me(me) => Some(me),
            _ => None,
        }
    }

    pub fn child(&self, id: ChildId) -> Option<&ChildCard> {
        match self.get("child", id.0)?.row {
            Row::Child(child) => Some(child),
            _ => None,
        }
    }

    pub fn children(&self) -> impl Iterator<Item = &ChildCard> {
        self.all("child").filter_map(|shown| match shown.row {
            Row::Child(child) => Some(child),
            _ => None,
        })
    }

    pub fn classes(&self) -> impl Iterator<Item = &ClassCard> {
        self.all("class").filter_map(|shown| match shown.row {
            Row::Class(class) => Some(class),
            _ => None,
        })
    }

    /// What is known here of an address: a preview before publishing.
    pub fn audience(&self, address: &Address) -> Audience {
        let all = |kind: &str| self.all(kind).map(|shown| shown.row.clone()).collect();
        audience::audience(address, self.identity.person, &all)
    }

    pub fn unsent(&self) -> impl Iterator<Item = &Item> {
        self.outbox.iter().filter(|item| item.is_unsent())
    }

    pub fn needs_you(&self) -> impl Iterator<Item = &Item> {
        self.outbox.iter().filter(|item| item.needs_you())
    }
}
