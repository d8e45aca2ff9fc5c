//! What must hold for any commands: written and read they are the same, however the bytes are divided.

use autopsync_model::NextOffset;
use autopsync_stream::{
    BacklogFile, Grammar, Location, Origin, SecondId, Stream, Tail, Transcript,
};
use proptest::{collection::vec, prelude::*};

type Commands = Vec<Vec<Vec<u8>>>;

/// Arguments that look like the framing around them, and others.
fn argument() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        vec(any::<u8>(), 0..40),
        Just(b"*1\r\n$4\r\nPING\r\n".to_vec()),
        Just(b"\r\n*2\r\n$".to_vec()),
        Just(b"SELECT".to_vec()),
        Just(b"*".to_vec()),
        Just(b"0".to_vec()),
    ]
}

fn commands() -> impl Strategy<Value = Commands> {
    vec(vec(argument(), 1..6), 1..12)
}

fn encode(commands: &Commands) -> Vec<u8> {
    let mut bytes = Vec::new();
    for command in commands {
        bytes.extend_from_slice(format!("*{}\r\n", command.len()).as_bytes());
        for argument in command {
            bytes.extend_from_slice(format!("${}\r\n", argument.len()).as_bytes());
            bytes.extend_from_slice(argument);
            bytes.extend_from_slice(b"\r\n");
        }
    }
    bytes
}

fn decode(stream: &Stream<'_>) -> (Commands, Option<Tail>) {
    let mut all = Vec::new();
    let tail = stream.records().for_each(|record| {
        all.push(record.args.iter().map(|argument| argument.to_vec()).collect());
    });
    (all, tail)
}

fn numbered(bytes: &[u8], first: i64) -> Stream<'_> {
    let first_offset = Some(NextOffset::new(first));
    Stream::new(bytes, Origin { first_offset, ..Origin::unknown() })
}

proptest! {
    #![proptest_config(ProptestConfig {
        rng_seed: proptest::test_runner::RngSeed::Fixed(4483), ..ProptestConfig::with_cases(512)
    })]

    #[test]
    fn what_is_written_reads_back(commands in commands()) {
        let bytes = encode(&commands);
        for grammar in [Grammar::Stream, Grammar::ArraysOnly, Grammar::Exact, Grammar::Aof] {
            let stream = Stream::new(&bytes, Origin::unknown()).with_grammar(grammar);
            prop_assert_eq!(decode(&stream), (commands.clone(), None));
        }
    }

    #[test]
    fn two_parts_are_the_whole(commands in commands(), at in any::<proptest::sample::Index>()) {
        let bytes = encode(&commands);
        let cut = at.index(bytes.len());
        let whole = numbered(&bytes, 501);
        let border = whole.first_offset().advance(cut as u64);
        let (mut left, tail) = decode(&whole.up_to(border.applied()));
        let resume = match (tail, whole.locate(border)) {
            (None, Location::Boundary { .. }) => border,
            (Some(Tail::Cut(cut)), Location::Inside { start, .. }) => {
                prop_assert_eq!(cut.at, start);
                start
            }
            other => return Err(TestCaseError::fail(format!("{other:?}"))),
        };
        let (right, tail) = decode(&whole.starting_at(resume).unwrap());
        prop_assert_eq!(tail, None);
        left.extend(right);
        prop_assert_eq!(left, commands);
    }

    /// Any suffix has a boundary; it is the true one unless the values deceive, and then the reader says so.
    #[test]
    fn a_suffix_is_resynchronised(commands in commands(), at in any::<proptest::sample::Index>()) {
        let mut commands = commands;
        // A plain command at the end, so that there is something to find.
        commands.push(vec![b"SET".to_vec(), b"k".to_vec(), b"v".to_vec()]);
        let bytes = encode(&commands);
        let cut = at.index(bytes.len() - 27);
        let whole = numbered(&bytes, 1);
        let mut records = whole.records();
        let mut boundary = None;
        while let Some(record) = records.next_record() {
            if record.at >= cut as u64 {
                boundary = Some(record.start);
                break;
            }
        }
        let suffix = numbered(&bytes[cut..], i64::try_from(cut).unwrap() + 1);
        let found = suffix.resync().unwrap();
        prop_assert_eq!(found.stream.first_offset(), suffix.first_offset().advance(found.skipped_bytes));
        if Some(found.stream.first_offset()) != boundary {
            prop_assert!(found.is_ambiguous() || found.skipped_bytes == 0, "{:?}", found);
        }
    }

    #[test]
    fn a_backlog_file_keeps_everything(
        data in vec(any::<u8>(), 0..300), first in any::<i64>(), db in proptest::option::of(0..i32::MAX as u32),
        id in "[!-~]{40}", second in proptest::option::of(("[!-~]{40}", any::<i64>())),
    ) {
        let origin = Origin {
            replid: Some(id.parse().unwrap()), first_offset: Some(NextOffset::new(first)), db,
        };
        let second = second.map(|(id, end)| SecondId {
            replid: id.parse().unwrap(), ends_before: NextOffset::new(end),
        });
        let file = BacklogFile::new(origin, second, &data);
        let mut bytes = Vec::new();
        file.write_to(&mut bytes).unwrap();
        prop_assert_eq!(BacklogFile::parse(&bytes).unwrap(), file);
    }

    #[test]
    fn any_bytes_are_survived(bytes in vec(any::<u8>(), 0..200)) {
        let (commands, tail) = decode(&Stream::new(&bytes, Origin::unknown()));
        prop_assert!(commands.len() <= bytes.len());
        if let Some(tail) = tail {
            prop_assert!(!tail.damage().message.is_empty());
        }
        let _ = Transcript::parse(&bytes);
    }
}
