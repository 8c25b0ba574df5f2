/* table.c - the data files of tables/, which the build embeds.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "table.h"

#include "tables_resource.h" /* made by glib-compile-resources */

#include <stdlib.h>
#include <string.h>

#define ROOT "/sipcode/"

GKeyFile *sip_table_open(const char *path, GError **error)
{
    g_autofree char *full = g_strconcat(ROOT, path, NULL);
    GBytes *bytes =
        g_resource_lookup_data(sipcode_get_resource(), full, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
    GKeyFile *file;

    if (!bytes)
        return NULL;
    file = g_key_file_new();
    if (!g_key_file_load_from_bytes(file, bytes, G_KEY_FILE_NONE, error)) {
        g_prefix_error(error, "%s: ", path);
        g_clear_pointer(&file, g_key_file_unref);
    }
    g_bytes_unref(bytes);
    return file;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

char **sip_table_languages(void)
{
    char **names = g_resource_enumerate_children(sipcode_get_resource(), ROOT "lang",
                                                 G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

    for (char **name = names; name && *name; name++) {
        char *dot = strrchr(*name, '.');

        if (dot)
            *dot = '\0';
    }
    if (!names)
        return g_new0(char *, 1);
    qsort(names, g_strv_length(names), sizeof *names, by_name);
    return names;
}
