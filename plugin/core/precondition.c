/* precondition.c - which resources a call waits for: the preconditions in its SDP.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "precondition.h"

#include <string.h>

/* A row of the tables of RFC 3312 §5.1 is a bit: two directions a segment. Tables are kept as the
 * caller sees them, so that both sides' SDP fit the same one. */
enum {
    ROWS_CALLER = SIP_QOS_BOTH << 2 * SIP_QOS_CALLER,
    ROWS_CALLEE = SIP_QOS_BOTH << 2 * SIP_QOS_CALLEE,
    ROWS_FORTH = SIP_QOS_FORTH << 2 * SIP_QOS_E2E,
    ROWS_BACK = SIP_QOS_BACK << 2 * SIP_QOS_E2E
};

enum { CALLER, CALLEE }; /* the two sides */

enum { SEGMENTS = SIP_QOS_E2E + 1 };

/* Who has to see to which rows. End to end it is the sender of the media, who alone learns of its
 * reservation (RFC 3312 §13.1). */
static const uint8_t parts[] = {
    [CALLER] = ROWS_CALLER | ROWS_FORTH,
    [CALLEE] = ROWS_CALLEE | ROWS_BACK,
};

/* Media types of RFC 8866 §5.14 and RFC 6466; the first stands for all others. */
static const char *const media_types[] = {
    "", "audio", "video", "text", "application", "message", "image",
};

static uint8_t rows_of(sip_qos_segment segment, sip_qos_direction direction)
{
    return (uint8_t)(direction << 2 * segment);
}

sip_precondition *sip_precondition_new(void)
{
    return g_new0(sip_precondition, 1);
}

void sip_precondition_free(sip_precondition *p)
{
    g_free(p);
}

/* {{{ reading lines */

/* Takes the next word off TEXT; empty: there is none. RFC 3312 §4 has one blank between two. */
static sip_slice take_word(sip_slice *text)
{
    const char *at = text->ptr, *end = at + text->len, *start;

    while (at < end && sip_is_blank(*at))
        at++;
    start = at;
    while (at < end && !sip_is_blank(*at))
        at++;
    *text = (sip_slice){ at, (size_t)(end - at) };
    return (sip_slice){ start, (size_t)(at - start) };
}

/* Takes PREFIX off TEXT. Case matters in all of SDP (RFC 8866 §5). */
static bool take_prefix(sip_slice *text, const char *prefix)
{
    size_t len = strlen(prefix);

    if (text->len < len || memcmp(text->ptr, prefix, len) != 0)
        return false;
    text->ptr += len;
    text->len -= len;
    return true;
}

typedef enum { CURRENT, DESIRED, CONFIRM, NO_STATUS } status_kind;

/* Takes what makes LINE a current-status, desired-status or confirm-status attribute off it. */
static status_kind take_kind(sip_slice *line)
{
    if (!take_prefix(line, "a="))
        return NO_STATUS;
    if (take_prefix(line, "curr:"))
        return CURRENT;
    if (take_prefix(line, "des:"))
        return DESIRED;
    return take_prefix(line, "conf:") ? CONFIRM : NO_STATUS;
}

/* Most lines are neither of a media nor a status, and their first bytes tell. */
static inline bool may_matter(sip_slice line)
{
    if (line.len < 2 || line.ptr[0] == 'm')
        return line.len >= 2;
    return line.ptr[0] == 'a' && line.len > 2 && (line.ptr[2] == 'c' || line.ptr[2] == 'd');
}

/* Which of the N words of LIST is it? N: none. */
static unsigned find_word(sip_slice word, const char *const *list, unsigned n)
{
    unsigned i = 0;

    while (i < n && !sip_slice_equal(word, list[i]))
        i++;
    return i;
}

static bool read_strength(sip_slice word, sip_qos_strength *strength)
{
    static const char *const tags[] = {
        [SIP_QOS_NONE] = "none",           [SIP_QOS_OPTIONAL] = "optional",
        [SIP_QOS_MANDATORY] = "mandatory", [SIP_QOS_FAILURE] = "failure",
        [SIP_QOS_UNKNOWN] = "unknown",
    };

    *strength = (sip_qos_strength)find_word(word, tags, G_N_ELEMENTS(tags));
    return *strength < G_N_ELEMENTS(tags);
}

static bool read_segment(sip_slice word, bool from_caller, sip_qos_segment *segment)
{
    if (sip_slice_equal(word, "e2e"))
        *segment = SIP_QOS_E2E;
    else if (sip_slice_equal(word, "local"))
        *segment = from_caller ? SIP_QOS_CALLER : SIP_QOS_CALLEE;
    else if (sip_slice_equal(word, "remote"))
        *segment = from_caller ? SIP_QOS_CALLEE : SIP_QOS_CALLER;
    else
        return false;
    return true;
}

