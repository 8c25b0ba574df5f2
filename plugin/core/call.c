/* call.c - calls, registrations and subscriptions: what belongs to one, and how it goes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "call.h"

#include "key.h"

/* RFC 3261 §21.1.1, §21.1.2 */
#define TRYING 100
#define RINGING 180

struct sip_calls {
    sip_arena *arena;
    GHashTable *by_key; /* sip_key -> sip_call, in which it stands */
    uint32_t numbered;  /* calls so far */
};

sip_calls *sip_calls_new(sip_arena *arena)
{
    sip_calls *calls = g_new0(sip_calls, 1);

    calls->arena = arena;
    calls->by_key = g_hash_table_new(sip_key_hash, sip_key_equal);
    return calls;
}

void sip_calls_free(sip_calls *calls)
{
    if (!calls)
        return;
    g_hash_table_destroy(calls->by_key);
    g_free(calls);
}

/* {{{ which call */

static const sip_call_kind kinds[SIP_METHOD_COUNT] = {
    [SIP_METHOD_UNKNOWN] = SIP_CALL_OTHER,
    [SIP_METHOD_INVITE] = SIP_CALL_CALL,
    [SIP_METHOD_ACK] = SIP_CALL_CALL,
    [SIP_METHOD_BYE] = SIP_CALL_CALL,
    [SIP_METHOD_CANCEL] = SIP_CALL_CALL,
    [SIP_METHOD_REGISTER] = SIP_CALL_REGISTRATION,
    [SIP_METHOD_OPTIONS] = SIP_CALL_OTHER,
    [SIP_METHOD_PRACK] = SIP_CALL_CALL,
    [SIP_METHOD_SUBSCRIBE] = SIP_CALL_SUBSCRIPTION,
    [SIP_METHOD_NOTIFY] = SIP_CALL_SUBSCRIPTION,
    [SIP_METHOD_PUBLISH] = SIP_CALL_OTHER,
    [SIP_METHOD_INFO] = SIP_CALL_CALL,
    [SIP_METHOD_REFER] = SIP_CALL_SUBSCRIPTION,
    [SIP_METHOD_MESSAGE] = SIP_CALL_OTHER,
    [SIP_METHOD_UPDATE] = SIP_CALL_CALL,
};

/* Call-ID and the tag of one side: two hosts may well make the same Call-ID (RFC 3261 §8.1.1.4 asks
 * for a unique one, not all are). A registration keeps its Call-ID while its tags change. */
static sip_key make_key(const sip_message *msg, uint64_t tag)
{
    bool registration = kinds[msg->method] == SIP_CALL_REGISTRATION;
    sip_key key = { 0, 0 };

    sip_key_add(&key, sip_digest(msg->first[SIP_HEADER_CALL_ID]));
    sip_key_add(&key, registration);
    sip_key_add(&key, registration ? 0 : tag);
    return key;
}

static sip_call *find(sip_calls *calls, const sip_message *msg, uint64_t tag)
{
    sip_key key = make_key(msg, tag);

    return (sip_call *)g_hash_table_lookup(calls->by_key, &key);
}

static sip_call *make_call(sip_calls *calls, const sip_message *msg, uint64_t from_tag)
{
    sip_call *call = SIP_ARENA_NEW(calls->arena, sip_call);

    call->key = make_key(msg, from_tag);
    call->caller_tag = from_tag;
    call->kind = kinds[msg->method];
    if (call->kind == SIP_CALL_CALL)
        call->number = ++calls->numbered;
    g_hash_table_insert(calls->by_key, &call->key, call);
    return call;
}

/* The tag of the side that began the call is in From of its own requests, and in To of the other's.
 */
static sip_call *find_or_make(sip_calls *calls, const sip_message *msg)
{
    uint64_t from = sip_digest(sip_message_tag(msg, SIP_HEADER_FROM));
    sip_call *call = find(calls, msg, from);

    if (!call)
        call = find(calls, msg, sip_digest(sip_message_tag(msg, SIP_HEADER_TO)));
    return call ? call : make_call(calls, msg, from);
}

/* }}} */
/* {{{ joining messages */

/* Where a response first appears: proxies pass on all but 100 (RFC 3261 §16.7) with its status,
 * CSeq and To tag; of each the first to be seen is kept. */
static void find_origin(sip_call *call, sip_facts *facts)
{
    unsigned tries = 0;

    facts->origin = facts;
    if (facts->status == TRYING)
        return;
    for (sip_facts *seen = call->responses; seen && tries < SIP_ORIGINS_MAX;
         seen = seen->older_origin, tries++) {
        if (seen->status == facts->status && seen->tags == facts->tags
            && seen->transaction->cseq == facts->transaction->cseq
            && seen->method == facts->method) {
            facts->origin = seen;
            return;
        }
    }
    facts->older_origin = call->responses;
    call->responses = facts;
}

