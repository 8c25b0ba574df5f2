/* situation.c - which rows of tables/hints.ini hold for a response.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "situation.h"

#include "details.h"

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
    return s->facts->transaction->cancel != NULL;
}

static bool if_bye(const sip_situation *s)
{
    return s->call->bye != NULL;
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
    return s->call->ringing != NULL;
}

static bool if_pending(const sip_situation *s)
{
    return is_pending(s->facts);
}

static bool if_removes(const sip_situation *s)
{
    return s->request && s->request->removes;
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
};

/* What only the request tells. */
enum {
    OF_REQUEST = 1u << SIP_CONDITION_CREDENTIALS | 1u << SIP_CONDITION_OFFER_IN_REQUEST
                 | 1u << SIP_CONDITION_OWNER | 1u << SIP_CONDITION_REMOVES
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
