//! Hands [`autopsync_fuzz::write_then_read`] to libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| autopsync_fuzz::write_then_read(data));
