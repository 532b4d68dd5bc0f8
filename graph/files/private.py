"""Makes folders for their owner alone, with those above them."""

from pathlib import Path


def make_private_folder(folder: Path) -> None:
    """Make a folder with mode 0700, and so what is missing above it; what is there keeps its mode.

    Folders that `Path.mkdir` makes along get the mode that the umask leaves: under one of 000 everybody may then move
    what stands in them, whatever mode that has itself.

    Raises:
        OSError: one cannot be made, or a file stands there.
    """
    try:
        folder.mkdir(mode=0o700)
    except FileNotFoundError:
        if folder.parent == folder:
            raise
        make_private_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError:
        # Also one on a disk that is read only, or in a folder that is not ours.
        if not folder.is_dir():
            raise
