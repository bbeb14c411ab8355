#include "app/keys.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

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
    while ((keys = next_word(keys, word)) != NULL)
        if (read_chord(word, &chord) && chord_match(&chord, event, digit))
            return true;
    return false;
}

/* "1..9" is a key of the table, but not one that can be pressed. */
static bool read_single(const char *word, Chord *chord)
{
    return read_chord(word, chord) && !chord->digits;
}

static bool all_read(const char *keys, bool (*read)(const char *, Chord *), char bad[32])
{
    char word[32];
    Chord chord;
    while ((keys = next_word(keys, word)) != NULL) {
        if (read(word, &chord))
            continue;
        strcpy(bad, word);
        return false;
    }
    return true;
}

bool keys_valid(const char *keys, char bad[32])
{
    return all_read(keys, read_chord, bad);
}

bool keys_pressable(const char *keys, char bad[32])
{
    return all_read(keys, read_single, bad);
}

static InputEvent event_of(const Chord *chord)
{
    InputEvent event = {.kind = INPUT_KEY, .mods = chord->mods, .key = chord->key};
    if (chord->digits)
        event.key = '1';
    if (chord->text[0]) {
        event.kind = INPUT_TEXT;
        strcpy(event.text, chord->text);
    }
    return event;
}

InputEvent keys_event(const char *keys)
{
    char word[32] = "";
    Chord chord = {0};
    if (next_word(keys, word))
        read_chord(word, &chord);
    return event_of(&chord);
}

/* Letters, digits and the space bar type text, unless Ctrl or Alt is held. What a digit types with
 * Shift is the layout's affair. */
static bool types_text(const InputEvent *event)
{
    if (event->kind != INPUT_KEY || event->key < ' ' || event->key >= 0x7f ||
        (event->mods & (MOD_CTRL | MOD_ALT)))
        return false;
    return !(event->mods & MOD_SHIFT) || !isdigit((int)event->key);
}

size_t keys_press(const char **keys, InputEvent events[KEYS_PRESS_MAX])
{
    char word[32];
    Chord chord;
    const char *rest = next_word(*keys, word);
    if (!rest || !read_single(word, &chord))
        return 0;
    *keys = rest;
    events[0] = event_of(&chord);
    if (!types_text(&events[0]))
        return 1;
    bool upper = events[0].mods & MOD_SHIFT;
    events[1] = (InputEvent){.kind = INPUT_TEXT, .mods = events[0].mods};
    events[1].text[0] = (char)(upper ? toupper((int)events[0].key) : events[0].key);
    return 2;
}

static const char *name_at(const void *context, size_t index)
{
    (void)context;
    return NAMED[index].name;
}

const char *keys_nearest(const char *bad)
{
    const char *plus = strrchr(bad, '+');
    const char *name = plus && plus[1] ? plus + 1 : bad;
    return text_nearest(name, sizeof NAMED / sizeof *NAMED, name_at, NULL);
}
