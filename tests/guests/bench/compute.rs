//! Work without system calls, as a plain command: built for WebAssembly and for the host from this one file.
//!
//! Each kernel tells its best time, and a checksum that must be the same on both.

use std::collections::HashMap;
use std::hint::black_box;
use std::io::{self, Write};
use std::time::Instant;

/// Work with a result that depends on all of it.
type Kernel = fn() -> u64;

/// How often each kernel runs.
const ROUNDS: usize = 3;

fn main() -> io::Result<()> {
    let kernels: [(&str, Kernel); 5] =
        [("sieve", sieve), ("sort", sort), ("sha256", sha256), ("words", words), ("matrix", matrix)];
    for (name, kernel) in kernels {
        let mut best = u128::MAX;
        let mut checksum = 0;
        for _ in 0..ROUNDS {
            let begin = Instant::now();
            checksum = black_box(black_box(kernel)());
            best = best.min(begin.elapsed().as_nanos());
        }
        // A checksum of 53 bits passes through any reader of JSON.
        let checksum = checksum & ((1 << 53) - 1);
        writeln!(
            io::stdout(),
            r#"bench: {{"kernel": "{name}", "best_ns": {best}, "checksum": {checksum}}}"#
        )?;
    }
    Ok(())
}

/// Numbers that look random and are the same everywhere (xorshift64*).
struct Numbers(u64);

impl Iterator for Numbers {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        Some(self.0.wrapping_mul(0x2545_f491_4f6c_dd1d))
    }
}

/// The sum of the primes below four million.
fn sieve() -> u64 {
    const BELOW: usize = 4_000_000;
    const ROOT: usize = BELOW.isqrt();
    let mut composite = vec![false; BELOW];
    let mut sum = 0;
    for number in 2..BELOW {
        if !composite[number] {
            sum += number as u64;
            if number <= ROOT {
                for multiple in (number * number..BELOW).step_by(number) {
                    composite[multiple] = true;
                }
            }
        }
    }
    sum
}

/// Half a million numbers, sorted with the stable sort.
fn sort() -> u64 {
    let mut numbers: Vec<u64> = Numbers(1).take(500_000).collect();
    numbers.sort();
    numbers.iter().step_by(1000).fold(0, |sum, number| sum.rotate_left(5) ^ number)
}

/// A text of half a million words, counted in a hash map.
fn words() -> u64 {
    let mut text = String::new();
    for number in Numbers(2).take(500_000) {
        text.push_str("interface-");
        text.push_str(&(number % 20_000).to_string());
        text.push(' ');
    }
    let mut counts: HashMap<&str, u64> = HashMap::new();
    for word in text.split_ascii_whitespace() {
        *counts.entry(word).or_default() += 1;
    }
    // The order of a hash map is another each time.
    counts.iter().map(|(word, count)| word.len() as u64 * count * count).sum()
}

/// The product of two matrices of floating-point numbers.
fn matrix() -> u64 {
    const SIDE: usize = 512;
    let number = |number: u64| (number >> 40) as f64;
    let a: Vec<f64> = Numbers(3).take(SIDE * SIDE).map(number).collect();
    let b: Vec<f64> = Numbers(4).take(SIDE * SIDE).map(number).collect();
    let mut product = vec![0.0; SIDE * SIDE];
    for (row, out) in a.chunks_exact(SIDE).zip(product.chunks_exact_mut(SIDE)) {
        for (factor, b) in row.iter().zip(b.chunks_exact(SIDE)) {
            for (out, b) in out.iter_mut().zip(b) {
                *out += factor * b;
            }
        }
    }
    product.iter().fold(0, |sum, number| sum.rotate_left(7) ^ number.to_bits())
}

/// SHA-256 of four mebibytes, without the processor's own instructions for it.
fn sha256() -> u64 {
    let message: Vec<u8> = Numbers(5).take(512 * 1024).flat_map(u64::to_le_bytes).collect();
    let mut state: [u32; 8] = [
        0x6a09_e667,
        0xbb67_ae85,
        0x3c6e_f372,
        0xa54f_f53a,
        0x510e_527f,
        0x9b05_688c,
        0x1f83_d9ab,
        0x5be0_cd19,
    ];
    let constants = sha256_constants();
    for block in message.chunks_exact(64) {
        sha256_block(&mut state, block, &constants);
    }
    u64::from(state[0]) << 32 | u64::from(state[7])
}

/// The fractional parts of the cube roots of the first 64 primes, 32 bits of each.
fn sha256_constants() -> [u32; 64] {
    let mut constants = [0; 64];
    let primes = (2u64..).filter(|number| (2..*number).all(|divisor| number % divisor != 0));
    for (constant, prime) in constants.iter_mut().zip(primes) {
        // The largest number whose cube is not above prime × 2^96: the cube root with 32 bits behind the point.
        let (mut low, mut high) = (0u128, 1u128 << 36);
        while high - low > 1 {
            let middle = (low + high) / 2;
            if middle.pow(3) <= u128::from(prime) << 96 { low = middle } else { high = middle }
        }
        *constant = low as u32;
    }
    constants
}

fn sha256_block(state: &mut [u32; 8], block: &[u8], constants: &[u32; 64]) {
    let mut schedule = [0u32; 64];
    for (word, bytes) in schedule.iter_mut().zip(block.chunks_exact(4)) {
        *word = u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
    }
    for i in 16..64 {
        let (w15, w2) = (schedule[i - 15], schedule[i - 2]);
        let s0 = w15.rotate_right(7) ^ w15.rotate_right(18) ^ (w15 >> 3);
        let s1 = w2.rotate_right(17) ^ w2.rotate_right(19) ^ (w2 >> 10);
        schedule[i] = schedule[i - 16].wrapping_add(s0).wrapping_add(schedule[i - 7]).wrapping_add(s1);
    }
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
    for (word, constant) in schedule.iter().zip(constants) {
        let s1 = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
        let choice = (e & f) ^ (!e & g);
        let one = h.wrapping_add(s1).wrapping_add(choice).wrapping_add(*constant).wrapping_add(*word);
        let s0 = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
        let two = s0.wrapping_add((a & b) ^ (a & c) ^ (b & c));
        (h, g, f, e, d, c, b, a) = (g, f, e, d.wrapping_add(one), c, b, a, one.wrapping_add(two));
    }
    for (state, value) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
        *state = state.wrapping_add(value);
    }
}
