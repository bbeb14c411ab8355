#include "view/text/mathsymbols.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

static const struct {
    const char *name;
    MathSymbol symbol;
} commands[] = {
    {"alpha", {"\U0001D6FC", MATH_ORD, true}},
    {"beta", {"\U0001D6FD", MATH_ORD, true}},
    {"gamma", {"\U0001D6FE", MATH_ORD, true}},
    {"delta", {"\U0001D6FF", MATH_ORD, true}},
    {"epsilon", {"\U0001D700", MATH_ORD, true}},
    {"zeta", {"\U0001D701", MATH_ORD, true}},
    {"eta", {"\U0001D702", MATH_ORD, true}},
    {"theta", {"\U0001D703", MATH_ORD, true}},
    {"iota", {"\U0001D704", MATH_ORD, true}},
    {"kappa", {"\U0001D705", MATH_ORD, true}},
    {"lambda", {"\U0001D706", MATH_ORD, true}},
    {"mu", {"\U0001D707", MATH_ORD, true}},
    {"nu", {"\U0001D708", MATH_ORD, true}},
    {"xi", {"\U0001D709", MATH_ORD, true}},
    {"omicron", {"\U0001D70A", MATH_ORD, true}},
    {"pi", {"\U0001D70B", MATH_ORD, true}},
    {"rho", {"\U0001D70C", MATH_ORD, true}},
    {"varsigma", {"\U0001D70D", MATH_ORD, true}},
    {"sigma", {"\U0001D70E", MATH_ORD, true}},
    {"tau", {"\U0001D70F", MATH_ORD, true}},
    {"upsilon", {"\U0001D710", MATH_ORD, true}},
    {"varphi", {"\U0001D711", MATH_ORD, true}},
    {"chi", {"\U0001D712", MATH_ORD, true}},
    {"psi", {"\U0001D713", MATH_ORD, true}},
    {"omega", {"\U0001D714", MATH_ORD, true}},
    {"varepsilon", {"\U0001D700", MATH_ORD, true}},
    {"partial", {"\U0001D715", MATH_ORD, false}},
    {"vartheta", {"\U0001D717", MATH_ORD, true}},
    {"phi", {"\U0001D719", MATH_ORD, true}},
    {"varrho", {"\U0001D71A", MATH_ORD, true}},
    {"ell", {"\u2113", MATH_ORD, true}},
    {"Gamma", {"\u0393", MATH_ORD, false}},
    {"Delta", {"\u0394", MATH_ORD, false}},
    {"Theta", {"\u0398", MATH_ORD, false}},
    {"Lambda", {"\u039B", MATH_ORD, false}},
    {"Xi", {"\u039E", MATH_ORD, false}},
    {"Pi", {"\u03A0", MATH_ORD, false}},
    {"Sigma", {"\u03A3", MATH_ORD, false}},
    {"Phi", {"\u03A6", MATH_ORD, false}},
    {"Psi", {"\u03A8", MATH_ORD, false}},
    {"Omega", {"\u03A9", MATH_ORD, false}},
    {"nabla", {"\u2207", MATH_ORD, false}},
    {"infty", {"\u221E", MATH_ORD, false}},
    {"ldots", {"\u2026", MATH_ORD, false}},
    {"dots", {"\u2026", MATH_ORD, false}},
    {"cdots", {"\u22EF", MATH_ORD, false}},
    {"prime", {"\u2032", MATH_ORD, false}},
    {"degree", {"\u00B0", MATH_ORD, false}},
    {"cdot", {"\u22C5", MATH_BIN, false}},
    {"times", {"\u00D7", MATH_BIN, false}},
    {"div", {"\u00F7", MATH_BIN, false}},
    {"pm", {"\u00B1", MATH_BIN, false}},
    {"mp", {"\u2213", MATH_BIN, false}},
    {"odot", {"\u2299", MATH_BIN, false}},
    {"oplus", {"\u2295", MATH_BIN, false}},
    {"otimes", {"\u2297", MATH_BIN, false}},
    {"ast", {"\u2217", MATH_BIN, false}},
    {"circ", {"\u2218", MATH_BIN, false}},
    {"leftarrow", {"\u2190", MATH_REL, false}},
    {"gets", {"\u2190", MATH_REL, false}},
    {"rightarrow", {"\u2192", MATH_REL, false}},
    {"to", {"\u2192", MATH_REL, false}},
    {"le", {"\u2264", MATH_REL, false}},
    {"leq", {"\u2264", MATH_REL, false}},
    {"ge", {"\u2265", MATH_REL, false}},
    {"geq", {"\u2265", MATH_REL, false}},
    {"ne", {"\u2260", MATH_REL, false}},
    {"neq", {"\u2260", MATH_REL, false}},
    {"approx", {"\u2248", MATH_REL, false}},
    {"sim", {"\u223C", MATH_REL, false}},
    {"equiv", {"\u2261", MATH_REL, false}},
    {"propto", {"\u221D", MATH_REL, false}},
    {"in", {"\u2208", MATH_REL, false}},
    {"ll", {"\u226A", MATH_REL, false}},
    {"gg", {"\u226B", MATH_REL, false}},
    {"mid", {"|", MATH_REL, false}},
    {"lVert", {"\u2016", MATH_OPEN, false}},
    {"lvert", {"|", MATH_OPEN, false}},
    {"lfloor", {"\u230A", MATH_OPEN, false}},
    {"lceil", {"\u2308", MATH_OPEN, false}},
    {"langle", {"\u27E8", MATH_OPEN, false}},
    {"{", {"{", MATH_OPEN, false}},
    {"rVert", {"\u2016", MATH_CLOSE, false}},
    {"rvert", {"|", MATH_CLOSE, false}},
    {"rfloor", {"\u230B", MATH_CLOSE, false}},
    {"rceil", {"\u2309", MATH_CLOSE, false}},
    {"rangle", {"\u27E9", MATH_CLOSE, false}},
    {"}", {"}", MATH_CLOSE, false}},
    {"|", {"\u2016", MATH_ORD, false}},
    {"_", {"_", MATH_ORD, false}},
    {"%", {"%", MATH_ORD, false}},
    {"#", {"#", MATH_ORD, false}},
    {"&", {"&", MATH_ORD, false}},
    {"$", {"$", MATH_ORD, false}},
    {"sum", {"\u2211", MATH_OP, false}},
    {"prod", {"\u220F", MATH_OP, false}},
    {"int", {"\u222B", MATH_OP, false}},
    {"sin", {"sin", MATH_OP, false}},
    {"cos", {"cos", MATH_OP, false}},
    {"tan", {"tan", MATH_OP, false}},
    {"asin", {"asin", MATH_OP, false}},
    {"acos", {"acos", MATH_OP, false}},
    {"atan", {"atan", MATH_OP, false}},
    {"arcsin", {"arcsin", MATH_OP, false}},
    {"arccos", {"arccos", MATH_OP, false}},
    {"arctan", {"arctan", MATH_OP, false}},
    {"sinh", {"sinh", MATH_OP, false}},
    {"cosh", {"cosh", MATH_OP, false}},
    {"tanh", {"tanh", MATH_OP, false}},
    {"exp", {"exp", MATH_OP, false}},
    {"log", {"log", MATH_OP, false}},
    {"ln", {"ln", MATH_OP, false}},
    {"min", {"min", MATH_OP, false}},
    {"max", {"max", MATH_OP, false}},
    {"sign", {"sign", MATH_OP, false}},
    {"sgn", {"sgn", MATH_OP, false}},
    {"abs", {"abs", MATH_OP, false}},
    {"hypot", {"hypot", MATH_OP, false}},
    {"diag", {"diag", MATH_OP, false}},
    {"det", {"det", MATH_OP, false}},
    {"tr", {"tr", MATH_OP, false}},
    {"argmin", {"arg min", MATH_OP, false}},
    {"argmax", {"arg max", MATH_OP, false}},
};

