#include "problem/textfile.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

bool textfile_open(TextFile *text, const char *path, FileKinds kinds, Err *err)
{
    *text = (TextFile){.path = path};
    text->file = file_open(path, kinds, err);
    return text->file != NULL;
}

void textfile_close(TextFile *text)
{
    if (text->file != NULL)
        fclose(text->file);
    free(text->line);
    *text = (TextFile){0};
}

/* What a file holds must not steer the terminal that the message ends on, nor break its line. */
static void blank_controls(char *message)
{
    for (; *message != '\0'; message++)
        if ((unsigned char)*message < ' ' || *message == 0x7f)
            *message = '?';
}

bool textfile_complain(const TextFile *text, Err *err, const char *format, ...)
{
    char message[ERR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    blank_controls(message);
    return err_set(err, "%s:%ld: %s", text->path, text->number, message);
}

/* Appends what comes up to the next '\n' or the end. */
static bool read_line(TextFile *text, bool *more, Err *err)
{
    int c = getc(text->file);
    *more = c != EOF;
    text->lines += *more;
    for (; c != EOF && c != '\n'; c = getc(text->file)) {
        if (c == '\0')
            return textfile_complain(text, err, "holds a NUL byte; expected text");
        if (text->length == TEXTFILE_LINE_MAX) {
            return textfile_complain(text, err, "the line is longer than %d bytes",
                                     TEXTFILE_LINE_MAX);
        }
        if (++text->bytes > TEXTFILE_BYTES_MAX) {
            return textfile_complain(text, err, "the file is larger than %d MiB",
                                     TEXTFILE_BYTES_MAX >> 20);
        }
        ARRAY_RESERVE(text->line, text->cap, text->length + 2);
        text->line[text->length++] = (char)c;
    }
    if (ferror(text->file))
        return err_set(err, "cannot read '%s': %s", text->path, strerror(errno));
    ARRAY_RESERVE(text->line, text->cap, text->length + 1);
    if (text->length > 0 && text->line[text->length - 1] == '\r')
        text->length--;
    text->line[text->length] = '\0';
    return true;
}

static bool begin_line(TextFile *text, bool *more, Err *err)
{
    text->length = 0;
    text->number = text->lines + 1;
    return read_line(text, more, err);
}

bool textfile_go_on(TextFile *text, bool *more, Err *err)
{
    const size_t before = text->length;
    ARRAY_RESERVE(text->line, text->cap, text->length + 2);
    text->line[text->length++] = '\n';
    if (!read_line(text, more, err))
        return false;
    if (!*more) {
        text->length = before;
        text->line[before] = '\0';
    }
    return true;
}

static void drop_mark(TextFile *text)
{
    static const char mark[] = "\xEF\xBB\xBF";
    if (text->number == 1 && strncmp(text->line, mark, sizeof mark - 1) == 0) {
        text->length -= sizeof mark - 1;
        memmove(text->line, text->line + sizeof mark - 1, text->length + 1);
    }
}

bool textfile_next(TextFile *text, bool *more, Err *err)
{
    for (;;) {
        if (!begin_line(text, more, err))
            return false;
        if (!*more)
            return true;
        drop_mark(text);
        const char *first = text->line + strspn(text->line, " \t");
        if (*first != '\0' && *first != '#')
            return true;
    }
}
