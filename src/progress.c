#include "progress.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "platform/clock.h"

static const double SOON = 0.5, PAUSE = 0.2; /* seconds */

enum { CELLS = 30 };

Progress progress_begin(FILE *out)
{
    return (Progress){.out = out, .begun = clock_seconds()};
}

void progress_say(Progress *progress, double share, const char *words)
{
    if (!progress->out)
        return;
    const double time = clock_seconds();
    const bool early = time < progress->begun + SOON || time < progress->said + PAUSE;
    if (!(share > 0) || (share < 1 && early))
        return;
    share = fmin(share, 1);
    char bar[CELLS + 1] = "";
    memset(bar, '.', CELLS);
    memset(bar, '#', (size_t)(share * CELLS));
    progress->said = time;
    fprintf(progress->out, "\r[%s] %3.0f%%, %s, %.0f s left \033[K", bar, 100 * share, words,
            ceil((time - progress->begun) * (1 - share) / share));
    fflush(progress->out);
}

void progress_end(Progress *progress)
{
    if (progress->out && progress->said > 0) {
        fputs("\r\033[K", progress->out);
        fflush(progress->out);
    }
    progress->said = 0;
}