/* The ACK to a 2xx: the INVITE with its CSeq number that came from the same sender (RFC 3261
 * §13.2.2.4). */
static void join_ack(sip_call *call, sip_facts *ack)
{
    unsigned tries = 0;

    for (sip_transaction *t = call->transactions; t && tries < SIP_INVITES_MAX; t = t->older) {
        if (t->method != SIP_METHOD_INVITE)
            continue;
        tries++;
        if (t->cseq == ack->transaction->cseq && t->sent_by == ack->transaction->sent_by) {
            if (!t->ack)
                t->ack = ack;
            return;
        }
    }
}

/* }}} */
/* {{{ following a call */

static bool is_initial(const sip_facts *facts)
{
    return facts->method == SIP_METHOD_INVITE && !facts->transaction->in_dialog;
}

/* What a final response to the initial INVITE makes of the call: what its code says, if the rest of
 * the call bears it out. */
static sip_outcome outcome_of(const sip_call *call, const sip_facts *facts)
{
    sip_outcome outcome = facts->row->outcome;

    if (outcome == SIP_OUTCOME_CANCELLED && !call->cancel && !call->bye)
        return SIP_OUTCOME_FAILED;
    if (outcome == SIP_OUTCOME_NO_ANSWER && !call->ringing)
        return SIP_OUTCOME_FAILED;
    return outcome;
}

/* The answer that the caller gets decides: on hops behind the first one a proxy may yet fork,
 * redirect or try elsewhere. */
static void take_response(sip_call *call, sip_facts *facts)
{
    if (!is_initial(facts))
        return;
    if (facts->status == RINGING && !call->ringing)
        call->ringing = facts;
    if (facts->status < 200)
        return;
    if (facts->status < 300) {
        if (!call->answer)
            call->answer = facts;
        call->outcome = SIP_OUTCOME_ANSWERED;
    } else if (!call->answer && facts->hop <= call->caller_hop) {
        call->outcome = outcome_of(call, facts);
    }
}

/* A new INVITE after a refusal that is no end (challenge, redirect, smaller offer) opens it again.
 */
static void take_request(sip_call *call, sip_facts *facts, sip_side side)
{
    if (is_initial(facts)) {
        if (call->caller_hop == 0 || facts->hop < call->caller_hop)
            call->caller_hop = facts->hop;
        if (!call->answer)
            call->outcome = SIP_OUTCOME_OPEN;
    } else if (facts->method == SIP_METHOD_CANCEL && !call->cancel) {
        call->cancel = facts;
        call->ended_by = SIP_SIDE_CALLER;
    } else if (facts->method == SIP_METHOD_BYE && !call->bye) {
        call->bye = facts;
        call->ended_by = side;
    }
}

static sip_side side_of(const sip_call *call, const sip_message *msg)
{
    return sip_digest(sip_message_tag(msg, SIP_HEADER_FROM)) == call->caller_tag ? SIP_SIDE_CALLER
                                                                                 : SIP_SIDE_CALLEE;
}

void sip_calls_take(sip_calls *calls, const sip_message *msg, sip_facts *facts)
{
    sip_transaction *transaction = facts->transaction;

    if (!transaction->call) {
        transaction->call = find_or_make(calls, msg);
        transaction->older = transaction->call->transactions;
        transaction->call->transactions = transaction;
        /* Of a request without To tag the response has one: only requests tell. */
        transaction->in_dialog =
            msg->kind == SIP_REQUEST && sip_message_tag(msg, SIP_HEADER_TO).len > 0;
    }
    if (facts->sending != SIP_SENDING_FIRST)
        return;
    if (msg->kind == SIP_RESPONSE) {
        facts->tags = sip_digest(sip_message_tag(msg, SIP_HEADER_TO));
        find_origin(transaction->call, facts);
        take_response(transaction->call, facts);
    } else {
        if (msg->method == SIP_METHOD_ACK && transaction->method == SIP_METHOD_ACK)
            join_ack(transaction->call, facts);
        take_request(transaction->call, facts, side_of(transaction->call, msg));
    }
}

sip_outcome sip_call_outcome(const sip_call *call, bool ended)
{
    if (ended && call->outcome == SIP_OUTCOME_OPEN)
        return SIP_OUTCOME_UNFINISHED;
    return call->outcome;
}

/* }}} */
