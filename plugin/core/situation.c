/* situation.c - which rows of tables/hints.ini hold for a response.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "situation.h"

#include "asked.h"
#include "details.h"
#include "outcome.h"

#define REQUEST_TERMINATED 487 /* RFC 3261 §21.4.25 */

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

/* Does it stand for the hop of FACTS? CANCEL has the branch of its INVITE (RFC 3261 §9.1). */
static bool is_on_hop(const sip_transaction *invite, const sip_facts *facts)
{
    const sip_transaction *own = facts->transaction;

    if (facts->method == SIP_METHOD_CANCEL && own->request)
        return invite->cancel == own->request;
    return invite == own || (invite->sent_by == own->sent_by && facts->method != SIP_METHOD_BYE);
}

/* Is the latest INVITE of SIDE open, other than that of FACTS itself? On the hop of FACTS its own
 * transaction says so; else, or where that may be what the capture lost, those of all hops. */
static bool has_open_invite(const sip_facts *facts, sip_side side)
{
    const sip_transaction *own = facts->transaction, *latest = NULL;
    bool over = false;
    unsigned tries = 0;

    for (const sip_transaction *t = own->call->invites; t && tries < SIP_INVITES_MAX;
         t = t->older, tries++) {
        if (side_of(t) != side)
            continue;
        if (!latest)
            latest = t;
        if (t->cseq != latest->cseq)
            continue; /* an earlier try */
        if (is_on_hop(t, facts))
            return t != own && !is_over(t);
        over = over || is_over(t);
    }
    return latest && !over;
}

/* Has the call an INVITE without a final response, other than the transaction itself? After BYE
 * those count that its receiver has received (RFC 3261 §15.1.2). */
static bool is_pending(const sip_facts *facts)
{
    if (facts->method == SIP_METHOD_BYE)
        return has_open_invite(facts, (sip_side)facts->side);
    return has_open_invite(facts, SIP_SIDE_CALLER) || has_open_invite(facts, SIP_SIDE_CALLEE);
}

static bool if_reliable(const sip_situation *s)
{
    return s->facts->reliable;
}

static bool if_sdp(const sip_situation *s)
{
    return s->facts->has_sdp;
}

static bool if_precondition(const sip_situation *s)
{
    return sip_precondition_mandatory(s->qos);
}

static bool if_met(const sip_situation *s)
{
    return sip_precondition_met(s->qos);
}

static bool if_caller_unmet(const sip_situation *s)
{
    return sip_precondition_caller_unmet(s->qos);
}

static bool if_in_dialog(const sip_situation *s)
{
    return s->facts->transaction->in_dialog;
}

static bool if_credentials(const sip_situation *s)
{
    return s->request && s->request->credentials != 0;
}

static bool if_stale(const sip_situation *s)
{
    return s->facts->login == SIP_LOGIN_STALE;
}

static bool if_aka(const sip_situation *s)
{
    return sip_auth_is_aka(s->msg);
}

static bool if_retry_after(const sip_situation *s)
{
    uint64_t seconds;

    return sip_slice_number(s->msg->first[SIP_HEADER_RETRY_AFTER], UINT32_MAX, &seconds);
}

static bool if_emergency(const sip_situation *s)
{
    return is_service(s->facts, "emergency");
}

static bool if_restoration(const sip_situation *s)
{
    return is_service(s->facts, "restoration");
}

static bool if_cancelled(const sip_situation *s)
{
    return s->facts->method == SIP_METHOD_INVITE ? s->facts->transaction->cancel != NULL
                                                 : s->call->cancel != NULL;
}

static bool if_bye(const sip_situation *s)
{
    const sip_facts *bye = s->call->bye;

    /* 487 may be the answer on behalf of all forks. */
    return bye
           && (s->facts->dialog == bye->dialog || s->facts->dialog == 0
               || s->facts->status == REQUEST_TERMINATED);
}

static bool if_offer_in_request(const sip_situation *s)
{
    return s->request && s->request->has_sdp;
}

static bool if_owner(const sip_situation *s)
{
    return s->request && s->request->side == SIP_SIDE_CALLER;
}

static bool if_ringing(const sip_situation *s)
{
    return sip_outcome_rings(s->call, s->facts->dialog);
}

static bool if_pending(const sip_situation *s)
{
    return is_pending(s->facts);
}

static bool if_removes(const sip_situation *s)
{
    return s->request && s->request->removes;
}

/* What INVITE did not offer, a reliable response does, and PRACK answers (RFC 3262 §5). */
static bool if_answered(const sip_situation *s)
{
    unsigned tries = 0;

    for (const sip_transaction *t = s->call->transactions;
         t && s->request && tries < SIP_INVITES_MAX; t = t->older, tries++)
        if (t->method == SIP_METHOD_PRACK && t->request && t->request->has_sdp
            && t->request->dialog == s->facts->dialog
            && t->request->seen.time >= s->request->seen.time)
            return true;
    return false;
}

static bool if_fetches(const sip_situation *s)
{
    return sip_asked_fetches(s->facts->transaction);
}

static bool (*const conditions[SIP_CONDITION_COUNT])(const sip_situation *) = {
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
    [SIP_CONDITION_ANSWERED] = if_answered,
    [SIP_CONDITION_FETCHES] = if_fetches,
};

/* What only the request tells. */
enum {
    OF_REQUEST = 1u << SIP_CONDITION_CREDENTIALS | 1u << SIP_CONDITION_OFFER_IN_REQUEST
                 | 1u << SIP_CONDITION_OWNER | 1u << SIP_CONDITION_REMOVES
                 | 1u << SIP_CONDITION_ANSWERED | 1u << SIP_CONDITION_FETCHES
};

/* Do the conditions of SET all have VALUE? */
static bool all_are(sip_situation *s, uint32_t set, bool value)
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

/* A row whose need cannot be met after this very response does not hold. */
static bool can_be_met(const sip_hint *row, const sip_message *msg)
{
    if (row->need == SIP_NEED_CONTACT || row->need == SIP_NEED_PROXY)
        return msg->first[SIP_HEADER_CONTACT].ptr != NULL;
    if (row->need == SIP_NEED_ETAG)
        return msg->first[SIP_HEADER_SIP_ETAG].ptr != NULL;
    return true;
}

bool sip_situation_fits(sip_situation *s, const sip_hint *row)
{
    if (!s->request && ((row->required | row->barred) & OF_REQUEST))
        return false; /* it cannot be told */
    return all_are(s, row->required, true) && all_are(s, row->barred, false)
           && can_be_met(row, s->msg);
}
