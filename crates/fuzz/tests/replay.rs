//! Every seed and every finding goes through its target, on any toolchain.

use autopsync_fuzz::TARGETS;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

fn seeds(target: &str) -> io::Result<Vec<PathBuf>> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/fuzz").join(target);
    let mut files =
        fs::read_dir(dir)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    files.sort();
    Ok(files)
}

#[test]
fn every_file_ever_found_goes_through_its_target() {
    for (name, target) in TARGETS {
        let files = seeds(name).unwrap();
        assert!(!files.is_empty(), "testdata/fuzz/{name} is empty");
        for file in files {
            let bytes = fs::read(&file).unwrap();
            // A panic does not tell which file it was about; the captured output does.
            println!("{}: {} bytes", file.display(), bytes.len());
            target(&bytes);
        }
    }
}

#[test]
fn every_folder_of_findings_belongs_to_a_target() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/fuzz");
    for entry in fs::read_dir(dir).unwrap() {
        let name = entry.unwrap().file_name();
        assert!(
            TARGETS.iter().any(|(target, _)| name == *target),
            "{} has no target",
            name.display()
        );
    }
}

#[test]
fn every_target_survives_every_prefix_and_every_flipped_bit_of_its_small_seeds() {
    /// Longest seed that is taken to pieces, in bytes: the work grows with the square of it.
    const SMALL: usize = 300;
    for (name, target) in TARGETS {
        let small = seeds(name).unwrap().into_iter().map(|file| (fs::read(&file).unwrap(), file));
        let mut taken = 0;
        for (bytes, file) in small.filter(|(bytes, _)| bytes.len() <= SMALL) {
            println!("{}", file.display());
            taken += 1;
            for length in 0..bytes.len() {
                target(&bytes[..length]);
            }
            for bit in 0..bytes.len() * 8 {
                let mut flipped = bytes.clone();
                flipped[bit / 8] ^= 1 << (bit % 8);
                target(&flipped);
            }
        }
        assert!(taken > 0, "testdata/fuzz/{name} has no small seed");
    }
}
