const everyMap = (import.meta as ImportMeta & { env: Record<string, string> }).env["PAMI_EVERY_MAP"]
const why = "skipped unless PAMI_EVERY_MAP is set; the map of sliding-window-corrected is checked"

/**
 * Checks that browser tests skip on emulated WebGPU, where one map takes ten to twenty seconds, with the reason. Empty
 * if `PAMI_EVERY_MAP` is set.
 */
export const slowOnWebgpu: Readonly<Record<string, string>> = everyMap
  ? {}
  : {
      "bits/scenes": "skipped unless PAMI_EVERY_MAP is set; the bits of single layers are checked",
      "maps/scenes/pre-segmentation-corrected": why,
      "maps/scenes/sliding-window-authors": why,
      "maps/scenes/pre-segmentation-authors": why,
    }

/** Milliseconds after which a run on an emulated GPU counts as hanging, on a machine that also runs other tests. */
export const patience = 100_000
