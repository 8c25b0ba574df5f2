/* engine.h - one entry to the core: feed it the messages of a file, get what is to be told.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_ENGINE_H
#define SIPCODE_ENGINE_H

#include "call.h"
#include "facts.h"
#include "message.h"
#include "tables.h"

/* Bytes kept of a Reason-Phrase that is not the standard one. */
#define SIP_PHRASE_MAX 128

typedef struct sip_engine sip_engine;

/* One engine a capture file. TABLES must outlive it. T1 in ns; 0: 0.5 s, and 2 s in calls that name
 * an IMS access network. */
sip_engine *sip_engine_new(const sip_tables *tables, int64_t t1);
void sip_engine_free(sip_engine *engine);

/* Takes the next message of the capture, in the order of its frames; nothing of MSG is kept. SEEN
 * says where and when. The facts live as long as the engine; later messages add to them. */
sip_facts *sip_engine_feed(sip_engine *engine, const sip_message *msg, const sip_sighting *seen);

#endif
