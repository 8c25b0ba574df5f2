/* summary.c - a call in one row, and how many problems a message has.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "summary.h"

#include "flow.h"
#include "outcome.h"
#include "transaction.h"

/* The transaction of the initial INVITE that got the final answer, next to the caller. */
static const sip_transaction *decisive(const sip_call *call)
{
    const sip_transaction *found = NULL, *answered = NULL;
    unsigned tries = 0;

    for (const sip_transaction *t = call->invites; t && tries < SIP_INVITES_MAX;
         t = t->older, tries++) {
        if (t->in_dialog || !t->request || t->request->hop != call->caller_hop)
            continue;
        if (t->final && t->final->status < 300)
            answered = t; /* the oldest: behind a server that begins it anew there may be others */
        if (!found)
            found = t; /* the newest */
    }
    return answered ? answered : found;
}

/* The first response to the transaction with this code; among the newest ones. */
static const sip_facts *first_of(const sip_transaction *transaction, unsigned status)
{
    const sip_facts *found = NULL;
    unsigned tries = 0;

    for (const sip_facts *r = transaction->responses; r && tries < SIP_RESPONSES_MAX;
         r = r->older, tries++)
        if (r->status == status)
            found = r;
    return found;
}

static int64_t between(const sip_facts *from, const sip_facts *to)
{
    return from && to ? to->seen.time - from->seen.time : SIP_TIME_UNKNOWN;
}

static const sip_cause *cause_of(const sip_facts *facts)
{
    return facts && facts->details && facts->details->causes ? facts->details->causes->causes
                                                             : NULL;
}

/* BYE and CANCEL say why they are sent; else the refusal does. */
static const sip_cause *first_cause(const sip_call *call)
{
    const sip_cause *cause = cause_of(call->bye);

    if (!cause && !call->answer)
        cause = cause_of(call->cancel);
    return cause ? cause : cause_of(call->final);
}

void sip_summarise(const sip_call *call, bool ended, int64_t latest, sip_summary *out)
{
    const sip_transaction *invite = decisive(call);
    const sip_facts *bye = call->bye && !call->bye->row ? call->bye : NULL; /* not its response */

    *out = (sip_summary){ .outcome = sip_call_outcome(call, ended, latest),
                          .final = call->final,
                          .start = call->first->seen.time,
                          .ring_delay = SIP_TIME_UNKNOWN,
                          .setup_time = SIP_TIME_UNKNOWN,
                          .duration = between(call->answer, bye),
                          .ended_by = call->ended_by,
                          .cause = first_cause(call) };
    if (invite) {
        out->ring_delay = between(invite->request, first_of(invite, 180));
        if (invite->final && invite->final->status < 300) {
            out->setup_time = between(invite->request, invite->final);
            out->duration = between(invite->final, bye);
        }
    }
    /* Other codes may come from any server on the way. */
    if (out->ended_by == SIP_SIDE_UNKNOWN && call->final
        && call->final->row->verdict == SIP_VERDICT_USER)
        out->ended_by = SIP_SIDE_CALLEE;
}

static bool is_failure(sip_verdict verdict)
{
    return verdict == SIP_VERDICT_CLIENT_FAILURE || verdict == SIP_VERDICT_SERVER_FAILURE
           || verdict == SIP_VERDICT_GLOBAL_FAILURE;
}

/* Is the response sent again since its acknowledgement is missing? It is one problem. */
static bool is_missed_again(const sip_facts *first, int64_t latest)
{
    unsigned tries = 0;

    for (const sip_facts *f = first->last_sending; f != first && tries < SIP_RESPONSES_MAX;
         f = f->older, tries++)
        if (sip_flow_is_missing(f, latest) != SIP_FLOW_NOTHING)
            return true;
    return false;
}

unsigned sip_problems(const sip_facts *facts, int64_t latest)
{
    unsigned n = 0;

    if (facts->sending != SIP_SENDING_FIRST)
        return sip_flow_is_missing(facts, latest) != SIP_FLOW_NOTHING;
    n += facts->row && is_failure(sip_flow_verdict(facts, latest));
    n += facts->row && facts->objection;
    n += facts->login == SIP_LOGIN_REPEATED;
    n += sip_flow_is_missing(facts, latest) != SIP_FLOW_NOTHING || is_missed_again(facts, latest);
    n += facts->early;
    for (const sip_breach *b = facts->details ? facts->details->breaches : NULL; b; b = b->next)
        n += b->rule->level == SIP_RULE_MUST;
    return n;
}

static unsigned problems_of(const sip_transaction *transaction, int64_t latest)
{
    unsigned n = 0, tries = 0;

    if (transaction->request)
        n += sip_problems(transaction->request, latest);
    for (const sip_facts *r = transaction->responses; r && tries < SIP_RESPONSES_MAX;
         r = r->older, tries++)
        n += sip_problems(r, latest);
    return n;
}

unsigned sip_call_problems(const sip_call *call, int64_t latest)
{
    const sip_transaction *lists[] = { call->invites, call->transactions };
    unsigned n = 0;

    for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++) {
        unsigned tries = 0;

        for (const sip_transaction *t = lists[i]; t && tries < SIP_PROBLEMS_MAX;
             t = t->older, tries++)
            n += problems_of(t, latest);
    }
    return n;
}

static int by_frame(const void *a, const void *b)
{
    const sip_facts *one = *(const sip_facts *const *)a, *two = *(const sip_facts *const *)b;

    return (one->seen.frame > two->seen.frame) - (one->seen.frame < two->seen.frame);
}

static void add_message(GPtrArray *messages, sip_facts *facts)
{
    if (facts && messages->len < SIP_MESSAGES_MAX)
        g_ptr_array_add(messages, facts);
}

GPtrArray *sip_call_messages(const sip_call *call)
{
    sip_transaction *lists[] = { call->invites, call->transactions };
    GPtrArray *messages = g_ptr_array_new();

    for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++) {
        for (sip_transaction *t = lists[i]; t && messages->len < SIP_MESSAGES_MAX; t = t->older) {
            add_message(messages, t->request);
            if (t->ack && t->ack->transaction == t)
                add_message(messages, t->ack);
            for (sip_facts *r = t->responses; r && messages->len < SIP_MESSAGES_MAX; r = r->older)
                add_message(messages, r);
        }
    }
    g_ptr_array_sort(messages, by_frame);
    return messages;
}

unsigned sip_times_resent(const sip_facts *first)
{
    unsigned n = 0;

    for (const sip_facts *f = first->last_sending; f != first && n < SIP_MESSAGES_MAX; f = f->older)
        n++;
    return n;
}
