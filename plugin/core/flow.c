/* flow.c - what the facts of a message say about its place in the flow.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "flow.h"

#include "outcome.h"
#include "transaction.h"

/* RFC 3261 §21.1.2, §21.4.27 */
#define RINGING 180
#define NO_SUCH_CALL 481 /* RFC 3261 §21.4.19 */
#define REQUEST_PENDING 491
#define PRECONDITION_FAILURE 580 /* RFC 3312 §8 */

const sip_facts *sip_flow_final(const sip_facts *request)
{
    return request->method == SIP_METHOD_ACK ? NULL : request->transaction->final;
}

const sip_facts *sip_flow_origin(const sip_facts *response)
{
    return sip_facts_first((sip_facts *)response)->origin;
}

/* Time since the INVITE, which is of the transaction of this response. */
static bool since_invite(const sip_facts *response, int64_t *time)
{
    const sip_facts *invite = response->transaction->request;

    if (!invite || response->method != SIP_METHOD_INVITE)
        return false;
    *time = sip_facts_first((sip_facts *)response)->seen.time - invite->seen.time;
    return true;
}

bool sip_flow_setup_time(const sip_facts *response, int64_t *time)
{
    return response->status >= 200 && response->status < 300 && !response->transaction->in_dialog
           && since_invite(response, time);
}

bool sip_flow_ring_delay(const sip_facts *response, int64_t *time)
{
    const sip_facts *first = sip_facts_first((sip_facts *)response);
    unsigned tries = 0;

    if (response->status != RINGING || response->transaction->in_dialog)
        return false;
    for (const sip_facts *older = first->older; older; older = older->older, tries++)
        if (older->status == RINGING || tries == SIP_RESPONSES_MAX)
            return false;
    return since_invite(response, time);
}

/* They are chained from the last one back. */
unsigned sip_flow_resent(const sip_facts *facts, const sip_facts **again)
{
    unsigned n = 0;

    if (facts->sending != SIP_SENDING_FIRST)
        return 0;
    for (const sip_facts *f = facts->last_sending; f != facts && n < SIP_FLOW_RESENT_MAX;
         f = f->older)
        again[n++] = f;
    for (unsigned i = 0; i < n / 2; i++) {
        const sip_facts *last = again[n - 1 - i];

        again[n - 1 - i] = again[i];
        again[i] = last;
    }
    return n;
}

bool sip_flow_validity(const sip_facts *facts, uint32_t *seconds)
{
    const sip_facts *first = sip_facts_first((sip_facts *)facts);

    *seconds = first->interval;
    if (facts->row ? facts->status >= 300 : facts->method != SIP_METHOD_NOTIFY)
        return false;
    return first->interval > 0;
}

bool sip_flow_is_stray(const sip_facts *facts)
{
    /* A response to ACK has no transaction at all (RFC 3261 §17); that is said already. */
    return facts->row && facts->method != SIP_METHOD_ACK && !facts->transaction->request
           && !facts->transaction->lost;
}

bool sip_flow_is_slow(const sip_facts *facts)
{
    int64_t time;

    return facts->row && facts->sending == SIP_SENDING_FIRST && !facts->older
           && since_invite(facts, &time) && time > SIP_FLOW_SLOW;
}

bool sip_flow_is_unmet(const sip_facts *facts)
{
    return facts->row && facts->status == PRECONDITION_FAILURE
           && facts->sending != SIP_SENDING_COPY;
}

/* Had the sender of the CANCEL not got the 2xx yet? It came later in the capture, or the ACK, which
 * a 2xx brings forth at once (RFC 3261 §13.2.2.4), was still to come. */
static bool crossed_cancel(const sip_facts *answer)
{
    const sip_facts *cancel = answer->transaction->cancel, *ack = answer->transaction->ack;

    if (!cancel)
        return false;
    return cancel->seen.time <= answer->seen.time || (ack && ack->seen.time > cancel->seen.time);
}

/* Did BYE overtake the request? Its sender had not got the other side's BYE yet, and 481 is what it
 * gets then (RFC 5407 §3.2.2, §3.3.3). */
