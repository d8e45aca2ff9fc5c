# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_autopsync_global_optspecs
    string join \n format= color= redact q/quiet v/verbose h/help V/version
end

function __fish_autopsync_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_autopsync_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_autopsync_using_subcommand
    set -l cmd (__fish_autopsync_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c autopsync -n "__fish_autopsync_needs_command" -l format -d 'How the answer looks' -r -f -a "table\t'For people: the answer first, the reason second, the proof third'
json\t'For programs: one object'
ndjson\t'For pipes: one object a line'
csv\t'For spreadsheets: a line of headings, then rows. Of `keys` alone'"
complete -c autopsync -n "__fish_autopsync_needs_command" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c autopsync -n "__fish_autopsync_needs_command" -l redact -d 'Replace key names and values by stable hashes, so that the output can be shared'
complete -c autopsync -n "__fish_autopsync_needs_command" -s q -l quiet -d 'Say nothing beside the answer'
complete -c autopsync -n "__fish_autopsync_needs_command" -s v -l verbose -d 'Say more; twice for still more'
complete -c autopsync -n "__fish_autopsync_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c autopsync -n "__fish_autopsync_needs_command" -s V -l version -d 'Print version'
complete -c autopsync -n "__fish_autopsync_needs_command" -f -a "inspect" -d 'Tells what a snapshot says of itself'
complete -c autopsync -n "__fish_autopsync_needs_command" -f -a "keys" -d 'Lists the keys of a snapshot, one row a key, in the order of the file'
complete -c autopsync -n "__fish_autopsync_needs_command" -f -a "dump" -d 'Prints one key\'s value, whole'
complete -c autopsync -n "__fish_autopsync_needs_command" -f -a "export" -d 'Writes a snapshot, or a part of it, in another form'
complete -c autopsync -n "__fish_autopsync_needs_command" -f -a "stream" -d 'Prints the commands of a stream, one row a command, with the offset of its first byte and of the byte after it'
complete -c autopsync -n "__fish_autopsync_needs_command" -f -a "replay" -d 'Applies a stream to a snapshot as a replica of a given version would'
complete -c autopsync -n "__fish_autopsync_needs_command" -f -a "psync" -d 'Tells what a master would answer to a replica\'s PSYNC, and whether the replica\'s data would be right afterwards'
complete -c autopsync -n "__fish_autopsync_needs_command" -f -a "offsets" -d 'Tells where every node is in which history, how the nodes relate, and what each failover would lose'
complete -c autopsync -n "__fish_autopsync_needs_command" -f -a "logs" -d 'Tells the replication story in the logs of many nodes, in one timeline'
complete -c autopsync -n "__fish_autopsync_needs_command" -f -a "rules" -d 'Lists the rules that name findings'
complete -c autopsync -n "__fish_autopsync_needs_command" -f -a "explain" -d 'Explains a line of a log, or a rule'
complete -c autopsync -n "__fish_autopsync_needs_command" -f -a "collect" -d 'Prints a shell script that gathers a case from live nodes'
complete -c autopsync -n "__fish_autopsync_needs_command" -f -a "schema" -d 'Prints the JSON Schema of a command\'s output'
complete -c autopsync -n "__fish_autopsync_needs_command" -f -a "generate" -d 'Writes what is generated'
complete -c autopsync -n "__fish_autopsync_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c autopsync -n "__fish_autopsync_using_subcommand inspect" -l loadable-by -d 'Would these servers load it? Ends with 1 where one would not' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand inspect" -l version -d 'Take the snapshot for one loaded by this version (the digest\'s texts depend on it)' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand inspect" -l format -d 'How the answer looks' -r -f -a "table\t'For people: the answer first, the reason second, the proof third'
json\t'For programs: one object'
ndjson\t'For pipes: one object a line'
csv\t'For spreadsheets: a line of headings, then rows. Of `keys` alone'"
complete -c autopsync -n "__fish_autopsync_using_subcommand inspect" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c autopsync -n "__fish_autopsync_using_subcommand inspect" -l aux-only -d 'Read the head alone: immediate on a file of any size'
complete -c autopsync -n "__fish_autopsync_using_subcommand inspect" -l quick -d 'Check the records and the checksum, but not what is packed and compressed in values'
complete -c autopsync -n "__fish_autopsync_using_subcommand inspect" -l digest -d 'Compute what DEBUG DIGEST would answer'
complete -c autopsync -n "__fish_autopsync_using_subcommand inspect" -l salvage -d 'Look for what can be read behind damage, the head\'s included, and list it'
complete -c autopsync -n "__fish_autopsync_using_subcommand inspect" -l redact -d 'Replace key names and values by stable hashes, so that the output can be shared'
complete -c autopsync -n "__fish_autopsync_using_subcommand inspect" -s q -l quiet -d 'Say nothing beside the answer'
complete -c autopsync -n "__fish_autopsync_using_subcommand inspect" -s v -l verbose -d 'Say more; twice for still more'
complete -c autopsync -n "__fish_autopsync_using_subcommand inspect" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c autopsync -n "__fish_autopsync_using_subcommand keys" -l match -d 'Only keys whose name matches this pattern' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand keys" -l type -d 'Only keys of this type' -r -f -a "string\t''
list\t''
set\t''
zset\t''
hash\t''
stream\t''
module\t''
array\t''
cron\t''"
complete -c autopsync -n "__fish_autopsync_using_subcommand keys" -l db -d 'Only keys of this database' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand keys" -l top -d 'Only the largest keys, largest first' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand keys" -l by -d 'What makes a key large' -r -f -a "bytes\t'Its bytes in the file'
elements\t'Its elements'
memory\t'Its estimated memory'
ttl\t'How late it expires'"
complete -c autopsync -n "__fish_autopsync_using_subcommand keys" -l group-by -d 'One row for all keys with the same beginning, up to the first of these delimiters' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand keys" -l format -d 'How the answer looks' -r -f -a "table\t'For people: the answer first, the reason second, the proof third'
json\t'For programs: one object'
ndjson\t'For pipes: one object a line'
csv\t'For spreadsheets: a line of headings, then rows. Of `keys` alone'"
complete -c autopsync -n "__fish_autopsync_using_subcommand keys" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c autopsync -n "__fish_autopsync_using_subcommand keys" -l salvage -d 'Also keys that can be found behind damage, the head\'s included, and a column that says so'
complete -c autopsync -n "__fish_autopsync_using_subcommand keys" -l redact -d 'Replace key names and values by stable hashes, so that the output can be shared'
complete -c autopsync -n "__fish_autopsync_using_subcommand keys" -s q -l quiet -d 'Say nothing beside the answer'
complete -c autopsync -n "__fish_autopsync_using_subcommand keys" -s v -l verbose -d 'Say more; twice for still more'
complete -c autopsync -n "__fish_autopsync_using_subcommand keys" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c autopsync -n "__fish_autopsync_using_subcommand dump" -l db -d 'The database; needed where several have the key' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand dump" -l as -d 'The form' -r -f -a "json\t'One object'
resp\t'Commands in RESP'
commands\t'Commands as a person types them, one a line'
payload\t'What RESTORE takes'"
complete -c autopsync -n "__fish_autopsync_using_subcommand dump" -l encoding -d 'How a payload is written' -r -f -a "hex\t'Hexadecimal digits and a newline'
base64\t'Base64 and a newline'
raw\t'Its bytes'"
complete -c autopsync -n "__fish_autopsync_using_subcommand dump" -l target -d 'The server that is to load it, such as `redis-7.2` or `valkey-8.1`' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand dump" -l rdb-version -d 'The version of the format, 1 to 13 of Redis or 80 of Valkey' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand dump" -l product -d 'Whose format; by default the product that has the version' -r -f -a "redis\t'Redis'
valkey\t'Valkey'"
complete -c autopsync -n "__fish_autopsync_using_subcommand dump" -l format -d 'How the answer looks' -r -f -a "table\t'For people: the answer first, the reason second, the proof third'
json\t'For programs: one object'
ndjson\t'For pipes: one object a line'
csv\t'For spreadsheets: a line of headings, then rows. Of `keys` alone'"
complete -c autopsync -n "__fish_autopsync_using_subcommand dump" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c autopsync -n "__fish_autopsync_using_subcommand dump" -l escaped -d 'KEY is written with the escapes that the tables of this program print: `\\xff`, `\\n`, `\\\\`'
complete -c autopsync -n "__fish_autopsync_using_subcommand dump" -l drop-unsupported -d 'Leave out what the target cannot hold, and count it'
complete -c autopsync -n "__fish_autopsync_using_subcommand dump" -l redact -d 'Replace key names and values by stable hashes, so that the output can be shared'
complete -c autopsync -n "__fish_autopsync_using_subcommand dump" -s q -l quiet -d 'Say nothing beside the answer'
complete -c autopsync -n "__fish_autopsync_using_subcommand dump" -s v -l verbose -d 'Say more; twice for still more'
complete -c autopsync -n "__fish_autopsync_using_subcommand dump" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c autopsync -n "__fish_autopsync_using_subcommand export" -l to -d 'The form' -r -f -a "rdb\t'A snapshot'
resp\t'Commands: an append-only file'
json\t'One object'
ndjson\t'An object a key, one a line'
csv\t'A row an element'"
complete -c autopsync -n "__fish_autopsync_using_subcommand export" -s o -l output -d 'The file to write. Standard output then tells what was counted' -r -F
complete -c autopsync -n "__fish_autopsync_using_subcommand export" -l match -d 'Only keys whose name matches this pattern' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand export" -l type -d 'Only keys of this type' -r -f -a "string\t''
list\t''
set\t''
zset\t''
hash\t''
stream\t''
module\t''
array\t''
cron\t''"
complete -c autopsync -n "__fish_autopsync_using_subcommand export" -l db -d 'Only keys of this database' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand export" -l target -d 'The server that is to load it, such as `redis-7.2` or `valkey-8.1`' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand export" -l rdb-version -d 'The version of the format, 1 to 13 of Redis or 80 of Valkey' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand export" -l product -d 'Whose format; by default the product that has the version' -r -f -a "redis\t'Redis'
valkey\t'Valkey'"
complete -c autopsync -n "__fish_autopsync_using_subcommand export" -l format -d 'How the answer looks' -r -f -a "table\t'For people: the answer first, the reason second, the proof third'
json\t'For programs: one object'
ndjson\t'For pipes: one object a line'
csv\t'For spreadsheets: a line of headings, then rows. Of `keys` alone'"
complete -c autopsync -n "__fish_autopsync_using_subcommand export" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c autopsync -n "__fish_autopsync_using_subcommand export" -l drop-unsupported -d 'Leave out what the target cannot hold, and count it'
complete -c autopsync -n "__fish_autopsync_using_subcommand export" -l keep-replication -d 'Write the replication identity, too (`rdb`): a server that loads it tries to continue from there'
complete -c autopsync -n "__fish_autopsync_using_subcommand export" -l redact -d 'Replace key names and values by stable hashes, so that the output can be shared'
complete -c autopsync -n "__fish_autopsync_using_subcommand export" -s q -l quiet -d 'Say nothing beside the answer'
complete -c autopsync -n "__fish_autopsync_using_subcommand export" -s v -l verbose -d 'Say more; twice for still more'
complete -c autopsync -n "__fish_autopsync_using_subcommand export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l from-offset -d 'Leave out the commands before this offset' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l to-offset -d 'Leave out the commands that end behind this offset' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l from-file-offset -d 'Leave out the commands of an append-only file before this byte: of the named file, where it has several' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l to-file-offset -d 'Leave out the commands of an append-only file that end behind this byte' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l match-key -d 'Only commands that name a key matching this pattern' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l db -d 'Only commands that run in this database' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l start-db -d 'The database selected before the first byte of a raw stream' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l replid -d 'Replication id of a raw stream' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l first-offset -d 'Offset of the first byte of a raw stream' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l ring-at -d 'Byte of the file at which the ring begins' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l ring-size -d 'Size of the ring; by default it fills the file' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l idx -d 'Where the next byte would be written; by default found where the chain of commands breaks' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l histlen -d 'How many bytes are valid; by default the whole ring' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l master-offset -d 'The last byte produced (`master_repl_offset`), which places the ring' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l against -d 'A stream that holds some of the same bytes, which places the ring' -r -F
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l save -d 'Write the bytes in order to a backlog file' -r -F
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l format -d 'How the answer looks' -r -f -a "table\t'For people: the answer first, the reason second, the proof third'
json\t'For programs: one object'
ndjson\t'For pipes: one object a line'
csv\t'For spreadsheets: a line of headings, then rows. Of `keys` alone'"
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l aof -d 'Take a file of commands alone for an append-only file, which looks like a stream'
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l stats -d 'Counts by command and kind instead of rows'
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l unwrap -d 'The file holds the ring of a backlog as it lies in memory (2.8 to 6.2); put it in order'
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l redact -d 'Replace key names and values by stable hashes, so that the output can be shared'
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -s q -l quiet -d 'Say nothing beside the answer'
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -s v -l verbose -d 'Say more; twice for still more'
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l snapshot -d 'The snapshot to begin with' -r -F
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l stream -d 'The stream or append-only file to apply; several continue one another' -r -F
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l info -d 'An INFO dump of the replica, which tells its version' -r -F
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l replid -d 'Replication id of a raw stream' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l first-offset -d 'Offset of the first byte of a raw stream' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l db -d 'The database selected before the first byte of a raw stream' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l from-offset -d 'The last byte that the snapshot contains, where it does not tell' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l to-offset -d 'The last byte to apply' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l to-file-offset -d 'The first byte not to apply, of an append-only file: of the named file, where it has several' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l watch -d 'Follow the keys that match: every change with its offset, command, and value before and after' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l provenance -d 'Tell which command last wrote each key (that matches)' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l version -d 'The version of the replica, and of its master unless that is told' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l master-version -d 'The version of the master' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l script-mode -d 'How scripts reach the replica: by default as the stream shows' -r -f -a "auto\t'As the stream shows: a master that replicates effects sends no script'
verbatim\t'As scripts'
effects\t'As what they did'"
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l databases -d 'How many databases the replica has' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l set -d 'A setting of the replica on which data may depend: hash-max-ziplist-entries=512, lua-replicate-commands=no, …' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l clock -d 'The clock under relative expiries: milliseconds since 1970, ctime (the snapshot\'s), aof (its annotations), log:FILE, log:FILE:LINE; by default the snapshot\'s and the annotations\'' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l save -d 'Write the data set afterwards as a snapshot, with the position of the replica in it' -r -F
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l target -d 'The server that is to load it, such as `redis-7.2` or `valkey-8.1`' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l rdb-version -d 'The version of the format, 1 to 13 of Redis or 80 of Valkey' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l product -d 'Whose format; by default the product that has the version' -r -f -a "redis\t'Redis'
valkey\t'Valkey'"
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l expect-digest -d 'End with 1 unless the data set has this digest' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l format -d 'How the answer looks' -r -f -a "table\t'For people: the answer first, the reason second, the proof third'
json\t'For programs: one object'
ndjson\t'For pipes: one object a line'
csv\t'For spreadsheets: a line of headings, then rows. Of `keys` alone'"
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l aof -d 'Take a file of commands alone for an append-only file, which looks like a stream'
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l restart -d 'Restart the replica between snapshot and stream: it forgets what its version forgets'
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l drop-unsupported -d 'Leave out what the target cannot hold, and count it'
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l redact -d 'Replace key names and values by stable hashes, so that the output can be shared'
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -s q -l quiet -d 'Say nothing beside the answer'
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -s v -l verbose -d 'Say more; twice for still more'
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c autopsync -n "__fish_autopsync_using_subcommand psync" -l what-if -d 'What would happen next: `restart:NODE`, `promote:NODE` or `gap:NODE:SECONDS`' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand psync" -l replica -d 'What the replica left: a snapshot, an INFO dump, a log, a configuration, or a directory of these' -r -F
complete -c autopsync -n "__fish_autopsync_using_subcommand psync" -l master -d 'What the master left: an INFO dump, a dump of its backlog, a captured stream, a log, or a directory of these' -r -F
complete -c autopsync -n "__fish_autopsync_using_subcommand psync" -l request -d 'The request itself; the offset is the first byte wanted' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand psync" -l replid -d 'Replication id of a raw stream' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand psync" -l first-offset -d 'Offset of the first byte of a raw stream' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand psync" -l master-version -d 'The version of the master, whatever the evidence says' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand psync" -l replica-version -d 'The version of the replica, whatever the evidence says' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand psync" -l script-mode -d 'How scripts reach the replica: by default as the stream shows' -r -f -a "auto\t'As the stream shows: a master that replicates effects sends no script'
verbatim\t'As scripts'
effects\t'As what they did'"
complete -c autopsync -n "__fish_autopsync_using_subcommand psync" -l format -d 'How the answer looks' -r -f -a "table\t'For people: the answer first, the reason second, the proof third'
json\t'For programs: one object'
ndjson\t'For pipes: one object a line'
csv\t'For spreadsheets: a line of headings, then rows. Of `keys` alone'"
complete -c autopsync -n "__fish_autopsync_using_subcommand psync" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c autopsync -n "__fish_autopsync_using_subcommand psync" -l matrix -d 'Ask for every node as a replica of every other one, promoted where it is no master'
complete -c autopsync -n "__fish_autopsync_using_subcommand psync" -l replica-aof -d 'The replica starts with an append-only file, which carries no position'
complete -c autopsync -n "__fish_autopsync_using_subcommand psync" -l redact -d 'Replace key names and values by stable hashes, so that the output can be shared'
complete -c autopsync -n "__fish_autopsync_using_subcommand psync" -s q -l quiet -d 'Say nothing beside the answer'
complete -c autopsync -n "__fish_autopsync_using_subcommand psync" -s v -l verbose -d 'Say more; twice for still more'
complete -c autopsync -n "__fish_autopsync_using_subcommand psync" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c autopsync -n "__fish_autopsync_using_subcommand offsets" -l outage -d 'The outage, in seconds, that the backlog should survive' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand offsets" -l format -d 'How the answer looks' -r -f -a "table\t'For people: the answer first, the reason second, the proof third'
json\t'For programs: one object'
ndjson\t'For pipes: one object a line'
csv\t'For spreadsheets: a line of headings, then rows. Of `keys` alone'"
complete -c autopsync -n "__fish_autopsync_using_subcommand offsets" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c autopsync -n "__fish_autopsync_using_subcommand offsets" -l redact -d 'Replace key names and values by stable hashes, so that the output can be shared'
complete -c autopsync -n "__fish_autopsync_using_subcommand offsets" -s q -l quiet -d 'Say nothing beside the answer'
complete -c autopsync -n "__fish_autopsync_using_subcommand offsets" -s v -l verbose -d 'Say more; twice for still more'
complete -c autopsync -n "__fish_autopsync_using_subcommand offsets" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c autopsync -n "__fish_autopsync_using_subcommand logs" -l since -d 'Only lines from this moment on: `2020-04-21`, `2020-04-21T11:16:38`, with or without a zone' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand logs" -l until -d 'Only lines up to this moment' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand logs" -l event -d 'Only events whose name matches this pattern; may be repeated' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand logs" -l node -d 'Only nodes whose name matches this pattern; may be repeated' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand logs" -l node-from -d 'What in a line names its node: the group `node` of this expression, or else the first' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand logs" -l year -d 'The year of the first line, for logs that print none' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand logs" -l zone -d 'The zone of a node\'s clock, or of all: `+02:00`, `NODE=-05:00`, `NODE=Z`; may be repeated' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand logs" -l format -d 'How the answer looks' -r -f -a "table\t'For people: the answer first, the reason second, the proof third'
json\t'For programs: one object'
ndjson\t'For pipes: one object a line'
csv\t'For spreadsheets: a line of headings, then rows. Of `keys` alone'"
complete -c autopsync -n "__fish_autopsync_using_subcommand logs" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c autopsync -n "__fish_autopsync_using_subcommand logs" -l all -d 'Also lines whose message is not known, or is of no use for the story'
complete -c autopsync -n "__fish_autopsync_using_subcommand logs" -s f -l follow -d 'Keep reading as the logs grow, through rotations'
complete -c autopsync -n "__fish_autopsync_using_subcommand logs" -l redact -d 'Replace key names and values by stable hashes, so that the output can be shared'
complete -c autopsync -n "__fish_autopsync_using_subcommand logs" -s q -l quiet -d 'Say nothing beside the answer'
complete -c autopsync -n "__fish_autopsync_using_subcommand logs" -s v -l verbose -d 'Say more; twice for still more'
complete -c autopsync -n "__fish_autopsync_using_subcommand logs" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c autopsync -n "__fish_autopsync_using_subcommand rules" -l format -d 'How the answer looks' -r -f -a "table\t'For people: the answer first, the reason second, the proof third'
json\t'For programs: one object'
ndjson\t'For pipes: one object a line'
csv\t'For spreadsheets: a line of headings, then rows. Of `keys` alone'"
complete -c autopsync -n "__fish_autopsync_using_subcommand rules" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c autopsync -n "__fish_autopsync_using_subcommand rules" -l redact -d 'Replace key names and values by stable hashes, so that the output can be shared'
complete -c autopsync -n "__fish_autopsync_using_subcommand rules" -s q -l quiet -d 'Say nothing beside the answer'
complete -c autopsync -n "__fish_autopsync_using_subcommand rules" -s v -l verbose -d 'Say more; twice for still more'
complete -c autopsync -n "__fish_autopsync_using_subcommand rules" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c autopsync -n "__fish_autopsync_using_subcommand explain" -l format -d 'How the answer looks' -r -f -a "table\t'For people: the answer first, the reason second, the proof third'
json\t'For programs: one object'
ndjson\t'For pipes: one object a line'
csv\t'For spreadsheets: a line of headings, then rows. Of `keys` alone'"
complete -c autopsync -n "__fish_autopsync_using_subcommand explain" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c autopsync -n "__fish_autopsync_using_subcommand explain" -l messages -d 'List the messages that are known instead'
complete -c autopsync -n "__fish_autopsync_using_subcommand explain" -l redact -d 'Replace key names and values by stable hashes, so that the output can be shared'
complete -c autopsync -n "__fish_autopsync_using_subcommand explain" -s q -l quiet -d 'Say nothing beside the answer'
complete -c autopsync -n "__fish_autopsync_using_subcommand explain" -s v -l verbose -d 'Say more; twice for still more'
complete -c autopsync -n "__fish_autopsync_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c autopsync -n "__fish_autopsync_using_subcommand collect" -l format -d 'How the answer looks' -r -f -a "table\t'For people: the answer first, the reason second, the proof third'
json\t'For programs: one object'
ndjson\t'For pipes: one object a line'
csv\t'For spreadsheets: a line of headings, then rows. Of `keys` alone'"
complete -c autopsync -n "__fish_autopsync_using_subcommand collect" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c autopsync -n "__fish_autopsync_using_subcommand collect" -l redact -d 'Replace key names and values by stable hashes, so that the output can be shared'
complete -c autopsync -n "__fish_autopsync_using_subcommand collect" -s q -l quiet -d 'Say nothing beside the answer'
complete -c autopsync -n "__fish_autopsync_using_subcommand collect" -s v -l verbose -d 'Say more; twice for still more'
complete -c autopsync -n "__fish_autopsync_using_subcommand collect" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c autopsync -n "__fish_autopsync_using_subcommand schema" -l format -d 'How the answer looks' -r -f -a "table\t'For people: the answer first, the reason second, the proof third'
json\t'For programs: one object'
ndjson\t'For pipes: one object a line'
csv\t'For spreadsheets: a line of headings, then rows. Of `keys` alone'"
complete -c autopsync -n "__fish_autopsync_using_subcommand schema" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c autopsync -n "__fish_autopsync_using_subcommand schema" -l redact -d 'Replace key names and values by stable hashes, so that the output can be shared'
complete -c autopsync -n "__fish_autopsync_using_subcommand schema" -s q -l quiet -d 'Say nothing beside the answer'
complete -c autopsync -n "__fish_autopsync_using_subcommand schema" -s v -l verbose -d 'Say more; twice for still more'
complete -c autopsync -n "__fish_autopsync_using_subcommand schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c autopsync -n "__fish_autopsync_using_subcommand generate" -l format -d 'How the answer looks' -r -f -a "table\t'For people: the answer first, the reason second, the proof third'
json\t'For programs: one object'
ndjson\t'For pipes: one object a line'
csv\t'For spreadsheets: a line of headings, then rows. Of `keys` alone'"
complete -c autopsync -n "__fish_autopsync_using_subcommand generate" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c autopsync -n "__fish_autopsync_using_subcommand generate" -l redact -d 'Replace key names and values by stable hashes, so that the output can be shared'
complete -c autopsync -n "__fish_autopsync_using_subcommand generate" -s q -l quiet -d 'Say nothing beside the answer'
complete -c autopsync -n "__fish_autopsync_using_subcommand generate" -s v -l verbose -d 'Say more; twice for still more'
complete -c autopsync -n "__fish_autopsync_using_subcommand generate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c autopsync -n "__fish_autopsync_using_subcommand help; and not __fish_seen_subcommand_from inspect keys dump export stream replay psync offsets logs rules explain collect schema generate help" -f -a "inspect" -d 'Tells what a snapshot says of itself'
complete -c autopsync -n "__fish_autopsync_using_subcommand help; and not __fish_seen_subcommand_from inspect keys dump export stream replay psync offsets logs rules explain collect schema generate help" -f -a "keys" -d 'Lists the keys of a snapshot, one row a key, in the order of the file'
complete -c autopsync -n "__fish_autopsync_using_subcommand help; and not __fish_seen_subcommand_from inspect keys dump export stream replay psync offsets logs rules explain collect schema generate help" -f -a "dump" -d 'Prints one key\'s value, whole'
complete -c autopsync -n "__fish_autopsync_using_subcommand help; and not __fish_seen_subcommand_from inspect keys dump export stream replay psync offsets logs rules explain collect schema generate help" -f -a "export" -d 'Writes a snapshot, or a part of it, in another form'
complete -c autopsync -n "__fish_autopsync_using_subcommand help; and not __fish_seen_subcommand_from inspect keys dump export stream replay psync offsets logs rules explain collect schema generate help" -f -a "stream" -d 'Prints the commands of a stream, one row a command, with the offset of its first byte and of the byte after it'
complete -c autopsync -n "__fish_autopsync_using_subcommand help; and not __fish_seen_subcommand_from inspect keys dump export stream replay psync offsets logs rules explain collect schema generate help" -f -a "replay" -d 'Applies a stream to a snapshot as a replica of a given version would'
complete -c autopsync -n "__fish_autopsync_using_subcommand help; and not __fish_seen_subcommand_from inspect keys dump export stream replay psync offsets logs rules explain collect schema generate help" -f -a "psync" -d 'Tells what a master would answer to a replica\'s PSYNC, and whether the replica\'s data would be right afterwards'
complete -c autopsync -n "__fish_autopsync_using_subcommand help; and not __fish_seen_subcommand_from inspect keys dump export stream replay psync offsets logs rules explain collect schema generate help" -f -a "offsets" -d 'Tells where every node is in which history, how the nodes relate, and what each failover would lose'
complete -c autopsync -n "__fish_autopsync_using_subcommand help; and not __fish_seen_subcommand_from inspect keys dump export stream replay psync offsets logs rules explain collect schema generate help" -f -a "logs" -d 'Tells the replication story in the logs of many nodes, in one timeline'
complete -c autopsync -n "__fish_autopsync_using_subcommand help; and not __fish_seen_subcommand_from inspect keys dump export stream replay psync offsets logs rules explain collect schema generate help" -f -a "rules" -d 'Lists the rules that name findings'
complete -c autopsync -n "__fish_autopsync_using_subcommand help; and not __fish_seen_subcommand_from inspect keys dump export stream replay psync offsets logs rules explain collect schema generate help" -f -a "explain" -d 'Explains a line of a log, or a rule'
complete -c autopsync -n "__fish_autopsync_using_subcommand help; and not __fish_seen_subcommand_from inspect keys dump export stream replay psync offsets logs rules explain collect schema generate help" -f -a "collect" -d 'Prints a shell script that gathers a case from live nodes'
complete -c autopsync -n "__fish_autopsync_using_subcommand help; and not __fish_seen_subcommand_from inspect keys dump export stream replay psync offsets logs rules explain collect schema generate help" -f -a "schema" -d 'Prints the JSON Schema of a command\'s output'
complete -c autopsync -n "__fish_autopsync_using_subcommand help; and not __fish_seen_subcommand_from inspect keys dump export stream replay psync offsets logs rules explain collect schema generate help" -f -a "generate" -d 'Writes what is generated'
complete -c autopsync -n "__fish_autopsync_using_subcommand help; and not __fish_seen_subcommand_from inspect keys dump export stream replay psync offsets logs rules explain collect schema generate help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
