/* site: the places from which Ravine calls the outside world, and which of them fails this time.
 *
 * A site is a call and the address in Ravine that it returns to, past the functions that only pass
 * the call on (base/array, base/strbuf). What libraries allocate and write counts as well: such a
 * site is the library and the place in Ravine that called it. Sites inside drivers, the X client
 * and the encoder are not Ravine's.
 *
 * The driver (test_faults.py) says by the environment what is wanted:
 *
 *   RAVINE_FAULTS_PROGRAM  the program to disturb; in any other one nothing happens
 *   RAVINE_FAULTS_THROUGH  START-END,... in hex: functions of the program that pass calls on
 *   RAVINE_FAULTS_LOG      the file that gets "COUNT SITE" for each site at the end, and "failed
 * SITE" when that happens RAVINE_FAULTS_SITE     the site that fails: as the log names it; none:
 * all is well RAVINE_FAULTS_AT       its how-manieth call fails, 1 by default RAVINE_FAULTS_LASTING
 * 1: from then on every call of its kind fails (the disk stays full) */
#ifndef RAVINE_TESTS_FAULTS_SITE_H
#define RAVINE_TESTS_FAULTS_SITE_H

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum FaultKind { FAULT_MEMORY, FAULT_WRITE, FAULT_OTHER } FaultKind;

/* Whether this call has to fail. call: a string literal. */
bool fault_due(FaultKind kind, const char *call, const void *returns_to);

/* A word on the log. */
void fault_note(const char *word, const char *text);

/* Whether an address lies in START-END,... of that variable of the environment, such an address
 * in the program. */
typedef struct FaultRanges {
    uintptr_t begin[64], end[64];
    int count;
} FaultRanges;
void fault_ranges(const char *variable, FaultRanges *ranges);
bool fault_within(const FaultRanges *ranges, const void *address);

/* What would have been called; found once. */
void *fault_next(void **place, const char *name);

#define DUE(kind, name) fault_due(kind, name, __builtin_return_address(0))
#define NEXT(name, type)                                                                           \
    ({                                                                                             \
        static void *next_place;                                                                   \
        (type)(uintptr_t) fault_next(&next_place, name);                                           \
    })

/* A function that either fails as it does, with errno, or is as it was. */
#define REPLACE(kind, result, name, params, args, number, bad)                                     \
    result name params                                                                             \
    {                                                                                              \
        if (DUE(kind, #name)) {                                                                    \
            errno = number;                                                                        \
            return bad;                                                                            \
        }                                                                                          \
        return NEXT(#name, result(*) params) args;                                                 \
    }

#endif
