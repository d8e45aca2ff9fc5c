//! Hands [`autopsync_fuzz::salvage`] to libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| autopsync_fuzz::salvage(data));
