/* arrival.h - is a message what is expected, and is it on the same hop?
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_ARRIVAL_H
#define SIPCODE_ARRIVAL_H

#include "hint.h"

/* How surely what came is on the hop of the response that made it expected. */
sip_hop_match sip_arrival_hop(const sip_expectation *e, const sip_facts *facts);

/* Is it one of the alternatives that the row names (hints.ini: expect)? */
bool sip_arrival_is_named(const sip_expectation *e, const sip_message *msg, const sip_facts *facts);

/* Is it from the side that is waited for (by)? A request from elsewhere is none. */
bool sip_arrival_is_by(const sip_expectation *e, const sip_facts *facts);

/* Has the request what the row needs (need), as far as the capture holds it? */
bool sip_arrival_meets_need(const sip_expectation *e, const sip_message *msg,
                            const sip_facts *facts);

/* Does it prove that the PRACK came, which is not in the capture: the response to one? */
bool sip_arrival_is_proved(const sip_expectation *e, const sip_facts *facts);

/* Is it in the dialog of the response, where it has to be? */
bool sip_arrival_is_in_dialog(const sip_expectation *e, const sip_facts *facts);

/* ACK and PRACK name what they acknowledge, NOTIFY may name its REFER (RFC 3261 §13.2.2.4, RFC 3262
 * §7.2, RFC 3515 §2.4.6): is it this response? True of any other message. */
bool sip_arrival_acknowledges(const sip_expectation *e, const sip_message *msg,
                              const sip_facts *facts);

#endif
