/* engine.c - one entry to the core: feed it the messages of a file, get what is to be told.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "engine.h"

#include <string.h>

/* Facts are handed out by address, so they stand in blocks that never move. */
#define BLOCK 256

struct sip_engine {
    const sip_codes *codes;
    GPtrArray *blocks;     /* of BLOCK facts each */
    unsigned used;         /* facts in the last block */
    GStringChunk *phrases; /* each once */
};

sip_engine *sip_engine_new(const sip_codes *codes)
{
    sip_engine *engine = g_new0(sip_engine, 1);

    engine->codes = codes;
    engine->blocks = g_ptr_array_new_with_free_func(g_free);
    engine->used = BLOCK;
    engine->phrases = g_string_chunk_new(4096);
    return engine;
}

void sip_engine_free(sip_engine *engine)
{
    if (!engine)
        return;
    g_ptr_array_free(engine->blocks, TRUE);
    g_string_chunk_free(engine->phrases);
    g_free(engine);
}

static sip_facts *new_facts(sip_engine *engine)
{
    sip_facts *block;

    if (engine->used == BLOCK) {
        g_ptr_array_add(engine->blocks, g_new0(sip_facts, BLOCK));
        engine->used = 0;
    }
    block = g_ptr_array_index(engine->blocks, engine->blocks->len - 1);
    return &block[engine->used++];
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
        return g_string_chunk_insert_const(engine->phrases, plain);
    }
    fit = make_fit(phrase.ptr, kept_length(phrase));
    if (phrase.len <= SIP_PHRASE_MAX)
        return g_string_chunk_insert_const(engine->phrases, fit);
    cut = g_strconcat(fit, "\xE2\x80\xA6", NULL); /* an ellipsis: there was more */
    return g_string_chunk_insert_const(engine->phrases, cut);
}

/* The phrase is for people; case is no difference (RFC 3261 §7.2). */
static bool is_standard_phrase(const sip_code *row, sip_slice phrase)
{
    return row->status != 0 && sip_slice_equal_nocase(phrase, row->phrase);
}

sip_facts *sip_engine_feed(sip_engine *engine, const sip_message *msg)
{
    sip_facts *facts;

    if (msg->kind != SIP_RESPONSE)
        return NULL;
    facts = new_facts(engine);
    facts->row = sip_codes_find(engine->codes, msg->status);
    facts->status = (uint16_t)msg->status;
    facts->verdict = (uint8_t)facts->row->verdict;
    facts->method = (uint8_t)msg->method;
    facts->objection = sip_codes_objection(engine->codes, facts->row, msg->method);
    if (!is_standard_phrase(facts->row, msg->phrase))
        facts->phrase = keep_phrase(engine, msg->phrase);
    return facts;
}
