"""What several picture hints share: their registry and their layouts."""

from drawing import DARK, HIGH, HIGH_FILL, INK, PAPER, width_of
from things import at

PICTURES = []


def picture(id, zh, en, items=None):
    """The item follows from the id: oeb-04-saddle-length belongs to OEB-04."""
    if items is None:
        code, number = id.split("-")[:2]
        items = [f"{code.upper()}-{number}"]

    def keep(draw):
        PICTURES.append({"id": id, "zh": zh, "en": en, "items": items, "draw": draw})
        return draw
    return keep


def plate_rows(p, rows, kind="plate", x=28, y=24, w=178, h=192, chip_x=250):
    """A plate or label whose rows are named by chips at the right. A row is (name, drawing), drawing being
    'ccc', 'xk', 'warn', 'bars', 'qr' or a text."""
    if kind == "plate":
        p.plate(x, y, w, h)
    elif kind == "label":
        p.rect(x, y, w, h, fill=PAPER, stroke=INK, sw=2.5, rx=8)
    else:
        p.certificate(x, y, w, h)
    p.view(x - 12, y - 12, w + 24, h + 24)
    pad = 20 if kind != "label" else 14
    step = (h - 24) / len(rows)
    for i, (name, what) in enumerate(rows):
        cy = y + 12 + step * (i + .5)
        left = x + pad
        size = min(26, step - 5)
        if what == "ccc":
            p.ccc(left + 25, cy, min(1, step / 34), HIGH, HIGH_FILL)
            tx = left + 25 + 25 * min(1, step / 34)
        elif what == "xk":
            s = min(32, step - 4)
            p.licence_mark(left, cy - s / 2, s, HIGH, HIGH_FILL)
            tx = left + s
        elif what == "warn":
            p.warning(left + 14, cy, min(14, step / 2 - 3), HIGH, HIGH_FILL)
            p.bars(left + 38, cy - 5, [w - pad * 2 - 46, w - pad * 2 - 66], 11, 4, DARK)
            tx = left + 38 + w - pad * 2 - 46
        elif what == "qr":
            s = min(36, step - 4)
            p.qr(left, cy - s / 2, s, HIGH)
            tx = left + s
        elif what == "bars":
            width = w - pad * 2 - (i % 2) * 24
            p.field(left, cy - size / 2, width, size)
            p.bars(left + 10, cy, [width - 30], 10, 5, DARK)
            tx = left + width
        else:
            width = max(60, min(w - pad * 2, width_of(what, 15) + 26))
            p.field(left, cy - size / 2, width, size)
            licence = what.startswith("XK")
            p.text(left + width / 2, cy, what, 14 if licence else 15, INK, "middle", bold=not licence)
            tx = left + width
        p.note(tx, cy, chip_x, cy, name)


def certificate_and_thing(p, title, number, thing, x=272, y=120, k=1.0, extra="型号"):
    """A certificate at the left, the thing at the right, and the two compared."""
    p.certificate(24, 26, 148, 176, title, 17)
    p.field(38, 64, 120, 26)
    if number:
        p.text(98, 77, number, 14, INK, "middle", bold=False)
    else:
        p.bars(48, 77, [100], 10, 5, DARK)
    p.field(38, 102, 120, 26, extra, 15)
    p.bars(38, 146, [116, 100], 13)
    p.seal(136, 172, 20, "章")
    p.view(14, 16, 168, 196)
    at(p, thing, x, y, k)


def phone_check(p, x=240, y=20, w=104, h=166, title="核验", rows=("编号", "有效")):
    p.phone(x, y, w, h)
    p.text(x + w / 2, y + 28, title, 14, INK, "middle")
    p.qr(x + w / 2 - 17, y + 42, 34)
    for i, row in enumerate(rows):
        p.field(x + 14, y + 86 + i * 31, w - 28, 24, row, 14)


def zoom(p, x1, y1, x2, y2, x3, y3, x4, y4):
    """Two thin lines from a small place to its enlargement."""
    p.path(f"M{x1} {y1}L{x2} {y2}M{x3} {y3}L{x4} {y4}", None, HIGH, 2, "5 5")
