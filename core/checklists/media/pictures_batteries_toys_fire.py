"""Picture hints: power banks and lithium batteries; toys and children's vehicles; fire-fighting products."""

import math

from drawing import BLUE, DARK, HIGH, HIGH_FILL, INK, LIGHT, MID, PAGE, PAPER
from layouts import certificate_and_thing, phone_check, picture, plate_rows, zoom
import things
from things import at


def mark_lookup(p, thing, x=104, y=66, k=1.0, rx=100, ry=92, model="AB-12"):
    """The thing, its mark and model close up, and the certificate looked up on a phone."""
    at(p, thing, x, y, k)
    p.ring(rx, ry, 14)
    zoom(p, rx - 9, ry + 11, 40, 142, rx + 9, ry + 11, 196, 142)
    p.plate(36, 144, 164, 74, holes=False)
    p.ccc(72, 181, 1.0, HIGH, HIGH_FILL)
    p.field(110, 154, 78, 24, model, 15)
    p.bars(112, 192, [70, 54], 13, 4, DARK)
    p.view(24, 134, 188, 94)
    phone_check(p, 244, 20, 96, 158, "认证查询", (model, "有效"))
    p.path("M188 166H222V118H258", None, HIGH, 2.5)
    p.equal(222, 142, 12)
    p.chip(292, 206, "型号一致", "middle")


def thing_and_certificate(p, thing, x, y, k, model="AB-12", fx=242, fy=140, title="认证证书", thing_name="在产型号", number_y=40):
    certificate_and_thing(p, title, None, thing, x, y, k, extra=model)
    p.field(fx, fy, 64, 22, model, 14)
    mid = fy + 11
    p.path(f"M158 115H200V{mid}H{fx}", None, HIGH, 2.5)
    p.equal(200, mid if abs(mid - 115) < 16 else (115 + mid) / 2, 12)
    p.note(158, 77, 206, number_y, "编号")
    p.chip(fx + 32, 216, thing_name, "middle")


# -- OLB and OLS: power banks and lithium batteries ----------------------------------------------------------------

@picture("olb-01-line-label",
         "拍产线上的型号和批号标签，再拍认证证书：编号、型号、生产企业可读。",
         "Photograph model and batch label on the line; then the certificate: number, model and manufacturer legible.")
def _(p):
    thing_and_certificate(p, things.power_bank, 274, 122, 1.1, fy=104)
    p.bars(248, 144, [52, 40], 12)


@picture("olb-02-cell-code",
         "近拍电芯喷码：生产厂、型号、容量可读，与关键件清单比对。",
         "Close-up of the code on the cell: maker, model and capacity legible; compare with the critical component list.")
def _(p):
    p.rect(24, 78, 178, 74, fill=BLUE, stroke=INK, sw=2.5, rx=12)
    p.rect(202, 98, 12, 34, fill=LIGHT, stroke=INK, sw=2.5, rx=3)
    p.text(40, 100, "厂名  18650", 18, INK)
    p.text(40, 130, "2600 mAh", 18, INK)
    p.view(16, 68, 206, 94)
    p.doc(250, 56, 92, 124, "清单", 16)
    p.field(260, 96, 72, 26, "18650", 15)
    p.bars(262, 142, [66, 50], 13)
    p.path("M222 109H260", None, HIGH, 2.5)
    p.equal(236, 109, 12)
    p.note(56, 90, 50, 36, "生产厂", "middle")
    p.note(126, 90, 134, 36, "型号", "middle")
    p.note(84, 142, 84, 198, "容量", "middle")
    p.chip(270, 210, "与清单一致", "middle")


@picture("olb-03-sorting",
         "拍分档记录的压差和内阻差，再拍来料箱等级标签和喷码，看有无打磨。",
         "Photograph voltage and resistance spread in the sorting record; then the grade label and codes for signs of grinding.")
def _(p):
    p.doc(22, 26, 148, 186, "分档记录", 17)
    for i, t in enumerate(("压差 3 mV", "内阻差 1 mΩ")):
        p.field(36, 66 + i * 40, 120, 28, t, 15)
    p.bars(36, 156, [114, 96, 104], 14)
    p.view(10, 14, 172, 210)
    p.path("M214 82h124v86H214z", PAPER, INK, 2.5)
    for i in range(4):
        p.circle(233 + i * 29, 68, 12, fill=BLUE, stroke=INK, sw=2.5)
        p.circle(233 + i * 29, 68, 4, fill=LIGHT, stroke=INK, sw=2)
    p.path("M214 82h124", None, INK, 2.5)
    p.field(242, 104, 68, 34, "A 级", 17)
    p.view(206, 48, 140, 130)
    p.chip(276, 204, "等级标签", "middle")


@picture("olb-04-weld",
         "近拍焊点和绝缘垫片，再拍首件拉力示值。",
         "Close-up of the welds and the insulating washers; then the pull test reading of the first piece.")
def _(p):
    for x in (62, 128):
        p.circle(x, 126, 46, fill=BLUE, stroke=INK, sw=2.5)
        p.circle(x, 126, 32, fill=HIGH_FILL, stroke=HIGH, sw=2.5)
        p.circle(x, 126, 22, fill=PAPER, stroke=INK, sw=2.5)
    p.rect(44, 112, 104, 28, fill=LIGHT, stroke=INK, sw=2.5, rx=4)
    for x in (54, 66, 124, 136):
        p.circle(x, 120, 4, fill=HIGH, stroke=None)
        p.circle(x, 132, 4, fill=HIGH, stroke=None)
    p.view(8, 70, 176, 112)
    at(p, things.meter, 272, 126, 1.0, text="25", unit="N", w=116, h=78)
    p.note(60, 116, 60, 40, "焊点", "middle")
    p.note(134, 154, 146, 206, "绝缘垫片", "middle")
    p.chip(272, 60, "拉力示值", "middle")


