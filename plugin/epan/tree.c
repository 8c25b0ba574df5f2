/* tree.c - facts and words as items and expert infos.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../compat.h"

#include "tree.h"

#include "../core/flow.h"
#include "details_tree.h"
#include "expert.h"
#include "flow_tree.h"
#include "prefs.h"
#include "sentence.h"
#include "user_codes.h"
#include "view.h"

#include <epan/expert.h>
#include <string.h>

/* {{{ fields: id, English name, type, display, values, description */

static const value_string verdict_vals[] = {
#define X(name, word) { SIP_VERDICT_##name, word },
    SIP_VERDICTS(X)
#undef X
        { 0, NULL },
};

#define FIELDS(X)                                                                                 \
    X(code, "Code", FT_UINT16, BASE_DEC, NULL, "Status code")                                     \
    X(class, "Class", FT_UINT8, BASE_DEC, NULL, "First digit of the status code, 1 to 6")         \
    X(registered, "Registered", FT_BOOLEAN, BASE_NONE, NULL, "The code is in the IANA registry")  \
    X(phrase, "Phrase", FT_STRING, BASE_NONE, NULL,                                               \
      "Standard English phrase; of an unregistered code that of its class")                       \
    X(name, "Name", FT_STRING, BASE_NONE, NULL, "What the code says, in a few words")             \
    X(alias, "Also called", FT_STRING, BASE_NONE, NULL, "Another wording in wide use")            \
    X(meaning, "Meaning", FT_STRING, BASE_NONE, NULL, "What the standard says the code means")    \
    X(causes, "Usual causes", FT_STRING, BASE_NONE, NULL, "Why one sees the code in practice")    \
    X(action, "What to check", FT_STRING, BASE_NONE, NULL, "Where to look next")                  \
    X(sent_by, "Usually sent by", FT_STRING, BASE_NONE, NULL, "Who generates the code")           \
    X(retry, "Same request again", FT_STRING, BASE_NONE, NULL,                                    \
      "What the client may do with the same request")                                             \
    X(reference, "Reference", FT_STRING, BASE_NONE, NULL, "Where the code is defined")            \
    X(verdict, "Verdict", FT_UINT8, BASE_DEC, VALS(verdict_vals), "What the response amounts to") \
    X(q850, "Q.850 cause", FT_UINT8, BASE_DEC, NULL, "Cause that RFC 3398 maps the code to")      \
    X(line, "Text", FT_NONE, BASE_NONE, NULL, "One line of a longer text, for reading")

#define X(id, name, type, display, values, blurb) static int hf_##id = -1;
FIELDS(X)
#undef X

static int sipcode_proto = -1;
static int ett_sipcode = -1;
static int ett_prose = -1;

/* }}} */
/* {{{ registration */

