/* outcome.c - how a call goes: its attempts, its answer and its end.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "outcome.h"

#include "asked.h"

#define RINGING 180            /* RFC 3261 §21.1.2 */
#define REQUEST_TERMINATED 487 /* RFC 3261 §21.4.25 */
#define SECOND G_GINT64_CONSTANT(1000000000)

/* {{{ what a message is to its call */

static bool is_initial(const sip_facts *facts)
{
    return facts->method == SIP_METHOD_INVITE && !facts->transaction->in_dialog;
}

/* Was an INVITE whose request is not in the capture one within the dialog? So it is where the call
 * was answered before. */
static bool is_reinvite(const sip_call *call, const sip_facts *response)
{
    const sip_transaction *transaction = response->transaction;

    if (transaction->request || transaction->method != SIP_METHOD_INVITE)
        return false;
    return call->answer ? call->answer->transaction->cseq != transaction->cseq : call->confirmed;
}

/* The hop next to the caller, as far as it is in the capture, and who sends there: a server that
 * begins the call anew under the same Call-ID is another one. */
static void note_hop(sip_call *call, const sip_facts *facts)
{
    if (call->caller_hop != 0 && facts->hop >= call->caller_hop)
        return;
    call->caller_hop = facts->hop;
    call->caller_sent_by = facts->transaction->sent_by;
}

static bool is_of_caller(const sip_call *call, const sip_facts *facts)
{
    return facts->hop <= call->caller_hop && facts->transaction->sent_by == call->caller_sent_by;
}

/* Is who began the call known to have called? A capture may begin within it. */
static bool knows_caller(const sip_call *call)
{
    unsigned tries = 0;

    for (const sip_transaction *t = call->invites; t && tries < SIP_INVITES_MAX;
         t = t->older, tries++)
        if (t->request && !t->in_dialog)
            return true;
    return false;
}

/* }}} */
/* {{{ attempts */

/* After a refusal that is no end (challenge, redirect, smaller offer), or of another target, an
 * INVITE opens the call again: what the attempt before has left counts no more. */
static void begin_attempt(sip_call *call, const sip_facts *facts)
{
    bool later =
        !facts->row || (call->final && facts->transaction->cseq > call->final->transaction->cseq);

    if (call->answer || !call->final || !later || facts->hop > call->caller_hop)
        return;
    call->caller_sent_by = facts->transaction->sent_by;
    call->outcome = SIP_OUTCOME_OPEN;
    call->final = NULL;
    call->ringing = NULL;
    call->cancel = NULL;
    call->bye = NULL;
    call->ended_by = SIP_SIDE_UNKNOWN;
    call->sessions = NULL;
    call->n_sessions = 0;
}

bool sip_outcome_ran_out(const sip_facts *response)
{
    const sip_transaction *transaction = response->transaction;
    int64_t seconds = transaction->asked ? transaction->asked->expires : 0;

    return response->status == REQUEST_TERMINATED && seconds > 0
           && response->seen.time >= transaction->request->seen.time + (seconds - 1) * SECOND;
}

bool sip_outcome_rings(const sip_call *call, uint64_t dialog)
{
    unsigned tries = 0;

    if (!call->ringing || dialog == 0 || call->ringing->dialog == dialog)
        return call->ringing != NULL;
    for (const sip_facts *r = call->responses; r && tries < SIP_ORIGINS_MAX;
         r = r->older_origin, tries++)
        if (r->status == RINGING && r->dialog == dialog)
            return true;
    return false;
}

/* What a final response to the initial INVITE makes of the call: what its code says, if the rest of
 * the call bears it out. */
static sip_outcome outcome_of(const sip_call *call, const sip_facts *facts)
{
    sip_outcome outcome = facts->row->outcome;
    bool given_up = call->cancel || call->bye || !facts->transaction->request;

    if (outcome == SIP_OUTCOME_CANCELLED && !given_up)
        outcome = sip_outcome_ran_out(facts) ? SIP_OUTCOME_NO_ANSWER : SIP_OUTCOME_FAILED;
    if (outcome == SIP_OUTCOME_NO_ANSWER && !call->ringing)
        return SIP_OUTCOME_FAILED;
    return outcome;
}

