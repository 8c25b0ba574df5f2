/* session.c - what is offered and answered in the dialogs of a call: its preconditions.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "session.h"

#include "text.h"

#define NOT_ACCEPTABLE_HERE 488 /* RFC 3261 §21.4.26: its SDP says what is possible */
/* Bytes kept of the name of a media type. */
#define SIP_MEDIA_MAX 16

/* The session of a dialog; NULL: none is known. */
static sip_session *find_session(const sip_call *call, uint64_t dialog)
{
    sip_session *session = call->sessions;

    while (session && session->dialog != dialog)
        session = session->next;
    return session;
}

const sip_precondition *sip_call_qos(const sip_call *call, uint64_t dialog)
{
    const sip_session *session = find_session(call, dialog);

    if (!session)
        session = find_session(call, 0); /* nothing is known but the first offer */
    return session ? &session->qos : NULL;
}

/* The session of the dialog, which begins with what the INVITE offered (RFC 3261 §13.2.2.4). With
 * SIP_SESSIONS_MAX, the last one stands for all that come. */
static sip_session *find_or_make(sip_arena *arena, sip_call *call, uint64_t dialog)
{
    sip_session *session = find_session(call, dialog);
    const sip_precondition *offered = sip_call_qos(call, 0);

    if (session)
        return session;
    if (call->n_sessions == SIP_SESSIONS_MAX)
        return call->sessions;
    session = SIP_ARENA_NEW(arena, sip_session);
    session->dialog = dialog;
    if (offered)
        session->qos = *offered;
    session->next = call->sessions;
    call->sessions = session;
    call->n_sessions++;
    return session;
}

/* The SDP of a response to INVITE that counts is the first one of its dialog; what later ones
 * repeat is to be ignored (RFC 3261 §13.2.1). */
static bool is_repeated(sip_session *session, const sip_facts *facts)
{
    uint64_t invite = (uint64_t)facts->transaction->cseq << 8 | facts->side; /* never 0 */

    if (!facts->row || facts->method != SIP_METHOD_INVITE || facts->status >= 300)
        return false;
    if (session->invite == invite)
        return true;
    session->invite = invite;
    return false;
}

/* An offer that may be refused: then all is as it was (RFC 3311 §5.3, RFC 3261 §14.1). */
static void remember(sip_session *session, const sip_facts *facts)
{
    if (facts->row || !facts->transaction->in_dialog)
        return;
    session->before = session->qos;
    session->offer = facts->transaction->cseq;
    session->offer_side = (sip_side)facts->side;
}

/* Each offer and answer once, on the hop where it first appears. */
void sip_session_take(sip_arena *arena, const sip_message *msg, sip_slice sdp, sip_facts *facts)
{
    sip_call *call = facts->transaction->call;
    const sip_facts *request = facts->transaction->request;
    bool from_caller = (facts->side == SIP_SIDE_CALLER) == !facts->row;
    bool answers = facts->row ? request && request->has_sdp : facts->method == SIP_METHOD_ACK;
    sip_session *session;
    sip_key key = { 0, 0 };

    if (!msg->complete || (facts->row && facts->status == NOT_ACCEPTABLE_HERE)
        || (!call->sessions && !sip_sdp_has_qos(sdp)))
        return;
    session = find_or_make(arena, call, facts->dialog);
    sip_key_add(&key, facts->transaction->cseq);
    sip_key_add(&key, facts->method * 1000u + facts->status);
    sip_key_add(&key, from_caller);
    if (key.low == session->last_sdp || is_repeated(session, facts))
        return;
    session->last_sdp = key.low;
    remember(session, facts);
    sip_precondition_feed(&session->qos, sdp, from_caller,
                          answers ? SIP_SDP_ANSWER : SIP_SDP_OFFER);
    call->mandatory = call->mandatory || sip_precondition_mandatory(&session->qos);
}

void sip_session_refused(const sip_call *call, const sip_facts *refusal)
{
    sip_session *session = find_session(call, refusal->dialog);

    if (!session || session->offer == 0 || session->offer != refusal->transaction->cseq
        || session->offer_side != (sip_side)refusal->side)
        return;
    session->qos = session->before;
    session->offer = 0;
}

/* What alone is open once both sides have spoken; with more than that it cannot be told. */
static bool only_unmet(const sip_call *call, uint64_t dialog, sip_precondition_fault *fault)
{
    const sip_precondition *qos = sip_call_qos(call, dialog);
    sip_precondition_fault another;

    return call->n_sessions > 1 && sip_precondition_unmet(qos, 0, fault)
           && !sip_precondition_unmet(qos, 1, &another);
}

/* What a 580 is about: its SDP should say it (RFC 3312 §8), else what is open by then. */
void sip_session_unmet(sip_arena *arena, sip_slice sdp, sip_facts *facts)
{
    const sip_call *call = facts->transaction->call;
    bool from_caller = facts->side == SIP_SIDE_CALLEE;
    sip_precondition_fault fault;
    sip_unmet *unmet;

    if (!(facts->has_sdp && sip_precondition_failure(sdp, from_caller, &fault))
        && !only_unmet(call, facts->dialog, &fault))
        return;
    unmet = SIP_ARENA_NEW(arena, sip_unmet);
    unmet->media = sip_text_keep(arena, fault.media, SIP_MEDIA_MAX);
    unmet->line = fault.line;
    unmet->segment = fault.segment;
    unmet->direction = fault.direction;
    facts->unmet = unmet;
}
