/* test_flow_bugs.c - bugs of the flow that were found and mended.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "feed.h"
#include "flow.h"
#include "hint.h"

#include <string.h>

#define OFFER REQ("INVITE", 1, .sdp = SDP_PLAIN)
#define ANSWER(code, ...) RES(code, "INVITE", 1, __VA_ARGS__)
#define ASKS(n) "WWW-Authenticate: Digest realm=\"r\", nonce=\"" n "\"\r\n"
#define BRINGS(n) "Authorization: Digest realm=\"r\", nonce=\"" n "\", response=\"x\"\r\n"
#define NEXT(r) expectation_of(r, SIP_HINT_NEXT)

/* Bug: a challenge seen on two hops counted as two, so the second was a failed login. */
static void test_challenge_on_two_hops(void)
{
    flow *f = flow_new();

    /* re-REGISTER with the old credentials; the registrar asks with a new nonce: a normal step */
    FEED(f, REQ("REGISTER", 1, .headers = BRINGS("0")));
    FEED(f, REQ("REGISTER", 1, .hop = 2, .headers = BRINGS("0")));
    sip_facts *far = FEED(f, RES(401, "REGISTER", 1, .hop = 2, .headers = ASKS("1")));
    sip_facts *near = FEED(f, RES(401, "REGISTER", 1, .headers = ASKS("1")));
    expect_number(__func__, "login far", far->login, SIP_LOGIN_ASKED);
    expect_number(__func__, "login near", near->login, SIP_LOGIN_ASKED);
    expect_number(__func__, "verdict near", sip_flow_verdict(near), SIP_VERDICT_CHALLENGE);
    flow_free(f);
}

/* Bug: a REGISTER with another From tag was taken for the registrar's. */
static void test_registration_with_new_tag(void)
{
    flow *f = flow_new();

    FEED(f, REQ("REGISTER", 1, .from = "a", .sent_by = "ue"));
    sip_facts *asked =
        FEED(f, RES(401, "REGISTER", 1, .from = "a", .sent_by = "ue", .headers = ASKS("1")));
    sip_facts *again =
        FEED(f, REQ("REGISTER", 2, .from = "new", .sent_by = "ue", .headers = BRINGS("1")));
    expect_number(__func__, "same call",
                  (again->transaction->call == asked->transaction->call) ? 1 : 0, 1);
    expect_number(__func__, "side", again->side, SIP_SIDE_CALLER);
    expect_number(__func__, "seen", (NEXT(asked)->seen == again) ? 1 : 0, 1);
    flow_free(f);
}

/* Bug: only the first Require was read, so the 183 was not reliable. */
static void test_require_in_two_rows(void)
{
    flow *f = flow_new();

    FEED(f, OFFER);
    sip_facts *r =
        FEED(f, ANSWER(183, .headers = "Require: precondition\r\nRequire: 100rel\r\nRSeq: 1\r\n"));
    expect_text(__func__, "row", NEXT(r)->hint->name, "INVITE 1xx reliable");
    flow_free(f);
}

/* Bug: a PRACK was still waited for after BYE. */
static void test_bye_before_prack(void)
{
    flow *f = flow_new();

    FEED(f, OFFER);
    sip_facts *r = FEED(f, ANSWER(183, .headers = RELIABLE("1")));
    FEED(f, REQ("BYE", 2, .to = "b"));
    expect_number(__func__, "status", sip_expectation_status(NEXT(r), 90 * SEC, true),
                  SIP_NEXT_NONE);
    flow_free(f);
}

int main(int argc, char **argv)
{
    feed_begin(&argc, &argv);
    g_test_add_func("/flow-bugs/challenge-on-two-hops", test_challenge_on_two_hops);
    g_test_add_func("/flow-bugs/registration-with-new-tag", test_registration_with_new_tag);
    g_test_add_func("/flow-bugs/require-in-two-rows", test_require_in_two_rows);
    g_test_add_func("/flow-bugs/bye-before-prack", test_bye_before_prack);
    return feed_end();
}
