/* info.c - the Info column.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "../compat.h"

#include "info.h"

#include "prefs.h"
#include "user_codes.h"

#include <epan/column-utils.h>
#include <string.h>

/* What the SIP dissector writes: "Status: 486 Busy Here", more, " | ", once a message. */
#define STATUS "Status: "
#define MESSAGE_END " | "

/* Behind "Status: NNN" of the next response with that status; NULL: not there. */
static const char *status_end(const char *text, unsigned status)
{
    char digits[4];

    sip_status_text(status, digits);
    while ((text = strstr(text, STATUS))) {
        text += strlen(STATUS);
        if (strncmp(text, digits, sizeof digits - 1) == 0)
            return text + sizeof digits - 1;
    }
    return NULL;
}

/* Where the phrase of the next response with that status ends in TEXT; NULL: not there. */
static const char *phrase_end(const char *text, const sip_facts *facts)
{
    const char *phrase = facts->phrase ? facts->phrase : facts->row->phrase;
    size_t len = strlen(phrase);
    const char *end;

    text = status_end(text, facts->status);
    if (!text)
        return NULL;
    if (len > 0 && *text == ' '
        && sip_slice_equal_nocase((sip_slice){ text + 1, strnlen(text + 1, len) }, phrase))
        return text + 1 + len;
    /* The dissector escaped something in it, or it is empty: then all of this message's text. */
    end = strstr(text, MESSAGE_END);
    return end ? end : text + strlen(text);
}

/* Appends LEN bytes to OUT, of which *USED are in use. False: they do not fit. */
static bool append(char out[COL_MAX_INFO_LEN], size_t *used, const char *bytes, size_t len)
{
    if (len >= COL_MAX_INFO_LEN - *used)
        return false;
    memcpy(out + *used, bytes, len);
    *used += len;
    out[*used] = '\0';
    return true;
}

/* TEXT with the names in it. False: too long; the column would be cut, maybe inside a character. */
static bool add_names(char out[COL_MAX_INFO_LEN], const char *text, const sip_facts *facts)
{
    size_t used = 0;

    for (; facts; facts = facts->next) {
        if (!facts->row)
            continue; /* a request */
        const char *name = sipcode_response_words(sipcode_words(), facts).name;
        const char *end = phrase_end(text, facts);

        if (!end)
            end = text + strlen(text);
        if (!append(out, &used, text, (size_t)(end - text)) || !append(out, &used, " [", 2)
            || !append(out, &used, name, strlen(name)) || !append(out, &used, "]", 1))
            return false;
        text = end;
    }
    return append(out, &used, text, strlen(text));
}

static bool has_response(const sip_facts *facts)
{
    while (facts && !facts->row)
        facts = facts->next;
    return facts != NULL;
}

void sipcode_info_add(packet_info *pinfo, const sip_facts *facts)
{
    const char *text;
    char named[COL_MAX_INFO_LEN];

    if (!has_response(facts) || !sipcode_wants_info())
        return;
    text = col_get_text(pinfo->cinfo, COL_INFO);
    if (!text || !add_names(named, text, facts))
        return;
    /* The text so far lies before the fence that the SIP dissector set. */
    col_clear_fence(pinfo->cinfo, COL_INFO);
    col_add_str(pinfo->cinfo, COL_INFO, named);
    col_set_fence(pinfo->cinfo, COL_INFO);
}
