//! Ready-made beginnings: what schools send every term; offered while nothing is written.

use super::{
    draft::{Pen, blank, is_blank},
    questions::add_question,
};
use crate::{
    components::{Button, ButtonKind, Undo, draw, kept},
    live::Lang,
    words::{Words, use_words},
};
use domain::notices::{Ask, Draft, Household, Kind, QuestionKind, Text};
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    Meeting,
    Consent,
    Safety,
}

const TEMPLATES: [Template; 3] = [Template::Meeting, Template::Consent, Template::Safety];

pub fn templates(pen: Pen) -> AnyView {
    let words = use_words();
    let author = &words.author;
    let is_empty = kept(move || pen.draft.with(is_blank));
    // What was cleared a moment ago can be had again until something new is written.
    let cleared = RwSignal::new(None::<Draft>);
    let begin = draw(move || {
        if !is_empty.get() {
            let clear = move |()| {
                let draft = pen.draft.get_untracked();
                let address = draft.address.clone();
                cleared.set(Some(draft));
                pen.change(|draft| *draft = blank(Some(address)));
            };
            return view! { <Button label=author.clear kind=ButtonKind::Plain on_press=clear/> }.into_any();
        }
        let each = TEMPLATES
            .into_iter()
            .zip(author.template_names)
            .map(|(template, name)| {
                let press = move |_| pen.change(|draft| fill(words, draft, template));
                view! { <button type="button" class="chip" on:click=press>{name}</button> }.into_any()
            });
        view! {
            <div class="chips templates" role="group" aria-label=author.templates>
                <span class="field-hint">{author.templates}</span>
                {each.collect::<Vec<_>>()}
            </div>
        }
        .into_any()
    });
    let undo = draw(move || {
        let is_empty = is_empty.get();
        cleared.with(|cleared| is_empty && cleared.is_some()).then(|| {
            let back = move |()| {
                if let Some(draft) = cleared.get_untracked() {
                    pen.change(|now| *now = draft);
                }
            };
            view! { <Undo done=author.cleared undo=words.outbox.undo on_undo=back/> }.into_any()
        })
    });
    view! { {begin} {undo} }.into_any()
}

/// The address stays; everything else becomes the template's.
pub fn fill(words: &Words, draft: &mut Draft, template: Template) {
    *draft = blank(Some(draft.address.clone()));
    let author = &words.author;
    let (title, body) = author.template_texts[template as usize % 3];
    let text = Text {
        title: title.to_owned(),
        body: body.to_owned(),
    };
    let slot = if words.lang == Lang::Zh {
        &mut draft.zh
    } else {
        &mut draft.en
    };
    *slot = Some(text);
    draft.kind = Kind::Action;
    draft.ask = Ask::Sign;
    match template {
        Template::Meeting => {
            draft.ask = Ask::Confirm;
            add_question(draft, QuestionKind::Slots(Vec::new()), author.ask_time.to_owned());
        }
        Template::Consent => {
            let options = author.consent_options.map(str::to_owned).to_vec();
            add_question(
                draft,
                QuestionKind::Choice(options),
                author.ask_consent.to_owned(),
            );
            draft.household = Household::SignerOnly;
        }
        Template::Safety => {}
    }
}
