/* header.c - SIP header lines, sliced without copying.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "header.h"

#include <string.h>

/* {{{ slices */

bool sip_slice_equal(sip_slice a, const char *text)
{
    return a.len == strlen(text) && (a.len == 0 || memcmp(a.ptr, text, a.len) == 0);
}

/* Are LEN bytes the same? Names are short, and two words, which may overlap, hold most of them: no
 * call is needed. */
static inline bool same_bytes(const char *a, const char *b, size_t len)
{
    uint64_t one, other;
    uint32_t low, high;

    if (len > 2 * sizeof one || len < sizeof low)
        return memcmp(a, b, len) == 0;
    if (len < sizeof one) {
        memcpy(&low, a, sizeof low);
        memcpy(&high, b, sizeof high);
        one = low ^ high;
        memcpy(&low, a + len - sizeof low, sizeof low);
        memcpy(&high, b + len - sizeof high, sizeof high);
        return (one | (low ^ high)) == 0;
    }
    memcpy(&one, a, sizeof one);
    memcpy(&other, b, sizeof other);
    if (one != other)
        return false;
    memcpy(&one, a + len - sizeof one, sizeof one);
    memcpy(&other, b + len - sizeof other, sizeof other);
    return one == other;
}

/* In any case of ASCII letters; the same case is the usual one, and much cheaper to tell. */
static bool same_text(const char *a, const char *b, size_t len)
{
    return same_bytes(a, b, len) || g_ascii_strncasecmp(a, b, len) == 0;
}

bool sip_slice_equal_nocase(sip_slice a, const char *text)
{
    return a.len == strlen(text) && (a.len == 0 || same_text(a.ptr, text, a.len));
}

bool sip_slice_begins_nocase(sip_slice a, const char *prefix)
{
    size_t len = strlen(prefix);

    return a.len >= len && same_text(a.ptr, prefix, len);
}

bool sip_slice_number(sip_slice a, uint32_t max, uint64_t *number)
{
    uint64_t n = 0;
    size_t i;

    for (i = 0; i < a.len && g_ascii_isdigit(a.ptr[i]); i++) {
        n = n * 10 + (uint64_t)(a.ptr[i] - '0');
        if (n > max)
            return false;
    }
    *number = n;
    return i > 0;
}

/* }}} */
/* {{{ header lines */

/* Compact forms: RFC 3261 §7.3.3, RFC 3515, RFC 3841, RFC 3892, RFC 4028, RFC 6665, RFC 8224. */
static const struct {
    const char *full;
    char compact;
} compact_forms[] = {
    { "Accept-Contact", 'a' },
    { "Allow-Events", 'u' },
    { "Call-ID", 'i' },
    { "Contact", 'm' },
    { "Content-Encoding", 'e' },
    { "Content-Length", 'l' },
    { "Content-Type", 'c' },
    { "Event", 'o' },
    { "From", 'f' },
    { "Identity", 'y' },
    { "Refer-To", 'r' },
    { "Referred-By", 'b' },
    { "Reject-Contact", 'j' },
    { "Request-Disposition", 'd' },
    { "Session-Expires", 'x' },
    { "Subject", 's' },
    { "Supported", 'k' },
    { "To", 't' },
    { "Via", 'v' },
};

bool sip_header_is(sip_slice name, const char *full)
{
    if (name.len != 1)
        return sip_slice_equal_nocase(name, full);
    for (size_t i = 0; i < G_N_ELEMENTS(compact_forms); i++)
        if (compact_forms[i].compact == g_ascii_tolower(name.ptr[0]))
            return g_ascii_strcasecmp(compact_forms[i].full, full) == 0;
    return false;
}

static const struct {
    const char *full;
    unsigned char len;
    char compact;
} known[SIP_HEADER_COUNT] = {
#define X(id, full, compact) [SIP_HEADER_##id] = { full, sizeof full - 1, compact },
    SIP_HEADERS(X)
#undef X
};

