/* Characters by name or number: "&nbsp;", "&#233;". */
#include "builder.h"

#include <string.h>

/* The names of U+00A1 to U+00FF in their order (HTML 4, chapter 24). */
static const char *const latin[] = {
    "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",    "copy",   "ordf",   "laquo",
    "not",    "shy",    "reg",    "macr",   "deg",    "plusmn", "sup2",   "sup3",   "acute",  "micro",  "para",
    "middot", "cedil",  "sup1",   "ordm",   "raquo",  "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute",
    "Acirc",  "Atilde", "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave",
    "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde", "Ouml",   "times",
    "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",  "szlig",  "agrave", "aacute", "acirc",
    "atilde", "auml",   "aring",  "aelig",  "ccedil", "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute",
    "icirc",  "iuml",   "eth",    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide", "oslash",
    "ugrave", "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml"};

static gunichar latin_entity(const char *entity, gsize length)
{
    for (guint i = 0; i < G_N_ELEMENTS(latin); i++)
        if (strlen(latin[i]) == length - 2 && memcmp(latin[i], entity + 1, length - 2) == 0)
            return 0xa1 + i;
    return 0;
}

void html_entity(GString *text, const char *entity, gsize length)
{
    static const struct {
        const char *name;
        const char *text;
    } names[] = {{"&nbsp;", " "},
                 {"&amp;", "&"},
                 {"&lt;", "<"},
                 {"&gt;", ">"},
                 {"&quot;", "\""},
                 {"&ndash;", "-"},
                 {"&mdash;", "-"},
                 {"&minus;", "-"},
                 {"&rarr;", "-"},
                 {"&euro;", "\xe2\x82\xac"},
                 {"&rsquo;", "'"},
                 {"&apos;", "'"},
                 {"&lsquo;", "'"},
                 {"&ldquo;", "\""},
                 {"&rdquo;", "\""},
                 {"&hellip;", "..."},
                 {"&bull;", "\xe2\x80\xa2"}};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (strlen(names[i].name) == length && memcmp(names[i].name, entity, length) == 0) {
            g_string_append(text, names[i].text);
            return;
        }
    gunichar c = length > 3 && entity[1] != '#' ? latin_entity(entity, length) : 0;
    if (length > 3 && entity[1] == '#')
        c = (gunichar)(g_ascii_tolower(entity[2]) == 'x' ? g_ascii_strtoull(entity + 3, NULL, 16)
                                                         : g_ascii_strtoull(entity + 2, NULL, 10));
    if (c >= 32 && g_unichar_validate(c))
        g_string_append_unichar(text, c == 0xa0 ? ' ' : c);
    else
        g_string_append_len(text, entity, (gssize)length);
}
