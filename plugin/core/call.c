/* call.c - calls, registrations and subscriptions: what belongs to one, and how it goes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "call.h"

#include "key.h"

#include <string.h>

/* RFC 3261 §21.1.1, §21.1.2 */
#define TRYING 100
#define RINGING 180
/* RFC 3312 §8 */
#define PRECONDITION_FAILURE 580
/* Bytes kept of the name of a media type. */
#define SIP_MEDIA_MAX 16

#define SDP "application/sdp"

#define T1 (G_GINT64_CONSTANT(500) * 1000 * 1000) /* ns */

struct sip_calls {
    sip_arena *arena;
    GHashTable *by_key; /* sip_key -> sip_call, in which it stands */
    int64_t t1;
    uint32_t numbered; /* calls so far */
};

sip_calls *sip_calls_new(sip_arena *arena, int64_t t1)
{
    sip_calls *calls = g_new0(sip_calls, 1);

    calls->arena = arena;
    calls->t1 = t1;
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
    call->t1 = calls->t1;
    call->kind = kinds[msg->method];
    if (call->kind == SIP_CALL_CALL)
        call->number = ++calls->numbered;
    g_hash_table_insert(calls->by_key, &call->key, call);
    return call;
}

/* Digests of the tags of a message; 0: it has none. */
typedef struct {
    uint64_t from, to;
} message_tags;

/* The tag of the side that began the call is in From of its own requests, and in To of the other's.
 */
static sip_call *find_or_make(sip_calls *calls, const sip_message *msg, message_tags tags)
{
    sip_call *call = find(calls, msg, tags.from);

    if (!call)
        call = find(calls, msg, tags.to);
    return call ? call : make_call(calls, msg, tags.from);
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
static void take_request(sip_call *call, sip_facts *facts)
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
        call->ended_by = (sip_side)facts->side;
    }
}

/* Expires: 0, or expires=0 of the Contact (RFC 3261 §10.2.2). */
static bool removes_bindings(const sip_message *msg, const sip_facts *facts)
{
    sip_slice expires;

    if (sip_value_param(msg->first[SIP_HEADER_CONTACT], "expires", &expires))
        return sip_slice_equal(expires, "0");
    return msg->first[SIP_HEADER_EXPIRES].ptr && facts->interval == 0;
}

/* What later messages are compared with. */
static void note_contents(sip_call *call, const sip_message *msg, message_tags tags,
                          sip_facts *facts)
{
    sip_slice interval = msg->first[SIP_HEADER_SESSION_EXPIRES], type;
    uint64_t number = 0;

    facts->tags = tags.to;
    facts->length = (uint32_t)MIN(msg->body.len, UINT32_MAX);
    type = msg->first[SIP_HEADER_CONTENT_TYPE];
    facts->has_sdp = msg->body.len > 0 && type.len >= strlen(SDP)
                     && g_ascii_strncasecmp(type.ptr, SDP, strlen(SDP)) == 0;
    if (msg->first[SIP_HEADER_P_ACCESS_NETWORK_INFO].ptr)
        call->ims = true;
    if (msg->kind == SIP_RESPONSE) {
        if (sip_slice_number(msg->first[SIP_HEADER_RSEQ], UINT32_MAX, &number))
            facts->rseq = (uint32_t)number;
        return;
    }
    /* In a registration only the UE asks, and its tags may change. */
    facts->side = call->kind == SIP_CALL_REGISTRATION || tags.from == call->caller_tag
                      ? SIP_SIDE_CALLER
                      : SIP_SIDE_CALLEE;
    if (sip_slice_number(msg->first[SIP_HEADER_RACK], UINT32_MAX, &number))
        facts->rseq = (uint32_t)number;
    if (!interval.ptr)
        interval = msg->first[SIP_HEADER_EXPIRES];
    if (sip_slice_number(interval, UINT32_MAX, &number))
        facts->interval = (uint32_t)number;
    facts->removes = msg->method == SIP_METHOD_REGISTER && removes_bindings(msg, facts);
}

