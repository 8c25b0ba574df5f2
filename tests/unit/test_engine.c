/* test_engine.c - from a message to what is told of it.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "engine.h"

#include "support.h"

#include <string.h>

static sip_tables *tables;

#define REPLACED "\xef\xbf\xbd" /* U+FFFD */
#define ELLIPSIS "\xe2\x80\xa6" /* U+2026 */
#define TEN(x) x x x x x x x x x x
#define A120 TEN("aaaaaaaaaaaa")

/* Feeds the first message of TEXT, whose bytes are gone when this returns. */
static sip_facts *feed(sip_engine *engine, sip_slice text)
{
    char *copy = g_memdup2(text.ptr, text.len);
    sip_facts *facts;
    sip_message msg;
    size_t pos = 0;

    g_assert_true(sip_message_next((sip_slice){ copy, text.len }, &pos, &msg));
    facts = sip_engine_feed(engine, &msg, &(sip_sighting){ .frame = 1 });
    memset(copy, '#', text.len);
    g_free(copy);
    return facts;
}

/* {{{ facts */

static const struct {
    sip_slice text;
    unsigned status, row; /* row: registered code, 0: a class or no code */
    unsigned klass, verdict;
    sip_method method;
    const char *objection, *phrase;
} responses[] = {
    { BYTES("SIP/2.0 200 OK\r\nCSeq: 1 INVITE\r\n\r\n"), 200, 200, 2, SIP_VERDICT_SUCCESS,
      SIP_METHOD_INVITE, NULL, NULL },
    { BYTES("SIP/2.0 486 Busy Here\r\nCSeq: 1 INVITE\r\n\r\n"), 486, 486, 4, SIP_VERDICT_USER,
      SIP_METHOD_INVITE, NULL, NULL },
    { BYTES("SIP/2.0 486 Busy\r\nCSeq: 1 INVITE\r\n\r\n"), 486, 486, 4, SIP_VERDICT_USER,
      SIP_METHOD_INVITE, NULL, "Busy" },
    /* a phrase in another case is the standard one */
    { BYTES("SIP/2.0 486 BUSY here\r\nCSeq: 1 INVITE\r\n\r\n"), 486, 486, 4, SIP_VERDICT_USER,
      SIP_METHOD_INVITE, NULL, NULL },
    { BYTES("SIP/2.0 200\r\nCSeq: 1 BYE\r\n\r\n"), 200, 200, 2, SIP_VERDICT_SUCCESS, SIP_METHOD_BYE,
      NULL, "" },
    { BYTES("SIP/2.0 408 Request Timeout\r\nCSeq: 1 OPTIONS\r\n\r\n"), 408, 408, 4,
      SIP_VERDICT_CLIENT_FAILURE, SIP_METHOD_OPTIONS, "RFC 4320 §4.2", NULL },
    { BYTES("SIP/2.0 183 Session Progress\r\nCSeq: 1 BYE\r\n\r\n"), 183, 183, 1,
      SIP_VERDICT_PROGRESS, SIP_METHOD_BYE, "RFC 4320 §4.1", NULL },
    { BYTES("SIP/2.0 200 OK\r\nCSeq: 1 ACK\r\n\r\n"), 200, 200, 2, SIP_VERDICT_SUCCESS,
      SIP_METHOD_ACK, "RFC 3261 §17", NULL },
    { BYTES("SIP/2.0 408 Request Timeout\r\n\r\n"), 408, 408, 4, SIP_VERDICT_CLIENT_FAILURE,
      SIP_METHOD_UNKNOWN, NULL, NULL },
    /* a class has no standard phrase: what was sent is told, even when it is the class's name */
    { BYTES("SIP/2.0 409 Conflict\r\nCSeq: 1 BYE\r\n\r\n"), 409, 0, 4, SIP_VERDICT_CLIENT_FAILURE,
      SIP_METHOD_BYE, NULL, "Conflict" },
    { BYTES("SIP/2.0 409 Client Error\r\nCSeq: 1 BYE\r\n\r\n"), 409, 0, 4,
      SIP_VERDICT_CLIENT_FAILURE, SIP_METHOD_BYE, NULL, "Client Error" },
    { BYTES("SIP/2.0 155 Update Requested\r\nCSeq: 1 INVITE\r\n\r\n"), 155, 0, 1,
      SIP_VERDICT_PROGRESS, SIP_METHOD_INVITE, NULL, "Update Requested" },
    { BYTES("SIP/2.0 000 x\r\nCSeq: 1 BYE\r\n\r\n"), 0, 0, 0, SIP_VERDICT_COUNT, SIP_METHOD_BYE,
      NULL, "x" },
    { BYTES("SIP/2.0 999 x\r\nCSeq: 1 ACK\r\n\r\n"), 999, 0, 0, SIP_VERDICT_COUNT, SIP_METHOD_ACK,
      "RFC 3261 §17", "x" },
};

