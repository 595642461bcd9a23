//! Good news in this term: the children of one's own class whose families have had none yet. A help to remember,
//! seen by the class teacher alone.

use crate::{
    components::{draw, kept},
    live::use_live,
    shell::{NewNote, use_now_day},
    sorted::sorted_by,
    words::{Words, use_words},
};
use domain::{
    ChildId, Day, Row, calendar,
    notes::{Side, Topic},
    people::{ClassCard, Pupil, Role},
};
use leptos::prelude::*;
use replica::View;

#[component]
pub fn Coverage() -> impl IntoView {
    let live = use_live();
    let words = use_words();
    let today = use_now_day();
    let view = live.view;
    let waiting = kept(move || {
        let view = view.read();
        view.as_deref()
            .map(|view| waiting(view, today.get()))
            .unwrap_or_default()
    });
    draw(move || {
        let classes = waiting.read();
        let each = classes.iter().map(|(class, pupils)| card(words, class, pupils));
        (!classes.is_empty()).then(|| each.collect::<Vec<_>>())
    })
}

fn card(words: &'static Words, class: &str, pupils: &[Pupil]) -> AnyView {
    let register = &words.register;
    let title = match pupils.len() {
        0 => register.praise_all.to_owned(),
        count => (register.praise)(count),
    };
    let links = pupils.iter().map(|pupil| {
        let label = (register.praise_link)(&pupil.name);
        view! { <li><a class="chip" href=path(pupil.child) aria-label=label>{pupil.name.clone()}</a></li> }
            .into_any()
    });
    let list = (!pupils.is_empty()).then(|| {
        view! {
            <p class="field-hint">{register.praise_hint}</p>
            <ul class="chips">{links.collect::<Vec<_>>()}</ul>
        }
        .into_any()
    });
    view! {
        <details class="more coverage">
            <summary>{class.to_owned()} " · " {title}</summary>
            {list}
        </details>
    }
    .into_any()
}

fn path(child: ChildId) -> String {
    let new = NewNote {
        child: Some(child),
        ..NewNote::default()
    };
    new.path() + "&topic=praise"
}

/// For each class of one's own as class teacher: its pupils without a note of praise this term, by seat.
pub fn waiting(view: &View, today: Day) -> Vec<(String, Vec<Pupil>)> {
    let from = calendar::term_start(today);
    let praised: Vec<ChildId> = view
        .all("note")
        .filter_map(|shown| match shown.row {
            Row::Note(note)
                if note.topic == Topic::Praise
                    && note.from == Side::School
                    && note.written_at.day() >= from =>
            {
                Some(note.child)
            }
            _ => None,
        })
        .collect();
    let memberships = view.me().map(|me| me.memberships.as_slice()).unwrap_or_default();
    let is_own = |class: &&ClassCard| {
        memberships
            .iter()
            .any(|member| member.role == Role::ClassTeacher && member.class == Some(class.id))
    };
    let classes = view.classes().filter(is_own).map(|class| {
        let pupils = class
            .pupils
            .iter()
            .filter(|pupil| !praised.contains(&pupil.child));
        let pupils = sorted_by(pupils.cloned(), |pupil| i64::from(pupil.seat));
        (class.name.clone(), pupils)
    });
    classes.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fake::{CHILD, CLASS_TEACHER, MATHS, MOTHER, day, days_ago, note, today},
        notices::author::school::{NO_PHONE, class_teacher, maths},
    };
    use domain::notes::Note;

    #[test]
    fn only_praise_from_school_in_this_term_counts() {
        let of = |id, author, child, topic, days| {
            Row::Note(Note {
                child,
                topic,
                ..note(id, author, days_ago(days))
            })
        };
        let rows = vec![
            of(1, CLASS_TEACHER, CHILD, Topic::Praise, 10),
            of(2, CLASS_TEACHER, NO_PHONE, Topic::Habits, 10),
            of(3, MOTHER, NO_PHONE, Topic::Praise, 10),
            of(4, MATHS, NO_PHONE, Topic::Praise, 200),
        ];
        let left = waiting(&class_teacher(rows, vec![]), today());
        let names: Vec<_> = left[0].1.iter().map(|pupil| pupil.name.as_str()).collect();
        assert_eq!((left.len(), left[0].0.as_str()), (1, "三年级2班"));
        assert_eq!(names, ["曹雨桐", "丁思远", "贺新来"], "by seat");
        let spring = day("2027-03-01");
        assert_eq!(waiting(&class_teacher(vec![], vec![]), spring)[0].1.len(), 4);
    }

    #[test]
    fn it_is_the_class_teachers_alone() {
        assert_eq!(waiting(&maths(vec![]), today()), []);
    }
}
