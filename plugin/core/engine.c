/* engine.c - one entry to the core: feed it the messages of a file, get what is to be told.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "engine.h"

#include "arena.h"
#include "known_flow.h"
#include "transaction.h"

#include <string.h>

struct sip_engine {
    const sip_codes *codes;
    const sip_hints *hints;
    sip_arena *arena;
    sip_transactions *transactions;
    sip_calls *calls;
    sip_watch *watch;
};

sip_engine *sip_engine_new(const sip_codes *codes, const sip_hints *hints, int64_t t1)
{
    sip_engine *engine = g_new0(sip_engine, 1);

    engine->codes = codes;
    engine->hints = hints;
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

/* Printable ASCII, as nearly every phrase is. */
static bool is_plain(sip_slice phrase)
{
    for (size_t i = 0; i < phrase.len; i++)
        if (!g_ascii_isprint(phrase.ptr[i]))
            return false;
    return true;
}

/* LEN bytes as valid UTF-8 without control characters. The caller frees it. */
static char *make_fit(const char *bytes, size_t len)
{
    g_autofree char *text = g_utf8_make_valid(bytes, (gssize)len);
    GString *clean = g_string_new(NULL);

    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);

        g_string_append_unichar(clean, g_unichar_iscntrl(c) ? 0xFFFD : c);
    }
    return g_string_free(clean, FALSE);
}

/* How many bytes of PHRASE are kept: up to the cap, and no part of a character. */
static size_t kept_length(sip_slice phrase)
{
    size_t len = MIN(phrase.len, SIP_PHRASE_MAX);

    if (len < phrase.len)
        while (len > SIP_PHRASE_MAX - 4 && ((unsigned char)phrase.ptr[len] & 0xC0) == 0x80)
            len--;
    return len;
}

/* PHRASE fit to show, capped. */
static const char *keep_phrase(sip_engine *engine, sip_slice phrase)
{
    char plain[SIP_PHRASE_MAX + 1];
    g_autofree char *fit = NULL, *cut = NULL;

    if (phrase.len <= SIP_PHRASE_MAX && is_plain(phrase)) {
        memcpy(plain, phrase.ptr, phrase.len);
        plain[phrase.len] = '\0';
        return sip_arena_intern(engine->arena, plain);
    }
    fit = make_fit(phrase.ptr, kept_length(phrase));
    if (phrase.len <= SIP_PHRASE_MAX)
        return sip_arena_intern(engine->arena, fit);
    cut = g_strconcat(fit, "\xE2\x80\xA6", NULL); /* an ellipsis: there was more */
    return sip_arena_intern(engine->arena, cut);
}

/* The phrase is for people; case is no difference (RFC 3261 §7.2). */
static bool is_standard_phrase(const sip_code *row, sip_slice phrase)
{
    return row->status != 0 && sip_slice_equal_nocase(phrase, row->phrase);
}

/* What the code alone says. */
static void judge_code(sip_engine *engine, const sip_message *msg, sip_facts *facts)
{
    facts->row = sip_codes_find(engine->codes, msg->status);
    facts->status = (uint16_t)msg->status;
    facts->verdict = (uint8_t)facts->row->verdict;
    facts->objection = sip_codes_objection(engine->codes, facts->row, msg->method);
    if (!is_standard_phrase(facts->row, msg->phrase))
        facts->phrase = keep_phrase(engine, msg->phrase);
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
        facts->transaction->extension = keep_phrase(engine, msg->method_name);
    sip_calls_take(engine->calls, msg, facts);
    facts->phase = facts->sending == SIP_SENDING_FIRST ? (uint8_t)sip_phase_after(facts)
                                                       : sip_facts_first(facts)->phase;
    sip_hints_take(engine->hints, engine->watch, msg, facts);
    return facts;
}
