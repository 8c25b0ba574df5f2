/* test_hint.c - what is expected after a response, and what came.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hint.h"

#include "feed.h"
#include "table.h"

#include <string.h>

#define STEPS_MAX 20

#define OFFER REQ("INVITE", 1, .sdp = SDP_PLAIN)
#define NO_OFFER REQ("INVITE", 1)
#define ANSWER(code, ...) RES(code, "INVITE", 1, __VA_ARGS__)
#define ACKED REQ("ACK", 1, .to = "b")
/* A call that stands. */
#define CALL OFFER, ANSWER(200, .sdp = SDP_PLAIN), ACKED
/* An early dialog. */
#define EARLY OFFER, ANSWER(183, .sdp = SDP_PLAIN)
/* An early dialog in which both sides need resources, as its INVITE says. */
#define NEEDY                                                                  \
    REQ("INVITE", 1, .sdp = SDP_QOS("none", "none")),                          \
        ANSWER(183, .sdp = SDP_QOS("none", "none"), .headers = RELIABLE("1")), \
        REQ("PRACK", 2, .to = "b", .headers = RACK("1"))

#define TO_C "Contact: <sip:c@c.example>\r\n"
#define IMS_XML(type)                                          \
    "<ims-3gpp version=\"1\"><alternative-service><type>" type \
    "</type></alternative-service></ims-3gpp>"
#define IMS_TYPE "Content-Type: application/3gpp-ims+xml\r\n"
#define ASKS "WWW-Authenticate: Digest realm=\"r\", nonce=\"1\"\r\n"
#define ASKS_AKA "WWW-Authenticate: Digest realm=\"r\", nonce=\"1\", algorithm=AKAv1-MD5\r\n"
#define ASKS_STALE "WWW-Authenticate: Digest realm=\"r\", nonce=\"2\", stale=true\r\n"
#define BRINGS(response) \
    "Authorization: Digest realm=\"r\", nonce=\"1\", response=\"" response "\"\r\n"
#define WAIT(seconds) "Retry-After: " seconds "\r\n"

/* {{{ which row holds */

/* What the last of the steps, a response, makes expected: the row's name for each kind, NULL: none
 * holds, or it asks for nothing. */
