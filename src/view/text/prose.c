#include "view/text/prose.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/text/mathtext.h"

/* Mathematics is set larger than the words around it, as everywhere. */
static const float MATH_SHARE = 1.12f;

/* After it, in ems: its italics lean beyond their width. */
static const float MATH_LEAN = 0.12f;

enum { RUN_MAX = 512 };

static const char ELLIPSIS[] = "\u2026";

/* Part of a text. */
typedef struct Span {
    const char *at;
    size_t len;
} Span;

/* The first stretch of words, or of mathematics without its signs; *rest is what follows. A lone
 * '$' is a word. */
static Span take_run(Span *rest, bool *math)
{
    const char *sign = memchr(rest->at, '$', rest->len);
    const char *end = rest->at + rest->len;
    const char *close =
        sign && sign + 1 < end ? memchr(sign + 1, '$', (size_t)(end - sign - 1)) : NULL;
    *math = close && sign == rest->at;
    Span run = {rest->at, rest->len};
    if (*math)
        run = (Span){sign + 1, (size_t)(close - sign - 1)};
    else if (close)
        run.len = (size_t)(sign - rest->at);
    const char *next = *math ? close + 1 : run.at + run.len;
    *rest = (Span){next, (size_t)(end - next)};
    return run;
}

/* Draws where there is a list; returns the width. */
static float set_run(const Fonts *fonts, DrawList *list, const ProseStyle *style, float x, float y,
                     Color color, Span run, bool math)
{
    char text[RUN_MAX];
    snprintf(text, sizeof text, "%.*s", (int)run.len, run.at);
    float lean = MATH_LEAN * style->size;
    if (math && list)
        return lean + mathtext_draw(list, MATH_SHARE * style->size, x, y, color, text);
    if (math)
        return lean + mathtext_measure(fonts, MATH_SHARE * style->size, text).width;
    if (list && run.len > 0)
        draw_text(list, style->face, style->size, x, y, 0, color, text);
    return font_width(fonts, style->face, style->size, text, strlen(text));
}

static float set_line(const Fonts *fonts, DrawList *list, const ProseStyle *style, float x, float y,
                      Color color, Span line)
{
    float start = x;
    while (line.len > 0) {
        bool math;
        Span run = take_run(&line, &math);
        x += set_run(fonts, list, style, x, y, color, run, math);
    }
    return x - start;
}

static float width_of(const Fonts *fonts, const ProseStyle *style, Span line)
{
    return set_line(fonts, NULL, style, 0, 0, (Color){0}, line);
}

/* Bytes up to the next blank that is not inside mathematics. */
static size_t word_length(const char *text)
{
    size_t len = 0;
    bool math = false;
    for (; text[len] != '\0' && (math || text[len] != ' '); len++)
        if (text[len] == '$')
            math = !math && strchr(text + len + 1, '$') != NULL;
    return len;
}

/* As many words as fit, one at least; *text moves behind them. Measured word by word: fonts
 * remember these, and lines are many. */
static Span take_line(const Fonts *fonts, const ProseStyle *style, const char **text)
{
    const char *at = *text + strspn(*text, " ");
    const float blank = font_width(fonts, style->face, style->size, " ", 1);
    Span line = {at, word_length(at)};
    float width = width_of(fonts, style, line);
    for (;;) {
        const char *next = line.at + line.len;
        size_t gap = strspn(next, " ");
        Span word = {next + gap, word_length(next + gap)};
        width += (float)gap * blank + width_of(fonts, style, word);
        if (word.len == 0 || width > style->width)
            break;
        line.len += gap + word.len;
    }
    *text = line.at + line.len;
    *text += strspn(*text, " ");
    return line;
}

int prose_lines(const Fonts *fonts, const ProseStyle *style, const char *text)
{
    int lines = 0;
    for (text += strspn(text, " "); *text != '\0' && lines < PROSE_LINES_MAX; lines++)
        take_line(fonts, style, &text);
    return lines;
}

/* Words from its end go until the ellipsis fits. */
static void draw_cut(DrawList *list, const ProseStyle *style, float x, float y, Color color,
                     Span line)
{
    const Fonts *fonts = list->fonts;
    float dots = font_width(fonts, style->face, style->size, ELLIPSIS, strlen(ELLIPSIS));
    while (line.len > 0 && width_of(fonts, style, line) + dots > style->width)
        do
            line.len--;
        while (line.len > 0 && line.at[line.len] != ' ');
    x += set_line(fonts, list, style, x, y, color, line);
    draw_text(list, style->face, style->size, x, y, 0, color, ELLIPSIS);
}

int prose_draw(DrawList *list, const ProseStyle *style, float x, float y, int lines, Color color,
               const char *text)
{
    int drawn = 0;
    for (text += strspn(text, " "); *text != '\0' && drawn < lines; drawn++) {
        Span line = take_line(list->fonts, style, &text);
        float baseline = roundf(y + (float)drawn * style->leading);
        if (drawn + 1 == lines && *text != '\0')
            draw_cut(list, style, x, baseline, color, line);
        else
            set_line(list->fonts, list, style, x, baseline, color, line);
    }
    return drawn;
}
