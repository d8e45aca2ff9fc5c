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
complete -c autopsync -n "__fish_autopsync_needs_command" -f -a "stream" -d 'Prints the commands of a stream, one row a command, with the offset of its first byte and of the byte after it'
complete -c autopsync -n "__fish_autopsync_needs_command" -f -a "replay" -d 'Applies a stream to a snapshot as a replica of a given version would'
complete -c autopsync -n "__fish_autopsync_needs_command" -f -a "psync" -d 'Tells what a master would answer to a replica\'s PSYNC, and whether the replica\'s data would be right afterwards'
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
complete -c autopsync -n "__fish_autopsync_using_subcommand inspect" -l digest -d 'Compute what DEBUG DIGEST would answer'
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
array\t''"
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
complete -c autopsync -n "__fish_autopsync_using_subcommand keys" -l redact -d 'Replace key names and values by stable hashes, so that the output can be shared'
complete -c autopsync -n "__fish_autopsync_using_subcommand keys" -s q -l quiet -d 'Say nothing beside the answer'
complete -c autopsync -n "__fish_autopsync_using_subcommand keys" -s v -l verbose -d 'Say more; twice for still more'
complete -c autopsync -n "__fish_autopsync_using_subcommand keys" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l from-offset -d 'Leave out the commands before this offset' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l to-offset -d 'Leave out the commands that end behind this offset' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l match-key -d 'Only commands that name a key matching this pattern' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l db -d 'Only commands that run in this database' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l start-db -d 'The database selected before the first byte of a raw stream' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l replid -d 'Replication id of a raw stream' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l first-offset -d 'Offset of the first byte of a raw stream' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l format -d 'How the answer looks' -r -f -a "table\t'For people: the answer first, the reason second, the proof third'
json\t'For programs: one object'
ndjson\t'For pipes: one object a line'
csv\t'For spreadsheets: a line of headings, then rows. Of `keys` alone'"
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l stats -d 'Counts by command and kind instead of rows'
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -l redact -d 'Replace key names and values by stable hashes, so that the output can be shared'
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -s q -l quiet -d 'Say nothing beside the answer'
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -s v -l verbose -d 'Say more; twice for still more'
complete -c autopsync -n "__fish_autopsync_using_subcommand stream" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l snapshot -d 'The snapshot to begin with' -r -F
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l stream -d 'The stream to apply; several continue one another' -r -F
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l replid -d 'Replication id of a raw stream' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l first-offset -d 'Offset of the first byte of a raw stream' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l db -d 'The database selected before the first byte of a raw stream' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l from-offset -d 'The last byte that the snapshot contains, where it does not tell' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l to-offset -d 'The last byte to apply' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l version -d 'The version of the replica, and of its master unless that is told' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l master-version -d 'The version of the master' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l script-mode -d 'How scripts reach the replica: by default as the stream shows' -r -f -a "auto\t'As the stream shows: a master that replicates effects sends no script'
verbatim\t'As scripts'
effects\t'As what they did'"
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l databases -d 'How many databases the replica has' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l clock -d 'The clock under relative expiries, in milliseconds since 1970; by default the snapshot\'s' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l expect-digest -d 'End with 1 unless the data set has this digest' -r
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l format -d 'How the answer looks' -r -f -a "table\t'For people: the answer first, the reason second, the proof third'
json\t'For programs: one object'
ndjson\t'For pipes: one object a line'
csv\t'For spreadsheets: a line of headings, then rows. Of `keys` alone'"
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l restart -d 'Restart the replica between snapshot and stream: it forgets what its version forgets'
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -l redact -d 'Replace key names and values by stable hashes, so that the output can be shared'
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -s q -l quiet -d 'Say nothing beside the answer'
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -s v -l verbose -d 'Say more; twice for still more'
complete -c autopsync -n "__fish_autopsync_using_subcommand replay" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c autopsync -n "__fish_autopsync_using_subcommand psync" -l replica -d 'What the replica left: a snapshot, an INFO dump' -r -F
complete -c autopsync -n "__fish_autopsync_using_subcommand psync" -l master -d 'What the master left: an INFO dump, a dump of its backlog, a captured stream' -r -F
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
complete -c autopsync -n "__fish_autopsync_using_subcommand psync" -l replica-aof -d 'The replica starts with an append-only file, which carries no position'
complete -c autopsync -n "__fish_autopsync_using_subcommand psync" -l redact -d 'Replace key names and values by stable hashes, so that the output can be shared'
complete -c autopsync -n "__fish_autopsync_using_subcommand psync" -s q -l quiet -d 'Say nothing beside the answer'
complete -c autopsync -n "__fish_autopsync_using_subcommand psync" -s v -l verbose -d 'Say more; twice for still more'
complete -c autopsync -n "__fish_autopsync_using_subcommand psync" -s h -l help -d 'Print help (see more with \'--help\')'
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
complete -c autopsync -n "__fish_autopsync_using_subcommand help; and not __fish_seen_subcommand_from inspect keys stream replay psync schema generate help" -f -a "inspect" -d 'Tells what a snapshot says of itself'
complete -c autopsync -n "__fish_autopsync_using_subcommand help; and not __fish_seen_subcommand_from inspect keys stream replay psync schema generate help" -f -a "keys" -d 'Lists the keys of a snapshot, one row a key, in the order of the file'
complete -c autopsync -n "__fish_autopsync_using_subcommand help; and not __fish_seen_subcommand_from inspect keys stream replay psync schema generate help" -f -a "stream" -d 'Prints the commands of a stream, one row a command, with the offset of its first byte and of the byte after it'
complete -c autopsync -n "__fish_autopsync_using_subcommand help; and not __fish_seen_subcommand_from inspect keys stream replay psync schema generate help" -f -a "replay" -d 'Applies a stream to a snapshot as a replica of a given version would'
complete -c autopsync -n "__fish_autopsync_using_subcommand help; and not __fish_seen_subcommand_from inspect keys stream replay psync schema generate help" -f -a "psync" -d 'Tells what a master would answer to a replica\'s PSYNC, and whether the replica\'s data would be right afterwards'
complete -c autopsync -n "__fish_autopsync_using_subcommand help; and not __fish_seen_subcommand_from inspect keys stream replay psync schema generate help" -f -a "schema" -d 'Prints the JSON Schema of a command\'s output'
complete -c autopsync -n "__fish_autopsync_using_subcommand help; and not __fish_seen_subcommand_from inspect keys stream replay psync schema generate help" -f -a "generate" -d 'Writes what is generated'
complete -c autopsync -n "__fish_autopsync_using_subcommand help; and not __fish_seen_subcommand_from inspect keys stream replay psync schema generate help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
