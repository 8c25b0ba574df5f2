/* arena.c - memory that is given back all at once, when the file is closed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "arena.h"

#include <stdalign.h>
#include <string.h>

#define BLOCK 65536
#define TAKE_MAX 4096

struct sip_arena {
    GPtrArray *blocks; /* of BLOCK bytes each */
    size_t used;       /* bytes of the last block */
    GStringChunk *strings;
};

sip_arena *sip_arena_new(void)
{
    sip_arena *arena = g_new0(sip_arena, 1);

    arena->blocks = g_ptr_array_new_with_free_func(g_free);
    arena->used = BLOCK;
    arena->strings = g_string_chunk_new(BLOCK);
    return arena;
}

void sip_arena_free(sip_arena *arena)
{
    if (!arena)
        return;
    g_ptr_array_free(arena->blocks, TRUE);
    g_string_chunk_free(arena->strings);
    g_free(arena);
}

void *sip_arena_take(sip_arena *arena, size_t size)
{
    char *block;

    g_assert(size <= TAKE_MAX);
    size = (size + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
    if (size > BLOCK - arena->used) {
        g_ptr_array_add(arena->blocks, g_malloc(BLOCK));
        arena->used = 0;
    }
    block = g_ptr_array_index(arena->blocks, arena->blocks->len - 1);
    block += arena->used;
    arena->used += size;
    return memset(block, 0, size);
}

const char *sip_arena_intern(sip_arena *arena, const char *text)
{
    return g_string_chunk_insert_const(arena->strings, text);
}

const char *sip_arena_copy(sip_arena *arena, const char *text, size_t len)
{
    return g_string_chunk_insert_len(arena->strings, text, (gssize)len);
}
