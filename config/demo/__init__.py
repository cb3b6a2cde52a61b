"""The demonstration: invented staff and cases, made by the portal's own verbs."""
