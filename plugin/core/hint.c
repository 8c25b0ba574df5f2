/* hint.c - what is expected after a response, and what came: tables/hints.ini at work.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "hint.h"

#include "asked.h"
#include "details.h"
#include "precondition.h"
#include "transaction.h"

#include <string.h>

#define SECOND G_GINT64_CONSTANT(1000000000)
#define REQUEST_TERMINATED 487 /* RFC 3261 §21.4.25 */

struct sip_watch {
    sip_arena *arena;
    GHashTable *by_identity; /* sip_key -> the newest sip_expectation, in which it stands; at most
                                one a response */
};

/* {{{ conditions */

/* Is the alternative service that the response tells of TYPE (TS 24.229 §7.6)? */
static bool is_service(const sip_facts *facts, const char *type)
{
    const sip_ims_body *ims = facts->details ? facts->details->ims : NULL;

    return ims && ims->type && g_ascii_strcasecmp(ims->type, type) == 0;
}

static sip_side side_of(const sip_transaction *t)
{
    const sip_facts *any = t->request ? t->request : t->responses;

    return any ? (sip_side)any->side : SIP_SIDE_UNKNOWN;
}

static bool is_over(const sip_transaction *invite)
{
    return invite->final || invite->ack;
}

/* Is the latest INVITE of SIDE open, other than that of FACTS itself? On the hop of FACTS its own
 * transaction says so; else, or where that may be what the capture lost, those of all hops. */
static bool has_open_invite(const sip_facts *facts, sip_side side)
{
    const sip_transaction *own = facts->transaction, *latest = NULL;
    unsigned tries = 0;

    for (const sip_transaction *t = own->call->invites; t && tries < SIP_INVITES_MAX;
         t = t->older, tries++) {
        if (side_of(t) != side)
            continue;
        if (!latest)
            latest = t;
        if (t->cseq != latest->cseq)
            continue; /* an earlier try */
        if (t == own || (t->sent_by == own->sent_by && facts->method != SIP_METHOD_BYE))
            return t != own && !is_over(t);
        if (is_over(t))
            return false;
    }
    return latest != NULL;
}

/* Has the call an INVITE without a final response, other than the transaction itself? After BYE
 * those count that its receiver has received (RFC 3261 §15.1.2). */
static bool is_pending(const sip_facts *facts)
{
    if (facts->method == SIP_METHOD_BYE)
        return has_open_invite(facts, (sip_side)facts->side);
    return has_open_invite(facts, SIP_SIDE_CALLER) || has_open_invite(facts, SIP_SIDE_CALLEE);
}

/* The response whose conditions are asked for. */
typedef struct {
    const sip_message *msg;
    const sip_facts *facts;
    const sip_facts *request; /* NULL: not in the capture */
    const sip_call *call;
    const sip_precondition *qos; /* of its dialog */
    uint32_t known, values; /* bits (1 << sip_condition): each is found out once, when asked for */
} situation;

static bool if_reliable(const situation *s)
{
    return s->facts->reliable;
}

static bool if_sdp(const situation *s)
{
    return s->facts->has_sdp;
}

static bool if_precondition(const situation *s)
{
    return sip_precondition_mandatory(s->qos);
}

static bool if_met(const situation *s)
{
    return sip_precondition_met(s->qos);
}

static bool if_caller_unmet(const situation *s)
{
    return sip_precondition_caller_unmet(s->qos);
}

static bool if_in_dialog(const situation *s)
{
    return s->facts->transaction->in_dialog;
}

static bool if_credentials(const situation *s)
{
    return s->request && s->request->credentials != 0;
}

static bool if_stale(const situation *s)
{
    return s->facts->login == SIP_LOGIN_STALE;
}

static bool if_aka(const situation *s)
{
    return sip_auth_is_aka(s->msg);
}

static bool if_retry_after(const situation *s)
{
    uint64_t seconds;

    return sip_slice_number(s->msg->first[SIP_HEADER_RETRY_AFTER], UINT32_MAX, &seconds);
}

static bool if_emergency(const situation *s)
{
    return is_service(s->facts, "emergency");
}

static bool if_restoration(const situation *s)
{
    return is_service(s->facts, "restoration");
}

static bool if_cancelled(const situation *s)
{
    return s->facts->transaction->cancel != NULL;
}

