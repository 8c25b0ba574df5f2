/* flow.c - what the facts of a message say about its place in the flow.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "flow.h"

#define RINGING 180 /* RFC 3261 §21.1.2 */

const sip_facts *sip_flow_final(const sip_facts *request)
{
    return request->method == SIP_METHOD_ACK ? NULL : request->transaction->final;
}

const sip_facts *sip_flow_origin(const sip_facts *response)
{
    return sip_facts_first((sip_facts *)response)->origin;
}

/* Time since the INVITE, which is of the transaction of this response. */
static bool since_invite(const sip_facts *response, int64_t *time)
{
    const sip_facts *invite = response->transaction->request;

    if (!invite || response->method != SIP_METHOD_INVITE)
        return false;
    *time = sip_facts_first((sip_facts *)response)->time - invite->time;
    return true;
}

bool sip_flow_setup_time(const sip_facts *response, int64_t *time)
{
    return response->status >= 200 && response->status < 300 && !response->transaction->in_dialog
           && since_invite(response, time);
}

bool sip_flow_ring_delay(const sip_facts *response, int64_t *time)
{
    const sip_facts *first = sip_facts_first((sip_facts *)response);

    if (response->status != RINGING || response->transaction->in_dialog)
        return false;
    for (const sip_facts *older = first->older; older; older = older->older)
        if (older->status == RINGING)
            return false;
    return since_invite(response, time);
}

bool sip_flow_is_stray(const sip_facts *facts)
{
    /* A response to ACK has no transaction at all (RFC 3261 §17); that is said already. */
    return facts->row && facts->method != SIP_METHOD_ACK && !facts->transaction->request;
}

bool sip_flow_is_slow(const sip_facts *facts)
{
    int64_t time;

    return facts->row && facts->sending == SIP_SENDING_FIRST && !facts->older
           && since_invite(facts, &time) && time > SIP_FLOW_SLOW;
}
