/* tap.h - what reports listen to: each message of the capture.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_TAP_H
#define SIPCODE_TAP_H

#include "../core/facts.h"
#include "../core/tables.h"

#include <epan/packet.h>

/* Its name. The data of each packet is const sip_facts *, which lives as long as the file. */
#define SIPCODE_TAP "sipcode"

void sipcode_tap_register(void);

/* Hands FACTS, one message, to the listeners, if there are any. */
void sipcode_tap(packet_info *pinfo, const sip_facts *facts);

/* Digest of an address and its port; their name is kept for the file. */
uint64_t sipcode_endpoint(const address *address, uint32_t port);

/* "10.0.0.1:5060" of such a digest; "?" of one that was never seen. */
const char *sipcode_endpoint_name(uint64_t digest);

/* Forgets the names: the file is closed. */
void sipcode_endpoints_free(void);

/* The tables, once the first message was seen; NULL before. */
const sip_tables *sipcode_tables(void);

/* Time of the last frame of the file, in ns since the first one, as far as seen. */
int64_t sipcode_latest(void);

/* Absolute time of the first frame of the file, in ns since 1970; 0: not known. */
int64_t sipcode_epoch(void);

/* The messages of the frame whose details are on show; NULL: it has none. Valid until the file is
 * closed. */
const sip_facts *sipcode_selected(void);

#endif
