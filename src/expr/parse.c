#include "expr/parse.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "expr/lex.h"

typedef struct Parser {
    const char *text;
    const ExprParam *params;
    size_t param_count;
    Token token; /* not taken yet */
    Token last;  /* taken before it */
    int depth;
    Tree *tree;
    Err *err;
    ExprPlace *place;
} Parser;

static int parse_sum(Parser *p);
static int parse_signed(Parser *p);

/* Parsing functions return the index of a node, or this after an error. */
enum { FAILED = -1 };

static int add_node(Parser *p, TreeNode node)
{
    ARRAY_RESERVE(p->tree->nodes, p->tree->cap, p->tree->count + 1);
    p->tree->nodes[p->tree->count] = node;
    return (int)p->tree->count++;
}

static int add_operation(Parser *p, Op op, int a, int b, size_t at)
{
    return add_node(p, (TreeNode){.op = op, .a = a, .b = b, .at = at});
}

static int add_number(Parser *p, double value, TreeForm form, size_t at)
{
    return add_node(
        p, (TreeNode){.op = OP_CONST, .form = form, .a = -1, .b = -1, .value = value, .at = at});
}

static bool advance(Parser *p)
{
    p->last = p->token;
    return lex_next(p->text, p->token.end, &p->token, p->err, p->place);
}

static int fail_expected(Parser *p, const char *expected)
{
    char after[LEX_SHOW_MAX];
    char found[LEX_SHOW_MAX];
    bool first = p->last.begin == p->last.end;
    lex_show(p->text, p->last, after);
    lex_show(p->text, p->token, found);
    lex_error(p->text, p->token.begin, p->err, p->place, "expected %s%s%s, found %s", expected,
              first ? "" : " after ", first ? "" : after, found);
    return FAILED;
}

static bool enter(Parser *p)
{
    if (++p->depth <= EXPR_DEPTH_MAX)
        return true;
    return lex_error(p->text, p->token.begin, p->err, p->place,
                     "nested too deep, at most %d levels of parentheses, functions, signs and "
                     "powers",
                     EXPR_DEPTH_MAX);
}

static bool name_is(const Parser *p, Token token, const char *name)
{
    size_t len = token.end - token.begin;
    return strlen(name) == len && memcmp(p->text + token.begin, name, len) == 0;
}

static Op function_named(const Parser *p, Token token)
{
    for (Op op = 0; op < OP_COUNT; op++)
        if (op_name(op) && name_is(p, token, op_name(op)))
            return op;
    return OP_COUNT;
}

static const char *const constants[] = {"x", "y", "pi", "e"};
enum { CONSTANT_COUNT = sizeof constants / sizeof constants[0] };

/* Every name that can be written, for "did you mean". */
static const char *known_name(const void *context, size_t index)
{
    const Parser *p = context;
    if (index < p->param_count)
        return p->params[index].name;
    index -= p->param_count;
    if (index < CONSTANT_COUNT)
        return constants[index];
    index -= CONSTANT_COUNT;
    for (Op op = 0; op < OP_COUNT; op++)
        if (op_name(op) && index-- == 0)
            return op_name(op);
    return "";
}

static size_t known_count(const Parser *p)
{
    size_t count = p->param_count + CONSTANT_COUNT;
    for (Op op = 0; op < OP_COUNT; op++)
        count += op_name(op) != NULL;
    return count;
}

/* What other languages call it. */
static const struct {
    const char *name, *ours;
} foreign[] = {
    {"ln", "log"},   {"arcsin", "asin"}, {"arccos", "acos"}, {"arctan", "atan"}, {"fabs", "abs"},
    {"sgn", "sign"}, {"Abs", "abs"},     {"power", "pow"},   {"norm", "hypot"},  {"fmin", "min"},
    {"fmax", "max"}, {"Min", "min"},     {"Max", "max"},
};

/* "xy" for "x*y": every letter is a name of its own. */
static bool is_run_of_names(const Parser *p, const char *word)
{
    size_t len = strlen(word);
    if (len < 2 || len > 4)
        return false;
    for (size_t i = 0; i < len; i++) {
        bool known = false;
        for (size_t n = 0; n < p->param_count + CONSTANT_COUNT && !known; n++) {
            const char *name = known_name(p, n);
            known = name[0] == word[i] && name[1] == '\0';
        }
        if (!known)
            return false;
    }
    return true;
}

