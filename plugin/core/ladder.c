/* ladder.c - drawing a call: text, Mermaid, SVG.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ladder.h"

#include <string.h>

#define NAMES_EVERY 40  /* steps between two rows of names: a screen and a half */
#define NAME_LINES 6    /* lines of a participant's name */
#define NOTE_LINES 8    /* lines of a note */
#define TITLE_LINES 4   /* lines of the title */
#define MARKS_MAX 8     /* characters without a width of their own that follow one another */
#define TEXT_BYTES 4096 /* bytes of a text that are looked at */

/* {{{ characters */

/* What drawings of a character set are made of. */
typedef struct {
    bool ascii;
    const char *life, *torn; /* a lifeline, and one where messages are left out */
    const char *cross;       /* an arrow over a lifeline */
    const char *request, *response[2];
    const char *right, *left;           /* arrow heads */
    const char *from_left, *from_right; /* where arrows start */
    const char *turn_down, *turn_back;  /* corners of an arrow to itself */
    const char *separator, *ellipsis, *again;
} glyphs;

static const glyphs unicode = {
    .life = "\u2502",
    .torn = "\u250A",
    .cross = "\u253C",
    .request = "\u2500",
    .response = { "\u254C", "\u254C" },
    .right = "\u25BA",
    .left = "\u25C4",
    .from_left = "\u251C",
    .from_right = "\u2524",
    .turn_down = "\u2510",
    .turn_back = "\u2518",
    .separator = " · ",
    .ellipsis = "\u2026",
    .again = "\u21BB",
};

static const glyphs ascii = {
    .ascii = true,
    .life = "|",
    .torn = ":",
    .cross = "+",
    .request = "-",
    .response = { "-", " " },
    .right = ">",
    .left = "<",
    .from_left = "|",
    .from_right = "|",
    .turn_down = "+",
    .turn_back = "+",
    .separator = " - ",
    .ellipsis = "...",
    .again = "~",
};

static const glyphs *const glyphs_of[] = {
    [SIP_LADDER_TEXT] = &unicode,
    [SIP_LADDER_ASCII] = &ascii,
    [SIP_LADDER_MERMAID] = &unicode,
    [SIP_LADDER_SVG] = &unicode,
};

static unsigned width_of(gunichar c)
{
    if (g_unichar_iszerowidth(c))
        return 0;
    return g_unichar_iswide(c) ? 2 : 1;
}

unsigned sip_columns(const char *text)
{
    unsigned columns = 0;

    for (const char *p = text; *p; p = g_utf8_next_char(p))
        columns += width_of(g_utf8_get_char(p));
    return columns;
}

/* Blocks that hold right-to-left scripts (Unicode, DerivedBidiClass.txt). */
static bool is_right_to_left(gunichar c)
{
    static const struct {
        gunichar first, last;
    } blocks[] = {
        { 0x0590, 0x08FF },   { 0xFB1D, 0xFDFF },   { 0xFE70, 0xFEFC },
        { 0x10800, 0x10FFF }, { 0x1E800, 0x1EFFF },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(blocks); i++)
        if (c >= blocks[i].first && c <= blocks[i].last)
            return true;
    return false;
}

/* The character in its place. Formatting ones would turn the line around or hide in it, but for the
 * joiners that scripts and emoji need; XML takes neither control characters nor U+FFFE, U+FFFF
 * (XML 1.0 §2.2). */
static gunichar tame(gunichar c)
{
    switch (g_unichar_type(c)) {
    case G_UNICODE_CONTROL:
        return g_unichar_isspace(c) ? ' ' : 0xFFFD;
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
        return ' ';
    case G_UNICODE_FORMAT:
        return c == 0x200C || c == 0x200D ? c : 0xFFFD;
    case G_UNICODE_SURROGATE:
        return 0xFFFD;
    default:
        return (c & 0xFFFE) == 0xFFFE ? 0xFFFD : c;
    }
}

/* }}} */
/* {{{ texts */

/* What g_str_to_ascii() has no or no good word for. */
static char *to_ascii(const char *text)
{
    static const struct {
        gunichar c;
        const char *words;
    } table[] = {
        { 0x00A7, "sec. " }, { 0x00B7, "-" },   { 0x2014, "-" },
        { 0x2192, "->" },    { 0x2026, "..." }, { 0xFFFD, "?" },
    };
    g_autoptr(GString) out = g_string_new(NULL);

    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        unsigned i = 0;

        while (i < G_N_ELEMENTS(table) && table[i].c != c)
            i++;
        if (i < G_N_ELEMENTS(table))
            g_string_append(out, table[i].words);
        else
            g_string_append_unichar(out, c);
    }
    return g_str_to_ascii(out->str, "C");
}

/* LEN bytes of TEXT, fit to be drawn. The caller frees it. */
static char *clean_bytes(const char *text, size_t len, const glyphs *g)
{
    g_autofree char *valid = g_utf8_make_valid(text, (gssize)MIN(len, TEXT_BYTES));
    g_autoptr(GString) out = g_string_new(NULL);
    unsigned n = 0, marks = 0;

    for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
        gunichar c = tame(g_utf8_get_char(p));

        marks = width_of(c) == 0 ? marks + 1 : 0;
        if (marks > MARKS_MAX)
            continue;
        if (n++ == SIP_LADDER_TEXT_MAX) {
            g_string_append(out, unicode.ellipsis);
            break;
        }
        g_string_append_unichar(out, c);
    }
    g_strstrip(out->str);
    return g->ascii ? to_ascii(out->str) : g_strdup(out->str);
}

