# Completion of ravine's command lines in fish. The program knows how a line can go on
# (`ravine complete`), so this file holds no list. fish quotes what it puts into the line.

# The word in work as the program would get it: without quotes, of which one may still be open.
function __ravine_word
    set -l current (commandline -ct)
    for quote in '' \' \"
        if set -l plain (string unescape -- "$current$quote")
            string join \n -- $plain
            return
        end
    end
    printf '%s\n' "$current"
end

function __ravine_answers
    set -l words (commandline -opc)
    set -l program $words[1]
    set -e words[1]
    set -l current (__ravine_word | string collect)
    $program complete -- $words "$current" 2>/dev/null
end

# Where the program has no answer, files are as good as anything.
function __ravine_silent
    not count (__ravine_answers) >/dev/null
end

complete -c ravine -f -a '(__ravine_answers)'
complete -c ravine -n __ravine_silent -F
