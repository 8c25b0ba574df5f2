/* flow_tree.c - where a message stands in the flow, as items and expert infos.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../compat.h"

#include "flow_tree.h"

#include "../core/outcome.h"
#include "../core/flow.h"
#include "expert.h"
#include "sentence.h"
#include "user_codes.h"

/* {{{ fields: id, filter name, English name, type, display, values, description */

static const value_string outcome_vals[] = {
#define X(name, word) { SIP_OUTCOME_##name, word },
    SIP_OUTCOMES(X)
#undef X
        { 0, NULL },
};

static const value_string next_vals[] = {
    { SIP_NEXT_NONE, "none expected" },      { SIP_NEXT_SEEN, "seen" },
    { SIP_NEXT_MISSED, "not seen in time" }, { SIP_NEXT_ENDS, "capture ends first" },
    { SIP_NEXT_UNKNOWN, "not known yet" },   { 0, NULL },
};

#define FIELDS(X)                                                                                  \
    X(flow, "flow", "Flow", FT_NONE, BASE_NONE, NULL, "Where the message stands in the flow")      \
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
    X(resent_in, "resent_in", "Sent again in", FT_FRAMENUM, BASE_NONE, NULL,                       \
      "Where its sender has sent it again")                                                        \
    X(expires, "expires", "Valid for", FT_UINT32, BASE_DEC, NULL,                                  \
      "Seconds that a registration, subscription or publication lasts")                            \
    X(hop, "hop", "Hop", FT_UINT16, BASE_DEC, NULL, "Number of Via values: 1 next to the caller")  \
    X(origin_frame, "origin_frame", "First sent in", FT_FRAMENUM, BASE_NONE, NULL,                 \
      "Where this response first appears in the capture")                                          \
    X(flow_name, "flow.name", "Known flow", FT_STRING, BASE_NONE, NULL,                            \
      "Id of the flow that the call is")                                                           \
    X(flow_step, "flow.step", "Step", FT_UINT8, BASE_DEC, NULL, "Step in that flow")               \
    X(flow_phase, "flow.phase", "Phase", FT_STRING, BASE_NONE, NULL,                               \
      "Where the call stands after this message")                                                  \
    X(next_expected, "next.expected", "Expected next", FT_STRING, BASE_NONE, NULL,                 \
      "What should come next, from whom, within what time, by which section")                      \
    X(next_method, "next.method", "Expected method or code", FT_STRING, BASE_NONE, NULL,           \
      "The same for scripts; alternatives are separated by |")                                     \
    X(next_status, "next.status", "Status of it", FT_UINT8, BASE_DEC, VALS(next_vals),             \
      "Whether it came")                                                                           \
    X(next_frame, "next.frame", "Seen next", FT_FRAMENUM, BASE_NONE, NULL, "Where it came")        \
    X(next_delay, "next.delay", "After", FT_RELATIVE_TIME, BASE_NONE, NULL,                        \
      "From the response to what came")                                                            \
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
        generated(proto_tree_add_uint_format(v->tree, hf, v->tvb, 0, 0, seen->seen.frame, "%s%u",
                                             sip_words_label(v->words, label), seen->seen.frame));
}

