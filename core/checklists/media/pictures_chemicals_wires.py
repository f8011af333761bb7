"""Picture hints: hazardous chemicals and their packaging; wires and cables."""

import math

from drawing import BLUE, DARK, HIGH, HIGH_FILL, INK, LIGHT, PAGE, PAPER
from layouts import phone_check, picture, plate_rows, zoom
import things
from things import at


def number(p, x, y, w, text="XK00-000-00000", size=14, h=24):
    p.field(x - w / 2, y - h / 2, w, h)
    p.text(x, y, text, size, INK, "middle", bold=False)


# -- OCP: packaging and containers for hazardous chemicals ---------------------------------------------------------

def big_drum(p, x, y, fill=BLUE):
    """A drum that fills the height of the picture."""
    p.path(f"M{x - 84} {y - 78}v156c0 22 168 22 168 0v-156", fill, INK, 2.5)
    p.ellipse(x, y - 78, 84, 18, fill=PAPER, stroke=INK, sw=2.5)
    p.ellipse(x - 40, y - 78, 13, 4.5, fill=INK, stroke=None)
    p.path(f"M{x - 84} {y + 50}c0 20 168 20 168 0", None, INK, 2.5)


@picture("ocp-01-licence-mark",
         "近拍容器上的许可证标志和编号，编号逐位可读，再与证书明细的品种、容积比对。",
         "Close-up of licence mark and number on the container, every digit legible; compare kind and volume with the licence.")
def _(p):
    big_drum(p, 116, 120)
    p.licence_mark(98, 84, 38, HIGH, HIGH_FILL)
    number(p, 116, 146, 132)
    p.view(38, 76, 156, 92)
    p.note(136, 100, 236, 70, "许可证标志")
    p.note(182, 146, 236, 120, "编号")
    p.chip(236, 176, "品种、容积")


@picture("ocp-02-package-code",
         "拍桶身、桶底的包装标记，容器代码、包装类别、制造年份和厂商逐段可读。",
         "Photograph the package marking on body and bottom: container code, packing group, year of make and maker legible in full.")
def _(p):
    big_drum(p, 100, 120)
    p.ring(100, 128, 34, 18)
    p.bars(80, 124, [40, 28], 9, 4, HIGH)
    zoom(p, 124, 116, 196, 60, 124, 141, 196, 112)
    p.rect(196, 56, 148, 58, fill=PAPER, stroke=INK, sw=2.5, rx=5)
    p.text(270, 78, "1A1/Y/100", 17, INK, "middle")
    p.text(270, 99, "26 / 000", 17, INK, "middle")
    p.view(188, 48, 164, 74)
    p.note(234, 60, 224, 24, "代码", "middle")
    p.note(270, 60, 292, 24, "类别", "middle")
    p.note(246, 112, 226, 152, "年份", "middle")
    p.note(292, 112, 306, 152, "厂商", "middle")
    p.chip(268, 200, "桶身桶底都拍", "middle")


@picture("ocp-03-date-dial",
         "近拍年月盘，箭头指的月份和盘心的年份读得出，换算已使用的年数。",
         "Close-up of the date dial: the month at the arrow and the year in the middle legible; work out the years in use.")
def _(p):
    p.circle(122, 120, 92, fill=BLUE, stroke=INK, sw=2.5)
    p.circle(122, 120, 54, fill=PAPER, stroke=INK, sw=2.5)
    for i in range(12):
        a = math.radians(i * 30)
        x, y = 122 + 73 * math.sin(a), 120 - 73 * math.cos(a)
        if i == 2:
            p.circle(x, y, 15, fill=HIGH_FILL, stroke=HIGH, sw=2.5)
        p.text(x, y, str(i or 12), 15, INK, "middle")
    p.path("M122 120L160 98m-6 9l6-9-11-1", None, HIGH, 4)
    p.text(98, 132, "26", 20, INK, "middle")
    p.ring(98, 132, 19)
    p.view(20, 18, 204, 204)
    p.note(200, 82, 252, 76, "月份")
    p.note(117, 135, 252, 140, "年份")


@picture("ocp-04-wall-thickness",
         "拍测厚仪探头贴在测点上和示值，测点位置写明桶身、桶角或者底部。",
         "Photograph the thickness gauge's probe on the spot and the reading; note whether body, corner or bottom.")
def _(p):
    at(p, things.jerrycan, 96, 122, 1.4)
    p.path("M166 140c30 0 20 60 60 50 20-6 22-26 24-44", None, INK, 4)
    p.rect(150, 132, 20, 16, fill=HIGH, stroke=INK, sw=2, rx=3)
    at(p, things.meter, 274, 110, 1.0, text="2.1", unit="mm", w=122, h=78)
    p.view(204, 62, 142, 94)
    p.chip(274, 38, "示值", "middle")
    p.note(160, 132, 180, 36, "测点", "middle")
    p.chip(274, 212, "测最薄处", "middle")