static bool read_direction(sip_slice word, bool from_caller, sip_qos_direction *direction)
{
    if (sip_slice_equal(word, "none"))
        *direction = SIP_QOS_NEITHER;
    else if (sip_slice_equal(word, "sendrecv"))
        *direction = SIP_QOS_BOTH;
    else if (sip_slice_equal(word, "send"))
        *direction = from_caller ? SIP_QOS_FORTH : SIP_QOS_BACK;
    else if (sip_slice_equal(word, "recv"))
        *direction = from_caller ? SIP_QOS_BACK : SIP_QOS_FORTH;
    else
        return false;
    return true;
}

/* A current-status, desired-status or confirm-status attribute. */
typedef struct {
    status_kind kind;
    sip_slice type;
    sip_qos_strength strength; /* DESIRED only */
    sip_qos_segment segment;
    sip_qos_direction direction;
} attribute;

/* False: LINE is no such attribute, or has a word that is not defined. */
static bool read_attribute(sip_slice line, bool from_caller, attribute *a)
{
    a->kind = take_kind(&line);
    if (a->kind == NO_STATUS)
        return false;
    a->type = take_word(&line);
    a->strength = SIP_QOS_NONE;
    if (a->kind == DESIRED && !read_strength(take_word(&line), &a->strength))
        return false;
    return read_segment(take_word(&line), from_caller, &a->segment)
           && read_direction(take_word(&line), from_caller, &a->direction);
}

/* The m= line of a media. */
typedef struct {
    sip_slice type;
    bool rejected; /* port 0 */
} media_line;

static bool read_media_line(sip_slice line, media_line *media)
{
    uint64_t port = 0;

    if (!take_prefix(&line, "m="))
        return false;
    media->type = take_word(&line);
    /* A number too long for a port is not 0. */
    media->rejected = sip_slice_number(take_word(&line), G_MAXUINT16, &port) && port == 0;
    return true;
}

bool sip_sdp_has_qos(sip_slice sdp)
{
    while (sdp.len > 0) {
        sip_slice line = sip_line_take(&sdp);

        if (may_matter(line) && take_kind(&line) != NO_STATUS
            && sip_slice_equal(take_word(&line), "qos"))
            return true;
    }
    return false;
}

/* }}} */
/* {{{ what an SDP says of a media line */

typedef struct {
    bool rejected;
    uint8_t media;   /* index of media_types */
    uint8_t used;    /* rows of the segments that are named */
    uint8_t told;    /* rows of the segments whose current status is told */
    uint8_t current; /* rows that are reserved */
    uint8_t mandatory, optional;
    uint8_t confirm; /* rows to be confirmed */
    bool desires;    /* has a desired status */
} statement;

static void begin_statement(statement *said, const media_line *media)
{
    unsigned type = find_word(media->type, media_types, G_N_ELEMENTS(media_types));

    memset(said, 0, sizeof *said);
    said->rejected = media->rejected;
    said->media = (uint8_t)(type % G_N_ELEMENTS(media_types));
}

/* Only qos is followed: nothing tells when another type of precondition is met.
 * The lines of a media add up, whatever their order: "send" and "recv" are "sendrecv" (RFC 3312
 * §5.1.1), and a line said twice, which has no meaning of its own, does no harm. */
static void add_attribute(statement *said, const attribute *a)
{
    uint8_t segment = rows_of(a->segment, SIP_QOS_BOTH);
    uint8_t rows = rows_of(a->segment, a->direction);

    if (!sip_slice_equal(a->type, "qos"))
        return;
    said->used |= segment;
    if (a->kind == CURRENT) {
        said->told |= segment;
        said->current |= rows;
    } else if (a->kind == CONFIRM) {
        said->confirm |= rows;
    } else {
        said->desires = true;
        if (a->strength == SIP_QOS_MANDATORY)
            said->mandatory |= rows;
        else if (a->strength == SIP_QOS_OPTIONAL)
            said->optional |= rows;
    }
}

/* }}} */
/* {{{ following */

/* An offer has the whole table (RFC 3312 §5.1.1); one without any desired status is taken to desire
 * what was desired before. An answer may raise a strength and never lowers one (§5.2). */
static void take_desires(sip_qos_line *line, const statement *said, sip_sdp_role role)
{
    if (role == SIP_SDP_OFFER && said->desires) {
        line->used = 0;
        line->mandatory = 0;
        line->optional = 0;
        line->current &= said->used;
        line->asked[CALLER] &= said->used;
        line->asked[CALLEE] &= said->used;
    }
    line->used |= said->used;
    line->mandatory |= said->mandatory;
    line->optional |= said->optional;
}