static char *clean(const char *text, const glyphs *g)
{
    return clean_bytes(text ? text : "", text ? strlen(text) : 0, g);
}

/* TEXT in at most COLUMNS. The caller frees it. */
static char *shorten(const char *text, unsigned columns, const glyphs *g)
{
    unsigned ellipsis = sip_columns(g->ellipsis), used = 0;
    const char *p = text;

    if (sip_columns(text) <= columns)
        return g_strdup(text);
    if (columns < ellipsis)
        return g_strdup("");
    for (; *p; p = g_utf8_next_char(p)) {
        used += width_of(g_utf8_get_char(p));
        if (used + ellipsis > columns)
            break;
    }
    return g_strdup_printf("%.*s%s", (int)(p - text), text, g->ellipsis);
}

/* May a line be broken before NEXT? Wide characters stand for words; brackets and closing marks
 * stay with what they enclose (UAX #14). */
static bool breaks_between(gunichar before, gunichar next)
{
    if (g_unichar_break_type(before) == G_UNICODE_BREAK_OPEN_PUNCTUATION)
        return false;
    switch (g_unichar_break_type(next)) {
    case G_UNICODE_BREAK_CLOSE_PUNCTUATION:
    case G_UNICODE_BREAK_CLOSE_PARANTHESIS:
    case G_UNICODE_BREAK_EXCLAMATION:
    case G_UNICODE_BREAK_NON_STARTER:
    case G_UNICODE_BREAK_INFIX_SEPARATOR:
        return false;
    default:
        return before == ' ' || (width_of(next) == 2 && before != 0x200D)
               || (width_of(before) == 2 && width_of(next) > 0);
    }
}

/* The end of the line that starts at TEXT: between words, else (addresses) behind a mark, else
 * anywhere. */
static const char *line_end(const char *text, unsigned columns)
{
    const char *word = NULL, *mark = NULL, *p = text;
    gunichar before = 0;

    for (unsigned used = 0; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);

        if (p > text && breaks_between(before, c))
            word = p;
        if (p > text && width_of(c) > 0 && before < 0x80 && strchr(":.@-/", (int)before))
            mark = p;
        used += width_of(c);
        if (used > columns && c != ' ' && p > text)
            return word ? word : mark ? mark : p;
        before = c;
    }
    return p;
}

/* TEXT in lines of at most COLUMNS; at most MOST, the last of them shortened. None: it is empty. */
static GPtrArray *wrap(const char *text, unsigned columns, unsigned most, const glyphs *g)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

    while (*text) {
        const char *end = lines->len + 1 < most ? line_end(text, columns) : text + strlen(text);
        g_autofree char *line = g_strstrip(g_strndup(text, (size_t)(end - text)));

        g_ptr_array_add(lines, shorten(line, columns, g));
        text = end;
    }
    return lines;
}

static unsigned widest(const GPtrArray *lines)
{
    unsigned most = 0;

    for (unsigned i = 0; i < lines->len; i++)
        most = MAX(most, sip_columns(lines->pdata[i]));
    return most;
}

/* }}} */
/* {{{ the plan: what is drawn, in texts that are fit for it */

typedef struct {
    const sip_arrow *arrow; /* NULL: messages that are left out */
    char *head, *tail;      /* its label, without and with the reader's language; "": none */
    char *marks, *note;     /* "": none */
    char *when, *frame;
} step;

typedef struct {
    const glyphs *g;
    char *title, *legend;
    char *names[SIP_LADDER_PARTICIPANTS_MAX];
    unsigned n;
    GArray *steps;
} plan;

static void clear_step(void *data)
{
    step *s = data;

    g_free(s->head);
    g_free(s->tail);
    g_free(s->marks);
    g_free(s->note);
    g_free(s->when);
    g_free(s->frame);
}

/* "0.043 s"; the clock of a capture may run backwards. */
static char *when_text(int64_t time)
{
    uint64_t ms = (time < 0 ? -(uint64_t)time : (uint64_t)time) / 1000000;

    return g_strdup_printf("%s%" G_GUINT64_FORMAT ".%03u s", time < 0 && ms > 0 ? "-" : "",
                           (guint64)(ms / 1000), (unsigned)(ms % 1000));
}

static char *marks_text(const sip_arrow *arrow, const glyphs *g)
{
    GString *out = g_string_new(NULL);

    if (arrow->copies > 0)
        g_string_append_printf(out, " [+%u]", arrow->copies);
    if (arrow->resent > 0)
        g_string_append_printf(out, " [%s%u]", g->again, arrow->resent);
    return g_string_free(out, FALSE);
}

