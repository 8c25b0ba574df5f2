/* test_cause.c - causes that a message names beside its code.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cause.h"

#include "support.h"

#include <string.h>

#define VALUES_MAX 4
#define ELLIPSIS "\xE2\x80\xA6"

static sip_cause_kinds *kinds;
static sip_codes *codes;

/* What a response with those header lines names; it stands between pages without access, and is
 * gone when this returns. */
static const sip_causes *read_causes(sip_arena *arena, const char *headers, guard_side side)
{
    g_autofree char *text =
        g_strdup_printf("SIP/2.0 500 No\r\nCall-ID: 1\r\n%sContent-Length: 0\r\n\r\n", headers);
    guarded *memory = guarded_new(strlen(text));
    const sip_causes *causes;
    sip_message msg;
    size_t pos = 0;

    g_assert_true(sip_message_next(guarded_place(memory, slice_of(text), side), &pos, &msg));
    causes = sip_causes_read(kinds, arena, &msg);
    guarded_free(memory);
    return causes;
}

/* {{{ values */

/* A value, as it must be read. */
typedef struct {
    const char *name;     /* NULL: the end of a list */
    int number;           /* -1: none */
    const char *text;     /* NULL: none */
    const char *location; /* NULL: none */
    const char *words;    /* group of its words; NULL: it has no name */
    unsigned status;      /* that a gateway makes of it */
    bool is_status, warning;
} value;

