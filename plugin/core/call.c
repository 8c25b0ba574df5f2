/* call.c - calls, registrations and subscriptions: what belongs to one, and how it goes.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "call.h"

#include "body.h"
#include "key.h"
#include "text.h"

#include <string.h>

/* RFC 3261 §21.1.1, §21.1.2 */
#define TRYING 100
#define RINGING 180
#define FORBIDDEN 403           /* RFC 3261 §21.4.4 */
#define NOT_ACCEPTABLE_HERE 488 /* RFC 3261 §21.4.26: its SDP says what is possible */
/* RFC 3312 §8 */
#define PRECONDITION_FAILURE 580
/* Bytes kept of the name of a media type. */
#define SIP_MEDIA_MAX 16

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

static sip_call *find(sip_calls *calls, const sip_message *msg, uint64_t tag)
{
    sip_key key = make_key(msg, tag);

    return (sip_call *)g_hash_table_lookup(calls->by_key, &key);
}

static const char *keep_uri(sip_calls *calls, sip_slice value)
{
    return sip_text_copy(calls->arena, sip_value_uri(value), SIP_CALL_URI_MAX);
}

static sip_call *make_call(sip_calls *calls, const sip_message *msg, uint64_t from_tag)
{
    sip_call *call = SIP_ARENA_NEW(calls->arena, sip_call);

    call->key = make_key(msg, from_tag);
    call->caller_tag = from_tag;
    call->t1 = calls->t1;
    call->kind = kinds[msg->method];
    call->from = keep_uri(calls, msg->first[SIP_HEADER_FROM]);
    call->to = keep_uri(calls, msg->first[SIP_HEADER_TO]);
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

    /* An INVITE without a To tag begins a call, also where the other one's client sends no tag. */
    if (!call && (tags.to != 0 || msg->method != SIP_METHOD_INVITE))
        call = find(calls, msg, tags.to);
    return call ? call : make_call(calls, msg, tags.from);
}

/* }}} */
/* {{{ joining messages */

/* Where a response first appears: proxies pass on all but 100 (RFC 3261 §16.7) with its status,
 * CSeq and To tag; of each the first to be seen is kept. Each side counts its own CSeq (§12.2.1.1).
 */