static step step_of(const sip_arrow *arrow, const glyphs *g)
{
    const char *label = arrow->label ? arrow->label : "";
    const char *parted = strstr(label, unicode.separator);
    size_t len = parted ? (size_t)(parted - label) : strlen(label);
    g_autofree char *note = clean(arrow->note, g);

    return (step){ .arrow = arrow,
                   .head = clean_bytes(label, len, g),
                   .tail = clean(parted ? parted + strlen(unicode.separator) : NULL, g),
                   .marks = marks_text(arrow, g),
                   .note = g_strconcat(arrow->problem ? "! " : "", note, NULL),
                   .when = when_text(arrow->time),
                   .frame = g_strdup_printf("#%u", arrow->frame) };
}

static void add_left_out(plan *p, const sip_ladder *ladder, unsigned n)
{
    g_autofree char *folded = clean(ladder->folded, p->g);
    const char *blank = *folded ? " " : "";
    step s = { .head = g_strdup_printf("%s %u%s%s %s", p->g->ellipsis, n, blank, folded,
                                       p->g->ellipsis),
               .tail = g_strdup(""),
               .marks = g_strdup(""),
               .note = g_strdup(""),
               .when = g_strdup(""),
               .frame = g_strdup("") };

    if (n > 0)
        g_array_append_val(p->steps, s);
    else
        clear_step(&s);
}

/* How many of the first and last arrows are drawn, and of the problems between them. */
typedef struct {
    unsigned first, last, problems;
} selection;

static selection select_arrows(const sip_ladder *ladder, unsigned most)
{
    selection s = { .first = most / 2, .last = most / 10 * 3 };
    unsigned room = most - s.first - s.last;

    if (ladder->n_arrows <= most)
        return (selection){ .first = ladder->n_arrows };
    for (unsigned i = s.first; i < ladder->n_arrows - s.last && s.problems < room; i++)
        s.problems += ladder->arrows[i].problem;
    s.first += room - s.problems;
    return s;
}

static bool is_selected(const sip_ladder *ladder, selection *s, unsigned i)
{
    const sip_arrow *arrow = &ladder->arrows[i];
    unsigned n = MIN(ladder->n_participants, SIP_LADDER_PARTICIPANTS_MAX);

    if (arrow->from >= n || arrow->to >= n)
        return false;
    if (i < s->first || i >= ladder->n_arrows - s->last)
        return true;
    if (!arrow->problem || s->problems == 0)
        return false;
    s->problems--;
    return true;
}

static void add_steps(plan *p, const sip_ladder *ladder, unsigned most)
{
    selection s = select_arrows(ladder, most);
    unsigned left_out = 0;

    for (unsigned i = 0; i < ladder->n_arrows; i++) {
        step drawn;

        if (!is_selected(ladder, &s, i)) {
            left_out++;
            continue;
        }
        add_left_out(p, ladder, left_out);
        left_out = 0;
        drawn = step_of(&ladder->arrows[i], p->g);
        g_array_append_val(p->steps, drawn);
    }
    add_left_out(p, ladder, left_out);
}

/* "[+N] copies · [~N] sent again", of the marks that there are. */
static char *legend_of(const plan *p, const sip_ladder *ladder)
{
    g_autofree char *copied = clean(ladder->copied, p->g), *resent = clean(ladder->resent, p->g);
    GString *out = g_string_new(NULL);
    bool copies = false, again = false;

    for (unsigned i = 0; i < p->steps->len; i++) {
        const sip_arrow *arrow = g_array_index(p->steps, step, i).arrow;

        copies = copies || (arrow && arrow->copies > 0);
        again = again || (arrow && arrow->resent > 0);
    }
    if (copies && *copied)
        g_string_append_printf(out, "[+N] %s", copied);
    if (again && *resent)
        g_string_append_printf(out, "%s[%sN] %s", out->len > 0 ? p->g->separator : "", p->g->again,
                               resent);
    return g_string_free(out, FALSE);
}

static plan *plan_new(const sip_ladder *ladder, const glyphs *g, unsigned most)
{
    plan *p = g_new0(plan, 1);

    p->g = g;
    p->n = MIN(ladder->n_participants, SIP_LADDER_PARTICIPANTS_MAX);
    p->title = clean(ladder->title, g);
    for (unsigned i = 0; i < p->n; i++)
        p->names[i] = clean(ladder->participants[i], g);
    p->steps = g_array_new(FALSE, FALSE, sizeof(step));
    g_array_set_clear_func(p->steps, clear_step);
    add_steps(p, ladder, most);
    p->legend = legend_of(p, ladder);
    return p;
}

