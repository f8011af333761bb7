"""Picture hints of the base checklists P75 and S76, and the hints on how to photograph."""

from drawing import BLUE, DARK, HIGH, HIGH_FILL, INK, LIGHT, MID, PAGE, PAPER
from layouts import picture

# -- the documents of the system -----------------------------------------------------------------------------------

@picture("p75-01-approval-page",
         "拍管理制度的批准页：制度名称、版本、实施日期和批准签章要在同一张照片里看得清。",
         "Photograph the approval page of the management system: title, version, effective date and approval seal legible in one shot.",
         ["P75-01"])
def approval_page(p):
    p.doc(34, 20, 170, 200)
    p.field(54, 34, 112, 28, "管理制度", 16)
    p.field(54, 76, 76, 24, "A / 3")
    p.field(54, 112, 108, 24, "2026-01-01")
    p.bars(54, 154, [60, 48, 56, 40], 14)
    p.seal(164, 178, 25)
    p.view(22, 8, 194, 224)
    p.note(166, 48, 250, 48, "制度名称")
    p.note(130, 88, 250, 92, "版本")
    p.note(162, 124, 250, 136, "实施日期")
    p.note(190, 178, 250, 180, "批准签章")


@picture("s76-01-approval-page",
         "拍管理制度的批准页和目录：版本、日期、签章可读，并能看出进货查验、储存、下架、售后四章。",
         "Photograph approval page and contents: version, date and seal legible, and the four chapters on incoming inspection, "
         "storage, withdrawal and after-sale.",
         ["S76-01"])
def seller_approval_page(p):
    p.doc(34, 34, 134, 172, "管理制度", 17)
    p.field(50, 80, 102, 24, "A / 2")
    p.field(50, 114, 102, 24, "2026-01-01")
    p.bars(50, 158, [44, 36, 40], 14)
    p.seal(132, 170, 24)
    p.view(22, 20, 158, 200)
    p.doc(204, 34, 122, 172)
    for i, name in enumerate(("进货查验", "储存", "下架", "售后")):
        y = 58 + i * 38
        p.circle(224, y, 5, fill=HIGH, stroke=None)
        p.text(238, y, name, 17, INK)
        if i < 3:
            p.line(220, y + 19, 310, y + 19, LIGHT, 2)
    p.view(192, 20, 146, 200)


@picture("p75-07-appointment",
         "拍质量安全总监的任命文件：姓名、职务、日期和公章可读，再与在岗的人核对。",
         "Photograph the letter appointing the quality safety director: name, post, date and seal legible; then check who is in post.",
         ["P75-07"])
def appointment(p):
    p.doc(28, 22, 150, 196, "任命文件", 17)
    p.field(42, 68, 122, 26, "姓名、职务", 14)
    p.bars(44, 110, [116, 104, 112], 13)
    p.field(42, 180, 74, 24, "日期", 14)
    p.seal(142, 168, 24)
    p.view(16, 10, 174, 220)
    # the person in post, with a post sign on the desk
    p.path("M232 158c0-34 16-46 42-46s42 12 42 46z", BLUE, INK, 2.5)
    p.circle(274, 88, 23, fill=PAPER, stroke=INK, sw=2.5)
    p.path("M252 84c2-18 14-22 24-22 12 0 20 8 20 22-8-2-14-6-18-10-6 6-16 10-26 10z", INK, INK, 2)
    p.path("M266 114l8 12 8-12", None, INK, 2.5)
    p.rect(210, 158, 130, 12, fill=LIGHT, stroke=INK, sw=2.5, rx=2)
    p.path("M222 170v46M328 170v46", None, INK, 2.5)
    p.path("M240 158l6-20h56l6 20z", PAPER, INK, 2.5)
    p.bars(254, 149, [40], 8, 4, DARK)
    p.chip(274, 34, "本人在岗", "middle")
    p.path("M196 80h26m-9-7l9 7-9 7", None, HIGH, 3)


