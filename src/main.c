/* main: parses the command line, chooses a mode, owns the App, prints errors, sets the exit code. */
int main(void)
{
    return 0;
}
