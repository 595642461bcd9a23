//! Who sits at this phone: from its own memory first, then as the office's cookie says.

use super::{
    Actor,
    kept::Kept,
    seat::{Seat, seat_name},
    sign_out,
};
use crate::{
    crypto, dom,
    idb::{IdbStore, Profile},
    net, prefs,
    tabs::Word,
};
use app::live::Storage;
use domain::PersonId;
use leptos::prelude::{GetUntracked, Write};
use protocol::{Answer, SessionAnswer};
use replica::{Change, Identity, MemoryStore, Store, StoreError};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Rows on screen first. Somebody who sits here already syncs at once and hears the office's word on who is
/// signed in beside it; nobody does anything else before that word.
pub async fn boot(actor: &Rc<Actor>) {
    if let Some(profile) = kept_profile(actor).await {
        // A database that does not open leaves the seat empty; the office then fills a new one.
        let _ = sit_down(actor, profile, String::new()).await;
    }
    if actor.seat().is_some() {
        let actor = Rc::clone(actor);
        spawn_local(async move { greet(&actor).await });
    } else {
        greet(actor).await;
    }
}

async fn kept_profile(actor: &Actor) -> Option<Profile> {
    actor.device.as_ref()?.current().await.ok().flatten()
}

/// Asks the office who is signed in here, and follows; one question at a time.
pub async fn greet(actor: &Rc<Actor>) {
    if actor.greeting.replace(true) {
        return;
    }
    ask(actor).await;
    actor.greeting.set(false);
}

async fn ask(actor: &Rc<Actor>) {
    sign_out::tell_office(actor).await;
    let session = net::session().await;
    let mut status = actor.live.status.get_untracked();
    match session {
        // Left this phone without network, and the office could not be told yet: nobody sits here.
        Some(Answer::Ok(session)) if is_leaving(actor, &session).await => {
            status.signed_out = true;
            actor.set_status(status);
            if actor.seat().is_none() {
                dom::go("/sign-in");
            }
        }
        Some(Answer::Ok(session)) => {
            status.online = Some(true);
            status.signed_out = false;
            status.demo = session.demo;
            prefs::keep_demo(session.demo);
            actor.set_status(status);
            follow(actor, session).await;
        }
        Some(Answer::SignIn) => {
            status.online = Some(true);
            status.signed_out = true;
            actor.set_status(status);
            if actor.seat().is_none() {
                dom::go("/sign-in");
            }
        }
        Some(Answer::Update) => {
            status.update_required = true;
            actor.set_status(status);
        }
        Some(Answer::OtherPerson | Answer::Busy { .. }) | None => {
            status.online = Some(false);
            status.signed_out = actor.seat().is_none();
            actor.set_status(status);
        }
    }
}

async fn is_leaving(actor: &Actor, session: &SessionAnswer) -> bool {
    let Some(device) = &actor.device else { return false };
    let waiting = device.sign_outs().await.unwrap_or_default();
    waiting
        .iter()
        .any(|ended| ended.sign_in.as_deref() == Some(session.sign_in.as_str()))
}

async fn follow(actor: &Rc<Actor>, session: SessionAnswer) {
    let seated = actor.seat();
    if let Some(seat) = &seated {
        let profile = seat.profile.as_ref();
        let same_person = profile.is_some_and(|profile| profile.person == session.person);
        let same = |profile: &Profile| profile.device == session.device && profile.sign_in == session.sign_in;
        if same_person && profile.is_some_and(same) {
            return;
        }
        if !same_person {
            // Another person signed in with the form: the one before is sealed before a row of the new one is
            // fetched.
            sign_out::seal(actor, seat, false).await;
        }
    }
    let Some(key) = crypto::import_key(&session.key).await else {
        return;
    };
    let profile = Profile {
        person: session.person,
        device: session.device,
        sign_in: session.sign_in,
        key,
    };
    let moved = seated.filter(|seat| {
        seat.profile
            .as_ref()
            .is_some_and(|old| old.person == session.person)
    });
    if let Some(seat) = moved {
        // The same person under a new device: everything is written once more under the new key. Were the
        // old key dropped without that, nothing unsent could ever be read again; so it is tried again later.
        if rewrite(&seat, &profile).await.is_err() {
            return;
        }
    }
    if let Some(old) = actor.seat() {
        actor.write_drafts(Rc::clone(&old)).await;
        old.retire();
    }
    if let Some(device) = &actor.device {
        // If this fails the phone will ask again at the next start.
        let _ = device.sign_in(&profile).await;
    }
    // A database that does not open: the page goes on in memory and says so.
    let _ = sit_down(actor, profile, session.name).await;
}

async fn rewrite(seat: &Seat, profile: &Profile) -> Result<(), StoreError> {
    let _lock = seat.write_lock().await;
    let contents = seat.kept().load().await?;
    let store = IdbStore::open(&format!("jq-{}", profile.person), profile.key.clone()).await?;
    store.load().await?;
    store.commit(&Change::strict(contents.ops)).await?;
    seat.supersede();
    Ok(())
}

async fn sit_down(actor: &Rc<Actor>, profile: Profile, name: String) -> Result<(), StoreError> {
    let identity = Identity {
        person: profile.person,
        device: profile.device,
        name,
    };
    let opened = match &actor.device {
        Some(_) => IdbStore::open(&seat_name(&identity), profile.key.clone())
            .await
            .ok(),
        None => None,
    };
    // Where nothing can be kept, the page goes on in memory and says so.
    let kept = opened.map_or_else(|| Kept::Memory(MemoryStore::default()), Kept::Disk);
    if matches!(kept, Kept::Memory(_)) {
        actor.live.status.write().storage = Storage::MemoryOnly;
    }
    let hearing = Rc::downgrade(actor);
    let person = profile.person;
    let hear = move |word| {
        if let Some(actor) = hearing.upgrade() {
            heard(&actor, person, word);
        }
    };
    let seat = Rc::new(Seat::open(kept, Some(profile), identity, hear).await?);
    *actor.seat.borrow_mut() = Some(Rc::clone(&seat));
    seat.publish(&actor.live);
    Ok(())
}

/// Another tab of the same person did something.
fn heard(actor: &Rc<Actor>, person: PersonId, word: Word) {
    let Some(seat) = actor.seat() else { return };
    if seat
        .profile
        .as_ref()
        .is_none_or(|profile| profile.person != person)
    {
        return;
    }
    match word {
        Word::SignedOut => dom::go("/app/today"),
        Word::Changed => {
            let live = actor.live.clone();
            spawn_local(async move {
                if seat.catch_up().await.is_ok() {
                    seat.publish(&live);
                }
            });
        }
    }
}