static const struct {
    const char *next, *ack;
    step steps[STEPS_MAX];
} situations[] = {
    /* acknowledgement */
    { NULL, "INVITE 2xx with offer", { NO_OFFER, ANSWER(200, .sdp = SDP_PLAIN) } },
    { NULL,
      "INVITE 2xx with offer",
      { CALL, REQ("INVITE", 2, .to = "b"), RES(200, "INVITE", 2, .sdp = SDP_PLAIN) } },
    { NULL,
      "INVITE 2xx in dialog",
      { CALL, REQ("INVITE", 2, .to = "b", .sdp = SDP_PLAIN),
        RES(200, "INVITE", 2, .sdp = SDP_PLAIN) } },
    { NULL,
      "INVITE 2xx in dialog",
      { CALL, B_REQ("INVITE", 1, .sdp = SDP_PLAIN), B_RES(200, "INVITE", 1, .sdp = SDP_PLAIN) } },
    { NULL, "INVITE 2xx", { OFFER, ANSWER(200, .sdp = SDP_PLAIN) } },
    { NULL, "INVITE 2xx", { NO_OFFER, ANSWER(200) } },
    { NULL, "INVITE 2xx", { OFFER, ANSWER(299) } },
    { NULL,
      "INVITE 2xx",
      { ANSWER(200, .sdp = SDP_PLAIN) } }, /* its request may have had the offer */
    { "INVITE refused", "INVITE 3xx to 6xx", { OFFER, ANSWER(486) } },
    { "INVITE refused", "INVITE 3xx to 6xx", { OFFER, ANSWER(499) } },
    { "INVITE refused", "INVITE 3xx to 6xx", { OFFER, ANSWER(600) } },
    { "INVITE refused", "INVITE 3xx to 6xx", { ANSWER(486) } },
    { "INVITE refused", "INVITE 3xx to 6xx", { OFFER, ANSWER(302) } },
    { "INVITE refused", "INVITE 3xx to 6xx", { OFFER, ANSWER(305) } },
    /* provisional */
    { "INVITE 100", NULL, { OFFER, ANSWER(100) } },
    { "INVITE 100", NULL, { OFFER, ANSWER(100, .headers = RELIABLE("1")) } },
    { "INVITE 1xx reliable with offer",
      NULL,
      { NO_OFFER, ANSWER(183, .sdp = SDP_PLAIN, .headers = RELIABLE("1")) } },
    { "INVITE 1xx reliable in dialog",
      NULL,
      { CALL, REQ("INVITE", 2, .to = "b"), RES(183, "INVITE", 2, .headers = RELIABLE("1")) } },
    { "INVITE 1xx reliable",
      NULL,
      { OFFER, ANSWER(183, .sdp = SDP_PLAIN, .headers = RELIABLE("1")) } },
    { "INVITE 1xx reliable", NULL, { OFFER, ANSWER(180, .headers = RELIABLE("1")) } },
    { "INVITE 1xx reliable", NULL, { OFFER, ANSWER(199, .headers = RELIABLE("1")) } },
    { "INVITE 1xx reliable",
      NULL,
      { OFFER, ANSWER(180, .headers = "RSeq: 1\r\nRequire: precondition, 100REL\r\n") } },
    { "INVITE 180", NULL, { OFFER, ANSWER(180, .headers = "RSeq: 1\r\n") } },
    { "INVITE 180", NULL, { OFFER, ANSWER(180, .headers = "Require: 100rel\r\n") } },
    { "INVITE 180", NULL, { OFFER, ANSWER(180, .headers = "RSeq: 1\r\nRequire: 100relx\r\n") } },
    { "INVITE 199", NULL, { OFFER, ANSWER(199) } },
    { "INVITE 180", NULL, { OFFER, ANSWER(180) } },
    { "INVITE 1xx", NULL, { OFFER, ANSWER(183, .sdp = SDP_PLAIN) } },
    { "INVITE 1xx", NULL, { OFFER, ANSWER(182) } },
    { "INVITE 1xx", NULL, { OFFER, ANSWER(155) } },
    { "INVITE 1xx", NULL, { ANSWER(183) } },
    { "Other request 1xx", NULL, { REQ("MESSAGE", 1), RES(100, "MESSAGE", 1) } },
    { "Other request 1xx", NULL, { REQ("PING", 1), RES(183, "PING", 1) } },
    /* success */
    { "CANCEL 2xx", NULL, { OFFER, ANSWER(100), REQ("CANCEL", 1), RES(200, "CANCEL", 1) } },
    { "Other request 2xx", NULL, { OFFER, REQ("CANCEL", 1), ANSWER(487), RES(200, "CANCEL", 1) } },
    { "INVITE 2xx after CANCEL",
      "INVITE 2xx",
      { OFFER, REQ("CANCEL", 1), ANSWER(200, .sdp = SDP_PLAIN) } },
    { "PRACK or UPDATE 2xx ringing",
      NULL,
      { OFFER, ANSWER(180, .headers = RELIABLE("1")),
        REQ("PRACK", 2, .to = "b", .headers = RACK("1")), RES(200, "PRACK", 2) } },
    { "PRACK or UPDATE 2xx caller resources", NULL, { NEEDY, RES(200, "PRACK", 2) } },
    { "PRACK or UPDATE 2xx callee resources",
      NULL,
      { NEEDY, RES(200, "PRACK", 2),
        REQ("UPDATE", 3, .to = "b", .sdp = SDP_QOS("sendrecv", "none")),
        RES(200, "UPDATE", 3, .sdp = SDP_QOS("none", "sendrecv")) } },
    { "PRACK or UPDATE 2xx resources ready",
      NULL,
      { NEEDY, RES(200, "PRACK", 2),
        REQ("UPDATE", 3, .to = "b", .sdp = SDP_QOS("sendrecv", "none")),
        RES(200, "UPDATE", 3, .sdp = SDP_QOS("sendrecv", "sendrecv")) } },
    /* what a 488 says is only possible */
    { "PRACK or UPDATE 2xx caller resources", /* the refused UPDATE changed nothing */
      NULL,
      { NEEDY, RES(200, "PRACK", 2),
        REQ("UPDATE", 3, .to = "b", .sdp = SDP_QOS("sendrecv", "none")),
        RES(488, "UPDATE", 3, .sdp = SDP_QOS("sendrecv", "sendrecv")), REQ("UPDATE", 4, .to = "b"),
        RES(200, "UPDATE", 4) } },
    { "PRACK or UPDATE 2xx ringing",
      NULL,
      { NEEDY, RES(200, "PRACK", 2), ANSWER(180, .headers = RELIABLE("2")),
        REQ("PRACK", 3, .to = "b", .headers = RACK("2")), RES(200, "PRACK", 3) } },
    { "PRACK or UPDATE 2xx",
      NULL,
      { OFFER, ANSWER(183, .headers = RELIABLE("1")),
        REQ("PRACK", 2, .to = "b", .headers = RACK("1")), RES(200, "PRACK", 2) } },
    { "PRACK or UPDATE 2xx", NULL, { EARLY, REQ("UPDATE", 2, .to = "b"), RES(200, "UPDATE", 2) } },
    { "Other request 2xx", NULL, { CALL, REQ("UPDATE", 2, .to = "b"), RES(200, "UPDATE", 2) } },
    { "BYE 2xx with INVITE open", NULL, { EARLY, REQ("BYE", 2, .to = "b"), RES(200, "BYE", 2) } },
    { "BYE 2xx", NULL, { CALL, REQ("BYE", 2, .to = "b"), RES(200, "BYE", 2) } },
    { "SUBSCRIBE 204", NULL, { REQ("SUBSCRIBE", 1, .to = "b"), RES(204, "SUBSCRIBE", 1) } },
    { "SUBSCRIBE 2xx", NULL, { REQ("SUBSCRIBE", 1), RES(200, "SUBSCRIBE", 1) } },
    { "SUBSCRIBE 2xx", NULL, { REQ("SUBSCRIBE", 1), RES(202, "SUBSCRIBE", 1) } },
    { "REFER 2xx", NULL, { CALL, REQ("REFER", 2, .to = "b"), RES(202, "REFER", 2) } },
    { "REGISTER 2xx",
      NULL,
      { REQ("REGISTER", 1, .headers = "Contact: <sip:a@a>\r\n"), RES(200, "REGISTER", 1) } },
    { "Other request 2xx", NULL, { REQ("REGISTER", 1), RES(200, "REGISTER", 1) } }, /* a fetch */
    { "PUBLISH 2xx",
      NULL,
      { REQ("PUBLISH", 1), RES(200, "PUBLISH", 1, .headers = "SIP-ETag: e\r\n") } },
    { "Other request 2xx", NULL, { REQ("PUBLISH", 1), RES(200, "PUBLISH", 1) } },
    { "Other request 2xx", NULL, { REQ("OPTIONS", 1), RES(200, "OPTIONS", 1) } },
    { "Other request 2xx", NULL, { REQ("MESSAGE", 1), RES(202, "MESSAGE", 1) } },
    { "Other request 2xx", NULL, { REQ("NOTIFY", 1, .to = "b"), RES(200, "NOTIFY", 1) } },
    { "Other request 2xx", NULL, { REQ("PING", 1), RES(200, "PING", 1) } },
    { "Other request 2xx", NULL, { RES(200, "OPTIONS", 1) } },
    /* given up */
    { "INVITE refused after CANCEL",
      "INVITE 3xx to 6xx",
      { OFFER, REQ("CANCEL", 1), ANSWER(487) } },
    { "INVITE refused after CANCEL",
      "INVITE 3xx to 6xx",
      { OFFER, REQ("CANCEL", 1), ANSWER(302, .headers = TO_C) } },
    { "INVITE refused after BYE",
      "INVITE 3xx to 6xx",
      { EARLY, REQ("BYE", 2, .to = "b"), ANSWER(487) } },
    { "INVITE refused", "INVITE 3xx to 6xx", { OFFER, ANSWER(487) } },
    /* redirection */
    { "380 emergency",
      "INVITE 3xx to 6xx",
      { OFFER, ANSWER(380, .headers = IMS_TYPE, .body = IMS_XML("emergency")) } },
    { "380", "INVITE 3xx to 6xx", { OFFER, ANSWER(380) } },
    { "380", "INVITE 3xx to 6xx", { OFFER, ANSWER(380, .body = IMS_XML("emergency")) } },
    { "380", NULL, { REQ("MESSAGE", 1), RES(380, "MESSAGE", 1) } },
    { "305", "INVITE 3xx to 6xx", { OFFER, ANSWER(305, .headers = TO_C) } },
    { "300 301 302", "INVITE 3xx to 6xx", { OFFER, ANSWER(300, .headers = TO_C) } },
    { "300 301 302", "INVITE 3xx to 6xx", { OFFER, ANSWER(301, .headers = TO_C) } },
    { "300 301 302", "INVITE 3xx to 6xx", { OFFER, ANSWER(302, .headers = "m: <sip:c>\r\n") } },
    { "300 301 302", "INVITE 3xx to 6xx", { OFFER, ANSWER(399, .headers = TO_C) } },
    { "300 301 302", NULL, { REQ("REGISTER", 1), RES(302, "REGISTER", 1, .headers = TO_C) } },
    { "Other request refused", NULL, { REQ("REGISTER", 1), RES(302, "REGISTER", 1) } },
    /* login */
    { "REGISTER 401 AKA",
      NULL,
      { REQ("REGISTER", 1), RES(401, "REGISTER", 1, .headers = ASKS_AKA) } },
    { "REGISTER 401 AKA",
      NULL,
      { REQ("REGISTER", 1, .headers = BRINGS("x")),
        RES(401, "REGISTER", 1, .headers = ASKS_AKA) } },
    { "401", "INVITE 3xx to 6xx", { OFFER, ANSWER(401, .headers = ASKS_AKA) } },
    { "401 407 stale",
      NULL,
      { REQ("REGISTER", 1, .headers = BRINGS("x")),
        RES(401, "REGISTER", 1, .headers = ASKS_STALE) } },
    { "401 407 again",
      NULL,
      { REQ("REGISTER", 1, .headers = BRINGS("x")), RES(401, "REGISTER", 1, .headers = ASKS) } },
    { "401 407 again",
      "INVITE 3xx to 6xx",
      { REQ("INVITE", 1, .headers = BRINGS("x")), ANSWER(407) } },
    { "401", NULL, { REQ("REGISTER", 1), RES(401, "REGISTER", 1, .headers = ASKS) } },
    { "401", NULL, { REQ("BYE", 1, .to = "b"), RES(401, "BYE", 1) } },
    { "401", NULL, { RES(401, "REGISTER", 1) } },
    { "407", "INVITE 3xx to 6xx", { OFFER, ANSWER(407) } },
    { "Other request refused", NULL, { OFFER, REQ("CANCEL", 1), RES(401, "CANCEL", 1) } },
    /* later, or elsewhere */
    { "504 restoration",
      "INVITE 3xx to 6xx",
      { OFFER, ANSWER(504, .headers = IMS_TYPE, .body = IMS_XML("restoration")) } },
    { "INVITE refused", "INVITE 3xx to 6xx", { OFFER, ANSWER(504) } },
    { "503 Retry-After", "INVITE 3xx to 6xx", { OFFER, ANSWER(503, .headers = WAIT("5")) } },
    { "503 Retry-After",
      "INVITE 3xx to 6xx",
      { OFFER, ANSWER(503, .headers = WAIT("120 (maintenance);duration=60")) } },
    { "503", "INVITE 3xx to 6xx", { OFFER, ANSWER(503, .headers = WAIT("soon")) } },
    { "503", "INVITE 3xx to 6xx", { OFFER, ANSWER(503, .headers = WAIT("")) } },
    { "503", "INVITE 3xx to 6xx", { OFFER, ANSWER(503, .headers = WAIT("99999999999")) } },
    { "503", "INVITE 3xx to 6xx", { OFFER, ANSWER(503) } },
    { "413 500 Retry-After",
      NULL,
      { REQ("OPTIONS", 1), RES(500, "OPTIONS", 1, .headers = WAIT("5")) } },
    { "413 500 Retry-After", "INVITE 3xx to 6xx", { OFFER, ANSWER(413, .headers = WAIT("5")) } },
    { "413 500 Retry-After", "INVITE 3xx to 6xx", { OFFER, ANSWER(599, .headers = WAIT("5")) } },
    { "Callee Retry-After", "INVITE 3xx to 6xx", { OFFER, ANSWER(486, .headers = WAIT("5")) } },
    { "Callee Retry-After", "INVITE 3xx to 6xx", { OFFER, ANSWER(603, .headers = WAIT("5")) } },
    { "430", "INVITE 3xx to 6xx", { OFFER, ANSWER(430) } },
    /* ends */
    { "BYE 408 or 481", NULL, { CALL, REQ("BYE", 2, .to = "b"), RES(481, "BYE", 2) } },
    { "BYE 408 or 481", NULL, { CALL, REQ("BYE", 2, .to = "b"), RES(408, "BYE", 2) } },
    { "408 or 481 in early dialog",
      NULL,
      { EARLY, REQ("UPDATE", 2, .to = "b"), RES(481, "UPDATE", 2) } },
    { "UPDATE refused with INVITE open",
      NULL,
      { EARLY, B_REQ("UPDATE", 1), B_RES(481, "UPDATE", 1) } },
    { "408 or 481 in dialog", NULL, { CALL, REQ("INFO", 2, .to = "b"), RES(481, "INFO", 2) } },
    { "408 or 481 in dialog",
      "INVITE 3xx to 6xx",
      { CALL, REQ("INVITE", 2, .to = "b"), RES(408, "INVITE", 2) } },
    { "408 or 481 in dialog", NULL, { CALL, B_REQ("UPDATE", 1), B_RES(408, "UPDATE", 1) } },
    { "INVITE refused after BYE",
      "INVITE 3xx to 6xx",
      { CALL, REQ("INVITE", 2, .to = "b"), REQ("BYE", 3, .to = "b"), RES(481, "INVITE", 2) } },
    { "Other request refused", NULL, { OFFER, REQ("CANCEL", 1), RES(481, "CANCEL", 1) } },
    { "INVITE refused", "INVITE 3xx to 6xx", { OFFER, ANSWER(408) } },
    { "SUBSCRIBE refused for good",
      NULL,
      { REQ("SUBSCRIBE", 2, .to = "b"), RES(481, "SUBSCRIBE", 2) } },
    { "SUBSCRIBE refused for good",
      NULL,
      { REQ("SUBSCRIBE", 2, .to = "b"), RES(416, "SUBSCRIBE", 2) } },
    { "Other request refused", NULL, { REQ("SUBSCRIBE", 2), RES(489, "SUBSCRIBE", 2) } },
    { "NOTIFY refused for good", NULL, { REQ("NOTIFY", 2, .to = "b"), RES(481, "NOTIFY", 2) } },
    { "Other request refused", NULL, { REQ("NOTIFY", 2, .to = "b"), RES(500, "NOTIFY", 2) } },
    /* the same request, changed */
    { "PUBLISH 412", NULL, { REQ("PUBLISH", 1), RES(412, "PUBLISH", 1) } },
    { "413", "INVITE 3xx to 6xx", { OFFER, ANSWER(413) } },
    { "415 to an offer", "INVITE 3xx to 6xx", { OFFER, ANSWER(415) } },
    { "415", NULL, { REQ("MESSAGE", 1), RES(415, "MESSAGE", 1) } },
    { "416", "INVITE 3xx to 6xx", { OFFER, ANSWER(416) } },
    { "417", "INVITE 3xx to 6xx", { OFFER, ANSWER(417) } },
    { "420", "INVITE 3xx to 6xx", { OFFER, ANSWER(420) } },
    { "Other request refused", NULL, { OFFER, REQ("CANCEL", 1), RES(420, "CANCEL", 1) } },
    { "421", "INVITE 3xx to 6xx", { OFFER, ANSWER(421) } },
    { "422", "INVITE 3xx to 6xx", { OFFER, ANSWER(422) } },
    { "422", NULL, { CALL, REQ("UPDATE", 2, .to = "b"), RES(422, "UPDATE", 2) } },
    { "REGISTER 423", NULL, { REQ("REGISTER", 1), RES(423, "REGISTER", 1) } },
    { "PUBLISH 423", NULL, { REQ("PUBLISH", 1), RES(423, "PUBLISH", 1) } },
    { "SUBSCRIBE 423", NULL, { REQ("SUBSCRIBE", 1), RES(423, "SUBSCRIBE", 1) } },
    { "424", "INVITE 3xx to 6xx", { OFFER, ANSWER(424) } },
    { "438", "INVITE 3xx to 6xx", { OFFER, ANSWER(438) } },
    { "REGISTER 439", NULL, { REQ("REGISTER", 1), RES(439, "REGISTER", 1) } },
    { "INVITE 484", "INVITE 3xx to 6xx", { OFFER, ANSWER(484) } },
    { "INVITE refused in dialog",
      "INVITE 3xx to 6xx",
      { CALL, REQ("INVITE", 2, .to = "b"), RES(484, "INVITE", 2) } },
    { "488 in dialog",
      "INVITE 3xx to 6xx",
      { CALL, REQ("INVITE", 2, .to = "b", .sdp = SDP_PLAIN), RES(488, "INVITE", 2) } },
    { "488 in dialog",
      NULL,
      { CALL, REQ("UPDATE", 2, .to = "b", .sdp = SDP_PLAIN), RES(488, "UPDATE", 2) } },
    { "488", "INVITE 3xx to 6xx", { OFFER, ANSWER(488) } },
    { "INVITE refused", "INVITE 3xx to 6xx", { NO_OFFER, ANSWER(488) } },
    { "606", "INVITE 3xx to 6xx", { OFFER, ANSWER(606) } },
    { "INVITE 491 from owner",
      "INVITE 3xx to 6xx",
      { CALL, REQ("INVITE", 2, .to = "b"), RES(491, "INVITE", 2) } },
    { "INVITE 491", "INVITE 3xx to 6xx", { CALL, B_REQ("INVITE", 2), B_RES(491, "INVITE", 2) } },
    { "UPDATE 491 from owner", NULL, { CALL, REQ("UPDATE", 2, .to = "b"), RES(491, "UPDATE", 2) } },
    { "UPDATE 491", NULL, { CALL, B_REQ("UPDATE", 2), B_RES(491, "UPDATE", 2) } },
    { "494", NULL, { REQ("REGISTER", 1), RES(494, "REGISTER", 1) } },
    /* over */
    { "PRACK or UPDATE 580",
      NULL,
      { NEEDY, RES(200, "PRACK", 2),
        REQ("UPDATE", 3, .to = "b", .sdp = SDP_QOS("sendrecv", "none")), RES(580, "UPDATE", 3) } },
    { "PRACK refused",
      NULL,
      { OFFER, ANSWER(183, .headers = RELIABLE("1")),
        REQ("PRACK", 2, .to = "b", .headers = RACK("1")), RES(481, "PRACK", 2) } },
    { "Other request refused", NULL, { CALL, REQ("PRACK", 2, .to = "b"), RES(481, "PRACK", 2) } },
    { "UPDATE refused with INVITE open",
      NULL,
      { EARLY, REQ("UPDATE", 2, .to = "b", .sdp = SDP_PLAIN), RES(488, "UPDATE", 2) } },
    { "403", NULL, { REQ("REGISTER", 1), RES(403, "REGISTER", 1) } },
    { "403", "INVITE 3xx to 6xx", { OFFER, ANSWER(403) } },
    { "INVITE refused in dialog",
      "INVITE 3xx to 6xx",
      { CALL, REQ("INVITE", 2, .to = "b"), RES(500, "INVITE", 2) } },
    { "UPDATE refused", NULL, { CALL, REQ("UPDATE", 2, .to = "b"), RES(500, "UPDATE", 2) } },
    { "Other request refused", NULL, { REQ("MESSAGE", 1), RES(404, "MESSAGE", 1) } },
    { "Other request refused", NULL, { REQ("PING", 1), RES(501, "PING", 1) } },
    /* no status codes */
    { NULL, NULL, { OFFER, ANSWER(0) } },
    { NULL, NULL, { OFFER, ANSWER(999) } },
};