static void test_response(void)
{
    sip_engine *engine = sip_engine_new(tables, 0);

    for (size_t i = 0; i < G_N_ELEMENTS(responses); i++) {
        g_autofree char *where = g_strndup(responses[i].text.ptr, 24);
        const sip_facts *facts = feed(engine, responses[i].text);

        g_assert_nonnull(facts);
        g_assert_nonnull(facts->row);
        expect_number(where, "status", facts->status, responses[i].status);
        expect_number(where, "row", facts->row->status, responses[i].row);
        expect_number(where, "class", facts->row->klass, responses[i].klass);
        expect_number(where, "verdict", facts->verdict, responses[i].verdict);
        expect_number(where, "method", facts->method, responses[i].method);
        expect_text(where, "objection", facts->objection, responses[i].objection);
        expect_text(where, "phrase", facts->phrase, responses[i].phrase);
        /* the caller's to set */
        g_assert_null(facts->next);
        g_assert_false(facts->overflow);
    }
    sip_engine_free(engine);
}

static void test_request(void)
{
    sip_engine *engine = sip_engine_new(tables, 0);
    sip_facts *facts = feed(engine, slice_of("INVITE sip:b SIP/2.0\r\nCSeq: 1 INVITE\r\n\r\n"));

    g_assert_null(facts->row);
    g_assert_null(facts->phrase);
    g_assert_cmpint(facts->method, ==, SIP_METHOD_INVITE);
    g_assert_cmpint(facts->verdict, ==, SIP_VERDICT_COUNT);
    /* a method that is none of ours is kept by name */
    facts = feed(engine, slice_of("PING sip:b SIP/2.0\r\nCSeq: 1 PING\r\n\r\n"));
    g_assert_cmpint(facts->method, ==, SIP_METHOD_UNKNOWN);
    g_assert_cmpstr(facts->transaction->extension, ==, "PING");
    sip_engine_free(engine);
    sip_engine_free(NULL);
}

/* }}} */
/* {{{ phrases */

static const struct {
    sip_slice sent;
    const char *kept;
} phrases[] = {
    { BYTES("Ocupado"), "Ocupado" },
    { BYTES("Occup\xc3\xa9 \xe5\xbf\x99"), "Occup\xc3\xa9 \xe5\xbf\x99" },
    { BYTES("a\x01"
            "b\x7f"
            "c\x1b[31m"),
      "a" REPLACED "b" REPLACED "c" REPLACED "[31m" },
    { BYTES("a\tb\vc"), "a" REPLACED "b" REPLACED "c" },
    { BYTES("a\xc2\x85z"), "a" REPLACED "z" }, /* U+0085, next line */
    { BYTES("a\0b\0"), "a" REPLACED "b" REPLACED },
    { BYTES("\xff\xfe"), REPLACED REPLACED },
    { BYTES("Occup\xe9"), "Occup" REPLACED }, /* Latin-1 */
    { BYTES("a\xe5\xbf"), "a" REPLACED REPLACED },
    { BYTES("\xed\xa0\x80"), REPLACED REPLACED REPLACED }, /* a surrogate */
    { BYTES(A120 "bbbbbbbb"), A120 "bbbbbbbb" },
    { BYTES(A120 "bbbbbbbbc"), A120 "bbbbbbbb" ELLIPSIS },
    { BYTES(A120 "bbbbb\xe5\xbf\x99"), A120 "bbbbb\xe5\xbf\x99" },
};

static void check_phrase(sip_engine *engine, sip_slice sent, const char *kept)
{
    GString *text = g_string_new("SIP/2.0 200 ");
    const sip_facts *facts;

    g_string_append_len(text, sent.ptr, (gssize)sent.len);
    g_string_append(text, "\r\nCSeq: 1 BYE\r\n\r\n");
    facts = feed(engine, (sip_slice){ text->str, text->len });
    expect_text("phrase", kept, facts->phrase, kept);
    g_assert_true(g_utf8_validate(facts->phrase, -1, NULL));
    g_string_free(text, TRUE);
}

