/* packet-sipcode.h - registration and post-dissector.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_PACKET_SIPCODE_H
#define SIPCODE_PACKET_SIPCODE_H

void proto_register_sipcode(void);
void proto_reg_handoff_sipcode(void);

#endif
