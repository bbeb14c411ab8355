/* complete: how a command line that is being typed can go on, for shells.
 *
 * Reads the tables of options, problems, optimizers and lessons, and the folder that a file name
 * begins with; so shells need no lists of their own. One row for each kind of value. Knows no
 * shell. */
#ifndef RAVINE_APP_COMPLETE_H
#define RAVINE_APP_COMPLETE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* words: what stands behind the program's name so far, the last of them in work and possibly "";
 * `count` of them, none being the same as one "". Writes a line for each word that could take the
 * place of the last one: the word, a tab, what it means. Nothing where anything might stand. */
void complete_write(char *const *words, size_t count, FILE *out);

/* Whether there is a row for what an option's table calls PROBLEM, THEME ... */
bool complete_has_kind(const char *name);

#endif
