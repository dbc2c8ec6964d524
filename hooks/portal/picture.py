"""Pictures made of pixels: whether one is of its kind, whole, and no larger than browsers take."""

from __future__ import annotations

import warnings
from pathlib import Path

from PIL import Image, UnidentifiedImageError

# 40 million pixels are a photograph of 7,700 by 5,200, far more than any screen shows.
MOST_PIXELS = 40_000_000
MOST_FRAMES = 200
FORMATS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP", "avif": "AVIF",
           "gif": "GIF"}  # fmt: skip


def fault(path: Path, kind: str) -> list[object]:
    """The rule that the picture at `path`, by its ending of `kind`, breaks, with the rule's values;
    empty where it is sound. Only the decoder of that kind is tried."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(path, formats=[FORMATS[kind]]) as image:
                width, height = image.size
                frames = getattr(image, "n_frames", 1)
                if width * height * frames > MOST_PIXELS * 4 or width * height > MOST_PIXELS \
                        or frames > MOST_FRAMES:  # fmt: skip
                    shown = f"{width}×{height}" + (f" ×{frames}" if frames > 1 else "")
                    return ["picture-size", {"got": shown, "limit": MOST_PIXELS // 1_000_000}]
                image.load()
        except Image.DecompressionBombError:
            return ["picture-size", {"got": "?", "limit": MOST_PIXELS // 1_000_000}]
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, MemoryError):
            return ["upload-content", {"got": path.name, "kind": kind}]
    return []