static bool if_bye(const situation *s)
{
    return s->call->bye != NULL;
}

static bool if_offer_in_request(const situation *s)
{
    return s->request && s->request->has_sdp;
}

static bool if_owner(const situation *s)
{
    return s->request && s->request->side == SIP_SIDE_CALLER;
}

static bool if_ringing(const situation *s)
{
    return s->call->ringing != NULL;
}

static bool if_pending(const situation *s)
{
    return is_pending(s->facts);
}

static bool if_removes(const situation *s)
{
    return s->request && s->request->removes;
}

static bool (*const conditions[SIP_CONDITION_COUNT])(const situation *) = {
    [SIP_CONDITION_RELIABLE] = if_reliable,
    [SIP_CONDITION_SDP] = if_sdp,
    [SIP_CONDITION_PRECONDITION] = if_precondition,
    [SIP_CONDITION_MET] = if_met,
    [SIP_CONDITION_CALLER_UNMET] = if_caller_unmet,
    [SIP_CONDITION_IN_DIALOG] = if_in_dialog,
    [SIP_CONDITION_CREDENTIALS] = if_credentials,
    [SIP_CONDITION_STALE] = if_stale,
    [SIP_CONDITION_AKA] = if_aka,
    [SIP_CONDITION_RETRY_AFTER] = if_retry_after,
    [SIP_CONDITION_EMERGENCY] = if_emergency,
    [SIP_CONDITION_RESTORATION] = if_restoration,
    [SIP_CONDITION_CANCELLED] = if_cancelled,
    [SIP_CONDITION_BYE] = if_bye,
    [SIP_CONDITION_OFFER_IN_REQUEST] = if_offer_in_request,
    [SIP_CONDITION_OWNER] = if_owner,
    [SIP_CONDITION_RINGING] = if_ringing,
    [SIP_CONDITION_PENDING] = if_pending,
    [SIP_CONDITION_REMOVES] = if_removes,
};

/* What only the request tells. */
enum {
    OF_REQUEST = 1u << SIP_CONDITION_CREDENTIALS | 1u << SIP_CONDITION_OFFER_IN_REQUEST
                 | 1u << SIP_CONDITION_OWNER | 1u << SIP_CONDITION_REMOVES
};

/* Do the conditions of SET all have VALUE? */
static bool all_are(situation *s, uint32_t set, bool value)
{
    for (; set != 0; set &= set - 1) {
        uint32_t bit = set & -set;

        if (!(s->known & bit)) {
            s->known |= bit;
            s->values |= conditions[sip_lowest_bit(set)](s) ? bit : 0;
        }
        if (((s->values & bit) != 0) != value)
            return false;
    }
    return true;
}

/* }}} */
/* {{{ what is expected */

/* A row whose need cannot be met after this very response does not hold. */
static bool can_be_met(const sip_hint *row, const sip_message *msg)
{
    if (row->need == SIP_NEED_CONTACT || row->need == SIP_NEED_PROXY)
        return msg->first[SIP_HEADER_CONTACT].ptr != NULL;
    if (row->need == SIP_NEED_ETAG)
        return msg->first[SIP_HEADER_SIP_ETAG].ptr != NULL;
    return true;
}

static bool holds(const sip_hint *row, situation *s)
{
    if (!s->request && ((row->required | row->barred) & OF_REQUEST))
        return false; /* it cannot be told */
    return all_are(s, row->required, true) && all_are(s, row->barred, false)
           && can_be_met(row, s->msg);
}

/* What is compared without regard to case (RFC 3261 §7.3.1, §19.1.4): the first bytes count. */
#define COMPARED_MAX 256

static uint64_t digest_nocase(sip_slice text)
{
    char low[COMPARED_MAX];

    text.len = MIN(text.len, sizeof low);
    for (size_t i = 0; i < text.len; i++)
        low[i] = g_ascii_tolower(text.ptr[i]);
    return sip_digest((sip_slice){ low, text.len });
}

/* A URI without what may differ on the way, its parameters and brackets. Case matters in the user
 * alone (RFC 3261 §19.1.4). */
static uint64_t uri_digest(sip_slice value)
{
    sip_slice uri = sip_value_uri(value), user = { uri.ptr, 0 }, host;
    size_t end = 0;

    while (end < uri.len && uri.ptr[end] != ';' && uri.ptr[end] != '?') {
        if (uri.ptr[end] == '@')
            user.len = end;
        end++;
    }
    host = (sip_slice){ uri.ptr + user.len, end - user.len };
    return sip_digest(user) * 31 + digest_nocase(host);
}

