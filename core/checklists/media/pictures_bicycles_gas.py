"""Picture hints: electric bicycles on sale; gas appliances, made and on sale."""

import math

from drawing import BLUE, DARK, HIGH, HIGH_FILL, INK, LIGHT, MID, PAPER, PAGE
from layouts import certificate_and_thing, phone_check, picture, plate_rows, zoom
import things
from things import at


# -- OEB: electric bicycles, sale ----------------------------------------------------------------------------------

@picture("oeb-01-frame-number",
         "擦净后近拍车架上的整车编码，逐位可读，编码四周的漆面一并入镜。",
         "Wipe the frame and take the vehicle number close up, every digit legible, with the paint around it in the shot.")
def _(p):
    at(p, things.bicycle, 112, 76, .9)
    p.ring(137, 98, 15)
    p.path("M34 156h292c10 0 10 62 0 62H34c-10 0-10-62 0-62z", BLUE, INK, 2.5)
    p.path("M42 166h276", None, PAPER, 4)
    zoom(p, 127, 110, 70, 168, 148, 110, 290, 168)
    p.field(72, 172, 216, 34, "000000 000000", 19)
    p.view(56, 162, 248, 54)
    p.chip(244, 46, "漆面无补痕")
    p.note(276, 172, 282, 100, "整车编码", "middle")


@picture("oeb-01-certificate",
         "拍随车合格证：整车编码、电动机编码、型号可读，与车架、铭牌逐位比对。",
         "Photograph the certificate of conformity: vehicle number, motor number and model legible for comparison with frame and plate.")
def _(p):
    p.doc(28, 22, 178, 196, "合格证", 18)
    for i, t in enumerate(("000000 000000", "D 000000", "AB-12")):
        p.field(42, 64 + i * 36, 150, 27, t, 14)
    p.bars(42, 184, [84, 66], 13)
    p.seal(170, 186, 20, "章")
    p.view(16, 10, 202, 220)
    for i, t in enumerate(("整车编码", "电机编码", "型号")):
        p.note(192, 77 + i * 36, 254, 70 + i * 38, t)
    p.chip(254, 196, "与车一致")


@picture("oeb-02-ccc-mark",
         "拍车体上的 CCC 标志和铭牌型号，用证书编号核验状态、生产者和型号。",
         "Photograph the CCC mark and the model on the plate; look up standing, producer and model by certificate number.")
def _(p):
    at(p, things.bicycle, 112, 74, .92)
    p.ring(96, 86, 13)
    zoom(p, 86, 96, 44, 138, 106, 96, 196, 138)
    p.plate(40, 140, 160, 76, holes=False)
    p.ccc(76, 178, 1.0, HIGH, HIGH_FILL)
    p.field(112, 152, 76, 24, "AB-12", 15)
    p.bars(114, 190, [68, 54], 13, 4, DARK)
    p.view(28, 130, 184, 96)
    phone_check(p, 244, 20, 96, 158, "认证查询", ("AB-12", "有效"))
    p.path("M188 164H222V118H258", None, HIGH, 2.5)
    p.equal(222, 141, 12)
    p.chip(292, 206, "型号一致", "middle")


def mini_bicycle(p, x, y):
    """Small enough for a certificate photo, with strokes still two units wide."""
    p.open(f"translate({x} {y})")
    for cx in (-30, 30):
        p.circle(cx, 14, 14, fill=PAPER, stroke=INK, sw=2.5)
    p.path("M-30 14l10-2v-20h12l4 20h14l10-30 12 32M20-18l-3-9-8-1M-42-6h18", None, INK, 2.5)
    p.path("M-28-14h26", None, INK, 5)
    p.close()


@picture("s76-31-compare",
         "拍实物外观，与合格证照片同一角度，逐项比对结构和部件，不一致处再近拍。",
         "Photograph the goods at the angle of the certificate photo; compare structure and parts; close up where they differ.")
def _(p):
    p.doc(20, 36, 128, 150, "合格证", 16)
    p.rect(32, 74, 104, 72, fill=PAGE, stroke=DARK, sw=2)
    mini_bicycle(p, 84, 108)
    p.bars(32, 162, [90, 70], 12)
    at(p, things.bicycle, 254, 116, .88)
    p.view(160, 44, 188, 126)
    p.chip(84, 208, "合格证照片", "middle")
    p.chip(254, 208, "实车侧面", "middle")
    p.path("M134 208h72", None, HIGH, 2.5)
    p.equal(170, 208, 13)