void sipcode_tree_register(int proto)
{
    static hf_register_info fields[] = {
#define X(id, name, type, display, values, blurb) \
    { &hf_##id, { name, "sipcode." #id, type, display, values, 0, blurb, HFILL } },
        FIELDS(X)
#undef X
    };
    static int *subtrees[] = { &ett_sipcode, &ett_prose };

    proto_register_field_array(proto, fields, array_length(fields));
    proto_register_subtree_array(subtrees, array_length(subtrees));
    sipcode_expert_register(proto);
    sipcode_flow_register(proto);
    sipcode_details_register(proto);
    sipcode_proto = proto;
}

/* }}} */
/* {{{ items */

static proto_item *add_string(const view *v, int hf, sip_text label, const char *value)
{
    if (!is_wanted(v, hf) || *value == '\0')
        return NULL;
    return generated(proto_tree_add_string_format(v->tree, hf, v->tvb, 0, 0, value, "%s%s",
                                                  sip_words_label(v->words, label), value));
}

/* A longer text: one field, and below it its parts, one a line, since Wireshark cuts a label at
 * ITEM_LABEL_LENGTH bytes. A text of one part stands behind its label. */
static void add_prose(const view *v, int hf, sip_text label, sip_parts kind, const char *text)
{
    const char *rest = text;
    sip_slice part;
    proto_item *item;
    proto_tree *parts;

    if (!is_visible(v) || !sip_words_next_part(&rest, kind, &part) || *rest == '\0') {
        add_string(v, hf, label, text);
        return;
    }
    item = generated(proto_tree_add_string(v->tree, hf, v->tvb, 0, 0, text));
    proto_item_set_text(item, "%s", sip_words_text(v->words, label));
    parts = proto_item_add_subtree(item, ett_prose);
    do {
        generated(proto_tree_add_none_format(parts, hf_line, v->tvb, 0, 0, "%.*s", (int)part.len,
                                             part.ptr));
    } while (sip_words_next_part(&rest, kind, &part));
}

static void add_senders(const view *v)
{
    const sip_code *row = v->facts->row;
    wmem_strbuf_t *list;

    if (row->n_sent_by == 0 || !is_wanted(v, hf_sent_by))
        return;
    list = wmem_strbuf_new(v->pinfo->pool, NULL);
    for (unsigned i = 0; i < row->n_sent_by; i++) {
        if (i > 0)
            wmem_strbuf_append(list, sip_words_text(v->words, SIP_TEXT_LIST_SEPARATOR));
        wmem_strbuf_append(list, sip_words_sender(v->words, row->sent_by[i]));
    }
    add_string(v, hf_sent_by, SIP_TEXT_LABEL_SENT_BY, wmem_strbuf_get_str(list));
}

static void add_class(const view *v)
{
    const sip_code *row = v->facts->row;
    g_autofree char *text = NULL;

    if (row->klass == 0 || !is_wanted(v, hf_class))
        return;
    text = sipcode_say(v, SIP_TEXT_CLASS);
    generated(proto_tree_add_uint_format(v->tree, hf_class, v->tvb, 0, 0, row->klass, "%s%s",
                                         LABEL(v, LABEL_CLASS), text));
}

static void add_verdict(const view *v)
{
    sip_verdict verdict = sip_flow_verdict(v->facts, v->latest);

    if (verdict == SIP_VERDICT_COUNT)
        return;
    generated(proto_tree_add_uint_format(v->tree, hf_verdict, v->tvb, 0, 0, verdict, "%s%s",
                                         LABEL(v, LABEL_VERDICT),
                                         sip_words_verdict(v->words, verdict)));
}

/* The words of the code. */
static void add_words(const view *v)
{
    const sip_code_words words = sipcode_response_words(v->words, v->facts);
    sip_retry retry = sip_flow_retry(v->facts);

    add_string(v, hf_name, SIP_TEXT_LABEL_NAME, words.name);
    if (words.alias)
        add_string(v, hf_alias, SIP_TEXT_LABEL_ALIAS, words.alias);
    add_prose(v, hf_meaning, SIP_TEXT_LABEL_MEANING, SIP_PARTS_SENTENCES, words.meaning);
    add_prose(v, hf_causes, SIP_TEXT_LABEL_CAUSES, SIP_PARTS_POINTS, words.causes);
    add_prose(v, hf_action, SIP_TEXT_LABEL_ACTION, SIP_PARTS_POINTS, words.action);
    add_senders(v);
    if (retry != SIP_RETRY_COUNT)
        add_string(v, hf_retry, SIP_TEXT_LABEL_RETRY, sip_words_retry(v->words, retry));
}

/* All items below the title; gives the one of the code, on which the expert infos hang. */
static proto_item *add_items(const view *v)
{
    const sip_facts *facts = v->facts;
    const sip_code *row = facts->row;
    sip_text registered = row->status != 0 ? SIP_TEXT_YES : SIP_TEXT_NO;
    proto_item *code;

    code = generated(proto_tree_add_uint_format(v->tree, hf_code, v->tvb, 0, 0, facts->status,
                                                "%s%03u", LABEL(v, LABEL_CODE), facts->status));
    add_class(v);
    generated(proto_tree_add_boolean_format(v->tree, hf_registered, v->tvb, 0, 0, row->status != 0,
                                            "%s%s", LABEL(v, LABEL_REGISTERED),
                                            sip_words_text(v->words, registered)));
    if (row->klass != 0)
        add_string(v, hf_phrase, SIP_TEXT_LABEL_PHRASE, row->phrase);
    add_words(v);
    add_string(v, hf_reference, SIP_TEXT_LABEL_REFERENCE, row->reference);
    add_verdict(v);
    if (row->q850 != 0 && facts->method == SIP_METHOD_INVITE) /* RFC 3398 §8.2.6: of a call */
        generated(proto_tree_add_uint_format(v->tree, hf_q850, v->tvb, 0, 0, row->q850, "%s%u",
                                             LABEL(v, LABEL_Q850), row->q850));
    return code;
}

/* }}} */
/* {{{ a response */

/* What a verdict raises by the code alone; EXPERT_COUNT: nothing. */
static const expert verdict_experts[SIP_VERDICT_COUNT + 1] = {
    [SIP_VERDICT_PROGRESS] = EXPERT_COUNT,
    [SIP_VERDICT_SUCCESS] = EXPERT_COUNT,
    [SIP_VERDICT_REDIRECT] = EXPERT_redirect,
    [SIP_VERDICT_CHALLENGE] = EXPERT_challenge,
    [SIP_VERDICT_RENEGOTIATE] = EXPERT_renegotiate,
    [SIP_VERDICT_USER] = EXPERT_user,
    [SIP_VERDICT_CANCELLED] = EXPERT_cancelled,
    [SIP_VERDICT_CLIENT_FAILURE] = EXPERT_client_failure,
    [SIP_VERDICT_SERVER_FAILURE] = EXPERT_server_failure,
    [SIP_VERDICT_GLOBAL_FAILURE] = EXPERT_global_failure,
    [SIP_VERDICT_STRAY] = EXPERT_COUNT,
    [SIP_VERDICT_COUNT] = EXPERT_COUNT,
};

/* What the user says of the code goes before its verdict. */
static expert response_expert(const view *v)
{
    switch (sipcode_user_severity(v->facts)) {
    case PI_CHAT:
        return EXPERT_own_chat;
    case PI_NOTE:
        return EXPERT_own_note;
    case PI_WARN:
        return EXPERT_own_warn;
    case PI_ERROR:
        return EXPERT_own_error;
    default:
        return verdict_experts[sip_flow_verdict(v->facts, v->latest)];
    }
}

static void add_experts(const view *v, proto_item *code)
{
    const sip_facts *facts = v->facts;

    sipcode_expert_add(v, code, response_expert(v), SIP_TEXT_EXPERT_RESPONSE);
    if (facts->row->klass == 0)
        sipcode_expert_add(v, code, EXPERT_unregistered, SIP_TEXT_EXPERT_INVALID);
    else if (facts->row->status == 0)
        sipcode_expert_add(v, code, EXPERT_unregistered, SIP_TEXT_EXPERT_UNREGISTERED);
    else if (facts->phrase)
        sipcode_expert_add(v, code, EXPERT_odd_phrase,
                           *facts->phrase ? SIP_TEXT_EXPERT_PHRASE : SIP_TEXT_EXPERT_NO_PHRASE);
    if (facts->objection)
        sipcode_expert_add(v, code, EXPERT_wrong_method, SIP_TEXT_EXPERT_METHOD);
    if (facts->overflow)
        sipcode_expert_add(v, code, EXPERT_overflow, SIP_TEXT_EXPERT_OVERFLOW);
}

/* Whoever opens the explanation wants to read it; what the user folds later stays folded.
 * Wireshark has no such state before all protocols are registered. */
static void unfold_prose_once(void)
{
    static bool done;

    if (!done)
        tree_expanded_set(ett_prose, TRUE);
    done = true;
}

static sip_text title_of(const sip_facts *facts)
{
    if (facts->row)
        return SIP_TEXT_TITLE;
    return sip_flow_final(facts) ? SIP_TEXT_TITLE_ANSWERED : SIP_TEXT_TITLE_REQUEST;
}

/* Is it to be acknowledged by PRACK (RFC 3262 §3)? */
static bool is_reliable(const view *v)
{
    return sip_facts_first((sip_facts *)v->facts)->reliable;
}

/* The subtree of a message, with its title if anybody can see it. */
static proto_tree *add_subtree(const view *v)
{
    proto_item *top = proto_tree_add_item(v->tree, sipcode_proto, v->tvb, 0, 0, ENC_NA);

    if (is_visible(v)) {
        g_autofree char *title = sipcode_say(v, title_of(v->facts));
        g_autofree char *step = v->step > 0 ? sipcode_say(v, SIP_TEXT_TITLE_STEP) : NULL;

        const char *reliable = is_reliable(v) ? sip_words_text(v->words, SIP_TEXT_RELIABLE) : NULL;

        proto_item_set_text(top, "%s%s%s%s%s", title, reliable ? " · " : "",
                            reliable ? reliable : "", step ? " " : "", step ? step : "");
        unfold_prose_once();
    }
    return proto_item_add_subtree(generated(top), ett_sipcode);
}

/* Does anybody want an item of ours, or of expert infos, which hang on ours? */
static bool is_tree_wanted(proto_tree *tree)
{
    return proto_field_is_referenced(tree, sipcode_proto)
           || proto_field_is_referenced(tree, proto_expert);
}

void sipcode_tree_add(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const sip_facts *facts,
                      const sip_tables *tables, int64_t latest)
{
    view v = { .tvb = tvb,
               .pinfo = pinfo,
               .facts = facts,
               .words = sipcode_words(),
               .tables = tables,
               .latest = latest };
    proto_item *code = NULL;

    if (is_tree_wanted(tree)) {
        v.tree = tree;
        if (sipcode_flow_wants_step(&v)) {
            v.flow = sip_known_flows_find(tables->flows, facts);
            v.step = v.flow ? sip_known_flow_step(v.flow, facts) : 0;
        }
        v.tree = add_subtree(&v);
        if (facts->row)
            code = add_items(&v);
    }
    if (facts->row)
        add_experts(&v, code);
    sipcode_flow_add(&v);
    sipcode_details_add(&v);
}

/* }}} */
