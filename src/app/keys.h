/* keys: the written form of key presses, "Ctrl+Shift+K", and whether an event is one.
 *
 * Letters, digits and named keys are matched by key and modifiers. Signs ("?", "[", ".") are
 * matched by the text they type, so that they work on every keyboard layout. Alternatives are
 * separated by spaces: "Ctrl+K :". "1..9" stands for nine digits. */
#ifndef RAVINE_APP_KEYS_H
#define RAVINE_APP_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "app/input.h"

/* True if the event is one of the alternatives; *digit becomes 1..9 for "1..9". */
bool keys_match(const char *keys, const InputEvent *event, int *digit);

/* True if every alternative can be read; false names the first that cannot in bad[32]. */
bool keys_valid(const char *keys, char bad[32]);

/* The event that pressing the first alternative makes, for tests and scripted input. For "1..9"
 * the digit is 1. */
InputEvent keys_event(const char *keys);

/* Takes the first key of a list ("T Tab Shift+F") and writes what a keyboard sends when it is
 * pressed: the key, and the text it types, if any. Returns how many events that are; 0 at the end
 * of the list. *keys moves on. */
enum { KEYS_PRESS_MAX = 2 };
size_t keys_press(const char **keys, InputEvent events[KEYS_PRESS_MAX]);

/* True if the list can be pressed: every word is a single key. False names the first that is not in
 * bad[32]. */
bool keys_pressable(const char *keys, char bad[32]);

/* The key whose name is nearest to a misspelt one ("Tabb": "Tab"); NULL if none is near. */
const char *keys_nearest(const char *bad);

#endif
