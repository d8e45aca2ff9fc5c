use super::*;

fn read(line: &str) -> Option<String> {
    let (name, peeled) = peel(&Cow::Borrowed(line.as_bytes()))?;
    let node = peeled.node.as_deref().unwrap_or("-").to_owned();
    let time = peeled.time.map_or("-".to_owned(), |time| time.to_string());
    let part = if peeled.is_part { " part" } else { "" };
    Some(format!("{name} {node} {time} {}{part}", String::from_utf8_lossy(&peeled.inner)))
}

#[test]
fn every_wrapper_comes_off() {
    for (line, expected) in [
        (
            r#"{"log":"1:M 09 Nov 13:27:36.276 # User\n","stream":"stdout","time":"2017-11-09T13:27:36.277747246Z"}"#,
            "json - 2017-11-09T13:27:36.277747246 1:M 09 Nov 13:27:36.276 # User",
        ),
        (
            r#"{"__REALTIME_TIMESTAMP":"1714294800123456","_HOSTNAME":"h1","MESSAGE":"x"}"#,
            "json h1 2024-04-28T09:00:00.123 x",
        ),
        (
            r#"{"timestamp":1714294800123,"logStream":"s","message":"1:S 13 Apr 2019 15:07:15.436 # x"},"#,
            "json s 2024-04-28T09:00:00.123 1:S 13 Apr 2019 15:07:15.436 # x",
        ),
        (
            r#"[{"textPayload":"1:S # x","resource":{"labels":{"pod_name":"p-0","container_name":"c"}},"timestamp":"2024-04-28T09:00:00Z"}"#,
            "json p-0 2024-04-28T09:00:00 1:S # x",
        ),
        ("2017-09-12T22:32:21.212861448Z stdout F a b", "cri - 2017-09-12T22:32:21.212861448 a b"),
        (
            "2017-09-12T22:32:21.212861448Z stderr P a b",
            "cri - 2017-09-12T22:32:21.212861448 a b part",
        ),
        ("2024-09-04T05:51:57.173289640Z 8:M x", "timestamp - 2024-09-04T05:51:57.173289640 8:M x"),
        (
            "2023-05-19 12:51:28.968298784 +0200 CEST [redis-2] x",
            "timestamp - 2023-05-19T12:51:28.968298784 [redis-2] x",
        ),
        ("[pod/redis-0/redis] 1:S x", "kubectl redis-0 - 1:S x"),
        ("[redis1-redis1-node-1/redis] 1:S x", "kubectl redis1-redis1-node-1 - 1:S x"),
        ("slave_1     | 1:S x", "compose slave_1 - 1:S x"),
        ("[sentinel2] | 1:X x", "compose sentinel2 - 1:X x"),
        (
            "Apr 28 09:05:56 redis01 redis-server[23260]: 23260:C x",
            "syslog redis01 --04-28T09:05:56 23260:C x",
        ),
        ("<13>Apr  8 09:05:56 redis01 redis[1440]: x y", "syslog redis01 --04-08T09:05:56 x y"),
        (
            "Oct 21 15:39:24 z27 docker/keydb-de[22018]: 1:31:S x",
            "syslog z27 --10-21T15:39:24 1:31:S x",
        ),
        (
            "<134>1 2024-04-28T09:05:56.226Z h app 23 - [a b=\"]\"] x",
            "syslog-5424 h 2024-04-28T09:05:56.226 x",
        ),
        ("<134>1 - - app - - - x", "syslog-5424 - - x"),
        (
            "2024-04-28T09:05:56+0200 redis01 redis-server[23260]: x",
            "journal redis01 2024-04-28T09:05:56 x",
        ),
        (
            "Sun 2024-04-28 09:05:56 CEST redis01 redis-server[23260]: x",
            "journal redis01 2024-04-28T09:05:56 x",
        ),
        ("I0609 15:17:17.271856       1 *] 18:S x", "klog - - 18:S x"),
        ("@400000005df8aff31f1a556c run_id", "tai64n - 2019-12-17T10:37:29.521 run_id"),
        (
            "\"April 13th 2019, 17:07:15.436\",\"argocd-redis-ha-server-1\",\"1:S 13 Apr 2019 15:07:15.436 # x\"",
            "csv argocd-redis-ha-server-1 - 1:S 13 Apr 2019 15:07:15.436 # x",
        ),
        ("> > **1:S x**", "paste - - 1:S x"),
        ("    │ 1:S x      │", "paste - - 1:S x"),
    ] {
        assert_eq!(read(line).as_deref(), Some(expected), "{line}");
    }
}

#[test]
fn what_is_not_wrapped_is_left_alone() {
    for line in [
        "",
        "x",
        "1:M 21 Nov 2026 02:16:17.314 * x",
        "[1] 21 Nov 02:16:17.314 * x",
        "{",
        "{\"a\":1}",
        "[",
        "@4",
    ] {
        assert_eq!(read(line), None, "{line}");
    }
}

#[test]
fn names_are_unique() {
    let mut names: Vec<_> = names().collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}
