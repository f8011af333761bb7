// What crosses the seam as plain values, handed on one by one: an app imports `Zhian` alone and never meets what the
// generator made around them. Their documentation is in the generated file, as Rust wrote it.
//
// A few carry another name than in Rust, where Foundation or a framework of Apple's has taken it.

@_exported import struct ZhianSeam.OpenRequest
@_exported import enum ZhianSeam.Language

// MARK: Screens

@_exported import struct ZhianSeam.HomeView
@_exported import struct ZhianSeam.TaskPageView
@_exported import struct ZhianSeam.TaskRowView
@_exported import struct ZhianSeam.TaskCursor
@_exported import struct ZhianSeam.TaskView
@_exported import struct ZhianSeam.EnterpriseView
@_exported import struct ZhianSeam.VisitView
@_exported import struct ZhianSeam.SectionView
@_exported import struct ZhianSeam.ItemRowView
@_exported import struct ZhianSeam.CountsView
@_exported import struct ZhianSeam.OpenPointView
@_exported import struct ZhianSeam.OutcomeView
@_exported import struct ZhianSeam.FailedItemView
@_exported import struct ZhianSeam.ParticipantView
@_exported import struct ZhianSeam.CheckInView
@_exported import struct ZhianSeam.ItemView
@_exported import enum ZhianSeam.AnswerStanding
@_exported import struct ZhianSeam.AnswerView
@_exported import struct ZhianSeam.SettledView
@_exported import struct ZhianSeam.EnteredField
@_exported import struct ZhianSeam.FieldView
@_exported import enum ZhianSeam.FieldKind
@_exported import struct ZhianSeam.ChoiceView
@_exported import struct ZhianSeam.JudgementChoice
@_exported import struct ZhianSeam.CitationView
@_exported import struct ZhianSeam.LimitView
@_exported import struct ZhianSeam.HintView
@_exported import struct ZhianSeam.ConsequenceView
@_exported import struct ZhianSeam.PenaltyView
@_exported import struct ZhianSeam.ReadingView
@_exported import enum ZhianSeam.ReadingValue
@_exported import struct ZhianSeam.FieldFaultView
@_exported import struct ZhianSeam.FindingView
@_exported import struct ZhianSeam.EvidenceView
@_exported import struct ZhianSeam.EvidenceScreen
@_exported import enum ZhianSeam.FilePlace
@_exported import struct ZhianSeam.NewerVersionView
@_exported import struct ZhianSeam.DifferenceView
@_exported import struct ZhianSeam.MovedAnswerView
@_exported import enum ZhianSeam.AnswerFate
@_exported import struct ZhianSeam.KeptItemView
@_exported import enum ZhianSeam.VersionStanding
@_exported import struct ZhianSeam.CompositionView
@_exported import struct ZhianSeam.PartView
@_exported import struct ZhianSeam.StatusView
@_exported import struct ZhianSeam.ParticipantStatusView
@_exported import struct ZhianSeam.DeviceView
@_exported import struct ZhianSeam.SigningView
@_exported import struct ZhianSeam.SignaturesView
@_exported import struct ZhianSeam.OfficerSignatureView
@_exported import struct ZhianSeam.PartySignatureView
@_exported import struct ZhianSeam.RefusalView
@_exported import struct ZhianSeam.SealedVisitView
@_exported import struct ZhianSeam.SealView
@_exported import struct ZhianSeam.SealedBytesView
@_exported import struct ZhianSeam.EventView
@_exported import struct ZhianSeam.SyncStatusView
@_exported import struct ZhianSeam.SafetyView
@_exported import struct ZhianSeam.SyncView
@_exported import enum ZhianSeam.SyncEnd
@_exported import struct ZhianSeam.SyncItemView
@_exported import enum ZhianSeam.SyncItemKind
@_exported import enum ZhianSeam.SyncFate
@_exported import struct ZhianSeam.PullView
@_exported import struct ZhianSeam.IdentityView
@_exported import struct ZhianSeam.SettingsView
@_exported import struct ZhianSeam.StorageView
@_exported import struct ZhianSeam.FreeableView
@_exported import struct ZhianSeam.OpenedView
@_exported import struct ZhianSeam.DoctorView
@_exported import struct ZhianSeam.AlertView
@_exported import struct ZhianSeam.BadFileView
@_exported import struct ZhianSeam.VerifyView
@_exported import struct ZhianSeam.ProblemView
@_exported import struct ZhianSeam.PurgeView
@_exported import struct ZhianSeam.ExportView
@_exported import struct ZhianSeam.ImportView
@_exported import struct ZhianSeam.LateWorkView
@_exported import struct ZhianSeam.QuarantineView
@_exported import struct ZhianSeam.Moment
@_exported import struct ZhianSeam.Sentence
@_exported import struct ZhianSeam.OfficerView

