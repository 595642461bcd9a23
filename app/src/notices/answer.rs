//! Answering: one tap, or the form and the signature with one button, or not agreeing.

use super::{
    card::slot_at,
    decline::Decline,
    filled::{answers, is_too_long, of_answers, with_part},
    marks::action_of,
    model::{Home, Page},
    questions::{Filling, field_id, questions},
};
use crate::{
    components::{Button, ButtonKind, SignaturePad, draw, is_signature, thinned},
    live::{Live, Sending, use_live},
    notes::{Draft, Saving},
    words::use_words,
};
use domain::{
    Action, ChildId, NoticeId, Refusal,
    notices::{self, Ask, Form, Given, Verb},
};
use leptos::prelude::*;
use replica::{Item, ItemState};

#[component]
pub fn AnswerForm(model: Memo<Option<Page>>, child: ChildId, done: Callback<()>) -> impl IntoView {
    let live = use_live();
    let words = &use_words().notices;
    let Some(start) = model.with_untracked(|page| Start::of(page.as_ref()?, child)) else {
        return ().into_any();
    };
    let key = ["answer:", &start.notice.to_string(), ":", &child.to_string()].concat();
    let draft = Draft::open(&live, key, start.text.clone());
    if let (Some((at, count)), true) = (start.slots, start.slot_gone) {
        // The time was taken by others: all the rest stays, another time is to be chosen.
        let text = with_part(&draft.text.read_untracked(), count, at, "");
        draft.text.set(text);
    }
    let saving = Saving::new();
    let filling = Filling {
        live: live.clone(),
        model,
        child,
        draft,
        count: start.form.as_ref().map_or(0, |form| form.questions.len()),
        own: start.own,
        busy: saving.busy,
    };
    let asked = start.form.as_ref().map(|form| questions(form, &filling));
    let strokes = RwSignal::new(String::new());
    let fault = RwSignal::new(None::<&'static str>);
    let declining = RwSignal::new(start.declined.is_some());
    let (signs, has_form) = (start.signs, start.form.is_some());
    let pad = signs.then(|| view! { <SignaturePad strokes=strokes/> }.into_any());
    let label = match (signs, has_form) {
        (true, _) => words.sign,
        (_, true) => words.submit,
        _ => words.acknowledge,
    };
    let sender = Sender {
        live,
        model,
        child,
        saving,
        done,
    };
    let decline_sender = sender.clone();
    let press = Callback::new(move |()| {
        let given = match &start.form {
            Some(form) => answers(form, &draft.text.read_untracked()),
            None => Some(Vec::new()),
        };
        let drawn = strokes.with_untracked(|strokes| thinned(strokes));
        fault.set(match &given {
            _ if draft.text.with_untracked(|text| is_too_long(text)) => Some(words.answer_too_long),
            None => Some(words.needs_answers),
            Some(_) if signs && !is_signature(&drawn) => Some(words.needs_signature),
            Some(_) => None,
        });
        if let (Some(answers), None) = (given, fault.get_untracked()) {
            sender.send(Answer::Done { answers, drawn }, Some(draft));
        }
    });
    let foot = draw(move || {
        if declining.get() {
            let sender = decline_sender.clone();
            let reason = start.declined.clone().unwrap_or_default();
            return view! { <Decline sender=sender reason=reason declining=declining/> }.into_any();
        }
        let decline = (signs || has_form).then(|| {
            let decline = Callback::new(move |()| declining.set(true));
            view! { <Button label=words.decline on_press=decline busy=saving.busy/> }.into_any()
        });
        view! {
            <p class="problem" role="alert">{move || fault.get()}</p>
            {saving.problem()}
            <div class="form-buttons">
                <Button label=label kind=ButtonKind::Main on_press=press busy=saving.busy/>
                {decline}
            </div>
        }
        .into_any()
    });
    view! { <div class="form">{asked} {pad} {foot}</div> }.into_any()
}

/// What a household can say.
pub enum Answer {
    Done { answers: Vec<Given>, drawn: String },
    Declined(String),
}

/// Sends answers for one child, on what is on screen at that moment.
#[derive(Clone)]
pub struct Sender {
    live: Live,
    model: Memo<Option<Page>>,
    pub child: ChildId,
    pub saving: Saving,
    /// When it is on disk.
    done: Callback<()>,
}

impl Sender {
    pub fn send(&self, answer: Answer, draft: Option<Draft>) {
        let planned = self.model.with_untracked(|page| {
            let page = page.as_ref()?;
            Some(self.action(page, page.home(self.child)?, answer))
        });
        if let Some((action, replaces)) = planned {
            let sending = Sending {
                replaces,
                draft: draft.map(|draft| draft.key()),
                ..Sending::new(Action::Notices(action))
            };
            let done = self.done;
            let sent = Box::new(move || {
                draft.inspect(Draft::sent);
                done.run(());
            });
            self.saving.start(&self.live, sending, sent);
        }
    }

    fn action(&self, page: &Page, home: &Home, answer: Answer) -> (notices::Action, Option<u64>) {
        let (child, version, base) = (self.child, page.notice.version(), home.answered());
        let verb = match answer {
            Answer::Declined(reason) => Verb::Decline {
                child,
                version,
                reason,
                base,
            },
            Answer::Done { answers, drawn } if page.notice.ask == Ask::Sign => Verb::Sign {
                child,
                version,
                strokes: drawn,
                answers,
                base,
            },
            Answer::Done { answers, .. } => Verb::Confirm {
                child,
                version,
                answers,
                base,
            },
        };
        let notice = page.notice.id;
        let replaces = home.stuck.as_ref().map(|item| item.order);
        (notices::Action { notice, verb }, replaces)
    }

    /// The draft of one box at this child's place.
    pub fn draft(&self, kind: &str, start: String) -> Option<Draft> {
        let notice = self.model.with_untracked(|page| Some(page.as_ref()?.notice.id))?;
        let key = [kind, ":", &notice.to_string(), ":", &self.child.to_string()].concat();
        Some(Draft::open(&self.live, key, start))
    }

    pub fn id(&self, kind: &str) -> String {
        field_id(kind, self.child, 0)
    }

    pub fn live(&self) -> &Live {
        &self.live
    }
}

/// What the form begins with: an answer that was not accepted, else what the household said before.
struct Start {
    notice: NoticeId,
    form: Option<Form>,
    signs: bool,
    text: String,
    /// The reason in an answer "I do not agree" that was not accepted.
    declined: Option<String>,
    own: Option<usize>,
    /// The question about appointments, and how many questions there are.
    slots: Option<(usize, usize)>,
    slot_gone: bool,
}

impl Start {
    fn of(page: &Page, child: ChildId) -> Option<Start> {
        let home = page.home(child)?;
        let form = page.notice.form.clone();
        let given = home.receipt.as_ref().and_then(|receipt| receipt.answers(1));
        let slots = form
            .as_ref()
            .and_then(|form| Some((form.slots()?.0, form.questions.len())));
        let stuck = home.stuck.as_ref();
        let (answers, declined) = match stuck.and_then(|item| Some(&action_of(item)?.verb)) {
            Some(Verb::Confirm { answers, .. } | Verb::Sign { answers, .. }) => {
                (Some(answers.as_slice()), None)
            }
            Some(Verb::Decline { reason, .. }) => (given, Some(reason.clone())),
            _ => (given, None),
        };
        Some(Start {
            notice: page.notice.id,
            signs: page.notice.ask == Ask::Sign,
            text: of_answers(answers.unwrap_or_default()),
            declined,
            own: slot_at(&page.notice, home.receipt.as_ref()),
            slots,
            slot_gone: stuck.is_some_and(lost_its_slot),
            form,
        })
    }
}

fn lost_its_slot(item: &Item) -> bool {
    matches!(
        item.state,
        ItemState::Refused {
            reason: Refusal::SlotTaken,
            ..
        }
    )
}
