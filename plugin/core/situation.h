/* situation.h - which rows of tables/hints.ini hold for a response.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_SITUATION_H
#define SIPCODE_SITUATION_H

#include "call.h"
#include "facts.h"
#include "hint_table.h"
#include "message.h"

/* The response whose conditions are asked for; what is not named begins as zeros. */
typedef struct {
    const sip_message *msg;
    const sip_facts *facts;
    const sip_facts *request; /* NULL: not in the capture */
    const sip_call *call;
    const sip_precondition *qos; /* of its dialog */
    uint32_t known, values; /* bits (1 << sip_condition): each is found out once, when asked for */
} sip_situation;

/* Does ROW hold: are its conditions met, and can what it needs come after this very response? What
 * only a request that is not in the capture could tell is met by nothing. */
bool sip_situation_fits(sip_situation *s, const sip_hint *row);

#endif
