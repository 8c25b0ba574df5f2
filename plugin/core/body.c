/* body.c - what a message carries: its body, or the parts of one in several (RFC 5621 §3).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "body.h"

#include <string.h>

#define MULTIPART "multipart/"

bool sip_body_is(sip_slice content_type, const char *type)
{
    size_t len = strlen(type);

    if (!sip_slice_begins_nocase(content_type, type))
        return false;
    return content_type.len == len || strchr("; \t\r\n", content_type.ptr[len]);
}

static bool is_multipart(sip_slice content_type)
{
    return sip_slice_begins_nocase(content_type, MULTIPART);
}

/* Is LINE the delimiter of BOUNDARY, the last one too (RFC 2046 §5.1.1)? */
static bool is_delimiter(sip_slice line, sip_slice boundary)
{
    return line.len >= boundary.len + 2 && memcmp(line.ptr, "--", 2) == 0
           && memcmp(line.ptr + 2, boundary.ptr, boundary.len) == 0;
}

/* Is the delimiter LINE the last one? What follows it says nothing. */
static bool is_last(sip_slice line, sip_slice boundary)
{
    return line.len >= boundary.len + 4 && memcmp(line.ptr + boundary.len + 2, "--", 2) == 0;
}

/* Takes all up to the next delimiter off REST, and the delimiter with it, or all that is left with
 * the last one. The line end before it is its own. */
static sip_slice take_part(sip_slice *rest, sip_slice boundary)
{
    sip_slice part = { rest->ptr, 0 };

    while (rest->len > 0) {
        sip_slice line = sip_line_take(rest);

        if (is_delimiter(line, boundary)) {
            if (is_last(line, boundary))
                rest->len = 0;
            break;
        }
        part.len = (size_t)(line.ptr + line.len - part.ptr);
    }
    return part;
}

/* What goes with early media is no part of the session (RFC 3959). */
static bool is_early_session(const sip_header *header)
{
    return sip_header_is(header->name, "Content-Disposition")
           && sip_slice_begins_nocase(header->value, "early-session");
}

/* Takes the header lines off PART; gives the Content-Type among them (RFC 2046 §5.1: text/plain
 * where there is none), or nothing where the part is not of the session. */
static sip_slice take_headers(sip_slice *part)
{
    sip_slice lines = { part->ptr, 0 }, type = { "text/plain", strlen("text/plain") };
    sip_header header;

    while (part->len > 0 && sip_line_take(part).len > 0)
        lines.len = (size_t)(part->ptr - lines.ptr);
    while (sip_header_next(&lines, &header)) {
        if (sip_header_find(header.name) == SIP_HEADER_CONTENT_TYPE)
            type = header.value;
        if (is_early_session(&header))
            return (sip_slice){ "", 0 };
    }
    return type;
}

/* LEFT is how many parts may still be looked at. */
static bool find(sip_slice content_type, sip_slice body, const char *type, unsigned depth,
                 unsigned *left, sip_slice *found)
{
    sip_slice boundary;

    if (sip_body_is(content_type, type)) {
        *found = body;
        return body.len > 0;
    }
    if (!is_multipart(content_type) || depth == SIP_BODY_DEPTH_MAX
        || !sip_value_param(content_type, "boundary", &boundary) || boundary.len == 0)
        return false;
    take_part(&body, boundary); /* what stands before the first says nothing */
    while (body.len > 0 && *left > 0) {
        sip_slice part = take_part(&body, boundary), part_type = take_headers(&part);

        --*left;
        if (find(part_type, part, type, depth + 1, left, found))
            return true;
    }
    return false;
}

bool sip_body_find(const sip_message *msg, const char *type, sip_slice *body)
{
    unsigned left = SIP_BODY_PARTS_MAX;
    sip_slice content_type = msg->first[SIP_HEADER_CONTENT_TYPE];

    return content_type.ptr && msg->body.len > 0
           && find(content_type, msg->body, type, 0, &left, body);
}
