//! Words of the trade that both sides name by code.

use zhian_domain::{answer, checklist, evidence, person, signature};

/// A seam's enum beside the domain's: one for one, so that a new value does not compile until it has its place here.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident = $given:path { $($(#[$each:meta])* $value:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
        pub enum $name {
            $($(#[$each])* $value,)+
        }

        impl From<$name> for $given {
            fn from(value: $name) -> Self {
                match value { $($name::$value => Self::$value,)+ }
            }
        }

        impl From<$given> for $name {
            fn from(value: $given) -> Self {
                match value { $(<$given>::$value => Self::$value,)+ }
            }
        }
    };
}

coded! {
    /// Judgement on one item.
    Judgement = answer::Conformity {
        /// 符合.
        Meets,
        /// 不符合.
        DoesNotMeet,
        /// 有缺陷: offered by some checklists only.
        Defective,
        /// 不适用.
        NotApplicable,
    }
}

coded! {
    /// How grave a failure is.
    Severity = checklist::Severity {
        /// 重点项: failure leads to formal handling.
        Key,
        /// Main item.
        Main,
        /// 一般项: minor.
        General,
    }
}

coded! {
    /// How evidence was taken.
    CaptureMethod = evidence::CaptureMethod {
        /// 拍照.
        Photo,
        /// 录像.
        Video,
        /// 录音.
        Audio,
        /// 扫描.
        Scan,
        /// 截屏.
        Screenshot,
        /// 复制: a file handed over.
        Copy,
    }
}

coded! {
    /// Part a person plays for the enterprise.
    PersonRole = person::PersonRole {
        /// 法定代表人.
        LegalRepresentative,
        /// 主要负责人.
        Principal,
        /// 质量安全总监.
        QsDirector,
        /// 质量安全员.
        QsOfficer,
        /// 现场负责人.
        SiteRepresentative,
    }
}

coded! {
    /// Why the party did not sign.
    RefusalKind = signature::RefusalKind {
        /// 拒绝签名.
        Refused,
        /// 不在场.
        Absent,
        /// 无法签名.
        Unable,
    }
}
