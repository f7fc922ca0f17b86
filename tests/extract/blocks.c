#include "support.h"

static char *shape(const char *text, bool split)
{
    g_autoptr(TextDocument) document = text_document_read("x.md", text, strlen(text));
    g_autoptr(Cues) cues = split ? lexicon_cues(lexicon_shipped(), document) : NULL;
    if (split)
        text_document_split(document, cues);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < document->blocks->len; i++) {
        const TextBlock *block = text_document_block(document, i);
        g_autofree char *flat = g_strdelimit(g_strdup(block->text), "\n", '/');
        g_string_append_printf(out, "%s%d@%d %s|", text_block_kind_name(block->kind), block->level, block->line, flat);
    }
    return g_string_free(out, FALSE);
}

static const struct {
    const char *name, *text, *shape;
} cases[] = {
    {"markdown", "# T\n\ntext *one*\nline\n\n- a\n    - b\n",
     "heading1@1 T|paragraph0@3 text one/line|item1@6 a|item2@7 b|"},
    {"table", "|A|B|\n|-|-|\n|1|**2**|\n", "row0@1 A/B|row0@3 1/2|"},
    {"front matter", "---\ntitle: \"X y\"\ndate: 2021-01-02\n---\nbody\n",
     "key0@2 title: X y|key0@3 date: 2021-01-02|paragraph0@5 body|"},
    {"short rule", "|A|B|\n|:-|-|\n|1|2|\n", "row0@1 A/B|row0@3 1/2|"},
    {"dotted keys", "<!--\n.. title: X y\n.. date: 2021-01-02\n-->\nbody\n",
     "key0@2 title: X y|key0@3 date: 2021-01-02|paragraph0@5 body|"},
    {"camel keys", "---\nresolvedAt: 10:02\n---\n", "key0@2 resolved At: 10:02|"},
    {"toml", "+++\ntitle = 'X'\n+++\nbody\n", "key0@2 title: X|paragraph0@4 body|"},
    {"open front matter", "---\ntitle\n", "paragraph0@2 title|"},
    {"jira", "h2. Summary\ntext\n", "heading2@1 Summary|paragraph0@2 text|"},
    {"mediawiki", "== Summary ==\ntext\n", "heading1@1 Summary|paragraph0@2 text|"},
    {"wiki list", "= T =\n== S ==\n# a\n## b\n# c\n", "heading1@1 T|heading2@2 S|item1@3 a|item2@4 b|item1@5 c|"},
    {"no wiki list", "# T\n\n== S ==\n\n# a\n", "heading1@1 T|heading1@3 S|heading1@5 a|"},
    {"rst list", "#. a\n#. b\n", "item1@1 a|item1@2 b|"},
    {"no blank", "##Title\n", "heading2@1 Title|"},
    {"html", "<html><body><h1>A</h1>\n<p>b<br>c&amp;d</p><ul><li>e</li></ul></body></html>",
     "heading1@1 A|paragraph0@2 b/c&d|item1@2 e|"},
    {"entities", "<html><p>&copy; M&uuml;ller &bull; caf&#233; &bogus;</p></html>",
     "paragraph0@1 \xc2\xa9 M\xc3\xbcller \xe2\x80\xa2 caf\xc3\xa9 &bogus;|"},
    {"head cells", "<html><table><tr><th>A</th><th>B</th></tr><tr><th>C</th><td>d</td></tr></table></html>",
     "row0@1 A/B|row0@1 C/d|"},
    {"white space", "<!doctype html>\n<h2\nid=a>Mail was\n  late</h2>\n<p>One <a\nhref='x>y'>two</a>\nthree.</p>",
     "heading2@3 Mail was late|paragraph0@5 One two three.|"},
    {"fragment", "<h1>A</h1>\n<p>b</p>\n", "heading1@1 A|paragraph0@2 b|"},
    {"no fragment", "<div align=center>\n\n# A\n\n</div>\n", "heading1@3 A|"},
    {"title", "<html><head><title>Mail late</title></head><body><h2>What</h2></body></html>",
     "heading1@1 Mail late|heading2@1 What|"},
    {"frame",
     "<html><head><title>Home</title></head><nav><ul><li>Blog</li></ul></nav><svg><title>x</title></svg><h1>A</h1>"
     "<div class='page-metadata small'>by <div>Kim</div></div><p>b<button>Copy</button></p><footer>c</footer></html>",
     "heading1@1 A|paragraph0@1 b|"},
    {"terms", "<html><dl><dt>Start</dt><dd><p>10:02</p></dd><dt>End:</dt><dd>10:20</dd></dl></html>",
     "item1@1 Start: 10:02|item1@1 End: 10:20|"},
    {"paragraphs of an item", "<html><ul><li><p>a</p><p>b</p></li><li>c<ol><li>d</li></ol></li></ul></html>",
     "item1@1 a|item1@1 b|item1@1 c|item2@1 d|"},
    {"lines of a cell",
     "<html><table><tr><td rowspan=2>3 May</td><td>10:02</td><td><p>a</p><p>b</p><ul><li>c</li></ul></td></tr>"
     "<tr><td>10:03</td><td>d</td></tr></table></html>",
     "row0@1 3 May/10:02/a/b/c|row0@1 /10:03/d|"},
    {"breaks", "<html><p>a<br>b<br><br>c</p></html>", "paragraph0@1 a/b|paragraph0@1 c|"},
    {"text in pre", "<html><pre><code>10:02 the alert &amp; the call\n10:20 all was well again\n</code></pre></html>",
     "paragraph0@1 10:02 the alert & the call/10:20 all was well again|"},
    {"code in pre", "<html><pre>if (a[0] == 10) {\n  return b->c;\n}</pre></html>",
     "code0@1 if (a[0] == 10) {/  return b->c;/}|"},
    {"lines of markup", "<html>\n= a =\n<p>\n* b\n</html>", "paragraph0@2 = a =|paragraph0@4 * b|"},
    {"storage",
     "<ac:structured-macro ac:name=\"panel\"><ac:parameter ac:name=\"bgColor\">#fff</ac:parameter><ac:parameter "
     "ac:name=\"title\">Impact</ac:parameter><ac:rich-text-body><p>From <time datetime=\"2024-05-06\" /> on "
     "<ac:structured-macro ac:name=\"status\"><ac:parameter ac:name=\"title\">DONE</ac:parameter>"
     "</ac:structured-macro></p></ac:rich-text-body></ac:structured-macro>",
     "heading2@1 Impact|paragraph0@1 From 2024-05-06 on DONE|"},
    {"details",
     "# A\n\n<details>\n<summary>B</summary>\n\n### C\n\n</details>\n\n<details><summary>D</summary>\n\ne\n\n"
     "</details>\n",
     "heading1@1 A|heading2@4 B|heading3@6 C|heading2@10 D|paragraph0@12 e|"},
    {"fenced text", "```md\nThe shop was down for an hour.\n\n- 10:02 alert fired\n```\n",
     "paragraph0@2 The shop was down for an hour.|item1@4 10:02 alert fired|"},
    {"fenced timeline", "```\n10:02 the alert fired at last\n10:20 the disk was replaced\n```\n",
     "paragraph0@2 10:02 the alert fired at last/10:20 the disk was replaced|"},
    {"fenced log",
     "```\nMay 04 10:02:11 web01 systemd[1]: Starting the shop now\nMay 04 10:02:12 web01 shop[7]: it has failed\n"
     "```\n",
     "code0@2 May 04 10:02:11 web01 systemd[1]: Starting the shop now/May 04 10:02:12 web01 shop[7]: it has failed/|"},
    {"rst",
     "=====\nNotes\n=====\n\n==========\n2022-03-11\n==========\n\nOutage\n------\n\nText\n\nMore\n~~~~\n\nEnd\n",
     "heading1@2 Notes|heading1@6 2022-03-11|heading2@9 Outage|paragraph0@12 Text|heading3@14 More|paragraph0@17 End|"},
    {"org", "#+TITLE: T\n* S\n- a\n** TODO b\n** DONE c\n", "heading1@1 T|heading2@2 S|item1@3 a|item1@4 b|item1@5 c|"},
    {"drawer",
     "* A\n  :PROPERTIES:\n  :CUSTOM_ID: a\n  :END:\n*Lead:* Kim\\\\\nb\n** [[http://x.y/z][C]]\n#+begin_src "
     "sh\nls\n#+end_src\n",
     "heading1@1 A|paragraph0@5 Lead: Kim/b|heading2@7 C|code0@9 ls/|"},
    {"open links", "#+TITLE: T\n[[http://x.y][a]\n[[b]\n", "heading1@1 T|paragraph0@2 [[http://x.y][a]/[[b]|"},
    {"org table", "#+TITLE: T\n| Time | What |\n|------+------|\n| 10:02 | a |\n",
     "heading1@1 T|row0@2 Time/What|row0@4 10:02/a|"},
    {"asciidoc", "= T\n:date: 3 May\n\n[[b]]\n== B\n\n. c\n* d\n** http://x.y[e]\n\nLead:: Kim\n\n----\nls\n----\n",
     "heading1@1 T|paragraph0@2 date: 3 May|heading2@5 B|item1@7 c|item2@8 d|item3@9 e|item1@11 Lead: Kim|code0@14 "
     "ls/|"},
    {"asciidoc lists", "= T\n\n== S\n\n. a\n* b\n* c\n. d\n\nend\n\n* e\n",
     "heading1@1 T|heading2@3 S|item1@5 a|item2@6 b|item2@7 c|item1@8 d|paragraph0@10 end|item1@12 e|"},
    {"asciidoc table", "= T\n\n== S\n\n[cols=2,options=header]\n|===\n|Time |What\n|10:02\n|a long\ntext\n|===\n",
     "heading1@1 T|heading2@3 S|row0@6 Time/What|row0@8 10:02/a long text|"},
    {"mediawiki marks", "== S ==\n'''Lead:''' [http://x.y Kim] of [[Team|ours]]\n* a\n** b\n; Start : 10:02\n",
     "heading1@1 S|paragraph0@2 Lead: Kim of ours|item1@3 a|item2@4 b|item1@5 Start: 10:02|"},
    {"mediawiki table",
     "== S ==\n{| class=\"wikitable\"\n|+ All of it\n|-\n! Time !! What\n|-\n| 10:02\n| a\n|-\n| 10:03 || b\n|}\nend\n",
     "heading1@1 S|row0@5 Time/What|row0@7 10:02/a|row0@10 10:03/b|paragraph0@12 end|"},
    {"dokuwiki",
     "====== T ======\n\n===== S =====\n\n  * a\n    * [[http://x.y|b]]\n  - c\n\n^ Time ^ What ^\n| 10:02 | //d// |\n",
     "heading1@1 T|heading2@3 S|item1@5 a|item2@6 b|item1@7 c|row0@9 Time/What|row0@10 10:02/d|"},
    {"jira marks",
     "h1. {anchor:t}T\n\n*Lead:* [Kim|http://x.y]\n* a {{b}}\n** "
     "c\n{panel:title=Impact}\nnone\n{panel}\n{code:sh}\nls\n{code}\n",
     "heading1@1 T|paragraph0@3 Lead: Kim|item1@4 a b|item2@5 c|heading3@6 Impact|paragraph0@7 none|code0@10 ls/|"},
    {"textile", "h1(#t). T\n\n*Lead:* \"Kim\":http://x.y\n\n|_. Time|_. What|\n|10:02|a|\n",
     "heading1@1 T|paragraph0@3 Lead: Kim|row0@5 Time/What|row0@6 10:02/a|"},
    {"rst marks",
     ".. _top:\n\nTop\n===\n\nSome\n~~~~\n\n:Date: 3 May\n:Lead: `Kim <http://x.y>`__\n\n| a\n| b\n\n.. note:: c\n",
     "heading1@3 Top|heading2@6 Some|paragraph0@9 Date: 3 May/Lead: Kim|paragraph0@12 a/b|paragraph0@15 c|"},
    {"marked heads", "h2. S\n||What||Who||\n|mail|Kim|\n\n||Start|10:02|\n||End|10:20|\n",
     "heading2@1 S|row0@2 What/Who|row0@3 mail/Kim|row0@5 Start/10:02|row0@6 End/10:20|"},
    {"grid table",
     "+-------+------+\n| Time  | What |\n+=======+======+\n| 10:02 | a    |\n|       | b    |\n+-------+------+\n| "
     "10:03 | c    |\n+-------+------+\nend\n",
     "row0@2 Time/What|row0@4 10:02/a b|row0@7 10:03/c|paragraph0@9 end|"},
    {"simple table", "===== ======\nTime  What\n===== ======\n10:02 a\n      b\n10:03 c\n===== ======\n",
     "row0@2 Time/What|row0@4 10:02/a b|row0@6 10:03/c|"},
    {"ruled table", "  Time    What\n  ------- ------\n  10:02   a b\n  10:03   c\n\nend\n",
     "row0@1 Time/What|row0@3 10:02/a b|row0@4 10:03/c|paragraph0@6 end|"},
    {"spaced table",
     "x\n\n  -------------\n  Time   What\n  ------ ------\n  10:02  a\n         b\n\n  10:03  c\n  "
     "-------------\n\nend\n",
     "paragraph0@1 x|row0@4 Time/What|row0@6 10:02/a b|row0@9 10:03/c|paragraph0@12 end|"},
    {"boxes", "- \xe2\x98\x92 a\n- \xe2\x98\x90 b\n", "item1@1 a|item1@2 b|"},
    {"infobox", "{{Infobox outage\n| title = T\n| start = 10:02\n}}\ntext\n",
     "paragraph0@2 title: T/start: 10:02|paragraph0@5 text|"},
    {"script", "<html><script>10:00 alert</script><p>x</p></html>", "paragraph0@1 x|"},
    {"windows lines", "# A\r\n\r\nb\r\n", "heading1@1 A|paragraph0@3 b|"},
    {"empty", "", ""},
    {"loose list", "- a\n\n- b\n", "item1@1 a|item1@3 b|"},
};

