/* For builds with the address sanitizer: libraries stay loaded once they are. Mesa's drivers are
 * unloaded before the search for leaks, which then finds what their variables held, and cannot even
 * say whose it was (lsan.supp goes by names). */
int dlclose(void *handle);

int dlclose(void *handle)
{
    (void)handle;
    return 0;
}
