//! Authorities, officers, codes, devices.

use super::args::{Authority, Code, Device, Officer, Role};
use super::names;
use super::say::{Said, Voice, table};
use serde_json::json;
use zhian_domain::authority::Role as DomainRole;
use zhian_server::admin::officer::NewOfficer;
use zhian_server::{Office, ServerError, admin, auth};

pub fn authority(office: &Office, what: &Authority, voice: Voice) -> Result<Said, ServerError> {
    match what {
        Authority::Add { name, region } => {
            let added = admin::authority::add(office, name, region)?;
            Ok(Said {
                json: json!({ "id": added.id.to_string(), "name": added.name, "region": added.region.as_str() }),
                zh: format!("已新增 {}，编号 {}", added.name, added.id),
                en: format!("Added {} with id {}", added.name, added.id),
            })
        }
        Authority::List => {
            let all = office.db.authorities()?;
            let rows: Vec<Vec<String>> = all
                .iter()
                .map(|one| vec![one.id.to_string(), one.region.clone(), one.name.clone()])
                .collect();
            let headings =
                [voice.pick("编号", "id"), voice.pick("区划", "region"), voice.pick("名称", "name")];
            let list: Vec<_> = all
                .iter()
                .map(|one| json!({ "id": one.id.to_string(), "region": one.region, "name": one.name }))
                .collect();
            let text = table(&headings, &rows);
            Ok(Said { json: json!(list), zh: text.clone(), en: text })
        }
    }
}

pub fn officer(office: &Office, what: &Officer, voice: Voice) -> Result<Said, ServerError> {
    match what {
        Officer::Add { name, certificate, expires, role, authority } => {
            let expires = expires.as_deref().map(|day| names::moment("expires", day)).transpose()?;
            let new = NewOfficer {
                authority: names::authority(office, authority.as_deref())?,
                name: name.clone(),
                role: match role {
                    Role::Inspector => DomainRole::Inspector,
                    Role::Supervisor => DomainRole::Supervisor,
                },
                credential_number: certificate.clone(),
                credential_expires: expires,
            };
            let added = admin::officer::add(office, &new)?;
            Ok(Said {
                json: json!({ "id": added.id.to_string(), "name": added.name }),
                zh: format!("已新增 {}，编号 {}。下一步：code new {}", added.name, added.id, added.name),
                en: format!("Added {} with id {}. Next: code new {}", added.name, added.id, added.name),
            })
        }
        Officer::List => {
            let all = office.db.officers()?;
            let rows: Vec<Vec<String>> = all
                .iter()
                .map(|one| {
                    let record = &one.record;
                    vec![
                        record.id.to_string(),
                        record.name.clone(),
                        record.role.clone(),
                        record.credential_number.clone(),
                        one.devices.to_string(),
                    ]
                })
                .collect();
            let headings = [
                voice.pick("编号", "id"),
                voice.pick("姓名", "name"),
                voice.pick("角色", "role"),
                voice.pick("执法证号", "certificate"),
                voice.pick("设备数", "devices"),
            ];
            let list: Vec<_> = all
                .iter()
                .map(|one| {
                    let record = &one.record;
                    json!({
                        "id": record.id.to_string(), "name": record.name, "role": record.role,
                        "certificate": record.credential_number,
                        "authority": record.authority.to_string(), "devices": one.devices,
                    })
                })
                .collect();
            let text = table(&headings, &rows);
            Ok(Said { json: json!(list), zh: text.clone(), en: text })
        }
    }
}

pub fn code(office: &Office, what: &Code) -> Result<Said, ServerError> {
    let Code::New { officer, hours } = what;
    let officer = names::officer(office, officer)?;
    let issued = auth::issue(office, officer, i64::from(*hours) * 3_600_000)?;
    let (code, until) = (&issued.text, names::shown(issued.expires));
    Ok(Said {
        json: json!({
            "code": code, "officer": officer.to_string(), "expires_unix_ms": issued.expires.unix_ms(),
        }),
        zh: format!("登记码 {code}\n只能用一次，{until} 前有效；此码不再显示。"),
        en: format!("Code {code}\nGood for one device until {until}; it is not shown again."),
    })
}

pub fn device(office: &Office, what: &Device, voice: Voice) -> Result<Said, ServerError> {
    match what {
        Device::Revoke { device } => {
            let revoked = admin::device::revoke(office, &names::device(office, device)?)?.record;
            Ok(Said {
                json: json!({ "id": revoked.id.to_string(), "revoked": revoked.revoked }),
                zh: format!("设备 {} 已停用，以前的工作保留。", revoked.id),
                en: format!("Device {} is revoked; its older work is kept.", revoked.id),
            })
        }
        Device::List => {
            let all = office.db.devices()?;
            let rows: Vec<Vec<String>> = all
                .iter()
                .map(|one| {
                    let record = &one.record;
                    let state = if record.revoked {
                        voice.pick("停用", "revoked")
                    } else {
                        voice.pick("正常", "active")
                    };
                    vec![
                        record.id.to_string(),
                        record.label.clone(),
                        record.inspector.to_string(),
                        names::shown(one.enrolled),
                        state.to_owned(),
                    ]
                })
                .collect();
            let headings = [
                voice.pick("编号", "id"),
                voice.pick("名称", "label"),
                voice.pick("人员", "officer"),
                voice.pick("登记时间", "enrolled"),
                voice.pick("状态", "state"),
            ];
            let list: Vec<_> = all
                .iter()
                .map(|one| {
                    let record = &one.record;
                    json!({
                        "id": record.id.to_string(), "label": record.label,
                        "officer": record.inspector.to_string(), "revoked": record.revoked,
                        "enrolled_unix_ms": one.enrolled.unix_ms(),
                    })
                })
                .collect();
            let text = table(&headings, &rows);
            Ok(Said { json: json!(list), zh: text.clone(), en: text })
        }
    }
}
