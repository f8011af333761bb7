import Stage
import Testing

@Suite("The contract of the seam") struct ContractTests {
    @Test("Every case of the contract holds in Swift, against the native library and a real server")
    func everyCaseHolds() async throws {
        var contract = try Contract()
        try await contract.runAll()
        for one in contract.skipped { print("SKIPPED contract: \(one)") }
        for failure in contract.failures { Issue.record("\(failure)") }
        #expect(contract.run >= 400, "cases that were run")
        #expect(contract.called.subtracting(["open", "shut", "shutKeep"]) == Calls.names, "every call has a case")
    }

    @Test("A runner that weakens an expectation is noticed: fragments refuse what differs")
    func fragmentsRefuse() throws {
        let view = JSON.object([
            "a": .array([.int(1), .int(2)]), "t": .text("清单"), "n": .null, "h": .text("00ff"),
        ])
        let holding: [JSON] = [
            .object(["a": .object(["$count": .int(2), "$has": .int(2), "$none": .int(3)])]),
            .object(["t": .object(["$count": .int(2), "$text": .text("单")]), "n": .null]),
            .object(["h": .object(["$hex": .int(2), "$some": .bool(true)])]),
        ]
        for fragment in holding { #expect(Fragment.fault(fragment, view) == nil) }
        let failing: [JSON] = [
            .object(["missing": .null]), .object(["n": .object(["$some": .bool(true)])]),
            .object(["a": .array([.int(1)])]), .object(["a": .object(["$has": .int(3)])]),
            .object(["a": .object(["$none": .int(1)])]), .object(["t": .object(["$count": .int(6)])]),
            .object(["t": .text("清")]), .object(["h": .object(["$hex": .int(3)])]),
            .object(["a": .object(["$above": .int(0)])]), .object(["t": .object(["$nonsense": .int(0)])]),
        ]
        for fragment in failing { #expect(Fragment.fault(fragment, view) != nil, "\(fragment.line)") }
    }
}
