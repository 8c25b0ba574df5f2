/* text.c - text of a message, made fit to be shown.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "text.h"

#include <string.h>

#define ELLIPSIS "\xE2\x80\xA6"
#define PLAIN_MAX 128 /* bytes of a text that is looked at on the stack */

/* Printable ASCII, as nearly every text is: no early end, so that many bytes are looked at at once.
 */
static bool is_plain(sip_slice text)
{
    bool plain = true;

    for (size_t i = 0; i < text.len; i++)
        plain &= text.ptr[i] >= ' ' && text.ptr[i] <= '~';
    return plain;
}

/* LEN bytes as valid UTF-8 without control characters. The caller frees it. */
static char *make_fit(const char *bytes, size_t len)
{
    g_autofree char *text = g_utf8_make_valid(bytes, (gssize)len);
    GString *clean = g_string_new(NULL);

    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);

        g_string_append_unichar(clean, g_unichar_iscntrl(c) ? 0xFFFD : c);
    }
    return g_string_free(clean, FALSE);
}

/* How many bytes of TEXT are kept: at most MOST, and no part of a character. */
static size_t kept_length(sip_slice text, size_t most)
{
    size_t len = MIN(text.len, most);

    if (len < text.len)
        while (len > 0 && len + 4 > most && ((unsigned char)text.ptr[len] & 0xC0) == 0x80)
            len--;
    return len;
}

const char *sip_text_keep(sip_arena *arena, sip_slice text, size_t most)
{
    char plain[PLAIN_MAX + 1];
    g_autofree char *fit = NULL, *cut = NULL;

    if (text.len == 0)
        return sip_arena_intern(arena, "");
    if (text.len <= MIN(most, PLAIN_MAX) && is_plain(text)) {
        memcpy(plain, text.ptr, text.len);
        plain[text.len] = '\0';
        return sip_arena_intern(arena, plain);
    }
    fit = make_fit(text.ptr, kept_length(text, most));
    if (text.len <= most)
        return sip_arena_intern(arena, fit);
    cut = g_strconcat(fit, ELLIPSIS, NULL);
    return sip_arena_intern(arena, cut);
}

const char *sip_text_copy(sip_arena *arena, sip_slice text, size_t most)
{
    return text.len > 0 && text.len <= most && is_plain(text)
               ? sip_arena_copy(arena, text.ptr, text.len)
               : sip_text_keep(arena, text, most);
}

const char *sip_text_keep_quoted(sip_arena *arena, sip_slice text, size_t most)
{
    GString *plain;
    const char *kept;

    if (text.len == 0 || !memchr(text.ptr, '\\', text.len))
        return sip_text_keep(arena, text, most);
    plain = g_string_new(NULL);
    for (size_t i = 0; i < text.len && plain->len <= most; i++) {
        if (text.ptr[i] == '\\' && i + 1 < text.len)
            i++;
        g_string_append_c(plain, text.ptr[i]);
    }
    kept = sip_text_keep(arena, (sip_slice){ plain->str, plain->len }, most);
    g_string_free(plain, TRUE);
    return kept;
}