static void test_shapes(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *got = shape(cases[i].text, false);
        if (strcmp(got, cases[i].shape) != 0)
            g_test_message("%s: %s", cases[i].name, got);
        g_assert_cmpstr(got, ==, cases[i].shape);
    }
}

/* Lines that head what stands below them, and labels above their value. */
static const struct {
    const char *name, *text, *shape;
} split[] = {
    {"sections", "Summary\nThe shop was down.\nTimeline\n10:02 alert\n10:20 back\n",
     "heading2@1 Summary|paragraph0@2 The shop was down.|heading2@3 Timeline|paragraph0@4 10:02 alert/10:20 back|"},
    {"bold", "**Impact**\nNo orders.\n**3 May**\nQuiet.\n",
     "heading2@1 Impact|paragraph0@2 No orders.|heading3@3 3 May|paragraph0@4 Quiet.|"},
    {"bold below headings", "# A\n\n## Impact\n\n**Cause**\n\nNo orders.\n\n## Timeline\n\n**10:02 UTC**\n\nQuiet.\n",
     "heading1@1 A|heading2@3 Impact|paragraph0@5 Cause|paragraph0@7 No orders.|heading2@9 Timeline|heading3@11 10:02 "
     "UTC|paragraph0@13 Quiet.|"},
    {"headings with colons", "## Impact:\nNone.\n## Cause:\nA disk.\n## More disks:\nTwo.\n",
     "heading2@1 Impact|paragraph0@2 None.|heading2@3 Cause|paragraph0@4 A disk.|heading2@5 More disks|paragraph0@6 "
     "Two.|"},
    {"one heading with a colon", "## Impact\nNone.\n## More disks:\nTwo.\n",
     "heading2@1 Impact|paragraph0@2 None.|heading2@3 More disks:|paragraph0@4 Two.|"},
    {"bold sentence", "**Nobody was paged.**\n\nQuiet.\n", "paragraph0@1 Nobody was paged.|paragraph0@3 Quiet.|"},
    {"empty actions",
     "## Action items\n## Prevention\n- a bell\n## Process\n- call\n## Lessons learned\n- bells help\n",
     "heading2@1 Action items|heading3@2 Prevention|item1@3 a bell|heading3@4 Process|item1@5 call|heading2@6 Lessons "
     "learned|item1@7 bells help|"},
    {"title", "Post-mortem\nMail was late\nDate: 3 May\n\nText\n",
     "paragraph0@1 Post-mortem|paragraph0@2 Mail was late|paragraph0@3 Date: 3 May|paragraph0@5 Text|"},
    {"item", "- add an alert\nLessons learned\n- test it\n",
     "item1@1 add an alert|paragraph0@2 Lessons learned|item1@3 test it|"},
    {"days", "Mon 6 May 2024\n10:02 alert\nTue 7 May 2024\nnothing\n",
     "paragraph0@1 Mon 6 May 2024|paragraph0@2 10:02 alert|paragraph0@3 Tue 7 May 2024|paragraph0@4 nothing|"},
    {"within the item", "- add an alert\n  Timeline\n", "item1@1 add an alert/Timeline|"},
    {"wrapped",
     "The team had to look at the whole long history and the\nTimeline of the day before it could say\nmore.\n",
     "paragraph0@1 The team had to look at the whole long history and the/Timeline of the day before it could "
     "say/more.|"},
    {"rule", "Ticket 4\nMail is late\n------------\n", "paragraph0@1 Ticket 4|heading2@2 Mail is late|"},
    {"long rule", "From: a\nDate: 3 May\n--------------------------------------------\nText\n",
     "paragraph0@1 From: a/Date: 3 May|paragraph0@4 Text|"},
    {"values", "Start time\n10:02 UTC\nSeverity\nhigh\n", "paragraph0@1 Start time: 10:02 UTC/Severity: high|"},
    {"form", "### Severity\n\nhigh\n\n### Impact\n\nNobody could log in.\n",
     "heading3@1 Severity|paragraph0@1 Severity: high|heading3@5 Impact|paragraph0@7 Nobody could log in.|"},
    {"form of blanks", "Subject          No telephony\nPriority         P1\nStart            10:02\n",
     "paragraph0@1 Subject: No telephony/Priority: P1/Start: 10:02|"},
    {"table of blanks", "No.  Measure         Who\n1    Second line     IT\n2    Write it down   HR\n",
     "row0@1 No./Measure/Who|row0@2 1/Second line/IT|row0@3 2/Write it down/HR|"},
    {"no markup",
     "Post-mortem: mail was late.\n\nSummary\n\nIt was late.\n\nTimeline\n\n6 May 2024\n\n10:02 alert\n\n10:20 "
     "back\n\nThe second "
     "queue\n\nIt was full.\n",
     "heading1@1 Post-mortem: mail was late.|heading2@3 Summary|paragraph0@5 It was late.|heading2@7 Timeline|"
     "heading3@9 6 May 2024|paragraph0@11 10:02 alert|paragraph0@13 10:20 back|heading3@15 The second "
     "queue|paragraph0@17 It "
     "was full.|"},
    {"times without markup",
     "mail was late.\n\nSummary\n\nIt was late.\n\nTimeline\n\nAll times in UTC\n\n10:02\n\nIncident "
     "declared\n\nSomebody looked.\n\n10.20 Back\n\nThe end.\n",
     "heading1@1 mail was late.|heading2@3 Summary|paragraph0@5 It was late.|heading2@7 Timeline|paragraph0@9 All "
     "times in UTC|"
     "heading3@11 10:02|paragraph0@13 Incident declared|paragraph0@15 Somebody looked.|paragraph0@17 10.20 "
     "Back|paragraph0@19 The end.|"},
    {"numbered without markup", "1. Summary\n\nIt was late.\n\n2. What we saw\n\nQueues.\n\n3. Impact\n\nNone.\n",
     "heading2@1 Summary|paragraph0@3 It was late.|heading3@5 What we saw|paragraph0@7 Queues.|heading2@9 Impact|"
     "paragraph0@11 None.|"},
    {"numbered incidents", "Two outages\n\nOutage 1: 3 May\n\nMail was late.\n\nOutage 2: 4 May\n\nAgain.\n",
     "heading1@1 Two outages|heading2@3 Outage 1: 3 May|paragraph0@5 Mail was late.|heading2@7 Outage 2: 4 "
     "May|paragraph0@9 Again.|"},
    {"no report", "The bakery\n\nIt was late.\n\nSummary\n\nNone.\n",
     "paragraph0@1 The bakery|paragraph0@3 It was late.|paragraph0@5 Summary|paragraph0@7 None.|"},
    {"indented heading", "Run this:\n\n    # read it again\n    reload\n",
     "paragraph0@1 Run this:|code0@3 read it again|paragraph0@4 reload|"},
    {"bold in tags", "<html><p><b>Impact</b><br>No orders.<br><strong class=x>Lessons</strong>:<br>Test it.</p></html>",
     "heading2@1 Impact|paragraph0@1 No orders.|heading2@1 Lessons:|paragraph0@1 Test it.|"},
    {"no value", "### Severity\n\nhigh\n\nand rising\n",
     "heading3@1 Severity|paragraph0@3 high|paragraph0@5 and rising|"},
};

