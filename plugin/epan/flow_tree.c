/* flow_tree.c - where a message stands in the flow, as items and expert infos.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../compat.h"

#include "flow_tree.h"

#include "../core/call.h"
#include "../core/flow.h"
#include "expert.h"

/* {{{ fields: id, filter name, English name, type, display, values, description */

static const value_string outcome_vals[] = {
#define X(name, word) { SIP_OUTCOME_##name, word },
    SIP_OUTCOMES(X)
#undef X
        { 0, NULL },
};

#define FIELDS(X)                                                                                  \
    X(request_frame, "request_frame", "Request in", FT_FRAMENUM, BASE_NONE,                        \
      FRAMENUM_TYPE(FT_FRAMENUM_REQUEST), "Its request on the same hop")                           \
    X(response_frame, "response_frame", "Response in", FT_FRAMENUM, BASE_NONE,                     \
      FRAMENUM_TYPE(FT_FRAMENUM_RESPONSE), "Its final response on the same hop")                   \
    X(outcome_code, "outcome_code", "Outcome", FT_UINT16, BASE_DEC, NULL,                          \
      "Code of its final response on the same hop")                                                \
    X(response_time, "response_time", "Time since request", FT_RELATIVE_TIME, BASE_NONE, NULL,     \
      "Since the first sending of the request")                                                    \
    X(copy_of, "copy_of", "Copy of", FT_FRAMENUM, BASE_NONE, NULL,                                 \
      "The same message seen earlier on another interface or tunnel")                              \
    X(retransmission_of, "retransmission_of", "Retransmission of", FT_FRAMENUM, BASE_NONE, NULL,   \
      "Sent again by its sender")                                                                  \
    X(hop, "hop", "Hop", FT_UINT16, BASE_DEC, NULL, "Number of Via values: 1 next to the caller")  \
    X(origin_frame, "origin_frame", "First sent in", FT_FRAMENUM, BASE_NONE, NULL,                 \
      "Where this response first appears in the capture")                                          \
    X(call_number, "call.number", "Call", FT_UINT32, BASE_DEC, NULL,                               \
      "Calls of the capture, from 1")                                                              \
    X(call_outcome, "call.outcome", "Outcome of the call", FT_UINT8, BASE_DEC, VALS(outcome_vals), \
      "How the call went")                                                                         \
    X(call_setup_time, "call.setup_time", "Setup time", FT_RELATIVE_TIME, BASE_NONE, NULL,         \
      "From the INVITE to its 2xx")                                                                \
    X(call_ring_delay, "call.ring_delay", "Ring delay", FT_RELATIVE_TIME, BASE_NONE, NULL,         \
      "From the INVITE to its first 180")

#define X(id, filter, name, type, display, values, blurb) static int hf_##id = -1;
FIELDS(X)
#undef X

static int ett_flow = -1;

