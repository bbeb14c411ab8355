#include "app/export.h"

#include "app/app.h"
#include "app/raceline.h"
#include "app/reference.h"
#include "app/scenario.h"

/* What the race reads and its text only names; NULL: nothing. */
static const char *files_of(App *app)
{
    strbuf_clear(&app->lacks);
    bool some = reference_names(race_problem(app->race)->spec, &app->lacks);
    return some ? strbuf_text(&app->lacks) : NULL;
}

void export_copy(App *app, int arg)
{
    (void)arg;
    strbuf_clear(&app->copied);
    raceline_print_for(app, (Reference){.kind = REFERENCE_AWAY}, &app->copied);
    app->output.copy = strbuf_text(&app->copied);
    const char *lacks = files_of(app);
    app_notify(app, "Copied%s%s: %s", lacks ? " without " : "", lacks ? lacks : "",
               app->output.copy);
}

/* Names the file of what is saved next. */
static void name_file(App *app, const char *ending)
{
    Scenario *scenario = scenario_of(app, (Reference){.kind = REFERENCE_AWAY});
    strbuf_clear(&app->save_name);
    scenario_file_name(scenario, &app->save_name);
    scenario_destroy(scenario);
    strbuf_put(&app->save_name, ending);
    app->output.save_name = strbuf_text(&app->save_name);
}

void export_save(App *app, int kind)
{
    static const char *const endings[] = {
        [SAVE_SCENARIO] = ".ini", [SAVE_PNG] = ".png", [SAVE_SVG] = ".svg", [SAVE_PDF] = ".pdf"};
    /* A scenario lies where it is saved, a picture goes where people send it. */
    const Reference place = {.kind = kind == SAVE_SCENARIO ? REFERENCE_FOLDER : REFERENCE_AWAY,
                             .folder = ""};
    strbuf_clear(&app->saved);
    scenario_put(app, place, &app->saved);
    name_file(app, endings[kind]);
    const bool finds =
        kind == SAVE_SCENARIO && !reference_reads_stdin(race_problem(app->race)->spec);
    app->output.save_lacks = finds ? NULL : files_of(app);
    app->output.save = (SaveKind)kind;
    app->output.save_text = strbuf_text(&app->saved);
    app->redraw = true;
}

void export_record(App *app, int arg)
{
    (void)arg;
    name_file(app, ".mp4");
    app->output.record = !app->output.record;
}
