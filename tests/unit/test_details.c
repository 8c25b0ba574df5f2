/* test_details.c - what is told of one message alone: comparisons, IMS XML, sipfrag.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "details.h"

#include "feed.h"

#include <string.h>

#define STEPS_MAX 4
#define ELLIPSIS "\xE2\x80\xA6"

#define INVITE(...) REQ("INVITE", 1, __VA_ARGS__)
#define ANSWER(code, ...) RES(code, "INVITE", 1, __VA_ARGS__)
#define HEADERS(text) .headers = text "\r\n"

/* {{{ comparisons */

static const struct {
    const char *asked, *wanted; /* NULL: nothing to compare */
    step steps[STEPS_MAX];      /* the last is a response */
} comparisons[] = {
    /* RFC 3261 §21.4.6 */
    { "INVITE", "BYE, ACK", { INVITE(), ANSWER(405, HEADERS("Allow: BYE,ACK")) } },
    { "INVITE", "BYE, ACK", { INVITE(), ANSWER(405, HEADERS("Allow: BYE\r\nAllow: ACK")) } },
    { "FOO", "BYE", { REQ("FOO", 1), RES(405, "FOO", 1, HEADERS("Allow: BYE")) } },
    { NULL, NULL, { INVITE(), ANSWER(405) } },
    { NULL, NULL, { INVITE(), ANSWER(405, HEADERS("Allow:")) } },
    { NULL, NULL, { ANSWER(405, HEADERS("Allow: BYE")) } },
    /* §21.4.13 */
    { "application/sdp",
      "text/plain",
      { INVITE(.sdp = SDP_PLAIN), ANSWER(415, HEADERS("Accept: text/plain")) } },
    { NULL, NULL, { INVITE(), ANSWER(415, HEADERS("Accept: text/plain")) } },
    { NULL, NULL, { INVITE(.sdp = SDP_PLAIN), ANSWER(415) } },
    /* §21.4.14 */
    { "tel", "", { INVITE(.uri = "tel:+1-201-555-0123"), ANSWER(416) } },
    { NULL, NULL, { INVITE(.uri = "nonsense"), ANSWER(416) } },
    /* §21.4.15 */
    { "100rel, foo",
      "foo",
      { INVITE(HEADERS("Require: 100rel, foo")), ANSWER(420, HEADERS("Unsupported: foo")) } },
    { "a, p",
      "p",
      { INVITE(HEADERS("Require: a\r\nProxy-Require: p")),
        ANSWER(420, HEADERS("Unsupported: p")) } },
    { NULL, NULL, { INVITE(), ANSWER(420, HEADERS("Unsupported: foo")) } },
    { NULL, NULL, { INVITE(HEADERS("Require: foo")), ANSWER(420) } },
    /* §21.4.16: nothing was said to be supported */
    { "", "100rel", { INVITE(), ANSWER(421, HEADERS("Require: 100rel")) } },
    { "timer", "100rel", { INVITE(HEADERS("k: timer")), ANSWER(421, HEADERS("Require: 100rel")) } },
    { NULL, NULL, { INVITE(HEADERS("k: timer")), ANSWER(421) } },
    /* RFC 4028 §6 */
    { "90",
      "1800",
      { INVITE(HEADERS("Session-Expires: 90;refresher=uac")),
        ANSWER(422, HEADERS("Min-SE: 1800")) } },
    { NULL, NULL, { INVITE(HEADERS("x: 90")), ANSWER(422) } },
    { NULL, NULL, { INVITE(HEADERS("x: 90")), ANSWER(422, HEADERS("Min-SE: soon")) } },
    { NULL, NULL, { INVITE(), ANSWER(422, HEADERS("Min-SE: 1800")) } },
    /* RFC 3261 §21.4.17 */
    { "60",
      "3600",
      { REQ("REGISTER", 1, HEADERS("Contact: <sip:b>\r\nExpires: 60")),
        RES(423, "REGISTER", 1, HEADERS("Min-Expires: 3600")) } },
    { "4294967295",
      "4294967295",
      { REQ("SUBSCRIBE", 1, HEADERS("Expires: 4294967295")),
        RES(423, "SUBSCRIBE", 1, HEADERS("Min-Expires: 4294967295")) } },
    { NULL,
      NULL,
      { REQ("SUBSCRIBE", 1, HEADERS("Expires: 60")),
        RES(423, "SUBSCRIBE", 1, HEADERS("Min-Expires: 4294967296")) } },
    { NULL, NULL, { REQ("SUBSCRIBE", 1), RES(423, "SUBSCRIBE", 1, HEADERS("Min-Expires: 1")) } },
    /* §16.3 item 4: the sent-by of one proxy twice */
    { "a.example",
      "",
      { INVITE(.hop = 3, .sent_by = "a.example"), ANSWER(482, .hop = 3, .sent_by = "a.example") } },
    { NULL, NULL, { INVITE(.hop = 3), ANSWER(482, .hop = 3) } },
    { NULL,
      NULL,
      { INVITE(.hop = 2, .sent_by = "a.example:5070"),
        ANSWER(482, .hop = 2, .sent_by = "a.example:5070") } },
    /* §16.3 item 3: hops left, hops made */
    { "0", "3", { INVITE(.hop = 3, HEADERS("Max-Forwards: 0")), ANSWER(483, .hop = 3) } },
    { NULL, NULL, { INVITE(), ANSWER(483) } },
    { NULL, NULL, { INVITE(HEADERS("Max-Forwards: 256")), ANSWER(483) } },
    /* other codes compare nothing */
    { NULL, NULL, { INVITE(), ANSWER(400, HEADERS("Allow: BYE")) } },
    { NULL, NULL, { INVITE(), ANSWER(200, HEADERS("Allow: BYE")) } },
};

