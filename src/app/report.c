#include "app/report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/json.h"
#include "base/array.h"
#include "base/strbuf.h"
#include "optim/optimizer_spec.h"
#include "problem/check.h"
#include "problem/factory.h"
#include "problem/init.h"
#include "sim/run.h"

static Problem *problem_of(const Options *options, Err *err)
{
    Problem *problem = problem_create_from(options->problem, options->seed, FILE_OR_STDIN, err);
    if (!problem)
        err_prefix(err, "option '-p': ");
    return problem;
}

/* As C prints it, except that a nan has no sign. */
static void csv_number(FILE *out, double value)
{
    if (isnan(value))
        fputs(",nan", out);
    else
        fprintf(out, ",%.17g", value);
}

/* Quoted if it has to be (RFC 4180). */
static void csv_text(FILE *out, const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        fputs(text, out);
        return;
    }
    fputc('"', out);
    for (const char *at = text; *at != '\0'; at++)
        fputs(*at == '"' ? "\"\"" : (char[]){*at, '\0'}, out);
    fputc('"', out);
}

/* ---- trace ---- */

static const char *const row_names[] = {"x", "y", "f", "grad_x", "grad_y"};
enum { ROW_NUMBERS = sizeof row_names / sizeof row_names[0] };

/* The columns of --state: the components of all slots of all optimizers, each name once. */
typedef struct StateColumns {
    StrBuf *names;
    size_t count, cap;
} StateColumns;

typedef struct Trace {
    FILE *out;
    bool json;
    bool first;           /* no row was written yet */
    bool state;           /* evaluations and state as well */
    StateColumns columns; /* of a table; JSON needs none */
} Trace;

/* Component `index` of a slot: "velocity_x", "h_xy", "steps_3_x" (the third of several rows). */
static void component_name(const Slot *slot, size_t index, StrBuf *out)
{
    static const char *const axes[] = {"x", "y"};
    size_t each = slot_size(slot, RUN_PARAMS) / slot_rows(slot, RUN_PARAMS);
    size_t within = index % each;
    strbuf_clear(out);
    strbuf_put(out, slot->id);
    if (slot_rows(slot, RUN_PARAMS) > 1)
        strbuf_printf(out, "_%zu", index / each + 1);
    if (slot->kind == SLOT_MATRIX)
        strbuf_printf(out, "_%s%s", axes[within / RUN_PARAMS], axes[within % RUN_PARAMS]);
    else if (slot->kind != SLOT_NUMBER)
        strbuf_printf(out, "_%s", axes[within]);
}

/* The column's number; count if there is none. */
static size_t column_find(const StateColumns *columns, const char *name)
{
    size_t i = 0;
    while (i < columns->count && strcmp(strbuf_text(&columns->names[i]), name) != 0)
        i++;
    return i;
}

static void columns_add(StateColumns *columns, const Optimizer *optimizer)
{
    StrBuf name = {0};
    for (size_t k = 0; k < optimizer->slot_count; k++) {
        const Slot *slot = &optimizer->slots[k];
        for (size_t i = 0; i < slot_size(slot, RUN_PARAMS); i++) {
            component_name(slot, i, &name);
            if (column_find(columns, strbuf_text(&name)) < columns->count)
                continue;
            ARRAY_RESERVE(columns->names, columns->cap, columns->count + 1);
            columns->names[columns->count] = (StrBuf){0};
            strbuf_put(&columns->names[columns->count++], strbuf_text(&name));
        }
    }
    strbuf_deinit(&name);
}

static void columns_deinit(StateColumns *columns)
{
    for (size_t i = 0; i < columns->count; i++)
        strbuf_deinit(&columns->names[i]);
    free(columns->names);
}

