"""Layers as PyTorch's modules: how one writes them in a model, with weights of its own."""

from __future__ import annotations

from collections.abc import Sequence

from convlib.code.literal import ends, listed, option, together
from convlib.code.record import Passes, Signals, WrittenLayer
from convlib.shapes import Pair

SAID = "As a module"


def remark(modules: Sequence[str], said: str = SAID) -> str:
    """A comment that names modules in a row, one line or several.

    Example:
        >>> remark(["nn.Conv2d(1, 1, 3, bias=False)"])
        '# As a module: nn.Conv2d(1, 1, 3, bias=False)'
    """
    written = sequence(modules)
    apart = " " if "\n" not in written else "\n"
    return "\n".join(f"# {line}" for line in f"{said}:{apart}{written}".splitlines())


def sequence(modules: Sequence[str]) -> str:
    """One module, or several in a row as one."""
    return modules[0] if len(modules) == 1 else listed("nn.Sequential(", modules, ")")


def in_a_row(layers: Sequence[WrittenLayer]) -> list[str]:
    """The modules of layers in a row; a batch goes in."""
    return [module for layer in layers for module in of_layer(layer)]


def of_layer(layer: WrittenLayer) -> list[str]:
    """The modules of one layer: itself, and what pads or crops each side for itself."""
    match layer.kind:
        case "relu":
            return ["nn.ReLU()"]
        case "channel_shuffle":
            return [f"nn.ChannelShuffle({layer.groups})"]
        case "resize":
            return [f"nn.Upsample(scale_factor={together(layer.scales)})"]
        case "pointwise":
            return [_weighted(layer, "Conv", "1", "")]
        case "conv_transpose":
            options = transposed_options(layer)
            module = _weighted(layer, "ConvTranspose", together(layer.kernel), options)
            taken = [(-before, -after) for before, after in layer.padding]
            return [module, f"nn.ZeroPad{layer.axes}d({ends(taken)})"] if layer.uneven else [module]
    module = _weighted(layer, "Conv", together(layer.kernel), conv_options(layer))
    return [*_padded(layer.padding, layer.uneven and not is_same(layer)), module]


def of_signals(pair: Signals) -> list[str]:
    """The layer of one channel that does it; the signal that slides is its weights."""
    uneven = any(before != after for before, after in pair.padding)
    axes, kernel = pair.f.ndim, together(pair.kernel)
    module = f"nn.Conv{axes}d(1, 1, {kernel}{alike(pair.padding)}, bias=False)"
    return [*_padded(pair.padding, uneven), module]


def of_passes(both: Passes) -> list[str]:
    """Two layers of one channel; each channel is put through them as if it were an input alone."""
    down, across = both.strides
    kernels = {"column": (both.column.size, 1), "row": (1, both.row.size)}
    steps = {"column": (down, 1), "row": (1, across)}
    passes = [
        f"nn.Conv2d(1, 1, {together(kernels[name])}{option('stride', steps[name], 1)}, bias=False)"
        for name in both.order
    ]
    return [*_padded(both.padding, any(map(any, both.padding))), *passes]


def conv_options(layer: WrittenLayer) -> str:
    """The options of a convolution, for the function and for the module alike."""
    return "".join(
        [
            option("stride", layer.strides, 1),
            ', padding="same"' if is_same(layer) else alike(layer.padding),
            option("dilation", layer.dilations, 1),
            option("groups", [layer.groups], 1),
        ]
    )


def transposed_options(layer: WrittenLayer) -> str:
    """The options of a transposed convolution, likewise."""
    strides, extras = layer.strides, layer.extras
    return "".join(
        [
            option("stride", strides, 1),
            alike(layer.padding),
            option("output_padding", extras, 0),
        ]
    )


def is_same(layer: WrittenLayer) -> bool:
    """Whether PyTorch takes the padding by its name."""
    return layer.rule == "same" and set(layer.strides) == {1}


def alike(padding: Sequence[Pair]) -> str:
    """The option that pads both sides alike; nothing where they differ."""
    if any(before != after for before, after in padding):
        return ""
    return option("padding", [before for before, _ in padding], 0)


def _weighted(layer: WrittenLayer, kind: str, kernel: str, options: str) -> str:
    sizes = f"{layer.channels}, {layer.filters}, {kernel}"
    bias = "" if layer.bias is not None else ", bias=False"
    return f"nn.{kind}{layer.axes}d({sizes}{options}{bias})"


def _padded(padding: Sequence[Pair], needed: bool) -> list[str]:
    return [f"nn.ZeroPad{len(padding)}d({ends(padding)})"] if needed else []
