//! Snapshots of `KeyDB`: jobs, and members that expire, in every command.

use crate::run::{run, run_with};
use serde_json::{Value, json};

const PLAIN: &str = "rdb/keydb/keydb-6.3.4-plain.rdb";
const ACTIVE: &str = "rdb/keydb/keydb-6.3.4-active.rdb";
/// A version that Redis has, too.
const OLDER: &str = "rdb/keydb/keydb-6.2.2-plain.rdb";
/// What `DEBUG DIGEST` answered of each.
const DIGEST: &str = "31169696d4012736c268a78c3771036d1718a2c6";

#[test]
fn inspect_names_the_writer_and_counts_jobs_and_members() {
    for (snapshot, writer) in
        [(PLAIN, "KeyDB 6.3.4"), (ACTIVE, "KeyDB 6.3.4"), (OLDER, "KeyDB 6.2.2")]
    {
        let output = run(&["inspect", snapshot, "--digest"]);
        let doc = output.json();
        assert_eq!((output.code, &doc["digest"]), (0, &DIGEST.into()), "{snapshot}");
        assert_eq!(doc["rdb"]["writer"], writer, "{snapshot}");
        let databases = &doc["databases"];
        assert_eq!(
            (&databases[0]["types"]["cron"], &databases[0]["member_expiries"]),
            (&3.into(), &4.into()),
            "{snapshot}"
        );
        assert_eq!(databases[1]["encodings"]["cron"], 1, "{snapshot}");
        let of_keys = |aux: &&Value| {
            let name = aux["key"].as_str().unwrap();
            name.starts_with("keydb-") || name == "mvcc-tstamp"
        };
        assert_eq!(doc["aux"].as_array().unwrap().iter().filter(of_keys).count(), 0, "{snapshot}");
    }
}

#[test]
fn no_redis_and_no_valkey_loads_a_job() {
    let output = run(&["inspect", PLAIN, "--loadable-by", "redis-6.2,redis-8.6,valkey-9.0"]);
    assert_eq!(output.code, 1);
    for row in output.json()["loadable_by"].as_array().unwrap() {
        assert_eq!(row["loads"], false, "{row}");
        assert_eq!(row["because"], "it does not know values of type 64 (cron)");
    }
}

#[test]
fn keys_lists_jobs_and_how_many_members_expire() {
    let rows = run(&["keys", PLAIN, "--type", "cron"]).rows();
    assert_eq!(rows.len(), 4);
    let job = rows.iter().find(|row| row["key"] == "job").unwrap();
    assert_eq!((&job["encoding"], &job["elements"]), (&"cron".into(), &5.into()));
    let rows = run(&["keys", PLAIN, "--match", "s"]).rows();
    assert_eq!(rows[0]["member_expiries"], 2);
    let rows = run(&["keys", PLAIN, "--match", "l"]).rows();
    assert!(rows[0].get("member_expiries").is_none(), "{}", rows[0]);
    let table = run(&["keys", PLAIN, "--format", "table"]).text();
    assert!(table.contains("  s  (2 members expire)\n"), "{table}");
}

#[test]
fn dump_tells_a_job_and_what_would_make_it_again() {
    for snapshot in [PLAIN, ACTIVE, OLDER] {
        let doc = run(&["dump", snapshot, "job"]).json();
        assert_eq!(
            doc["value"],
            json!({
                "script": "return redis.call('incr', KEYS[1], ARGV[1])",
                "start_ms": 4_102_444_800_000_u64,
                "interval_ms": 60000,
                "keys": ["k1", "k2"],
                "arguments": ["a1", "a2", "a3"],
            })
        );
        let next = json!([{ "member": "job", "expire_at_ms": 4_102_444_860_000_u64 }]);
        assert_eq!(doc["member_expiries"], next);
        // The server took this command, and its snapshot had the same job again.
        assert_eq!(
            run(&["dump", snapshot, "job", "--as", "commands"]).text(),
            "KEYDB.CRON job repeat 4102444800000 60000 \
             \"return redis.call('incr', KEYS[1], ARGV[1])\" 2 k1 k2 a1 a2 a3\n"
        );
        let hash = run(&["dump", snapshot, "h", "--as", "commands"]).text();
        assert!(hash.ends_with("\nPEXPIREMEMBERAT h g 4102444802000\n"), "{hash}");
    }
    let job = run(&["dump", PLAIN, "once"]).json();
    assert_eq!((&job["value"]["keys"], &job["value"]["arguments"]), (&json!([]), &json!([])));
}

#[test]
fn a_payload_of_a_job_is_read_back() {
    let payload = run(&["dump", PLAIN, "job", "--as", "payload"]).text();
    let again = run_with(&["dump", "-"], payload.as_bytes());
    assert_eq!(again.json()["value"], run(&["dump", PLAIN, "job"]).json()["value"]);
}

#[test]
fn other_servers_get_it_dropped_on_request_alone() {
    for form in ["rdb", "resp"] {
        let refused = run(&["export", PLAIN, "--to", form, "--target", "redis-7.0"]);
        assert_ne!(refused.code, 0);
        assert!(
            refused.stderr.contains("found cron-job")
                || refused.stderr.contains("found member-expiry"),
            "{}",
            refused.stderr
        );
        let args = ["export", PLAIN, "--to", form, "--target", "redis-7.0", "--drop-unsupported"];
        let output = run(&args);
        assert_eq!(output.code, 0, "{}", output.stderr);
        assert!(output.stderr.contains("dropped: cron-job (4 times)"), "{}", output.stderr);
        assert!(output.stderr.contains("dropped: member-expiry (5 times)"), "{}", output.stderr);
    }
}

#[test]
fn csv_has_a_row_for_each_part_of_a_job_and_each_member() {
    let text = run(&["export", PLAIN, "--to", "csv"]).text();
    for row in [
        "0,job,cron,,job,4102444800000,60000,\"return redis.call('incr', KEYS[1], ARGV[1])\",",
        "0,job,cron,,key,,,k1,",
        "0,job,cron,,argument,,,a3,",
        "0,s,set,,member-expiry,,b,,4102444801000",
    ] {
        assert!(text.lines().any(|line| line.starts_with(row)), "{row} in {text}");
    }
}

#[test]
fn a_replay_begins_with_a_snapshot_of_keydb() {
    let args = ["replay", "--snapshot", PLAIN, "-", "--first-offset", "1"];
    let output = run_with(&args, b"*1\r\n$4\r\nPING\r\n");
    assert_eq!(output.json()["dataset"]["digest"], DIGEST, "{}", output.stderr);
}
