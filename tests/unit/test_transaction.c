/* test_transaction.c - which messages belong together, and which are the same message again.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "transaction.h"

#include "feed.h"
#include "outcome.h"
#include "flow.h"

#include <string.h>

/* {{{ told apart */

/* Is it of the transaction of the INVITE { "INVITE", 1 }? */
static const struct {
    const char *name;
    step step;
    bool same;
} members[] = {
    { "itself again", REQ("INVITE", 1), true },
    { "its response", RES(180, "INVITE", 1), true },
    { "a response with another tag", RES(180, "INVITE", 1, .to = "c"), true },
    { "its ACK, refused", REQ("ACK", 1, .to = "b", .refused = true), true },
    { "another branch", REQ("INVITE", 1, .branch = "z9hG4bK-other"), false },
    { "another branch, response", RES(180, "INVITE", 1, .branch = "z9hG4bK-other"), false },
    { "branch in another case", REQ("INVITE", 1, .branch = "Z9HG4BK-INVITE-1-A-1"), false },
    { "another sent-by", REQ("INVITE", 1, .sent_by = "c.example"), false },
    { "another port", REQ("INVITE", 1, .sent_by = "a.example:5062"), false },
    { "another Call-ID", REQ("INVITE", 1, .call_id = "other"), false },
    { "another CSeq number", REQ("INVITE", 2, .branch = "z9hG4bK-INVITE-1-a-1"), false },
    { "another method", REQ("OPTIONS", 1, .branch = "z9hG4bK-INVITE-1-a-1"), false },
    { "another method, response", RES(200, "OPTIONS", 1, .branch = "z9hG4bK-INVITE-1-a-1"), false },
    { "CANCEL", REQ("CANCEL", 1), false },
    { "CANCEL, response", RES(200, "CANCEL", 1), false },
    { "ACK to a 2xx", REQ("ACK", 1, .to = "b"), false },
    { "PRACK", REQ("PRACK", 2, .to = "b"), false },
    { "another hop", REQ("INVITE", 1, .hop = 2), false },
    { "other branches behind the top one",
      RES(180, "INVITE", 1, .hop = 2, .sent_by = "a.example", .branch = "z9hG4bK-INVITE-1-a-1"),
      true },
};

static void test_members(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(members); i++) {
        flow *f = flow_new();
        const sip_facts *invite = FEED(f, REQ("INVITE", 1));
        const sip_facts *facts = flow_feed(f, &members[i].step);

        expect_number(members[i].name, "same", facts->transaction == invite->transaction,
                      members[i].same);
        flow_free(f);
    }
}

/* Without the magic cookie the branch may be anything, and the tag of From counts (RFC 3261
 * §17.2.3). */
static const struct {
    const char *name, *branch;
    step step;
    bool same;
} olds[] = {
    { "response", "1", RES(180, "INVITE", 1, .branch = "1"), true },
    { "another tag", "1", REQ("INVITE", 1, .branch = "1", .from = "c", .sent_by = "a.example"),
      false },
    { "another branch", "1", REQ("INVITE", 1, .branch = "2"), false },
    { "ACK", "1", REQ("ACK", 1, .branch = "1", .to = "b"), true },
    { "CSeq", "1", REQ("INVITE", 2, .branch = "1"), false },
    { "Call-ID", "1", REQ("INVITE", 1, .branch = "1", .call_id = "other"), false },
    { "cookie alone", "z9hG4bK", RES(180, "INVITE", 1, .branch = "z9hG4bK"), true },
    { "cookie in another case", "Z9HG4BK-1",
      REQ("INVITE", 1, .branch = "Z9HG4BK-1", .from = "c", .sent_by = "a.example"), false },
    { "with the cookie the tag is not asked for", "z9hG4bK-1",
      REQ("INVITE", 1, .branch = "z9hG4bK-1", .from = "c", .sent_by = "a.example"), true },
};

static void test_old_branch(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(olds); i++) {
        flow *f = flow_new();
        const sip_facts *invite = FEED(f, REQ("INVITE", 1, .branch = olds[i].branch));

        expect_number(olds[i].name, "same",
                      flow_feed(f, &olds[i].step)->transaction == invite->transaction,
                      olds[i].same);
        flow_free(f);
    }
}

