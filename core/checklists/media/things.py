"""Things that the pictures show: drawn once, placed where a picture needs them. The origin is the middle of the thing."""

from drawing import BLUE, HIGH, HIGH_FILL, INK, LIGHT, PAGE, PAPER


def at(p, thing, x, y, k=1.0, **options):
    assert k >= 0.8, k  # strokes stay two units wide
    scale = "" if k == 1 else f" scale({k})"
    p.open(f"translate({x} {y}){scale}")
    thing(p, **options)
    p.close()


def bicycle(p, battery=PAPER, frame=BLUE):
    """Side view of an electric bicycle, front to the right; about 200 x 130."""
    for x in (-66, 68):
        p.circle(x, 34, 31, fill=PAPER, stroke=INK, sw=5)
        p.circle(x, 34, 5, fill=INK, stroke=None)
    p.path("M-94-10h40M-86-10l20 44", None, INK, 4)
    p.path("M-66 34l20-6v-42h30l8 42h34l18-66", None, INK, 12)
    p.path("M-66 34l20-6v-42h30l8 42h34l18-66", None, frame, 7)
    p.rect(-50, -12, 34, 42, fill=battery, stroke=INK, sw=2.5, rx=4)
    p.path("M44-38l24 72", None, INK, 5)
    p.path("M44-38l-6-22-18-4", None, INK, 5)
    p.path("M-64-28c8-4 26-4 34 0l26 2c6 2 4 8-2 8h-50c-10 0-14-6-8-10z", INK, INK, 2.5)
    p.circle(52, -36, 7, fill=PAPER, stroke=INK, sw=2.5)
    p.path("M-8 34h18", None, INK, 4)
    p.circle(-8, 34, 7, fill=PAPER, stroke=INK, sw=2.5)


def cooker(p):
    """A gas cooker with two burners; about 150 x 90."""
    p.path("M-62-20h124l14 30h-152z", LIGHT, INK, 2.5)
    p.rect(-76, 10, 152, 32, fill=PAPER, stroke=INK, sw=2.5, rx=4)
    for x in (-34, 34):
        p.ellipse(x, -6, 25, 10, fill=PAPER, stroke=INK, sw=2.5)
        p.ellipse(x, -8, 12, 5, fill=INK, stroke=None)
    for x in (-50, 50):
        p.circle(x, 26, 9, fill=LIGHT, stroke=INK, sw=2.5)
        p.line(x, 26, x, 19, INK, 2.5)


def water_heater(p):
    """A gas water heater with its flue; about 84 x 150."""
    p.rect(-9, -80, 18, 22, fill=LIGHT, stroke=INK, sw=2.5)
    p.rect(-40, -60, 80, 112, fill=PAPER, stroke=INK, sw=2.5, rx=6)
    p.rect(-16, 20, 32, 14, fill=BLUE, stroke=INK, sw=2.5, rx=3)
    p.circle(-26, 27, 4, fill=INK, stroke=None)
    p.circle(26, 27, 4, fill=INK, stroke=None)
    p.path("M-22 52v20M0 52v20M22 52v20", None, INK, 4)


def coil(p):
    """A coil of wire; about 100 x 80."""
    p.ellipse(0, 12, 50, 24, fill=BLUE, stroke=INK, sw=2.5)
    p.path("M-50-12v24M50-12v24", None, INK, 2.5)
    p.path("M-50-12c0 32 100 32 100 0v24c0 32-100 32-100 0z", BLUE, INK, 2.5)
    p.path("M-50-4c0 32 100 32 100 0M-50 4c0 32 100 32 100 0", None, INK, 2)
    p.ellipse(0, -12, 50, 24, fill=BLUE, stroke=INK, sw=2.5)
    p.ellipse(0, -12, 24, 11, fill=PAGE, stroke=INK, sw=2.5)


