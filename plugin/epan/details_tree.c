/* details_tree.c - what is told of one message alone, as items and expert infos.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../compat.h"

#include "details_tree.h"

#include "../core/details.h"
#include "expert.h"
#include "sentence.h"

#include <string.h>

/* {{{ fields: id, filter name, English name, type, display, description */

#define FIELDS(X)                                                                                  \
    X(rule, "rule", "Broken rule", FT_STRING, BASE_NONE, "Id of a rule that the response breaks")  \
    X(comparison, "comparison", "Compared with the request", FT_STRING, BASE_NONE,                 \
      "What was asked for, and what is wanted")                                                    \
    X(causes_named, "causes_named", "Causes named", FT_NONE, BASE_NONE,                            \
      "Reason, Warning and Response-Source")                                                       \
    X(reason, "reason", "Reason", FT_NONE, BASE_NONE, "A value of Reason")                         \
    X(reason_protocol, "reason.protocol", "Protocol", FT_STRING, BASE_NONE,                        \
      "Protocol of a Reason value")                                                                \
    X(reason_cause, "reason.cause", "Cause", FT_UINT16, BASE_DEC, "Cause of a Reason value")       \
    X(reason_name, "reason.name", "Name", FT_STRING, BASE_NONE, "What the cause says")             \
    X(reason_text, "reason.text", "Text", FT_STRING, BASE_NONE, "Text of a Reason value, as sent") \
    X(reason_location, "reason.location", "Location", FT_STRING, BASE_NONE,                        \
      "Where in the network the cause arose")                                                      \
    X(warning, "warning", "Warning", FT_NONE, BASE_NONE, "A value of Warning")                     \
    X(warning_code, "warning.code", "Code", FT_UINT16, BASE_DEC, "Code of a Warning value")        \
    X(warning_name, "warning.name", "Name", FT_STRING, BASE_NONE, "What the code says")            \
    X(warning_agent, "warning.agent", "Agent", FT_STRING, BASE_NONE, "Who warns")                  \
    X(warning_text, "warning.text", "Text", FT_STRING, BASE_NONE,                                  \
      "Text of a Warning value, as sent")                                                          \
    X(source, "source", "Source", FT_STRING, BASE_NONE,                                            \
      "Functional entity that made the response (Response-Source)")                                \
    X(ims_type, "ims.type", "Alternative service", FT_STRING, BASE_NONE,                           \
      "Type of the alternative service in an IMS body")                                            \
    X(ims_action, "ims.action", "Action", FT_STRING, BASE_NONE, "What the IMS body asks for")      \
    X(ims_reason, "ims.reason", "Reason text", FT_STRING, BASE_NONE, "What the IMS body explains") \
    X(transfer, "transfer", "Transfer", FT_STRING, BASE_NONE,                                      \
      "How the transfer target answered, by the body of a NOTIFY")                                 \
    X(transfer_code, "transfer.code", "Code", FT_UINT16, BASE_DEC, "Code of that answer")

#define X(id, filter, name, type, display, blurb) static int hf_##id = -1;
FIELDS(X)
#undef X

static int ett_causes = -1;
static int ett_cause = -1;

