/* column: what the parts of the inspector are written with: rows that go down a narrow panel, each
 * with a legend, a symbol or words, and numbers in two columns that never meet. Measures as well as
 * it draws, so that nothing is laid out twice. */
#ifndef RAVINE_VIEW_PANEL_COLUMN_H
#define RAVINE_VIEW_PANEL_COLUMN_H

#include "view/kit/ui.h"
#include "view/scene/inspect.h"

/* px at scale 1 */
enum { COLUMN_PAD = 16, COLUMN_ROW = 22, COLUMN_NUMBER = 80, COLUMN_LEGEND = 26 };

typedef struct Column {
    const Ui *ui;
    const Inspection *inspection;
    const Ink *ink;    /* of the optimizer; NULL while measuring */
    float x, y, width; /* y: where the next row begins */
    bool draws;        /* else it only measures */
} Column;

float column_px(const Column *column, float size);
float column_left(const Column *column);
float column_right(const Column *column);
/* The baseline of a row of this height (at scale 1) that begins at y. */
float column_baseline(const Column *column, float height);

/* A number with three digits, or as many as fit into `room` px. */
const char *column_fitting(const Column *column, double value, float room, char *text);
/* The same in the last column of numbers. */
void column_number(const Column *column, float baseline, Face face, Color color, double value);
/* A number in the last column, or two entries of a vector or matrix, from at[row] on, in both. */
void column_values(const Column *column, const RuleValue *value, int row, Face face, Color color);

/* At the left of the row at y. */
void column_legend(const Column *column, const ArrowStyle *style);
/* Behind that a symbol in math markup and, where there is room, words. */
void column_name(const Column *column, const char *math, const char *words, Face face, Color color);
/* A button that closes something, at the right. */
void column_close(const Column *column, float middle, const char *command);

/* These two go on to the next row. */
void column_section(Column *column);
void column_words(Column *column, Color color, const char *text);

#endif
