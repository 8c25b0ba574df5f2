/* body.h - what a message carries: its body, or the parts of one in several (RFC 5621 §3).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_BODY_H
#define SIPCODE_BODY_H

#include "message.h"

/* Parts of a multipart body that are looked at, nested ones counted in, and how deep they nest;
 * those behind are not read. */
#define SIP_BODY_PARTS_MAX 32
#define SIP_BODY_DEPTH_MAX 3

/* Is a Content-Type of the media type TYPE ("application/sdp"), whatever its parameters? */
bool sip_body_is(sip_slice content_type, const char *type);

/* The first body of that media type: the message's own, or a part of it. False: there is none, or
 * it is empty. */
bool sip_body_find(const sip_message *msg, const char *type, sip_slice *body);

#endif