@picture("ocp-05-leak-test",
         "拍气密工位：压力表示值、保压计时和水中有无气泡，三样同框。",
         "Photograph the leak test station: gauge reading, hold time and bubbles in the water, all three in one shot.")
def _(p):
    p.path("M20 104v104h180V104", None, INK, 3)
    p.rect(22, 128, 176, 78, fill=BLUE, stroke=None)
    p.path("M22 128c15-8 29-8 44 0s29 8 44 0 29-8 44 0 29 8 44 0", None, INK, 2.5)
    at(p, things.drum, 104, 140, .82, fill=PAPER)
    for x, y in ((58, 160), (54, 142), (150, 176), (154, 156), (152, 140)):
        p.circle(x, y, 5, fill=PAPER, stroke=HIGH, sw=2.5)
    p.path("M104 92V24H208V146H262V132", None, INK, 5)
    at(p, things.gauge, 262, 84, .95, angle=-20)
    p.view(218, 40, 88, 88)
    p.chip(272, 22, "压力示值", "middle")
    p.field(214, 176, 70, 30, "00:30", 16)
    p.chip(292, 191, "保压")
    p.note(64, 150, 62, 40, "看气泡", "middle")


@picture("ocp-06-drop-test",
         "拍跌落、液压、堆码的周期检验报告首页：规格、日期、结论可读，对应在产规格。",
         "Photograph the first page of the periodic test reports (drop, hydraulic, stacking): size, date, result legible.")
def _(p):
    p.doc(26, 24, 168, 192, "检验报告", 18)
    for i, t in enumerate(("200 L", "2026-01-01", "合格")):
        p.field(42, 62 + i * 36, 120, 26, t, 15)
    p.bars(42, 182, [84, 66], 13)
    p.seal(160, 184, 20, "章")
    p.view(14, 12, 192, 216)
    for i, t in enumerate(("规格", "日期", "结论")):
        p.note(162, 75 + i * 36, 218, 70 + i * 36, t)
    p.open("translate(312 104) rotate(18)")
    things.drum_small(p)
    p.close()
    p.path("M288 164v20M314 170v20M340 164v20", None, DARK, 3)
    p.line(262, 204, 350, 204, INK, 4)


@picture("ocp-07-regrind",
         "拍料袋标签的牌号和厂家，再拍配料记录上的回料比例。",
         "Photograph grade and maker on the resin bags; then the share of regrind in the batching record.")
def _(p):
    for x, y in ((24, 132), (92, 132), (58, 74)):
        p.path(f"M{x} {y}c4-6 60-6 64 0 6 18 6 42 0 62-4 6-60 6-64 0-6-20-6-44 0-62z", PAPER, INK, 2.5)
        p.rect(x + 12, y + 18, 40, 28, fill=HIGH_FILL, stroke=HIGH, sw=2.5, rx=3)
        p.bars(x + 20, y + 27, [24, 18], 10, 4, HIGH)
    p.view(14, 60, 152, 148)
    p.chip(90, 36, "牌号、厂家", "middle")
    p.doc(204, 34, 132, 170, "配料记录", 16)
    p.bars(218, 78, [100, 86, 94], 14)
    p.field(218, 124, 104, 32, "回料 10%", 16)
    p.bars(218, 176, [100, 70], 14)
    p.view(192, 22, 156, 194)


@picture("ocp-09-reconditioned",
         "近拍双层漆、残留物、卷边变形和旧标记，存疑的桶逐只拍。",
         "Close-ups of a second coat of paint, residue, bent seams and old marks; every suspect drum on its own.")
def _(p):
    big_drum(p, 116, 120)
    p.path("M70 92c20-12 40 4 62-4l-8 36c-20 8-36-8-56 0z", LIGHT, INK, 2.5)
    p.text(98, 105, "旧标", 15, DARK, "middle")
    p.path("M64 40c8 8 20 2 24 8", None, HIGH, 5)
    p.path("M150 146l14 8-8 10 12 10-16 6", None, INK, 3)
    p.ring(98, 106, 40, 26)
    p.ring(76, 42, 20, 13)
    p.ring(158, 162, 22)
    p.note(96, 40, 238, 36, "桶内残留")
    p.note(138, 104, 238, 92, "双层漆、旧标")
    p.note(180, 162, 238, 152, "凹陷变形")
    p.chip(238, 202, "逐只拍")


# -- OHM and OHS: hazardous chemicals ------------------------------------------------------------------------------

@picture("ohm-01-licence",
         "拍生产许可证正本和副本明细：编号、产品名称、等级、地址、有效期可读。",
         "Photograph the production licence and its annex: number, product, grade, address and expiry legible.")
def _(p):
    plate_rows(p, (("编号", "XK00-000-00000"), ("产品、等级", "bars"), ("生产地址", "bars"), ("有效期", "2029-12-31")), kind="certificate")


@picture("ohm-04-retained-sample",
         "拍留样架和两瓶留样标签：品名、批号、日期可读，与检验报告批号对上。",
         "Photograph the shelf of retained samples and two labels: name, batch, date legible and matching the test report.")