static void test_comparisons(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(comparisons); i++) {
        g_autofree char *where = g_strdup_printf("row %zu", i + 1);
        flow *f = flow_new();
        const sip_facts *last = flow_feed_all(f, comparisons[i].steps, NULL, 0);
        const sip_comparison *found = last->details ? last->details->comparison : NULL;

        expect_text(where, "asked", found ? found->asked : NULL, comparisons[i].asked);
        expect_text(where, "wanted", found ? found->wanted : NULL, comparisons[i].wanted);
        flow_free(f);
    }
}

static void test_long_list(void)
{
    g_autofree char *token = g_strnfill(SIP_COMPARED_MAX, 'A'),
                    *headers = g_strdup_printf("Allow: %s,%s,%s\r\n", token, token, token),
                    *kept = g_strdup_printf("%s" ELLIPSIS, token);
    flow *f = flow_new();

    FEED(f, INVITE());
    expect_text(__func__, "wanted",
                FEED(f, ANSWER(405, .headers = headers))->details->comparison->wanted, kept);
    flow_free(f);
}

/* As many Via values as are compared, and one more. */
static void test_long_loop(void)
{
    for (unsigned hop = SIP_LOOP_HOPS_MAX - 1; hop <= SIP_LOOP_HOPS_MAX + 1; hop++) {
        g_autofree char *where = g_strdup_printf("hop %u", hop);
        flow *f = flow_new();
        const sip_facts *facts;

        FEED(f, INVITE(.hop = hop, .sent_by = "a.example"));
        facts = FEED(f, ANSWER(482, .hop = hop, .sent_by = "a.example"));
        expect_number(where, "loop", facts->details && facts->details->comparison,
                      hop <= SIP_LOOP_HOPS_MAX);
        flow_free(f);
    }
}

/* }}} */
/* {{{ IMS XML */

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define SERVICE(children)                                                  \
    XML_HEAD "<ims-3gpp version=\"1\">\n <alternative-service>\n" children \
             "\n </alternative-service>\n</ims-3gpp>\n"
#define NONE NULL, NULL, NULL, false