@picture("olb-05-tester",
         "拍测试柜当前程序、判定界限和正在检验的产品，序列号可读。",
         "Photograph the tester's current programme, its limits and the product on test, serial number legible.")
def _(p):
    p.rect(24, 26, 170, 190, fill=LIGHT, stroke=INK, sw=2.5, rx=6)
    p.rect(38, 40, 142, 92, fill=PAPER, stroke=INK, sw=2.5, rx=3)
    p.path("M50 120c20-2 22-52 50-54s34 30 66 30", None, HIGH, 3)
    p.path("M48 62h122M48 122h122", None, DARK, 2, "6 5")
    p.view(30, 32, 158, 108)
    for i in range(3):
        p.rect(40 + i * 48, 148, 38, 56, fill=PAPER, stroke=INK, sw=2.5, rx=6)
        p.bars(48 + i * 48, 164, [22, 16], 10, 4, HIGH if i == 1 else MID)
    p.note(100, 66, 222, 44, "程序")
    p.note(176, 62, 222, 84, "判定界限")
    p.note(118, 180, 222, 176, "序列号")
    p.chip(222, 130, "功能检验")


@picture("olb-06-ageing",
         "拍老化室内批次卡：进入、取出时间可读，再拍室温示值。",
         "Photograph the batch card in the ageing room: times in and out legible; then the room temperature.")
def _(p):
    p.path("M24 30v186M150 30v186M24 92h126M24 154h126M24 214h126", None, INK, 4)
    for y in (54, 116, 178):
        for x in (34, 62, 90, 118):
            p.rect(x, y, 22, 34, fill=BLUE, stroke=INK, sw=2.5, rx=4)
    p.path("M136 120l44-40", None, INK, 2)
    p.doc(182, 30, 112, 136, "批次卡", 17, 14)
    p.field(194, 66, 88, 26, "进 08:00", 15)
    p.field(194, 100, 88, 26, "出 08:00", 15)
    p.bars(196, 146, [76], 12)
    p.view(172, 20, 132, 156)
    p.rect(322, 50, 14, 78, fill=PAPER, stroke=INK, sw=2.5, rx=7)
    p.path("M329 80v38", None, HIGH, 5)
    p.circle(329, 128, 11, fill=HIGH, stroke=INK, sw=2)
    p.chip(238, 206, "进出时间", "middle")
    p.chip(322, 206, "室温", "middle")


@picture("olb-07-marking",
         "拍成品本体标识：额定能量 Wh、额定容量、输入输出、型号、批号、警示语可读。",
         "Photograph the marking on the product: rated energy in Wh, capacity, input and output, model, batch, warning legible.")
def _(p):
    plate_rows(p, (("型号、批号", "AB-12 / 01"), ("额定能量", "37 Wh"), ("额定容量", "6000 mAh"), ("输入输出", "5 V  2 A"),
                   ("警示语", "warn")), kind="label")


@picture("olb-08-store",
         "拍库房温度计示值，再拍异常电池的防爆容器和沙箱。",
         "Photograph the thermometer in the store; then the explosion-proof container and sand box for abnormal cells.")
def _(p):
    p.path("M20 52l160-34 160 34", None, INK, 3)
    p.path("M28 50v150h304V50", None, INK, 2.5)
    p.rect(52, 76, 20, 80, fill=PAPER, stroke=INK, sw=2.5, rx=10)
    p.path("M62 104v42", None, HIGH, 6)
    p.circle(62, 156, 14, fill=HIGH, stroke=INK, sw=2)
    p.view(36, 66, 52, 114, 14)
    p.rect(122, 112, 94, 86, fill=LIGHT, stroke=INK, sw=3, rx=5)
    p.path("M114 112h110M154 112v-12h30v12", None, INK, 5)
    p.warning(169, 156, 20, HIGH, HIGH_FILL)
    p.path("M244 198l8-50h66l8 50z", HIGH_FILL, INK, 2.5)
    p.path("M256 148c10-16 46-16 58 0", HIGH_FILL, INK, 2.5)
    p.chip(62, 220, "温度示值", "middle")
    p.chip(169, 72, "异常电池", "middle")
    p.chip(285, 220, "沙箱", "middle")
    p.chip(169, 220, "防爆容器", "middle")


@picture("olb-09-trace",
         "拍反查结果：一批电芯对应的全部成品批号，再拍召回、停售的报告。",
         "Photograph the trace: one batch of cells and every product batch it went into; then the report of recall or stop-sale.")
def _(p):
    p.rect(22, 92, 88, 56, fill=BLUE, stroke=INK, sw=2.5, rx=8)
    p.text(66, 110, "电芯批", 16, INK, "middle")
    p.text(66, 132, "01", 16, INK, "middle")
    for i, y in enumerate((58, 120, 182)):
        p.path(f"M110 120H136V{y}H160m-8-6l8 6-8 6", None, HIGH, 3)
        p.field(164, y - 18, 84, 36, f"P 0{i + 1}", 16)
    p.view(12, 28, 246, 184)
    p.doc(276, 56, 66, 90, "报告", 15, 12)
    p.bars(288, 96, [42, 34, 40], 13)
    p.chip(66, 60, "任选一批", "middle")
    p.chip(66, 184, "全部成品", "middle")
    p.chip(309, 172, "停售", "middle")
    p.chip(309, 202, "召回", "middle")


