/* details.c - what is told of one message alone: rules it breaks, causes it names, its bodies.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "details.h"

#include "asked.h"
#include "body.h"
#include "text.h"
#include "transaction.h"

#include <string.h>

#define SIPFRAG "message/sipfrag"

/* {{{ comparisons with the request */

/* A response, and where what is compared is put. */
typedef struct {
    const sip_message *msg;
    const sip_facts *facts;
    const sip_asked *asked;
    sip_arena *arena;
    sip_comparison *out;
} comparing;

static const char *keep(const comparing *c, sip_slice text)
{
    return sip_text_keep(c->arena, text, SIP_COMPARED_MAX);
}

/* All rows of a header as one list; "": none. */
static const char *keep_header(const comparing *c, sip_header_id id)
{
    g_autoptr(GString) list = g_string_new(NULL);
    sip_values values = sip_message_values(c->msg, id);
    sip_slice value;

    while (list->len <= SIP_COMPARED_MAX && sip_values_next(&values, &value)) {
        g_string_append(list, list->len > 0 ? ", " : "");
        g_string_append_len(list, value.ptr, (gssize)MIN(value.len, SIP_COMPARED_MAX));
    }
    return keep(c, (sip_slice){ list->str, list->len });
}

static const char *keep_number(const comparing *c, uint64_t number)
{
    g_autofree char *text = g_strdup_printf("%" G_GUINT64_FORMAT, number);

    return sip_arena_intern(c->arena, text);
}

static const char *or_nothing(const char *text)
{
    return text ? text : "";
}

/* A number of seconds asked for, and the least that the header HEADER wants. */
static bool compare_seconds(comparing *c, sip_header_id header)
{
    uint64_t least;

    if (c->facts->transaction->request->interval == 0
        || !sip_slice_number(c->msg->first[header], UINT32_MAX, &least))
        return false;
    c->out->asked = keep_number(c, c->facts->transaction->request->interval);
    c->out->wanted = keep_number(c, least);
    return true;
}

static bool compare_method(comparing *c)
{
    c->out->asked = keep(c, c->msg->method_name);
    c->out->wanted = keep_header(c, SIP_HEADER_ALLOW);
    return *c->out->wanted;
}

static bool compare_type(comparing *c)
{
    c->out->asked = or_nothing(c->asked->content_type);
    c->out->wanted = keep_header(c, SIP_HEADER_ACCEPT);
    return *c->out->asked && *c->out->wanted;
}

static bool compare_scheme(comparing *c)
{
    c->out->asked = c->asked->scheme;
    c->out->wanted = "";
    return *c->out->asked;
}

static bool compare_required(comparing *c)
{
    c->out->asked = or_nothing(c->asked->require);
    c->out->wanted = keep_header(c, SIP_HEADER_UNSUPPORTED);
    return *c->out->asked && *c->out->wanted;
}

static bool compare_supported(comparing *c)
{
    c->out->asked = or_nothing(c->asked->supported);
    c->out->wanted = keep_header(c, SIP_HEADER_REQUIRE);
    return *c->out->wanted;
}

static bool compare_session(comparing *c)
{
    return c->asked->session_expires && compare_seconds(c, SIP_HEADER_MIN_SE);
}

static bool compare_expiry(comparing *c)
{
    return compare_seconds(c, SIP_HEADER_MIN_EXPIRES);
}

/* How often the request was passed on before it came here, and how often it may still be. */
static bool compare_hops(comparing *c)
{
    if (c->asked->max_forwards < 0)
        return false;
    c->out->asked = keep_number(c, (uint64_t)c->asked->max_forwards);
    c->out->wanted = keep_number(c, c->facts->hop);
    return true;
}

/* A proxy finds itself in the Via values (RFC 3261 §16.3 item 4), which the response repeats. */
static bool compare_loop(comparing *c)
{
    uint64_t seen[SIP_LOOP_HOPS_MAX];
    sip_values values = sip_message_values(c->msg, SIP_HEADER_VIA);
    unsigned n = 0;
    sip_slice value;

    while (n < SIP_LOOP_HOPS_MAX && sip_values_next(&values, &value)) {
        sip_slice host = sip_via_sent_by(value);

        seen[n] = sip_digest(host);
        for (unsigned i = 0; i < n; i++) {
            if (seen[i] == seen[n]) {
                c->out->asked = keep(c, host);
                c->out->wanted = "";
                return true;
            }
        }
        n++;
    }
    return false;
}

static const struct {
    uint16_t status;
    bool (*compare)(comparing *);
} comparisons[] = {
    { 405, compare_method },   { 415, compare_type },      { 416, compare_scheme },
    { 420, compare_required }, { 421, compare_supported }, { 422, compare_session },
    { 423, compare_expiry },   { 482, compare_loop },      { 483, compare_hops },
};

static const sip_comparison *read_comparison(sip_arena *arena, const sip_message *msg,
                                             const sip_facts *facts)
{
    sip_comparison found = { "", "" }, *kept;
    comparing c = { msg, facts, facts->transaction->asked, arena, &found };

    for (unsigned i = 0; c.asked && i < G_N_ELEMENTS(comparisons); i++) {
        if (comparisons[i].status != facts->status || !comparisons[i].compare(&c))
            continue;
        kept = SIP_ARENA_NEW(arena, sip_comparison);
        *kept = found;
        return kept;
    }
    return NULL;
}

/* }}} */
/* {{{ bodies */

/* A status line at the start of a body of type message/sipfrag (RFC 3420). */
static const sip_fragment *read_fragment(sip_arena *arena, const sip_message *msg)
{
    sip_slice body;
    size_t pos = 0;
    sip_message part;
    sip_fragment *fragment;

    if (msg->method != SIP_METHOD_NOTIFY || !sip_body_find(msg, SIPFRAG, &body)
        || !sip_message_next(body, &pos, &part) || part.kind != SIP_RESPONSE
        || part.whole.ptr != body.ptr)
        return NULL;
    fragment = SIP_ARENA_NEW(arena, sip_fragment);
    fragment->status = part.status;
    fragment->phrase = sip_text_keep(arena, part.phrase, SIP_COMPARED_MAX);
    return fragment;
}

/* }}} */

static bool is_empty(const sip_details *d)
{
    return !d->breaches && !d->causes && !d->ims && !d->comparison && !d->fragment;
}

const sip_details *sip_details_read(const sip_tables *tables, sip_arena *arena,
                                    const sip_message *msg, const sip_facts *facts)
{
    sip_details found = { .causes = sip_causes_read(tables->causes, arena, msg) }, *kept;

    if (facts->row) {
        found.breaches = sip_rules_check(tables->rules, arena, msg, facts);
        found.mismatch = sip_causes_mismatch(found.causes, facts->row, facts->status);
        if (facts->status >= 300) {
            found.ims = sip_ims_body_read(arena, msg);
            found.comparison = read_comparison(arena, msg, facts);
        }
    } else {
        found.breaches = sip_rules_check_retry(tables->rules, arena, facts);
        found.fragment = read_fragment(arena, msg);
    }
    if (is_empty(&found))
        return NULL;
    kept = SIP_ARENA_NEW(arena, sip_details);
    *kept = found;
    return kept;
}