/* No branch at all, as RFC 2543 allows. */
static void test_no_branch(void)
{
    static const char *const head = "From: <sip:a>;tag=a\r\nTo: <sip:b>\r\nCall-ID: 1\r\n";
    flow *f = flow_new();
    g_autofree char *invite = g_strdup_printf(
        "INVITE sip:b SIP/2.0\r\nVia: SIP/2.0/UDP a\r\n%sCSeq: 1 INVITE\r\n\r\n", head);
    g_autofree char *ringing = g_strdup_printf(
        "SIP/2.0 180 Ringing\r\nVia: SIP/2.0/UDP a\r\n%sCSeq: 1 INVITE\r\n\r\n", head);
    g_autofree char *other = g_strdup_printf(
        "SIP/2.0 180 Ringing\r\nVia: SIP/2.0/UDP b\r\n%sCSeq: 1 INVITE\r\n\r\n", head);
    const sip_facts *first = flow_feed_text(f, slice_of(invite), 10);

    g_assert_true(flow_feed_text(f, slice_of(ringing), 10)->transaction == first->transaction);
    g_assert_true(flow_feed_text(f, slice_of(other), 10)->transaction != first->transaction);
    flow_free(f);
}

/* What a Via may look like: all of these are the same (RFC 3261 §7.3.1, §20.42). */
static void test_via_forms(void)
{
    static const char *const forms[] = {
        "Via: SIP/2.0/UDP a:5060;branch=z9hG4bK1\r\n",
        "v: SIP/2.0/UDP a:5060;branch=z9hG4bK1\r\n",
        "VIA:SIP/2.0/UDP a:5060;branch=z9hG4bK1\r\n",
        "Via : SIP/2.0/UDP  a:5060 ; branch = z9hG4bK1\r\n",
        "Via: SIP/2.0/UDP a:5060;received=1.2.3.4;rport=6;branch=z9hG4bK1\r\n",
        "Via: SIP/2.0/UDP\r\n a:5060\r\n\t;branch=z9hG4bK1\r\n",
        "Via: SIP/2.0/UDP a:5060;BRANCH=z9hG4bK1\r\n",
        "Via: SIP/2.0/UDP a:5060;branch=\"z9hG4bK1\"\r\n",
        "Via: SIP/2.0/UDP a:5060;branch=z9hG4bK1, SIP/2.0/UDP b;branch=z9hG4bK2\r\n",
        "Via: SIP/2.0/UDP a:5060;branch=z9hG4bK1\r\nVia: SIP/2.0/UDP b;branch=z9hG4bK2\r\n",
        "Via: , SIP/2.0/UDP a:5060;branch=z9hG4bK1\r\n",
    };
    const sip_facts *first = NULL;
    flow *f = flow_new();

    for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
        g_autofree char *text = g_strdup_printf(
            "SIP/2.0 180 %zu\r\n%sCall-ID: 1\r\nCSeq: 1 INVITE\r\n\r\n", i, forms[i]);
        const sip_facts *facts = flow_feed_text(f, slice_of(text), 10);

        if (!first)
            first = facts;
        expect_number(forms[i], "same", facts->transaction == first->transaction, true);
    }
    flow_free(f);
}

static void test_cancel(void)
{
    flow *f = flow_new();
    const sip_facts *invite = FEED(f, REQ("INVITE", 1));
    const sip_facts *trying = FEED(f, RES(100, "INVITE", 1));
    const sip_facts *cancel = FEED(f, REQ("CANCEL", 1));
    const sip_facts *again = FEED(f, REQ("CANCEL", 1, .after = 500));
    const sip_facts *ok = FEED(f, RES(200, "CANCEL", 1));
    const sip_facts *terminated = FEED(f, RES(487, "INVITE", 1));
    const sip_facts *ack = FEED(f, REQ("ACK", 1, .to = "b", .refused = true));

    g_assert_true(invite->transaction->cancel == cancel);
    g_assert_true(cancel->transaction->request == cancel);
    g_assert_true(cancel->transaction->final == ok);
    g_assert_cmpint(again->sending, ==, SIP_SENDING_RETRANSMISSION);
    g_assert_true(trying->transaction == invite->transaction);
    g_assert_true(invite->transaction->final == terminated);
    g_assert_true(invite->transaction->ack == ack);
    g_assert_true(invite->transaction->call == cancel->transaction->call);
    flow_free(f);
}

/* A CANCEL of another INVITE, one whose INVITE is not in the capture, and what is no CANCEL. */
static void test_other_cancel(void)
{
    flow *f = flow_new();
    const sip_facts *invite = FEED(f, REQ("INVITE", 1));

    FEED(f, REQ("CANCEL", 2));
    FEED(f, REQ("CANCEL", 1, .hop = 2));
    FEED(f, REQ("INVITE", 1, .after = 500));
    FEED(f, REQ("UPDATE", 1, .branch = "z9hG4bK-INVITE-1-a-1"));
    g_assert_null(invite->transaction->cancel);
    flow_free(f);
}