def reel(p):
    """A cable drum seen from its side; about 110 across."""
    p.circle(0, 0, 54, fill=PAPER, stroke=INK, sw=2.5)
    p.circle(0, 0, 40, fill=BLUE, stroke=INK, sw=2.5)
    p.circle(0, 0, 31, fill=None, stroke=INK, sw=2)
    p.circle(0, 0, 20, fill=PAPER, stroke=INK, sw=2.5)
    p.circle(0, 0, 5, fill=INK, stroke=None)


def drum(p, fill=BLUE):
    """A steel drum; about 90 x 130."""
    p.path("M-44-54v108c0 16 88 16 88 0v-108", fill, INK, 2.5)
    p.path("M-44-18c0 16 88 16 88 0M-44 20c0 16 88 16 88 0", None, INK, 2.5)
    p.ellipse(0, -54, 44, 13, fill=PAPER, stroke=INK, sw=2.5)
    p.ellipse(-18, -54, 8, 3, fill=INK, stroke=None)


def jerrycan(p, fill=BLUE):
    """A plastic jerrycan with a handle; about 96 x 130."""
    p.path("M-48-30l22-26h50c14 0 24 8 24 22v86c0 8-4 12-12 12h-72c-8 0-12-4-12-12z", fill, INK, 2.5)
    p.path("M-6-38h26c6 0 10 4 10 10v14h-12v-10h-24z", PAGE, INK, 2.5)
    p.rect(-38, -66, 22, 16, fill=INK, stroke=None, rx=3)


def bottle(p, fill=BLUE):
    """A bottle for chemicals; about 56 x 120."""
    p.path("M-28 58v-76c0-18 16-18 16-30h24c0 12 16 12 16 30v76c0 4-2 6-6 6h-44c-4 0-6-2-6-6z", fill, INK, 2.5)
    p.rect(-13, -64, 26, 16, fill=INK, stroke=None, rx=3)


def extinguisher(p, fill=HIGH_FILL):
    """A portable fire extinguisher; about 76 x 170."""
    p.path("M30-44c22 6 24 40 20 90", None, INK, 5)
    p.path("M44 44h12l-2 20h-8z", INK, INK, 2)
    p.path("M-34 78v-106c0-18 12-24 22-28h24c10 4 22 10 22 28v106c0 4-3 6-6 6h-56c-3 0-6-2-6-6z", fill, INK, 2.5)
    p.rect(-11, -70, 22, 14, fill=LIGHT, stroke=INK, sw=2.5)
    p.path("M-6-70l-24-14M-8-74l40-8", None, INK, 6)
    p.circle(20, -62, 9, fill=PAPER, stroke=INK, sw=2.5)


def power_bank(p):
    """A power bank; about 70 x 120."""
    p.rect(-36, -60, 72, 120, fill=PAPER, stroke=INK, sw=2.5, rx=12)
    p.path("M-14-60v-7h28v7", LIGHT, INK, 2.5)
    p.path("M-16 46h.1M-5 46h.1M6 46h.1M17 46h.1", None, INK, 5)


def bear(p):
    """A toy bear; about 100 x 120."""
    for s in (-1, 1):
        p.circle(s * 24, -48, 11, fill=LIGHT, stroke=INK, sw=2.5)
        p.ellipse(s * 34, 10, 13, 18, fill=LIGHT, stroke=INK, sw=2.5)
        p.ellipse(s * 22, 48, 16, 13, fill=LIGHT, stroke=INK, sw=2.5)
    p.ellipse(0, 18, 31, 34, fill=PAPER, stroke=INK, sw=2.5)
    p.circle(0, -28, 29, fill=PAPER, stroke=INK, sw=2.5)
    p.ellipse(0, -18, 12, 9, fill=LIGHT, stroke=INK, sw=2.5)
    for s in (-1, 1):
        p.circle(s * 11, -34, 4, fill=INK, stroke=None)
    p.path("M-4-20h8l-4 4z", INK, INK, 2)


