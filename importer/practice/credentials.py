"""The login of every practice server. No secret: it opens nothing but a toy on this computer."""

USER = "practice"
PASSWORD = "let-me-try"  # noqa: S105 - see above
DOMAIN = "example.com"
