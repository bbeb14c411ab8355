/* err: one error message from the outside world on its way to the person.
 *
 * A function that can fail because of a file, the command line, the display or a formula returns
 * bool and takes a final Err *. The first message stays: later ones are dropped, so the message
 * names the cause and not its echo. Only main prints it. Programmer's mistakes are asserts, and
 * numeric outcomes (converged, diverged) are statuses; neither comes here. */
#ifndef RAVINE_BASE_ERR_H
#define RAVINE_BASE_ERR_H

#include <stdbool.h>

enum {
    ERR_TEXT_MAX = 1024,
    ERR_LINE_MAX = 512 /* bytes of the sentence; of a longer one the middle is left out */
};

/* A zeroed Err is empty. The text is UTF-8 without control characters and without a trailing
 * newline; it may hold inner ones (a caret under a formula), but its first line is a whole sentence
 * on its own. */
typedef struct Err {
    char text[ERR_TEXT_MAX];
} Err;

/* Fills *err unless it is already filled or NULL. Always returns false, so that a failing
 * function can end with `return err_set(err, ...)`. What the message quotes may be anything: line
 * breaks, control characters and malformed bytes are escaped, and of a long quotation both ends
 * stay, so that the message still says what is accepted. */
bool err_set(Err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same with lines that follow the sentence, as they are. */
bool err_set_above(Err *err, const char *below, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts "prefix" in front of a message that is already there ("scenario.ini:12: " ...). */
void err_prefix(Err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Goes on with the sentence of a message that is already there. */
void err_append(Err *err, const char *more);

#endif