static const char *name_of(const sip_expectation *e)
{
    return e ? e->hint->name : NULL;
}

/* The last step, as it is named in a failure; the caller frees it. */
static char *name_last(const step *steps)
{
    size_t n = 0;

    while (steps[n + 1].method)
        n++;
    return g_strdup_printf("%u to %s, step %zu", steps[n].status, steps[n].method, n + 1);
}

static void test_situation(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(situations); i++) {
        flow *f = flow_new();
        g_autofree char *last = name_last(situations[i].steps);
        g_autofree char *where = g_strdup_printf("situation %zu, %s", i, last);
        const sip_facts *facts = flow_feed_all(f, situations[i].steps, NULL, 0);

        expect_text(where, "next", name_of(expectation_of(facts, SIP_HINT_NEXT)),
                    situations[i].next);
        expect_text(where, "ack", name_of(expectation_of(facts, SIP_HINT_ACK)), situations[i].ack);
        flow_free(f);
    }
}

/* No row that nothing leads to. */
static void test_all_rows(void)
{
    GKeyFile *file = sip_table_open("hints.ini", NULL);
    g_auto(GStrv) rows = g_key_file_get_groups(file, NULL);

    for (char **row = rows; *row; row++) {
        unsigned n = 0;

        for (size_t i = 0; i < G_N_ELEMENTS(situations); i++)
            n +=
                g_strcmp0(situations[i].next, *row) == 0 || g_strcmp0(situations[i].ack, *row) == 0;
        if (n == 0)
            fail_with("hints.ini: [%s] is of no situation", *row);
    }
    g_key_file_unref(file);
}

/* }}} */
/* {{{ as a word */

static const struct {
    const char *word;
    sip_hint_kind kind;
    step steps[STEPS_MAX];
} words[] = {
    { "ACK", SIP_HINT_ACK, { OFFER, ANSWER(200) } },
    { "ACK", SIP_HINT_ACK, { OFFER, ANSWER(486) } },
    { "PRACK", SIP_HINT_NEXT, { OFFER, ANSWER(183, .headers = RELIABLE("1")) } },
    { "1xx|2xx|3xx|4xx|5xx|6xx", SIP_HINT_NEXT, { OFFER, ANSWER(100) } },
    { "487|2xx", SIP_HINT_NEXT, { OFFER, REQ("CANCEL", 1), RES(200, "CANCEL", 1) } },
    { "18x|2xx|UPDATE",
      SIP_HINT_NEXT,
      { NEEDY, RES(200, "PRACK", 2),
        REQ("UPDATE", 3, .to = "b", .sdp = SDP_QOS("sendrecv", "none")),
        RES(200, "UPDATE", 3, .sdp = SDP_QOS("none", "sendrecv")) } },
    { "CANCEL|UPDATE",
      SIP_HINT_NEXT,
      { NEEDY, RES(200, "PRACK", 2),
        REQ("UPDATE", 3, .to = "b", .sdp = SDP_QOS("sendrecv", "none")), RES(580, "UPDATE", 3) } },
    { "BYE|CANCEL", SIP_HINT_NEXT, { EARLY, REQ("UPDATE", 2, .to = "b"), RES(481, "UPDATE", 2) } },
    { "REGISTER", SIP_HINT_NEXT, { REQ("REGISTER", 1), RES(401, "REGISTER", 1) } },
    { "INVITE", SIP_HINT_NEXT, { OFFER, ANSWER(488) } }, /* same */
    { "NOTIFY", SIP_HINT_NEXT, { REQ("SUBSCRIBE", 1), RES(200, "SUBSCRIBE", 1) } },
    { "", SIP_HINT_NEXT, { REQ("BYE", 1, .to = "b"), RES(200, "BYE", 1) } },
};

static void test_word(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        flow *f = flow_new();
        const sip_facts *facts = flow_feed_all(f, words[i].steps, NULL, 0);
        const sip_expectation *e = expectation_of(facts, words[i].kind);
        g_autofree char *where = name_last(words[i].steps), *word = NULL;

        g_assert_nonnull(e);
        word = sip_expectation_word(e);
        expect_text(where, "word", word, words[i].word);
        g_assert_cmpint(sip_hint_acknowledges(e->hint), ==,
                        strcmp(word, "ACK") == 0 || strcmp(word, "PRACK") == 0);
        flow_free(f);
    }
}

/* }}} */
/* {{{ what came */

#define NOTHING (-1)

