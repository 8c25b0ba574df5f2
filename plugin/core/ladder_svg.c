/* ladder_svg.c - a ladder as SVG.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder_format.h"
#include "ladder_lanes.h"

#define CHAR 8    /* pixels of a column: 0.6 of 13, rounded up */
#define LINE 17   /* pixels from line to line */
#define MARGIN 16 /* around the drawing */
#define PADDING 6 /* in the box of a name */
#define HEAD_X 9  /* an arrow head */
#define HEAD_Y 4
#define HOOK 26 /* width of an arrow to itself */

static const sip_measures svg_measures = {
    .columns = 170, .gap_min = 18, .gap_max = 44, .note_min = 44, .frame = 4, .two_storeys = true
};

/* The colours of the reader's scheme. Where a viewer knows no media queries, the light ones. */
static const char svg_style[] =
    "<style>\n"
    "svg{color:#1f2328;background:#fff;font:13px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',"
    "'Noto Sans Mono CJK SC',monospace}\n"
    "text{fill:currentColor}\n"
    ".paper{fill:#fff;stroke:none}\n"
    ".box{fill:#f6f8fa;stroke:currentColor}\n"
    ".life{stroke:currentColor;stroke-opacity:.35}\n"
    ".line{fill:none;stroke:currentColor;stroke-width:1.4}\n"
    ".response .line{stroke-dasharray:6 4}\n"
    ".head{fill:currentColor}\n"
    ".middle{text-anchor:middle}\n"
    ".end{text-anchor:end}\n"
    ".faint{fill-opacity:.75}\n"
    ".label{paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}\n"
    ".title{font-weight:bold;font-size:15px}\n"
    ".problem{color:#b42318}\n"
    "@media (prefers-color-scheme:dark){\n"
    "svg{color:#e6edf3;background:#0d1117}\n"
    ".paper{fill:#0d1117}\n"
    ".box{fill:#161b22}\n"
    ".label{stroke:#0d1117}\n"
    ".problem{color:#ff8f85}\n"
    "}\n"
    "</style>\n";

/* {{{ elements */

/* A drawing that grows downwards. */
typedef struct {
    const sip_plan *p;
    sip_lanes l;
    GString *out;
    unsigned y;     /* where it goes on */
    unsigned width; /* so far */
} canvas;

static unsigned x_of(unsigned column)
{
    return MARGIN + column * CHAR;
}

static void svg_text(canvas *c, const char *class, unsigned x, unsigned y, const char *text)
{
    g_autofree char *escaped = g_markup_escape_text(text, -1);

    if (*text)
        g_string_append_printf(c->out, "<text class=\"%s\" x=\"%u\" y=\"%u\">%s</text>\n", class, x,
                               y, escaped);
}

static void svg_title(canvas *c, const char *text)
{
    g_autofree char *escaped = g_markup_escape_text(text, -1);

    if (*text)
        g_string_append_printf(c->out, "<title>%s</title>\n", escaped);
}

/* Lines one below the other from Y on; it gives the place of the next one. */
static unsigned svg_lines(canvas *c, const char *class, unsigned x, unsigned y,
                          const GPtrArray *lines)
{
    for (unsigned i = 0; i < lines->len; i++, y += LINE)
        svg_text(c, class, x, y, lines->pdata[i]);
    return y;
}

/* }}} */
/* {{{ arrows */

static void svg_head(canvas *c, unsigned x, unsigned y, bool rightwards)
{
    g_string_append_printf(c->out, "<path class=\"head\" d=\"M%u %u l%d -%d v%d z\"/>\n", x, y,
                           rightwards ? -HEAD_X : HEAD_X, HEAD_Y, 2 * HEAD_Y);
}

static void svg_arrow(canvas *c, const sip_arrow *arrow, unsigned y)
{
    bool rightwards = arrow->from < arrow->to;
    unsigned from = x_of(sip_lifeline(&c->l, arrow->from));
    unsigned to = x_of(sip_lifeline(&c->l, arrow->to));

    g_string_append_printf(c->out, "<path class=\"line\" d=\"M%u %u H%u\"/>\n", from, y,
                           rightwards ? to - HEAD_X : to + HEAD_X);
    svg_head(c, to, y, rightwards);
}