/* The request of a message's transaction; NULL: not in the capture. */
static const sip_facts *request_of(const sip_facts *facts)
{
    return facts->row ? facts->transaction->request : facts;
}

/* How surely what came is on the hop of the response: its request was sent by the same sender, and
 * went the same way. */
static sip_hop_match hop_match(const sip_expectation *e, const sip_facts *facts)
{
    const sip_facts *asked = e->response->transaction->request, *came = request_of(facts);
    bool same_sender = facts->transaction->sent_by == e->response->transaction->sent_by;

    if (same_sender && asked && came && asked->seen.src == came->seen.src
        && asked->seen.dst == came->seen.dst)
        return SIP_HOP_SAME;
    /* A proxy may send from several places, and a request may pass one proxy several times. */
    if (facts->side == e->response->side && facts->hop == e->response->hop)
        return SIP_HOP_NUMBER;
    return same_sender ? SIP_HOP_SENDER : SIP_HOP_OTHER;
}

/* What was waited for is looked for on the same hop; until it comes there, that of another hop is
 * shown. */
static void note_seen(sip_expectation *e, sip_facts *facts)
{
    sip_hop_match match = hop_match(e, facts);

    if (e->seen && match <= e->match)
        return;
    e->seen = facts;
    e->match = match;
    /* It speaks of requests to the server that answered (RFC 3261 §21.5.4). */
    if (facts->seen.time < e->earliest && facts->seen.dst == e->response->seen.src)
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
            header == SIP_HEADER_CONTACT ? uri_digest(value) : digest_nocase(value);
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

    sip_key_add(&key, uri_digest(msg->first[SIP_HEADER_FROM]));
    return key;
}

static sip_key sender_of(const sip_message *msg)
{
    sip_key key = { 1, 0 };

    sip_key_add(&key, sip_digest(sip_sender_host(msg)));
    return key;
}

/* Expectations that a request with another Call-ID may meet: a later try of the same call, a fresh
 * registration, an emergency call, the refreshing of a publication (RFC 3903 §4.3). */
static bool outlives_call(const sip_hint *row)
{
    return row->after_retry_after || row->need == SIP_NEED_INITIAL
           || row->need == SIP_NEED_EMERGENCY || row->need == SIP_NEED_ETAG;
}

/* A UE may register another identity than the one it calls by, so there its sender tells. */
static void watch_identity(sip_watch *watch, const sip_message *msg, sip_expectation *e)
{
    e->identity = e->hint->need == SIP_NEED_INITIAL ? sender_of(msg) : user_of(msg);
    e->target = e->hint->need == SIP_NEED_ETAG ? sip_digest(msg->first[SIP_HEADER_SIP_ETAG])
                                               : uri_digest(msg->first[SIP_HEADER_TO]);
    e->next_identity = g_hash_table_lookup(watch->by_identity, &e->identity);
    g_hash_table_replace(watch->by_identity, &e->identity, e);
}

/* Is it from the side that is waited for? A request from elsewhere is none. */
static bool is_by(const sip_expectation *e, const sip_facts *facts)
{
    const sip_facts *request = e->response->transaction->request;

    if (facts->row || facts->side == SIP_SIDE_UNKNOWN)
        return true;
    switch (e->hint->by) {
    case SIP_BY_REQUESTER:
        return !request || facts->side == request->side;
    case SIP_BY_CALLER:
        return facts->side == SIP_SIDE_CALLER;
    case SIP_BY_CALLEE:
        return facts->side == SIP_SIDE_CALLEE;
    case SIP_BY_NOTIFIER:
        return !request || facts->side != request->side;
    default:
        return true;
    }
}

/* A NOTIFY may come before the 2xx to the SUBSCRIBE or REFER (RFC 6665 §4.1.2.4, RFC 3515 §2.4.4).
 */
