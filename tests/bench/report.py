"""The results of a benchmark as tables in Markdown.

SPDX-License-Identifier: GPL-2.0-or-later
"""

LEGEND = """\
Millions of instructions. Over stock: of the whole run, start included. Packets alone: without the
start, as on a long capture. A bar is kept when both keep it."""
NOTHING = "–"


def table(heads, rows, words=1):
    """The first WORDS columns and the last one hold words, the others numbers."""
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * words + "---:|" * (len(heads) - words - 1) + "---|"
    for row in rows:
        yield "| " + " | ".join(row) + " |"
    yield ""


def verdict(values, bar):
    missed = [value for value in values or [] if bar and value > bar]
    if not missed:
        return "kept" if bar else NOTHING
    return "**missed**" if len(missed) == len(values) else "**missed** by one of the two"


def millions(number):
    return f"{number / 1e6:,.1f}"


def show_cases(rows):
    lines = []
    for row in rows:
        view = row["view"] + (", TRANSUM instead" if row["plugin"] == "TRANSUM" else "")
        lines.append([row["capture"], view, f"{row['packets']:,}", *map(millions, row["instructions"]),
                      f"{row['over']:+.1f} %", f"{row['alone']:+.1f} %",
                      f"{row['bar']} %" if row["bar"] else NOTHING,
                      verdict([row["over"], row["alone"]], row["bar"])])
    return table(["capture", "view", "packets", "stock", "with the plugin", "over stock",
                  "packets alone", "bar", ""], lines, words=2)


def show_start(rows):
    lines = []
    for row in rows:
        lines.append([f"million instructions, {row['what']}",
                      *with_difference(row["instructions"], 1e6, ".1f"), NOTHING, NOTHING])
        lines.append([f"ms of processor time, {row['what']}", *(f"{value:.1f}" for value in row["ms"]),
                      f"{row['ms_more']:+.1f} ± {row['doubt']:.1f}",
                      f"{row['bar']} ms" if row["bar"] else NOTHING, timed_verdict(row)])
        lines.append([f"KiB of memory, {row['what']}", *with_difference(row["peak"], 1024, ".0f"),
                      NOTHING, NOTHING])
    return table(["start-up", "stock", "with the plugin", "more", "bar", ""], lines)


def with_difference(pair, unit, places):
    stock, ours = (value / unit for value in pair)
    return [f"{stock:,{places}}", f"{ours:,{places}}", f"{ours - stock:+,{places}}"]


def timed_verdict(row):
    """Times differ from run to run: what lies too near the bar is not judged."""
    if row["bar"] and abs(row["ms_more"] - row["bar"]) < row["doubt"]:
        return "cannot tell"
    return verdict([row["ms_more"]], row["bar"])


def show_growth(rows):
    lines = []
    for row in rows:
        stock, ours = row["a_message"]
        growth, further = row["growth"], row["further"]
        lines.append([row["capture"], f"{row['messages']:,}",
                      *(f"{value:,.0f}" for value in (stock, ours, ours - stock)),
                      f"{further:,.0f}" if growth else NOTHING,
                      " / ".join(f"{times:.3f}" for times in growth) if growth else NOTHING,
                      f"{row['bar']}" if row["bar"] else NOTHING, verdict(growth, row["bar"])])
    return table(["instructions a message", "messages", "stock", "with the plugin", "plugin's own",
                  "own, each further", "times the size before: with / own", "bar", ""], lines)


def show_memory(rows):
    lines = [[row["capture"], f"{row['messages']:,}", *(f"{peak / 2**20:,.1f}" for peak in row["peak"]),
              f"{row['a_message']:,.0f}", f"{row['bar']}", verdict([row["a_message"]], row["bar"])]
             for row in rows]
    return table(["MiB at the peak", "messages", "stock", "with the plugin", "bytes a message over stock",
                  "bar", ""], lines)


def show(result):
    """The whole report, in Markdown."""
    yield f"tshark {result['tshark']}, counted by {result['counter']}, {result['seconds']} s.\n"
    yield LEGEND + "\n"
    yield from show_cases(result["cases"])
    yield f"No SIP: {result['no_sip']}.\n"
    yield from show_start(result["start"])
    yield from show_growth(result["growth"])
    yield from show_memory(result["memory"])
