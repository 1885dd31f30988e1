"""What stays warm between renders, and the hash of the program itself."""

from renderer.studio.program_digest import program_digest
from renderer.studio.studio import Studio, ledger_of, studio_at

__all__ = ["Studio", "ledger_of", "program_digest", "studio_at"]
