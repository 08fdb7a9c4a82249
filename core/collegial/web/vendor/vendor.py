"""Copy the npm files listed in package.json and record what they are; `--check` compares instead."""

import base64
import hashlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
WEB = HERE.parent
MANIFEST = WEB / "static" / "vendor" / "manifest.json"


def sha384(content: bytes) -> str:
    """Return the digest in the form that browsers use for integrity."""
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def package_of(source: str, versions: dict[str, str]) -> str:
    """Return the name of the npm package that a listed file comes from."""
    return next(name for name in versions if source.startswith(f"{name}/"))


def copy_listed_files(package: dict[str, dict[str, str]]) -> None:
    """Copy each listed file out of node_modules and write the manifest."""
    manifest = {}
    for source, target in sorted(package["vendored"].items(), key=lambda pair: pair[1]):
        content = (HERE / "node_modules" / source).read_bytes()
        (WEB / target).parent.mkdir(parents=True, exist_ok=True)
        (WEB / target).write_bytes(content)
        name = package_of(source, package["dependencies"])
        version = package["dependencies"][name]
        manifest[target] = {"package": name, "version": version, "sha384": sha384(content)}
    MANIFEST.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def differences(package: dict[str, dict[str, str]]) -> list[str]:
    """Return the vendored files that are missing, changed, unlisted or of another version."""
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    wrong = sorted(set(manifest) ^ set(package["vendored"].values()))
    for target, entry in manifest.items():
        path = WEB / target
        same_version = package["dependencies"].get(entry["package"]) == entry["version"]
        if not (path.exists() and same_version and sha384(path.read_bytes()) == entry["sha384"]):
            wrong.append(target)
    return wrong


def main() -> int:
    """Copy, or with `--check` return 1 and name each file that differs from the manifest."""
    package = json.loads((HERE / "package.json").read_text(encoding="utf-8"))
    if "--check" not in sys.argv:
        copy_listed_files(package)
        return 0
    wrong = differences(package)
    sys.stderr.writelines(f"{target} is not the vendored file\n" for target in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
