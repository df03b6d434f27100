"""Event files, read by the format's definition, without TensorFlow."""

import struct


def crc32c(data):
    """The CRC-32C of some bytes, bit by bit from the polynomial."""
    remainder = 0xFFFFFFFF
    for byte in data:
        remainder = remainder >> 8 ^ TABLE[(remainder ^ byte) & 0xFF]
    return remainder ^ 0xFFFFFFFF


def _row(remainder):
    for _ in range(8):
        remainder = remainder >> 1 ^ (0x82F63B78 if remainder & 1 else 0)
    return remainder


TABLE = [_row(byte) for byte in range(256)]


def masked(data):
    """The check of some bytes as records hold it."""
    check = crc32c(data)
    return ((check >> 15 | check << 17) + 0xA282EAD8) & 0xFFFFFFFF


def records(path):
    """The records of a file, which must all be whole, but for the last of a run that was killed."""
    data, place = path.read_bytes(), 0
    while place < len(data):
        head = data[place : place + 12]
        if len(head) < 12:
            raise ValueError(f"{path.name}: {len(head)} bytes at the end")
        length, check = struct.unpack("<QI", head)
        if check != masked(head[:8]):
            raise ValueError(f"{path.name}: a wrong length at {place}")
        record = data[place + 12 : place + 12 + length]
        tail = data[place + 12 + length : place + 16 + length]
        if len(record) < length or len(tail) < 4 or struct.unpack("<I", tail)[0] != masked(record):
            raise ValueError(f"{path.name}: a damaged record at {place}")
        yield record
        place += 16 + length


def fields(message):
    """The fields of a message, by number."""
    place = 0

    def variable():
        nonlocal place
        value = shift = 0
        while True:
            byte = message[place]
            place += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while place < len(message):
        key = variable()
        kind = key & 7
        if kind == 0:
            yield key >> 3, variable()
            continue
        size = {1: 8, 5: 4}.get(kind) or variable()
        yield key >> 3, message[place : place + size]
        place += size


def values(folder):
    """What the event files of a run hold: the value of each step and tag, which must be there once."""
    found = {}
    for path in sorted(folder.glob("events.out.tfevents.*")):
        for record in records(path):
            event = dict(fields(record))
            for _, value in fields(event.get(5, b"")):
                parts = dict(fields(value))
                tag = parts[1].decode()
                if tag == "recipe" or tag.startswith("_hparams_"):
                    continue
                key = event.get(2, 0), tag
                if key in found:
                    raise ValueError(f"{path.name}: {tag} of iteration {key[0]} is there twice")
                found[key] = parts.get(2) or dict(fields(parts[4]))[4]
    return found
