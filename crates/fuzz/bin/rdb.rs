//! Hands [`autopsync_fuzz::rdb`] to libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| autopsync_fuzz::rdb(data));
