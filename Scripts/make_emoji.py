#!/usr/bin/env python3
"""Write the emoji of a font as PNG files: some thousand small images in color, for trying few images of one's own.

    apt install fonts-noto-color-emoji; pip install fonttools     (or: make emoji)
    Scripts/make_emoji.py FOLDER [FONT]

`forger train FOLDER` trains on them. The font is Debian's Noto Color Emoji, whose table CBDT holds 136×128
pixels of PNG for each; the backgrounds, which are transparent, become white when Forger reads them.
"""

import sys
from pathlib import Path

FONT = "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"


def main() -> None:
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    folder, font = Path(sys.argv[1]), (sys.argv[2:] or [FONT])[0]
    try:
        from fontTools.ttLib import TTFont
    except ImportError:
        sys.exit("make_emoji.py needs fonttools: pip install fonttools")
    if not Path(font).is_file():
        sys.exit(f"make_emoji.py found no {font}: apt install fonts-noto-color-emoji, or name a font")
    table = TTFont(font).get("CBDT")
    if table is None:
        sys.exit(f"make_emoji.py: {font} has no table CBDT, which holds images")
    folder.mkdir(parents=True, exist_ok=True)
    images = {name: glyph.imageData for name, glyph in table.strikeData[0].items()}
    for name, data in images.items():
        (folder / f"{name}.png").write_bytes(data)
    print(f"{len(images)} images in {folder}")


main()