def _(p):
    p.path("M18 214h176", None, INK, 4)
    p.path("M18 108h176", None, INK, 4)
    for x, y in ((50, 52), (106, 52), (162, 52), (50, 158), (106, 158), (162, 158)):
        p.path(f"M{x - 20} {y + 54}v-58c0-10 10-10 10-20h20c0 10 10 10 10 20v58z", BLUE, INK, 2.5)
        p.rect(x - 10, y - 36, 20, 13, fill=INK, stroke=None, rx=2)
        p.rect(x - 15, y + 8, 30, 30, fill=PAPER, stroke=INK, sw=2, rx=2)
    p.ring(106, 182, 27)
    zoom(p, 126, 163, 216, 62, 132, 190, 216, 188)
    p.rect(218, 62, 122, 126, fill=PAPER, stroke=INK, sw=2.5, rx=5)
    p.text(279, 84, "留样", 17, INK, "middle")
    p.field(230, 102, 98, 30, "批号 01", 16)
    p.field(230, 142, 98, 30, "2026-01-01", 14)
    p.view(208, 52, 142, 146)
    p.chip(279, 26, "批号对上报告", "middle")


@picture("ohm-05-loading-sample",
         "拍装车台取样点和取样瓶标签：批号、等级、车号、时间可读。",
         "Photograph the sampling point at the loading bay and the label of the sample bottle: batch, grade, vehicle, time.")
def _(p):
    p.rect(20, 90, 140, 62, fill=BLUE, stroke=INK, sw=2.5, rx=30)
    p.path("M160 108h28l16 22v34h-44", PAPER, INK, 2.5)
    p.path("M168 116h16l10 14h-26z", LIGHT, INK, 2)
    p.path("M20 158h184", None, INK, 5)
    for x in (48, 84, 182):
        p.circle(x, 170, 15, fill=PAPER, stroke=INK, sw=5)
    p.path("M90 90v-12M78 78h24M14 60h76v18", None, INK, 5)
    p.path("M128 152v10", None, HIGH, 6)
    p.ring(128, 158, 18)
    p.note(128, 176, 128, 214, "取样点", "middle")
    p.path("M240 214v-76c0-16 18-14 18-34h44c0 20 18 18 18 34v76z", BLUE, INK, 2.5)
    p.rect(256, 86, 48, 18, fill=INK, stroke=None, rx=4)
    p.rect(248, 140, 64, 60, fill=PAPER, stroke=INK, sw=2.5, rx=3)
    p.bars(258, 154, [44, 34, 44, 26], 12, 4, HIGH)
    p.view(238, 130, 84, 80, 14)
    p.chip(280, 32, "批号、等级", "middle")
    p.chip(280, 60, "车号、时间", "middle")


def diamond(p, cx, cy, s, kind):
    """A pictogram's red diamond, simplified."""
    p.path(f"M{cx} {cy - s}l{s} {s}-{s} {s}-{s}-{s}z", PAPER, HIGH, 3.5)
    if kind == "flame":
        p.path(f"M{cx} {cy + 9}c-9 0-11-8-6-14 1 3 3 3 4 3-2-7 1-11 4-13 0 6 8 8 8 15 0 6-4 9-10 9z", INK, None)
    elif kind == "!":
        p.path(f"M{cx} {cy - 10}v11M{cx} {cy + 9}v.1", None, INK, 5)
    else:
        p.path(f"M{cx - 10} {cy - 8}l9 5M{cx - 2} {cy - 1}l-6 7M{cx + 2} {cy - 4}l6 8M{cx - 12} {cy + 9}h24", None, INK, 3)


def safety_label(p):
    p.rect(24, 22, 206, 196, fill=PAPER, stroke=INK, sw=2.5, rx=6)
    p.bars(40, 42, [104], 10, 9, INK)
    p.bars(40, 60, [70], 10, 4, DARK)
    for x, k in ((66, "flame"), (124, "!"), (182, "acid")):
        diamond(p, x, 98, 24, k)
    p.rect(40, 132, 58, 28, fill=INK, stroke=None, rx=4)
    p.text(69, 146, "危险", 17, PAPER, "middle")
    p.bars(112, 140, [100, 78], 12, 4, DARK)
    p.bars(40, 176, [150], 11, 4, DARK)
    p.field(40, 186, 128, 24)
    p.text(104, 198, "000-0000000", 14, INK, "middle", bold=False)
    p.view(12, 10, 230, 220)
    p.note(144, 42, 266, 38, "品名成分", bend=254)
    p.note(206, 98, 266, 86, "象形图", bend=254)
    p.note(98, 152, 266, 140, "信号词")
    p.note(168, 198, 266, 192, "应急电话")


picture("ohm-06-safety-label",
        "拍整张安全标签：品名成分、象形图、信号词、危险性说明、应急电话都可读。",
        "Photograph the whole safety label: name and contents, pictograms, signal word, hazard statements, emergency number.")(safety_label)