@picture("s76-07-head-office",
         "由总部任命的，拍任命文件的姓名、公章，以及列有本店的覆盖门店名单。",
         "Where the head office appoints, photograph name and seal on the letter and the list of shops covered, with this shop on it.",
         ["S76-07"])
def head_office(p):
    p.doc(28, 22, 144, 196, "总部任命", 17)
    p.field(42, 66, 114, 26, "姓名、职务", 14)
    p.bars(44, 110, [108, 96, 104], 13)
    p.field(42, 180, 70, 24, "日期", 14)
    p.seal(138, 172, 24)
    p.view(16, 10, 168, 220)
    p.doc(210, 22, 126, 118, "门店名单", 16)
    p.bars(224, 66, [96, 84], 13)
    p.field(220, 88, 106, 24, "本店", 14)
    p.bars(224, 126, [72], 13)
    p.view(198, 10, 150, 142)
    # the shop
    p.path("M234 186v34h82v-34", PAPER, INK, 2.5)
    p.path("M226 186l8-22h82l8 22c0 8-16 8-16.3 0 0 8-16.3 8-16.3 0 0 8-16.4 8-16.4 0 0 8-16.3 8-16.3 0 0 8-16.3 8-16.3 0"
           " 0 8-16.4 8-16.4 0z", BLUE, INK, 2.5)
    p.rect(284, 196, 20, 24, fill=LIGHT, stroke=INK, sw=2.5)
    p.rect(244, 198, 28, 14, fill=LIGHT, stroke=INK, sw=2.5)


def table(p, x, y, w, h, columns, rows, head=22):
    p.rect(x, y, w, h, fill=PAPER, stroke=INK, sw=2)
    p.rect(x, y, w, head, fill=LIGHT, stroke=INK, sw=2)
    row = (h - head) / rows
    d = "".join(f"M{x} {y + head + i * row:.1f}h{w}" for i in range(1, rows))
    step = w / columns
    d += "".join(f"M{x + i * step:.1f} {y}v{h}" for i in range(1, columns))
    p.path(d, None, INK, 2)
    for r in range(rows):
        for c in range(columns):
            p.bars(x + c * step + 7, y + head + r * row + row / 2, [step - (14 if (r + c) % 2 else 22)], 8, 4)
    return step


@picture("p75-13-risk-list",
         "拍《工业产品质量安全风险管控清单》：批准签章、版本日期可读，再拍一页风险点和措施。",
         "Photograph the risk control list: approval seal, version and date legible; then one page of risk points and measures.",
         ["P75-13"])
def risk_list(p):
    p.doc(26, 26, 216, 188, None, 17, 18)
    p.text(40, 50, "风险管控清单", 18)
    step = table(p, 40, 110, 188, 92, 3, 3, 24)
    p.text(40 + step / 2, 122, "风险点", 14, INK, "middle")
    p.bars(40 + step + 12, 122, [38], 10, 5, DARK)
    p.bars(40 + step * 2 + 12, 122, [38], 10, 5, DARK)
    p.field(40, 72, 106, 26, "2026-01-01")
    p.seal(192, 56, 22, "批准")
    p.view(14, 14, 240, 212)
    p.note(214, 56, 272, 48, "签章")
    p.note(146, 86, 272, 92, "版本日期")
    p.note(216, 157, 272, 157, "内容页")


@picture("s76-12-risk-list",
         "拍销售环节的风险管控清单：批准、版本和日期可读，并能看出进货、储存、销售各环节。",
         "Photograph the seller's risk control list: approval, version and date legible, and the stages purchase, storage and sale.",
         ["S76-12"])
