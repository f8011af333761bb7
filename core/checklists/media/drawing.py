"""The drawing kit of the picture hints: one style, plain SVG 1.1, no scripts and no references.

Every picture is 360 x 240 units. Neutral lines carry the thing; one highlight colour says what must be in the photograph.
"""

from xml.sax.saxutils import escape

INK = "#1F2937"
HIGH = "#C2410C"
HIGH_FILL = "#FFEDD5"
PAGE = "#F8FAFC"
PAPER = "#FFFFFF"
LIGHT = "#E5E7EB"
MID = "#CBD5E1"
DARK = "#94A3B8"
BLUE = "#DBEAFE"


def n(value):
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def width_of(text, size):
    """How wide a text is drawn, near enough for placing it."""
    units = 0.0
    for ch in text:
        if ord(ch) > 0x2E00:
            units += 1.0
        elif ch in " .,:;|'-/()":
            units += 0.36
        elif ch in "mMW≤":
            units += 0.95
        else:
            units += 0.66
    return units * size


class Picture:
    def __init__(self, title, width=360, height=240, ground=True):
        self.title = title
        self.width = width
        self.height = height
        self.parts = []
        if ground:
            self.rect(1, 1, width - 2, height - 2, fill=PAGE, stroke=MID, sw=2, rx=16)

    # -- the basic shapes ------------------------------------------------------------------------------------------
    def raw(self, text):
        self.parts.append(text)

    def _paint(self, fill, stroke, sw, dash=None, opacity=None, cap=True):
        text = f' fill="{fill or "none"}"'
        if stroke:
            text += f' stroke="{stroke}" stroke-width="{n(sw)}"'
            if cap:
                text += ' stroke-linecap="round" stroke-linejoin="round"'
        if dash:
            text += f' stroke-dasharray="{dash}"'
        if opacity is not None:
            text += f' opacity="{opacity}"'
        return text

    def rect(self, x, y, w, h, fill=PAPER, stroke=INK, sw=2, rx=0, dash=None, opacity=None):
        r = f' rx="{n(rx)}"' if rx else ""
        self.raw(f'<rect x="{n(x)}" y="{n(y)}" width="{n(w)}" height="{n(h)}"{r}'
                 f'{self._paint(fill, stroke, sw, dash, opacity, cap=False)}/>')

    def circle(self, cx, cy, r, fill=PAPER, stroke=INK, sw=2, dash=None, opacity=None):
        self.raw(f'<circle cx="{n(cx)}" cy="{n(cy)}" r="{n(r)}"'
                 f'{self._paint(fill, stroke, sw, dash, opacity, cap=False)}/>')

    def ellipse(self, cx, cy, rx, ry, fill=PAPER, stroke=INK, sw=2, opacity=None):
        self.raw(f'<ellipse cx="{n(cx)}" cy="{n(cy)}" rx="{n(rx)}" ry="{n(ry)}"'
                 f'{self._paint(fill, stroke, sw, None, opacity, cap=False)}/>')

    def path(self, d, fill=None, stroke=INK, sw=2, dash=None, opacity=None):
        self.raw(f'<path d="{d}"{self._paint(fill, stroke, sw, dash, opacity)}/>')

    def line(self, x1, y1, x2, y2, stroke=INK, sw=2, dash=None, opacity=None):
        self.path(f"M{n(x1)} {n(y1)}L{n(x2)} {n(y2)}", None, stroke, sw, dash, opacity)

    def text(self, x, y, text, size=15, fill=INK, anchor="start", bold=True, rotate=None, opacity=None):
        """y is the middle of the line."""
        extra = ' font-weight="700"' if bold else ""
        if anchor != "start":
            extra += f' text-anchor="{anchor}"'
        if rotate:
            extra += f' transform="rotate({n(rotate)} {n(x)} {n(y)})"'
        if opacity is not None:
            extra += f' opacity="{opacity}"'
        self.raw(f'<text x="{n(x)}" y="{n(y + size * 0.36)}" font-family="sans-serif" font-size="{n(size)}" '
                 f'fill="{fill}"{extra}>{escape(text)}</text>')

    def open(self, transform):
        self.raw(f'<g transform="{transform}">')

    def close(self):
        self.raw("</g>")

    # -- what says "photograph this" -------------------------------------------------------------------------------
    def view(self, x, y, w, h, arm=16, sw=4, stroke=HIGH):
        """The four corners of a viewfinder."""
        a = arm
        self.path(f"M{n(x)} {n(y + a)}v{-a}h{a}M{n(x + w - a)} {n(y)}h{a}v{a}"
                  f"M{n(x + w)} {n(y + h - a)}v{a}h{-a}M{n(x + a)} {n(y + h)}h{-a}v{-a}", None, stroke, sw)

    def field(self, x, y, w, h, text=None, size=14, rx=4):
        """A part of the thing that must be legible."""
        self.rect(x, y, w, h, fill=HIGH_FILL, stroke=HIGH, sw=2.5, rx=rx)
        if text:
            self.text(x + w / 2, y + h / 2, text, size, INK, "middle")

    def ring(self, cx, cy, rx, ry=None):
        self.ellipse(cx, cy, rx, ry or rx, fill=None, stroke=HIGH, sw=3)

    def chip_width(self, text, size=15):
        return width_of(text, size) + 16

    def chip(self, x, y, text, anchor="start", size=15):
        """A label on the highlight colour; y is its middle. Returns its left and right edge."""
        w = self.chip_width(text, size)
        left = {"start": x, "middle": x - w / 2, "end": x - w}[anchor]
        assert left >= 4 and left + w <= self.width - 4, (self.title, text, left, left + w)
        assert 14 <= y <= self.height - 14, (self.title, text, y)
        self.rect(left, y - 12, w, 24, fill=HIGH, stroke=None, rx=6)
        self.text(left + w / 2, y, text, size, PAPER, "middle")
        return left, left + w

    def note(self, tx, ty, x, y, text, anchor="start", bend=None):
        """A chip at (x, y) and a line from it to a dot at (tx, ty). A bend is the x at which the line turns."""
        w = self.chip_width(text)
        left = {"start": x, "middle": x - w / 2, "end": x - w}[anchor]
        if anchor == "middle":
            start = (x, y + (12 if ty > y else -12))
        else:
            start = (left, y) if tx < left else (left + w, y)
        if bend is None:
            d = f"M{n(start[0])} {n(start[1])}L{n(tx)} {n(ty)}"
        else:
            d = f"M{n(start[0])} {n(start[1])}H{n(bend)}L{n(tx)} {n(ty)}"
        self.path(d, None, PAGE, 5)
        self.path(d, None, HIGH, 2.5)
        self.circle(tx, ty, 4, fill=HIGH, stroke=None)
        self.chip(x, y, text, anchor)

    def dimension(self, x1, y1, x2, y2, text, tx=None, ty=None, size=15):
        """A dimension line with arrow heads and its value on a chip."""
        self.line(x1, y1, x2, y2, HIGH, 2.5)
        if abs(x2 - x1) > abs(y2 - y1):
            self.path(f"M{n(x1 + 8)} {n(y1 - 5)}L{n(x1)} {n(y1)}L{n(x1 + 8)} {n(y1 + 5)}"
                      f"M{n(x2 - 8)} {n(y2 - 5)}L{n(x2)} {n(y2)}L{n(x2 - 8)} {n(y2 + 5)}", None, HIGH, 2.5)
        else:
            self.path(f"M{n(x1 - 5)} {n(y1 + 8)}L{n(x1)} {n(y1)}L{n(x1 + 5)} {n(y1 + 8)}"
                      f"M{n(x2 - 5)} {n(y2 - 8)}L{n(x2)} {n(y2)}L{n(x2 + 5)} {n(y2 - 8)}", None, HIGH, 2.5)
        self.chip(tx if tx is not None else (x1 + x2) / 2, ty if ty is not None else y1, text, "middle", size)

    def yes(self, cx, cy, r=13):
        self.circle(cx, cy, r, fill=INK, stroke=None)
        k = r / 13
        self.path(f"M{n(cx - 6 * k)} {n(cy)}l{n(4.5 * k)} {n(5 * k)}l{n(8 * k)} {n(-9.5 * k)}", None, PAPER, 3 * k)

    def no(self, cx, cy, r=13):
        self.circle(cx, cy, r, fill=PAPER, stroke=INK, sw=2.5)
        k = 5 * r / 13
        self.path(f"M{n(cx - k)} {n(cy - k)}l{n(2 * k)} {n(2 * k)}m0 {n(-2 * k)}l{n(-2 * k)} {n(2 * k)}", None, INK, 3)

    def equal(self, cx, cy, r=14):
        self.circle(cx, cy, r, fill=HIGH, stroke=PAGE, sw=2)
        self.path(f"M{n(cx - 6)} {n(cy - 3.5)}h12M{n(cx - 6)} {n(cy + 3.5)}h12", None, PAPER, 3)

    # -- things that come up again and again -----------------------------------------------------------------------
    def bars(self, x, y, widths, gap=12, sw=4, stroke=MID):
        """Lines of writing that need not be read."""
        d = "".join(f"M{n(x)} {n(y + i * gap)}h{n(w)}" for i, w in enumerate(widths))
        self.path(d, None, stroke, sw)

    def doc(self, x, y, w, h, title=None, size=16, fold=16):
        self.path(f"M{n(x)} {n(y)}h{n(w - fold)}l{n(fold)} {n(fold)}v{n(h - fold)}h{n(-w)}z", PAPER, INK, 2.5)
        self.path(f"M{n(x + w - fold)} {n(y)}v{n(fold)}h{n(fold)}", LIGHT, INK, 2)
        if title:
            self.text(x + w / 2, y + 24, title, size, INK, "middle")

    def certificate(self, x, y, w, h, title=None, size=16):
        self.rect(x, y, w, h, fill=PAPER, stroke=INK, sw=2.5, rx=3)
        self.rect(x + 6, y + 6, w - 12, h - 12, fill=None, stroke=MID, sw=2, rx=2)
        if title:
            self.text(x + w / 2, y + 24, title, size, INK, "middle")

    def seal(self, cx, cy, r=22, text="公章"):
        self.circle(cx, cy, r, fill=HIGH_FILL, stroke=HIGH, sw=3)
        if text:
            self.text(cx, cy, text, 14, HIGH, "middle")
        else:
            self.circle(cx, cy, r - 7, fill=None, stroke=HIGH, sw=2)
            self.path(f"M{n(cx - 8)} {n(cy + 1)}l6 6 11-13", None, HIGH, 3.5)

    def ccc(self, cx, cy, k=1.0, stroke=INK, fill=PAPER):
        """Stands for the CCC mark; its true form is deliberately not drawn."""
        self.ellipse(cx, cy, 25 * k, 16 * k, fill=fill, stroke=stroke, sw=2.5)
        self.text(cx, cy, "CCC", max(14, 15 * k), stroke, "middle")

    def licence_mark(self, x, y, s=36, stroke=INK, fill=PAPER):
        """Stands for the production licence mark; its true form is deliberately not drawn."""
        self.rect(x, y, s, s, fill=fill, stroke=stroke, sw=2.5, rx=6)
        self.text(x + s / 2, y + s / 2, "许可", 14, stroke, "middle")

    def plate(self, x, y, w, h, holes=True):
        self.rect(x, y, w, h, fill=LIGHT, stroke=INK, sw=2.5, rx=8)
        if holes:
            for hx in (x + 8, x + w - 8):
                for hy in (y + 8, y + h - 8):
                    self.circle(hx, hy, 2.5, fill=PAPER, stroke=INK, sw=2)

    def phone(self, x, y, w, h):
        self.rect(x, y, w, h, fill=INK, stroke=INK, sw=2, rx=10)
        self.rect(x + 5, y + 9, w - 10, h - 22, fill=PAPER, stroke=None, rx=3)
        self.line(x + w / 2 - 8, y + h - 6.5, x + w / 2 + 8, y + h - 6.5, PAPER, 2.5)

    def qr(self, x, y, s=34, stroke=INK):
        """A pattern that looks like a two-dimensional code and holds nothing."""
        u = s / 7
        self.rect(x, y, s, s, fill=PAPER, stroke=stroke, sw=2)
        d = ""
        for cx, cy in ((1, 1), (5, 1), (1, 5)):
            d += f"M{n(x + (cx - .2) * u)} {n(y + (cy - .2) * u)}h{n(1.4 * u)}v{n(1.4 * u)}h{n(-1.4 * u)}z"
        for cx, cy in ((3, 1), (3.2, 2.6), (1, 3.3), (4.4, 3.4), (5.4, 4.4), (3.3, 5), (4.8, 5.5)):
            d += f"M{n(x + cx * u)} {n(y + cy * u)}h{n(u)}v{n(u)}h{n(-u)}z"
        self.path(d, stroke, None)

    def warning(self, cx, cy, s=15, stroke=INK, fill=PAPER):
        self.path(f"M{n(cx)} {n(cy - s)}L{n(cx + s * 1.08)} {n(cy + s * .8)}H{n(cx - s * 1.08)}z", fill, stroke, 2.5)
        self.path(f"M{n(cx)} {n(cy - s * .35)}v{n(s * .45)}M{n(cx)} {n(cy + s * .47)}v.1", None, stroke, 3)

    def ruler(self, x, y, w, h=22, step=10, fill=HIGH_FILL):
        self.rect(x, y, w, h, fill=fill, stroke=INK, sw=2, rx=2)
        d = ""
        i = 1
        while i * step < w - 2:
            d += f"M{n(x + i * step)} {n(y)}v{n(h * (0.55 if i % 5 == 0 else 0.32))}"
            i += 1
        self.path(d, None, INK, 2)

    def svg(self):
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
                f'width="{self.width}" height="{self.height}" role="img">\n<title>{escape(self.title)}</title>\n'
                + "\n".join(self.parts) + "\n</svg>\n")
