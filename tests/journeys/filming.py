"""A film of a code held before a camera, in the form that Chromium takes for a camera (YUV4MPEG2)."""

import math

import segno

WIDTH, HEIGHT = 640, 480
_GREY = bytes([128])  # of both colours: the picture has none


def film(text, *, module=6, turn=0.0, ground=40):
    """Return a film of a code whose squares measure `module` pixels, turned by degrees, on a ground of some grey."""
    rows = [bytes(row) for row in segno.make(text, micro=False).matrix_iter(border=3)]
    picture = _picture(rows, module, math.radians(turn), ground)
    colours = _GREY * (WIDTH * HEIGHT // 2)
    return b"YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420jpeg\n" % (WIDTH, HEIGHT) + 2 * (
        b"FRAME\n" + picture + colours
    )


def _picture(rows, module, turn, ground):
    along, across, middle = math.cos(turn) / module, math.sin(turn) / module, len(rows) / 2
    picture = bytearray([ground]) * (WIDTH * HEIGHT)
    for place in range(WIDTH * HEIGHT):
        y, x = divmod(place, WIDTH)
        x, y = x - WIDTH // 2, y - HEIGHT // 2
        column, row = int(x * along + y * across + middle), int(y * along - x * across + middle)
        if 0 <= column < len(rows) and 0 <= row < len(rows):
            picture[place] = 20 if rows[row][column] else 230
    return bytes(picture)
