/* message.c - find SIP messages in a frame's bytes and slice them, without copying.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "message.h"

#include <string.h>

#define VERSION "SIP/2.0"
#define VERSION_LEN (sizeof VERSION - 1)

/* {{{ bytes */

/* Where NEEDLE begins in HAY; NULL: nowhere. */
static const char *find(sip_slice hay, sip_slice needle)
{
    const char *at = hay.ptr;

    while (needle.len > 0 && hay.len >= needle.len) {
        at = memchr(hay.ptr, needle.ptr[0], hay.len - needle.len + 1);
        if (!at)
            return NULL;
        if (memcmp(at, needle.ptr, needle.len) == 0)
            return at;
        hay.len -= (size_t)(at + 1 - hay.ptr);
        hay.ptr = at + 1;
    }
    return NULL;
}

/* }}} */
/* {{{ methods */

static const sip_slice method_names[SIP_METHOD_COUNT] = {
#define X(name) [SIP_METHOD_##name] = { #name, sizeof #name - 1 },
    SIP_METHODS(X)
#undef X
};

const char *sip_method_name(sip_method method)
{
    return method < SIP_METHOD_COUNT ? method_names[method].ptr : NULL;
}

/* Are the LEN bytes at AT the method's name? */
static bool is_method(const char *at, size_t len, unsigned method)
{
    const sip_slice *name = &method_names[method];

    return len == name->len && *at == *name->ptr && memcmp(at, name->ptr, len) == 0;
}

sip_method sip_method_find(sip_slice name)
{
    for (unsigned i = SIP_METHOD_UNKNOWN + 1; i < SIP_METHOD_COUNT; i++)
        if (is_method(name.ptr, name.len, i))
            return (sip_method)i;
    return SIP_METHOD_UNKNOWN;
}

/* The known method that the bytes up to END end with, as far back as START: the longest, since
 * PRACK ends in ACK. */
static sip_slice known_method_before(const char *start, const char *end)
{
    sip_slice longest = { end, 0 };

    for (unsigned i = SIP_METHOD_UNKNOWN + 1; i < SIP_METHOD_COUNT; i++) {
        size_t len = method_names[i].len;

        if (len > longest.len && (size_t)(end - start) >= len && is_method(end - len, len, i))
            longest = (sip_slice){ end - len, len };
    }
    return longest;
}

/* }}} */
/* {{{ one message */

bool sip_message_header(const sip_message *msg, const char *full, sip_slice *value)
{
    sip_slice lines = msg->headers;
    sip_header header;

    while (sip_header_next(&lines, &header)) {
        if (sip_header_is(header.name, full)) {
            *value = header.value;
            return true;
        }
    }
    return false;
}

sip_rows sip_message_rows(const sip_message *msg, sip_header_id id)
{
    if (msg->repeated & UINT64_C(1) << id)
        return (sip_rows){ .rest = msg->headers, .id = id };
    return (sip_rows){ .first = msg->first[id], .id = id };
}

bool sip_rows_next(sip_rows *rows, sip_slice *row)
{
    sip_header header;

    if (rows->first.ptr) {
        *row = rows->first;
        rows->first.ptr = NULL;
        return true;
    }
    while (sip_header_next(&rows->rest, &header)) {
        if (sip_header_find(header.name) == rows->id) {
            *row = header.value;
            return true;
        }
    }
    return false;
}

sip_values sip_message_values(const sip_message *msg, sip_header_id id)
{
    return (sip_values){ .rows = sip_message_rows(msg, id) };
}

bool sip_values_next(sip_values *values, sip_slice *value)
{
    while (!sip_value_next(&values->list, value))
        if (!sip_rows_next(&values->rows, &values->list))
            return false;
    return true;
}

bool sip_message_lists(const sip_message *msg, sip_header_id id, const char *token)
{
    sip_values values = sip_message_values(msg, id);
    sip_slice value;

    while (sip_values_next(&values, &value))
        if (sip_slice_equal_nocase(value, token))
            return true;
    return false;
}

