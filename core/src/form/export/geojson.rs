//! The places of filled-in forms as GeoJSON (RFC 7946): one feature for each form that has a place.

use serde_json::{Value, json};

use super::central::Received;
use super::fields::{ExportField, ExportKind};
use crate::form::expr::{NodeId, NodeKind, Tree};

/// A feature collection of the first place, line or area that each form has; `id` is the form's key.
///
/// Lines and areas are told from places by their several points. A form without any place is left out.
pub fn geojson(fields: &[ExportField], received: &[Received]) -> String {
    let repeats: Vec<&str> =
        fields.iter().filter(|field| field.kind == ExportKind::Repeat).map(|field| field.path.as_str()).collect();
    let candidates: Vec<&ExportField> = fields
        .iter()
        .filter(|field| matches!(field.kind, ExportKind::Geopoint | ExportKind::Shape))
        .filter(|field| !repeats.iter().any(|repeat| field.path.starts_with(&format!("{repeat}/"))))
        .collect();
    let features: Vec<Value> = received
        .iter()
        .filter_map(|one| {
            let found = candidates.iter().find_map(|field| {
                let text = value_at(&one.tree, &field.path)?;
                Some((geometry(&text)?, field.path.trim_start_matches('/').to_owned()))
            });
            let (geometry, field) = found?;
            Some(
                json!({ "type": "Feature", "id": one.key, "geometry": geometry, "properties": { "fieldpath": field } }),
            )
        })
        .collect();
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}

fn value_at(tree: &Tree, path: &str) -> Option<String> {
    let mut node: NodeId = tree.root()?;
    for name in path.split('/').filter(|name| !name.is_empty()) {
        let is_named = |child: &&NodeId| tree.kind(**child) == NodeKind::Element && tree.name(**child) == name;
        node = *tree.children(node).iter().find(is_named)?;
    }
    Some(tree.text(node)).filter(|text| !text.trim().is_empty())
}

/// The GeoJSON geometry of an answer: `lat lon alt acc` alone is a point; several with `;` between are a line, or an area if they come back to where they
/// began.
pub fn geometry(text: &str) -> Option<Value> {
    let points: Vec<Vec<f64>> =
        text.split(';').map(str::trim).filter(|point| !point.is_empty()).map(coordinates).collect::<Option<_>>()?;
    match points.as_slice() {
        [] => None,
        [point] => Some(json!({ "type": "Point", "coordinates": point })),
        [first, .., last] if points.len() >= 4 && first[..2] == last[..2] => {
            Some(json!({ "type": "Polygon", "coordinates": [points] }))
        }
        _ => Some(json!({ "type": "LineString", "coordinates": points })),
    }
}

/// Longitude first, then latitude, then altitude, as GeoJSON wants it.
fn coordinates(point: &str) -> Option<Vec<f64>> {
    let numbers: Vec<f64> = point.split_whitespace().map(|text| text.parse().ok()).collect::<Option<_>>()?;
    match numbers.as_slice() {
        [lat, lon] => Some(vec![*lon, *lat]),
        [lat, lon, altitude, ..] => Some(vec![*lon, *lat, *altitude]),
        _ => None,
    }
    .filter(|numbers| numbers.iter().all(|number| number.is_finite()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lines_and_areas_are_told_apart() {
        assert_eq!(geometry("1 2 3 4").unwrap(), json!({"type": "Point", "coordinates": [2.0, 1.0, 3.0]}));
        assert_eq!(geometry("1 2;3 4").unwrap()["type"], "LineString");
        assert_eq!(geometry("0 0;0 1;1 1;0 0").unwrap()["type"], "Polygon");
        assert_eq!(geometry("here"), None);
    }

    #[test]
    fn a_form_without_a_place_has_no_feature() {
        let fields = [ExportField { path: "/spot".into(), kind: ExportKind::Geopoint }];
        let one = |xml: &str, key: &str| Received {
            tree: Tree::from_xml(xml).unwrap(),
            key: key.into(),
            ..Received::default()
        };
        let received = [one("<data><spot/></data>", "uuid:1"), one("<data><spot>1 2</spot></data>", "uuid:2")];
        let text = geojson(&fields, &received);
        assert!(text.contains("uuid:2") && !text.contains("uuid:1"), "{text}");
    }
}