static void test_ack(void)
{
    flow *f = flow_new();
    const sip_facts *invite = FEED(f, REQ("INVITE", 1));
    const sip_facts *ok = FEED(f, RES(200, "INVITE", 1));
    const sip_facts *ack = FEED(f, REQ("ACK", 1, .to = "b"));
    const sip_facts *again = FEED(f, REQ("ACK", 1, .to = "b", .after = 500));
    const sip_facts *later = FEED(f, REQ("INVITE", 2, .to = "b"));
    const sip_facts *refusal = FEED(f, RES(488, "INVITE", 2));
    const sip_facts *second = FEED(f, REQ("ACK", 2, .to = "b", .refused = true));

    g_assert_true(ack->transaction != invite->transaction);
    g_assert_true(invite->transaction->ack == ack);
    g_assert_true(invite->transaction->final == ok);
    g_assert_cmpint(again->sending, ==, SIP_SENDING_RETRANSMISSION);
    g_assert_true(later->transaction == refusal->transaction);
    g_assert_true(later->transaction->ack == second);
    g_assert_true(second->transaction == later->transaction);
    g_assert_null(sip_flow_final(ack));
    g_assert_null(sip_flow_final(second));
    flow_free(f);
}

/* On each hop the ACK to a 2xx is joined with the INVITE of its own. */
static void test_ack_on_hops(void)
{
    flow *f = flow_new();
    const sip_facts *near = FEED(f, REQ("INVITE", 1));
    const sip_facts *far = FEED(f, REQ("INVITE", 1, .hop = 2));
    const sip_facts *near_ack, *far_ack;

    FEED(f, RES(200, "INVITE", 1, .hop = 2));
    FEED(f, RES(200, "INVITE", 1));
    near_ack = FEED(f, REQ("ACK", 1, .to = "b"));
    far_ack = FEED(f, REQ("ACK", 1, .to = "b", .hop = 2));
    g_assert_true(near->transaction->ack == near_ack);
    g_assert_true(far->transaction->ack == far_ack);
    g_assert_cmpint(far->hop, ==, 2);
    g_assert_cmpint(near->hop, ==, 1);
    flow_free(f);
}

/* Of a forked call the first ACK is that of the hop. */
static void test_forked_ack(void)
{
    flow *f = flow_new();
    const sip_facts *invite = FEED(f, REQ("INVITE", 1)), *ack;

    FEED(f, RES(200, "INVITE", 1));
    FEED(f, RES(200, "INVITE", 1, .to = "c"));
    ack = FEED(f, REQ("ACK", 1, .to = "b"));
    FEED(f, REQ("ACK", 1, .to = "c", .branch = "z9hG4bK-c"));
    g_assert_true(invite->transaction->ack == ack);
    flow_free(f);
}

/* As many INVITEs back as are looked at, and one more. */
static void test_ack_far_back(void)
{
    for (unsigned more = 0; more < 2; more++) {
        flow *f = flow_new();
        const sip_facts *invite = FEED(f, REQ("INVITE", 1)), *ack;

        for (unsigned i = 2; i <= SIP_INVITES_MAX + more; i++)
            FEED(f, REQ("INVITE", i, .to = "b"));
        ack = FEED(f, REQ("ACK", 1, .to = "b"));
        g_assert_true(invite->transaction->ack == (more ? NULL : ack));
        flow_free(f);
    }
}

/* }}} */
/* {{{ the same again */

static const struct {
    const char *name;
    int gap; /* ms */
    sip_sending sending;
} gaps[] = {
    { "at once", 1, SIP_SENDING_COPY },
    { "249 ms", 249, SIP_SENDING_COPY },
    { "250 ms", 250, SIP_SENDING_RETRANSMISSION },
    { "251 ms", 251, SIP_SENDING_RETRANSMISSION },
    { "500 ms", 500, SIP_SENDING_RETRANSMISSION },
    { "an hour", 3600 * 1000, SIP_SENDING_RETRANSMISSION },
    { "back by 1 ms", -1, SIP_SENDING_COPY },
    { "back by 249 ms", -249, SIP_SENDING_COPY },
    { "back by 250 ms", -250, SIP_SENDING_RETRANSMISSION },
};

static const step repeated[] = {
    REQ("INVITE", 1),         RES(180, "INVITE", 1),    RES(200, "INVITE", 1),
    REQ("BYE", 2, .to = "b"), REQ("ACK", 1, .to = "b"), REQ("PING", 3),
};

