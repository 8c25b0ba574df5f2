/* ladder_view.c - a call as a ladder, in words.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../compat.h"

#include "ladder_view.h"

#include "../core/asked.h"
#include "../core/flow.h"
#include "../core/outcome.h"
#include "../core/summary.h"
#include "prefs.h"
#include "sentence.h"
#include "tap.h"
#include "user_codes.h"

#include <string.h>

/* With which a request starts (RFC 3261 §8.1.1.6). */
#define MAX_FORWARDS 70

/* {{{ texts of a message */

static view view_of(const sip_facts *facts)
{
    view v = { .facts = facts,
               .words = sipcode_words(),
               .tables = sipcode_tables(),
               .latest = sipcode_latest() };

    v.flow = sip_known_flows_find(v.tables->flows, facts);
    v.step = v.flow ? sip_known_flow_step(v.flow, facts) : 0;
    return v;
}

/* What is wrong at the message, first things first; NULL: nothing. The caller frees it. */
static char *problem_text(view *v)
{
    static const sip_text missing[] = {
        [SIP_FLOW_NO_ACK] = SIP_TEXT_EXPERT_NO_ACK,
        [SIP_FLOW_NO_PRACK] = SIP_TEXT_EXPERT_NO_PRACK,
        [SIP_FLOW_NO_RESPONSE] = SIP_TEXT_EXPERT_NO_FINAL,
    };
    const sip_facts *facts = v->facts;
    sip_flow_missing what = sip_flow_is_missing(facts, v->latest);

    if (what != SIP_FLOW_NOTHING)
        return sipcode_say(v, missing[what]);
    if (facts->login == SIP_LOGIN_REPEATED)
        return sipcode_say(v, SIP_TEXT_EXPERT_AUTH_REPEATED);
    if (sip_flow_is_unmet(facts) && facts->unmet)
        return sipcode_say(v, SIP_TEXT_EXPERT_PRECONDITION);
    if (facts->early)
        return sipcode_say(v, SIP_TEXT_EXPERT_RETRY_EARLY);
    if (facts->row && facts->objection)
        return sipcode_say(v, SIP_TEXT_EXPERT_METHOD);
    for (const sip_breach *b = facts->details ? facts->details->breaches : NULL; b; b = b->next) {
        if (b->rule->level != SIP_RULE_MUST)
            continue;
        v->breach = b;
        return sipcode_say(v, SIP_TEXT_EXPERT_RULE);
    }
    return NULL;
}

static const char *sdp_mark(const sip_facts *facts)
{
    return facts->has_sdp ? " (SDP)" : "";
}

static char *label_of(const view *v)
{
    const sip_facts *facts = v->facts;
    const char *sdp = sdp_mark(facts);

    if (facts->row)
        return g_strdup_printf("%03u %s · %s%s", facts->status, facts->row->phrase,
                               sipcode_response_words(v->words, facts).name, sdp);
    return g_strdup_printf("%s%s",
                           sip_method_name((sip_method)facts->method)
                               ? sip_method_name((sip_method)facts->method)
                               : facts->transaction->extension,
                           sdp);
}

/* The step of a known flow. */
static char *step_text(const view *v)
{
    return v->step > 0 ? sipcode_say(v, SIP_TEXT_LADDER_STEP) : NULL;
}

/* There is little room at an arrow: the name of a code goes into the note. */
char *sipcode_arrow_label(const sip_facts *facts)
{
    view v = view_of(facts);

    return facts->row
               ? g_strdup_printf("%03u %s%s", facts->status, facts->row->phrase, sdp_mark(facts))
               : label_of(&v);
}

char *sipcode_arrow_note(const sip_facts *facts)
{
    view v = view_of(facts);
    g_autofree char *problem = problem_text(&v), *step = step_text(&v);
    GString *out = g_string_new(facts->row ? sipcode_response_words(v.words, facts).name : NULL);
    const char *parts[] = { step, problem };

    for (unsigned i = 0; i < array_length(parts); i++)
        if (parts[i])
            g_string_append_printf(out, "%s%s", out->len > 0 ? " · " : "", parts[i]);
    return g_string_free(out, FALSE);
}

