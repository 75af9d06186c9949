"""Made marks: a few shapes, each its own by its number."""

from io import BytesIO
from random import Random
from typing import Any

from PIL import Image, ImageDraw

SIDE = 240


def made(number: int) -> Image.Image:
    random, image = Random(number), Image.new("RGB", (SIDE, SIDE), "white")
    draw = ImageDraw.Draw(image)
    for _ in range(random.randint(3, 6)):
        x, y = random.randint(10, SIDE - 60), random.randint(10, SIDE - 60)
        box = (x, y, x + random.randint(30, SIDE // 2), y + random.randint(30, SIDE // 2))
        colour = tuple(random.randint(0, 200) for _ in range(3))
        shape = random.choice(["ellipse", "rectangle", "slice", "line"])
        if shape == "ellipse":
            draw.ellipse(box, fill=colour)
        elif shape == "rectangle":
            draw.rectangle(box, fill=colour)
        elif shape == "slice":
            draw.pieslice(box, random.randint(0, 180), random.randint(200, 360), fill=colour)
        else:
            draw.line(box, fill=colour, width=random.randint(6, 20))
    return image


def as_file(image: Image.Image, format_: str = "PNG", **more: Any) -> bytes:
    out = BytesIO()
    image.save(out, format_, **more)
    return out.getvalue()
