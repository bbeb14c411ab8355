#include "app/plainmath.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

typedef struct Reader {
    const char *at, *end;
} Reader;

static void read_all(Reader in, StrBuf *out);

/* What stands for a command; those not named here stand for themselves. */
static const struct {
    const char *name, *text;
} signs[] = {
    {"leftarrow", "<-"},
    {"gets", "<-"},
    {"rightarrow", "->"},
    {"to", "->"},
    {"cdot", "*"},
    {"times", "*"},
    {"odot", "*"},
    {"ast", "*"},
    {"div", "/"},
    {"pm", "+-"},
    {"le", "<="},
    {"leq", "<="},
    {"ge", ">="},
    {"geq", ">="},
    {"ne", "!="},
    {"neq", "!="},
    {"approx", "~"},
    {"sim", "~"},
    {"ll", "<<"},
    {"gg", ">>"},
    {"mid", "|"},
    {"lVert", "|"},
    {"rVert", "|"},
    {"lvert", "|"},
    {"rvert", "|"},
    {"|", "|"},
    {"nabla", "grad"},
    {"top", "T"},
    {"ell", "l"},
    {"infty", "inf"},
    {"prime", "'"},
    {"varepsilon", "eps"},
    {"varphi", "phi"},
    {"vartheta", "theta"},
    {"varrho", "rho"},
    {"varsigma", "sigma"},
    {"ldots", "..."},
    {"dots", "..."},
    {"cdots", "..."},
    {"left", ""},
    {"right", ""},
    {",", " "},
    {":", " "},
    {";", " "},
    {"!", ""},
    {" ", " "},
    {"quad", "  "},
    {"qquad", "    "},
};

static bool same(const char *name, Reader word)
{
    size_t len = (size_t)(word.end - word.at);
    return strlen(name) == len && memcmp(name, word.at, len) == 0;
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* The next argument, without its braces: a group, a command, or a character. */
static Reader read_argument(Reader *in)
{
    while (in->at < in->end && *in->at == ' ')
        in->at++;
    Reader argument = {in->at, in->at};
    if (in->at == in->end)
        return argument;
    if (*in->at == '{') {
        int depth = 0;
        do {
            depth += *in->at == '{' ? 1 : *in->at == '}' ? -1 : 0;
            in->at++;
        } while (in->at < in->end && depth > 0);
        return (Reader){argument.at + 1, depth > 0 ? in->at : in->at - 1};
    }
    bool command = *in->at++ == '\\';
    if (command && in->at < in->end)
        in->at++;
    while (command && isalpha((unsigned char)in->at[-1]) && in->at < in->end &&
           isalpha((unsigned char)*in->at))
        in->at++;
    argument.end = in->at;
    return argument;
}

/* As one operand: in brackets if it is more than a name or a number with a sign. */
static void put_operand(Reader argument, StrBuf *out)
{
    StrBuf text = {0};
    read_all(argument, &text);
    bool single = true;
    for (size_t i = 0; i < text.len; i++)
        single = single && (is_word(strbuf_text(&text)[i]) || (i == 0 && text.data[i] == '-'));
    strbuf_printf(out, single ? "%s" : "(%s)", strbuf_text(&text));
    strbuf_deinit(&text);
}

/* Two names need something between them. */
static void put_word(const char *text, size_t len, StrBuf *out)
{
    if (len > 0 && is_word(text[0]) && out->len > 0 && is_word(strbuf_text(out)[out->len - 1]))
        strbuf_put(out, " ");
    strbuf_put_bytes(out, text, len);
}

/* \hat{m} as m_hat. */
static bool read_accent(Reader name, Reader *in, StrBuf *out)
{
    static const char *const accents[] = {"hat", "bar", "tilde", "dot"};
    for (size_t i = 0; i < sizeof accents / sizeof accents[0]; i++) {
        if (!same(accents[i], name))
            continue;
        StrBuf text = {0};
        put_operand(read_argument(in), &text);
        put_word(strbuf_text(&text), text.len, out);
        strbuf_printf(out, "_%s", accents[i]);
        strbuf_deinit(&text);
        return true;
    }
    return false;
}

static void read_command(Reader *in, StrBuf *out)
{
    Reader name = read_argument(in);
    name.at++; /* its backslash */
    if (read_accent(name, in, out))
        return;
    if (same("text", name) || same("mathrm", name) || same("operatorname", name)) {
        Reader words = read_argument(in);
        put_word(words.at, (size_t)(words.end - words.at), out);
        return;
    }
    if (same("sqrt", name)) {
        put_word("sqrt(", 5, out);
        read_all(read_argument(in), out);
        strbuf_put(out, ")");
        return;
    }
    if (same("frac", name)) {
        put_operand(read_argument(in), out);
        strbuf_put(out, " / ");
        put_operand(read_argument(in), out);
        return;
    }
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (same(signs[i].name, name)) {
            put_word(signs[i].text, strlen(signs[i].text), out);
            return;
        }
    }
    put_word(name.at, (size_t)(name.end - name.at), out);
}

static void read_all(Reader in, StrBuf *out)
{
    while (in.at < in.end) {
        char c = *in.at;
        if (c == '\\' && in.at + 1 < in.end) {
            read_command(&in, out);
        } else if (c == '^' || c == '_') {
            in.at++;
            strbuf_put_char(out, c);
            put_operand(read_argument(&in), out);
        } else if (c == '{') {
            read_all(read_argument(&in), out);
        } else {
            strbuf_put_char(out, c);
            in.at++;
        }
    }
}

void plainmath(const char *markup, StrBuf *out)
{
    read_all((Reader){markup, markup + strlen(markup)}, out);
}