static void test_phrase(void)
{
    sip_engine *engine = sip_engine_new(tables, 0);

    G_STATIC_ASSERT(SIP_PHRASE_MAX == sizeof A120 - 1 + 8);
    for (size_t i = 0; i < G_N_ELEMENTS(phrases); i++)
        check_phrase(engine, phrases[i].sent, phrases[i].kept);
    sip_engine_free(engine);
}

/* Regression: a phrase capped inside of a character ended in replacement characters, as if what
 * was sent were not UTF-8. */
static void test_capped_character(void)
{
    static const struct {
        sip_slice sent;
        const char *kept;
    } capped[] = {
        { BYTES(A120 "bbbbbb\xe5\xbf\x99"), A120 "bbbbbb" ELLIPSIS },
        { BYTES(A120 "bbbbbbb\xe5\xbf\x99"), A120 "bbbbbbb" ELLIPSIS },
        { BYTES(A120 "bbbbbbb\xc3\xa9 c"), A120 "bbbbbbb" ELLIPSIS },
        { BYTES(A120 "bbbbb\xf0\x9f\x93\x9e"), A120 "bbbbb" ELLIPSIS },
        { BYTES(A120 "bbbbb\xe5\xbf\x99z"), A120 "bbbbb\xe5\xbf\x99" ELLIPSIS },
        /* no character to save here */
        { BYTES(A120 "bbbbbbb\xff\xff"), A120 "bbbbbbb" REPLACED ELLIPSIS },
    };
    sip_engine *engine = sip_engine_new(tables, 0);

    for (size_t i = 0; i < G_N_ELEMENTS(capped); i++)
        check_phrase(engine, capped[i].sent, capped[i].kept);
    sip_engine_free(engine);
}

static void test_huge_phrase(void)
{
    sip_engine *engine = sip_engine_new(tables, 0);
    g_autofree char *phrase = g_strnfill(60000, 'p');

    check_phrase(engine, slice_of(phrase),
                 "pppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppp"
                 "pppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppp" ELLIPSIS);
    sip_engine_free(engine);
}

/* }}} */
/* {{{ a long capture */

#define MANY 20000

/* Facts are kept by address: none may move or change while more come. */
static void test_stable(void)
{
    sip_engine *engine = sip_engine_new(tables, 0);
    sip_facts **facts = g_new(sip_facts *, MANY);

    for (unsigned i = 0; i < MANY; i++) {
        g_autofree char *text =
            g_strdup_printf("SIP/2.0 %u phrase %u\r\nCSeq: 1 BYE\r\n\r\n", 100 + i % 600, i);

        facts[i] = feed(engine, slice_of(text));
        facts[i]->next = i > 0 ? facts[i - 1] : NULL;
        facts[i]->overflow = i % 2;
    }
    for (unsigned i = 0; i < MANY; i++) {
        g_autofree char *phrase = g_strdup_printf("phrase %u", i);

        g_assert_cmpuint(facts[i]->status, ==, 100 + i % 600);
        g_assert_cmpstr(facts[i]->phrase, ==, phrase);
        g_assert_true(facts[i]->row == sip_codes_find(tables->codes, facts[i]->status));
        g_assert_true(facts[i]->next == (i > 0 ? facts[i - 1] : NULL));
        g_assert_cmpint(facts[i]->overflow, ==, i % 2);
    }
    g_free(facts);
    sip_engine_free(engine);
}

/* A phrase that comes again and again is kept once. */
static void test_phrase_once(void)
{
    sip_engine *engine = sip_engine_new(tables, 0);
    sip_slice text = slice_of("SIP/2.0 480 Gone fishing\r\nCSeq: 1 INVITE\r\n\r\n");
    const char *first = feed(engine, text)->phrase;

    for (unsigned i = 0; i < 1000; i++)
        g_assert_true(feed(engine, text)->phrase == first);
    sip_engine_free(engine);
}

/* }}} */

int main(int argc, char **argv)
{
    GError *error = NULL;
    int result;

    test_begin(&argc, &argv);
    tables = sip_tables_new(&error);
    g_assert_no_error(error);
    g_test_add_func("/engine/response", test_response);
    g_test_add_func("/engine/request", test_request);
    g_test_add_func("/engine/phrase", test_phrase);
    g_test_add_func("/engine/capped-character", test_capped_character);
    g_test_add_func("/engine/huge-phrase", test_huge_phrase);
    g_test_add_func("/engine/stable", test_stable);
    g_test_add_func("/engine/phrase-once", test_phrase_once);
    result = g_test_run();
    sip_tables_free(tables);
    return result;
}
