/* feed.c - messages made of a few parts, fed to an engine.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "feed.h"

#include <string.h>

#define CAPACITY 300000 /* of the longest message */

static sip_tables *tables;

void feed_begin(int *argc, char ***argv)
{
    GError *error = NULL;

    test_begin(argc, argv);
    tables = sip_tables_new(&error);
    g_assert_no_error(error);
}

int feed_end(void)
{
    int result = g_test_run();

    sip_tables_free(tables);
    return result;
}

flow *flow_new(void)
{
    return flow_new_with(0);
}

flow *flow_new_with(int64_t t1)
{
    flow *f = g_new0(flow, 1);

    f->engine = sip_engine_new(tables, t1);
    f->memory = guarded_new(CAPACITY);
    return f;
}

void flow_free(flow *f)
{
    sip_engine_free(f->engine);
    guarded_free(f->memory);
    g_free(f);
}

/* {{{ text */

static const char *from_tag(const step *s)
{
    return s->from ? s->from : "a";
}

/* "a.example" sends on the first hop, "p1-a.example" on the second. */
static void add_via(GString *out, const step *s, unsigned hop, bool top)
{
    const char *method = strcmp(s->method, "CANCEL") == 0 || s->refused ? "INVITE" : s->method;
    g_autofree char *branch =
        g_strdup_printf("z9hG4bK-%s-%u-%s-%u", method, s->cseq, from_tag(s), hop);
    g_autofree char *sender = hop == 1 ? g_strdup_printf("%s.example", from_tag(s))
                                       : g_strdup_printf("p%u-%s.example", hop - 1, from_tag(s));

    g_string_append_printf(out, "Via: SIP/2.0/UDP %s;branch=%s\r\n",
                           top && s->sent_by ? s->sent_by : sender,
                           top && s->branch ? s->branch : branch);
}

static void add_party(GString *out, const char *header, const char *uri, const char *tag)
{
    g_string_append_printf(out, "%s: <%s>", header, uri);
    if (tag && *tag)
        g_string_append_printf(out, ";tag=%s", tag);
    g_string_append(out, "\r\n");
}

char *step_text(const step *s)
{
    const char *uri = s->uri ? s->uri : "sip:b@b.example";
    const char *body = s->sdp ? s->sdp : s->body ? s->body : "";
    const char *to = s->to ? s->to : s->status > 100 ? "b" : NULL;
    unsigned hops = s->hop > 0 ? s->hop : 1;
    GString *out = g_string_new(NULL);

    if (s->status > 0)
        g_string_append_printf(out, "SIP/2.0 %03u Text\r\n", s->status);
    else
        g_string_append_printf(out, "%s %s SIP/2.0\r\n", s->method, uri);
    for (unsigned hop = hops; hop > 0; hop--)
        add_via(out, s, hop, hop == hops);
    add_party(out, "From", s->caller ? s->caller : "sip:a@a.example", from_tag(s));
    add_party(out, "To", s->callee ? s->callee : "sip:b@b.example", to);
    g_string_append_printf(out, "Call-ID: %s\r\nCSeq: %u %s\r\n", s->call_id ? s->call_id : "call",
                           s->cseq, s->method);
    if (s->headers)
        g_string_append(out, s->headers);
    if (s->sdp)
        g_string_append(out, "Content-Type: application/sdp\r\n");
    g_string_append_printf(out, "Content-Length: %zu\r\n\r\n%s", strlen(body), body);
    return g_string_free(out, FALSE);
}

/* }}} */
/* {{{ feeding */

static sip_facts *feed_at(flow *f, sip_slice text)
{
    /* a byte read before it or behind it is a fault, by turns */
    guard_side side = f->seen.frame % 2 ? GUARD_BEFORE : GUARD_AFTER;
    sip_slice placed = guarded_place(f->memory, text, side);
    sip_facts *facts = NULL;
    sip_message msg;
    size_t pos = 0;

    f->seen.frame++;
    if (sip_message_next(placed, &pos, &msg))
        facts = sip_engine_feed(f->engine, &msg, &f->seen);
    if (placed.len > 0)
        memset((char *)placed.ptr, '#', placed.len);
    return facts;
}

sip_facts *flow_feed_text(flow *f, sip_slice text, int after)
{
    f->seen.time += after * MS;
    f->seen.src = 1;
    f->seen.dst = 2;
    return feed_at(f, text);
}

sip_facts *flow_feed(flow *f, const step *s)
{
    bool from_asker = s->status == 0;
    g_autofree char *text = step_text(s);
    sip_facts *facts;

    f->seen.time += (s->after != 0 ? s->after : 10) * MS;
    f->seen.src = s->src != 0 ? s->src : from_asker ? 1 : 2;
    f->seen.dst = s->dst != 0 ? s->dst : from_asker ? 2 : 1;
    facts = feed_at(f, slice_of(text));
    g_assert_nonnull(facts);
    return facts;
}

sip_facts *flow_feed_all(flow *f, const step *steps, sip_facts **facts, size_t most)
{
    sip_facts *last = NULL;

    for (size_t i = 0; steps[i].method; i++) {
        last = flow_feed(f, &steps[i]);
        if (facts) {
            g_assert_cmpuint(i, <, most);
            facts[i] = last;
        }
    }
    return last;
}

const sip_expectation *expectation_of(const sip_facts *response, sip_hint_kind kind)
{
    for (const sip_expectation *e = response->expectations; e; e = e->next)
        if (e->hint->kind == kind)
            return e;
    return NULL;
}

/* }}} */
