# Completion of ravine's command lines in bash. The program knows how a line can go on
# (`ravine complete`), so this file holds no list.

_ravine() {
    # bash cuts words at ':' and '='; what stands together is one word again.
    local rest=${COMP_LINE:0:COMP_POINT} part words=()
    for part in "${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
        if [[ ${#words[@]} -eq 0 || $rest == [[:space:]]* ]]; then
            rest=${rest#"${rest%%[![:space:]]*}"}
            words+=('')
        fi
        part=${part:0:${#rest}}
        words[${#words[@]} - 1]+=$part
        rest=${rest#"$part"}
    done

    # Answers are whole words; bash wants what follows its last cut.
    local current=${words[${#words[@]} - 1]} word
    local cut=${current%"${current##*[$COMP_WORDBREAKS]}"}
    [[ $cut == *[:=] ]] || cut=''
    COMPREPLY=()
    while IFS=$'\t' read -r word _; do
        COMPREPLY+=("${word#"$cut"}")
    done < <("$1" complete -- "${words[@]:1}" 2>/dev/null)
    if [[ ${COMPREPLY[0]-} == *[:=/] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o default -F _ravine ravine
