/* sentence.c - templates of the language, filled with what is known of a message.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../compat.h"

#include "sentence.h"
#include "user_codes.h"

#include "../core/details.h"
#include "../core/flow.h"

typedef void (*hole_filler)(GString *out, const view *v);

void sipcode_append_number(GString *out, unsigned number)
{
    char digits[10];
    unsigned at = sizeof digits;

    do
        digits[--at] = (char)('0' + number % 10);
    while (number /= 10);
    g_string_append_len(out, digits + at, (gssize)(sizeof digits - at));
}

static void append_status(GString *out, unsigned status)
{
    char digits[4];

    sip_status_text(status, digits);
    g_string_append(out, digits);
}

static void fill_code(GString *out, const view *v)
{
    append_status(out, v->facts->status);
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
    g_string_append(out, sipcode_response_words(v->words, v->facts).name);
}

static void fill_method(GString *out, const view *v)
{
    const char *name = sip_method_name((sip_method)v->facts->method);

    g_string_append(out, name ? name : v->facts->transaction->extension);
}

/* How a request ended: code and name. */
static void fill_final(GString *out, const view *v)
{
    const sip_facts *final = sip_flow_final(v->facts);

    if (!final)
        return;
    append_status(out, final->status);
    g_string_append_c(out, ' ');
    g_string_append(out, sipcode_response_words(v->words, final).name);
}

static void fill_step(GString *out, const view *v)
{
    sipcode_append_number(out, v->step);
}

static void fill_flow(GString *out, const view *v)
{
    if (v->flow)
        g_string_append(out, sip_words_row(v->words, "flow", v->flow->id));
}

static const sip_unmet *unmet(const view *v)
{
    return sip_facts_first((sip_facts *)v->facts)->unmet;
}

static void fill_line(GString *out, const view *v)
{
    if (unmet(v))
        sipcode_append_number(out, unmet(v)->line);
}

static void fill_media(GString *out, const view *v)
{
    if (unmet(v))
        g_string_append(out, unmet(v)->media);
}

static void fill_segment(GString *out, const view *v)
{
    static const sip_text texts[] = {
        [SIP_QOS_CALLER] = SIP_TEXT_QOS_CALLER,
        [SIP_QOS_CALLEE] = SIP_TEXT_QOS_CALLEE,
        [SIP_QOS_E2E] = SIP_TEXT_QOS_E2E,
    };

    if (unmet(v))
        g_string_append(out, sip_words_text(v->words, texts[unmet(v)->segment]));
}

static void fill_direction(GString *out, const view *v)
{
    static const sip_text texts[] = {
        [SIP_QOS_NEITHER] = SIP_TEXT_QOS_NEITHER,
        [SIP_QOS_FORTH] = SIP_TEXT_QOS_FORTH,
        [SIP_QOS_BACK] = SIP_TEXT_QOS_BACK,
        [SIP_QOS_BOTH] = SIP_TEXT_QOS_BOTH,
    };

    if (unmet(v))
        g_string_append(out, sip_words_text(v->words, texts[unmet(v)->direction]));
}

static void fill_repeats(GString *out, const view *v)
{
    if (v->facts->repeats)
        sipcode_append_number(out, v->facts->repeats->seen.frame);
}

static void fill_response_time(GString *out, const view *v)
{
    const sip_facts *request = v->facts->transaction->request;

    if (request)
        g_string_append_printf(out, "%.0f ms",
                               (double)(v->facts->seen.time - request->seen.time) / 1e6);
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
    sipcode_append_number(out, v->facts->row->klass);
}

static void fill_class_name(GString *out, const view *v)
{
    g_string_append(out, sip_words_class(v->words, v->facts->row->klass)->name);
}

static void fill_treated_as(GString *out, const view *v)
{
    sipcode_append_number(out, v->facts->row->treated_as);
}

static void fill_most(GString *out, const view *v _U_)
{
    g_string_append_printf(out, "%d", SIP_FRAME_MESSAGES_MAX);
}

static const sip_details *details(const view *v)
{
    return sip_facts_first((sip_facts *)v->facts)->details;
}

static void fill_rule(GString *out, const view *v)
{
    if (v->breach)
        g_string_append(out, sip_words_row(v->words, "rule", v->breach->rule->id));
}

static void fill_rule_reference(GString *out, const view *v)
{
    if (v->breach)
        g_string_append(out, v->breach->rule->reference);
}

/* The Q.850 cause that goes with the code by no table. */
static void fill_cause(GString *out, const view *v)
{
    sipcode_append_number(out, details(v)->mismatch->number);
}

static void fill_cause_name(GString *out, const view *v)
{
    const char *name = sipcode_cause_name(v->words, details(v)->mismatch);

    g_string_append(out, name ? name : "");
}

static void fill_cause_status(GString *out, const view *v)
{
    sipcode_append_number(out, sip_cause_status(details(v)->mismatch));
}

static void fill_mapped(GString *out, const view *v)
{
    sipcode_append_number(out, v->facts->row->q850);
}

/* How the target of a transfer answered. */
static void fill_transfer(GString *out, const view *v)
{
    const sip_fragment *fragment = details(v)->fragment;

    g_string_append_printf(out, "%03u%s%s", fragment->status, *fragment->phrase ? " " : "",
                           fragment->phrase);
}

static void fill_transfer_name(GString *out, const view *v)
{
    g_string_append(out, sipcode_code_words(v->words, details(v)->fragment->status, "INVITE").name);
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
    { "FINAL", fill_final },
    { "LINE", fill_line },
    { "MEDIA", fill_media },
    { "SEGMENT", fill_segment },
    { "DIRECTION", fill_direction },
    { "STEP", fill_step },
    { "FLOW", fill_flow },
    { "REPEATS", fill_repeats },
    { "RESPONSE_TIME", fill_response_time },
    { "CLASS_NAME", fill_class_name },
    { "TREATED_AS", fill_treated_as },
    { "MOST", fill_most },
    { "RULE", fill_rule },
    { "RULE_REFERENCE", fill_rule_reference },
    { "CAUSE", fill_cause },
    { "CAUSE_NAME", fill_cause_name },
    { "CAUSE_STATUS", fill_cause_status },
    { "MAPPED", fill_mapped },
    { "TRANSFER", fill_transfer },
    { "TRANSFER_NAME", fill_transfer_name },
};

static bool fill_hole(GString *out, sip_slice name, const void *data)
{
    for (size_t i = 0; i < array_length(holes); i++) {
        if (name.ptr[0] == holes[i].name[0] && sip_slice_equal(name, holes[i].name)) {
            holes[i].fill(out, (const view *)data);
            return true;
        }
    }
    return false;
}

const char *sipcode_cause_name(sip_words *words, const sip_cause *cause)
{
    g_autofree char *group = NULL, *key = NULL;

    if (sip_cause_is_status(cause))
        return sipcode_code_words(words, cause->number, NULL).name;
    if (!sip_cause_words(cause, &group))
        return NULL;
    key = g_strdup_printf("%u", cause->number);
    return sip_words_row(words, group, key);
}

char *sipcode_say(const view *v, sip_text text)
{
    return sip_words_fill(sip_words_text(v->words, text), fill_hole, v);
}
