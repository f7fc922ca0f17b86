/* What lengths, counts and sums share. Private to the last stage. */
#pragma once

#include "roles.h"

/* How much a section's figures tell of the harm: 1.5 under impact, below 0 under actions. */
double amount_place(const RoleReader *r, guint block);
/* Whether the mention stands behind a label of the group. */
bool amount_labelled(const RoleReader *r, const Mention *m, CueGroup group);
/* Whether the token ends a clause: a full stop, a comma, a bracket. */
bool amount_ends_clause(const RoleReader *r, guint block, guint i);
bool amount_is_and(const RoleReader *r, guint block, guint i);
/* Whether the group stands near the mention, within its own clause. */
bool amount_beside(const RoleReader *r, const Mention *m, guint before, guint after, CueGroup group);
/* length.c */
void duration_select(RoleReader *r, const Scope *scope, Incident *incident);