@picture("oeb-03-saddle-length",
         "卷尺沿鞍座中线拉直，从最前端量到最后端，拍清起止两端的读数。",
         "Stretch the tape along the middle of the saddle from its foremost to its rearmost point; both ends of the reading in the shot.")
def _(p):
    p.path("M44 106c4-22 26-30 56-30 36 0 60 10 100 16l78 8c22 4 22 26 0 28-40 4-70 6-110 6-50 0-128 6-124-28z", INK, INK, 2.5)
    p.path("M62 102c12-12 40-14 64-12", None, DARK, 3)
    p.path("M150 136l-8 30h40l-6-30", LIGHT, INK, 2.5)
    p.rect(148, 166, 26, 12, fill=LIGHT, stroke=INK, sw=2.5)
    p.line(44, 60, 44, 200, HIGH, 2, "5 4")
    p.line(294, 60, 294, 200, HIGH, 2, "5 4")
    p.ruler(44, 184, 250, 24, 10)
    p.rect(294, 178, 38, 36, fill=INK, stroke=None, rx=8)
    p.circle(313, 196, 9, fill=PAPER, stroke=None)
    p.dimension(44, 46, 294, 46, "≤350 mm", 169, 46, 17)
    p.ring(44, 196, 20)
    p.ring(294, 196, 20)
    p.chip(70, 160, "后端", "start")
    p.chip(278, 160, "前端", "end")


@picture("oeb-04-weighing",
         "拍整车停稳在衡器上和示值，蓄电池已装车，示值清零后再称。",
         "Photograph the vehicle standing still on the scale and the reading; battery fitted, scale set to zero before weighing.")
def _(p):
    at(p, things.bicycle, 130, 104, 1.0)
    p.rect(18, 172, 226, 16, fill=LIGHT, stroke=INK, sw=2.5, rx=4)
    p.path("M40 188v18M222 188v18", None, INK, 5)
    p.path("M244 180h48v-50", None, INK, 3)
    p.rect(252, 84, 86, 54, fill=LIGHT, stroke=INK, sw=2.5, rx=7)
    p.field(260, 95, 70, 30, "54.6 kg", 15)
    p.view(244, 74, 102, 74)
    p.chip(295, 48, "示值", "middle")
    p.note(92, 100, 68, 40, "电池已装车", "middle")
    p.chip(130, 222, "整车停稳", "middle")


@picture("oeb-05-battery-bay",
         "打开电池仓，拍蓄电池与仓壁的间隙和有无第二组插头，直尺读数入镜。",
         "Open the battery bay; photograph the gap between battery and wall, with the ruler's reading, and any second plug.")
def _(p):
    p.path("M24 54h214v150H24z", LIGHT, INK, 3)
    p.path("M24 54l24-26h214l-24 26M238 54l24-26v150l-24 26", PAPER, INK, 2.5)
    p.rect(40, 78, 126, 118, fill=BLUE, stroke=INK, sw=2.5, rx=6)
    p.path("M80 78v-10h46v10", None, INK, 5)
    p.bars(58, 120, [88, 70, 80], 16, 4, DARK)
    p.line(166, 100, 238, 100, HIGH, 2.5)
    p.path("M174 95l-8 5 8 5M230 95l8 5-8 5", None, HIGH, 2.5)
    p.ruler(167, 106, 70, 18, 10)
    p.path("M224 196c-26 2-30-10-28-26", None, INK, 4)
    p.rect(186, 146, 20, 26, fill=PAPER, stroke=INK, sw=2.5, rx=3)
    p.path("M192 146v-8M200 146v-8", None, INK, 3)
    p.ring(197, 156, 26)
    p.note(214, 100, 284, 92, "间隙")
    p.note(223, 156, 276, 150, "多余插头")


@picture("oeb-06-battery-label",
         "拍蓄电池铭牌：类型、标称电压、容量和编号可读，接口和引线一并入镜。",
         "Photograph the battery plate: kind, nominal voltage, capacity and number legible, connector and lead in the shot.")
