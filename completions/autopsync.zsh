#compdef autopsync

autoload -U is-at-least

_autopsync() {
    typeset -A opt_args
    typeset -a _arguments_options
    local ret=1

    if is-at-least 5.2; then
        _arguments_options=(-s -S -C)
    else
        _arguments_options=(-s -C)
    fi

    local context curcontext="$curcontext" state line
    _arguments "${_arguments_options[@]}" : \
'--format=[How the answer looks]:FORMAT:((table\:"For people\: the answer first, the reason second, the proof third"
json\:"For programs\: one object"
ndjson\:"For pipes\: one object a line"
csv\:"For spreadsheets\: a line of headings, then rows. Of \`keys\` alone"))' \
'--color=[When to use colour]:COLOR:((auto\:"On a terminal"
always\:"Always"
never\:"Never"))' \
'--redact[Replace key names and values by stable hashes, so that the output can be shared]' \
'(-v --verbose)-q[Say nothing beside the answer]' \
'(-v --verbose)--quiet[Say nothing beside the answer]' \
'*-v[Say more; twice for still more]' \
'*--verbose[Say more; twice for still more]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
":: :_autopsync_commands" \
"*::: :->autopsync" \
&& ret=0
    case $state in
    (autopsync)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:autopsync-command-$line[1]:"
        case $line[1] in
            (inspect)
