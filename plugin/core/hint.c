/* hint.c - what is expected after a response, and what came: tables/hints.ini at work.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hint.h"

#include "arrival.h"
#include "situation.h"
#include "transaction.h"

#include <string.h>

#define SECOND G_GINT64_CONSTANT(1000000000)
#define REQUEST_TERMINATED 487 /* RFC 3261 §21.4.25 */

struct sip_watch {
    sip_arena *arena;
    GHashTable *by_identity; /* sip_key -> the newest sip_expectation, in which it stands; at most
                                one a response */
};

/* {{{ what is expected */

/* What was waited for is looked for on the same hop; until it comes there, that of another hop is
 * shown. */
static void note_seen(sip_expectation *e, sip_facts *facts)
{
    sip_hop_match match = sip_arrival_hop(e, facts);

    if (e->seen && match <= e->match)
        return;
    e->seen = facts;
    e->match = match;
    /* It speaks of requests to the server that answered (RFC 3261 §21.5.4). */
    if (e->earliest != 0 && facts->seen.time < e->earliest && !e->hint->advice
        && facts->seen.dst == e->response->seen.src)
        facts->early = true;
}

/* What a later request is compared with: Contacts, or the option tags of a header. */
static void note_wanted(sip_expectation *e, sip_arena *arena, const sip_message *msg)
{
    static const sip_header_id headers[SIP_NEED_COUNT] = {
        [SIP_NEED_CONTACT] = SIP_HEADER_CONTACT,
        [SIP_NEED_WITHOUT] = SIP_HEADER_UNSUPPORTED,
        [SIP_NEED_WITH] = SIP_HEADER_REQUIRE,
    };
    sip_header_id header = headers[e->hint->need];
    sip_values values;
    sip_slice value;

    if (header == 0)
        return;
    values = sip_message_values(msg, header);
    e->wanted = sip_arena_take(arena, SIP_WANTED_MAX * sizeof *e->wanted);
    while (e->n_wanted < SIP_WANTED_MAX && sip_values_next(&values, &value))
        e->wanted[e->n_wanted++] =
            header == SIP_HEADER_CONTACT ? sip_digest_uri(value) : sip_digest_nocase(value);
}

static void set_times(sip_expectation *e, const sip_message *msg)
{
    const sip_hint *row = e->hint;
    int64_t within = row->within_t1 > 0
                         ? row->within_t1 * sip_call_t1(e->response->transaction->call)
                         : row->within;
    uint64_t seconds = 0;

    /* A request that is to be changed: by then no transaction of its sender is left (RFC 3261 §17).
     */
    if (within == 0 && e->response->row->verdict == SIP_VERDICT_RENEGOTIATE && !row->may_come)
        within = 64 * sip_call_t1(e->response->transaction->call);
    if (within > 0)
        e->deadline = e->response->seen.time + within;
    if (row->after_retry_after)
        sip_slice_number(msg->first[SIP_HEADER_RETRY_AFTER], UINT32_MAX, &seconds);
    if (row->not_before > 0 || seconds > 0)
        e->earliest = e->response->seen.time + row->not_before + (int64_t)seconds * SECOND;
}

static void add_open(sip_call *call, sip_expectation *e)
{
    sip_expectation **place = &call->expectations;
    unsigned n = 1;

    e->next_open = call->expectations;
    call->expectations = e;
    for (; *place && n <= SIP_OPEN_MAX; n++)
        place = &(*place)->next_open;
    if (*place) { /* the oldest one is given up, and nothing is said of it */
        (*place)->lapsed = true;
        *place = NULL;
    }
}

/* Who sent a request: the user in From, or the sender on this hop, whose port is another within a
 * security association than without. */
static sip_key user_of(const sip_message *msg)
{
    sip_key key = { 0, 0 };

    sip_key_add(&key, sip_digest_uri(msg->first[SIP_HEADER_FROM]));
    return key;
}

static sip_key sender_of(const sip_message *msg)
{
    sip_key key = { 1, 0 };

    sip_key_add(&key, sip_digest(sip_sender_host(msg)));
    return key;
}