/* TS 24.229 §7.6 */
static const struct {
    const char *name, *xml;
    const char *type, *action, *reason; /* NULL: none */
    bool found;
} documents[] = {
    { "all of it",
      SERVICE("<type>emergency</type><reason>Dial 112</reason>"
              "<action>emergency-registration</action>"),
      "emergency", "emergency-registration", "Dial 112", true },
    { "type only", SERVICE("<type>\n restoration\n </type>"), "restoration", NULL, NULL, true },
    { "nothing in it", SERVICE(""), NULL, NULL, NULL, true },
    { "empty elements", SERVICE("<type/><reason></reason><action> </action>"), NULL, NULL, NULL,
      true },
    { "with a prefix",
      "<i:ims-3gpp xmlns:i=\"u\"><i:alternative-service><i:type>emergency</i:type>"
      "</i:alternative-service></i:ims-3gpp>",
      "emergency", NULL, NULL, true },
    { "entities", SERVICE("<reason>a &lt;b&gt; &amp; &#x41;</reason>"), NULL, NULL, "a <b> & A",
      true },
    { "comments, unknown elements",
      SERVICE("<!-- x --><other><type>no</type></other><type a=\"b\">yes</type>"), "yes", NULL,
      NULL, true },
    { "the first text counts", SERVICE("<type>a</type><type>b</type>"), "a", NULL, NULL, true },
    { "the first service counts",
      "<x><alternative-service><type>a</type></alternative-service>"
      "<alternative-service><type>b</type><action>c</action></alternative-service></x>",
      "a", NULL, NULL, true },
    { "type outside of it",
      "<ims-3gpp><type>no</type><alternative-service/><action>no</action></ims-3gpp>", NULL, NULL,
      NULL, true },
    { "no service", "<ims-3gpp version=\"1\"><service-info/></ims-3gpp>", NONE },
    { "service in the text", "<ims-3gpp>&lt;alternative-service&gt;</ims-3gpp>", NONE },
    /* broken */
    { "cut", XML_HEAD "<ims-3gpp><alternative-service><type>emergency</type>", NONE },
    { "cut in a name", "<ims-3gpp><alternative-serv", NONE },
    { "crossed", "<ims-3gpp><alternative-service></ims-3gpp></alternative-service>", NONE },
    { "never opened", "</alternative-service>", NONE },
    { "not XML", "type=emergency", NONE },
    { "one bracket", "<", NONE },
    { "not UTF-8", SERVICE("<type>\xFF\xFE</type>"), NONE },
    /* hostile: entities of its own stand for nothing */
    { "entity bomb",
      "<!DOCTYPE b [<!ENTITY a \"xxxxxxxxxx\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\"><!ENTITY c "
      "\"&b;&b;&b;\">]>"
      "<x><alternative-service><type>&c;</type></alternative-service></x>",
      NONE },
    { "foreign file",
      "<!DOCTYPE b [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>"
      "<x><alternative-service><type>&a;</type></alternative-service></x>",
      NONE },
};

/* What a 380 with that body is told of. */
static const sip_ims_body *feed_xml(flow *f, const char *xml)
{
    const sip_facts *facts;

    FEED(f, INVITE());
    facts =
        FEED(f, ANSWER(380, HEADERS("Content-Type: application/3gpp-ims+xml;sv=1"), .body = xml));
    return facts->details ? facts->details->ims : NULL;
}

static void test_documents(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(documents); i++) {
        const char *where = documents[i].name;
        flow *f = flow_new();
        const sip_ims_body *ims = feed_xml(f, documents[i].xml);

        expect_number(where, "found", ims != NULL, documents[i].found);
        expect_text(where, "type", ims ? ims->type : NULL, documents[i].type);
        expect_text(where, "action", ims ? ims->action : NULL, documents[i].action);
        expect_text(where, "reason", ims ? ims->reason : NULL, documents[i].reason);
        flow_free(f);
    }
}

/* Every beginning of a document is one that is cut. */
static void test_cut_documents(void)
{
    static const char whole[] = SERVICE("<type>emergency</type><!-- &x; --><reason>&amp;</reason>");
    const size_t len = strlen(whole) - 1; /* its last line end is not needed */

    for (size_t i = 1; i < len; i++) {
        g_autofree char *xml = g_strndup(whole, i), *where = g_strdup_printf("%zu bytes", i);
        flow *f = flow_new();

        expect_number(where, "found", feed_xml(f, xml) != NULL, false);
        flow_free(f);
    }
}

static void test_long_document(void)
{
    g_autofree char *text = g_strnfill(100000, 'x'),
                    *xml = g_strdup_printf(SERVICE("<reason>%s</reason>"), text),
                    *kept = g_strdup_printf("%.*s" ELLIPSIS, SIP_IMS_TEXT_MAX, text);
    GString *deep = g_string_new("<alternative-service>");
    flow *f = flow_new();

    expect_text(__func__, "reason", feed_xml(f, xml)->reason, kept);
    flow_free(f);
    f = flow_new();
    for (unsigned i = 0; i < 20000; i++)
        g_string_append(deep, "<type>");
    g_assert_null(feed_xml(f, deep->str));
    flow_free(f);
    g_string_free(deep, TRUE);
}

/* A part of several, and only where a request is refused. */
static void test_ims_place(void)
{
    flow *f = flow_new();
    const sip_facts *facts;

    FEED(f, INVITE());
    facts = FEED(f, ANSWER(504, HEADERS("Content-Type: multipart/mixed;boundary=b"),
                           .body = "--b\r\nContent-Type: application/3gpp-ims+xml\r\n\r\n" SERVICE(
                               "<type>restoration</type>") "\r\n--b--\r\n"));
    expect_text("part", "type", facts->details->ims->type, "restoration");
    FEED(f, REQ("INVITE", 2));
    facts = FEED(f, RES(200, "INVITE", 2, HEADERS("Content-Type: application/3gpp-ims+xml"),
                        .body = SERVICE("<type>emergency</type>")));
    expect_number("2xx", "found", facts->details && facts->details->ims, false);
    flow_free(f);
}

