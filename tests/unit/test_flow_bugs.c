/* test_flow_bugs.c - bugs of the flow that were found and mended.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "auth.h"
#include "feed.h"
#include "flow.h"
#include "hint.h"
#include "known_flow.h"
#include "outcome.h"

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
    expect_number(__func__, "verdict near", sip_flow_verdict(near, near->seen.time),
                  SIP_VERDICT_CHALLENGE);
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

/* Is it so? */
#define YES(what, x) expect_number(__func__, what, (x) ? 1 : 0, 1)

/* Bug: RAck was compared by RSeq alone, so the PRACK of one fork was that of another, too. */
static void test_prack_of_a_fork(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    sip_facts *b = FEED(f, ANSWER(183, .to = "b", .headers = RELIABLE("1")));
    sip_facts *c = FEED(f, ANSWER(183, .to = "c", .headers = RELIABLE("1")));
    sip_facts *pb = FEED(f, REQ("PRACK", 2, .to = "b", .headers = RACK("1")));
    YES("b seen", NEXT(b)->seen == pb);
    YES("c not yet seen", NEXT(c)->seen == NULL);
    sip_facts *pc = FEED(f, REQ("PRACK", 3, .to = "c", .headers = RACK("1")));
    YES("c seen by its own", NEXT(c)->seen == pc);
    flow_free(f);
}

/* Bug: the CSeq number in RAck was not compared. */
static void test_prack_rack_cseq(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    sip_facts *b = FEED(f, ANSWER(183, .headers = RELIABLE("1")));
    FEED(f, REQ("PRACK", 2, .to = "b", .headers = "RAck: 1 77 INVITE\r\n"));
    YES("RAck of another INVITE is none", NEXT(b)->seen == NULL);
    flow_free(f);
}

/* The same with a login that failed: it is one failure. */
static void test_failed_on_two_hops(void)
{
    flow *f = flow_new();
    FEED(f, REQ("REGISTER", 1));
    FEED(f, REQ("REGISTER", 1, .hop = 2));
    FEED(f, RES(401, "REGISTER", 1, .hop = 2, .headers = ASKS("1")));
    FEED(f, RES(401, "REGISTER", 1, .headers = ASKS("1")));
    FEED(f, REQ("REGISTER", 2, .headers = BRINGS("1")));
    FEED(f, REQ("REGISTER", 2, .hop = 2, .headers = BRINGS("1")));
    expect_number(__func__, "login far",
                  FEED(f, RES(401, "REGISTER", 2, .hop = 2, .headers = ASKS("2")))->login,
                  SIP_LOGIN_FAILED);
    expect_number(__func__, "login near",
                  FEED(f, RES(401, "REGISTER", 2, .headers = ASKS("2")))->login, SIP_LOGIN_FAILED);
    flow_free(f);
}

/* Bug: of a REGISTER only Expires was read, not expires of its Contact. */
static void test_larger_contact_expires(void)
{
    flow *f = flow_new();
    FEED(f, REQ("REGISTER", 1, .headers = "Contact: <sip:a>;expires=60\r\n"));
    sip_facts *r = FEED(f, RES(423, "REGISTER", 1, .headers = "Min-Expires: 600\r\n"));
    sip_facts *again = FEED(f, REQ("REGISTER", 2, .headers = "Contact: <sip:a>;expires=600\r\n"));
    YES("seen", NEXT(r)->seen == again);
    flow_free(f);
}

/* Bug: a larger Min-SE alone was no larger interval. */
static void test_larger_min_se(void)
{
    flow *f = flow_new();
    FEED(f, REQ("INVITE", 1, .headers = "Min-SE: 90\r\n"));
    sip_facts *r = FEED(f, ANSWER(422, .headers = "Min-SE: 1800\r\n"));
    sip_facts *again = FEED(f, REQ("INVITE", 2, .headers = "Min-SE: 1800\r\n"));
    YES("seen", NEXT(r)->seen == again);
    flow_free(f);
}

/* Bug: Proxy-Require was not looked at after 420. */
static void test_without_proxy_require(void)
{
    flow *f = flow_new();
    FEED(f, REQ("INVITE", 1, .headers = "Proxy-Require: foo\r\n"));
    sip_facts *r = FEED(f, ANSWER(420, .headers = "Unsupported: foo\r\n"));
    FEED(f, REQ("INVITE", 2, .headers = "Proxy-Require: foo\r\n"));
    YES("not the one expected", NEXT(r)->seen == NULL);
    flow_free(f);
}

/* Bug: after 412 a PUBLISH with SIP-If-Match was taken for a fresh one. */
static void test_publish_if_match(void)
{
    flow *f = flow_new();
    FEED(f, REQ("PUBLISH", 1, .headers = "SIP-If-Match: x\r\n"));
    sip_facts *r = FEED(f, RES(412, "PUBLISH", 1));
    FEED(f, REQ("PUBLISH", 2, .headers = "SIP-If-Match: y\r\n"));
    YES("not the one expected", NEXT(r)->seen == NULL);
    flow_free(f);
}

/* Bug: after 412 a fresh PUBLISH with credentials was not taken for one. */
static void test_publish_with_credentials(void)
{
    flow *f = flow_new();
    FEED(f, REQ("PUBLISH", 1, .headers = "SIP-If-Match: x\r\n" BRINGS("1")));
    sip_facts *r = FEED(f, RES(412, "PUBLISH", 1));
    sip_facts *again = FEED(f, REQ("PUBLISH", 2, .headers = BRINGS("1")));
    YES("seen", NEXT(r)->seen == again);
    flow_free(f);
}

/* Bug: only the first Contact row was read. */
static void test_contact_in_two_rows(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    sip_facts *r = FEED(f, ANSWER(300, .headers = "Contact: <sip:d@d>\r\nContact: <sip:c@c>\r\n"));
    sip_facts *again = FEED(f, REQ("INVITE", 2, .uri = "sip:c@c"));
    YES("seen", NEXT(r)->seen == again);
    flow_free(f);
}