static void test_gap(void)
{
    for (size_t k = 0; k < G_N_ELEMENTS(repeated); k++) {
        for (size_t i = 0; i < G_N_ELEMENTS(gaps); i++) {
            flow *f = flow_new();
            const sip_facts *first = flow_feed(f, &repeated[k]);
            step again = repeated[k];
            const sip_facts *facts;

            again.after = gaps[i].gap;
            facts = flow_feed(f, &again);
            expect_number(gaps[i].name, "sending", facts->sending, (long)gaps[i].sending);
            g_assert_cmpint(first->sending, ==, SIP_SENDING_FIRST);
            g_assert_true(facts->repeats == first);
            g_assert_true(facts->transaction == first->transaction);
            g_assert_true(sip_facts_first((sip_facts *)facts) == first);
            g_assert_true(first->last_sending
                          == (facts->sending == SIP_SENDING_COPY ? first : facts));
            flow_free(f);
        }
    }
}

/* What comes when and what it is: the number of the message it repeats. */
static void test_copies_of_retransmissions(void)
{
    static const struct {
        int after;
        sip_sending sending;
        int repeats; /* from 0 */
    } sendings[] = {
        { 10, SIP_SENDING_FIRST, -1 },
        { 2, SIP_SENDING_COPY, 0 },
        { 200, SIP_SENDING_COPY, 0 },
        { 298, SIP_SENDING_RETRANSMISSION, 0 }, /* 500 ms */
        { 2, SIP_SENDING_COPY, 3 },
        { 247, SIP_SENDING_COPY, 3 },
        { 751, SIP_SENDING_RETRANSMISSION, 0 }, /* 1500 ms */
        { 1, SIP_SENDING_COPY, 6 },
        { 1, SIP_SENDING_COPY, 6 },
        { 1998, SIP_SENDING_RETRANSMISSION, 0 },
    };
    static const step kinds[] = { REQ("INVITE", 1), RES(486, "INVITE", 1) };

    for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++) {
        sip_facts *facts[G_N_ELEMENTS(sendings)];
        flow *f = flow_new();

        for (size_t i = 0; i < G_N_ELEMENTS(sendings); i++) {
            g_autofree char *where = g_strdup_printf("%s, sending %zu", kinds[k].method, i);
            step again = kinds[k];

            again.after = sendings[i].after;
            facts[i] = flow_feed(f, &again);
            expect_number(where, "sending", facts[i]->sending, (long)sendings[i].sending);
            g_assert_true(facts[i]->repeats
                          == (sendings[i].repeats < 0 ? NULL : facts[sendings[i].repeats]));
            g_assert_true(sip_facts_first(facts[i]) == facts[0]);
        }
        g_assert_true(facts[0]->last_sending == facts[9]);
        flow_free(f);
    }
}

static void test_reliable_again(void)
{
    flow *f = flow_new();
    const sip_facts *first, *again, *next;

    FEED(f, REQ("INVITE", 1));
    first = FEED(f, RES(183, "INVITE", 1, .headers = RELIABLE("1")));
    again = FEED(f, RES(183, "INVITE", 1, .headers = RELIABLE("1"), .after = 500));
    next = FEED(f, RES(183, "INVITE", 1, .headers = RELIABLE("2"), .after = 20));
    g_assert_cmpint(again->sending, ==, SIP_SENDING_RETRANSMISSION);
    g_assert_true(again->repeats == first);
    g_assert_cmpint(next->sending, ==, SIP_SENDING_FIRST);
    g_assert_true(next->older == first);
    g_assert_cmpuint(first->rseq, ==, 1);
    g_assert_cmpuint(next->rseq, ==, 2);
    flow_free(f);
}

/* Responses that differ are none the same, however close. */
static const struct {
    const char *name;
    step one, other;
} different[] = {
    { "two 180 with other contents", RES(180, "INVITE", 1),
      RES(180, "INVITE", 1, .headers = "Alert-Info: <http://b.example>\r\n") },
    { "forked 180", RES(180, "INVITE", 1), RES(180, "INVITE", 1, .to = "c") },
    { "forked 200", RES(200, "INVITE", 1), RES(200, "INVITE", 1, .to = "c") },
    { "other SDP", RES(183, "INVITE", 1, .sdp = SDP_PLAIN),
      RES(183, "INVITE", 1, .sdp = SDP_QOS("none", "none")) },
    { "180 and 183", RES(180, "INVITE", 1), RES(183, "INVITE", 1) },
    { "another hop", RES(180, "INVITE", 1), RES(180, "INVITE", 1, .hop = 2) },
    { "another method", RES(200, "INVITE", 1), RES(200, "CANCEL", 1) },
    { "another CSeq", RES(200, "INVITE", 1), RES(200, "INVITE", 2) },
};

