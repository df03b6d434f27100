"""Makes the fixtures beside it; needs NumPy (made with 2.4.6)."""

import gzip
import pathlib

import numpy as np

folder = pathlib.Path(__file__).parent
arrays = {
    "gen/l0/W": np.arange(6, dtype="<f4").reshape(2, 3) / 4 - 0.5,
    "double": np.arange(4, dtype="<f8") / 8,
    "int32": np.arange(-3, 3, dtype="<i4").reshape(3, 2),
    "int64": np.array(-5, dtype="<i8"),
    "uint64": np.array([0, 2**64 - 1], dtype="<u8"),
    "uint8": np.arange(24, dtype="u1").reshape(2, 3, 4),
    "empty": np.zeros((0, 3), "<f4"),
}
np.savez(folder / "stored.npz", **arrays)
np.savez_compressed(folder / "deflated.npz", **arrays)

cube = np.arange(24, dtype="<f4").reshape(2, 3, 4)
np.save(folder / "c_order.npy", cube)
np.save(folder / "fortran_order.npy", np.asfortranarray(cube))
np.save(folder / "big_endian.npy", np.arange(3, dtype=">f4"))
np.save(folder / "float16.npy", np.arange(3, dtype="<f2"))
np.save(folder / "objects.npy", np.array([None, 1], dtype=object))
np.save(folder / "records.npy", np.zeros(2, dtype=[("a", "<f4"), ("b", "<i4")]))
with open(folder / "version_2.npy", "wb") as file:
    np.lib.format.write_array(file, np.arange(3, dtype="<i8"), version=(2, 0))

# 17 MiB in 17 KiB: just above what any file may expand into, whatever its size.
(folder / "zeros.gz").write_bytes(gzip.compress(bytes(17 << 20), 9, mtime=0))