/* For each column the place of its number in this optimizer's state, -1 if it has none. */
static long *columns_places(const StateColumns *columns, const Optimizer *optimizer)
{
    long *places = mem_calloc(columns->count + 1, sizeof *places);
    for (size_t i = 0; i < columns->count; i++)
        places[i] = -1;
    StrBuf name = {0};
    for (size_t k = 0; k < optimizer->slot_count; k++) {
        const Slot *slot = &optimizer->slots[k];
        size_t at = optimizer_slot_at(optimizer, k, RUN_PARAMS);
        for (size_t i = 0; i < slot_size(slot, RUN_PARAMS); i++) {
            component_name(slot, i, &name);
            size_t column = column_find(columns, strbuf_text(&name));
            if (column < columns->count)
                places[column] = (long)(at + i);
        }
    }
    strbuf_deinit(&name);
    return places;
}

static void trace_header(const Trace *trace)
{
    if (trace->json) {
        fputc('[', trace->out);
        return;
    }
    fputs("optimizer,step", trace->out);
    for (size_t i = 0; i < ROW_NUMBERS; i++)
        fprintf(trace->out, ",%s", row_names[i]);
    fputs(trace->state ? ",evaluations" : "", trace->out);
    for (size_t i = 0; i < trace->columns.count; i++)
        fprintf(trace->out, ",%s", strbuf_text(&trace->columns.names[i]));
    fputc('\n', trace->out);
}

static void trace_csv(const Trace *trace, const Run *run, const double *numbers, const long *places)
{
    FILE *out = trace->out;
    csv_text(out, run_spec(run)->label);
    fprintf(out, ",%ld", run_last_step(run));
    for (size_t i = 0; i < ROW_NUMBERS; i++)
        csv_number(out, numbers[i]);
    if (trace->state)
        fprintf(out, ",%ld", run_row(run, run_last_step(run))->evaluations);
    const double *state = run_last_state(run);
    for (size_t i = 0; i < trace->columns.count; i++)
        if (places[i] < 0)
            fputc(',', out);
        else
            csv_number(out, state[places[i]]);
    fputc('\n', out);
}

static void state_json(const Run *run, FILE *out)
{
    const Optimizer *optimizer = run_spec(run)->optimizer;
    const double *state = run_last_state(run);
    fprintf(out, ", \"evaluations\": %ld, \"state\": {",
            run_row(run, run_last_step(run))->evaluations);
    for (size_t k = 0; k < optimizer->slot_count; k++) {
        const Slot *slot = &optimizer->slots[k];
        fputs(k > 0 ? ", " : "", out);
        json_string(out, slot->id);
        for (size_t i = 0; i < slot_size(slot, RUN_PARAMS); i++) {
            fputs(i > 0 ? ", " : ": [", out);
            json_number(out, *state++);
        }
        fputc(']', out);
    }
    fputc('}', out);
}

static void trace_json(Trace *trace, const Run *run, const double *numbers)
{
    FILE *out = trace->out;
    fputs(trace->first ? "{\"optimizer\": " : ",\n {\"optimizer\": ", out);
    trace->first = false;
    json_string(out, run_spec(run)->label);
    fprintf(out, ", \"step\": %ld", run_last_step(run));
    for (size_t i = 0; i < ROW_NUMBERS; i++) {
        fprintf(out, ", \"%s\": ", row_names[i]);
        json_number(out, numbers[i]);
    }
    if (trace->state)
        state_json(run, out);
    fputc('}', out);
}

/* The newest row is written before the next one is computed: state is at hand only then. */
static void trace_run(Trace *trace, Run *run, RunLimits limits)
{
    long *places = columns_places(&trace->columns, run_spec(run)->optimizer);
    do {
        const HistoryRow *row = run_row(run, run_last_step(run));
        if (limits.unit == RUN_EVALUATIONS && row->evaluations > limits.budget)
            break;
        const double numbers[ROW_NUMBERS] = {row->w.x, row->w.y, row->f, row->g.x, row->g.y};
        if (trace->json)
            trace_json(trace, run, numbers);
        else
            trace_csv(trace, run, numbers, places);
    } while (!ferror(trace->out) && run_advance(run, 1) > 0);
    free(places);
}