static const struct {
    const char *name;
    float em;
} spaces[] = {
    {",", 3 / 18.0f}, {":", 4 / 18.0f}, {";", 5 / 18.0f}, {"!", -3 / 18.0f},
    {" ", 0.25f},     {"quad", 1},      {"qquad", 2},
};

static bool same(const char *name, const char *text, size_t len)
{
    return strncmp(name, text, len) == 0 && name[len] == '\0';
}

bool mathsymbol_command(const char *name, size_t len, MathSymbol *symbol)
{
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (same(commands[i].name, name, len)) {
            *symbol = commands[i].symbol;
            return true;
        }
    }
    return false;
}

bool mathsymbol_space(const char *name, size_t len, float *em)
{
    for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++) {
        if (same(spaces[i].name, name, len)) {
            *em = spaces[i].em;
            return true;
        }
    }
    return false;
}

size_t mathsymbol_char_length(const char *text)
{
    unsigned char lead = (unsigned char)text[0];
    size_t want = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    for (size_t i = 1; i < want; i++)
        if (((unsigned char)text[i] & 0xC0) != 0x80)
            return 1;
    return want;
}

static void encode(uint32_t code, char out[8])
{
    if (code < 0x80) {
        out[0] = (char)code;
        out[1] = '\0';
    } else if (code < 0x10000) {
        out[0] = (char)(0xE0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code & 0x3F));
        out[3] = '\0';
    } else {
        out[0] = (char)(0xF0 | code >> 18);
        out[1] = (char)(0x80 | (code >> 12 & 0x3F));
        out[2] = (char)(0x80 | (code >> 6 & 0x3F));
        out[3] = (char)(0x80 | (code & 0x3F));
        out[4] = '\0';
    }
}

