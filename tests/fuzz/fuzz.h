/* fuzz: what the fuzz targets share. A target is one file, fuzz_NAME.c, with one function that
 * takes a text as it might come from a person and checks what must hold for any text. libFuzzer
 * calls it with inputs of its own making (scripts/fuzz), replay.c with the lines of
 * corpus/NAME.txt (an ordinary test, with any compiler). */
#ifndef RAVINE_TESTS_FUZZ_H
#define RAVINE_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* libFuzzer's name for the target. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The input as text, up to its first NUL, without one last newline (files end with one). The
 * caller frees it. */
char *fuzz_text(const uint8_t *data, size_t size);

/* Says what went wrong and aborts. */
_Noreturn void fuzz_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A failure must come with one line that a person can read: UTF-8 without control characters. */
void fuzz_check_line(const Err *err);
/* The same, but the formula and a caret may follow on two further lines. */
void fuzz_check_message(const Err *err);

/* True if both are the same bits, or both are nan. */
bool fuzz_same(double a, double b);

#endif