static bool read_specs(const Options *options, const Problem *problem, OptimizerSpec *specs,
                       Err *err)
{
    for (size_t i = 0; i < options->optimizer_count; i++) {
        if (!optimizer_spec_parse(&specs[i], options->optimizers[i], err)) {
            err_prefix(err, "option '-o': ");
            return false;
        }
        optimizer_spec_defaults(&specs[i], problem->lr, problem->reach);
    }
    return true;
}

static bool choose_start(const Options *options, const Problem *problem, Vec2 *start, Err *err)
{
    Rng rng = init_rng(options->seed);
    if (options->start_given)
        *start = options->start;
    else if (options->init.kind != INIT_POINT && !init_draw(options->init, problem, &rng, start))
        return err_set(err, INIT_NONE_FINITE, problem->spec);
    return problem_can_start(problem, *start, err);
}

bool report_trace(const Options *options, FILE *out, Err *err)
{
    OptimizerSpec specs[RACE_ENTRANTS_MAX];
    Problem *problem = problem_of(options, err);
    if (!problem || !read_specs(options, problem, specs, err)) {
        problem_destroy(problem);
        return false;
    }
    Vec2 start = problem->start;
    if (!choose_start(options, problem, &start, err)) {
        problem_destroy(problem);
        return false;
    }
    RunLimits limits = {.budget = options->steps >= 0 ? options->steps : OPTIONS_STEPS_DEFAULT,
                        .unit = options->unit,
                        .end = RUN_END_NONFINITE};
    Trace trace = {
        .out = out, .json = options->format == FORMAT_JSON, .first = true, .state = options->state};
    for (size_t i = 0; i < options->optimizer_count && trace.state && !trace.json; i++)
        columns_add(&trace.columns, specs[i].optimizer);
    trace_header(&trace);
    for (size_t i = 0; i < options->optimizer_count && !ferror(out); i++) {
        Run *run = run_create(problem, &specs[i], start, limits);
        trace_run(&trace, run, limits);
        run_destroy(run);
    }
    fputs(trace.json ? "]\n" : "", out);
    columns_deinit(&trace.columns);
    problem_destroy(problem);
    return true;
}

/* ---- eval ---- */

static void json_vec2(FILE *out, const char *name, Vec2 v)
{
    fprintf(out, ", \"%s\": [", name);
    json_number(out, v.x);
    fputs(", ", out);
    json_number(out, v.y);
    fputc(']', out);
}

static void json_sym2(FILE *out, const char *name, Sym2 m)
{
    const double numbers[4] = {m.xx, m.xy, m.xy, m.yy};
    static const char *const before[4] = {"[[", ", ", "], [", ", "};
    fprintf(out, ", \"%s\": ", name);
    for (size_t i = 0; i < 4; i++) {
        fputs(before[i], out);
        json_number(out, numbers[i]);
    }
    fputs("]]", out);
}

static void json_scalar(FILE *out, const char *name, double value)
{
    fprintf(out, ", \"%s\": ", name);
    json_number(out, value);
}

static void eval_json(const ProblemCheck *e, FILE *out)
{
    fputs("{\"x\": ", out);
    json_number(out, e->at.x);
    json_scalar(out, "y", e->at.y);
    json_scalar(out, "f", e->value);
    json_vec2(out, "gradient", e->gradient);
    json_sym2(out, "hessian", e->hessian);
    json_vec2(out, "numeric_gradient", e->numeric_gradient);
    json_sym2(out, "numeric_hessian", e->numeric_hessian);
    json_scalar(out, "gradient_error", e->gradient_error);
    json_scalar(out, "hessian_error", e->hessian_error);
    fputs("}\n", out);
}

