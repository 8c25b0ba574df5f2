/* test_rules.c - what a response must carry: responses that break a rule, and ones that do not.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "rules.h"

#include "details.h"
#include "feed.h"

#include <string.h>

#define STEPS_MAX 6

#define INVITE(...) REQ("INVITE", 1, __VA_ARGS__)
#define ANSWER(code, ...) RES(code, "INVITE", 1, __VA_ARGS__)
#define REGISTER(...) REQ("REGISTER", 1, __VA_ARGS__)
#define REFUSED(code, ...) RES(code, "REGISTER", 1, __VA_ARGS__)
#define HEADERS(text) .headers = text "\r\n"
#define CONTACT "Contact: <sip:b@192.0.2.1>"
#define BODY(type, text) .headers = "Content-Type: " type "\r\n", .body = text

/* Is RULE among what the message breaks? */
static bool breaks(const sip_facts *facts, const char *rule)
{
    const sip_breach *breach = facts->details ? facts->details->breaches : NULL;

    while (breach && strcmp(breach->rule->id, rule) != 0)
        breach = breach->next;
    return breach;
}

/* {{{ responses */

static const struct {
    const char *rule;
    bool broken; /* by the last step, a response */
    step steps[STEPS_MAX];
} responses[] = {
    /* RFC 3261 §8.2.6.2: a tag in To, 100 apart */
    { "any-to-tag", true, { INVITE(), ANSWER(180, .to = "") } },
    { "any-to-tag", true, { INVITE(), ANSWER(486, .to = "") } },
    { "any-to-tag", false, { INVITE(), ANSWER(486) } },
    { "any-to-tag", false, { INVITE(), ANSWER(100) } },
    /* §20.15: Content-Type where there is a body; line ends alone are none */
    { "any-content-type", true, { INVITE(), ANSWER(200, .body = "x") } },
    { "any-content-type", false, { INVITE(), ANSWER(200, BODY("text/plain", "x")) } },
    { "any-content-type",
      false,
      { INVITE(), ANSWER(200, .headers = "c: text/plain\r\n", .body = "x") } },
    { "any-content-type", false, { INVITE(), ANSWER(200) } },
    { "any-content-type", false, { INVITE(), ANSWER(200, .body = "\r\n\r\n") } },
    /* §20.33: seconds, with a comment and parameters */
    { "any-retry-after", true, { INVITE(), ANSWER(503, HEADERS("Retry-After: soon")) } },
    { "any-retry-after", true, { INVITE(), ANSWER(503, HEADERS("Retry-After:")) } },
    { "any-retry-after", true, { INVITE(), ANSWER(503, HEADERS("Retry-After: 4294967296")) } },
    { "any-retry-after", false, { INVITE(), ANSWER(503, HEADERS("Retry-After: 4294967295")) } },
    { "any-retry-after", false, { INVITE(), ANSWER(503, HEADERS("Retry-After: 0")) } },
    { "any-retry-after",
      false,
      { INVITE(), ANSWER(503, HEADERS("Retry-After: 9 (lunch);duration=9")) } },
    { "any-retry-after", false, { INVITE(), ANSWER(503) } },
    /* §10.3: a registrar ignores Record-Route, and does not put it into the response */
    { "any-register-record-route",
      true,
      { REGISTER(), REFUSED(200, HEADERS("Record-Route: <sip:p;lr>")) } },
    { "any-register-record-route", false, { REGISTER(), REFUSED(200) } },
    /* RFC 3262 §3: 100 is never reliable, a reliable one says so and has a number above 0 */
    { "100-rseq", true, { INVITE(), ANSWER(100, HEADERS("RSeq: 1")) } },
    { "100-rseq", false, { INVITE(), ANSWER(100) } },
    { "100-100rel", true, { INVITE(), ANSWER(100, HEADERS("Require: timer, 100REL")) } },
    { "100-100rel", false, { INVITE(), ANSWER(100, HEADERS("Require: timer")) } },
    { "18x-rseq", true, { INVITE(), ANSWER(183, HEADERS("Require: 100rel")) } },
    { "18x-rseq", false, { INVITE(), ANSWER(183, .headers = RELIABLE("1")) } },
    { "18x-100rel", true, { INVITE(), ANSWER(183, HEADERS("RSeq: 1")) } },
    { "18x-100rel", true, { INVITE(), ANSWER(183, HEADERS("RSeq: 1\r\nRequire: precondition")) } },
    { "18x-100rel",
      false,
      { INVITE(), ANSWER(183, HEADERS("RSeq: 1\r\nRequire: precondition\r\nRequire: 100rel")) } },
    { "18x-rseq-number", true, { INVITE(), ANSWER(183, .headers = RELIABLE("0")) } },
    { "18x-rseq-number", true, { INVITE(), ANSWER(183, .headers = RELIABLE("1x")) } },
    { "18x-rseq-number", true, { INVITE(), ANSWER(183, .headers = RELIABLE("-1")) } },
    { "18x-rseq-number", true, { INVITE(), ANSWER(183, .headers = RELIABLE("4294967296")) } },
    { "18x-rseq-number", false, { INVITE(), ANSWER(183, .headers = RELIABLE("4294967295")) } },
    { "18x-rseq-method", true, { REQ("UPDATE", 1), RES(183, "UPDATE", 1, HEADERS("RSeq: 1")) } },
    { "18x-100rel-required", true, { INVITE(HEADERS("Require: 100rel")), ANSWER(180) } },
    { "18x-100rel-required",
      false,
      { INVITE(HEADERS("Require: 100rel")), ANSWER(180, .headers = RELIABLE("1")) } },
    { "18x-100rel-required", false, { INVITE(HEADERS("Supported: 100rel")), ANSWER(180) } },
    { "18x-100rel-required", false, { ANSWER(180) } }, /* nobody knows what was asked */
    { "18x-100rel-offered", true, { INVITE(), ANSWER(180, .headers = RELIABLE("1")) } },
    { "18x-100rel-offered",
      false,
      { INVITE(HEADERS("k: timer,100rel")), ANSWER(180, .headers = RELIABLE("1")) } },
    { "18x-100rel-offered", false, { ANSWER(180, .headers = RELIABLE("1")) } },
    /* RFC 3261 §12.1.1: what opens a dialog has a Contact and the route as recorded */
    { "18x-contact", true, { INVITE(), ANSWER(183, .headers = RELIABLE("1")) } },
    { "18x-contact", false, { INVITE(), ANSWER(183, .headers = RELIABLE("1") CONTACT "\r\n") } },
    { "18x-contact", false, { INVITE(), ANSWER(180) } },
    { "2xx-invite-contact", true, { INVITE(), ANSWER(200) } },
    { "2xx-invite-contact", false, { INVITE(), ANSWER(200, HEADERS("m: <sip:b@192.0.2.1>")) } },
    { "2xx-reinvite-contact", true, { INVITE(.to = "b"), ANSWER(200) } },
    { "2xx-invite-contact", false, { INVITE(.to = "b"), ANSWER(200) } },
    { "2xx-invite-record-route",
      true,
      { INVITE(HEADERS("Record-Route: <sip:p;lr>")), ANSWER(200, HEADERS(CONTACT)) } },
    { "2xx-invite-record-route",
      false,
      { INVITE(HEADERS("Record-Route: <sip:p;lr>")),
        ANSWER(200, HEADERS("Record-Route: <sip:p;lr>")) } },
    { "2xx-invite-record-route", false, { INVITE(), ANSWER(200) } },
    /* RFC 6228 §5 */
    { "199-reason", true, { INVITE(), ANSWER(199) } },
    { "199-reason", false, { INVITE(), ANSWER(199, HEADERS("Reason: SIP;cause=486")) } },
    { "199-option-tag", true, { INVITE(), ANSWER(199, HEADERS("Supported: 199")) } },
    { "199-option-tag", false, { INVITE(), ANSWER(199, HEADERS("Supported: timer")) } },
    { "199-sdp", true, { INVITE(), ANSWER(199, .sdp = SDP_PLAIN) } },
    /* RFC 4028 §9: who refreshes; Require when it is the caller */
    { "2xx-session-refresher", true, { INVITE(), ANSWER(200, HEADERS("Session-Expires: 90")) } },
    { "2xx-session-refresher", false, { INVITE(), ANSWER(200, HEADERS("x: 90;refresher=uas")) } },
    { "2xx-session-refresher", false, { INVITE(), ANSWER(200) } },
    { "2xx-session-timer",
      true,
      { INVITE(), ANSWER(200, HEADERS("Session-Expires: 90;refresher=UAC")) } },
    { "2xx-session-timer",
      false,
      { INVITE(), ANSWER(200, HEADERS("Session-Expires: 90;refresher=uas")) } },
    { "2xx-session-timer",
      false,
      { INVITE(), ANSWER(200, HEADERS("Session-Expires: 90;refresher=uac\r\nRequire: timer")) } },
    { "2xx-session-timer-uas",
      true,
      { INVITE(HEADERS("Supported: timer")),
        ANSWER(200, HEADERS("Session-Expires: 90;refresher=uas")) } },
    { "2xx-session-timer-uas",
      false,
      { INVITE(), ANSWER(200, HEADERS("Session-Expires: 90;refresher=uas")) } },
    /* RFC 3261 §10.3: the bindings, unless none is left */
    { "2xx-register-contact", true, { REGISTER(HEADERS(CONTACT)), REFUSED(200) } },
    { "2xx-register-contact",
      false,
      { REGISTER(HEADERS(CONTACT)), REFUSED(200, HEADERS(CONTACT)) } },
    { "2xx-register-contact", false, { REGISTER(HEADERS(CONTACT ";expires=0")), REFUSED(200) } },
    { "2xx-register-contact", false, { REGISTER(), REFUSED(200) } }, /* asks only */
    { "2xx-register-expires", true, { REGISTER(), REFUSED(200, HEADERS(CONTACT)) } },
    { "2xx-register-expires", false, { REGISTER(), REFUSED(200, HEADERS(CONTACT ";expires=60")) } },
    /* RFC 3428 §7 */
    { "2xx-message-contact",
      true,
      { REQ("MESSAGE", 1), RES(200, "MESSAGE", 1, HEADERS(CONTACT)) } },
    { "2xx-message-contact", false, { REQ("MESSAGE", 1), RES(200, "MESSAGE", 1) } },
    { "2xx-subscribe-expires", true, { REQ("SUBSCRIBE", 1), RES(200, "SUBSCRIBE", 1) } },
    { "2xx-publish-etag", true, { REQ("PUBLISH", 1), RES(200, "PUBLISH", 1) } },
    { "2xx-publish-etag",
      false,
      { REQ("PUBLISH", 1), RES(200, "PUBLISH", 1, HEADERS("sip-etag: 1")) } },
    /* challenges: RFC 3261 §22.2, §22.3 */
    { "401-www-authenticate",
      true,
      { INVITE(), ANSWER(401, HEADERS("Proxy-Authenticate: Digest")) } },
    { "401-www-authenticate",
      false,
      { INVITE(), ANSWER(401, HEADERS("WWW-Authenticate: Digest")) } },
    { "407-proxy-authenticate", true, { INVITE(), ANSWER(407) } },
    { "407-proxy-authenticate",
      false,
      { INVITE(), ANSWER(407, HEADERS("Proxy-Authenticate: Digest")) } },
    /* §21.4.6: what is allowed, without what was refused; methods are compared with case (§7.1) */
    { "405-allow", true, { INVITE(), ANSWER(405) } },
    { "405-allow", false, { INVITE(), ANSWER(405, HEADERS("Allow:")) } }, /* nothing allowed */
    { "405-allow-method", true, { INVITE(), ANSWER(405, HEADERS("Allow: BYE, INVITE")) } },
    { "405-allow-method", true, { INVITE(), ANSWER(405, HEADERS("Allow: BYE\r\nAllow: INVITE")) } },
    { "405-allow-method", false, { INVITE(), ANSWER(405, HEADERS("Allow: BYE,invite,INVITES")) } },
    { "405-allow-method", false, { INVITE(), ANSWER(405) } },
    /* §21.4.13: what would be taken, and that is not what was sent */
    { "415-accept", true, { INVITE(.sdp = SDP_PLAIN), ANSWER(415) } },
    { "415-accept",
      false,
      { INVITE(.sdp = SDP_PLAIN), ANSWER(415, HEADERS("Accept-Encoding: gzip")) } },
    { "415-accept-type",
      true,
      { INVITE(.sdp = SDP_PLAIN), ANSWER(415, HEADERS("Accept: Application/SDP;q=0.5")) } },
    { "415-accept-type",
      false,
      { INVITE(.sdp = SDP_PLAIN), ANSWER(415, HEADERS("Accept: text/plain")) } },
    { "415-accept-type",
      false,
      { INVITE(.sdp = SDP_PLAIN, HEADERS("e: gzip")),
        ANSWER(415, HEADERS("Accept: application/sdp")) } },
    { "415-accept-type",
      false,
      { INVITE(.sdp = SDP_PLAIN),
        ANSWER(415, HEADERS("Accept: application/sdp\r\nAccept-Encoding: gzip")) } },
    { "415-accept-type",
      false,
      { INVITE(BODY("multipart/mixed;boundary=b", "--b--")),
        ANSWER(415, HEADERS("Accept: multipart/mixed")) } },
    { "415-accept-type", false, { INVITE(), ANSWER(415, HEADERS("Accept: application/sdp")) } },
    /* §8.2.2.3: unsupported is what was required */
    { "420-unsupported", true, { INVITE(HEADERS("Require: foo")), ANSWER(420) } },
    { "420-unsupported-asked",
      true,
      { INVITE(HEADERS("Require: foo")), ANSWER(420, HEADERS("Unsupported: bar")) } },
    { "420-unsupported-asked",
      false,
      { INVITE(HEADERS("Require: foo")), ANSWER(420, HEADERS("Unsupported: FOO")) } },
    { "420-unsupported-asked",
      false,
      { INVITE(HEADERS("Proxy-Require: foo\r\nRequire: a, b")),
        ANSWER(420, HEADERS("Unsupported: foo, b")) } },
    /* §21.4.16: what is required is not supported */
    { "421-require", true, { INVITE(), ANSWER(421) } },
    { "421-require-unsupported",
      true,
      { INVITE(HEADERS("Supported: timer")), ANSWER(421, HEADERS("Require: timer")) } },
    { "421-require-unsupported",
      false,
      { INVITE(HEADERS("Supported: timer")), ANSWER(421, HEADERS("Require: timer, path")) } },
    { "421-require-unsupported", false, { INVITE(), ANSWER(421) } },
    /* RFC 3329 §2.3.1, §2.3.2 */
    { "421-security-server", true, { INVITE(), ANSWER(421, HEADERS("Require: sec-agree")) } },
    { "421-security-server",
      false,
      { INVITE(), ANSWER(421, HEADERS("Require: sec-agree\r\nSecurity-Server: tls")) } },
    { "494-sec-agree", true, { INVITE(), ANSWER(494, HEADERS("Security-Server: tls")) } },
    { "494-sec-agree",
      false,
      { INVITE(HEADERS("Require: sec-agree")), ANSWER(494, HEADERS("Security-Server: tls")) } },
    /* RFC 4028 §6, §5 */
    { "422-min-se", true, { INVITE(HEADERS("Session-Expires: 90")), ANSWER(422) } },
    { "422-min-se-number", true, { INVITE(), ANSWER(422, HEADERS("Min-SE: x")) } },
    { "422-min-se-above", true, { INVITE(HEADERS("x: 90")), ANSWER(422, HEADERS("Min-SE: 90")) } },
    { "422-min-se-above", false, { INVITE(HEADERS("x: 90")), ANSWER(422, HEADERS("Min-SE: 91")) } },
    { "422-min-se-above", false, { INVITE(), ANSWER(422, HEADERS("Min-SE: 1")) } },
    { "any-min-se", true, { INVITE(), ANSWER(200, HEADERS("Min-SE: 90")) } },
    /* RFC 3261 §21.4.17: more than was asked for, which for REGISTER may stand in Contact */
    { "423-min-expires", true, { REGISTER(), REFUSED(423) } },
    { "423-min-expires-number", true, { REGISTER(), REFUSED(423, HEADERS("Min-Expires: -1")) } },
    { "423-min-expires-above",
      true,
      { REGISTER(HEADERS(CONTACT "\r\nExpires: 60")), REFUSED(423, HEADERS("Min-Expires: 60")) } },
    { "423-min-expires-above",
      true,
      { REGISTER(HEADERS(CONTACT ";expires=60\r\nExpires: 9")),
        REFUSED(423, HEADERS("Min-Expires: 30")) } },
    { "423-min-expires-above",
      false,
      { REGISTER(HEADERS(CONTACT "\r\nExpires: 60")), REFUSED(423, HEADERS("Min-Expires: 61")) } },
    { "423-min-expires-above", false, { REGISTER(), REFUSED(423, HEADERS("Min-Expires: 1")) } },
    /* header fields that are not followed otherwise */
    { "424-geolocation-error", true, { INVITE(), ANSWER(424) } },
    { "424-geolocation-error",
      false,
      { INVITE(), ANSWER(424, HEADERS("geolocation-error: 100")) } },
    { "425-alertmsg-error", true, { INVITE(), ANSWER(425) } },
    { "488-warning", true, { INVITE(.sdp = SDP_PLAIN), ANSWER(488) } },
    { "488-warning", false, { INVITE(), ANSWER(488) } },
    { "488-warning", false, { INVITE(), ANSWER(488, HEADERS("Warning: 304 b.example \"no\"")) } },
    { "489-allow-events-subscribe", true, { REQ("SUBSCRIBE", 1), RES(489, "SUBSCRIBE", 1) } },
    { "489-allow-events-subscribe",
      false,
      { REQ("SUBSCRIBE", 1), RES(489, "SUBSCRIBE", 1, HEADERS("u: dialog")) } },
    { "580-sdp", true, { INVITE(), ANSWER(580) } },
    { "580-sdp", false, { INVITE(), ANSWER(580, .sdp = SDP_PLAIN) } },
    { "608-call-info", true, { INVITE(), ANSWER(608) } },
};

