/* contents.c - what of a message later ones are compared with.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "contents.h"

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
        facts->removes = sip_slice_number(msg->first[SIP_HEADER_EXPIRES], UINT32_MAX, &number)
                         && number == 0 && msg->method == SIP_METHOD_PUBLISH;
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
static uint64_t dialog_of(const sip_call *call, sip_tags tags)
{
    return tags.from == call->caller_tag ? tags.to : tags.from;
}

/* What later messages are compared with. */
static void note_request(const sip_message *msg, sip_tags tags, sip_facts *facts)
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

void sip_contents_note(sip_call *call, const sip_message *msg, sip_tags tags, sip_slice sdp,
                       sip_facts *facts)
{
    facts->dialog = call->kind == SIP_CALL_REGISTRATION ? 0 : dialog_of(call, tags);
    /* In a registration only the UE asks, and its tags may change. */
    facts->side = call->kind == SIP_CALL_REGISTRATION || tags.from == call->caller_tag
                      ? SIP_SIDE_CALLER
                      : SIP_SIDE_CALLEE;
    facts->length = (uint32_t)MIN(msg->body.len, UINT32_MAX);
    facts->has_sdp = sdp.ptr != NULL;
    if (msg->first[SIP_HEADER_P_ACCESS_NETWORK_INFO].ptr) {
        call->ims = true;
        call->caller_access =
            call->caller_access
            || (msg->kind == SIP_REQUEST && msg->method == SIP_METHOD_INVITE && tags.to == 0);
    }
    if (msg->kind == SIP_REQUEST)
        note_request(msg, tags, facts);
    else
        note_response(msg, facts);
}
