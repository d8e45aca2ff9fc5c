//! Hands [`autopsync_fuzz::script`] to libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| autopsync_fuzz::script(data));
