#include "doctor.h"

#include <SDL.h>
#include <SDL_ttf.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/lesson.h"
#include "base/file.h"
#include "gfx/fontfile.h"
#include "gfx/gl.h"
#include "platform/packages.h"
#include "platform/paths.h"
#include "platform/window.h"

/* NULL in a build that draws without cairo. */
extern const char *cairo_version_string(void) __attribute__((weak));

typedef struct Report {
    StrBuf *out;
    StrBuf needed, wanted; /* what is missing, a line each */
} Report;

static const char *const GL_PACKAGES[] = {"libgl1", "libegl1", "libgl1-mesa-dri", NULL};

/* "SDL            2.26.5". */
static void line(Report *report, const char *what, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void line(Report *report, const char *what, const char *format, ...)
{
    va_list args;
    strbuf_printf(report->out, "%-14s ", what);
    va_start(args, format);
    strbuf_vprintf(report->out, format, args);
    va_end(args);
    strbuf_put_char(report->out, '\n');
}

/* packages: what would help, up to a NULL; NULL if no package would. */
static void lack(StrBuf *list, const char *what, const char *const *packages)
{
    StrBuf advice = {0};
    strbuf_printf(list, "  %s\n", what);
    if (packages && packages_advise(packages, &advice))
        strbuf_printf(list, "    %s\n", strbuf_text(&advice));
    strbuf_deinit(&advice);
}

static void versions(Report *report)
{
    SDL_version sdl;
    SDL_GetVersion(&sdl);
    const SDL_version *ttf = TTF_Linked_Version();
    line(report, "Ravine", "%s", RAVINE_VERSION);
    line(report, "SDL", "%d.%d.%d", sdl.major, sdl.minor, sdl.patch);
    line(report, "SDL_ttf", "%d.%d.%d", ttf->major, ttf->minor, ttf->patch);
    if (cairo_version_string)
        line(report, "cairo", "%s", cairo_version_string());
}

/* What a window with these options would be drawn by; false if it cannot be had. */
static bool try_window(Report *report, const char *what, const WindowOptions *options)
{
    Err err = {0};
    char drawer[256] = "";
    GlFacts facts;
    Window *window = window_create(options, &err);
    const bool good = window && gl_facts(&facts, &err);
    if (good) {
        gl_describe(drawer, sizeof drawer);
        line(report, what, "OpenGL %s; by %s", drawer, window_driver(window));
    } else {
        line(report, what, "%s", err.text);
    }
    window_destroy(window);
    return good;
}

/* What names the display; NULL where none is to be expected. Some systems need no name. */
static const char *display_name(void)
{
    static const char *const names[] = {"WAYLAND_DISPLAY", "DISPLAY"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (getenv(names[i]) && getenv(names[i])[0] != '\0')
            return getenv(names[i]);
    return strcmp(SDL_GetPlatform(), "Linux") == 0 ? NULL : SDL_GetPlatform();
}

/* Without a display there are still pictures; with one that no window opens on, something is
 * broken. */
static void drawing(Report *report)
{
    const WindowOptions screen = {.width = 640, .height = 480, .hidden = true};
    const WindowOptions paper = {.width = 640, .height = 480, .offscreen = true};
    const char *display = display_name();
    line(report, "display", "%s", display ? display : "none");
    if (!display)
        lack(&report->wanted,
             "A display for the window (DISPLAY or WAYLAND_DISPLAY); pictures need none", NULL);
    else if (!try_window(report, "window", &screen))
        lack(&report->needed, "A window on the display that is set", GL_PACKAGES);
    if (!try_window(report, "off screen", &paper))
        lack(display ? &report->wanted : &report->needed, "OpenGL off screen, for pictures",
             GL_PACKAGES);
}

static void font(Report *report, const char *what, FontRole role, StrBuf *list)
{
    FontChoice choice;
    char missing[256];
    fontfile_choose(role, &choice);
    const char *const packages[] = {choice.wanted, NULL};
    if (choice.family)
        line(report, what, "%s, %s", choice.family, choice.path);
    else
        line(report, what, "none");
    if (!choice.family)
        snprintf(missing, sizeof missing, "A %s, such as %s", what, choice.wanted);
    else
        snprintf(missing, sizeof missing, "%s; %s takes its place", choice.wanted, choice.family);
    if (!choice.family || strcmp(choice.family, choice.wanted) != 0)
        lack(choice.family ? &report->wanted : list, missing, packages);
}

/* The version that a program gives itself: the third word of "ffmpeg version 5.1". */
static bool ffmpeg_version(char *version, size_t size)
{
    char first[256] = "";
    FILE *answer = popen("ffmpeg -version 2>/dev/null", "r");
    const bool said = answer && fgets(first, sizeof first, answer);
    char rest[256];
    while (answer && fgets(rest, sizeof rest, answer))
        ; /* to its end, or it would complain of a broken pipe */
    const bool good = answer && pclose(answer) == 0 && said;
    const size_t skip = strlen("ffmpeg version ");
    snprintf(version, size, "%.63s", good && strlen(first) > skip ? first + skip : "");
    version[strcspn(version, " \n")] = '\0';
    return version[0] != '\0';
}

static void films(Report *report)
{
    static const char *const packages[] = {"ffmpeg", NULL};
    StrBuf path = {0};
    char version[64];
    if (paths_program("ffmpeg", &path) && ffmpeg_version(version, sizeof version)) {
        line(report, "ffmpeg", "%s, %s", version, strbuf_text(&path));
    } else {
        line(report, "ffmpeg", "none");
        lack(&report->wanted, "ffmpeg, which makes films", packages);
    }
    strbuf_deinit(&path);
}

/* Where `meson install` and packages put the lessons, seen from the program. */
static void lessons(Report *report)
{
    StrBuf path = {0};
    const bool said = paths_own_folder(&path);
    strbuf_put(&path, "../share/ravine/lessons");
    char *clean = said ? realpath(strbuf_text(&path), NULL) : NULL;
    line(report, "lessons", "%zu inside the program%s%s", lesson_text_count,
         clean ? "; as files in " : "", clean ? clean : "");
    free(clean);
    strbuf_deinit(&path);
}

static void places(Report *report)
{
    StrBuf own = {0}, session = {0};
    if (paths_own_folder(&own))
        line(report, "program", "%sravine", strbuf_text(&own));
    lessons(report);
    line(report, "configuration", "no file; options, and what the session keeps");
    if (!paths_session(&session)) {
        line(report, "session", "nowhere");
        lack(&report->wanted,
             "A place for the session: HOME or XDG_STATE_HOME has to name a folder, from / on",
             NULL);
    } else {
        const bool there = file_exists(strbuf_text(&session));
        line(report, "session", "%s%s", strbuf_text(&session), there ? "" : " (not yet there)");
        if (!paths_writable(strbuf_text(&session)))
            lack(&report->wanted, "A place for the session: that file cannot be written", NULL);
    }
    strbuf_deinit(&own);
    strbuf_deinit(&session);
}

bool doctor_report(StrBuf *out)
{
    Report report = {.out = out};
    versions(&report);
    drawing(&report);
    font(&report, "text font", ROLE_REGULAR, &report.needed);
    font(&report, "math font", ROLE_MATH, &report.needed);
    font(&report, "spare font", ROLE_SPARE, &report.wanted);
    films(&report);
    places(&report);
    const bool healthy = report.needed.len == 0;
    if (!healthy)
        strbuf_printf(out, "\nMissing, and needed:\n%s", strbuf_text(&report.needed));
    if (report.wanted.len > 0)
        strbuf_printf(out, "\nMissing; Ravine works without:\n%s", strbuf_text(&report.wanted));
    strbuf_printf(out, "\n%s\n",
                  healthy ? "Everything that Ravine needs is here."
                          : "Ravine cannot work here as it should.");
    strbuf_deinit(&report.needed);
    strbuf_deinit(&report.wanted);
    return healthy;
}
