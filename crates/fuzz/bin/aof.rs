//! Hands [`autopsync_fuzz::aof`] to libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| autopsync_fuzz::aof(data));
