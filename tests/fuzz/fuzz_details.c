/* fuzz_details.c - what is told of one message alone: causes, rules, logins, bodies, SDP, XML.
 *
 * An input is a request and its responses, or any of them, one behind the other.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "auth.h"
#include "body.h"
#include "details.h"
#include "engine.h"
#include "fuzz.h"

/* Messages of an input; those behind are not fed. */
#define MESSAGES_MAX 8

/* {{{ details */

static void check_causes(const sip_details *details, const sip_code *row, unsigned status)
{
    const sip_causes *causes = details->causes;
    unsigned n = 0;

    if (!causes)
        return;
    fuzz_check_text(causes->source, SIP_CAUSE_TEXT_MAX);
    for (const sip_cause *cause = causes->causes; cause; cause = cause->next, n++) {
        g_autofree char *group = NULL;

        fuzz_check_text(cause->name, SIP_CAUSE_TEXT_MAX);
        fuzz_check_text(cause->text, SIP_CAUSE_TEXT_MAX);
        fuzz_check_text(cause->location, SIP_CAUSE_TEXT_MAX);
        g_assert_cmpint(sip_cause_words(cause, &group), ==, group != NULL);
        sip_cause_is_status(cause);
        g_assert_cmpuint(sip_cause_status(cause), <=, 699);
        if (cause->location)
            sip_cause_knows_location(fuzz_tables()->causes, cause->location);
    }
    g_assert_cmpuint(n, <=, SIP_CAUSES_MAX);
    if (row)
        g_assert_true(sip_causes_mismatch(causes, row, status) == details->mismatch);
}

static void check_breaches(const sip_details *details)
{
    unsigned n = 0;

    for (const sip_breach *breach = details->breaches; breach; breach = breach->next, n++)
        g_assert_nonnull(breach->rule->id);
    g_assert_cmpuint(n, <=, sip_rules_rows(fuzz_tables()->rules)->len);
}

static void check_details(const sip_facts *facts)
{
    const sip_details *details = facts->details;

    fuzz_check_text(facts->phrase, SIP_PHRASE_MAX);
    fuzz_check_text(facts->transaction->extension, SIP_PHRASE_MAX);
    if (!details)
        return;
    check_causes(details, facts->row, facts->status);
    check_breaches(details);
    if (details->ims) {
        fuzz_check_text(details->ims->type, SIP_IMS_TEXT_MAX);
        fuzz_check_text(details->ims->action, SIP_IMS_TEXT_MAX);
        fuzz_check_text(details->ims->reason, SIP_IMS_TEXT_MAX);
    }
    if (details->comparison) {
        fuzz_check_text(details->comparison->asked, SIP_COMPARED_MAX);
        fuzz_check_text(details->comparison->wanted, SIP_COMPARED_MAX);
    }
    if (details->fragment) {
        g_assert_cmpuint(details->fragment->status, <=, 999);
        fuzz_check_text(details->fragment->phrase, SIP_COMPARED_MAX);
    }
}

/* }}} */
/* {{{ what the details are read from */

static void check_auth(const sip_message *msg)
{
    static const char *const names[] = { "realm", "nonce", "stale", "auts", "algorithm" };
    static const sip_header_id headers[] = { SIP_HEADER_WWW_AUTHENTICATE,
                                             SIP_HEADER_PROXY_AUTHENTICATE,
                                             SIP_HEADER_AUTHORIZATION,
                                             SIP_HEADER_PROXY_AUTHORIZATION };
    sip_slice param;

    sip_auth_credentials(msg);
    sip_auth_has_auts(msg);
    sip_auth_is_aka(msg);
    for (unsigned h = 0; h < G_N_ELEMENTS(headers); h++)
        for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
            if (msg->first[headers[h]].ptr
                && sip_auth_param(msg->first[headers[h]], names[i], &param))
                fuzz_check_within(param, msg->first[headers[h]]);
}

static void check_faults(const sip_precondition *qos)
{
    sip_precondition_fault fault;
    unsigned n = 0;

    while (sip_precondition_unmet(qos, n, &fault)) {
        n++;
        g_assert_cmpuint(n, <=, SIP_QOS_LINES_MAX * 3); /* caller, callee, end to end */
    }
    g_assert_false(sip_precondition_met(qos) && n > 0);
}

static void check_sdp(sip_slice sdp)
{
    static const sip_sdp_role roles[] = { SIP_SDP_OFFER, SIP_SDP_ANSWER, SIP_SDP_OFFER };
    sip_precondition *qos = sip_precondition_new();
    sip_precondition_fault fault;

    for (unsigned i = 0; i < G_N_ELEMENTS(roles); i++) {
        sip_precondition_feed(qos, sdp, i % 2 == 0, roles[i]);
        check_faults(qos);
        sip_precondition_phase(qos);
        sip_precondition_caller_confirms(qos);
        sip_precondition_callee_confirms(qos);
        sip_precondition_declined(qos);
        sip_precondition_more(qos);
    }
    if (sip_precondition_failure(sdp, true, &fault)) {
        fuzz_check_within(fault.media, sdp);
        fuzz_check_within(fault.type, sdp);
    }
    sip_precondition_free(qos);
}

static void check_bodies(const sip_message *msg)
{
    static const char *const types[] = { "application/sdp", "application/3gpp-ims+xml",
                                         "message/sipfrag" };
    sip_slice body;

    for (unsigned i = 0; i < G_N_ELEMENTS(types); i++)
        if (sip_body_find(msg, types[i], &body))
            fuzz_check_within(body, msg->body);
    check_sdp(msg->body);
}

/* }}} */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sip_slice bytes = fuzz_copy(data, size);
    sip_engine *engine = sip_engine_new(fuzz_tables(), 0);
    const sip_facts *fed[MESSAGES_MAX];
    sip_sighting seen = { .src = 1, .dst = 2 };
    unsigned n = 0;
    sip_message msg;
    size_t pos = 0;

    while (n < MESSAGES_MAX && sip_message_next(bytes, &pos, &msg)) {
        seen.frame++;
        seen.time += 500 * 1000 * 1000; /* else it might be a copy, of which nothing is read */
        fed[n++] = sip_engine_feed(engine, &msg, &seen);
        check_auth(&msg);
        check_bodies(&msg);
    }
    g_free((char *)bytes.ptr);
    for (unsigned i = 0; i < n; i++)
        check_details(fed[i]);
    sip_engine_free(engine);
    return 0;
}