def seller_risk_list(p):
    p.doc(26, 26, 216, 188, None, 17, 18)
    p.text(40, 50, "风险管控清单", 18)
    p.field(40, 72, 106, 26, "2026-01-01")
    p.seal(192, 56, 22, "")
    p.rect(40, 108, 188, 96, fill=PAPER, stroke=INK, sw=2)
    for i, name in enumerate(("进货", "储存", "销售")):
        y = 108 + i * 32
        p.rect(40, y, 62, 32, fill=HIGH_FILL, stroke=INK, sw=2)
        p.text(71, y + 16, name, 16, INK, "middle")
        p.line(40, y, 228, y)
        p.bars(114, y + 11, [100, 78], 11)
    p.view(14, 14, 240, 212)
    p.note(214, 56, 272, 48, "签章")
    p.note(146, 86, 272, 92, "版本日期")


# -- licences, certificates and marks ------------------------------------------------------------------------------

@picture("p75-27-licence",
         "拍生产许可证全页：编号、产品名称和单元、生产地址、有效期要逐项可读，用来与现场比对。",
         "Photograph the whole production licence: number, product and unit, place of production and expiry legible for comparison.",
         ["P75-27"])
def licence(p):
    p.certificate(26, 24, 214, 192, "生产许可证", 18)
    for y in (68, 102, 136):
        p.field(40, y, 186, 24)
    p.text(133, 80, "XK00-000-00000", 15, INK, "middle", bold=False)
    p.bars(52, 114, [104], 10, 5, DARK)
    p.bars(52, 148, [144], 10, 5, DARK)
    p.field(112, 172, 114, 28, "2029-12-31")
    p.seal(68, 182, 24)
    p.view(14, 12, 238, 216)
    p.note(226, 80, 272, 62, "编号")
    p.note(226, 114, 272, 104, "产品单元")
    p.note(226, 148, 272, 146, "生产地址")
    p.note(226, 186, 272, 188, "有效期")


@picture("p75-28-licence-mark",
         "拍产品、包装或者说明书上的许可证标志和编号，两者要在同一张照片里，编号逐位可读。",
         "Photograph licence mark and number on product, packaging or manual: both in one shot, every digit legible.",
         ["P75-28"])
def licence_mark(p):
    # a carton
    p.path("M30 78l30-28h180l-30 28z", PAPER, INK, 2.5)
    p.path("M210 78l30-28v118l-30 36z", LIGHT, INK, 2.5)
    p.rect(30, 78, 180, 126, fill=PAPER, stroke=INK, sw=2.5)
    p.path("M112 78l30-28h18l-30 28v22h-18z", LIGHT, INK, 2)
    p.licence_mark(58, 114, 40, HIGH, HIGH_FILL)
    p.bars(112, 124, [76, 60], 14)
    p.field(48, 164, 144, 26)
    p.text(120, 177, "XK00-000-00000", 15, INK, "middle", bold=False)
    p.view(40, 104, 160, 94)
    # a manual
    p.doc(270, 136, 66, 84, None, 14, 14)
    p.text(303, 164, "说明书", 14, INK, "middle")
    p.rect(282, 178, 16, 16, fill=HIGH_FILL, stroke=HIGH, sw=2.5, rx=3)
    p.bars(304, 186, [22], 10, 5, HIGH)
    p.bars(282, 206, [42], 10)
    p.note(78, 114, 90, 28, "许可证标志", "middle")
    p.note(192, 177, 264, 88, "编号", bend=248)


@picture("p75-29-ccc-certificate",
         "拍强制性产品认证证书和产品铭牌：证书编号、两处的型号、铭牌上的标志都要可读，型号应当一致。",
         "Photograph CCC certificate and name plate: certificate number, the model on both and the mark legible; the models should agree.",
         ["P75-29"])
