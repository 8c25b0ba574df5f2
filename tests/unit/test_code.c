/* test_code.c - the facts of the response codes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "code.h"

#include "support.h"
#include "table.h"

#include <string.h>

static sip_codes *codes;

/* The IANA registry "Response Codes", and the causes of the table in RFC 3398 §8.2.6.1 (0: that
 * has none; it prints 504 twice, where the second is 505 by its phrase). Written down apart from
 * tables/codes.ini, so that a slip there shows. */
static const struct {
    unsigned status;
    const char *phrase;
    unsigned q850;
} registered[] = {
    { 100, "Trying", 0 },
    { 180, "Ringing", 0 },
    { 181, "Call Is Being Forwarded", 0 },
    { 182, "Queued", 0 },
    { 183, "Session Progress", 0 },
    { 199, "Early Dialog Terminated", 0 },
    { 200, "OK", 0 },
    { 202, "Accepted", 0 },
    { 204, "No Notification", 0 },
    { 300, "Multiple Choices", 0 },
    { 301, "Moved Permanently", 0 },
    { 302, "Moved Temporarily", 0 },
    { 305, "Use Proxy", 0 },
    { 380, "Alternative Service", 0 },
    { 400, "Bad Request", 41 },
    { 401, "Unauthorized", 21 },
    { 402, "Payment Required", 21 },
    { 403, "Forbidden", 21 },
    { 404, "Not Found", 1 },
    { 405, "Method Not Allowed", 63 },
    { 406, "Not Acceptable", 79 },
    { 407, "Proxy Authentication Required", 21 },
    { 408, "Request Timeout", 102 },
    { 410, "Gone", 22 },
    { 412, "Conditional Request Failed", 0 },
    { 413, "Request Entity Too Large", 127 },
    { 414, "Request-URI Too Long", 127 },
    { 415, "Unsupported Media Type", 79 },
    { 416, "Unsupported URI Scheme", 127 },
    { 417, "Unknown Resource-Priority", 0 },
    { 420, "Bad Extension", 127 },
    { 421, "Extension Required", 127 },
    { 422, "Session Interval Too Small", 0 },
    { 423, "Interval Too Brief", 127 },
    { 424, "Bad Location Information", 0 },
    { 425, "Bad Alert Message", 0 },
    { 428, "Use Identity Header", 0 },
    { 429, "Provide Referrer Identity", 0 },
    { 430, "Flow Failed", 0 },
    { 433, "Anonymity Disallowed", 0 },
    { 436, "Bad Identity Info", 0 },
    { 437, "Unsupported Credential", 0 },
    { 438, "Invalid Identity Header", 0 },
    { 439, "First Hop Lacks Outbound Support", 0 },
    { 440, "Max-Breadth Exceeded", 0 },
    { 469, "Bad Info Package", 0 },
    { 470, "Consent Needed", 0 },
    { 480, "Temporarily Unavailable", 18 },
    { 481, "Call/Transaction Does Not Exist", 41 },
    { 482, "Loop Detected", 25 },
    { 483, "Too Many Hops", 25 },
    { 484, "Address Incomplete", 28 },
    { 485, "Ambiguous", 1 },
    { 486, "Busy Here", 17 },
    { 487, "Request Terminated", 0 },
    { 488, "Not Acceptable Here", 0 },
    { 489, "Bad Event", 0 },
    { 491, "Request Pending", 0 },
    { 493, "Undecipherable", 0 },
    { 494, "Security Agreement Required", 0 },
    { 500, "Server Internal Error", 41 },
    { 501, "Not Implemented", 79 },
    { 502, "Bad Gateway", 38 },
    { 503, "Service Unavailable", 41 },
    { 504, "Server Time-out", 102 },
    { 505, "Version Not Supported", 127 },
    { 513, "Message Too Large", 127 },
    { 555, "Push Notification Service Not Supported", 0 },
    { 580, "Precondition Failure", 0 },
    { 600, "Busy Everywhere", 17 },
    { 603, "Decline", 21 },
    { 604, "Does Not Exist Anywhere", 1 },
    { 606, "Not Acceptable", 0 },
    { 607, "Unwanted", 0 },
    { 608, "Rejected", 0 },
};