/* A media line without preconditions: an answer to an offer that had them, from somebody who never
 * used them, says that they are not supported (RFC 3312 §11). Later SDP may well leave out what is
 * settled. */
static void take_silence(sip_qos_line *line, unsigned side, sip_sdp_role role)
{
    bool heard = (line->heard & 1U << side) != 0;

    if (role != SIP_SDP_ANSWER || line->used == 0 || heard)
        return;
    memset(line, 0, sizeof *line);
    line->declined = true;
}

/* What SIDE says of a media line, into what is known of it. */
static void take_statement(sip_qos_line *line, const statement *said, unsigned side,
                           sip_sdp_role role)
{
    /* A stream that is refused or ended has none (RFC 3312 §8.1), and another may come in its
     * place (RFC 3264 §8.1). */
    if (said->rejected || line->media != said->media)
        memset(line, 0, sizeof *line);
    if (said->rejected)
        return;
    if (said->used == 0) {
        take_silence(line, side, role);
    } else {
        take_desires(line, said, role);
        /* In an answer also downwards: the stream may have moved (RFC 4032 §4.1). */
        line->current = (uint8_t)((line->current & ~said->told) | said->current);
        line->asked[!side] = said->confirm; /* never negotiated (RFC 3312 §7) */
        line->heard |= (uint8_t)(1U << side);
        line->declined = false;
    }
    line->media = said->media;
}

/* Where in the SDP it is, and what has been read of the media line there. */
typedef struct {
    sip_precondition *p;
    unsigned side;
    sip_sdp_role role;
    unsigned line; /* from 1; 0: before the first */
    statement said;
} reading;

static void end_media_line(reading *r)
{
    if (r->line == 0)
        return; /* of the session: not defined (RFC 3312 §4) */
    if (r->line <= SIP_QOS_LINES_MAX)
        take_statement(&r->p->lines[r->line - 1], &r->said, r->side, r->role);
    else if (r->said.used != 0 && !r->said.rejected)
        r->p->more = true;
}

void sip_precondition_feed(sip_precondition *p, sip_slice sdp, bool from_caller, sip_sdp_role role)
{
    reading r = { .p = p, .side = from_caller ? CALLER : CALLEE, .role = role };
    sip_precondition before = *p;
    bool in_media = false;
    media_line media;
    attribute a;

    p->failed = false;
    while (sdp.len > 0) {
        sip_slice line = sip_line_take(&sdp);

        if (!may_matter(line))
            continue;
        if (read_media_line(line, &media)) {
            end_media_line(&r);
            begin_statement(&r.said, &media);
            r.line++;
            in_media = true;
        } else if (read_attribute(line, from_caller, &a)) {
            if (in_media && a.strength >= SIP_QOS_FAILURE) {
                *p = before; /* a refusal is neither offer nor answer (RFC 3312 §8) */
                p->failed = true;
                return;
            }
            add_attribute(&r.said, &a);
        }
    }
    end_media_line(&r);
}

/* }}} */
/* {{{ asking */

/* Lines of P; P may be NULL. */
static unsigned count_lines(const sip_precondition *p)
{
    return p ? SIP_QOS_LINES_MAX : 0;
}

static uint8_t unmet_rows(const sip_qos_line *line)
{
    return line->mandatory & (uint8_t)~line->current;
}

/* Do the preconditions of LINE wait for SIDE's part? */
static bool waits_for(const sip_qos_line *line, unsigned side)
{
    unsigned part = line->used & parts[side];
    unsigned desired = (line->mandatory | line->optional) & part;
    unsigned missing = ~(unsigned)line->current;
    bool heard = (line->heard & 1U << side) != 0;

    /* Once both have spoken, what is optional holds nothing up (RFC 3312 §5.1). */
    if (line->heard == (1U << CALLER | 1U << CALLEE))
        return unmet_rows(line) != 0 && (desired & missing) != 0;
    if (!heard || desired == 0) /* the answer may desire any of it (RFC 3312 §5.2) */
        desired = part;
    return desired == 0 || (desired & missing) != 0;
}

/* Is what is desired optional, and not all there? Then it holds nothing up, and says nothing of
 * what is reserved (RFC 3312 §5.1). */
static bool wants_nothing(const sip_precondition *p)
{
    unsigned missing = 0;

    for (unsigned i = 0; i < count_lines(p); i++) {
        const sip_qos_line *line = &p->lines[i];

        if (line->mandatory)
            return false;
        missing |= line->optional & ~(unsigned)line->current;
    }
    return missing != 0;
}

