#include "problem/landmark.h"

#include <string.h>

enum { PLACE_TEXT_MAX = 120 };

/* Maps between these two width : height ratios count as usual. */
static const double aspect_low = 1.3, aspect_high = 2.0;

const char *landmark_kind_name(LandmarkKind kind)
{
    static const char *const names[] = {"minimum", "saddle", "maximum", "degenerate"};
    return names[kind];
}

Box2 landmark_region(Box2 view)
{
    Vec2 center = box2_center(view);
    Vec2 size = box2_size(view);
    Vec2 half =
        vec2(0.5 * fmax(size.x, aspect_high * size.y), 0.5 * fmax(size.y, size.x / aspect_low));
    return (Box2){vec2_sub(center, half), vec2_add(center, half)};
}

static bool put(Problem *problem, Landmark landmark)
{
    if (problem->landmark_count == PROBLEM_LANDMARKS_MAX)
        return false;
    problem->landmarks[problem->landmark_count++] = landmark;
    return true;
}

/* Reads one coordinate, [text, end). */
static bool read_place(const char *text, const char *end, const ExprParam *params, size_t count,
                       double *value, Err *err)
{
    char buffer[PLACE_TEXT_MAX];
    size_t length = (size_t)(end - text);
    if (length >= sizeof buffer)
        return err_set(err, "landmark: '%.*s' is too long", (int)length, text);
    memcpy(buffer, text, length);
    buffer[length] = '\0';
    return expr_constant(buffer, params, count, value, err);
}

static bool read_kind(const char *text, size_t length, Landmark *landmark)
{
    static const struct {
        const char *name;
        LandmarkKind kind;
        bool global;
    } words[] = {
        {"global", LANDMARK_MINIMUM, true},         {"minimum", LANDMARK_MINIMUM, false},
        {"saddle", LANDMARK_SADDLE, false},         {"maximum", LANDMARK_MAXIMUM, false},
        {"degenerate", LANDMARK_DEGENERATE, false},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strlen(words[i].name) == length && strncmp(words[i].name, text, length) == 0) {
            landmark->kind = words[i].kind;
            landmark->global = words[i].global;
            return true;
        }
    }
    return false;
}

/* Reads "kind x, y" in [text, end). */
static bool read_landmark(Problem *problem, const char *text, const char *end,
                          const ExprParam *params, size_t count, Err *err)
{
    Landmark landmark = {0};
    text += strspn(text, " ");
    size_t word = strcspn(text, " ");
    const char *comma = memchr(text, ',', (size_t)(end - text));
    if (comma == NULL || !read_kind(text, word, &landmark))
        return err_set(err, "landmark: expected 'kind x, y', not '%.*s'", (int)(end - text), text);
    if (!read_place(text + word, comma, params, count, &landmark.at.x, err) ||
        !read_place(comma + 1, end, params, count, &landmark.at.y, err))
        return false;
    landmark.value = problem_value(problem, landmark.at);
    return put(problem, landmark) || err_set(err, "landmark: too many");
}

bool landmark_declare(Problem *problem, const char *text, const ExprParam *params,
                      size_t param_count, Err *err)
{
    while (*text != '\0') {
        size_t length = strcspn(text, ";");
        if (!read_landmark(problem, text, text + length, params, param_count, err))
            return false;
        text += length + (text[length] == ';');
    }
    return true;
}

static bool known(const Problem *problem, Vec2 at, double near)
{
    for (size_t i = 0; i < problem->landmark_count; i++)
        if (vec2_norm(vec2_sub(problem->landmarks[i].at, at)) <= near)
            return true;
    return false;
}

void landmark_add_found(Problem *problem, const CriticalSet *found)
{
    Vec2 size = box2_size(problem->view);
    double near = 1e-5 * fmax(size.x, size.y);
    for (int outside = 0; outside <= 1; outside++) {
        for (size_t i = 0; i < found->count; i++) {
            const CriticalPoint *point = &found->points[i];
            if (!point->isolated || box2_contains(problem->view, point->at) == outside ||
                known(problem, point->at, near))
                continue;
            Landmark landmark = {.kind = point->kind, .at = point->at, .value = point->value};
            if (!put(problem, landmark))
                return;
        }
    }
}
