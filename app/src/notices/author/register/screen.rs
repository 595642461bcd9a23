//! The screen of a notice's receipts: for a class with names, for wider notices in counts, or both.

use super::{
    counts::{counts_table, summary},
    csv::{csv, file_name},
    lines::{Line, Reader, left, lines, tallies, tally},
    paper::Paper,
    table::{Sheet, table},
};
use crate::{
    components::{Button, Choice, Choices, Empty, ScreenTitle, draw},
    live::use_live,
    notices::author::parts::{notice_of, title_of},
    shell::{notice_path, use_now_day},
    words::use_words,
};
use domain::{ChildId, NoticeId, notices::Notice, people::ClassCard};
use leptos::prelude::*;

#[component]
pub fn Register(id: NoticeId) -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let view = live.view;
    let notice = Memo::new(move |_| notice_of(view.read().as_deref()?, id));
    let reader = Memo::new(move |_| {
        let view = view.read();
        let notice = notice.read();
        let pair = view.as_deref().zip(notice.as_ref());
        pair.map(|(view, notice)| Reader::of(view, notice)).unwrap_or_default()
    });
    let inside = draw(move || {
        let reader = reader.get();
        if notice.with(Option::is_none) || reader.is_empty() {
            return nothing(notice.with(Option::is_some));
        }
        let counts = reader.counts.then(|| counts(notice));
        let one = reader.classes.len() == 1 && !reader.counts;
        let classes = reader.classes.into_iter().map(|class| class_register(id, notice, class, one));
        view! { {counts} {classes.collect::<Vec<_>>()} }.into_any()
    });
    page(id, notice, words.register.title, inside)
}

/// A screen about a notice, with the way back to it.
pub fn page(id: NoticeId, notice: Memo<Option<Notice>>, title: &'static str, inside: AnyView) -> AnyView {
    let words = use_words();
    let sub = Signal::derive(move || {
        let notice = notice.read();
        notice
            .as_ref()
            .map(|notice| (words.register.sub)(&notice.to, title_of(words, notice)))
            .unwrap_or_default()
    });
    view! {
        <div class="thread author">
            <ScreenTitle title=title.to_owned() sub=sub back=notice_path(id, None)/>
            <div class="author-body">{inside}</div>
        </div>
    }
    .into_any()
}

fn nothing(is_here: bool) -> AnyView {
    let words = use_words();
    let text = if is_here {
        words.register.elsewhere
    } else {
        words.register.not_here_text
    };
    view! { <Empty title=words.register.not_here text=text/> }.into_any()
}

fn counts(notice: Memo<Option<Notice>>) -> AnyView {
    let live = use_live();
    let words = use_words();
    let rows = Memo::new(move |_| {
        let view = live.view.read();
        let notice = notice.read();
        let pair = view.as_deref().zip(notice.as_ref());
        pair.map(|(view, notice)| tallies(view, notice)).unwrap_or_default()
    });
    draw(move || counts_table(words, &rows.read()))
}

fn class_register(id: NoticeId, notice: Memo<Option<Notice>>, class: ClassCard, one: bool) -> AnyView {
    let live = use_live();
    let words = use_words();
    let today = use_now_day();
    let (view, now) = (live.view, live.now);
    let name = class.name.clone();
    let all = {
        let class = class.clone();
        Memo::new(move |_| {
            let view = view.read();
            let notice = notice.read();
            let pair = view.as_deref().zip(notice.as_ref());
            pair.map(|(view, notice)| lines(view, notice, &class, now.get())).unwrap_or_default()
        })
    };
    let missing = Memo::new(move |_| all.read().iter().filter(|line| line.is_missing()).count());
    let only_missing = RwSignal::new(missing.get_untracked() > 0);
    let sheet = Sheet {
        lines: all,
        form: Memo::new(move |_| notice.read().as_ref().and_then(|notice| notice.form.clone())),
        open: RwSignal::new(None),
        today,
        notice: id,
    };
    let shown = Memo::new(move |_| shown(&all.read(), only_missing.get(), sheet.open.get()));
    let counted = Memo::new(move |_| tally(&all.read()));
    let label = name.clone();
    let heading = (!one).then(|| view! { <h2>{label.clone()}</h2> }.into_any());
    let filter = draw(move || {
        let count = all.read().len();
        let options = vec![
            Choice::new((words.register.missing)(missing.get())),
            Choice::new((words.register.all)(count)),
        ];
        view! {
            <Choices
                legend=words.register.filter
                name="register-filter"
                options=options
                chosen=Signal::derive(move || Some(usize::from(!only_missing.get())))
                on_choose=move |at| only_missing.set(at == 0)
            />
        }
        .into_any()
    });
    let empty = draw(move || {
        let words = &words.register;
        shown.read().is_empty().then(|| view! { <p class="quiet">{words.none_missing}</p> }.into_any())
    });
    view! {
        <section aria-label=label>
            {heading}
            {draw(move || summary(words, &counted.get()))}
            <div class="list-tools author-tools">{filter} {outputs(id, notice, name, sheet)}</div>
            {table(sheet, shown)}
            {empty}
        </section>
    }
    .into_any()
}

/// Whoever a contact is being recorded for stays in the list until that is done.
pub fn shown(lines: &[Line], only_missing: bool, open: Option<ChildId>) -> Vec<ChildId> {
    let wanted = |line: &&Line| !only_missing || line.is_missing() || open == Some(line.child);
    lines.iter().filter(wanted).map(|line| line.child).collect()
}

/// Paper and file: both have every child, whatever is shown.
fn outputs(id: NoticeId, notice: Memo<Option<Notice>>, class: String, sheet: Sheet) -> AnyView {
    let live = use_live();
    let words = use_words();
    let register = &words.register;
    let printed = RwSignal::new(false);
    let print = {
        let live = live.clone();
        move |()| {
            printed.set(true);
            live.print();
        }
    };
    let name = class.clone();
    let export = move |()| {
        let lines = sheet.lines.read_untracked();
        if let Some(notice) = notice.read_untracked().as_ref() {
            let table = csv(words, notice, &lines, sheet.today.get_untracked());
            live.export(file_name(words, &name, title_of(words, notice)), table);
        }
    };
    let paper = draw(move || {
        printed.get().then(|| {
            let class = class.clone();
            view! { <Paper notice=notice class=class sheet=sheet/> }.into_any()
        })
    });
    let unreachable = Memo::new(move |_| left(&tally(&sheet.lines.read())) > 0);
    let slips = draw(move || {
        let href = notice_path(id, None) + "/slips";
        unreachable.get().then(|| view! { <a class="btn btn-quiet" href=href>{register.slips}</a> }.into_any())
    });
    view! {
        <div class="action-row">
            <Button label=register.print on_press=print/>
            <Button label=register.export on_press=export/>
            {slips}
        </div>
        {paper}
    }
    .into_any()
}
