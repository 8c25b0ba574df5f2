/* session_checks.c - what must hold of the facts of a capture, whatever its messages are.
 *
 * The n-th message, from 0, has its number in seen.frame, which tells the order of any two.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "session_checks.h"

#include "call.h"
#include "flow.h"
#include "fuzz.h"
#include "hint.h"
#include "known_flow.h"
#include "kpi.h"
#include "outcome.h"
#include "summary.h"
#include "transaction.h"

/* EARLIER is absent, or came before LATER. */
static void check_before(const sip_facts *earlier, const sip_facts *later)
{
    g_assert_true(!earlier || earlier->seen.frame < later->seen.frame);
}

/* {{{ a message */

/* The sendings of a message: each points to one before it. */
static void check_sending(const sip_facts *facts)
{
    const sip_facts *resent[SIP_FLOW_RESENT_MAX], *first = sip_facts_first((sip_facts *)facts);
    unsigned n = 0;

    if (facts->sending != SIP_SENDING_FIRST) {
        g_assert_nonnull(facts->repeats);
        check_before(facts->repeats, facts);
        g_assert_true(facts->repeats->transaction == facts->transaction);
        g_assert_true(!facts->row == !facts->repeats->row);
        g_assert_cmpuint(sip_flow_resent(facts, resent), ==, 0);
        return;
    }
    g_assert_true(first == facts && !facts->repeats);
    for (const sip_facts *f = facts->last_sending; f != facts; f = f->older, n++) {
        g_assert_cmpint(f->sending, ==, SIP_SENDING_RETRANSMISSION);
        g_assert_nonnull(f->older);
        check_before(f->older, f);
    }
    g_assert_cmpuint(sip_times_resent(facts), ==, n);
    g_assert_cmpuint(sip_flow_resent(facts, resent), ==, MIN(n, SIP_FLOW_RESENT_MAX));
}

static void check_response(const sip_facts *facts)
{
    const sip_facts *first = sip_facts_first((sip_facts *)facts);
    const sip_facts *origin = sip_flow_origin(facts);

    g_assert_true(facts->row != NULL);
    g_assert_nonnull(origin);
    g_assert_cmpuint(origin->seen.frame, <=, first->seen.frame);
    g_assert_true(origin->origin == origin && origin->status == facts->status);
    check_before(facts->older_origin, facts);
    if (facts->sending == SIP_SENDING_FIRST)
        check_before(facts->older, facts);
    if (facts->unmet)
        fuzz_check_text(facts->unmet->media, SIP_CALL_URI_MAX);
}

static void check_expectations(const sip_facts *facts, int64_t latest)
{
    unsigned n = 0;

    for (const sip_expectation *e = facts->expectations; e; e = e->next, n++) {
        g_autofree char *word = sip_expectation_word(e);

        g_assert_true(e->response == facts);
        g_assert_cmpuint(e->n_wanted, <=, SIP_WANTED_MAX);
        /* The first NOTIFY may overtake the response to SUBSCRIBE (RFC 6665 §4.1.2.4); an ACK or a
         * PRACK stands before what it names where the capture has them swapped. */
        if (e->seen && e->seen->method != SIP_METHOD_NOTIFY && !sip_hint_acknowledges(e->hint))
            check_before(facts, e->seen);
        g_assert_cmpint(sip_expectation_status(e, latest, false), <=, SIP_NEXT_UNKNOWN);
        g_assert_cmpint(sip_expectation_status(e, latest, true), <, SIP_NEXT_UNKNOWN);
        g_assert_true(g_utf8_validate(word, -1, NULL));
    }
    g_assert_cmpuint(n, <=, SIP_HINT_KINDS);
}

/* All that a place in the flow can be asked for. */
static void ask(const sip_facts *facts, int64_t latest)
{
    const sip_known_flow *flow = sip_known_flows_find(fuzz_tables()->flows, facts);
    int64_t time;
    uint32_t seconds;

    if (flow)
        g_assert_cmpuint(sip_known_flow_step(flow, facts), <=, SIP_STEPS_MAX);
    sip_flow_final(facts);
    sip_flow_validity(facts, &seconds);
    sip_flow_is_missing(facts, latest);
    sip_flow_is_stray(facts);
    sip_flow_is_slow(facts);
    sip_flow_is_unmet(facts);
    sip_flow_is_crossed(facts);
    sip_problems(facts, latest);
    if (!facts->row)
        return;
    sip_flow_setup_time(facts, &time);
    sip_flow_ring_delay(facts, &time);
    g_assert_cmpint(sip_flow_verdict(facts, latest), <=, SIP_VERDICT_COUNT);
}