_arguments "${_arguments_options[@]}" : \
'(--aux-only)*--loadable-by=[Would these servers load it? Ends with 1 where one would not]:VERSION,...:_default' \
'--version=[Take the snapshot for one loaded by this version (the digest'\''s texts depend on it)]:VERSION:_default' \
'--format=[How the answer looks]:FORMAT:((table\:"For people\: the answer first, the reason second, the proof third"
json\:"For programs\: one object"
ndjson\:"For pipes\: one object a line"
csv\:"For spreadsheets\: a line of headings, then rows. Of \`keys\` alone"))' \
'--color=[When to use colour]:COLOR:((auto\:"On a terminal"
always\:"Always"
never\:"Never"))' \
'(--digest)--aux-only[Read the head alone\: immediate on a file of any size]' \
'(--aux-only --digest)--quick[Check the records and the checksum, but not what is packed and compressed in values]' \
'--digest[Compute what DEBUG DIGEST would answer]' \
'(--aux-only)--salvage[Look for what can be read behind damage, the head'\''s included, and list it]' \
'--redact[Replace key names and values by stable hashes, so that the output can be shared]' \
'(-v --verbose)-q[Say nothing beside the answer]' \
'(-v --verbose)--quiet[Say nothing beside the answer]' \
'*-v[Say more; twice for still more]' \
'*--verbose[Say more; twice for still more]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':snapshot -- The snapshot, or what holds one\: an append-only file, a captured synchronisation, a DUMP payload (`-` is standard input):_files' \
&& ret=0
;;
(keys)
_arguments "${_arguments_options[@]}" : \
'--match=[Only keys whose name matches this pattern]:GLOB:_default' \
'--type=[Only keys of this type]:TYPE:(string list set zset hash stream module array cron)' \
'--db=[Only keys of this database]:N:_default' \
'--top=[Only the largest keys, largest first]:N:_default' \
'--by=[What makes a key large]:BY:((bytes\:"Its bytes in the file"
elements\:"Its elements"
memory\:"Its estimated memory"
ttl\:"How late it expires"))' \
'(--top)--group-by=[One row for all keys with the same beginning, up to the first of these delimiters]:DELIMITER:_default' \
'--format=[How the answer looks]:FORMAT:((table\:"For people\: the answer first, the reason second, the proof third"
json\:"For programs\: one object"
ndjson\:"For pipes\: one object a line"
csv\:"For spreadsheets\: a line of headings, then rows. Of \`keys\` alone"))' \
'--color=[When to use colour]:COLOR:((auto\:"On a terminal"
always\:"Always"
never\:"Never"))' \
'--salvage[Also keys that can be found behind damage, the head'\''s included, and a column that says so]' \
'--redact[Replace key names and values by stable hashes, so that the output can be shared]' \
'(-v --verbose)-q[Say nothing beside the answer]' \
'(-v --verbose)--quiet[Say nothing beside the answer]' \
'*-v[Say more; twice for still more]' \
'*--verbose[Say more; twice for still more]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':snapshot -- The snapshot, or what holds one\: an append-only file, a captured synchronisation, a DUMP payload (`-` is standard input):_files' \
&& ret=0
;;
(dump)
_arguments "${_arguments_options[@]}" : \
'--db=[The database; needed where several have the key]:N:_default' \
'--as=[The form]:FORM:((json\:"One object"
resp\:"Commands in RESP"
commands\:"Commands as a person types them, one a line"
payload\:"What RESTORE takes"))' \
'--encoding=[How a payload is written]:ENCODING:((hex\:"Hexadecimal digits and a newline"
base64\:"Base64 and a newline"
raw\:"Its bytes"))' \
'(--rdb-version --product)--target=[The server that is to load it, such as \`redis-7.2\` or \`valkey-8.1\`]:VERSION:_default' \
'--rdb-version=[The version of the format, 1 to 13 of Redis or 80 of Valkey]:N:_default' \
'--product=[Whose format; by default the product that has the version]:PRODUCT:((redis\:"Redis"
valkey\:"Valkey"))' \
'--format=[How the answer looks]:FORMAT:((table\:"For people\: the answer first, the reason second, the proof third"
json\:"For programs\: one object"
ndjson\:"For pipes\: one object a line"
csv\:"For spreadsheets\: a line of headings, then rows. Of \`keys\` alone"))' \
'--color=[When to use colour]:COLOR:((auto\:"On a terminal"
always\:"Always"
never\:"Never"))' \
'--escaped[KEY is written with the escapes that the tables of this program print\: \`\\xff\`, \`\\n\`, \`\\\\\`]' \
'--drop-unsupported[Leave out what the target cannot hold, and count it]' \
'--redact[Replace key names and values by stable hashes, so that the output can be shared]' \
'(-v --verbose)-q[Say nothing beside the answer]' \
'(-v --verbose)--quiet[Say nothing beside the answer]' \
'*-v[Say more; twice for still more]' \
'*--verbose[Say more; twice for still more]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':snapshot -- The snapshot, or what holds one\: an append-only file, a captured synchronisation, a DUMP payload (`-` is standard input):_files' \
'::key -- The key. Not needed for a DUMP payload, which has no name:_default' \
&& ret=0
;;
(export)
_arguments "${_arguments_options[@]}" : \
'--to=[The form]:FORM:((rdb\:"A snapshot"
resp\:"Commands\: an append-only file"
json\:"One object"
ndjson\:"An object a key, one a line"
csv\:"A row an element"))' \
'-o+[The file to write. Standard output then tells what was counted]:FILE:_files' \
'--output=[The file to write. Standard output then tells what was counted]:FILE:_files' \
'--match=[Only keys whose name matches this pattern]:GLOB:_default' \
'--type=[Only keys of this type]:TYPE:(string list set zset hash stream module array cron)' \
'--db=[Only keys of this database]:N:_default' \
'(--rdb-version --product)--target=[The server that is to load it, such as \`redis-7.2\` or \`valkey-8.1\`]:VERSION:_default' \
'--rdb-version=[The version of the format, 1 to 13 of Redis or 80 of Valkey]:N:_default' \
'--product=[Whose format; by default the product that has the version]:PRODUCT:((redis\:"Redis"
valkey\:"Valkey"))' \
'--format=[How the answer looks]:FORMAT:((table\:"For people\: the answer first, the reason second, the proof third"
json\:"For programs\: one object"
ndjson\:"For pipes\: one object a line"
csv\:"For spreadsheets\: a line of headings, then rows. Of \`keys\` alone"))' \
'--color=[When to use colour]:COLOR:((auto\:"On a terminal"
always\:"Always"
never\:"Never"))' \
'--drop-unsupported[Leave out what the target cannot hold, and count it]' \
'--keep-replication[Write the replication identity, too (\`rdb\`)\: a server that loads it tries to continue from there]' \
'--redact[Replace key names and values by stable hashes, so that the output can be shared]' \
'(-v --verbose)-q[Say nothing beside the answer]' \
'(-v --verbose)--quiet[Say nothing beside the answer]' \
'*-v[Say more; twice for still more]' \
'*--verbose[Say more; twice for still more]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':snapshot -- The snapshot, or what holds one\: an append-only file, a captured synchronisation, a DUMP payload (`-` is standard input):_files' \
&& ret=0
;;
(stream)
_arguments "${_arguments_options[@]}" : \
'--from-offset=[Leave out the commands before this offset]:OFFSET:_default' \
'--to-offset=[Leave out the commands that end behind this offset]:OFFSET:_default' \
'--from-file-offset=[Leave out the commands of an append-only file before this byte\: of the named file, where it has several]:[FILE:]N:_default' \
'--to-file-offset=[Leave out the commands of an append-only file that end behind this byte]:[FILE:]N:_default' \
'--match-key=[Only commands that name a key matching this pattern]:GLOB:_default' \
'--db=[Only commands that run in this database]:N:_default' \
'--start-db=[The database selected before the first byte of a raw stream]:N:_default' \
'--replid=[Replication id of a raw stream]:REPLID:_default' \
'--first-offset=[Offset of the first byte of a raw stream]:OFFSET:_default' \
'--ring-at=[Byte of the file at which the ring begins]:N:_default' \
'--ring-size=[Size of the ring; by default it fills the file]:BYTES:_default' \
'--idx=[Where the next byte would be written; by default found where the chain of commands breaks]:N:_default' \
'--histlen=[How many bytes are valid; by default the whole ring]:BYTES:_default' \
'--master-offset=[The last byte produced (\`master_repl_offset\`), which places the ring]:OFFSET:_default' \
'--against=[A stream that holds some of the same bytes, which places the ring]:STREAM:_files' \
'--save=[Write the bytes in order to a backlog file]:FILE:_files' \
'--format=[How the answer looks]:FORMAT:((table\:"For people\: the answer first, the reason second, the proof third"
json\:"For programs\: one object"
ndjson\:"For pipes\: one object a line"
csv\:"For spreadsheets\: a line of headings, then rows. Of \`keys\` alone"))' \
'--color=[When to use colour]:COLOR:((auto\:"On a terminal"
always\:"Always"
never\:"Never"))' \
'--aof[Take a file of commands alone for an append-only file, which looks like a stream]' \
'--stats[Counts by command and kind instead of rows]' \
'--unwrap[The file holds the ring of a backlog as it lies in memory (2.8 to 6.2); put it in order]' \
'--redact[Replace key names and values by stable hashes, so that the output can be shared]' \
'(-v --verbose)-q[Say nothing beside the answer]' \
'(-v --verbose)--quiet[Say nothing beside the answer]' \
'*-v[Say more; twice for still more]' \
'*--verbose[Say more; twice for still more]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':stream -- The stream (`-` is standard input):_files' \
&& ret=0
;;
(replay)
_arguments "${_arguments_options[@]}" : \
'--snapshot=[The snapshot to begin with]:SNAPSHOT:_files' \
'*--stream=[The stream or append-only file to apply; several continue one another]:STREAM:_files' \
'--info=[An INFO dump of the replica, which tells its version]:FILE:_files' \
'--replid=[Replication id of a raw stream]:REPLID:_default' \
'--first-offset=[Offset of the first byte of a raw stream]:OFFSET:_default' \
'--db=[The database selected before the first byte of a raw stream]:N:_default' \
'--from-offset=[The last byte that the snapshot contains, where it does not tell]:OFFSET:_default' \
'--to-offset=[The last byte to apply]:OFFSET:_default' \
'--to-file-offset=[The first byte not to apply, of an append-only file\: of the named file, where it has several]:[FILE:]N:_default' \
'*--watch=[Follow the keys that match\: every change with its offset, command, and value before and after]:GLOB:_default' \
'--provenance=[Tell which command last wrote each key (that matches)]::GLOB:_default' \
'--version=[The version of the replica, and of its master unless that is told]:VERSION:_default' \
'--master-version=[The version of the master]:VERSION:_default' \
'--script-mode=[How scripts reach the replica\: by default as the stream shows]:MODE:((auto\:"As the stream shows\: a master that replicates effects sends no script"
verbatim\:"As scripts"
effects\:"As what they did"))' \
'--databases=[How many databases the replica has]:N:_default' \
'*--set=[A setting of the replica on which data may depend\: hash-max-ziplist-entries=512, lua-replicate-commands=no, …]:NAME=VALUE:_default' \
'--clock=[The clock under relative expiries\: milliseconds since 1970, ctime (the snapshot'\''s), aof (its annotations), log\:FILE, log\:FILE\:LINE; by default the snapshot'\''s and the annotations'\'']:CLOCK:_default' \
'--save=[Write the data set afterwards as a snapshot, with the position of the replica in it]:FILE:_files' \
'(--rdb-version --product)--target=[The server that is to load it, such as \`redis-7.2\` or \`valkey-8.1\`]:VERSION:_default' \
'--rdb-version=[The version of the format, 1 to 13 of Redis or 80 of Valkey]:N:_default' \
'--product=[Whose format; by default the product that has the version]:PRODUCT:((redis\:"Redis"
valkey\:"Valkey"))' \
'--expect-digest=[End with 1 unless the data set has this digest]:HEX:_default' \
'--format=[How the answer looks]:FORMAT:((table\:"For people\: the answer first, the reason second, the proof third"
json\:"For programs\: one object"
ndjson\:"For pipes\: one object a line"
csv\:"For spreadsheets\: a line of headings, then rows. Of \`keys\` alone"))' \
'--color=[When to use colour]:COLOR:((auto\:"On a terminal"
always\:"Always"
never\:"Never"))' \
'--aof[Take a file of commands alone for an append-only file, which looks like a stream]' \
'--restart[Restart the replica between snapshot and stream\: it forgets what its version forgets]' \
'--drop-unsupported[Leave out what the target cannot hold, and count it]' \
'--redact[Replace key names and values by stable hashes, so that the output can be shared]' \
'(-v --verbose)-q[Say nothing beside the answer]' \
'(-v --verbose)--quiet[Say nothing beside the answer]' \
'*-v[Say more; twice for still more]' \
'*--verbose[Say more; twice for still more]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'*::streams -- The stream or append-only file to apply, as with --stream:_files' \
&& ret=0
;;
(psync)
_arguments "${_arguments_options[@]}" : \
'(--replica --master --request)--what-if=[What would happen next\: \`restart\:NODE\`, \`promote\:NODE\` or \`gap\:NODE\:SECONDS\`]:CHANGE:_default' \
'*--replica=[What the replica left\: a snapshot, an INFO dump, a log, a configuration, or a directory of these]:EVIDENCE:_files' \
'*--master=[What the master left\: an INFO dump, a dump of its backlog, a captured stream, a log, or a directory of these]:EVIDENCE:_files' \
'--request=[The request itself; the offset is the first byte wanted]:REPLID:NEXT_OFFSET:_default' \
'--replid=[Replication id of a raw stream]:REPLID:_default' \
'--first-offset=[Offset of the first byte of a raw stream]:OFFSET:_default' \
'--master-version=[The version of the master, whatever the evidence says]:VERSION:_default' \
'--replica-version=[The version of the replica, whatever the evidence says]:VERSION:_default' \
'--script-mode=[How scripts reach the replica\: by default as the stream shows]:MODE:((auto\:"As the stream shows\: a master that replicates effects sends no script"
verbatim\:"As scripts"
effects\:"As what they did"))' \
'--format=[How the answer looks]:FORMAT:((table\:"For people\: the answer first, the reason second, the proof third"
json\:"For programs\: one object"
ndjson\:"For pipes\: one object a line"
csv\:"For spreadsheets\: a line of headings, then rows. Of \`keys\` alone"))' \
'--color=[When to use colour]:COLOR:((auto\:"On a terminal"
always\:"Always"
never\:"Never"))' \
'(--replica --master --request --what-if)--matrix[Ask for every node as a replica of every other one, promoted where it is no master]' \
'--replica-aof[The replica starts with an append-only file, which carries no position]' \
'--redact[Replace key names and values by stable hashes, so that the output can be shared]' \
'(-v --verbose)-q[Say nothing beside the answer]' \
'(-v --verbose)--quiet[Say nothing beside the answer]' \
'*-v[Say more; twice for still more]' \
'*--verbose[Say more; twice for still more]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'*::case -- A case, for --matrix and --what-if\: a directory of nodes, a case.toml, or files of any number of nodes:_files' \
&& ret=0
;;
(offsets)
_arguments "${_arguments_options[@]}" : \
'--outage=[The outage, in seconds, that the backlog should survive]:SECONDS:_default' \
'--format=[How the answer looks]:FORMAT:((table\:"For people\: the answer first, the reason second, the proof third"
json\:"For programs\: one object"
ndjson\:"For pipes\: one object a line"
csv\:"For spreadsheets\: a line of headings, then rows. Of \`keys\` alone"))' \
'--color=[When to use colour]:COLOR:((auto\:"On a terminal"
always\:"Always"
never\:"Never"))' \
'--redact[Replace key names and values by stable hashes, so that the output can be shared]' \
'(-v --verbose)-q[Say nothing beside the answer]' \
'(-v --verbose)--quiet[Say nothing beside the answer]' \
'*-v[Say more; twice for still more]' \
'*--verbose[Say more; twice for still more]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'*::evidence -- A case, or evidence of any number of nodes:_files' \
&& ret=0
;;
(logs)
_arguments "${_arguments_options[@]}" : \
'--since=[Only lines from this moment on\: \`2020-04-21\`, \`2020-04-21T11\:16\:38\`, with or without a zone]:TIME:_default' \
'--until=[Only lines up to this moment]:TIME:_default' \
'*--event=[Only events whose name matches this pattern; may be repeated]:GLOB:_default' \
'*--node=[Only nodes whose name matches this pattern; may be repeated]:GLOB:_default' \
'--node-from=[What in a line names its node\: the group \`node\` of this expression, or else the first]:REGEX:_default' \
'--year=[The year of the first line, for logs that print none]:YEAR:_default' \
'*--zone=[The zone of a node'\''s clock, or of all\: \`+02\:00\`, \`NODE=-05\:00\`, \`NODE=Z\`; may be repeated]:[NODE=]ZONE:_default' \
'--format=[How the answer looks]:FORMAT:((table\:"For people\: the answer first, the reason second, the proof third"
json\:"For programs\: one object"
ndjson\:"For pipes\: one object a line"
csv\:"For spreadsheets\: a line of headings, then rows. Of \`keys\` alone"))' \
'--color=[When to use colour]:COLOR:((auto\:"On a terminal"
always\:"Always"
never\:"Never"))' \
'--all[Also lines whose message is not known, or is of no use for the story]' \
'-f[Keep reading as the logs grow, through rotations]' \
'--follow[Keep reading as the logs grow, through rotations]' \
'--redact[Replace key names and values by stable hashes, so that the output can be shared]' \
'(-v --verbose)-q[Say nothing beside the answer]' \
'(-v --verbose)--quiet[Say nothing beside the answer]' \
'*-v[Say more; twice for still more]' \
'*--verbose[Say more; twice for still more]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'*::logs -- Logs, or directories of them (`-` is standard input):_files' \
&& ret=0
;;
(rules)
_arguments "${_arguments_options[@]}" : \
'--format=[How the answer looks]:FORMAT:((table\:"For people\: the answer first, the reason second, the proof third"
json\:"For programs\: one object"
ndjson\:"For pipes\: one object a line"
csv\:"For spreadsheets\: a line of headings, then rows. Of \`keys\` alone"))' \
'--color=[When to use colour]:COLOR:((auto\:"On a terminal"
always\:"Always"
never\:"Never"))' \
'--redact[Replace key names and values by stable hashes, so that the output can be shared]' \
'(-v --verbose)-q[Say nothing beside the answer]' \
'(-v --verbose)--quiet[Say nothing beside the answer]' \
'*-v[Say more; twice for still more]' \
'*--verbose[Say more; twice for still more]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
&& ret=0
;;
(explain)
_arguments "${_arguments_options[@]}" : \
'--format=[How the answer looks]:FORMAT:((table\:"For people\: the answer first, the reason second, the proof third"
json\:"For programs\: one object"
ndjson\:"For pipes\: one object a line"
csv\:"For spreadsheets\: a line of headings, then rows. Of \`keys\` alone"))' \
'--color=[When to use colour]:COLOR:((auto\:"On a terminal"
always\:"Always"
never\:"Never"))' \
'()--messages[List the messages that are known instead]' \
'--redact[Replace key names and values by stable hashes, so that the output can be shared]' \
'(-v --verbose)-q[Say nothing beside the answer]' \
'(-v --verbose)--quiet[Say nothing beside the answer]' \
'*-v[Say more; twice for still more]' \
'*--verbose[Say more; twice for still more]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'::subject -- A line of a log, a rule or a message (`-` reads standard input):_default' \
&& ret=0
;;
(collect)
_arguments "${_arguments_options[@]}" : \
'--format=[How the answer looks]:FORMAT:((table\:"For people\: the answer first, the reason second, the proof third"
json\:"For programs\: one object"
ndjson\:"For pipes\: one object a line"
csv\:"For spreadsheets\: a line of headings, then rows. Of \`keys\` alone"))' \
'--color=[When to use colour]:COLOR:((auto\:"On a terminal"
always\:"Always"
never\:"Never"))' \
'--redact[Replace key names and values by stable hashes, so that the output can be shared]' \
'(-v --verbose)-q[Say nothing beside the answer]' \
'(-v --verbose)--quiet[Say nothing beside the answer]' \
'*-v[Say more; twice for still more]' \
'*--verbose[Say more; twice for still more]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'*::nodes -- Address of a node; without any, the script takes them when it is run:_default' \
&& ret=0
;;
(schema)
_arguments "${_arguments_options[@]}" : \
'--format=[How the answer looks]:FORMAT:((table\:"For people\: the answer first, the reason second, the proof third"
json\:"For programs\: one object"
ndjson\:"For pipes\: one object a line"
csv\:"For spreadsheets\: a line of headings, then rows. Of \`keys\` alone"))' \
'--color=[When to use colour]:COLOR:((auto\:"On a terminal"
always\:"Always"
never\:"Never"))' \
'--redact[Replace key names and values by stable hashes, so that the output can be shared]' \
'(-v --verbose)-q[Say nothing beside the answer]' \
'(-v --verbose)--quiet[Say nothing beside the answer]' \
'*-v[Say more; twice for still more]' \
'*--verbose[Say more; twice for still more]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':command -- The command whose output is described:(inspect keys dump export stream replay psync psync-matrix offsets logs rules explain)' \
&& ret=0
;;
(generate)
_arguments "${_arguments_options[@]}" : \
'--format=[How the answer looks]:FORMAT:((table\:"For people\: the answer first, the reason second, the proof third"
json\:"For programs\: one object"
ndjson\:"For pipes\: one object a line"
csv\:"For spreadsheets\: a line of headings, then rows. Of \`keys\` alone"))' \
'--color=[When to use colour]:COLOR:((auto\:"On a terminal"
always\:"Always"
never\:"Never"))' \
'--redact[Replace key names and values by stable hashes, so that the output can be shared]' \
'(-v --verbose)-q[Say nothing beside the answer]' \
'(-v --verbose)--quiet[Say nothing beside the answer]' \
'*-v[Say more; twice for still more]' \
'*--verbose[Say more; twice for still more]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':dir -- The directory below which `man`, `completions` and `schemas` are written:_files' \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
":: :_autopsync__subcmd__help_commands" \
"*::: :->help" \
&& ret=0

    case $state in
    (help)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:autopsync-help-command-$line[1]:"
        case $line[1] in
            (inspect)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(keys)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(dump)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(export)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(stream)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(replay)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(psync)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(offsets)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(logs)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(rules)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(explain)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(collect)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(schema)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(generate)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
&& ret=0
;;
        esac
    ;;
esac
;;
        esac
    ;;
esac
}

(( $+functions[_autopsync_commands] )) ||
_autopsync_commands() {
    local commands; commands=(
'inspect:Tells what a snapshot says of itself' \
'keys:Lists the keys of a snapshot, one row a key, in the order of the file' \
'dump:Prints one key'\''s value, whole' \
'export:Writes a snapshot, or a part of it, in another form' \
'stream:Prints the commands of a stream, one row a command, with the offset of its first byte and of the byte after it' \
'replay:Applies a stream to a snapshot as a replica of a given version would' \
'psync:Tells what a master would answer to a replica'\''s PSYNC, and whether the replica'\''s data would be right afterwards' \
'offsets:Tells where every node is in which history, how the nodes relate, and what each failover would lose' \
'logs:Tells the replication story in the logs of many nodes, in one timeline' \
'rules:Lists the rules that name findings' \
'explain:Explains a line of a log, or a rule' \
'collect:Prints a shell script that gathers a case from live nodes' \
'schema:Prints the JSON Schema of a command'\''s output' \
'generate:Writes what is generated' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'autopsync commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__collect_commands] )) ||
_autopsync__subcmd__collect_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync collect commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__dump_commands] )) ||
_autopsync__subcmd__dump_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync dump commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__explain_commands] )) ||
_autopsync__subcmd__explain_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync explain commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__export_commands] )) ||
_autopsync__subcmd__export_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync export commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__generate_commands] )) ||
_autopsync__subcmd__generate_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync generate commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__help_commands] )) ||
_autopsync__subcmd__help_commands() {
    local commands; commands=(
'inspect:Tells what a snapshot says of itself' \
'keys:Lists the keys of a snapshot, one row a key, in the order of the file' \
'dump:Prints one key'\''s value, whole' \
'export:Writes a snapshot, or a part of it, in another form' \
'stream:Prints the commands of a stream, one row a command, with the offset of its first byte and of the byte after it' \
'replay:Applies a stream to a snapshot as a replica of a given version would' \
'psync:Tells what a master would answer to a replica'\''s PSYNC, and whether the replica'\''s data would be right afterwards' \
'offsets:Tells where every node is in which history, how the nodes relate, and what each failover would lose' \
'logs:Tells the replication story in the logs of many nodes, in one timeline' \
'rules:Lists the rules that name findings' \
'explain:Explains a line of a log, or a rule' \
'collect:Prints a shell script that gathers a case from live nodes' \
'schema:Prints the JSON Schema of a command'\''s output' \
'generate:Writes what is generated' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'autopsync help commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__help__subcmd__collect_commands] )) ||
_autopsync__subcmd__help__subcmd__collect_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync help collect commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__help__subcmd__dump_commands] )) ||
_autopsync__subcmd__help__subcmd__dump_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync help dump commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__help__subcmd__explain_commands] )) ||
_autopsync__subcmd__help__subcmd__explain_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync help explain commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__help__subcmd__export_commands] )) ||
_autopsync__subcmd__help__subcmd__export_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync help export commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__help__subcmd__generate_commands] )) ||
_autopsync__subcmd__help__subcmd__generate_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync help generate commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__help__subcmd__help_commands] )) ||
_autopsync__subcmd__help__subcmd__help_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync help help commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__help__subcmd__inspect_commands] )) ||
_autopsync__subcmd__help__subcmd__inspect_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync help inspect commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__help__subcmd__keys_commands] )) ||
_autopsync__subcmd__help__subcmd__keys_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync help keys commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__help__subcmd__logs_commands] )) ||
_autopsync__subcmd__help__subcmd__logs_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync help logs commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__help__subcmd__offsets_commands] )) ||
_autopsync__subcmd__help__subcmd__offsets_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync help offsets commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__help__subcmd__psync_commands] )) ||
_autopsync__subcmd__help__subcmd__psync_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync help psync commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__help__subcmd__replay_commands] )) ||
_autopsync__subcmd__help__subcmd__replay_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync help replay commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__help__subcmd__rules_commands] )) ||
_autopsync__subcmd__help__subcmd__rules_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync help rules commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__help__subcmd__schema_commands] )) ||
_autopsync__subcmd__help__subcmd__schema_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync help schema commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__help__subcmd__stream_commands] )) ||
_autopsync__subcmd__help__subcmd__stream_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync help stream commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__inspect_commands] )) ||
_autopsync__subcmd__inspect_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync inspect commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__keys_commands] )) ||
_autopsync__subcmd__keys_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync keys commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__logs_commands] )) ||
_autopsync__subcmd__logs_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync logs commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__offsets_commands] )) ||
_autopsync__subcmd__offsets_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync offsets commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__psync_commands] )) ||
_autopsync__subcmd__psync_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync psync commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__replay_commands] )) ||
_autopsync__subcmd__replay_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync replay commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__rules_commands] )) ||
_autopsync__subcmd__rules_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync rules commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__schema_commands] )) ||
_autopsync__subcmd__schema_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync schema commands' commands "$@"
}
(( $+functions[_autopsync__subcmd__stream_commands] )) ||
_autopsync__subcmd__stream_commands() {
    local commands; commands=()
    _describe -t commands 'autopsync stream commands' commands "$@"
}

if [ "$funcstack[1]" = "_autopsync" ]; then
    _autopsync "$@"
else
    compdef _autopsync autopsync
fi
