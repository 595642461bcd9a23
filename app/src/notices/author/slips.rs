//! Printed slips for families whom no phone reaches: the text, the child, a line to sign; two to a page.

use super::{
    parts::{notice_of, text_view, title_of},
    register::{Line, Reader, lines, page},
};
use crate::{
    components::{Button, ButtonKind, Choice, Choices, draw, kept},
    live::use_live,
    shell::use_now_day,
    words::{Words, use_words},
};
use domain::{
    Day, NoticeId,
    notices::{Ask, Notice, QuestionKind, Reach},
};
use leptos::prelude::*;

/// One child's slip.
#[derive(Clone, Debug, PartialEq)]
pub struct Slip {
    pub class: String,
    pub name: String,
    pub is_unreachable: bool,
}

impl Slip {
    pub fn of(class: &str, line: &Line) -> Slip {
        Slip {
            class: class.to_owned(),
            name: line.name.clone(),
            is_unreachable: line.reach == Reach::Unreachable,
        }
    }
}

#[component]
pub fn Slips(id: NoticeId) -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let register = &words.register;
    let today = use_now_day();
    let (view, now) = (live.view, live.now);
    let notice = kept(move || notice_of(view.read().as_deref()?, id));
    let slips = kept(move || {
        let view = view.read();
        let notice = notice.read();
        let Some((view, notice)) = view.as_deref().zip(Option::as_ref(&notice)) else {
            return Vec::new();
        };
        let classes = Reader::of(view, notice).classes;
        let of_class = classes.iter().map(|class| {
            let lines = lines(view, notice, class, now.get());
            lines
                .iter()
                .map(|line| Slip::of(&class.name, line))
                .collect::<Vec<_>>()
        });
        of_class.collect::<Vec<_>>().concat()
    });
    let for_all = RwSignal::new(false);
    let choice = draw(move || {
        let slips = slips.read();
        let unreached = slips.iter().filter(|slip| slip.is_unreachable).count();
        let options = vec![
            Choice::new((register.slips_unreached)(unreached)),
            Choice::new((register.slips_all)(slips.len())),
        ];
        view! {
            <Choices
                legend=register.slips_for
                name="slips-for"
                options=options
                chosen=Signal::derive(move || Some(usize::from(for_all.get())))
                on_choose=move |at| for_all.set(at == 1)
            />
        }
        .into_any()
    });
    let print = move |()| live.print();
    let each = draw(move || {
        let notice = notice.read();
        let notice = Option::as_ref(&notice)?;
        let slips = slips.read();
        let wanted = slips.iter().filter(|slip| for_all.get() || slip.is_unreachable);
        let each: Vec<AnyView> = wanted
            .map(|slip| slip_view(words, notice, slip, today.get()))
            .collect();
        Some(if each.is_empty() {
            view! { <p class="quiet">{register.slips_none}</p> }.into_any()
        } else {
            view! {
                <div class="form-buttons no-print">
                    <Button label=register.slips_print kind=ButtonKind::Main on_press=print.clone()/>
                </div>
                <div class="slips paper-only">{each}</div>
            }
            .into_any()
        })
    });
    page(
        id,
        notice,
        register.slips_title,
        view! { <div class="no-print">{choice}</div> {each} }.into_any(),
    )
}

fn slip_view(words: &'static Words, notice: &Notice, slip: &Slip, today: Day) -> AnyView {
    let register = &words.register;
    let from = (words.common.teacher)(&notice.author.name);
    let when = words.date(notice.visible_from.day(), today);
    let due = notice
        .due
        .map(|day| [register.due, words.common.colon, &words.date(day, today)].concat());
    let asked = (notice.ask >= Ask::Confirm).then(|| {
        view! {
            <div class="slip-back">
                <p class="slip-cut">{register.slip_cut} " · " {slip.class.clone()} " " {slip.name.clone()} " · " {title_of(words, notice).to_owned()}</p>
                {questions(notice)}
                <p class="slip-sign">
                    <span>{register.slip_sign} "＿＿＿＿＿＿＿＿"</span>
                    <span>{register.slip_date} "＿＿＿＿＿＿"</span>
                </p>
                <p class="paper-meta">{register.slip_back} " " {due}</p>
            </div>
        }
        .into_any()
    });
    view! {
        <article class="slip">
            <p class="slip-to">{(register.slip_child)(&slip.class, &slip.name)}</p>
            {text_view(words, notice)}
            <p class="paper-meta">{from} " · " {when}</p>
            {asked}
        </article>
    }
    .into_any()
}

/// Boxes to tick; appointments are written in, since only the office knows which are free.
fn questions(notice: &Notice) -> Vec<AnyView> {
    let questions = notice.form.iter().flat_map(|form| &form.questions);
    let each = questions.map(|question| {
        let space = match &question.kind {
            QuestionKind::Choice(options) => {
                let boxes: Vec<String> = options.iter().map(|option| "□ ".to_owned() + option).collect();
                boxes.join("　")
            }
            _ => "＿＿＿＿＿＿＿＿＿＿＿＿".to_owned(),
        };
        view! { <p>{question.label.clone()} "　" {space}</p> }.into_any()
    });
    each.collect()
}