static void eval_csv(const ProblemCheck *e, FILE *out)
{
    const double rest[] = {e->at.y,
                           e->value,
                           e->gradient.x,
                           e->gradient.y,
                           e->hessian.xx,
                           e->hessian.xy,
                           e->hessian.yy,
                           e->numeric_gradient.x,
                           e->numeric_gradient.y,
                           e->numeric_hessian.xx,
                           e->numeric_hessian.xy,
                           e->numeric_hessian.yy,
                           e->gradient_error,
                           e->hessian_error};
    fputs("x,y,f,grad_x,grad_y,hess_xx,hess_xy,hess_yy,numeric_grad_x,numeric_grad_y,"
          "numeric_hess_xx,numeric_hess_xy,numeric_hess_yy,gradient_error,hessian_error\n",
          out);
    fprintf(out, "%.17g", e->at.x);
    for (size_t i = 0; i < sizeof rest / sizeof rest[0]; i++)
        csv_number(out, rest[i]);
    fputc('\n', out);
}

static void curve_write(const ProblemCurve *curve, bool json, FILE *out)
{
    fputs(json ? "[" : "h,forward_error,central_error\n", out);
    for (size_t i = 0; i < CHECK_CURVE_POINTS; i++) {
        fputs(!json ? "" : i > 0 ? ",\n {\"h\": " : "{\"h\": ", out);
        fprintf(out, "%.17g", curve->h[i]);
        if (json) {
            json_scalar(out, "forward_error", curve->forward[i]);
            json_scalar(out, "central_error", curve->central[i]);
        } else {
            csv_number(out, curve->forward[i]);
            csv_number(out, curve->central[i]);
        }
        fputs(json ? "}" : "\n", out);
    }
    fputs(json ? "]\n" : "", out);
}

static void report_curve(const Problem *problem, const Options *options, FILE *out)
{
    ProblemCurve curve;
    problem_check_curve(problem, options->at, &curve);
    curve_write(&curve, options->format == FORMAT_JSON, out);
}

static void report_point(const Problem *problem, const Options *options, FILE *out)
{
    ProblemCheck evaluation = problem_check(problem, options->at);
    if (options->format == FORMAT_JSON)
        eval_json(&evaluation, out);
    else
        eval_csv(&evaluation, out);
}

bool report_eval(const Options *options, FILE *out, Err *err)
{
    Problem *problem = problem_of(options, err);
    if (!problem)
        return false;
    if (options->curve)
        report_curve(problem, options, out);
    else
        report_point(problem, options, out);
    problem_destroy(problem);
    return true;
}

/* ---- check ---- */

enum { CHECK_POINTS = 1000 }; /* per problem */

static bool check_row(const Problem *problem, uint64_t seed, FILE *out)
{
    ProblemSweep sweep = problem_sweep(problem, CHECK_POINTS, seed);
    bool passed = sweep.gradient_passed && sweep.hessian_passed;
    fprintf(out, "%-22s %6zu   %-10.2g (%8.4g, %8.4g)   %-10.2g (%8.4g, %8.4g)   %s\n",
            problem->spec, sweep.points, sweep.gradient_error, sweep.gradient_at.x,
            sweep.gradient_at.y, sweep.hessian_error, sweep.hessian_at.x, sweep.hessian_at.y,
            passed              ? "good"
            : sweep.points == 0 ? "undefined"
                                : "WRONG");
    return passed;
}

bool report_check(const Options *options, FILE *out, bool *passed, Err *err)
{
    size_t count = options->problem ? 1 : problem_catalogue_count(), wrong = 0;
    for (size_t i = 0; i < count; i++) {
        Problem *problem = options->problem ? problem_of(options, err)
                                            : problem_create(problem_catalogue_at(i).id, err);
        if (!problem)
            return false;
        if (i == 0)
            fputs("problem                points   gradient   worst at               Hessian    "
                  "worst at\n",
                  out);
        wrong += !check_row(problem, options->seed, out);
        problem_destroy(problem);
    }
    fprintf(out,
            "%zu of %zu good: exact derivatives against central differences, relative error "
            "at most %g\n",
            count - wrong, count, CHECK_TOLERANCE);
    *passed = wrong == 0;
    return true;
}
