/* Any bytes as a scenario file: refused with a message that begins with the file's name, or a
 * scenario that a window shows, and whose own text makes the same again elsewhere. */
#include <string.h>

#include "app/opening.h"
#include "app/scenario.h"
#include "fuzz.h"

static void begin(App *app)
{
    Err err = {0};
    if (!app_init(app, &(AppOptions){.problem = "beale"}, &err))
        fuzz_fail("%s", err.text);
}

static void open_it(App *app, const Scenario *scenario)
{
    Err err = {0};
    if (!opening_apply(app, scenario_options(scenario), &err))
        fuzz_fail("read, but not shown: %s", err.text);
    app_update(app, &(Input){.width = 1280, .height = 720, .display_scale = 1}, 0.01);
}

/* What the app shows, as a text. */
static void describe(const App *app, StrBuf *text)
{
    Scenario *scenario = scenario_of(app, (Reference){.kind = REFERENCE_HERE});
    scenario_print(scenario, text);
    scenario_destroy(scenario);
}

static void check_round(const Scenario *scenario)
{
    static App app, other;
    StrBuf text = {0}, again = {0};
    Err err = {0};
    begin(&app);
    open_it(&app, scenario);
    describe(&app, &text);
    Scenario *read = scenario_parse("again", strbuf_text(&text), text.len, &err);
    if (!read)
        fuzz_fail("%s\nis refused: %s", strbuf_text(&text), err.text);
    begin(&other);
    open_it(&other, read);
    describe(&other, &again);
    if (strcmp(strbuf_text(&text), strbuf_text(&again)) != 0)
        fuzz_fail("%s\nbecomes\n%s", strbuf_text(&text), strbuf_text(&again));
    scenario_destroy(read);
    strbuf_deinit(&text);
    strbuf_deinit(&again);
    app_deinit(&app);
    app_deinit(&other);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Err err = {0};
    Scenario *scenario = scenario_parse("file", (const char *)data, size, &err);
    if (scenario) {
        check_round(scenario);
    } else {
        fuzz_check_message(&err);
        if (strncmp(err.text, "file:", 5) != 0)
            fuzz_fail("a message that names no file: %s", err.text);
    }
    scenario_destroy(scenario);
    return 0;
}