static void plan_free(plan *p)
{
    for (unsigned i = 0; i < p->n; i++)
        g_free(p->names[i]);
    g_array_free(p->steps, TRUE);
    g_free(p->title);
    g_free(p->legend);
    g_free(p);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(plan, plan_free)

static char *whole_label(const step *s, const glyphs *g)
{
    return g_strconcat(s->head, *s->tail ? g->separator : "", s->tail, s->marks, NULL);
}

/* }}} */
/* {{{ measures, in columns: text and SVG differ in the room that they have */

typedef struct {
    unsigned columns;          /* of the whole, as far as participants leave it so */
    unsigned gap_min, gap_max; /* between two lifelines */
    unsigned note_min;
    unsigned frame;   /* what an arrow needs beside its label */
    bool two_storeys; /* the label's tail stands below the arrow */
} measures;

typedef struct {
    unsigned when, number;    /* widths in the gutter */
    unsigned first, gap;      /* of the lifelines */
    unsigned note, note_room; /* right of the last one */
} lanes;

static unsigned lifeline(const lanes *l, unsigned i)
{
    return l->first + i * l->gap;
}

/* Columns that the step's label wants, at most LIMIT where it can be broken. */
static unsigned wanted_label(const step *s, const measures *m, unsigned limit, const glyphs *g)
{
    unsigned head = sip_columns(s->head) + sip_columns(s->marks), tail = sip_columns(s->tail);
    unsigned whole = head + (tail ? sip_columns(g->separator) + tail : 0);

    if (m->two_storeys)
        return MAX(head, tail);
    return whole <= limit ? whole : head;
}

/* An arrow of the last participant to itself: it needs room behind, not between. */
static bool turns_at_last(const plan *p, const step *s)
{
    return s->arrow && s->arrow->from == s->arrow->to && s->arrow->to == p->n - 1;
}

static unsigned wanted_gap(const plan *p, const measures *m, unsigned limit)
{
    unsigned most = 0;

    for (unsigned i = 0; i < p->n; i++) {
        g_auto(GStrv) words = g_strsplit(p->names[i], " ", 0);

        for (unsigned k = 0; words[k]; k++)
            most = MAX(most, sip_columns(words[k]) + 2);
    }
    for (unsigned i = 0; i < p->steps->len; i++) {
        const step *s = &g_array_index(p->steps, step, i);
        unsigned from = s->arrow ? s->arrow->from : 0, to = s->arrow ? s->arrow->to : 0;
        unsigned span = MAX(1, MAX(from, to) - MIN(from, to)), room = limit * span - m->frame;

        if (s->arrow && !turns_at_last(p, s))
            most = MAX(most, (wanted_label(s, m, room, p->g) + m->frame + span - 1) / span);
    }
    return most;
}

/* In SVG the label stands there; in text it goes to the margin, which is near. */
static unsigned room_behind(const plan *p, const measures *m)
{
    unsigned most = 0;

    for (unsigned i = 0; i < p->steps->len; i++) {
        const step *s = &g_array_index(p->steps, step, i);

        if (turns_at_last(p, s))
            most = MAX(most, m->two_storeys ? m->frame + wanted_label(s, m, 0, p->g) : 2);
    }
    return MIN(most, m->gap_max);
}

static lanes lanes_of(const plan *p, const measures *m)
{
    lanes l = { .when = 0 };
    unsigned gaps = p->n > 0 ? p->n - 1 : 0, limit = m->gap_max;
    unsigned gutter, taken, name;

    for (unsigned i = 0; i < p->steps->len; i++) {
        const step *s = &g_array_index(p->steps, step, i);

        l.when = MAX(l.when, sip_columns(s->when));
        l.number = MAX(l.number, sip_columns(s->frame));
    }
    gutter = l.when + 2 + l.number + 2;
    taken = gutter + 3 + m->note_min;
    if (gaps > 0 && taken < m->columns)
        limit = MIN(limit, (m->columns - taken) / gaps);
    limit = MAX(limit, m->gap_min);
    l.gap = CLAMP(wanted_gap(p, m, limit), m->gap_min, limit);
    name = p->n > 0 ? MIN(sip_columns(p->names[0]), l.gap - 2) : 0;
    l.first = MAX(gutter, name / 2 + 1);
    l.note = l.first + gaps * l.gap + 3 + room_behind(p, m);
    l.note_room = l.note + m->note_min < m->columns ? m->columns - l.note : m->note_min;
    return l;
}

/* Between which columns the label of an arrow stands: in the gap beside the sender where that is
 * wide enough, else over the lifelines between. */
static void label_place(const sip_arrow *arrow, const lanes *l, unsigned needed, unsigned *from,
                        unsigned *to)
{
    unsigned left = MIN(arrow->from, arrow->to), right = MAX(arrow->from, arrow->to);

    if (right - left > 1 && needed <= l->gap) {
        left = arrow->from < arrow->to ? left : right - 1;
        right = left + 1;
    }
    *from = lifeline(l, left);
    *to = lifeline(l, right);
}

/* The lines of every name: an array of them, to be freed by the caller; MOST: of the longest. */
static GPtrArray *wrap_names(const plan *p, const lanes *l, unsigned *most)
{
    GPtrArray *names = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);

    *most = 0;
    for (unsigned i = 0; i < p->n; i++) {
        GPtrArray *lines = wrap(p->names[i], l->gap - 2, NAME_LINES, p->g);

        *most = MAX(*most, lines->len);
        g_ptr_array_add(names, lines);
    }
    return names;
}

/* }}} */
/* {{{ text */

#define ROW_MAX 400 /* cells: gutter, 16 gaps of the least width, a note */

static const measures text_measures = {
    .columns = 110, .gap_min = 14, .gap_max = 64, .note_min = 28, .frame = 6
};

/* A row: in each cell what is printed for it. Behind a text of several columns, empty cells. */
typedef struct {
    const char *cells[ROW_MAX];
} row;

static void row_clear(row *r)
{
    for (unsigned i = 0; i < ROW_MAX; i++)
        r->cells[i] = " ";
}

