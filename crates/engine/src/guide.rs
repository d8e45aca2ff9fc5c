//! For those who work on this crate.

pub mod adding_a_command {
    #![doc = include_str!("../docs/adding-a-command.md")]
}

pub mod versions {
    #![doc = include_str!("../docs/versions.md")]
}