static const struct {
    const char *headers;
    value values[VALUES_MAX];
} messages[] = {
    { "Subject: none\r\n", { { 0 } } },
    /* examples of RFC 3326 §2 */
    { "Reason: SIP ;cause=200 ;text=\"Call completed elsewhere\"\r\n",
      { { .name = "SIP", .number = 200, .text = "Call completed elsewhere", .is_status = true } } },
    { "Reason: Q.850 ;cause=16 ;text=\"Terminated\"\r\n",
      { { .name = "Q.850", .number = 16, .text = "Terminated", .words = "cause Q.850" } } },
    { "Reason: SIP ;cause=600 ;text=\"Busy Everywhere\"\r\n",
      { { .name = "SIP", .number = 600, .text = "Busy Everywhere", .is_status = true } } },
    /* 1*DIGIT (RFC 3326 §2) */
    { "Reason: Q.850;cause=0x10\r\n", { { .name = "Q.850", .number = -1 } } },
    /* several, in one row and in two */
    { "Reason: Q.850;cause=17, SIP;cause=486\r\nReason: Preemption;cause=1\r\n",
      { { .name = "Q.850", .number = 17, .words = "cause Q.850", .status = 486 },
        { .name = "SIP", .number = 486, .is_status = true },
        { .name = "Preemption", .number = 1, .words = "cause Preemption" } } },
    { "Reason: q.850;CAUSE=1;TEXT=\"a, \\\"b\\\"; c\"\r\n",
      { { .name = "Q.850",
          .number = 1,
          .text = "a, \"b\"; c",
          .words = "cause Q.850",
          .status = 404 } } },
    /* RFC 8606 §4 */
    { "Reason: Q.850;cause=21;location=ln\r\n",
      { { .name = "Q.850",
          .number = 21,
          .location = "LN",
          .words = "cause Q.850",
          .status = 403 } } },
    /* RFC 3398 §7.2.4.1 */
    { "Reason: Q.850;cause=18\r\n",
      { { .name = "Q.850", .number = 18, .words = "cause Q.850", .status = 408 } } },
    { "Reason: Q.850;cause=127\r\n",
      { { .name = "Q.850", .number = 127, .words = "cause Q.850", .status = 500 } } },
    /* a number that says nothing, and one that is none */
    { "Reason: Q.850;cause=33\r\n", { { .name = "Q.850", .number = 33 } } },
    { "Reason: Q.850;cause=65535\r\n", { { .name = "Q.850", .number = 65535 } } },
    { "Reason: Q.850;cause=65536\r\n", { { .name = "Q.850", .number = -1 } } },
    { "Reason: Q.850;cause=99999999999999999999999\r\n", { { .name = "Q.850", .number = -1 } } },
    { "Reason: Q.850;cause=-1\r\n", { { .name = "Q.850", .number = -1 } } },
    { "Reason: Q.850;cause=x\r\n", { { .name = "Q.850", .number = -1 } } },
    { "Reason: Q.850;cause=\r\n", { { .name = "Q.850", .number = -1 } } },
    { "Reason: Q.850;cause\r\n", { { .name = "Q.850", .number = -1 } } },
    { "Reason: Q.850\r\n", { { .name = "Q.850", .number = -1 } } },
    { "Reason: SIP;cause=99\r\n", { { .name = "SIP", .number = 99 } } },
    { "Reason: SIP;cause=700\r\n", { { .name = "SIP", .number = 700 } } },
    /* RFC 9410: codes, of which 403 means Stale Date (RFC 8224 §6.2.2) */
    { "Reason: STIR;cause=437\r\n", { { .name = "STIR", .number = 437, .is_status = true } } },
    { "Reason: STIR;cause=403\r\n", { { .name = "STIR", .number = 403 } } },
    { "Reason: DIAMETER;cause=5001\r\n", { { .name = "DIAMETER", .number = 5001 } } },
    /* protocols that are not registered */
    { "Reason: X.999;cause=17\r\n", { { .name = "X.999", .number = 17 } } },
    { "Reason: ;cause=17\r\n", { { .name = "", .number = 17 } } },
    { "Reason: X\x01\xFF;cause=1\r\n", { { .name = "X\xEF\xBF\xBD\xEF\xBF\xBD", .number = 1 } } },
    { "Reason:\r\n", { { 0 } } },
    { "Reason: ,,\r\n", { { 0 } } },
    /* RFC 3261 §20.43 */
    { "Warning: 307 isi.edu \"Session parameter 'foo' not understood\"\r\n",
      { { .name = "isi.edu",
          .number = 307,
          .text = "Session parameter 'foo' not understood",
          .words = "cause Warning",
          .warning = true } } },
    { "Warning: 301 isi.edu \"a, b\", 399 [::1]:5060 \"\\\"c\\\"\"\r\n",
      { { .name = "isi.edu",
          .number = 301,
          .text = "a, b",
          .words = "cause Warning",
          .warning = true },
        { .name = "[::1]:5060",
          .number = 399,
          .text = "\"c\"",
          .words = "cause Warning",
          .warning = true } } },
    { "Warning: 350 b no quotes\r\n",
      { { .name = "b", .number = 350, .text = "no quotes", .warning = true } } },
    { "Warning: 370\r\n",
      { { .name = "", .number = 370, .text = "", .words = "cause Warning", .warning = true } } },
    { "Warning: \"\r\n", { { .name = "", .number = -1, .text = "", .warning = true } } },
    /* both: Reason first */
    { "Warning: 399 b \"x\"\r\nReason: SIP;cause=500\r\n",
      { { .name = "SIP", .number = 500, .is_status = true },
        { .name = "b", .number = 399, .text = "x", .words = "cause Warning", .warning = true } } },
};

static void expect_value(const char *where, const sip_cause *cause, const value *expected)
{
    g_autofree char *words = NULL;

    sip_cause_words(cause, &words);
    expect_text(where, "name", cause->name, expected->name);
    expect_number(where, "number", cause->has_number ? cause->number : -1, expected->number);
    expect_text(where, "text", cause->text, expected->text);
    expect_text(where, "location", cause->location, expected->location);
    expect_text(where, "words", words, expected->words);
    expect_number(where, "status", sip_cause_status(cause), expected->status);
    expect_number(where, "is status", sip_cause_is_status(cause), expected->is_status);
    expect_number(where, "warning", cause->warning, expected->warning);
}

