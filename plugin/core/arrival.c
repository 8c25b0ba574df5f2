/* arrival.c - is a message what is expected, and is it on the same hop?
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "arrival.h"

#include "asked.h"

#include <string.h>

/* The request of a message's transaction; NULL: not in the capture. */
static const sip_facts *request_of(const sip_facts *facts)
{
    return facts->row ? facts->transaction->request : facts;
}

/* How surely what came is on the hop of the response: its request was sent by the same sender, and
 * went the same way. */
sip_hop_match sip_arrival_hop(const sip_expectation *e, const sip_facts *facts)
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

/* Is it from the side that is waited for? A request from elsewhere is none. */
bool sip_arrival_is_by(const sip_expectation *e, const sip_facts *facts)
{
    sip_side requester = (sip_side)e->response->side;

    if (facts->row || facts->side == SIP_SIDE_UNKNOWN)
        return true;
    switch (e->hint->by) {
    case SIP_BY_REQUESTER:
        return facts->side == requester;
    case SIP_BY_CALLER:
        return facts->side == SIP_SIDE_CALLER;
    case SIP_BY_CALLEE:
        return facts->side == SIP_SIDE_CALLEE;
    case SIP_BY_NOTIFIER:
        return facts->side != requester;
    default:
        return true;
    }
}

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
        if (is_wanted(e, sip_digest_nocase(value)))
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
bool sip_arrival_meets_need(const sip_expectation *e, const sip_message *msg,
                            const sip_facts *facts)
{
    const sip_facts *before = e->response->transaction->request;

    if (msg->cut)
        return true; /* it may have it behind the end */
    switch (e->hint->need) {
    case SIP_NEED_CREDENTIALS:
        return facts->credentials != 0 && (!before || facts->credentials != before->credentials);
    case SIP_NEED_CONTACT:
        return is_wanted(e, sip_digest_uri(msg->uri));
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
bool sip_arrival_is_named(const sip_expectation *e, const sip_message *msg, const sip_facts *facts)
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

bool sip_arrival_is_proved(const sip_expectation *e, const sip_facts *facts)
{
    return facts->row && facts->method == SIP_METHOD_PRACK && !facts->transaction->request
           && sip_hint_acknowledges(e->hint) && e->hint->kind != SIP_HINT_ACK
           && e->response->dialog == facts->dialog;
}

/* What follows a request within a dialog is within it as well, and so is BYE; a final response that
 * refuses the INVITE may be another fork's (RFC 3261 §12.2.1.2, §15.1.2, §16.7). */
bool sip_arrival_is_in_dialog(const sip_expectation *e, const sip_facts *facts)
{
    const sip_facts *response = e->response;
    bool bound = response->transaction->in_dialog || facts->method == SIP_METHOD_BYE;

    if (facts->row ? facts->status >= 300 || facts->dialog == 0
                   : facts->method == SIP_METHOD_CANCEL)
        return true;
    return !bound || response->dialog == 0 || facts->dialog == response->dialog;
}

/* The id of a REFER's subscription is its CSeq number (RFC 3515 §2.4.6). */
static bool is_of_refer(const sip_message *msg, const sip_facts *response)
{
    sip_slice event = msg->first[SIP_HEADER_EVENT], id;
    uint64_t number;

    return response->method != SIP_METHOD_REFER || !event.ptr || !sip_value_param(event, "id", &id)
           || !sip_slice_number(id, UINT32_MAX, &number) || number == response->transaction->cseq;
}

/* ACK, PRACK and NOTIFY name what they are about (RFC 3261 §13.2.2.4, RFC 3262 §7.2). */
bool sip_arrival_acknowledges(const sip_expectation *e, const sip_message *msg,
                              const sip_facts *facts)
{
    const sip_facts *response = e->response;
    uint32_t rseq, cseq;

    if (msg->method == SIP_METHOD_ACK)
        return facts->transaction->cseq == response->transaction->cseq
               && (response->status >= 300 || facts->dialog == response->dialog);
    if (msg->method == SIP_METHOD_PRACK)
        return read_rack(msg->first[SIP_HEADER_RACK], &rseq, &cseq) && rseq == response->rseq
               && cseq == response->transaction->cseq && facts->dialog == response->dialog;
    if (msg->method == SIP_METHOD_NOTIFY)
        return is_of_refer(msg, response);
    return true;
}
