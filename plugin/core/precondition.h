/* precondition.h - which resources a call waits for: the preconditions in its SDP.
 *
 * The tables of RFC 3312 §5, as updated by RFC 4032 §4.1, from what the two sides send each other.
 * What one of them has reserved and not yet told is not known here.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_PRECONDITION_H
#define SIPCODE_PRECONDITION_H

#include "header.h"

/* Media lines followed; those behind are only noted (more). */
#define SIP_QOS_LINES_MAX 8

/* Strength-tag (RFC 3312 §4). */
typedef enum {
    SIP_QOS_NONE,      /* no reservation is needed */
    SIP_QOS_OPTIONAL,  /* the session goes on without it */
    SIP_QOS_MANDATORY, /* it does not */
    SIP_QOS_FAILURE,   /* could not be met (§8) */
    SIP_QOS_UNKNOWN    /* a precondition type that is not known (§9) */
} sip_qos_strength;

/* Status type. On the wire "local" and "remote" are as their sender sees them (§4). */
typedef enum {
    SIP_QOS_CALLER, /* the caller's access network */
    SIP_QOS_CALLEE, /* the callee's access network */
    SIP_QOS_E2E     /* the whole way */
} sip_qos_segment;

/* Direction-tag; bits. On the wire "send" and "recv" are as their sender sees them (§4). */
typedef enum {
    SIP_QOS_NEITHER, /* none */
    SIP_QOS_FORTH,   /* from the caller to the callee */
    SIP_QOS_BACK,    /* from the callee to the caller */
    SIP_QOS_BOTH     /* sendrecv */
} sip_qos_direction;

/* An offer describes the session anew; an answer only adds to what is desired (§5.2). */
typedef enum { SIP_SDP_OFFER, SIP_SDP_ANSWER } sip_sdp_role;

/* How far a session is. The caller's part is its access network, or the way forth if the status
 * type is e2e; the callee's part its own, or the way back. A part is reserved when all that is
 * desired of it is there, the optional as well. Until both have spoken, a part of which nothing is
 * desired, or whose side has not spoken, is so only when it is there as a whole: the answer may
 * desire more (§5.2). */
typedef enum {
    SIP_QOS_PHASE_NONE,         /* no preconditions in use */
    SIP_QOS_PHASE_BOTH_PENDING, /* neither part is reserved */
    SIP_QOS_PHASE_CALLER_READY, /* only the caller's is */
    SIP_QOS_PHASE_CALLEE_READY, /* only the callee's is */
    SIP_QOS_PHASE_READY,        /* nothing mandatory is missing: the callee may be alerted (§6) */
    SIP_QOS_PHASE_FAILED        /* the last SDP was a refusal (§8, §9) */
} sip_qos_phase;

/* The preconditions of a media line. */
typedef struct {
    uint8_t used;                /* rows of the segments that were named */
    uint8_t current;             /* rows that are reserved */
    uint8_t mandatory, optional; /* rows that are desired */
    uint8_t asked[2];            /* rows that the caller, the callee is asked to confirm (§7) */
    uint8_t heard;               /* who has named preconditions: bit 0 the caller, 1 the callee */
    uint8_t media;               /* type of the media, 0: none of the usual */
    bool declined;               /* answered without preconditions (§11) */
} sip_qos_line;

/* The preconditions of a dialog. All zero is one that has seen nothing; assignment copies, as is
 * wanted when a call forks. All members are private. */
typedef struct {
    sip_qos_line lines[SIP_QOS_LINES_MAX];
    bool failed, more;
} sip_precondition;

/* A precondition that is not met. */
typedef struct {
    unsigned line;   /* of the media, counted from 1 in the SDP */
    sip_slice media; /* its type: audio, video ...; empty: not known */
    sip_slice type;  /* of the precondition: qos, or what was not known */
    sip_qos_strength strength;
    sip_qos_segment segment;
    sip_qos_direction direction;
} sip_precondition_fault;

/* A zeroed one, where there is no other memory for it. */
sip_precondition *sip_precondition_new(void);
void sip_precondition_free(sip_precondition *p);

/* Has the SDP a line of a qos precondition, well-formed or not? */
bool sip_sdp_has_qos(sip_slice sdp);

/* Takes the next SDP of the dialog, with or without preconditions, once each: offers, answers, and
 * refusals as in a 580 (§8), whose role does not matter; not those that only say what is possible,
 * as in a 488 or to OPTIONS. Of a multipart body it is the SDP alone. Nothing of it is kept. Pass
 * none that the capture cuts: what is missing would be taken for not said.
 * A refusal changes no table, so that what it refuses can still be asked for, and the next SDP
 * ends it. An offer that is refused without one stays in force until the next. */
void sip_precondition_feed(sip_precondition *p, sip_slice sdp, bool from_caller, sip_sdp_role role);

/* Each of these takes P of NULL for a dialog without preconditions. */
sip_qos_phase sip_precondition_phase(const sip_precondition *p);

/* Is anything mandatory missing in the caller's / in the callee's part? */
bool sip_precondition_caller_unmet(const sip_precondition *p);
bool sip_precondition_callee_unmet(const sip_precondition *p);

/* Is nothing mandatory missing (also when nothing is mandatory), and nothing refused? */
bool sip_precondition_met(const sip_precondition *p);

/* Is anything mandatory? */
bool sip_precondition_mandatory(const sip_precondition *p);

/* Is the caller / is the callee still to send an offer that confirms its part (§7)? */
bool sip_precondition_caller_confirms(const sip_precondition *p);
bool sip_precondition_callee_confirms(const sip_precondition *p);

/* Was a media line offered with preconditions answered without: does the other side not support
 * them (§11)? */
bool sip_precondition_declined(const sip_precondition *p);

/* Has a line behind SIP_QOS_LINES_MAX preconditions? They count nowhere. */
bool sip_precondition_more(const sip_precondition *p);

/* The first precondition that an SDP names as failed (§8) or unknown (§9), as in a 580, BYE or
 * CANCEL; its slices point into SDP. FROM_CALLER: who sent it. False: it names none, and FAULT is
 * as it was. */
bool sip_precondition_failure(sip_slice sdp, bool from_caller, sip_precondition_fault *fault);

/* What is mandatory and not there, one fault for both directions of a segment, by media line; INDEX
 * counts from 0. Its slices are constants. False: there are no more. */
bool sip_precondition_unmet(const sip_precondition *p, unsigned index,
                            sip_precondition_fault *fault);

#endif