/* After all the steps: what is seen for the response with number ASKED, from 0. */
static const struct {
    const char *name;
    sip_hint_kind kind;
    int asked, seen; /* NOTHING, or the number of the step */
    step steps[STEPS_MAX];
} arrivals[] = {
    /* ACK */
    { "ACK", SIP_HINT_ACK, 1, 2, { OFFER, ANSWER(200), ACKED } },
    { "the first ACK",
      SIP_HINT_ACK,
      1,
      2,
      { OFFER, ANSWER(200), ACKED, REQ("ACK", 1, .to = "b", .after = 500) } },
    { "ACK to a refusal",
      SIP_HINT_ACK,
      1,
      2,
      { OFFER, ANSWER(486), REQ("ACK", 1, .to = "b", .refused = true) } },
    { "ACK to a refusal with another tag",
      SIP_HINT_ACK,
      1,
      2,
      { OFFER, ANSWER(486), REQ("ACK", 1, .to = "x", .refused = true) } },
    { "ACK with another CSeq number",
      SIP_HINT_ACK,
      1,
      NOTHING,
      { OFFER, ANSWER(200), REQ("ACK", 2, .to = "b") } },
    { "ACK with another tag",
      SIP_HINT_ACK,
      1,
      NOTHING,
      { OFFER, ANSWER(200), REQ("ACK", 1, .to = "c") } },
    { "ACK from the other side",
      SIP_HINT_ACK,
      1,
      NOTHING,
      { OFFER, ANSWER(200), B_REQ("ACK", 1) } },
    { "ACK in another call",
      SIP_HINT_ACK,
      1,
      NOTHING,
      { OFFER, ANSWER(200), REQ("ACK", 1, .to = "b", .call_id = "other") } },
    { "the ACK of its fork",
      SIP_HINT_ACK,
      2,
      4,
      { OFFER, ANSWER(200), ANSWER(200, .to = "c"), ACKED,
        REQ("ACK", 1, .to = "c", .branch = "z9hG4bK-c") } },
    { "the other's is its own",
      SIP_HINT_ACK,
      1,
      3,
      { OFFER, ANSWER(200), ANSWER(200, .to = "c"), ACKED,
        REQ("ACK", 1, .to = "c", .branch = "z9hG4bK-c") } },
    { "ACK in a dialog of both",
      SIP_HINT_ACK,
      4,
      6,
      { CALL, REQ("INVITE", 5, .to = "b"), RES(200, "INVITE", 5), B_REQ("ACK", 5),
        REQ("ACK", 5, .to = "b") } },
    { "no other request",
      SIP_HINT_ACK,
      1,
      NOTHING,
      { OFFER, ANSWER(200), REQ("BYE", 2, .to = "b") } },
    { "ACK seen before the response", SIP_HINT_ACK, 2, 1, { OFFER, ACKED, ANSWER(200) } },
    /* PRACK */
    { "PRACK",
      SIP_HINT_NEXT,
      1,
      2,
      { OFFER, ANSWER(183, .headers = RELIABLE("7")),
        REQ("PRACK", 2, .to = "b", .headers = RACK("7")) } },
    { "PRACK to another",
      SIP_HINT_NEXT,
      1,
      NOTHING,
      { OFFER, ANSWER(183, .headers = RELIABLE("7")),
        REQ("PRACK", 2, .to = "b", .headers = RACK("8")) } },
    { "the PRACK to each",
      SIP_HINT_NEXT,
      2,
      3,
      { OFFER, ANSWER(183, .headers = RELIABLE("7")), ANSWER(180, .headers = RELIABLE("8")),
        REQ("PRACK", 2, .to = "b", .headers = RACK("8")),
        REQ("PRACK", 3, .to = "b", .headers = RACK("7")) } },
    { "in any order",
      SIP_HINT_NEXT,
      1,
      4,
      { OFFER, ANSWER(183, .headers = RELIABLE("7")), ANSWER(180, .headers = RELIABLE("8")),
        REQ("PRACK", 2, .to = "b", .headers = RACK("8")),
        REQ("PRACK", 3, .to = "b", .headers = RACK("7")) } },
    { "PRACK without RAck",
      SIP_HINT_NEXT,
      1,
      NOTHING,
      { OFFER, ANSWER(183, .headers = RELIABLE("7")), REQ("PRACK", 2, .to = "b") } },
    { "PRACK from the other side",
      SIP_HINT_NEXT,
      1,
      NOTHING,
      { OFFER, ANSWER(183, .headers = RELIABLE("7")), B_REQ("PRACK", 2, .headers = RACK("7")) } },
    { "the largest RSeq",
      SIP_HINT_NEXT,
      1,
      2,
      { OFFER, ANSWER(183, .headers = RELIABLE("4294967295")),
        REQ("PRACK", 2, .to = "b", .headers = RACK("4294967295")) } },
    /* responses */
    { "a response after 100", SIP_HINT_NEXT, 1, 2, { OFFER, ANSWER(100), ANSWER(180) } },
    { "a final one", SIP_HINT_NEXT, 1, 2, { OFFER, ANSWER(100), ANSWER(486) } },
    { "100 is none",
      SIP_HINT_NEXT,
      1,
      NOTHING,
      { OFFER, ANSWER(180), ANSWER(100, .headers = "Server: x\r\n") } },
    { "one to another request is none",
      SIP_HINT_NEXT,
      1,
      NOTHING,
      { OFFER, ANSWER(180), REQ("PRACK", 2, .to = "b"), RES(200, "PRACK", 2) } },
    { "of a request that is none",
      SIP_HINT_NEXT,
      1,
      2,
      { REQ("MESSAGE", 1), RES(100, "MESSAGE", 1), RES(200, "MESSAGE", 1) } },
    { "487 after CANCEL",
      SIP_HINT_NEXT,
      2,
      3,
      { OFFER, REQ("CANCEL", 1), RES(200, "CANCEL", 1), ANSWER(487) } },
    { "200 after CANCEL",
      SIP_HINT_NEXT,
      2,
      3,
      { OFFER, REQ("CANCEL", 1), RES(200, "CANCEL", 1), ANSWER(200) } },
    { "180 when all is ready",
      SIP_HINT_NEXT,
      6,
      7,
      { NEEDY, RES(200, "PRACK", 2), ANSWER(183),
        REQ("UPDATE", 3, .to = "b", .sdp = SDP_QOS("sendrecv", "none")),
        RES(200, "UPDATE", 3, .sdp = SDP_QOS("sendrecv", "sendrecv")), ANSWER(180) } },
    { "183 when all is ready",
      SIP_HINT_NEXT,
      5,
      NOTHING,
      { NEEDY, RES(200, "PRACK", 2),
        REQ("UPDATE", 3, .to = "b", .sdp = SDP_QOS("sendrecv", "none")),
        RES(200, "UPDATE", 3, .sdp = SDP_QOS("sendrecv", "sendrecv")), ANSWER(183) } },
    { "UPDATE for the caller's resources",
      SIP_HINT_NEXT,
      3,
      4,
      { NEEDY, RES(200, "PRACK", 2),
        REQ("UPDATE", 3, .to = "b", .sdp = SDP_QOS("sendrecv", "none")) } },
    { "UPDATE of the callee is none",
      SIP_HINT_NEXT,
      3,
      NOTHING,
      { NEEDY, RES(200, "PRACK", 2), B_REQ("UPDATE", 3, .sdp = SDP_QOS("sendrecv", "none")) } },
    { "UPDATE for the callee's resources",
      SIP_HINT_NEXT,
      5,
      6,
      { NEEDY, RES(200, "PRACK", 2),
        REQ("UPDATE", 3, .to = "b", .sdp = SDP_QOS("sendrecv", "none")),
        RES(200, "UPDATE", 3, .sdp = SDP_QOS("none", "sendrecv")),
        B_REQ("UPDATE", 1, .sdp = SDP_QOS("sendrecv", "sendrecv")) } },
    { "UPDATE of the caller is none",
      SIP_HINT_NEXT,
      5,
      NOTHING,
      { NEEDY, RES(200, "PRACK", 2),
        REQ("UPDATE", 3, .to = "b", .sdp = SDP_QOS("sendrecv", "none")),
        RES(200, "UPDATE", 3, .sdp = SDP_QOS("none", "sendrecv")),
        REQ("UPDATE", 4, .to = "b", .sdp = SDP_QOS("sendrecv", "none")) } },
    /* subscriptions */
    { "NOTIFY",
      SIP_HINT_NEXT,
      1,
      2,
      { REQ("SUBSCRIBE", 1), RES(200, "SUBSCRIBE", 1), B_REQ("NOTIFY", 1) } },
    { "NOTIFY before the 200",
      SIP_HINT_NEXT,
      2,
      1,
      { REQ("SUBSCRIBE", 1), B_REQ("NOTIFY", 1), RES(200, "SUBSCRIBE", 1) } },
    { "NOTIFY before the SUBSCRIBE",
      SIP_HINT_NEXT,
      2,
      NOTHING,
      { B_REQ("NOTIFY", 1), REQ("SUBSCRIBE", 1, .to = "b"), RES(200, "SUBSCRIBE", 1) } },
    { "NOTIFY before the 202 to REFER",
      SIP_HINT_NEXT,
      5,
      4,
      { CALL, REQ("REFER", 2, .to = "b"), B_REQ("NOTIFY", 1), RES(202, "REFER", 2) } },
    /* the same again is nothing new */
    { "a copy", SIP_HINT_NEXT, 1, NOTHING, { OFFER, ANSWER(180), ANSWER(180) } },
    { "sent again",
      SIP_HINT_NEXT,
      1,
      NOTHING,
      { OFFER, ANSWER(180), RES(180, "INVITE", 1, .after = 500) } },
    { "the request again",
      SIP_HINT_NEXT,
      1,
      NOTHING,
      { REQ("REGISTER", 1, .headers = BRINGS("x")), RES(401, "REGISTER", 1, .headers = ASKS),
        REQ("REGISTER", 1, .headers = BRINGS("x"), .after = 500) } },
    /* hops: its own, or else another */
    { "on another hop",
      SIP_HINT_ACK,
      2,
      4,
      { OFFER, REQ("INVITE", 1, .hop = 2, .sdp = SDP_PLAIN), ANSWER(200, .hop = 2), ANSWER(200),
        ACKED } },
    { "on its own hop, later",
      SIP_HINT_ACK,
      2,
      5,
      { OFFER, REQ("INVITE", 1, .hop = 2, .sdp = SDP_PLAIN), ANSWER(200, .hop = 2), ANSWER(200),
        ACKED, REQ("ACK", 1, .to = "b", .hop = 2) } },
    { "on its own hop, first",
      SIP_HINT_ACK,
      3,
      4,
      { OFFER, REQ("INVITE", 1, .hop = 2, .sdp = SDP_PLAIN), ANSWER(200, .hop = 2), ANSWER(200),
        ACKED, REQ("ACK", 1, .to = "b", .hop = 2) } },
    { "the first of other hops",
      SIP_HINT_ACK,
      3,
      4,
      { OFFER, REQ("INVITE", 1, .hop = 2), REQ("INVITE", 1, .hop = 3), ANSWER(200, .hop = 3), ACKED,
        REQ("ACK", 1, .to = "b", .hop = 2) } },
    { "on its own hop, though refused meanwhile",
      SIP_HINT_NEXT,
      2,
      5,
      { OFFER, REQ("INVITE", 1, .hop = 2), ANSWER(183, .hop = 2, .headers = RELIABLE("1")),
        REQ("PRACK", 2, .to = "b", .headers = RACK("1")), ANSWER(486, .hop = 2),
        REQ("PRACK", 2, .to = "b", .hop = 2, .headers = RACK("1")) } },
    /* one sender, two ways: to the proxy and, as its Contact allows, straight on */
    { "on another way of the same sender",
      SIP_HINT_ACK,
      1,
      2,
      { OFFER, ANSWER(200), REQ("ACK", 1, .to = "b", .dst = 9) } },
    { "on the same way, later",
      SIP_HINT_ACK,
      1,
      3,
      { OFFER, ANSWER(200), REQ("ACK", 1, .to = "b", .dst = 9),
        REQ("ACK", 1, .to = "b", .branch = "z9hG4bK-x") } },
};