static MathSymbol ascii_symbol(char c)
{
    switch (c) {
    case '+':
        return (MathSymbol){"+", MATH_BIN, false};
    case '-':
        return (MathSymbol){"\u2212", MATH_BIN, false};
    case '*':
        return (MathSymbol){"\u2217", MATH_BIN, false};
    case '=':
        return (MathSymbol){"=", MATH_REL, false};
    case '<':
        return (MathSymbol){"<", MATH_REL, false};
    case '>':
        return (MathSymbol){">", MATH_REL, false};
    case ':':
        return (MathSymbol){":", MATH_REL, false};
    case '(':
        return (MathSymbol){"(", MATH_OPEN, false};
    case '[':
        return (MathSymbol){"[", MATH_OPEN, false};
    case ')':
        return (MathSymbol){")", MATH_CLOSE, false};
    case ']':
        return (MathSymbol){"]", MATH_CLOSE, false};
    case '!':
        return (MathSymbol){"!", MATH_CLOSE, false};
    case ',':
        return (MathSymbol){",", MATH_PUNCT, false};
    case ';':
        return (MathSymbol){";", MATH_PUNCT, false};
    default:
        return (MathSymbol){NULL, MATH_ORD, false};
    }
}

/* Characters that people paste instead of writing the command. */
static MathClass class_of_other(const char *text)
{
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        if (strcmp(commands[i].symbol.text, text) == 0)
            return commands[i].symbol.class;
    return strcmp(text, "\u2212") == 0 ? MATH_BIN : MATH_ORD;
}

MathSymbol mathsymbol_char(const char *utf8, size_t len, char out[8])
{
    assert(len >= 1 && len <= 4);
    if (len > 1) {
        memcpy(out, utf8, len);
        out[len] = '\0';
        return (MathSymbol){out, class_of_other(out), false};
    }
    char c = *utf8;
    MathSymbol symbol = ascii_symbol(c);
    if (symbol.text)
        return symbol;
    if (c >= 'a' && c <= 'z') {
        /* Unicode keeps Planck's constant where h would be. */
        encode(c == 'h' ? 0x210E : 0x1D44E + (uint32_t)(c - 'a'), out);
        return (MathSymbol){out, MATH_ORD, true};
    }
    if (c >= 'A' && c <= 'Z') {
        encode(0x1D434 + (uint32_t)(c - 'A'), out);
        return (MathSymbol){out, MATH_ORD, true};
    }
    encode((unsigned char)c < 0x80 ? (uint32_t)c : 0xFFFD, out);
    return (MathSymbol){out, MATH_ORD, false};
}