@picture("ols-01-ccc-mark",
         "拍移动电源本体上的 CCC 标志和型号，用证书编号核验是否有效。",
         "Photograph the CCC mark and model on the power bank; look up by certificate number whether it is valid.")
def _(p):
    mark_lookup(p, things.power_bank, 112, 74, .88, 112, 88)


@picture("ols-02-marking",
         "拍本体标识：额定能量、额定容量、厂名厂址、生产日期、警示都要可读。",
         "Photograph the marking: rated energy, rated capacity, maker and address, date of make, warning all legible.")
def _(p):
    plate_rows(p, (("额定能量", "37 Wh"), ("额定容量", "6000 mAh"), ("厂名厂址", "bars"), ("生产日期", "2026-01"), ("警示", "warn")), kind="label")


@picture("ols-03-recall-notice",
         "拍召回告知和店内库存的型号、批次，逐一比对；涉及产品拍隔离情况。",
         "Photograph the recall notice and the model and batch of stock, one by one; show isolation of what is affected.")
def _(p):
    p.doc(24, 26, 134, 166, "召回告知", 18)
    p.field(38, 72, 106, 26, "AB-12", 16)
    p.field(38, 108, 106, 26, "批次 01", 16)
    p.bars(38, 154, [100, 84, 92], 13)
    p.view(14, 16, 154, 186)
    p.path("M212 118h124v84H212z", LIGHT, INK, 2.5)
    p.path("M212 118l-14 20M336 118l14 20", None, INK, 2.5)
    for x in (238, 274, 310):
        p.rect(x - 13, 76, 26, 48, fill=PAPER, stroke=INK, sw=2.5, rx=6)
    p.rect(212, 118, 124, 84, fill=LIGHT, stroke=INK, sw=2.5, rx=3)
    p.field(230, 134, 88, 26, "AB-12", 16)
    p.text(274, 182, "隔离", 18, INK, "middle")
    p.path("M144 85H186V147H230", None, HIGH, 2.5)
    p.equal(186, 116, 13)
    p.chip(274, 42, "下架隔离", "middle")
    p.chip(186, 222, "型号、批次", "middle")


@picture("ols-04-permanent-code",
         "近拍壳体上的永久性编码，逐位可读，再拍螺钉和密封处有无拆启。",
         "Close-up of the permanent code on the case, every character legible; then screws and seals for signs of opening.")
def _(p):
    at(p, things.battery, 122, 126, 1.0, w=188, h=128)
    p.field(48, 84, 148, 34, "0000 0000", 18)
    p.bars(52, 136, [110, 90], 13, 4, DARK)
    p.path("M28 166h188", None, INK, 2.5, "7 5")
    for x in (44, 200):
        p.circle(x, 178, 6, fill=PAPER, stroke=INK, sw=2)
        p.path(f"M{x - 3} {175}l6 6", None, INK, 2)
    p.view(38, 74, 168, 54, 14)
    p.ring(200, 178, 14)
    p.note(196, 101, 246, 78, "永久编码")
    p.note(214, 178, 246, 184, "拆启痕迹")
    p.note(216, 160, 246, 132, "密封处")


@picture("ols-05-swelling",
         "平放在玻璃或者直尺上侧拍，翘起的缝隙看得见；测温仪示值同框。",
         "Lay it flat on glass or a straight edge and photograph from the side so a gap shows; thermometer reading in the shot.")
def _(p):
    p.path("M30 130c0-14 8-18 20-22 44-18 104-18 148 0 12 4 20 8 20 22s-8 16-20 20c-44 30-104 30-148 0-12-4-20-6-20-20z", PAPER, INK, 2.5)
    p.path("M30 130h188", None, DARK, 2, "6 5")
    p.path("M30 122h-8v16h8", LIGHT, INK, 2.5)
    p.rect(14, 172, 220, 14, fill=BLUE, stroke=INK, sw=2.5, rx=3)
    p.ring(52, 163, 22, 15)
    p.ring(196, 163, 22, 15)
    p.path("M124 82v-28m-7 8l7-8 7 8", None, HIGH, 3)
    p.path("M300 132l12 54h26l-10-54", LIGHT, INK, 2.5)
    p.path("M272 108h62c6 0 8 4 8 8v8c0 4-2 8-8 8h-62z", LIGHT, INK, 2.5)
    p.path("M266 112h6v16h-6z", INK, INK, 2)
    p.path("M298 134c-4 10 0 16 8 18", None, INK, 2.5)
    p.path("M260 121L222 126", None, HIGH, 2.5, "5 5")
    p.path("M320 108V94", None, INK, 2.5)
    p.field(278, 64, 66, 28, "31 ℃", 15)
    p.chip(124, 36, "鼓起", "middle")
    p.note(52, 178, 60, 216, "缝隙", "middle")
    p.chip(300, 212, "表面温度", "middle")


@picture("ols-06-rebuilt",
         "拍散电芯、点焊机、热缩膜的全貌和数量，再近拍电芯喷码。",
         "Photograph loose cells, spot welder and shrink film as a whole, with their number; then the codes on the cells.")
def _(p):
    p.line(14, 186, 346, 186, INK, 4)
    for i in range(5):
        x = 40 + i * 26
        p.rect(x - 11, 126, 22, 58, fill=BLUE, stroke=INK, sw=2.5, rx=4)
        p.rect(x - 5, 120, 10, 6, fill=INK, stroke=None)
        p.line(x, 140, x, 168, HIGH if i == 2 else DARK, 4)
    p.view(18, 108, 148, 84)
    p.rect(196, 128, 62, 56, fill=LIGHT, stroke=INK, sw=2.5, rx=5)
    p.circle(212, 144, 5, fill=PAPER, stroke=INK, sw=2)
    p.path("M238 128v-24h28v40", None, INK, 4)
    p.circle(312, 152, 32, fill=PAPER, stroke=INK, sw=2.5)
    p.circle(312, 152, 13, fill=PAGE, stroke=INK, sw=2.5)
    p.chip(92, 82, "散电芯", "middle")
    p.chip(232, 82, "点焊机", "middle")
    p.chip(312, 212, "热缩膜", "middle")
    p.note(92, 168, 92, 218, "近拍喷码", "middle")