/* The answer that the caller gets decides: on hops behind the first one a proxy may yet fork,
 * redirect or try elsewhere. */
static void take_final(sip_call *call, sip_facts *facts)
{
    if (facts->status < 300) {
        if (!call->answer)
            call->answer = facts;
        call->final = call->answer;
        call->outcome = SIP_OUTCOME_ANSWERED;
    } else if (!call->answer && is_of_caller(call, facts)) {
        call->final = facts;
        call->outcome = outcome_of(call, facts);
    }
}

/* }}} */
/* {{{ cancelling */

/* Is it the 2xx to a CANCEL of the caller that the capture lacks? */
static bool proves_cancel(const sip_call *call, const sip_facts *facts)
{
    unsigned tries = 0;

    if (facts->method != SIP_METHOD_CANCEL || facts->transaction->request || facts->status < 200
        || facts->status >= 300)
        return false;
    for (const sip_transaction *t = call->invites; t && tries < SIP_INVITES_MAX;
         t = t->older, tries++)
        if (t->cseq == facts->transaction->cseq && t->sent_by == facts->transaction->sent_by)
            return !t->in_dialog && (!t->request || is_of_caller(call, t->request));
    return !call->invites;
}

/* Is the CANCEL that of the caller? A proxy cancels branches, and the call goes on (RFC 3261
 * §16.10). */
static bool is_callers_cancel(const sip_call *call, const sip_facts *cancel)
{
    unsigned tries = 0;

    if (cancel->transaction->in_dialog)
        return false;
    for (const sip_transaction *t = call->invites; t && tries < SIP_INVITES_MAX;
         t = t->older, tries++)
        if (t->cancel == cancel)
            return !t->request || is_of_caller(call, t->request);
    return true;
}

static void note_cancel(sip_call *call, sip_facts *facts)
{
    if (call->cancel)
        return;
    call->cancel = facts;
    call->ended_by = SIP_SIDE_CALLER;
}

/* }}} */
/* {{{ ending */

static bool has_bye(const sip_call *call, uint64_t dialog)
{
    unsigned tries = 0;

    for (const sip_transaction *t = call->transactions; t && tries < SIP_INVITES_MAX;
         t = t->older, tries++)
        if (t->method == SIP_METHOD_BYE && t->request && t->request->dialog == dialog)
            return true;
    return false;
}

/* Is another dialog of a forked call answered and not ended (RFC 3261 §13.2.2.4)? */
static bool other_dialog_lives(const sip_call *call, const sip_facts *bye)
{
    unsigned tries = 0;

    for (const sip_facts *r = call->responses; r && tries < SIP_ORIGINS_MAX;
         r = r->older_origin, tries++)
        if (sip_is_answer(r) && is_initial(r) && r->dialog != bye->dialog
            && !has_bye(call, r->dialog))
            return true;
    return false;
}

/* BYE, or the 2xx to one that the capture lacks, ends its own dialog alone (RFC 3261 §15). */
static void note_bye(sip_call *call, sip_facts *facts)
{
    if (call->bye || other_dialog_lives(call, facts))
        return;
    call->bye = facts;
    call->ended_by = knows_caller(call) ? (sip_side)facts->side : SIP_SIDE_UNKNOWN;
    /* What was refused has no dialog: it was a re-INVITE, which the capture does not show. */
    if (call->final && call->final->status >= 300 && !call->final->transaction->request) {
        call->final = NULL;
        call->outcome = SIP_OUTCOME_OPEN;
        call->confirmed = true;
    }
}

/* What comes of another dialog of a forked call shows that BYE has not ended the call. 487 ends the
 * INVITE on behalf of them all. */
static void doubt_bye(sip_call *call, const sip_facts *facts)
{
    if (!call->bye || facts->dialog == 0 || facts->dialog == call->bye->dialog
        || facts->status == REQUEST_TERMINATED || has_bye(call, facts->dialog))
        return;
    call->bye = NULL;
    call->ended_by = SIP_SIDE_UNKNOWN;
}

/* }}} */
/* {{{ following */