@picture("ohm-07-data-sheet",
         "拍安全技术说明书首页：品名、修订日期、版本可读，并翻拍成分页。",
         "Photograph the first page of the safety data sheet: name, date of revision, version legible; then the contents page.")
def _(p):
    p.doc(60, 40, 156, 184)
    p.doc(44, 28, 156, 184)
    p.doc(28, 16, 156, 184, "安全技术说明书", 17)
    for i, (t, w) in enumerate((("", 110), ("2026-01-01", 116), ("V 4", 84))):
        p.field(42, 54 + i * 36, w, 26, t, 15)
        if not t:
            p.bars(54, 67, [80], 10, 5, DARK)
    p.bars(42, 164, [120, 96, 108], 12)
    p.view(16, 8, 210, 224)
    for i, (t, tx) in enumerate((("产品名称", 152), ("修订日期", 158), ("版本", 126))):
        p.note(tx, 67 + i * 36, 252, 58 + i * 40, t)
    p.chip(252, 196, "16 个部分")


@picture("ohm-08-package-code",
         "拍包装桶上的许可证编号、包装标记和生产年月，三处都要可读。",
         "Photograph licence number, package marking and date of make on the drum: all three legible.")
def _(p):
    big_drum(p, 116, 120)
    number(p, 116, 92, 132)
    p.field(50, 116, 132, 26, "1A1/Y/100", 15)
    p.field(70, 154, 92, 26, "2026-01", 15)
    p.view(34, 68, 164, 122)
    p.note(182, 92, 236, 66, "许可证编号")
    p.note(182, 129, 236, 116, "包装标记")
    p.note(162, 167, 236, 166, "生产年月")


@picture("ohs-01-trading-permit",
         "拍经营许可证的许可范围和有效期，再拍货架，逐一对照品种。",
         "Photograph scope and expiry of the trading permit; then the shelves; compare product by product.")
def _(p):
    p.certificate(22, 26, 156, 182, "经营许可证", 18)
    p.field(38, 66, 124, 58)
    p.bars(50, 80, [96, 80, 90], 14, 5, DARK)
    p.field(38, 140, 124, 26, "2029-12-31", 15)
    p.seal(142, 186, 19, "章")
    p.view(12, 16, 176, 202)
    p.path("M216 126h126M216 206h126", None, INK, 4)
    for x, y in ((238, 124), (280, 124), (322, 124), (238, 204), (280, 204)):
        p.path(f"M{x - 15} {y}v-38c0-8 7-8 7-14h16c0 6 7 6 7 14v38z", BLUE, INK, 2.5)
        p.rect(x - 7, y - 62, 14, 10, fill=INK, stroke=None, rx=2)
        p.rect(x - 9, y - 28, 18, 16, fill=PAPER, stroke=INK, sw=2)
    p.path("M310 204v-44h28v44z", PAPER, INK, 2.5, "5 4")
    p.no(324, 182, 11)
    p.note(162, 90, 222, 36, "许可范围")
    p.chip(280, 224, "逐一对照", "middle")


@picture("ohs-02-licence-number",
         "拍产品包装上的许可证标志和编号，编号逐位录入核验，产品名称比对。",
         "Photograph licence mark and number on the package; enter and look it up digit by digit; compare the product name.")
def _(p):
    at(p, things.jerrycan, 104, 132, 1.5)
    p.rect(36, 118, 136, 82, fill=PAPER, stroke=INK, sw=2, rx=4)
    p.licence_mark(44, 126, 34, HIGH, HIGH_FILL)
    p.bars(92, 136, [66, 50], 13, 4, DARK)
    number(p, 104, 182, 128)
    p.view(26, 108, 156, 102, 14)
    phone_check(p, 240, 24, 98, 160, "核验结果", ("品名", "有效"))
    p.path("M194 150h34m-9-7l9 7-9 7", None, HIGH, 3)
    p.chip(289, 212, "品名一致", "middle")


picture("ohs-03-safety-label",
        "抽 5 件拍整张安全标签，要完整、清晰、未被覆盖；无标签的瓶桶单独拍。",
        "Take 5 items and photograph each whole safety label, complete, clear, uncovered; unlabelled bottles separately.")(safety_label)


@picture("ohs-05-container",
         "近拍鼓胀、渗漏、锈穿和封口，再拍生产日期和保质期。",
         "Close-ups of bulging, leaking, rust and seals; then date of make and shelf life.")