static void test_values(void)
{
    sip_arena *arena = sip_arena_new();

    for (size_t i = 0; i < G_N_ELEMENTS(messages); i++) {
        for (guard_side side = 0; side < GUARD_SIDES; side++) {
            const char *where = messages[i].headers;
            const sip_causes *causes = read_causes(arena, where, side);
            const sip_cause *cause = causes ? causes->causes : NULL;
            const value *expected = messages[i].values;

            for (; cause && expected->name; cause = cause->next)
                expect_value(where, cause, expected++);
            if (cause || expected->name)
                fail_with("%s: too %s values", where, cause ? "many" : "few");
            expect_number(where, "causes", causes != NULL, messages[i].values[0].name != NULL);
        }
    }
    sip_arena_free(arena);
}

/* }}} */
/* {{{ Response-Source */

/* TS 24.229 §7.2.17 */
static const struct {
    const char *headers, *source;
} sources[] = {
    { "Response-Source: fe=\"<urn:3gpp:fe:p-cscf.orig>\"\r\n", "urn:3gpp:fe:p-cscf.orig" },
    { "Response-Source: fe=<urn:3gpp:fe:as.term>;x=y\r\n", "urn:3gpp:fe:as.term" },
    { "Response-Source: fe=\"<URN:3GPP:fe:ue>\"\r\n", "URN:3GPP:fe:ue" },
    { "response-source: urn:3gpp:fe:s-cscf\r\n", "urn:3gpp:fe:s-cscf" },
    { "Response-Source: urn:3gpp:fe:\r\n", "urn:3gpp:fe:" },
    { "Response-Source: urn:3gpp:fe\r\n", "urn:3gpp:fe" },
    { "Response-Source: somebody\r\n", "somebody" },
    { "Response-Source:\r\n", NULL },
    { "Reason: SIP;cause=500\r\n", NULL },
};

static void test_sources(void)
{
    sip_arena *arena = sip_arena_new();

    for (size_t i = 0; i < G_N_ELEMENTS(sources); i++) {
        for (guard_side side = 0; side < GUARD_SIDES; side++) {
            const sip_causes *causes = read_causes(arena, sources[i].headers, side);

            expect_text(sources[i].headers, "source", causes ? causes->source : NULL,
                        sources[i].source);
        }
    }
    sip_arena_free(arena);
}

/* }}} */
/* {{{ limits */

static void test_many(void)
{
    for (unsigned n = SIP_CAUSES_MAX - 1; n <= SIP_CAUSES_MAX + 2; n++) {
        g_autofree char *where = g_strdup_printf("%u values", n);
        sip_arena *arena = sip_arena_new();
        GString *headers = g_string_new(NULL);
        const sip_causes *causes;
        unsigned kept = 0;

        for (unsigned i = 1; i < n; i++)
            g_string_append_printf(headers, "Reason: Q.850;cause=%u\r\n", i);
        g_string_append(headers, "Warning: 399 b \"x\"\r\nResponse-Source: b\r\n");
        causes = read_causes(arena, headers->str, GUARD_AFTER);
        for (const sip_cause *cause = causes->causes; cause; cause = cause->next)
            kept++;
        expect_number(where, "kept", kept, MIN(n, SIP_CAUSES_MAX));
        expect_number(where, "more", causes->more, n > SIP_CAUSES_MAX);
        expect_text(where, "source", causes->source, "b");
        g_string_free(headers, TRUE);
        sip_arena_free(arena);
    }
}

