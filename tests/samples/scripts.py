"""Load the scripts of `samples/`, which is no package."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def load_script(path: str) -> ModuleType:
    """Return the script under `samples/` as a module.

    Raises:
        ImportError: there is no such script.
    """
    name = "samples_" + path.removesuffix(".py").replace("/", "_")
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, SAMPLES / path)
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = importlib.util.module_from_spec(spec)
    # Registered first: a dataclass looks its own module up.
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