def _(p):
    p.path("M44 60c-18 40-18 86 0 132 30 16 116 16 146 0 18-46 18-92 0-132z", BLUE, INK, 2.5)
    p.ellipse(117, 60, 73, 17, fill=PAPER, stroke=INK, sw=2.5)
    p.rect(66, 44, 26, 16, fill=INK, stroke=None, rx=4)
    p.field(68, 92, 98, 28, "2026-01-01", 14)
    p.path("M150 168l8 6-6 8 10 6", None, INK, 3)
    p.path("M148 206c-4 8 2 14 8 14s12-6 8-14l-8-12z", HIGH_FILL, HIGH, 2.5)
    p.path("M34 160l-14 0M33 140l-14-4M34 120l-12-8", None, HIGH, 3)
    p.ring(79, 52, 24, 17)
    p.ring(154, 188, 26, 32)
    p.note(102, 48, 246, 36, "封口")
    p.note(166, 106, 246, 82, "日期")
    p.note(180, 186, 246, 186, "渗漏")
    p.note(203, 130, 246, 132, "鼓胀")


@picture("ohs-07-layout",
         "拍禁忌商品之间和与热源之间的距离，卷尺读数、警示标志同框。",
         "Photograph how far incompatible goods are from each other and from heat, the tape's reading and warning sign in the shot.")
def _(p):
    p.line(14, 170, 346, 170, INK, 4)
    for x in (40, 90):
        at(p, things.bottle, x, 118, .8)
    at(p, things.jerrycan, 266, 116, .8, fill=PAPER)
    p.chip(65, 44, "酸", "middle")
    p.chip(266, 44, "碱", "middle")
    p.rect(318, 96, 26, 70, fill=LIGHT, stroke=INK, sw=2.5, rx=3)
    at(p, things.bolt, 331, 130, .9)
    p.dimension(112, 132, 224, 132, "间距", 168, 132)
    p.ruler(112, 182, 112, 22, 8)
    p.warning(168, 72, 20, HIGH, HIGH_FILL)
    p.chip(168, 28, "警示标志", "middle")
    p.chip(300, 200, "远离热源", "middle")


# -- OWM and OWS: wires and cables ---------------------------------------------------------------------------------

@picture("owm-01-line-plate",
         "拍生产线上的工艺牌：型号、规格、额定电压可读，与许可明细或者证书比对。",
         "Photograph the order board at the line: type, size, rated voltage legible; compare with licence annex or certificate.")
def _(p):
    at(p, things.reel, 78, 156, .95)
    p.path("M78 105h116", None, INK, 8)
    p.path("M78 105h116", None, BLUE, 3.5)
    p.rect(24, 22, 172, 62, fill=PAPER, stroke=INK, sw=2.5, rx=4)
    p.field(34, 38, 60, 30, "BV", 16)
    p.field(100, 38, 86, 30, "2.5 mm²", 15)
    p.view(14, 12, 192, 82)
    p.certificate(234, 92, 108, 118, "证书", 17)
    p.field(246, 130, 84, 26, "BV 2.5", 15)
    p.bars(248, 176, [76, 58], 13)
    p.path("M206 53H288V92", None, HIGH, 2.5)
    p.equal(288, 74, 13)
    p.chip(181, 148, "型号、规格", "middle")
    p.chip(181, 182, "额定电压", "middle")


@picture("owm-02-rod-tag",
         "拍杆材卷和标牌：牌号、炉批号、生产厂可读，再拍断口颜色。",
         "Photograph the rod coil and its tag: grade, heat number and maker legible; then the colour of a fresh break.")
def _(p):
    p.ellipse(92, 162, 76, 36, fill=HIGH_FILL, stroke=INK, sw=2.5)
    for dy in (0, 14, 28, 42, 56):
        p.ellipse(92, 158 - dy, 76, 36, fill=HIGH_FILL, stroke=INK, sw=2.5)
    p.ellipse(92, 102, 42, 18, fill=PAGE, stroke=INK, sw=2.5)
    p.path("M152 126l40-46", None, INK, 2.5)
    p.path("M186 30h112l14 14v88l-14 14H186z", PAPER, INK, 2.5)
    p.field(198, 42, 74, 26, "牌号", 15)
    p.field(198, 75, 100, 26, "炉批号", 15)
    p.field(198, 108, 100, 26, "生产厂", 15)
    p.view(176, 20, 146, 136)
    p.path("M216 196h44", None, INK, 16)
    p.path("M216 196h44", None, HIGH_FILL, 11)
    p.circle(262, 196, 9, fill=HIGH_FILL, stroke=HIGH, sw=3)
    p.note(271, 196, 290, 196, "断口")
    p.chip(92, 222, "杆材与标牌", "middle")


@picture("owm-03-compound-bags",
         "拍料包分区牌和料包标签：牌号、生产厂、日期可读，与工艺卡比对。",
         "Photograph the zone signs and bag labels: grade, maker, date legible; compare with the process sheet.")