/* {{{ rows */

static void test_registered(void)
{
    unsigned n = 0;

    g_assert_cmpuint(G_N_ELEMENTS(registered), ==, 75);
    for (size_t i = 0; i < G_N_ELEMENTS(registered); i++) {
        unsigned status = registered[i].status;
        g_autofree char *where = g_strdup_printf("%u", status);
        const sip_code *row = sip_codes_find(codes, status);

        expect_number(where, "status", row->status, status);
        expect_number(where, "class", row->klass, status / 100);
        expect_text(where, "phrase", row->phrase, registered[i].phrase);
        expect_number(where, "Q.850 cause", row->q850, registered[i].q850);
        expect_number(where, "has a sender", row->n_sent_by > 0, true);
        if (!g_str_has_prefix(row->reference, "RFC ") || !strstr(row->reference, " §"))
            fail_with("%s: \"%s\" is no section of an RFC", where, row->reference);
    }
    for (unsigned status = 0; status < 1000; status++)
        n += sip_codes_find(codes, status)->status != 0;
    expect_number("all", "registered codes", n, G_N_ELEMENTS(registered));
}

/* A code that is not registered counts as x00 of its class, a provisional one as 183
 * (RFC 3261 §8.1.3.2). */
static void test_class(void)
{
    static const struct {
        unsigned status, klass, treated_as;
        sip_verdict verdict;
    } classes[] = {
        { 101, 1, 183, SIP_VERDICT_PROGRESS },       { 155, 1, 183, SIP_VERDICT_PROGRESS },
        { 198, 1, 183, SIP_VERDICT_PROGRESS },       { 201, 2, 200, SIP_VERDICT_SUCCESS },
        { 299, 2, 200, SIP_VERDICT_SUCCESS },        { 303, 3, 300, SIP_VERDICT_REDIRECT },
        { 409, 4, 400, SIP_VERDICT_CLIENT_FAILURE }, { 499, 4, 400, SIP_VERDICT_CLIENT_FAILURE },
        { 599, 5, 500, SIP_VERDICT_SERVER_FAILURE }, { 601, 6, 600, SIP_VERDICT_GLOBAL_FAILURE },
        { 699, 6, 600, SIP_VERDICT_GLOBAL_FAILURE },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(classes); i++) {
        const sip_code *row = sip_codes_find(codes, classes[i].status);
        g_autofree char *where = g_strdup_printf("%u", classes[i].status);

        expect_number(where, "status", row->status, 0);
        expect_number(where, "class", row->klass, classes[i].klass);
        expect_number(where, "treated as", row->treated_as, classes[i].treated_as);
        expect_number(where, "verdict", row->verdict, classes[i].verdict);
        expect_number(where, "Q.850 cause", row->q850, 0);
        expect_number(where, "registered", sip_codes_find(codes, row->treated_as)->status,
                      row->treated_as);
    }
}

static void test_invalid(void)
{
    static const unsigned statuses[] = { 0, 1, 99, 700, 799, 999, 1000, G_MAXUINT };

    for (size_t i = 0; i < G_N_ELEMENTS(statuses); i++) {
        const sip_code *row = sip_codes_find(codes, statuses[i]);
        g_autofree char *where = g_strdup_printf("%u", statuses[i]);

        expect_number(where, "status", row->status, 0);
        expect_number(where, "class", row->klass, 0);
        expect_number(where, "verdict", row->verdict, SIP_VERDICT_COUNT);
        expect_text(where, "reference", row->reference, "RFC 3261 §7.2");
    }
}

