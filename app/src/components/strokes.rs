//! A drawn signature as text: `x,y x,y;x,y x,y`, strokes on a field of 300 x 100, thin enough to travel.

use domain::limits::{STROKE_POINTS_MIN, STROKES_BYTES_MAX};

const WIDTH: i32 = 300;
const HEIGHT: i32 = 100;
/// Points nearer than this to the one before tell nothing.
const STEP: i32 = 2;
/// While drawing: four times what travels is enough to thin out.
const DRAWN_BYTES_MAX: usize = 4 * STROKES_BYTES_MAX;

type Point = (i32, i32);

/// A place on a pad of that many pixels, on the field.
pub fn quantised(x_px: i32, y_px: i32, width_px: i32, height_px: i32) -> Point {
    let scaled = |at: i32, of: i32, to: i32| (at * to / of.max(1)).clamp(0, to);
    (scaled(x_px, width_px, WIDTH), scaled(y_px, height_px, HEIGHT))
}

/// The pen comes down: a stroke of its own, a dot until it moves.
pub fn begin(strokes: &mut String, point: Point) {
    if strokes.len() < DRAWN_BYTES_MAX {
        if !strokes.is_empty() {
            strokes.push(';');
        }
        push(strokes, point);
        strokes.push(' ');
        push(strokes, point);
    }
}

/// The pen moves on.
pub fn extend(strokes: &mut String, point: Point) {
    let last = strokes.rsplit([' ', ';']).next().and_then(parse);
    if strokes.len() < DRAWN_BYTES_MAX && last.is_some_and(|last| is_apart(last, point, STEP)) {
        strokes.push(' ');
        push(strokes, point);
    }
}

/// With as many points as may travel; the ends of each stroke stay.
pub fn thinned(strokes: &str) -> String {
    let mut step = STEP;
    loop {
        let mut thin = String::new();
        for stroke in strokes.split(';') {
            let stroke = thin_stroke(stroke, step);
            if step > WIDTH && thin.len() + stroke.len() + 1 >= STROKES_BYTES_MAX {
                return thin;
            }
            if !thin.is_empty() {
                thin.push(';');
            }
            thin += &stroke;
        }
        if thin.len() < STROKES_BYTES_MAX {
            return thin;
        }
        step += step / 2;
    }
}

/// Enough of it to be a signature: different places, not a few taps on one.
pub fn is_signature(strokes: &str) -> bool {
    let mut places: Vec<&str> = strokes.split([' ', ';']).collect();
    places.dedup();
    places.len() >= STROKE_POINTS_MIN
}

/// The same as the path of an SVG drawing.
pub fn path(strokes: &str) -> String {
    if strokes.is_empty() {
        String::new()
    } else {
        "M".to_owned() + &strokes.replace(';', "M")
    }
}

fn thin_stroke(stroke: &str, step: i32) -> String {
    let points: Vec<Point> = stroke.split(' ').filter_map(parse).collect();
    let mut thin = String::new();
    let mut last = None;
    for (at, point) in points.iter().enumerate() {
        let is_end = at + 1 == points.len() && (last != Some(*point) || at == 1);
        if is_end || last.is_none_or(|last| is_apart(last, *point, step)) {
            if last.is_some() {
                thin.push(' ');
            }
            push(&mut thin, *point);
            last = Some(*point);
        }
    }
    thin
}

fn push(strokes: &mut String, (x, y): Point) {
    *strokes += &x.to_string();
    strokes.push(',');
    *strokes += &y.to_string();
}

fn parse(point: &str) -> Option<Point> {
    let (x, y) = point.split_once(',')?;
    Some((x.parse().ok()?, y.parse().ok()?))
}

fn is_apart(a: Point, b: Point, step: i32) -> bool {
    let (x, y) = (a.0 - b.0, a.1 - b.1);
    x * x + y * y >= step * step
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(points: impl IntoIterator<Item = Point>) -> String {
        let mut strokes = String::new();
        for (at, point) in points.into_iter().enumerate() {
            match at {
                0 => begin(&mut strokes, point),
                _ => extend(&mut strokes, point),
            }
        }
        strokes
    }

    #[test]
    fn places_on_any_pad_fall_on_one_field() {
        for (px, size, place) in [
            ((0, 0), (320, 107), (0, 0)),
            ((160, 53), (320, 107), (150, 49)),
            ((320, 107), (320, 107), (300, 100)),
            ((-9, 400), (320, 107), (0, 100)), // a captured pointer leaves the pad
            ((5, 5), (0, 0), (300, 100)),
        ] {
            assert_eq!(quantised(px.0, px.1, size.0, size.1), place);
        }
    }

    #[test]
    fn a_pen_that_rests_adds_nothing_and_a_tap_is_a_dot() {
        assert_eq!(drawn([(5, 5), (5, 6), (6, 5), (7, 5)]), "5,5 5,5 7,5");
        let mut strokes = drawn([(5, 5)]);
        begin(&mut strokes, (9, 9));
        assert_eq!(strokes, "5,5 5,5;9,9 9,9");
        assert_eq!(thinned(&strokes), strokes, "dots stay");
        assert_eq!(path(&strokes), "M5,5 5,5M9,9 9,9");
    }

    #[test]
    fn a_long_signature_travels_with_the_ends_of_its_strokes() {
        let mut strokes = String::new();
        for row in 0..20 {
            begin(&mut strokes, (0, row * 5));
            for x in 1..=150 {
                extend(&mut strokes, (x * 2, row * 5 + x % 2));
            }
        }
        assert!(strokes.len() > STROKES_BYTES_MAX);
        let thin = thinned(&strokes);
        assert!(
            thin.len() < STROKES_BYTES_MAX && is_signature(&thin),
            "{}",
            thin.len()
        );
        let ends = |strokes: &str| -> Vec<String> {
            let of = |stroke: &str| {
                let points: Vec<&str> = stroke.split(' ').collect();
                points[0].to_owned() + points[points.len() - 1]
            };
            strokes.split(';').map(of).collect()
        };
        assert_eq!(ends(&thin), ends(&strokes));
    }

    #[test]
    fn nobody_can_draw_so_much_that_it_does_not_travel() {
        let mut strokes = String::new();
        for tap in 0..5_000 {
            begin(&mut strokes, (tap % 300, tap % 100));
        }
        assert!(strokes.len() < DRAWN_BYTES_MAX + 20);
        let thin = thinned(&strokes);
        assert!(thin.len() < STROKES_BYTES_MAX && !thin.ends_with([';', ' ']));
    }

    #[test]
    fn a_few_taps_are_no_signature() {
        let mut strokes = drawn([(5, 5)]);
        for _ in 0..6 {
            begin(&mut strokes, (5, 5));
        }
        assert!(!is_signature(&strokes));
        assert!(!is_signature(""));
        assert!(is_signature(&thinned(&drawn((0..20).map(|x| (x * 9, 40))))));
    }
}