/* }}} */
/* {{{ participants */

typedef struct {
    const GPtrArray *messages;
    uint64_t endpoints[SIP_LADDER_PARTICIPANTS_MAX];
    bool by_host[SIP_LADDER_PARTICIPANTS_MAX];      /* all ports of its host are one participant */
    const char *roles[SIP_LADDER_PARTICIPANTS_MAX]; /* NULL: not known */
    char *names[SIP_LADDER_PARTICIPANTS_MAX];
    unsigned n;
} participants;

/* Bytes of NAME before its port. */
static size_t host_length(const char *name)
{
    const char *colon = strrchr(name, ':');

    return colon ? (size_t)(colon - name) : strlen(name);
}

static bool same_host(uint64_t a, uint64_t b)
{
    const char *one = sipcode_endpoint_name(a), *two = sipcode_endpoint_name(b);
    size_t len = host_length(one);

    return len == host_length(two) && strncmp(one, two, len) == 0;
}

/* Where a host sends to itself, its ports are servers of their own. */
static bool talks_to_itself(const participants *p, uint64_t endpoint)
{
    for (unsigned i = 0; i < p->messages->len; i++) {
        const sip_sighting *seen = &((const sip_facts *)p->messages->pdata[i])->seen;

        if (same_host(seen->src, endpoint) && same_host(seen->dst, endpoint))
            return true;
    }
    return false;
}

static bool is_at(const participants *p, unsigned i, uint64_t endpoint)
{
    return p->endpoints[i] == endpoint || (p->by_host[i] && same_host(p->endpoints[i], endpoint));
}

/* Its place; with too many, the last one stands for all that come. */
static unsigned place_of(participants *p, uint64_t endpoint)
{
    unsigned i = 0;

    while (i < p->n && !is_at(p, i, endpoint))
        i++;
    if (i < p->n)
        return i;
    if (p->n == SIP_LADDER_PARTICIPANTS_MAX)
        return p->n - 1;
    p->endpoints[p->n] = endpoint;
    p->by_host[p->n] = !talks_to_itself(p, endpoint);
    return p->n++;
}

/* Does the UE send the request to its P-CSCF (TS 24.229 §5.1)? One Via in a call that names an
 * access network does not say so: the P-CSCF, too, sends requests of its own (OPTIONS), and servers
 * that pass a call on may begin it anew, with one Via. Sure are
 * - sec-agree, which is required of the next hop (RFC 3329 §2.3.1), here of the P-CSCF alone;
 * - a registration of oneself, where that of the S-CSCF with a server is for another (TS 24.229
 *   §5.4.1.7);
 * - an INVITE that no server had before: it goes to whom it is for (RFC 3261 §8.1.1.1), on its way
 *   to a UE to a contact; and nobody has counted its Max-Forwards down (§8.1.1.6). */
static bool is_from_ue(const sip_facts *facts)
{
    static const sip_slice sec_agree = { "sec-agree", sizeof "sec-agree" - 1 };
    const sip_transaction *t = facts->transaction;

    if (facts->row || facts->hop != 1 || !t->call->ims || !t->asked)
        return false;
    if (sip_asked_names(t->asked->require, sec_agree))
        return true;
    if (t->method == SIP_METHOD_REGISTER)
        return g_strcmp0(t->call->from, t->call->to) == 0;
    return t->method == SIP_METHOD_INVITE && !t->in_dialog && t->asked->uri == t->asked->to
           && t->asked->max_forwards == MAX_FORWARDS;
}

static void note_roles(participants *p, const sip_facts *facts, unsigned from, unsigned to)
{
    if (from == to || !is_from_ue(facts))
        return;
    p->roles[from] = "UE";
    p->roles[to] = "P-CSCF";
}

