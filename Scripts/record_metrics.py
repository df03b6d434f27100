#!/usr/bin/env python3
"""Records what other implementations of the metrics say, for the tests of EvaluationTests.

usage: record_metrics.py FOLDER

    pip install numpy scipy scikit-learn prdc torch torch-fidelity pytorch-msssim tqdm

Writes FOLDER/CASE.npz for each case: the inputs (real and fake features, logits, directions, images) and, under
expected/, what scipy, scikit-learn, prdc, torch-fidelity and pytorch-msssim make of them. Features are
float32; everything is computed in float64.
"""

import sys
from pathlib import Path
from unittest.mock import MagicMock

import numpy as np
import scipy.linalg
import scipy.stats
import torch
from prdc import compute_prdc
from pytorch_msssim import ms_ssim, ssim

# Only the functions of matrices are used, not the Inception network, which wants torchvision.
for name in ("", ".models", ".transforms", ".transforms.functional", ".datasets"):
    sys.modules.setdefault("torchvision" + name, MagicMock())
from torch_fidelity.metric_fid import fid_features_to_statistics, fid_statistics_to_metric
from torch_fidelity.metric_isc import isc_features_to_metric
from torch_fidelity.metric_kid import kernel_mmd
from torch_fidelity.metric_prc import calculate_precision_recall_full

KERNEL = {"kid_kernel": "poly", "kid_kernel_poly_degree": 3, "kid_kernel_poly_gamma": None,
          "kid_kernel_poly_coef0": 1}


def frechet(real, fake):
    """By torch-fidelity and by scipy's square root; recorded is what no rounding of singular covariances
    spoils, by singular values of the centered features themselves."""
    statistics = [fid_features_to_statistics(torch.from_numpy(x)) for x in (real, fake)]
    by_fidelity = fid_statistics_to_metric(*statistics, False)["frechet_inception_distance"]
    a, b = statistics
    rest = ((a["mu"] - b["mu"]) ** 2).sum() + np.trace(a["sigma"] + b["sigma"])
    by_scipy = rest - 2 * np.trace(scipy.linalg.sqrtm(a["sigma"] @ b["sigma"])).real
    centered = [(x - x.mean(axis=0)) / np.sqrt(len(x) - 1) for x in (real, fake)]
    value = rest - 2 * np.linalg.svd(centered[0] @ centered[1].T, compute_uv=False).sum()
    for other in (by_fidelity, by_scipy):
        # Of singular matrices, the others are good to the root of the rounding only.
        assert abs(value - other) < 1e-5 * max(rest, 1e-9), (value, by_fidelity, by_scipy)
    return max(value, 0)


def manifold(real, fake):
    by_fidelity = calculate_precision_recall_full(torch.from_numpy(fake), torch.from_numpy(real))
    three = compute_prdc(real, fake, nearest_k=3)
    assert abs(by_fidelity[0] - three["precision"]) < 1e-6, (by_fidelity, three)
    assert abs(by_fidelity[1] - three["recall"]) < 1e-6, (by_fidelity, three)
    five = compute_prdc(real, fake, nearest_k=5)
    return np.array([three["precision"], three["recall"], five["density"], five["coverage"]])


def sliced(real, fake, directions):
    return np.mean([scipy.stats.wasserstein_distance(real @ d, fake @ d) for d in directions])


def record(folder, name, real, fake, seed=0, with_manifold=True):
    """One pair of feature sets; computed in float64 of what float32 holds."""
    real, fake = real.astype(np.float32), fake.astype(np.float32)
    arrays = {"real": real, "fake": fake}
    random = np.random.default_rng(seed)
    directions = random.normal(size=(16, real.shape[1]))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    arrays["directions"] = directions.astype(np.float32)
    real, fake = real.astype(np.float64), fake.astype(np.float64)
    arrays["expected/frechet"] = frechet(real, fake)
    if len(real) == len(fake):
        arrays["expected/kernel"] = kernel_mmd(real, fake, **KERNEL)
    arrays["expected/sliced"] = sliced(real, fake, arrays["directions"].astype(np.float64))
    if with_manifold:
        arrays["expected/manifold"] = manifold(real, fake)
    save(folder, name, arrays)


def save(folder, name, arrays):
    np.savez_compressed(folder / f"{name}.npz", **{k: np.asarray(v) for k, v in arrays.items()})
    print(name, {k: np.asarray(v).round(6).tolist() for k, v in arrays.items() if "expected" in k})


