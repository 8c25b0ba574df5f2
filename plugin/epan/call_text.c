/* call_text.c - a call in one row, in words.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../compat.h"

#include "call_text.h"

#include "../core/ladder.h"
#include "../core/summary.h"
#include "prefs.h"
#include "sentence.h"
#include "tap.h"
#include "user_codes.h"

#define SECOND G_GINT64_CONSTANT(1000000000)

/* What a column needs. */
typedef struct {
    const sip_call *call;
    sip_summary summary;
    sip_words *words;
} row;

/* {{{ texts */

static char *time_text(int64_t ns)
{
    return ns == SIP_TIME_UNKNOWN ? g_strdup("") : sip_seconds(ns);
}

static char *number_text(const row *r)
{
    return g_strdup_printf("%u", r->call->number);
}

/* When the call began, since the first frame. */
static char *start_text(const row *r)
{
    return time_text(r->summary.start);
}

static char *from_text(const row *r)
{
    return g_strdup(r->call->from);
}

static char *to_text(const row *r)
{
    return g_strdup(r->call->to);
}

static char *outcome_text(const row *r)
{
    return g_strdup(sip_words_outcome(r->words, r->summary.outcome));
}

static char *code_text(const row *r)
{
    const sip_facts *final = r->summary.final;

    if (!final)
        return g_strdup("");
    return g_strdup_printf("%u %s", final->status, sipcode_response_words(r->words, final).name);
}

static char *ring_text(const row *r)
{
    return time_text(r->summary.ring_delay);
}

static char *setup_text(const row *r)
{
    return time_text(r->summary.setup_time);
}

static char *duration_text(const row *r)
{
    return time_text(r->summary.duration);
}

static char *ended_text(const row *r)
{
    static const sip_text texts[] = {
        [SIP_SIDE_CALLER] = SIP_TEXT_CALLER,
        [SIP_SIDE_CALLEE] = SIP_TEXT_CALLEE,
    };

    if (r->summary.ended_by == SIP_SIDE_UNKNOWN)
        return g_strdup("");
    return g_strdup(sip_words_text(r->words, texts[r->summary.ended_by]));
}

static char *cause_text(const row *r)
{
    const sip_cause *cause = r->summary.cause;
    GString *out;
    const char *name;

    if (!cause)
        return g_strdup("");
    out = g_string_new(cause->warning ? "Warning" : cause->name);
    if (cause->has_number)
        g_string_append_printf(out, " %u", cause->number);
    name = sipcode_cause_name(r->words, cause);
    if (name || cause->text)
        g_string_append_printf(out, " %s", name ? name : cause->text);
    return g_string_free(out, FALSE);
}

static char *warnings_text(const row *r)
{
    return g_strdup_printf("%u", sip_call_problems(r->call, sipcode_latest()));
}

static char *frame_text(const row *r)
{
    return g_strdup_printf("%u", r->call->first->seen.frame);
}

/* }}} */

static const struct {
    char *(*text)(const row *r);
    const char *key; /* in JSON */
    bool number, quoted;
} columns[SIPCODE_CALL_COLUMNS] = {
    { number_text, "number", true, false },      { start_text, "start", false, false },
    { from_text, "from", false, true },          { to_text, "to", false, true },
    { outcome_text, "outcome", false, true },    { code_text, "final", false, true },
    { ring_text, "ring_delay", false, false },   { setup_text, "setup_time", false, false },
    { duration_text, "duration", false, false }, { ended_text, "ended_by", false, true },
    { cause_text, "cause", false, true },        { warnings_text, "warnings", true, false },
    { frame_text, "frame", true, false },
};

const sip_text sipcode_call_headings[SIPCODE_CALL_COLUMNS] = {
    SIP_TEXT_LABEL_CALL_NUMBER, SIP_TEXT_HEADING_START,   SIP_TEXT_HEADING_FROM,
    SIP_TEXT_HEADING_TO,        SIP_TEXT_HEADING_OUTCOME, SIP_TEXT_HEADING_FINAL,
    SIP_TEXT_HEADING_RING,      SIP_TEXT_HEADING_SETUP,   SIP_TEXT_HEADING_DURATION,
    SIP_TEXT_HEADING_ENDED_BY,  SIP_TEXT_HEADING_CAUSE,   SIP_TEXT_HEADING_PROBLEMS,
    SIP_TEXT_HEADING_FRAME,
};

bool sipcode_call_is_number(unsigned column)
{
    return columns[column].number;
}

static row row_of(const sip_call *call)
{
    row r = { .call = call, .words = sipcode_words() };

    sip_summarise(call, true, sipcode_latest(), &r.summary);
    return r;
}

void sipcode_call_texts(const sip_call *call, char *texts[SIPCODE_CALL_COLUMNS])
{
    row r = row_of(call);

    for (unsigned i = 0; i < SIPCODE_CALL_COLUMNS; i++)
        texts[i] = columns[i].text(&r);
}

/* {{{ JSON */

/* RFC 8259 §7. Text of the packets is valid UTF-8 without control characters. */
static void add_string(GString *out, const char *text)
{
    g_string_append_c(out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            g_string_append_c(out, '\\');
        g_string_append_c(out, *text);
    }
    g_string_append_c(out, '"');
}

static void add_value(GString *out, unsigned column, const row *r)
{
    g_autofree char *text = columns[column].text(r);

    if (*text == '\0')
        g_string_append(out, "null");
    else if (columns[column].quoted)
        add_string(out, text);
    else
        g_string_append(out, text);
}

/* Scripts compare outcome and code, so these are not in words. */
static void add_stable(GString *out, const row *r)
{
    static const char *const sides[] = { "null", "\"caller\"", "\"callee\"" };
    int64_t start = sipcode_epoch() + r->summary.start;
    const sip_facts *final = r->summary.final;
    g_autofree char *code = final ? g_strdup_printf("%u", final->status) : g_strdup("null");

    g_string_append_printf(out,
                           ", \"time\": %" G_GINT64_FORMAT ".%06u, \"code\": %s, \"outcome_id\": "
                           "\"%s\", \"ended_by_id\": %s",
                           start / SECOND, (unsigned)(start % SECOND / 1000), code,
                           sip_outcome_word(r->summary.outcome), sides[r->summary.ended_by]);
}

char *sipcode_call_json(const sip_call *call)
{
    row r = row_of(call);
    GString *out = g_string_new("{");

    for (unsigned i = 0; i < SIPCODE_CALL_COLUMNS; i++) {
        g_string_append_printf(out, "%s\"%s\": ", i > 0 ? ", " : "", columns[i].key);
        add_value(out, i, &r);
    }
    add_stable(out, &r);
    g_string_append_c(out, '}');
    return g_string_free(out, FALSE);
}

/* }}} */