static void test_arrival(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(arrivals); i++) {
        sip_facts *facts[STEPS_MAX];
        const sip_expectation *e;
        flow *f = flow_new();
        int seen = NOTHING;

        flow_feed_all(f, arrivals[i].steps, facts, STEPS_MAX);
        e = expectation_of(facts[arrivals[i].asked], arrivals[i].kind);
        g_assert_nonnull(e);
        for (int k = 0; e->seen && arrivals[i].steps[k].method; k++)
            if (facts[k] == e->seen)
                seen = k;
        expect_number(arrivals[i].name, "seen", seen, arrivals[i].seen);
        flow_free(f);
    }
}

/* }}} */
/* {{{ what it needs */

#define C_URI .uri = "sip:c@c.example"

/* Does the last step meet what the response before it needs? */
static const struct {
    const char *name;
    bool met;
    step steps[STEPS_MAX];
} needs[] = {
    /* credentials */
    { "credentials",
      true,
      { REQ("REGISTER", 1), RES(401, "REGISTER", 1, .headers = ASKS),
        REQ("REGISTER", 2, .headers = BRINGS("x")) } },
    { "no credentials",
      false,
      { REQ("REGISTER", 1), RES(401, "REGISTER", 1, .headers = ASKS), REQ("REGISTER", 2) } },
    { "credentials without a response",
      false,
      { REQ("REGISTER", 1), RES(401, "REGISTER", 1, .headers = ASKS),
        REQ("REGISTER", 2, .headers = "Authorization: Digest nonce=\"1\"\r\n") } },
    { "other credentials",
      true,
      { REQ("REGISTER", 1, .headers = BRINGS("x")), RES(401, "REGISTER", 1, .headers = ASKS),
        REQ("REGISTER", 2, .headers = BRINGS("y")) } },
    { "the same credentials",
      false,
      { REQ("REGISTER", 1, .headers = BRINGS("x")), RES(401, "REGISTER", 1, .headers = ASKS),
        REQ("REGISTER", 2, .headers = BRINGS("x")) } },
    { "credentials of the proxy",
      true,
      { OFFER, ANSWER(407),
        REQ("INVITE", 2,
            .headers = "Proxy-Authorization: Digest nonce=\"1\", response=\"x\"\r\n") } },
    { "another method", false, { OFFER, ANSWER(401), REQ("UPDATE", 2, .headers = BRINGS("x")) } },
    { "the response alone is in the capture",
      true,
      { RES(401, "REGISTER", 1), REQ("REGISTER", 2, .headers = BRINGS("x")) } },
    /* contact */
    { "the Contact", true, { OFFER, ANSWER(302, .headers = TO_C), REQ("INVITE", 2, C_URI) } },
    { "no Contact", false, { OFFER, ANSWER(302, .headers = TO_C), REQ("INVITE", 2) } },
    { "parameters do not count",
      true,
      { OFFER, ANSWER(302, .headers = "Contact: \"C\" <sip:c@c.example;a=b?Subject=x>;q=0.5\r\n"),
        REQ("INVITE", 2, .uri = "sip:c@c.example;transport=tcp") } },
    { "a bare Contact",
      true,
      { OFFER, ANSWER(302, .headers = "Contact: sip:c@c.example;q=0.5\r\n"),
        REQ("INVITE", 2, C_URI) } },
    { "the second Contact",
      true,
      { OFFER, ANSWER(302, .headers = "Contact: <sip:d@d>, <sip:c@c.example>\r\n"),
        REQ("INVITE", 2, C_URI) } },
    { "the eighth Contact",
      true,
      { OFFER,
        ANSWER(302, .headers = "Contact: <sip:1>, <sip:2>, <sip:3>, <sip:4>, <sip:5>, <sip:6>, "
                               "<sip:7>, <sip:c@c.example>\r\n"),
        REQ("INVITE", 2, C_URI) } },
    { "more are not looked at",
      false,
      { OFFER,
        ANSWER(302, .headers = "Contact: <sip:1>, <sip:2>, <sip:3>, <sip:4>, <sip:5>, <sip:6>, "
                               "<sip:7>, <sip:8>, <sip:c@c.example>\r\n"),
        REQ("INVITE", 2, C_URI) } },
    /* proxy: cannot be told */
    { "proxy", true, { OFFER, ANSWER(305, .headers = TO_C), REQ("INVITE", 2) } },
    /* larger */
    { "a larger Expires",
      true,
      { REQ("REGISTER", 1, .headers = "Expires: 60\r\n"), RES(423, "REGISTER", 1),
        REQ("REGISTER", 2, .headers = "Expires: 61\r\n") } },
    { "the same Expires",
      false,
      { REQ("REGISTER", 1, .headers = "Expires: 60\r\n"), RES(423, "REGISTER", 1),
        REQ("REGISTER", 2, .headers = "Expires: 60\r\n") } },
    { "a smaller Expires",
      false,
      { REQ("SUBSCRIBE", 1, .headers = "Expires: 60\r\n"), RES(423, "SUBSCRIBE", 1),
        REQ("SUBSCRIBE", 2, .headers = "Expires: 0\r\n") } },
    { "a larger Session-Expires",
      true,
      { REQ("INVITE", 1, .headers = "Session-Expires: 90;refresher=uac\r\n"), ANSWER(422),
        REQ("INVITE", 2, .headers = "x: 1800\r\n") } },
    { "a larger Expires is no Session-Expires",
      false,
      { REQ("INVITE", 1, .headers = "Session-Expires: 90\r\n"), ANSWER(422),
        REQ("INVITE", 2, .headers = "Session-Expires: 90\r\nExpires: 1800\r\n") } },
    { "the request is not in the capture",
      true,
      { RES(423, "PUBLISH", 1), REQ("PUBLISH", 2, .headers = "Expires: 60\r\n") } },
    /* offer */
    { "an offer", true, { OFFER, ANSWER(488), REQ("INVITE", 2, .sdp = SDP_QOS("none", "none")) } },
    { "no offer", false, { OFFER, ANSWER(488), REQ("INVITE", 2) } },
    { "an empty body",
      false,
      { OFFER, ANSWER(488), REQ("INVITE", 2, .headers = "Content-Type: application/sdp\r\n") } },
    { "another body",
      false,
      { OFFER, ANSWER(488),
        REQ("INVITE", 2, .headers = "Content-Type: text/plain\r\n", .body = SDP_PLAIN) } },
    /* without */
    { "without it",
      true,
      { OFFER, ANSWER(420, .headers = "Unsupported: foo\r\n"), REQ("INVITE", 2) } },
    { "with another",
      true,
      { OFFER, ANSWER(420, .headers = "Unsupported: foo\r\n"),
        REQ("INVITE", 2, .headers = "Require: bar\r\n") } },
    { "with it again",
      false,
      { OFFER, ANSWER(420, .headers = "Unsupported: foo\r\n"),
        REQ("INVITE", 2, .headers = "Require: bar, foo\r\n") } },
    { "with the second again",
      false,
      { OFFER, ANSWER(420, .headers = "Unsupported: foo, bar\r\n"),
        REQ("INVITE", 2, .headers = "Require: bar\r\n") } },
    { "nothing is named",
      true,
      { OFFER, ANSWER(420), REQ("INVITE", 2, .headers = "Require: bar\r\n") } },
    /* with */
    { "supported",
      true,
      { OFFER, ANSWER(421, .headers = "Require: 100rel\r\n"),
        REQ("INVITE", 2, .headers = "Supported: timer, 100rel\r\n") } },
    { "supported, compact",
      true,
      { OFFER, ANSWER(421, .headers = "Require: 100rel\r\n"),
        REQ("INVITE", 2, .headers = "k: 100rel\r\n") } },
    { "required",
      true,
      { OFFER, ANSWER(421, .headers = "Require: 100rel\r\n"),
        REQ("INVITE", 2, .headers = "Require: 100rel\r\n") } },
    { "not supported",
      false,
      { OFFER, ANSWER(421, .headers = "Require: 100rel\r\n"),
        REQ("INVITE", 2, .headers = "Supported: timer\r\n") } },
    { "nothing supported",
      false,
      { OFFER, ANSWER(421, .headers = "Require: 100rel\r\n"), REQ("INVITE", 2) } },
    /* sec-agree */
    { "Security-Verify",
      true,
      { REQ("REGISTER", 1), RES(494, "REGISTER", 1),
        REQ("REGISTER", 2, .headers = "Security-Verify: tls\r\n") } },
    { "Security-Client",
      true,
      { REQ("REGISTER", 1), RES(494, "REGISTER", 1),
        REQ("REGISTER", 2, .headers = "Security-Client: tls\r\n") } },
    { "neither", false, { REQ("REGISTER", 1), RES(494, "REGISTER", 1), REQ("REGISTER", 2) } },
    /* shorter */
    { "shorter", true, { OFFER, ANSWER(413), REQ("INVITE", 2, .sdp = "v=0\r\n") } },
    { "no body", true, { OFFER, ANSWER(413), REQ("INVITE", 2) } },
    { "as long", false, { OFFER, ANSWER(413), REQ("INVITE", 2, .sdp = SDP_PLAIN) } },
    { "longer", false, { OFFER, ANSWER(413), REQ("INVITE", 2, .sdp = SDP_QOS("none", "none")) } },
    /* initial */
    { "REGISTER anew after 504",
      true,
      { OFFER, ANSWER(504, .headers = IMS_TYPE, .body = IMS_XML("restoration")),
        REQ("REGISTER", 1) } },
    { "REGISTER with another Call-ID after 504",
      true,
      { OFFER, ANSWER(504, .headers = IMS_TYPE, .body = IMS_XML("restoration")),
        REQ("REGISTER", 1, .call_id = "reg", .caller = "sip:other@a.example") } },
    { "REGISTER of another sender",
      false,
      { OFFER, ANSWER(504, .headers = IMS_TYPE, .body = IMS_XML("restoration")),
        REQ("REGISTER", 1, .call_id = "reg", .sent_by = "z.example") } },
    { "REGISTER anew",
      true,
      { REQ("REGISTER", 1, .headers = BRINGS("x")),
        RES(504, "REGISTER", 1, .headers = IMS_TYPE, .body = IMS_XML("restoration")),
        REQ("REGISTER", 2) } },
    { "REGISTER again with credentials",
      false,
      { REQ("REGISTER", 1, .headers = BRINGS("x")),
        RES(504, "REGISTER", 1, .headers = IMS_TYPE, .body = IMS_XML("restoration")),
        REQ("REGISTER", 2, .headers = BRINGS("y")) } },
    { "PUBLISH anew", true, { REQ("PUBLISH", 1), RES(412, "PUBLISH", 1), REQ("PUBLISH", 2) } },
    /* emergency: with the same Call-ID or another */
    { "an emergency call",
      true,
      { OFFER, ANSWER(380, .headers = IMS_TYPE, .body = IMS_XML("emergency")),
        REQ("INVITE", 2, .uri = "urn:service:sos") } },
    { "another emergency call",
      true,
      { OFFER, ANSWER(380, .headers = IMS_TYPE, .body = IMS_XML("emergency")),
        REQ("INVITE", 1, .call_id = "other", .uri = "URN:service:SOS.fire",
            .callee = "urn:service:sos.fire") } },
    { "no emergency call",
      false,
      { OFFER, ANSWER(380, .headers = IMS_TYPE, .body = IMS_XML("emergency")),
        REQ("INVITE", 1, .call_id = "other", .uri = "urn:service:counseling") } },
    { "an emergency call of another user",
      false,
      { OFFER, ANSWER(380, .headers = IMS_TYPE, .body = IMS_XML("emergency")),
        REQ("INVITE", 1, .call_id = "other", .uri = "urn:service:sos", .caller = "sip:z@z",
            .sent_by = "z.example") } },
    /* a later try after Retry-After: the same user to the same target */
    { "another try",
      true,
      { OFFER, ANSWER(486, .headers = WAIT("5")), REQ("INVITE", 1, .call_id = "other") } },
    { "parameters of the URIs do not count",
      true,
      { OFFER, ANSWER(486, .headers = WAIT("5")),
        REQ("INVITE", 1, .call_id = "other", .caller = "sip:a@a.example;user=phone",
            .callee = "sip:b@b.example;user=phone") } },
    { "of another user",
      false,
      { OFFER, ANSWER(486, .headers = WAIT("5")),
        REQ("INVITE", 1, .call_id = "other", .caller = "sip:z@z.example") } },
    { "to another target",
      false,
      { OFFER, ANSWER(486, .headers = WAIT("5")),
        REQ("INVITE", 1, .call_id = "other", .callee = "sip:z@z.example") } },
    { "of another method",
      false,
      { OFFER, ANSWER(486, .headers = WAIT("5")), REQ("MESSAGE", 1, .call_id = "other") } },
    { "in a dialog",
      false,
      { OFFER, ANSWER(486, .headers = WAIT("5")),
        REQ("INVITE", 1, .call_id = "other", .to = "x") } },
    { "without Retry-After the call is over",
      false,
      { OFFER, ANSWER(503), REQ("INVITE", 1, .call_id = "other") } },
};

