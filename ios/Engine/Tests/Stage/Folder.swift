import Foundation

/// A folder of its own for one test, removed with it.
public final class Folder: Sendable {
    /// Where it is.
    public let path: String

    /// Makes a new empty folder, beside the others or in `parent`.
    public init(_ name: String, in parent: String? = nil) throws {
        path = (parent ?? FileManager.default.temporaryDirectory.path) + "/zhian-\(name)-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A path in it.
    public func at(_ name: String) -> String { path + "/" + name }

    /// Writes a file and returns its path.
    public func write(_ name: String, _ data: Data) throws -> String {
        try data.write(to: URL(fileURLWithPath: at(name)))
        return at(name)
    }

    /// Makes a file of nothing but zeros that takes no space, and returns its path.
    public func sparse(_ name: String, bytes: UInt64) throws -> String {
        let path = try write(name, Data())
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try file.truncate(atOffset: bytes)
        try file.close()
        return path
    }

    /// Writes a small picture that really is one, different for each `shade`.
    public func photo(_ name: String, shade: UInt8, padding: Int = 0) throws -> String {
        try write(name, Photo.jpeg(shade: shade, padding: padding))
    }
}

/// Pictures without a camera.
public enum Photo {
    /// A JPEG of 8 by 8 grey points, with a comment that makes it differ and as large as wanted.
    public static func jpeg(shade: UInt8, padding: Int = 0) -> Data {
        var bytes: [UInt8] = [0xFF, 0xD8]
        var left = padding
        repeat {
            let length = min(left, 60_000)
            bytes += segment(0xFE, [shade] + [UInt8](repeating: shade ^ 0x5A, count: length))
            left -= length
        } while left > 0
        bytes += segment(0xDB, [0] + [UInt8](repeating: 16, count: 64))
        bytes += segment(0xC0, [8, 0, 8, 0, 8, 1, 1, 0x11, 0])
        // One code each: differences of no size, and the end of a block.
        bytes += segment(0xC4, [0x00, 1] + [UInt8](repeating: 0, count: 15) + [0])
        bytes += segment(0xC4, [0x10, 1] + [UInt8](repeating: 0, count: 15) + [0])
        bytes += segment(0xDA, [1, 1, 0x00, 0, 63, 0])
        bytes += [0x3F, 0xFF, 0xD9]
        return Data(bytes)
    }

    private static func segment(_ marker: UInt8, _ body: [UInt8]) -> [UInt8] {
        let length = body.count + 2
        return [0xFF, marker, UInt8(length >> 8), UInt8(length & 0xFF)] + body
    }
}
