/* fuzz.c - what the fuzz targets share.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "fuzz.h"

#include <string.h>

/* U+FFFD and U+2026 in UTF-8 */
#define REPLACEMENT_BYTES 3
#define ELLIPSIS_BYTES 3

static sip_tables *tables;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    fuzz_tables();
    return 0;
}

const sip_tables *fuzz_tables(void)
{
    GError *error = NULL;

    if (tables)
        return tables;
    g_log_set_always_fatal(G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
    tables = sip_tables_new(&error);
    g_assert_no_error(error);
    return tables;
}

sip_slice fuzz_copy(const uint8_t *data, size_t size)
{
    char *copy = g_malloc(MAX(size, 1));

    if (size > 0)
        memcpy(copy, data, size);
    return (sip_slice){ copy, size };
}

void fuzz_check_within(sip_slice inner, sip_slice outer)
{
    if (!inner.ptr || inner.len == 0)
        return;
    g_assert_true(inner.ptr >= outer.ptr && inner.len <= outer.len);
    g_assert_true((size_t)(inner.ptr - outer.ptr) <= outer.len - inner.len);
}

void fuzz_check_text(const char *text, size_t most)
{
    if (!text)
        return;
    g_assert_true(g_utf8_validate(text, -1, NULL));
    g_assert_cmpuint(strlen(text), <=, most * REPLACEMENT_BYTES + ELLIPSIS_BYTES);
    for (; *text; text = g_utf8_next_char(text))
        g_assert_false(g_unichar_iscntrl(g_utf8_get_char(text)));
}