static void test_different(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(different); i++) {
        flow *f = flow_new();
        const sip_facts *one = flow_feed(f, &different[i].one);
        const sip_facts *other = flow_feed(f, &different[i].other);

        expect_number(different[i].name, "sending", other->sending, SIP_SENDING_FIRST);
        g_assert_null(other->repeats);
        g_assert_true(other->last_sending == other);
        if (one->transaction == other->transaction)
            g_assert_true(other->older == one);
        /* both are still known */
        expect_number(different[i].name, "again", flow_feed(f, &different[i].one)->sending,
                      SIP_SENDING_COPY);
        expect_number(different[i].name, "again", flow_feed(f, &different[i].other)->sending,
                      SIP_SENDING_COPY);
        flow_free(f);
    }
}

/* The first final response counts, whatever comes behind it. */
static void test_final(void)
{
    flow *f = flow_new();
    const sip_facts *invite = FEED(f, REQ("INVITE", 1));
    const sip_facts *ok;

    FEED(f, RES(100, "INVITE", 1));
    FEED(f, RES(199, "INVITE", 1));
    g_assert_null(sip_flow_final(invite));
    ok = FEED(f, RES(200, "INVITE", 1));
    FEED(f, RES(200, "INVITE", 1, .to = "c"));
    FEED(f, RES(486, "INVITE", 1));
    g_assert_true(sip_flow_final(invite) == ok);
    flow_free(f);
}

static void test_response_first(void)
{
    flow *f = flow_new();
    const sip_facts *ringing = FEED(f, RES(180, "INVITE", 1));
    const sip_facts *ok = FEED(f, RES(200, "INVITE", 1));
    const sip_facts *invite;

    g_assert_true(sip_flow_is_stray(ringing));
    g_assert_null(ringing->transaction->request);
    invite = FEED(f, REQ("INVITE", 1, .after = -15));
    g_assert_true(invite->transaction == ringing->transaction);
    g_assert_true(ringing->transaction->request == invite);
    g_assert_cmpint(invite->sending, ==, SIP_SENDING_FIRST);
    g_assert_true(sip_flow_final(invite) == ok);
    g_assert_false(sip_flow_is_stray(ringing));
    flow_free(f);
}

/* A repetition is looked for this far back, and no further. */
static void test_many_responses(void)
{
    for (unsigned more = 0; more < 2; more++) {
        flow *f = flow_new();
        const sip_facts *facts;

        for (unsigned i = 0; i < SIP_RESPONSES_MAX + more; i++) {
            g_autofree char *tag = g_strdup_printf("b%u", i);

            FEED(f, RES(180, "INVITE", 1, .to = tag, .after = 1));
        }
        facts = FEED(f, RES(180, "INVITE", 1, .to = "b0", .after = 1));
        g_assert_cmpint(facts->sending, ==, more ? SIP_SENDING_FIRST : SIP_SENDING_COPY);
        flow_free(f);
    }
}

/* }}} */
/* {{{ against the rules */

/* Two clients with the same branch, host and all are told apart by Call-ID; the same client's
 * requests by CSeq. */
static void test_shared_branch(void)
{
    flow *f = flow_new();
    sip_transaction *seen[20];

    for (unsigned i = 0; i < G_N_ELEMENTS(seen); i++) {
        g_autofree char *id = g_strdup_printf("call%u", i / 2);

        seen[i] =
            FEED(f, REQ("OPTIONS", i % 2 + 1, .call_id = id, .branch = "z9hG4bK-1"))->transaction;
        for (unsigned k = 0; k < i; k++)
            g_assert_true(seen[k] != seen[i]);
        g_assert_true(FEED(f, RES(200, "OPTIONS", i % 2 + 1, .call_id = id, .branch = "z9hG4bK-1"))
                          ->transaction
                      == seen[i]);
    }
    flow_free(f);
}

/* Whatever is missing, the same bytes are of the same transaction, and each message has one, and a
 * call. */