static void test_long(void)
{
    sip_arena *arena = sip_arena_new();
    g_autofree char *a = g_strnfill(SIP_CAUSE_TEXT_MAX + 1, 'A'),
                    *kept = g_strdup_printf("%.*s" ELLIPSIS, SIP_CAUSE_TEXT_MAX, a),
                    *reason = g_strdup_printf("Reason: %s;text=\"%s\\\"\"\r\n", a, a),
                    *warning = g_strdup_printf("Warning: 399 %s \"%s\"\r\n", a, a);
    const sip_cause *cause = read_causes(arena, reason, GUARD_AFTER)->causes;

    expect_text("Reason", "name", cause->name, kept);
    expect_text("Reason", "text", cause->text, kept);
    cause = read_causes(arena, warning, GUARD_AFTER)->causes;
    expect_text("Warning", "name", cause->name, kept);
    expect_text("Warning", "text", cause->text, kept);
    sip_arena_free(arena);
}

/* }}} */
/* {{{ what goes with a code */

/* RFC 3398 §7.2.4.1 gives a cause a status, §8.2.6.1 a status a cause. */
static const struct {
    unsigned status;
    const char *reason;
    long mismatch; /* 0: none */
} pairs[] = {
    { 404, "Q.850;cause=1", 0 },
    { 486, "Q.850;cause=17", 0 },
    { 480, "Q.850;cause=18", 0 }, /* by §8.2.6.1 */
    { 408, "Q.850;cause=18", 0 }, /* by §7.2.4.1 */
    { 480, "Q.850;cause=19", 0 }, /* by §7.2.4.1 */
    { 603, "Q.850;cause=21", 0 }, /* the second of two */
    { 403, "Q.850;cause=21", 0 },
    { 486, "Q.850;cause=1", 1 },
    { 404, "Q.850;cause=17", 17 },
    { 503, "Q.850;cause=1", 1 },
    { 486, "Q.850;cause=17, Q.850;cause=1", 1 },
    { 486, "Q.850;cause=16", 0 }, /* of normal clearing the tables make no status */
    { 486, "SIP;cause=404", 0 },
    { 486, "X;cause=1", 0 },
    { 486, "Q.850", 0 },
    { 200, "Q.850;cause=1", 0 }, /* no refusal */
    { 183, "Q.850;cause=1", 0 },
};

static void test_mismatch(void)
{
    sip_arena *arena = sip_arena_new();

    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        g_autofree char *headers = g_strdup_printf("Reason: %s\r\n", pairs[i].reason);
        g_autofree char *where = g_strdup_printf("%u with %s", pairs[i].status, pairs[i].reason);
        const sip_cause *cause =
            sip_causes_mismatch(read_causes(arena, headers, GUARD_AFTER),
                                sip_codes_find(codes, pairs[i].status), pairs[i].status);

        expect_number(where, "mismatch", cause ? cause->number : 0, pairs[i].mismatch);
    }
    g_assert_null(sip_causes_mismatch(NULL, sip_codes_find(codes, 486), 486));
    sip_arena_free(arena);
}

/* RFC 8606 §4 */
static void test_locations(void)
{
    static const char *const known[] = { "U", "LPN", "LN", "TN", "RLN", "RPN", "INTL", "BI" };
    static const char *const unknown[] = { "", "X", "LP", "u" };

    for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
        expect_number(known[i], "known", sip_cause_knows_location(kinds, known[i]), true);
    for (size_t i = 0; i < G_N_ELEMENTS(unknown); i++)
        expect_number(unknown[i], "known", sip_cause_knows_location(kinds, unknown[i]), false);
}

/* }}} */

int main(int argc, char **argv)
{
    int result;

    test_begin(&argc, &argv);
    kinds = sip_cause_kinds_new(NULL);
    codes = sip_codes_new(NULL);
    g_assert_true(kinds && codes);
    g_test_add_func("/cause/values", test_values);
    g_test_add_func("/cause/sources", test_sources);
    g_test_add_func("/cause/many", test_many);
    g_test_add_func("/cause/long", test_long);
    g_test_add_func("/cause/mismatch", test_mismatch);
    g_test_add_func("/cause/locations", test_locations);
    result = g_test_run();
    sip_cause_kinds_free(kinds);
    sip_cause_kinds_free(NULL);
    sip_codes_free(codes);
    return result;
}
