import Zhian

/// What a screen has to show. Nothing yet, something, and something that cannot be read are three different things.
public enum Screen<Content: Equatable & Sendable>: Equatable, Sendable {
    /// It has not been read yet.
    case loading
    /// What there is.
    case shown(Content)
    /// It could not be read, and why. Never drawn as empty.
    case unreadable(Explanation)

    /// What there is, if it could be read.
    public var content: Content? {
        if case .shown(let content) = self { content } else { nil }
    }

    init(_ read: Result<Content, EngineError>) {
        switch read {
        case .success(let content): self = .shown(content)
        case .failure(let cause): self = .unreadable(cause.explanation)
        }
    }
}

/// Reads once.
func screen<Content: Equatable & Sendable>(
    _ read: @Sendable () async throws(EngineError) -> Content
) async -> Screen<Content> {
    do { return .shown(try await read()) } catch { return .unreadable(error.explanation) }
}