static int fail_unknown(Parser *p, Token token)
{
    char word[EXPR_NAME_MAX + 1];
    size_t len = token.end - token.begin;
    memcpy(word, p->text + token.begin, len);
    word[len] = '\0';
    char hint[2 * EXPR_NAME_MAX + 64] = "a formula knows x, y, pi, e and functions such as sin";
    const char *near = text_nearest(word, known_count(p), known_name, p);
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++)
        if (strcmp(word, foreign[i].name) == 0)
            near = foreign[i].ours;
    if (is_run_of_names(p, word)) {
        size_t used = (size_t)snprintf(hint, sizeof hint, "for a product write '%c", word[0]);
        for (size_t i = 1; i < len; i++)
            used += (size_t)snprintf(hint + used, sizeof hint - used, "*%c", word[i]);
        snprintf(hint + used, sizeof hint - used, "'");
    } else if (near) {
        snprintf(hint, sizeof hint, "did you mean '%s'?", near);
    }
    lex_error(p->text, token.begin, p->err, p->place, "unknown name '%s'; %s", word, hint);
    return FAILED;
}

static int parse_call(Parser *p, Op op, Token name)
{
    if (p->token.kind != TOKEN_OPEN) {
        char found[LEX_SHOW_MAX];
        lex_error(p->text, p->token.begin, p->err, p->place,
                  "expected '(' after '%s', found %s; a function needs parentheses: %s(x)%s",
                  op_name(op), lex_show(p->text, p->token, found), op_name(op),
                  p->token.kind == TOKEN_POWER ? "^2" : "");
        return FAILED;
    }
    if (!enter(p) || !advance(p))
        return FAILED;
    int operand[2] = {-1, -1};
    for (int i = 0; i < op_arity(op); i++) {
        operand[i] = parse_sum(p);
        if (operand[i] == FAILED)
            return FAILED;
        bool last = i == op_arity(op) - 1;
        if (last && p->token.kind == TOKEN_COMMA) {
            lex_error(p->text, p->token.begin, p->err, p->place,
                      "expected ')', found ',': '%s' takes %s", op_name(op),
                      op_arity(op) == 1 ? "one argument" : "two arguments");
            return FAILED;
        }
        if (!last && p->token.kind == TOKEN_CLOSE) {
            lex_error(p->text, p->token.begin, p->err, p->place,
                      "expected ',' and a second argument, found ')': '%s' takes two", op_name(op));
            return FAILED;
        }
        if (p->token.kind != (last ? TOKEN_CLOSE : TOKEN_COMMA))
            return fail_expected(p, last ? "an operator or ')'" : "an operator or ','");
        if (!advance(p))
            return FAILED;
    }
    p->depth--;
    int node = add_operation(p, op, operand[0], operand[1], name.begin);
    if (op == OP_POW)
        p->tree->nodes[node].form = TREE_CALL;
    return node;
}

static int parse_name(Parser *p)
{
    Token name = p->token;
    if (!advance(p))
        return FAILED;
    if (name_is(p, name, "x"))
        return add_operation(p, OP_X, -1, -1, name.begin);
    if (name_is(p, name, "y"))
        return add_operation(p, OP_Y, -1, -1, name.begin);
    for (size_t i = 0; i < p->param_count; i++)
        if (name_is(p, name, p->params[i].name))
            return add_number(p, p->params[i].value, TREE_PLAIN, name.begin);
    if (name_is(p, name, "e"))
        return add_number(p, M_E, TREE_E, name.begin);
    if (name_is(p, name, "pi") || (p->text[name.begin] & 0x80) != 0)
        return add_number(p, M_PI, TREE_PI, name.begin);
    Op op = function_named(p, name);
    return op == OP_COUNT ? fail_unknown(p, name) : parse_call(p, op, name);
}

static int parse_parenthesis(Parser *p)
{
    if (!enter(p) || !advance(p))
        return FAILED;
    int inner = parse_sum(p);
    if (inner == FAILED)
        return FAILED;
    if (p->token.kind != TOKEN_CLOSE)
        return fail_expected(p, "an operator or ')'");
    p->depth--;
    return advance(p) ? inner : FAILED;
}