# -- OTM and OTS: toys and children's vehicles ---------------------------------------------------------------------

@picture("otm-01-certificate",
         "拍认证证书和在产款式：证书编号、款号、适用年龄可读，与样品比对。",
         "Photograph the certificate and the toy being made: certificate number, style, age group legible; compare with the sample.")
def _(p):
    thing_and_certificate(p, things.toy_car, 276, 112, 1.25, fx=246, fy=156, thing_name="在产款式")


def small_parts(p, note="完全落入即不合格"):
    # the test cylinder, its bottom cut at a slant
    p.path("M36 70v132h120V70", LIGHT, INK, 2.5)
    p.path("M56 70v66l80 36V70", PAPER, INK, 3)
    p.ellipse(96, 70, 40, 11, fill=PAPER, stroke=INK, sw=2.5)
    p.circle(92, 128, 13, fill=HIGH_FILL, stroke=HIGH, sw=3)
    p.circle(92, 128, 4, fill=HIGH, stroke=None)
    p.path("M92 42v56m-7-9l7 9 7-9", None, HIGH, 3, "6 5")
    p.dimension(57, 218, 135, 218, "内径 31.7 mm", 216, 218, 15)
    at(p, things.bear, 284, 110, 1.05)
    p.ring(296, 74, 11)
    p.note(105, 124, 164, 52, "可拆部件", "start")
    p.chip(96, 24, note, "middle")


@picture("otm-02-small-parts",
         "拍部件放入小零件试验器的状态，不加压，从上方和侧面各一张。",
         "Photograph the part lying in the small parts cylinder, without pressing, one shot from above and one from the side.")
def _(p):
    small_parts(p, "不加压放入")


@picture("otm-03-battery-box",
         "拍关好的电池仓和它的螺钉，再拍磁铁、纽扣电池是否封闭牢固。",
         "Photograph the closed battery box and its screw; then whether magnets and button cells are firmly enclosed.")
def _(p):
    p.rect(24, 50, 184, 136, fill=BLUE, stroke=INK, sw=2.5, rx=18)
    p.rect(52, 76, 128, 84, fill=PAPER, stroke=INK, sw=2.5, rx=6)
    p.circle(160, 118, 10, fill=HIGH_FILL, stroke=HIGH, sw=2.5)
    p.path("M154 118h12M160 112v12", None, HIGH, 2.5)
    p.circle(98, 118, 24, fill=LIGHT, stroke=INK, sw=2.5)
    p.text(98, 118, "+", 20, INK, "middle")
    p.view(40, 64, 152, 108)
    p.note(170, 114, 244, 76, "螺钉固定")
    p.note(112, 136, 244, 130, "纽扣电池")
    p.path("M262 168l34 30", None, INK, 12)
    p.path("M296 198l26 22", None, DARK, 5)
    p.chip(116, 212, "徒手打不开", "middle")


@picture("otm-04-material-card",
         "拍当班投料卡和检测报告：材料批号两处一致，项目、日期可读。",
         "Photograph the shift's material card and the test report: batch of material the same on both, items and date legible.")
def _(p):
    p.doc(22, 26, 134, 172, "投料卡", 17)
    p.doc(204, 26, 134, 172, "检测报告", 17)
    for i, (a, b) in enumerate((("批号 01", "批号 01"), ("", "可迁移元素"), ("", "2026-01-01"))):
        if a:
            p.field(34, 68 + i * 38, 110, 27, a, 15)
        else:
            p.bars(36, 74 + i * 38, [100, 76], 14, 4, DARK)
        p.field(216, 68 + i * 38, 110, 27, b, 15 if i < 1 else 14)
    p.bars(36, 186, [80], 12)
    p.bars(218, 186, [80], 12)
    p.view(12, 16, 154, 192)
    p.view(194, 16, 154, 192)
    p.path("M144 81H216", None, HIGH, 2.5)
    p.equal(180, 81, 14)
    p.chip(180, 224, "批号一致", "middle")


@picture("otm-05-needle-detector",
         "拍检针机用标准试片报警的瞬间，再拍断针记录。",
         "Photograph the needle detector alarming on the test piece; then the record of broken needles.")
def _(p):
    p.rect(14, 162, 216, 18, fill=LIGHT, stroke=INK, sw=2.5, rx=9)
    p.path("M40 180v30M204 180v30", None, INK, 4)
    p.path("M76 162V76h96v86h-18V98H94v64z", LIGHT, INK, 2.5)
    p.circle(124, 64, 11, fill=HIGH, stroke=INK, sw=2.5)
    p.path("M102 56l-10-6M146 56l10-6M124 44v-8", None, HIGH, 3)
    p.rect(104, 148, 40, 14, fill=HIGH_FILL, stroke=HIGH, sw=2.5, rx=2)
    p.view(62, 26, 124, 144)
    p.note(144, 155, 216, 110, "标准试片", "start")
    p.note(135, 60, 216, 46, "报警灯", "start")
    p.doc(252, 138, 84, 82, "断针", 15, 12)
    p.bars(264, 176, [60, 46, 54], 14)


