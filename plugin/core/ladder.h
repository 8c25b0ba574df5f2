/* ladder.h - drawing a call: text, Mermaid, SVG.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_LADDER_H
#define SIPCODE_LADDER_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Participants and arrows that are drawn; of more arrows the middle is folded into one line that
 * says how many. */
#define SIP_LADDER_PARTICIPANTS_MAX 16
#define SIP_LADDER_ARROWS_MAX 200

/* A message: one arrow. Texts are valid UTF-8, of the packets as they are: drawing escapes them. */
typedef struct {
    unsigned from, to; /* places among the participants; equal: to itself */
    int64_t time;      /* ns since the ladder's first message */
    uint32_t frame;
    const char *label; /* "180 Ringing · 振铃" */
    const char *note;  /* step, hint or problem; NULL: none */
    bool problem;      /* the note tells of one */
    bool request;
    unsigned copies; /* further sightings that are folded into it */
    unsigned resent; /* retransmissions, likewise */
} sip_arrow;

typedef struct {
    const char *title;
    const char *participants[SIP_LADDER_PARTICIPANTS_MAX]; /* address, and role where it is known */
    unsigned n_participants;
    const sip_arrow *arrows; /* in the order of time */
    unsigned n_arrows;
    const char *folded; /* "%u more messages", for what is left out */
} sip_ladder;

typedef enum {
    SIP_LADDER_TEXT,
    SIP_LADDER_ASCII,
    SIP_LADDER_MERMAID,
    SIP_LADDER_SVG
} sip_ladder_format;

/* The drawing, which ends with a line end. The caller frees it with g_free. */
char *sip_ladder_draw(const sip_ladder *ladder, sip_ladder_format format);

/* Columns of a terminal that the text takes: two for a wide character, none for a combining one. */
unsigned sip_columns(const char *text);

#endif