static void find_origin(sip_call *call, sip_facts *facts)
{
    unsigned tries = 0;

    facts->origin = facts;
    if (facts->status == TRYING || facts->method == SIP_METHOD_CANCEL)
        return; /* of one hop (RFC 3261 §16.7, §16.10) */
    for (sip_facts *seen = call->responses; seen && tries < SIP_ORIGINS_MAX;
         seen = seen->older_origin, tries++) {
        if (seen->status == facts->status && seen->dialog == facts->dialog
            && seen->side == facts->side && seen->transaction->cseq == facts->transaction->cseq
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

    for (sip_transaction *t = call->invites; t && tries < SIP_INVITES_MAX; t = t->older, tries++) {
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

/* The hop next to the caller, as far as it is in the capture. */
static void note_hop(sip_call *call, const sip_facts *facts)
{
    if (call->caller_hop == 0 || facts->hop < call->caller_hop)
        call->caller_hop = facts->hop;
}

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
            return !t->in_dialog && t->request && t->request->hop == call->caller_hop;
    return false;
}

/* The answer that the caller gets decides: on hops behind the first one a proxy may yet fork,
 * redirect or try elsewhere. */
static void take_response(sip_call *call, sip_facts *facts)
{
    if (!call->cancel && proves_cancel(call, facts)) {
        call->cancel = facts;
        call->ended_by = SIP_SIDE_CALLER;
    }
    if (!is_initial(facts))
        return;
    note_hop(call, facts);
    if (facts->status == RINGING && !call->ringing)
        call->ringing = facts;
    if (facts->status < 200)
        return;
    if (facts->status < 300) {
        if (!call->answer)
            call->answer = facts;
        call->final = call->answer;
        call->outcome = SIP_OUTCOME_ANSWERED;
    } else if (!call->answer && facts->hop <= call->caller_hop) {
        call->final = facts;
        call->outcome = outcome_of(call, facts);
    }
}

/* Is the CANCEL that of the caller? A proxy cancels branches, and the call goes on (RFC 3261
 * §16.10). */
static bool is_of_caller(const sip_call *call, const sip_facts *cancel)
{
    unsigned tries = 0;

    for (const sip_transaction *t = call->invites; t && tries < SIP_INVITES_MAX;
         t = t->older, tries++)
        if (t->cancel == cancel)
            return !t->request || t->request->hop == call->caller_hop;
    return true;
}

/* A new INVITE after a refusal that is no end (challenge, redirect, smaller offer) opens it again.
 */
static void take_request(sip_call *call, sip_facts *facts)
{
    if (is_initial(facts)) {
        note_hop(call, facts);
        if (!call->answer)
            call->outcome = SIP_OUTCOME_OPEN;
    } else if (facts->method == SIP_METHOD_CANCEL && !facts->transaction->in_dialog && !call->cancel
               && is_of_caller(call, facts)) {
        call->cancel = facts;
        call->ended_by = SIP_SIDE_CALLER;
    } else if (facts->method == SIP_METHOD_BYE && !call->bye) {
        call->bye = facts;
        call->ended_by = (sip_side)facts->side;
    }
}

/* Seconds for which a Contact is to be bound: its own expires goes before Expires (RFC 3261
 * §10.2.1.1). False: neither says. */
static bool contact_expiry(const sip_message *msg, sip_slice contact, uint64_t *seconds)
{
    sip_slice expires;

    if (!sip_value_param(contact, "expires", &expires))
        expires = msg->first[SIP_HEADER_EXPIRES];
    return sip_slice_number(expires, UINT32_MAX, seconds);
}

/* A REGISTER asks for the shortest of the bindings that it makes; it removes, when it makes none
 * (RFC 3261 §10.2.2). */
static void note_bindings(const sip_message *msg, sip_facts *facts)
{
    sip_values contacts = sip_message_values(msg, SIP_HEADER_CONTACT);
    bool makes = false, ends = false;
    uint64_t seconds, shortest = 0;
    sip_slice contact;

    while (sip_values_next(&contacts, &contact)) {
        bool given = contact_expiry(msg, contact, &seconds);

        makes = makes || !given || seconds > 0;
        ends = ends || (given && seconds == 0);
        if (given && seconds > 0 && (shortest == 0 || seconds < shortest))
            shortest = seconds;
    }
    if (!msg->first[SIP_HEADER_CONTACT].ptr)
        sip_slice_number(msg->first[SIP_HEADER_EXPIRES], UINT32_MAX, &shortest);
    facts->interval = (uint32_t)shortest;
    facts->removes = ends && !makes;
}

/* How long a request wants what it asks for: Session-Expires, else the least it takes (RFC 4028
 * §7.1); a subscription or a publication. */
static void note_interval(const sip_message *msg, sip_facts *facts)
{
    uint64_t number = 0;

    if (msg->method == SIP_METHOD_INVITE || msg->method == SIP_METHOD_UPDATE) {
        if (!sip_slice_number(msg->first[SIP_HEADER_SESSION_EXPIRES], UINT32_MAX, &number))
            sip_slice_number(msg->first[SIP_HEADER_MIN_SE], UINT32_MAX, &number);
    } else if (msg->method == SIP_METHOD_REGISTER) {
        note_bindings(msg, facts);
        return;
    } else if (msg->method == SIP_METHOD_SUBSCRIBE || msg->method == SIP_METHOD_PUBLISH) {
        sip_slice_number(msg->first[SIP_HEADER_EXPIRES], UINT32_MAX, &number);
    }
    facts->interval = (uint32_t)number;
}

static uint64_t contact_digest(sip_slice value)
{
    return sip_digest(sip_value_uri(value));
}

/* How long a binding lasts: expires of the Contact that the request brought, among all that the
 * registrar lists (RFC 3261 §10.3 step 8). */
static void note_binding(const sip_message *msg, sip_facts *facts)
{
    const sip_facts *request = facts->transaction->request;
    sip_values contacts = sip_message_values(msg, SIP_HEADER_CONTACT);
    uint64_t seconds = 0;
    sip_slice contact, expires;

    while (request && sip_values_next(&contacts, &contact))
        if (contact_digest(contact) == request->digest
            && sip_value_param(contact, "expires", &expires)
            && sip_slice_number(expires, UINT32_MAX, &seconds))
            facts->interval = (uint32_t)seconds;
    if (facts->interval == 0
        && sip_slice_number(msg->first[SIP_HEADER_EXPIRES], UINT32_MAX, &seconds))
        facts->interval = (uint32_t)seconds;
}

/* What a 2xx grants (RFC 3261 §10.3, RFC 6665 §4.2.1.1, RFC 3903 §6). */
static void note_granted(const sip_message *msg, sip_facts *facts)
{
    uint64_t seconds = 0;

    if (facts->status < 200 || facts->status >= 300)
        return;
    if (msg->method == SIP_METHOD_REGISTER)
        note_binding(msg, facts);
    else if ((msg->method == SIP_METHOD_SUBSCRIBE || msg->method == SIP_METHOD_PUBLISH)
             && sip_slice_number(msg->first[SIP_HEADER_EXPIRES], UINT32_MAX, &seconds))
        facts->interval = (uint32_t)seconds;
}

/* How it stands with the subscription, as its notifier says (RFC 6665 §4.1.3). */
static void note_subscription(const sip_message *msg, sip_facts *facts)
{
    static const char *const words[] = {
        [SIP_SUBSCRIPTION_ACTIVE] = "active",
        [SIP_SUBSCRIPTION_PENDING] = "pending",
        [SIP_SUBSCRIPTION_TERMINATED] = "terminated",
    };
    sip_slice state = msg->first[SIP_HEADER_SUBSCRIPTION_STATE], expires;
    const char *end = state.ptr ? memchr(state.ptr, ';', state.len) : NULL;
    sip_slice word =
        sip_slice_trim((sip_slice){ state.ptr, end ? (size_t)(end - state.ptr) : state.len });
    uint64_t seconds = 0;

    for (unsigned i = SIP_SUBSCRIPTION_ACTIVE; i < G_N_ELEMENTS(words); i++)
        if (sip_slice_equal_nocase(word, words[i]))
            facts->subscription = (uint8_t)i;
    if (state.ptr && sip_value_param(state, "expires", &expires)
        && sip_slice_number(expires, UINT32_MAX, &seconds))
        facts->interval = (uint32_t)seconds;
}

/* Tag of the side that was called: it tells the dialogs of a forked call apart (RFC 3261 §12). */
static uint64_t dialog_of(const sip_call *call, message_tags tags)
{
    return tags.from == call->caller_tag ? tags.to : tags.from;
}

/* What later messages are compared with. */
static void note_request(const sip_message *msg, message_tags tags, sip_facts *facts)
{
    uint64_t number = 0;

    if (tags.to != 0 && facts->transaction->request == facts)
        facts->transaction->in_dialog = true;
    if (sip_slice_number(msg->first[SIP_HEADER_RACK], UINT32_MAX, &number))
        facts->rseq = (uint32_t)number;
    note_interval(msg, facts);
    if (msg->method == SIP_METHOD_REGISTER)
        facts->digest = contact_digest(msg->first[SIP_HEADER_CONTACT]);
    else if (msg->method == SIP_METHOD_NOTIFY)
        note_subscription(msg, facts);
}

static void note_response(const sip_message *msg, sip_facts *facts)
{
    uint64_t number = 0;

    if (sip_slice_number(msg->first[SIP_HEADER_RSEQ], UINT32_MAX, &number))
        facts->rseq = (uint32_t)number;
    facts->reliable = facts->status < 200 && sip_message_is_reliable(msg);
    note_granted(msg, facts);
}

static void note_contents(sip_call *call, const sip_message *msg, message_tags tags, sip_slice sdp,
                          sip_facts *facts)
{
    facts->dialog = call->kind == SIP_CALL_REGISTRATION ? 0 : dialog_of(call, tags);
    /* In a registration only the UE asks, and its tags may change. */
    facts->side = call->kind == SIP_CALL_REGISTRATION || tags.from == call->caller_tag
                      ? SIP_SIDE_CALLER
                      : SIP_SIDE_CALLEE;
    facts->length = (uint32_t)MIN(msg->body.len, UINT32_MAX);
    facts->has_sdp = sdp.ptr != NULL;
    if (msg->first[SIP_HEADER_P_ACCESS_NETWORK_INFO].ptr)
        call->ims = true;
    if (msg->kind == SIP_REQUEST)
        note_request(msg, tags, facts);
    else
        note_response(msg, facts);
}

/* }}} */
/* {{{ preconditions */

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
static sip_session *find_or_make_session(sip_calls *calls, sip_call *call, uint64_t dialog)
{
    sip_session *session = find_session(call, dialog);
    const sip_precondition *offered = sip_call_qos(call, 0);

    if (session)
        return session;
    if (call->n_sessions == SIP_SESSIONS_MAX)
        return call->sessions;
    session = SIP_ARENA_NEW(calls->arena, sip_session);
    session->dialog = dialog;
    if (offered)
        session->qos = *offered;
    session->next = call->sessions;
    call->sessions = session;
    call->n_sessions++;
    return session;
}

/* Each offer and answer once, on the hop where it first appears. */
static void take_sdp(sip_calls *calls, const sip_message *msg, sip_slice sdp, sip_facts *facts)
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
    session = find_or_make_session(calls, call, facts->dialog);
    sip_key_add(&key, facts->transaction->cseq);
    sip_key_add(&key, facts->method * 1000u + facts->status);
    sip_key_add(&key, from_caller);
    if (key.low == session->last_sdp)
        return;
    session->last_sdp = key.low;
    sip_precondition_feed(&session->qos, sdp, from_caller,
                          answers ? SIP_SDP_ANSWER : SIP_SDP_OFFER);
    call->mandatory = call->mandatory || sip_precondition_mandatory(&session->qos);
}

/* A transaction's first message puts it into its call. */
static void join_call(sip_calls *calls, const sip_message *msg, message_tags tags,
                      sip_transaction *transaction)
{
    sip_call *call = find_or_make(calls, msg, tags);
    sip_transaction **list =
        transaction->method == SIP_METHOD_INVITE ? &call->invites : &call->transactions;

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

/* What alone is open once both sides have spoken; with more than that it cannot be told. */
static bool only_unmet(const sip_call *call, uint64_t dialog, sip_precondition_fault *fault)
{
    const sip_precondition *qos = sip_call_qos(call, dialog);
    sip_precondition_fault another;

    return call->n_sessions > 1 && sip_precondition_unmet(qos, 0, fault)
           && !sip_precondition_unmet(qos, 1, &another);
}

/* What a 580 is about: its SDP should say it (RFC 3312 §8), else what is open by then. */
static void note_unmet(sip_calls *calls, sip_slice sdp, sip_facts *facts)
{
    const sip_call *call = facts->transaction->call;
    bool from_caller = facts->side == SIP_SIDE_CALLEE;
    sip_precondition_fault fault;
    sip_unmet *unmet;

    if (!(facts->has_sdp && sip_precondition_failure(sdp, from_caller, &fault))
        && !only_unmet(call, facts->dialog, &fault))
        return;
    unmet = SIP_ARENA_NEW(calls->arena, sip_unmet);
    unmet->media = sip_text_keep(calls->arena, fault.media, SIP_MEDIA_MAX);
    unmet->line = fault.line;
    unmet->segment = fault.segment;
    unmet->direction = fault.direction;
    facts->unmet = unmet;
}

void sip_calls_take(sip_calls *calls, const sip_message *msg, sip_facts *facts)
{
    sip_transaction *transaction = facts->transaction;
    sip_slice sdp = { NULL, 0 };
    message_tags tags;

    if (transaction->call && facts->sending != SIP_SENDING_FIRST)
        return;
    tags.from = tag_digest(msg, SIP_HEADER_FROM);
    tags.to = tag_digest(msg, SIP_HEADER_TO);
    if (!transaction->call)
        join_call(calls, msg, tags, transaction);
    if (!transaction->call->first)
        transaction->call->first = facts;
    sip_body_find(msg, "application/sdp", &sdp);
    note_contents(transaction->call, msg, tags, sdp, facts);
    sip_auth_take(&transaction->call->logins, msg, facts);
    if (msg->kind == SIP_RESPONSE) {
        find_origin(transaction->call, facts);
        take_response(transaction->call, facts);
    } else {
        if (msg->method == SIP_METHOD_ACK && transaction->method == SIP_METHOD_ACK)
            join_ack(transaction->call, facts);
        take_request(transaction->call, facts);
    }
    if (facts->status == FORBIDDEN)
        transaction->call->forbidden = facts;
    if (facts->status == PRECONDITION_FAILURE)
        note_unmet(calls, sdp, facts);
    if (facts->has_sdp)
        take_sdp(calls, msg, sdp, facts);
}

int64_t sip_call_t1(const sip_call *call)
{
    if (call->t1 > 0)
        return call->t1;
    return call->ims ? 4 * T1 : T1;
}

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
            return !t->responses && latest > t->request->seen.time + 64 * sip_call_t1(call);
    return false;
}

sip_outcome sip_call_outcome(const sip_call *call, bool ended, int64_t latest)
{
    sip_outcome outcome = call->outcome;

    if (outcome == SIP_OUTCOME_FAILED && may_go_on(call, latest))
        outcome = SIP_OUTCOME_OPEN;
    else if (outcome == SIP_OUTCOME_OPEN && timed_out(call, latest))
        outcome = SIP_OUTCOME_FAILED;
    return ended && outcome == SIP_OUTCOME_OPEN ? SIP_OUTCOME_UNFINISHED : outcome;
}

/* }}} */