def record_features(folder):
    random = np.random.default_rng(1)
    mix = random.normal(size=(24, 24))
    real = np.tanh(random.normal(size=(400, 24)) @ mix * 0.3)
    fake = np.tanh(random.normal(size=(400, 24)) @ mix * 0.25 + 0.1)
    record(folder, "usual", real, fake)
    record(folder, "unequal_counts", real, fake[:250])
    record(folder, "identical", real[:200], real[:200], with_manifold=False)
    # Features a thousand from the origin: what matters is small beside what does not.
    record(folder, "far_off", real + 1000, fake + 1000)
    # Singular covariances of rank 39 at most.
    record(folder, "fewer_than_dimensions", random.normal(size=(40, 96)),
           random.normal(size=(40, 96)) * 1.1 + 0.05)
    constant = np.full((60, 8), 0.7)
    record(folder, "constant", constant, constant, with_manifold=False)
    record(folder, "constant_fake", real[:60, :8], constant, with_manifold=False)
    # Rectified features: many are exactly 0, one always.
    rectified = [np.maximum(x - 0.4, 0) for x in (real, fake)]
    for x in rectified:
        x[:, 3] = 0
    record(folder, "rectified", *rectified)


def record_duplicates(folder):
    """Each sample four to six times: balls of no reach, which hold their centers all the same."""
    random = np.random.default_rng(2)
    real = random.normal(size=(40, 6)).astype(np.float32)
    fake = np.concatenate([real[:20], random.normal(size=(10, 6)).astype(np.float32)])
    real, fake = np.repeat(real, 4, axis=0), np.repeat(fake, 6, axis=0)

    def squares(a, b):
        difference = a[:, None].astype(np.float64) - b[None].astype(np.float64)
        return (difference ** 2).sum(axis=2)

    def reach(a, k):
        return np.sort(squares(a, a), axis=1)[:, k]

    def inside(distances, reaches):
        return (distances < reaches * (1 - 1e-10)) | (distances == 0)

    across = squares(real, fake)
    in_real = {k: inside(across, reach(real, k)[:, None]) for k in (3, 5)}
    expected = [in_real[3].any(axis=0).mean(), inside(across, reach(fake, 3)[None]).any(axis=1).mean(),
                in_real[5].sum() / (5 * len(fake)), in_real[5].any(axis=1).mean()]
    save(folder, "duplicates", {
        "real": real, "fake": fake, "expected/manifold": np.array(expected),
        "expected/frechet": frechet(real.astype(np.float64), fake.astype(np.float64)),
    })


def record_probabilities(folder):
    random = np.random.default_rng(3)
    logits = torch.from_numpy(random.normal(size=(500, 10)) * 3).float()
    score = isc_features_to_metric(logits, splits=10, shuffle=False)
    save(folder, "probabilities", {
        "probabilities": logits.double().softmax(dim=1).float().numpy(),
        "expected/score": np.array(list(score.values())),
    })


def smooth_images(random, *shape):
    images = torch.from_numpy(random.uniform(size=shape)).float()
    images = torch.nn.functional.avg_pool2d(images, 5, 1, 2)
    return ((images - images.min()) / (images.max() - images.min()) * 255).round()


def record_images(folder):
    """Five scales at 192×176 in color by pytorch-msssim; two at 28×28 and one at 16×16, by its parts."""
    random = np.random.default_rng(4)
    arrays = {}
    for name, shape in {"color": (3, 192, 176), "gray": (1, 28, 28), "small": (1, 16, 16)}.items():
        a = smooth_images(random, 1, *shape)
        b = (a * 0.8 + smooth_images(random, 1, *shape) * 0.2).round()
        arrays[name] = torch.cat([a, b]).permute(0, 2, 3, 1).numpy().astype(np.uint8)
        a, b = a.double(), b.double()
        weights = np.array([0.0448, 0.2856, 0.3001, 0.2363, 0.1333])
        if name == "color":
            expected = ms_ssim(a, b, data_range=255).item()
        elif name == "small":
            expected = ssim(a, b, data_range=255, nonnegative_ssim=True).item()
        else:
            from pytorch_msssim.ssim import _fspecial_gauss_1d, _ssim

            window = _fspecial_gauss_1d(11, 1.5).double().repeat([1, 1, 1, 1])
            _, structure = _ssim(a, b, 255, window, size_average=False)
            halves = [torch.nn.functional.avg_pool2d(x, 2) for x in (a, b)]
            whole, _ = _ssim(*halves, 255, window, size_average=False)
            first, second = weights[:2] / weights[:2].sum()
            expected = (structure.relu() ** first * whole.relu() ** second).mean().item()
        arrays[f"expected/{name}"] = expected
    save(folder, "images", arrays)


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    record_features(folder)
    record_duplicates(folder)
    record_probabilities(folder)
    record_images(folder)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main()