sip_qos_phase sip_precondition_phase(const sip_precondition *p)
{
    bool in_use = false, waits[] = { [CALLER] = false, [CALLEE] = false };

    if (p && p->failed)
        return SIP_QOS_PHASE_FAILED;
    for (unsigned i = 0; i < count_lines(p); i++) {
        const sip_qos_line *line = &p->lines[i];

        if (line->used == 0)
            continue;
        in_use = true;
        waits[CALLER] = waits[CALLER] || waits_for(line, CALLER);
        waits[CALLEE] = waits[CALLEE] || waits_for(line, CALLEE);
    }
    if (!in_use || (wants_nothing(p) && !waits[CALLER] && !waits[CALLEE]))
        return SIP_QOS_PHASE_NONE;
    if (waits[CALLER])
        return waits[CALLEE] ? SIP_QOS_PHASE_BOTH_PENDING : SIP_QOS_PHASE_CALLEE_READY;
    return waits[CALLEE] ? SIP_QOS_PHASE_CALLER_READY : SIP_QOS_PHASE_READY;
}

/* Is anything mandatory missing in these rows of any line? */
static bool is_unmet(const sip_precondition *p, uint8_t rows)
{
    for (unsigned i = 0; i < count_lines(p); i++)
        if (unmet_rows(&p->lines[i]) & rows)
            return true;
    return false;
}

bool sip_precondition_caller_unmet(const sip_precondition *p)
{
    return is_unmet(p, parts[CALLER]);
}

bool sip_precondition_callee_unmet(const sip_precondition *p)
{
    return is_unmet(p, parts[CALLEE]);
}

bool sip_precondition_met(const sip_precondition *p)
{
    return !is_unmet(p, parts[CALLER] | parts[CALLEE]) && !(p && p->failed);
}

bool sip_precondition_mandatory(const sip_precondition *p)
{
    for (unsigned i = 0; i < count_lines(p); i++)
        if (p->lines[i].mandatory)
            return true;
    return false;
}

/* Is SIDE asked to confirm a row of any line that is not there yet? */
static bool is_to_confirm(const sip_precondition *p, unsigned side)
{
    for (unsigned i = 0; i < count_lines(p); i++)
        if (p->lines[i].asked[side] & ~p->lines[i].current)
            return true;
    return false;
}

bool sip_precondition_caller_confirms(const sip_precondition *p)
{
    return is_to_confirm(p, CALLER);
}

bool sip_precondition_callee_confirms(const sip_precondition *p)
{
    return is_to_confirm(p, CALLEE);
}

bool sip_precondition_declined(const sip_precondition *p)
{
    for (unsigned i = 0; i < count_lines(p); i++)
        if (p->lines[i].declined)
            return true;
    return false;
}

bool sip_precondition_more(const sip_precondition *p)
{
    return p && p->more;
}

/* }}} */
/* {{{ faults */

/* The type may be any: one that is not known is refused by its name (RFC 3312 §9). All ports of
 * such an SDP are 0 (§8), so they tell nothing here. */
bool sip_precondition_failure(sip_slice sdp, bool from_caller, sip_precondition_fault *fault)
{
    media_line media = { .rejected = false };
    unsigned number = 0;
    attribute a;

    while (sdp.len > 0) {
        sip_slice line = sip_line_take(&sdp);

        if (read_media_line(line, &media))
            number++;
        if (number == 0 || !read_attribute(line, from_caller, &a) || a.strength < SIP_QOS_FAILURE)
            continue;
        *fault = (sip_precondition_fault){
            .line = number,
            .media = media.type,
            .type = a.type,
            .strength = a.strength,
            .segment = a.segment,
            .direction = a.direction,
        };
        return true;
    }
    return false;
}

bool sip_precondition_unmet(const sip_precondition *p, unsigned index,
                            sip_precondition_fault *fault)
{
    for (unsigned i = 0; i < SEGMENTS * count_lines(p); i++) {
        const sip_qos_line *line = &p->lines[i / SEGMENTS];
        unsigned direction = unmet_rows(line) >> 2 * (i % SEGMENTS) & SIP_QOS_BOTH;
        const char *media = media_types[line->media];

        if (direction == SIP_QOS_NEITHER || index-- > 0)
            continue;
        *fault = (sip_precondition_fault){
            .line = i / SEGMENTS + 1,
            .media = { media, strlen(media) },
            .type = { "qos", 3 },
            .strength = SIP_QOS_MANDATORY,
            .segment = (sip_qos_segment)(i % SEGMENTS),
            .direction = (sip_qos_direction)direction,
        };
        return true;
    }
    return false;
}

/* }}} */
