/* ladder.c - drawing a call: text, Mermaid, SVG.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder.h"

#include "ladder_format.h"

static const struct {
    const sip_glyphs *glyphs;
    char *(*draw)(const sip_plan *plan);
} formats[] = {
    [SIP_LADDER_TEXT] = { &sip_glyphs_unicode, sip_ladder_draw_text },
    [SIP_LADDER_ASCII] = { &sip_glyphs_ascii, sip_ladder_draw_text },
    [SIP_LADDER_MERMAID] = { &sip_glyphs_unicode, sip_ladder_draw_mermaid },
    [SIP_LADDER_SVG] = { &sip_glyphs_unicode, sip_ladder_draw_svg },
};

static char *draw(const sip_ladder *ladder, sip_ladder_format format, unsigned most)
{
    g_autoptr(sip_plan) plan = sip_plan_new(ladder, formats[format].glyphs, most);

    return formats[format].draw(plan);
}

char *sip_ladder_draw(const sip_ladder *ladder, sip_ladder_format format)
{
    unsigned most = SIP_LADDER_ARROWS_MAX;
    char *drawing = draw(ladder, format, most);

    while (format == SIP_LADDER_MERMAID && !sip_ladder_mermaid_fits(drawing) && most > 1) {
        most /= 2;
        g_free(drawing);
        drawing = draw(ladder, format, most);
    }
    return drawing;
}