static void name_all(participants *p, sip_ladder *ladder)
{
    for (unsigned i = 0; i < p->n; i++) {
        const char *name = sipcode_endpoint_name(p->endpoints[i]);
        size_t len = p->by_host[i] ? host_length(name) : strlen(name);

        p->names[i] = g_strdup_printf("%s%s%.*s", p->roles[i] ? p->roles[i] : "",
                                      p->roles[i] ? " " : "", (int)len, name);
        ladder->participants[i] = p->names[i];
    }
    ladder->n_participants = p->n;
}

static void free_names(participants *p)
{
    for (unsigned i = 0; i < p->n; i++)
        g_free(p->names[i]);
}

/* }}} */

static void add_arrow(GArray *arrows, participants *p, const sip_facts *facts, int64_t start)
{
    view v = view_of(facts);
    char *problem = problem_text(&v);
    sip_arrow arrow = { .from = place_of(p, facts->seen.src),
                        .to = place_of(p, facts->seen.dst),
                        .time = facts->seen.time - start,
                        .frame = facts->seen.frame,
                        .label = label_of(&v),
                        .note = problem ? problem : step_text(&v),
                        .problem = problem != NULL,
                        .request = !facts->row,
                        .copies = facts->copies,
                        .resent = sip_times_resent(facts) };

    note_roles(p, facts, arrow.from, arrow.to);
    g_array_append_val(arrows, arrow);
}

static void free_arrow(void *data)
{
    sip_arrow *arrow = data;

    g_free((char *)arrow->label);
    g_free((char *)arrow->note);
}

static char *title_of(const sip_call *call)
{
    sip_words *words = sipcode_words();

    if (call->number == 0)
        return g_strdup_printf("%s → %s", call->from, call->to);
    return g_strdup_printf(
        "%s %u · %s → %s · %s", sip_words_text(words, SIP_TEXT_LABEL_CALL_NUMBER), call->number,
        call->from, call->to,
        sip_words_outcome(words, sip_call_outcome(call, true, sipcode_latest())));
}

char *sipcode_ladder(const sip_call *call, sip_ladder_format format)
{
    g_autoptr(GPtrArray) messages = sip_call_messages(call);
    g_autoptr(GArray) arrows = g_array_new(FALSE, FALSE, sizeof(sip_arrow));
    g_autofree char *title = title_of(call);
    participants p = { .messages = messages };
    sip_ladder ladder = { .title = title,
                          .folded = sip_words_text(sipcode_words(), SIP_TEXT_LADDER_FOLDED),
                          .copied = sip_words_text(sipcode_words(), SIP_TEXT_LADDER_COPIED),
                          .resent = sip_words_text(sipcode_words(), SIP_TEXT_LADDER_RESENT) };
    char *drawing;

    g_array_set_clear_func(arrows, free_arrow);
    for (unsigned i = 0; i < messages->len; i++)
        add_arrow(arrows, &p, messages->pdata[i], call->first->seen.time);
    name_all(&p, &ladder);
    ladder.arrows = (const sip_arrow *)arrows->data;
    ladder.n_arrows = arrows->len;
    drawing = sip_ladder_draw(&ladder, format);
    free_names(&p);
    return drawing;
}

char *sipcode_no_ladder(sip_ladder_format format)
{
    sip_words *words = sipcode_words();
    sip_ladder ladder = { .title = sip_words_text(words, SIP_TEXT_LADDER_NONE) };

    return sip_ladder_draw(&ladder, format);
}

char *sipcode_problems(const sip_call *call)
{
    g_autoptr(GPtrArray) messages = sip_call_messages(call);
    GString *out = g_string_new(NULL);

    for (unsigned i = 0; i < messages->len; i++) {
        view v = view_of(messages->pdata[i]);
        g_autofree char *problem = problem_text(&v), *label = label_of(&v);

        if (problem)
            g_string_append_printf(out, "%u: %s: %s\n", v.facts->seen.frame, label, problem);
    }
    return g_string_free(out, FALSE);
}