def _(p):
    p.path("M70 46v-16h96v16", None, INK, 7)
    p.path("M206 176c22 0 28 10 28 22v8", None, INK, 5)
    p.rect(224, 204, 20, 18, fill=PAPER, stroke=INK, sw=2.5, rx=3)
    p.rect(28, 44, 180, 172, fill=BLUE, stroke=INK, sw=2.5, rx=10)
    p.rect(42, 60, 152, 140, fill=PAPER, stroke=INK, sw=2.5, rx=5)
    for i, t in enumerate(("锂离子", "48 V", "12 Ah", "0000 0000")):
        p.field(52, 68 + i * 32, (92, 76, 76, 124)[i], 26, t, 15)
    p.view(32, 50, 172, 160)
    for i, (t, tx) in enumerate(zip(("类型", "标称电压", "容量", "编号"), (144, 128, 128, 176))):
        p.note(tx, 81 + i * 32, 254, 64 + i * 36, t, bend=None)
    p.chip(262, 213, "接口")


@picture("oeb-07-controller",
         "录像拍控制器引线上的限速插头是否被剪断或者短接，再拍仪表最高时速。",
         "Film whether the speed-limit plug on the controller's leads is cut or bridged; then the highest speed on the display.")
def _(p):
    p.rect(26, 84, 108, 78, fill=LIGHT, stroke=INK, sw=2.5, rx=6)
    p.path("M40 84v-12M58 84v-12M76 84v-12M94 84v-12M112 84v-12", None, INK, 4)
    p.text(80, 123, "控制器", 16, INK, "middle")
    p.path("M134 104c30 0 26-44 58-44M134 146c28 0 24 22 46 24", None, INK, 4)
    p.path("M134 124c20 0 30 0 44 0", None, INK, 4)
    p.rect(178, 112, 26, 24, fill=PAPER, stroke=INK, sw=2.5, rx=4)
    p.path("M180 170l10-5m4 12l9-5", None, INK, 4)
    p.ring(190, 146, 34, 44)
    p.circle(284, 104, 48, fill=PAPER, stroke=INK, sw=3)
    p.field(252, 86, 64, 32, "25", 20)
    p.text(284, 132, "km/h", 14, INK, "middle")
    p.view(226, 46, 116, 116)
    p.note(186, 189, 140, 214, "限速插头", "middle")
    p.chip(284, 200, "最高时速", "middle")
    p.circle(36, 36, 8, fill=HIGH, stroke=None)
    p.text(50, 36, "录像", 15, HIGH)


@picture("oeb-08-charger-plate",
         "拍充电器铭牌：CCC 标志、输入、输出电压电流、生产者可读，再与蓄电池比对。",
         "Photograph the charger's plate: CCC mark, input, output voltage and current, producer legible; compare with the battery.")
def _(p):
    p.path("M30 128c-22 0-16 60 10 60h40", None, INK, 5)
    p.path("M212 120c26 0 12 84 40 84", None, INK, 5)
    p.rect(28, 46, 186, 126, fill=LIGHT, stroke=INK, sw=2.5, rx=14)
    p.rect(42, 58, 158, 102, fill=PAPER, stroke=INK, sw=2.5, rx=4)
    p.ccc(76, 82, 1.0, HIGH, HIGH_FILL)
    p.bars(112, 76, [72, 56], 13, 4, DARK)
    p.field(50, 106, 118, 22, "54.6 V  2 A", 15)
    p.field(50, 133, 142, 22)
    p.bars(60, 144, [110], 10, 5, DARK)
    p.view(34, 50, 174, 118)
    p.rect(76, 178, 26, 20, fill=PAPER, stroke=INK, sw=2.5, rx=3)
    p.path("M102 183h10M102 193h10", None, INK, 4)
    p.rect(252, 195, 26, 18, fill=PAPER, stroke=INK, sw=2.5, rx=3)
    p.note(101, 82, 250, 48, "CCC 标志", bend=224)
    p.note(168, 117, 250, 96, "输出参数", bend=230)
    p.note(192, 144, 250, 144, "生产者")


@picture("oeb-09-workshop",
         "拍维修区全貌，再近拍大容量电池、控制器等存疑部件和它们的标签。",
         "Photograph the workshop as a whole, then close up any suspect part such as large batteries and controllers, with labels.")
