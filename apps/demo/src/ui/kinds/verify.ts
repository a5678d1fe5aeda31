import { parseManifest } from "@pami/core"
import { activity, verdict } from "../state.ts"
import { resting } from "../turns.ts"
import { insteadOfKinds } from "./actions.ts"
import { kindsEngine } from "./engine.ts"
import { input } from "./state.ts"

/** Computes a manifest's maps again with the present model and input. */
export async function verifyManifest(text: string): Promise<void> {
  verdict.value = null
  await insteadOfKinds(async (current) => {
    const manifest = parseManifest(text)
    activity.value = "verifying"
    try {
      const outcome = await kindsEngine.verify(manifest, input.value)
      if (current()) verdict.value = outcome
    } finally {
      if (current()) activity.value = resting()
    }
  })
}