static bool was_overtaken(const sip_facts *response)
{
    const sip_facts *request = response->transaction->request;
    const sip_facts *bye = response->transaction->call->bye, *over;

    if (response->status != NO_SUCH_CALL || !request || !bye || bye == request
        || bye->side == request->side || bye->seen.time > response->seen.time)
        return false;
    over = bye->transaction->final;
    /* Where the end of the BYE is not in the capture: as long as it takes as a rule. */
    return over ? over->seen.time >= request->seen.time
                : request->seen.time - bye->seen.time < sip_call_t1(response->transaction->call);
}

/* Had a request reached the other side before TIME? Any response shows that. */
static bool was_answered_before(const sip_transaction *transaction, int64_t time)
{
    unsigned tries = 0;

    for (const sip_facts *r = transaction->responses; r && tries < SIP_RESPONSES_MAX;
         r = r->older, tries++)
        if (r->seen.time < time)
            return true;
    return false;
}

/* Is it a request of the other side, on its way when REFUSED was sent (RFC 3261 §14.2)? */
static bool was_under_way(const sip_transaction *transaction, const sip_facts *refused)
{
    return (transaction->method == SIP_METHOD_INVITE || transaction->method == SIP_METHOD_UPDATE)
           && transaction->request && transaction->request->side != refused->side
           && transaction->request->dialog == refused->dialog
           && !was_answered_before(transaction, refused->seen.time);
}

/* Is it an offer in a 2xx that was sent again, since the ACK with the answer had not come (RFC 5407
 * §3.1.5)? */
static bool was_repeated(const sip_transaction *transaction, const sip_facts *refused)
{
    const sip_facts *final = transaction->final;

    return transaction->method == SIP_METHOD_INVITE && final && final->status < 300
           && final->has_sdp && final->last_sending != final && transaction->request
           && !transaction->request->has_sdp && final->dialog == refused->dialog;
}

/* Does 491 tell of what crossed? Else the sender of its request had broken RFC 3261 §14.1. */
static bool met_another(const sip_facts *refusal)
{
    const sip_call *call = refusal->transaction->call;
    const sip_transaction *lists[] = { call->invites, call->transactions };
    const sip_facts *refused = refusal->transaction->request;

    if (refusal->status != REQUEST_PENDING || !refused)
        return false;
    for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++) {
        unsigned tries = 0;

        for (const sip_transaction *t = lists[i]; t && tries < SIP_INVITES_MAX;
             t = t->older, tries++)
            if (was_under_way(t, refused) || was_repeated(t, refused))
                return true;
    }
    return false;
}

bool sip_flow_is_crossed(const sip_facts *facts)
{
    if (!facts->row || facts->sending != SIP_SENDING_FIRST)
        return false;
    return met_another(facts) || was_overtaken(facts)
           || (facts->method == SIP_METHOD_INVITE && facts->status >= 200 && facts->status < 300
               && crossed_cancel(facts));
}

/* Was the request given up by a CANCEL, here or on another hop, or by a BYE (RFC 3261 §9.1, §15)?
 */
static bool was_cancelled(const sip_facts *response)
{
    const sip_transaction *transaction = response->transaction;
    const sip_call *call = transaction->call;
    unsigned tries = 0;

    if (response->method == SIP_METHOD_BYE)
        return false; /* it is what ends the others */
    if (transaction->cancel || call->bye || (call->cancel && !transaction->in_dialog)
        || sip_outcome_ran_out(response))
        return true;
    for (const sip_transaction *t = call->invites; t && tries < SIP_INVITES_MAX;
         t = t->older, tries++)
        if (t->cancel && t->cseq == transaction->cseq && t->in_dialog == transaction->in_dialog)
            return true;
    return false;
}

/* Did the same request, changed, never follow? It is told once the dialog went another way,
 * unless that was before it was due, or 64*T1 passed in the capture: after that no transaction of
 * the requester is left (RFC 3261 §17).
 */
static bool was_given_up(const sip_facts *first, int64_t latest)
{
    for (const sip_expectation *e = first->expectations; e; e = e->next)
        if (e->hint->kind == SIP_HINT_NEXT)
            return !e->seen && e->hint->n_expect > 0
                   && ((e->lapsed && e->earliest == 0)
                       || latest > first->seen.time + 64 * sip_call_t1(first->transaction->call));
    return false;
}

