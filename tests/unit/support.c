/* support.c - what the unit tests share.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "support.h"

#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void test_begin(int *argc, char ***argv)
{
    /* Else GLib writes '?' for what the locale does not have, and texts are what is tested. */
    g_setenv("CHARSET", "UTF-8", TRUE);
    g_test_init(argc, argv, NULL);
}

sip_slice slice_of(const char *text)
{
    return (sip_slice){ text, strlen(text) };
}

/* {{{ expectations */

void fail_with(const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list args;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    /* One line a failure: rows are often named by their input, which has line ends. */
    g_strdelimit(text, "\r\n\t", ' ');
    g_test_message("%s", text);
    g_test_fail();
}

/* BYTES as they would stand in C; the caller frees it. */
static char *show(sip_slice bytes)
{
    GString *out = g_string_new(NULL);

    if (!bytes.ptr)
        g_string_append(out, "(absent)");
    for (size_t i = 0; i < MIN(bytes.len, 200); i++) {
        if (g_ascii_isprint(bytes.ptr[i]) && bytes.ptr[i] != '\\')
            g_string_append_c(out, bytes.ptr[i]);
        else
            g_string_append_printf(out, "\\x%02x", (unsigned char)bytes.ptr[i]);
    }
    g_string_append_printf(out, " (%zu bytes)", bytes.len);
    return g_string_free(out, FALSE);
}

void expect_slice(const char *where, const char *what, sip_slice got, sip_slice expected)
{
    bool same = got.len == expected.len && !got.ptr == !expected.ptr
                && (got.len == 0 || memcmp(got.ptr, expected.ptr, got.len) == 0);

    if (!same) {
        g_autofree char *a = show(got), *b = show(expected);

        fail_with("%s: %s is %s instead of %s", where, what, a, b);
    }
}

void expect_text(const char *where, const char *what, const char *got, const char *expected)
{
    if (g_strcmp0(got, expected) != 0)
        fail_with("%s: %s is \"%s\" instead of \"%s\"", where, what, got ? got : "(none)",
                  expected ? expected : "(none)");
}

void expect_number(const char *where, const char *what, long got, long expected)
{
    if (got != expected)
        fail_with("%s: %s is %ld instead of %ld", where, what, got, expected);
}

/* }}} */
/* {{{ guarded memory */

struct guarded {
    char *map; /* a page without access, SIZE bytes, another such page */
    size_t page, size;
};

guarded *guarded_new(size_t capacity)
{
    guarded *memory = g_new0(guarded, 1);

    memory->page = (size_t)sysconf(_SC_PAGESIZE);
    memory->size = (capacity / memory->page + 1) * memory->page;
    memory->map =
        mmap(NULL, memory->size + 2 * memory->page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    g_assert_true(memory->map != MAP_FAILED);
    g_assert_cmpint(mprotect(memory->map + memory->page, memory->size, PROT_READ | PROT_WRITE), ==,
                    0);
    return memory;
}

void guarded_free(guarded *memory)
{
    g_assert_cmpint(munmap(memory->map, memory->size + 2 * memory->page), ==, 0);
    g_free(memory);
}

sip_slice guarded_place(guarded *memory, sip_slice bytes, guard_side side)
{
    char *at = memory->map + memory->page;

    g_assert_cmpuint(bytes.len, <=, memory->size);
    if (side == GUARD_AFTER)
        at += memory->size - bytes.len;
    if (bytes.len > 0)
        memcpy(at, bytes.ptr, bytes.len);
    return (sip_slice){ at, bytes.len };
}

/* }}} */
