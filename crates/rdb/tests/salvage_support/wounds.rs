//! Every way to damage a file at a position.

/// Numbers that look random and are the same every time.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    pub fn bytes(&mut self, len: usize) -> Vec<u8> {
        (0..len).map(|_| self.next().to_be_bytes()[0]).collect()
    }
}

/// One damage: which bytes of the original are spoilt or gone, and what became of the file.
pub struct Wound {
    pub what: String,
    pub from: usize,
    pub to: usize,
    pub bytes: Vec<u8>,
}

/// The kinds of damage.
pub const KINDS: [&str; 8] =
    ["flip", "cut", "insert", "delete", "delete 9", "zeros", "overwritten", "text"];

/// Every damage of a kind.
pub fn wounds(whole: &[u8], kind: &str) -> Vec<Wound> {
    (9..whole.len()).flat_map(|at| at_position(whole, kind, at)).collect()
}

fn at_position(whole: &[u8], kind: &str, at: usize) -> Vec<Wound> {
    let wound = |what: String, to: usize, bytes| vec![Wound { what, from: at, to, bytes }];
    let end = |len: usize| (at + len).min(whole.len());
    let replaced = |to: usize, by: &[u8]| [&whole[..at], by, &whole[to..]].concat();
    let mut random = Random::new(at as u64);
    match kind {
        "flip" => (0..8)
            .map(|bit| {
                let bytes = replaced(at + 1, &[whole[at] ^ (1 << bit)]);
                Wound { what: format!("bit {bit} of byte {at}"), from: at, to: at + 1, bytes }
            })
            .collect(),
        "cut" => wound(format!("cut at {at}"), whole.len(), whole[..at].to_vec()),
        "insert" => [0x00, 0x05, 0x61, 0xff]
            .into_iter()
            .map(|byte| Wound {
                what: format!("{byte:02x} inserted at {at}"),
                from: at,
                to: at,
                bytes: replaced(at, &[byte]),
            })
            .collect(),
        "delete" => wound(format!("byte {at} deleted"), at + 1, replaced(at + 1, &[])),
        "delete 9" => wound(format!("9 bytes at {at} deleted"), end(9), replaced(end(9), &[])),
        "zeros" => {
            let to = end(32);
            wound(format!("zeros at {at}"), to, replaced(to, &vec![0; to - at]))
        }
        "overwritten" => {
            let to = end(24);
            wound(format!("random bytes at {at}"), to, replaced(to, &random.bytes(to - at)))
        }
        "text" => {
            let to = end(20);
            let text = b"GET / HTTP/1.1\r\nHost: x";
            wound(format!("text at {at}"), to, replaced(to, &text[..to - at]))
        }
        other => unreachable!("{other}"),
    }
}