/* Bug: only the first WWW-Authenticate row was read. */
static void test_stale_in_second_row(void)
{
    flow *f = flow_new();
    FEED(f, REQ("REGISTER", 1, .headers = BRINGS("0")));
    sip_facts *r = FEED(
        f, RES(401, "REGISTER", 1,
               .headers =
                   "WWW-Authenticate: Digest realm=\"r\", nonce=\"1\", algorithm=SHA-256\r\n"
                   "WWW-Authenticate: Digest realm=\"r\", nonce=\"2\", algorithm=AKAv1-MD5\r\n"));
    expect_text(__func__, "row", NEXT(r)->hint->name, "REGISTER 401 AKA");
    flow_free(f);
}

/* Bug: an offer inside a multipart body was not seen. */
static void test_multipart_offer(void)
{
    flow *f = flow_new();
    FEED(f, REQ("INVITE", 1, .headers = "Content-Type: multipart/mixed;boundary=x\r\n",
                .body = "--x\r\nContent-Type: application/sdp\r\n\r\n" SDP_PLAIN "--x--\r\n"));
    sip_facts *r = FEED(f, ANSWER(200, .sdp = SDP_PLAIN));
    expect_text(__func__, "row", expectation_of(r, SIP_HINT_ACK)->hint->name, "INVITE 2xx");
    flow_free(f);
}

/* Bug: 487 was missed after CANCEL, although the INVITE had ended otherwise. */
static void test_cancel_then_other_refusal(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    FEED(f, REQ("CANCEL", 1));
    sip_facts *r = FEED(f, RES(200, "CANCEL", 1));
    FEED(f, ANSWER(486));
    expect_number(__func__, "status", sip_expectation_status(NEXT(r), 90 * SEC, true),
                  SIP_NEXT_NONE);
    flow_free(f);
}

/* Bug: the same after BYE. */
static void test_bye_then_other_refusal(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    FEED(f, ANSWER(180));
    FEED(f, REQ("BYE", 2, .to = "b"));
    sip_facts *r = FEED(f, RES(200, "BYE", 2));
    FEED(f, ANSWER(486));
    expect_number(__func__, "status", sip_expectation_status(NEXT(r), 90 * SEC, true),
                  SIP_NEXT_NONE);
    flow_free(f);
}

/* Bug: the BYE of one fork ended what another one waited for. */
static void test_bye_of_a_fork(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    FEED(f, ANSWER(200, .to = "b"));
    FEED(f, ANSWER(200, .to = "c"));
    FEED(f, REQ("INVITE", 2, .to = "b"));
    sip_facts *r = FEED(f, RES(491, "INVITE", 2, .to = "b"));
    FEED(f, REQ("BYE", 3, .to = "c"));
    sip_facts *again = FEED(f, REQ("INVITE", 4, .to = "b", .after = 2500));
    YES("seen", NEXT(r)->seen == again);
    flow_free(f);
}

/* Bug: a method that is not registered was called 0, and never seen again. */
static void test_word_of_unknown_method(void)
{
    flow *f = flow_new();
    FEED(f, REQ("PING", 1));
    sip_facts *r = FEED(f, RES(401, "PING", 1, .headers = ASKS("1")));
    sip_facts *again = FEED(f, REQ("PING", 2, .headers = BRINGS("1")));
    g_autofree char *word = sip_expectation_word(NEXT(r));
    expect_text(__func__, "word", word, "PING");
    YES("seen", NEXT(r)->seen == again);
    flow_free(f);
}

/* Bug: blanks around "=", a tab behind the scheme and quotes left open were not understood. */
static void test_auth_param_blanks(void)
{
    sip_slice p = ABSENT;
    YES("blank before =", sip_auth_param(slice_of("Digest realm = \"r\""), "realm", &p));
    p = (sip_slice)ABSENT;
    YES("tab behind the scheme", sip_auth_param(slice_of("Digest\trealm=\"r\""), "realm", &p));
    p = (sip_slice)ABSENT;
    YES("unbalanced found", sip_auth_param(slice_of("Digest realm=\"abc"), "realm", &p));
    expect_slice(__func__, "unbalanced", p, slice_of("abc"));
}

/* Bug: a re-INVITE seen after its response had a setup time. */
static void test_reinvite_after_its_response(void)
{
    flow *f = flow_new();
    int64_t t;
    sip_facts *r = FEED(f, RES(200, "INVITE", 2));
    FEED(f, REQ("INVITE", 2, .to = "b", .after = -5));
    YES("in dialog", r->transaction->in_dialog);
    YES("no setup time", !sip_flow_setup_time(r, &t));
    flow_free(f);
}

/* Bug: a call whose INVITE is not in the capture was unfinished, whatever refused it. */
static void test_refused_invite_not_in_capture(void)
{
    flow *f = flow_new();
    sip_facts *r = FEED(f, ANSWER(486));
    expect_text(__func__, "outcome",
                sip_outcome_word(sip_call_outcome(r->transaction->call, true, 0)), "busy");
    flow_free(f);
}

/* Bug: a call without From tag swallowed all others of its Call-ID. */
static void test_no_from_tag(void)
{
    flow *f = flow_new();
    sip_facts *a = FEED(f, REQ("INVITE", 1, .from = ""));
    sip_facts *b = FEED(f, REQ("INVITE", 1, .from = "x"));
    YES("another call", a->transaction->call != b->transaction->call);
    flow_free(f);
}

/* Bug: a NOTIFY of the subscriber was taken for the notifier's. */
static void test_notify_of_the_subscriber(void)
{
    flow *f = flow_new();
    FEED(f, REQ("SUBSCRIBE", 1));
    sip_facts *r = FEED(f, RES(200, "SUBSCRIBE", 1));
    FEED(f, REQ("NOTIFY", 2, .to = "b"));
    YES("not the notifier", NEXT(r)->seen == NULL);
    flow_free(f);
}

