//! Hands [`autopsync_fuzz::text`] to libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| autopsync_fuzz::text(data));