static void svg_hook(canvas *c, const sip_arrow *arrow, unsigned y)
{
    unsigned x = x_of(sip_lifeline(&c->l, arrow->from));

    g_string_append_printf(c->out, "<path class=\"line\" d=\"M%u %u h%d v%d H%u\"/>\n", x, y - LINE,
                           HOOK, LINE, x + HEAD_X);
    svg_head(c, x, y, false);
}

/* Its label, above and below an arrow whose height is Y. */
static void svg_label(canvas *c, const sip_plan_step *s, unsigned y)
{
    unsigned span = MAX(1, ABS((int)s->arrow->from - (int)s->arrow->to));
    unsigned gap = sip_plan_step_turns_at_last(c->p, s) ? svg_measures.gap_max : c->l.gap;
    unsigned room = span * gap - svg_measures.frame, marks = sip_columns(s->marks), from, to;
    g_autofree char *short_head = sip_line_shorten(s->head, room - MIN(marks, room), c->p->g);
    g_autofree char *marked = g_strconcat(short_head, s->marks, NULL);
    g_autofree char *head = sip_line_shorten(marked, room, c->p->g);
    g_autofree char *tail = sip_line_shorten(s->tail, room, c->p->g);

    if (s->arrow->from == s->arrow->to) {
        unsigned x = x_of(sip_lifeline(&c->l, s->arrow->from)) + HOOK + PADDING;

        svg_text(c, "label", x, y - LINE + 4, head);
        svg_text(c, "label faint", x, y + 4, tail);
        return;
    }
    sip_lanes_label(s->arrow, &c->l, MAX(sip_columns(head), sip_columns(tail)) + 2, &from, &to);
    svg_text(c, "label middle", (x_of(from) + x_of(to)) / 2, y - 6, head);
    svg_text(c, "label middle faint", (x_of(from) + x_of(to)) / 2, y + 14, tail);
}

/* What a pointer that rests on the arrow shows: the texts in full. */
static void svg_hover(canvas *c, const sip_plan_step *s)
{
    g_autofree char *label = sip_plan_step_label(s, c->p->g);
    g_autofree char *all = g_strjoin(*s->note ? "\n" : "", label, s->note, NULL);

    svg_title(c, all);
}

static void svg_message(canvas *c, const sip_plan_step *s)
{
    bool hook = s->arrow->from == s->arrow->to;
    unsigned y = c->y + LINE, note_end;
    g_autoptr(GPtrArray) note =
        sip_lines_wrap(s->note, c->l.note_room, SIP_LADDER_NOTE_LINES, c->p->g);

    g_string_append_printf(c->out, "<g class=\"%s%s\">\n",
                           s->arrow->request ? "request" : "response",
                           s->arrow->problem ? " problem" : "");
    svg_hover(c, s);
    svg_text(c, "end faint", x_of(c->l.when), y + 4, s->when);
    svg_text(c, "end faint", x_of(c->l.when + 2 + c->l.number), y + 4, s->frame);
    if (hook)
        svg_hook(c, s->arrow, y + LINE / 2);
    else
        svg_arrow(c, s->arrow, y);
    svg_label(c, s, hook ? y + LINE / 2 : y);
    note_end = svg_lines(c, "note", x_of(c->l.note), y + 4, note);
    g_string_append(c->out, "</g>\n");
    c->width = MAX(c->width, x_of(c->l.note + sip_lines_widest(note)) + MARGIN);
    c->y = MAX(note_end - LINE, y + (*s->tail || hook ? LINE : 0)) + 9;
}

/* }}} */
/* {{{ the drawing */

