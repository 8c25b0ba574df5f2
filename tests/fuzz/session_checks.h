/* session_checks.h - what must hold of the facts of a capture, whatever its messages are.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_SESSION_CHECKS_H
#define SIPCODE_SESSION_CHECKS_H

#include "facts.h"

/* Facts of all messages of a capture in their order (GPtrArray of sip_facts): chains end, and point
 * back in the order of the capture; lists keep to their caps; whatever can be asked has an answer.
 * LATEST is the time of the last message. */
void session_check(const GPtrArray *facts, int64_t latest);

#endif