static void test_split(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(split); i++) {
        g_autofree char *got = shape(split[i].text, true);
        if (strcmp(got, split[i].shape) != 0)
            g_test_message("%s: %s", split[i].name, got);
        g_assert_cmpstr(got, ==, split[i].shape);
    }
}

/* Bold, italics, quotations, numbers, tasks and links are the same in both. */
static void test_marks(void)
{
    static const char *const texts[] = {
        "**Lead:** Kim\n\n*aside*\n\n> quoted\n\n1. one\n\n- [x] done\n- [ ] [open](http://a.b/c)\n",
        "<html><p><strong>Lead:</strong> "
        "Kim</p><p><em>aside</em></p><blockquote><p>quoted</p></blockquote><ol><li>one</li>"
        "</ol><ul><li><input type=\"checkbox\" checked> done</li><li><label><input type=checkbox><a "
        "href=\"http://a.b/c\">open</a></label></li></ul></html>",
    };
    for (guint t = 0; t < G_N_ELEMENTS(texts); t++) {
        g_autoptr(TextDocument) d = text_document_read("x.md", texts[t], strlen(texts[t]));
        g_assert_cmpuint(d->blocks->len, ==, 6);
        g_assert_cmpuint(text_document_block(d, 0)->bold, ==, 5);
        g_assert_true(text_document_block(d, 1)->italic);
        g_assert_true(text_document_block(d, 2)->quoted);
        g_assert_false(text_document_block(d, 3)->quoted);
        g_assert_true(text_document_block(d, 3)->ordered);
        g_assert_cmpint(text_document_block(d, 3)->task, ==, -1);
        g_assert_cmpint(text_document_block(d, 4)->task, ==, 1);
        g_assert_cmpint(text_document_block(d, 5)->task, ==, 0);
        g_assert_cmpstr(g_array_index(text_document_block(d, 5)->links, TextLink, 0).url, ==, "http://a.b/c");
    }
}

