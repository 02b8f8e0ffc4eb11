#!/usr/bin/env python3
"""Writes Generated/*.cs from signatures.txt: a class library with the interface of ILGPU 1.5.3 whose bodies all throw.

signatures.txt was read from the assemblies of the package by reflection: for each type a comment with its namespace, its header, and one member a
line. What the listing leaves out, but the package has, is in Additions/, by hand. A member whose signature names a type that neither
declares is left out: using it does not compile, which shows that the type must be added.
"""
import pathlib
import re

HERE = pathlib.Path(__file__).parent
FRAMEWORK = set("""ValueTuple IntPtr Action Func Predicate Type Task TimeSpan TextWriter EventHandler IEnumerable ImmutableArray IEquatable
    MidpointRounding ThreadPriority Span ReadOnlySpan Random Delegate IDisposable Enumerator Exception""".split())
OPERATORS = {
    "op_Addition": "+", "op_Subtraction": "-", "op_Multiply": "*", "op_Division": "/", "op_Equality": "==", "op_Inequality": "!=",
}
USINGS = ["System", "System.Collections.Generic", "System.IO", "System.Threading", "System.Threading.Tasks",
          "System.Collections.Immutable", "ILGPU.Util", "ILGPU.Algorithms.ScanReduceOperations", "ILGPU.Runtime",
          "ILGPU.Runtime.CPU", "ILGPU.Runtime.Cuda", "ILGPU.Runtime.OpenCL"]


def split(text, separator=","):
    """Splits at separators that no bracket encloses."""
    parts, depth, start = [], 0, 0
    for i, c in enumerate(text):
        depth += c in "<([" and 1 or (c in ">)]" and -1 or 0)
        if c == separator and depth == 0:
            parts.append(text[start:i].strip())
            start = i + 1
    return [part for part in parts + [text[start:].strip()] if part]


def names(text):
    """Identifiers that may name a type: those with a capital, without parameter names, which have none."""
    return set(re.findall(r"(?<![\w@])[A-Z]\w*", text))


def without_parameter_names(text):
    return re.sub(r"(?<=[\w>\]?]) @?[a-z]\w*(?=[,)])", "", text)


class Reader:
    def __init__(self):
        self.sections, self.types = {}, []
        section = namespace = None
        header, members = None, []
        for line in (HERE / "signatures.txt").read_text().splitlines():
            if line.startswith("## "):
                words = re.findall(r"[A-Za-z]+", line[3:].partition(" (")[0])
                section = self.sections.setdefault("".join(word[0].upper() + word[1:] for word in words), [])
            elif line.startswith("// namespace "):
                namespace = line.split()[-1]
            elif line == "}":
                entry = (namespace, header, members)
                section.append(entry)
                self.types.append(entry)
            elif line.startswith("  "):
                members.append(line.strip())
            elif line:
                header, members = line.removesuffix("{").strip(), []


def declared(source):
    return set(re.findall(r"\b(?:class|struct|interface|enum|delegate \w+|record)\s+(?:\w+\.)*(\w+)", source))


