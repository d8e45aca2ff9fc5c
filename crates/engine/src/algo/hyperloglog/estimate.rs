//! From registers to a cardinality, as servers of three ages do it (`hyperloglog.c`, `hllCount`).
//!
//! The estimate is stored in the value, so it must agree to the last digit: sums are made in the server's order.

use super::super::convert::{double_to_i64, double_to_u64};
use super::{HllError, REGISTERS, dense, sparse};

/// The number of registers.
const M: f64 = 16_384.0;

/// The estimators of the three ages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Estimator {
    /// 2.8.9 to 3.2: the raw estimate, linear counting below `2.5 m`, a polynomial against the bias up to 72 000.
    BiasCorrected,
    /// 4.0: `LogLog-Beta` (arXiv:1612.02284).
    LogLogBeta,
    /// 5.0 and later, and Valkey: Ertl's improved estimator (arXiv:1702.01284).
    Ertl,
}

/// How many registers hold which value. Six bits cannot hold more.
type Histogram = [u32; 64];

/// Two to the minus `register`.
fn weight(register: u8) -> f64 {
    2f64.powi(-i32::from(register))
}

impl Estimator {
    /// Estimates from dense registers.
    pub(super) fn of_dense(self, registers: &[u8]) -> u64 {
        if self == Self::Ertl {
            return ertl(&histogram(dense::iter(registers)));
        }
        let (mut sum, mut zeros) = (0.0, 0);
        for group in 0..REGISTERS / 16 {
            let mut part = 0.0;
            for pair in 0..8 {
                let at = group * 16 + pair * 2;
                let [first, second] = [at, at + 1].map(|index| dense::get(registers, index));
                zeros += u32::from(first == 0) + u32::from(second == 0);
                part += weight(first) + weight(second);
            }
            sum += part;
        }
        self.of_sum(sum, zeros)
    }

    /// Estimates from sparse registers.
    pub(super) fn of_sparse(self, bytes: &[u8]) -> Result<u64, HllError> {
        sparse::covered(bytes)?;
        let mut counts = [0u32; 64];
        let mut set = 0;
        for (_, length, value) in sparse::Runs::of(bytes) {
            let length = u32::try_from(length).unwrap_or(0);
            set += length;
            if let Some(count) = counts.get_mut(usize::from(value)) {
                *count += length;
            }
        }
        let zeros = 16_384u32.saturating_sub(set);
        if self == Self::Ertl {
            counts[0] = zeros;
            return Ok(ertl(&counts));
        }
        // Values of at most 32 make a sum without rounding, in whatever order.
        let parts = (0u8..).zip(counts).map(|(value, count)| weight(value) * f64::from(count));
        Ok(self.of_sum(parts.sum::<f64>() + f64::from(zeros), zeros))
    }

    /// Estimates from one byte for each register.
    pub(super) fn of_union(self, registers: &[u8]) -> u64 {
        if self == Self::Ertl {
            return ertl(&histogram(registers.iter().copied()));
        }
        let set = registers.iter().filter(|register| **register != 0);
        let sum: f64 = set.map(|register| weight(*register)).sum();
        let zeros = registers.iter().map(|register| u32::from(*register == 0)).sum();
        self.of_sum(sum + f64::from(zeros), zeros)
    }

    /// Estimates from the sum of the weights and the number of registers that are zero.
    fn of_sum(self, sum: f64, zeros: u32) -> u64 {
        let alpha = 0.7213 / (1.0 + 1.079 / M);
        let zeros = f64::from(zeros);
        if self == Self::BiasCorrected {
            bias_corrected(alpha, sum, zeros)
        } else {
            log_log_beta(alpha, sum, zeros)
        }
    }
}

/// Counts how many registers hold which value.
fn histogram(registers: impl Iterator<Item = u8>) -> Histogram {
    let mut counts = [0; 64];
    for register in registers {
        if let Some(count) = counts.get_mut(usize::from(register)) {
            *count += 1;
        }
    }
    counts
}

/// The estimator of 2.8.9 to 3.2.
fn bias_corrected(alpha: f64, sum: f64, zeros: f64) -> u64 {
    let mut estimate = (1.0 / sum) * alpha * M * M;
    if estimate < M * 2.5 && zeros != 0.0 {
        estimate = M * (M / zeros).ln();
    } else if estimate < 72_000.0 {
        let e = estimate;
        let bias = 5.9119 * 1.0e-18 * (e * e * e * e) - 1.4253 * 1.0e-12 * (e * e * e)
            + 1.2940 * 1.0e-7 * (e * e)
            - 5.2921 * 1.0e-3 * e
            + 83.3216;
        estimate -= estimate * (bias / 100.0);
    }
    double_to_u64(estimate)
}

/// The estimator of 4.0.
fn log_log_beta(alpha: f64, sum: f64, zeros: f64) -> u64 {
    /// Of the powers of the logarithm, from the second on.
    const COEFFICIENTS: [f64; 6] =
        [0.17393686, 0.16339839, -0.09237745, 0.03738027, -0.005384159, 0.00042419];
    let log = (zeros + 1.0).ln();
    let mut beta = -0.370393911 * zeros + 0.070471823 * log;
    for (power, coefficient) in (2u8..).zip(COEFFICIENTS) {
        beta += coefficient * log.powf(f64::from(power));
    }
    rounded(alpha * M * (M - zeros) * (1.0 / (sum + beta)))
}

/// The estimator of 5.0 and later.
fn ertl(counts: &Histogram) -> u64 {
    /// Half of the inverse of the natural logarithm of two.
    #[allow(clippy::excessive_precision)] // As the server writes it.
    const ALPHA: f64 = 0.721347520444481703680;
    /// The greatest value that an element can give a register.
    const GREATEST: usize = 51;
    let mut z = M * tau((M - f64::from(counts[GREATEST])) / M);
    for count in counts[1..GREATEST].iter().rev() {
        z += f64::from(*count);
        z *= 0.5;
    }
    z += M * sigma(f64::from(counts[0]) / M);
    rounded(ALPHA * M * M / z)
}

/// Ertl's sigma. Its loop ends when a step makes no difference.
#[allow(clippy::float_cmp)] // The server compares so.
fn sigma(x: f64) -> f64 {
    if x == 1.0 {
        return f64::INFINITY;
    }
    let (mut x, mut y, mut z) = (x, 1.0, x);
    loop {
        x *= x;
        let before = z;
        z += x * y;
        y += y;
        if before == z {
            return z;
        }
    }
}

/// Ertl's tau. Its loop ends when a step makes no difference.
#[allow(clippy::float_cmp)] // The server compares so.
fn tau(x: f64) -> f64 {
    if x == 0.0 || x == 1.0 {
        return 0.0;
    }
    let (mut x, mut y, mut z) = (x, 1.0, 1.0 - x);
    loop {
        x = x.sqrt();
        let before = z;
        y *= 0.5;
        z -= (1.0 - x) * (1.0 - x) * y;
        if before == z {
            return z / 3.0;
        }
    }
}

/// What becomes of an estimate that is rounded: halves away from zero, through 64 bits with sign.
#[allow(clippy::cast_precision_loss)] // The server loses it too.
fn rounded(value: f64) -> u64 {
    double_to_u64(double_to_i64(value.round()) as f64)
}