/* CSeq = 1*DIGIT LWS Method (RFC 3261 §20.16): takes the number, gives the method. */
static sip_slice read_cseq(sip_message *msg)
{
    sip_slice value = msg->first[SIP_HEADER_CSEQ];
    uint64_t number = 0;
    size_t i = 0;

    if (sip_slice_number(value, UINT32_MAX, &number))
        msg->cseq = (uint32_t)number;
    while (i < value.len && g_ascii_isdigit(value.ptr[i]))
        i++;
    value = sip_slice_trim((sip_slice){ value.ptr + i, value.len - i });
    for (i = 0; i < value.len && !sip_is_blank(value.ptr[i]); i++)
        ;
    return (sip_slice){ value.ptr, i };
}

bool sip_message_is_reliable(const sip_message *msg)
{
    return msg->first[SIP_HEADER_RSEQ].ptr && sip_message_lists(msg, SIP_HEADER_REQUIRE, "100rel");
}

/* Content-Length = 1*DIGIT (RFC 3261 §20.14); anything else, or too much to be true, is none. */
static bool content_length(sip_slice value, size_t *length)
{
    size_t n = 0;

    for (size_t i = 0; i < value.len; i++) {
        if (!g_ascii_isdigit(value.ptr[i]) || n > UINT32_MAX)
            return false;
        n = n * 10 + (size_t)(value.ptr[i] - '0');
    }
    *length = n;
    return value.len > 0;
}

sip_slice sip_message_tag(const sip_message *msg, sip_header_id from_or_to)
{
    sip_slice tag = { "", 0 }, rest = msg->first[from_or_to];
    const char *end;

    if (rest.len == 0)
        return tag;
    end = rest.ptr + rest.len;
    while (rest.len > 0 && sip_value_param(rest, "tag", &tag))
        rest = (sip_slice){ tag.ptr + tag.len, (size_t)(end - tag.ptr - (ptrdiff_t)tag.len) };
    return tag;
}

static unsigned count_values(sip_slice list)
{
    unsigned n = 0;
    sip_slice value;

    if (!memchr(list.ptr, ',', list.len))
        return 1;
    while (sip_value_next(&list, &value))
        n++;
    return n;
}

/* Notes the header of the line FROM..END if it is a known one. Of a repeated one the first counts,
 * as in Wireshark's SIP dissector. */
static inline void note_header(sip_message *msg, const char *from, const char *end)
{
    const char *colon = memchr(from, ':', (size_t)(end - from)), *name_end = colon;
    sip_header_id id;
    sip_slice value;

    if (!colon)
        return;
    while (name_end > from && sip_is_blank(name_end[-1]))
        name_end--;
    id = sip_header_find((sip_slice){ from, (size_t)(name_end - from) });
    if (id == SIP_HEADER_COUNT)
        return;
    value = sip_slice_trim((sip_slice){ colon + 1, (size_t)(end - colon - 1) });
    if (!msg->first[id].ptr)
        msg->first[id] = value;
    else
        msg->repeated |= UINT64_C(1) << id;
    if (id == SIP_HEADER_VIA)
        msg->vias = MIN(msg->vias + count_values(value), UINT16_MAX);
}

/* Takes the header lines at the start of REST off it, which is then at the body. False: no blank
 * line ends them. Nearly all of a message's lines go through here, so no slices are made of them.
 */
static bool take_headers(sip_message *msg, sip_slice *rest)
{
    const char *start = rest->ptr, *end = start + rest->len, *from = start, *at = start;
    bool ended = false;

    while (at < end && !ended) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at)), *next;

        if (!line_end) { /* not whole: its value may be cut */
            at = end;
            break;
        }
        next = line_end + 1;
        if (line_end > at && line_end[-1] == '\r')
            line_end--;
        ended = line_end == at;
        at = next;
        if (ended || (next < end && (*next == ' ' || *next == '\t')))
            continue; /* folded: the line goes on */
        note_header(msg, from, line_end);
        from = next;
    }
    msg->headers = (sip_slice){ start, (size_t)(from - start) };
    *rest = (sip_slice){ at, (size_t)(end - at) };
    return ended;
}