/* A few of each kind, by the order of the field sipcode.verdict. */
static void test_verdict(void)
{
    static const struct {
        unsigned status;
        const char *verdict;
    } verdicts[] = {
        { 100, "progress" },       { 183, "progress" },       { 199, "progress" },
        { 200, "success" },        { 202, "success" },        { 302, "redirect" },
        { 380, "redirect" },       { 401, "challenge" },      { 407, "challenge" },
        { 403, "client_failure" }, { 404, "client_failure" }, { 415, "renegotiate" },
        { 420, "renegotiate" },    { 421, "renegotiate" },    { 422, "renegotiate" },
        { 423, "renegotiate" },    { 488, "renegotiate" },    { 491, "renegotiate" },
        { 494, "renegotiate" },    { 486, "user" },           { 600, "user" },
        { 603, "user" },           { 487, "cancelled" },      { 503, "server_failure" },
        { 580, "server_failure" }, { 604, "global_failure" }, { 608, "global_failure" },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(verdicts); i++) {
        const sip_code *row = sip_codes_find(codes, verdicts[i].status);

        expect_text(row->phrase, "verdict", sip_verdict_word(row->verdict), verdicts[i].verdict);
    }
}

/* }}} */
/* {{{ which methods a code may answer */

static const struct {
    unsigned status;
    sip_method method;
    const char *reference;
} objections[] = {
    /* no response at all to ACK */
    { 100, SIP_METHOD_ACK, "RFC 3261 §17" },
    { 200, SIP_METHOD_ACK, "RFC 3261 §17" },
    { 408, SIP_METHOD_ACK, "RFC 3261 §17" },
    { 409, SIP_METHOD_ACK, "RFC 3261 §17" },
    { 999, SIP_METHOD_ACK, "RFC 3261 §17" },
    /* no 1xx but 100 to anything but INVITE */
    { 100, SIP_METHOD_INVITE, NULL },
    { 100, SIP_METHOD_OPTIONS, NULL },
    { 183, SIP_METHOD_INVITE, NULL },
    { 183, SIP_METHOD_BYE, "RFC 4320 §4.1" },
    { 180, SIP_METHOD_UPDATE, "RFC 4320 §4.1" },
    { 155, SIP_METHOD_PRACK, "RFC 4320 §4.1" },
    { 155, SIP_METHOD_INVITE, NULL },
    { 408, SIP_METHOD_INVITE, NULL },
    { 408, SIP_METHOD_OPTIONS, "RFC 4320 §4.2" },
    { 408, SIP_METHOD_REGISTER, "RFC 4320 §4.2" },
    { 487, SIP_METHOD_INVITE, NULL },
    { 487, SIP_METHOD_CANCEL, "RFC 3261 §21.4.25" },
    { 401, SIP_METHOD_CANCEL, "RFC 3261 §22.1" },
    { 407, SIP_METHOD_CANCEL, "RFC 3261 §22.1" },
    { 407, SIP_METHOD_BYE, NULL },
    { 420, SIP_METHOD_CANCEL, "RFC 3261 §8.2.2.3" },
    { 204, SIP_METHOD_SUBSCRIBE, NULL },
    { 204, SIP_METHOD_INVITE, "RFC 5839 §7.1" },
    { 412, SIP_METHOD_PUBLISH, NULL },
    { 412, SIP_METHOD_REGISTER, "RFC 3903 §6" },
    { 422, SIP_METHOD_UPDATE, NULL },
    { 422, SIP_METHOD_BYE, "RFC 4028 §4" },
    { 469, SIP_METHOD_MESSAGE, "RFC 6086 §4.2.2" },
    { 580, SIP_METHOD_PRACK, NULL },
    { 580, SIP_METHOD_BYE, "RFC 3312 §8" },
    { 200, SIP_METHOD_BYE, NULL },
    { 404, SIP_METHOD_MESSAGE, NULL },
    { 409, SIP_METHOD_BYE, NULL },
    { 999, SIP_METHOD_BYE, NULL },
};