@picture("otm-06-cord",
         "绳索拉直，直尺从固定端量到末端，拍清起止读数。",
         "Pull the cord straight and measure from where it is fixed to its end; both ends of the ruler in the shot.")
def _(p):
    at(p, things.toy_car, 74, 114, 1.0)
    p.path("M128 128h190", None, INK, 5)
    p.path("M128 128h190", None, HIGH_FILL, 2)
    p.circle(326, 128, 9, fill=HIGH_FILL, stroke=INK, sw=2.5)
    p.line(130, 64, 130, 190, HIGH, 2, "5 4")
    p.line(318, 64, 318, 190, HIGH, 2, "5 4")
    p.ruler(130, 166, 188, 26, 10)
    p.dimension(130, 56, 318, 56, "自由长度", 224, 56)
    p.ring(130, 179, 18)
    p.ring(318, 179, 18)
    p.chip(224, 216, "≤220 mm", "middle")


@picture("otm-07-gap",
         "拍塞棒插入间隙的状态、折叠锁和制动，三处各一张。",
         "Photograph the probe in the gap, the folding lock and the brake, one shot each.")
def _(p):
    at(p, things.pram, 150, 118, 1.45)
    p.ring(112, 110, 18)
    p.path("M76 118L112 110", None, INK, 9)
    p.path("M76 118L112 110", None, HIGH_FILL, 4)
    p.ring(166, 150, 17)
    p.ring(214, 190, 25)
    p.chip(14, 122, "塞间隙")
    p.note(182, 144, 266, 116, "折叠锁")
    p.note(239, 188, 266, 180, "制动")
    p.path("M256 40h30", None, INK, 8)
    p.path("M256 40h30", None, HIGH_FILL, 3.5)
    p.text(300, 40, "5 mm", 14, INK)
    p.path("M256 68h30", None, INK, 15)
    p.path("M256 68h30", None, HIGH_FILL, 10)
    p.text(300, 68, "12 mm", 14, INK)


@picture("otm-08-warning",
         "拍包装各面和说明书：适用年龄、执行标准、警示语、厂名厂址、标志可读。",
         "Photograph every side of the pack and the manual: age group, standard, warning, maker and address, mark legible.")
def _(p):
    p.path("M26 62l24-26h170l-24 26z", LIGHT, INK, 2.5)
    p.path("M196 62l24-26v146l-24 30z", LIGHT, INK, 2.5)
    p.rect(26, 62, 170, 150, fill=PAPER, stroke=INK, sw=2.5)
    p.circle(62, 96, 23, fill=PAPER, stroke=HIGH, sw=3)
    p.text(62, 96, "0-3", 15, INK, "middle")
    p.line(46, 112, 78, 80, HIGH, 3)
    p.warning(112, 98, 16, HIGH, HIGH_FILL)
    p.bars(136, 90, [48, 36], 13, 4, DARK)
    p.field(40, 130, 92, 24, "GB 0000", 15)
    p.ccc(166, 164, .9, HIGH, HIGH_FILL)
    p.field(40, 168, 92, 30)
    p.bars(52, 178, [66, 50], 10, 4, DARK)
    for tx, ty, y, t in ((72, 75, 34, "适用年龄"), (184, 90, 74, "警示语"), (132, 141, 116, "执行标准"), (189, 164, 158, "标志"), (132, 191, 200, "厂名厂址")):
        if t == "适用年龄":
            p.note(76, 78, 256, 34, t, bend=230)
        else:
            p.note(tx, ty, 256, y, t)


@picture("ots-01-ccc-mark",
         "拍玩具或者包装上的 CCC 标志和款号，赠品、盲盒同样拍，逐件核验。",
         "Photograph the CCC mark and style on toy or pack; free gifts and blind boxes too; look each up.")
def _(p):
    mark_lookup(p, things.toy_car, 104, 78, 1.25, 104, 94)


@picture("ots-02-label",
         "拍整张标识：中文名称、厂名厂址、适用年龄、执行标准、安全警示可读。",
         "Photograph the whole label: Chinese name, maker and address, age group, standard, safety warning legible.")
def _(p):
    plate_rows(p, (("中文名称", "bars"), ("厂名厂址", "bars"), ("适用年龄", "3 岁以上"), ("执行标准", "GB 0000"), ("安全警示", "warn")), kind="label")


picture("ots-03-small-parts",
        "拍可拆部件放入小零件试验器的状态，不加压，完全落入的留样。",
        "Photograph the detachable part lying in the small parts cylinder, without pressing; keep any that fits entirely.")(
            lambda p: small_parts(p, "不加压放入"))


@picture("ots-04-magnet",
         "拍磁力珠、徒手能开的电池仓、弹射玩具的全貌和标签，注明货架位置。",
         "Photograph magnetic beads, battery boxes that open by hand and projectile toys, whole and label; note the shelf.")
def _(p):
    for i in range(3):
        x = 64 + i * 116
        p.rect(x - 50, 56, 100, 106, fill=PAPER, stroke=INK, sw=2.5, rx=10)
    for x, y in ((48, 84), (70, 80), (86, 96), (44, 106), (64, 102), (84, 118), (54, 126), (72, 130)):
        p.circle(x, y, 9, fill=LIGHT, stroke=INK, sw=2.5)
    p.rect(146, 80, 68, 60, fill=BLUE, stroke=INK, sw=2.5, rx=6)
    p.path("M214 80l12-18M146 80l12-18h68", None, INK, 2.5)
    p.circle(180, 112, 17, fill=HIGH_FILL, stroke=HIGH, sw=2.5)
    p.text(180, 112, "+", 18, INK, "middle")
    p.path("M252 118h46l10-14h-56zM262 118l-6 26h16l4-26", LIGHT, INK, 2.5)
    p.path("M308 108h14m-7-6l8 6-8 6", None, HIGH, 3.5)
    p.chip(64, 186, "磁力珠", "middle")
    p.chip(180, 186, "徒手可开", "middle")
    p.chip(296, 186, "弹射物", "middle")
    p.text(180, 32, "三类都要找", 16, INK, "middle")


