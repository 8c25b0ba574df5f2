/* transaction.c - which messages belong to one transaction, and which are the same message again.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "transaction.h"

#include "call.h"
#include "key.h"

#include <string.h>

#define MAGIC_COOKIE "z9hG4bK" /* RFC 3261 §8.1.1.7 */

struct sip_transactions {
    sip_arena *arena;
    GHashTable *by_key; /* sip_key -> sip_transaction, in which it stands; at most one a message */
};

sip_transactions *sip_transactions_new(sip_arena *arena)
{
    sip_transactions *transactions = g_new0(sip_transactions, 1);

    transactions->arena = arena;
    transactions->by_key = g_hash_table_new(sip_key_hash, sip_key_equal);
    return transactions;
}

void sip_transactions_free(sip_transactions *transactions)
{
    if (!transactions)
        return;
    g_hash_table_destroy(transactions->by_key);
    g_free(transactions);
}

/* {{{ keys */

/* What identifies the top Via: branch and sent-by (RFC 3261 §20.42). */
typedef struct {
    sip_slice branch, sent_by;
} top_via;

/* Behind the N-th slash of A. */
static sip_slice behind_slashes(sip_slice a, unsigned n)
{
    for (const char *at = a.ptr, *end = a.ptr + a.len; at < end; at++)
        if (*at == '/' && --n == 0)
            return (sip_slice){ at + 1, (size_t)(end - at - 1) };
    return (sip_slice){ a.ptr + a.len, 0 };
}

/* Of SIP/2.0/UDP host:port, where blanks may stand around each slash (RFC 3261 §20.42). */
static sip_slice sent_by(sip_slice head)
{
    sip_slice rest = sip_slice_trim(behind_slashes(head, 2));
    size_t transport = 0;

    if (rest.len == 0)
        rest = head; /* what else stands there is one word, too */
    while (transport < rest.len && !sip_is_blank(rest.ptr[transport]))
        transport++;
    return sip_slice_trim((sip_slice){ rest.ptr + transport, rest.len - transport });
}

sip_slice sip_via_sent_by(sip_slice value)
{
    const char *semicolon = value.len > 0 ? memchr(value.ptr, ';', value.len) : NULL;

    if (semicolon)
        value.len = (size_t)(semicolon - value.ptr);
    return sent_by(value);
}

/* Quotes and brackets stand in the parameters alone, if anywhere. */
static top_via read_top_via(sip_slice list)
{
    top_via via = { { "", 0 }, { "", 0 } };
    const char *semicolon;
    sip_slice value;

    if (!list.ptr || !sip_value_next(&list, &value))
        return via;
    semicolon = memchr(value.ptr, ';', value.len);
    if (semicolon) {
        size_t head = (size_t)(semicolon - value.ptr);

        sip_value_param((sip_slice){ semicolon, value.len - head }, "branch", &via.branch);
        value.len = head;
    }
    via.sent_by = sent_by(value);
    return via;
}

sip_slice sip_sender_host(const sip_message *msg)
{
    sip_slice host = read_top_via(msg->first[SIP_HEADER_VIA]).sent_by;
    size_t end = host.len;

    while (end > 0 && g_ascii_isdigit(host.ptr[end - 1]))
        end--;
    /* What ends an IPv6 reference is "]", and no port follows it. */
    if (end > 0 && host.ptr[end - 1] == ':')
        host.len = end - 1;
    return sip_slice_trim(host);
}

/* The key of the transaction (RFC 3261 §17.1.3, §17.2.3), METHOD as in CSeq. Call-ID and CSeq
 * number tell strangers apart who share a branch, and requests of a client that uses one twice.
 * Without the magic cookie the branch identifies nothing alone, and the tag of From is needed as
 * well. */
static sip_key make_key(const sip_message *msg, top_via via, sip_slice method)
{
    sip_key key = { 0, 0 };

    sip_key_add(&key, sip_digest(via.branch));
    sip_key_add(&key, sip_digest(via.sent_by));
    sip_key_add(&key, sip_digest(msg->first[SIP_HEADER_CALL_ID]));
    sip_key_add(&key, msg->cseq);
    sip_key_add(&key, sip_digest(method));
    if (via.branch.len < strlen(MAGIC_COOKIE)
        || memcmp(via.branch.ptr, MAGIC_COOKIE, strlen(MAGIC_COOKIE)) != 0)
        sip_key_add(&key, sip_digest(sip_message_tag(msg, SIP_HEADER_FROM)));
    return key;
}

/* Can it be told of which transaction the message is? Not where the capture cuts it too early. */
static bool is_known(const sip_message *msg)
{
    return !msg->cut || (msg->first[SIP_HEADER_CALL_ID].ptr && msg->first[SIP_HEADER_CSEQ].ptr);
}

static sip_transaction *find(sip_transactions *transactions, const sip_message *msg, top_via via,
                             const char *method)
{
    sip_key key = make_key(msg, via, (sip_slice){ method, strlen(method) });

    if (!is_known(msg))
        return NULL;
    return (sip_transaction *)g_hash_table_lookup(transactions->by_key, &key);
}

/* Is the transaction over for so long that a request with its branch begins another (RFC 3261
 * §17.1.2.2, §17.2.2)? Some clients use one branch for all. */