static void look_back(sip_expectation *e)
{
    const sip_transaction *asked = e->response->transaction;
    unsigned tries = 0;

    if (e->hint->by != SIP_BY_NOTIFIER || !asked->request)
        return;
    for (const sip_transaction *t = asked->call->transactions; t && tries < SIP_INVITES_MAX;
         t = t->older, tries++)
        if (t->method == e->hint->expect[0].method && t->request && is_by(e, t->request)
            && t->request->seen.time >= asked->request->seen.time)
            note_seen(e, t->request);
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
    situation s = { .msg = msg,
                    .facts = facts,
                    .request = facts->transaction->request,
                    .call = facts->transaction->call,
                    .qos = sip_call_qos(facts->transaction->call, facts->dialog) };
    bool found[SIP_HINT_KINDS] = { false };
    const GPtrArray *rows = sip_row_index_find(hints->index, status, (sip_method)facts->method);

    for (unsigned i = 0; rows && i < rows->len; i++) {
        const sip_hint *row = rows->pdata[i];

        if (found[row->kind] || !holds(row, &s))
            continue;
        found[row->kind] = true;
        expect(row, watch, msg, facts);
    }
}

/* }}} */
/* {{{ what came */

static bool is_wanted(const sip_expectation *e, uint64_t digest)
{
    for (unsigned i = 0; i < e->n_wanted; i++)
        if (e->wanted[i] == digest)
            return true;
    return false;
}

/* Does the header name an option tag that is wanted? */
static bool names_wanted(const sip_expectation *e, const sip_message *msg, sip_header_id header)
{
    sip_values values = sip_message_values(msg, header);
    sip_slice value;

    while (sip_values_next(&values, &value))
        if (is_wanted(e, digest_nocase(value)))
            return true;
    return false;
}

static bool is_emergency_uri(sip_slice uri)
{
    static const char service[] = "urn:service:sos";

    return uri.len >= sizeof service - 1
           && g_ascii_strncasecmp(uri.ptr, service, sizeof service - 1) == 0;
}

/* Has the request what the row needs? */
static bool meets_need(const sip_expectation *e, const sip_message *msg, const sip_facts *facts)
{
    const sip_facts *before = e->response->transaction->request;

    switch (e->hint->need) {
    case SIP_NEED_CREDENTIALS:
        return facts->credentials != 0 && (!before || facts->credentials != before->credentials);
    case SIP_NEED_CONTACT:
        return is_wanted(e, uri_digest(msg->uri));
    case SIP_NEED_LARGER:
        return !before || facts->interval > before->interval;
    case SIP_NEED_OFFER:
        return facts->has_sdp;
    case SIP_NEED_WITHOUT:
        return !names_wanted(e, msg, SIP_HEADER_REQUIRE)
               && !names_wanted(e, msg, SIP_HEADER_PROXY_REQUIRE);
    case SIP_NEED_WITH:
        return names_wanted(e, msg, SIP_HEADER_SUPPORTED)
               || names_wanted(e, msg, SIP_HEADER_REQUIRE);
    case SIP_NEED_SEC_AGREE:
        return msg->first[SIP_HEADER_SECURITY_CLIENT].ptr
               || msg->first[SIP_HEADER_SECURITY_VERIFY].ptr;
    case SIP_NEED_INITIAL:
        if (msg->method == SIP_METHOD_PUBLISH)
            return !msg->first[SIP_HEADER_SIP_IF_MATCH].ptr;
        return facts->credentials == 0
               || facts->transaction->call != e->response->transaction->call;
    case SIP_NEED_EMERGENCY:
        return is_emergency_uri(msg->uri);
    case SIP_NEED_ETAG:
        return sip_digest(msg->first[SIP_HEADER_SIP_IF_MATCH]) == e->target;
    case SIP_NEED_SHORTER:
        return !before || facts->length < before->length;
    case SIP_NEED_ANY:
    case SIP_NEED_PROXY: /* where it went is not in the message itself */
    case SIP_NEED_COUNT:
        break;
    }
    return true;
}

/* A request: of the method that is named, or of the one that was asked with. */
static bool is_request(const sip_expect *expect, const sip_transaction *asked,
                       const sip_facts *facts)
{
    sip_method method = expect->same ? (sip_method)asked->method : expect->method;

    if (method == SIP_METHOD_REGISTER && facts->method == asked->method && facts->method == method
        && asked->asked && facts->transaction->asked)
        return asked->asked->to == facts->transaction->asked->to; /* another user's is none */
    if (method != SIP_METHOD_UNKNOWN)
        return method == facts->method;
    return expect->same && facts->method == SIP_METHOD_UNKNOWN
           && strcmp(facts->transaction->extension, asked->extension) == 0;
}

