//! The rows of a notice: the notice itself, and one receipt for each child.

use super::{
    audience::{Address, Level},
    form::Form,
};
use crate::{
    ids::{ChildId, EntryId, NoticeId, PersonId, ReceiptId},
    notes::Author,
    scope::{Scope, ScopeKind},
    time::{Day, Instant},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub id: NoticeId,
    pub address: Address,
    /// Whom it is for, as shown: 三年级2班.
    pub to: String,
    pub author: Author,
    pub kind: Kind,
    pub ask: Ask,
    pub household: Household,
    /// The current text.
    pub edition: Edition,
    /// Texts before it, oldest first: a published text is never edited in place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Edition>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Form>,
    pub written_at: Instant,
    pub received_at: Instant,
    /// From when families have it: later than `received_at` when scheduled, or written in their quiet hours.
    pub visible_from: Instant,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// The last day on which it matters; later joiners of the class are not shown it after that.
    pub expires: Day,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminded: Vec<Instant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emergency: Option<Emergency>,
    /// The audience when it was published.
    pub counts: Counts,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// For reading.
    Info,
    /// Something is to be done by a day.
    Action,
    /// Safety: any hour, any number a day; school administrators only.
    Emergency,
}

/// What is asked of a household, in three strengths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// Nothing is counted.
    None,
    /// It counts when it was on screen.
    Read,
    /// A tap on 知道了, or the answers to its form.
    Confirm,
    /// A signature drawn by hand.
    Sign,
}

/// Who of a household has to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Household {
    AnyOne,
    /// Every guardian with a full say (those who may reply; for a signature, those who may sign).
    EachGuardian,
    /// One of those who may sign.
    SignerOnly,
}

/// One version of the text, in Chinese, English or both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    pub version: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zh: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<Text>,
    pub at: Instant,
    /// Whether receipts of earlier versions count no more. True for the first.
    pub material: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    pub title: String,
    /// Empty once withdrawn.
    #[serde(default)]
    pub body: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    pub at: Instant,
    pub by: Author,
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Emergency {
    /// A drill: marked as one wherever it is shown.
    #[serde(default)]
    pub test: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub all_clear: Option<AllClear>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllClear {
    pub at: Instant,
    pub text: String,
}

/// Children and guardians addressed, and children whom no phone reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub children: u32,
    pub guardians: u32,
    pub unreachable: u32,
}

/// Everything that one child's household did about one notice; marks are only ever added to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub id: ReceiptId,
    pub notice: NoticeId,
    pub child: ChildId,
    /// The author, where that is a subject teacher of the child: the class teacher sees it with the family.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<PersonId>,
    /// One for each guardian and version, and one more for each further answer.
    #[serde(default)]
    pub marks: Vec<Mark>,
    /// How staff reached the household without a phone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub guardian: PersonId,
    pub name: String,
    /// The version of the text that was on that phone.
    pub version: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrived_at: Option<Instant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_at: Option<Instant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<Done>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    pub kind: DoneKind,
    pub written_at: Instant,
    /// The office's receipt: what counts.
    pub received_at: Instant,
    /// One for each question of the form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<super::form::Given>,
    /// The drawn signature: strokes on a field of 300 x 100, as `x,y x,y;x,y ...`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub strokes: String,
    /// Why not, if somebody said so while declining.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoneKind {
    Confirmed,
    Signed,
    Declined,
}

/// A household reached another way, as staff recorded it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub id: EntryId,
    pub channel: Channel,
    pub by: Author,
    pub at: Instant,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Call,
    /// A printed slip that came back signed.
    Slip,
    Visit,
    Message,
}

/// The one receipt of a child for a notice: named by both, so two guardians who answer at once meet in one row.
pub fn receipt_id(notice: NoticeId, child: ChildId) -> ReceiptId {
    ReceiptId(Uuid::new_v5(&notice.0, child.0.as_bytes()))
}

impl Notice {
    pub fn homes(&self) -> Vec<Scope> {
        self.address.homes(self.author.person)
    }

    pub fn version(&self) -> u32 {
        self.edition.version
    }

    /// Receipts of earlier versions do not count.
    pub fn material_version(&self) -> u32 {
        let editions = self.earlier.iter().chain([&self.edition]);
        let material = editions.filter(|edition| edition.material);
        material.map(|edition| edition.version).max().unwrap_or(1)
    }

    /// When the text was published that receipts have to be about.
    pub fn material_since(&self) -> Instant {
        let version = self.material_version();
        let editions = self.earlier.iter().chain([&self.edition]);
        let material = editions.filter(|edition| edition.version == version);
        material
            .map(|edition| edition.at)
            .next()
            .unwrap_or(self.received_at)
    }

    pub fn is_emergency(&self) -> bool {
        self.kind == Kind::Emergency
    }

    /// From when families have it; never, if it was taken back before its moment.
    pub fn families_from(&self) -> Option<Instant> {
        let unseen = |withdrawn: &Withdrawal| withdrawn.at < self.visible_from;
        let never = self.withdrawn.as_ref().is_some_and(unseen);
        (!never).then_some(self.visible_from)
    }

    /// Whether it is one of the daily notices of its classes.
    pub fn counts_for_the_day(&self) -> bool {
        !self.is_emergency() && self.families_from().is_some()
    }

    /// Whether households are still asked for something.
    pub fn is_open(&self, today: Day) -> bool {
        self.withdrawn.is_none() && today <= self.expires
    }

    /// One class's own notice shows names; a wider one counts.
    pub fn shows_names(&self) -> bool {
        self.address.level == Level::Class
    }
}

impl Edition {
    /// In the language asked for, or the other one.
    pub fn text(&self, chinese: bool) -> &Text {
        const NONE: &Text = &Text {
            title: String::new(),
            body: String::new(),
        };
        let (first, second) = if chinese {
            (&self.zh, &self.en)
        } else {
            (&self.en, &self.zh)
        };
        first.as_ref().or(second.as_ref()).unwrap_or(NONE)
    }
}

impl Receipt {
    pub fn new(notice: NoticeId, child: ChildId, staff: Option<PersonId>) -> Receipt {
        Receipt {
            id: receipt_id(notice, child),
            notice,
            child,
            staff,
            marks: Vec::new(),
            contacts: Vec::new(),
        }
    }

    pub fn homes(&self) -> Vec<Scope> {
        let family = Scope::new(ScopeKind::ChildFamily, self.child.0);
        let own = self.staff.map(|person| Scope::new(ScopeKind::Person, person.0));
        std::iter::once(family).chain(own).collect()
    }

    /// What counts for a version, in the order in which the office received it.
    pub fn done(&self, version_min: u32) -> Vec<(&Mark, &Done)> {
        let marks = self.marks.iter().filter(|mark| mark.version >= version_min);
        let mut done: Vec<_> = marks
            .filter_map(|mark| mark.done.as_ref().map(|done| (mark, done)))
            .collect();
        done.sort_by_key(|(mark, done)| (done.received_at, mark.version));
        done
    }

    /// The answers that hold: those of the last answer. None after a household declined.
    pub fn answers(&self, version_min: u32) -> Option<&[super::form::Given]> {
        let (_, last) = self.done(version_min).pop()?;
        (!last.answers.is_empty()).then_some(last.answers.as_slice())
    }

    /// The newest one: who answers again leaves a further mark.
    pub fn mark(&self, guardian: PersonId, version: u32) -> Option<&Mark> {
        let own = |mark: &&Mark| mark.guardian == guardian && mark.version == version;
        self.marks.iter().rev().find(own)
    }
}
