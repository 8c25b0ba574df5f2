/* ims_body.c - what an IMS network says in a body: application/3gpp-ims+xml (TS 24.229 §7.6).
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "ims_body.h"

#include "body.h"
#include "text.h"

#include <string.h>

#define TYPE "application/3gpp-ims+xml"
#define SERVICE "alternative-service"

/* Where in the XML it is. */
typedef struct {
    sip_arena *arena;
    sip_ims_body *body; /* NULL: no alternative-service yet */
    unsigned depth;     /* inside of it: 1 its children; 0: outside */
    const char **text;  /* where the text of the child goes; NULL: nowhere */
} reading;

/* Element names without their namespace prefix. */
static bool is_element(const char *name, const char *wanted)
{
    const char *colon = strchr(name, ':');

    return strcmp(colon ? colon + 1 : name, wanted) == 0;
}

static void begin(GMarkupParseContext *context G_GNUC_UNUSED, const char *name,
                  const char **attributes G_GNUC_UNUSED, const char **values G_GNUC_UNUSED,
                  void *data, GError **error G_GNUC_UNUSED)
{
    reading *r = data;

    r->text = NULL;
    if (r->depth == 0) {
        if (r->body || !is_element(name, SERVICE))
            return;
        r->body = SIP_ARENA_NEW(r->arena, sip_ims_body);
    } else if (r->depth == 1) {
        if (is_element(name, "type"))
            r->text = &r->body->type;
        else if (is_element(name, "action"))
            r->text = &r->body->action;
        else if (is_element(name, "reason"))
            r->text = &r->body->reason;
    }
    r->depth++;
}

static void end(GMarkupParseContext *context G_GNUC_UNUSED, const char *name G_GNUC_UNUSED,
                void *data, GError **error G_GNUC_UNUSED)
{
    reading *r = data;

    r->text = NULL;
    if (r->depth > 0)
        r->depth--;
}

/* The first text of an element counts. */
static void take_text(GMarkupParseContext *context G_GNUC_UNUSED, const char *text, gsize len,
                      void *data, GError **error G_GNUC_UNUSED)
{
    reading *r = data;
    sip_slice trimmed = sip_slice_trim((sip_slice){ text, len });

    if (r->text && !*r->text && trimmed.len > 0)
        *r->text = sip_text_keep(r->arena, trimmed, SIP_IMS_TEXT_MAX);
}

const sip_ims_body *sip_ims_body_read(sip_arena *arena, const sip_message *msg)
{
    static const GMarkupParser parser = { .start_element = begin,
                                          .end_element = end,
                                          .text = take_text };
    reading r = { .arena = arena };
    GMarkupParseContext *context;
    sip_slice xml;
    bool good;

    if (!sip_body_find(msg, TYPE, &xml))
        return NULL;
    context = g_markup_parse_context_new(&parser, 0, &r, NULL);
    good = g_markup_parse_context_parse(context, xml.ptr, (gssize)xml.len, NULL)
           && g_markup_parse_context_end_parse(context, NULL);
    g_markup_parse_context_free(context);
    return good ? r.body : NULL;
}
