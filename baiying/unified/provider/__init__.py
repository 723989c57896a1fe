"""Speaking with a provider of OpenID Connect. Nothing here knows of accounts, and nothing is written."""