/* Expectations that a request with another Call-ID may meet: a later try of the same call, a fresh
 * registration, an emergency call, the refreshing of a publication (RFC 3903 §4.3), what follows a
 * redirection (RFC 3261 §8.1.3.4). */
static bool outlives_call(const sip_hint *row)
{
    return row->after_retry_after || row->need == SIP_NEED_INITIAL
           || row->need == SIP_NEED_EMERGENCY || row->need == SIP_NEED_ETAG
           || row->need == SIP_NEED_CONTACT;
}

/* A UE may register another identity than the one it calls by, so there its sender tells. */
static void watch_identity(sip_watch *watch, const sip_message *msg, sip_expectation *e)
{
    e->identity = e->hint->need == SIP_NEED_INITIAL ? sender_of(msg) : user_of(msg);
    e->target = e->hint->need == SIP_NEED_ETAG ? sip_digest(msg->first[SIP_HEADER_SIP_ETAG])
                                               : sip_digest_uri(msg->first[SIP_HEADER_TO]);
    e->next_identity = g_hash_table_lookup(watch->by_identity, &e->identity);
    g_hash_table_replace(watch->by_identity, &e->identity, e);
}

/* Is REQUEST, which stands before the response in the capture, what it makes expected? A NOTIFY may
 * come before the 2xx to the SUBSCRIBE or REFER (RFC 6665 §4.1.2.4, RFC 3515 §2.4.4); a capture of
 * several ports may show a PRACK a little before what it names. */
static bool came_before(const sip_expectation *e, const sip_facts *request)
{
    const sip_facts *response = e->response;

    if (request->method != e->hint->expect[0].method)
        return false;
    if (request->method == SIP_METHOD_PRACK)
        return request->rseq == response->rseq && request->dialog == response->dialog;
    return e->hint->by == SIP_BY_NOTIFIER && response->transaction->request
           && sip_arrival_is_by(e, request) && sip_arrival_is_in_dialog(e, request)
           && request->seen.time >= response->transaction->request->seen.time;
}

/* As for PRACK: the ACK of its transaction, or of the dialog that the 2xx makes. */
static bool came_ack_before(const sip_expectation *e)
{
    const sip_facts *ack = e->response->transaction->ack;

    return e->hint->kind == SIP_HINT_ACK && ack
           && (e->response->status >= 300 || ack->dialog == e->response->dialog);
}

static void look_back(sip_expectation *e)
{
    const sip_transaction *t = e->response->transaction->call->transactions;

    if (came_ack_before(e)) {
        note_seen(e, e->response->transaction->ack);
    } else if (e->hint->by == SIP_BY_NOTIFIER || sip_hint_acknowledges(e->hint)) {
        for (unsigned tries = 0; t && tries < SIP_INVITES_MAX; t = t->older, tries++)
            if (t->request && came_before(e, t->request))
                note_seen(e, t->request);
    }
}

static void expect(const sip_hint *row, sip_watch *watch, const sip_message *msg, sip_facts *facts)
{
    sip_expectation *e = SIP_ARENA_NEW(watch->arena, sip_expectation);
    sip_expectation **last = &facts->expectations;

    e->hint = row;
    e->response = facts;
    while (*last)
        last = &(*last)->next;
    *last = e;
    if (row->n_expect == 0)
        return;
    set_times(e, msg);
    note_wanted(e, watch->arena, msg);
    look_back(e);
    add_open(facts->transaction->call, e);
    if (outlives_call(row))
        watch_identity(watch, msg, e);
}

/* The first row of each kind that holds (hints.ini). */
static void take_response(const sip_hints *hints, sip_watch *watch, const sip_message *msg,
                          sip_facts *facts)
{
    unsigned status = facts->row->status != 0 ? facts->status : facts->row->treated_as;
    sip_situation s = { .msg = msg,
                        .facts = facts,
                        .request = facts->transaction->request,
                        .call = facts->transaction->call,
                        .qos = sip_call_qos(facts->transaction->call, facts->dialog) };
    bool found[SIP_HINT_KINDS] = { false };
    const GPtrArray *rows = sip_row_index_find(hints->index, status, (sip_method)facts->method);

    for (unsigned i = 0; rows && i < rows->len; i++) {
        const sip_hint *row = rows->pdata[i];

        if (found[row->kind] || !sip_situation_fits(&s, row))
            continue;
        found[row->kind] = true;
        expect(row, watch, msg, facts);
    }
}