static void test_need(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(needs); i++) {
        sip_facts *facts[STEPS_MAX];
        const sip_expectation *e;
        flow *f = flow_new();
        size_t n = 0;

        flow_feed_all(f, needs[i].steps, facts, STEPS_MAX);
        while (needs[i].steps[n].method)
            n++;
        e = expectation_of(facts[n - 2], SIP_HINT_NEXT);
        g_assert_nonnull(e);
        expect_number(needs[i].name, "met", e->seen == facts[n - 1], needs[i].met);
        if (!needs[i].met)
            expect_number(needs[i].name, "nothing seen", !e->seen, true);
        flow_free(f);
    }
}

/* }}} */
/* {{{ how it stands */

/* How it stands with what the step ASKED, from 0, made expected, AFTER ms behind that step, when
 * more is to come and when not. */
static const struct {
    const char *name;
    sip_hint_kind kind;
    int asked, after;
    sip_next_status open, ended;
    step steps[STEPS_MAX];
} stands[] = {
    { "not known yet",
      SIP_HINT_ACK,
      1,
      100,
      SIP_NEXT_UNKNOWN,
      SIP_NEXT_ENDS,
      { OFFER, ANSWER(200) } },
    { "just in time",
      SIP_HINT_ACK,
      1,
      32000,
      SIP_NEXT_UNKNOWN,
      SIP_NEXT_ENDS,
      { OFFER, ANSWER(200) } },
    { "too late",
      SIP_HINT_ACK,
      1,
      32001,
      SIP_NEXT_MISSED,
      SIP_NEXT_MISSED,
      { OFFER, ANSWER(200) } },
    { "seen", SIP_HINT_ACK, 1, 100, SIP_NEXT_SEEN, SIP_NEXT_SEEN, { OFFER, ANSWER(200), ACKED } },
    { "seen after its time",
      SIP_HINT_ACK,
      1,
      90000,
      SIP_NEXT_SEEN,
      SIP_NEXT_SEEN,
      { OFFER, ANSWER(200), REQ("ACK", 1, .to = "b", .after = 40000) } },
    { "nothing expected",
      SIP_HINT_NEXT,
      1,
      90000,
      SIP_NEXT_NONE,
      SIP_NEXT_NONE,
      { REQ("BYE", 1, .to = "b"), RES(200, "BYE", 1) } },
    { "may come or not",
      SIP_HINT_NEXT,
      1,
      1000 * 1000,
      SIP_NEXT_UNKNOWN,
      SIP_NEXT_ENDS,
      { OFFER, ANSWER(503) } },
    { "came, though it need not",
      SIP_HINT_NEXT,
      1,
      90000,
      SIP_NEXT_SEEN,
      SIP_NEXT_SEEN,
      { OFFER, ANSWER(503), REQ("INVITE", 2) } },
    { "no limit",
      SIP_HINT_NEXT,
      1,
      1000 * 1000,
      SIP_NEXT_UNKNOWN,
      SIP_NEXT_ENDS,
      { REQ("REGISTER", 1), RES(401, "REGISTER", 1) } },
    /* limits */
    { "IMS, just in time",
      SIP_HINT_ACK,
      1,
      128000,
      SIP_NEXT_UNKNOWN,
      SIP_NEXT_ENDS,
      { REQ("INVITE", 1, .headers = IMS), ANSWER(200) } },
    { "IMS, too late",
      SIP_HINT_ACK,
      1,
      128001,
      SIP_NEXT_MISSED,
      SIP_NEXT_MISSED,
      { REQ("INVITE", 1, .headers = IMS), ANSWER(200) } },
    { "PRACK, just in time",
      SIP_HINT_NEXT,
      1,
      32000,
      SIP_NEXT_UNKNOWN,
      SIP_NEXT_ENDS,
      { OFFER, ANSWER(183, .headers = RELIABLE("1")) } },
    { "PRACK, too late",
      SIP_HINT_NEXT,
      1,
      32001,
      SIP_NEXT_MISSED,
      SIP_NEXT_MISSED,
      { OFFER, ANSWER(183, .headers = RELIABLE("1")) } },
    { "3 min", SIP_HINT_NEXT, 1, 180000, SIP_NEXT_UNKNOWN, SIP_NEXT_ENDS, { OFFER, ANSWER(180) } },
    { "over 3 min",
      SIP_HINT_NEXT,
      1,
      180001,
      SIP_NEXT_MISSED,
      SIP_NEXT_MISSED,
      { OFFER, ANSWER(180) } },
    { "3 min with IMS",
      SIP_HINT_NEXT,
      1,
      180001,
      SIP_NEXT_MISSED,
      SIP_NEXT_MISSED,
      { REQ("INVITE", 1, .headers = IMS), ANSWER(180) } },
    { "AKA, 4 min",
      SIP_HINT_NEXT,
      1,
      240001,
      SIP_NEXT_MISSED,
      SIP_NEXT_MISSED,
      { REQ("REGISTER", 1), RES(401, "REGISTER", 1, .headers = ASKS_AKA) } },
    { "491, 4 s",
      SIP_HINT_NEXT,
      4,
      4000,
      SIP_NEXT_UNKNOWN,
      SIP_NEXT_ENDS,
      { CALL, REQ("INVITE", 2, .to = "b"), RES(491, "INVITE", 2) } },
    { "491, over 4 s",
      SIP_HINT_NEXT,
      4,
      4001,
      SIP_NEXT_UNKNOWN,
      SIP_NEXT_ENDS,
      { CALL, REQ("INVITE", 2, .to = "b"), RES(491, "INVITE", 2) } },
    { "491 to the callee, over 2 s",
      SIP_HINT_NEXT,
      4,
      2001,
      SIP_NEXT_UNKNOWN,
      SIP_NEXT_ENDS,
      { CALL, B_REQ("INVITE", 2), B_RES(491, "INVITE", 2) } },
    { "what is not the one expected changes nothing",
      SIP_HINT_NEXT,
      1,
      90000,
      SIP_NEXT_UNKNOWN,
      SIP_NEXT_ENDS,
      { REQ("REGISTER", 1), RES(401, "REGISTER", 1), REQ("REGISTER", 2) } },
    /* no longer expected */
    { "refused before PRACK",
      SIP_HINT_NEXT,
      1,
      90000,
      SIP_NEXT_NONE,
      SIP_NEXT_NONE,
      { OFFER, ANSWER(183, .headers = RELIABLE("1")), ANSWER(486) } },
    { "answered before PRACK",
      SIP_HINT_NEXT,
      1,
      90000,
      SIP_NEXT_MISSED,
      SIP_NEXT_MISSED,
      { OFFER, ANSWER(183, .headers = RELIABLE("1")), ANSWER(200) } },
    { "refused on another hop",
      SIP_HINT_NEXT,
      1,
      90000,
      SIP_NEXT_MISSED,
      SIP_NEXT_MISSED,
      { OFFER, ANSWER(183, .headers = RELIABLE("1")), ANSWER(486, .hop = 2) } },
    { "refused after it came",
      SIP_HINT_NEXT,
      1,
      90000,
      SIP_NEXT_SEEN,
      SIP_NEXT_SEEN,
      { OFFER, ANSWER(183, .headers = RELIABLE("1")),
        REQ("PRACK", 2, .to = "b", .headers = RACK("1")), ANSWER(486) } },
    { "PRACK missing, then refused",
      SIP_HINT_NEXT,
      1,
      90000,
      SIP_NEXT_MISSED,
      SIP_NEXT_MISSED,
      { OFFER, ANSWER(183, .headers = RELIABLE("1")),
        ANSWER(183, .headers = RELIABLE("1"), .after = 500), ANSWER(486) } },
    /* what ends the INVITE is to come all the same */
    { "cancelled while ringing",
      SIP_HINT_NEXT,
      1,
      1000000,
      SIP_NEXT_MISSED,
      SIP_NEXT_MISSED,
      { OFFER, ANSWER(180), REQ("CANCEL", 1) } },
    { "cancelled before PRACK",
      SIP_HINT_NEXT,
      1,
      90000,
      SIP_NEXT_NONE,
      SIP_NEXT_NONE,
      { OFFER, ANSWER(183, .headers = RELIABLE("1")), REQ("CANCEL", 1) } },
    { "cancelled while reserving",
      SIP_HINT_NEXT,
      3,
      90000,
      SIP_NEXT_NONE,
      SIP_NEXT_NONE,
      { NEEDY, RES(200, "PRACK", 2), REQ("CANCEL", 1) } },
    { "refused while reserving",
      SIP_HINT_NEXT,
      3,
      90000,
      SIP_NEXT_NONE,
      SIP_NEXT_NONE,
      { NEEDY, RES(200, "PRACK", 2), ANSWER(580) } },
    { "ended while reserving",
      SIP_HINT_NEXT,
      3,
      90000,
      SIP_NEXT_NONE,
      SIP_NEXT_NONE,
      { NEEDY, RES(200, "PRACK", 2), REQ("BYE", 3, .to = "b") } },
    { "ended before another try",
      SIP_HINT_NEXT,
      4,
      90000,
      SIP_NEXT_NONE,
      SIP_NEXT_NONE,
      { CALL, REQ("INVITE", 2, .to = "b"), RES(491, "INVITE", 2), REQ("BYE", 3, .to = "b") } },
    { "ended by the other",
      SIP_HINT_NEXT,
      4,
      90000,
      SIP_NEXT_NONE,
      SIP_NEXT_NONE,
      { CALL, REQ("INVITE", 2, .to = "b"), RES(491, "INVITE", 2), B_REQ("BYE", 3) } },
    { "ended before the ACK",
      SIP_HINT_ACK,
      1,
      90000,
      SIP_NEXT_MISSED,
      SIP_NEXT_MISSED,
      { OFFER, ANSWER(200), B_REQ("BYE", 1) } },
    { "cancelled before the ACK",
      SIP_HINT_ACK,
      1,
      90000,
      SIP_NEXT_MISSED,
      SIP_NEXT_MISSED,
      { OFFER, ANSWER(486), REQ("CANCEL", 1) } },
    { "ended in another call",
      SIP_HINT_NEXT,
      4,
      90000,
      SIP_NEXT_UNKNOWN,
      SIP_NEXT_ENDS,
      { CALL, REQ("INVITE", 2, .to = "b"), RES(491, "INVITE", 2),
        REQ("BYE", 3, .to = "b", .call_id = "other") } },
    { "487 of a BYE",
      SIP_HINT_NEXT,
      3,
      90000,
      SIP_NEXT_SEEN,
      SIP_NEXT_SEEN,
      { EARLY, REQ("BYE", 2, .to = "b"), RES(200, "BYE", 2), ANSWER(487) } },
    { "a login of BYE",
      SIP_HINT_NEXT,
      4,
      90000,
      SIP_NEXT_SEEN,
      SIP_NEXT_SEEN,
      { CALL, REQ("BYE", 2, .to = "b"), RES(401, "BYE", 2),
        REQ("BYE", 3, .to = "b", .headers = BRINGS("x")) } },
    { "a login of BYE, the other's BYE in between",
      SIP_HINT_NEXT,
      4,
      90000,
      SIP_NEXT_UNKNOWN,
      SIP_NEXT_ENDS,
      { CALL, REQ("BYE", 2, .to = "b"), RES(401, "BYE", 2), B_REQ("BYE", 3) } },
    { "487 of a CANCEL, BYE in between",
      SIP_HINT_NEXT,
      2,
      31000,
      SIP_NEXT_UNKNOWN,
      SIP_NEXT_ENDS,
      { OFFER, REQ("CANCEL", 1), RES(200, "CANCEL", 1), REQ("BYE", 2, .to = "b") } },
};

