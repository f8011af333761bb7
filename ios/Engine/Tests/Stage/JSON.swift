import Foundation

/// A JSON value, as test data and programs write it.
public enum JSON: Equatable, Sendable {
    /// Nothing.
    case null
    /// Yes or no.
    case bool(Bool)
    /// A whole number.
    case int(Int64)
    /// Any other number.
    case double(Double)
    /// A text.
    case text(String)
    /// Values in order.
    case array([JSON])
    /// Values by name.
    case object([String: JSON])

    /// Reads bytes. Throws where they are no JSON.
    public init(reading data: Data) throws {
        self = try JSONDecoder().decode(JSON.self, from: data)
    }

    /// The value of a name; null where there is none.
    public subscript(name: String) -> JSON {
        if case .object(let members) = self { members[name] ?? .null } else { .null }
    }

    /// The text, if it is one.
    public var text: String? { if case .text(let text) = self { text } else { nil } }
    /// The number, if it is a whole one.
    public var int: Int64? { if case .int(let number) = self { number } else { nil } }
    /// The elements, if it has some.
    public var elements: [JSON] { if case .array(let elements) = self { elements } else { [] } }
    /// The members, if it has some.
    public var members: [String: JSON] { if case .object(let members) = self { members } else { [:] } }

    /// What a JSON pointer names, e.g. `/answers/0/by`; none where there is nothing.
    public func at(_ pointer: String) -> JSON? {
        pointer.split(separator: "/").reduce(self as JSON?) { value, name in
            switch value {
            case .array(let elements): Int(name).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
            case .object(let members): members[String(name)]
            default: nil
            }
        }
    }

    /// The value on one line, names in order.
    public var line: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Every value of this type can be written.
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
}

extension JSON: Codable {
    /// Reads a value of any kind.
    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let int = try? value.decode(Int64.self) {
            self = .int(int)
        } else if let double = try? value.decode(Double.self) {
            self = .double(double)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let array = try? value.decode([JSON].self) {
            self = .array(array)
        } else {
            self = .object(try value.decode([String: JSON].self))
        }
    }

    /// Writes the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .int(let value): try container.encode(value)
        case .double(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}

extension JSON {
    /// A view as the contract writes it: records as objects, values of an enum as texts or objects, bytes as digits.
    public init(view value: Any) {
        switch value {
        case let text as String: self = .text(text)
        case let bool as Bool: self = .bool(bool)
        case let data as Data: self = .text(data.map { String(format: "%02x", $0) }.joined())
        case let number as any BinaryInteger: self = .int(Int64(clamping: number))
        case is Void: self = .null
        default: self = Self.reflected(value)
        }
    }

    private static func reflected(_ value: Any) -> JSON {
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional:
            return mirror.children.first.map { JSON(view: $0.value) } ?? .null
        case .collection:
            return .array(mirror.children.map { JSON(view: $0.value) })
        case .enum:
            guard let chosen = mirror.children.first, let name = chosen.label else { return .text("\(value)") }
            return .object([name: members(Mirror(reflecting: chosen.value))])
        default:
            return members(mirror)
        }
    }

    private static func members(_ mirror: Mirror) -> JSON {
        .object(
            Dictionary(mirror.children.map { ($0.label ?? "", JSON(view: $0.value)) }) { first, _ in first })
    }
}