/* A response: after a provisional one to the same request, else to the INVITE. */
static bool is_response(const sip_expect *expect, const sip_facts *before, const sip_facts *facts)
{
    return facts->status >= expect->statuses.from && facts->status <= expect->statuses.to
           && facts->method == (before->status < 200 ? before->method : SIP_METHOD_INVITE);
}

/* Is it an alternative that the row names? */
static bool is_alternative(const sip_expectation *e, const sip_message *msg, const sip_facts *facts)
{
    const sip_transaction *asked = e->response->transaction;

    for (unsigned i = 0; i < e->hint->n_expect; i++)
        if (msg->kind == SIP_REQUEST ? is_request(&e->hint->expect[i], asked, facts)
                                     : is_response(&e->hint->expect[i], e->response, facts))
            return true;
    return false;
}

/* RAck = response-num LWS CSeq-num LWS Method (RFC 3262 §7.2) */
static bool read_rack(sip_slice value, uint32_t *rseq, uint32_t *cseq)
{
    uint64_t first, second;
    size_t i = 0;

    if (!sip_slice_number(value, UINT32_MAX, &first))
        return false;
    while (i < value.len && g_ascii_isdigit(value.ptr[i]))
        i++;
    value = sip_slice_trim((sip_slice){ value.ptr + i, value.len - i });
    if (!sip_slice_number(value, UINT32_MAX, &second))
        return false;
    *rseq = (uint32_t)first;
    *cseq = (uint32_t)second;
    return true;
}

/* ACK and PRACK name what they acknowledge (RFC 3261 §13.2.2.4, RFC 3262 §7.2). */
static bool acknowledges(const sip_expectation *e, const sip_message *msg, const sip_facts *facts)
{
    const sip_facts *response = e->response;
    uint32_t rseq, cseq;

    if (msg->method == SIP_METHOD_ACK)
        return facts->transaction->cseq == response->transaction->cseq
               && (response->status >= 300 || facts->dialog == response->dialog);
    if (msg->method == SIP_METHOD_PRACK)
        return read_rack(msg->first[SIP_HEADER_RACK], &rseq, &cseq) && rseq == response->rseq
               && cseq == response->transaction->cseq && facts->dialog == response->dialog;
    return true;
}

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
    if (msg->kind == SIP_REQUEST && msg->method == SIP_METHOD_BYE)
        return (response->dialog == facts->dialog || response->dialog == 0) /* not another fork */
               && response->method != SIP_METHOD_BYE && response->method != SIP_METHOD_CANCEL
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

        if (is_alternative(e, msg, facts) && is_by(e, facts) && acknowledges(e, msg, facts)
            && (msg->kind == SIP_RESPONSE || e->hint->kind == SIP_HINT_ACK
                || meets_need(e, msg, facts)))
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

/* Is the request, which begins a call of its own, what an earlier call of IDENTITY waits for? */
static void take_arrival_of(sip_watch *watch, sip_key identity, const sip_message *msg,
                            sip_facts *facts)
{
    sip_expectation *e = g_hash_table_lookup(watch->by_identity, &identity);

    for (unsigned tries = 0; e && tries < SIP_OPEN_MAX; e = e->next_identity, tries++)
        if (!e->seen && e->response->transaction->call != facts->transaction->call
            && (!e->hint->after_retry_after || e->target == uri_digest(msg->first[SIP_HEADER_TO]))
            && is_alternative(e, msg, facts) && meets_need(e, msg, facts))
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
    if (msg->kind == SIP_RESPONSE)
        take_response(hints, watch, msg, facts);
}

/* 200, 18x, 2xx */
static void add_statuses(GString *out, const sip_statuses *statuses)
{
    unsigned span = statuses->to - statuses->from;

    if (span == 0)
        g_string_append_printf(out, "%u", statuses->to);
    else if (span < 10)
        g_string_append_printf(out, "%ux", statuses->to / 10);
    else
        g_string_append_printf(out, "%uxx", statuses->to / 100);
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
    if (is_late(e, now))
        return SIP_NEXT_MISSED;
    return ended ? SIP_NEXT_ENDS : SIP_NEXT_UNKNOWN;
}

/* }}} */
