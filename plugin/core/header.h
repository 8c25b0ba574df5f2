/* header.h - SIP header lines, sliced without copying.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef SIPCODE_HEADER_H
#define SIPCODE_HEADER_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Bytes in somebody else's buffer; never NUL-terminated, may hold any byte. */
typedef struct {
    const char *ptr;
    size_t len;
} sip_slice;

/* Does A hold exactly the bytes of the string TEXT? / in any case of ASCII letters? */
bool sip_slice_equal(sip_slice a, const char *text);
bool sip_slice_equal_nocase(sip_slice a, const char *text);

/* Does A begin with the string PREFIX, in any case of ASCII letters? */
bool sip_slice_begins_nocase(sip_slice a, const char *prefix);

/* Blanks and line ends (LWS, RFC 3261 §25.1). */
static inline bool sip_is_blank(char c)
{
    return (unsigned char)c <= ' ' && (c == ' ' || c == '\t' || c == '\r' || c == '\n');
}

/* A without blanks and line ends around it. Here, as is sip_line_take, since every header line
 * of a capture goes through them. */
static inline sip_slice sip_slice_trim(sip_slice a)
{
    while (a.len > 0 && sip_is_blank(a.ptr[0])) {
        a.ptr++;
        a.len--;
    }
    while (a.len > 0 && sip_is_blank(a.ptr[a.len - 1]))
        a.len--;
    return a;
}

/* The digits at the start of A as a number. False: there are none, or it is over MAX. */
bool sip_slice_number(sip_slice a, uint32_t max, uint64_t *number);

/* Takes the line at the start of REST off it, without its CRLF or LF; the last may have none. */
static inline sip_slice sip_line_take(sip_slice *rest)
{
    const char *end = memchr(rest->ptr, '\n', rest->len);
    sip_slice line = { rest->ptr, end ? (size_t)(end - rest->ptr) : rest->len };
    size_t taken = line.len + (end ? 1 : 0);

    rest->ptr += taken;
    rest->len -= taken;
    if (end && line.len > 0 && line.ptr[line.len - 1] == '\r')
        line.len--;
    return line;
}

/* The headers that flows are followed by, each with its compact form (0: none). */
#define SIP_HEADERS(X)                                   \
    X(VIA, "Via", 'v')                                   \
    X(FROM, "From", 'f')                                 \
    X(TO, "To", 't')                                     \
    X(CALL_ID, "Call-ID", 'i')                           \
    X(CSEQ, "CSeq", 0)                                   \
    X(CONTACT, "Contact", 'm')                           \
    X(CONTENT_LENGTH, "Content-Length", 'l')             \
    X(CONTENT_TYPE, "Content-Type", 'c')                 \
    X(REQUIRE, "Require", 0)                             \
    X(SUPPORTED, "Supported", 'k')                       \
    X(UNSUPPORTED, "Unsupported", 0)                     \
    X(RSEQ, "RSeq", 0)                                   \
    X(RACK, "RAck", 0)                                   \
    X(EXPIRES, "Expires", 0)                             \
    X(MIN_EXPIRES, "Min-Expires", 0)                     \
    X(SESSION_EXPIRES, "Session-Expires", 'x')           \
    X(MIN_SE, "Min-SE", 0)                               \
    X(RETRY_AFTER, "Retry-After", 0)                     \
    X(WWW_AUTHENTICATE, "WWW-Authenticate", 0)           \
    X(PROXY_AUTHENTICATE, "Proxy-Authenticate", 0)       \
    X(AUTHORIZATION, "Authorization", 0)                 \
    X(PROXY_AUTHORIZATION, "Proxy-Authorization", 0)     \
    X(SECURITY_CLIENT, "Security-Client", 0)             \
    X(SECURITY_VERIFY, "Security-Verify", 0)             \
    X(P_ACCESS_NETWORK_INFO, "P-Access-Network-Info", 0) \
    X(EVENT, "Event", 'o')                               \
    X(SUBSCRIPTION_STATE, "Subscription-State", 0)       \
    X(REPLACES, "Replaces", 0)                           \
    X(PROXY_REQUIRE, "Proxy-Require", 0)                 \
    X(SIP_IF_MATCH, "SIP-If-Match", 0)                   \
    X(SIP_ETAG, "SIP-ETag", 0)                           \
    X(REASON, "Reason", 0)                               \
    X(WARNING, "Warning", 0)                             \
    X(RESPONSE_SOURCE, "Response-Source", 0)             \
    X(RECORD_ROUTE, "Record-Route", 0)                   \
    X(MAX_FORWARDS, "Max-Forwards", 0)                   \
    X(CONTENT_ENCODING, "Content-Encoding", 'e')         \
    X(CONTENT_LANGUAGE, "Content-Language", 0)           \
    X(ALLOW, "Allow", 0)                                 \
    X(ACCEPT, "Accept", 0)

typedef enum {
#define X(id, full, compact) SIP_HEADER_##id,
    SIP_HEADERS(X)
#undef X
        SIP_HEADER_COUNT
} sip_header_id;

/* A header line. */
typedef struct {
    sip_slice name;  /* as written, without blanks */
    sip_slice value; /* without blanks around it; a folded value still has its line ends */
} sip_header;

/* Takes the next header line off LINES. Lines without a colon are skipped. False: none left. */
bool sip_header_next(sip_slice *lines, sip_header *header);

/* Is NAME this header, in full or compact form, in any case? FULL is the full name. */
bool sip_header_is(sip_slice name, const char *full);

/* Which of SIP_HEADERS is it? SIP_HEADER_COUNT: none. */
sip_header_id sip_header_find(sip_slice name);

/* Takes the next value off a comma-separated list; commas in "..." and <...> do not separate.
 * False: none left. Empty values are skipped. */
bool sip_value_next(sip_slice *list, sip_slice *value);

/* The parameter NAME of a header value (";name=value", in any case, outside of "..." and <...>);
 * quotes around its value are taken off. False: absent. */
bool sip_value_param(sip_slice value, const char *name, sip_slice *param);

/* The URI of a value: what stands in <...>, or else all before its parameters (RFC 3261 §20.10). */
sip_slice sip_value_uri(sip_slice value);

#endif
