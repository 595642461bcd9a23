//! The cases that every store of the office must pass, whatever speaks SQL underneath.

mod accounts;
mod engine;
mod notices;
mod registers;
mod school;

pub use accounts::*;
pub use engine::*;
pub use notices::*;
pub use registers::*;
pub use school::*;

/// Each case as a test, on a store that the given function makes.
macro_rules! cases {
    ($store:path) => {
        crate::suite::cases!($store:
            a_row_that_changes_moves_to_the_head_of_its_scopes,
            a_row_that_leaves_a_scope_leaves_a_tombstone_there,
            an_unchanged_row_costs_nobody_anything,
            pages_follow_each_other_without_gap_or_double,
            compaction_forgets_tombstones_and_older_cursors_get_the_whole_scope,
            an_outcome_and_its_number_are_kept_once,
            failed_work_leaves_nothing,
            the_demo_school_goes_in_whole_and_a_repeat_changes_nothing,
            rights_follow_days,
            a_teacher_who_leaves_the_class_loses_the_threads,
            an_edge_that_was_ended_is_not_given_back_by_an_import,
            a_class_teacher_who_is_replaced_loses_the_families,
            a_child_who_moves_is_in_one_class_only,
            a_right_that_the_roster_takes_away_is_gone,
            a_tie_that_ends_by_date_is_followed_when_the_day_begins,
            a_push_is_decided_once_whatever_is_repeated,
            a_device_is_found_by_its_cookie_until_the_account_is_stopped,
            slips_are_used_voided_and_forgotten,
            a_login_number_is_one_person_s_and_the_first_is_printed,
            a_join_moves_every_tie_once,
            a_row_waits_for_its_last_named_moment,
            a_follower_learns_which_scopes_changed,
            another_epoch_is_read_at_once_and_undone_with_its_work,
            a_snapshot_keeps_whom_a_notice_was_for,
            the_lists_of_a_school_are_in_one_order_everywhere,
            ties_that_turn_and_families_that_went_silent_are_found,
            a_stranger_s_push_and_pull_get_nothing,
            a_class_notice_lies_with_its_class_once_and_with_its_author,
            what_is_scheduled_or_written_at_night_waits_for_its_moment,
            a_notice_that_is_taken_back_keeps_its_title_or_never_goes_out,
            wider_notices_reach_what_their_preview_counted,
            a_stranger_publishes_and_answers_nothing,
            receipts_lie_with_the_family_and_a_subject_teacher_while_that_is_one,
            a_leaver_keeps_what_was_sent_and_a_joiner_gets_what_is_current,
            an_appointment_is_given_once,
            an_author_s_counts_follow_answers_corrections_and_moves,
            a_class_s_daily_notices_are_counted_by_the_day_they_go_out,
            a_guardian_falls_silent_with_the_day_and_comes_back_at_once,
        );
    };
    ($store:path: $($case:ident,)*) => {
        $(#[test] fn $case() { crate::suite::$case(&$store()); })*
    };
}
pub(crate) use cases;

use domain::{Day, Instant, Scope, ScopeKind};
use office::StoreError;
use store::Work;
use uuid::Uuid;

pub trait Runs {
    fn run<T: Send + 'static>(&self, work: Work<T>) -> Result<T, StoreError>;

    fn ok<T: Send + 'static>(&self, work: Work<T>) -> T {
        match self.run(work) {
            Ok(value) => value,
            Err(error) => panic!("{error}"),
        }
    }
}

/// The Monday on which the demo stands.
pub fn now() -> Instant {
    Day::parse("2026-11-23")
        .expect("a day")
        .start()
        .plus_ms(16 * 3_600_000)
}

pub fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + n)
}

pub fn class_staff(n: u128) -> Scope {
    Scope::new(ScopeKind::ClassStaff, id(n))
}
