//! Place, network and battery.

use super::HostError;
use crate::request::PositionFix;
use std::sync::Arc;
use zhian_domain::place::Position;
use zhian_engine::port;

/// Where the device is. Asked at arrival and with each capture that brings no position of its own.
#[uniffi::export(foreign)]
pub trait Location: Send + Sync {
    /// The latest fix that is worth recording; none if there is none. An answer after 3 s is not waited for, and nothing
    /// is asked again before it has come. Only the act that asks waits.
    fn fix(&self) -> Result<Option<PositionFix>, HostError>;
}

/// What the network costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum Network {
    /// There is none.
    Offline,
    /// Paid by the byte: mobile data.
    Metered,
    /// Not paid by the byte.
    Unmetered,
}

/// Network and battery at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct Conditions {
    /// What the network costs.
    pub network: Network,
    /// Whether the device is being charged.
    pub charging: bool,
    /// Charge of the battery, percent; none if it has none or does not tell.
    pub battery_percent: Option<u8>,
}

/// Network and battery. Asked before an exchange whose files go only where it is cheap.
#[uniffi::export(foreign)]
pub trait Surroundings: Send + Sync {
    /// How they are now. An answer after 3 s is not waited for, and nothing is asked again before it has come.
    fn conditions(&self) -> Result<Conditions, HostError>;
}

struct HostLocation(Arc<dyn Location>);
struct HostSurroundings(Arc<dyn Surroundings>);

/// The app's knowledge of place as the engine's port.
pub(crate) fn host_location(under: Arc<dyn Location>) -> Arc<dyn port::Location> {
    Arc::new(HostLocation(under))
}

/// The app's knowledge of network and battery as the engine's port.
pub(crate) fn host_surroundings(under: Arc<dyn Surroundings>) -> Arc<dyn port::Surroundings> {
    Arc::new(HostSurroundings(under))
}

impl port::Location for HostLocation {
    fn fix(&self) -> Result<Option<Position>, port::HostError> {
        let fix = self.0.fix().map_err(|cause| cause.of("location"))?;
        let read = fix.map(Position::try_from).transpose();
        read.map_err(|cause| port::HostError { port: "location", detail: cause.to_string() })
    }
}

impl port::Surroundings for HostSurroundings {
    fn conditions(&self) -> Result<port::Conditions, port::HostError> {
        let told = self.0.conditions().map_err(|cause| cause.of("surroundings"))?;
        Ok(port::Conditions {
            network: match told.network {
                Network::Offline => port::Network::Offline,
                Network::Metered => port::Network::Metered,
                Network::Unmetered => port::Network::Unmetered,
            },
            charging: told.charging,
            battery_percent: told.battery_percent,
        })
    }
}
