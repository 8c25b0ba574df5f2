/* message.h - find SIP messages in a frame's bytes and slice them, without copying.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_MESSAGE_H
#define SIPCODE_MESSAGE_H

#include "header.h"

/* Messages kept of one frame; a 64 KiB segment of the shortest real messages holds fewer. */
#define SIP_FRAME_MESSAGES_MAX 256
/* How often a start line that one message quotes is looked for in it. */
#define SIP_QUOTES_MAX 16
/* How far before " SIP/2.0" a request line may begin: longest request line understood. */
#define SIP_REQUEST_LINE_MAX 8192

/* Methods of the IANA registry, each with the RFC that defines it. */
#define SIP_METHODS(X)          \
    X(INVITE)    /* RFC 3261 */ \
    X(ACK)       /* RFC 3261 */ \
    X(BYE)       /* RFC 3261 */ \
    X(CANCEL)    /* RFC 3261 */ \
    X(REGISTER)  /* RFC 3261 */ \
    X(OPTIONS)   /* RFC 3261 */ \
    X(PRACK)     /* RFC 3262 */ \
    X(SUBSCRIBE) /* RFC 6665 */ \
    X(NOTIFY)    /* RFC 6665 */ \
    X(PUBLISH)   /* RFC 3903 */ \
    X(INFO)      /* RFC 6086 */ \
    X(REFER)     /* RFC 3515 */ \
    X(MESSAGE)   /* RFC 3428 */ \
    X(UPDATE)    /* RFC 3311 */

typedef enum {
    SIP_METHOD_UNKNOWN, /* absent, unreadable or an extension's */
#define X(name) SIP_METHOD_##name,
    SIP_METHODS(X)
#undef X
        SIP_METHOD_COUNT
} sip_method;

typedef enum { SIP_REQUEST, SIP_RESPONSE } sip_kind;

/* A message, sliced. All slices point into the scanned buffer and live as long as it does. */
typedef struct {
    sip_kind kind;
    unsigned status;       /* response: 000 to 999, three digits as on the wire */
    sip_slice start_line;  /* without its line end */
    sip_slice method_name; /* request: of the request line; response: of CSeq; may be empty */
    sip_method method;     /* the same, recognised */
    uint32_t cseq;         /* number of CSeq; absent or unreadable: 0 */
    sip_slice uri;         /* request: Request-URI */
    sip_slice phrase;      /* response: Reason-Phrase, may be empty */
    sip_slice first[SIP_HEADER_COUNT]; /* value of each known header; ptr NULL: absent */
    uint64_t repeated;                 /* bits (1 << id) of known headers with several rows */
    unsigned vias;                     /* number of Via values */
    sip_slice headers; /* all whole header lines, without the blank line that ends them */
    sip_slice body;    /* what Content-Length gives, or all that is left */
    sip_slice whole;   /* from the start line to the end of the body */
    bool complete;     /* blank line seen, and as many body bytes as Content-Length says */
    bool cut;          /* no blank line seen: header fields may be missing */
} sip_message;

/* How the bytes travelled: a datagram holds its message whole or not at all (RFC 3261 §18.3);
 * on a stream a message may be split, and the rest comes in a later frame. */
typedef enum {
    SIP_DATAGRAM,
    SIP_STREAM,       /* nobody puts the parts together */
    SIP_STREAM_JOINED /* a part comes again with the rest, as another source */
} sip_transport;

/* Messages of one frame, in the order in which its data sources show them. */
typedef struct {
    GArray *messages; /* sip_message */
    bool overflow;    /* there were more than SIP_FRAME_MESSAGES_MAX */
    /* private */
    sip_transport transport;
    unsigned most;
    unsigned source_start; /* messages of earlier sources */
    bool has_partial;
    sip_message partial; /* the first incomplete message */
} sip_frame_scan;

/* Makes SCAN ready for use; sip_frame_scan_clear frees what it holds. */
void sip_frame_scan_init(sip_frame_scan *scan);
void sip_frame_scan_clear(sip_frame_scan *scan);

/* Starts a frame. MOST is the number of messages that can be in it; 0 = not known. */
void sip_frame_scan_begin(sip_frame_scan *scan, sip_transport transport, unsigned most);

/* Scans one data source of the frame: LEN bytes at BYTES. CUT says that the capture holds fewer
 * bytes than travelled. The bytes must stay until the messages are used. Call it for reassembled
 * and decrypted sources first, for the frame itself last: a message that an earlier source already
 * holds is taken once. */
void sip_frame_scan_source(sip_frame_scan *scan, const char *bytes, size_t len, bool cut);

/* Ends a frame. Where no other source gave it whole, an incomplete message is taken as far as it
 * goes: on a stream if there is no complete one, since reassembly is off then or bytes are missing,
 * and of datagrams if there are fewer than can be. Call after the last source, while all are there.
 */
void sip_frame_scan_end(sip_frame_scan *scan);

/* Finds the next message of BUF at or after *POS; moves *POS behind it. False: none left. */
bool sip_message_next(sip_slice buf, size_t *pos, sip_message *msg);

/* The rows of a known header: several of one name are one list (RFC 3261 §7.3.1). */
typedef struct {
    sip_slice first; /* still to be given, if ptr is not NULL */
    sip_slice rest;  /* header lines in which the others stand */
    sip_header_id id;
} sip_rows;

sip_rows sip_message_rows(const sip_message *msg, sip_header_id id);

/* Takes the next one. False: none left. */
bool sip_rows_next(sip_rows *rows, sip_slice *row);

/* The values of a known header, a comma-separated list, over all of its rows. */
typedef struct {
    sip_rows rows;
    sip_slice list;
} sip_values;

sip_values sip_message_values(const sip_message *msg, sip_header_id id);

/* Takes the next one. False: none left. */
bool sip_values_next(sip_values *values, sip_slice *value);

/* Does the header list the token, in any case (RFC 3261 §7.3.1)? */
bool sip_message_lists(const sip_message *msg, sip_header_id id, const char *token);

/* Has a provisional response what makes it one to be acknowledged by PRACK (RFC 3262 §3)? */
bool sip_message_is_reliable(const sip_message *msg);

/* Value of the first header FULL of the message; false: absent. */
bool sip_message_header(const sip_message *msg, const char *full, sip_slice *value);

/* The tag of From or To; empty: none. Where there are two, against RFC 3261 §7.3.1, the last:
 * servers that add theirs without looking are answered by that. */
sip_slice sip_message_tag(const sip_message *msg, sip_header_id from_or_to);

/* Method of that name (case matters, RFC 3261 §7.1), or SIP_METHOD_UNKNOWN. */
sip_method sip_method_find(sip_slice name);

/* Name of a known method; NULL for SIP_METHOD_UNKNOWN. */
const char *sip_method_name(sip_method method);

#endif