// MARK: What the regulator published

@_exported import struct ZhianSeam.MediaPlanView
@_exported import struct ZhianSeam.MediaReportView
@_exported import struct ZhianSeam.MediumFailureView
@_exported import struct ZhianSeam.QuizView
@_exported import struct ZhianSeam.QuizQuestionView
@_exported import struct ZhianSeam.QuizOutcomeView
@_exported import enum ZhianSeam.QuestionKind
@_exported import struct ZhianSeam.RiskListRowView
@_exported import struct ZhianSeam.RiskListView
@_exported import struct ZhianSeam.RiskRowView
@_exported import struct ZhianSeam.CheckFormView
@_exported import struct ZhianSeam.FormLineView
@_exported import enum ZhianSeam.FormMode
@_exported import struct ZhianSeam.ComparisonView
@_exported import struct ZhianSeam.ComparedRowView
@_exported import enum ZhianSeam.RiskVerdict
@_exported import struct ZhianSeam.SizeView
@_exported import enum ZhianSeam.SizeClass
@_exported import enum ZhianSeam.UnitPart
@_exported import struct ZhianSeam.DirectorView
@_exported import enum ZhianSeam.Required
@_exported import struct ZhianSeam.ReasonsView
@_exported import struct ZhianSeam.DeadlineView
@_exported import struct ZhianSeam.DueView
@_exported import struct ZhianSeam.SchemeView
@_exported import struct ZhianSeam.GradeView
@_exported import struct ZhianSeam.QuotaView

// MARK: Words of the trade

@_exported import enum ZhianSeam.Judgement
@_exported import enum ZhianSeam.Severity
@_exported import enum ZhianSeam.CaptureMethod
@_exported import enum ZhianSeam.PersonRole
@_exported import enum ZhianSeam.RefusalKind

// MARK: What a person asks for

@_exported import struct ZhianSeam.EnrolInput
@_exported import struct ZhianSeam.TaskQuery
@_exported import enum ZhianSeam.TaskFilter
@_exported import struct ZhianSeam.CheckInInput
@_exported import struct ZhianSeam.PositionFix
@_exported import enum ZhianSeam.PositionProvider
@_exported import struct ZhianSeam.AnswerInput
@_exported import struct ZhianSeam.FieldInput
@_exported import struct ZhianSeam.FindingInput
@_exported import struct ZhianSeam.AttachInput
@_exported import enum ZhianSeam.EvidencePurposeInput
@_exported import struct ZhianSeam.PartySignatureInput
@_exported import struct ZhianSeam.RefusalInput
@_exported import struct ZhianSeam.WitnessInput
@_exported import struct ZhianSeam.BundleInput
@_exported import enum ZhianSeam.FilesRule
@_exported import struct ZhianSeam.MediaInput
@_exported import struct ZhianSeam.QuizAnswerInput
@_exported import struct ZhianSeam.RiskFormInput
@_exported import struct ZhianSeam.UnitInput
@_exported import struct ZhianSeam.TermInput
@_exported import struct ZhianSeam.QuotaInput
@_exported import struct ZhianSeam.PastVisitInput

// MARK: What an app brings, and what it is told

@_exported import protocol ZhianSeam.Signer
@_exported import protocol ZhianSeam.KeyStore
@_exported import protocol ZhianSeam.Transport
@_exported import protocol ZhianSeam.Location
@_exported import protocol ZhianSeam.Surroundings
@_exported import struct ZhianSeam.Conditions
@_exported import enum ZhianSeam.HostError
@_exported import struct ZhianSeam.Change
@_exported import struct ZhianSeam.ErrorField

// MARK: Under another name

import ZhianSeam

/// What a file is for.
public typealias EvidencePurpose = ZhianSeam.Purpose
/// What the network costs.
public typealias NetworkCost = ZhianSeam.Network
/// One request to the office's server.
public typealias HTTPRequest = ZhianSeam.HttpRequest
/// The server's answer, of whatever status.
public typealias HTTPReply = ZhianSeam.HttpReply
/// One header.
public typealias HTTPHeader = ZhianSeam.HttpHeader
/// Method of a request.
public typealias HTTPMethod = ZhianSeam.HttpMethod
/// How far some long work is.
public typealias WorkProgress = ZhianSeam.Progress
/// What is being done.
public typealias WorkStage = ZhianSeam.Stage
