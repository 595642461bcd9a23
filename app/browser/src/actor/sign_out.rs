//! Leaving this phone: what is unsent is tried once more, then sealed; everything else is forgotten, with or
//! without network.

use super::{Actor, seat::Seat, sync};
use crate::{dom, net, race::within};
use app::live::SignOutAnswer;
use protocol::SignOutRequest;
use replica::{Change, Replica};
use std::{collections::BTreeMap, rc::Rc};

/// How long the last try to send may keep somebody who wants to leave.
const LAST_TRY_MS: u32 = 8_000;

pub async fn sign_out(actor: &Rc<Actor>, force: bool) -> SignOutAnswer {
    let Some(seat) = actor.seat() else {
        return SignOutAnswer::Done;
    };
    if !force {
        if seat.replica.borrow().unsent_count() > 0 {
            // Whether it worked shows in the count.
            let _ = within(LAST_TRY_MS, sync::run(actor)).await;
        }
        let unsettled = seat.replica.borrow().unsettled_count();
        if unsettled > 0 {
            return SignOutAnswer::Unsent(unsettled);
        }
    }
    seal(actor, &seat, true).await;
    let _ = within(LAST_TRY_MS, tell_office(actor)).await;
    dom::go("/sign-in");
    SignOutAnswer::Done
}

/// Drops the key and the mirror. Unsent items stay as ciphertext that only their writer's next sign-in here
/// opens. `remember` keeps the sign-out for the office to be told.
pub async fn seal(actor: &Rc<Actor>, seat: &Rc<Seat>, remember: bool) {
    // What is being typed is sealed with the rest.
    let drafts = seat.take_drafts();
    // Were this to fail, the dropped key still makes it unreadable.
    let _ = seat.close(|replica| sealed_change(replica, &drafts)).await;
    if let (Some(device), Some(profile)) = (&actor.device, &seat.profile) {
        let _ = device.sign_out(profile).await;
        if !remember {
            // The new sign-in has already replaced the old one's cookie.
            let ended = SignOutRequest {
                device: profile.device,
                sign_in: Some(profile.sign_in.clone()),
            };
            let _ = device.told_sign_out(&ended).await;
        }
    }
    let mine = actor.seat().is_some_and(|current| Rc::ptr_eq(&current, seat));
    if mine {
        *actor.seat.borrow_mut() = None;
        actor.live.view.set(None);
    }
    seat.say_signed_out();
}

/// Settled items go: acknowledged ones are the office's now.
fn sealed_change(replica: &Replica, drafts: &BTreeMap<String, Option<String>>) -> Change {
    let mut change = Seat::draft_change(replica, drafts);
    change.ops.extend(replica.settled_ops());
    change
}

/// Sign-outs made without network, told when there is one.
pub async fn tell_office(actor: &Actor) {
    let Some(device) = &actor.device else { return };
    for waiting in device.sign_outs().await.unwrap_or_default() {
        if !net::sign_out(waiting.clone()).await {
            return;
        }
        // If this fails it is told once more, and the answer is the same.
        let _ = device.told_sign_out(&waiting).await;
    }
}

use leptos::prelude::Set;
