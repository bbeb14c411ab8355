#include "corpus.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"

bool corpus_read(const char *path, StrBuf *out)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    char part[4096];
    for (size_t got; (got = fread(part, 1, sizeof part, file)) > 0;)
        strbuf_put_bytes(out, part, got);
    bool good = !ferror(file);
    fclose(file);
    return good;
}

/* The character that the escape after a backslash stands for; moves *at behind it. */
static char unescape(const char **at)
{
    char c = *(*at)++;
    if (c == 'x') {
        char digits[3] = {0};
        memcpy(digits, *at, strnlen(*at, 2));
        *at += strlen(digits);
        return (char)strtoul(digits, NULL, 16);
    }
    return c == 'n' ? '\n' : c == 't' ? '\t' : c;
}

static void read_line(const char *line, StrBuf *out)
{
    while (*line != '\0') {
        char c = *line++;
        strbuf_put_char(out, c == '\\' && *line != '\0' ? unescape(&line) : c);
    }
}

void corpus_each(const char *corpus, CorpusEach *each, void *context)
{
    int number = 1;
    for (const char *at = corpus; *at != '\0'; number++) {
        size_t len = strcspn(at, "\n");
        char *line = mem_strndup(at, len);
        StrBuf input = {0};
        read_line(line, &input);
        if (line[0] != '\0' && line[0] != '#')
            each(context, &input, line, number);
        strbuf_deinit(&input);
        free(line);
        at += len + (at[len] == '\n');
    }
}

/* No line is empty, a comment, or ends in a space that nobody sees. */
void corpus_write(const char *input, StrBuf *out)
{
    static const char backslash[] = "\\\\";
    StrBuf escaped = {0};
    for (const char *at = input; *at != '\0';) {
        size_t len = strcspn(at, "\\");
        strbuf_put_bytes(&escaped, at, len);
        at += len;
        if (*at == '\\') {
            strbuf_put(&escaped, backslash);
            at++;
        }
    }
    StrBuf shown = {0};
    text_show(strbuf_text(&escaped), &shown);
    const char *text = strbuf_text(&shown);
    size_t len = shown.len;
    bool comment = text[0] == '#', blank = len > 0 && text[len - 1] == ' ';
    strbuf_put(out, comment ? "\\x23" : len == 0 ? "\\n" : "");
    strbuf_put_bytes(out, text + comment, len - comment - blank);
    strbuf_put(out, blank ? "\\x20" : "");
    strbuf_deinit(&shown);
    strbuf_deinit(&escaped);
}