static void test_standing(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(stands); i++) {
        sip_facts *facts[STEPS_MAX];
        const sip_expectation *e;
        flow *f = flow_new();
        int64_t now;

        flow_feed_all(f, stands[i].steps, facts, STEPS_MAX);
        e = expectation_of(facts[stands[i].asked], stands[i].kind);
        g_assert_nonnull(e);
        now = facts[stands[i].asked]->seen.time + stands[i].after * MS;
        expect_number(stands[i].name, "status", sip_expectation_status(e, now, false),
                      (long)stands[i].open);
        expect_number(stands[i].name, "status at the end", sip_expectation_status(e, now, true),
                      (long)stands[i].ended);
        flow_free(f);
    }
}

/* The user's T1 goes before all. */
static void test_user_t1(void)
{
    flow *f = flow_new_with(SEC);
    const sip_facts *ok;
    const sip_expectation *e;

    FEED(f, REQ("INVITE", 1, .headers = IMS));
    ok = FEED(f, ANSWER(200));
    e = expectation_of(ok, SIP_HINT_ACK);
    g_assert_nonnull(e);
    g_assert_cmpint(e->deadline, ==, ok->seen.time + 64 * SEC);
    flow_free(f);
}

/* }}} */
/* {{{ too early */

static const struct {
    const char *name;
    bool early; /* the last one */
    step steps[STEPS_MAX];
} earlies[] = {
    { "early",
      true,
      { OFFER, ANSWER(503, .headers = WAIT("5")), REQ("INVITE", 2, .after = 4999) } },
    { "in time",
      false,
      { OFFER, ANSWER(503, .headers = WAIT("5")), REQ("INVITE", 2, .after = 5000) } },
    { "at once, to another server",
      false,
      { OFFER, ANSWER(503, .headers = WAIT("5")), REQ("INVITE", 2, .dst = 3) } },
    { "early in another call",
      true,
      { OFFER, ANSWER(503, .headers = WAIT("5")), REQ("INVITE", 1, .call_id = "other") } },
    { "another call to another server",
      false,
      { OFFER, ANSWER(503, .headers = WAIT("5")),
        REQ("INVITE", 1, .call_id = "other", .dst = 3) } },
    { "in time in another call",
      false,
      { OFFER, ANSWER(503, .headers = WAIT("5")),
        REQ("INVITE", 1, .call_id = "other", .after = 5001) } },
    { "another target",
      false,
      { OFFER, ANSWER(503, .headers = WAIT("5")),
        REQ("INVITE", 1, .call_id = "other", .callee = "sip:z@z.example") } },
    { "Retry-After: 0", false, { OFFER, ANSWER(503, .headers = WAIT("0")), REQ("INVITE", 2) } },
    { "no Retry-After", false, { OFFER, ANSWER(503), REQ("INVITE", 2) } },
    { "Retry-After that cannot be read",
      false,
      { OFFER, ANSWER(503, .headers = WAIT("x")), REQ("INVITE", 2) } },
    { "the longest",
      true,
      { OFFER, ANSWER(503, .headers = WAIT("4294967295")), REQ("INVITE", 2, .after = 90000) } },
    { "another method", false, { OFFER, ANSWER(503, .headers = WAIT("5")), REQ("OPTIONS", 2) } },
    { "ACK is no try",
      false,
      { OFFER, ANSWER(503, .headers = WAIT("5")), REQ("ACK", 1, .to = "b", .refused = true) } },
    { "REGISTER",
      true,
      { REQ("REGISTER", 1), RES(500, "REGISTER", 1, .headers = WAIT("5")), REQ("REGISTER", 2) } },
    { "503 to INVITE", true, { OFFER, ANSWER(503, .headers = WAIT("5")), REQ("INVITE", 2) } },
    { "the second try, in time",
      false,
      { OFFER, ANSWER(503, .headers = WAIT("5")), REQ("INVITE", 2),
        RES(503, "INVITE", 2, .headers = WAIT("5")), REQ("INVITE", 3, .after = 5000) } },
    { "the second try, early",
      true,
      { OFFER, ANSWER(503, .headers = WAIT("5")), REQ("INVITE", 2),
        RES(503, "INVITE", 2, .headers = WAIT("5")), REQ("INVITE", 3, .after = 4000) } },
    { "486: when the callee may be back", /* nothing forbids to try before (RFC 3261 §20.33) */
      false,
      { OFFER, ANSWER(486, .headers = WAIT("5")), REQ("INVITE", 2) } },
    { "491, early",
      true,
      { CALL, REQ("INVITE", 2, .to = "b"), RES(491, "INVITE", 2),
        REQ("INVITE", 3, .to = "b", .after = 2099) } },
    { "491, in time",
      false,
      { CALL, REQ("INVITE", 2, .to = "b"), RES(491, "INVITE", 2),
        REQ("INVITE", 3, .to = "b", .after = 2100) } },
    { "491 to the callee",
      false,
      { CALL, B_REQ("INVITE", 2), B_RES(491, "INVITE", 2), B_REQ("INVITE", 3) } },
    { "491, the other's try",
      false,
      { CALL, REQ("INVITE", 2, .to = "b"), RES(491, "INVITE", 2), B_REQ("INVITE", 3) } },
};

