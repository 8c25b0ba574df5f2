/* transaction.h - which messages belong to one transaction, and which are the same message again.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_TRANSACTION_H
#define SIPCODE_TRANSACTION_H

#include "arena.h"
#include "facts.h"

/* The same message within half of T1 is a copy; a sender waits at least T1 (RFC 3261 §17.1.1.1). */
#define SIP_COPY_WINDOW (G_GINT64_CONSTANT(250) * 1000 * 1000)
/* Distinct responses of a transaction among which a repetition is looked for; further back, a
 * response counts as new. */
#define SIP_RESPONSES_MAX 32

typedef struct sip_transactions sip_transactions;

/* The transactions of a file; ARENA must outlive it. */
sip_transactions *sip_transactions_new(sip_arena *arena);
void sip_transactions_free(sip_transactions *transactions);

/* Puts the message into its transaction, which is made if it is the first of it: sets transaction,
 * sending, repeats, last_sending, older, hop and digest of FACTS. The transaction of a new one has
 * no call yet. */
void sip_transactions_take(sip_transactions *transactions, const sip_message *msg,
                           sip_facts *facts);

/* The sent-by of a Via value: host, and port if there is one (RFC 3261 §20.42). */
sip_slice sip_via_sent_by(sip_slice value);

/* Host of the top Via's sent-by, without its port: who sent the request. Empty: none. */
sip_slice sip_sender_host(const sip_message *msg);

#endif