static void test_encodings(void)
{
    static const char latin[] = "caf\xe9 10:00";
    g_autoptr(TextDocument) a = text_document_read("a", latin, strlen(latin));
    g_assert_cmpstr(text_document_block(a, 0)->text, ==, "caf\xc3\xa9 10:00");
    g_assert_true(a->recoded);
    /* an apostrophe (E2 80 99) that was read as Mac Roman and written again */
    static const char mac[] = "couldn\xe2\x80\x9a\xc3\x84\xc3\xb4t";
    g_autoptr(TextDocument) b = text_document_read("b", mac, strlen(mac));
    g_assert_cmpstr(text_document_block(b, 0)->text, ==, "couldn\xe2\x80\x99t");
    g_assert_cmpint(b->repaired_line, ==, 1);
    /* honest accents stay */
    static const char fair[] = "d\xc3\xa9j\xc3\xa0 vu";
    g_autoptr(TextDocument) c = text_document_read("c", fair, strlen(fair));
    g_assert_cmpstr(text_document_block(c, 0)->text, ==, fair);
}

static void test_places(void)
{
    static const char text[] = "# A\n\n- *\xc3\xa4* 10:00 x\n";
    g_autoptr(TextDocument) d = text_document_read("d", text, strlen(text));
    const char *at = strstr(text_document_block(d, 1)->text, "10:00");
    int line, column;
    text_document_place(d, 1, (guint)(at - text_document_block(d, 1)->text), &line, &column);
    g_assert_cmpint(line, ==, 3);
    g_assert_cmpint(column, ==, 7);
}