@picture("ots-05-lock",
         "拍展开锁定、踩下制动、束缚带扣三处，按压和拉动后再各拍一张。",
         "Photograph lock, brake and harness buckle; once more after pressing down and pulling.")
def _(p):
    at(p, things.pram, 116, 118, 1.45)
    p.ring(132, 150, 17)
    p.ring(180, 190, 24)
    p.path("M82 82l30 34", None, HIGH, 5)
    p.rect(104, 106, 16, 16, fill=HIGH_FILL, stroke=HIGH, sw=2.5, rx=3)
    p.ring(110, 112, 19)
    p.note(128, 106, 238, 60, "束缚带扣")
    p.note(148, 144, 238, 118, "折叠锁定")
    p.note(204, 188, 238, 178, "制动")


# -- OFM and OFS: fire-fighting products ---------------------------------------------------------------------------

@picture("ofm-01-certificate",
         "拍认证证书或者技术鉴定证明和在产型号：编号、型号可读，逐个对应。",
         "Photograph certificate or technical appraisal and the model being made: number and model legible, one by one.")
def _(p):
    thing_and_certificate(p, things.extinguisher, 294, 114, .98, fx=262, fy=104, number_y=34)


@picture("ofm-02-teardown",
         "把拆下的筒体、器头、虹吸管、软管、压力指示器排开拍一张，再拍测厚示值。",
         "Lay cylinder, head, siphon tube, hose and gauge out in one shot; then the wall thickness reading.")
def _(p):
    p.path("M40 190V84c0-16 12-20 20-24h16c8 4 20 8 20 24v106z", HIGH_FILL, INK, 2.5)
    p.path("M118 92h30v16h-30zM122 92l-8-16M140 92l30-14", LIGHT, INK, 4)
    p.path("M134 124v68", None, INK, 9)
    p.path("M134 124v68", None, PAPER, 4)
    p.path("M166 190c-8-30 30-30 22-60", None, INK, 7)
    p.circle(188, 98, 15, fill=PAPER, stroke=INK, sw=2.5)
    p.path("M188 98l7-8", None, HIGH, 3)
    p.view(22, 42, 192, 164)
    at(p, things.meter, 286, 110, 1.0, text="1.2", unit="mm", w=108, h=74)
    p.chip(118, 222, "部件排开", "middle")
    p.chip(286, 50, "筒体壁厚", "middle")
    p.chip(286, 180, "对照报告", "middle")


@picture("ofm-03-water-test",
         "拍水压工位压力表示值和筒体标记，记录编号与标记一致。",
         "Photograph the gauge at the water test station and the mark on the cylinder; record number and mark agree.")
def _(p):
    p.path("M54 206V96c0-18 14-22 26-28h24c12 6 26 10 26 28v110z", HIGH_FILL, INK, 2.5)
    p.path("M92 66V36h122v20", None, INK, 5)
    p.field(64, 128, 56, 28, "0001", 16)
    p.line(14, 208, 346, 208, INK, 4)
    at(p, things.gauge, 214, 94, 1.0, angle=30)
    p.view(164, 46, 100, 100)
    p.note(250, 84, 282, 62, "压力")
    p.doc(270, 112, 72, 88, "记录", 15, 12)
    p.field(280, 146, 52, 26, "0001", 15)
    p.path("M120 146H150V168H280", None, HIGH, 2.5)
    p.equal(200, 168, 13)
    p.note(92, 156, 92, 225, "筒体标记", "middle")


@picture("ofm-04-agent-bag",
         "拍灭火剂袋标签和检验报告：批号、种类、含量可读，两处一致。",
         "Photograph the agent's bag label and test report: batch, kind, content legible and the same on both.")
def _(p):
    p.path("M34 208c-8-44-8-100 0-144 4-8 116-8 120 0 8 44 8 100 0 144z", PAPER, INK, 2.5)
    p.path("M40 78h108", None, INK, 2, "6 5")
    for i, t in enumerate(("批号 01", "ABC", "75%")):
        p.field(48, 94 + i * 36, 92, 27, t, 15)
    p.view(36, 84, 116, 118)
    p.doc(210, 40, 126, 166, "检验报告", 17)
    for i, t in enumerate(("批号 01", "ABC", "75%")):
        p.field(222, 94 + i * 36, 102, 27, t, 15)
    for i in range(3):
        p.path(f"M140 {107.5 + i * 36}H222", None, HIGH, 2.5)
        p.equal(186, 107.5 + i * 36, 11)
    p.chip(94, 36, "批号种类含量", "middle")


def gauge_face(p, x, y, r=74):
    """The pressure indicator: red, green and yellow are told apart by words and by the highlighted arc."""
    p.circle(x, y, r + 10, fill=LIGHT, stroke=INK, sw=2.5)
    p.circle(x, y, r, fill=PAPER, stroke=INK, sw=2.5)

    def arc(a, b, colour, w):
        k = r - 16
        x1, y1 = x + k * math.sin(math.radians(a)), y - k * math.cos(math.radians(a))
        x2, y2 = x + k * math.sin(math.radians(b)), y - k * math.cos(math.radians(b))
        p.raw(f'<path d="M{x1:.1f} {y1:.1f}A{k} {k} 0 0 1 {x2:.1f} {y2:.1f}" fill="none" stroke="{colour}" stroke-width="{w}"/>')
    arc(-110, -36, DARK, 12)
    arc(-34, 34, "#15803D", 14)
    arc(36, 110, MID, 12)
    p.path(f"M{x} {y}L{x + 12} {y - r + 26}", None, INK, 5)
    p.circle(x, y, 7, fill=INK, stroke=None)
    p.text(x, y + 38, "绿区", 16, "#15803D", "middle")