def ccc_certificate(p):
    p.certificate(22, 24, 142, 166, "认证证书", 17)
    p.field(36, 64, 114, 24)
    p.bars(44, 76, [98], 10, 5, DARK)
    p.bars(36, 104, [112, 96], 12)
    p.field(36, 132, 114, 26, "AB-12", 16)
    p.bars(36, 174, [60], 12)
    p.view(12, 14, 162, 186)
    p.plate(204, 78, 136, 112)
    p.ccc(272, 105, 1.0, HIGH, HIGH_FILL)
    p.field(218, 132, 108, 26, "AB-12", 16)
    p.bars(222, 174, [96], 12)
    p.view(194, 68, 156, 132)
    p.path("M150 145H218", None, HIGH, 2.5)
    p.equal(184, 145, 13)
    p.path("M184 159V206", None, HIGH, 2.5)
    p.note(150, 76, 196, 28, "证书编号", bend=182)
    p.note(292, 93, 344, 46, "标志", "end")
    p.chip(184, 218, "型号一致", "middle")


@picture("s76-25-licence-number",
         "拍商品上的许可证标志和编号，编号逐位可读，再录入或者扫码核验。",
         "Photograph licence mark and number on the goods, every digit legible; then enter or scan the number and look it up.",
         ["S76-25"])
def licence_number(p):
    # a sack of goods on a shelf
    p.line(14, 214, 206, 214, INK, 4)
    p.path("M36 212c-8-40-8-104 0-150 4-8 12-8 16-14h106c4 6 12 6 16 14 8 46 8 110 0 150z", PAPER, INK, 2.5)
    p.path("M50 60h110", None, INK, 2, "6 5")
    p.licence_mark(86, 82, 40, HIGH, HIGH_FILL)
    p.field(38, 136, 134, 26)
    p.text(105, 149, "XK00-000-00000", 14, INK, "middle", bold=False)
    p.bars(56, 184, [98, 70], 14)
    p.view(22, 70, 166, 106)
    # the phone with the answer
    p.phone(244, 22, 92, 158)
    p.text(290, 52, "核验结果", 14, INK, "middle")
    p.qr(272, 66, 36)
    p.bars(262, 118, [56], 10)
    p.field(258, 134, 64, 24, "有效", 15)
    p.path("M200 120h32m-9-7l9 7-9 7", None, HIGH, 3)
    p.note(106, 82, 105, 24, "许可证标志", "middle")
    p.chip(290, 208, "编号逐位录入", "middle")


@picture("s76-26-ccc-mark",
         "拍商品铭牌上的 CCC 标志和型号，录入 16 位证书编号，核验状态和型号是否一致。",
         "Photograph CCC mark and model on the name plate; enter the 16-digit certificate number and check standing and model.",
         ["S76-26"])