/* A time of NS nanoseconds, in ms below a second. */
static void add_time(const view *v, int hf, sip_text label, int64_t ns)
{
    nstime_t time = { .secs = (time_t)(ns / 1000000000), .nsecs = (int)(ns % 1000000000) };
    bool short_one = ABS(ns) < 1000000000;

    generated(proto_tree_add_time_format(
        v->tree, hf, v->tvb, 0, 0, &time, "%s%.*f %s", sip_words_label(v->words, label),
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

/* Where it was sent again, in the order of the capture. */
static void add_resent(const view *v)
{
    const sip_facts *again[SIP_FLOW_RESENT_MAX];
    unsigned n = sip_flow_resent(v->facts, again);

    for (unsigned i = 0; i < n; i++)
        add_frame(v, hf_resent_in, SIP_TEXT_LABEL_SENT_AGAIN, again[i]);
}

/* How long what was granted lasts. */
static void add_expires(const view *v)
{
    uint32_t seconds;

    if (sip_flow_validity(v->facts, &seconds))
        generated(proto_tree_add_uint_format(v->tree, hf_expires, v->tvb, 0, 0, seconds, "%s%u s",
                                             LABEL(v, LABEL_EXPIRES), seconds));
}

/* How a request ended on its hop. */
static void add_outcome(const view *v)
{
    const sip_facts *final = sip_flow_final(v->facts);

    if (!final)
        return;
    add_frame(v, hf_response_frame, SIP_TEXT_LABEL_RESPONSE_FRAME, final);
    if (!is_wanted(v, hf_outcome_code))
        return;
    generated(proto_tree_add_uint_format(v->tree, hf_outcome_code, v->tvb, 0, 0, final->status,
                                         "%s%03u %s", LABEL(v, LABEL_OUTCOME_CODE), final->status,
                                         sipcode_response_words(v->words, final).name));
}

/* What a response has to do with its request. */
static void add_request(const view *v)
{
    const sip_facts *facts = v->facts;
    const sip_facts *request = facts->transaction->request;
    int64_t time;

    add_frame(v, hf_request_frame, SIP_TEXT_LABEL_REQUEST_FRAME, request);
    if (request)
        add_time(v, hf_response_time, SIP_TEXT_LABEL_RESPONSE_TIME,
                 facts->seen.time - request->seen.time);
    if (sip_flow_ring_delay(facts, &time))
        add_time(v, hf_call_ring_delay, SIP_TEXT_LABEL_CALL_RING_DELAY, time);
    if (sip_flow_setup_time(facts, &time))
        add_time(v, hf_call_setup_time, SIP_TEXT_LABEL_CALL_SETUP_TIME, time);
    add_frame(v, hf_origin_frame, SIP_TEXT_LABEL_ORIGIN_FRAME, sip_flow_origin(facts));
}

/* A time limit as people say it: 32 s, 3 min. */
static bool fill_within(GString *out, sip_slice name, const void *data)
{
    const sip_expectation *e = data;
    int64_t seconds = (e->deadline - e->response->seen.time) / 1000000000;
    bool minutes = seconds >= 120 && seconds % 60 == 0;

    if (!sip_slice_equal(name, "WITHIN"))
        return false;
    sipcode_append_number(out, (unsigned)(minutes ? seconds / 60 : seconds));
    g_string_append(out, minutes ? " min" : " s");
    return true;
}

/* What the template next_expected needs. */
typedef struct {
    const char *hint, *reference;
} expected_holes;

static bool fill_expected(GString *out, sip_slice name, const void *data)
{
    const expected_holes *holes = data;

    if (sip_slice_equal(name, "HINT"))
        g_string_append(out, holes->hint);
    else if (sip_slice_equal(name, "REFERENCE"))
        g_string_append(out, holes->reference);
    else
        return false;
    return true;
}

static void add_expected(const view *v, const sip_expectation *e)
{
    g_autofree char *hint =
        sip_words_fill(sip_words_row(v->words, "hint", e->hint->word), fill_within, e);
    expected_holes holes = { hint, e->hint->reference };
    g_autofree char *text =
        sip_words_fill(sip_words_text(v->words, SIP_TEXT_NEXT_EXPECTED), fill_expected, &holes);

    generated(proto_tree_add_string_format(v->tree, hf_next_expected, v->tvb, 0, 0, text, "%s%s",
                                           LABEL(v, LABEL_NEXT), text));
}

/* What came, and where: "137 · PRACK". */
static void add_next_frame(const view *v, const sip_facts *seen)
{
    const char *method = sip_method_name((sip_method)seen->method);
    char status[4];

    sip_status_text(seen->status, status);
    if (!method)
        method = seen->transaction->extension;
    generated(proto_tree_add_uint_format(v->tree, hf_next_frame, v->tvb, 0, 0, seen->seen.frame,
                                         "%s%u · %s", LABEL(v, LABEL_NEXT_FRAME), seen->seen.frame,
                                         seen->row ? status : method));
}

static void add_next(const view *v, const sip_expectation *e)
{
    static const sip_text texts[] = {
        [SIP_NEXT_NONE] = SIP_TEXT_NEXT_NONE,       [SIP_NEXT_SEEN] = SIP_TEXT_NEXT_SEEN,
        [SIP_NEXT_MISSED] = SIP_TEXT_NEXT_MISSED,   [SIP_NEXT_ENDS] = SIP_TEXT_NEXT_ENDS,
        [SIP_NEXT_UNKNOWN] = SIP_TEXT_NEXT_UNKNOWN,
    };
    sip_next_status status = sip_expectation_status(e, v->latest, PINFO_FD_VISITED(v->pinfo));
    sip_text text = status == SIP_NEXT_NONE && e->lapsed ? SIP_TEXT_NEXT_LAPSED : texts[status];
    proto_item *item;

    if (is_wanted(v, hf_next_expected))
        add_expected(v, e);
    if (e->hint->n_expect > 0 && is_wanted(v, hf_next_method)) {
        g_autofree char *word = sip_expectation_word(e);

        item = proto_tree_add_string(v->tree, hf_next_method, v->tvb, 0, 0, word);
        proto_item_set_hidden(generated(item)); /* for filters; people read the sentence */
    }
    generated(proto_tree_add_uint_format(v->tree, hf_next_status, v->tvb, 0, 0, status, "%s%s",
                                         LABEL(v, LABEL_NEXT_STATUS),
                                         sip_words_text(v->words, text)));
    if (e->seen) {
        add_next_frame(v, e->seen);
        add_time(v, hf_next_delay, SIP_TEXT_LABEL_NEXT_DELAY,
                 e->seen->seen.time - e->response->seen.time);
    }
}

bool sipcode_flow_wants_step(const view *v)
{
    return is_wanted(v, hf_flow_name) || is_wanted(v, hf_flow_step);
}

static void add_known_flow(const view *v)
{
    static const char *const phases[] = {
#define X(name, word) word,
        SIP_PHASES(X)
#undef X
    };
    const sip_facts *facts = v->facts;

    if (v->flow) {
        generated(proto_tree_add_string_format(v->tree, hf_flow_name, v->tvb, 0, 0, v->flow->id,
                                               "%s%s", LABEL(v, LABEL_FLOW_NAME),
                                               sip_words_row(v->words, "flow", v->flow->id)));
        if (v->step > 0)
            generated(proto_tree_add_uint_format(v->tree, hf_flow_step, v->tvb, 0, 0, v->step,
                                                 "%s%u", LABEL(v, LABEL_FLOW_STEP), v->step));
    }
    if (facts->phase != SIP_PHASE_NONE && is_wanted(v, hf_flow_phase)) {
        const char *phase = sip_words_row(v->words, "phase", phases[facts->phase]);

        generated(proto_tree_add_string_format(v->tree, hf_flow_phase, v->tvb, 0, 0, phase, "%s%s",
                                               LABEL(v, LABEL_FLOW_PHASE), phase));
    }
}

static void add_hints(const view *v)
{
    const sip_facts *first = sip_facts_first((sip_facts *)v->facts);

    for (const sip_expectation *e = first->expectations; e; e = e->next)
        add_next(v, e);
}

static void add_call(const view *v)
{
    const sip_call *call = v->facts->transaction->call;
    sip_outcome outcome;

    if (call->number == 0)
        return;
    outcome = sip_call_outcome(call, PINFO_FD_VISITED(v->pinfo), v->latest);
    generated(proto_tree_add_uint_format(v->tree, hf_call_number, v->tvb, 0, 0, call->number,
                                         "%s%u", LABEL(v, LABEL_CALL_NUMBER), call->number));
    generated(proto_tree_add_uint_format(v->tree, hf_call_outcome, v->tvb, 0, 0, outcome, "%s%s",
                                         LABEL(v, LABEL_CALL_OUTCOME),
                                         sip_words_outcome(v->words, outcome)));
}

static proto_item *add_items(const view *parent)
{
    view v = *parent;
    proto_item *item;

    item = generated(proto_tree_add_none_format(v.tree, hf_flow, v.tvb, 0, 0, "%s",
                                                sip_words_text(v.words, SIP_TEXT_LABEL_FLOW)));
    v.tree = proto_item_add_subtree(item, ett_flow);
    if (v.facts->row)
        add_request(&v);
    else
        add_outcome(&v);
    add_repetition(&v);
    add_resent(&v);
    if (v.facts->hop > 0)
        generated(proto_tree_add_uint_format(v.tree, hf_hop, v.tvb, 0, 0, v.facts->hop, "%s%u",
                                             LABEL(&v, LABEL_HOP), v.facts->hop));
    add_known_flow(&v);
    add_expires(&v);
    add_hints(&v);
    add_call(&v);
    return item;
}

/* }}} */

static void add_missing(const view *v, proto_item *item)
{
    static const struct {
        expert id;
        sip_text text;
    } experts[] = {
        [SIP_FLOW_NOTHING] = { EXPERT_COUNT, SIP_TEXT_COUNT },
        [SIP_FLOW_NO_ACK] = { EXPERT_no_ack, SIP_TEXT_EXPERT_NO_ACK },
        [SIP_FLOW_NO_PRACK] = { EXPERT_no_prack, SIP_TEXT_EXPERT_NO_PRACK },
        [SIP_FLOW_NO_RESPONSE] = { EXPERT_no_final, SIP_TEXT_EXPERT_NO_FINAL },
    };
    sip_flow_missing missing = sip_flow_is_missing(v->facts, v->latest);

    sipcode_expert_add(v, item, experts[missing].id, experts[missing].text);
}

static void add_login(const view *v, proto_item *item)
{
    switch ((sip_login)v->facts->login) {
    case SIP_LOGIN_REPEATED:
        sipcode_expert_add(v, item, EXPERT_auth_repeated, SIP_TEXT_EXPERT_AUTH_REPEATED);
        break;
    case SIP_LOGIN_STALE:
        sipcode_expert_add(v, item, EXPERT_auth_stale, SIP_TEXT_EXPERT_AUTH_STALE);
        break;
    case SIP_LOGIN_RESYNC:
        sipcode_expert_add(v, item, EXPERT_auth_resync, SIP_TEXT_EXPERT_AUTH_RESYNC);
        break;
    default:
        break;
    }
}

void sipcode_flow_add(const view *v)
{
    proto_item *item = v->tree ? add_items(v) : NULL;

    add_missing(v, item);
    add_login(v, item);

    if (v->facts->sending == SIP_SENDING_RETRANSMISSION)
        sipcode_expert_add(v, item, EXPERT_retransmission, SIP_TEXT_EXPERT_RETRANSMISSION);
    if (sip_flow_is_stray(v->facts))
        sipcode_expert_add(v, item, EXPERT_stray, SIP_TEXT_EXPERT_STRAY);
    if (sip_flow_is_unmet(v->facts))
        sipcode_expert_add(v, item, EXPERT_precondition,
                           sip_facts_first((sip_facts *)v->facts)->unmet
                               ? SIP_TEXT_EXPERT_PRECONDITION
                               : SIP_TEXT_EXPERT_PRECONDITION_UNKNOWN);
    if (sip_flow_is_crossed(v->facts))
        sipcode_expert_add(v, item, EXPERT_crossed, SIP_TEXT_EXPERT_CROSSED);
    if (v->facts->early)
        sipcode_expert_add(v, item, EXPERT_retry_early, SIP_TEXT_EXPERT_RETRY_EARLY);
    if (sip_flow_is_slow(v->facts))
        sipcode_expert_add(v, item, EXPERT_slow, SIP_TEXT_EXPERT_SLOW);
}