/* Bug: the callee's CANCEL of its own re-INVITE ended the call as the caller's. */
static void test_reinvite_cancelled(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    FEED(f, ANSWER(200));
    FEED(f, REQ("INVITE", 1, .from = "b", .to = "a"));
    sip_facts *c = FEED(f, REQ("CANCEL", 1, .from = "b", .to = "a"));
    expect_number(__func__, "ended by", c->transaction->call->ended_by, SIP_SIDE_UNKNOWN);
    FEED(f, RES(487, "INVITE", 1, .from = "b", .to = "a"));
    sip_facts *again = FEED(f, REQ("INVITE", 5, .to = "b"));
    again = FEED(f, RES(487, "INVITE", 5));
    expect_number(__func__, "verdict of another 487", sip_flow_verdict(again, again->seen.time),
                  SIP_VERDICT_CLIENT_FAILURE);
    flow_free(f);
}

/* Bug: option tags and hosts were compared with regard to case (RFC 3261 §7.3.1, §19.1.4). */
static void test_case_of_tokens(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    sip_facts *r = FEED(f, ANSWER(421, .headers = "Require: 100REL\r\n"));
    sip_facts *again = FEED(f, REQ("INVITE", 2, .headers = "Supported: 100rel\r\n"));
    YES("option tag in another case", NEXT(r)->seen == again);
    r = FEED(f, RES(302, "INVITE", 2, .headers = "Contact: <sip:c@C.EXAMPLE>\r\n"));
    again = FEED(f, REQ("INVITE", 3, .uri = "sip:c@c.example"));
    YES("host in another case", NEXT(r)->seen == again);
    flow_free(f);
}

/* Bug: a "<" inside a quoted display name began the URI. */
static void test_bracket_in_a_display_name(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    sip_facts *r = FEED(f, ANSWER(302, .headers = "Contact: \"a<b\" <sip:c@c.example>\r\n"));
    sip_facts *again = FEED(f, REQ("INVITE", 2, .uri = "sip:c@c.example"));
    YES("seen", NEXT(r)->seen == again);
    flow_free(f);
}

/* Bug: an INVITE behind 32 other transactions was no longer open. */
static void test_pending_far_back(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    FEED(f, ANSWER(180));
    for (unsigned i = 2; i < 40; i++) {
        FEED(f, REQ("INFO", i, .to = "b"));
        FEED(f, RES(200, "INFO", i));
    }
    FEED(f, REQ("CANCEL", 1));
    expect_text(__func__, "row", NEXT(FEED(f, RES(200, "CANCEL", 1)))->hint->name, "CANCEL 2xx");
    flow_free(f);
}

/* Bug: the nonce of Authorization was compared with that of Proxy-Authenticate. */
static void test_same_nonce_of_the_proxy(void)
{
    flow *f = flow_new();
    FEED(f,
         REQ("INVITE", 1,
             .headers = BRINGS(
                 "s") "Proxy-Authorization: Digest realm=\"p\", nonce=\"1\", response=\"x\"\r\n"));
    sip_facts *r =
        FEED(f, ANSWER(407, .headers = "Proxy-Authenticate: Digest realm=\"p\", nonce=\"1\"\r\n"));
    expect_number(__func__, "login", r->login, SIP_LOGIN_REPEATED);
    flow_free(f);
}

/* Bug: a fifth realm counted with the fourth, as a failed login. */
static void test_fifth_realm(void)
{
    flow *f = flow_new();
    static const char *const realms[] = { "1", "2", "3", "4", "5" };
    for (unsigned i = 0; i < 5; i++) {
        g_autofree char *a = g_strdup_printf(
            "WWW-Authenticate: Digest realm=\"%s\", nonce=\"n%u\"\r\n", realms[i], i);
        FEED(f, REQ("INVITE", i + 1, .headers = BRINGS("x")));
        expect_number(__func__, realms[i], FEED(f, RES(401, "INVITE", i + 1, .headers = a))->login,
                      SIP_LOGIN_ASKED);
    }
    flow_free(f);
}

/* Bug: nothing was said of what follows a 3xx without Contact. */
static void test_redirect_without_contact(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    YES("a row", NEXT(FEED(f, ANSWER(302))));
    flow_free(f);
}

/* Bug: a tab in Via hid who had sent the request. */
static void test_tab_in_via(void)
{
    flow *f = flow_new();
    sip_slice a =
        slice_of("OPTIONS sip:b SIP/2.0\r\nVia: SIP/2.0/UDP\ta;branch=z9hG4bK1\r\nCall-ID: "
                 "1\r\nCSeq: 1 OPTIONS\r\n\r\n");
    sip_slice b =
        slice_of("OPTIONS sip:b SIP/2.0\r\nVia: SIP/2.0/UDP\tb;branch=z9hG4bK1\r\nCall-ID: "
                 "1\r\nCSeq: 1 OPTIONS\r\n\r\n");
    sip_facts *one = flow_feed_text(f, a, 1);
    YES("told apart", one->transaction != flow_feed_text(f, b, 1)->transaction);
    flow_free(f);
}

/* Bug: a 488 that nobody followed stayed a step of a negotiation. */
static void test_renegotiate_without_retry(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    sip_facts *r = FEED(f, ANSWER(488));
    FEED(f, REQ("ACK", 1, .to = "b", .refused = true));
    FEED(f, REQ("OPTIONS", 1, .call_id = "much later", .after = 600000));
    expect_number(__func__, "verdict", sip_flow_verdict(r, 100 * SEC), SIP_VERDICT_CLIENT_FAILURE);
    flow_free(f);
}

/* Bug: the answer of one fork met the preconditions of the other. */
static void test_preconditions_of_forks(void)
{
    flow *f = flow_new();
    FEED(f, REQ("INVITE", 1, .sdp = SDP_QOS("none", "none")));
    FEED(f, ANSWER(183, .to = "b", .headers = RELIABLE("1"), .sdp = SDP_QOS("none", "none")));
    FEED(f, ANSWER(183, .to = "c", .headers = RELIABLE("1"), .sdp = SDP_QOS("none", "none")));
    FEED(f, REQ("PRACK", 2, .to = "b", .headers = RACK("1")));
    FEED(f, RES(200, "PRACK", 2, .to = "b"));
    FEED(f, REQ("UPDATE", 3, .to = "b", .sdp = SDP_QOS("sendrecv", "none")));
    sip_facts *b =
        FEED(f, RES(200, "UPDATE", 3, .to = "b", .sdp = SDP_QOS("sendrecv", "sendrecv")));
    FEED(f, REQ("PRACK", 4, .to = "c", .headers = RACK("1")));
    sip_facts *c = FEED(f, RES(200, "PRACK", 4, .to = "c"));
    expect_text(__func__, "b", NEXT(b)->hint->name, "PRACK or UPDATE 2xx resources ready");
    expect_text(__func__, "c", NEXT(c)->hint->name, "PRACK or UPDATE 2xx caller resources");
    expect_number(__func__, "phase of b", b->phase, SIP_PHASE_READY);
    expect_number(__func__, "phase of c", c->phase, SIP_PHASE_BOTH_PENDING);
    flow_free(f);
}