def _(p):
    p.path("M20 92h214M20 206h214", None, INK, 4)
    p.path("M24 34v178M230 34v178", None, INK, 4)
    p.rect(40, 52, 58, 38, fill=BLUE, stroke=INK, sw=2.5, rx=4)
    p.path("M54 52v-8h30v8", None, INK, 4)
    p.rect(106, 52, 58, 38, fill=BLUE, stroke=INK, sw=2.5, rx=4)
    p.path("M120 52v-8h30v8", None, INK, 4)
    p.rect(48, 66, 42, 18, fill=HIGH_FILL, stroke=HIGH, sw=2.5, rx=2)
    p.rect(114, 66, 42, 18, fill=HIGH_FILL, stroke=HIGH, sw=2.5, rx=2)
    p.path("M176 78c4-10 16-10 24-8l22 4c6 2 4 12-2 12h-36c-6 0-10-4-8-8z", INK, INK, 2)
    p.rect(40, 160, 60, 44, fill=LIGHT, stroke=INK, sw=2.5, rx=4)
    p.path("M100 172h18v-12M100 184h26v-18M100 196h34v-24", None, INK, 3)
    p.rect(154, 150, 64, 54, fill=PAPER, stroke=INK, sw=2.5)
    p.path("M154 164h64M178 150v14h16v-14", None, INK, 2.5)
    p.view(30, 36, 144, 62)
    p.view(30, 148, 112, 64, 12)
    p.note(174, 62, 254, 54, "大容量电池")
    p.note(142, 170, 254, 128, "控制器", bend=236)
    p.chip(254, 180, "拍清标签")


@picture("oeb-10-charging-place",
         "拍充电和存放蓄电池的位置，以及它与住宿处、疏散通道之间的分隔。",
         "Photograph where batteries charge and are kept, and what parts that place from sleeping quarters and escape route.")
def _(p):
    p.path("M20 34h320v176H20z", PAPER, INK, 3)
    p.path("M196 34v104M196 178v32", None, INK, 6)
    p.rect(36, 104, 130, 10, fill=LIGHT, stroke=INK, sw=2.5)
    p.path("M46 114v52M156 114v52", None, INK, 3)
    for x in (48, 106):
        p.rect(x, 72, 48, 32, fill=BLUE, stroke=INK, sw=2.5, rx=4)
        at(p, things.bolt, x + 24, 88, .8)
    p.view(28, 60, 148, 112)
    p.rect(286, 120, 40, 88, fill=BLUE, stroke=INK, sw=2.5)
    p.circle(318, 166, 3, fill=INK, stroke=None)
    p.path("M208 158h66m-12-10l12 10-12 10", None, HIGH, 3.5)
    p.path("M214 120v-36M214 108h66v12M280 108c0-14-42-16-50-2", None, INK, 3)
    p.no(306, 96, 13)
    p.chip(102, 192, "充电处", "middle")
    p.chip(241, 186, "疏散通道", "middle")
    p.chip(250, 58, "不得住人", "middle")


# -- OGM and OGS: gas appliances -----------------------------------------------------------------------------------

@picture("ogm-01-certificate",
         "拍认证证书或者许可证全页和在产样机：编号、型号、生产地址可读，逐个型号对应。",
         "Photograph certificate or licence and the model being made: number, model and place of production legible, model by model.")
def _(p):
    certificate_and_thing(p, "认证证书", None, things.cooker, 272, 120, .98, extra="AB-12")
    p.field(242, 136, 60, 22, "AB-12", 14)
    p.path("M158 115H200V178H272V158", None, HIGH, 2.5)
    p.equal(200, 150, 12)
    p.note(158, 77, 206, 44, "编号")
    p.chip(272, 204, "型号对应", "middle")


@picture("ogm-02-components",
         "拍型式试验报告的关键件清单，和装配线上所抽零件的型号、供方标记。",
         "Photograph the critical component list of the type test report and the model and supplier marks of the parts taken.")
def _(p):
    p.doc(24, 24, 148, 192, "关键件清单", 16)
    for i in range(3):
        y = 66 + i * 46
        p.field(36, y, 124, 32)
        p.bars(46, y + 16, [70], 10, 5, DARK)
        p.path(f"M134 {y + 16}l6 7 12-14", None, INK, 3.5)
    p.view(14, 14, 168, 212)
    # thermocouple, valve, hose
    p.path("M226 82c30-30 60 10 96-14", None, INK, 4)
    p.rect(218, 66, 12, 28, fill=LIGHT, stroke=INK, sw=2.5, rx=3)
    p.rect(246, 108, 60, 36, fill=LIGHT, stroke=INK, sw=2.5, rx=4)
    p.path("M236 126h10M306 126h14M262 108v-10h28v10", None, INK, 5)
    p.path("M226 176c20-14 30 14 50 0s30 14 50 0", None, INK, 10)
    p.path("M226 176c20-14 30 14 50 0s30 14 50 0", None, BLUE, 5)
    for y in (82, 126, 176):
        p.line(182, y, 212, y, HIGH, 2.5)
    p.chip(272, 36, "抽 3 种零件", "middle")
    p.chip(272, 212, "型号、供方", "middle")


