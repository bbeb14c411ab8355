#include "app/keys.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    int32_t key;
} NAMED[] = {
    {"Space", KEY_SPACE},
    {"Left", KEY_LEFT},
    {"Right", KEY_RIGHT},
    {"Up", KEY_UP},
    {"Down", KEY_DOWN},
    {"Home", KEY_HOME},
    {"End", KEY_END},
    {"PageUp", KEY_PAGE_UP},
    {"PageDown", KEY_PAGE_DOWN},
    {"Tab", KEY_TAB},
    {"Enter", KEY_ENTER},
    {"Esc", KEY_ESCAPE},
    {"Backspace", KEY_BACKSPACE},
    {"Delete", KEY_DELETE},
};

typedef struct Chord {
    unsigned mods;
    int32_t key;  /* KEY_NONE when it is a sign */
    char text[8]; /* the sign */
    bool sign;    /* a sign with modifiers */
    bool digits;  /* 1..9 */
} Chord;

static bool read_mod(const char **text, const char *name, unsigned mod, unsigned *mods)
{
    size_t len = strlen(name);
    if (strncmp(*text, name, len) != 0 || (*text)[len] != '+')
        return false;
    *text += len + 1;
    *mods |= mod;
    return true;
}

static bool read_chord(const char *word, Chord *chord)
{
    *chord = (Chord){0};
    while (read_mod(&word, "Shift", MOD_SHIFT, &chord->mods) ||
           read_mod(&word, "Ctrl", MOD_CTRL, &chord->mods) ||
           read_mod(&word, "Alt", MOD_ALT, &chord->mods))
        ;
    if (strcmp(word, "1..9") == 0) {
        chord->digits = true;
        return true;
    }
    for (size_t i = 0; i < sizeof NAMED / sizeof *NAMED; i++) {
        if (strcmp(word, NAMED[i].name) == 0) {
            chord->key = NAMED[i].key;
            return true;
        }
    }
    int function = 0, used = 0;
    if (sscanf(word, "F%d%n", &function, &used) == 1 && word[used] == '\0') {
        chord->key = KEY_F1 + function - 1;
        return function >= 1 && function <= 12;
    }
    if (word[0] == '\0' || word[1] != '\0')
        return false;
    if (isalnum((unsigned char)word[0]) || chord->mods)
        chord->key = tolower((unsigned char)word[0]);
    else
        chord->text[0] = word[0];
    chord->sign = chord->mods && !isalnum((unsigned char)word[0]);
    return true;
}

/* Copies the next alternative into word; returns where the rest begins, NULL at the end. */
static const char *next_word(const char *keys, char word[32])
{
    while (*keys == ' ')
        keys++;
    if (*keys == '\0')
        return NULL;
    size_t len = strcspn(keys, " ");
    snprintf(word, 32, "%.*s", (int)(len < 31 ? len : 31), keys);
    return keys + len;
}

/* A sign with Ctrl or Alt types no text. Whether it takes Shift depends on the layout, so Shift
 * does not count, and where '+' sits on '=' either will do. */
static bool sign_match(const Chord *chord, const InputEvent *event)
{
    bool same = event->key == chord->key || (chord->key == '+' && event->key == '=');
    return same && (event->mods | MOD_SHIFT) == (chord->mods | MOD_SHIFT);
}

static bool chord_match(const Chord *chord, const InputEvent *event, int *digit)
{
    if (event->kind == INPUT_TEXT)
        return chord->text[0] != '\0' && strcmp(chord->text, event->text) == 0;
    if (event->kind != INPUT_KEY)
        return false;
    if (chord->sign)
        return sign_match(chord, event);
    if (event->mods != chord->mods)
        return false;
    if (chord->digits) {
        if (event->key < '1' || event->key > '9')
            return false;
        *digit = event->key - '0';
        return true;
    }
    return chord->key != KEY_NONE && event->key == chord->key;
}

bool keys_match(const char *keys, const InputEvent *event, int *digit)
{
    char word[32];
    Chord chord;
    while ((keys = next_word(keys, word)) != NULL) {
        if (read_chord(word, &chord) && chord_match(&chord, event, digit))
            return true;
    }
    return false;
}

bool keys_valid(const char *keys, char bad[32])
{
    char word[32];
    Chord chord;
    while ((keys = next_word(keys, word)) != NULL) {
        if (read_chord(word, &chord))
            continue;
        strcpy(bad, word);
        return false;
    }
    return true;
}

InputEvent keys_event(const char *keys)
{
    char word[32] = "";
    Chord chord = {0};
    if (next_word(keys, word))
        read_chord(word, &chord);
    InputEvent event = {.kind = INPUT_KEY, .mods = chord.mods, .key = chord.key};
    if (chord.digits)
        event.key = '1';
    if (chord.text[0]) {
        event.kind = INPUT_TEXT;
        strcpy(event.text, chord.text);
    }
    return event;
}
