#!/usr/bin/env python3
"""How far copies are from their originals outside of the covers:  npm run bench:covers -- FILE-OR-FOLDER ...

Every picture is redacted twice by the built command, with black and with white covers; where the two copies differ is
covered. What is left of the black one is compared with a rendering of the original by other programs: Pillow and
LittleCMS, for HEIF heif-convert or avifdec. Both are reduced to 32 x 32 cells, as a judge of looks would; a cell counts as
far as it is not covered. Prints the mean difference in levels of 255 and the covered share. Needs Pillow, NumPy, libheif-examples and
libavif-bin. Of animations and pages the first is looked at. Fails above a mean of 2.5.
"""
import io
import json
import os
import subprocess
import sys
import tempfile

import numpy
from PIL import Image, ImageCms, ImageOps

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MOST = 2.5
CELLS = 32
# Colour has half the resolution and codecs ring: so far around a cover nothing is compared. Small pictures keep all of theirs.
MARGIN_PX = 16
SMALL_PICTURE_PX = 65536
SMALL_MARGIN_PX = 2


def redact(inputs, folder, color):
    command = ['node', os.path.join(ROOT, 'dist/cli/main.js'), 'redact', *inputs, '--out', folder, '--color', color, '--json']
    lines = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout.splitlines()
    events = [json.loads(line) for line in lines if line.startswith(b'{')]
    return {event['input']: event['output'] for event in events if event.get('status') == 'safe'}


def heif_as_png(path, folder):
    for tool in ('heif-convert', 'avifdec'):
        target = os.path.join(folder, 'heif.png')
        for name in os.listdir(folder):
            if name.startswith('heif'):
                os.unlink(os.path.join(folder, name))
        subprocess.run([tool, path, target], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        made = sorted(name for name in os.listdir(folder) if name.startswith('heif') and name.count('-') <= 1)
        if made:
            return os.path.join(folder, made[0])
    raise ValueError('neither heif-convert nor avifdec reads it')


def render(path, folder):
    with open(path, 'rb') as file:
        head = file.read(12)
    picture = Image.open(heif_as_png(path, folder) if head[4:8] == b'ftyp' else path)
    profile = picture.info.get('icc_profile')
    picture = ImageOps.exif_transpose(picture)
    if picture.mode.startswith('I'):
        picture = Image.fromarray((numpy.asarray(picture).astype(float) / 257).clip(0, 255).astype('uint8'))
    if picture.mode in ('RGBA', 'LA', 'P', 'PA'):
        picture = picture.convert('RGBA')
        ground = Image.new('RGBA', picture.size, 'white')
        ground.alpha_composite(picture)
        picture = ground.convert('RGB')
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            picture = ImageCms.profileToProfile(picture, source, ImageCms.createProfile('sRGB'), outputMode='RGB')
        except ImageCms.PyCMSError:
            pass
    return numpy.asarray(picture.convert('RGB')).astype(float)


def grown(mask):
    margin = SMALL_MARGIN_PX if mask.size < SMALL_PICTURE_PX else MARGIN_PX
    for axis in (0, 1):
        spread = mask.copy()
        for step in range(1, margin + 1):
            if step < mask.shape[axis]:
                spread |= numpy.roll(mask, step, axis) | numpy.roll(mask, -step, axis)
        mask = spread
    return mask


def compare(original, black, white):
    if original.shape != black.shape or black.shape != white.shape:
        return None
    free = 1.0 - grown(numpy.abs(black - white).max(axis=2) > 48)
    height, width = free.shape
    rows = numpy.minimum(numpy.arange(height) * CELLS // height, CELLS - 1)
    columns = numpy.minimum(numpy.arange(width) * CELLS // width, CELLS - 1)
    place = (rows[:, None] * CELLS + columns[None, :]).ravel()
    weight = numpy.bincount(place, free.ravel(), CELLS * CELLS)
    share = numpy.bincount(place, minlength=CELLS * CELLS)
    total = numpy.zeros(CELLS * CELLS)
    for channel in range(3):
        difference = ((original - black)[:, :, channel] * free).ravel()
        total += numpy.abs(numpy.bincount(place, difference, CELLS * CELLS)) / numpy.maximum(weight, 1) / 3
    seen = weight / numpy.maximum(share, 1)
    if seen.sum() == 0:
        return 0.0, 1.0
    return float((total * seen).sum() / seen.sum()), 1.0 - float(free.mean())


def main():
    inputs = [os.path.abspath(path) for path in sys.argv[1:]]
    if not inputs:
        sys.exit(__doc__)
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        black, white = (redact(inputs, os.path.join(folder, color), color) for color in ('black', 'white'))
        print('| original | difference outside | covered |')
        for path in sorted(set(black) & set(white)):
            name = os.path.basename(path)
            try:
                outcome = compare(*(render(file, folder) for file in (path, black[path], white[path])))
            except (OSError, ValueError) as error:
                print(f'| {name} | not compared: {error} | |')
                continue
            if outcome is None:
                print(f'| {name} | size differs | |')
                failures += 1
                continue
            difference, covered = outcome
            failures += difference > MOST
            print(f'| {name} | {difference:.2f} | {covered * 100:.1f} % |', flush=True)
    sys.exit(1 if failures else 0)


main()