/* Bug: only the last sending of a message was known. */
static void test_sent_again(void)
{
    flow *f = flow_new();
    const sip_facts *again[SIP_FLOW_RESENT_MAX];
    sip_facts *first = FEED(f, OFFER);
    FEED(f, OFFER);
    sip_facts *second = FEED(f, { .method = "INVITE", .cseq = 1, .sdp = SDP_PLAIN, .after = 500 });
    sip_facts *third = FEED(f, { .method = "INVITE", .cseq = 1, .sdp = SDP_PLAIN, .after = 1000 });
    expect_number(__func__, "times", sip_flow_resent(first, again), 2);
    YES("in order", again[0] == second && again[1] == third);
    expect_number(__func__, "times of the second", sip_flow_resent(second, again), 0);
    for (unsigned i = 0; i < 2 * SIP_FLOW_RESENT_MAX; i++)
        third = FEED(f, { .method = "INVITE", .cseq = 1, .sdp = SDP_PLAIN, .after = 1000 });
    expect_number(__func__, "at most", sip_flow_resent(first, again), SIP_FLOW_RESENT_MAX);
    YES("the latest", again[SIP_FLOW_RESENT_MAX - 1] == third);
    flow_free(f);
}

/* What a 2xx grants, and to whom: a registrar lists the bindings of others, too. */
static void test_validity(void)
{
    flow *f = flow_new();
    uint32_t seconds = 0;
    FEED(f, REQ("REGISTER", 1, .headers = "Contact: <sip:a@1>;expires=7200\r\n"));
    sip_facts *r =
        FEED(f, RES(200, "REGISTER", 1,
                    .headers = "Contact: <sip:a@2>;expires=50, <sip:a@1>;expires=600\r\n"));
    YES("told", sip_flow_validity(r, &seconds));
    expect_number(__func__, "binding", seconds, 600);
    FEED(f, REQ("SUBSCRIBE", 1, .call_id = "s", .headers = "Expires: 7200\r\n"));
    r = FEED(f, RES(200, "SUBSCRIBE", 1, .call_id = "s", .headers = "Expires: 3600\r\n"));
    YES("told", sip_flow_validity(r, &seconds));
    expect_number(__func__, "subscription", seconds, 3600);
    r = FEED(f, REQ("NOTIFY", 1, .call_id = "s", .from = "b", .to = "a",
                    .headers = "Subscription-State: Pending ;expires=3000\r\n"));
    YES("told", sip_flow_validity(r, &seconds));
    expect_number(__func__, "state", seconds, 3000);
    expect_number(__func__, "phase", r->phase, SIP_PHASE_SUBSCRIPTION_PENDING);
    r = FEED(f, RES(200, "INVITE", 1, .call_id = "i", .headers = "Expires: 60\r\n"));
    YES("not of an INVITE", !sip_flow_validity(r, &seconds));
    flow_free(f);
}

/* Bug: both sides may use one CSeq number, and a 200 was taken for that of the other one's INVITE.
 */
static void test_origin_of_each_side(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    FEED(f, ANSWER(200));
    FEED(f, REQ("INVITE", 1, .from = "b", .to = "a", .src = 2, .dst = 1));
    sip_facts *r = FEED(f, RES(200, "INVITE", 1, .from = "b", .to = "a", .src = 2, .dst = 1));
    YES("its own", r->origin == r);
    flow_free(f);
}

/* Bug: a NOTIFY of the subscriber's own, before the 200, was taken for the notifier's. */
static void test_notify_before_200(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    FEED(f, ANSWER(200));
    FEED(f, REQ("SUBSCRIBE", 2, .to = "b", .headers = "Event: kpml\r\n"));
    FEED(f, REQ("NOTIFY", 3, .to = "b"));
    sip_facts *r = FEED(f, RES(200, "SUBSCRIBE", 2));
    YES("not the subscriber's", !NEXT(r)->seen);
    sip_facts *notify = FEED(f, REQ("NOTIFY", 1, .from = "b", .to = "a", .src = 2, .dst = 1));
    YES("the notifier's", NEXT(r)->seen == notify);
    flow_free(f);
}

/* Bug: after CANCEL the end of the INVITE was no longer waited for, so it was not shown. */
static void test_end_after_cancel(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    sip_facts *rings = FEED(f, ANSWER(180));
    FEED(f, REQ("CANCEL", 1));
    sip_facts *end = FEED(f, ANSWER(487));
    YES("seen", NEXT(rings)->seen == end);
    flow_free(f);
}

/* Bug: what was missed already lapsed with the BYE. */
static void test_bye_after_the_deadline(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    sip_facts *r = FEED(f, ANSWER(183, .headers = RELIABLE("1")));
    FEED(f, ANSWER(200));
    FEED(f, REQ("BYE", 2, .to = "b", .after = 40000));
    expect_number(__func__, "status", sip_expectation_status(NEXT(r), 50 * SEC, true),
                  SIP_NEXT_MISSED);
    flow_free(f);
}

/* Bug: a REGISTER of another user with the same Call-ID was taken for the same request. */
static void test_another_user(void)
{
    flow *f = flow_new();
    FEED(f, REQ("REGISTER", 1, .callee = "sip:one@example.com"));
    sip_facts *r =
        FEED(f, RES(401, "REGISTER", 1, .callee = "sip:one@example.com", .headers = ASKS("1")));
    FEED(f, REQ("REGISTER", 2, .callee = "sip:two@example.com", .headers = BRINGS("1")));
    YES("not another's", !NEXT(r)->seen);
    sip_facts *own =
        FEED(f, REQ("REGISTER", 3, .callee = "sip:one@example.com", .headers = BRINGS("1")));
    YES("its own", NEXT(r)->seen == own);
    flow_free(f);
}