/* }}} */
/* {{{ sipfrag */

static const struct {
    const char *name, *method, *type, *body;
    unsigned status; /* 0: none */
    const char *phrase;
} fragments[] = {
    /* RFC 3515 §2.4.5 */
    { "trying", "NOTIFY", "message/sipfrag", "SIP/2.0 100 Trying\r\n", 100, "Trying" },
    { "no line end", "NOTIFY", "message/sipfrag", "SIP/2.0 200 OK", 200, "OK" },
    { "version", "NOTIFY", "message/sipfrag;version=2.0", "SIP/2.0 503 Service Unavailable", 503,
      "Service Unavailable" },
    { "with header lines", "NOTIFY", "message/sipfrag",
      "SIP/2.0 486 Busy\r\nWarning: 399 b \"x\"\r\n\r\n", 486, "Busy" },
    { "no phrase", "NOTIFY", "message/sipfrag", "SIP/2.0 200 \r\n", 200, "" },
    { "part", "NOTIFY", "multipart/mixed;boundary=b",
      "--b\r\nContent-Type: message/sipfrag\r\n\r\nSIP/2.0 180 Ringing\r\n--b--", 180, "Ringing" },
    { "control characters", "NOTIFY", "message/sipfrag", "SIP/2.0 200 O\x1bK\xFF\r\n", 200,
      "O\xEF\xBF\xBDK\xEF\xBF\xBD" },
    { "request line", "NOTIFY", "message/sipfrag", "INVITE sip:b SIP/2.0\r\n", 0, NULL },
    { "header lines only", "NOTIFY", "message/sipfrag", "From: <sip:a>\r\n", 0, NULL },
    { "not at the start", "NOTIFY", "message/sipfrag", "x\r\nSIP/2.0 200 OK\r\n", 0, NULL },
    { "two digits", "NOTIFY", "message/sipfrag", "SIP/2.0 20 OK\r\n", 0, NULL },
    { "cut", "NOTIFY", "message/sipfrag", "SIP/2.0 2", 0, NULL },
    { "nothing", "NOTIFY", "message/sipfrag", "", 0, NULL },
    { "other type", "NOTIFY", "text/plain", "SIP/2.0 200 OK\r\n", 0, NULL },
    { "other method", "MESSAGE", "message/sipfrag", "SIP/2.0 200 OK\r\n", 0, NULL },
};

static void test_fragments(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(fragments); i++) {
        g_autofree char *headers = g_strdup_printf("Content-Type: %s\r\n", fragments[i].type);
        flow *f = flow_new();
        const sip_facts *facts =
            FEED(f, REQ(fragments[i].method, 1, .headers = headers, .body = fragments[i].body));
        const sip_fragment *found = facts->details ? facts->details->fragment : NULL;

        expect_number(fragments[i].name, "status", found ? found->status : 0, fragments[i].status);
        expect_text(fragments[i].name, "phrase", found ? found->phrase : NULL, fragments[i].phrase);
        flow_free(f);
    }
}

/* }}} */

/* Where there is nothing to tell there are no details; what contradicts the code is one of them. */
static void test_whole(void)
{
    flow *f = flow_new();
    const sip_facts *facts;

    g_assert_null(FEED(f, INVITE())->details);
    g_assert_null(FEED(f, ANSWER(180))->details);
    facts = FEED(f, ANSWER(486, HEADERS("Reason: Q.850;cause=1")));
    g_assert_cmpint(facts->details->causes->causes->number, ==, 1);
    g_assert_true(facts->details->mismatch == facts->details->causes->causes);
    g_assert_null(facts->details->comparison);
    g_assert_null(facts->details->ims);
    g_assert_null(facts->details->fragment);
    flow_free(f);
}

int main(int argc, char **argv)
{
    feed_begin(&argc, &argv);
    g_test_add_func("/details/comparisons", test_comparisons);
    g_test_add_func("/details/long-list", test_long_list);
    g_test_add_func("/details/long-loop", test_long_loop);
    g_test_add_func("/details/documents", test_documents);
    g_test_add_func("/details/cut-documents", test_cut_documents);
    g_test_add_func("/details/long-document", test_long_document);
    g_test_add_func("/details/ims-place", test_ims_place);
    g_test_add_func("/details/fragments", test_fragments);
    g_test_add_func("/details/whole", test_whole);
    return feed_end();
}
