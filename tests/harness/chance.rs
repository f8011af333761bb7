//! Chance that replays: everything random in a world comes from its seed.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A stream of chance. Streams of different names are independent, so that one more draw here moves nothing there.
#[derive(Debug, Clone)]
pub struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream `name` of a seed.
    #[must_use]
    pub fn seeded(seed: u64, name: &str) -> Self {
        let mut bytes = [0_u8; 32];
        let half = zhian_domain::id::derived_id("zhian tests 1", &[&seed.to_be_bytes(), name.as_bytes()]);
        bytes.iter_mut().zip(half).for_each(|(to, from)| *to = from);
        Self(ChaCha8Rng::from_seed(bytes))
    }

    /// 0 up to, not including, `bound`; 0 where the bound is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        if bound == 0 { 0 } else { (self.0.next_u64() % bound as u64) as usize }
    }

    /// True once in `times` on average.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// Fills a buffer.
    pub fn fill(&mut self, buffer: &mut [u8]) {
        self.0.fill_bytes(buffer);
    }

    /// Some bytes.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut out = vec![0; count];
        self.fill(&mut out);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_and_name_give_the_same_stream_and_others_another() {
        let draw = |seed, name| Chance::seeded(seed, name).bytes(16);
        assert_eq!(draw(1, "a"), draw(1, "a"));
        assert_ne!(draw(1, "a"), draw(2, "a"));
        assert_ne!(draw(1, "a"), draw(1, "b"));
    }
}
