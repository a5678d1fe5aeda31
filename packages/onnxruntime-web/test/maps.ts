/**
 * Digests of the maps of the conformance suite, by their checks: the same bytes wherever WebAssembly runs. A check that
 * fails prints the new digest, for when a new version of the runtime changes it.
 */
export const digests = {
  "maps/scenes/sliding-window-corrected":
    "sha256:63f755ecc482824adfc13172833b0c52d16076c1cfc7c4b14b89c2ca7263d449",
  "maps/scenes/pre-segmentation-corrected":
    "sha256:3e5a4564cfab5d7ae2fd3cd33c9fd2d4afd55b5839bea308c59d92c5337ea0ec",
  "maps/scenes/sliding-window-authors":
    "sha256:6648df21a012fcabd072131fe42edc275308e52ed529896ce232c26e2c32892e",
  "maps/scenes/pre-segmentation-authors":
    "sha256:2b3b88c93feffbb7934d3caa41d3e70c0ade9572411d83881ffb368f7ee8c2cd",
}
