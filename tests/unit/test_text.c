/* test_text.c - text of a message, made fit to be shown.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text.h"

#include "support.h"

#include <string.h>

#define MOST 8 /* bytes kept here */
#define ELLIPSIS "\xE2\x80\xA6"
#define REPLACEMENT "\xEF\xBF\xBD"
#define A_UMLAUT "\xC3\xA4"
#define EURO "\xE2\x82\xAC"
#define EMOJI "\xF0\x9F\x98\x80"

static const struct {
    sip_slice text;
    const char *kept, *quoted;
} texts[] = {
    { BYTES(""), "", "" },
    { ABSENT, "", "" },
    { BYTES("abc"), "abc", "abc" },
    { BYTES("12345678"), "12345678", "12345678" },
    { BYTES("123456789"), "12345678" ELLIPSIS, "12345678" ELLIPSIS },
    { BYTES(A_UMLAUT EURO), A_UMLAUT EURO, A_UMLAUT EURO },
    /* no part of a character is kept */
    { BYTES("1234567" A_UMLAUT), "1234567" ELLIPSIS, "1234567" ELLIPSIS },
    { BYTES("123456" A_UMLAUT), "123456" A_UMLAUT, "123456" A_UMLAUT },
    { BYTES("123456" EURO), "123456" ELLIPSIS, "123456" ELLIPSIS },
    { BYTES("12345" EMOJI), "12345" ELLIPSIS, "12345" ELLIPSIS },
    { BYTES("1234" EMOJI "9"), "1234" EMOJI ELLIPSIS, "1234" EMOJI ELLIPSIS },
    /* what is no UTF-8, and what must not reach a terminal */
    { BYTES("a\xFF"), "a" REPLACEMENT, "a" REPLACEMENT },
    { BYTES("\x80\x80"), REPLACEMENT REPLACEMENT, REPLACEMENT REPLACEMENT },
    { BYTES("a\0b"), "a" REPLACEMENT "b", "a" REPLACEMENT "b" },
    { BYTES("\x1b[1m"), REPLACEMENT "[1m", REPLACEMENT "[1m" },
    { BYTES("a\r\nb"), "a" REPLACEMENT REPLACEMENT "b", "a" REPLACEMENT REPLACEMENT "b" },
    { BYTES("\xC2\x85"), REPLACEMENT, REPLACEMENT }, /* a C1 control character */
    { BYTES("\x7F"), REPLACEMENT, REPLACEMENT },
    /* quoted-pair (RFC 3261 §25.1) */
    { BYTES("\\\"a\\\""), "\\\"a\\\"", "\"a\"" },
    { BYTES("\\\\"), "\\\\", "\\" },
    { BYTES("a\\"), "a\\", "a\\" },
    { BYTES("\\a\\b\\c\\d"), "\\a\\b\\c\\d", "abcd" },
    { BYTES("\\1\\2\\3\\4\\5\\6\\7\\8"), "\\1\\2\\3\\4" ELLIPSIS, "12345678" },
    { BYTES("\\1\\2\\3\\4\\5\\6\\7\\8\\9"), "\\1\\2\\3\\4" ELLIPSIS, "12345678" ELLIPSIS },
};

static void test_keep(void)
{
    guarded *memory = guarded_new(100);
    sip_arena *arena = sip_arena_new();

    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        for (guard_side side = 0; side < GUARD_SIDES; side++) {
            g_autofree char *where = g_strdup_printf("row %zu", i + 1);
            sip_slice text =
                texts[i].text.ptr ? guarded_place(memory, texts[i].text, side) : texts[i].text;

            expect_text(where, "kept", sip_text_keep(arena, text, MOST), texts[i].kept);
            expect_text(where, "copied", sip_text_copy(arena, text, MOST), texts[i].kept);
            expect_text(where, "quoted", sip_text_keep_quoted(arena, text, MOST), texts[i].quoted);
        }
    }
    guarded_free(memory);
    sip_arena_free(arena);
}

/* Any bytes give valid UTF-8 that is not much longer than the limit. */
static void test_any_bytes(void)
{
    sip_arena *arena = sip_arena_new();
    guarded *memory = guarded_new(1000);
    char bytes[300];

    for (unsigned round = 0; round < 20000; round++) {
        sip_slice text = { bytes, (size_t)g_test_rand_int_range(0, sizeof bytes) };
        const char *kept;

        for (size_t i = 0; i < text.len; i++)
            bytes[i] = (char)g_test_rand_int_range(0, 256);
        kept = sip_text_keep(arena, guarded_place(memory, text, GUARD_AFTER), 200);
        g_assert_true(g_utf8_validate(kept, -1, NULL));
        g_assert_cmpuint(strlen(kept), <=, 3 * 200 + strlen(ELLIPSIS));
        g_assert_true(text.len <= 200 || g_str_has_suffix(kept, ELLIPSIS));
        for (const char *p = kept; *p; p = g_utf8_next_char(p))
            g_assert_false(g_unichar_iscntrl(g_utf8_get_char(p)));
    }
    guarded_free(memory);
    sip_arena_free(arena);
}

static void test_equal(void)
{
    sip_arena *arena = sip_arena_new();

    g_assert_true(sip_text_keep(arena, slice_of("same"), MOST)
                  == sip_text_keep(arena, slice_of("same"), MOST));
    g_assert_true(sip_text_keep(arena, slice_of("same"), MOST)
                  == sip_text_keep_quoted(arena, slice_of("s\\ame"), MOST));
    sip_arena_free(arena);
}

int main(int argc, char **argv)
{
    test_begin(&argc, &argv);
    g_test_add_func("/text/keep", test_keep);
    g_test_add_func("/text/any-bytes", test_any_bytes);
    g_test_add_func("/text/equal", test_equal);
    return g_test_run();
}
