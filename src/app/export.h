/* export: what a person takes away from the window: the race as a line, as a scenario, as a picture
 * or a film. Prepares the text and the name, and says which files it cannot carry; who has the
 * window writes them. */
#ifndef RAVINE_APP_EXPORT_H
#define RAVINE_APP_EXPORT_H

typedef struct App App;

/* Commands. */
void export_copy(App *app, int arg);
void export_save(App *app, int kind); /* SaveKind */
void export_record(App *app, int arg);

#endif
