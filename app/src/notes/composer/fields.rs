//! The choices of the composer: child, topic, addressee, and whether a reply is wanted.

use super::people::Addressee;
use crate::{
    components::{Choice, Choices},
    notes::topic::TOPICS,
    people::Face,
    words::use_words,
};
use domain::ChildId;
use leptos::prelude::*;

pub fn child_choice(
    faces: Vec<Face>,
    chosen: RwSignal<Option<ChildId>>,
    on_child: Callback<ChildId>,
) -> AnyView {
    let words = use_words();
    let options = faces.iter().map(|face| Choice::new(face.name.clone())).collect();
    let children: Vec<ChildId> = faces.iter().map(|face| face.child).collect();
    let places = children.clone();
    let at = move || {
        chosen
            .get()
            .and_then(|child| places.iter().position(|of| *of == child))
    };
    view! {
        <Choices
            legend=words.notes.child
            name="child"
            options=options
            chosen=Signal::derive(at)
            on_choose=move |at: usize| {
                if let Some(child) = children.get(at) {
                    on_child.run(*child);
                }
            }
        />
    }
    .into_any()
}

pub fn topic_choice(chosen: RwSignal<Option<usize>>) -> AnyView {
    let words = use_words();
    let option = |(topic, _, glyph)| Choice {
        label: words.notes.topic_word(topic).to_owned(),
        glyph: Some(glyph),
    };
    view! {
        <Choices
            legend=words.notes.topic
            name="topic"
            options=TOPICS.map(option).to_vec()
            chosen=chosen
            on_choose=move |at| chosen.set(Some(at))
        />
    }
    .into_any()
}

pub fn addressee_choice(people: &[Addressee], chosen: RwSignal<usize>) -> Option<AnyView> {
    if people.is_empty() {
        return None;
    }
    let words = use_words();
    let option = |to: &Addressee| {
        let name = (words.common.teacher)(&to.name);
        Choice::new(match (to.person, to.subjects.as_str()) {
            (None, _) => (words.notes.class_teacher)(&name),
            (Some(_), "") => name,
            (Some(_), subjects) => [subjects, " · ", &name].concat(),
        })
    };
    let options = people.iter().map(option).collect();
    Some(
        view! {
            <Choices
                legend=words.notes.to_whom
                name="to-whom"
                options=options
                chosen=Signal::derive(move || Some(chosen.get()))
                on_choose=move |at| chosen.set(at)
            />
        }
        .into_any(),
    )
}

pub fn reply_switch(asks_reply: RwSignal<bool>) -> AnyView {
    let words = use_words();
    view! {
        <div class="field">
            <label class="check">
                <input
                    type="checkbox"
                    aria-describedby="asks-reply-hint"
                    prop:checked=Signal::derive(move || asks_reply.get())
                    on:change=move |event| asks_reply.set(event_target_checked(&event))
                />
                <span>{words.notes.asks_reply}</span>
            </label>
            <p class="field-hint" id="asks-reply-hint">{words.notes.asks_reply_hint}</p>
        </div>
    }
    .into_any()
}
