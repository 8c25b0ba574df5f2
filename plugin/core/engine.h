/* engine.h - one entry to the core: feed it the messages of a file, get what is to be told.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_ENGINE_H
#define SIPCODE_ENGINE_H

#include "code.h"
#include "message.h"

/* Bytes kept of a Reason-Phrase that is not the standard one. */
#define SIP_PHRASE_MAX 128

/* What is known of a response. Language-neutral: words are chosen when it is shown. */
typedef struct sip_facts {
    struct sip_facts *next; /* of the same frame; the caller's to set */
    const sip_code *row;    /* facts of the code, of its class, or of what is no code; not NULL */
    const char *objection;  /* section by which it must not answer that method; NULL: it may */
    const char *phrase;     /* as sent, valid UTF-8; NULL: the standard one */
    uint16_t status;
    uint8_t verdict; /* sip_verdict; SIP_VERDICT_COUNT: none */
    uint8_t method;  /* sip_method, of CSeq */
    bool overflow;   /* the frame holds more messages than are read; the caller's to set */
} sip_facts;

typedef struct sip_engine sip_engine;

/* One engine a capture file. CODES must outlive it. */
sip_engine *sip_engine_new(const sip_codes *codes);
void sip_engine_free(sip_engine *engine);

/* Takes the next message of the capture, in the order of its frames; nothing of MSG is kept.
 * Gives facts that live as long as the engine, or NULL when there is nothing to tell (a request).
 */
sip_facts *sip_engine_feed(sip_engine *engine, const sip_message *msg);

#endif
