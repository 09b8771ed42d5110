"""The actors that matter in crises, under their names in many languages."""
