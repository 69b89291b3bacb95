"""The roof: the REST door over the platform. Thin on purpose: no rule and no SQL live here."""
