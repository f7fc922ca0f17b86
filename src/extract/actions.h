/* How listed actions are counted, and where lists of them may stand. Private to actions.c and actions_places.c. */
#pragma once

#include "roles.h"

typedef struct {
    guint total, done, states, first;
    guint words; /* items of one word */
    guint boxes, ticked, first_box;
    int depth;
    bool parents; /* the list's items head others */
    guint after;  /* the block behind the last one counted */
    int state;    /* of the heading above: 1 done, 0 open, -1 neither */
} Tally;

/* actions.c: counts an item, a row or the lines of a block; last: of the stretch */
void actions_count_block(const RoleReader *r, guint b, guint last, Tally *tally);
/* "Completed", "To do" above a part of the list: 1 done, 0 open, -1 neither. */
int actions_heading_state(const RoleReader *r, guint b);
/* Whether the block's last letter is one of the marks. */
bool actions_end_with(const TextBlock *block, const char *marks);
/* actions_places.c: whether the head of the row's table has a column for actions */
bool actions_row_named(const RoleReader *r, guint b);
/* ... each for texts in which no section lists any: below a sentence that announces them */
void actions_led(const RoleReader *r, const Scope *scope, Tally *tally);
/* below "Remediation", which may tell what was done as well */
void actions_ambiguous(const RoleReader *r, const Scope *scope, Tally *tally);
/* in a table that names them by its head */
void actions_tabled(const RoleReader *r, const Scope *scope, Tally *tally);
/* "Action point: have the test again" here and there */
void actions_labelled(const RoleReader *r, const Scope *scope, Tally *tally);
/* paragraphs of a section that begin in bold */
void actions_bold(const RoleReader *r, const Scope *scope, Tally *tally);
