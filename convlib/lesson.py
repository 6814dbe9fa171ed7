"""What a lesson is: data, and the functions that make its scene of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from convlib.compare import Row
from convlib.cost import Cost
from convlib.errors import ConvError
from convlib.ops import Array
from convlib.params import Choice, Grid, Param, shortened
from convlib.picture.scene import Origin, Scene

Values = dict[str, Any]
ROOM = 40  # characters of a name that a sentence repeats
MOST_LINES = 2  # of the result
LISTED = 4  # presets in a line


@dataclass(frozen=True)
class Preset:
    """A state worth naming: only what differs from the lesson's defaults.

    Attributes:
        name: Its words are the catalogue's ``control.preset-<name>``.
        values: What differs.
        known: The name that the field knows it by, which stands behind its words.
    """

    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    known: str = ""


class Wish(NamedTuple):
    """Settings that give an output size, to choose from.

    Attributes:
        sizes: Of the output: rows and columns.
        settings: The parameters that they set, in the order in which they are said.
        left: How many cells along an axis no window reaches then.
    """

    sizes: tuple[int, int]
    settings: Mapping[str, Any]
    left: int


class Note(NamedTuple):
    """Words that stand small under a part of a line.

    Attributes:
        key: Its words are the catalogue's ``result.<key>``; where something is counted there are
            two, ``result.<key>-one`` and ``result.<key>-other``.
        number: What they count.
    """

    key: str
    number: int | None = None


class Piece(NamedTuple):
    """A piece of a formula in one line; all pieces' texts in a row are the formula.

    Attributes:
        text: As it is written, with the spaces around a sign.
        role: Whose colour it has, such as ``"input"``; a sign is ``"muted"``, what it all comes to
            ``"result"``.
        of: The parameter that the number comes from.
        below: What stands under it; neighbours that have the same stand over it together.
    """

    text: str
    role: str = "muted"
    of: str = ""
    below: tuple[Note, ...] = ()


Line = tuple[Piece, ...]


@dataclass(frozen=True)
class Derivation:
    """A size worked out.

    Attributes:
        label: What it is the size of; its words are the catalogue's ``size.<label>``.
        lines: In TeX, aligned at ``&=``.
        left: How many cells at the end no window reaches, since the division leaves a rest.
        size: The number that the last line comes to, set in bold there: cells that are on the
            stage, by the first derivation those of the output along an axis.
        line: The formula in one line with the numbers put in, ``o = … = size``.
    """

    label: str
    lines: tuple[str, ...]
    left: int = 0
    size: int = 0
    line: Line = ()


@dataclass(frozen=True)
class Result:
    """What comes out, in short: how large it is, and what that takes.

    Attributes:
        lines: A formula or two, each with the label of its derivation.
        macs: Multiply-accumulates of the layer; None where the lesson has no costs.
        parameters: Its parameters, likewise.
    """

    lines: tuple[tuple[str, Line], ...]
    macs: int | None
    parameters: int | None


@dataclass(frozen=True)
class CostRow:
    """What a layer costs, as a row beside others.

    Attributes:
        label: What it is; its words are the catalogue's ``cost.<label>``.
        cost: Its parameters and multiply-accumulates.
        macs: The multiply-accumulates as a product with the numbers put in, in TeX; before it may
            stand the symbols and an equals sign.
        parameters: The parameters likewise.
        chart: What is counted there, where that is not what is on the stage: its bars have a chart
            and a scale of their own; its words are the catalogue's ``cost.<chart>``.
    """

    label: str
    cost: Cost
    macs: str
    parameters: str
    chart: str = ""


@dataclass(frozen=True)
class Question:
    """Something to work out from the present values; its words stand in the lesson's prose.

    Attributes:
        name: Of its line in the prose's section ``questions``.
        answer: The number that is right, worked out by the engine.
        details: Further numbers that its sentences speak of, by name.
        asked: Whether it is asked at present: not where it is about another view.
    """

    name: str
    answer: Callable[[Values], float]
    details: Callable[[Values], Mapping[str, object]] = dict
    asked: Callable[[Values], bool] = lambda _: True


@dataclass(frozen=True)
class Lesson:
    """One type of convolution: its parameters, its presets, and the scene that they make.

    Attributes:
        slug: Its name in addresses, on the command line and of its prose.
        order: Its number in the curriculum.
        group: Which part of the path it belongs to, one of ``convlib.path.GROUPS``.
        params: What can be set.
        presets: The first one opens the lesson: it is the state that nothing given names. Where it
            isn't that of all parameters' defaults, another preset is.
        stage: Makes the scene of complete, checked values.
        check: Refuses values that don't go together, without the work of staging them.
        derive: The sizes worked out, with the numbers put in; nothing where there is no formula.
        arrays: The numbers of each ``Grid`` parameter as they are at present, by its name.
        costs: What the layer costs; the first row is the lesson's own, the second a standard
            convolution's.
        code: The layer in ``"pytorch"``, ``"keras"`` and ``"numpy"``, each leaving its result in
            ``y``.
        questions: What a reader may try to answer.
        fit: Adds what follows from the given values, such as a size from typed numbers.
        needs: The slugs of the lessons that it builds on.
        idle: The names of parameters that change nothing on the stage at present, such as those of
            another view: they need no controls.
        opens: How a player shows a state at first where that isn't as usual: ``"show"``, as
            ``Look`` has it, and ``"speed"``.
        compared: The types of convolution that stand in a table below the stage; none in most
            lessons.
        wishes: The settings that lead to each output size, where a reader may ask for one.

    Example:
        >>> import convlib
        >>> scene = convlib.lesson("arithmetic").build(size=5, kernel=3, stride=2, padding=1)
        >>> scene.panels[-1].values.shape
        (3, 3)
    """

    slug: str
    order: int
    group: str
    params: tuple[Param, ...]
    presets: tuple[Preset, ...]
    stage: Callable[[Values], Scene]
    check: Callable[[Values], None]
    derive: Callable[[Values], Sequence[Derivation]]
    arrays: Callable[[Values], Mapping[str, Array]]
    costs: Callable[[Values], Sequence[CostRow]]
    code: Callable[[Values], Mapping[str, str]]
    questions: tuple[Question, ...]
    fit: Callable[[Values], Values] = dict
    needs: tuple[str, ...] = ()
    idle: Callable[[Values], Collection[str]] = lambda _: ()
    opens: Callable[[Values], Mapping[str, Any]] = lambda _: {}
    wishes: Callable[[Values], Sequence[Wish]] = lambda _: ()
    compared: Callable[[Values], Sequence[Row]] = lambda _: ()

    def __repr__(self) -> str:
        names = ", ".join(preset.name for preset in self.presets[:LISTED])
        rest = len(self.presets) - LISTED
        more = f" and {rest} more" if rest > 0 else ""
        return f"<Lesson {self.slug}: {names}{more}>"

    def values(self, /, **given: Any) -> Values:
        """The whole state: what is given, read and checked, and the defaults for the rest.

        Args:
            **given: By parameter, as a person types it or as Python has it; ``preset`` names the
                state that the others change, without it they change the defaults. Nothing at all
                is the first preset.

        Raises:
            ConvError: A name is unknown, or a value is wrong or doesn't go with the others.
        """
        named = given.pop("preset", None)
        if named is None and not given:
            named = self.presets[0].name
        start = self.preset(named).values if named is not None else {}
        params = {param.name: param for param in self.params}
        for name in given:
            if name not in params:
                choices = ", ".join(params)
                raise ConvError("unknown-name", parameter=shortened(name, ROOM), choices=choices)
        values = {name: param.default for name, param in params.items()}
        fitted = self.fit({**start, **given})
        values |= {name: params[name].read(value) for name, value in fitted.items()}
        self.check(values)
        return values

    def build(self, /, **given: Any) -> Scene:
        """The scene of a state.

        Args:
            **given: As for ``values``.

        Raises:
            ConvError: As ``values``.
        """
        return self.staged(self.values(**given))

    def staged(self, values: Values) -> Scene:
        """The scene of complete, checked values, which knows whose it is."""
        return replace(self.stage(values), origin=Origin(self.slug, self.write(values)))

    def result(self, values: Values) -> Result:
        """What comes out of a state, in short: two lines at most.

        Where rows and columns differ these are the two, else those that are derived first.
        """
        derived = self.derive(values)
        axes = [each for each in derived if each.label in ("rows", "columns")]
        lines = tuple((each.label, each.line) for each in axes or derived[:MOST_LINES])
        costs = [row.cost for row in self.costs(values)[:1]]
        macs, parameters = (costs[0].macs, costs[0].parameters) if costs else (None, None)
        return Result(lines, macs, parameters)

    def preset(self, name: str) -> Preset:
        """The preset of that name.

        Raises:
            ConvError: There is none.
        """
        for preset in self.presets:
            if preset.name == name:
                return preset
        names = ", ".join(preset.name for preset in self.presets)
        value = shortened(str(name), ROOM)
        raise ConvError("unknown-preset", parameter="preset", value=value, choices=names)

    def write(self, values: Values) -> dict[str, str]:
        """The state as text, as an address holds it: a preset's name, or what is not default.

        Nothing is the first preset.
        """
        written = self._written(values)
        name = next((name for name, texts in self._presets_written if texts == written), None)
        if name == self.presets[0].name:
            return {}
        return {"preset": name} if name else written

    @cached_property
    def _presets_written(self) -> list[tuple[str, dict[str, str]]]:
        """The presets, as text."""
        names = [preset.name for preset in self.presets]
        return [(name, self._written(self.values(preset=name))) for name in names]

    @cached_property
    def _defaults_written(self) -> dict[str, str]:
        return {param.name: param.write(param.default) for param in self.params}

    def _written(self, values: Values) -> dict[str, str]:
        texts = {param.name: param.write(values[param.name]) for param in self.params}
        defaults = self._defaults_written
        written = {name: text for name, text in texts.items() if text != defaults[name]}
        fitted = self.fit(written)
        inferred = {name for name in fitted if name not in written}
        if any(fitted[name] != values[name] for name in inferred):
            written |= {name: texts[name] for name in inferred}
        return written

    def same(self, one: Values, other: Values) -> bool:
        """Whether two states are the same."""
        return all(p.write(one[p.name]) == p.write(other[p.name]) for p in self.params)

    def grids(self) -> dict[str, Grid]:
        """The parameters that are arrays, by name: what can be changed cell by cell."""
        return {param.name: param for param in self.params if isinstance(param, Grid)}

    def at_work(self, values: Values) -> list[Param]:
        """The parameters that make a difference at present."""
        idle = self.idle(values)
        return [param for param in self.params if param.name not in idle]

    def ways(self, values: Values, param: Choice) -> dict[str, Values]:
        """The state that each way of a choice leads to, where there is one.

        That is the present one with this way; or, if it doesn't go with the rest, the first preset
        that has it and agrees with the choices before it. A choice ``by_example`` leads from one
        preset to another.
        """
        untouched = param.by_example and self.is_preset(values)
        before = self.params[: self.params.index(param)]
        fixed = {each.name: values[each.name] for each in before if isinstance(each, Choice)}
        ways = {}
        for way in param.choices:
            wanted = fixed | {param.name: way}
            presets = (self.values(preset=preset.name) for preset in self.presets)
            examples = (each for each in presets if all(each[n] == wanted[n] for n in wanted))
            example = next(examples, None) if untouched and way != values[param.name] else None
            if example is None and self.offered(values, {way: way}, param.name):
                ways[way] = values | {param.name: way}
            elif example := example or next(examples, None):
                ways[way] = example
        return ways

    def is_preset(self, values: Values) -> bool:
        """Whether a state is one of the presets."""
        return self.write(values).keys() <= {"preset"}

    def offered(self, values: Values, candidates: Mapping[Any, Any], name: str) -> list[Any]:
        """Those candidates that go with all the other values at present.

        Args:
            values: The present state.
            candidates: What a control might offer, each with the parameter's value it stands for.
            name: The parameter that the control sets.
        """
        fitting = []
        for candidate, value in candidates.items():
            try:
                self.check(values | {name: value})
            except ConvError:
                continue
            fitting.append(candidate)
        return fitting
