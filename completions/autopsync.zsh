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
'--digest[Compute what DEBUG DIGEST would answer]' \
'--redact[Replace key names and values by stable hashes, so that the output can be shared]' \
'(-v --verbose)-q[Say nothing beside the answer]' \
'(-v --verbose)--quiet[Say nothing beside the answer]' \
'*-v[Say more; twice for still more]' \
'*--verbose[Say more; twice for still more]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':snapshot -- The snapshot (`-` is standard input):_files' \
&& ret=0
;;
(keys)
_arguments "${_arguments_options[@]}" : \
'--match=[Only keys whose name matches this pattern]:GLOB:_default' \
'--type=[Only keys of this type]:TYPE:(string list set zset hash stream module array)' \
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
'--redact[Replace key names and values by stable hashes, so that the output can be shared]' \
'(-v --verbose)-q[Say nothing beside the answer]' \
'(-v --verbose)--quiet[Say nothing beside the answer]' \
'*-v[Say more; twice for still more]' \
'*--verbose[Say more; twice for still more]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':snapshot -- The snapshot (`-` is standard input):_files' \
&& ret=0
;;
(stream)
_arguments "${_arguments_options[@]}" : \
'--from-offset=[Leave out the commands before this offset]:OFFSET:_default' \
'--to-offset=[Leave out the commands that end behind this offset]:OFFSET:_default' \
'--match-key=[Only commands that name a key matching this pattern]:GLOB:_default' \
'--db=[Only commands that run in this database]:N:_default' \
'--start-db=[The database selected before the first byte of a raw stream]:N:_default' \
'--replid=[Replication id of a raw stream]:REPLID:_default' \
'--first-offset=[Offset of the first byte of a raw stream]:OFFSET:_default' \
'--format=[How the answer looks]:FORMAT:((table\:"For people\: the answer first, the reason second, the proof third"
json\:"For programs\: one object"
ndjson\:"For pipes\: one object a line"
csv\:"For spreadsheets\: a line of headings, then rows. Of \`keys\` alone"))' \
'--color=[When to use colour]:COLOR:((auto\:"On a terminal"
always\:"Always"
never\:"Never"))' \
'--stats[Counts by command and kind instead of rows]' \
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
'*--stream=[The stream to apply; several continue one another]:STREAM:_files' \
'--replid=[Replication id of a raw stream]:REPLID:_default' \
'--first-offset=[Offset of the first byte of a raw stream]:OFFSET:_default' \
'--db=[The database selected before the first byte of a raw stream]:N:_default' \
'--from-offset=[The last byte that the snapshot contains, where it does not tell]:OFFSET:_default' \
'--to-offset=[The last byte to apply]:OFFSET:_default' \
'--version=[The version of the replica, and of its master unless that is told]:VERSION:_default' \
'--master-version=[The version of the master]:VERSION:_default' \
'--script-mode=[How scripts reach the replica\: by default as the stream shows]:MODE:((auto\:"As the stream shows\: a master that replicates effects sends no script"
verbatim\:"As scripts"
effects\:"As what they did"))' \
'--databases=[How many databases the replica has]:N:_default' \
'--clock=[The clock under relative expiries, in milliseconds since 1970; by default the snapshot'\''s]:MS:_default' \
'--expect-digest=[End with 1 unless the data set has this digest]:HEX:_default' \
'--format=[How the answer looks]:FORMAT:((table\:"For people\: the answer first, the reason second, the proof third"
json\:"For programs\: one object"
ndjson\:"For pipes\: one object a line"
csv\:"For spreadsheets\: a line of headings, then rows. Of \`keys\` alone"))' \
'--color=[When to use colour]:COLOR:((auto\:"On a terminal"
always\:"Always"
never\:"Never"))' \
'--restart[Restart the replica between snapshot and stream\: it forgets what its version forgets]' \
'--redact[Replace key names and values by stable hashes, so that the output can be shared]' \
'(-v --verbose)-q[Say nothing beside the answer]' \
'(-v --verbose)--quiet[Say nothing beside the answer]' \
'*-v[Say more; twice for still more]' \
'*--verbose[Say more; twice for still more]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
&& ret=0
;;
(psync)
_arguments "${_arguments_options[@]}" : \
'*--replica=[What the replica left\: a snapshot, an INFO dump]:EVIDENCE:_files' \
'*--master=[What the master left\: an INFO dump, a dump of its backlog, a captured stream]:EVIDENCE:_files' \
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
'--replica-aof[The replica starts with an append-only file, which carries no position]' \
'--redact[Replace key names and values by stable hashes, so that the output can be shared]' \
'(-v --verbose)-q[Say nothing beside the answer]' \
'(-v --verbose)--quiet[Say nothing beside the answer]' \
'*-v[Say more; twice for still more]' \
'*--verbose[Say more; twice for still more]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
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
':command -- The command whose output is described:(inspect keys stream replay psync)' \
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
'stream:Prints the commands of a stream, one row a command, with the offset of its first byte and of the byte after it' \
'replay:Applies a stream to a snapshot as a replica of a given version would' \
'psync:Tells what a master would answer to a replica'\''s PSYNC, and whether the replica'\''s data would be right afterwards' \
'schema:Prints the JSON Schema of a command'\''s output' \
'generate:Writes what is generated' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'autopsync commands' commands "$@"
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
'stream:Prints the commands of a stream, one row a command, with the offset of its first byte and of the byte after it' \
'replay:Applies a stream to a snapshot as a replica of a given version would' \
'psync:Tells what a master would answer to a replica'\''s PSYNC, and whether the replica'\''s data would be right afterwards' \
'schema:Prints the JSON Schema of a command'\''s output' \
'generate:Writes what is generated' \
'help:Print this message or the help of the given subcommand(s)' \
    )
    _describe -t commands 'autopsync help commands' commands "$@"
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
