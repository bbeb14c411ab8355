/* Any bytes as a picture: refused with a line that begins with the file's name, or a text, which
 * the scenario's own reader judges. */
#include <string.h>

#include "app/embedded.h"
#include "app/scenario.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *)data;
    StrBuf text = {0};
    Err err = {0};
    if (!embedded_read("file", bytes, size, &text, &err)) {
        fuzz_check_line(&err);
        if (strncmp(err.text, "file:", 5) != 0)
            fuzz_fail("a message that names no file: %s", err.text);
    } else if (!embedded_is_picture(bytes, size)) {
        fuzz_fail("something was found in what is no picture");
    } else {
        scenario_destroy(scenario_parse("file", strbuf_text(&text), text.len, &err));
        if (text.len > 2 * size)
            fuzz_fail("%zu bytes from %zu", text.len, size);
    }
    strbuf_deinit(&text);
    return 0;
}