def _(p):
    p.line(180, 24, 180, 216, INK, 3, "8 6")
    for x0, t, fill in ((18, "70 ℃", PAPER), (192, "90 ℃", BLUE)):
        p.rect(x0 + 34, 22, 82, 32, fill=HIGH_FILL, stroke=HIGH, sw=2.5, rx=4)
        p.text(x0 + 75, 38, t, 17, INK, "middle")
        for x, y in ((x0 + 4, 134), (x0 + 78, 134), (x0 + 41, 78)):
            p.path(f"M{x} {y}c4-5 66-5 70 0 5 15 5 36 0 50-4 5-66 5-70 0-5-14-5-35 0-50z", fill, INK, 2.5)
            p.rect(x + 17, y + 13, 36, 24, fill=PAPER, stroke=INK, sw=2, rx=2)
            p.bars(x + 24, y + 21, [22, 16], 8, 3, DARK)
    p.ring(94, 103, 30, 22)
    p.chip(94, 212, "拍料包标签", "middle")
    p.chip(268, 212, "分区存放", "middle")


def bridge(p, reading="7.20"):
    p.line(14, 196, 346, 196, INK, 4)
    p.path("M40 172h280", None, INK, 8)
    p.path("M40 172h280", None, HIGH_FILL, 3.5)
    for x in (40, 304):
        p.rect(x - 2, 154, 18, 40, fill=LIGHT, stroke=INK, sw=2.5, rx=3)
    p.path("M48 154c0-50 30-60 70-62M312 154c0-50-30-60-70-62", None, INK, 3)
    at(p, things.meter, 180, 78, 1.0, text=reading, unit="mΩ", w=124, h=84)
    p.view(106, 26, 148, 104)
    p.dimension(58, 216, 302, 216, "试段 ≥1 m", 180, 216)
    p.note(128, 60, 56, 40, "示值", "middle")
    p.rect(300, 44, 14, 60, fill=PAPER, stroke=INK, sw=2.5, rx=7)
    p.path("M307 66v28", None, HIGH, 5)
    p.circle(307, 100, 9, fill=HIGH, stroke=INK, sw=2)
    p.chip(307, 26, "温度", "middle")


picture("owm-04-bridge",
        "拍电桥示值、夹好的试段和环境温度，三样同框；试段长度另拍卷尺。",
        "Photograph the bridge's reading, the clamped piece and the room temperature in one shot; its length with a tape apart.")(bridge)


def slice_picture(p, offset=0):
    p.circle(112, 116, 86, fill=PAPER, stroke=INK, sw=2.5)
    p.circle(112, 116, 74, fill=BLUE, stroke=INK, sw=2.5)
    cx = 112 + offset
    p.circle(cx, 116, 44, fill=PAPER, stroke=INK, sw=2.5)
    right = 112 + 74
    p.path(f"M{cx + 44} 116H{right}", None, HIGH, 4)
    p.path(f"M{cx + 44} 104v24M{right} 104v24", None, HIGH, 3)
    return (cx + 44 + right) / 2


@picture("owm-05-slice",
         "拍投影仪或者读数显微镜下的切片和示值，最薄点的位置看得见。",
         "Photograph the slice under projector or microscope with its reading; the thinnest point visible.")
def _(p):
    tx = slice_picture(p, 10)
    for a in range(60, 360, 60):
        c, s = math.cos(math.radians(a)), math.sin(math.radians(a))
        p.line(112 + 10 + 46 * c, 116 + 46 * s, 112 + 72 * c, 116 + 72 * s, DARK, 2.5)
    p.view(16, 20, 192, 192)
    p.note(tx, 116, 240, 70, "最薄点")
    p.field(240, 106, 96, 34, "0.74 mm", 17)
    p.chip(240, 168, "测 6 点")


@picture("owm-06-spark-tester",
         "拍火花机电压示值和电极链珠接触线芯，指示灯亮着。",
         "Photograph the spark tester's voltage and the bead chain touching the wire, with its lamp lit.")
def _(p):
    p.path("M14 176h332", None, INK, 12)
    p.path("M14 176h332", None, BLUE, 7)
    p.rect(64, 112, 150, 84, fill=None, stroke=INK, sw=3, rx=4)
    for x in range(80, 206, 16):
        p.path(f"M{x} 116v70", None, DARK, 4, "1 8")
    p.view(54, 102, 170, 104)
    at(p, things.meter, 140, 62, 1.0, text="6.0", unit="kV", w=150, h=80)
    p.circle(196, 79, 7, fill=HIGH, stroke=INK, sw=2)
    p.note(200, 47, 258, 40, "电压示值", bend=232)
    p.note(203, 79, 258, 84, "指示灯亮", bend=236)
    p.note(192, 150, 258, 132, "链珠触线", bend=240)


def print_on_cable(p):
    for y in (70, 150):
        p.rect(14, y - 26, 332, 52, fill=BLUE, stroke=INK, sw=2.5)
        p.path(f"M16 {y - 18}h328", None, PAPER, 4)
    for x, t in ((26, "ABC"), (80, "BV 2.5"), (158, "450/750 V"), (256, "CCC"), (308, "ABC")):
        p.text(x, 74, t, 15, INK)
    p.view(16, 52, 286, 42)
    p.text(24, 154, "450/750 V", 15, INK)
    p.text(122, 154, "CCC", 15, INK)
    p.text(178, 154, "ABC", 15, INK)
    p.text(234, 154, "BV 2.5", 15, INK)
    p.note(40, 62, 46, 22, "厂名", "middle")
    p.note(108, 62, 122, 22, "型号规格", "middle")
    p.note(200, 62, 214, 22, "电压", "middle")
    p.note(274, 62, 300, 22, "认证、许可", "middle")
    p.dimension(24, 200, 178, 200, "间距连续", 101, 200)
    p.chip(276, 200, "湿布擦不掉", "middle")


