/* tree.c - facts and words as items and expert infos.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../compat.h"

#include "tree.h"

#include "prefs.h"

#include <epan/expert.h>
#include <epan/tap.h>
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
static int expert_tap = -1;
static int ett_sipcode = -1;
static int ett_prose = -1;

/* }}} */
/* {{{ expert infos: id, filter name, group, severity, summary */

#define EXPERTS(X)                                                                                 \
    X(redirect, "response.redirect", PI_RESPONSE_CODE, PI_CHAT, "SIP: redirected")                 \
    X(challenge, "response.challenge", PI_RESPONSE_CODE, PI_CHAT, "SIP: asked to authenticate")    \
    X(renegotiate, "response.renegotiate", PI_RESPONSE_CODE, PI_CHAT,                              \
      "SIP: asked to change the request")                                                          \
    X(user, "response.user", PI_RESPONSE_CODE, PI_CHAT, "SIP: the user's choice or state")         \
    X(cancelled, "response.cancelled", PI_RESPONSE_CODE, PI_CHAT, "SIP: cancelled")                \
    X(client_failure, "response.client_failure", PI_RESPONSE_CODE, PI_WARN, "SIP: request failed") \
    X(server_failure, "response.server_failure", PI_RESPONSE_CODE, PI_ERROR, "SIP: server failed") \
    X(global_failure, "response.global_failure", PI_RESPONSE_CODE, PI_ERROR,                       \
      "SIP: failed everywhere")                                                                    \
    X(unregistered, "code.unregistered", PI_RESPONSE_CODE, PI_NOTE,                                \
      "SIP code not in the registry")                                                              \
    X(odd_phrase, "code.phrase", PI_RESPONSE_CODE, PI_CHAT,                                        \
      "SIP reason phrase is not the standard one")                                                 \
    X(wrong_method, "code.method", PI_PROTOCOL, PI_WARN, "SIP code does not answer this method")   \
    X(overflow, "overflow", PI_UNDECODED, PI_NOTE, "Too many SIP messages in a frame")

#define X(id, name, group, severity, summary) EXPERT_##id,
typedef enum { EXPERTS(X) EXPERT_COUNT } expert;
#undef X

static expert_field expert_fields[EXPERT_COUNT] = {
#define X(id, name, group, severity, summary) [EXPERT_##id] = EI_INIT,
    EXPERTS(X)
#undef X
};