@picture("ogm-03-tightness-station",
         "拍气密性工位：压力表示值、保压计时和正在检验的产品要在同一张照片里。",
         "Photograph the tightness station: pressure gauge, hold timer and the appliance under test in one shot.")
def _(p):
    p.line(18, 204, 342, 204, INK, 4)
    at(p, things.cooker, 100, 160, 1.0)
    p.path("M176 182h36v-58", None, INK, 6)
    p.path("M176 182h36v-58", None, BLUE, 2)
    at(p, things.gauge, 212, 78, 1.0, angle=40)
    at(p, things.stopwatch, 302, 108, 1.0, text="00:30")
    p.view(164, 30, 96, 98)
    p.note(182, 62, 50, 48, "压力示值", "start")
    p.chip(302, 44, "保压时间", "middle")
    p.chip(100, 222, "被检产品", "middle")
    p.rect(262, 164, 72, 38, fill=PAPER, stroke=INK, sw=2.5, rx=3)
    p.text(298, 183, "不合格", 15, INK, "middle")
    p.chip(298, 222, "隔离区", "middle")


def burner(p, x, y, lit=True):
    """One burner seen from the front, its sensing pin at the right."""
    p.path(f"M{x - 70} {y + 30}h140", None, INK, 4)
    p.path(f"M{x - 46} {y + 30}c0-22 12-26 24-28h44c12 2 24 6 24 28z", LIGHT, INK, 2.5)
    p.rect(x - 40, y - 12, 80, 14, fill=INK, stroke=None, rx=6)
    if lit:
        for dx in (-28, 0, 28):
            at(p, things.flame, x + dx, y - 30, 1)
    p.path(f"M{x + 58} {y + 30}v-34", None, HIGH, 6)
    p.circle(x + 58, y - 8, 4, fill=HIGH, stroke=None)


@picture("ogm-04-flame-failure",
         "录像拍人为熄火到关阀的全过程，火焰、秒表同框，闭阀时间读得出。",
         "Film from putting the flame out until the valve shuts, flame and stopwatch in one frame, the closing time legible.")
def _(p):
    burner(p, 112, 136)
    p.view(28, 72, 172, 108)
    at(p, things.stopwatch, 276, 124, 1.25, text="0:42")
    p.note(170, 122, 214, 46, "感应针", "start")
    p.chip(112, 206, "人为熄火", "middle")
    p.chip(276, 206, "闭阀时间", "middle")
    p.circle(36, 36, 8, fill=HIGH, stroke=None)
    p.text(50, 36, "录像", 15, HIGH)


@picture("ogm-05-injector",
         "拍两种气源喷嘴的分区标识，再近拍塞规量孔径和喷嘴上的标记。",
         "Photograph the marked bins for injectors of the two gases; then the plug gauge in the bore and the mark on the injector.")
def _(p):
    for x, t in ((22, "天然气"), (112, "液化气")):
        p.path(f"M{x} 96h78l-8 52h-62z", LIGHT, INK, 2.5)
        p.field(x + 9, 108, 60, 26, t, 15)
        for dx in (16, 34, 52):
            p.path(f"M{x + dx} 94v-18h10v18z", PAPER, INK, 2.5)
    p.view(14, 62, 184, 96)
    p.path("M238 112h34l14 14v24l-14 14h-34z", PAPER, INK, 2.5)
    p.rect(224, 106, 16, 64, fill=LIGHT, stroke=INK, sw=2.5, rx=2)
    p.path("M286 138h-40", None, INK, 4)
    p.path("M280 138h34", None, HIGH, 5)
    p.rect(312, 128, 30, 20, fill=HIGH_FILL, stroke=HIGH, sw=2.5, rx=4)
    p.chip(106, 188, "分区存放", "middle")
    p.note(300, 138, 290, 72, "量孔径", "middle")
    p.note(240, 162, 262, 204, "喷嘴标记", "middle")