static bool is_row(const sip_rules *rules, const char *id)
{
    const GPtrArray *rows = sip_rules_rows(rules);

    for (unsigned i = 0; i < rows->len; i++)
        if (strcmp(((const sip_rule *)rows->pdata[i])->id, id) == 0)
            return true;
    return false;
}

static void test_responses(void)
{
    sip_rules *rules = sip_rules_new(NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(responses); i++) {
        flow *f = flow_new();
        g_autofree char *where = g_strdup_printf("row %zu", i + 1);
        const sip_facts *last = flow_feed_all(f, responses[i].steps, NULL, 0);

        if (!is_row(rules, responses[i].rule))
            fail_with("%s: no rule %s", where, responses[i].rule);
        expect_number(where, responses[i].rule, breaks(last, responses[i].rule),
                      responses[i].broken);
        flow_free(f);
    }
    sip_rules_free(rules);
    sip_rules_free(NULL);
}

/* A response of which the capture holds a part breaks none: what is missing may stand in the rest.
 */
static void test_part(void)
{
    static const char whole[] = "SIP/2.0 401 Unauthorized\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\n"
                                "From: <sip:a@a>;tag=a\r\nTo: <sip:b@b>;tag=b\r\nCall-ID: 1\r\n"
                                "CSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n";

    for (size_t len = strlen("SIP/2.0 401 U"); len <= strlen(whole); len++) {
        g_autofree char *where = g_strdup_printf("%zu bytes", len);
        flow *f = flow_new();
        const sip_facts *facts = flow_feed_text(f, (sip_slice){ whole, len }, 10);

        expect_number(where, "breach", facts && breaks(facts, "401-www-authenticate"),
                      len == strlen(whole));
        flow_free(f);
    }
}