static const sip_slice odd[] = {
    BYTES("INVITE sip:b SIP/2.0\r\n\r\n"),
    BYTES("INVITE sip:b SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\n\r\n"),
    BYTES("INVITE sip:b SIP/2.0\r\nCSeq: 1 INVITE\r\n\r\n"),
    BYTES("INVITE sip:b SIP/2.0\r\nCall-ID: 1\r\n\r\n"),
    BYTES("INVITE sip:b SIP/2.0\r\nVia:\r\nFrom:\r\nTo:\r\nCall-ID:\r\nCSeq:\r\n\r\n"),
    BYTES("INVITE sip:b SIP/2.0\r\nVia: ,\r\nCSeq: x INVITE\r\n\r\n"),
    BYTES("INVITE sip:b SIP/2.0\r\nVia: x\r\nCSeq: 99999999999 INVITE\r\n\r\n"),
    BYTES("INVITE sip:b SIP/2.0\r\nVia: ;;branch\r\nCSeq: 1\r\n\r\n"),
    BYTES("INVITE sip:b SIP/2.0\r\nVia: SIP/2.0/UDP ;branch=\r\nCSeq: 1 INVITE\r\n\r\n"),
    BYTES("INVITE sip:b SIP/2.0\r\nCall-ID: a\0b\r\nVia: x \0;branch=\0\r\n\r\n"),
    BYTES("ACK sip:b SIP/2.0\r\n\r\n"),
    BYTES("CANCEL sip:b SIP/2.0\r\n\r\n"),
    BYTES("PRACK sip:b SIP/2.0\r\nRAck: \r\n\r\n"),
    BYTES("PING sip:b SIP/2.0\r\nCSeq: 1 PING\r\n\r\n"),
    BYTES("SIP/2.0 200 OK\r\n\r\n"),
    BYTES("SIP/2.0 200 OK\r\nCSeq: 1 INVITE\r\n\r\n"),
    BYTES("SIP/2.0 200 OK\r\nCSeq: INVITE\r\n\r\n"),
    BYTES("SIP/2.0 200 OK\r\nCSeq: 1 ACK\r\n\r\n"),
    BYTES("SIP/2.0 000 x\r\nCSeq: 1 INVITE\r\n\r\n"),
    BYTES("SIP/2.0 999 x\r\nCSeq: 1 INVITE\r\n\r\n"),
    BYTES("SIP/2.0 401 x\r\nCSeq: 1 REGISTER\r\nWWW-Authenticate:\r\n\r\n"),
    BYTES("SIP/2.0 302 x\r\nCSeq: 1 INVITE\r\nContact:\r\n\r\n"),
    BYTES("SIP/2.0 503 x\r\nCSeq: 1 INVITE\r\nRetry-After: 99999999999999999999\r\n\r\n"),
    BYTES("SIP/2.0 183 x\r\nCSeq: 1 INVITE\r\nRequire: 100rel\r\nRSeq:\r\n\r\n"),
};

static void test_odd(void)
{
    flow *f = flow_new();

    for (size_t i = 0; i < G_N_ELEMENTS(odd); i++) {
        g_autofree char *where = g_strndup(odd[i].ptr, odd[i].len);
        const sip_facts *one = flow_feed_text(f, odd[i], 10000);
        const sip_facts *again = flow_feed_text(f, odd[i], 1);

        g_assert_nonnull(one->transaction);
        g_assert_nonnull(one->transaction->call);
        g_assert_true(again->transaction == one->transaction);
        if (one->method != SIP_METHOD_ACK)
            expect_number(where, "sending", again->sending, SIP_SENDING_COPY);
    }
    flow_free(f);
}

/* NUL bytes are bytes: what differs behind one differs. */
static void test_nul(void)
{
    static const sip_slice texts[] = {
        BYTES("OPTIONS sip:b SIP/2.0\r\nVia: S a;branch=z9hG4bK\0a\r\nCall-ID: 1\r\n\r\n"),
        BYTES("OPTIONS sip:b SIP/2.0\r\nVia: S a;branch=z9hG4bK\0b\r\nCall-ID: 1\r\n\r\n"),
        BYTES("OPTIONS sip:b SIP/2.0\r\nVia: S a\0b;branch=z9hG4bK\0a\r\nCall-ID: 1\r\n\r\n"),
        BYTES("OPTIONS sip:b SIP/2.0\r\nVia: S a\0c;branch=z9hG4bK\0a\r\nCall-ID: 1\r\n\r\n"),
        BYTES("OPTIONS sip:b SIP/2.0\r\nVia: S a\0c;branch=z9hG4bK\0a\r\nCall-ID: 1\0\r\n\r\n"),
        BYTES("OPTIONS sip:b SIP/2.0\r\nVia: S a\0c;branch=z9hG4bK\0a\r\nCall-ID: 1\0\0\r\n\r\n"),
        BYTES("OPTIONS sip:b SIP/2.0\r\nVia: S a\0c;branch=z9hG4bK\0a\r\nCall-ID: \0\r\n\r\n"),
    };
    flow *f = flow_new();
    sip_facts *facts[G_N_ELEMENTS(texts)];

    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        facts[i] = flow_feed_text(f, texts[i], 10);
        for (size_t k = 0; k < i; k++)
            g_assert_true(facts[i]->transaction != facts[k]->transaction);
    }
    flow_free(f);
}