void sipcode_details_register(int proto)
{
    static hf_register_info fields[] = {
#define X(id, filter, name, type, display, blurb) \
    { &hf_##id, { name, "sipcode." filter, type, display, NULL, 0, blurb, HFILL } },
        FIELDS(X)
#undef X
    };
    static int *subtrees[] = { &ett_causes, &ett_cause };

    proto_register_field_array(proto, fields, array_length(fields));
    proto_register_subtree_array(subtrees, array_length(subtrees));
}

/* }}} */
/* {{{ causes */

static proto_item *add_text(const view *v, int hf, sip_text label, const char *value)
{
    if (!value || *value == '\0')
        return NULL;
    return generated(proto_tree_add_string_format(v->tree, hf, v->tvb, 0, 0, value, "%s%s",
                                                  sip_words_label(v->words, label), value));
}

static void add_number(const view *v, int hf, sip_text label, unsigned value)
{
    generated(proto_tree_add_uint_format(v->tree, hf, v->tvb, 0, 0, value, "%s%u",
                                         sip_words_label(v->words, label), value));
}

/* The fields that a Reason value and a Warning value show each in its own way. */
typedef struct {
    int top, number, name, text;
    sip_text label, number_label;
} cause_fields;

static proto_item *add_cause_title(const view *v, const sip_cause *cause, const cause_fields *hf,
                                   const char *name)
{
    wmem_strbuf_t *title = wmem_strbuf_new(v->pinfo->pool, NULL);

    if (!cause->warning)
        wmem_strbuf_append(title, cause->name);
    if (cause->has_number)
        wmem_strbuf_append_printf(title, "%s%u", wmem_strbuf_get_len(title) > 0 ? " " : "",
                                  cause->number);
    if (name)
        wmem_strbuf_append_printf(title, " · %s", name);
    if (cause->text && *cause->text)
        wmem_strbuf_append_printf(title, " \"%s\"", cause->text);
    return generated(proto_tree_add_none_format(v->tree, hf->top, v->tvb, 0, 0, "%s%s",
                                                sip_words_label(v->words, hf->label),
                                                wmem_strbuf_get_str(title)));
}

static void add_cause(const view *parent, const sip_cause *cause)
{
    const cause_fields reason = { hf_reason,      hf_reason_cause,       hf_reason_name,
                                  hf_reason_text, SIP_TEXT_LABEL_REASON, SIP_TEXT_LABEL_CAUSE };
    const cause_fields warning = { hf_warning,      hf_warning_code,        hf_warning_name,
                                   hf_warning_text, SIP_TEXT_LABEL_WARNING, SIP_TEXT_LABEL_CODE };
    const cause_fields *hf = cause->warning ? &warning : &reason;
    const char *name = sipcode_cause_name(parent->words, cause);
    view v = *parent;

    v.tree = proto_item_add_subtree(add_cause_title(&v, cause, hf, name), ett_cause);
    if (!cause->warning)
        add_text(&v, hf_reason_protocol, SIP_TEXT_LABEL_PROTOCOL, cause->name);
    if (cause->has_number)
        add_number(&v, hf->number, hf->number_label, cause->number);
    add_text(&v, hf->name, SIP_TEXT_LABEL_NAME, name);
    if (cause->warning)
        add_text(&v, hf_warning_agent, SIP_TEXT_LABEL_AGENT, cause->name);
    add_text(&v, hf->text, SIP_TEXT_LABEL_TEXT, cause->text);
    if (cause->location) {
        const char *place = sip_cause_knows_location(v.tables->causes, cause->location)
                                ? sip_words_row(v.words, "cause location", cause->location)
                                : cause->location;

        generated(proto_tree_add_string_format(v.tree, hf_reason_location, v.tvb, 0, 0,
                                               cause->location, "%s%s", LABEL(&v, LABEL_LOCATION),
                                               place));
    }
}

#define URN "urn:3gpp:fe:" /* TS 24.229 §7.2.17 */

/* urn:3gpp:fe:p-cscf.orig: the parts behind the last colon, each in words; anything else as sent.
 */
static char *source_words(const view *v, const char *source)
{
    GString *words = g_string_new(NULL);
    g_auto(GStrv) parts = NULL;

    if (g_ascii_strncasecmp(source, URN, strlen(URN)) != 0)
        return g_string_free(g_string_append(words, source), FALSE);
    parts = g_strsplit(source + strlen(URN), ".", 8);
    for (char **part = parts; *part; part++)
        g_string_append_printf(words, "%s%s", part == parts ? "" : " · ",
                               sip_words_row(v->words, "cause Response-Source", *part));
    g_string_append_printf(words, " (%s)", source);
    return g_string_free(words, FALSE);
}

static void add_source(const view *v, const char *source)
{
    g_autofree char *words = source_words(v, source);

    generated(proto_tree_add_string_format(v->tree, hf_source, v->tvb, 0, 0, source, "%s%s",
                                           LABEL(v, LABEL_SOURCE), words));
}

static void add_causes(const view *parent, const sip_causes *causes)
{
    view v = *parent;
    proto_item *item =
        generated(proto_tree_add_none_format(v.tree, hf_causes_named, v.tvb, 0, 0, "%s",
                                             sip_words_text(v.words, SIP_TEXT_LABEL_CAUSES_NAMED)));

    v.tree = proto_item_add_subtree(item, ett_causes);
    for (const sip_cause *cause = causes->causes; cause; cause = cause->next)
        add_cause(&v, cause);
    if (causes->source)
        add_source(&v, causes->source);
    if (causes->more)
        proto_item_append_text(item, "%s%s", sip_words_text(v.words, SIP_TEXT_LABEL_SEPARATOR),
                               sip_words_text(v.words, SIP_TEXT_CAUSES_MORE));
}

/* }}} */
/* {{{ the rest */

/* @ASKED@ and @WANTED@ of [compare]. */
static bool fill_comparison(GString *out, sip_slice name, const void *data)
{
    const sip_comparison *comparison = data;

    if (sip_slice_equal(name, "ASKED"))
        g_string_append(out, comparison->asked);
    else if (sip_slice_equal(name, "WANTED"))
        g_string_append(out, comparison->wanted);
    else
        return false;
    return true;
}

static void add_comparison(const view *v, const sip_comparison *comparison)
{
    g_autofree char *key =
        g_strdup_printf("%u%s", v->facts->status, *comparison->asked ? "" : "-nothing");
    g_autofree char *text =
        sip_words_fill(sip_words_row(v->words, "compare", key), fill_comparison, comparison);

    add_text(v, hf_comparison, SIP_TEXT_LABEL_COMPARISON, text);
}

static void add_ims(const view *v, const sip_ims_body *ims)
{
    add_text(v, hf_ims_type, SIP_TEXT_LABEL_IMS_TYPE, ims->type);
    add_text(v, hf_ims_action, SIP_TEXT_LABEL_IMS_ACTION, ims->action);
    add_text(v, hf_ims_reason, SIP_TEXT_LABEL_IMS_REASON, ims->reason);
}

static void add_fragment(const view *v, const sip_fragment *fragment)
{
    g_autofree char *text = sipcode_say(v, SIP_TEXT_TRANSFER);
    proto_item *code;

    add_text(v, hf_transfer, SIP_TEXT_LABEL_TRANSFER, text);
    code = proto_tree_add_uint(v->tree, hf_transfer_code, v->tvb, 0, 0, fragment->status);
    proto_item_set_hidden(generated(code)); /* for filters; people read the sentence */
}

/* Each broken rule with what it leads to; said once, not for every copy and retransmission. */
static void add_rules(const view *v, const sip_breach *breaches)
{
    for (const sip_breach *breach = breaches; breach; breach = breach->next) {
        bool must = breach->rule->level == SIP_RULE_MUST;
        proto_item *item = NULL;
        view of_rule = *v;

        of_rule.breach = breach;
        if (v->tree && is_wanted(v, hf_rule)) {
            g_autofree char *text = sipcode_say(&of_rule, SIP_TEXT_EXPERT_RULE);

            item = generated(proto_tree_add_string_format(v->tree, hf_rule, v->tvb, 0, 0,
                                                          breach->rule->id, "%s%s",
                                                          LABEL(v, LABEL_RULE), text));
        }
        if (v->facts->sending == SIP_SENDING_FIRST)
            sipcode_expert_add(&of_rule, item, must ? EXPERT_rule_missing : EXPERT_rule_advised,
                               SIP_TEXT_EXPERT_RULE);
    }
}

/* }}} */

void sipcode_details_add(const view *v)
{
    const sip_details *d = sip_facts_first((sip_facts *)v->facts)->details;

    if (!d)
        return;
    if (v->tree) {
        if (d->comparison)
            add_comparison(v, d->comparison);
        if (d->ims)
            add_ims(v, d->ims);
        if (d->fragment)
            add_fragment(v, d->fragment);
        if (d->causes)
            add_causes(v, d->causes);
    }
    add_rules(v, d->breaches);
    if (d->mismatch && v->facts->sending == SIP_SENDING_FIRST)
        sipcode_expert_add(v, NULL, EXPERT_cause_mismatch, SIP_TEXT_EXPERT_MISMATCH);
}