static void test_objection(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(objections); i++) {
        const sip_code *row = sip_codes_find(codes, objections[i].status);
        g_autofree char *where = g_strdup_printf("%u to %s", objections[i].status,
                                                 sip_method_name(objections[i].method));

        expect_text(where, "objection", sip_codes_objection(codes, row, objections[i].method),
                    objections[i].reference);
    }
    /* Nothing is said of a method that is not known. */
    for (unsigned status = 0; status < 1000; status++) {
        const sip_code *row = sip_codes_find(codes, status);

        g_assert_null(sip_codes_objection(codes, row, SIP_METHOD_UNKNOWN));
    }
}

/* }}} */
/* {{{ words */

typedef const char *word_of(unsigned value);

static const char *verdict_word(unsigned value)
{
    return sip_verdict_word((sip_verdict)value);
}

static const char *sender_word(unsigned value)
{
    return sip_sender_word((sip_sender)value);
}

static const char *retry_word(unsigned value)
{
    return sip_retry_word((sip_retry)value);
}

/* WORDS has one for each value, in that order. */
static void check_words(word_of *word, const char *const *words, unsigned n, unsigned count)
{
    g_assert_cmpuint(n, ==, count);
    for (unsigned i = 0; i < n; i++)
        expect_text("words", "word", word(i), words[i]);
}

/* The order of the verdicts is that of the values of the field sipcode.verdict. */
static void test_words(void)
{
    static const char *const verdicts[] = {
        "progress",  "success",        "redirect",       "challenge",      "renegotiate", "user",
        "cancelled", "client_failure", "server_failure", "global_failure", "stray",
    };
    static const char *const senders[] = {
        "uas",     "proxy",    "registrar", "redirect-server", "notifier", "esc",    "edge-proxy",
        "gateway", "verifier", "relay",     "analytics",       "p-cscf",   "s-cscf", "as",
    };
    static const char *const retries[] = {
        "none",  "never", "changed",   "credentials", "redirect",
        "proxy", "later", "elsewhere", "dialog",
    };

    check_words(verdict_word, verdicts, G_N_ELEMENTS(verdicts), SIP_VERDICT_COUNT);
    check_words(sender_word, senders, G_N_ELEMENTS(senders), SIP_SENDER_COUNT);
    check_words(retry_word, retries, G_N_ELEMENTS(retries), SIP_RETRY_COUNT);
}

/* What the file says comes out again as the same word. */
static void check_row(GKeyFile *file, const sip_code *row)
{
    g_autofree char *group = g_strdup_printf("%u", row->status);
    g_autofree char *verdict = g_key_file_get_string(file, group, "verdict", NULL);
    g_autofree char *retry = g_key_file_get_string(file, group, "retry", NULL);
    g_auto(GStrv) senders = g_key_file_get_string_list(file, group, "sent_by", NULL, NULL);

    expect_text(group, "verdict", sip_verdict_word(row->verdict), verdict);
    expect_text(group, "retry", sip_retry_word(row->retry), retry);
    g_assert_nonnull(senders);
    expect_number(group, "senders", row->n_sent_by, g_strv_length(senders));
    for (unsigned i = 0; i < row->n_sent_by && senders[i]; i++)
        expect_text(group, "sender", sip_sender_word(row->sent_by[i]), senders[i]);
}

static void test_round_trip(void)
{
    GError *error = NULL;
    GKeyFile *file = sip_table_open("codes.ini", &error);

    g_assert_no_error(error);
    for (size_t i = 0; i < G_N_ELEMENTS(registered); i++)
        check_row(file, sip_codes_find(codes, registered[i].status));
    g_key_file_unref(file);
}

/* }}} */

int main(int argc, char **argv)
{
    GError *error = NULL;
    int result;

    test_begin(&argc, &argv);
    codes = sip_codes_new(&error);
    g_assert_no_error(error);
    g_test_add_func("/code/registered", test_registered);
    g_test_add_func("/code/class", test_class);
    g_test_add_func("/code/invalid", test_invalid);
    g_test_add_func("/code/verdict", test_verdict);
    g_test_add_func("/code/objection", test_objection);
    g_test_add_func("/code/words", test_words);
    g_test_add_func("/code/round-trip", test_round_trip);
    result = g_test_run();
    sip_codes_free(codes);
    return result;
}
