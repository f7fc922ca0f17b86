/* What the parts of the mapper share. */
#pragma once

#include "mapper.h"

/* The record's problem, unless it has one already. */
void mapper_problem(Mapper *mapper, Target target, guint column, const char *text, gsize length, const char *why);
/* A finding: the value is left out. */
void mapper_bad_value(Mapper *mapper, const char *field, const char *text, const char *why);
/* A time as it is written; one that cannot be read is the record's problem. length -1: NUL-terminated. */
void mapper_put_time_text(Mapper *mapper, Target target, const char *text, gssize length, guint column);
/* A day or a month alone: it happened somewhere within. */
void mapper_put_within(Mapper *mapper, const char *text);
