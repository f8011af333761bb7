//! Where something happened, as a receiver reported it.

/// Who computed a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PositionProvider {
    /// Satellite receiver.
    Gnss,
    /// Cells and wireless networks.
    Network,
    /// The platform's mixture of sources.
    Fused,
    /// Entered by a person.
    Manual,
}

/// A raw WGS-84 fix. Never converted before it is stored; offset datums are for display only.
///
/// Shape: latitude -90..=90, longitude -180..=180, both in units of 1e-7 degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    latitude_e7: i32,
    longitude_e7: i32,
    /// Radius of 68 % confidence, metres.
    pub accuracy_m: u32,
    /// Who computed it.
    pub provider: PositionProvider,
    /// Whether the platform said that the position was simulated.
    pub mock: bool,
}

/// A coordinate lies outside the Earth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{axis} {value_e7} (1e-7 degree) is outside -{limit_e7}..={limit_e7}")]
pub struct PositionError {
    /// `latitude` or `longitude`.
    pub axis: &'static str,
    /// The value given, in 1e-7 degree.
    pub value_e7: i32,
    /// The largest value allowed.
    pub limit_e7: i32,
}

impl Position {
    /// Checks and builds a position. Errors: [`PositionError`] names the axis.
    pub fn new(
        latitude_e7: i32,
        longitude_e7: i32,
        accuracy_m: u32,
        provider: PositionProvider,
        mock: bool,
    ) -> Result<Self, PositionError> {
        for (axis, value_e7, limit_e7) in
            [("latitude", latitude_e7, 900_000_000), ("longitude", longitude_e7, 1_800_000_000)]
        {
            if !(-limit_e7..=limit_e7).contains(&value_e7) {
                return Err(PositionError { axis, value_e7, limit_e7 });
            }
        }
        Ok(Self { latitude_e7, longitude_e7, accuracy_m, provider, mock })
    }

    /// Latitude in units of 1e-7 degree, north positive.
    #[must_use]
    pub const fn latitude_e7(&self) -> i32 {
        self.latitude_e7
    }

    /// Longitude in units of 1e-7 degree, east positive.
    #[must_use]
    pub const fn longitude_e7(&self) -> i32 {
        self.longitude_e7
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coordinate_outside_the_earth_names_its_axis() {
        let at = |lat, lon| Position::new(lat, lon, 5, PositionProvider::Gnss, false);
        assert!(at(900_000_000, -1_800_000_000).is_ok());
        assert_eq!(at(900_000_001, 0).map_err(|error| error.axis), Err("latitude"));
        assert_eq!(at(0, -1_800_000_001).map_err(|error| error.axis), Err("longitude"));
        assert_eq!(at(0, i32::MIN).map_err(|error| error.axis), Err("longitude"));
    }
}
