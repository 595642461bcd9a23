//! Putting things in order by a number; one sort for all, since each further one would be 4 kB to load.

/// Smallest key first; equal keys keep their order.
pub fn sorted_by<T>(items: impl IntoIterator<Item = T>, key: impl Fn(&T) -> i64) -> Vec<T> {
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    let keyed = items.iter().flatten().enumerate();
    let mut order: Vec<(i64, usize)> = keyed.map(|(at, item)| (key(item), at)).collect();
    order.sort_unstable();
    order.into_iter().filter_map(|(_, at)| items[at].take()).collect()
}

#[cfg(test)]
mod tests {
    use super::sorted_by;

    #[test]
    fn equal_keys_keep_their_order() {
        let items = [(3, 'a'), (1, 'b'), (3, 'c'), (-2, 'd'), (1, 'e')];
        let letters: String = sorted_by(items, |(key, _)| *key)
            .into_iter()
            .map(|(_, letter)| letter)
            .collect();
        assert_eq!(letters, "dbeac");
    }
}