/* }}} */
/* {{{ what came */

/* Is the end of the INVITE, which comes after a CANCEL too, among what is expected? */
static bool awaits_end(const sip_expectation *e)
{
    for (unsigned i = 0; i < e->hint->n_expect; i++)
        if (e->hint->expect[i].statuses.from <= REQUEST_TERMINATED
            && e->hint->expect[i].statuses.to >= REQUEST_TERMINATED)
            return true;
    return false;
}

/* No longer expected: what belongs to the setup of a call that failed or is given up, and after BYE
 * all but what ends it (hints.ini). */
static bool lapses(const sip_expectation *e, const sip_message *msg, const sip_facts *facts)
{
    const sip_facts *response = e->response;

    if (e->hint->kind == SIP_HINT_ACK)
        return false;
    if (sip_hint_acknowledges(e->hint) && response->last_sending != response)
        return false; /* it was sent again: the PRACK is missing, whatever comes of it */
    if (msg->kind == SIP_REQUEST && msg->method == SIP_METHOD_ACK)
        return response->method == SIP_METHOD_INVITE && response->status < 200
               && response->transaction->cseq == facts->transaction->cseq
               && !sip_hint_acknowledges(e->hint); /* the final response was not captured */
    if (msg->kind == SIP_REQUEST && msg->method == SIP_METHOD_BYE)
        return (response->dialog == facts->dialog || response->dialog == 0) /* not another fork */
               && response->method != SIP_METHOD_BYE && response->method != SIP_METHOD_CANCEL
               && e->hint->by != SIP_BY_NOTIFIER /* a subscription lives on (RFC 6665 §4.5.2) */
               && (response->status >= 200 || sip_hint_acknowledges(e->hint));
    if (msg->kind == SIP_REQUEST && msg->method == SIP_METHOD_CANCEL)
        return !awaits_end(e)
               && (response->status < 200 || response->method == SIP_METHOD_PRACK
                   || response->method == SIP_METHOD_UPDATE);
    if (msg->kind == SIP_REQUEST || facts->method != SIP_METHOD_INVITE || facts->status < 300)
        return false;
    if (response->method == SIP_METHOD_CANCEL || response->method == SIP_METHOD_BYE)
        return true; /* they wait for the end of the INVITE, and here it is */
    return response->transaction->sent_by == facts->transaction->sent_by
           && (response->status < 200 || response->method == SIP_METHOD_PRACK
               || response->method == SIP_METHOD_UPDATE);
}

/* Has its time run out by NOW? Then nothing that comes later changes it. */
static bool is_late(const sip_expectation *e, int64_t now)
{
    return e->deadline > 0 && now > e->deadline && !e->hint->may_come;
}

static void take_arrival(const sip_message *msg, sip_facts *facts)
{
    sip_expectation **place = &facts->transaction->call->expectations;

    while (*place) {
        sip_expectation *e = *place;
        bool over = false;

        if (sip_arrival_is_proved(e, facts))
            note_seen(e, facts);
        else if (sip_arrival_is_named(e, msg, facts) && sip_arrival_is_by(e, facts)
                 && sip_arrival_acknowledges(e, msg, facts) && sip_arrival_is_in_dialog(e, facts)
                 && (msg->kind == SIP_RESPONSE || e->hint->kind == SIP_HINT_ACK
                     || sip_arrival_meets_need(e, msg, facts)))
            note_seen(e, facts);
        else if (!e->seen && lapses(e, msg, facts))
            over = true;
        e->lapsed = over && !is_late(e, facts->seen.time);
        if (over || (e->seen && e->match == SIP_HOP_SAME))
            *place = e->next_open; /* closed */
        else
            place = &e->next_open;
    }
}