static void svg_names(canvas *c)
{
    unsigned most;
    g_autoptr(GPtrArray) names = sip_lanes_names(c->p, &c->l, &most);
    unsigned height = most * LINE + 2 * PADDING;

    for (unsigned i = 0; i < c->p->n; i++) {
        const GPtrArray *lines = names->pdata[i];
        unsigned x = x_of(sip_lifeline(&c->l, i));
        unsigned width = MAX(sip_lines_widest(lines), 6) * CHAR + 2 * PADDING;
        unsigned y = c->y + PADDING + 12 + (most - lines->len) * LINE / 2;

        g_string_append_printf(
            c->out, "<rect class=\"box\" x=\"%u\" y=\"%u\" width=\"%u\" height=\"%u\" rx=\"4\"/>\n",
            x - width / 2, c->y, width, height);
        svg_lines(c, "middle", x, y, lines);
        c->width = MAX(c->width, x + width / 2 + MARGIN);
    }
    c->y += height + LINE;
}

static void svg_left_out(canvas *c, const sip_plan_step *s)
{
    g_autoptr(GPtrArray) lines =
        sip_lines_wrap(s->head, c->l.note_room, SIP_LADDER_NOTE_LINES, c->p->g);
    unsigned last = sip_lifeline(&c->l, c->p->n > 0 ? c->p->n - 1 : 0);
    unsigned half = sip_lines_widest(lines) * CHAR / 2;
    unsigned middle = MAX((x_of(c->l.first) + x_of(last)) / 2, MARGIN + half);

    c->y = svg_lines(c, "label middle faint", middle, c->y + LINE + 4, lines);
    c->width = MAX(c->width, middle + half + MARGIN);
}

static void svg_steps(canvas *c)
{
    for (unsigned i = 0; i < c->p->steps->len; i++) {
        const sip_plan_step *s = &g_array_index(c->p->steps, sip_plan_step, i);

        if (i % SIP_LADDER_NAMES_EVERY == 0)
            svg_names(c);
        if (s->arrow)
            svg_message(c, s);
        else
            svg_left_out(c, s);
    }
    if (c->p->steps->len == 0)
        svg_names(c);
}

/* The lifelines go below all else, but how long they are is known at the end. */
static char *svg_finish(canvas *c, unsigned top, unsigned bottom, const char *body)
{
    g_string_append_printf(c->out,
                           "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"%u\" "
                           "height=\"%u\" viewBox=\"0 0 %u %u\">\n",
                           c->width, c->y, c->width, c->y);
    svg_title(c, c->p->title);
    g_string_append(c->out, svg_style);
    g_string_append(c->out, "<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n");
    for (unsigned i = 0; i < c->p->n; i++) {
        unsigned x = x_of(sip_lifeline(&c->l, i));

        g_string_append_printf(c->out, "<path class=\"life\" d=\"M%u %u V%u\"/>\n", x, top, bottom);
    }
    g_string_append(c->out, body);
    g_string_append(c->out, "</svg>\n");
    return g_string_free(c->out, FALSE);
}

char *sip_ladder_draw_svg(const sip_plan *p)
{
    g_autoptr(GPtrArray) title = sip_lines_wrap(p->title, 100, SIP_LADDER_TITLE_LINES, p->g);
    g_autoptr(GString) body = g_string_new(NULL);
    canvas c = { .p = p,
                 .l = sip_lanes_of(p, &svg_measures),
                 .out = body,
                 .width = sip_lines_widest(title) * (CHAR + 2) + 2 * MARGIN };
    unsigned top, bottom;

    c.y = svg_lines(&c, "title", MARGIN, MARGIN + LINE, title);
    top = c.y;
    svg_steps(&c);
    bottom = c.y + LINE;
    c.y = bottom + MARGIN;
    if (*p->legend) {
        svg_text(&c, "faint", MARGIN, bottom + LINE, p->legend);
        c.width = MAX(c.width, sip_columns(p->legend) * CHAR + 2 * MARGIN);
        c.y += LINE;
    }
    c.out = g_string_new(NULL);
    return svg_finish(&c, top, bottom, body->str);
}

/* }}} */
