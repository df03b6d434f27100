"""The comparison as plots: metrics and losses over iterations, and samples side by side."""

from matplotlib.figure import Figure
from PIL import Image

from runs import FRAMEWORKS

TITLES = {"forger": "Forger", "pytorch": "PyTorch"}
COLORS = {"forger": "#d1495b", "pytorch": "#30638e"}
METRICS = [("frechet", "Fréchet distance"), ("coverage", "coverage")]


def draw_metric(axes, entry, key):
    """A line for each run."""
    for framework in FRAMEWORKS:
        for run in entry[framework].values():
            marks = run["settings"]["marks"]
            values = [run["scores"][str(mark)]["classifier"]["metrics"][key]["mean"] for mark in marks]
            axes.plot(marks, values, color=COLORS[framework], marker="o", markersize=3, linewidth=1)


def draw_losses(axes, entry):
    """The mean over the seeds of the generator's loss, and dashed of the discriminator's."""
    for framework in FRAMEWORKS:
        logs = [run["log"] for run in entry[framework].values()]
        for key, style in (("gen/loss", "-"), ("dis/loss", "--")):
            iterations = [entries[0]["iteration"] for entries in zip(*logs)]
            means = [sum(entry[key] for entry in entries) / len(entries) for entries in zip(*logs)]
            axes.plot(iterations, means, style, color=COLORS[framework], linewidth=1)


def draw_curves(recipes, path):
    """A column for each recipe: the metrics, and the losses."""
    figure = Figure(figsize=(3.1 * len(recipes), 6.6), layout="tight")
    grid = figure.subplots(len(METRICS) + 1, len(recipes), squeeze=False)
    for column, (name, entry) in enumerate(recipes.items()):
        for row, (key, _) in enumerate(METRICS):
            draw_metric(grid[row][column], entry, key)
            grid[row][column].set_ylim(bottom=0)
        draw_losses(grid[-1][column], entry)
        grid[0][column].set_title(name)
        grid[-1][column].set_xlabel("iterations")
    for row, title in enumerate([title for _, title in METRICS] + ["losses: G —, D - -"]):
        grid[row][0].set_ylabel(title)
    for framework in FRAMEWORKS:
        grid[0][0].plot([], [], color=COLORS[framework], label=TITLES[framework])
    grid[0][0].legend(frameon=False)
    figure.savefig(path, dpi=100)


def draw_samples(runs, path, columns=24, size=32):
    """Two rows of the first seed's samples for each recipe and framework, and a gap between recipes."""
    names = list(dict.fromkeys(run.name for run in runs))
    height = 4 * size + size // 2
    grid = Image.new("RGB", (columns * size, len(names) * height - size // 2), "white")
    for run in runs:
        if run.seed != 0:
            continue
        files = sorted(run.samples(run.marks[-1]).glob("*.png"))[: 2 * columns]
        top = names.index(run.name) * height + 2 * size * FRAMEWORKS.index(run.framework)
        for index, file in enumerate(files):
            image = Image.open(file)
            # Those of 28 pixels get a border, as in the data.
            margin = (size - image.width) // 2
            left = index % columns * size
            cell = (left, top + index // columns * size)
            grid.paste("black", (*cell, cell[0] + size, cell[1] + size))
            grid.paste(image, (cell[0] + margin, cell[1] + margin))
    grid.save(path)