/* A later try is for the same user; what follows a redirection follows it at once, while a
 * transaction of its sender is left (RFC 3261 §17). */
static bool is_for_same(const sip_expectation *e, const sip_message *msg, const sip_facts *facts)
{
    bool redirected = e->hint->need == SIP_NEED_CONTACT;

    if (!e->hint->after_retry_after && !redirected)
        return true;
    return e->target == sip_digest_uri(msg->first[SIP_HEADER_TO])
           && (!redirected
               || facts->seen.time
                      <= e->response->seen.time + 64 * sip_call_t1(e->response->transaction->call));
}

/* Is the request, which begins a call of its own, what an earlier call of IDENTITY waits for? */
static void take_arrival_of(sip_watch *watch, sip_key identity, const sip_message *msg,
                            sip_facts *facts)
{
    sip_expectation *e = g_hash_table_lookup(watch->by_identity, &identity);

    for (unsigned tries = 0; e && tries < SIP_OPEN_MAX; e = e->next_identity, tries++)
        if (!e->seen && e->response->transaction->call != facts->transaction->call
            && is_for_same(e, msg, facts) && sip_arrival_is_named(e, msg, facts)
            && sip_arrival_meets_need(e, msg, facts))
            note_seen(e, facts);
}

/* }}} */
/* {{{ a file */

sip_watch *sip_watch_new(sip_arena *arena)
{
    sip_watch *watch = g_new0(sip_watch, 1);

    watch->arena = arena;
    watch->by_identity = g_hash_table_new(sip_key_hash, sip_key_equal);
    return watch;
}

void sip_watch_free(sip_watch *watch)
{
    if (!watch)
        return;
    g_hash_table_destroy(watch->by_identity);
    g_free(watch);
}

void sip_hints_take(const sip_hints *hints, sip_watch *watch, const sip_message *msg,
                    sip_facts *facts)
{
    if (facts->sending != SIP_SENDING_FIRST)
        return;
    take_arrival(msg, facts);
    if (msg->kind == SIP_REQUEST && !facts->transaction->in_dialog
        && g_hash_table_size(watch->by_identity) > 0) {
        take_arrival_of(watch, user_of(msg), msg, facts);
        take_arrival_of(watch, sender_of(msg), msg, facts);
    }
    if (msg->kind == SIP_RESPONSE && msg->first[SIP_HEADER_CSEQ].ptr)
        take_response(hints, watch, msg, facts);
}

/* 200, 18x, 2xx */
static void add_statuses(GString *out, const sip_statuses *statuses)
{
    unsigned span = statuses->to - statuses->from;
    char text[4];

    sip_status_text(statuses->to, text);
    if (span > 0)
        text[2] = 'x';
    if (span >= 10)
        text[1] = 'x';
    g_string_append(out, text);
}

char *sip_expectation_word(const sip_expectation *e)
{
    GString *out = g_string_new(NULL);

    for (unsigned i = 0; i < e->hint->n_expect; i++) {
        const sip_expect *expect = &e->hint->expect[i];
        sip_method method = expect->same ? (sip_method)e->response->method : expect->method;

        if (i > 0)
            g_string_append_c(out, '|');
        if (method != SIP_METHOD_UNKNOWN)
            g_string_append(out, sip_method_name(method));
        else if (expect->same)
            g_string_append(out, e->response->transaction->extension);
        else
            add_statuses(out, &expect->statuses);
    }
    return g_string_free(out, FALSE);
}

sip_next_status sip_expectation_status(const sip_expectation *e, int64_t now, bool ended)
{
    if (e->seen)
        return SIP_NEXT_SEEN;
    if (e->hint->n_expect == 0 || e->lapsed)
        return SIP_NEXT_NONE;
    /* Without its request, who is to send it may not be in the capture at all. */
    if (is_late(e, now) && e->response->transaction->request)
        return SIP_NEXT_MISSED;
    return ended ? SIP_NEXT_ENDS : SIP_NEXT_UNKNOWN;
}

/* }}} */