/* Values of any length are told apart by their last byte. */
static void test_long_values(void)
{
    static const size_t lengths[] = { 1, 7, 8, 9, 63, 255, 256, 1024, 4096, 4097, 9000, 65536 };
    flow *f = flow_new();

    for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++) {
        g_autofree char *value = g_strnfill(lengths[i], 'x');
        g_autofree char *branch = g_strconcat("z9hG4bK", value, NULL);
        char *last = branch + strlen(branch) - 1;
        const sip_facts *one, *other;

        one = FEED(f, REQ("INVITE", 1, .branch = branch));
        g_assert_true(FEED(f, RES(200, "INVITE", 1, .branch = branch))->transaction
                      == one->transaction);
        *last = 'y';
        other = FEED(f, REQ("INVITE", 1, .branch = branch));
        g_assert_true(other->transaction != one->transaction);
        one = FEED(f, REQ("INVITE", 1, .call_id = value, .from = value, .sent_by = value));
        g_assert_true(
            FEED(f, RES(200, "INVITE", 1, .call_id = value, .from = value, .sent_by = value))
                ->transaction
            == one->transaction);
        value[lengths[i] - 1] = 'y';
        other = FEED(f, REQ("INVITE", 1, .call_id = value));
        g_assert_true(other->transaction->call != one->transaction->call);
    }
    flow_free(f);
}

/* }}} */
/* {{{ any bytes whatever */

#define MUTATIONS 200000
#define SECONDS_MAX 60 /* with sanitizers on a slow machine; without about one */

static const step seeds[] = {
    REQ("INVITE", 1, .sdp = SDP_QOS("none", "none"), .headers = IMS "Supported: 100rel\r\n"),
    RES(183, "INVITE", 1, .sdp = SDP_QOS("none", "none"), .headers = RELIABLE("1")),
    REQ("PRACK", 2, .to = "b", .headers = RACK("1")),
    RES(200, "PRACK", 2),
    REQ("UPDATE", 3, .to = "b", .sdp = SDP_QOS("sendrecv", "none")),
    RES(180, "INVITE", 1, .hop = 2),
    RES(200, "INVITE", 1, .sdp = SDP_PLAIN),
    REQ("ACK", 1, .to = "b"),
    REQ("CANCEL", 1),
    RES(401, "INVITE", 1,
        .headers = "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", algorithm=AKAv1-MD5\r\n"),
    RES(503, "INVITE", 1, .headers = "Retry-After: 5\r\nContact: <sip:c@c.example>\r\n"),
    REQ("INVITE", 2, .headers = "Authorization: Digest nonce=\"n\", response=\"r\"\r\n"),
    RES(302, "INVITE", 2, .headers = "Contact: <sip:c@c.example>, <sip:d@d.example>\r\n"),
    REQ("BYE", 4, .from = "b", .to = "a"),
};

/* xorshift64*: the same numbers everywhere. */
static uint64_t random_state;

static unsigned random_below(unsigned most)
{
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return (unsigned)((random_state * 0x2545F4914F6CDD1Du) >> 33) % most;
}

/* Changes a few bytes of TEXT, or exchanges a part of it for one of OTHER. */
static void mutate(GString *text, const GString *other)
{
    static const char bytes[] = "\0\r\n\t \"\\<>;=,:09azA/\x80\xff";

    for (unsigned times = random_below(4); times > 0 && text->len > 0; times--) {
        unsigned at = random_below((unsigned)text->len);
        unsigned len = random_below(20);

        switch (random_below(6)) {
        case 0:
            text->str[at] = bytes[random_below(sizeof bytes - 1)];
            break;
        case 1:
            text->str[at] = (char)(text->str[at] ^ (1 << random_below(8)));
            break;
        case 2:
            g_string_erase(text, at, MIN(len, (gssize)(text->len - at)));
            break;
        case 3:
            g_string_insert_len(text, at, bytes, random_below(sizeof bytes));
            break;
        case 4:
            at = random_below((unsigned)other->len);
            g_string_insert_len(text, random_below((unsigned)text->len), other->str + at,
                                MIN(len, (gssize)(other->len - at)));
            break;
        default: /* a digit of what numbers, tags and branches are made of */
            if (g_ascii_isdigit(text->str[at]))
                text->str[at] = (char)('0' + random_below(10));
        }
    }
    if (random_below(50) == 0)
        g_string_truncate(text, random_below((unsigned)text->len + 1));
}

/* Asks all that can be asked of a message; the answers must not crash. */
static void ask(const sip_facts *facts, int64_t now)
{
    int64_t time;

    for (const sip_expectation *e = facts->expectations; e; e = e->next) {
        g_autofree char *word = sip_expectation_word(e);

        g_assert_cmpuint(strlen(word), <, 200);
        g_assert_cmpint(sip_expectation_status(e, now, false), <=, SIP_NEXT_UNKNOWN);
        g_assert_cmpint(sip_expectation_status(e, now, true), <=, SIP_NEXT_UNKNOWN);
    }
    sip_flow_is_missing(facts, now);
    sip_flow_is_slow(facts);
    sip_flow_is_crossed(facts);
    sip_flow_is_stray(facts);
    sip_call_outcome(facts->transaction->call, true, 0);
    if (!facts->row) {
        sip_flow_final(facts);
        return;
    }
    g_assert_nonnull(sip_flow_origin(facts));
    g_assert_cmpint(sip_flow_verdict(facts, facts->seen.time), <=, SIP_VERDICT_COUNT);
    sip_flow_setup_time(facts, &time);
    sip_flow_ring_delay(facts, &time);
}

static void test_mutations(void)
{
    GString *texts[G_N_ELEMENTS(seeds)];
    GString *text = g_string_new(NULL);
    flow *f = flow_new();
    double quarter = 0, total;
    unsigned messages = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(seeds); i++) {
        g_autofree char *seed = step_text(&seeds[i]);

        texts[i] = g_string_new(seed);
    }
    random_state = 20240607;
    g_test_timer_start();
    for (unsigned i = 0; i < MUTATIONS; i++) {
        const GString *seed = texts[random_below(G_N_ELEMENTS(seeds))];
        int after = (int)random_below(600) - 20;
        sip_facts *facts;

        g_string_truncate(text, 0);
        g_string_append_len(text, seed->str, (gssize)seed->len);
        mutate(text, texts[random_below(G_N_ELEMENTS(seeds))]);
        facts = flow_feed_text(f, (sip_slice){ text->str, text->len }, after);
        if (facts) {
            messages++;
            ask(facts, f->seen.time);
        }
        if (i == MUTATIONS / 4)
            quarter = g_test_timer_elapsed();
    }
    total = g_test_timer_elapsed();
    g_test_message("%u messages in %.2f s, the first quarter of them in %.2f s", messages, total,
                   quarter);
    g_assert_cmpuint(messages, >, MUTATIONS / 2);
    g_assert_cmpfloat(total, <, SECONDS_MAX);
    for (size_t i = 0; i < G_N_ELEMENTS(seeds); i++)
        g_string_free(texts[i], TRUE);
    g_string_free(text, TRUE);
    flow_free(f);
}