#define AKA "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", algorithm=AKAv1-MD5\r\n"
#define EMPTY(n) "Authorization: Digest realm=\"r\", nonce=\"" n "\", response=\"\"\r\n"

/* Bug: the empty response by which a UE rejects the network's AUTN was no answer to the challenge.
 */
static void test_aka_rejected(void)
{
    flow *f = flow_new();
    FEED(f, REQ("REGISTER", 1, .headers = EMPTY("")));
    sip_facts *asks = FEED(f, RES(401, "REGISTER", 1, .headers = AKA));
    sip_facts *rejects = FEED(f, REQ("REGISTER", 2, .headers = EMPTY("n")));
    expect_number(__func__, "login", asks->login, SIP_LOGIN_ASKED);
    YES("seen", NEXT(asks)->seen == rejects);
    /* A new challenge then is normal once, and no failed login (TS 24.229 §5.1.1.5). */
    expect_number(__func__, "login again",
                  FEED(f, RES(401, "REGISTER", 2, .headers = ASKS("m")))->login, SIP_LOGIN_ASKED);
    FEED(f, REQ("REGISTER", 3, .headers = EMPTY("m")));
    expect_number(__func__, "login a third time",
                  FEED(f, RES(401, "REGISTER", 3, .headers = ASKS("o")))->login,
                  SIP_LOGIN_REPEATED);
    flow_free(f);
}

/* Bug: where a proxy sends from another address, what came on another hop was shown. */
static void test_hop_by_number(void)
{
    flow *f = flow_new();
    FEED(f, REQ("INVITE", 1, .hop = 2, .sent_by = "proxy:1"));
    sip_facts *r = FEED(f, ANSWER(200, .hop = 2, .sent_by = "proxy:1"));
    FEED(f, REQ("ACK", 1, .to = "b", .sent_by = "ue"));
    sip_facts *ack = FEED(f, REQ("ACK", 1, .to = "b", .hop = 2, .sent_by = "proxy:2"));
    YES("that of hop 2", expectation_of(r, SIP_HINT_ACK)->seen == ack);
    flow_free(f);
}

/* Bug: 487 to the BYE itself counted as given up, since there was a BYE. */
static void test_487_to_bye(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    FEED(f, ANSWER(200));
    FEED(f, REQ("BYE", 2, .to = "b"));
    sip_facts *r = FEED(f, RES(487, "BYE", 2));
    expect_number(__func__, "verdict", sip_flow_verdict(r, r->seen.time),
                  SIP_VERDICT_CLIENT_FAILURE);
    flow_free(f);
}

/* Bug: the ACK to a re-INVITE was a step of the call's setup, its INVITE and 200 were none. */
static void test_ack_to_reinvite(void)
{
    sip_known_flows *table = sip_known_flows_new(NULL);
    flow *f = flow_new();
    FEED(f, OFFER);
    FEED(f, ANSWER(200));
    sip_facts *first = FEED(f, REQ("ACK", 1, .to = "b"));
    FEED(f, REQ("INVITE", 2, .to = "b"));
    FEED(f, RES(200, "INVITE", 2));
    sip_facts *second = FEED(f, REQ("ACK", 2, .to = "b"));
    const sip_known_flow *known = sip_known_flows_find(table, first);
    expect_number(__func__, "step", sip_known_flow_step(known, first), 5);
    expect_number(__func__, "step of the re-INVITE's", sip_known_flow_step(known, second), 0);
    flow_free(f);
    sip_known_flows_free(table);
}

/* Bug: another REGISTER was waited for after the bindings were removed. */
static void test_nothing_after_removal(void)
{
    flow *f = flow_new();
    FEED(f, REQ("REGISTER", 1, .headers = "Contact: *\r\nExpires: 0\r\n"));
    sip_facts *r = FEED(f, RES(200, "REGISTER", 1));
    expect_text(__func__, "row", NEXT(r)->hint->name, "Other request 2xx");
    flow_free(f);
}

/* Bug: of a To with two tags, made by a server that adds its own, the first counted; its peers take
 * the last. */
static void test_two_tags(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    sip_facts *r = FEED(f, ANSWER(200, .to = "x;tag=b"));
    sip_facts *ack = FEED(f, REQ("ACK", 1, .to = "b"));
    YES("seen", expectation_of(r, SIP_HINT_ACK)->seen == ack);
    flow_free(f);
}

/* Bug: a proxy's CANCEL, which ends one branch, was taken for the caller's. */
static void test_cancel_of_a_proxy(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    FEED(f, REQ("INVITE", 1, .hop = 2, .branch = "z9hG4bK-2", .sent_by = "proxy"));
    FEED(f, REQ("CANCEL", 1, .branch = "z9hG4bK-2", .sent_by = "proxy"));
    sip_facts *rings = FEED(f, ANSWER(180));
    const sip_call *call = rings->transaction->call;
    YES("not cancelled", !call->cancel);
    expect_number(__func__, "phase", rings->phase, SIP_PHASE_RINGING);
    flow_free(f);
}

/* Bug: a CANCEL that the capture lost was none, though the 200 to it was there. */
static void test_cancel_not_in_capture(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    FEED(f, RES(200, "CANCEL", 1, .to = "b"));
    sip_facts *r = FEED(f, ANSWER(487));
    expect_number(__func__, "verdict", sip_flow_verdict(r, r->seen.time), SIP_VERDICT_CANCELLED);
    flow_free(f);
}

/* Bug: an INVITE whose 200 the capture lost was open for ever, and 487 waited for after BYE. */
static void test_lost_answer(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    FEED(f, REQ("INVITE", 1, .hop = 2));
    FEED(f, ANSWER(200, .hop = 2));
    FEED(f, REQ("BYE", 2, .to = "b"));
    sip_facts *r = FEED(f, RES(200, "BYE", 2));
    expect_text(__func__, "row", NEXT(r)->hint->name, "BYE 2xx");
    flow_free(f);
}