picture("owm-08-print",
        "展开线缆拍两段印字：厂名、型号、规格、电压、认证或者许可信息，间距连续。",
        "Lay the cable out and photograph two prints: maker, type, size, voltage, certificate or licence, without gaps.")(print_on_cable)


def counter(p, x, y, text="100.2"):
    p.rect(x - 62, y - 34, 124, 68, fill=LIGHT, stroke=INK, sw=2.5, rx=6)
    p.field(x - 50, y - 22, 100, 32, text + " m", 16)
    p.rect(x - 20, y + 15, 40, 13, fill=HIGH_FILL, stroke=HIGH, sw=2, rx=2)


@picture("owm-09-length",
         "拍复量时的计米器示值、校准标签和线卷上的标称长度。",
         "Photograph the length counter's reading, its calibration label and the nominal length on the coil.")
def _(p):
    at(p, things.coil, 86, 146, 1.35)
    p.rect(40, 146, 92, 40, fill=PAPER, stroke=INK, sw=2.5, rx=3)
    p.field(50, 153, 72, 26, "100 m", 16)
    p.path("M152 122c40-10 40-26 60-26h134", None, INK, 6)
    counter(p, 276, 104)
    p.view(204, 60, 144, 88)
    p.chip(276, 34, "实测示值", "middle")
    p.note(276, 128, 276, 182, "校准标签", "middle")
    p.note(86, 153, 86, 52, "标称长度", "middle")


@picture("owm-10-off-standard",
         "拍无印字、无合格证的线卷全貌和数量，再拍与正常卷的称量对比。",
         "Photograph unprinted, uncertified coils and their number; then the weight against a normal coil.")
def _(p):
    at(p, things.coil, 92, 84, 1.0)
    at(p, things.coil, 262, 84, 1.0)
    p.rect(68, 80, 48, 26, fill=PAPER, stroke=INK, sw=2, rx=3)
    p.path("M77 87l30 12M107 87l-30 12", None, HIGH, 3)
    p.rect(238, 80, 48, 26, fill=PAPER, stroke=INK, sw=2, rx=3)
    p.bars(246, 89, [32, 24], 9, 4, INK)
    for x, t in ((92, "7.1 kg"), (262, "8.6 kg")):
        p.path(f"M{x - 62} 134h124l10 24h-144z", LIGHT, INK, 2.5)
        p.field(x - 44, 166, 88, 30, t, 16)
        p.path(f"M{x - 70} 158v46h140v-46", None, INK, 2.5)
    p.view(14, 32, 156, 180)
    p.chip(92, 24, "无印字", "middle")
    p.chip(262, 24, "正常卷", "middle")


def tag_rows(p, rows):
    at(p, things.coil, 74, 128, 1.15)
    p.path("M96 128l34-60", None, INK, 2.5)
    p.path("M122 46l16-18h100v176H122z", PAPER, INK, 2.5)
    p.circle(138, 46, 5, fill=PAGE, stroke=INK, sw=2)
    for i, (name, t) in enumerate(rows):
        y = 62 + i * 35
        p.field(132, y, 96, 26, t, 14)
        if not t:
            p.bars(142, y + 13, [70], 10, 5, DARK)
        p.note(228, y + 13, 268, 52 + i * 42, name)
    p.view(112, 18, 136, 196)


@picture("ows-01-tag",
         "拍线卷合格证：型号、规格、额定电压、证书或者许可证编号可读，与证书比对。",
         "Photograph the coil's tag: type, size, rated voltage, certificate or licence number legible; compare with the certificate.")
def _(p):
    tag_rows(p, (("型号", "BV"), ("规格", "2.5 mm²"), ("电压", "450/750"), ("编号", "")))


@picture("ows-02-print",
         "同框拍合格证和线身印字：生产厂名、型号、批号两处一致。",
         "Photograph tag and print on the wire in one shot: maker, type and batch the same on both.")
def _(p):
    p.path("M34 42l18-18h116v92H34z", PAPER, INK, 2.5)
    p.circle(52, 42, 5, fill=PAGE, stroke=INK, sw=2)
    p.text(112, 42, "合格证", 16, INK, "middle")
    p.field(46, 58, 110, 22, "ABC BV 2.5", 14)
    p.field(46, 86, 110, 22, "批号 01", 14)
    p.rect(14, 158, 332, 50, fill=BLUE, stroke=INK, sw=2.5)
    p.path("M16 166h328", None, PAPER, 4)
    p.field(40, 172, 132, 26, "ABC BV 2.5", 15)
    p.field(192, 172, 94, 26, "批号 01", 15)
    p.path("M101 116v56", None, HIGH, 2.5)
    p.equal(101, 137, 13)
    p.chip(214, 68, "两处一致")
    p.path("M208 68H190v69H116", None, HIGH, 2.5)
    p.chip(214, 128, "线身印字")
    p.path("M240 140v32", None, HIGH, 2.5)


