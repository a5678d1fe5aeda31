const everyMap = (import.meta as ImportMeta & { env: Record<string, string> }).env["PAMI_EVERY_MAP"]
const why = "checked where PAMI_EVERY_MAP is set; here the map of sliding-window-corrected is"

/**
 * What the suite leaves out on WebGPU, which takes ten to twenty seconds for a map where the processor imitates it;
 * nothing where `PAMI_EVERY_MAP` is set. For tests in a browser.
 */
export const slowOnWebgpu: Readonly<Record<string, string>> = everyMap
  ? {}
  : {
      "bits/scenes": "checked where PAMI_EVERY_MAP is set; here the bits of single layers are",
      "maps/scenes/pre-segmentation-corrected": why,
      "maps/scenes/sliding-window-authors": why,
      "maps/scenes/pre-segmentation-authors": why,
    }

/** Milliseconds after which a run counts as hanging where the processor imitates a graphics card and others compute too. */
export const patience = 100_000