static void row_lifelines(row *r, const plan *p, const lanes *l, const char *glyph)
{
    row_clear(r);
    for (unsigned i = 0; i < p->n; i++)
        r->cells[lifeline(l, i)] = glyph;
}

/* TEXT must stay as long as the row. */
static void row_put(row *r, unsigned x, const char *text)
{
    unsigned columns = sip_columns(text);

    if (columns == 0 || x + columns > ROW_MAX)
        return;
    r->cells[x] = text;
    for (unsigned i = 1; i < columns; i++)
        r->cells[x + i] = "";
}

/* Terminals that order right-to-left text would take the drawing along: a left-to-right mark
 * (U+200E) on both sides keeps it in its place. */
static void append_in_place(GString *out, const char *text)
{
    const char *p = text;

    while (*p && !is_right_to_left(g_utf8_get_char(p)))
        p = g_utf8_next_char(p);
    g_string_append_printf(out, *p ? "\u200E%s\u200E" : "%s", text);
}

static void row_end(const row *r, GString *out)
{
    unsigned n = ROW_MAX;

    while (n > 0 && strcmp(r->cells[n - 1], " ") == 0)
        n--;
    for (unsigned i = 0; i < n; i++)
        append_in_place(out, r->cells[i]);
    while (out->len > 0 && out->str[out->len - 1] == ' ')
        g_string_truncate(out, out->len - 1);
    g_string_append_c(out, '\n');
}

static void text_names(const plan *p, const lanes *l, GString *out)
{
    unsigned most;
    g_autoptr(GPtrArray) names = wrap_names(p, l, &most);
    row r;

    for (unsigned k = 0; k < most; k++) {
        row_clear(&r);
        for (unsigned i = 0; i < p->n; i++) {
            const GPtrArray *lines = names->pdata[i];
            unsigned above = most - lines->len, half;

            if (k < above)
                continue;
            half = sip_columns(lines->pdata[k - above]) / 2;
            row_put(&r, lifeline(l, i) - MIN(half, lifeline(l, i)), lines->pdata[k - above]);
        }
        row_end(&r, out);
    }
}

/* An arrow without its label, in the row of an arrow to another. */
static void row_arrow(row *r, const lanes *l, const sip_arrow *arrow, const glyphs *g)
{
    unsigned low = MIN(arrow->from, arrow->to), high = MAX(arrow->from, arrow->to);
    unsigned left = lifeline(l, low), right = lifeline(l, high);

    for (unsigned x = left + 1; x < right; x++)
        r->cells[x] = arrow->request ? g->request : g->response[x % 2];
    for (unsigned i = low + 1; i < high; i++)
        r->cells[lifeline(l, i)] = g->cross;
    if (arrow->from < arrow->to) {
        r->cells[left] = g->from_left;
        r->cells[right - 1] = g->right;
    } else {
        r->cells[right] = g->from_right;
        r->cells[left + 1] = g->left;
    }
}

/* The hook of an arrow to itself: out in its first row, back in the second. */
static void row_hook(row *r, const lanes *l, const sip_arrow *arrow, bool back, const glyphs *g)
{
    unsigned x = lifeline(l, arrow->from);

    for (unsigned i = 1; i < 3; i++)
        r->cells[x + i] = arrow->request ? g->request : g->response[i % 2];
    r->cells[x] = back ? g->life : g->from_left;
    r->cells[x + 3] = back ? g->turn_back : g->turn_down;
    if (back)
        r->cells[x + 1] = g->left;
}

/* What of the label stands at the arrow; BESIDE is what does not, or NULL. The caller frees both.
 */
static char *fit_label(const step *s, unsigned room, const glyphs *g, char **beside)
{
    g_autofree char *whole = whole_label(s, g);
    unsigned head = sip_columns(s->head), marks = sip_columns(s->marks);

    *beside = NULL;
    if (sip_columns(whole) <= room)
        return g_steal_pointer(&whole);
    if (head + marks <= room) {
        *beside = g_strdup(s->tail);
        return g_strconcat(s->head, s->marks, NULL);
    }
    *beside =
        head <= room ? g_strchug(g_strconcat(s->tail, s->marks, NULL)) : g_steal_pointer(&whole);
    return shorten(s->head, room, g);
}

/* Lines at the right margin: what did not fit at the arrow, and the note. */
static GPtrArray *margin(const step *s, const char *beside, unsigned columns, const glyphs *g)
{
    g_autofree char *both =
        g_strconcat(beside ? beside : "", beside && *s->note ? g->separator : "", s->note, NULL);
    bool problem = s->arrow && s->arrow->problem;
    GPtrArray *lines, *note;

    if (!problem)
        return wrap(both, columns, NOTE_LINES, g);
    lines = wrap(beside ? beside : "", columns, NOTE_LINES, g);
    note = wrap(s->note, columns - 2, NOTE_LINES, g);
    for (unsigned i = 0; i < note->len; i++) /* its mark stands out */
        g_ptr_array_add(lines, g_strconcat(i > 0 ? "  " : "", note->pdata[i], NULL));
    g_ptr_array_unref(note);
    return lines;
}