static sip_verdict failure_of(const sip_facts *response)
{
    static const sip_verdict failures[] = { SIP_VERDICT_CLIENT_FAILURE, SIP_VERDICT_SERVER_FAILURE,
                                            SIP_VERDICT_GLOBAL_FAILURE };

    return failures[CLAMP(response->row->klass, 4, 6) - 4];
}

sip_retry sip_flow_retry(const sip_facts *response)
{
    const sip_facts *first = sip_facts_first((sip_facts *)response);
    const sip_code *row = response->row;

    if (row->status == 0 || (row->retry_methods & (1u << response->method)) == 0)
        return SIP_RETRY_COUNT;
    for (const sip_expectation *e = first->expectations; e; e = e->next)
        if (row->retry == SIP_RETRY_NEVER && e->hint->after_retry_after)
            return SIP_RETRY_LATER; /* RFC 3261 §20.33 */
    return row->retry;
}

sip_verdict sip_flow_verdict(const sip_facts *response, int64_t latest)
{
    const sip_facts *first = sip_facts_first((sip_facts *)response);

    if (response->row->verdict == SIP_VERDICT_COUNT)
        return SIP_VERDICT_COUNT;
    if (sip_flow_is_stray(response))
        return SIP_VERDICT_STRAY;
    if (first->login == SIP_LOGIN_FAILED || first->login == SIP_LOGIN_REPEATED)
        return SIP_VERDICT_CLIENT_FAILURE;
    if (response->row->verdict == SIP_VERDICT_CANCELLED && !was_cancelled(response))
        return SIP_VERDICT_CLIENT_FAILURE;
    if (was_overtaken(first))
        return SIP_VERDICT_CANCELLED;
    if (response->row->verdict == SIP_VERDICT_RENEGOTIATE && was_given_up(first, latest))
        return failure_of(response);
    return response->row->verdict;
}

/* A response that was to be acknowledged and was not: not before it was sent again, as its sender
 * proves, or not before its time ran out. */
static sip_flow_missing missing_acknowledgement(const sip_facts *response, int64_t latest)
{
    const sip_facts *first = sip_facts_first((sip_facts *)response);
    bool resent = response->sending == SIP_SENDING_RETRANSMISSION;

    /* Without its request, the side that is to acknowledge may not be in the capture at all. */
    if (!resent && !response->transaction->request)
        return SIP_FLOW_NOTHING;
    for (const sip_expectation *e = first->expectations; e; e = e->next) {
        bool prack = response->status < 200;

        if ((e->hint->kind != SIP_HINT_ACK && !prack) || e->lapsed || e->deadline == 0
            || !sip_hint_acknowledges(e->hint))
            continue;
        if (resent ? !e->seen || e->seen->seen.time > response->seen.time
                   : !e->seen && latest > e->deadline)
            return prack ? SIP_FLOW_NO_PRACK : SIP_FLOW_NO_ACK;
    }
    return SIP_FLOW_NOTHING;
}

/* Timers B and F: 64*T1 without a response (RFC 3261 §17.1.1.2, §17.1.2.2). To an INVITE a
 * provisional one stops the timer. */
static bool lacks_response(const sip_facts *request, int64_t latest)
{
    const sip_transaction *transaction = request->transaction;
    bool invite = request->method == SIP_METHOD_INVITE;

    if (request->method == SIP_METHOD_ACK || transaction->lost || transaction->request != request
        || transaction->final || (invite && (transaction->responses || transaction->ack)))
        return false;
    /* A dialog was made by a response: where none is seen, they go another way than the capture. */
    if (transaction->call->confirmed && !transaction->call->responses)
        return false;
    return latest > request->seen.time + 64 * sip_call_t1(transaction->call);
}

sip_flow_missing sip_flow_is_missing(const sip_facts *facts, int64_t latest)
{
    if (facts->sending == SIP_SENDING_COPY)
        return SIP_FLOW_NOTHING;
    if (facts->row)
        return missing_acknowledgement(facts, latest);
    return lacks_response(facts, latest) ? SIP_FLOW_NO_RESPONSE : SIP_FLOW_NOTHING;
}