static int parse_atom(Parser *p)
{
    int atom = FAILED;
    if (p->token.kind == TOKEN_NUMBER) {
        atom = add_number(p, p->token.number, TREE_PLAIN, p->token.begin);
        if (!advance(p))
            return FAILED;
    } else if (p->token.kind == TOKEN_NAME) {
        atom = parse_name(p);
    } else if (p->token.kind == TOKEN_OPEN) {
        atom = parse_parenthesis(p);
    } else {
        return fail_expected(p, "a number, a name or '('");
    }
    while (atom != FAILED && (p->token.kind == TOKEN_SQUARED || p->token.kind == TOKEN_CUBED)) {
        double exponent = p->token.kind == TOKEN_SQUARED ? 2 : 3;
        size_t at = p->token.begin;
        if (!advance(p))
            return FAILED;
        int power = add_number(p, exponent, TREE_PLAIN, at);
        atom = add_operation(p, OP_POW, atom, power, at);
    }
    return atom;
}

static int parse_power(Parser *p)
{
    int base = parse_atom(p);
    if (base == FAILED || p->token.kind != TOKEN_POWER)
        return base;
    size_t at = p->token.begin;
    if (!enter(p) || !advance(p))
        return FAILED;
    int exponent = parse_signed(p);
    if (exponent == FAILED)
        return FAILED;
    p->depth--;
    return add_operation(p, OP_POW, base, exponent, at);
}

static int parse_signed(Parser *p)
{
    if (p->token.kind != TOKEN_MINUS && p->token.kind != TOKEN_PLUS)
        return parse_power(p);
    Token sign = p->token;
    if (!enter(p) || !advance(p))
        return FAILED;
    int inner = parse_signed(p);
    if (inner == FAILED)
        return FAILED;
    p->depth--;
    return sign.kind == TOKEN_PLUS ? inner : add_operation(p, OP_NEG, inner, -1, sign.begin);
}

static int parse_product(Parser *p)
{
    int left = parse_signed(p);
    while (left != FAILED) {
        TokenKind kind = p->token.kind;
        size_t at = p->token.begin;
        bool written = kind == TOKEN_TIMES || kind == TOKEN_OVER;
        if (kind == TOKEN_NUMBER)
            return fail_expected(p, "an operator");
        if (!written && kind != TOKEN_NAME && kind != TOKEN_OPEN)
            break;
        if (written && !advance(p))
            return FAILED;
        int right = parse_signed(p);
        if (right == FAILED)
            return FAILED;
        left = add_operation(p, kind == TOKEN_OVER ? OP_DIV : OP_MUL, left, right, at);
    }
    return left;
}

static int parse_sum(Parser *p)
{
    int left = parse_product(p);
    while (left != FAILED && (p->token.kind == TOKEN_PLUS || p->token.kind == TOKEN_MINUS)) {
        Op op = p->token.kind == TOKEN_PLUS ? OP_ADD : OP_SUB;
        size_t at = p->token.begin;
        if (!advance(p))
            return FAILED;
        int right = parse_product(p);
        if (right == FAILED)
            return FAILED;
        left = add_operation(p, op, left, right, at);
    }
    return left;
}

static bool params_are_finite(const ExprParam *params, size_t count, Err *err, ExprPlace *place)
{
    for (size_t i = 0; i < count; i++) {
        if (isfinite(params[i].value))
            continue;
        if (place)
            *place = (ExprPlace){1, 1};
        return err_set(err, "parameter '%s' of the formula is not a finite number", params[i].name);
    }
    return true;
}

bool tree_parse(Tree *tree, const char *text, const ExprParam *params, size_t param_count, Err *err,
                ExprPlace *place)
{
    *tree = (Tree){0};
    if (!params_are_finite(params, param_count, err, place))
        return false;
    if (strnlen(text, EXPR_LENGTH_MAX + 1) > EXPR_LENGTH_MAX)
        return lex_error(text, EXPR_LENGTH_MAX, err, place, "formula too long, at most %d bytes",
                         EXPR_LENGTH_MAX);
    Parser parser = {.text = text,
                     .params = params,
                     .param_count = param_count,
                     .tree = tree,
                     .err = err,
                     .place = place};
    Parser *p = &parser;
    if (!lex_next(text, 0, &p->token, err, place))
        return false;
    if (p->token.kind == TOKEN_END)
        return lex_error(text, p->token.begin, err, place,
                         "expected a formula in x and y, found nothing");
    tree->root = parse_sum(p);
    if (tree->root == FAILED)
        return false;
    if (p->token.kind != TOKEN_END) {
        fail_expected(p, "an operator or the end");
        return false;
    }
    return true;
}

void tree_deinit(Tree *tree)
{
    free(tree->nodes);
    *tree = (Tree){0};
}
