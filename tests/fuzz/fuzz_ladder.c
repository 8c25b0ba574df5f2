/* fuzz_ladder.c - drawings of a ladder whose texts are any bytes.
 *
 * An input is lines. The first byte of each says what the line is: bit 7 a participant, whose name
 * is the rest; else an arrow with a label, its bits 0 to 5 the two ends, bit 6 whether it has a
 * note, which is the label, too. The first line is the title.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "fuzz.h"
#include "ladder.h"

#include <string.h>

/* More than are drawn. */
#define ARROWS_MAX 400

static char *take_line(const char **rest, const char *end)
{
    const char *line = *rest, *stop = memchr(line, '\n', (size_t)(end - line));

    *rest = stop ? stop + 1 : end;
    return g_strndup(line, (size_t)((stop ? stop : end) - line));
}

/* A line with at least its first byte. */
static void take(sip_ladder *ladder, GArray *arrows, const char *line)
{
    unsigned kind = (unsigned char)line[0];
    sip_arrow arrow = { .from = kind & 7,
                        .to = kind >> 3 & 7,
                        .time = (int64_t)arrows->len * 1000000 * (kind - 60),
                        .frame = arrows->len,
                        .label = line + 1,
                        .note = kind & 64 ? line + 1 : NULL,
                        .problem = kind % 3 == 0,
                        .request = kind % 2,
                        .copies = kind % 5,
                        .resent = kind % 7 };

    if (!(kind & 128))
        g_array_append_val(arrows, arrow);
    else if (ladder->n_participants < SIP_LADDER_PARTICIPANTS_MAX)
        ladder->participants[ladder->n_participants++] = line + 1;
}

/* Valid text of lines, which XML takes if it is SVG. */
static void check(const sip_ladder *ladder, sip_ladder_format format)
{
    static const GMarkupParser nothing = { .start_element = NULL };
    g_autofree char *drawing = sip_ladder_draw(ladder, format);
    size_t len = strlen(drawing);

    g_assert_true(g_utf8_validate(drawing, -1, NULL));
    g_assert_true(len > 0 && drawing[len - 1] == '\n');
    for (const char *at = drawing; *at; at = g_utf8_next_char(at))
        g_assert_true(*at == '\n' || !g_unichar_iscntrl(g_utf8_get_char(at)));
    if (format == SIP_LADDER_MERMAID)
        g_assert_cmpint(g_utf8_strlen(drawing, -1), <=, SIP_LADDER_MERMAID_MAX);
    if (format == SIP_LADDER_SVG) {
        g_autoptr(GMarkupParseContext) context =
            g_markup_parse_context_new(&nothing, 0, NULL, NULL);
        GError *error = NULL;

        g_markup_parse_context_parse(context, drawing, (gssize)len, &error);
        g_assert_no_error(error);
        g_markup_parse_context_end_parse(context, &error);
        g_assert_no_error(error);
    }
    sip_columns(drawing);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *rest = (const char *)data, *end = rest + size;
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) arrows = g_array_new(FALSE, FALSE, sizeof(sip_arrow));
    sip_ladder ladder = { .folded = "more", .copied = "copies", .resent = "sent again" };

    if (size == 0)
        return 0;
    g_ptr_array_add(lines, take_line(&rest, end));
    ladder.title = lines->pdata[0];
    while (rest < end && arrows->len < ARROWS_MAX) {
        char *line = take_line(&rest, end);

        g_ptr_array_add(lines, line);
        if (*line)
            take(&ladder, arrows, line);
    }
    ladder.arrows = (const sip_arrow *)(const void *)arrows->data;
    ladder.n_arrows = arrows->len;
    for (unsigned format = SIP_LADDER_TEXT; format <= SIP_LADDER_SVG; format++)
        check(&ladder, (sip_ladder_format)format);
    return 0;
}
