//! What OneRoster 1.1 says about its files: names, columns, and which of them we need, keep or ignore.

use self::Need::{Extra, Ignored, Kept, Required};
use super::record::RecordKind;

/// The files of a bundle that make up a roster, in the order in which they refer to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum File {
    Orgs,
    AcademicSessions,
    Courses,
    Classes,
    Users,
    Demographics,
    Enrollments,
}

pub(super) const FILES: [File; 7] = [
    File::Orgs,
    File::AcademicSessions,
    File::Courses,
    File::Classes,
    File::Users,
    File::Demographics,
    File::Enrollments,
];

pub(super) const MANIFEST: &str = "manifest.csv";

/// Files of the standard with marks and materials, which are no part of a roster.
pub(super) const OTHER_FILES: [&str; 6] = [
    "categories.csv",
    "classResources.csv",
    "courseResources.csv",
    "lineItems.csv",
    "resources.csv",
    "results.csv",
];

impl File {
    pub fn name(self) -> &'static str {
        match self {
            File::Orgs => "orgs.csv",
            File::AcademicSessions => "academicSessions.csv",
            File::Courses => "courses.csv",
            File::Classes => "classes.csv",
            File::Users => "users.csv",
            File::Demographics => "demographics.csv",
            File::Enrollments => "enrollments.csv",
        }
    }

    /// Place of a file in lists; what is no file of the standard comes first.
    pub fn rank(name: &str) -> usize {
        FILES
            .iter()
            .position(|file| file.name() == name)
            .map_or(0, |position| position + 1)
    }

    pub fn kind(self) -> RecordKind {
        match self {
            File::Orgs => RecordKind::Org,
            File::AcademicSessions => RecordKind::Term,
            File::Courses => RecordKind::Course,
            File::Classes => RecordKind::Class,
            File::Users => RecordKind::Person,
            File::Demographics => RecordKind::Demographics,
            File::Enrollments => RecordKind::Enrolment,
        }
    }

    /// A roster can do without birth dates, but not without any other file.
    pub fn optional(self) -> bool {
        self == File::Demographics
    }

    pub fn columns(self) -> &'static [(&'static str, Need)] {
        match self {
            File::Orgs => ORGS,
            File::AcademicSessions => ACADEMIC_SESSIONS,
            File::Courses => COURSES,
            File::Classes => CLASSES,
            File::Users => USERS,
            File::Demographics => DEMOGRAPHICS,
            File::Enrollments => ENROLLMENTS,
        }
    }
}

/// What we want from a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// No import without it.
    Required,
    /// Of the standard and used; its absence is worth a warning.
    Kept,
    /// Of the standard, never stored: what nothing here uses must not lie around.
    Ignored,
    /// An extension (`metadata.*`) of the city's rosters.
    Extra,
}

const ORGS: &[(&str, Need)] = &[
    ("sourcedId", Required),
    ("status", Kept),
    ("dateLastModified", Ignored),
    ("name", Required),
    ("type", Required),
    ("identifier", Kept),
    ("parentSourcedId", Kept),
    ("metadata.schoolKind", Extra),
    ("metadata.zone", Extra),
];

const ACADEMIC_SESSIONS: &[(&str, Need)] = &[
    ("sourcedId", Required),
    ("status", Kept),
    ("dateLastModified", Ignored),
    ("title", Required),
    ("type", Required),
    ("startDate", Required),
    ("endDate", Required),
    ("parentSourcedId", Kept),
    ("schoolYear", Kept),
];

const COURSES: &[(&str, Need)] = &[
    ("sourcedId", Required),
    ("status", Kept),
    ("dateLastModified", Ignored),
    ("schoolYearSourcedId", Kept),
    ("title", Required),
    ("courseCode", Kept),
    ("grades", Kept),
    ("orgSourcedId", Required),
    ("subjects", Kept),
    ("subjectCodes", Ignored),
];

const CLASSES: &[(&str, Need)] = &[
    ("sourcedId", Required),
    ("status", Kept),
    ("dateLastModified", Ignored),
    ("title", Required),
    ("grades", Kept),
    ("courseSourcedId", Required),
    ("classCode", Kept),
    ("classType", Required),
    ("location", Kept),
    ("schoolSourcedId", Required),
    ("termSourcedIds", Required),
    ("subjects", Kept),
    ("subjectCodes", Ignored),
    ("periods", Ignored),
    ("metadata.homeroomSourcedId", Extra),
];

const USERS: &[(&str, Need)] = &[
    ("sourcedId", Required),
    ("status", Kept),
    ("dateLastModified", Ignored),
    ("enabledUser", Kept),
    ("orgSourcedIds", Required),
    ("role", Required),
    ("username", Kept),
    ("userIds", Kept),
    ("givenName", Required),
    ("familyName", Required),
    ("middleName", Ignored),
    ("identifier", Kept),
    ("email", Ignored),
    ("sms", Kept),
    ("phone", Kept),
    ("agentSourcedIds", Kept),
    ("grades", Kept),
    ("password", Ignored),
    ("metadata.displayName", Extra),
    ("metadata.jobTitle", Extra),
    ("metadata.agentRelations", Extra),
    ("metadata.agentLegal", Extra),
    ("metadata.samePersonAs", Extra),
];

/// The six columns about race are ignored with the birth place: no use here, and not ours to know.
const DEMOGRAPHICS: &[(&str, Need)] = &[
    ("sourcedId", Required),
    ("status", Kept),
    ("dateLastModified", Ignored),
    ("birthDate", Kept),
    ("sex", Kept),
    ("americanIndianOrAlaskaNative", Ignored),
    ("asian", Ignored),
    ("blackOrAfricanAmerican", Ignored),
    ("nativeHawaiianOrOtherPacificIslander", Ignored),
    ("white", Ignored),
    ("demographicRaceTwoOrMoreRaces", Ignored),
    ("hispanicOrLatinoEthnicity", Ignored),
    ("countryOfBirthCode", Ignored),
    ("stateOfBirthAbbreviation", Ignored),
    ("cityOfBirth", Ignored),
    ("publicSchoolResidenceStatus", Ignored),
    ("metadata.ethnicity", Extra),
    ("metadata.migrant", Extra),
    ("metadata.leftBehind", Extra),
    ("metadata.boarding", Extra),
    ("metadata.onlyChild", Extra),
    ("metadata.taughtAtHome", Extra),
];

const ENROLLMENTS: &[(&str, Need)] = &[
    ("sourcedId", Required),
    ("status", Kept),
    ("dateLastModified", Ignored),
    ("classSourcedId", Required),
    ("schoolSourcedId", Required),
    ("userSourcedId", Required),
    ("role", Required),
    ("primary", Kept),
    ("beginDate", Kept),
    ("endDate", Kept),
    ("metadata.seat", Extra),
    ("metadata.subjects", Extra),
];
