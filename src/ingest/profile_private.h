/* What reading and holding profiles share. */
#pragma once

#include "nines/base/embedded.h"
#include "nines/ingest/profile.h"

Profile *profile_new(const char *file);
Condition *condition_new(const char *path);
FieldSource *field_source_new(void);
FieldRule *field_rule_new(Target target);
KindRule *kind_rule_new(void);
ListRule *list_rule_new(const char *each);
RunRule *run_rule_new(const char *state);
/* The key of Profile.values. Caller frees. */
char *profile_value_key(Target target, const char *value);