static const int expert_severities[EXPERT_COUNT] = {
#define X(id, name, group, severity, summary) [EXPERT_##id] = severity,
    EXPERTS(X)
#undef X
};

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
    static ei_register_info experts[] = {
#define X(id, name, group, severity, summary) \
    { &expert_fields[EXPERT_##id], { "sipcode." name, group, severity, summary, EXPFILL } },
        EXPERTS(X)
#undef X
    };

    proto_register_field_array(proto, fields, array_length(fields));
    proto_register_subtree_array(subtrees, array_length(subtrees));
    expert_register_field_array(expert_register_protocol(proto), experts, array_length(experts));
    sipcode_proto = proto;
    expert_tap = find_tap_id("expert");
}

/* }}} */
/* {{{ sentences about a response */

/* What showing one response needs. */
typedef struct {
    tvbuff_t *tvb;
    packet_info *pinfo;
    proto_tree *tree;
    const sip_facts *facts;
    sip_words *words;
    const char *colon; /* between label and text, in the language */
} view;

typedef void (*hole_filler)(GString *out, const view *v);

static void fill_code(GString *out, const view *v)
{
    g_string_append_printf(out, "%03u", v->facts->status);
}

/* The phrase of a registered code is the standard one; else the one that was sent says more. */
static void fill_sent(GString *out, const view *v)
{
    const char *sent = v->facts->phrase;

    g_string_append(out, sent && *sent ? sent : v->facts->row->phrase);
}

static void fill_phrase(GString *out, const view *v)
{
    if (v->facts->row->status != 0)
        g_string_append(out, v->facts->row->phrase);
    else
        fill_sent(out, v);
}

static void fill_name(GString *out, const view *v)
{
    g_string_append(out, sip_words_code(v->words, v->facts->status)->name);
}

static void fill_method(GString *out, const view *v)
{
    const char *name = sip_method_name((sip_method)v->facts->method);

    g_string_append(out, name ? name : "");
}

static void fill_objection(GString *out, const view *v)
{
    g_string_append(out, v->facts->objection ? v->facts->objection : "");
}

static void fill_reference(GString *out, const view *v)
{
    g_string_append(out, v->facts->row->reference);
}

static void fill_class(GString *out, const view *v)
{
    g_string_append_printf(out, "%u", v->facts->row->klass);
}

static void fill_class_name(GString *out, const view *v)
{
    g_string_append(out, sip_words_class(v->words, v->facts->row->klass)->name);
}

static void fill_treated_as(GString *out, const view *v)
{
    g_string_append_printf(out, "%u", v->facts->row->treated_as);
}

static void fill_most(GString *out, const view *v _U_)
{
    g_string_append_printf(out, "%d", SIP_FRAME_MESSAGES_MAX);
}

static const struct {
    const char *name;
    hole_filler fill;
} holes[] = {
    { "CODE", fill_code },
    { "PHRASE", fill_phrase },
    { "SENT", fill_sent },
    { "NAME", fill_name },
    { "METHOD", fill_method },
    { "OBJECTION", fill_objection },
    { "REFERENCE", fill_reference },
    { "CLASS", fill_class },
    { "CLASS_NAME", fill_class_name },
    { "TREATED_AS", fill_treated_as },
    { "MOST", fill_most },
};

static bool fill_hole(GString *out, sip_slice name, const void *data)
{
    for (size_t i = 0; i < array_length(holes); i++) {
        if (sip_slice_equal(name, holes[i].name)) {
            holes[i].fill(out, (const view *)data);
            return true;
        }
    }
    return false;
}

/* The template TEXT about the response. The caller frees it. */
static char *say(const view *v, sip_text text)
{
    return sip_words_fill(sip_words_text(v->words, text), fill_hole, v);
}

/* }}} */
/* {{{ items */

#define LABEL(v, text) sip_words_text((v)->words, SIP_TEXT_##text), (v)->colon

static proto_item *generated(proto_item *item)
{
    proto_item_set_generated(item);
    return item;
}

static proto_item *add_string(const view *v, int hf, sip_text label, const char *value)
{
    return generated(proto_tree_add_string_format(v->tree, hf, v->tvb, 0, 0, value, "%s%s%s",
                                                  sip_words_text(v->words, label), v->colon,
                                                  value));
}

/* A longer text: one field, and below it its parts, one a line, since Wireshark cuts a label at
 * ITEM_LABEL_LENGTH bytes. A text of one part stands behind its label. */
static void add_prose(const view *v, int hf, sip_text label, sip_parts kind, const char *text)
{
    const char *rest = text;
    sip_slice part;
    proto_item *item;
    proto_tree *parts;

    if (!sip_words_next_part(&rest, kind, &part))
        return;
    item = add_string(v, hf, label, text);
    if (*rest == '\0')
        return;
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
    wmem_strbuf_t *list = wmem_strbuf_new(v->pinfo->pool, NULL);

    if (row->n_sent_by == 0)
        return;
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

    if (row->klass == 0)
        return;
    text = say(v, SIP_TEXT_CLASS);
    generated(proto_tree_add_uint_format(v->tree, hf_class, v->tvb, 0, 0, row->klass, "%s%s%s",
                                         LABEL(v, LABEL_CLASS), text));
}

static void add_verdict(const view *v)
{
    sip_verdict verdict = (sip_verdict)v->facts->verdict;

    if (verdict == SIP_VERDICT_COUNT)
        return;
    generated(proto_tree_add_uint_format(v->tree, hf_verdict, v->tvb, 0, 0, verdict, "%s%s%s",
                                         LABEL(v, LABEL_VERDICT),
                                         sip_words_verdict(v->words, verdict)));
}

/* The words of the code. */
static void add_words(const view *v)
{
    const sip_code *row = v->facts->row;
    const sip_code_words *words = sip_words_code(v->words, v->facts->status);

    add_string(v, hf_name, SIP_TEXT_LABEL_NAME, words->name);
    if (words->alias)
        add_string(v, hf_alias, SIP_TEXT_LABEL_ALIAS, words->alias);
    add_prose(v, hf_meaning, SIP_TEXT_LABEL_MEANING, SIP_PARTS_SENTENCES, words->meaning);
    add_prose(v, hf_causes, SIP_TEXT_LABEL_CAUSES, SIP_PARTS_POINTS, words->causes);
    add_prose(v, hf_action, SIP_TEXT_LABEL_ACTION, SIP_PARTS_POINTS, words->action);
    add_senders(v);
    if (row->status != 0)
        add_string(v, hf_retry, SIP_TEXT_LABEL_RETRY, sip_words_retry(v->words, row->retry));
}

/* All items below the title; gives the one of the code, on which the expert infos hang. */
static proto_item *add_items(const view *v)
{
    const sip_facts *facts = v->facts;
    const sip_code *row = facts->row;
    sip_text registered = row->status != 0 ? SIP_TEXT_YES : SIP_TEXT_NO;
    proto_item *code;

    code = generated(proto_tree_add_uint_format(v->tree, hf_code, v->tvb, 0, 0, facts->status,
                                                "%s%s%03u", LABEL(v, LABEL_CODE), facts->status));
    add_class(v);
    generated(proto_tree_add_boolean_format(v->tree, hf_registered, v->tvb, 0, 0, row->status != 0,
                                            "%s%s%s", LABEL(v, LABEL_REGISTERED),
                                            sip_words_text(v->words, registered)));
    if (row->klass != 0)
        add_string(v, hf_phrase, SIP_TEXT_LABEL_PHRASE, row->phrase);
    add_words(v);
    add_string(v, hf_reference, SIP_TEXT_LABEL_REFERENCE, row->reference);
    add_verdict(v);
    if (row->q850 != 0)
        generated(proto_tree_add_uint_format(v->tree, hf_q850, v->tvb, 0, 0, row->q850, "%s%s%u",
                                             LABEL(v, LABEL_Q850), row->q850));
    return code;
}

/* }}} */
/* {{{ a response */

static void add_expert(const view *v, proto_item *item, expert id, sip_text text)
{
    if (id == EXPERT_COUNT || !sipcode_wants_severity(expert_severities[id]))
        return;
    if (v->tree || have_tap_listener(expert_tap)) {
        g_autofree char *sentence = say(v, text);

        expert_add_info_format(v->pinfo, item, &expert_fields[id], "%s", sentence);
    } else {
        expert_add_info(v->pinfo, NULL, &expert_fields[id]); /* nobody reads a sentence */
    }
}

static void add_experts(const view *v, proto_item *code)
{
    const sip_facts *facts = v->facts;

    add_expert(v, code, verdict_experts[facts->verdict], SIP_TEXT_EXPERT_RESPONSE);
    if (facts->row->klass == 0)
        add_expert(v, code, EXPERT_unregistered, SIP_TEXT_EXPERT_INVALID);
    else if (facts->row->status == 0)
        add_expert(v, code, EXPERT_unregistered, SIP_TEXT_EXPERT_UNREGISTERED);
    else if (facts->phrase)
        add_expert(v, code, EXPERT_odd_phrase,
                   *facts->phrase ? SIP_TEXT_EXPERT_PHRASE : SIP_TEXT_EXPERT_NO_PHRASE);
    if (facts->objection)
        add_expert(v, code, EXPERT_wrong_method, SIP_TEXT_EXPERT_METHOD);
    if (facts->overflow)
        add_expert(v, code, EXPERT_overflow, SIP_TEXT_EXPERT_OVERFLOW);
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

void sipcode_tree_add(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, const sip_facts *facts)
{
    view v = { .tvb = tvb, .pinfo = pinfo, .facts = facts, .words = sipcode_words() };
    proto_item *code = NULL;

    if (tree) {
        g_autofree char *title = say(&v, SIP_TEXT_TITLE);
        proto_item *top =
            proto_tree_add_protocol_format(tree, sipcode_proto, tvb, 0, 0, "%s", title);

        unfold_prose_once();
        v.tree = proto_item_add_subtree(generated(top), ett_sipcode);
        v.colon = sip_words_text(v.words, SIP_TEXT_LABEL_SEPARATOR);
        code = add_items(&v);
    }
    add_experts(&v, code);
}

/* }}} */