@picture("ogm-06-flue-gas",
         "拍烟气分析仪的一氧化碳示值和校准标签，取样探头插在烟道里同框。",
         "Photograph the analyser's carbon monoxide reading and calibration label, with the probe in the flue in the shot.")
def _(p):
    at(p, things.water_heater, 84, 140, 1.05)
    p.path("M84 60c0-30 70-34 110-10 20 12 30 30 36 44", None, INK, 4)
    p.path("M84 80v-22", None, HIGH, 5)
    at(p, things.meter, 272, 132, 1.0, text="0.02", unit="%", w=124, h=84, knobs=1)
    p.rect(286, 156, 42, 18, fill=HIGH_FILL, stroke=HIGH, sw=2.5, rx=3)
    p.view(202, 80, 140, 104)
    p.note(88, 64, 36, 26, "探头", "start")
    p.chip(272, 56, "CO 示值", "middle")
    p.note(307, 174, 284, 212, "校准标签", "middle")


def hose_print(p):
    p.rect(20, 88, 320, 60, fill=HIGH_FILL, stroke=INK, sw=2.5)
    p.path("M22 97h316", None, PAPER, 4)
    for x in (12, 334):
        p.rect(x, 82, 14, 72, fill=LIGHT, stroke=INK, sw=2.5, rx=3)
    for x, t, name in ((92, "GB 0000", "执行标准"), (184, "1.5 m", "长度"), (268, "8 年", "使用年限")):
        p.text(x, 122, t, 17, INK, "middle")
        p.note(x, 104, x, 46, name, "middle")
    p.view(42, 98, 266, 44)
    p.ruler(26, 184, 308, 24, 12)
    p.line(26, 158, 26, 182, HIGH, 2, "4 4")
    p.line(334, 158, 334, 182, HIGH, 2, "4 4")


picture("ogm-07-hose-print",
        "沿软管拍清管体印字：执行标准、长度、使用年限，旁边放卷尺。",
        "Photograph the print along the hose: standard, length, service life; a tape laid beside it.")(hose_print)


@picture("ogm-08-plate",
         "拍成品铭牌全貌：燃气种类、额定压力、热负荷、型号、生产日期和使用年限可读。",
         "Photograph the whole name plate: gas kind, rated pressure, heat input, model, date of make, service life legible.")
def _(p):
    plate_rows(p, (("燃气种类", "12T"), ("额定压力", "2000 Pa"), ("热负荷", "4.2 kW"), ("生产日期", "2026-01"), ("使用年限", "bars"),
                   ("警示语", "warn")))


@picture("ogs-01-ccc-mark",
         "拍灶具或者热水器铭牌上的 CCC 标志和型号，用证书编号核验状态，逐项比对。",
         "Photograph CCC mark and model on the plate of cooker or water heater; look the certificate up and compare.")
def _(p):
    at(p, things.cooker, 112, 66, 1.05)
    p.ring(112, 94, 16, 11)
    zoom(p, 98, 102, 40, 138, 126, 102, 196, 138)
    p.plate(36, 140, 164, 76, holes=False)
    p.ccc(72, 178, 1.0, HIGH, HIGH_FILL)
    p.field(110, 152, 78, 24, "AB-12", 15)
    p.bars(112, 190, [70, 54], 13, 4, DARK)
    p.view(24, 130, 188, 96)
    phone_check(p, 244, 20, 96, 158, "认证查询", ("AB-12", "有效"))
    p.path("M188 164H222V118H258", None, HIGH, 2.5)
    p.equal(222, 141, 12)
    p.chip(292, 206, "型号一致", "middle")


@picture("ogs-02-regulator",
         "拍调压器本体：许可证标志和编号可读，出口压力固定，没有可以旋调的手轮。",
         "Photograph the regulator's body: licence mark and number legible, outlet pressure fixed, no hand wheel to turn.")