/* All that a list is made of, over and over in one call: no step may go through all of it. */
static void test_long_lists(void)
{
    static const step kinds[] = {
        RES(183, "INVITE", 1, .headers = RELIABLE("1")), /* responses, origins, expectations */
        RES(486, "INVITE", 1, .headers = "Retry-After: 3600\r\n"), /* of one identity */
        REQ("INVITE", 1),                                          /* transactions */
        REQ("ACK", 1),
        RES(200, "UPDATE", 1),
    };

    for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++) {
        flow *f = flow_new();

        g_test_timer_start();
        for (unsigned i = 0; i < 20000; i++) {
            g_autofree char *tag = g_strdup_printf("b%u", i);
            step s = kinds[k];

            s.to = tag;
            if (s.status == 0 || i % 2)
                s.cseq = i;
            ask(flow_feed(f, &s), f->seen.time);
        }
        g_assert_cmpfloat(g_test_timer_elapsed(), <, SECONDS_MAX);
        flow_free(f);
    }
}

/* }}} */

int main(int argc, char **argv)
{
    feed_begin(&argc, &argv);
    g_test_add_func("/transaction/members", test_members);
    g_test_add_func("/transaction/old-branch", test_old_branch);
    g_test_add_func("/transaction/no-branch", test_no_branch);
    g_test_add_func("/transaction/via-forms", test_via_forms);
    g_test_add_func("/transaction/cancel", test_cancel);
    g_test_add_func("/transaction/other-cancel", test_other_cancel);
    g_test_add_func("/transaction/ack", test_ack);
    g_test_add_func("/transaction/ack-on-hops", test_ack_on_hops);
    g_test_add_func("/transaction/forked-ack", test_forked_ack);
    g_test_add_func("/transaction/ack-far-back", test_ack_far_back);
    g_test_add_func("/transaction/gap", test_gap);
    g_test_add_func("/transaction/copies-of-retransmissions", test_copies_of_retransmissions);
    g_test_add_func("/transaction/reliable-again", test_reliable_again);
    g_test_add_func("/transaction/different", test_different);
    g_test_add_func("/transaction/final", test_final);
    g_test_add_func("/transaction/response-first", test_response_first);
    g_test_add_func("/transaction/many-responses", test_many_responses);
    g_test_add_func("/transaction/shared-branch", test_shared_branch);
    g_test_add_func("/transaction/odd", test_odd);
    g_test_add_func("/transaction/nul", test_nul);
    g_test_add_func("/transaction/long-values", test_long_values);
    g_test_add_func("/transaction/mutations", test_mutations);
    g_test_add_func("/transaction/long-lists", test_long_lists);
    return feed_end();
}