#define SHAPES 128

/* Known headers by the shape of their name, and the next of the same shape; SIP_HEADER_COUNT: none.
 * The factors below give all of today's one of their own. */
static unsigned char by_shape[SHAPES], same_shape[SIP_HEADER_COUNT];

/* The same for a name in any case; LEN is not 0. */
static inline unsigned shape(const char *name, size_t len)
{
    return ((unsigned)name[0] % 32 * 2 + (unsigned)name[len - 1] % 32 * 7 + (unsigned)len) % SHAPES;
}

static void index_known(void)
{
    memset(by_shape, SIP_HEADER_COUNT, sizeof by_shape);
    for (unsigned id = 0; id < SIP_HEADER_COUNT; id++) {
        unsigned char *place = &by_shape[shape(known[id].full, known[id].len)];

        same_shape[id] = *place;
        *place = (unsigned char)id;
    }
}

static sip_header_id find_compact(char letter)
{
    for (unsigned id = 0; id < SIP_HEADER_COUNT; id++)
        if (known[id].compact && known[id].compact == letter)
            return (sip_header_id)id;
    return SIP_HEADER_COUNT;
}

static gsize indexed;

static void index_once(void)
{
    if (g_once_init_enter(&indexed)) {
        index_known();
        g_once_init_leave(&indexed, 1);
    }
}

/* Among those of the shape of ID, in any case. */
static sip_header_id search(sip_slice name, unsigned id)
{
    while (id != SIP_HEADER_COUNT
           && (known[id].len != name.len || !same_text(name.ptr, known[id].full, name.len)))
        id = same_shape[id];
    return (sip_header_id)id;
}

/* The usual case, in which the first look finds it, calls nothing. */
sip_header_id sip_header_find(sip_slice name)
{
    unsigned id;

    if (!g_atomic_pointer_get(&indexed))
        index_once();
    if (name.len <= 1)
        return name.len == 1 ? find_compact((char)(name.ptr[0] | 0x20)) : SIP_HEADER_COUNT;
    id = by_shape[shape(name.ptr, name.len)];
    if (id == SIP_HEADER_COUNT
        || (known[id].len == name.len && same_bytes(name.ptr, known[id].full, name.len)))
        return (sip_header_id)id;
    return search(name, id);
}

bool sip_header_next(sip_slice *lines, sip_header *header)
{
    while (lines->len > 0) {
        sip_slice line = sip_line_take(lines);
        const char *colon = memchr(line.ptr, ':', line.len);

        /* A line that begins with a blank goes on with the one before (RFC 3261 §7.3.1). */
        while (lines->len > 0 && (lines->ptr[0] == ' ' || lines->ptr[0] == '\t')) {
            sip_slice more = sip_line_take(lines);

            line.len = (size_t)(more.ptr + more.len - line.ptr);
        }
        if (!colon)
            continue;
        header->name = sip_slice_trim((sip_slice){ line.ptr, (size_t)(colon - line.ptr) });
        header->value =
            sip_slice_trim((sip_slice){ colon + 1, (size_t)(line.ptr + line.len - colon - 1) });
        return true;
    }
    return false;
}

/* Length of the first value of LIST: up to a comma that is not inside "..." or <...>. */
static size_t value_length(sip_slice list)
{
    bool quoted = false, bracketed = false;
    size_t i;

    for (i = 0; i < list.len; i++) {
        char c = list.ptr[i];

        if (quoted) {
            if (c == '\\' && i + 1 < list.len)
                i++;
            else if (c == '"')
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '<' || c == '>') {
            bracketed = c == '<';
        } else if (c == ',' && !bracketed) {
            break;
        }
    }
    return i;
}

bool sip_value_next(sip_slice *list, sip_slice *value)
{
    while (list->len > 0) {
        size_t len = memchr(list->ptr, ',', list->len) ? value_length(*list) : list->len;

        *value = sip_slice_trim((sip_slice){ list->ptr, len });
        len = MIN(len + 1, list->len);
        list->ptr += len;
        list->len -= len;
        if (value->len > 0)
            return true;
    }
    return false;
}