@picture("ows-03-conductor",
         "近拍剥出的导体断面，数得清根数、看得见芯部颜色；千分尺示值同框。",
         "Close-up of the stripped conductor's cut end: strands countable, colour of the core visible; micrometer reading in the shot.")
def _(p):
    p.circle(104, 120, 84, fill=BLUE, stroke=INK, sw=2.5)
    p.circle(104, 120, 62, fill=PAPER, stroke=INK, sw=2.5)
    spots = [(104, 120)] + [(104 + 40 * math.cos(math.radians(a)), 120 + 40 * math.sin(math.radians(a))) for a in range(0, 360, 60)]
    for x, y in spots:
        p.circle(x, y, 18, fill=HIGH_FILL, stroke=INK, sw=2.5)
    p.view(14, 28, 180, 184)
    p.path("M240 166v-44h20v28h30v-28h16", None, INK, 9)
    p.path("M240 166v-44h20v28h30v-28h16", None, LIGHT, 4)
    p.circle(275, 126, 8, fill=HIGH_FILL, stroke=INK, sw=2.5)
    p.rect(306, 112, 40, 20, fill=LIGHT, stroke=INK, sw=2.5, rx=3)
    p.path("M260 126h7M283 126h10", None, INK, 3)
    p.field(226, 174, 104, 30, "0.67 mm", 16)
    p.note(144, 120, 222, 38, "芯部颜色")
    p.chip(222, 76, "数清根数")
    p.chip(278, 222, "单线直径", "middle")


picture("ows-04-bridge",
        "拍便携电桥示值、夹好的试段和温度，三样同框；试段长度另拍卷尺。",
        "Photograph the portable bridge's reading, the clamped piece and the temperature in one shot; its length apart.")(bridge)


@picture("ows-05-insulation",
         "近拍切口断面，四周厚薄看得出；卡尺量最薄处，示值同框。",
         "Close-up of the cut: thickness all round visible; caliper at the thinnest place with its reading in the shot.")
def _(p):
    tx = slice_picture(p, 14)
    p.view(16, 20, 192, 192)
    p.note(tx, 116, 240, 74, "最薄处")
    p.chip(240, 40, "有无偏芯")
    p.field(240, 106, 96, 34, "0.66 mm", 17)
    p.chip(240, 170, "弯折无裂")


@picture("ows-06-length",
         "拍热缩膜、扎带有无重封，再拍复量长度和标称长度。",
         "Photograph whether film and ties were resealed; then the measured and the nominal length.")
def _(p):
    at(p, things.coil, 92, 124, 1.5)
    p.path("M92 82v78", None, PAPER, 12)
    p.path("M86 84v78M98 84v78", None, INK, 2.5)
    p.ring(92, 150, 20)
    p.rect(112, 134, 52, 28, fill=PAPER, stroke=INK, sw=2, rx=3)
    p.text(138, 148, "100 m", 14, INK, "middle")
    p.path("M160 100c30 0 24 66 54 66h130", None, INK, 6)
    p.path("M160 100c30 0 24 66 54 66h130", None, BLUE, 2)
    p.ruler(222, 176, 122, 22, 8)
    p.note(80, 167, 66, 210, "重封痕迹", "middle")
    p.note(150, 134, 176, 40, "标称长度", "middle")
    p.note(282, 176, 282, 124, "复量长度", "middle")


@picture("ows-07-unmarked",
         "拍无厂名、无印字的散线和尾货全貌，再近拍空白线身和价签。",
         "Photograph loose wire without maker or print as a whole; then close up the blank wire and the price tag.")
def _(p):
    p.line(14, 150, 214, 150, INK, 4)
    at(p, things.coil, 66, 108, .85)
    at(p, things.coil, 160, 108, .85)
    p.path("M40 150v26h60v-26z", PAPER, INK, 2.5)
    p.text(70, 163, "价签", 15, INK, "middle")
    p.view(16, 62, 198, 122)
    p.rect(234, 82, 112, 44, fill=BLUE, stroke=INK, sw=2.5)
    p.path("M236 90h108", None, PAPER, 4)
    p.rect(252, 97, 76, 20, fill=PAPER, stroke=HIGH, sw=2.5, rx=3, dash="5 4")
    p.note(290, 97, 290, 46, "空白线身", "middle")
    p.chip(114, 36, "散线尾货", "middle")
    p.chip(290, 162, "清点数量", "middle")
    p.note(92, 176, 114, 212, "拍价签", "middle")
