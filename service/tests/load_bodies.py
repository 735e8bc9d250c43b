"""Writes bodies of requests for a load generator, one a line: `load_bodies.py EACH < names > bodies`.

EACH is how many names a body holds: 1 for `/screen`, more for `/screen/batch`. Names come one a line, and are shuffled, always
in the same way.
"""

import json
import random
import sys


def main(each: int) -> None:
    names = [name for name in (line.strip() for line in sys.stdin) if any(map(str.isalnum, name))]
    random.Random(1).shuffle(names)
    for start in range(0, len(names) - each + 1, each):
        queries = [{"name": name} for name in names[start : start + each]]
        print(json.dumps({"query": queries[0]} if each == 1 else {"queries": queries}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