static void check_facts(const sip_facts *facts, int64_t latest)
{
    g_assert_nonnull(facts->transaction);
    g_assert_nonnull(facts->transaction->call);
    g_assert_cmpint(facts->method, <, SIP_METHOD_COUNT);
    g_assert_cmpint(facts->verdict, <=, SIP_VERDICT_COUNT);
    g_assert_cmpint(facts->login, <=, SIP_LOGIN_REPEATED);
    g_assert_cmpint(facts->phase, <, SIP_PHASE_COUNT);
    check_sending(facts);
    if (facts->status > 0 || facts->row)
        check_response(facts);
    check_expectations(facts, latest);
    ask(facts, latest);
}

/* }}} */
/* {{{ transactions and calls */

static void check_transaction(const sip_transaction *transaction, const sip_call *call)
{
    /* Of CANCEL the first one behind the INVITE is named, which may be a retransmission. */
    const sip_facts *named[] = { transaction->request, transaction->final, transaction->ack };

    g_assert_true(transaction->call == call);
    g_assert_true(transaction->request || transaction->responses || transaction->ack);
    for (unsigned i = 0; i < G_N_ELEMENTS(named); i++)
        g_assert_true(!named[i] || named[i]->sending == SIP_SENDING_FIRST);
    g_assert_true(!transaction->final || transaction->final->status >= 200);
    for (const sip_facts *r = transaction->responses; r; r = r->older) {
        g_assert_true(r->row && r->transaction == transaction);
        check_before(r->older, r);
    }
}

/* MOST is how many transactions there can be: one a message. */
static void check_transactions(const sip_call *call, unsigned most)
{
    const sip_transaction *lists[] = { call->invites, call->transactions };
    unsigned n = 0;

    for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++)
        for (const sip_transaction *t = lists[i]; t; t = t->older) {
            g_assert_cmpuint(++n, <=, most);
            check_transaction(t, call);
        }
    g_assert_cmpuint(n, >, 0);
}

static void check_open(const sip_call *call)
{
    unsigned n = 0;

    for (const sip_expectation *e = call->expectations; e; e = e->next_open)
        g_assert_cmpuint(++n, <=, SIP_OPEN_MAX);
    n = 0;
    for (const sip_session *s = call->sessions; s; s = s->next)
        g_assert_cmpuint(++n, <=, SIP_SESSIONS_MAX);
    g_assert_cmpuint(n, ==, call->n_sessions);
}

static void check_call(const sip_call *call, unsigned most, int64_t latest)
{
    g_autoptr(GPtrArray) messages = sip_call_messages(call);
    sip_summary summary;

    fuzz_check_text(call->from, SIP_CALL_URI_MAX);
    fuzz_check_text(call->to, SIP_CALL_URI_MAX);
    g_assert_cmpint(sip_call_outcome(call, true, INT64_MAX), <, SIP_OUTCOME_COUNT);
    g_assert_cmpint(sip_call_t1(call), >, 0);
    check_transactions(call, most);
    check_open(call);
    g_assert_cmpuint(messages->len, <=, most);
    for (unsigned i = 1; i < messages->len; i++)
        check_before(messages->pdata[i - 1], messages->pdata[i]);
    sip_summarise(call, true, INT64_MAX, &summary);
    g_assert_cmpint(summary.outcome, !=, SIP_OUTCOME_OPEN);
    sip_call_problems(call, latest);
}

/* }}} */

static uint64_t side_of(uint64_t endpoint)
{
    return endpoint % 4;
}

static void check_kpi(const GPtrArray *facts, int64_t latest)
{
    sip_kpi *kpi = sip_kpi_new();

    for (unsigned i = 0; i < facts->len; i++)
        sip_kpi_take(kpi, facts->pdata[i]);
    sip_kpi_result_free(sip_kpi_results(kpi, latest, NULL));
    sip_kpi_result_free(sip_kpi_results(kpi, latest, side_of));
    sip_kpi_free(kpi);
}

void session_check(const GPtrArray *facts, int64_t latest)
{
    for (unsigned i = 0; i < facts->len; i++) {
        const sip_facts *f = facts->pdata[i];

        g_assert_cmpuint(f->seen.frame, ==, i + 1);
        check_facts(f, latest);
        if (f->transaction->call->first == f)
            check_call(f->transaction->call, facts->len, latest);
    }
    check_kpi(facts, latest);
}
