//! Topics: their order on screen, their icons, their names in addresses.

use crate::components::Glyph;
use domain::notes::Topic;

pub const TOPICS: [(Topic, &str, Glyph); 7] = [
    (Topic::Learning, "learning", Glyph::Book),
    (Topic::Habits, "habits", Glyph::Clock),
    (Topic::Mood, "mood", Glyph::Smile),
    (Topic::Health, "health", Glyph::Heart),
    (Topic::Safety, "safety", Glyph::Shield),
    (Topic::Praise, "praise", Glyph::Star),
    (Topic::Request, "request", Glyph::Question),
];

pub fn glyph(topic: Topic) -> Glyph {
    TOPICS
        .iter()
        .find(|(of, ..)| *of == topic)
        .map_or(Glyph::Bubble, |(_, _, glyph)| *glyph)
}

pub fn topic_named(name: &str) -> Option<Topic> {
    TOPICS
        .iter()
        .find(|(_, known, _)| *known == name)
        .map(|(topic, ..)| *topic)
}
