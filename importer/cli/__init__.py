"""Words in, exit status out; no logic. Nothing heavy is loaded before a command needs it."""

from importer.cli.program import main