void sip_outcome_take_request(sip_call *call, sip_facts *facts)
{
    if (is_initial(facts)) {
        begin_attempt(call, facts);
        note_hop(call, facts);
    } else if (facts->method == SIP_METHOD_CANCEL && is_callers_cancel(call, facts)) {
        note_cancel(call, facts);
    } else if (facts->method == SIP_METHOD_BYE) {
        note_bye(call, facts);
    } else if (facts->method == SIP_METHOD_ACK && facts->dialog != 0) {
        call->confirmed = true; /* RFC 3261 §13.2.2.4 */
    }
}

static void take_initial_response(sip_call *call, sip_facts *facts)
{
    begin_attempt(call, facts);
    note_hop(call, facts);
    if (facts->status == RINGING && !call->ringing)
        call->ringing = facts;
    if (facts->status < 200)
        return;
    doubt_bye(call, facts);
    take_final(call, facts);
}

void sip_outcome_take_response(sip_call *call, sip_facts *facts)
{
    bool success = facts->status >= 200 && facts->status < 300;

    if (is_reinvite(call, facts))
        facts->transaction->in_dialog = true;
    call->confirmed = call->confirmed || sip_is_answer(facts);
    if (is_initial(facts))
        take_initial_response(call, facts);
    else if (proves_cancel(call, facts))
        note_cancel(call, facts);
    else if (facts->method == SIP_METHOD_BYE && success && !facts->transaction->request)
        note_bye(call, facts);
}

/* }}} */
/* {{{ asking */

/* Was the call refused in a way that asks for another try, which may still come? By 64*T1 no
 * transaction of the caller is left (RFC 3261 §17). */
static bool may_go_on(const sip_call *call, int64_t latest)
{
    const sip_facts *final = call->final;

    if (!final || latest > final->seen.time + 64 * sip_call_t1(call))
        return false;
    return final->row->verdict == SIP_VERDICT_RENEGOTIATE
           || (final->row->verdict == SIP_VERDICT_CHALLENGE && final->login < SIP_LOGIN_FAILED);
}

/* No response for 64*T1 is as good as a 408 (RFC 3261 §8.1.3.1, §17.1.1.2): timer B of the latest
 * initial INVITE next to the caller. */
static bool timed_out(const sip_call *call, int64_t latest)
{
    unsigned tries = 0;

    for (const sip_transaction *t = call->invites; t && tries < SIP_INVITES_MAX;
         t = t->older, tries++)
        if (!t->in_dialog && t->request && t->request->hop == call->caller_hop)
            return !t->responses && !t->ack
                   && latest > t->request->seen.time + 64 * sip_call_t1(call);
    return false;
}

/* With no final response 64*T1 after CANCEL, the INVITE counts as cancelled (RFC 3261 §9.1). */
static bool was_cancelled(const sip_call *call, int64_t latest)
{
    return call->cancel && latest > call->cancel->seen.time + 64 * sip_call_t1(call);
}

/* A dialog that ends without an INVITE in the capture was there before: had that one not been
 * answered, its final response would follow the BYE (RFC 3261 §15.1.2). */
static bool was_answered(const sip_call *call)
{
    return call->confirmed || (call->bye && call->bye->transaction->final && !call->invites);
}

sip_outcome sip_call_outcome(const sip_call *call, bool ended, int64_t latest)
{
    sip_outcome outcome = call->outcome;

    if (outcome == SIP_OUTCOME_FAILED && may_go_on(call, latest))
        outcome = SIP_OUTCOME_OPEN;
    else if (outcome == SIP_OUTCOME_OPEN && was_answered(call))
        outcome = SIP_OUTCOME_ANSWERED;
    else if (outcome == SIP_OUTCOME_OPEN && was_cancelled(call, latest))
        outcome = SIP_OUTCOME_CANCELLED;
    else if (outcome == SIP_OUTCOME_OPEN && timed_out(call, latest))
        outcome = SIP_OUTCOME_FAILED;
    return ended && outcome == SIP_OUTCOME_OPEN ? SIP_OUTCOME_UNFINISHED : outcome;
}

/* }}} */