/* All that are broken are told, in the order of the table. */
static void test_order(void)
{
    static const char *const expected[] = { "any-to-tag", "any-content-type",
                                            "407-proxy-authenticate" };
    flow *f = flow_new();
    const sip_facts *facts;
    unsigned n = 0;

    FEED(f, INVITE());
    facts = FEED(f, ANSWER(407, .to = "", .body = "x"));
    for (const sip_breach *b = facts->details->breaches; b; b = b->next, n++)
        if (n < G_N_ELEMENTS(expected))
            expect_text(__func__, "rule", b->rule->id, expected[n]);
    g_assert_cmpuint(n, ==, G_N_ELEMENTS(expected));
    flow_free(f);
}

/* }}} */
/* {{{ 403 */

#define FORBIDDEN(...) INVITE(__VA_ARGS__), ANSWER(403), REQ("ACK", 1, .to = "b", .refused = true)

/* Is the last step, a request, the one that 403 said not to repeat (RFC 3261 §21.4.4)? */
static const struct {
    const char *name;
    bool again;
    step steps[STEPS_MAX];
} retries[] = {
    { "the same once more", true, { FORBIDDEN(), REQ("INVITE", 2) } },
    { "before 64*T1 are over", true, { FORBIDDEN(), REQ("INVITE", 2, .after = 31900) } },
    { "after 64*T1", false, { FORBIDDEN(), REQ("INVITE", 2, .after = 32100) } },
    { "registration", true, { REGISTER(), REFUSED(403), REQ("REGISTER", 2) } },
    { "to somebody else", false, { FORBIDDEN(), REQ("INVITE", 2, .uri = "sip:c@c.example") } },
    { "with another header field",
      false,
      { FORBIDDEN(.headers = "Privacy: id\r\n"), REQ("INVITE", 2) } },
    { "with another body", false, { FORBIDDEN(.sdp = SDP_PLAIN), REQ("INVITE", 2) } },
    { "to another server", false, { FORBIDDEN(), REQ("INVITE", 2, .dst = 3) } },
    { "in a dialog", false, { FORBIDDEN(), REQ("INVITE", 2, .to = "b") } },
    { "another method", false, { FORBIDDEN(), REQ("OPTIONS", 2) } },
    { "of a method that is not told of",
      false,
      { REQ("OPTIONS", 1), RES(403, "OPTIONS", 1), REQ("OPTIONS", 2) } },
    { "another call", false, { FORBIDDEN(), REQ("INVITE", 2, .call_id = "other") } },
    { "another refusal", false, { INVITE(), ANSWER(404), REQ("INVITE", 2) } },
    { "a refusal without its request", false, { ANSWER(403), REQ("INVITE", 2) } },
    { "the ACK", false, { FORBIDDEN() } },
};

static void test_retries(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(retries); i++) {
        flow *f = flow_new();

        expect_number(retries[i].name, "retried",
                      breaks(flow_feed_all(f, retries[i].steps, NULL, 0), "403-retried"),
                      retries[i].again);
        flow_free(f);
    }
}

/* }}} */

int main(int argc, char **argv)
{
    feed_begin(&argc, &argv);
    g_test_add_func("/rules/responses", test_responses);
    g_test_add_func("/rules/part", test_part);
    g_test_add_func("/rules/order", test_order);
    g_test_add_func("/rules/retries", test_retries);
    return feed_end();
}
