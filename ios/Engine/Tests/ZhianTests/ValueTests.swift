import Foundation
import Stage
import Testing
import Zhian

@Suite("Values of the seam") struct ValueTests {
    /// What the facade keeps to itself: it wraps these.
    private let wrapped: Set<String> = [
        "Engine", "CancelToken", "Subscription", "ZhianError", "ProgressObserver", "ChangeListener",
    ]

    @Test("Every record, enum and port of the seam has its name in the facade, and nothing of the generator's has")
    func everyValueIsNamed() throws {
        let root = (ProcessInfo.processInfo.environment["ZHIAN_REPOSITORY"] ?? "") + "/ios/Engine/"
        let generated = try String(contentsOfFile: root + "Generated/ZhianSeam/ZhianSeam.swift", encoding: .utf8)
        let named = try String(contentsOfFile: root + "Sources/Zhian/Values.swift", encoding: .utf8)
        var there = Set(generated.matches(of: /(?m)^(?:public )?(?:struct|enum|protocol) (\w+)/).map { String($0.1) })
        // An object brings a protocol of its own beside it, and the generator its converters.
        there = there.filter { !$0.hasPrefix("FfiConverter") && !$0.hasSuffix("Protocol") && !$0.hasPrefix("Uniffi") }
        there.subtract(wrapped)
        let known = Set(named.matches(of: /ZhianSeam\.(\w+)/).map { String($0.1) })
        #expect(there.subtracting(known) == [], "not named in Values.swift")
        #expect(known.subtracting(there) == [], "named and not there")
        #expect(there.count > 80, "the search still finds them")
    }

    @Test("An error is the case that a program asks for, and carries the sentence that a person reads")
    func errorsAreTyped() async throws {
        let phone = try await Phone.new("林青禾", language: .en)
        let chinese = try await Phone.new("林青禾", language: .zh)
        do { _ = try await phone.engine.sync() } catch {
            guard case .notEnrolled(let told) = error else { return #expect(error.code == "engine.not-enrolled") }
            #expect(error.localizedDescription == told.sentence)
            do { _ = try await chinese.engine.sync() } catch { #expect(error.explanation.sentence != told.sentence) }
        }
        do { _ = try await phone.engine.visit("无") } catch {
            guard case .refused(let told) = error else { return #expect(error.code == "engine.bad-id") }
            #expect(told.code == "engine.bad-id")
            #expect(!told.detail.isEmpty)
        }
        await phone.engine.close()
        do { _ = try await phone.engine.home() } catch {
            guard case .closed = error else { return #expect(error.code == "engine.closed") }
        }
    }

    @Test("Texts of a megabyte, with a NUL and with characters beyond the first plane pass or are refused, whole")
    func hardTexts() async throws {
        let district = try District(officers: ["林青禾"])
        let phone = try await Phone.enrolled("林青禾", in: district)
        try await phone.arrives(in: district)
        let (engine, visit) = (phone.engine, district.visit)
        let rare = "𠮷野家 👩‍🔧 é\u{301} \u{202E}"
        #expect(
            try await engine.note(rare, item: "P75-01", of: visit).note.unicodeScalars.elementsEqual(
                rare.unicodeScalars))
        for text in [String(repeating: "字", count: 350_000), "a\u{0}b"] {
            do {
                _ = try await engine.note(text, item: "P75-01", of: visit)
                Issue.record("\(text.prefix(3)) was kept")
            } catch { #expect(["draft.too-long", "engine.bad-text"].contains(error.code), "\(error.code)") }
            #expect(try await engine.item("P75-01", of: visit).note.unicodeScalars.elementsEqual(rare.unicodeScalars))
        }
    }
}
