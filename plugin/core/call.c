/* call.c - calls, registrations and subscriptions: what belongs to one.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "call.h"

#include "body.h"
#include "contents.h"
#include "key.h"
#include "outcome.h"
#include "session.h"
#include "text.h"

#include <string.h>

#define TRYING 100               /* RFC 3261 §21.1.1 */
#define FORBIDDEN 403            /* RFC 3261 §21.4.4 */
#define PRECONDITION_FAILURE 580 /* RFC 3312 §8 */

#define T1 (G_GINT64_CONSTANT(500) * 1000 * 1000) /* ns */

struct sip_calls {
    sip_arena *arena;
    GHashTable
        *by_key; /* sip_key -> sip_call, in which it stands; one a call, at most one a message */
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

/* Does the capture cut the message before its Call-ID? Then it cannot be told whose it is. */
static bool is_lost(const sip_message *msg)
{
    return msg->cut && !msg->first[SIP_HEADER_CALL_ID].ptr;
}

static sip_call *find(sip_calls *calls, const sip_message *msg, uint64_t tag)
{
    sip_key key = make_key(msg, tag);

    if (is_lost(msg))
        return NULL;
    return (sip_call *)g_hash_table_lookup(calls->by_key, &key);
}

static const char *keep_uri(sip_calls *calls, sip_slice value)
{
    return sip_text_copy(calls->arena, sip_value_uri(value), SIP_CALL_URI_MAX);
}

/* What a message alone tells of the kind: INFO, PRACK and UPDATE begin nothing (RFC 6086 §4.2.1,
 * RFC 3262 §3, RFC 3311 §5.1). */
static sip_call_kind kind_of(const sip_message *msg, sip_tags tags)
{
    bool within = msg->method == SIP_METHOD_INFO || msg->method == SIP_METHOD_PRACK
                  || msg->method == SIP_METHOD_UPDATE;

    if ((within && msg->kind == SIP_REQUEST && tags.to == 0) || is_lost(msg))
        return SIP_CALL_OTHER;
    return kinds[msg->method];
}

/* A capture may begin within a call, with what is no sign of one. */
static void note_kind(sip_calls *calls, sip_call *call, sip_call_kind kind)
{
    if (call->kind != SIP_CALL_REGISTRATION && kind == SIP_CALL_CALL)
        call->kind = kind;
    if (call->kind == SIP_CALL_CALL && call->number == 0)
        call->number = ++calls->numbered;
}

static sip_call *make_call(sip_calls *calls, const sip_message *msg, sip_tags tags)
{
    sip_call *call = SIP_ARENA_NEW(calls->arena, sip_call);

    call->key = make_key(msg, tags.from);
    call->caller_tag = tags.from;
    call->t1 = calls->t1;
    call->kind = kind_of(msg, tags);
    call->from = keep_uri(calls, msg->first[SIP_HEADER_FROM]);
    call->to = keep_uri(calls, msg->first[SIP_HEADER_TO]);
    if (!is_lost(msg))
        g_hash_table_insert(calls->by_key, &call->key, call);
    return call;
}

/* The tag of the side that began the call is in From of its own requests, and in To of the other's.
 */
static sip_call *find_or_make(sip_calls *calls, const sip_message *msg, sip_tags tags)
{
    sip_call *call = find(calls, msg, tags.from);

    /* An INVITE without a To tag begins a call, also where the other one's client sends no tag. */
    if (!call && (tags.to != 0 || msg->method != SIP_METHOD_INVITE))
        call = find(calls, msg, tags.to);
    return call ? call : make_call(calls, msg, tags);
}

/* }}} */
/* {{{ joining messages */

/* Has a response of the same transaction been found to be ORIGIN? Then the next one is another. */
static bool is_taken(const sip_facts *facts, const sip_facts *origin)
{
    unsigned tries = 0;

    for (const sip_facts *r = facts->older; r && tries < SIP_ORIGINS_MAX; r = r->older, tries++)
        if (r->origin == origin)
            return true;
    return false;
}

/* Proxies pass on all but 100 (RFC 3261 §16.7) with its status, CSeq, To tag and RSeq. Each side
 * counts its own CSeq (§12.2.1.1). */
static bool is_passed_on(const sip_facts *facts, const sip_facts *seen)
{
    bool same_hop =
        seen->hop == facts->hop && seen->transaction->sent_by == facts->transaction->sent_by;

    return seen->status == facts->status && seen->dialog == facts->dialog
           && seen->side == facts->side && seen->transaction->cseq == facts->transaction->cseq
           && seen->method == facts->method && !same_hop
           && (seen->rseq == facts->rseq || seen->rseq == 0 || facts->rseq == 0)
           && !is_taken(facts, seen);
}

/* Where a response first appears: of each the first to be seen is kept; of several that look the
 * same the oldest. */
static void find_origin(sip_call *call, sip_facts *facts)
{
    unsigned tries = 0;

    facts->origin = facts;
    if (facts->status == TRYING || facts->method == SIP_METHOD_CANCEL)
        return; /* of one hop (RFC 3261 §16.7, §16.10) */
    for (sip_facts *seen = call->responses; seen && tries < SIP_ORIGINS_MAX;
         seen = seen->older_origin, tries++)
        if (is_passed_on(facts, seen))
            facts->origin = seen;
    if (facts->origin != facts)
        return;
    facts->older_origin = call->responses;
    call->responses = facts;
}

/* An ACK of its own is one to a 2xx: it belongs to the INVITE with its CSeq number that came from
 * the same sender (RFC 3261 §13.2.2.4). False: it is part of an INVITE's transaction, or ends one
 * that was refused, with a branch of its own. */
static bool join_ack(sip_call *call, sip_facts *ack)
{
    unsigned tries = 0;

    if (ack->transaction->method != SIP_METHOD_ACK)
        return false;
    for (sip_transaction *t = call->invites; t && tries < SIP_INVITES_MAX; t = t->older, tries++) {
        if (t->cseq == ack->transaction->cseq && t->sent_by == ack->transaction->sent_by) {
            if (!t->ack)
                t->ack = ack;
            return !t->final || t->final->status < 300;
        }
    }
    return true;
}

/* A transaction's first message puts it into its call. */
static void join_call(sip_calls *calls, const sip_message *msg, sip_tags tags,
                      sip_transaction *transaction)
{
    sip_call *call = find_or_make(calls, msg, tags);
    sip_transaction **list =
        transaction->method == SIP_METHOD_INVITE ? &call->invites : &call->transactions;

    note_kind(calls, call, kind_of(msg, tags));
    transaction->call = call;
    transaction->older = *list;
    *list = transaction;
}

/* Digest of a tag; 0: none. */
static uint64_t tag_digest(const sip_message *msg, sip_header_id header)
{
    sip_slice tag = sip_message_tag(msg, header);

    return tag.len > 0 ? sip_digest(tag) : 0;
}

void sip_calls_take(sip_calls *calls, const sip_message *msg, sip_facts *facts)
{
    sip_transaction *transaction = facts->transaction;
    sip_slice sdp = { NULL, 0 };
    sip_tags tags;

    if (transaction->call && facts->sending != SIP_SENDING_FIRST)
        return;
    tags.from = tag_digest(msg, SIP_HEADER_FROM);
    tags.to = tag_digest(msg, SIP_HEADER_TO);
    if (!transaction->call)
        join_call(calls, msg, tags, transaction);
    if (!transaction->call->first)
        transaction->call->first = facts;
    sip_body_find(msg, "application/sdp", &sdp);
    sip_contents_note(transaction->call, msg, tags, sdp, facts);
    sip_auth_take(&transaction->call->logins, msg, facts);
    if (msg->kind == SIP_RESPONSE) {
        find_origin(transaction->call, facts);
        sip_outcome_take_response(transaction->call, facts);
    } else if (msg->method != SIP_METHOD_ACK || join_ack(transaction->call, facts)) {
        sip_outcome_take_request(transaction->call, facts);
    }
    if (facts->status == FORBIDDEN)
        transaction->call->forbidden = facts;
    if (facts->status >= 300)
        sip_session_refused(transaction->call, facts);
    if (facts->status == PRECONDITION_FAILURE)
        sip_session_unmet(calls->arena, sdp, facts);
    if (facts->has_sdp)
        sip_session_take(calls->arena, msg, sdp, facts);
}

int64_t sip_call_t1(const sip_call *call)
{
    if (call->t1 > 0)
        return call->t1;
    return call->ims ? 4 * T1 : T1;
}
