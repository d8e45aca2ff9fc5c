//! The five layouts of streams, for the structure level.

use crate::{Region, structure::Part};

/// Type 15.
pub(in crate::types) const FIRST: &[Part] = &[NODES, LENGTH, GROUPS_1];
/// Type 19.
pub(in crate::types) const SECOND: &[Part] = &[NODES, LENGTH, FIGURES, GROUPS_2];
/// Type 21.
pub(in crate::types) const THIRD: &[Part] = &[NODES, LENGTH, FIGURES, GROUPS_3];
/// Type 26.
pub(in crate::types) const FOURTH: &[Part] = &[NODES, LENGTH, FIGURES, GROUPS_3, PRODUCERS];
/// Type 27.
pub(in crate::types) const FIFTH: &[Part] = &[NODES, LENGTH, FIGURES, GROUPS_5, PRODUCERS];

const NODES: Part =
    Part::Repeat("nodes", &[Part::String("node key"), Part::Packed(Region::Listpack)]);

const LENGTH: Part = Part::Group(&[Part::Length("length"), LAST_ID]);

const LAST_ID: Part = Part::Group(&[Part::Length("last id ms"), Part::Length("last id seq")]);

const FIGURES: Part = Part::Group(&[
    Part::Length("first id ms"),
    Part::Length("first id seq"),
    Part::Length("highest deleted id ms"),
    Part::Length("highest deleted id seq"),
    Part::Length("entries added"),
]);

const GROUPS_1: Part =
    Part::Repeat("groups", &[Part::String("group"), LAST_ID, PENDING, CONSUMERS_1]);

const GROUPS_2: Part = Part::Repeat(
    "groups",
    &[Part::String("group"), LAST_ID, Part::Length("entries read"), PENDING, CONSUMERS_1],
);

const GROUPS_3: Part = Part::Repeat(
    "groups",
    &[Part::String("group"), LAST_ID, Part::Length("entries read"), PENDING, CONSUMERS_3],
);

const GROUPS_5: Part = Part::Repeat(
    "groups",
    &[Part::String("group"), LAST_ID, Part::Length("entries read"), PENDING, CONSUMERS_3, NACKED],
);

const PENDING: Part = Part::Repeat(
    "pending entries",
    &[Part::Id("pending"), Part::Word("delivery time"), Part::Length("delivery count")],
);

const CONSUMERS_1: Part =
    Part::Repeat("consumers", &[Part::String("consumer"), Part::Word("seen time"), OWNED]);

const CONSUMERS_3: Part = Part::Repeat(
    "consumers",
    &[Part::String("consumer"), Part::Word("seen time"), Part::Word("active time"), OWNED],
);

const OWNED: Part = Part::Repeat("pending entries", &[Part::Id("pending")]);

const NACKED: Part = Part::Repeat("entries given back", &[Part::Id("given back")]);

const PRODUCERS: Part = Part::Group(&[
    Part::Length("duration"),
    Part::Length("most additions"),
    Part::Repeat(
        "producers",
        &[
            Part::String("producer"),
            Part::Repeat(
                "additions",
                &[Part::String("iid"), Part::Length("id ms"), Part::Length("id seq")],
            ),
        ],
    ),
    Part::Length("ids added"),
    Part::Length("duplicates"),
]);