def toy_car(p):
    """A toy car; about 110 x 60."""
    p.path("M-54 18v-16c0-8 8-10 18-12l14-18c2-4 6-6 10-6h24c6 0 10 4 14 10l10 14c12 2 18 6 18 14v14z", BLUE, INK, 2.5)
    p.path("M-24-10l10-14h12v14zM6-10v-14h10l10 14z", PAPER, INK, 2.5)
    for x in (-30, 30):
        p.circle(x, 20, 14, fill=PAPER, stroke=INK, sw=4)
        p.circle(x, 20, 3, fill=INK, stroke=None)


def pram(p):
    """A child's pushchair; about 110 x 120."""
    p.path("M-36-40c0 44 16 56 40 56h26c10 0 16-6 18-16l6-24z", BLUE, INK, 2.5)
    p.path("M-36-40c2-26 34-32 52-12l-22 20z", PAPER, INK, 2.5)
    p.path("M-36-40l-20-18M-6 14l-28 34M22 16l22 32M-14 26h40", None, INK, 4)
    for x in (-34, 44):
        p.circle(x, 50, 13, fill=PAPER, stroke=INK, sw=4)


def gauge(p, angle=-40, r=40):
    """A pressure gauge."""
    import math
    p.rect(-9, r - 4, 18, 24, fill=LIGHT, stroke=INK, sw=2.5)
    p.circle(0, 0, r, fill=PAPER, stroke=INK, sw=3)
    d = ""
    for a in range(-135, 136, 45):
        s, c = math.sin(math.radians(a)), -math.cos(math.radians(a))
        d += f"M{(r - 6) * s:.1f} {(r - 6) * c:.1f}L{(r - 12) * s:.1f} {(r - 12) * c:.1f}"
    p.path(d, None, INK, 2.5)
    s, c = math.sin(math.radians(angle)), -math.cos(math.radians(angle))
    p.path(f"M0 0L{(r - 10) * s:.1f} {(r - 10) * c:.1f}", None, HIGH, 3.5)
    p.circle(0, 0, 4, fill=HIGH, stroke=None)


def stopwatch(p, text="00:30"):
    p.path("M0-34v-10M-8-46h16M24-26l6-6", None, INK, 4)
    p.circle(0, 0, 33, fill=PAPER, stroke=INK, sw=3)
    p.rect(-25, -13, 50, 26, fill=HIGH_FILL, stroke=HIGH, sw=2.5, rx=4)
    p.text(0, 0, text, 15, INK, "middle")


def meter(p, text="7.2", unit="", w=110, h=74, knobs=3):
    """A bench instrument with a display."""
    p.rect(-w / 2, -h / 2, w, h, fill=LIGHT, stroke=INK, sw=2.5, rx=7)
    p.rect(-w / 2 + 10, -h / 2 + 10, w - 20, 30, fill=HIGH_FILL, stroke=HIGH, sw=2.5, rx=4)
    p.text(0, -h / 2 + 25, (text + " " + unit).strip(), 16, INK, "middle")
    for x in (-w / 4, 0, w / 4)[:knobs]:
        p.circle(x, h / 2 - 15, 5, fill=PAPER, stroke=INK, sw=2.5)


def flame(p):
    p.path("M0 16c-14 0-16-12-10-20 2 4 4 4 6 4-4-10 2-16 6-20 0 10 12 12 12 24 0 8-6 12-14 12z", HIGH_FILL, HIGH, 2.5)


def bolt(p):
    p.path("M4-16l-14 18h9l-3 14 14-19h-9z", HIGH, None)


def battery(p, w=110, h=70):
    """A battery with a handle and a lead."""
    p.path(f"M{-w / 2 + 22} {-h / 2}v-14h{w - 44}v14", None, INK, 5)
    p.rect(-w / 2, -h / 2, w, h, fill=BLUE, stroke=INK, sw=2.5, rx=7)


def drum_small(p):
    """A drum that stays bold when small; about 60 x 84."""
    p.path("M-28-34v68c0 11 56 11 56 0v-68", BLUE, INK, 2.5)
    p.path("M-28-10c0 11 56 11 56 0M-28 14c0 11 56 11 56 0", None, INK, 2.5)
    p.ellipse(0, -34, 28, 9, fill=PAPER, stroke=INK, sw=2.5)
