"""What lasts from one build of `make serve` to the next: MkDocs loads hook files anew each time,
but modules that they import stay."""

from portal.memory import Memory

MEMORY = Memory()
