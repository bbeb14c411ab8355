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

#endif
