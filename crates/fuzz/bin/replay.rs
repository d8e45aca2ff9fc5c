//! Hands [`autopsync_fuzz::replay`] to libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| autopsync_fuzz::replay(data));
