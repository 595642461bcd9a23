//! A memo of one type under the hood: each type of `Memo` brings 2 kB of its own code to a phone, and each closure
//! half of one. Reads like a memo; gives its value out shared.

use leptos::prelude::{Get, GetUntracked, Memo};
use std::{any::Any, marker::PhantomData, sync::Arc};

pub struct Kept<T>(Memo<Held>, PhantomData<fn() -> T>);

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Kept<T> {
        *self
    }
}

impl<T> Copy for Kept<T> {}

/// Whoever reads it is run again when `make` gives something else than before.
pub fn kept<T: PartialEq + Send + Sync + 'static>(make: impl Fn() -> T + Send + Sync + 'static) -> Kept<T> {
    let make = move || Held {
        value: Arc::new(make()),
        same: same::<T>,
    };
    Kept(held(Box::new(make)), PhantomData)
}

/// By itself, since a closure in `kept` would be one of its own for each `T`.
fn held(make: Box<dyn Fn() -> Held + Send + Sync>) -> Memo<Held> {
    Memo::new(move |_| make())
}

impl<T: Send + Sync + 'static> Kept<T> {
    pub fn read(self) -> Arc<T> {
        typed(self.0.get())
    }

    pub fn read_untracked(self) -> Arc<T> {
        typed(self.0.get_untracked())
    }

    pub fn with<U>(self, look: impl FnOnce(&T) -> U) -> U {
        look(&self.read())
    }

    pub fn with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> U {
        look(&self.read_untracked())
    }
}

impl<T: Clone + Send + Sync + 'static> Kept<T> {
    pub fn get(self) -> T {
        T::clone(&self.read())
    }

    pub fn get_untracked(self) -> T {
        T::clone(&self.read_untracked())
    }
}

#[derive(Clone)]
struct Held {
    value: Arc<dyn Any + Send + Sync>,
    same: fn(&dyn Any, &dyn Any) -> bool,
}

impl PartialEq for Held {
    fn eq(&self, other: &Held) -> bool {
        (self.same)(&*self.value, &*other.value)
    }
}

fn same<T: PartialEq + 'static>(a: &dyn Any, b: &dyn Any) -> bool {
    a.downcast_ref::<T>() == b.downcast_ref::<T>()
}

fn typed<T: Send + Sync + 'static>(held: Held) -> Arc<T> {
    match held.value.downcast() {
        Ok(value) => value,
        // `kept` is the only maker, and it puts a `T` in.
        Err(_) => unreachable!("a kept value of another type"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::prelude::{Owner, RwSignal, Set};
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn it_changes_only_when_its_value_does() {
        let owner = Owner::new();
        owner.set();
        let number = RwSignal::new(1);
        let runs = Arc::new(AtomicUsize::new(0));
        let is_odd = kept(move || number.get() % 2 == 1);
        let counted = Arc::clone(&runs);
        let word = kept(move || {
            counted.fetch_add(1, Ordering::Relaxed);
            if is_odd.get() {
                "odd".to_owned()
            } else {
                "even".to_owned()
            }
        });
        assert_eq!(word.get(), "odd");
        number.set(3);
        assert_eq!(word.with(String::len), 3);
        assert_eq!(runs.load(Ordering::Relaxed), 1, "three is as odd as one");
        number.set(4);
        assert_eq!(*word.read(), "even");
        assert_eq!(runs.load(Ordering::Relaxed), 2);
    }
}
