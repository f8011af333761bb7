import Foundation
import Zhian

extension Phone {
    /// Answers everything that is still open, as an officer would who finds nothing wrong, and takes the pictures that
    /// are asked for. Returns how many items were answered.
    @discardableResult
    public func fills(_ visit: String, photoBytes: Int = 0) async throws -> Int {
        let rows = try await engine.visit(visit).sections.flatMap(\.items).filter {
            $0.open && $0.standing != .differing
        }
        for (number, row) in rows.enumerated() {
            let item = try await engine.item(row.item, of: visit)
            let answered = try await engine.answer(item.goodAnswer(of: visit))
            for shot in answered.evidence.count..<max(answered.evidence.count, Int(answered.evidenceNeeded)) {
                let name = "\(officer)-\(row.item)-\(shot).jpg"
                let path = try folder.photo(
                    name, shade: UInt8(truncatingIfNeeded: number * 7 + shot), padding: photoBytes)
                let asked = AttachInput.photo(path, of: row.item, visit: visit)
                _ = try await engine.attach(
                    AttachInput(
                        visit: asked.visit, path: asked.path, mediaType: nil, purpose: asked.purpose,
                        method: answered.evidenceMethod, position: nil, secondOfficer: nil, original: true,
                        derivedFrom: nil, caption: "\(row.item) 现场"))
            }
        }
        return rows.count
    }
}

extension ItemView {
    /// One day, week or month with its record.
    private static let onePeriod = ["day": "2026-11-20", "week": "2026-W46", "month": "2026-10"]

    /// An answer that leaves nothing open and finds nothing wrong.
    public func goodAnswer(of visit: String) -> AnswerInput {
        let offered = judgements.map(\.judgement)
        let judgement = computed ? nil : offered.contains(.meets) ? Judgement.meets : offered.first
        let entries = fields.compactMap { field -> FieldInput? in
            switch field.kind {
            case .number(let min, let max): FieldInput(field: field.id, text: max ?? min ?? "1")
            // The record of a quiz is a text that nobody types.
            case .text: field.required ? FieldInput(field: field.id, text: "已核对") : nil
            case .date: FieldInput(field: field.id, text: "2026-11-02")
            case .choice(let options): options.first.map { FieldInput(field: field.id, text: $0.code) }
            case .period(let unit, _): FieldInput(field: field.id, text: Self.onePeriod[unit] ?? unit)
            case .computed, .identifier, .document: nil
            }
        }
        return AnswerInput(visit: visit, item: item, judgement: judgement, fields: entries)
    }
}
