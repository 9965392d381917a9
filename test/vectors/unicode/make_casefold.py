# Writes casefold.json: str.casefold() of every assigned character that it changes.
import json, sys, unicodedata
assigned, folded = [], {}
for point in range(0x110000):
    if unicodedata.category(chr(point)) in ("Cn", "Cs", "Co"):
        continue
    if assigned and assigned[-1][1] == point - 1:
        assigned[-1][1] = point
    else:
        assigned.append([point, point])
    if chr(point).casefold() != chr(point):
        folded[chr(point)] = chr(point).casefold()
json.dump({"python": sys.version.split()[0], "unicode": unicodedata.unidata_version, "assigned": assigned, "folded": folded}, open(sys.argv[1], "w"), ensure_ascii=True, separators=(",", ":"))