/* The row of the arrow itself, with LABEL, which has its blanks. */
static void row_message(row *r, const step *s, const lanes *l, const char *label, const glyphs *g)
{
    unsigned columns = sip_columns(label), from, to;

    if (s->arrow->from == s->arrow->to) {
        row_hook(r, l, s->arrow, false, g);
        row_put(r, lifeline(l, s->arrow->from) + 4, label);
        return;
    }
    row_arrow(r, l, s->arrow, g);
    label_place(s->arrow, l, columns + 3, &from, &to);
    row_put(r, from + 2 + (to - from - 3 - columns) / 2, label);
}

static void text_message(const plan *p, const lanes *l, const step *s, GString *out)
{
    bool hook = s->arrow->from == s->arrow->to;
    unsigned span = MAX(1, ABS((int)s->arrow->from - (int)s->arrow->to));
    unsigned room = turns_at_last(p, s) ? 0 : span * l->gap - text_measures.frame;
    g_autofree char *beside = NULL, *fit = fit_label(s, room, p->g, &beside);
    g_autofree char *label = *fit ? g_strconcat(" ", fit, " ", NULL) : g_strdup("");
    g_autoptr(GPtrArray) lines = margin(s, beside, l->note_room, p->g);
    g_autofree char *gutter =
        g_strdup_printf("%*s  %*s", (int)l->when, s->when, (int)l->number, s->frame);
    row r;

    for (unsigned i = 0; i < MAX(lines->len, hook ? 2 : 1); i++) {
        row_lifelines(&r, p, l, p->g->life);
        if (i == 0) {
            row_put(&r, 0, gutter);
            row_message(&r, s, l, label, p->g);
        } else if (i == 1 && hook) {
            row_hook(&r, l, s->arrow, true, p->g);
        }
        if (i < lines->len)
            row_put(&r, l->note, lines->pdata[i]);
        row_end(&r, out);
    }
}

static void text_left_out(const plan *p, const lanes *l, const step *s, GString *out)
{
    g_autoptr(GPtrArray) lines = wrap(s->head, l->note_room, NOTE_LINES, p->g);
    row r;

    for (unsigned i = 0; i < lines->len; i++) {
        row_lifelines(&r, p, l, p->g->torn);
        row_put(&r, l->note, lines->pdata[i]);
        row_end(&r, out);
    }
}

static void text_lines(const char *text, const char *end, const glyphs *g, GString *out)
{
    g_autoptr(GPtrArray) lines = wrap(text, text_measures.columns, TITLE_LINES, g);

    for (unsigned i = 0; i < lines->len; i++) {
        append_in_place(out, lines->pdata[i]);
        g_string_append_c(out, '\n');
    }
    if (lines->len > 0)
        g_string_append(out, end);
}

static char *draw_text(const plan *p)
{
    GString *out = g_string_new(NULL);
    lanes l = lanes_of(p, &text_measures);
    row r;

    row_lifelines(&r, p, &l, p->g->life);
    text_lines(p->title, "\n", p->g, out);
    for (unsigned i = 0; i < p->steps->len; i++) {
        const step *s = &g_array_index(p->steps, step, i);

        if (i % NAMES_EVERY == 0) {
            text_names(p, &l, out);
            row_end(&r, out);
        }
        if (s->arrow)
            text_message(p, &l, s, out);
        else
            text_left_out(p, &l, s, out);
    }
    if (p->steps->len == 0)
        text_names(p, &l, out);
    row_end(&r, out);
    text_lines(p->legend, "", p->g, out);
    return g_string_free(out, FALSE);
}

/* }}} */
/* {{{ Mermaid */

#define MERMAID_LABEL 34 /* columns of a line; Mermaid itself breaks none */
#define MERMAID_NOTE 44
#define MERMAID_TITLE \
    24 /* columns a participant; a title that is wider than the diagram is cut off */

/* Whatever could end a statement, begin another or a comment, or is a sign of Mermaid's or of the
 * HTML that it makes, goes as an entity, #N;. U+FB02 begins Mermaid's own form of those. */
static void append_mermaid(GString *out, const char *text)
{
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);

        if (c < 0x80 ? g_ascii_isalnum((char)c) || strchr(" .,()/-!", (int)c) : c != 0xFB02)
            g_string_append_unichar(out, c);
        else
            g_string_append_printf(out, "#%u;", c);
    }
}

static void append_mermaid_lines(GString *out, const char *text, unsigned columns)
{
    g_autoptr(GPtrArray) lines = wrap(text, columns, NOTE_LINES, &unicode);

    for (unsigned i = 0; i < lines->len; i++) {
        g_string_append(out, i > 0 ? "<br/>" : "");
        append_mermaid(out, lines->pdata[i]);
    }
}

/* Over the participants from LEFT to RIGHT; a text that is empty gives no note. */
static void mermaid_note(GString *out, unsigned left, unsigned right, const char *text)
{
    if (!*text)
        return;
    g_string_append_printf(out, "    Note over p%u", left);
    if (right > left)
        g_string_append_printf(out, ",p%u", right);
    g_string_append(out, ": ");
    append_mermaid_lines(out, text, MERMAID_NOTE);
    g_string_append_c(out, '\n');
}