/* Behind the quoted string that begins at AT, or the end of it all. */
static const char *skip_quoted(const char *at, const char *end)
{
    while (++at < end && *at != '"')
        if (*at == '\\')
            at++;
    return at < end ? at + 1 : end;
}

/* The first semicolon outside of "..." and <...>, or the end: there a parameter begins. */
static const char *next_parameter(const char *at, const char *end)
{
    while (at < end && *at != ';') {
        if (*at == '"') {
            at = skip_quoted(at, end);
        } else if (*at == '<') {
            const char *close = memchr(at, '>', (size_t)(end - at));

            at = close ? close + 1 : end;
        } else {
            at++;
        }
    }
    return at;
}

/* Is NAME the first word of TEXT, before "=", ";" or the end? Then it is taken off. */
static bool take_name(sip_slice *text, const char *name, size_t len)
{
    sip_slice rest;

    if (text->len < len || ((text->ptr[0] ^ name[0]) | 0x20) != 0x20 /* another letter */
        || !same_text(text->ptr, name, len))
        return false;
    rest = (sip_slice){ text->ptr + len, text->len - len };
    while (rest.len > 0 && sip_is_blank(rest.ptr[0])) {
        rest.ptr++;
        rest.len--;
    }
    if (rest.len > 0 && rest.ptr[0] != '=' && rest.ptr[0] != ';')
        return false;
    *text = rest;
    return true;
}

static sip_slice cut_at(sip_slice text, char stop)
{
    const char *end = text.len > 0 ? memchr(text.ptr, stop, text.len) : NULL;

    return end ? (sip_slice){ text.ptr, (size_t)(end - text.ptr) } : text;
}

/* What stands behind the "=" of a parameter: a quoted string, or all up to what ends it. */
static sip_slice parameter_value(sip_slice text)
{
    size_t i = 1;

    if (text.len == 0 || text.ptr[0] != '"')
        return sip_slice_trim(cut_at(cut_at(text, ';'), ','));
    while (i < text.len && text.ptr[i] != '"')
        i += text.ptr[i] == '\\' ? 2 : 1;
    return (sip_slice){ text.ptr + 1, MIN(i, text.len) - 1 };
}

bool sip_value_param(sip_slice value, const char *name, sip_slice *param)
{
    const char *at = value.ptr, *end;
    size_t len = strlen(name);

    if (value.len == 0)
        return false;
    end = at + value.len;
    while ((at = next_parameter(at, end)) < end) {
        sip_slice rest;

        at++;
        while (at < end && sip_is_blank(*at))
            at++;
        rest = (sip_slice){ at, (size_t)(end - at) };
        if (!take_name(&rest, name, len))
            continue;
        *param = (sip_slice){ rest.ptr, 0 };
        if (rest.len > 0 && rest.ptr[0] == '=')
            *param = parameter_value(sip_slice_trim((sip_slice){ rest.ptr + 1, rest.len - 1 }));
        return true;
    }
    return false;
}

sip_slice sip_value_uri(sip_slice value)
{
    const char *at = value.ptr, *end, *close;

    if (value.len == 0)
        return (sip_slice){ "", 0 };
    end = at + value.len;
    while (at < end && *at != '<')
        at = *at == '"' ? skip_quoted(at, end) : at + 1;
    if (at == end) {
        close = value.len > 0 ? memchr(value.ptr, ';', value.len) : NULL;
        return sip_slice_trim(
            (sip_slice){ value.ptr, close ? (size_t)(close - value.ptr) : value.len });
    }
    close = memchr(at, '>', (size_t)(end - at));
    return sip_slice_trim((sip_slice){ at + 1, (size_t)((close ? close : end) - at - 1) });
}

/* }}} */
