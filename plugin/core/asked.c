/* asked.c - what a request asked with, for comparison with its responses.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "asked.h"

#include "key.h"
#include "text.h"

#include <string.h>

/* A list that stands in several rows, or in several headers, as one. */
static const char *join(sip_arena *arena, const sip_message *msg, const sip_header_id *ids,
                        unsigned n, bool *cut)
{
    g_autoptr(GString) list = g_string_new(NULL);
    sip_slice value;

    for (unsigned i = 0; i < n; i++) {
        sip_values values = sip_message_values(msg, ids[i]);

        while (list->len <= SIP_ASKED_MAX && sip_values_next(&values, &value)) {
            g_string_append(list, list->len > 0 ? ", " : "");
            g_string_append_len(list, value.ptr, (gssize)MIN(value.len, SIP_ASKED_MAX));
        }
    }
    *cut = *cut || list->len > SIP_ASKED_MAX;
    return sip_text_keep(arena, (sip_slice){ list->str, list->len }, SIP_ASKED_MAX);
}

/* Mostly it is one row, and the same as in the request before. */
static const char *keep_list(sip_arena *arena, const sip_message *msg, sip_header_id id, bool *cut)
{
    if (!msg->first[id].ptr)
        return NULL;
    if (msg->repeated & UINT64_C(1) << id)
        return join(arena, msg, &id, 1, cut);
    *cut = *cut || msg->first[id].len > SIP_ASKED_MAX;
    return sip_text_keep(arena, msg->first[id], SIP_ASKED_MAX);
}

static const char *keep_require(sip_arena *arena, const sip_message *msg, bool *cut)
{
    static const sip_header_id both[] = { SIP_HEADER_REQUIRE, SIP_HEADER_PROXY_REQUIRE };

    if (!msg->first[SIP_HEADER_PROXY_REQUIRE].ptr)
        return keep_list(arena, msg, SIP_HEADER_REQUIRE, cut);
    return join(arena, msg, both, G_N_ELEMENTS(both), cut);
}

/* scheme ":" (RFC 3986 §3.1); "": there is none. */
static const char *keep_scheme(sip_arena *arena, sip_slice uri)
{
    size_t len = 0;

    while (len < uri.len && (g_ascii_isalnum(uri.ptr[len]) || strchr("+-.", uri.ptr[len])))
        len++;
    if (len == uri.len || uri.ptr[len] != ':')
        return "";
    if (len == 3 && memcmp(uri.ptr, "sip", len) == 0)
        return "sip"; /* as nearly always */
    return sip_text_keep(arena, (sip_slice){ uri.ptr, len }, SIP_ASKED_MAX);
}

const sip_asked *sip_asked_read(sip_arena *arena, const sip_message *msg)
{
    sip_asked *asked = SIP_ARENA_NEW(arena, sip_asked);
    uint64_t number;

    asked->cut = !msg->complete;
    asked->supported = keep_list(arena, msg, SIP_HEADER_SUPPORTED, &asked->cut);
    asked->require = keep_require(arena, msg, &asked->cut);
    asked->content_type = keep_list(arena, msg, SIP_HEADER_CONTENT_TYPE, &asked->cut);
    asked->scheme = keep_scheme(arena, msg->uri);
    asked->max_forwards = sip_slice_number(msg->first[SIP_HEADER_MAX_FORWARDS], UINT8_MAX, &number)
                              ? (int16_t)number
                              : -1;
    if (msg->method == SIP_METHOD_INVITE
        && sip_slice_number(msg->first[SIP_HEADER_EXPIRES], UINT32_MAX, &number))
        asked->expires = (uint32_t)number;
    asked->header_length = (uint32_t)MIN(msg->headers.len, UINT32_MAX);
    asked->uri = sip_digest(msg->uri);
    asked->to = sip_digest(sip_value_uri(msg->first[SIP_HEADER_TO]));
    asked->session_expires = msg->first[SIP_HEADER_SESSION_EXPIRES].ptr;
    asked->record_route = msg->first[SIP_HEADER_RECORD_ROUTE].ptr;
    asked->contact = msg->first[SIP_HEADER_CONTACT].ptr;
    asked->encoded =
        msg->first[SIP_HEADER_CONTENT_ENCODING].ptr || msg->first[SIP_HEADER_CONTENT_LANGUAGE].ptr;
    return asked;
}

bool sip_asked_fetches(const sip_transaction *transaction)
{
    return transaction->method == SIP_METHOD_REGISTER && transaction->asked
           && !transaction->asked->contact;
}

bool sip_asked_names(const char *list, sip_slice token)
{
    sip_slice rest = { list, list ? strlen(list) : 0 }, value;

    while (sip_value_next(&rest, &value))
        if (value.len == token.len && g_ascii_strncasecmp(value.ptr, token.ptr, token.len) == 0)
            return true;
    return false;
}
