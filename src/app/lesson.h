/* lesson: the course: scenarios in an order that tells a story. The files are in assets/lessons;
 * the program carries them inside. Knows which lesson is on, and what a word on the command line
 * names. */
#ifndef RAVINE_APP_LESSON_H
#define RAVINE_APP_LESSON_H

#include <stdbool.h>
#include <stddef.h>

#include "app/scenario.h"

/* In the order of the course; made from the files. */
extern const SceneLesson lesson_texts[];
extern const size_t lesson_text_count;

/* Its place in the course, lesson_text_count if there is no such lesson. */
size_t lesson_find(const char *name);
Scenario *lesson_scenario(size_t index, Err *err);

/* What options->scenario names: a lesson, a file, or else a problem. *scenario is NULL for a
 * problem. Completes options. False with one line in *err if it is none of them. */
bool lesson_resolve(Options *options, Scenario **scenario, Err *err);

void lesson_open(App *app, size_t index);

/* Commands. */
void lesson_toggle(App *app, int arg);     /* the course, where it was left; again: leaves it */
void lesson_turn(App *app, int direction); /* to the next lesson or the one before */
void lesson_fold(App *app, int arg);       /* the words to their heading, or back */
bool lesson_has_words(const App *app);

/* Once a scenario is open, whose name was `word`. */
void lesson_note(App *app, const char *word);

#endif