static void test_early(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(earlies); i++) {
        flow *f = flow_new();

        expect_number(earlies[i].name, "early", flow_feed_all(f, earlies[i].steps, NULL, 0)->early,
                      earlies[i].early);
        flow_free(f);
    }
}

/* }}} */
/* {{{ limits */

/* As many are open as SIP_OPEN_MAX; with one more the oldest is given up. */
static void test_open_max(void)
{
    for (unsigned more = 0; more < 2; more++) {
        unsigned n = SIP_OPEN_MAX + more;
        const sip_facts *responses[SIP_OPEN_MAX + 1];
        flow *f = flow_new();

        FEED(f, REQ("INVITE", 1, .sdp = SDP_PLAIN));
        for (unsigned i = 0; i < n; i++) {
            g_autofree char *headers = g_strdup_printf(RELIABLE("%u"), i + 1);

            responses[i] = FEED(f, ANSWER(183, .headers = headers));
        }
        for (unsigned i = 0; i < n; i++) {
            g_autofree char *headers = g_strdup_printf(RACK("%u"), i + 1);
            const sip_facts *prack = FEED(f, REQ("PRACK", i + 2, .to = "b", .headers = headers));

            g_assert_true(expectation_of(responses[i], SIP_HINT_NEXT)->seen
                          == (i < more ? NULL : prack));
        }
        flow_free(f);
    }
}

/* What has come takes no place. */
static void test_closed(void)
{
    const sip_facts *first, *prack;
    flow *f = flow_new();

    FEED(f, REQ("INVITE", 1, .sdp = SDP_PLAIN));
    first = FEED(f, ANSWER(183, .headers = RELIABLE("1")));
    for (unsigned i = 2; i < 2 * SIP_OPEN_MAX; i++) {
        g_autofree char *rseq = g_strdup_printf(RELIABLE("%u"), i);
        g_autofree char *rack = g_strdup_printf(RACK("%u"), i);

        FEED(f, ANSWER(183, .headers = rseq));
        FEED(f, REQ("PRACK", i, .to = "b", .headers = rack));
    }
    prack = FEED(f, REQ("PRACK", 1000, .to = "b", .headers = RACK("1")));
    g_assert_true(expectation_of(first, SIP_HINT_NEXT)->seen == prack);
    flow_free(f);
}

/* Calls of one user that are not to be tried before long: the newest ones are looked at. */
static void test_many_identities(void)
{
    enum { CALLS = SIP_OPEN_MAX + 10 };
    const sip_facts *responses[CALLS];
    flow *f = flow_new();

    for (unsigned i = 0; i < CALLS; i++) {
        g_autofree char *id = g_strdup_printf("call%u", i);
        g_autofree char *target = g_strdup_printf("sip:%u@b.example", i);

        FEED(f, REQ("INVITE", 1, .call_id = id, .callee = target));
        responses[i] =
            FEED(f, ANSWER(503, .call_id = id, .callee = target, .headers = WAIT("3600")));
    }
    for (unsigned i = 0; i < CALLS; i++) {
        g_autofree char *id = g_strdup_printf("again%u", i);
        g_autofree char *target = g_strdup_printf("sip:%u@b.example", i);
        const sip_facts *try = FEED(f, REQ("INVITE", 1, .call_id = id, .callee = target));

        g_assert_cmpint(try->early, ==, i >= CALLS - SIP_OPEN_MAX);
        g_assert_true(expectation_of(responses[i], SIP_HINT_NEXT)->seen
                      == (try->early ? try : NULL));
    }
    flow_free(f);
}

/* A request that several earlier ones wait for is seen by each. */
static void test_shared_arrival(void)
{
    flow *f = flow_new();
    const sip_facts *first, *second, *invite;

    FEED(f, REQ("INVITE", 1, .call_id = "1"));
    first = FEED(f, ANSWER(503, .call_id = "1", .headers = WAIT("60")));
    FEED(f, REQ("INVITE", 1, .call_id = "2", .dst = 3));
    second = FEED(f, ANSWER(503, .call_id = "2", .headers = WAIT("60"), .src = 3));
    invite = FEED(f, REQ("INVITE", 1, .call_id = "3", .dst = 3));
    g_assert_cmpuint(expectation_of(first, SIP_HINT_NEXT)->seen->seen.frame, ==,
                     first->seen.frame + 1);
    g_assert_true(expectation_of(second, SIP_HINT_NEXT)->seen == invite);
    g_assert_true(invite->early);
    flow_free(f);
}

/* Lists longer than what is compared. */
static void test_wanted_max(void)
{
    GString *list = g_string_new("Require: 100rel");
    flow *f = flow_new();
    const sip_expectation *e;

    for (unsigned i = 0; i < 1000; i++)
        g_string_append_printf(list, ", tag%u", i);
    g_string_append(list, "\r\n");
    FEED(f, REQ("INVITE", 1));
    e = expectation_of(FEED(f, ANSWER(421, .headers = list->str)), SIP_HINT_NEXT);
    g_assert_cmpuint(e->n_wanted, ==, SIP_WANTED_MAX);
    FEED(f, REQ("INVITE", 2, .headers = "Supported: tag900\r\n"));
    g_assert_null(e->seen);
    FEED(f, REQ("INVITE", 3, .headers = list->str));
    g_assert_nonnull(e->seen);
    g_string_free(list, TRUE);
    flow_free(f);
}

/* }}} */

int main(int argc, char **argv)
{
    feed_begin(&argc, &argv);
    g_test_add_func("/hint/situation", test_situation);
    g_test_add_func("/hint/all-rows", test_all_rows);
    g_test_add_func("/hint/word", test_word);
    g_test_add_func("/hint/arrival", test_arrival);
    g_test_add_func("/hint/need", test_need);
    g_test_add_func("/hint/standing", test_standing);
    g_test_add_func("/hint/user-t1", test_user_t1);
    g_test_add_func("/hint/early", test_early);
    g_test_add_func("/hint/open-max", test_open_max);
    g_test_add_func("/hint/closed", test_closed);
    g_test_add_func("/hint/many-identities", test_many_identities);
    g_test_add_func("/hint/shared-arrival", test_shared_arrival);
    g_test_add_func("/hint/wanted-max", test_wanted_max);
    return feed_end();
}
