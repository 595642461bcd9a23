//! The table of one class: a row for each child, and in words what its family did.

use super::{
    contact::ContactForm,
    lines::{Did, Line, Said},
};
use crate::{
    components::{Button, ButtonKind, Kept, Tone, by_arrows, draw, kept, signature, tag},
    words::{Words, use_words},
};
use domain::{
    ChildId, Day,
    notices::{Contact, Form, Given, Question, QuestionKind, Reach},
};
use leptos::prelude::*;

/// What every row needs to know; cheap to copy into each.
#[derive(Clone, Copy)]
pub struct Sheet {
    pub lines: Kept<Vec<Line>>,
    pub form: Kept<Option<Form>>,
    /// The child whose contact is being recorded.
    pub open: RwSignal<Option<ChildId>>,
    pub today: Memo<Day>,
    pub notice: domain::NoticeId,
}

/// Rows follow the children; what is in a row follows its own line, so that nobody's remark is redrawn while they
/// write it.
pub fn table(sheet: Sheet, children: Kept<Vec<ChildId>>) -> AnyView {
    let words = use_words();
    let rows = draw(move || {
        children
            .get()
            .into_iter()
            .map(|child| row(sheet, child))
            .collect::<Vec<_>>()
    });
    let register = &words.register;
    let asks = draw(move || {
        sheet
            .form
            .read()
            .is_some()
            .then(|| view! { <th role="columnheader" scope="col">{register.answers}</th> }.into_any())
    });
    view! {
        <table class="register" role="table">
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{register.seat}</th>
                    <th role="columnheader" scope="col">{register.name}</th>
                    <th role="columnheader" scope="col">{register.state}</th>
                    <th role="columnheader" scope="col">{register.who}</th>
                    {asks}
                    <th role="columnheader" scope="col">{register.contact}</th>
                </tr>
            </thead>
            <tbody role="rowgroup" on:keydown=by_arrows>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(sheet: Sheet, child: ChildId) -> AnyView {
    let words = use_words();
    let line = kept(move || {
        sheet
            .lines
            .read()
            .iter()
            .find(|line| line.child == child)
            .cloned()
    });
    let cells = draw(move || line.get().map(|line| cells(words, sheet, line)));
    let form = draw(move || {
        (sheet.open.get() == Some(child)).then(|| {
            let name = line.with_untracked(|line| line.as_ref().map(|line| line.name.clone()));
            let done = Callback::new(move |()| sheet.open.set(None));
            view! {
                <tr role="row" class="register-form">
                    <td role="cell" colspan="6">
                        <ContactForm notice=sheet.notice child=child name=name.unwrap_or_default() done=done/>
                    </td>
                </tr>
            }
            .into_any()
        })
    });
    view! { <tr role="row">{cells}</tr> {form} }.into_any()
}

fn cells(words: &'static Words, sheet: Sheet, line: Line) -> AnyView {
    let today = sheet.today.get();
    let child = line.child;
    let head = "child-".to_owned() + &child.to_string();
    let said = line
        .said
        .iter()
        .map(|said| said_view(words, said, today))
        .collect::<Vec<_>>();
    let form = sheet.form.read();
    let answers = Option::as_ref(&form).map(|form| {
        let each = form.questions.iter().enumerate().map(|(at, question)| {
            let text = answer_text(question, line.answers.get(at));
            (!text.is_empty()).then(|| view! { <p>{text}</p> }.into_any())
        });
        view! { <td role="cell" class="register-answers">{each.collect::<Vec<_>>()}</td> }.into_any()
    });
    let contacts = line
        .contacts
        .iter()
        .map(|contact| view! { <p>{contact_text(words, contact, today)}</p> }.into_any());
    let record = line.is_missing().then(|| {
        let press = move |()| {
            sheet
                .open
                .update(|open| *open = (*open != Some(child)).then_some(child))
        };
        let id = head.clone();
        view! { <Button label=words.register.record kind=ButtonKind::Plain on_press=press described_by=id/> }
            .into_any()
    });
    view! {
        <td role="cell" class="register-seat">{line.seat.to_string()}</td>
        <th role="rowheader" scope="row" id=head.clone()>{line.name.clone()}</th>
        <td role="cell" class="register-state">{reach_tag(words, line.reach)}</td>
        <td role="cell" class="register-said">{said}</td>
        {answers}
        <td role="cell" class="register-contact">{contacts.collect::<Vec<_>>()} {record}</td>
    }
    .into_any()
}

pub fn reach_tag(words: &Words, reach: Reach) -> AnyView {
    let tone = match reach {
        Reach::Done(domain::notices::DoneKind::Declined) | Reach::Unreachable => Tone::Sun,
        _ if reach.is_reached() => Tone::Jade,
        _ => Tone::Quiet,
    };
    tag(tone, None, words.register.reach(reach))
}

fn said_view(words: &'static Words, said: &Said, today: Day) -> AnyView {
    let text = said_text(words, said, today);
    let drawn = (!said.strokes.is_empty()).then(|| {
        let label = [words.register.signature, " ", &said.name].concat();
        signature(&said.strokes, label)
    });
    view! { <p>{text}</p> {drawn} }.into_any()
}

/// 白玉兰（母亲）已签字 16:42.
pub fn said_text(words: &Words, said: &Said, today: Day) -> String {
    let register = &words.register;
    let who = match said.relation.as_str() {
        "" => said.name.clone(),
        relation => (words.common.with_relation)(&said.name, (words.common.relation)(relation)),
    };
    let did = match said.did {
        Did::Got => register.arrived,
        Did::Saw => register.read,
        Did::Answered(kind) => register.done(kind),
    };
    let earlier = said.earlier.map(register.for_version).unwrap_or_default();
    let colon = if said.reason.is_empty() {
        ""
    } else {
        words.common.colon
    };
    [
        &who,
        " ",
        did,
        &earlier,
        " ",
        &words.moment(said.at, today),
        colon,
        &said.reason,
    ]
    .concat()
}

/// 电话 · 常文军 昨天 16:42：奶奶接的.
pub fn contact_text(words: &Words, contact: &Contact, today: Day) -> String {
    let register = &words.register;
    let by = (register.by)(register.channel_word(contact.channel), &contact.by.name);
    let colon = if contact.text.is_empty() {
        ""
    } else {
        words.common.colon
    };
    [&by, " ", &words.moment(contact.at, today), colon, &contact.text].concat()
}

pub fn answer_text(question: &Question, given: Option<&Given>) -> String {
    let label = match (&question.kind, given) {
        (QuestionKind::Choice(options), Some(Given::Option(at))) => options.get(usize::from(*at)).cloned(),
        (QuestionKind::Slots(slots), Some(Given::Option(at))) => {
            slots.get(usize::from(*at)).map(|slot| slot.label.clone())
        }
        (_, Some(Given::Text(text))) => Some(text.clone()),
        _ => None,
    };
    label.unwrap_or_default()
}