/* Whole where it fits a line, else the reader's words on lines of their own. */
static void mermaid_label(const step *s, const glyphs *g, GString *out)
{
    g_autofree char *whole = whole_label(s, g), *head = g_strconcat(s->head, s->marks, NULL);
    bool fits = !*s->tail || sip_columns(whole) <= MERMAID_LABEL;

    append_mermaid_lines(out, fits ? whole : head, MERMAID_LABEL);
    if (!fits) {
        g_string_append(out, *head ? "<br/>" : "");
        append_mermaid_lines(out, s->tail, MERMAID_LABEL);
    }
    g_string_append(out, *whole ? "<br/>" : "");
}

/* A step is a word or two, and stands beside the time. */
static void mermaid_step(const plan *p, const step *s, GString *out)
{
    g_autofree char *gutter = g_strconcat(s->when, "  ", s->frame, NULL);
    g_autofree char *noted = g_strconcat(gutter, p->g->separator, s->note, NULL);
    const sip_arrow *arrow = s->arrow;
    bool beside = arrow && !arrow->problem && *s->note && sip_columns(noted) <= MERMAID_LABEL;

    if (!arrow) {
        mermaid_note(out, 0, p->n - 1, s->head);
        return;
    }
    g_string_append_printf(out, "    p%u%sp%u: ", arrow->from, arrow->request ? "->>" : "-->>",
                           arrow->to);
    mermaid_label(s, p->g, out);
    append_mermaid(out, beside ? noted : gutter);
    g_string_append_c(out, '\n');
    if (!beside)
        mermaid_note(out, MIN(arrow->from, arrow->to), MAX(arrow->from, arrow->to), s->note);
}

static char *draw_mermaid(const plan *p)
{
    GString *out = g_string_new("sequenceDiagram\n");
    bool titled = p->n == 0 || sip_columns(p->title) <= p->n * MERMAID_TITLE;

    if (*p->title && titled) {
        g_string_append(out, "    title ");
        append_mermaid(out, p->title);
        g_string_append_c(out, '\n');
    }
    for (unsigned i = 0; i < p->n; i++) {
        g_string_append_printf(out, "    participant p%u as ", i);
        append_mermaid_lines(out, *p->names[i] ? p->names[i] : "?", MERMAID_LABEL);
        g_string_append_c(out, '\n');
    }
    if (!titled)
        mermaid_note(out, 0, p->n - 1, p->title);
    for (unsigned i = 0; p->n > 0 && i < p->steps->len; i++)
        mermaid_step(p, &g_array_index(p->steps, step, i), out);
    if (p->n > 0)
        mermaid_note(out, 0, p->n - 1, p->legend);
    return g_string_free(out, FALSE);
}

/* As Mermaid counts them: UTF-16 units. */
static size_t mermaid_length(const char *text)
{
    size_t n = 0;

    for (const char *p = text; *p; p = g_utf8_next_char(p))
        n += g_utf8_get_char(p) > 0xFFFF ? 2 : 1;
    return n;
}

/* }}} */
/* {{{ SVG */

#define CHAR 8    /* pixels of a column: 0.6 of 13, rounded up */
#define LINE 17   /* pixels from line to line */
#define MARGIN 16 /* around the drawing */
#define PADDING 6 /* in the box of a name */
#define HEAD_X 9  /* an arrow head */
#define HEAD_Y 4
#define HOOK 26 /* width of an arrow to itself */

