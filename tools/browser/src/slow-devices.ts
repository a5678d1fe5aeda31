type Environment = Readonly<Record<string, string | undefined>>

// Pages have no process: Vitest gives them its environment here.
const env = (import.meta as ImportMeta & { env?: Environment }).env ?? process.env
const everyCheck = env["PAMI_EVERY_CHECK"]

/** Whether every check runs on a slow device, too: `PAMI_EVERY_CHECK` is set. */
export const checksAll = Boolean(everyCheck)

/** Checks of the maps of the zoo's networks but `scenes`. */
const networks = [
  ...[
    "scenes-multilabel",
    "scenes-vit",
    "scenes-detect",
    "scenes-segment",
    "scenes-match/image",
    "scenes-match/text",
    "loans",
    "ages",
    "sounds",
    "signals",
    "volumes",
  ].map((network) => `maps/${network}/outputs`),
  ...["reviews", "tags", "stories", "scenes-caption", "scenes-question"].map(
    (model) => `maps/${model}/words`,
  ),
]

function reasons(checks: readonly string[], reason: string): Readonly<Record<string, string>> {
  return Object.fromEntries(checks.map((check) => [check, reason]))
}

const shownBy: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      "digest",
      "settings",
      "address",
      "file-not-found",
      "file-unreadable",
      "model-unrecognized",
      "model-truncated",
      "weights-outside",
      "model-unsupported",
      "shape-mismatch",
      "input-not-found",
      "contradictory-feed",
      "dispose-twice",
      "two-models",
      "abort",
      "memory",
    ].map((check) => [check, "the same JavaScript is checked on wasm"]),
  ),
  "bits/scenes": "the bits of single layers are checked",
  "bits-in-batches": "another check compares a batch with batches of one",
  "tensors-held": "other tests count the tensors",
  ...Object.fromEntries(
    ["sliding-window", "pre-segmentation"].flatMap((strategy) =>
      ["corrected", "authors"].map((mode) => [
        `maps/scenes/${strategy}-${mode}`,
        "outputs are compared with those of a fast device",
      ]),
    ),
  ),
  ...reasons(networks, "its outputs on a fast device are compared"),
}

/**
 * Checks of the suite that tests skip on a slow device, an emulated GPU or plain JavaScript, with the reason: a map takes
 * up to 40 seconds, and 500 runs 15. Empty if `PAMI_EVERY_CHECK` is set.
 */
export const slow = skipped(shownBy)

/** Checks of the suite that tests skip in a page. Empty if `PAMI_EVERY_CHECK` is set. */
export const inPages = skipped(reasons(networks, "the same WebAssembly computes them in Node"))

function skipped(shown: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (everyCheck) return {}
  return Object.fromEntries(
    Object.entries(shown).map(([check, reason]) => [
      check,
      `skipped unless PAMI_EVERY_CHECK is set; ${reason}`,
    ]),
  )
}

/** Milliseconds after which a run on an emulated GPU counts as hanging, on a machine that also runs other tests. */
export const patience = 100_000
