import Foundation

/// The office of the stories: one authority, officers, a directory, a checklist, a task.
public struct District: Sendable {
    /// The office.
    public let office: Office
    /// Its folder.
    public let folder: Folder
    /// The visit that the published task leads to.
    public let visit: String
    /// The published task.
    public let task: String
    /// Credit code of its enterprise.
    public let enterprise: String

    private let officers: [String]

    /// Folder of the content that comes with Zhian.
    public static var shipped: String {
        (ProcessInfo.processInfo.environment["ZHIAN_REPOSITORY"] ?? "") + "/core/checklists"
    }

    /// Founds an office whose officers are on one task with the checklist P75.
    public init(officers: [String], checklist: String = "p75") throws {
        let (folder, office) = try Self.founded(officers)
        try office.does(["directory", "sample", "--count", "40", "--seed", "7", "--out", folder.at("d.csv")])
        try office.does(["directory", "import", folder.at("d.csv")])
        try office.does(["checklist", "publish", Self.shipped + "/\(checklist).v1.json"])
        try self.init(
            office, folder, officers, enterprise: try Self.creditCode(in: folder.at("d.csv")),
            asking: ["--checklist", checklist.uppercased()])
    }

    /// Founds an office that published everything that comes with Zhian. Its officers are on one task whose checklist was
    /// composed for a small shop of electric bicycles, which is made up.
    ///
    /// - Parameter products: Other products that the shop sells, e.g. 灭火器.
    public static func composed(officers: [String], products: [String] = []) throws -> District {
        let (folder, office) = try founded(officers)
        try office.does(["directory", "sample", "--count", "1", "--seed", "5", "--out", folder.at("d.csv")])
        let uscc = try creditCode(in: folder.at("d.csv"))
        let shop = """
            名称,统一社会信用代码,单位类型,行政区划代码,地址,法定代表人,电话,产品
            示例电动车行,\(uscc),零售,120199,示例路1号,,,电动自行车

            """
        try office.does(["directory", "import", try folder.write("shop.csv", Data(shop.utf8))])
        try office.does(["checklist", "publish", shipped])
        let facts = ["--size", "small-or-micro", "--classes", "ccc"] + products.flatMap { ["--product", $0] }
        return try District(office, folder, officers, enterprise: uscc, asking: facts)
    }

    private init(
        _ office: Office, _ folder: Folder, _ officers: [String], enterprise: String, asking: [String]
    ) throws {
        (self.office, self.folder, self.officers, self.enterprise) = (office, folder, officers, enterprise)
        (task, visit) = try Self.publish(asking, office, officers, enterprise)
        try office.opens()
    }

    private static func founded(_ officers: [String]) throws -> (Folder, Office) {
        let folder = try Folder("office")
        let office = try Office(data: folder.at("office"))
        try office.does(["init"])
        try office.does(["authority", "add", "--name", "示例市海棠区市场监督管理局", "--region", "120199"])
        for (number, name) in officers.enumerated() {
            try office.does(["officer", "add", "--name", name, "--certificate", "示例执法-01\(number)"])
        }
        try office.does(["officer", "add", "--role", "supervisor", "--name", "周临川", "--certificate", "示例执法-0001"])
        return (folder, office)
    }

    /// The first credit code of a directory.
    private static func creditCode(in csv: String) throws -> String {
        let rows = try String(contentsOfFile: csv, encoding: .utf8).split(separator: "\n")
        let columns = rows[1].split(separator: ",")
        guard let uscc = columns.first(where: { $0.count == 18 && $0.hasPrefix("91") }) else {
            throw StageFault("no credit code in \(rows[1])")
        }
        return String(uscc)
    }

    private static func publish(
        _ asking: [String], _ office: Office, _ officers: [String], _ enterprise: String
    ) throws -> (task: String, visit: String) {
        let words = [
            "task", "publish", "--enterprise", enterprise, "--officers", officers.joined(separator: ","), "--due",
            "2030-12-31", "--title", "质量安全日常检查",
        ]
        let task = try office.does(words + asking)
        guard let id = task["id"].text, let visit = task["visit"].text else {
            throw StageFault("no task: \(task.line)")
        }
        return (id, visit)
    }

    /// The task names another checklist from now on. The visit on it.
    public func asks(for checklist: String) throws -> String {
        try office.does(["checklist", "publish", Self.shipped + "/\(checklist).v1.json"])
        let asking = ["--revises", task, "--checklist", checklist.uppercased()]
        return try Self.publish(asking, office, officers, enterprise).visit
    }

    /// A one-time code for an officer's next device.
    public func code(for officer: String) throws -> String {
        guard let code = try office.does(["code", "new", officer])["code"].text else { throw StageFault("no code") }
        return code
    }
}