def _(p):
    p.path("M20 128h34v34H20z", LIGHT, INK, 2.5)
    p.path("M28 120v50M40 120v50", None, INK, 2.5)
    p.path("M182 146h34c8 0 8-22 0-22h-34", LIGHT, INK, 2.5)
    p.path("M196 122v26M206 122v26", None, INK, 2.5)
    p.circle(118, 142, 72, fill=PAPER, stroke=INK, sw=3)
    p.circle(118, 142, 62, fill=None, stroke=MID, sw=2)
    p.licence_mark(100, 92, 36, HIGH, HIGH_FILL)
    p.field(54, 136, 128, 24)
    p.text(118, 148, "XK00-000-00000", 14, INK, "middle", bold=False)
    p.bars(90, 176, [56], 10, 5, DARK)
    p.note(136, 104, 216, 40, "许可证标志", "start")
    p.note(178, 138, 240, 90, "编号", "start")
    # a hand wheel is what must not be there
    p.circle(292, 162, 30, fill=PAPER, stroke=INK, sw=2.5, dash="6 5")
    p.path("M292 138v48M268 162h48", None, INK, 2.5, "6 5")
    p.no(316, 140, 12)
    p.chip(290, 212, "无调压手轮", "middle")


@picture("ogs-03-flame-failure",
         "揭开锅架近拍每个火眼，热电偶或者离子感应针要看得见，逐个火眼数。",
         "Lift the pan support and take each burner close up; thermocouple or sensing pin must show; count burner by burner.")
def _(p):
    p.ellipse(128, 128, 96, 78, fill=LIGHT, stroke=INK, sw=2.5)
    p.ellipse(128, 128, 58, 46, fill=PAPER, stroke=INK, sw=2.5)
    d = ""
    for a in range(0, 360, 15):
        c, s = math.cos(math.radians(a)), math.sin(math.radians(a))
        d += f"M{128 + 48 * c:.0f} {128 + 38 * s:.0f}L{128 + 53 * c:.0f} {128 + 42 * s:.0f}"
    p.path(d, None, INK, 2.5)
    p.ellipse(128, 128, 26, 20, fill=INK, stroke=None)
    p.circle(196, 112, 6, fill=HIGH, stroke=INK, sw=2)
    p.circle(192, 148, 6, fill=PAPER, stroke=INK, sw=2)
    p.ring(196, 112, 15)
    p.view(20, 38, 216, 180)
    p.note(211, 108, 262, 76, "热电偶")
    p.chip(252, 150, "逐个火眼数")


@picture("ogs-04-gas-code",
         "拍样机铭牌上的燃气种类代号，与当地供气公告上的气种比对。",
         "Photograph the gas code on the display model's plate; compare with the gas named in the local supply notice.")
def _(p):
    p.plate(24, 62, 146, 124)
    p.field(42, 82, 110, 36, "12T", 20)
    p.bars(42, 138, [104, 86, 96], 14, 4, DARK)
    p.view(12, 50, 170, 148)
    p.doc(218, 50, 120, 148, "供气公告", 16)
    p.field(232, 94, 92, 30, "天然气", 16)
    p.bars(232, 146, [90, 74, 84], 14)
    p.path("M152 100H232", None, HIGH, 2.5)
    p.equal(196, 103, 13)
    p.note(97, 82, 97, 26, "气种代号", "middle")
    p.chip(278, 218, "与当地一致", "middle")


picture("ogs-05-hose-print",
        "沿货架软管拍清管体印字：执行标准、长度、使用年限；没有印字的单独拍。",
        "Photograph the print along the hoses on the shelf: standard, length, service life; take unprinted ones separately.")(hose_print)


@picture("ogs-08-refurbished",
         "近拍外壳螺钉划痕、烟道口积炭和铭牌日期，三处与新机比对。",
         "Take close-ups of scratched screws, soot at the flue and the date on the plate; compare with a new machine.")
def _(p):
    at(p, things.water_heater, 118, 134, 1.15)
    p.path("M108 52c4-8 16-8 20 0M104 62c8-6 20-6 28 0", None, INK, 5)
    for x in (80, 156):
        p.circle(x, 78, 5, fill=DARK, stroke=INK, sw=2)
        p.line(x - 3, 75, x + 3, 81, INK, 2)
    p.field(86, 104, 64, 36)
    p.bars(96, 116, [44, 34], 12, 4, DARK)
    p.ring(118, 54, 24)
    p.ring(156, 78, 14)
    p.note(142, 54, 240, 42, "积炭")
    p.note(170, 80, 240, 92, "螺钉划痕")
    p.note(150, 122, 240, 142, "铭牌日期")
    p.chip(240, 196, "与新机比")
