"""OpenRosa 1.0, the language of field apps: docs.getodk.org/openrosa."""
