/* dump.c - writes the sample ladders in every format into a folder.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "samples.h"

static const struct {
    sip_ladder_format format;
    const char *ending;
} formats[] = {
    { SIP_LADDER_TEXT, "txt" },
    { SIP_LADDER_ASCII, "ascii.txt" },
    { SIP_LADDER_MERMAID, "mmd" },
    { SIP_LADDER_SVG, "svg" },
};

static bool write_one(const char *folder, const sample *s, unsigned f)
{
    g_autofree char *drawing = sip_ladder_draw(&s->ladder, formats[f].format);
    g_autofree char *path = g_strdup_printf("%s/%s.%s", folder, s->name, formats[f].ending);
    g_autoptr(GError) error = NULL;

    if (!g_file_set_contents(path, drawing, -1, &error))
        g_printerr("%s\n", error->message);
    return !error;
}

int main(int argc, char **argv)
{
    unsigned n;
    const sample *s = samples(&n);
    bool ok = argc == 2;

    if (!ok)
        g_printerr("usage: %s FOLDER\n", argv[0]);
    for (unsigned i = 0; ok && i < n; i++)
        for (unsigned f = 0; ok && f < G_N_ELEMENTS(formats); f++)
            ok = write_one(argv[1], &s[i], f);
    return ok ? 0 : 1;
}
