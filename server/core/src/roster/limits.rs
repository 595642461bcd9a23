//! Limits of an import, each with its reason; the numbers stand in decisions.md and hostile/README.md.

/// All members together, unpacked: ten times a city of 48,000 pupils, and it must fit in memory.
pub const UNPACKED_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// Unpacked bytes per packed byte: rosters reach about 9, bombs start at 1,000.
pub const RATIO_MAX: u64 = 200;
/// Below this size a high ratio harms nobody; small files full of commas pack well.
pub const RATIO_FROM_BYTES: u64 = 1024 * 1024;
/// Members of one archive: a bundle has 14 files, the rest is what people left in the folder.
pub const MEMBERS_MAX: usize = 1_000;
/// One field: longer is a lost quotation mark that swallowed the rest of the file.
pub const FIELD_BYTES_MAX: usize = 64 * 1024;
/// Fields of one record: the widest file of the standard has 23.
pub const FIELDS_MAX: usize = 512;
/// A name of a person.
pub const NAME_CHARS_MAX: usize = 100;
/// Any other line of text (titles, places, codes).
pub const LINE_CHARS_MAX: usize = 500;
/// Guardians of one child: two parents, four grandparents.
pub const GUARDIANS_MAX: usize = 6;
/// Pupils of one school: more is a whole city filed under one school.
pub const SCHOOL_PUPILS_MAX: usize = 10_000;
/// Share of pupils that may go missing, lose their class or a guardian before two people must look.
pub const LEAVING_SHARE_MAX: f64 = 0.05;
/// Share of ids that may change before two people must look.
pub const CHANGED_IDS_SHARE_MAX: f64 = 0.25;
/// Warnings of one kind in one column that are listed; beyond, one stands for all with a count.
pub const WARNINGS_ALIKE_MAX: usize = 5;
/// Held rows or errors of one kind in one column that are listed: a person works through these.
pub const FAULTS_ALIKE_MAX: usize = 100;
/// Characters of a value that a message repeats.
pub const VALUE_CHARS_MAX: usize = 200;
