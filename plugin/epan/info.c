/* info.c - the Info column.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../compat.h"

#include "info.h"

#include "prefs.h"

#include <epan/column-utils.h>
#include <string.h>

/* What the SIP dissector writes: "Status: 486 Busy Here", more, " | ", once a message. */
#define STATUS "Status: "
#define MESSAGE_END " | "

/* Where the phrase of the next response with that status ends in the text; NULL: not there. */
static const char *phrase_end(const char *text, const sip_facts *facts)
{
    const char *phrase = facts->phrase ? facts->phrase : facts->row->phrase;
    const char *at, *end;
    char head[sizeof STATUS + 8];

    g_snprintf(head, sizeof head, STATUS "%03u", facts->status);
    at = strstr(text, head);
    if (!at)
        return NULL;
    at += strlen(head);
    if (*at == ' ' && g_ascii_strncasecmp(at + 1, phrase, strlen(phrase)) == 0 && *phrase)
        return at + 1 + strlen(phrase);
    /* The dissector escaped something in it, or it is empty: then all of this message's text. */
    end = strstr(at, MESSAGE_END);
    return end ? end : at + strlen(at);
}

void sipcode_info_add(packet_info *pinfo, const sip_facts *facts)
{
    const char *text;
    wmem_strbuf_t *out;

    if (!sipcode_wants_info() || !col_get_writable(pinfo->cinfo, COL_INFO))
        return;
    text = col_get_text(pinfo->cinfo, COL_INFO);
    if (!text)
        return;
    out = wmem_strbuf_new(pinfo->pool, NULL);
    for (; facts; facts = facts->next) {
        const char *end = phrase_end(text, facts);

        if (!end)
            end = text + strlen(text);
        wmem_strbuf_append_len(out, text, (size_t)(end - text));
        wmem_strbuf_append_printf(out, " [%s]", sip_words_code(sipcode_words(), facts->status)->name);
        text = end;
    }
    wmem_strbuf_append(out, text);
    if (wmem_strbuf_get_len(out) >= COL_MAX_INFO_LEN)
        return; /* the column would cut it, maybe inside a character */
    /* The text so far lies before the fence that the SIP dissector set. */
    col_clear_fence(pinfo->cinfo, COL_INFO);
    col_add_str(pinfo->cinfo, COL_INFO, wmem_strbuf_get_str(out));
    col_set_fence(pinfo->cinfo, COL_INFO);
}
