# Completion of ravine's command lines in fish. The program knows how a line can go on
# (`ravine complete`), so this file holds no list.

function __ravine_complete
    set -l words (commandline -opc)
    set -l program $words[1]
    set -e words[1]
    set -l current (commandline -ct)
    set -l found ($program complete -- $words "$current" 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path "$current"
    end
end
complete -c ravine -f -a '(__ravine_complete)'