/* Fills all that follows the start line; START..END is the message and what comes behind it. */
static void read_message(sip_message *msg, const char *start, const char *end)
{
    sip_slice rest = { start, (size_t)(end - start) };
    size_t length = 0;

    msg->start_line = sip_line_take(&rest);
    msg->complete = take_headers(msg, &rest);
    msg->cut = !msg->complete;
    if (msg->cut && !msg->first[SIP_HEADER_FROM].ptr && !msg->first[SIP_HEADER_TO].ptr)
        msg->vias = 0; /* further ones may be behind the end */
    msg->method_name = msg->first[SIP_HEADER_CSEQ].ptr ? read_cseq(msg) : (sip_slice){ start, 0 };
    if (!content_length(msg->first[SIP_HEADER_CONTENT_LENGTH], &length))
        length = rest.len;
    else if (length > rest.len)
        msg->complete = false;
    msg->body = (sip_slice){ rest.ptr, MIN(length, rest.len) };
    msg->whole = (sip_slice){ start, (size_t)(msg->body.ptr + msg->body.len - start) };
}

/* Status-Line at AT: SIP-Version SP 3DIGIT SP Reason-Phrase (RFC 3261 §7.2). Some senders leave
 * the last SP out where the phrase is empty. */
static bool is_status_line(const char *at, const char *end)
{
    const char *code = at + VERSION_LEN + 1;

    return end - at >= (ptrdiff_t)VERSION_LEN + 4 && at[VERSION_LEN] == ' '
           && g_ascii_isdigit(code[0]) && g_ascii_isdigit(code[1]) && g_ascii_isdigit(code[2])
           && (code + 3 == end || sip_is_blank(code[3]));
}

static void read_response(sip_message *msg, const char *at, const char *end)
{
    const char *code = at + VERSION_LEN + 1, *cr;

    *msg = (sip_message){ .kind = SIP_RESPONSE };
    read_message(msg, at, end);
    cr = memchr(at, '\r', msg->start_line.len);
    if (cr) /* lines that end in CR alone: the phrase at least is told apart */
        msg->start_line.len = (size_t)(cr - at);
    msg->status = (unsigned)((code[0] - '0') * 100 + (code[1] - '0') * 10 + (code[2] - '0'));
    msg->phrase = sip_slice_trim(
        (sip_slice){ code + 3, (size_t)(msg->start_line.ptr + msg->start_line.len - code - 3) });
    msg->method = sip_method_find(msg->method_name);
}

/* Does the SIP-Version at AT end a Request-Line? START is how far back that line may begin. */
static bool is_request_line_end(const char *start, const char *at, const char *end)
{
    const char *after = at + VERSION_LEN;

    return at - start >= 2 && at[-1] == ' ' && at[-2] != '\n'
           && (after == end || *after == '\n'
               || (*after == '\r' && (after + 1 == end || after[1] == '\n')));
}

/* The method of the request line whose SIP-Version is at VERSION and which begins at START or
 * later. Bytes before a datagram's payload may well be letters, so the method is the one that CSeq
 * names, or else a known one. */
static sip_slice request_method(const char *start, const char *version, sip_slice cseq)
{
    for (const char *sp = version - 2; sp > start && *sp != '\n'; sp--) {
        sip_slice method;

        if (*sp != ' ')
            continue;
        if (cseq.len > 0 && (size_t)(sp - start) >= cseq.len
            && memcmp(sp - cseq.len, cseq.ptr, cseq.len) == 0)
            return (sip_slice){ sp - cseq.len, cseq.len };
        method = known_method_before(start, sp);
        if (method.len > 0)
            return method;
    }
    return (sip_slice){ version, 0 };
}

static void read_request(sip_message *msg, const char *start, const char *version, const char *end)
{
    const char *line_end = version + VERSION_LEN, *uri;

    if (version - start > SIP_REQUEST_LINE_MAX)
        start = version - SIP_REQUEST_LINE_MAX;
    /* What follows does not depend on where the request line begins; CSeq tells that. */
    *msg = (sip_message){ .kind = SIP_REQUEST };
    read_message(msg, version, end);
    msg->method_name = request_method(start, version, msg->method_name);
    msg->method = sip_method_find(msg->method_name);
    start = msg->method_name.ptr;
    uri = start + msg->method_name.len;
    msg->start_line = (sip_slice){ start, (size_t)(line_end - start) };
    msg->whole.len += (size_t)(version - start);
    msg->whole.ptr = start;
    msg->uri = sip_slice_trim((sip_slice){ uri, (size_t)(version - uri) });
}

