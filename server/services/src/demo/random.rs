//! A small seeded generator: the demo is the same on every machine.
//!
//! SplitMix64 by Sebastiano Vigna, public domain, <https://prng.di.unimi.it/splitmix64.c>.

/// A stream of numbers from a seed.
pub struct Random(u64);

impl Random {
    /// Starts a stream.
    pub fn new(seed: u64) -> Self {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low + 1).unwrap_or(1).max(1);
        low + i64::try_from(self.next() % span).unwrap_or_default()
    }

    /// True with a probability in percent.
    pub fn percent(&mut self, chance: i64) -> bool {
        self.between(1, 100) <= chance
    }

    /// One of the choices; `None` if there are none.
    pub fn pick<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> Option<&'a T> {
        let index = self.between(0, i64::try_from(choices.len()).unwrap_or(1) - 1);
        choices
            .get(usize::try_from(index).unwrap_or_default())
            .copied()
    }
}