@picture("ofm-05-gauge",
         "拍压力指示器指针在绿区，再拍秤上总质量示值和铭牌标称值。",
         "Photograph the indicator's pointer in the green; then the total mass on the scale and the nominal value.")
def _(p):
    gauge_face(p, 108, 112, 72)
    p.view(14, 18, 188, 188)
    at(p, things.extinguisher, 282, 80, .8)
    p.path("M232 146h100l10 18h-120z", LIGHT, INK, 2.5)
    p.rect(222, 164, 120, 38, fill=LIGHT, stroke=INK, sw=2.5, rx=4)
    p.field(244, 170, 76, 26, "5.6 kg", 15)
    p.chip(108, 222, "指针在绿区", "middle")
    p.chip(282, 221, "总质量", "middle")


@picture("ofm-07-identity-mark",
         "拍成品铭牌和身份信息标志：型号、生产日期、灭火级别、二维码清楚可扫。",
         "Photograph name plate and identity mark: model, date of make, fire rating legible, the code fit to scan.")
def _(p):
    at(p, things.extinguisher, 58, 122, 1.15)
    zoom(p, 78, 96, 130, 24, 78, 176, 130, 212)
    p.rect(132, 24, 116, 188, fill=PAPER, stroke=INK, sw=2.5, rx=6)
    p.field(142, 34, 96, 25, "AB-12", 15)
    p.field(142, 66, 96, 25, "2026-01", 15)
    p.field(142, 98, 96, 25, "3A 89B", 15)
    p.qr(164, 136, 52, HIGH)
    p.bars(150, 200, [80], 10, 4, DARK)
    p.view(122, 14, 136, 208)
    for y, ty, t in ((40, 46, "型号"), (80, 78, "日期"), (120, 110, "级别")):
        p.note(238, ty, 280, y, t)
    p.note(216, 162, 274, 166, "身份码")


@picture("ofm-08-old-cylinders",
         "拍旧筒体区全貌、标识和数量，再拍破坏处理的痕迹。",
         "Photograph the area of old cylinders, its sign and their number; then the marks of destruction.")
def _(p):
    p.path("M16 206V64h214v142", None, INK, 2.5, "8 6")
    p.field(56, 38, 134, 34, "旧筒体区", 18)
    for i in range(4):
        x = 50 + i * 48
        p.path(f"M{x - 18} 202v-74c0-12 8-14 12-18h12c4 4 12 6 12 18v74z", LIGHT, INK, 2.5)
    p.circle(98, 160, 9, fill=INK, stroke=None)
    p.circle(194, 160, 9, fill=INK, stroke=None)
    p.circle(50, 160, 9, fill=INK, stroke=None)
    p.circle(146, 160, 9, fill=INK, stroke=None)
    p.view(10, 26, 228, 192)
    p.ring(194, 160, 18)
    p.note(190, 55, 262, 48, "区域标识")
    p.note(212, 158, 262, 130, "破坏痕迹")
    p.chip(262, 186, "清点数量")


@picture("ofs-01-ccc-mark",
         "拍灭火器或者报警产品上的认证标志和型号，用证书编号核验。",
         "Photograph the certification mark and model on extinguisher or alarm; look it up by certificate number.")
def _(p):
    mark_lookup(p, things.extinguisher, 108, 76, .8, 108, 92)


@picture("ofs-02-identity-mark",
         "拍 3 件的身份信息标志和扫码结果，厂名、型号、日期与铭牌一致，码各不相同。",
         "Photograph the identity marks of 3 items and what the scan shows; maker, model, date as on the plate, no code twice.")
def _(p):
    for i in range(3):
        x = 44 + i * 66
        p.path(f"M{x - 26} 206V96c0-18 10-22 18-26h16c8 4 18 8 18 26v110z", HIGH_FILL, INK, 2.5)
        p.rect(x - 8, 58, 16, 12, fill=LIGHT, stroke=INK, sw=2.5)
        p.path(f"M{x - 4} 58l-16-10M{x - 4} 54l28-6", None, INK, 4)
        p.qr(x - 16, 118, 32, HIGH)
        p.text(x, 176, str(i + 1), 18, INK, "middle")
    p.view(12, 104, 196, 60)
    phone_check(p, 240, 22, 100, 160, "扫码结果", ("AB-12", "2026-01"))
    p.path("M212 134h20m-8-7l8 7-8 7", None, HIGH, 3)
    p.chip(110, 222, "三个码各不相同", "middle")
    p.chip(290, 208, "与铭牌一致", "middle")


@picture("ofs-03-gauge",
         "近拍压力指示器、铅封和保险销，指针在绿区；再拍筒底有无锈蚀、旧钢印。",
         "Close-up of indicator, seal and safety pin, pointer in the green; then the bottom for rust and old stamps.")