/* Each offer and answer once, on the hop where it first appears. */
static void take_sdp(sip_calls *calls, const sip_message *msg, sip_facts *facts)
{
    sip_call *call = facts->transaction->call;
    const sip_facts *request = facts->transaction->request;
    bool from_caller =
        facts->row ? request && request->side == SIP_SIDE_CALLEE : facts->side == SIP_SIDE_CALLER;
    bool answers = facts->row ? request && request->has_sdp : facts->method == SIP_METHOD_ACK;
    sip_key key = { 0, 0 };

    sip_key_add(&key, facts->transaction->cseq);
    sip_key_add(&key, facts->method * 1000u + facts->status);
    sip_key_add(&key, from_caller);
    if (!msg->complete || key.low == call->last_sdp || (facts->row && facts->status == 488))
        return;
    call->last_sdp = key.low;
    if (!call->qos && sip_sdp_has_qos(msg->body))
        call->qos = SIP_ARENA_NEW(calls->arena, sip_precondition);
    if (call->qos)
        sip_precondition_feed(call->qos, msg->body, from_caller,
                              answers ? SIP_SDP_ANSWER : SIP_SDP_OFFER);
}

/* A transaction's first message puts it into its call. */
static void join_call(sip_calls *calls, const sip_message *msg, message_tags tags,
                      sip_transaction *transaction)
{
    transaction->call = find_or_make(calls, msg, tags);
    transaction->older = transaction->call->transactions;
    transaction->call->transactions = transaction;
    /* Of a request without To tag the response has one: only requests tell. */
    transaction->in_dialog = msg->kind == SIP_REQUEST && tags.to != 0;
}

/* Digest of a tag; 0: none. */
static uint64_t tag_digest(const sip_message *msg, sip_header_id header)
{
    sip_slice tag = sip_message_tag(msg, header);

    return tag.len > 0 ? sip_digest(tag) : 0;
}

/* What a 580 is about: its SDP should say it (RFC 3312 §8), else what is open by then. */
static void note_unmet(sip_calls *calls, const sip_message *msg, sip_facts *facts)
{
    const sip_call *call = facts->transaction->call;
    const sip_facts *request = facts->transaction->request;
    bool from_caller = request && request->side == SIP_SIDE_CALLEE;
    sip_precondition_fault fault;
    g_autofree char *media = NULL;
    sip_unmet *unmet;

    if (!(facts->has_sdp && sip_precondition_failure(msg->body, from_caller, &fault))
        && !sip_precondition_unmet(call->qos, 0, &fault))
        return;
    media = g_strndup(fault.media.ptr, MIN(fault.media.len, SIP_MEDIA_MAX));
    unmet = SIP_ARENA_NEW(calls->arena, sip_unmet);
    unmet->media = sip_arena_intern(calls->arena, g_str_is_ascii(media) ? media : "");
    unmet->line = fault.line;
    unmet->segment = fault.segment;
    unmet->direction = fault.direction;
    facts->unmet = unmet;
}

void sip_calls_take(sip_calls *calls, const sip_message *msg, sip_facts *facts)
{
    sip_transaction *transaction = facts->transaction;
    message_tags tags;

    if (transaction->call && facts->sending != SIP_SENDING_FIRST)
        return;
    tags.from = tag_digest(msg, SIP_HEADER_FROM);
    tags.to = tag_digest(msg, SIP_HEADER_TO);
    if (!transaction->call)
        join_call(calls, msg, tags, transaction);
    note_contents(transaction->call, msg, tags, facts);
    sip_auth_take(&transaction->call->logins, msg, facts);
    if (msg->kind == SIP_RESPONSE) {
        find_origin(transaction->call, facts);
        take_response(transaction->call, facts);
    } else {
        if (msg->method == SIP_METHOD_ACK && transaction->method == SIP_METHOD_ACK)
            join_ack(transaction->call, facts);
        take_request(transaction->call, facts);
    }
    if (facts->status == PRECONDITION_FAILURE)
        note_unmet(calls, msg, facts);
    if (facts->has_sdp)
        take_sdp(calls, msg, facts);
}

int64_t sip_call_t1(const sip_call *call)
{
    if (call->t1 > 0)
        return call->t1;
    return call->ims ? 4 * T1 : T1;
}

sip_outcome sip_call_outcome(const sip_call *call, bool ended)
{
    if (ended && call->outcome == SIP_OUTCOME_OPEN)
        return SIP_OUTCOME_UNFINISHED;
    return call->outcome;
}

/* }}} */
