"""Write C that holds the cue files: embed.py OUT FILE..."""
import sys

out, *files = sys.argv[1:]
with open(out, "w", encoding="ascii") as f:
    f.write('#include "nines/extract/lexicon.h"\n\n')
    rows = []
    for number, path in enumerate(files):
        name = path.rsplit("/", 1)[-1]
        data = open(path, "rb").read() + b"\0"
        f.write("static const char text_%d[] = {\n" % number)
        for i in range(0, len(data), 20):
            f.write("    " + " ".join("%d," % (b - 256 if b > 127 else b) for b in data[i:i + 20]) + "\n")
        f.write("};\n\n")
        rows.append('    {"%s", text_%d},\n' % (name, number))
    f.write("const CueText cue_texts[] = {\n%s    {0},\n};\n" % "".join(rows))