def _(p):
    gauge_face(p, 102, 112, 68)
    p.view(12, 22, 180, 180)
    # the lever with pin and seal
    p.path("M252 94L338 66", None, INK, 11)
    p.path("M262 130L338 136", None, INK, 11)
    p.path("M238 84h36v66h-36z", LIGHT, INK, 2.5)
    p.path("M244 150h24v18h-24z", PAPER, INK, 2.5)
    p.path("M226 202v-18c2-10 10-16 18-16h24c8 0 16 6 18 16v18", HIGH_FILL, INK, 2.5)
    p.path("M228 108h60", None, HIGH, 4)
    p.circle(216, 108, 12, fill=None, stroke=HIGH, sw=4)
    p.path("M288 108c16 2 20 20 22 36", None, INK, 2.5)
    p.circle(312, 154, 10, fill=HIGH_FILL, stroke=HIGH, sw=3)
    p.note(220, 96, 248, 36, "保险销", "middle")
    p.note(314, 164, 318, 204, "铅封", "middle")
    p.chip(102, 220, "指针在绿区", "middle")


@picture("ofs-04-weighing",
         "拍灭火器在台秤上的示值和铭牌标称总质量，两个数同框。",
         "Photograph the extinguisher on the scale with its reading and the nominal total mass, both figures in one shot.")
def _(p):
    at(p, things.extinguisher, 106, 90, .92)
    p.rect(82, 96, 48, 40, fill=PAPER, stroke=INK, sw=2, rx=3)
    p.bars(90, 108, [32, 24], 9, 4, DARK)
    p.path("M44 164h126l12 22H32z", LIGHT, INK, 2.5)
    p.rect(32, 186, 150, 36, fill=LIGHT, stroke=INK, sw=2.5, rx=4)
    p.field(66, 191, 84, 26, "5.6 kg", 16)
    zoom(p, 130, 96, 224, 52, 130, 136, 224, 128)
    p.rect(224, 52, 116, 76, fill=PAPER, stroke=INK, sw=2.5, rx=5)
    p.bars(236, 70, [74], 10, 7, INK)
    p.field(236, 88, 92, 28, "5.5 kg", 16)
    p.view(216, 44, 132, 92)
    p.chip(282, 24, "铭牌标称", "middle")
    p.note(150, 204, 224, 176, "台秤示值")
    p.chip(224, 208, "比对允差")


@picture("ofs-05-date",
         "近拍生产日期和维修日期，年、月读得出，再按种类比对报废年限。",
         "Close-up of date of make and of service, year and month legible; compare with the retirement age of the kind.")
def _(p):
    at(p, things.extinguisher, 62, 122, 1.15)
    zoom(p, 82, 110, 136, 52, 82, 160, 136, 190)
    p.rect(138, 52, 128, 138, fill=PAPER, stroke=INK, sw=2.5, rx=6)
    p.bars(152, 72, [86], 10, 7, INK)
    p.field(150, 90, 104, 32, "2026-01", 17)
    p.field(150, 140, 104, 32, "2026-11", 17)
    p.view(128, 42, 148, 158)
    p.note(254, 106, 282, 60, "生产", bend=None)
    p.note(254, 156, 282, 184, "维修")
    p.chip(202, 222, "比对报废年限", "middle")


@picture("ofs-06-hose",
         "拍水带标识和展开长度，再拍应急灯断电后点亮的样子。",
         "Photograph the hose's marking and its length laid out; then the emergency lamp lit with the mains off.")
def _(p):
    p.circle(86, 100, 64, fill=PAPER, stroke=INK, sw=2.5)
    p.circle(86, 100, 50, fill=None, stroke=INK, sw=2)
    p.circle(86, 100, 36, fill=None, stroke=INK, sw=2)
    p.circle(86, 100, 20, fill=LIGHT, stroke=INK, sw=2.5)
    p.path("M86 164h112v-16h-68", PAPER, INK, 2.5)
    p.path("M198 142h18v28h-18z", LIGHT, INK, 2.5)
    p.field(40, 86, 92, 28, "13-65-20", 15)
    p.view(12, 26, 148, 148)
    p.ruler(22, 188, 192, 22, 8)
    p.rect(248, 96, 84, 44, fill=PAPER, stroke=INK, sw=2.5, rx=5)
    for x in (266, 314):
        p.circle(x, 82, 15, fill=HIGH_FILL, stroke=HIGH, sw=2.5)
        p.path(f"M{x} 58v-8M{x - 18} 66l-6-5M{x + 18} 66l6-5", None, HIGH, 3)
    p.path("M290 140v24", None, INK, 3)
    p.rect(280, 164, 20, 16, fill=PAPER, stroke=INK, sw=2.5, rx=3)
    p.note(132, 100, 180, 60, "规格", "start")
    p.chip(290, 28, "断电点亮", "middle")
    p.chip(290, 204, "拔掉电源", "middle")


@picture("ofs-07-repair-label",
         "拍维修合格证：维修单位、维修日期、下次维修日期可读，再拍灭火剂袋标签。",
         "Photograph the service label: who serviced, when, when next, all legible; then the label of the agent's bag.")
def _(p):
    at(p, things.extinguisher, 58, 122, 1.15)
    zoom(p, 78, 100, 128, 44, 78, 160, 128, 196)
    p.rect(130, 44, 126, 152, fill=PAPER, stroke=INK, sw=2.5, rx=6)
    p.text(193, 64, "维修合格证", 16, INK, "middle")
    p.field(142, 82, 102, 27)
    p.bars(154, 95, [70], 10, 5, DARK)
    p.field(142, 117, 102, 27, "2026-01", 15)
    p.field(142, 152, 102, 27, "2027-01", 15)
    p.view(120, 34, 146, 172)
    p.note(244, 95, 280, 76, "单位")
    p.note(244, 130, 280, 126, "日期")
    p.note(244, 165, 280, 176, "下次")
    p.chip(193, 224, "袋标签另拍", "middle")