/* Bug: after BYE, 487 was waited for to an INVITE of the one who answers the BYE. */
static void test_own_invite_at_bye(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    FEED(f, ANSWER(200));
    FEED(f, REQ("BYE", 2, .to = "b"));
    FEED(f, REQ("INVITE", 1, .from = "b", .to = "a", .src = 2, .dst = 1));
    sip_facts *r = FEED(f, RES(200, "BYE", 2));
    expect_text(__func__, "row", NEXT(r)->hint->name, "BYE 2xx");
    /* Bug: the 481 to what crossed the BYE was a failure. */
    sip_facts *gone = FEED(f, RES(481, "INVITE", 1, .from = "b", .to = "a", .src = 2, .dst = 1));
    expect_number(__func__, "verdict", sip_flow_verdict(gone, gone->seen.time),
                  SIP_VERDICT_CANCELLED);
    YES("crossed", sip_flow_is_crossed(gone));
    flow_free(f);
}

/* Bug: a 200 to CANCEL was said to come from another hop, though each answers its own. */
static void test_origin_of_200_to_cancel(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    FEED(f, REQ("CANCEL", 1));
    FEED(f, RES(200, "CANCEL", 1, .to = "p"));
    FEED(f, REQ("INVITE", 1, .hop = 2, .branch = "z9hG4bK-2", .sent_by = "proxy"));
    sip_facts *cancel = FEED(f, REQ("CANCEL", 1, .branch = "z9hG4bK-2", .sent_by = "proxy"));
    sip_facts *r =
        FEED(f, RES(200, "CANCEL", 1, .to = "p", .branch = "z9hG4bK-2", .sent_by = "proxy"));
    YES("its own", r->origin == r);
    /* Bug: what is sent anew on each hop, with one Via, was always on hop 1. */
    expect_number(__func__, "hop", cancel->hop, 2);
    expect_number(__func__, "hop of the 200", r->hop, 2);
    flow_free(f);
}

/* Bug: the refreshing of a publication was looked for under its Call-ID, which may be another. */
static void test_publication_by_its_etag(void)
{
    flow *f = flow_new();
    FEED(f, REQ("PUBLISH", 1));
    sip_facts *r = FEED(f, RES(200, "PUBLISH", 1, .headers = "SIP-ETag: e\r\n"));
    FEED(f, REQ("PUBLISH", 1, .call_id = "other", .headers = "SIP-If-Match: d\r\n"));
    YES("not another one's", !NEXT(r)->seen);
    sip_facts *again =
        FEED(f, REQ("PUBLISH", 1, .call_id = "new", .headers = "SIP-If-Match: e\r\n"));
    YES("seen", NEXT(r)->seen == again);
    flow_free(f);
}

/* Bug: a request of one fork was what another fork waited for. */
static void test_update_of_a_fork(void)
{
    flow *f = flow_new();
    FEED(f, REQ("INVITE", 1, .sdp = SDP_QOS("none", "none")));
    FEED(f, ANSWER(183, .to = "b", .sdp = SDP_QOS("none", "none"), .headers = RELIABLE("1")));
    FEED(f, ANSWER(183, .to = "c", .sdp = SDP_QOS("none", "none"), .headers = RELIABLE("1")));
    FEED(f, REQ("PRACK", 2, .to = "c", .headers = RACK("1")));
    sip_facts *r = FEED(f, RES(200, "PRACK", 2, .to = "c"));
    FEED(f, REQ("UPDATE", 3, .to = "b", .sdp = SDP_QOS("sendrecv", "none")));
    YES("not the other's", !NEXT(r)->seen);
    sip_facts *update = FEED(f, REQ("UPDATE", 4, .to = "c", .sdp = SDP_QOS("sendrecv", "none")));
    YES("its own", NEXT(r)->seen == update);
    flow_free(f);
}

#define REFER_ID(id) "Event: refer;id=" id "\r\nSubscription-State: active\r\n"

/* Bug: a NOTIFY of the first REFER was that of the second, and none was expected after BYE. */
static void test_notify_of_a_refer(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    FEED(f, ANSWER(200));
    FEED(f, REQ("REFER", 2, .to = "b"));
    FEED(f, RES(202, "REFER", 2));
    FEED(f, REQ("REFER", 3, .to = "b"));
    sip_facts *r = FEED(f, RES(202, "REFER", 3));
    FEED(f, B_REQ("NOTIFY", 1, .headers = REFER_ID("2")));
    YES("not the first one's", !NEXT(r)->seen);
    FEED(f, REQ("BYE", 4, .to = "b"));
    sip_facts *notify = FEED(f, B_REQ("NOTIFY", 2, .headers = REFER_ID("3")));
    YES("seen after BYE", NEXT(r)->seen == notify);
    flow_free(f);
}

/* Bug: a redirection that is followed under another Call-ID was not (RFC 3261 §8.1.3.4). */
static void test_redirect_with_new_call_id(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    sip_facts *r = FEED(f, ANSWER(302, .headers = "Contact: <sip:c@c.example>\r\n"));
    sip_facts *again = FEED(f, REQ("INVITE", 1, .call_id = "new", .uri = "sip:c@c.example",
                                   .callee = "sip:b@b.example"));
    YES("seen", NEXT(r)->seen == again);
    flow_free(f);
}

/* Bug: a PRACK that the capture lost was missing, though the 200 to it was there. */
static void test_prack_not_in_capture(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    sip_facts *r = FEED(f, ANSWER(183, .headers = RELIABLE("1")));
    sip_facts *proof = FEED(f, RES(200, "PRACK", 2));
    YES("seen", NEXT(r)->seen == proof);
    flow_free(f);
}

/* Bug: while another branch was over, the 200 to CANCEL said that nothing follows. */
static void test_cancel_beside_a_branch(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    FEED(f, REQ("INVITE", 1, .hop = 2, .branch = "z9hG4bK-2", .sent_by = "proxy"));
    FEED(f, ANSWER(486, .to = "c", .hop = 2, .branch = "z9hG4bK-2", .sent_by = "proxy"));
    FEED(f, REQ("CANCEL", 1));
    sip_facts *r = FEED(f, RES(200, "CANCEL", 1));
    expect_text(__func__, "row", NEXT(r)->hint->name, "CANCEL 2xx");
    flow_free(f);
}