static bool is_gone(const sip_transaction *transaction, const sip_message *msg, int64_t time)
{
    return msg->kind == SIP_REQUEST && transaction->final && transaction->call
           && time > transaction->final->seen.time + 64 * sip_call_t1(transaction->call)
           && transaction->request
           && time > transaction->request->last_sending->seen.time
                         + 64 * sip_call_t1(transaction->call);
}

/* The transaction of the message's own method, made if it is not there. */
static sip_transaction *find_or_make(sip_transactions *transactions, const sip_message *msg,
                                     top_via via, int64_t time)
{
    sip_key key = make_key(msg, via, msg->method_name);
    sip_transaction *transaction =
        is_known(msg) ? g_hash_table_lookup(transactions->by_key, &key) : NULL;

    if (transaction && !is_gone(transaction, msg, time))
        return transaction;
    transaction = SIP_ARENA_NEW(transactions->arena, sip_transaction);
    transaction->key = key;
    transaction->cseq = msg->cseq;
    transaction->method = (uint8_t)msg->method;
    transaction->sent_by = sip_digest(via.sent_by);
    transaction->lost = !is_known(msg);
    if (!transaction->lost)
        g_hash_table_replace(transactions->by_key, &transaction->key, transaction);
    return transaction;
}

/* }}} */
/* {{{ sendings */

/* FACTS shows a message that FIRST showed first: within SIP_COPY_WINDOW of a sending it is that
 * sending once more, seen elsewhere, and from then on its sender has sent it again. */
static void note_again(sip_facts *facts, sip_facts *first)
{
    int64_t gap = facts->seen.time - first->last_sending->seen.time;

    if (ABS(gap) < SIP_COPY_WINDOW) {
        facts->sending = SIP_SENDING_COPY;
        first->copies = (uint16_t)MIN(first->copies + 1u, UINT16_MAX);
        facts->repeats = first->last_sending;
    } else {
        facts->sending = SIP_SENDING_RETRANSMISSION;
        facts->repeats = first;
        facts->older = first->last_sending;
        first->last_sending = facts;
    }
}

/* A request is known by its transaction alone (RFC 3261 §17.2.3). */
static void note_request(sip_facts **first, sip_facts *facts)
{
    if (*first)
        note_again(facts, *first);
    else
        *first = facts;
}

/* Is it the same response again? Its bytes say so; every new one differs at least in RSeq, in the
 * To tag, or in what it tells. */
static sip_facts *same_response(const sip_transaction *transaction, const sip_facts *facts)
{
    unsigned tries = 0;

    for (sip_facts *older = transaction->responses; older && tries < SIP_RESPONSES_MAX;
         older = older->older, tries++)
        if (older->status == facts->status && older->digest == facts->digest)
            return older;
    return NULL;
}

static void note_response(sip_transaction *transaction, sip_facts *facts)
{
    sip_facts *first = same_response(transaction, facts);

    if (first) {
        note_again(facts, first);
        return;
    }
    facts->older = transaction->responses;
    transaction->responses = facts;
    if (facts->status >= 200 && !transaction->final)
        transaction->final = facts;
}

/* The hop of the transaction, as its request or what answers it tells; else OTHERWISE. */
static uint16_t hop_of(const sip_transaction *transaction, uint16_t otherwise)
{
    const sip_facts *any = transaction->request ? transaction->request : transaction->responses;

    return any ? any->hop : otherwise;
}

/* An ACK to a non-2xx is part of the INVITE's transaction and has its branch; one to a 2xx is its
 * own (RFC 3261 §17.1.1.3, §13.2.2.4). CANCEL has the branch of what it cancels (§9.1). */
static void take_request(sip_transactions *transactions, const sip_message *msg, top_via via,
                         sip_facts *facts)
{
    sip_transaction *invite = NULL;

    if (msg->method == SIP_METHOD_ACK || msg->method == SIP_METHOD_CANCEL)
        invite = find(transactions, msg, via, "INVITE");
    if (invite)
        facts->hop = hop_of(invite, facts->hop); /* they are sent anew on each hop, with one Via */
    if (invite && msg->method == SIP_METHOD_ACK) {
        facts->transaction = invite;
        /* That of a 2xx, which comes before it, is another message. */
        if (!invite->ack || invite->ack->transaction == invite)
            note_request(&invite->ack, facts);
        return;
    }
    facts->transaction = find_or_make(transactions, msg, via, facts->seen.time);
    note_request(&facts->transaction->request, facts);
    if (invite && !invite->cancel)
        invite->cancel = facts;
}

void sip_transactions_take(sip_transactions *transactions, const sip_message *msg, sip_facts *facts)
{
    top_via via = read_top_via(msg->first[SIP_HEADER_VIA]);

    facts->hop = (uint16_t)msg->vias;
    facts->sending = SIP_SENDING_FIRST;
    facts->last_sending = facts;
    if (msg->kind == SIP_REQUEST) {
        take_request(transactions, msg, via, facts);
    } else {
        facts->transaction = find_or_make(transactions, msg, via, facts->seen.time);
        if (msg->method == SIP_METHOD_CANCEL)
            facts->hop = hop_of(facts->transaction, facts->hop);
        facts->digest = sip_digest(msg->whole);
        note_response(facts->transaction, facts);
    }
}

/* }}} */