def ccc_mark(p):
    # a rice cooker, as any small appliance, and its plate
    p.path("M40 100c0-34 22-48 54-48s54 14 54 48z", PAPER, INK, 2.5)
    p.path("M84 52v-8h20v8", LIGHT, INK, 2.5)
    p.path("M34 100h120v72c0 20-10 30-28 30H62c-18 0-28-10-28-30z", PAPER, INK, 2.5)
    p.path("M34 124h-12v26h12M154 124h12v26h-12M58 202v8M130 202v8", None, INK, 2.5)
    p.rect(58, 114, 72, 70, fill=LIGHT, stroke=INK, sw=2, rx=5)
    p.ccc(94, 133, .9, HIGH, HIGH_FILL)
    p.field(64, 155, 60, 23, "AB-12", 14)
    p.view(48, 105, 92, 88, 14)
    # the phone with the answer
    p.phone(232, 18, 112, 170)
    p.text(288, 46, "认证查询", 14, INK, "middle")
    d = ""
    for i in range(16):
        x = 246 + (i % 8) * 10.6
        y = 62 + (i // 8) * 16
        d += f"M{x:.1f} {y}h8v11h-8z"
    p.path(d, HIGH_FILL, HIGH, 2)
    p.field(246, 104, 84, 24, "AB-12", 15)
    p.field(246, 138, 84, 24, "有效", 15)
    p.path("M124 167H190V116H246", None, HIGH, 2.5)
    p.equal(190, 142, 13)
    p.path("M190 167V200", None, HIGH, 2.5)
    p.note(246, 76, 180, 40, "16 位编号", "middle")
    p.chip(190, 212, "型号一致", "middle")


# -- labels --------------------------------------------------------------------------------------------------------

LABEL_ROWS = ("产品名称", "厂名厂址", "规格型号", "生产日期", "合格证明", "警示说明")


@picture("p75-36-label",
         "拍产品标识全貌：中文名称、厂名厂址、规格、日期、合格证明和警示，六项都要在照片里可读。",
         "Photograph the whole label: Chinese name, maker and address, specification, date, proof of conformity, warning, all legible.",
         ["P75-36"])
def label(p):
    p.rect(30, 22, 178, 196, fill=PAPER, stroke=INK, sw=2.5, rx=8)
    marks = [40 + i * 32 for i in range(6)]
    p.bars(46, marks[0], [110], 10, 9, INK)
    p.bars(46, marks[1] - 5, [124, 96], 11, 4, DARK)
    p.bars(46, marks[2], [70], 10, 4, DARK)
    p.bars(126, marks[2], [40], 10, 4, DARK)
    p.text(46, marks[3], "2026-01-01", 15, INK, bold=False)
    p.rect(46, marks[4] - 13, 52, 26, fill=PAPER, stroke=INK, sw=2.5, rx=4)
    p.path(f"M60 {marks[4]}l9 8 16-15", None, INK, 3.5)
    p.warning(62, marks[5] + 1, 14)
    p.bars(88, marks[5] - 4, [88, 66], 11, 4, DARK)
    p.view(18, 10, 202, 220)
    targets = (160, 174, 170, 142, 98, 180)
    for name, y, tx in zip(LABEL_ROWS, marks, targets):
        p.note(tx, y, 256, y, name)


@picture("s76-28-five-labels",
         "随机抽 5 种商品，逐种拍标识：名称、厂名厂址、合格证、规格、日期、警示要可读。",
         "Take 5 kinds of goods at random and photograph each label: name, maker and address, conformity, specification, date, warning.",
         ["S76-28"])
def five_labels(p):
    p.line(16, 118, 344, 118, INK, 4)
    # a bottle, a box, a bag, a can, a lamp
    p.path("M40 116V66c0-10 10-12 10-22v-8h14v8c0 10 10 12 10 22v50z", PAPER, INK, 2.5)
    p.rect(98, 56, 52, 60, fill=PAPER, stroke=INK, sw=2.5)
    p.path("M98 56l10-12h52l-10 12m10-12v58l-10 14", LIGHT, INK, 2.5)
    p.path("M176 116c-6-26-6-46 0-68l6-8h32l6 8c6 22 6 42 0 68z", PAPER, INK, 2.5)
    p.path("M246 46v62c0 10 42 10 42 0V46z", PAPER, INK, 2.5)
    p.ellipse(267, 46, 21, 7, fill=LIGHT, stroke=INK, sw=2.5)
    p.path("M312 62c0-34 36-34 36 0 0 14-9 16-9 28h-18c0-12-9-14-9-28z", PAPER, INK, 2.5)
    p.path("M321 90h18v18l-5 8h-8l-5-8z", LIGHT, INK, 2.5)
    for x, y in ((44, 82), (108, 78), (186, 80), (252, 74), (317, 58)):
        w = 26 if x in (44, 317) else 30
        p.rect(x, y, w, 22, fill=HIGH_FILL, stroke=HIGH, sw=2.5, rx=3)
        p.bars(x + 6, y + 8, [w - 12, w - 16], 7, 3, HIGH)
    # one of them close up
    p.rect(34, 138, 190, 84, fill=PAPER, stroke=INK, sw=2.5, rx=6)
    p.bars(48, 156, [86], 10, 8, INK)
    p.bars(48, 174, [98, 80], 12, 4, DARK)
    p.text(48, 206, "2026-01-01", 14, INK, bold=False)
    p.rect(160, 148, 48, 24, fill=PAPER, stroke=INK, sw=2.5, rx=4)
    p.text(184, 160, "合格", 14, INK, "middle")
    p.warning(184, 198, 14)
    p.view(24, 130, 210, 100)
    p.chip(252, 152, "抽 5 种")
    p.chip(252, 184, "逐种拍标识")
    p.path("M56 106v20m-7-8l7 8 7-8", None, HIGH, 3)


# -- how to photograph ---------------------------------------------------------------------------------------------

LABELLED = ["P75-28", "P75-29", "P75-36", "S76-25", "S76-26", "S76-28"]
DOCUMENTS = ["P75-01", "P75-07", "P75-13", "P75-27", "S76-01", "S76-07", "S76-12"]


def panels(p, good, bad):
    for x in (12, 186):
        p.rect(x, 14, 162, 212, fill=PAPER, stroke=MID, sw=2, rx=10)
    p.yes(32, 205)
    p.text(54, 205, good, 16)
    p.no(206, 205)
    p.text(228, 205, bad, 16)


def small_label(p, x, y, w, h, date=True):
    p.rect(x, y, w, h, fill=PAPER, stroke=INK, sw=2.5, rx=6)
    p.bars(x + 12, y + 18, [w * .6], 10, 8, INK)
    p.bars(x + 12, y + 36, [w - 30, w - 44], 12, 4, DARK)
    if date:
        p.text(x + 12, y + 68, "2026-01-01", 15, INK, bold=False)
    p.warning(x + w - 22, y + h - 18, 13)
    p.bars(x + 12, y + h - 18, [w - 62], 10, 4, DARK)


@picture("hint-whole-label",
         "标识要整个拍进画面，四边留一点空；切掉一边，缺的内容就无法证明。",
         "Keep the whole label in the frame with some room around it; what is cut off cannot be proved.",
         LABELLED)
def whole_label(p):
    panels(p, "整张入框", "切边缺字")
    small_label(p, 36, 46, 114, 120)
    p.view(24, 34, 138, 144)
    # cut off on the right hand: the viewfinder holds only a part
    small_label(p, 218, 46, 114, 120)
    p.rect(200, 34, 92, 144, fill=None, stroke=INK, sw=3, dash="8 6")
    p.path("M294 26h52v162h-52z", PAPER, None, opacity=0.72)


@picture("hint-no-glare",
         "铭牌反光时换个角度或者用手遮光，关掉闪光灯再拍，字要全部看得见。",
         "Where a plate glares, change the angle or shade it with a hand, flash off, until every character shows.",
         LABELLED)
def no_glare(p):
    panels(p, "字全看清", "反光遮字")
    for x in (28, 202):
        p.plate(x, 50, 130, 112)
        p.ccc(x + 36, 80)
        p.text(x + 72, 80, "AB-12", 16)
        p.bars(x + 18, 110, [94, 80, 88], 16, 5, INK)
    p.view(20, 38, 146, 136)
    p.path("M256 46c26-10 54 4 58 36 4 30-12 62-36 64-26 2-44-22-44-50 0-24 8-44 22-50z", PAPER, MID, 2, "3 5")
    p.path("M274 66v16M274 112v16M246 97h16M286 97h16M254 77l9 9M294 77l-9 9M254 117l9-9M294 117l-9-9", None, DARK, 3)


@picture("hint-date-readable",
         "日期、编号要近拍对焦，放大后每一位都能读；模糊的重拍。",
         "Get close and focus on dates and numbers until every digit reads when enlarged; take a blurred one again.",
         LABELLED + DOCUMENTS)
def date_readable(p):
    panels(p, "逐位可读", "模糊重拍")
    for x in (24, 198):
        p.rect(x, 56, 138, 100, fill=PAPER, stroke=INK, sw=2.5, rx=8)
    p.bars(38, 76, [80], 10, 5, DARK)
    p.field(32, 90, 122, 34, "2026-01-01", 18)
    p.bars(38, 140, [98], 10, 5, DARK)
    p.view(18, 44, 150, 124)
    p.bars(212, 76, [80], 10, 8, LIGHT)
    for dx, dy, o in ((-3, -2, .22), (3, 2, .22), (-1, 2, .22), (2, -2, .22), (0, 0, .18)):
        p.text(267 + dx, 107 + dy, "2026-01-01", 18, INK, "middle", opacity=o)
    p.bars(212, 140, [98], 10, 8, LIGHT)


@picture("hint-square-on",
         "文件和铭牌要正对着拍，镜头与纸面平行；斜着拍会变形，边角的字读不清。",
         "Photograph documents and plates square on, lens parallel to the page; a slanted shot distorts and loses the corners.",
         DOCUMENTS + LABELLED)
def square_on(p):
    panels(p, "正对平行", "斜拍变形")
    p.doc(46, 40, 94, 132, None, 14, 14)
    p.bars(60, 66, [50], 10, 7, INK)
    p.bars(60, 86, [64, 56, 62, 48], 14, 4, DARK)
    p.seal(112, 148, 17, "章")
    p.view(34, 28, 118, 156)
    p.path("M240 62l62 14 18 98-106-18z", PAPER, INK, 2.5)
    p.path("M246 80l26 6", None, INK, 6)
    p.path("M240 98l46 9M236 112l54 11M232 126l48 9", None, DARK, 4)
    p.ellipse(290, 148, 17, 12, fill=PAPER, stroke=DARK, sw=2.5)
    p.rect(202, 40, 130, 144, fill=None, stroke=INK, sw=3, dash="8 6")


@picture("hint-overall-then-detail",
         "先拍全貌，看得出是哪一件、在哪里；再近拍标识，让细节可读。",
         "First an overall shot that shows which item and where; then a close-up of the label with its details legible.",
         LABELLED)
def overall_then_detail(p):
    for x in (12, 186):
        p.rect(x, 14, 162, 212, fill=PAPER, stroke=MID, sw=2, rx=10)
    # shelf with one article framed
    p.line(24, 100, 162, 100, INK, 4)
    p.line(24, 176, 162, 176, INK, 4)
    for x, y, w, h in ((30, 62, 30, 36), (66, 52, 26, 46), (124, 58, 32, 40), (32, 128, 34, 46), (126, 134, 30, 40)):
        p.rect(x, y, w, h, fill=PAGE, stroke=INK, sw=2.5, rx=2)
    p.rect(80, 118, 34, 56, fill=PAPER, stroke=INK, sw=2.5, rx=2)
    p.rect(86, 138, 22, 22, fill=HIGH_FILL, stroke=HIGH, sw=2.5, rx=3)
    p.view(22, 34, 142, 150)
    # the same label close up
    p.rect(206, 50, 122, 122, fill=PAPER, stroke=INK, sw=2.5)
    p.rect(222, 70, 90, 82, fill=HIGH_FILL, stroke=HIGH, sw=2.5, rx=6)
    p.bars(234, 86, [56], 10, 7, INK)
    p.bars(234, 103, [66, 54], 12, 4, DARK)
    p.text(267, 137, "AB-12", 16, INK, "middle")
    p.view(210, 58, 114, 106)
    p.circle(34, 205, 13, fill=INK, stroke=None)
    p.text(34, 205, "1", 16, PAPER, "middle")
    p.text(54, 205, "先拍全貌", 16)
    p.circle(208, 205, 13, fill=INK, stroke=None)
    p.text(208, 205, "2", 16, PAPER, "middle")
    p.text(228, 205, "再拍细节", 16)