/* Bug: packets of several queues, a little out of order: ACK and PRACK before what they name. */
static void test_swapped(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    sip_facts *prack = FEED(f, REQ("PRACK", 2, .to = "b", .headers = RACK("1")));
    sip_facts *rings = FEED(f, ANSWER(180, .headers = RELIABLE("1")));
    YES("PRACK", NEXT(rings)->seen == prack);
    sip_facts *ack = FEED(f, REQ("ACK", 1, .to = "b"));
    sip_facts *answer = FEED(f, ANSWER(200));
    YES("ACK", expectation_of(answer, SIP_HINT_ACK)->seen == ack);
    flow_free(f);
}

/* Bug: a third challenge was a failed login, though no request with credentials was seen. */
static void test_challenges_alone(void)
{
    flow *f = flow_new();
    for (unsigned i = 1; i <= 4; i++) {
        g_autofree char *asks = g_strdup_printf(ASKS("%u"), i);

        expect_number(__func__, "login", FEED(f, RES(401, "REGISTER", i, .headers = asks))->login,
                      SIP_LOGIN_ASKED);
    }
    flow_free(f);
}

/* Bug: what came before the first frame's time was too early for everything. */
static void test_before_the_first_frame(void)
{
    flow *f = flow_new();
    FEED(f, REQ("OPTIONS", 1, .call_id = "other"));
    FEED(f, REQ("INVITE", 1, .after = -5000));
    FEED(f, ANSWER(200));
    YES("not early", !FEED(f, REQ("ACK", 1, .to = "b"))->early);
    flow_free(f);
}

/* Bug: SDP that a 2xx repeats was an offer, though PRACK had brought the answer (RFC 3261 §13.2.1).
 */
static void test_offer_answered_by_prack(void)
{
    flow *f = flow_new();
    FEED(f, REQ("INVITE", 1));
    FEED(f, ANSWER(183, .sdp = SDP_PLAIN, .headers = RELIABLE("1")));
    FEED(f, REQ("PRACK", 2, .to = "b", .sdp = SDP_PLAIN, .headers = RACK("1")));
    sip_facts *r = FEED(f, ANSWER(200, .sdp = SDP_PLAIN));
    expect_text(__func__, "row", expectation_of(r, SIP_HINT_ACK)->hint->name, "INVITE 2xx");
    flow_free(f);
}

/* Bugs: an answer that is repeated was a new one; an offer that is refused stayed; a new INVITE
 * kept the preconditions of the refused one. */
static void test_preconditions_kept(void)
{
    flow *f = flow_new();
    FEED(f, REQ("INVITE", 1, .sdp = SDP_QOS("none", "none")));
    FEED(f, ANSWER(183, .sdp = SDP_QOS("none", "none"), .headers = RELIABLE("1")));
    FEED(f, REQ("UPDATE", 2, .to = "b", .sdp = SDP_QOS("sendrecv", "none")));
    expect_number(__func__, "refused", FEED(f, RES(500, "UPDATE", 2))->phase,
                  SIP_PHASE_BOTH_PENDING);
    FEED(f, REQ("UPDATE", 3, .to = "b", .sdp = SDP_QOS("sendrecv", "none")));
    FEED(f, RES(200, "UPDATE", 3, .sdp = SDP_QOS("sendrecv", "sendrecv")));
    sip_facts *repeats =
        FEED(f, ANSWER(183, .sdp = SDP_QOS("none", "none"), .headers = RELIABLE("2")));
    expect_number(__func__, "repeated", repeats->phase, SIP_PHASE_READY);
    FEED(f, ANSWER(488));
    expect_number(__func__, "anew", FEED(f, REQ("INVITE", 4, .sdp = SDP_PLAIN))->phase,
                  SIP_PHASE_CALLING);
    flow_free(f);
}

/* Bug: with one branch for all requests, each was the first one sent again (RFC 3261 §17.2.2). */
static void test_branch_used_again(void)
{
    flow *f = flow_new();
    FEED(f, REQ("OPTIONS", 1));
    FEED(f, RES(200, "OPTIONS", 1));
    sip_facts *next = FEED(f, REQ("OPTIONS", 1, .after = 60000));
    expect_number(__func__, "sending", next->sending, SIP_SENDING_FIRST);
    YES("a transaction of its own",
        FEED(f, RES(200, "OPTIONS", 1))->transaction == next->transaction);
    flow_free(f);
}

/* Bug: a second 183 was said to have appeared first where the first one did. */
static void test_origin_of_a_second_183(void)
{
    flow *f = flow_new();
    FEED(f, OFFER);
    FEED(f, REQ("INVITE", 1, .hop = 2));
    sip_facts *first = FEED(f, ANSWER(183, .hop = 2));
    sip_facts *near = FEED(f, ANSWER(183));
    sip_facts *second = FEED(f, ANSWER(183, .hop = 2, .sdp = SDP_PLAIN));
    sip_facts *second_near = FEED(f, ANSWER(183, .sdp = SDP_PLAIN));
    YES("first", near->origin == first);
    YES("second", second->origin == second);
    YES("second, passed on", second_near->origin == second);
    flow_free(f);
}

/* Bug: messages that the capture cuts before Call-ID and CSeq were all the same one again. */
static void test_cut_too_early(void)
{
    static const char text[] = "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nFrom: <si";
    flow *f = flow_new();
    sip_facts *one = flow_feed_text(f, (sip_slice){ text, strlen(text) }, 10);
    sip_facts *other = flow_feed_text(f, (sip_slice){ text, strlen(text) }, 1000);
    YES("another", one->transaction != other->transaction);
    YES("nothing is expected", !other->expectations);
    YES("its request may be in the capture", !sip_flow_is_stray(one));
    flow_free(f);
}

