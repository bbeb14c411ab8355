# Completion of ravine's command lines in bash. The program knows how a line can go on
# (`ravine complete`), so this file holds no list. Nothing that is typed or answered is evaluated:
# names of files may hold anything.

# Reads a word as bash would, without expanding anything: into `plain` what it says so far, into
# `kept` how much of that stays when readline puts an answer in, up to a quote that is still open or
# else to the last place where readline cuts words.
_ravine_word() {
    local raw=$1 quote='' i c
    plain='' kept=''
    for ((i = 0; i < ${#raw}; i++)); do
        c=${raw:i:1}
        if [[ $quote == "'" || $quote == '"' ]] && [[ $c == "$quote" ]]; then
            quote=''
        elif [[ $c == \\ && $quote != "'" ]]; then
            i=$((i + 1))
            c=${raw:i:1}
            [[ -z $quote || $c == [\\\"\$\`] ]] || plain+=\\
            plain+=$c
        elif [[ -n $quote ]]; then
            plain+=$c
        elif [[ $c == [\'\"] ]]; then
            quote=$c
            opened=$plain
        else
            plain+=$c
            [[ $COMP_WORDBREAKS != *"$c"* ]] || kept=$plain
        fi
    done
    [[ -z $quote ]] || kept=$opened
}

_ravine() {
    # bash cuts words at ':' and '='; what stands together is one word again.
    local rest=${COMP_LINE:0:COMP_POINT} part raw=()
    for part in "${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
        if [[ ${#raw[@]} -eq 0 || $rest == [[:space:]]* ]]; then
            rest=${rest#"${rest%%[![:space:]]*}"}
            raw+=('')
        fi
        part=${part:0:${#rest}}
        raw[${#raw[@]} - 1]+=$part
        rest=${rest#"$part"}
    done

    local plain kept opened words=()
    for part in "${raw[@]}"; do
        _ravine_word "$part"
        words+=("$plain")
    done

    # Answers are whole words; readline wants what follows `kept`. It quotes names of files itself,
    # as the quotes at hand ask for; where it cannot be told that they are some, there is no answer.
    local word
    COMPREPLY=()
    while IFS=$'\t' read -r word _; do
        if [[ $word != *[^[:alnum:]_./:=,+@%-]* ]] || compopt -o filenames 2>/dev/null; then
            COMPREPLY+=("${word#"$kept"}")
        fi
    done < <("$1" complete -- "${words[@]:1}" 2>/dev/null)
    if [[ ${COMPREPLY[0]-} == *[:=/] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o default -F _ravine ravine
