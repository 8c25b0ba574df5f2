/* info.h - the Info column.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_INFO_H
#define SIPCODE_INFO_H

#include "../core/facts.h"

#include <epan/packet.h>

/* Adds [name] behind the phrase of each response of the frame, if the user wants it. */
void sipcode_info_add(packet_info *pinfo, const sip_facts *facts);

#endif
