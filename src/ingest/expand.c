#include "expand.h"

#include "map_tree.h"
#include "nines/ingest/tree.h"

/* The nodes are copies that share what they hold; only the outer mapping is new. */
static bool visit_element(const Profile *profile, const YamlNode *record, const YamlNode *element, ExpandVisit visit,
                          gpointer user_data, GError **error)
{
    char names[][8] = {"record", "each", "key"};
    YamlNode outer = *record, each = *element, key = *element, root = *element;
    g_autoptr(GPtrArray) children = g_ptr_array_new();
    outer.key = names[0];
    each.key = names[1];
    key.key = names[2];
    key.kind = YAML_SCALAR;
    key.plain = false;
    key.text = element->key;
    g_ptr_array_add(children, &outer);
    g_ptr_array_add(children, &each);
    if (element->key)
        g_ptr_array_add(children, &key);
    root.kind = YAML_MAPPING;
    root.children = children;
    return !conditions_hold(&root, profile->expand_where) || visit(&root, user_data, error);
}

bool expand_each(const Profile *profile, const YamlNode *record, ExpandVisit visit, gpointer user_data, GError **error)
{
    if (!profile->expand)
        return visit(record, user_data, error);
    g_autoptr(GPtrArray) lists = tree_all(record, profile->expand);
    for (guint i = 0; i < lists->len; i++) {
        const YamlNode *list = lists->pdata[i];
        for (guint j = 0; list->kind != YAML_SCALAR && j < list->children->len; j++)
            if (!visit_element(profile, record, list->children->pdata[j], visit, user_data, error))
                return false;
    }
    return true;
}