int main(int argc, char **argv)
{
    feed_begin(&argc, &argv);
    g_test_add_func("/flow-bugs/challenge-on-two-hops", test_challenge_on_two_hops);
    g_test_add_func("/flow-bugs/registration-with-new-tag", test_registration_with_new_tag);
    g_test_add_func("/flow-bugs/require-in-two-rows", test_require_in_two_rows);
    g_test_add_func("/flow-bugs/bye-before-prack", test_bye_before_prack);
    g_test_add_func("/flow-bugs/prack-of-a-fork", test_prack_of_a_fork);
    g_test_add_func("/flow-bugs/prack-rack-cseq", test_prack_rack_cseq);
    g_test_add_func("/flow-bugs/failed-on-two-hops", test_failed_on_two_hops);
    g_test_add_func("/flow-bugs/larger-contact-expires", test_larger_contact_expires);
    g_test_add_func("/flow-bugs/larger-min-se", test_larger_min_se);
    g_test_add_func("/flow-bugs/without-proxy-require", test_without_proxy_require);
    g_test_add_func("/flow-bugs/publish-if-match", test_publish_if_match);
    g_test_add_func("/flow-bugs/publish-with-credentials", test_publish_with_credentials);
    g_test_add_func("/flow-bugs/contact-in-two-rows", test_contact_in_two_rows);
    g_test_add_func("/flow-bugs/stale-in-second-row", test_stale_in_second_row);
    g_test_add_func("/flow-bugs/multipart-offer", test_multipart_offer);
    g_test_add_func("/flow-bugs/cancel-then-other-refusal", test_cancel_then_other_refusal);
    g_test_add_func("/flow-bugs/bye-then-other-refusal", test_bye_then_other_refusal);
    g_test_add_func("/flow-bugs/bye-of-a-fork", test_bye_of_a_fork);
    g_test_add_func("/flow-bugs/word-of-unknown-method", test_word_of_unknown_method);
    g_test_add_func("/flow-bugs/auth-param-blanks", test_auth_param_blanks);
    g_test_add_func("/flow-bugs/reinvite-after-its-response", test_reinvite_after_its_response);
    g_test_add_func("/flow-bugs/refused-invite-not-in-capture", test_refused_invite_not_in_capture);
    g_test_add_func("/flow-bugs/no-from-tag", test_no_from_tag);
    g_test_add_func("/flow-bugs/notify-of-the-subscriber", test_notify_of_the_subscriber);
    g_test_add_func("/flow-bugs/reinvite-cancelled", test_reinvite_cancelled);
    g_test_add_func("/flow-bugs/case-of-tokens", test_case_of_tokens);
    g_test_add_func("/flow-bugs/bracket-in-a-display-name", test_bracket_in_a_display_name);
    g_test_add_func("/flow-bugs/pending-far-back", test_pending_far_back);
    g_test_add_func("/flow-bugs/same-nonce-of-the-proxy", test_same_nonce_of_the_proxy);
    g_test_add_func("/flow-bugs/fifth-realm", test_fifth_realm);
    g_test_add_func("/flow-bugs/redirect-without-contact", test_redirect_without_contact);
    g_test_add_func("/flow-bugs/tab-in-via", test_tab_in_via);
    g_test_add_func("/flow-bugs/renegotiate-without-retry", test_renegotiate_without_retry);
    g_test_add_func("/flow-bugs/preconditions-of-forks", test_preconditions_of_forks);
    g_test_add_func("/flow-bugs/sent-again", test_sent_again);
    g_test_add_func("/flow-bugs/validity", test_validity);
    g_test_add_func("/flow-bugs/origin-of-each-side", test_origin_of_each_side);
    g_test_add_func("/flow-bugs/notify-before-200", test_notify_before_200);
    g_test_add_func("/flow-bugs/end-after-cancel", test_end_after_cancel);
    g_test_add_func("/flow-bugs/bye-after-the-deadline", test_bye_after_the_deadline);
    g_test_add_func("/flow-bugs/another-user", test_another_user);
    g_test_add_func("/flow-bugs/aka-rejected", test_aka_rejected);
    g_test_add_func("/flow-bugs/hop-by-number", test_hop_by_number);
    g_test_add_func("/flow-bugs/487-to-bye", test_487_to_bye);
    g_test_add_func("/flow-bugs/ack-to-reinvite", test_ack_to_reinvite);
    g_test_add_func("/flow-bugs/nothing-after-removal", test_nothing_after_removal);
    g_test_add_func("/flow-bugs/two-tags", test_two_tags);
    g_test_add_func("/flow-bugs/cancel-of-a-proxy", test_cancel_of_a_proxy);
    g_test_add_func("/flow-bugs/cancel-not-in-capture", test_cancel_not_in_capture);
    g_test_add_func("/flow-bugs/lost-answer", test_lost_answer);
    g_test_add_func("/flow-bugs/own-invite-at-bye", test_own_invite_at_bye);
    g_test_add_func("/flow-bugs/origin-of-200-to-cancel", test_origin_of_200_to_cancel);
    g_test_add_func("/flow-bugs/publication-by-its-etag", test_publication_by_its_etag);
    g_test_add_func("/flow-bugs/update-of-a-fork", test_update_of_a_fork);
    g_test_add_func("/flow-bugs/notify-of-a-refer", test_notify_of_a_refer);
    g_test_add_func("/flow-bugs/redirect-with-new-call-id", test_redirect_with_new_call_id);
    g_test_add_func("/flow-bugs/prack-not-in-capture", test_prack_not_in_capture);
    g_test_add_func("/flow-bugs/cancel-beside-a-branch", test_cancel_beside_a_branch);
    g_test_add_func("/flow-bugs/swapped", test_swapped);
    g_test_add_func("/flow-bugs/challenges-alone", test_challenges_alone);
    g_test_add_func("/flow-bugs/before-the-first-frame", test_before_the_first_frame);
    g_test_add_func("/flow-bugs/offer-answered-by-prack", test_offer_answered_by_prack);
    g_test_add_func("/flow-bugs/preconditions-kept", test_preconditions_kept);
    g_test_add_func("/flow-bugs/branch-used-again", test_branch_used_again);
    g_test_add_func("/flow-bugs/origin-of-a-second-183", test_origin_of_a_second_183);
    g_test_add_func("/flow-bugs/cut-too-early", test_cut_too_early);
    return feed_end();
}
