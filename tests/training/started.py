"""A start for networks with random weights, in the form of MiniLM: what trains without the package that holds the true one."""

from pathlib import Path

from tests.neural.made import PIECES

WIDTH, INNER = 384, 1536


def write_start(folder: Path, layers: int = 1, width: int = WIDTH) -> Path:
    """Write `vocab.txt` and `model.safetensors` to a folder and return it."""
    import torch
    from safetensors.torch import save_file

    torch.manual_seed(0)
    sizes = {"embeddings.word_embeddings.weight": (len(PIECES), width)}
    sizes |= {
        "embeddings.position_embeddings.weight": (512, width),
        "embeddings.token_type_embeddings.weight": (2, width),
    }
    sizes |= norm("embeddings.LayerNorm", width)
    for number in range(layers):
        layer = f"encoder.layer.{number}"
        for part in ("query", "key", "value"):
            sizes |= linear(f"{layer}.attention.self.{part}", width, width)
        sizes |= linear(f"{layer}.attention.output.dense", width, width) | norm(
            f"{layer}.attention.output.LayerNorm", width
        )
        sizes |= linear(f"{layer}.intermediate.dense", width, INNER) | linear(f"{layer}.output.dense", INNER, width)
        sizes |= norm(f"{layer}.output.LayerNorm", width)
    weights = {name: torch.randn(size) * 0.05 for name, size in sizes.items()}
    weights |= {name: weight + 1.0 for name, weight in weights.items() if "LayerNorm.weight" in name}
    folder.mkdir(parents=True, exist_ok=True)
    save_file(weights, folder / "model.safetensors")
    (folder / "vocab.txt").write_text("\n".join(PIECES) + "\n", encoding="utf-8")
    return folder


def linear(name: str, given: int, made: int) -> dict[str, tuple[int, ...]]:
    return {f"{name}.weight": (made, given), f"{name}.bias": (made,)}


def norm(name: str, width: int) -> dict[str, tuple[int, ...]]:
    return {f"{name}.weight": (width,), f"{name}.bias": (width,)}
