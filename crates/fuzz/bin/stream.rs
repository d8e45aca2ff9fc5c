//! Hands [`autopsync_fuzz::stream`] to libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| autopsync_fuzz::stream(data));
