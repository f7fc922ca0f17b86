"""Write C that holds text files: embed.py OUT HEADER ARRAY FILE..."""
import os
import sys

out, header, array, *files = sys.argv[1:]
with open(out, "w", encoding="ascii") as f:
    f.write('#include "%s"\n\n' % os.path.abspath(header))
    rows = []
    for number, path in enumerate(files):
        name = os.path.basename(path)
        data = open(path, "rb").read() + b"\0"
        f.write("static const char text_%d[] = {\n" % number)
        for i in range(0, len(data), 20):
            f.write("    " + " ".join("%d," % (b - 256 if b > 127 else b) for b in data[i:i + 20]) + "\n")
        f.write("};\n\n")
        rows.append('    {"%s", text_%d},\n' % (name, number))
    f.write("const CuesData %s[] = {\n%s    {0},\n};\n" % (array, "".join(rows)))