static void test_sections(void)
{
    static const char text[] = "# Outage of x\n## Timeline (UTC)\ntext\n### 10:00\ntext\n## Action items\n### "
                               "Technical\n- a\n## Root cause\nb\n";
    static const SectionKind want[] = {SECTION_NONE,     SECTION_TIMELINE, SECTION_TIMELINE, SECTION_TIMELINE,
                                       SECTION_TIMELINE, SECTION_ACTIONS,  SECTION_ACTIONS,  SECTION_ACTIONS,
                                       SECTION_CAUSE,    SECTION_CAUSE};
    TimelineSettings settings = {0};
    g_autoptr(Stages) s = stages_new("x.md", text, &settings);
    g_assert_cmpuint(s->outline->notes->len, ==, G_N_ELEMENTS(want));
    for (guint i = 0; i < G_N_ELEMENTS(want); i++)
        g_assert_cmpstr(section_name(outline_note(s->outline, i)->section), ==, section_name(want[i]));
}

static void test_user_cues(void)
{
    g_autoptr(Cues) cues = cues_new();
    g_autoptr(GError) error = NULL;
    g_assert_true(cues_add(cues, "house.yaml", "resolved: [all clear, \"fanfare ... played\"]\n", -1, &error));
    g_assert_no_error(error);
    static const char text[] = "the fanfare was finally played, all clear";
    g_autoptr(TextDocument) d = text_document_read("d", text, strlen(text));
    g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(CueHit));
    const GArray *tokens = text_document_block(d, 0)->tokens;
    cues_scan(cues, tokens, 0, tokens->len, hits);
    g_assert_cmpuint(hits->len, ==, 2);
    g_assert_false(cues_add(cues, "house.yaml", "resolvd: [x]\n", -1, &error));
    g_assert_cmpstr(error->message, ==,
                    "house.yaml:1:1: unknown group of cue words \"resolvd\"; did you mean \"resolved\"?");
    g_clear_error(&error);
    g_assert_false(cues_add(cues, "house.yaml", "resolved: word\n", -1, &error));
    g_assert_error(error, NINES_ERROR, ERROR_CONFIG);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/extract/blocks/shapes", test_shapes);
    g_test_add_func("/extract/blocks/split", test_split);
    g_test_add_func("/extract/blocks/marks", test_marks);
    g_test_add_func("/extract/blocks/encodings", test_encodings);
    g_test_add_func("/extract/blocks/places", test_places);
    g_test_add_func("/extract/blocks/sections", test_sections);
    g_test_add_func("/extract/blocks/user-cues", test_user_cues);
    return g_test_run();
}