static const measures svg_measures = {
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

/* A drawing that grows downwards. */
typedef struct {
    const plan *p;
    lanes l;
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

static void svg_names(canvas *c)
{
    unsigned most;
    g_autoptr(GPtrArray) names = wrap_names(c->p, &c->l, &most);
    unsigned height = most * LINE + 2 * PADDING;

    for (unsigned i = 0; i < c->p->n; i++) {
        const GPtrArray *lines = names->pdata[i];
        unsigned x = x_of(lifeline(&c->l, i));
        unsigned width = MAX(widest(lines), 6) * CHAR + 2 * PADDING;
        unsigned y = c->y + PADDING + 12 + (most - lines->len) * LINE / 2;

        g_string_append_printf(
            c->out, "<rect class=\"box\" x=\"%u\" y=\"%u\" width=\"%u\" height=\"%u\" rx=\"4\"/>\n",
            x - width / 2, c->y, width, height);
        svg_lines(c, "middle", x, y, lines);
        c->width = MAX(c->width, x + width / 2 + MARGIN);
    }
    c->y += height + LINE;
}

static void svg_head(canvas *c, unsigned x, unsigned y, bool rightwards)
{
    g_string_append_printf(c->out, "<path class=\"head\" d=\"M%u %u l%d -%d v%d z\"/>\n", x, y,
                           rightwards ? -HEAD_X : HEAD_X, HEAD_Y, 2 * HEAD_Y);
}

static void svg_arrow(canvas *c, const sip_arrow *arrow, unsigned y)
{
    bool rightwards = arrow->from < arrow->to;
    unsigned from = x_of(lifeline(&c->l, arrow->from)), to = x_of(lifeline(&c->l, arrow->to));

    g_string_append_printf(c->out, "<path class=\"line\" d=\"M%u %u H%u\"/>\n", from, y,
                           rightwards ? to - HEAD_X : to + HEAD_X);
    svg_head(c, to, y, rightwards);
}

static void svg_hook(canvas *c, const sip_arrow *arrow, unsigned y)
{
    unsigned x = x_of(lifeline(&c->l, arrow->from));

    g_string_append_printf(c->out, "<path class=\"line\" d=\"M%u %u h%d v%d H%u\"/>\n", x, y - LINE,
                           HOOK, LINE, x + HEAD_X);
    svg_head(c, x, y, false);
}

/* Its label, above and below an arrow whose height is Y. */
static void svg_label(canvas *c, const step *s, unsigned y)
{
    unsigned span = MAX(1, ABS((int)s->arrow->from - (int)s->arrow->to));
    unsigned gap = turns_at_last(c->p, s) ? svg_measures.gap_max : c->l.gap;
    unsigned room = span * gap - svg_measures.frame, marks = sip_columns(s->marks), from, to;
    g_autofree char *short_head = shorten(s->head, room - MIN(marks, room), c->p->g);
    g_autofree char *marked = g_strconcat(short_head, s->marks, NULL);
    g_autofree char *head = shorten(marked, room, c->p->g);
    g_autofree char *tail = shorten(s->tail, room, c->p->g);

    if (s->arrow->from == s->arrow->to) {
        unsigned x = x_of(lifeline(&c->l, s->arrow->from)) + HOOK + PADDING;

        svg_text(c, "label", x, y - LINE + 4, head);
        svg_text(c, "label faint", x, y + 4, tail);
        return;
    }
    label_place(s->arrow, &c->l, MAX(sip_columns(head), sip_columns(tail)) + 2, &from, &to);
    svg_text(c, "label middle", (x_of(from) + x_of(to)) / 2, y - 6, head);
    svg_text(c, "label middle faint", (x_of(from) + x_of(to)) / 2, y + 14, tail);
}

/* What a pointer that rests on the arrow shows: the texts in full. */
static void svg_hover(canvas *c, const step *s)
{
    g_autofree char *label = whole_label(s, c->p->g);
    g_autofree char *all = g_strjoin(*s->note ? "\n" : "", label, s->note, NULL);

    svg_title(c, all);
}

static void svg_message(canvas *c, const step *s)
{
    bool hook = s->arrow->from == s->arrow->to;
    unsigned y = c->y + LINE, note_end;
    g_autoptr(GPtrArray) note = wrap(s->note, c->l.note_room, NOTE_LINES, c->p->g);

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
    c->width = MAX(c->width, x_of(c->l.note + widest(note)) + MARGIN);
    c->y = MAX(note_end - LINE, y + (*s->tail || hook ? LINE : 0)) + 9;
}

static void svg_left_out(canvas *c, const step *s)
{
    g_autoptr(GPtrArray) lines = wrap(s->head, c->l.note_room, NOTE_LINES, c->p->g);
    unsigned last = lifeline(&c->l, c->p->n > 0 ? c->p->n - 1 : 0), half = widest(lines) * CHAR / 2;
    unsigned middle = MAX((x_of(c->l.first) + x_of(last)) / 2, MARGIN + half);

    c->y = svg_lines(c, "label middle faint", middle, c->y + LINE + 4, lines);
    c->width = MAX(c->width, middle + half + MARGIN);
}

static void svg_steps(canvas *c)
{
    for (unsigned i = 0; i < c->p->steps->len; i++) {
        const step *s = &g_array_index(c->p->steps, step, i);

        if (i % NAMES_EVERY == 0)
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
        unsigned x = x_of(lifeline(&c->l, i));

        g_string_append_printf(c->out, "<path class=\"life\" d=\"M%u %u V%u\"/>\n", x, top, bottom);
    }
    g_string_append(c->out, body);
    g_string_append(c->out, "</svg>\n");
    return g_string_free(c->out, FALSE);
}

static char *draw_svg(const plan *p)
{
    g_autoptr(GPtrArray) title = wrap(p->title, 100, TITLE_LINES, p->g);
    g_autoptr(GString) body = g_string_new(NULL);
    canvas c = { .p = p,
                 .l = lanes_of(p, &svg_measures),
                 .out = body,
                 .width = widest(title) * (CHAR + 2) + 2 * MARGIN };
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

static char *draw(const sip_ladder *ladder, sip_ladder_format format, unsigned most)
{
    static char *(*const draws[])(const plan *) = {
        [SIP_LADDER_TEXT] = draw_text,
        [SIP_LADDER_ASCII] = draw_text,
        [SIP_LADDER_MERMAID] = draw_mermaid,
        [SIP_LADDER_SVG] = draw_svg,
    };
    g_autoptr(plan) p = plan_new(ladder, glyphs_of[format], most);

    return draws[format](p);
}

char *sip_ladder_draw(const sip_ladder *ladder, sip_ladder_format format)
{
    unsigned most = SIP_LADDER_ARROWS_MAX;
    char *drawing = draw(ladder, format, most);

    while (format == SIP_LADDER_MERMAID && mermaid_length(drawing) > SIP_LADDER_MERMAID_MAX
           && most > 1) {
        most /= 2;
        g_free(drawing);
        drawing = draw(ladder, format, most);
    }
    return drawing;
}