bool sip_message_next(sip_slice buf, size_t *pos, sip_message *msg)
{
    static const sip_slice version = { VERSION, VERSION_LEN };
    const char *end, *start, *from, *at;

    if (*pos >= buf.len)
        return false;
    end = buf.ptr + buf.len;
    from = start = buf.ptr + *pos;
    while ((at = find((sip_slice){ from, (size_t)(end - from) }, version))) {
        if (is_status_line(at, end))
            read_response(msg, at, end);
        else if (is_request_line_end(start, at, end))
            read_request(msg, start, at, end);
        else {
            from = at + VERSION_LEN;
            continue;
        }
        *pos = (size_t)(msg->whole.ptr + msg->whole.len - buf.ptr);
        return true;
    }
    *pos = buf.len;
    return false;
}

/* }}} */
/* {{{ a frame */

void sip_frame_scan_init(sip_frame_scan *scan)
{
    *scan = (sip_frame_scan){ .messages = g_array_new(FALSE, FALSE, sizeof(sip_message)) };
}

void sip_frame_scan_clear(sip_frame_scan *scan)
{
    g_array_free(scan->messages, TRUE);
    scan->messages = NULL;
}

void sip_frame_scan_begin(sip_frame_scan *scan, sip_transport transport, unsigned most)
{
    g_array_set_size(scan->messages, 0);
    scan->overflow = false;
    scan->transport = transport;
    scan->most = most;
    scan->source_start = 0;
    scan->has_partial = false;
}

/* Where in EARLIER the bytes from AT on stand, as far as both go; NULL: nowhere. LINE is the start
 * line at AT. */
static const char *place_in(sip_slice earlier, sip_slice line, const char *end)
{
    sip_slice rest = earlier;
    const char *at;

    for (unsigned tries = 0; tries < SIP_QUOTES_MAX && (at = find(rest, line)); tries++) {
        size_t common = MIN((size_t)(earlier.ptr + earlier.len - at), (size_t)(end - line.ptr));

        if (memcmp(at, line.ptr, common) == 0)
            return at;
        rest.len -= (size_t)(at + 1 - rest.ptr);
        rest.ptr = at + 1;
    }
    return NULL;
}

/* Is what was read as MSG known from an earlier source? END is the end of this one. The same
 * message is taken again in the later place, which is the order in which the dissectors saw them. A
 * part of one, such as the end of a sipfrag body in the last segment, is none: then *POS moves
 * behind it. */
static bool is_part_of_earlier(sip_frame_scan *scan, const sip_message *msg, const char *end,
                               size_t *pos)
{
    for (unsigned i = 0; i < scan->source_start; i++) {
        sip_slice earlier = g_array_index(scan->messages, sip_message, i).whole;
        const char *at = place_in(earlier, msg->start_line, end);

        if (at == earlier.ptr && msg->whole.len == earlier.len) {
            g_array_remove_index(scan->messages, i);
            scan->source_start--;
            return false;
        }
        if (at) {
            size_t common =
                MIN((size_t)(earlier.ptr + earlier.len - at), (size_t)(end - msg->whole.ptr));

            *pos = *pos - msg->whole.len + common;
            return true;
        }
    }
    return false;
}

/* All that can be there is found, or there is more than is kept. */
static bool is_full(const sip_frame_scan *scan)
{
    return scan->overflow || (scan->most > 0 && scan->messages->len >= scan->most);
}

void sip_frame_scan_source(sip_frame_scan *scan, const char *bytes, size_t len, bool cut)
{
    sip_slice buf = { bytes, len };
    sip_message msg;
    size_t pos = 0;

    scan->source_start = scan->messages->len;
    while (!is_full(scan) && sip_message_next(buf, &pos, &msg)) {
        if (is_part_of_earlier(scan, &msg, bytes + len, &pos))
            continue;
        if (!msg.complete && !cut) {
            if (!scan->has_partial)
                scan->partial = msg;
            scan->has_partial = true;
            continue;
        }
        scan->overflow = scan->messages->len == SIP_FRAME_MESSAGES_MAX;
        if (!scan->overflow)
            g_array_append_val(scan->messages, msg);
    }
}

void sip_frame_scan_end(sip_frame_scan *scan)
{
    unsigned wanted = scan->transport == SIP_DATAGRAM ? MAX(scan->most, 1) : 1;

    if (scan->transport != SIP_STREAM_JOINED && scan->messages->len < wanted && scan->has_partial)
        g_array_append_val(scan->messages, scan->partial);
}

/* }}} */