class Writer:
    def __init__(self, known, type_parameters):
        self.known, self.own, self.left_out = known, type_parameters, []

    def usable(self, text, extra=()):
        return names(text) <= self.known | self.own | set(extra)

    def member(self, line, simple, kind):
        line = re.sub(r"\b(base)(?=[,)])", r"@\1", line)
        generic = re.match(r"(?:abstract |static )*[^(]*?\b\w+<([A-Z][\w, ]*)>\(", line)
        extra = set(split(generic.group(1))) if generic else set()
        own_name = r"\b\w+(?=(<[\w, ]*>)?\()|\bop_\w+" if "(" in line else r"\b\w+(?= \{|;)"
        if not self.usable(re.sub(own_name, "", without_parameter_names(line)), extra):
            self.left_out.append(line)
            return None
        public = "" if kind == "interface" else "public "
        if kind == "interface":
            return line
        line = line.replace("abstract ", "virtual " if kind == "class" else "")
        if match := re.match(r"static (.+) (implicit|explicit) operator\((.*)\);", line):
            return f"public static {match[2]} operator {match[1]}({match[3]}) => throw null!;"
        for word, symbol in OPERATORS.items():
            line = line.replace(f" {word}(", f" operator {symbol}(")
        if line.startswith("const "):
            return public + line.replace(";", " = 1;")
        if line.startswith("event ") or line.startswith("static readonly ") or re.fullmatch(r"\w+ \w+;", line):
            return public + line
        if line.endswith("{ get; }"):
            return public + line.removesuffix("{ get; }") + "=> throw null!;"
        if line.endswith("{ get; set; }"):
            return public + line.removesuffix("{ get; set; }") + "{ get => throw null!; set => throw null!; }"
        # Only the package's own classes derive from one another; the library need not repeat how.
        return public + line.removesuffix(";") + " => throw null!;"


def loaders(members):
    """The listing shows these for two kernel parameters; the package has them for 1 to 14."""
    for count in range(1, 15):
        parameters = [f"T{i}" for i in range(1, count + 1)]
        for line in members:
            line = line.replace("T1, T2", ", ".join(parameters))
            yield line.replace("where T1 : struct where T2 : struct", " ".join(f"where {p} : struct" for p in parameters))


def write_type(namespace, header, members, known, output, left_out):
    match = re.match(r"public (.*?)\b(class|struct|interface|enum) ([\w.]+)(<[^>]*>)?(?: : (.*?))?((?: where .*)?)$", header)
    modifiers, kind, name, generic, bases, constraints = match[1].strip(), match[2], match[3], match[4] or "", match[5] or "", match[6]
    *outer, simple = name.split(".")
    parameters = set(split(generic.strip("<>")))
    writer = Writer(known, parameters)
    indent = "    "
    output.append(f"namespace {namespace}\n{{")
    for parent in outer:
        output.append(f"{indent}public {'static ' if parent.startswith('Stride') else ''}partial class {parent}\n{indent}{{")
    modifiers = modifiers + " " if modifiers else ""
    if kind == "enum":
        output.append(f"{indent}public enum {simple}\n{indent}{{\n{indent}    {', '.join(members)},\n{indent}}}")
    else:
        kept = [base for base in split(bases) if writer.usable(base)]
        inherits = f" : {', '.join(kept)}" if kept else ""
        output.append(f"{indent}public {modifiers}partial {kind} {simple}{generic}{inherits}{constraints}\n{indent}{{")
        if kind == "class" and "static" not in modifiers and not any(m.startswith(simple + "(") for m in members):
            output.append(f"{indent}    internal {simple}() {{ }}")
        if simple == "KernelLoaders":
            members = loaders(members)
        for line in members:
            if text := writer.member(line, simple, kind):
                output.append(f"{indent}    {text}")
        output.append(f"{indent}}}")
        left_out += [f"{simple}: {line}" for line in writer.left_out]
    output += [f"{indent}}}" for _ in outer]
    output.append("}\n")


def main():
    reader = Reader()
    additions = "".join(path.read_text() for path in sorted((HERE / "Additions").glob("*.cs")))
    known = declared(additions) | FRAMEWORK
    for _, header, _ in reader.types:
        known |= set(re.search(r"\b(?:class|struct|interface|enum) ([\w.]+)", header)[1].split("."))
    for section, types in reader.sections.items():
        output, left_out = [], []
        for namespace, header, members in types:
            write_type(namespace, header, members, known, output, left_out)
        head = ["// <auto-generated>by generate.py from signatures.txt</auto-generated>", "#nullable disable"]
        head += [f"// Left out, for a type that is not declared: {line}" for line in left_out]
        head += [f"using {name};" for name in USINGS]
        (HERE / "Generated" / f"{section}.cs").write_text("\n".join(head + [""] + output))


main()