void sipcode_flow_register(int proto)
{
    static hf_register_info fields[] = {
#define X(id, filter, name, type, display, values, blurb) \
    { &hf_##id, { name, "sipcode." filter, type, display, values, 0, blurb, HFILL } },
        FIELDS(X)
#undef X
    };
    static int *subtrees[] = { &ett_flow };

    proto_register_field_array(proto, fields, array_length(fields));
    proto_register_subtree_array(subtrees, array_length(subtrees));
}

/* }}} */
/* {{{ items */

static void add_frame(const view *v, int hf, sip_text label, const sip_facts *seen)
{
    if (seen)
        generated(proto_tree_add_uint_format(v->tree, hf, v->tvb, 0, 0, seen->frame, "%s%s%u",
                                             sip_words_text(v->words, label), v->colon,
                                             seen->frame));
}

/* A time of NS nanoseconds, in ms below a second. */
static void add_time(const view *v, int hf, sip_text label, int64_t ns)
{
    nstime_t time = { .secs = (time_t)(ns / 1000000000), .nsecs = (int)(ns % 1000000000) };
    bool short_one = ABS(ns) < 1000000000;

    generated(proto_tree_add_time_format(
        v->tree, hf, v->tvb, 0, 0, &time, "%s%s%.*f %s", sip_words_text(v->words, label), v->colon,
        short_one ? 1 : 3, (double)ns / (short_one ? 1e6 : 1e9), short_one ? "ms" : "s"));
}

static void add_repetition(const view *v)
{
    const sip_facts *facts = v->facts;

    if (facts->sending == SIP_SENDING_COPY)
        add_frame(v, hf_copy_of, SIP_TEXT_LABEL_COPY_OF, facts->repeats);
    else if (facts->sending == SIP_SENDING_RETRANSMISSION)
        add_frame(v, hf_retransmission_of, SIP_TEXT_LABEL_RETRANSMISSION_OF, facts->repeats);
}

/* How a request ended on its hop. */
static void add_outcome(const view *v)
{
    const sip_facts *final = sip_flow_final(v->facts);

    if (!final)
        return;
    add_frame(v, hf_response_frame, SIP_TEXT_LABEL_RESPONSE_FRAME, final);
    generated(proto_tree_add_uint_format(v->tree, hf_outcome_code, v->tvb, 0, 0, final->status,
                                         "%s%s%03u %s", LABEL(v, LABEL_OUTCOME_CODE), final->status,
                                         sip_words_code(v->words, final->status)->name));
}

/* What a response has to do with its request. */
static void add_request(const view *v)
{
    const sip_facts *facts = v->facts;
    const sip_facts *request = facts->transaction->request;
    int64_t time;

    add_frame(v, hf_request_frame, SIP_TEXT_LABEL_REQUEST_FRAME, request);
    if (request)
        add_time(v, hf_response_time, SIP_TEXT_LABEL_RESPONSE_TIME, facts->time - request->time);
    if (sip_flow_ring_delay(facts, &time))
        add_time(v, hf_call_ring_delay, SIP_TEXT_LABEL_CALL_RING_DELAY, time);
    if (sip_flow_setup_time(facts, &time))
        add_time(v, hf_call_setup_time, SIP_TEXT_LABEL_CALL_SETUP_TIME, time);
    add_frame(v, hf_origin_frame, SIP_TEXT_LABEL_ORIGIN_FRAME, sip_flow_origin(facts));
}

static void add_call(const view *v)
{
    const sip_call *call = v->facts->transaction->call;
    sip_outcome outcome;

    if (call->number == 0)
        return;
    outcome = sip_call_outcome(call, PINFO_FD_VISITED(v->pinfo));
    generated(proto_tree_add_uint_format(v->tree, hf_call_number, v->tvb, 0, 0, call->number,
                                         "%s%s%u", LABEL(v, LABEL_CALL_NUMBER), call->number));
    generated(proto_tree_add_uint_format(v->tree, hf_call_outcome, v->tvb, 0, 0, outcome, "%s%s%s",
                                         LABEL(v, LABEL_CALL_OUTCOME),
                                         sip_words_outcome(v->words, outcome)));
}

static proto_item *add_items(const view *parent)
{
    view v = *parent;
    proto_item *item;

    v.tree = proto_tree_add_subtree(v.tree, v.tvb, 0, 0, ett_flow, &item,
                                    sip_words_text(v.words, SIP_TEXT_LABEL_FLOW));
    generated(item);
    if (v.facts->row)
        add_request(&v);
    else
        add_outcome(&v);
    add_repetition(&v);
    if (v.facts->hop > 0)
        generated(proto_tree_add_uint_format(v.tree, hf_hop, v.tvb, 0, 0, v.facts->hop, "%s%s%u",
                                             LABEL(&v, LABEL_HOP), v.facts->hop));
    add_call(&v);
    return item;
}

/* }}} */

void sipcode_flow_add(const view *v)
{
    proto_item *item = v->tree ? add_items(v) : NULL;

    if (v->facts->sending == SIP_SENDING_RETRANSMISSION)
        sipcode_expert_add(v, item, EXPERT_retransmission, SIP_TEXT_EXPERT_RETRANSMISSION);
    if (sip_flow_is_stray(v->facts))
        sipcode_expert_add(v, item, EXPERT_stray, SIP_TEXT_EXPERT_STRAY);
    if (sip_flow_is_slow(v->facts))
        sipcode_expert_add(v, item, EXPERT_slow, SIP_TEXT_EXPERT_SLOW);
}
