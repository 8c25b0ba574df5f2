/* ladder.h - drawing a call: text, Mermaid, SVG.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_LADDER_H
#define SIPCODE_LADDER_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Participants and arrows that are drawn. Of more arrows the first and the last ones are, and
 * problems between them; a line in the place of the others says how many they are. */
#define SIP_LADDER_PARTICIPANTS_MAX 16
#define SIP_LADDER_ARROWS_MAX 200

/* Characters of a text that are drawn; an ellipsis stands for the rest. */
#define SIP_LADDER_TEXT_MAX 240

/* Mermaid refuses a diagram of more than 50,000 characters (its maxTextSize). Where 200 arrows
 * would need more, fewer are drawn. */
#define SIP_LADDER_MERMAID_MAX 50000

/* A message: one arrow. Texts are of the packets as they are, and may be NULL: drawing makes them
 * valid, puts them on one line and escapes them. " · " in a label parts the standard's words from
 * the reader's: that is where it is broken first. */
typedef struct {
    unsigned from, to; /* places among the participants; equal: to itself */
    int64_t time;      /* ns since the ladder's first message */
    uint32_t frame;
    const char *label; /* "180 Ringing · callee is being alerted" */
    const char *note;  /* step, hint or problem; NULL: none */
    bool problem;      /* the note tells of one */
    bool request;
    unsigned copies; /* further sightings that are folded into it: "[+2]" */
    unsigned resent; /* retransmissions, likewise: "[~2]", where it can a circle for the tilde */
} sip_arrow;

typedef struct {
    const char *title;
    const char *participants[SIP_LADDER_PARTICIPANTS_MAX]; /* address, and role where it is known */
    unsigned n_participants;
    const sip_arrow *arrows; /* in the order of time; one without its participants is left out */
    unsigned n_arrows;
    const char *folded; /* words behind the number of those left out: "more messages" */
    const char *copied; /* words that explain "[+2]" below the ladder; NULL: none */
    const char *resent; /* likewise "[~2]" */
} sip_ladder;

typedef enum {
    SIP_LADDER_TEXT,
    SIP_LADDER_ASCII,
    SIP_LADDER_MERMAID,
    SIP_LADDER_SVG
} sip_ladder_format;

/* The drawing, valid UTF-8 that ends with a line end. The caller frees it with g_free. */
char *sip_ladder_draw(const sip_ladder *ladder, sip_ladder_format format);

/* Columns of a terminal that the valid text takes: two for a wide character, none for a combining
 * one. */
unsigned sip_columns(const char *text);

/* A time of NS in seconds, rounded to the millisecond: "0.043". The caller frees it. */
char *sip_seconds(int64_t ns);

#endif
