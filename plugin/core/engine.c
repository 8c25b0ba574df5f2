/* engine.c - one entry to the core: feed it the messages of a file, get what is to be told.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "engine.h"

#include "arena.h"
#include "asked.h"
#include "details.h"
#include "hint.h"
#include "known_flow.h"
#include "text.h"
#include "transaction.h"

#include <string.h>

struct sip_engine {
    const sip_tables *tables;
    sip_arena *arena;
    sip_transactions *transactions;
    sip_calls *calls;
    sip_watch *watch;
};

sip_engine *sip_engine_new(const sip_tables *tables, int64_t t1)
{
    sip_engine *engine = g_new0(sip_engine, 1);

    engine->tables = tables;
    engine->arena = sip_arena_new();
    engine->transactions = sip_transactions_new(engine->arena);
    engine->calls = sip_calls_new(engine->arena, t1);
    engine->watch = sip_watch_new(engine->arena);
    return engine;
}

void sip_engine_free(sip_engine *engine)
{
    if (!engine)
        return;
    sip_watch_free(engine->watch);
    sip_calls_free(engine->calls);
    sip_transactions_free(engine->transactions);
    sip_arena_free(engine->arena);
    g_free(engine);
}

/* The phrase is for people; case is no difference (RFC 3261 §7.2). */
static bool is_standard_phrase(const sip_code *row, sip_slice phrase)
{
    return row->status != 0 && sip_slice_equal_nocase(phrase, row->phrase);
}

/* What the code alone says. */
static void judge_code(sip_engine *engine, const sip_message *msg, sip_facts *facts)
{
    facts->row = sip_codes_find(engine->tables->codes, msg->status);
    facts->status = (uint16_t)msg->status;
    facts->verdict = (uint8_t)facts->row->verdict;
    facts->objection = sip_codes_objection(engine->tables->codes, facts->row, msg->method);
    if (!is_standard_phrase(facts->row, msg->phrase) && !(msg->cut && msg->headers.len == 0))
        facts->phrase = sip_text_keep(engine->arena, msg->phrase, SIP_PHRASE_MAX);
}

sip_facts *sip_engine_feed(sip_engine *engine, const sip_message *msg, const sip_sighting *seen)
{
    sip_facts *facts = SIP_ARENA_NEW(engine->arena, sip_facts);

    facts->seen = *seen;
    facts->method = (uint8_t)msg->method;
    facts->verdict = SIP_VERDICT_COUNT;
    if (msg->kind == SIP_RESPONSE)
        judge_code(engine, msg, facts);
    sip_transactions_take(engine->transactions, msg, facts);
    if (msg->method == SIP_METHOD_UNKNOWN && !facts->transaction->extension)
        facts->transaction->extension =
            sip_text_keep(engine->arena, msg->method_name, SIP_PHRASE_MAX);
    if (facts->transaction->request == facts && msg->method != SIP_METHOD_ACK)
        facts->transaction->asked = sip_asked_read(engine->arena, msg);
    sip_calls_take(engine->calls, msg, facts);
    if (facts->sending == SIP_SENDING_FIRST)
        facts->details = sip_details_read(engine->tables, engine->arena, msg, facts);
    facts->phase = facts->sending == SIP_SENDING_FIRST ? (uint8_t)sip_phase_after(facts)
                                                       : sip_facts_first(facts)->phase;
    sip_hints_take(engine->tables->hints, engine->watch, msg, facts);
    return facts;
}
